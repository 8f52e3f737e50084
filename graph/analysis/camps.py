"""In: a network and the choice of what counts as support and opposition. Out: camps, how balanced they are, who stands between. It refuses to guess sides.

Entities that support or oppose each other, directly or through others, make a conflict; it is divided into two camps so that as little as possible
breaks the rule "support within, opposition across" (`balance`). A conflict without opposition has one camp.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx

from graph.analysis.balance import Division, count_triads, divide
from graph.analysis.counting import ACTOR_TYPES, Counting, Projection, project_signed, round_off
from graph.records import Status

TALK = frozenset({"meets", "asks", "responds", "promises", "concedes"})
"""Families by which somebody who takes no side may be in touch with both."""


@dataclass(frozen=True)
class Tie:
    """Support and opposition between two entities. `weight` above 0: they stand together; `statements` are keys of the network's edges."""

    first: str
    second: str
    labels: tuple[str, str]
    support: float
    opposition: float
    weight: float
    statements: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Camp:
    """Entities on one side, those with most ties first; `size` counts all of them.

    `groups` are the labels of those whom support links, directly or through others. `held_by` says what makes them one side: "support" where they
    are one group, "common opponents" where nobody supports anybody, "both" otherwise; "alone" where there is but one. Common opponents make no
    friends: two who both attack a minister may be of parties that fight each other.
    """

    size: int
    members: tuple[str, ...]
    labels: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    held_by: str


@dataclass(frozen=True)
class Conflict:
    """One or two camps, the ties that make them, strongest first, and those of them that break the rule (`frustrated`).

    `size` counts all ties; `balance` is the share of their weight that keeps the rule.
    """

    camps: tuple[Camp, ...]
    size: int
    balance: float
    ties: tuple[Tie, ...]
    frustrated: tuple[Tie, ...]


@dataclass(frozen=True)
class GoBetween:
    """Who stands between the camps of a conflict (its number, from 1).

    `kind`: "crossing" for a member whose support, given or got, reaches into both camps; "neutral" for an actor of no camp who talks with both.
    `links` are the labels of those in the first and in the second camp.
    """

    id: str
    label: str
    conflict: int
    kind: str
    links: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Camps:
    """The signed network. `triads` counts triangles with 0, 1, 2, 3 opposing ties; `is_exact` says that no better division exists.

    `supports` and `opposes` count ties, `ambivalent` are those with both; `balance` is over all conflicts.
    """

    supports: int
    opposes: int
    balance: float
    is_exact: bool
    triads: tuple[int, int, int, int]
    conflicts: tuple[Conflict, ...]
    between: tuple[GoBetween, ...]
    ambivalent: tuple[Tie, ...]


def find_camps(network: nx.MultiDiGraph, *, counting: Counting | None = None, seed: int = 0, top: int | None = None) -> Camps:
    """The camps of a network, the conflict with most ties first; `top` limits the lists (members and ties to twice as many) but not the figures."""
    tied = project_signed(network, counting or Counting())
    signed = Projection(nx.Graph((start, end, data) for start, end, data in tied.graph.edges(data=True) if data["weight"]), tied.names)
    division = divide(signed.graph, seed=seed)
    parts = sorted((sorted(part) for part in nx.connected_components(signed.graph)), key=lambda part: (-signed.graph.subgraph(part).size(), part))
    conflicts = tuple(_describe_conflict(network, signed, part, division) for part in parts[:top])
    limit = None if top is None else 2 * top
    weights = [weight for *_, weight in signed.graph.edges(data="weight")]
    return Camps(
        supports=sum(weight > 0 for weight in weights),
        opposes=sum(weight < 0 for weight in weights),
        balance=_share_kept(signed.graph, division.frustrated),
        is_exact=division.is_exact,
        triads=count_triads(signed.graph),
        conflicts=tuple(_cut_lists(conflict, limit) for conflict in conflicts),
        between=tuple(_find_between(network, signed, conflicts))[:top],
        ambivalent=tuple(_describe_tie(network, tied, pair) for pair in tied.graph.edges if _is_ambivalent(tied.graph.edges[pair]))[:top],
    )


def _describe_conflict(network: nx.MultiDiGraph, signed: Projection, part: list[int], division: Division) -> Conflict:
    graph = signed.graph.subgraph(part)
    sides = [[node for node in part if division.sides[node] == side] for side in (0, 1)]
    frustrated = [pair for pair in division.frustrated if pair[0] in graph]
    strongest = sorted(graph.edges, key=lambda pair: (-abs(graph.edges[pair]["weight"]), sorted(pair)))
    camps = (_describe_camp(network, signed, sorted(side, key=lambda node: (-graph.degree(node), node))) for side in sides if side)
    return Conflict(
        camps=tuple(sorted(camps, key=lambda camp: -camp.size)),
        size=graph.size(),
        balance=_share_kept(graph, frustrated),
        ties=tuple(_describe_tie(network, signed, pair) for pair in strongest),
        frustrated=tuple(_describe_tie(network, signed, pair) for pair in frustrated),
    )


def _describe_camp(network: nx.MultiDiGraph, signed: Projection, side: list[int]) -> Camp:
    inner = nx.Graph()
    inner.add_nodes_from(side)
    inner.add_edges_from((start, end) for start, end, weight in signed.graph.subgraph(side).edges(data="weight") if weight > 0)
    parts = list(nx.connected_components(inner))
    held_by = "alone" if len(side) == 1 else "support" if len(parts) == 1 else "common opponents" if len(parts) == len(side) else "both"
    names = tuple(signed.names[node] for node in side)
    labels = {node: network.nodes[name]["label"] for node, name in zip(side, names, strict=True)}
    groups = (tuple(labels[node] for node in side if node in part) for part in parts)
    return Camp(len(names), names, tuple(labels.values()), tuple(groups), held_by)


def _cut_lists(conflict: Conflict, limit: int | None) -> Conflict:
    camps = tuple(
        replace(camp, members=camp.members[:limit], labels=camp.labels[:limit], groups=tuple(group[:limit] for group in camp.groups[:limit]))
        for camp in conflict.camps
    )
    return replace(conflict, camps=camps, ties=conflict.ties[:limit], frustrated=conflict.frustrated[:limit])


def _describe_tie(network: nx.MultiDiGraph, signed: Projection, pair: tuple[int, int]) -> Tie:
    edge = signed.graph.edges[pair]
    first, second = (signed.names[node] for node in sorted(pair))
    evidence = dict.fromkeys(quote for key in edge["keys"] for quote in network.edges[key]["evidence"])
    return Tie(
        first=first,
        second=second,
        labels=(network.nodes[first]["label"], network.nodes[second]["label"]),
        support=round_off(edge["support"]),
        opposition=round_off(edge["opposition"]),
        weight=edge["weight"],
        statements=tuple(key[2] for key in edge["keys"]),
        evidence=tuple(evidence),
    )


def _share_kept(graph: nx.Graph, frustrated: Iterable[tuple[int, int]]) -> float:
    total = sum(abs(weight) for *_, weight in graph.edges(data="weight"))
    return round_off(1 - sum(abs(graph.edges[pair]["weight"]) for pair in frustrated) / total) if total else 1.0


def _is_ambivalent(edge: Mapping[str, Any]) -> bool:
    return bool(edge["support"] and edge["opposition"])


def _find_between(network: nx.MultiDiGraph, signed: Projection, conflicts: tuple[Conflict, ...]) -> Iterator[GoBetween]:
    allies = _list_allies(signed)
    talks = _list_talks(network, {name for conflict in conflicts for camp in conflict.camps for name in camp.members})
    for number, conflict in enumerate(conflicts, start=1):
        if len(conflict.camps) < 2:
            continue
        left, right = (dict.fromkeys(camp.members) for camp in conflict.camps)
        crossing = ((name, "crossing", allies[name]) for tie in conflict.frustrated for name in (tie.first, tie.second))
        neutral = ((name, "neutral", others) for name, others in talks.items())
        for name, kind, others in dict.fromkeys((*crossing, *neutral)):
            links = tuple(tuple(network.nodes[other]["label"] for other in side if other in others) for side in (left, right))
            if all(links):
                yield GoBetween(name, network.nodes[name]["label"], number, kind, (links[0], links[1]))


def _list_allies(signed: Projection) -> dict[str, frozenset[str]]:
    """Whom each entity supports or is supported by."""
    graph, names = signed.graph, signed.names
    return {names[node]: frozenset(names[other] for other, data in graph[node].items() if data["weight"] > 0) for node in graph}


def _list_talks(network: nx.MultiDiGraph, taken: Collection[str]) -> dict[str, frozenset[str]]:
    """Whom each actor of no camp has really met, asked, answered and so on, or was met by."""
    talks: dict[str, set[str]] = defaultdict(set)
    for start, end, data in network.edges(data=True):
        if data["status"] != Status.ASSERTED or data["family"] not in TALK:
            continue
        for name, other in ((start, end), (end, start)):
            if name not in taken and network.nodes[name]["type"] in ACTOR_TYPES:
                talks[name].add(other)
    return {name: frozenset(others) for name, others in talks.items()}
