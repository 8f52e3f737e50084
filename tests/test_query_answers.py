"""The named queries on the checked sample article answer what a careful reader of output/sample.txt would: tests/cases/answers.txt was read by hand.

Where the graph was meant to change, this writes the file anew and prints the difference, to be read before it is kept:  python -m tests.test_query_answers
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

import pytest

from graph.article import read_article
from graph.pipeline import build_document
from graph.queries import QueryProcess, fill_query, named_queries
from tests.test_sample import TEXT, read_parse

ANSWERS = Path(__file__).parent / "cases" / "answers.txt"
PARAMETERS = {"evidence": {"who": "sarwar"}}
"""So that the file does not hold the whole article a second time."""
HEAD = "# What the named queries answer on the graph of output/sample.txt (from its stored parse), one row a line, cells between bars.\n"


def answer_all() -> dict[str, list[str]]:
    """Every named query's rows, as lines."""
    with QueryProcess(build_document(read_article(TEXT), read_parse()).to_turtle()) as process:
        found = {name: process.ask(fill_query(name, PARAMETERS.get(name))) for name in named_queries()}
    return {name: [_to_line(row) for row in (tuple(result.columns), *result.values())] for name, result in found.items()}


def read_answers() -> dict[str, list[str]]:
    """What was read by hand."""
    parts = ANSWERS.read_text("utf-8").split("\n== ")[1:]
    return {lines[0]: lines[1:] for lines in (part.strip("\n").split("\n") for part in parts)}


def write_answers(answers: dict[str, list[str]]) -> str:
    return HEAD + "".join("\n" + "\n".join([f"== {name}", *lines]) + "\n" for name, lines in answers.items())


@pytest.fixture(scope="module")
def answers() -> dict[str, list[str]]:
    return answer_all()


@pytest.mark.parametrize("name", named_queries())
def test_the_answers_are_those_that_were_read(answers: dict[str, list[str]], name: str) -> None:
    assert answers[name] == read_answers().get(name), "look at the difference; where it is meant: python -m tests.test_query_answers"


# What the article says to whoever reads it, however much else is found: the first cells of rows that must be there.
READ = {
    "anonymous-sources": [("letter", "According to", "party whips will question every frontbencher who attended")],
    "denials": [("Grant Shapps", "Grant Shapps", "blocks", "a deal"), ("Network Rail", "Network Rail", "walks away from", "the talks")],
    "plans": [("Aslef", "calls", "a strike", "possible"), ("party whips", "questions", "frontbencher", "planned", "positive", "letter")],
    "roles": [
        ("Grant Shapps", "transport secretary"),
        ("Mick Lynch", "general secretary", "RMT", "asserted"),
        ("Andrew Haines", "chief executive", "Network Rail", "asserted"),
        ("Keir Starmer", "leader", "Labour", "asserted"),
        ("Frances O'Grady", "general secretary", "Trades Union Congress", "asserted"),
        ("Manuel Cortes", "heads", "Transport Salaried Staffs' Association", "asserted"),
        ("Boris Johnson", "prime minister"),
    ],
    "stands-against": [
        ("Grant Shapps", "accuses", "RMT", "asserted", "the article"),
        ("Frances O'Grady", "criticises", "Grant Shapps", "asserted", "the article"),
        ("several MPs", "ignores", "Keir Starmer", "asserted", "the article"),
        ("RMT", "punishes", "commuters", "claimed", "Grant Shapps"),
    ],
    "stands-with": [
        ("Trades Union Congress", "backs", "strikers", "asserted", "the article"),
        ("Tom Whitaker", "supports", "strikers", "claimed", "Tom Whitaker"),
    ],
    "timeline": [("2022-06-21", "Tuesday", "Britain's railways", "comes to", "a halt"), ("2022-07", "July", "Aslef", "calls", "a strike", "planned")],
    "who-said-what": [
        ("Grant Shapps", "says", "the strikes were unnecessary"),
        ("Tom Whitaker", "tells", "I support the strikers", "Harehills Courier"),
        ("Network Rail", "denies", "it had walked away from the talks"),
    ],
}
# What only a careless reader would say: who is accused does not punish, what is denied did not happen, what may be is not.
NEVER = {
    "facts": [("RMT", "punishes"), ("Network Rail", "walks away from"), ("Grant Shapps", "blocks"), ("Aslef", "calls"), ("frontbenchers", "stays away from")],
    "stands-against": [("Grant Shapps", "punishes")],
    "stands-with": [("Grant Shapps", "meets")],
}


@pytest.mark.parametrize("name", sorted(READ))
def test_what_any_reader_finds_is_found(answers: dict[str, list[str]], name: str) -> None:
    rows = [tuple(line.split(" | ")) for line in answers[name]]
    assert [wanted for wanted in READ[name] if not any(row[: len(wanted)] == wanted for row in rows)] == []


@pytest.mark.parametrize("name", sorted(NEVER))
def test_what_no_careful_reader_would_say_is_not_said(answers: dict[str, list[str]], name: str) -> None:
    rows = [tuple(line.split(" | ")) for line in answers[name]]
    assert [wrong for wrong in NEVER[name] if any(row[: len(wrong)] == wrong for row in rows)] == []


def test_a_file_that_is_written_is_read_again() -> None:
    assert write_answers(read_answers()) == ANSWERS.read_text("utf-8")


def _to_line(row: tuple[object, ...]) -> str:
    return " | ".join("" if cell is None else str(cell).replace("\n", " ") for cell in row)


if __name__ == "__main__":
    before = ANSWERS.read_text("utf-8") if ANSWERS.exists() else ""
    after = write_answers(answer_all())
    ANSWERS.write_text(after, "utf-8")
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), "before", "after", n=1))
