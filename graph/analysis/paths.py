"""In: a network and two entities. Out: the shortest ways from one to the other, with the statements of each step. It refuses ways of unequal length.

Statements are walked in both directions: "Sarwar defies Starmer" leads from Starmer to Sarwar too, and the step says which way it stands.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any

import networkx as nx

from graph.analysis.counting import PROMINENCE, round_off
from graph.analysis.names import find_entity
from graph.errors import QueryError
from graph.records import Status

EXAMINED = 200
"""How many of the shortest ways are looked at before the strongest are chosen: in a large network there may be millions."""


@dataclass(frozen=True)
class Link:
    """A statement of a step; `is_forward` where its subject is the step's start."""

    id: str
    label: str
    status: str
    is_forward: bool
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """From one entity to the next, with all statements between the two, asserted ones first."""

    start: str
    end: str
    labels: tuple[str, str]
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Path:
    """A way; `strength` is the least, over its steps, of what the step's statements weigh together."""

    steps: tuple[Step, ...]
    strength: float


def find_paths(network: nx.MultiDiGraph, start: str, end: str, *, statuses: Collection[Status] = tuple(Status), limit: int = 3) -> tuple[Path, ...]:
    """The shortest ways between two entities, the strongest first; none where nothing connects them.

    Args:
        network: The network.
        start: An entity's id, label or alias, or something close to one.
        end: Likewise.
        statuses: The statements that may be walked.
        limit: How many ways.

    Raises:
        QueryError: An end is no entity of the network, or both are the same.
    """
    first, last = find_entity(network, start), find_entity(network, end)
    if first == last:
        raise QueryError(f"{start!r} and {end!r} are the same entity, {network.nodes[first]['label']} ({first}): name two")
    numbers = {name: number for number, name in enumerate(network)}
    names = tuple(network)
    plain = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    plain.add_edges_from((numbers[a], numbers[b]) for a, b, status in network.edges(data="status") if status in statuses and a != b)
    try:
        found = list(islice(nx.all_shortest_paths(plain, numbers[first], numbers[last]), EXAMINED))
    except nx.NetworkXNoPath:
        return ()
    paths = [_describe(network, [names[node] for node in nodes], statuses) for nodes in found]
    return tuple(sorted(paths, key=lambda path: (-path.strength, [step.end for step in path.steps])))[:limit]


def _describe(network: nx.MultiDiGraph, names: list[str], statuses: Collection[Status]) -> Path:
    steps, strengths = [], []
    for start, end in pairwise(names):
        between = [(data, is_forward) for ends, is_forward in (((start, end), True), ((end, start), False)) for data in _list_edges(network, *ends, statuses)]
        between.sort(key=lambda pair: -PROMINENCE[pair[0]["status"]])
        links = tuple(Link(data["id"], data["label"], data["status"], is_forward, data["evidence"]) for data, is_forward in between)
        steps.append(Step(start, end, (network.nodes[start]["label"], network.nodes[end]["label"]), links))
        strengths.append(sum(PROMINENCE[data["status"]] * data["confidence"] for data, _ in between))
    return Path(tuple(steps), round_off(min(strengths)))


def _list_edges(network: nx.MultiDiGraph, start: str, end: str, statuses: Collection[Status]) -> list[dict[str, Any]]:
    return [data for data in network.get_edge_data(start, end, default={}).values() if data["status"] in statuses]
