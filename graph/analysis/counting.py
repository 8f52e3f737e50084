"""In: a network and the choice of what counts. Out: plain weighted graphs for NetworkX's algorithms. It refuses to count a claim or plan as fact unasked.

The plain graphs have the numbers 0, 1, 2… as nodes (a node's place in the network): sets of numbers are walked through in the same order on
every run, sets of names are not, and faster backends want numbers anyway.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph.records import EntityType, Polarity, Status

ACTOR_TYPES = frozenset({EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP})

PROMINENCE: Mapping[str, float] = {"asserted": 1.0, "claimed": 0.5, "planned": 0.5, "negated": 0.25}
"""What a statement adds to how much an article is about its ends: even a denied one is about them, but less."""

SPEECH_PROMINENCE = 0.5
"""What being spoken of or addressed adds."""


@dataclass(frozen=True)
class Counting:
    """Which statements count as support and opposition.

    `statuses` are those that count. `own_words` lets a positive, actual statement count whose only claimant is its own subject ("I stand with the
    workers", said Osborne): it is a claim, but nobody else's. A denied statement, where they count, turns support into opposition and opposition
    into nothing: not to criticise somebody is no support. Planned ones count as if they had happened.
    """

    statuses: frozenset[Status] = frozenset({Status.ASSERTED})
    own_words: bool = False

    def sign_of(self, subject: str, edge: Mapping[str, Any]) -> int:
        """1 for support, -1 for opposition, 0 for neither or for what does not count.

        >>> edge = {"stance": "supportive", "status": "claimed", "polarity": "positive", "claimed_by": ("osborne",)}
        >>> Counting().sign_of("osborne", edge), Counting(own_words=True).sign_of("osborne", edge), Counting(own_words=True).sign_of("pryce", edge)
        (0, 1, 0)
        """
        is_own = self.own_words and edge["status"] == Status.CLAIMED and set(edge["claimed_by"]) == {subject}
        if not is_own and edge["status"] not in self.statuses:
            return 0
        sign = {"supportive": 1, "opposing": -1}.get(edge["stance"], 0)
        return min(-sign, 0) if edge["polarity"] == Polarity.NEGATIVE else sign


@dataclass(frozen=True)
class Projection:
    """A plain graph whose nodes are numbers, and the entity id of each number."""

    graph: Any
    names: tuple[str, ...]


def project_ties(network: nx.MultiDiGraph, speech: nx.DiGraph) -> Projection:
    """Who acts on or speaks of whom: a directed graph, its `weight` the prominence of all statements between two entities."""
    names, numbers = _number(network)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(names)))
    for start, end, weight in _list_ties(network, speech):
        if start != end:
            _add_weight(graph, numbers[start], numbers[end], weight)
    return Projection(graph, names)


def project_undirected(ties: Projection) -> Projection:
    """The same without direction, the weights of both directions added."""
    graph = nx.Graph()
    graph.add_nodes_from(ties.graph)
    for start, end, weight in ties.graph.edges(data="weight"):
        _add_weight(graph, start, end, weight)
    return Projection(graph, ties.names)


def project_signed(network: nx.MultiDiGraph, counting: Counting) -> Projection:
    """Support and opposition between each two entities that have any.

    Edge attributes: `support` and `opposition` (sums of confidence), `weight` (their difference: above 0 the two stand together), `keys` (the
    edges of the network, as it names them). Entities without such a tie are left out of the graph.
    """
    names, numbers = _number(network)
    graph = nx.Graph()
    for start, end, key, data in network.edges(keys=True, data=True):
        sign = counting.sign_of(start, data)
        if sign == 0 or start == end:
            continue
        pair = (numbers[start], numbers[end])
        if not graph.has_edge(*pair):
            graph.add_edge(*pair, support=0.0, opposition=0.0, weight=0.0, keys=())
        edge = graph.edges[pair]
        edge["support" if sign > 0 else "opposition"] += data["confidence"]
        edge["weight"] = round_off(edge["support"] - edge["opposition"])
        edge["keys"] += ((start, end, key),)
    return Projection(graph, names)


def choose_top(scores: Mapping[int, float], allowed: Iterable[int], top: int | None) -> list[int]:
    """The nodes with the highest scores, ties in the network's order.

    >>> choose_top({0: 1.0, 1: 3.0, 2: 3.0}, [0, 1, 2], 2)
    [1, 2]
    """
    return sorted(allowed, key=lambda node: (-round_off(scores[node]), node))[:top]


def round_off(value: float) -> float:
    """Six significant digits: backends add numbers up in different orders, and results must not show it.

    >>> round_off(0.1 + 0.2), round_off(0.00012345678), round_off(0.0)
    (0.3, 0.000123457, 0.0)
    """
    return round(value, 5 - math.floor(math.log10(abs(value)))) if value else 0.0


def _number(network: nx.MultiDiGraph) -> tuple[tuple[str, ...], dict[str, int]]:
    names = tuple(network)
    return names, {name: number for number, name in enumerate(names)}


def _list_ties(network: nx.MultiDiGraph, speech: nx.DiGraph) -> Iterator[tuple[str, str, float]]:
    for start, end, data in network.edges(data=True):
        yield start, end, PROMINENCE[data["status"]] * data["confidence"]
    for start, end, weight in speech.edges(data="weight"):
        yield start, end, SPEECH_PROMINENCE * weight


def _add_weight(graph: Any, start: int, end: int, weight: float) -> None:
    if graph.has_edge(start, end):
        graph.edges[start, end]["weight"] += weight
    else:
        graph.add_edge(start, end, weight=weight)
