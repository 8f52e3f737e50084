"""In: an archive. Out: its register of named entities: their profiles, keys and anchors, and a draft of changes to it that is written in one step.

The register lies in a graph of its own and can be made again from the articles. It refuses to score.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.layout import ARCHIVE, ARTICLE, TYPE, Layout
from graph.archive.profiles import Profile, read_profile
from graph.archive.store import Archive

PROFILE: Final = NamedNode(ARCHIVE + "profile")
KEY: Final = NamedNode(ARCHIVE + "key")
ANCHOR: Final = NamedNode(ARCHIVE + "anchor")
LINKED: Final = NamedNode(ARCHIVE + "linked")
ONE: Final = NamedNode(ARCHIVE + "one")
OTHER: Final = NamedNode(ARCHIVE + "other")
VERDICT: Final = NamedNode(ARCHIVE + "verdict")
DECISION: Final = NamedNode(ARCHIVE + "Decision")
UNFINISHED: Final = NamedNode(ARCHIVE + "unfinished")
"""Stands in the register while links were written and the groups were not."""


def graph_of(names: Layout, name: str) -> NamedNode:
    """A graph of the linking: "register", "links", "decisions" or "entities".

    >>> graph_of(Layout(), "register").value
    'https://w3id.org/triplewire/archive/register'
    """
    return NamedNode(f"{names.links.value.removesuffix('links')}{name}")


class Draft:
    """What an archive holds, with changes that are not yet written. Lookups see the changes."""

    def __init__(self, archive: Archive) -> None:
        """Over an archive as it is now."""
        self.archive = archive
        self.register, self.links, self.decisions, self.entities = (graph_of(archive.names, name) for name in ("register", "links", "decisions", "entities"))
        self._added: dict[Quad, None] = {}
        self._removed: set[Quad] = set()
        self._by_subject: dict[NamedNode, dict[Quad, None]] = defaultdict(dict)
        self._by_value: dict[NamedNode | Literal, dict[Quad, None]] = defaultdict(dict)
        self._profiles: dict[str, Profile] = {}
        self._decided: dict[tuple[str, str], str] | None = None

    def find(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, value: NamedNode | Literal | None = None, *, graph: NamedNode
    ) -> Iterator[Quad]:
        """The quads of a pattern that names its subject or its value."""
        for quad in self.archive.backend.quads(subject, predicate, value, graph):
            if quad not in self._removed:
                yield quad
        pool = self._by_subject.get(subject, {}) if subject is not None else self._by_value.get(value, {}) if value is not None else {}
        for quad in list(pool):
            if quad.graph_name == graph and predicate in (None, quad.predicate) and value in (None, quad.object):
                yield quad

    def put(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, graph: NamedNode) -> None:
        """Adds a quad, if it is not there."""
        if next(self.find(subject, predicate, value, graph=graph), None) is None:
            self._add(Quad(subject, predicate, value, graph))

    def drop(self, quad: Quad) -> None:
        """Takes a quad out."""
        if quad in self._added:
            del self._added[quad]
            self._by_subject[quad.subject].pop(quad, None)  # type: ignore[index]
            self._by_value[quad.object].pop(quad, None)  # type: ignore[index]
        else:
            self._removed.add(quad)

    def swap(self, subject: NamedNode, rows: dict[NamedNode, NamedNode | Literal], graph: NamedNode) -> None:
        """Gives a subject these rows and no others."""
        missing = dict(rows)
        for quad in list(self.find(subject, graph=graph)):
            if rows.get(quad.predicate) != quad.object:
                self.drop(quad)
            else:
                del missing[quad.predicate]
        for predicate, value in missing.items():
            self._add(Quad(subject, predicate, value, graph))

    def decided(self, a: str, b: str) -> str | None:
        """What the user said of a pair, in alphabetical order."""
        if self._decided is None:
            rows = [quad.subject for quad in self.archive.backend.quads(None, TYPE, DECISION, self.decisions)]
            found = [{quad.predicate: _text(quad) for quad in self.archive.backend.quads(node, graph=self.decisions)} for node in rows]  # type: ignore[arg-type]
            self._decided = {(row[ONE], row[OTHER]): row[VERDICT] for row in found}
        return self._decided.get((a, b))

    def decide(self, a: str, b: str, verdict: str | None) -> None:
        """Lets lookups see what the user now says of a pair."""
        self.decided(a, b)
        assert self._decided is not None
        self._decided.pop((a, b), None)
        if verdict is not None:
            self._decided[a, b] = str(verdict)

    def _add(self, quad: Quad) -> None:
        if quad in self._removed:
            self._removed.discard(quad)
            return
        self._added[quad] = None
        self._by_subject[quad.subject][quad] = None  # type: ignore[index]
        self._by_value[quad.object][quad] = None  # type: ignore[index]

    def commit(self) -> None:
        """Writes all changes in one step, and begins anew."""
        self.archive.transact(remove=self._removed, add=self._added)
        self._added, self._removed = {}, set()
        self._by_subject.clear()
        self._by_value.clear()

    def profile(self, iri: str) -> Profile:
        """The profile of an entity."""
        if iri not in self._profiles:
            if len(self._profiles) > 20_000:
                self._profiles.clear()
            row = next(self.find(NamedNode(iri), PROFILE, graph=self.register))
            self._profiles[iri] = read_profile(_text(row))
        return self._profiles[iri]

    def forget(self, iri: str) -> None:
        """Lets go of a profile that changed."""
        self._profiles.pop(iri, None)

    def entities_of(self, article: str) -> dict[str, str]:
        """The registered entities of an article, with their profiles as they are written."""
        nodes = [quad.subject for quad in self.find(None, ARTICLE, NamedNode(article), graph=self.register)]
        return {
            node.value: _text(row)
            for node in nodes
            if isinstance(node, NamedNode) and (row := next(self.find(node, PROFILE, graph=self.register), None)) is not None
        }

    def bearers(self, predicate: NamedNode, key: str) -> set[str]:
        """The entities with a key (`KEY`), or its anchors (`ANCHOR`)."""
        return {quad.subject.value for quad in self.find(None, predicate, Literal(key), graph=self.register) if isinstance(quad.subject, NamedNode)}

    def keys(self, iri: str, predicate: NamedNode = KEY) -> set[str]:
        """The keys of an entity, or those that it is an anchor of."""
        return {_text(quad) for quad in self.find(NamedNode(iri), predicate, graph=self.register)}


def list_entities(archive: Archive) -> Iterator[str]:
    """The addresses of all registered entities."""
    for quad in archive.backend.quads(None, PROFILE, graph=graph_of(archive.names, "register")):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject.value


def list_profiles(archive: Archive) -> Iterator[Profile]:
    """All registered entities."""
    for quad in archive.backend.quads(None, PROFILE, graph=graph_of(archive.names, "register")):
        yield read_profile(_text(quad))


def _text(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal | NamedNode) else ""
