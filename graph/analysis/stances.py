"""In: a network and the choice of what counts. Out: who stands with and against whom or what, statement by statement. It refuses to hide what does not count.

A claim, denial or plan is listed with its status and claimants, after those that count: a reader should see who is said to stand against whom, and
by whom it is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph.analysis.counting import PROMINENCE, Counting


@dataclass(frozen=True)
class Stance:
    """One statement of support or opposition. `object` is an entity's label or the article's words; `sign` 1, -1, or 0 where it does not count.

    `kind` is that of the relation, "supportive" or "opposing", whatever the statement's status.
    """

    id: str
    subject: str
    relation: str
    object: str
    kind: str
    sign: int
    status: str
    claimed_by: tuple[str, ...]
    evidence: tuple[str, ...]


def list_stances(network: nx.MultiDiGraph, *, counting: Counting | None = None, top: int | None = None) -> tuple[Stance, ...]:
    """All statements of support and opposition: those that count first, then by how much they are worth, then in the network's order."""
    found = [_describe(network, *row, counting or Counting()) for row in _list_signed(network)]
    return tuple(sorted(found, key=lambda stance: (stance.sign == 0, -PROMINENCE[stance.status])))[:top]


def _list_signed(network: nx.MultiDiGraph) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    labels = dict(network.nodes(data="label"))
    for start, data in network.nodes(data=True):
        rows = [(labels[end], edge) for _, end, edge in network.out_edges(start, data=True)] + [(fact["literal"], fact) for fact in data["facts"]]
        yield from ((start, obj, row) for obj, row in rows if row["stance"] != "neutral")


def _describe(network: nx.MultiDiGraph, subject: str, obj: str, data: Mapping[str, Any], counting: Counting) -> Stance:
    return Stance(
        id=data["id"],
        subject=network.nodes[subject]["label"],
        relation=data["label"],
        object=obj,
        kind=data["stance"],
        sign=counting.sign_of(subject, data),
        status=data["status"],
        claimed_by=tuple(network.nodes[name]["label"] for name in data["claimed_by"] if name in network),
        evidence=data["evidence"],
    )
