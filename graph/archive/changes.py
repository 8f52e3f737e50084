"""In: an article's triples before and after. Out: which statements were withdrawn and which added, as a record that the archive keeps.

A statement is known by what it says, never by where it stands: a corrected article can be compared with its former self. It refuses to compare two
different articles (`triplewire compare` does).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from pyoxigraph import Literal, NamedNode, Triple

from graph.archive import layout
from graph.archive.layout import LABEL, TYPE, term
from graph.archive.vocabulary import Variant, name_relations, read_variants
from graph.errors import GraphError
from graph.records import Contents
from graph.statements import fold

_Nodes = dict[NamedNode, dict[NamedNode, list[NamedNode | Literal]]]

_PLACE = term("prov:wasDerivedFrom")
_SELECTOR = term("oa:hasSelector")
_EXACT = term("oa:exact")


@dataclass(frozen=True, order=True)
class Line:
    """A statement as a reader sees it; `words` are the first ones that it was read from."""

    subject: str
    relation: str
    obj: str
    status: str
    claimed_by: tuple[str, ...]
    words: str
    id: str


@dataclass(frozen=True)
class Change:
    """What one change did to an article's statements.

    `because` is "text" (it says something else now), "program" (the same words, read by another version of the program), "removed" or "moved".
    """

    because: str
    before: str
    after: str
    withdrawn: tuple[Line, ...]
    added: tuple[Line, ...]


def describe_change(before: set[Triple], after: set[Triple], known: Iterable[Variant], wanted: Iterable[Variant], *, because: str) -> Change:
    """What changed between two graphs of one article; `known` and `wanted` are their relations."""
    old, new = describe_statements(before, known), describe_statements(after, wanted)
    return Change(
        because,
        _hash_of(before),
        _hash_of(after),
        tuple(sorted(old[key] for key in old.keys() - new.keys())),
        tuple(sorted(new[key] for key in new.keys() - old.keys())),
    )


def compare_versions(first: Contents, second: Contents) -> Change:
    """What changed between two versions of one article.

    Raises:
        GraphError: they are two articles, as their addresses or keys tell.
    """
    from graph.archive.preparing import prepare

    names = [contents.article.url or contents.article.key for contents in (first, second)]
    if all(names) and names[0] != names[1]:
        raise GraphError(f"these are two articles ({names[0]}, {names[1]}); `triplewire compare` compares them")
    prepared = [prepare(contents, key="") for contents in (first, second)]
    pairs = [(version.read_triples(), read_variants(version.relations)) for version in prepared]
    return describe_change(pairs[0][0], pairs[1][0], pairs[0][1], pairs[1][1], because="text" if first.article.sha256 != second.article.sha256 else "program")


def describe_statements(triples: Iterable[Triple], relations: Iterable[Variant]) -> dict[tuple[str, ...], Line]:
    """An article's statements by what they say."""
    nodes: _Nodes = defaultdict(lambda: defaultdict(list))
    for triple in (*triples, *name_relations(relations)):
        nodes[triple.subject][triple.predicate].append(triple.object)  # type: ignore[index, arg-type]
    statement = term("rdf:Statement")
    return {_identify(node, nodes): _describe(node, nodes) for node in list(nodes) if statement in nodes[node].get(TYPE, ())}


def write_change(change: Change) -> tuple[tuple[NamedNode, Literal], ...]:
    """The record as properties and values."""
    return (
        (layout.BECAUSE, Literal(change.because)),
        (layout.BEFORE, Literal(change.before)),
        (layout.AFTER, Literal(change.after)),
        (layout.WITHDRAWN, Literal(_write_lines(change.withdrawn))),
        (layout.ADDED, Literal(_write_lines(change.added))),
    )


def read_change(values: dict[str, str]) -> Change:
    """The record again, from its values by the local names of the properties."""
    return Change(values["because"], values["before"], values["after"], _read_lines(values["withdrawn"]), _read_lines(values["added"]))


def _identify(node: NamedNode, nodes: _Nodes) -> tuple[str, ...]:
    """What a statement's hash is made of, without the article."""

    def last(short: str) -> str:
        values = (fold(value.value) if isinstance(value, Literal) else re.split("[/#]", value.value)[-1] for value in nodes[node].get(term(short), ()))
        return "\x1f".join(sorted(values))

    return tuple(map(last, ("rdf:subject", "rdf:predicate", "rdf:object", "tw:polarity", "tw:modality", "tw:claimedBy")))


def _describe(node: NamedNode, nodes: _Nodes) -> Line:
    def name(value: NamedNode | Literal) -> str:
        if isinstance(value, Literal):
            return value.value
        return min((label.value for label in nodes[value].get(LABEL, ())), default=value.value) if value in nodes else value.value

    def names(short: str) -> list[str]:
        return sorted(name(value) for value in nodes[node].get(term(short), ()))

    places = [value for value in nodes[node].get(_PLACE, ()) if isinstance(value, NamedNode)]
    first = min(places, key=_start, default=None)
    selectors = nodes[first].get(_SELECTOR, []) if first is not None and first in nodes else []
    words = [text.value for selector in selectors if isinstance(selector, NamedNode) and selector in nodes for text in nodes[selector].get(_EXACT, ())]
    return Line(
        subject="; ".join(names("rdf:subject")),
        relation="; ".join(names("rdf:predicate")),
        obj="; ".join(names("rdf:object")),
        status="; ".join(value.rpartition("#")[2] for value in names("tw:status")),
        claimed_by=tuple(names("tw:claimedBy")),
        words=words[0] if words else "",
        id=node.value.rpartition("/")[2],
    )


def _start(place: NamedNode) -> tuple[int, ...]:
    return tuple(int(number) for number in place.value.rpartition("=")[2].split(",") if number.isdigit())


def _hash_of(triples: Iterable[Triple]) -> str:
    sha = term("tw:sha256")
    return next((triple.object.value for triple in triples if triple.predicate == sha and isinstance(triple.object, Literal)), "")


def _write_lines(lines: Iterable[Line]) -> str:
    return json.dumps([asdict(line) for line in lines], ensure_ascii=False, separators=(",", ":"))


def _read_lines(text: str) -> tuple[Line, ...]:
    return tuple(Line(**{**entry, "claimed_by": tuple(entry["claimed_by"])}) for entry in json.loads(text))
