"""In: a network's ties as a plain graph. Out: its communities and the brokers between them. It refuses to call a single entity a community.

Communities are Louvain's, from a fixed seed; a broker is an entity whose ties reach several communities, ranked by how many shortest ways lead
through it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import networkx as nx

from graph.analysis.counting import Projection, choose_top, round_off
from graph.records import EntityType


@dataclass(frozen=True)
class Community:
    """Entities with more ties among themselves than with others, strongest first. `inner_share` is how much of their ties stays inside."""

    number: int
    size: int
    inner_share: float
    members: tuple[str, ...]
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Broker:
    """An entity that ties communities together. `participation` is 0 where all its ties stay in one, near 1 where they spread evenly over many.

    `is_cut` says that without it some entities would have no way to each other at all.
    """

    id: str
    label: str
    type: str
    betweenness: float
    participation: float
    communities: tuple[int, ...]
    is_cut: bool


def find_communities(plain: Projection, *, seed: int = 0) -> tuple[dict[int, int], float]:
    """The community number of every node that has a tie (1 is the largest), and the modularity of the division."""
    if plain.graph.number_of_edges() == 0:
        return {}, 0.0
    tied = plain.graph.subgraph([node for node, degree in plain.graph.degree if degree]).copy()
    found = nx.community.louvain_communities(tied, weight="weight", seed=seed)
    ordered = sorted((sorted(part) for part in found), key=lambda part: (-len(part), part))
    modularity = nx.community.modularity(tied, ordered, weight="weight")
    return {node: number for number, part in enumerate(ordered, start=1) for node in part}, round_off(modularity)


def describe_communities(
    network: nx.MultiDiGraph, plain: Projection, numbers: Mapping[int, int], *, top: int | None = None, members: int | None = None
) -> tuple[Community, ...]:
    """The communities of two or more, largest first, with their strongest members."""
    parts: dict[int, list[int]] = defaultdict(list)
    inner: dict[int, float] = defaultdict(float)
    strength = dict(plain.graph.degree(weight="weight"))
    for node, number in numbers.items():
        parts[number].append(node)
    for start, end, weight in plain.graph.edges(data="weight"):
        if numbers[start] == numbers[end]:
            inner[numbers[start]] += 2 * weight
    found = []
    for number, part in sorted(parts.items())[:top]:
        names = [plain.names[node] for node in choose_top(strength, part, members)]
        share = inner[number] / sum(strength[node] for node in part)
        labels = tuple(network.nodes[name]["label"] for name in names)
        found.append(Community(number, len(part), round_off(share), tuple(names), labels))
    return tuple(community for community in found if community.size > 1)


def find_brokers(
    network: nx.MultiDiGraph,
    plain: Projection,
    numbers: Mapping[int, int],
    betweenness: Mapping[int, float],
    *,
    types: Collection[EntityType],
    top: int | None = None,
) -> tuple[Broker, ...]:
    """The entities of the given types whose ties reach two communities or more, those with the highest betweenness first."""
    reached = {node: _spread(plain.graph, node, numbers) for node, name in enumerate(plain.names) if network.nodes[name]["type"] in types}
    allowed = [node for node, spread in reached.items() if len(spread) > 1 and betweenness[node] > 0]
    chosen = choose_top(betweenness, allowed, top)
    cuts = set(nx.articulation_points(plain.graph)) if chosen else set()
    return tuple(_describe(network, plain.names[node], betweenness[node], reached[node], node in cuts) for node in chosen)


def _spread(graph: nx.Graph, node: int, numbers: Mapping[int, int]) -> dict[int, float]:
    """How much of a node's ties goes to each community."""
    spread: dict[int, float] = defaultdict(float)
    for other, data in graph[node].items():
        spread[numbers[other]] += data["weight"]
    return spread


def _describe(network: nx.MultiDiGraph, name: str, betweenness: float, spread: Mapping[int, float], is_cut: bool) -> Broker:
    data, total = network.nodes[name], sum(spread.values())
    participation = 1 - sum((weight / total) ** 2 for weight in spread.values())
    return Broker(name, data["label"], data["type"], round_off(betweenness), round_off(participation), tuple(sorted(spread)), is_cut)
