"""In: an archive. Out: its register of named entities: their profiles, keys and anchors, and a draft of changes to it that is written in one step.

The register lies in a graph of its own and can be made again from the articles. A key has one row, with its anchors (two sides of a key have one node,
since who asks for one asks for both); while it has no more bearers than those, they need no rows of their own. It refuses to score.
"""

from __future__ import annotations

import datetime
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.blocking import rank, split_key
from graph.archive.decisions import Decision, read_decisions, rows_of
from graph.archive.layout import ARCHIVE, PROFILES
from graph.archive.linking import Verdict
from graph.archive.profiles import Profile, Sheet, read_profiles
from graph.archive.store import Archive
from graph.records import short_hash
from ontology.namespaces import article_iri

KEY: Final = NamedNode(ARCHIVE + "key")
ANCHORS: Final = NamedNode(ARCHIVE + "anchors")
UNFINISHED: Final = NamedNode(ARCHIVE + "unfinished")
"""Stands in the register while links were written and the groups were not."""

_MOST_ARTICLES: Final = 300
_MOST_KEYS: Final = 8_000
_MOST_SCORES: Final = 20_000
_CROWDED, _ALL = "s", "a"
"""What the row of a key begins with, and its side: it names some of the bearers, or all."""


class Draft:
    """What an archive holds, with changes that are not yet written. Lookups see the changes."""

    def __init__(self, archive: Archive) -> None:
        """Over an archive as it is now."""
        self.archive = archive
        names = archive.names
        self.register, self.links, self.decisions, self.entities = names.register, names.links, names.decisions, names.entities
        self._added: dict[Quad, None] = {}
        self._removed: set[Quad] = set()
        self._by_subject: dict[object, dict[Quad, None]] = defaultdict(dict)
        self._by_value: dict[object, dict[Quad, None]] = defaultdict(dict)
        self._sheets: OrderedDict[str, Sheet] = OrderedDict()
        self._root = article_iri(archive.base_iri, "-").removesuffix("-")
        self._anchors: dict[str, tuple[set[str], bool]] = {}
        self._decided: dict[tuple[str, str], Verdict] | None = None
        self.scores: dict[tuple[str, str], float | None] = {}
        """Of pairs in alphabetical order, some of those that were asked for: how sure the link is that calls them the same; None where none does."""

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
            self.add(subject, predicate, value, graph)

    def add(self, subject: NamedNode, predicate: NamedNode, value: NamedNode | Literal, graph: NamedNode) -> None:
        """Adds a quad that is known not to be there."""
        self.insert(Quad(subject, predicate, value, graph))

    def insert(self, quad: Quad) -> None:
        """Adds a quad that is known not to be there."""
        if quad in self._removed:
            self._removed.discard(quad)
            return
        self._added[quad] = None
        self._by_subject[quad.subject][quad] = None
        self._by_value[quad.object][quad] = None

    def drop(self, quad: Quad) -> None:
        """Takes a quad out."""
        if quad in self._added:
            del self._added[quad]
            self._by_subject[quad.subject].pop(quad, None)
            self._by_value[quad.object].pop(quad, None)
        else:
            self._removed.add(quad)

    def swap(self, subject: NamedNode, rows: set[tuple[NamedNode, NamedNode | Literal]], graph: NamedNode) -> None:
        """Gives a subject these rows and no others."""
        missing = set(rows)
        for quad in list(self.find(subject, graph=graph)):
            row = (quad.predicate, quad.object)
            if row in missing:
                missing.discard(row)
            else:
                self.drop(quad)
        for predicate, value in sorted(missing, key=str):
            self.add(subject, predicate, value, graph)

    @property
    def size(self) -> int:
        """How many quads are to be added or taken out."""
        return len(self._added) + len(self._removed)

    def commit(self) -> None:
        """Writes all changes in one step, and begins anew."""
        self.archive.transact(remove=self._removed, add=self._added)
        self._added, self._removed = {}, set()
        self._by_subject.clear()
        self._by_value.clear()
        if len(self.scores) > _MOST_SCORES:
            self.scores.clear()

    def decided(self, a: str, b: str) -> Verdict | None:
        """What the user said of a pair, in alphabetical order."""
        if self._decided is None:
            self._decided = {(decision.a, decision.b): decision.verdict for decision in read_decisions(self.archive)}
        return self._decided.get((a, b))

    def decide(self, a: str, b: str, verdict: Verdict | None) -> None:
        """Takes down what the user says of a pair, in place of what was said before; None takes that back."""
        former = self.decided(a, b)
        assert self._decided is not None
        if former is not None:
            for quad in rows_of(self.archive.names, Decision(a, b, former)):
                self.drop(quad)
            del self._decided[a, b]
        if verdict is not None:
            for quad in rows_of(self.archive.names, Decision(a, b, verdict)):
                self.insert(quad)
            self._decided[a, b] = verdict

    def profiles_of(self, article: str) -> dict[str, Profile]:
        """The registered entities of an article, with their profiles."""
        return self._sheet(article).read_all()

    def entities_of(self, article: str) -> tuple[str, ...]:
        """The registered entities of an article, by address."""
        return self._sheet(article).addresses

    def set_profiles(self, article: str, text: str | None) -> None:
        """Registers an article's entities as they are written, in place of those that were; None takes it out."""
        self.swap(NamedNode(article), {(PROFILES, Literal(text))} if text is not None else set(), self.register)
        self._sheets.pop(article, None)

    def profile(self, iri: str) -> Profile | None:
        """The profile of an entity; None where it is not registered, or no address at all."""
        with suppress(ValueError):
            return self._sheet(_article_of(iri)).read(iri)
        return None

    def rank(self, iri: str) -> tuple[datetime.date, str]:
        """A registered entity's place in the order in which anchors are chosen."""
        return rank(iri, self._sheet(_article_of(iri)).date)

    def bearers(self, key: str) -> set[str]:
        """The entities with a key."""
        anchors, is_crowded = self._look_up(key)
        if not is_crowded:
            return anchors
        return {quad.subject.value for quad in self.find(None, KEY, self._node(key), graph=self.register) if isinstance(quad.subject, NamedNode)}

    def anchors(self, key: str) -> set[str]:
        """Those of a key's bearers that all who meet them are compared with: all of them, unless it is crowded."""
        return self._look_up(key)[0]

    def is_crowded(self, key: str) -> bool:
        """Whether a key has more bearers than anchors."""
        return self._look_up(key)[1]

    def set_anchors(self, key: str, anchors: set[str], *, is_crowded: bool, come: str | None = None, gone: str | None = None) -> None:
        """Says who a key's anchors now are, and which bearer it has got or lost."""
        node, (before, was_crowded) = self._node(key), self._look_up(key)
        is_other = (anchors, is_crowded) != (before, was_crowded)
        if before and is_other:
            self.drop(self._row_of(key, before, is_crowded=was_crowded))
        if anchors and is_other:
            self.insert(self._row_of(key, anchors, is_crowded=is_crowded))
        if is_crowded and come is not None:
            for iri in sorted({come} if was_crowded else before | {come}):
                self.add(NamedNode(iri), KEY, node, self.register)
        if was_crowded and gone is not None:
            for iri in sorted({gone} if is_crowded else anchors | {gone}):
                self.drop(Quad(NamedNode(iri), KEY, node, self.register))
        self._anchors[key] = (anchors, is_crowded)

    def _look_up(self, key: str) -> tuple[set[str], bool]:
        if key not in self._anchors:
            if len(self._anchors) > _MOST_KEYS:
                self._anchors.clear()
            plain, sides = split_key(key)
            self._anchors |= {plain + side: (set(), False) for side in sides}
            for row in self.find(self._node(plain), ANCHORS, graph=self.register):
                sign, *names = _text(row).split()
                self._anchors[plain + sign[1:]] = ({self._root + name for name in names}, sign[0] == _CROWDED)
        return self._anchors[key]

    def _node(self, key: str) -> NamedNode:
        return NamedNode(f"{self.register.value}/{_hash_of(key)}")

    def _row_of(self, key: str, anchors: set[str], *, is_crowded: bool) -> Quad:
        plain, sides = split_key(key)
        side = key[-1] if len(sides) > 1 else ""
        names = sorted(iri.removeprefix(self._root) for iri in anchors)
        text = Literal(" ".join(((_CROWDED if is_crowded else _ALL) + side, *names)))
        return Quad(self._node(plain), ANCHORS, text, self.register)

    def _sheet(self, article: str) -> Sheet:
        """An article's profiles; those that were asked for last are kept."""
        if (sheet := self._sheets.get(article)) is not None:
            self._sheets.move_to_end(article)
            return sheet
        row = next(self.find(NamedNode(article), PROFILES, graph=self.register), None)
        sheet = self._sheets[article] = Sheet(_text(row) if row is not None else "")
        if len(self._sheets) > _MOST_ARTICLES:
            self._sheets.popitem(last=False)
        return sheet


def list_profiles(archive: Archive) -> Iterator[Profile]:
    """All registered entities."""
    for quad in archive.backend.quads(None, PROFILES, graph=archive.names.register):
        yield from read_profiles(_text(quad)).values()


@lru_cache(maxsize=4_000)
def _hash_of(key: str) -> str:
    return short_hash(key)


def _article_of(entity: str) -> str:
    return entity.rpartition("/entity/")[0]


def _text(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal | NamedNode) else ""
