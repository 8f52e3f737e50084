"""In: how much each entity matters, who is named, and the links. Out: what the first view shows and which community each entity is of.

It refuses to leave anything out for good: what is not in the first view is folded, and the page says how much that is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.page.model import Model

JOINED = 0.12
"""What a link to an entity that is shown counts for, in weight."""

LARGE = 150
"""From so many entities on, the first view shows communities."""


@dataclass(frozen=True)
class Screen:
    """What a screen has room for: the picture's width and height, how many entities are shown at first, and of a large graph how many communities.

    `wrap` is how many characters a line of a label has at most, `shapes` how large shapes are.
    """

    frame: tuple[float, float]
    few: int
    many: int
    communities: int
    actors_each: int
    wrap: int
    shapes: float


WIDE = Screen((800.0, 580.0), few=14, many=22, communities=10, actors_each=2, wrap=20, shapes=1.0)
"""A screen of 1280 by 800."""

NARROW = Screen((366.0, 430.0), few=8, many=12, communities=5, actors_each=2, wrap=15, shapes=0.7)
"""A phone of 390 by 844."""


@dataclass(frozen=True)
class Folding:
    """`first` are the entities of the first view, the most important first. `community` gives each entity's community, 0 being the largest."""

    first: tuple[int, ...]
    community: tuple[int, ...]
    is_large: bool


def fold(model: Model, screen: Screen) -> Folding:
    """Choose what the first view shows on a screen."""
    entities, links = model.contents.entities, model.links
    pairs = [(link.source, link.target) for link in links if link.source != link.target]
    ranked = sorted(range(len(entities)), key=lambda number: (-model.weights[number], entities[number].id))
    is_large = len(entities) >= LARGE
    community = find_communities(len(entities), pairs) if is_large else (0,) * len(entities)
    firm = {(link.source, link.target) for link in links if not link.is_speech}
    named = [number for number in ranked if entities[number].is_named]
    chosen = _choose_of_each(named or ranked, community, screen) if is_large else _choose(ranked, model.weights, set(named), firm, screen)
    return Folding(tuple(number for number in ranked if number in chosen), community, is_large)


def find_communities(count: int, pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Which entities belong together, by moving each to the community that gains most modularity, in whole numbers and a fixed order.

    Returns:
        A community number for each entity: 0 for the largest, ties by the smallest member.

    >>> find_communities(7, [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (3, 5)])
    (0, 0, 0, 1, 1, 1, 2)
    """
    weights: dict[int, Counter[int]] = defaultdict(Counter)
    for start, end in pairs:
        weights[start][end] += 1
        weights[end][start] += 1
    member = list(range(count))
    groups = [[number] for number in range(count)]
    while True:
        moved = _move_to_neighbours(weights)
        if all(moved[node] == node for node in weights):
            break
        groups = _merge(groups, moved)
        weights = _contract(weights, moved)
    for group in groups:
        for number in group:
            member[number] = group[0]
    sizes = Counter(member)
    order = {first: place for place, first in enumerate(sorted(sizes, key=lambda first: (-sizes[first], first)))}
    return tuple(order[first] for first in member)


def _choose(ranked: Sequence[int], weights: Sequence[float], named: set[int], pairs: set[tuple[int, int]], screen: Screen) -> set[int]:
    """The main named entities that statements join to each other; where those are few, what is joined to them, and what joins them; else the heaviest."""
    near: dict[int, set[int]] = defaultdict(set)
    for start, end in pairs:
        if start != end:
            near[start].add(end)
            near[end].add(start)
    chosen = _grow([number for number in ranked if number in named], weights, near, set(), screen.many)
    chosen = _grow(ranked, weights, near, chosen, screen.few)
    bridges = [number for number in ranked if len(near[number] & chosen) > 1]
    chosen = _grow(bridges, weights, near, chosen, screen.many - 2)
    return chosen or set(ranked[: screen.few])


def _grow(candidates: Sequence[int], weights: Sequence[float], near: Mapping[int, set[int]], chosen: set[int], most: int) -> set[int]:
    """Add candidates to `chosen`, always the one that matters most, by its weight and by how many of those chosen it is joined to.

    What is joined to none of them comes with the heaviest that it is joined to: alone, it would say nothing.
    """
    grown = set(chosen)
    waiting = [number for number in candidates if number not in grown]
    while len(grown) < most:
        best: tuple[int, ...] = ()
        value = -1.0
        for number in waiting:
            joined = len(near[number] & grown)
            partner = next((other for other in waiting if other in near[number]), None) if not joined and len(grown) + 2 <= most else None
            if not joined and partner is None:
                continue
            worth = weights[number] + JOINED * min(3, joined) if partner is None else (weights[number] + weights[partner]) / 2 + JOINED
            if worth > value:
                best, value = (number,) if partner is None else (number, partner), worth
        if not best:
            break
        grown.update(best)
        waiting = [number for number in waiting if number not in grown]
    return grown


def _choose_of_each(ranked: Sequence[int], community: Sequence[int], screen: Screen) -> set[int]:
    """The main actors of the largest communities."""
    taken: Counter[int] = Counter()
    chosen = set()
    for number in ranked:
        if community[number] < screen.communities and taken[community[number]] < screen.actors_each:
            taken[community[number]] += 1
            chosen.add(number)
    return chosen


def _move_to_neighbours(weights: dict[int, Counter[int]]) -> dict[int, int]:
    """One level of Louvain's method. A node's own weight with itself counts as inner weight."""
    degree = {node: sum(near.values()) for node, near in weights.items()}
    total = sum(degree.values())
    label = {node: node for node in weights}
    volume = dict(degree)
    for _ in range(20):
        changes = 0
        for node in sorted(weights):
            inner: Counter[int] = Counter()
            for other, weight in weights[node].items():
                if other != node:
                    inner[label[other]] += weight
            own = label[node]
            volume[own] -= degree[node]
            best = max(sorted({own, *inner}), key=lambda key: (inner[key] * total - volume[key] * degree[node], key == own))
            volume[best] += degree[node]
            changes += best != own
            label[node] = best
        if not changes:
            break
    first: dict[int, int] = {}
    for node in sorted(label):
        first.setdefault(label[node], node)
    return {node: first[label[node]] for node in label}


def _merge(groups: list[list[int]], moved: dict[int, int]) -> list[list[int]]:
    merged: dict[int, list[int]] = {}
    for group in groups:
        merged.setdefault(moved.get(group[0], group[0]), []).extend(group)
    return [sorted(group) for _, group in sorted(merged.items())]


def _contract(weights: dict[int, Counter[int]], moved: dict[int, int]) -> dict[int, Counter[int]]:
    smaller: dict[int, Counter[int]] = defaultdict(Counter)
    for node, near in weights.items():
        for other, weight in near.items():
            smaller[moved[node]][moved[other]] += weight
    return smaller
