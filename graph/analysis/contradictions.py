"""In: the statements of one network, or of two. Out: the pairs that cannot both hold. It refuses to set plans and possibilities against facts.

Three rules: a denial (it is so, it is not so; who met somebody was met by them), a stance (support here, opposition there, of the same one for the same
other), and a figure (the same words with other numbers).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Any

import networkx as nx

from graph.analysis.names import normalize_name
from graph.records import Polarity, Status
from ontology.mutual import is_mutual

MOST = 20
"""How many contradictions are told of one thing: two who praise and blame each other all the time make thousands."""

_FIGURE = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True)
class Finding:
    """A statement as one of the networks has it, `claimed_by` by labels."""

    id: str
    subject: str
    relation: str
    obj: str
    status: str
    claimed_by: tuple[str, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """Two statements that cannot both hold; of two networks, the first one's and the second one's.

    `kind` is "denial", "stance" or "figure". `is_asserted` where both are said by the articles themselves: only then do the articles contradict each
    other, and not their sources.
    """

    kind: str
    first: Finding
    second: Finding
    is_asserted: bool


@dataclass(frozen=True)
class NamedStatement:
    """A statement whose subject and object are named by the ids that two networks have in common."""

    subject: str
    obj: str | None
    data: Mapping[str, Any]
    finding: Finding

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two statements the same, whatever their worth."""
        return self.subject, self.data["relation"], self.obj or f"“{normalize_name(self.data['literal'])}”"


def find_disputes(network: nx.MultiDiGraph) -> tuple[Contradiction, ...]:
    """What contradicts within one network: mostly one source against another, or against the article."""
    statements = tuple(name_statements(network, {name: name for name in network}))
    places = {statement.finding.id: place for place, statement in enumerate(statements)}
    pairs = ((item, sorted((item.first, item.second), key=lambda finding: places[finding.id])) for item in find_contradictions(statements, statements))
    return tuple(dict.fromkeys(replace(item, first=earlier, second=later) for item, (earlier, later) in pairs))


def find_contradictions(lefts: Iterable[NamedStatement], rights: Iterable[NamedStatement]) -> tuple[Contradiction, ...]:
    """What contradicts between two networks, the rules one after the other; of each thing at most `MOST`, the articles' own words first."""
    facts, others = ([item for item in side if item.data["status"] != Status.PLANNED] for side in (lefts, rights))
    return tuple(found for kind, rule in _RULES.items() for found in _apply(kind, rule, facts, others))


def name_statements(network: nx.MultiDiGraph, names: Mapping[str, str]) -> Iterator[NamedStatement]:
    """All statements, their entities under the names given; what has none is marked as the network's own."""

    def rename(name: str) -> str:
        return names.get(name, f"\x1f{name}")

    labels = dict(network.nodes(data="label"))
    for start, end, data in network.edges(data=True):
        yield NamedStatement(rename(start), rename(end), data, _find(data, labels[start], labels[end], labels))
    for name, facts in network.nodes(data="facts"):
        for fact in facts:
            yield NamedStatement(rename(name), None, fact, _find(fact, labels[name], fact["literal"], labels))


def _find(data: Mapping[str, Any], subject: str, obj: str, labels: Mapping[str, str]) -> Finding:
    claimants = tuple(labels.get(name, name) for name in data["claimed_by"])
    return Finding(data["id"], subject, data["label"], obj, data["status"], claimants, data["evidence"])


def _apply(kind: str, rule: Any, lefts: Iterable[NamedStatement], rights: Iterable[NamedStatement]) -> Iterator[Contradiction]:
    """The pairs in which `rule` sees the same thing with different values."""
    left_groups, right_groups = _sort_out(rule, lefts), _sort_out(rule, rights)
    for thing, left_values in left_groups.items():
        pairs = ((left, right) for (one, lefts), (other, rights) in product(left_values.items(), right_groups.get(thing, {}).items()) if one != other
                 for left, right in product(lefts, rights))  # fmt: skip
        for left, right in islice(pairs, MOST):
            yield Contradiction(kind, left.finding, right.finding, is_asserted=not left.data["claimed_by"] and not right.data["claimed_by"])


def _sort_out(rule: Any, statements: Iterable[NamedStatement]) -> dict[Hashable, dict[Hashable, list[NamedStatement]]]:
    """Statements by the thing they speak of, then by what they say of it; those in nobody's words first."""
    groups: dict[Hashable, dict[Hashable, list[NamedStatement]]] = defaultdict(lambda: defaultdict(list))
    for statement in sorted(statements, key=lambda statement: bool(statement.data["claimed_by"])):
        if (seen := rule(statement)) is not None:
            groups[seen[0]][seen[1]].append(statement)
    return groups


def _see_polarity(statement: NamedStatement) -> tuple[Hashable, Hashable]:
    subject, relation, obj = statement.key
    ends = tuple(sorted((subject, obj))) if is_mutual(relation) else (subject, obj)
    return (ends, relation), statement.data["polarity"]


def _see_stance(statement: NamedStatement) -> tuple[Hashable, Hashable] | None:
    if statement.obj is None or statement.data["stance"] == "neutral" or statement.data["polarity"] == Polarity.NEGATIVE:
        return None
    return (statement.subject, statement.obj), statement.data["stance"]


def _see_figures(statement: NamedStatement) -> tuple[Hashable, Hashable] | None:
    if statement.obj is not None or statement.data["polarity"] == Polarity.NEGATIVE:
        return None
    literal = statement.data["literal"]
    figures = tuple(_FIGURE.findall(literal))
    return ((statement.subject, statement.data["relation"], normalize_name(_FIGURE.sub("#", literal))), figures) if figures else None


_RULES = {"denial": _see_polarity, "stance": _see_stance, "figure": _see_figures}
