"""In: an archive's base address. Out: the addresses of its graphs, and the terms of their rows. It refuses to know what stands in them.

Graphs of an archive: one for each article, under the article's own address; `index` (a row for each article and each source), `vocabulary` (what
relations are called), `history` (what changed), `register` (what linking needs to know of each entity), `links` (which of them are one), `decisions` (what
the user said of that), `entities` (the groups that come of it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.records import short_hash
from ontology.namespaces import BASE, PREFIXES, TW

ARCHIVE: Final = BASE + "archive#"
"""Namespace of the rows that only an archive has."""


def _own(name: str) -> NamedNode:
    return NamedNode(ARCHIVE + name)


SOURCE_KEY: Final = _own("sourceKey")
SOURCE_HASH: Final = _own("sourceHash")
VERSION: Final = _own("version")
ARTICLE: Final = _own("article")
WORDS: Final = _own("words")
STATEMENTS: Final = _own("statements")
RELATIONS: Final = _own("relations")
SKETCH: Final = _own("sketch")
UNLINKED: Final = _own("unlinked")
"""Stands at an article until its entities are linked: the version of the linking, and the article's profiles; of one that went, nothing."""
PROFILES: Final = _own("profiles")
"""Of an article that is linked: what `write_profiles` wrote."""
VARIANT: Final = _own("variant")
BECAUSE: Final = _own("because")
NUMBER: Final = _own("number")
BEFORE: Final = _own("before")
AFTER: Final = _own("after")
WITHDRAWN: Final = _own("withdrawn")
ADDED: Final = _own("added")


def term(prefixed: str) -> NamedNode:
    """A term by its short name.

    >>> term("rdfs:label").value
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    prefix, _, name = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + name)


def integer(number: int) -> Literal:
    """A whole number."""
    return Literal(str(number), datatype=term("xsd:integer"))


TYPE: Final = term("rdf:type")
LABEL: Final = term("rdfs:label")
DATE: Final = term("schema:datePublished")
KEY: Final = NamedNode(TW + "archiveKey")


@dataclass(frozen=True)
class Layout:
    """The graphs of one archive."""

    base: str = BASE

    @property
    def index(self) -> NamedNode:
        """Rows for articles and sources."""
        return self._graph("index")

    @property
    def vocabulary(self) -> NamedNode:
        """Labels and families of relations, each once."""
        return self._graph("vocabulary")

    @property
    def history(self) -> NamedNode:
        """What changed."""
        return self._graph("history")

    @property
    def links(self) -> NamedNode:
        """Which entities of several articles are one."""
        return self._graph("links")

    @property
    def register(self) -> NamedNode:
        """Who is named in which article, for linking."""
        return self._graph("register")

    @property
    def decisions(self) -> NamedNode:
        """What the user decided about links."""
        return self._graph("decisions")

    @property
    def entities(self) -> NamedNode:
        """The groups of entities that are one."""
        return self._graph("entities")

    def source(self, key: str) -> NamedNode:
        """The row of one source."""
        return NamedNode(f"{self.index.value}/source/{short_hash(key)}")

    def _graph(self, name: str) -> NamedNode:
        root = self.base if self.base.endswith(("/", "#")) else f"{self.base}/"
        return NamedNode(f"{root}archive/{name}")


def in_graph(triple: Triple, graph: NamedNode) -> Quad:
    """A triple in its graph."""
    return Quad(triple.subject, triple.predicate, triple.object, graph)
