"""Ingest: what is read from where, what is skipped, and that neither a bad article nor a killed process costs another article."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from graph.archive import ingesting, sources
from graph.archive.ingesting import LOG, Account, ingest
from graph.archive.preparing import Prepared
from graph.archive.sources import Facts, Item, Problem, count_items, file_key, find_items, list_files, read_item
from graph.archive.store import open_archive
from graph.archive.workers import Recipe, build_items
from tests.archive_articles import build_from_lines

ROOT = Path(__file__).parents[1]
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Harbour &amp; Dale</title>
<item><title>Bridge shut</title><link>https://courier.example/bridge</link><pubDate>Tue, 14 Mar 2023 23:30:00 GMT</pubDate>
<description>&lt;p&gt;The council shut the bridge.&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;It was unsafe.&lt;/p&gt;</description></item>
<item><title>No words</title><guid>urn:7</guid></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Dale</title><entry><id>urn:1</id><title>Ferry</title><updated>2023-03-15T08:00:00Z</updated>
<content type="html">&lt;p&gt;A ferry sank off the coast.&lt;/p&gt;</content></entry></feed>"""
PAGE = "<!DOCTYPE html><html><head><title>Rust found</title><link rel='canonical' href='https://a.example/rust'></head><body><article><p>{}</p></article></body></html>".format(
    "Engineers found rust in the cables of the old bridge on Monday, the council said. They will look at the others before summer, it added."
)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    write(folder, "one.txt", "Ida meets Tom.\n\nTom fires Rex.")
    write(folder, "deep/er/two.md", "---\ntitle: Two\ndate: 2023-03-14\n---\nIda meets Rex.")
    write(folder, "page.html", PAGE)
    write(folder, "feed.xml", FEED)
    write(folder, "atom.xml", ATOM)
    write(folder, "picture.png", "not read")
    write(folder, ".hidden.txt", "Not read.")
    write(folder, ".git/x.txt", "Not read.")
    lines = [
        {"text": "Ida met Tom.", "title": "Met", "date": "2023-03-14", "url": "https://a.example/met", "publisher": "A"},
        {"text": "Ida met Rex.", "id": 7},
        {"text": "Tom met Rex."},
    ]
    write(folder, "wire.jsonl", "\n".join(map(json.dumps, lines)) + "\n\n")
    return folder


def find(*sources: Path | str, **options: object) -> list[Item | Problem]:
    return list(find_items(map(str, sources), **options))  # type: ignore[arg-type]


def test_a_folder_gives_every_article_below_it_under_a_lasting_key(news: Path) -> None:
    found = find(news, root=news.parent)
    items = [item for item in found if isinstance(item, Item)]
    assert [item.key for item in items] == [
        "urn:1",
        "https://courier.example/bridge",
        "news/one.txt",
        "news/page.html",
        "https://a.example/met",
        "news/wire.jsonl#id=7",
        "news/wire.jsonl#3",
        "news/deep/er/two.md",
    ]
    assert [problem.why for problem in found if isinstance(problem, Problem)] == [f"{news}/feed.xml, entry 2 (No words) has no text."]
    assert count_items([str(news)]) == len(found)


def test_items_are_read_with_what_is_known_of_them(news: Path) -> None:
    articles = {item.key: read_item(item) for item in find(news, root=news.parent, facts=Facts(publisher="P", date="2020-01-01")) if isinstance(item, Item)}
    shown = {key: (article.title, str(article.date), article.publisher, article.url, article.text.split("\n\n")) for key, article in articles.items()}
    assert shown["https://courier.example/bridge"] == (
        "Bridge shut", "2023-03-14", "Harbour & Dale", "https://courier.example/bridge", ["The council shut the bridge.", "It was unsafe."],
    )  # fmt: skip
    assert shown["urn:1"] == ("Ferry", "2023-03-15", "Dale", None, ["A ferry sank off the coast."])
    assert shown["https://a.example/met"] == ("Met", "2023-03-14", "A", "https://a.example/met", ["Ida met Tom."])
    assert shown["news/wire.jsonl#3"][1:4] == ("2020-01-01", "P", None)
    assert shown["news/deep/er/two.md"][:3] == ("Two", "2023-03-14", "P")
    assert shown["news/page.html"][2:4] == ("a.example", "https://a.example/rust")
    assert {article.key for article in articles.values()} == set(articles)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("a.jsonl", "{", "line 1 is no JSON: Expecting"),
        ("a.jsonl", "[1]", "line 1 is no JSON object; write it as"),
        ("a.jsonl", '"text"', "line 1 is no JSON object"),
        ("a.jsonl", '{"text": 3}', "line 1: text is no text"),
        ("a.jsonl", '{"title": "x"}', 'line 1 has no text; each line needs the field "text"'),
        ("a.jsonl", '{"text": "  "}', "line 1 has no text"),
        ("a.jsonl", '{"text": "x", "date": "March"}', "line 1: the date 'March' is no day"),
        ("a.jsonl", '{"text": "x", "url": "javascript:alert(1)"}', "line 1: 'javascript:alert(1)' is no web address"),
        ("a.jsonl", '{"text": "x", "url": "https://a.example/x y"}', "line 1: 'https://a.example/x y' is no web address"),
        ("a.jsonl", "[" * 100_000, "line 1 is no JSON"),
        ("a.jsonl", "\udcff", "line 1 is no JSON"),
        ("a.xml", "<html>", "is no feed"),
        ("a.xml", "<rss><chan", "cannot be read as a feed"),
        ("a.rss", "", "is no feed"),
    ],
)
def test_what_cannot_be_read_is_a_problem_that_names_the_place(tmp_path: Path, name: str, text: str, why: str) -> None:
    (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    (problem,) = find(tmp_path)
    assert isinstance(problem, Problem)
    assert why in problem.why and str(tmp_path / name) in problem.why and "\n" not in problem.why


def test_blank_fields_are_none_and_others_stand_in_one_line(tmp_path: Path) -> None:
    record = {"text": "Ida met Tom.\n\nTom left.", "title": " Two\nlines ", "publisher": "  ", "url": "", "date": " 2022-06-21 "}
    write(tmp_path, "a.jsonl", json.dumps(record))
    (item,) = find(tmp_path)
    assert isinstance(item, Item) and item.facts == Facts("Two lines", "2022-06-21", None, None)
    assert read_item(item).text == "Ida met Tom.\n\nTom left."


def test_a_feed_that_is_too_large_is_a_problem_rather_than_half_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "feed.xml", FEED)
    monkeypatch.setattr(sources, "FILE_LIMIT", len(FEED.encode()) - 40)
    (problem,) = find(tmp_path)
    assert isinstance(problem, Problem) and "feed.xml is larger than" in problem.why


def test_what_is_not_there_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = find(tmp_path / "none.txt", tmp_path / "*.txt", tmp_path / "empty")
    assert ["does not" in p.why or "No such file" in p.why or "holds nothing to read" in p.why for p in found if isinstance(p, Problem)] == [True] * 3


def test_patterns_files_and_archives_in_folders(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c[1].txt", "deep/d.txt", "archive/archive.json", "archive/e.txt"):
        write(tmp_path, name, "x")
    names = lambda *sources: [path.name for source in sources for path in list_files(str(source))]  # noqa: E731
    assert names(tmp_path) == ["a.txt", "b.txt", "c[1].txt", "d.txt"]
    assert names(tmp_path / "[ab].txt") == ["a.txt", "b.txt"]
    assert names(tmp_path / "c[1].txt") == ["c[1].txt"], "a name that is there is no pattern"
    assert names(tmp_path / "**" / "d*") == ["d.txt", "d.txt"] or names(tmp_path / "**" / "d.txt") == ["d.txt"]


def test_keys_do_not_depend_on_where_the_command_is_called(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "news/a.txt", "x")
    monkeypatch.chdir(tmp_path / "news")
    assert file_key(Path("a.txt"), tmp_path) == file_key(path, tmp_path) == "news/a.txt"
    assert file_key(path, None) == file_key(path, tmp_path / "other") == path.as_posix()


def test_a_feed_and_a_page_at_an_address(tmp_path: Path) -> None:
    """From this machine's own server."""

    class Server(SimpleHTTPRequestHandler):
        extensions_map = {".xml": "application/rss+xml", ".html": "text/html"}  # noqa: RUF012

        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(tmp_path))  # type: ignore[arg-type]

        def log_message(self, *_: object) -> None:
            pass

    write(tmp_path, "feed.xml", FEED)
    write(tmp_path, "page.html", PAGE)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        base = f"http://127.0.0.1:{server.server_port}"
        entry, empty, page, missing = find(f"{base}/feed.xml", f"{base}/page.html", f"{base}/none.xml")
    finally:
        server.shutdown()
    assert isinstance(entry, Item) and entry.key == "https://courier.example/bridge"
    assert isinstance(empty, Problem) and isinstance(missing, Problem) and "could not be read" in missing.why
    assert isinstance(page, Item) and (page.key, read_item(page).url) == (f"{base}/page.html", f"{base}/page.html")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Account, list[str]]]:
    """Ingests into one archive without the network; gives the account and the archive's quads."""
    monkeypatch.setattr(ingesting, "build_item", build_from_lines)
    monkeypatch.setattr(ingesting, "program_version", lambda: "1")

    def call(*sources: Path | str, name: str = "archive") -> tuple[Account, list[str]]:
        with open_archive(tmp_path / name, create=True) as archive:
            account = ingest(archive, map(str, sources), workers=1)
            return account, list(archive.quads())

    return call


def counts(account: Account) -> tuple[int, int, int, int]:
    return account.added, account.replaced, account.skipped, len(account.problems)


def test_again_nothing_is_built_and_what_changed_is_replaced(news: Path, run: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    account, quads = run(news)
    assert counts(account) == (8, 0, 0, 1)
    account, again = run(news)
    assert counts(account) == (0, 0, 8, 1)
    assert again == quads
    write(news, "one.txt", "Ida meets Tom.\n\nTom fires Ida.")
    account, changed = run(news)
    assert counts(account) == (0, 1, 7, 1)
    assert any("fires" in line or "Ida" in line for line in set(changed) - set(quads))
    monkeypatch.setattr(ingesting, "program_version", lambda: "2")
    account, _ = run(news)
    assert counts(account) == (0, 8, 0, 1), "another version of the program builds all again"


def test_the_order_of_sources_makes_no_difference(news: Path, run: Callable) -> None:
    files = list_files(str(news))
    _, one = run(*files, name="one")
    _, other = run(*reversed(files), name="other")
    assert one == other
    assert any("two.md" in line for line in one)


def test_failures_are_logged_and_tried_again(news: Path, run: Callable, tmp_path: Path) -> None:
    bad = write(news, "bad.txt", "\x00\x01")
    run(news)
    log = [json.loads(line) for line in (tmp_path / "archive" / LOG).read_text("utf-8").splitlines()]
    assert sorted(entry["name"] for entry in log) == [str(bad), f"{news}/feed.xml, entry 2"]
    assert all(entry["why"] for entry in log)
    write(news, "bad.txt", "Ida meets Rex.")
    account, _ = run(news)
    assert counts(account) == (1, 0, 8, 1)
    assert len((tmp_path / "archive" / LOG).read_text("utf-8").splitlines()) == 1


def test_the_same_key_twice_is_taken_once(tmp_path: Path, run: Callable) -> None:
    line = {"text": "Ida meets Tom.", "url": "https://a.example/x"}
    path = write(tmp_path, "news/a.jsonl", "\n".join(map(json.dumps, [line, line, {**line, "text": "Ida meets Rex."}])))
    account, _ = run(path)
    assert counts(account) == (1, 0, 1, 1)
    assert "https://a.example/x stands twice in the sources" in account.problems[0].why
    assert counts(run(path)[0]) == (0, 0, 2, 1)


def kill_sometimes(arguments: list[str], folder: Path, *, kills: int, seed: int, longest: float) -> int:
    """Runs a command, kills it at random moments, and checks the archive after each; gives how often it was killed."""
    choose, killed = random.Random(seed), 0
    for _ in range(kills):
        process = subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)})
        until = time.monotonic() + 60
        while not (folder / "archive.json").exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(choose.uniform(0, longest))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            killed += 1
        process.wait()
        if (folder / "archive.json").exists() and (folder / "store").exists():
            with open_archive(folder) as archive:
                for article in archive.articles():
                    assert len(archive.contents(article.iri).statements) == article.statements == 6
                rows = {quad.object.value for quad in archive.backend.quads(None, None, None, archive.names.index) if quad.predicate.value.endswith("#article")}  # type: ignore[union-attr]
                graphs = {name.value for name in archive.backend.graphs() if "/article/" in name.value}
                assert rows == graphs, "a source row and a graph come together"
    return killed


def test_killed_at_random_moments_and_resumed_it_ends_as_an_undisturbed_run(tmp_path: Path) -> None:
    for number in range(24):
        write(
            tmp_path,
            f"news/{number:02}.txt",
            "\n\n".join(f"Ida {verb}-{number % 7} Tom{line}." for line, verb in enumerate(["meets", "fires", "backs", "sues", "calls", "joins"])),
        )
    command = [sys.executable, "-m", "tests.archive_articles", "0.02"]
    killed = kill_sometimes([*command, str(tmp_path / "one"), str(tmp_path / "news")], tmp_path / "one", kills=2, seed=7, longest=0.6)
    ends = [
        subprocess.run([*command, str(tmp_path / name), str(tmp_path / "news")], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
        for name in ("one", "two")
    ]
    assert killed and int(ends[0][0]) + int(ends[0][2]) == int(ends[1][0]) == 24
    found = []
    for name in ("one", "two"):
        with open_archive(tmp_path / name, read_only=True) as archive:
            found.append(list(archive.quads()))
    assert found[0] == found[1]
    assert len(found[0]) > 24 * 6


def test_a_worker_that_dies_or_hangs_costs_its_own_article_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from graph.archive import workers

    monkeypatch.setattr(workers, "build_item", _build_or_die)
    items = [Item(name, name, b"", Facts(title=name)) for name in ("fine", "dies", "also fine", "hangs", "fine too")]
    found = {item.name: result for item, result in build_items(items, Recipe("a:", True, "1"), workers=2, time_limit=4)}
    assert {name for name, result in found.items() if isinstance(result, Prepared)} == {"fine", "also fine", "fine too"}
    assert "process ended (signal 9)" in found["dies"].why  # type: ignore[union-attr]
    assert "took longer than 4 s" in found["hangs"].why  # type: ignore[union-attr]


def _build_or_die(item: Item, recipe: Recipe) -> Prepared:
    from graph.archive.preparing import Report

    if item.name == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if item.name == "hangs":
        time.sleep(60)
    return Prepared(item.key, item.key, Report(), 0, 0, "[]", "", "", b"")


def test_real_articles_by_two_workers_as_by_one(tmp_path: Path) -> None:
    """With the network: the bytes are the same, and what is not English is told."""
    write(tmp_path, "news/one.txt", "Mara Ellison defied Owen Pryce on Tuesday. “It is unsafe,” she said.")
    write(tmp_path, "news/two.txt", "Owen Pryce, the transport minister, criticised Mara Ellison.")
    german = "Der Minister hat am Dienstag gesagt, dass die Brücke nicht mehr sicher ist und dass niemand mehr darüber fahren darf, bis sie repariert ist."
    write(tmp_path, "news/three.txt", german)
    found = []
    for workers in (1, 2):
        with open_archive(tmp_path / f"archive{workers}", create=True) as archive:
            account = ingest(archive, [str(tmp_path / "news")], workers=workers)
            assert counts(account) == (2, 0, 0, 1)
            assert "three.txt" in account.problems[0].why and "English" in account.problems[0].why
            assert account.words == 20
            found.append(list(archive.quads()))
    assert found[0] == found[1]
    assert any("defies" in line for line in found[0])
