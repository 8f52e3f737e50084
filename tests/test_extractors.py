"""Sentences with what must and must not be found in them (cases/facts.txt), through the whole way from text to statements."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.pipeline import build_text
from graph.records import Contents


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    wanted: tuple[tuple[str, ...], ...]
    unwanted: tuple[tuple[str, ...], ...]


def read_cases(path: Path) -> Iterator[Case]:
    for block in path.read_text(encoding="utf-8").split("\n== ")[1:]:
        name, text, *rows = block.strip().split("\n")
        fields = [(row[0], tuple(part.strip() for part in row[1:].split("|"))) for row in rows if row.strip()]
        yield Case(name, text, tuple(f for sign, f in fields if sign == "+"), tuple(f for sign, f in fields if sign == "-"))


def rows_of(contents: Contents) -> list[tuple[str, ...]]:
    """Statements as rows: subject, relation, object, status, claimants."""
    label = {e.id: e.label for e in contents.entities}
    return [
        (label[s.subject], s.relation, label[s.obj] if s.obj else (s.literal or ""), s.status.value, " ".join(label[c] for c in s.claimed_by))
        for s in contents.statements
    ]


def matches(row: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    return all(
        fnmatch.fnmatch(have.lower(), want.lower()) or fnmatch.fnmatch(have.lower(), "the " + want.lower()) for have, want in zip(row, pattern, strict=False)
    )


CASES = list(read_cases(Path(__file__).parent / "cases" / "facts.txt"))


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_sentence(case: Case) -> None:
    rows = rows_of(build_text(case.text, min_confidence=0))  # what is read, however doubtful
    for pattern in case.wanted:
        assert any(matches(row, pattern) for row in rows), (pattern, rows)
    for pattern in case.unwanted:
        assert not any(matches(row, pattern) for row in rows), (pattern, rows)


def test_cases_are_many_and_have_near_misses() -> None:
    assert len(CASES) >= 40
    assert sum(bool(c.unwanted) for c in CASES) >= 20
