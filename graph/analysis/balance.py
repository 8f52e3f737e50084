"""In: a signed graph (edge `weight` above 0: together, below 0: against each other). Out: its best division into two sides. It refuses to name nodes.

A signed graph is balanced where two sides can be drawn with support only within and opposition only across. How far it is from that is its
frustration: the least weight of ties that break the rule. Every cycle lies within one block (a part that no single node cuts in two), so blocks
are solved on their own: exactly up to `EXACT_SIZE` nodes, by seeded local search above.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

EXACT_SIZE = 14
RESTARTS = 8
_TILT = 1 + 1e-6


@dataclass(frozen=True)
class Division:
    """The sides (0 or 1) of all nodes, the ties that break the rule, and whether the least such weight was proved."""

    sides: dict[int, int]
    frustrated: tuple[tuple[int, int], ...]
    is_exact: bool


def divide(graph: nx.Graph, *, seed: int = 0) -> Division:
    """The division of a signed graph without ties of weight 0 into two sides that breaks least weight of its ties.

    Of equally good divisions one is taken that breaks support rather than opposition: opponents are seldom in one camp. In each connected part
    the node of the lowest number is on side 0.
    """
    graph = nx.Graph((start, end, {"weight": weight * _TILT if weight < 0 else weight}) for start, end, weight in graph.edges(data="weight"))
    relations, is_exact = nx.Graph(), True
    relations.add_nodes_from(graph)
    for block in sorted(sorted(block) for block in nx.biconnected_components(graph)):
        part = graph.subgraph(block)
        sides = _color(part)
        if _weigh_broken(part, sides) > 0:
            is_small = len(block) <= EXACT_SIZE
            sides = _search_all(part) if is_small else _search_near(part, sides, random.Random(seed))
            is_exact = is_exact and is_small
        relations.add_edges_from((block[0], node, {"weight": 1 if sides[node] == sides[block[0]] else -1}) for node in block[1:])
    sides = _color(relations)
    frustrated = tuple((start, end) for start, end, weight in graph.edges(data="weight") if _is_broken(sides, start, end, weight))
    return Division(sides, frustrated, is_exact)


def count_triads(graph: nx.Graph) -> tuple[int, int, int, int]:
    """How many triangles have 0, 1, 2 and 3 opposing ties; those with 0 and 2 are balanced.

    >>> graph = nx.Graph()
    >>> graph.add_weighted_edges_from([(0, 1, 1), (1, 2, -1), (0, 2, -1), (2, 3, -1)])
    >>> count_triads(graph)
    (0, 0, 1, 0)
    """
    counts = [0, 0, 0, 0]
    order = {node: place for place, (node, _) in enumerate(sorted(graph.degree, key=lambda pair: (pair[1], pair[0])))}
    signs = {node: {other: data["weight"] < 0 for other, data in graph[node].items() if data["weight"] and order[other] > order[node]} for node in graph}
    for node in graph:
        for first, second in combinations(sorted(signs[node], key=order.__getitem__), 2):
            if second in signs[first]:
                counts[signs[node][first] + signs[node][second] + signs[first][second]] += 1
    return counts[0], counts[1], counts[2], counts[3]


def _color(graph: nx.Graph) -> dict[int, int]:
    """Sides along the first spanning forest found: no tie is broken if the graph is balanced."""
    sides: dict[int, int] = {}
    for root in sorted(graph):
        if root in sides:
            continue
        sides[root], waiting = 0, [root]
        for node in waiting:
            for other, data in graph[node].items():
                if other not in sides:
                    sides[other] = sides[node] if data["weight"] > 0 else 1 - sides[node]
                    waiting.append(other)
    return sides


def _is_broken(sides: dict[int, int], start: int, end: int, weight: float) -> bool:
    return (weight > 0) != (sides[start] == sides[end])


def _weigh_broken(graph: nx.Graph, sides: dict[int, int]) -> float:
    return float(sum(abs(weight) for start, end, weight in graph.edges(data="weight") if _is_broken(sides, start, end, weight)))


def _gain(graph: nx.Graph, sides: dict[int, int], node: int) -> float:
    """How much less weight is broken when `node` changes sides."""
    ties = ((data["weight"], _is_broken(sides, node, other, data["weight"])) for other, data in graph[node].items())
    return float(sum(abs(weight) if broken else -abs(weight) for weight, broken in ties))


def _search_all(graph: nx.Graph) -> dict[int, int]:
    """Every division, each from the last by moving one node (Gray code); the first of the best."""
    nodes = sorted(graph)
    sides = dict.fromkeys(nodes, 0)
    broken = least = _weigh_broken(graph, sides)
    best = dict(sides)
    for step in range(1, 2 ** (len(nodes) - 1)):
        node = nodes[(step & -step).bit_length()]
        broken -= _gain(graph, sides, node)
        sides[node] = 1 - sides[node]
        if broken < least - 1e-9:
            least, best = broken, dict(sides)
    return best


def _search_near(graph: nx.Graph, start: dict[int, int], chance: random.Random) -> dict[int, int]:
    """Move single nodes as long as it helps, from the forest's sides and from seeded others; the first of the best."""
    nodes = sorted(graph)
    best, least = start, _weigh_broken(graph, start)
    for attempt in range(RESTARTS):
        sides = dict(start) if attempt == 0 else {node: chance.randrange(2) for node in nodes}
        _descend(graph, sides, nodes)
        broken = _weigh_broken(graph, sides)
        if broken < least - 1e-9:
            least, best = broken, sides
    return best


def _descend(graph: nx.Graph, sides: dict[int, int], nodes: Sequence[int]) -> None:
    waiting, listed = deque(nodes), set(nodes)
    while waiting:
        node = waiting.popleft()
        listed.discard(node)
        if _gain(graph, sides, node) > 1e-9:
            sides[node] = 1 - sides[node]
            waiting.extend(other for other in graph[node] if other not in listed)
            listed.update(graph[node])
