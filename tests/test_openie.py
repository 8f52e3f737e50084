"""Tuples in surface words: what stands in the sentence, whole arguments without clauses, one tuple for each further argument."""

import pytest

from graph.cli import run
from graph.language import parse_text
from graph.openie import list_tuples


def read(text):
    return {(made.subject, made.relation, made.argument) for made in list_tuples(parse_text(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The mayor handed the keys to the new owner of the theatre.",
            {("The mayor", "handed", "the keys"), ("The mayor", "handed the keys to", "the new owner of the theatre")},
        ),
        ("Ann Carter stood down as chairman.", {("Ann Carter", "stood down as", "chairman")}),
        ("The union was founded by dockers in 1922.", {("The union", "was founded by", "dockers"), ("The union", "was founded in", "1922")}),
        ("The firm did not pay the workers.", {("The firm", "did not pay", "the workers")}),
        ("The council wanted to close the bridge.", {("The council", "wanted to close", "the bridge")}),
        ("Ann Carter and Tom Hale met the staff.", {("Ann Carter", "met", "the staff"), ("Tom Hale", "met", "the staff")}),
        ("The mayor, who had opened the bridge, thanked the builders.", {("The mayor", "had opened", "the bridge"), ("The mayor", "thanked", "the builders")}),
    ],
)
def test_tuples(text, expected):
    found = read(text)
    assert expected <= found
    assert len(found) <= len(expected) + 1


def test_nothing_comes_of_a_heading():
    assert read("Repairs") == set()


def test_lines_keep_their_numbers(tmp_path, capsys):
    path = tmp_path / "lines.txt"
    path.write_text("The council closed the bridge.\n\nNobody came.\nThe mayor resigned on Monday.\n", "utf-8")
    assert run(["openie", str(path), "--lines"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert all(len(row) == 5 for row in rows)
    assert ["1", "The council", "closed", "the bridge"] in [row[:4] for row in rows]
    assert {row[0] for row in rows} <= {"1", "3", "4"}
    assert any(row[0] == "4" for row in rows)
    assert all(0 <= float(row[4]) <= 1 for row in rows)
