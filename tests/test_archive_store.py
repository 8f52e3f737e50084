"""The store: what was put in comes out, whatever the order; every change is one step; named queries answer over many articles as over one."""

from __future__ import annotations

import itertools
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.archive import embedded, layout
from graph.archive.preparing import Report, prepare
from graph.archive.store import Archive, open_archive
from graph.canonical import canonical
from graph.errors import ArchiveError, QueryError
from graph.queries import named_queries, run_query
from graph.records import Contents
from graph.turtle import write_turtle
from tests.archive_articles import make_article
from tests.sample_contents import make_hostile_sample, make_sample

ROOT = Path(__file__).parents[1]
SAMPLE = replace(make_sample(), article=replace(make_sample().article, url=None, source=None))


def keyed(contents: Contents, key: str) -> Contents:
    return canonical(replace(contents, article=replace(contents.article, key=key)))


@pytest.fixture
def archive(tmp_path: Path):
    with open_archive(tmp_path / "archive", create=True) as held:
        yield held


def state(archive: Archive) -> list[str]:
    return list(archive.quads(with_history=False))


@pytest.mark.parametrize(
    "contents", [SAMPLE, replace(make_hostile_sample(), article=replace(make_hostile_sample().article, source=None))], ids=["sample", "hostile"]
)
def test_what_was_put_in_comes_out(archive: Archive, contents: Contents) -> None:
    archive.add_article(contents, key="k")
    (article,) = archive.articles()
    assert archive.contents(article.iri) == keyed(contents, "k")
    # Again, over itself: nothing changes, and nothing is recorded.
    before = list(archive.quads())
    assert archive.add_article(contents, key="k") is None
    assert list(archive.quads()) == before


def test_an_article_is_found_by_key_address_and_web_address(archive: Archive) -> None:
    contents = replace(SAMPLE, article=replace(SAMPLE.article, url="https://courier.example/bridge"))
    archive.add_article(contents, key="news/bridge.txt", report=Report("hash", "1"))
    (article,) = archive.articles()
    assert article == archive.find_article(article.iri) == archive.find_article("news/bridge.txt") == archive.find_article("https://courier.example/bridge")
    assert (article.title, article.date, article.url, article.statements) == (
        SAMPLE.article.title,
        SAMPLE.article.date,
        contents.article.url,
        len(SAMPLE.statements),
    )
    assert (article.content, article.version) == ("hash", "1")
    assert archive.find_report("news/bridge.txt") == Report("hash", "1")
    for name in ("news/bridge", "", "no address", "https://courier.example/"):
        assert archive.find_article(name) is None
        assert archive.find_report(name) is None


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory):
    """An archive of the sample and of another article that uses the same relations."""
    with open_archive(tmp_path_factory.mktemp("two") / "archive", create=True) as held:
        held.add_article(SAMPLE, key="sample")
        text = write_turtle(keyed(SAMPLE, "sample"))
        yield held, text


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_named_queries_answer_over_one_archived_article_as_over_its_file(two: tuple[Archive, str], name: str) -> None:
    archive, turtle = two
    assert archive.query(named_queries()[name].text).values() == run_query(turtle, named_queries()[name].text).values()


def test_two_articles_give_each_answer_once_for_each(archive: Archive) -> None:
    for key in "ab":
        archive.add_article(SAMPLE, key=key)
    for name in ("facts", "timeline", "stands-against", "roles"):
        one = run_query(write_turtle(SAMPLE), named_queries()[name].text)
        assert len(archive.query(named_queries()[name].text).rows) == 2 * len(one.rows)
    assert len(archive.query("SELECT ?l { rel:defy rdfs:label ?l }").rows) == 1


# The same relations with other labels and families, an article of two files, one that moved.
ARTICLES = (
    make_article(("Ida re-elects Tom.", "Ida", "re-elect", "Tom", "supports"), key="1"),
    make_article(("Ida re elects Tom.", "Ida", "re elect", "Tom", "appoints"), key="2"),
    make_article(("Tom fires Ida.", "Tom", "fire", "Ida", "dismisses"), ("Tom fires a gun.", "Tom", "fire", "“a gun", "attacks"), key="3"),
    make_article(("Tom fires Ida.", "Tom", "fire", "Ida", "dismisses"), key="4"),
    make_article(("Old words.", "Tom", "say", "“old", "states"), key="5", date="2022-01-01", url="https://a.example/x"),
    make_article(("New words.", "Tom", "say", "“new", "states"), key="6", date="2022-01-02", url="https://a.example/x"),
)


def test_the_order_of_arrival_makes_no_difference(tmp_path: Path) -> None:
    made = {}
    for number, order in enumerate(itertools.islice(itertools.permutations(ARTICLES), 0, 720, 97)):
        with open_archive(tmp_path / str(number), create=True) as held:
            for contents in order:
                held.add_article(contents, key=contents.article.key or "")
            made[number] = state(held)
            assert len(list(held.articles())) == 5
            assert held.find_article("https://a.example/x").key == "6"  # type: ignore[union-attr]
            assert len(list(held.backend.quads(NamedNode("https://w3id.org/triplewire/relation/re-elect"), layout.LABEL))) == 1
    assert len(made) > 7
    assert all(found == made[0] for found in made.values())


@pytest.mark.parametrize("gone", range(len(ARTICLES) - 2))
def test_a_removed_article_leaves_nothing_behind(tmp_path: Path, gone: int) -> None:
    with open_archive(tmp_path / "one", create=True) as held:
        for contents in ARTICLES:
            held.add_article(contents, key=contents.article.key or "")
        change = held.remove_article(str(gone + 1))
        assert len(change.withdrawn) == len(ARTICLES[gone].statements)
        assert held.find_report(str(gone + 1)) is None
        removed = state(held)
    with open_archive(tmp_path / "two", create=True) as held:
        for number, contents in enumerate(ARTICLES):
            if number != gone:
                held.add_article(contents, key=contents.article.key or "")
        assert state(held) == removed


def test_a_source_that_gives_another_article_takes_its_former_one_out(archive: Archive) -> None:
    first = make_article(("Old words.", "Tom", "say", "“old", "states"), key="page.html", url="https://a.example/x")
    second = make_article(("New words.", "Tom", "shout", "“new", "states"), key="page.html", url="https://a.example/y")
    archive.add_article(first, key="page.html")
    archive.add_article(second, key="page.html")
    assert [article.url for article in archive.articles()] == ["https://a.example/y"]
    assert list(archive.backend.quads(NamedNode("https://w3id.org/triplewire/relation/say"))) == []
    assert [(number, change.because) for _, number, change in archive.changes()] == [(1, "moved")]


def test_there_is_nothing_to_remove(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="there is no article nope in the archive"):
        archive.remove_article("nope")
    with pytest.raises(ArchiveError, match="there is no article"):
        archive.contents("https://w3id.org/triplewire/article/0000000000000000")


def test_a_second_writer_is_told_so_and_a_reader_reads_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    with open_archive(folder, create=True) as held:
        held.add_article(ARTICLES[0], key="1")
        with pytest.raises(ArchiveError, match="is being written by another process"):
            open_archive(folder)
        with open_archive(folder, read_only=True) as reader:
            assert reader.count() == 1
            held.add_article(ARTICLES[1], key="2")
            assert reader.count() == 1, "a reader sees the archive as it was"
            with pytest.raises(ArchiveError, match="for reading only"):
                reader.add_article(ARTICLES[2], key="3")
        script = f"from graph.archive.store import open_archive\nopen_archive({str(folder)!r})"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False)
        assert "is being written by another process" in done.stderr
    with open_archive(folder, read_only=True) as reader:
        assert reader.count() == 2


def test_a_writer_that_opens_its_store_anew_loses_nothing_and_stays_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_archive(tmp_path / "plain", create=True) as plain:
        for number, contents in enumerate(ARTICLES):
            plain.add_article(contents, key=str(number))
        expected = list(plain.quads())
    monkeypatch.setattr(embedded, "FLUSHED", 10)
    opened, real = [], Store
    with open_archive(tmp_path / "archive", create=True) as held:
        monkeypatch.setattr(embedded, "Store", lambda path: opened.append(path) or real(path))
        for number, contents in enumerate(ARTICLES):
            held.add_article(contents, key=str(number))
            with pytest.raises(ArchiveError, match="is being written by another process"):
                open_archive(tmp_path / "archive")
        assert len(opened) == len(ARTICLES)
        reading = held.backend.quads()
        first = next(reading)
        held.remove_article("0")
        held.add_article(ARTICLES[0], key="0")
        assert len(opened) == len(ARTICLES), "not while something reads from it"
        assert first not in list(reading), "it goes on where it was"
        held.remove_article("0")
        assert len(opened) == len(ARTICLES) + 1
        held.add_article(ARTICLES[0], key="0")
        assert state(held) == [line for line in expected if "archive/history" not in line]


def test_a_store_that_cannot_be_opened_anew_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> Store:
        raise OSError("No space left on device")

    with open_archive(tmp_path / "archive", create=True) as held:
        monkeypatch.setattr(embedded, "FLUSHED", 10)
        monkeypatch.setattr(embedded, "Store", refuse)
        with pytest.raises(ArchiveError, match="no room is left on the disk"):
            held.add_article(ARTICLES[0], key="1")
        with pytest.raises(ArchiveError, match="was closed"):
            held.count()
    monkeypatch.undo()
    with open_archive(tmp_path / "archive", read_only=True) as reader:
        assert reader.count() == 1


def test_what_is_no_archive_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "new").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    for name, text in (("broken", "no json"), ("other", '{"format": 99, "base_iri": "a:", "with_text": true}'), ("list", "[]")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "archive.json").write_text(text, encoding="utf-8")
    for name, create, message in (
        ("none", False, "is no archive; `triplewire ingest"),
        ("new", False, "is no archive"),
        ("full", True, "holds other things"),
        ("file", True, "holds other things"),
        ("broken", False, "cannot be read"),
        ("list", False, "cannot be read"),
        ("other", False, r"format 99, this one reads 1"),
    ):
        with pytest.raises(ArchiveError, match=message):
            open_archive(tmp_path / name, create=create)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["letter.txt"]
    assert not (tmp_path / "none").exists()


def test_its_own_base_and_no_text_are_kept(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True, base_iri="https://news.example/", with_text=False) as held:
        held.add_article(SAMPLE, key="k")
    with open_archive(tmp_path / "archive") as held:
        (article,) = held.articles()
        assert article.iri.startswith("https://news.example/article/")
        assert held.contents(article.iri).article.text == ""
        assert "articleBody" not in "".join(held.quads())
        assert [name.value for name in held.backend.graphs() if "/article/" not in name.value] == [held.names.index.value, held.names.vocabulary.value]


def test_derived_graphs_are_replaced_whole(archive: Archive) -> None:
    links = archive.names.links
    triples = [Quad(NamedNode(f"a:{n}"), NamedNode("a:same"), Literal('"\\u0041"')).triple for n in range(3)]
    archive.replace_graph(links.value, triples[:2])
    archive.replace_graph(links.value, triples[1:])
    assert set(archive.graph_triples(links.value)) == set(triples[1:])


def test_an_endless_query_is_stopped_and_the_archive_goes_on(archive: Archive) -> None:
    archive.add_article(SAMPLE, key="k")
    with pytest.raises(QueryError, match="longer than 1 s"):
        archive.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", timeout=1)
    assert archive.query("ASK { ?a a tw:Person }").answer is True
    archive.remove_article("k")
    assert archive.query("ASK { ?a a tw:Person }").answer is False, "a query sees what was written before it"


@pytest.mark.parametrize("update", ["INSERT DATA { <a:b> <a:c> 1 }", "SELECT * { SERVICE <http://127.0.0.1/> { ?a ?b ?c } }", "DROP ALL"])
def test_a_query_cannot_change_it_or_reach_elsewhere(archive: Archive, update: str) -> None:
    with pytest.raises(QueryError):
        archive.query(update)


def test_a_write_that_fails_leaves_whole_articles_and_a_plain_error(tmp_path: Path) -> None:
    """The limit on a file's size stands for a full disk: the write-ahead log cannot grow."""
    script = """
        import resource, sys
        from graph.archive.store import open_archive
        from graph.errors import ArchiveError
        from tests.test_archive_store import SAMPLE
        archive = open_archive(sys.argv[1], create=True)
        archive.add_article(SAMPLE, key="0")
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))
        number = 0
        try:
            for number in range(1, 100):
                archive.add_article(SAMPLE, key=str(number))
        except ArchiveError as error:
            print(number, error)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script), tmp_path / "archive"], capture_output=True, text=True, cwd=ROOT, check=False)
    number, _, message = done.stdout.partition(" ")
    assert "cannot be written" in message and len(message.splitlines()) == 1, done.stderr
    with open_archive(tmp_path / "archive") as held:
        assert 0 < held.count() == int(number)
        for article in held.articles():
            assert held.contents(article.iri) == keyed(SAMPLE, article.key)
            assert prepare(SAMPLE, key=article.key).read_triples() == set(held.graph_triples(article.iri))
        held.add_article(SAMPLE, key=number)
        assert held.count() == int(number) + 1
