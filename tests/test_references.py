"""References in parsed text (cases/references.txt): which entity a pronoun, description or name means, and near misses; loose ends of labels; spoken words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.entities import Resolution, resolve_entities
from graph.entities.labels import without_determiner
from graph.entities.scores import choose_likeliest, read_weights
from graph.entities.spoken import spoken_parts
from graph.language import parse_text
from graph.mentions import find_mentions
from graph.quotations import find_quotations
from graph.records import Mention, Span
from tests.entity_documents import entity_among


@dataclass(frozen=True)
class Case:
    """One line about one text."""

    title: str
    text: str
    words: str
    is_same: bool
    label: str


def read_cases(path: Path) -> Iterator[Case]:
    for block in path.read_text(encoding="utf-8").split("\n== ")[1:]:
        title, text, *lines = [line for line in block.splitlines() if line.strip()]
        for line in lines:
            words, sign, label = line.partition(" != ") if " != " in line else line.partition(" = ")
            yield Case(title, text.replace(" ¶ ", "\n\n"), words, sign == " = ", label)


CASES = list(read_cases(Path(__file__).parent / "cases" / "references.txt"))


@cache
def resolved(text: str) -> tuple[tuple[Mention, ...], Resolution]:
    doc = parse_text(text)
    quotations = find_quotations(doc)
    mentions = find_mentions(doc, quotations)
    return mentions, resolve_entities(doc, mentions, quotations)


@pytest.mark.parametrize("case", CASES, ids=[f"{c.title}: {c.words}" for c in CASES])
def test_a_reference_means_what_it_should(case: Case) -> None:
    if case.label == "absent":
        assert case.words not in [m.text for m in resolved(case.text)[0]]
        return
    found = entity_among(*resolved(case.text), case.words)
    entity = resolved(case.text)[1].find(found) if found else None
    label, _, type = case.label.partition(" : ")
    if "@" in label:
        assert (found == entity_among(*resolved(case.text), label)) is case.is_same
    elif label == "-":
        assert entity is None
    else:
        assert (entity is not None and entity.label == label) is case.is_same, entity and entity.label
        assert not type or (entity is not None and entity.type.value == type)


LABELS = [
    ("and the mayor's boss", "mayor's boss"),
    ("Ministry of", "Ministry"),
    ("the “old guard", "old guard"),
    ("Bank of England", "Bank of England"),  # "of" inside stays
    ("The Who", "Who"),
    ("“Dead” zones", "Dead zones"),
]


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_a_label_has_no_loose_ends(text: str, label: str) -> None:
    assert without_determiner(text) == label


SPOKEN = [
    ("that it was “dead” by now", ["dead"]),
    ('that it was "dead" and "gone"', ["dead", "gone"]),
    ("that it was ''dead'' by now", ["dead"]),
    ("that it was dead by now", ["that it was dead by now"]),  # marks lie outside, or were lost
    ("that the club's “last hope", ["last hope"]),  # left open
]


@pytest.mark.parametrize(("text", "parts"), SPOKEN)
def test_of_a_paraphrase_only_what_stands_in_marks_is_spoken(text: str, parts: list[str]) -> None:
    assert [p.cut(text) for p in spoken_parts(text, Span(0, len(text)))] == parts


@given(st.text(alphabet="ab “”\"'‘’", max_size=40))
def test_spoken_parts_lie_in_order_within_the_content(text: str) -> None:
    parts = spoken_parts(text, Span(0, len(text)))
    assert all(0 <= p.start <= p.end <= len(text) for p in parts)
    assert all(a.end <= b.start for a, b in itertools.pairwise(parts))


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=5))
def test_the_likeliest_is_chosen_only_where_none_is_not_likelier(values: list[float]) -> None:
    feature = "nearest"
    weight = read_weights("pronouns")["person"][feature]
    rows = [{feature: v} for v in values]
    best = choose_likeliest("pronouns", "person", rows)
    assert best is None or values[best] * weight >= max(v * weight for v in values) - 1e-9
    assert choose_likeliest("pronouns", "person", rows, {feature: 100.0 if weight > 0 else -100.0}) is None
    assert choose_likeliest("pronouns", "person", []) is None
