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
        ("The soldiers were able to hold the bridge.", {("The soldiers", "were able to hold", "the bridge")}),
        ("The council has finally closed the bridge.", {("The council", "has finally closed", "the bridge")}),
        ("The council has not paid the workers or met them.", {("The council", "has not paid", "the workers"), ("The council", "has not met", "them")}),
        ("In 2011 the city hosted the games.", {("the city", "hosted", "the games"), ("the city", "hosted", "In 2011")}),
        ("The strike made some economists optimistic.", {("The strike", "made", "some economists"), ("The strike", "made some economists", "optimistic")}),
        ("She was considered to be the best singer.", {("She", "was considered to be", "the best singer")}),
        ("“The bridge is safe,” Carter said.", {("The bridge", "is", "safe"), ("Carter", "said", "The bridge is safe")}),
        ("The minister said that the strike was wrong.", {("The minister", "said that", "the strike was wrong"), ("the strike", "was", "wrong")}),
        ("Ann Carter is a teacher who lives in Leeds.", {("Ann Carter", "is", "a teacher"), ("Ann Carter", "lives in", "Leeds")}),
        ("The road follows the border between Norway and Sweden.", {("The road", "follows", "the border between Norway and Sweden")}),
        (
            "Ann Carter, the leader of the council, resigned on Monday.",
            {("Ann Carter", "is", "the leader of the council"), ("Ann Carter", "resigned on", "Monday")},
        ),
        ("Carter met the composer Ola Nordmann.", {("Carter", "met", "the composer Ola Nordmann"), ("Ola Nordmann", "is", "the composer")}),
        ("The council’s workers met Carter.", {("The council’s workers", "met", "Carter"), ("The council", "has", "workers")}),
        ("The storm hit Bergen, Norway.", {("The storm", "hit", "Bergen, Norway"), ("Bergen", "is in", "Norway")}),
        ("Let’s go home.", set()),
        ("The union, for example, welcomed the offer.", {("The union", "welcomed", "the offer")}),
        ("The mayor, who had opened the bridge, thanked the builders.", {("The mayor", "had opened", "the bridge"), ("The mayor", "thanked", "the builders")}),
    ],
)
def test_tuples(text, expected):
    found = read(text)
    assert expected <= found
    assert len(found) <= len(expected) + 1


def test_nothing_comes_of_a_heading():
    assert read("Repairs") == set()


@pytest.mark.parametrize("text", ["80 % of the people voted.", "Mr. Carter left the City of Leeds.", "He lost his keys."])
def test_no_owner_where_none_is_said(text):
    assert not {made for made in read(text) if made[1] in ("has", "have", "is")}


def test_what_a_noun_phrase_says_is_less_sure():
    sure = {made.relation: made.confidence for made in list_tuples(parse_text("The council’s workers met Carter."))}
    assert sure["has"] < sure["met"]


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
