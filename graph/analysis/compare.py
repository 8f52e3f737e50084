"""In: two networks. Out: which entities and statements only one of them has, and what contradicts. It refuses to link on likeness alone.

Two entities are the same where they are of one article, with the same name and id there; else where they have an address in common (`same_as`), else
the same label, else one's label among the other's names, and only where that fits a single entity on each side and the types agree. Two statements
say the same where subject, relation and object are the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph.analysis.contradictions import Contradiction, Finding, NamedStatement, find_contradictions, name_statements
from graph.analysis.names import normalize_name


@dataclass(frozen=True)
class Change:
    """A statement that both have with another worth."""

    first: Finding
    second: Finding


@dataclass(frozen=True)
class Comparison:
    """Two networks compared. `shared` pairs the ids of entities in both; the other entities are given by their labels."""

    shared: tuple[tuple[str, str], ...]
    entities_only_first: tuple[str, ...]
    entities_only_second: tuple[str, ...]
    statements_shared: int
    only_first: tuple[Finding, ...]
    only_second: tuple[Finding, ...]
    changed: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...]


def compare_networks(first: nx.MultiDiGraph, second: nx.MultiDiGraph) -> Comparison:
    """Compare two networks, of two articles or of two versions of one."""
    shared = match_entities(first, second)
    known = set(shared.values())
    lefts = list(name_statements(first, {name: name for name in first}))
    rights = list(name_statements(second, {right: left for left, right in shared.items()}))
    left_by_key, right_by_key = _group(lefts), _group(rights)
    paired = [(left, right) for key, group in left_by_key.items() for left, right in _pair_up(group, right_by_key.get(key, []))]
    return Comparison(
        shared=tuple(shared.items()),
        entities_only_first=tuple(label for name, label in first.nodes(data="label") if name not in shared),
        entities_only_second=tuple(label for name, label in second.nodes(data="label") if name not in known),
        statements_shared=len(left_by_key.keys() & right_by_key.keys()),
        only_first=tuple(left.finding for left in lefts if left.key not in right_by_key),
        only_second=tuple(right.finding for right in rights if right.key not in left_by_key),
        changed=tuple(Change(left.finding, right.finding) for left, right in paired),
        contradictions=find_contradictions(lefts, rights),
    )


def match_entities(first: nx.MultiDiGraph, second: nx.MultiDiGraph) -> dict[str, str]:
    """The ids of the entities that both networks have, the first's to the second's, in the first's order."""
    matched = _match_own(first, second)
    for keys in (_address_keys, _label_keys, _name_keys):
        left, right = _index(first, keys, matched.keys()), _index(second, keys, matched.values())
        pairs = defaultdict[str, set[str]](set)
        for key in left.keys() & right.keys():
            for name in left[key]:
                pairs[name] |= {other for other in right[key] if first.nodes[name]["type"] == second.nodes[other]["type"]}
        back = defaultdict[str, set[str]](set)
        for name, others in pairs.items():
            for other in others:
                back[other].add(name)
        matched |= {name: next(iter(others)) for name, others in pairs.items() if len(others) == 1 and len(back[next(iter(others))]) == 1}
    return {name: matched[name] for name in first if name in matched}


def _match_own(first: nx.MultiDiGraph, second: nx.MultiDiGraph) -> dict[str, str]:
    """The entities of one article, where both networks are of it: there even two of one name are told apart, by their ids."""
    ours, theirs = ([article["id"] for article in network.graph.get("articles", ())] for network in (first, second))
    if len(ours) != 1 or ours != theirs:
        return {}
    same = ("label", "type")
    return {name: name for name, data in first.nodes(data=True) if name in second and all(data[key] == second.nodes[name][key] for key in same)}


def _address_keys(data: Mapping[str, Any]) -> Iterable[str]:
    return data["same_as"]  # type: ignore[no-any-return]


def _label_keys(data: Mapping[str, Any]) -> Iterable[str]:
    return (normalize_name(data["label"]),)


def _name_keys(data: Mapping[str, Any]) -> Iterable[str]:
    """The label and those aliases that are names: "the leader" is somebody else in every article."""
    aliases = (alias for alias in data["aliases"] if data["is_named"] and alias[:1].isupper() and alias.split()[0].lower() not in _DETERMINERS)
    return [normalize_name(name) for name in (data["label"], *aliases)]


_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "their", "its", "our", "my", "your", "this", "that", "these", "those"})


def _index(network: nx.MultiDiGraph, keys: Any, taken: Iterable[str]) -> dict[str, list[str]]:
    done, index = set(taken), defaultdict[str, list[str]](list)
    for name, data in network.nodes(data=True):
        if name not in done:
            for key in dict.fromkeys(keys(data)):
                index[key].append(name)
    return index


def _group(statements: Iterable[NamedStatement]) -> dict[tuple[str, str, str], list[NamedStatement]]:
    groups: dict[tuple[str, str, str], list[NamedStatement]] = defaultdict(list)
    for statement in statements:
        groups[statement.key].append(statement)
    return groups


def _pair_up(lefts: list[NamedStatement], rights: list[NamedStatement]) -> Iterator[tuple[NamedStatement, NamedStatement]]:
    """The statements of one key whose worth only one network has."""
    left_worths, right_worths = ({statement.data["status"] for statement in group} for group in (lefts, rights))
    changed_left = [left for left in lefts if left.data["status"] not in right_worths]
    changed_right = [right for right in rights if right.data["status"] not in left_worths]
    yield from zip(changed_left, changed_right, strict=False)
