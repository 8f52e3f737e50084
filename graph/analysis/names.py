"""In: a network and a name as somebody typed it. Out: the entity that it means. It refuses to guess between two.

Looked for in this order: the id, the label, an alias, each without regard to case, accents and marks; then the one label or alias that is close enough.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from functools import lru_cache

import networkx as nx
from rapidfuzz import fuzz, process

from graph.errors import QueryError

CLOSE = 85
"""How alike (of 100) a misspelt name must be to be taken for an entity."""

AHEAD = 4
"""By how much it must be more alike than the next entity."""

SUGGESTED = 5


def find_entity(network: nx.MultiDiGraph, name: str) -> str:
    """The id of the entity that `name` means.

    Raises:
        QueryError: There is none, or more than one; the message has the nearest names.
    """
    if name in network:
        return name
    wanted = normalize_name(name)
    by_label, by_name = index_names(network)
    for found in (by_label.get(wanted, []), by_name.get(wanted, [])):
        if len(found) == 1:
            return found[0]
        if found:
            raise QueryError(f"{name!r} may be any of {_list_entities(network, found)}: give the id")
    nearest = _rank_near(by_name, wanted)
    if nearest and nearest[0][1] >= CLOSE and (len(nearest) == 1 or nearest[0][1] - nearest[1][1] >= AHEAD):
        return nearest[0][0]
    hint = f"; the nearest are {_list_entities(network, [entity for entity, _ in nearest])}" if nearest else "; the graph has no entities"
    raise QueryError(f"{name!r} is no entity of this graph{hint}")


def index_names(network: nx.MultiDiGraph) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The entities by normalized label, and by normalized label or alias."""
    by_label, by_name = defaultdict[str, dict[str, None]](dict), defaultdict[str, dict[str, None]](dict)
    for entity, data in network.nodes(data=True):
        by_label[normalize_name(data["label"])][entity] = None
        for name in (data["label"], *data["aliases"]):
            by_name[normalize_name(name)][entity] = None
    return {name: list(found) for name, found in by_label.items()}, {name: list(found) for name, found in by_name.items()}


@lru_cache(maxsize=100_000)
def normalize_name(name: str) -> str:
    """A name without case, accents, apostrophes and marks; its words keep their order.

    >>> normalize_name("  The Café-Workers’ UNION "), normalize_name("—")
    ('the cafe workers union', '—')
    """
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = (char for char in decomposed if not unicodedata.combining(char) and char not in "'’‘")
    words = "".join(char if char.isalnum() else " " for char in kept).split()
    return " ".join(words) or name.strip()


def _rank_near(by_name: dict[str, list[str]], wanted: str) -> list[tuple[str, float]]:
    """The entities with the names most like the wanted one, each with its best likeness."""
    likeness: dict[str, float] = {}
    for found, score, _ in process.extract(wanted, by_name.keys(), scorer=fuzz.ratio, limit=4 * SUGGESTED):
        for entity in by_name[found]:
            likeness[entity] = max(score, likeness.get(entity, 0.0))
    return sorted(likeness.items(), key=lambda pair: (-pair[1], pair[0]))[:SUGGESTED]


def _list_entities(network: nx.MultiDiGraph, entities: list[str]) -> str:
    return ", ".join(f"{network.nodes[entity]['label']} ({entity})" for entity in entities[:SUGGESTED])
