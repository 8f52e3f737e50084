"""In: a network's ties as plain graphs. Out: the main actors by several centralities. It refuses to let a place or a date be an actor unless asked.

An actor's score is the mean of three centralities, each as a share of the highest: PageRank along the ties (who is acted on and spoken of by those
who matter), betweenness (who lies on the shortest ways) and strength (how much is said of one at all).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import networkx as nx

from graph.analysis.counting import Projection, choose_top, round_off
from graph.records import EntityType

LARGE = 1000
"""Above this many nodes betweenness is estimated from pivots."""


@dataclass(frozen=True)
class Centralities:
    """PageRank, betweenness (0 to 1) and strength (sum of weights) of every node; `pivots` is None where betweenness is exact."""

    pagerank: Mapping[int, float]
    betweenness: Mapping[int, float]
    strength: Mapping[int, float]
    pivots: int | None


@dataclass(frozen=True)
class Actor:
    """One of the main actors. `as_subject` and `as_object` count statements, `mentions` the words that refer to it."""

    id: str
    label: str
    type: str
    roles: tuple[str, ...]
    score: float
    pagerank: float
    betweenness: float
    strength: float
    as_subject: int
    as_object: int
    mentions: int


def measure_centralities(ties: Projection, plain: Projection, *, pivots: int = 64, seed: int = 0) -> Centralities:
    """The centralities of all nodes: PageRank with direction and weight, betweenness without either."""
    nodes = len(ties.names)
    if nodes == 0:
        return Centralities({}, {}, {}, None)
    chosen = min(pivots, nodes) if nodes > LARGE else None
    between = nx.betweenness_centrality(plain.graph, k=chosen, seed=seed)
    ranks = nx.pagerank(ties.graph, weight="weight")
    return Centralities(pagerank=ranks, betweenness=between, strength=dict(plain.graph.degree(weight="weight")), pivots=chosen)


def rank_actors(network: nx.MultiDiGraph, ties: Projection, centralities: Centralities, *, types: Collection[EntityType], top: int | None) -> tuple[Actor, ...]:
    """The entities of the given types with the highest scores; those without any tie are no actors."""
    scores = _score(centralities)
    allowed = [node for node, name in enumerate(ties.names) if network.nodes[name]["type"] in types and centralities.strength[node] > 0]
    return tuple(_describe(network, ties.names[node], node, scores, centralities) for node in choose_top(scores, allowed, top))


def _score(centralities: Centralities) -> dict[int, float]:
    measures = (centralities.pagerank, centralities.betweenness, centralities.strength)
    highest = [max(measure.values(), default=0.0) or 1.0 for measure in measures]
    return {node: sum(measure[node] / high for measure, high in zip(measures, highest, strict=True)) / 3 for node in centralities.pagerank}


def _describe(network: nx.MultiDiGraph, name: str, node: int, scores: Mapping[int, float], centralities: Centralities) -> Actor:
    data = network.nodes[name]
    return Actor(
        id=name,
        label=data["label"],
        type=data["type"],
        roles=data["roles"],
        score=round_off(scores[node]),
        pagerank=round_off(centralities.pagerank[node]),
        betweenness=round_off(centralities.betweenness[node]),
        strength=round_off(centralities.strength[node]),
        as_subject=network.out_degree(name) + len(data["facts"]),
        as_object=network.in_degree(name),
        mentions=data["mentions"],
    )
