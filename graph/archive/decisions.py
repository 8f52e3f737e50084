"""In: an archive. Out: what its user decided about pairs of entities, and the rows in which that stands. It refuses to draw conclusions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.layout import ARCHIVE, TYPE, Layout, term
from graph.archive.linking import Verdict
from graph.archive.store import Archive
from graph.records import short_hash

_ONE: Final = NamedNode(ARCHIVE + "one")
_OTHER: Final = NamedNode(ARCHIVE + "other")
_VERDICT: Final = NamedNode(ARCHIVE + "verdict")
_DECISION: Final = NamedNode(ARCHIVE + "Decision")
_PLAIN: Final = {Verdict.SAME: term("owl:sameAs"), Verdict.DIFFERENT: term("owl:differentFrom")}


@dataclass(frozen=True)
class Decision:
    """What the user said of a pair, in alphabetical order: the same, or different."""

    a: str
    b: str
    verdict: Verdict


def read_decisions(archive: Archive) -> tuple[Decision, ...]:
    """What the user decided, in alphabetical order."""
    graph = archive.names.decisions
    found = []
    for quad in archive.backend.quads(None, TYPE, _DECISION, graph):
        row = {row.predicate: row.object.value for row in archive.backend.quads(quad.subject, graph=graph)}  # type: ignore[arg-type,union-attr]
        found.append(Decision(row[_ONE], row[_OTHER], Verdict(row[_VERDICT])))
    return tuple(sorted(found, key=lambda decision: (decision.a, decision.b)))


def rows_of(names: Layout, decision: Decision) -> Iterator[Quad]:
    """The rows of a decision: a plain triple, and a node that is named after the pair."""
    one, other, graph = NamedNode(decision.a), NamedNode(decision.b), names.decisions
    node = NamedNode(f"{graph.value}/{short_hash(decision.a, decision.b)}")
    yield Quad(one, _PLAIN[decision.verdict], other, graph)
    for predicate, value in ((TYPE, _DECISION), (_ONE, one), (_OTHER, other), (_VERDICT, Literal(decision.verdict.value))):
        yield Quad(node, predicate, value, graph)
