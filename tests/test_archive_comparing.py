"""What several articles say alike, counted without copies; what contradicts; and nothing over entities that no link makes one."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from graph.archive.comparing import Comparison, compare_articles, count_independent
from graph.archive.reports import Publication, Report
from graph.archive.store import Archive, open_archive
from graph.archive.stories import find_stories, sketch
from graph.cli import run
from graph.queries import fill_query
from graph.records import Modality, Polarity
from ontology.mutual import mutual_relations
from ontology.namespaces import REL
from tests.archive_articles import make_article, unite

NAMES = ("Mara Ellison", "Owen Pryce", "Saltgate Bridge", "Brightwater")
WIRE = (
    "Mara Ellison closed Saltgate Bridge on Monday after engineers had found rust in three of its cables, the council told residents in a letter.",
    "Engineers will look at the other nine cables before the end of the month, and lorries must take the road through Harrowmere until then.",
)
CLOSED = (WIRE[0], "Mara Ellison", "close", "Saltgate Bridge", "ends")
MORE = (WIRE[1], "Mara Ellison", "inform", "“residents", "states")


def own_words(sentence: str, *more: object) -> tuple[object, ...]:
    return (sentence, "Mara Ellison", "close", "Saltgate Bridge", "ends", *more)


ARTICLES = (
    make_article(CLOSED, MORE, key="agency", date="2023-03-14", publisher="Northern Wire"),
    make_article(CLOSED, MORE, key="copy", date="2023-03-15", publisher="Harbour Courier"),
    make_article(
        own_words("The ageing Saltgate Bridge was shut by Mara Ellison, who leads the council."),
        ("Owen Pryce never met Brightwater.", "Owen Pryce", "meet", "Brightwater", "meets", {"polarity": Polarity.NEGATIVE}),
        ("Owen Pryce praised Mara Ellison for it.", "Owen Pryce", "praise", "Mara Ellison", "supports"),
        ("The repair cost 40 million crowns.", "Saltgate Bridge", "cost", "“40 million crowns", "has"),
        key="gazette", date="2023-03-16", publisher="Dale Gazette",
    ),
    make_article(
        ("Owen Pryce met Brightwater in the spring.", "Owen Pryce", "meet", "Brightwater", "meets"),
        ("Owen Pryce condemned Mara Ellison.", "Owen Pryce", "condemn", "Mara Ellison", "opposes"),
        ("The repair cost 55 million crowns.", "Saltgate Bridge", "cost", "“55 million crowns", "has"),
        key="post", date="2023-03-17", publisher="Evening Post",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory):
    with open_archive(tmp_path_factory.mktemp("comparing") / "archive", create=True) as held:
        for contents in ARTICLES:
            held.add_article(contents, key=contents.article.key or "")
        unite(held, *NAMES)
        yield held


@pytest.fixture(scope="module")
def comparison(archive: Archive) -> Comparison:
    return compare_articles(archive)


def test_a_statement_is_counted_by_reports_that_stand_for_themselves(comparison: Comparison) -> None:
    shared = {(found.subject, found.relation, found.obj): found for found in comparison.shared}
    closed = shared["Mara Ellison", "closes", "Saltgate Bridge"]
    assert (closed.independent, closed.publishers) == (2, ("Dale Gazette", "Harbour Courier", "Northern Wire"))
    assert [report.article.publisher for report in closed.first] == ["Northern Wire"]
    assert [report.article.publisher for report in closed.reports] == ["Northern Wire", "Harbour Courier", "Dale Gazette"]
    assert closed.reports[0].words == WIRE[0]
    assert (closed.statuses, closed.claimed_by) == (("asserted",), ())
    copied = shared["Mara Ellison", "informs", "residents"]
    assert copied.independent == 1
    assert comparison.shared[0] is closed, "the best supported first"
    assert set(shared) == {("Mara Ellison", "closes", "Saltgate Bridge"), ("Mara Ellison", "informs", "residents")}


def test_contradictions_come_with_both_sentences_the_earlier_first(comparison: Comparison) -> None:
    found = {(conflict.kind, conflict.first.words, conflict.second.words, conflict.is_asserted) for conflict in comparison.conflicts}
    assert found == {
        ("denial", "Owen Pryce never met Brightwater.", "Owen Pryce met Brightwater in the spring.", True),
        ("stance", "Owen Pryce praised Mara Ellison for it.", "Owen Pryce condemned Mara Ellison.", True),
        ("figure", "The repair cost 40 million crowns.", "The repair cost 55 million crowns.", True),
    }


DENIED = "Mara Ellison never closed Saltgate Bridge, a clerk of the council told the readers of this paper."


@pytest.mark.parametrize(
    ("others", "also", "said"),
    [
        ((), [], 1),
        ((("copy", WIRE),), ["copy"], 1),  # one agency's text in two papers
        ((("copy", WIRE), ("third", WIRE)), ["copy", "third"], 1),
        ((("cut", WIRE[:1]),), ["cut"], 1),  # the very same sentence in another article
        ((("own", ("Mara Ellison had the old Saltgate Bridge closed at last.",)),), ["own"], 2),  # somebody else's words
        ((("again", (DENIED,)),), ["again"], 1),
    ],
)
def test_a_contradiction_is_told_once_whoever_repeats_it(tmp_path: Path, others: tuple, also: list[str], said: int) -> None:
    told = [("agency", WIRE), ("denial", (DENIED,)), *others]
    with open_archive(tmp_path / "archive", create=True) as held:
        for number, (key, sentences) in enumerate(told):
            polarity = Polarity.NEGATIVE if sentences[0] == DENIED else Polarity.POSITIVE
            first = own_words(sentences[0], {"polarity": polarity})
            contents = make_article(first, *([MORE] if len(sentences) > 1 else []), key=key, date=f"2023-03-{14 + number}")
            held.add_article(contents, key=key)
        unite(held, *NAMES)
        keys = {article.iri: article.key for article in held.articles()}
        found = compare_articles(held).conflicts
        rows = held.query(fill_query("contradicted", {})).values()
    assert [row[4:] for row in rows] == [("2023-03-14", WIRE[0], "the article", "2023-03-15", DENIED, str(said), "1")], "the named query counts alike"
    (conflict,) = found
    assert (conflict.kind, conflict.independent) == ("denial", (said, 1))
    assert [keys[report.article.iri] for report in (conflict.first, conflict.second, *conflict.also)] == ["agency", "denial", *also]


@pytest.mark.parametrize(
    ("phrase", "family", "turned", "count"),
    [
        ("meet", "meets", True, 1),
        ("marry", "kinOf", True, 1),
        ("meet", "meets", False, 1),
        ("visit", "meets", True, 0),  # one may be visited and never visit
        ("be parent of", "kinOf", True, 0),
        ("be parent of", "kinOf", False, 1),
    ],
)
def test_who_met_somebody_was_met_by_them(tmp_path: Path, phrase: str, family: str, turned: bool, count: int) -> None:
    one, other = "Mara Ellison", "Owen Pryce"
    ends = (other, one) if turned else (one, other)
    told = [
        ("First they said it is so.", one, phrase, other, family),
        ("Then they said it is not.", ends[0], phrase, ends[1], family, {"polarity": Polarity.NEGATIVE}),
        ("Again they said it is so.", one, phrase, other, family),
    ]
    with open_archive(tmp_path / "archive", create=True) as held:
        for number, sentence in enumerate(told):
            held.add_article(make_article(sentence, key=str(number), date=f"2023-03-{14 + number}"), key=str(number))
        unite(held, *NAMES)
        conflicts = compare_articles(held).conflicts
        rows = held.query(fill_query("contradicted", {"who": "ellison"})).values()
    assert [conflict.independent for conflict in conflicts] == [(2, 1)] * count
    assert [(row[5], row[8], *row[9:]) for row in rows] == [(told[0][0], told[1][0], "2", "1")] * count


def test_the_named_query_has_the_table_s_mutual_relations() -> None:
    (found,) = re.findall(r'"/\((.+)\)\$"', fill_query("contradicted", {}))
    assert found.split("|") == sorted(relation.removeprefix(REL) for relation in mutual_relations())


def test_entities_that_no_link_joins_are_different_whatever_they_are_called(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as held:
        for contents in ARTICLES:
            held.add_article(contents, key=contents.article.key or "")
        assert compare_articles(held) == Comparison((), ())
        unite(held, "Mara Ellison")  # the bridge is not linked: the two may have closed two bridges
        assert {(found.relation, found.obj) for found in compare_articles(held).shared} == {("informs", "residents")}


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        (own_words("She closed it."), own_words("She did not close it.", {"polarity": Polarity.NEGATIVE}), {("denial", True)}),
        (own_words("She closed it."), own_words("He denied that she closed it.", {"polarity": Polarity.NEGATIVE, "by": "Owen Pryce"}), {("denial", False)}),
        (own_words("She closed it."), own_words("She will not close it.", {"polarity": Polarity.NEGATIVE, "modality": Modality.PLANNED}), set()),
        (own_words("She closed it."), own_words("She closed it too."), set()),
        (
            ("The firm cut 40 jobs.", "Mara Ellison", "cut", "40 jobs", "ends"),
            ("The firm cut 50 jobs.", "Mara Ellison", "cut", "50 jobs", "ends"),
            {("figure", True)},
        ),
        (
            ("She watched Channel 4.", "Mara Ellison", "watch", "Channel 4", "related"),
            ("She watched Channel 5.", "Mara Ellison", "watch", "Channel 5", "related"),
            set(),
        ),
        (
            ("She said 40 jobs.", "Mara Ellison", "say", "“40 jobs", "states"),
            ("She said 50 jobs.", "Mara Ellison", "say", "“50 jobs", "states"),
            set(),
        ),
    ],
)
def test_what_contradicts_and_what_does_not(tmp_path: Path, first: tuple, second: tuple, kinds: set) -> None:
    with open_archive(tmp_path / "archive", create=True) as held:
        for number, sentence in enumerate((first, second)):
            contents = make_article(sentence, key=str(number))
            entities = tuple(replace(entity, is_named=not entity.label[0].isdigit()) for entity in contents.entities)
            held.add_article(replace(contents, entities=entities), key=str(number))
        unite(held, *NAMES)
        assert {(conflict.kind, conflict.is_asserted) for conflict in compare_articles(held).conflicts} == kinds


def test_what_one_asserts_and_another_only_claims_is_told_as_both(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as held:
        for number, more in enumerate(({}, {"by": "Owen Pryce"})):
            held.add_article(make_article(own_words("Mara Ellison closed it, Owen Pryce said.", more), key=str(number)), key=str(number))
        unite(held, *NAMES)
        (shared,) = compare_articles(held).shared
    assert (shared.statuses, shared.claimed_by) == (("asserted", "claimed"), ("Owen Pryce",))


LONG = "The council shut the bridge on Monday because of rust."


@pytest.mark.parametrize(
    ("reports", "stories", "count"),
    [
        ([("a", "Six words that nobody else wrote.", False), ("b", "Six other words of somebody else.", False)], {}, 2),
        ([("a", LONG, False), ("b", LONG.upper(), False), ("c", "Quite another sentence about the same bridge.", False)], {}, 2),
        ([("a", LONG, True), ("b", LONG, True)], {}, 2),
        ([("a", "She resigned.", False), ("b", "She resigned.", False)], {}, 2),
        ([("a", "One thing.", False), ("b", "Another.", False), ("c", "A third.", False)], {"a": "a", "b": "a", "c": "c"}, 2),
        ([("a", LONG, False), ("a", "Once more.", False)], {}, 1),
    ],
)
def test_what_is_a_copy(reports: list[tuple[str, str, bool]], stories: dict[str, str], count: int) -> None:
    made = [
        Report(
            f"{iri}/statement/{place}", Publication(iri), "s", "r", "r", "ends", "o", None, "positive", "actual", "asserted", is_quoted=is_quoted, words=words
        )
        for place, (iri, words, is_quoted) in enumerate(reports)
    ]
    assert count_independent(made, stories) == count


def test_a_shortened_copy_is_the_same_story_and_another_report_is_not() -> None:
    whole = " ".join((*WIRE, "Mr Pryce said that the closure was a matter for the council. The bridge was opened sixty years ago."))
    cut = " ".join((*WIRE, "The bridge was opened sixty years ago."))
    other = "Rust has been found in the cables of the bridge at Saltgate, which was closed by the council's leader, Mara Ellison, on Monday."
    assert find_stories({"whole": sketch(whole), "cut": sketch(cut), "other": sketch(other)}) == {"whole": "cut", "cut": "cut", "other": "other"}


def test_who_reported_first_may_be_several_and_those_without_a_date_are_not_first(tmp_path: Path) -> None:
    dates = {"a": None, "b": "2023-03-15", "c": "2023-03-15", "d": "2023-03-16"}
    with open_archive(tmp_path / "archive", create=True) as held:
        for key, date in dates.items():
            held.add_article(make_article(own_words(f"She closed it, said {key}."), key=key, date=date, publisher=key), key=key)
        unite(held, *NAMES)
        (shared,) = compare_articles(held).shared
    assert [report.article.publisher for report in shared.first] == ["b", "c"]
    assert [report.article.publisher for report in shared.reports] == ["b", "c", "d", "a"]


def test_named_queries_answer_over_linked_articles(archive: Archive) -> None:
    def ask(name: str, **values: str) -> list[tuple[str | None, ...]]:
        return archive.query(fill_query(name, values)).values()

    assert ask("shared") == [
        ("Mara Ellison", "closes", "Saltgate Bridge", "asserted", "3", "3", "2023-03-14"),
        ("Mara Ellison", "informs", "residents", "asserted", "2", "2", "2023-03-14"),
    ]
    assert ask("shared", who="pryce") == []
    assert ask("contradicted") == [
        ("Owen Pryce", "meets", "Brightwater", "Evening Post", "2023-03-17", "Owen Pryce met Brightwater in the spring.",
         "Dale Gazette", "2023-03-16", "Owen Pryce never met Brightwater.", "1", "1"),
    ]  # fmt: skip
    assert ask("in-articles", who="e") == [
        ("Mara Ellison", "4", "4", "2023-03-14", "2023-03-17"),
        ("Saltgate Bridge", "4", "4", "2023-03-14", "2023-03-17"),
        ("Brightwater", "2", "2", "2023-03-16", "2023-03-17"),
        ("Owen Pryce", "2", "2", "2023-03-16", "2023-03-17"),
    ]
    assert [row[:2] for row in ask("articles")] == [
        ("2023-03-14", "Northern Wire"), ("2023-03-15", "Harbour Courier"), ("2023-03-16", "Dale Gazette"), ("2023-03-17", "Evening Post"),
    ]  # fmt: skip


def test_the_command_shows_both_lists_with_their_sentences(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(archive.folder)
    assert run(["compare", folder, "--top", "1"]) == 0
    shown = capsys.readouterr().out
    assert "Mara Ellison | closes | Saltgate Bridge (asserted)\n  3 articles, 2 independent reports\n  first by Northern Wire, 2023-03-14: “Mara" in shown
    assert "\n  then Harbour Courier, 2023-03-15; Dale Gazette, 2023-03-16\n" in shown
    assert "informs" not in shown and "and 1 more; --top shows more" in shown and "and 2 more" in shown
    assert run(["compare", folder, "--only", "contradictions"]) == 0
    shown = capsys.readouterr().out
    assert "Owen Pryce: denial, between articles\n  meets (negated) Brightwater: Dale Gazette, 2023-03-16: “Owen Pryce never met" in shown
    assert "What several" not in shown
    for only, columns, rows in (("shared", 12, 2), ("contradictions", 13, 3)):
        assert run(["compare", folder, "--format", "csv", "--only", only]) == 0
        found = list(csv.reader(io.StringIO(capsys.readouterr().out)))
        assert {len(row) for row in found} == {columns} and len(found) == rows + 1
    assert run(["compare", folder, "--format", "json"]) == 0
    shown = capsys.readouterr().out
    assert "sketch" not in shown and {"shared", "contradictions"} == set(json.loads(shown))
