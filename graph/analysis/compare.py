"""In: two networks. Out: which entities and statements only one of them has, and where they contradict each other. It refuses to link on likeness alone.

Two entities are the same where they have an address in common (`same_as`), else the same label, else one's label among the other's names, and only
where that fits a single entity on each side and the types agree. Two statements say the same where subject, relation and object are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph.analysis.names import normalize_name
from graph.records import Polarity, Status

_FIGURE = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True)
class Finding:
    """A statement as one of the networks has it."""

    id: str
    subject: str
    relation: str
    obj: str
    status: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """Two statements that cannot both hold, the first network's and the second's.

    `kind`: "denial" (one says that it is so, the other that it is not), "stance" (support here, opposition there), "figure" (the same words with
    other numbers). `is_asserted` where both articles say it themselves: only then do the articles contradict each other, and not their sources.
    """

    kind: str
    first: Finding
    second: Finding
    is_asserted: bool


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


@dataclass(frozen=True)
class _Statement:
    subject: str
    obj: str | None
    data: Mapping[str, Any]
    finding: Finding

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two statements the same, whatever their worth."""
        return self.subject, self.data["relation"], self.obj or f"“{normalize_name(self.data['literal'])}”"


def compare_networks(first: nx.MultiDiGraph, second: nx.MultiDiGraph) -> Comparison:
    """Compare two networks, of two articles or of two versions of one."""
    shared = match_entities(first, second)
    lefts = list(_list_statements(first, {name: name for name in first}))
    rights = list(_list_statements(second, {right: left for left, right in shared.items()}))
    left_by_key, right_by_key = _group(lefts), _group(rights)
    paired = [(left, right) for key, group in left_by_key.items() for left, right in _pair_up(group, right_by_key.get(key, []))]
    return Comparison(
        shared=tuple(shared.items()),
        entities_only_first=tuple(label for name, label in first.nodes(data="label") if name not in shared),
        entities_only_second=tuple(label for name, label in second.nodes(data="label") if name not in set(shared.values())),
        statements_shared=len(left_by_key.keys() & right_by_key.keys()),
        only_first=tuple(left.finding for left in lefts if left.key not in right_by_key),
        only_second=tuple(right.finding for right in rights if right.key not in left_by_key),
        changed=tuple(Change(left.finding, right.finding) for left, right in paired),
        contradictions=tuple(_find_contradictions(lefts, rights)),
    )


def match_entities(first: nx.MultiDiGraph, second: nx.MultiDiGraph) -> dict[str, str]:
    """The ids of the entities that both networks have, the first's to the second's, in the first's order."""
    matched: dict[str, str] = {}
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


def _list_statements(network: nx.MultiDiGraph, names: Mapping[str, str]) -> Iterator[_Statement]:
    """All statements, their entities under the ids of the first network; those that it does not have are marked as the second's own."""

    def rename(name: str) -> str:
        return names.get(name, f"\x1f{name}")

    labels = dict(network.nodes(data="label"))
    for start, end, data in network.edges(data=True):
        yield _Statement(rename(start), rename(end), data, _find(data, labels[start], labels[end]))
    for name, facts in network.nodes(data="facts"):
        for fact in facts:
            yield _Statement(rename(name), None, fact, _find(fact, labels[name], fact["literal"]))


def _find(data: Mapping[str, Any], subject: str, obj: str) -> Finding:
    return Finding(data["id"], subject, data["label"], obj, data["status"], data["evidence"])


def _group(statements: Iterable[_Statement]) -> dict[tuple[str, str, str], list[_Statement]]:
    groups: dict[tuple[str, str, str], list[_Statement]] = defaultdict(list)
    for statement in statements:
        groups[statement.key].append(statement)
    return groups


def _pair_up(lefts: list[_Statement], rights: list[_Statement]) -> Iterator[tuple[_Statement, _Statement]]:
    """The statements of one key whose worth only one network has."""
    left_worths, right_worths = ({statement.data["status"] for statement in group} for group in (lefts, rights))
    changed_left = [left for left in lefts if left.data["status"] not in right_worths]
    changed_right = [right for right in rights if right.data["status"] not in left_worths]
    yield from zip(changed_left, changed_right, strict=False)


def _find_contradictions(lefts: list[_Statement], rights: list[_Statement]) -> Iterator[Contradiction]:
    facts = [statement for statement in lefts if statement.data["status"] != Status.PLANNED]
    others = [statement for statement in rights if statement.data["status"] != Status.PLANNED]
    for kind, key_of, contradicts in _RULES:
        by_key: dict[object, list[_Statement]] = defaultdict(list)
        for right in others:
            by_key[key_of(right)].append(right)
        for left in facts:
            for right in by_key.get(key_of(left), ()) if key_of(left) else ():
                if contradicts(left, right):
                    yield Contradiction(kind, left.finding, right.finding, _is_own(left) and _is_own(right))


def _is_own(statement: _Statement) -> bool:
    """Whether the article says it itself, be it that something is or that it is not."""
    return not statement.data["claimed_by"]


def _pair_of(statement: _Statement) -> tuple[str, str] | None:
    return (statement.subject, statement.obj) if statement.obj else None


def _figures_of(statement: _Statement) -> tuple[str, str, str] | None:
    """Subject, relation and the words around the figures."""
    if statement.obj or statement.data["polarity"] == Polarity.NEGATIVE or not _FIGURE.search(statement.data["literal"]):
        return None
    return statement.subject, statement.data["relation"], normalize_name(_FIGURE.sub("#", statement.data["literal"]))


def _is_denied(left: _Statement, right: _Statement) -> bool:
    return bool(left.data["polarity"] != right.data["polarity"])


def _is_opposite(left: _Statement, right: _Statement) -> bool:
    positive = Polarity.NEGATIVE not in (left.data["polarity"], right.data["polarity"])
    return positive and {left.data["stance"], right.data["stance"]} == {"supportive", "opposing"}


def _has_other_figures(left: _Statement, right: _Statement) -> bool:
    return _FIGURE.findall(left.data["literal"]) != _FIGURE.findall(right.data["literal"])


_RULES = (
    ("denial", lambda statement: statement.key, _is_denied),
    ("stance", _pair_of, _is_opposite),
    ("figure", _figures_of, _has_other_figures),
)
