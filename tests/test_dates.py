"""Times in the article's own words, and the days that follow from the article's date."""

import datetime

import pytest

from graph.dates import looks_ahead, read_date
from graph.records import Evidence, Modality, Span, Statement

TUESDAY = datetime.date(2022, 6, 21)


@pytest.mark.parametrize(
    ("words", "ahead", "value"),
    [
        ("Tuesday morning", False, "2022-06-21"),
        ("Monday evening", False, "2022-06-20"),
        ("Thursday", False, "2022-06-16"),
        ("Thursday", True, "2022-06-23"),
        ("yesterday", False, "2022-06-20"),
        ("next Thursday", False, "2022-06-23"),
        ("July", True, "2022-07"),
        ("last year", False, "2021"),
        ("March 3, 2019", False, "2019-03-03"),
        ("1989", False, "1989"),
        ("three years", False, None),
        ("the 1980s", False, None),
        ("recent weeks", False, None),
        ("a summer of discontent", False, None),
        ("four miles", False, None),
    ],
)
def test_words_and_their_day(words, ahead, value):
    assert read_date(words, TUESDAY, ahead=ahead) == value


@pytest.mark.parametrize("words", ["Tuesday", "yesterday", "June", "last week"])
def test_without_a_date_nothing_relative_is_fixed(words):
    assert read_date(words, None) is None


@pytest.mark.parametrize(
    ("relation", "modality", "ahead"),
    [
        ("be planned for", Modality.ACTUAL, True),
        ("meet", Modality.PLANNED, True),
        ("strike in", Modality.POSSIBLE, True),
        ("meet", Modality.ACTUAL, False),
        ("be planning", Modality.ACTUAL, False),
    ],
)
def test_what_is_planned_looks_ahead(relation, modality, ahead):
    statement = Statement("1", "a", relation, relation, "related", "b", None, (Evidence(Span(0, 1), "x"),), modality=modality)
    assert looks_ahead(statement) is ahead
