"""In: a folder (or a SPARQL endpoint's address) and articles' contents. Out: an archive that holds them all, and answers over all of them.

Each article has a named graph under its own address; putting, replacing or removing one is a single transaction, so that an archive that was stopped
at any moment holds whole articles alone. It refuses a second writer, and a folder that is no archive of ours.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from graph.archive import layout
from graph.archive.changes import Change, read_change
from graph.archive.layout import LABEL, Layout, in_graph, term
from graph.archive.planning import Plan, Quads, plan_creation, plan_putting, plan_removal
from graph.archive.preparing import Prepared, Report, prepare
from graph.archive.vocabulary import name_relations, read_variants
from graph.errors import ArchiveError, GraphError
from graph.queries import LIMIT, TIMEOUT, Result
from graph.records import Contents, short_hash
from ontology.namespaces import BASE, article_iri

__all__ = ["Archive", "ArchivedArticle", "Backend", "Report", "open_archive"]

FORMAT: Final = 1
"""Version of the folder's layout."""


class Backend(Quads, Protocol):
    """Where an archive's quads lie."""

    def transact(self, remove: Iterable[Quad], add: Iterable[Quad]) -> None:
        """Takes quads out and puts quads in: all of it, or nothing."""
        ...

    def query(self, sparql: str, *, timeout: float, limit: int) -> Result:
        """Answers a query; the default graph is the union of all graphs."""
        ...

    def graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs."""
        ...

    def optimize(self) -> None:
        """Makes what is on disk smaller, where there is a way."""
        ...

    def close(self) -> None:
        """Writes what is still to be written, and lets go."""
        ...


@dataclass(frozen=True)
class ArchivedArticle:
    """One article of an archive. `key` names its source, `sha256` is the hash of its text; `content` and `version` are those of its report."""

    iri: str
    key: str
    sha256: str
    title: str | None
    date: datetime.date | None
    publisher: str | None
    url: str | None
    words: int
    statements: int
    content: str
    version: str


def open_archive(where: str | Path, *, create: bool = False, read_only: bool = False, base_iri: str = BASE, with_text: bool = True) -> Archive:
    """Opens an archive; use it in a `with` statement.

    Args:
        where: Its folder, or the address of a SPARQL endpoint.
        create: Whether to make it where there is none.
        read_only: Whether only to read: several may at once, even beside a writer; they see the archive as it was when they opened it.
        base_iri: What addresses begin with, for a new archive; one that is there keeps its own.
        with_text: Whether the articles' text is kept, likewise.

    Raises:
        ArchiveError: there is none, it is none of ours, or another process is writing to it.
    """
    if str(where).startswith(("http://", "https://")):
        from graph.archive.remote import open_remote

        return open_remote(str(where), create=create, read_only=read_only, base_iri=base_iri, with_text=with_text)
    from graph.archive.embedded import open_embedded

    return open_embedded(Path(where), create=create, read_only=read_only, base_iri=base_iri, with_text=with_text)


class Archive:
    """Many articles in one graph. `names` are the addresses of its graphs, `folder` where it lies (None for a remote one)."""

    def __init__(self, backend: Backend, *, base_iri: str = BASE, with_text: bool = True, folder: Path | None = None, read_only: bool = False) -> None:
        """Over a backend that is open; see `open_archive`."""
        self.backend = backend
        self.base_iri, self.with_text, self.folder, self.read_only = base_iri, with_text, folder, read_only
        self.names = Layout(base_iri)
        if not read_only:
            self._apply(plan_creation(backend, self.names))

    def __enter__(self) -> Archive:
        """The archive itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Closes it."""
        self.close()

    def close(self) -> None:
        """Writes what is still to be written, and lets go."""
        self.backend.close()

    def articles(self) -> Iterator[ArchivedArticle]:
        """All articles, by address. They are read property by property: an endpoint is asked a few times, however many there are."""
        rows: dict[str, dict[str, str]] = defaultdict(dict)
        for predicate in _SHOWN:
            for quad in self.backend.quads(None, predicate):
                if isinstance(quad.subject, NamedNode) and quad.subject == quad.graph_name:
                    rows[quad.subject.value][_local(predicate)] = _value(quad)
        for predicate in (layout.WORDS, layout.STATEMENTS, layout.SOURCE_HASH, layout.VERSION):
            for quad in self.backend.quads(None, predicate, graph=self.names.index):
                if isinstance(quad.subject, NamedNode):
                    rows[quad.subject.value][_local(predicate)] = _value(quad)
        for iri, row in sorted(rows.items()):
            if _local(layout.STATEMENTS) in row:
                yield _make_article(iri, row, rows.get(self.names.source(row.get("archiveKey", "")).value, {}))

    def count(self) -> int:
        """How many articles there are."""
        return sum(1 for _ in self.backend.quads(None, layout.STATEMENTS, graph=self.names.index))

    def find_article(self, key_or_iri: str) -> ArchivedArticle | None:
        """The article of an address, of a source's key, or of the web address it was published at; None where there is none."""
        for iri in self._candidates(key_or_iri):
            if next(self.backend.quads(iri, layout.STATEMENTS, graph=self.names.index), None) is not None:
                return self._read_article(iri)
        return None

    def address_of(self, name: str) -> str:
        """The address of an article, by any of its names, even of one that was removed.

        Raises:
            ArchiveError: the archive never had it.
        """
        if (found := self.find_article(name)) is not None:
            return found.iri
        for iri in (name, article_iri(self.base_iri, short_hash(name))):
            if next(self.changes(iri), None) is not None:
                return iri
        raise ArchiveError(f"there is no article {name} in the archive; `triplewire articles` lists what there is")

    def find_report(self, key: str) -> Report | None:
        """What is known of a source: the hash of its content and the version of the program, when it was last read."""
        row = self._row(self.names.source(key), self.names.index)
        return Report(row.get("sourceHash", ""), row.get("version", "")) if row.get("sourceKey") == key else None

    def add_article(self, contents: Contents, *, key: str, report: Report | None = None) -> Change | None:
        """Puts an article in, or in the place of its former self, in one step; see `put`."""
        return self.put(prepare(contents, key=key, report=report, base_iri=self.base_iri, with_text=self.with_text))

    def put(self, prepared: Prepared) -> Change | None:
        """Puts a prepared article in, in one step. Gives what changed, where its former self was there."""
        plan = plan_putting(self.backend, self.names, prepared)
        self._apply(plan)
        return plan.change

    def remove_article(self, iri: str) -> Change:
        """Takes an article out, in one step; what stood in it is kept in the history.

        Raises:
            ArchiveError: it is not there.
        """
        if (found := self.find_article(iri)) is None:
            raise ArchiveError(f"there is no article {iri} in the archive; `triplewire articles` lists what there is")
        plan = plan_removal(self.backend, self.names, NamedNode(found.iri))
        self._apply(plan)
        assert plan.change is not None
        return plan.change

    def contents(self, iri: str) -> Contents:
        """What an article's graph says, as it was built.

        Raises:
            ArchiveError: it is not there.
        """
        from graph.contents import read_contents
        from graph.turtle import parse_graph

        node = NamedNode(iri)
        row = self._row(node, self.names.index)
        if "relations" not in row:
            raise ArchiveError(f"there is no article {iri} in the archive; `triplewire articles` lists what there is")
        data = serialize([*self.graph_triples(iri), *name_relations(read_variants(row["relations"]))], format=RdfFormat.N_TRIPLES) or b""
        try:
            return read_contents(parse_graph(data, source=iri, ending="nt"))
        except GraphError as error:
            raise ArchiveError(f"{iri}: {error}") from None

    def graph_triples(self, iri: str) -> Iterator[Triple]:
        """The triples of one graph, as they are stored: an article's, or one of `names`."""
        return (quad.triple for quad in self.backend.quads(graph=NamedNode(iri)))

    def replace_graph(self, iri: str, triples: Iterable[Triple]) -> None:
        """Gives a graph that was derived (links) new triples, in one step."""
        graph, plan = NamedNode(iri), Plan()
        plan.swap(self.backend.quads(graph=graph), (in_graph(triple, graph) for triple in triples))
        self._apply(plan)

    def transact(self, *, remove: Iterable[Quad] = (), add: Iterable[Quad] = ()) -> None:
        """Takes quads out and puts quads in, in one step; for graphs that were derived."""
        self._apply(Plan(set(remove), set(add)))

    def changes(self, iri: str | None = None) -> Iterator[tuple[str, int, Change]]:
        """What changed, of one article or of all: its address, the number of the change (from 1), and the change."""
        graph = self.names.history
        try:
            article = NamedNode(iri) if iri else None
        except ValueError:  # no address at all
            return
        nodes = {quad.subject for quad in self.backend.quads(None, layout.ARTICLE, article, graph)}
        rows = [self._row(node, graph) for node in nodes if isinstance(node, NamedNode)]
        for row in sorted(rows, key=lambda row: (row["article"], int(row["number"]))):
            yield row["article"], int(row["number"]), read_change(row)

    def query(self, sparql: str, *, timeout: float = TIMEOUT, limit: int = LIMIT) -> Result:
        """Answers one query over all articles; see `graph.queries.run_query`."""
        return self.backend.query(sparql, timeout=timeout, limit=limit)

    def quads(self, *, with_history: bool = True) -> Iterator[str]:
        """All quads as lines of N-Quads in a lasting order: by graph, then by line. The history of changes may be left out."""
        for graph in sorted(self.backend.graphs(), key=lambda name: name.value):
            if with_history or graph != self.names.history:
                yield from sorted(f"{quad.triple} {graph} .\n" for quad in self.backend.quads(graph=graph))

    def optimize(self) -> None:
        """Makes the archive smaller on disk; of use after a large ingest."""
        self.backend.optimize()

    def label(self, iri: str) -> str:
        """What a thing is called; its address where it has no name."""
        return min((quad.object.value for quad in self.backend.quads(NamedNode(iri), LABEL) if isinstance(quad.object, Literal)), default=iri)

    def _apply(self, plan: Plan) -> None:
        if self.read_only:
            raise ArchiveError("the archive was opened for reading only")
        if plan.remove or plan.add:
            self.backend.transact(plan.remove - plan.add, plan.add)

    def _candidates(self, name: str) -> Iterator[NamedNode]:
        with suppress(ValueError):
            yield NamedNode(name)
        yield from (
            quad.object for quad in self.backend.quads(self.names.source(name), layout.ARTICLE, graph=self.names.index) if isinstance(quad.object, NamedNode)
        )
        values: list[NamedNode | Literal] = [Literal(name)]
        with suppress(ValueError):
            values.append(NamedNode(name))
        for value in values:
            yield from (quad.subject for quad in self.backend.quads(None, term("schema:url"), value) if isinstance(quad.subject, NamedNode))

    def _read_article(self, iri: NamedNode) -> ArchivedArticle:
        own = {_local(quad.predicate): _value(quad) for quad in self.backend.quads(iri, graph=iri) if quad.predicate in _SHOWN}
        source = self._row(self.names.source(own.get("archiveKey", "")), self.names.index)
        return _make_article(iri.value, self._row(iri, self.names.index) | own, source)

    def _row(self, node: NamedNode, graph: NamedNode) -> dict[str, str]:
        return {_local(quad.predicate): _value(quad) for quad in self.backend.quads(node, graph=graph)}


_SHOWN: Final = tuple(term(name) for name in ("tw:archiveKey", "tw:sha256", "schema:headline", "schema:datePublished", "schema:publisher", "schema:url"))


def _make_article(iri: str, row: Mapping[str, str], source: Mapping[str, str]) -> ArchivedArticle:
    return ArchivedArticle(
        iri=iri,
        key=row.get("archiveKey", ""),
        sha256=row.get("sha256", ""),
        title=row.get("headline"),
        date=datetime.date.fromisoformat(row["datePublished"]) if "datePublished" in row else None,
        publisher=row.get("publisher"),
        url=row.get("url"),
        words=int(row["words"]),
        statements=int(row["statements"]),
        content=source.get("sourceHash", ""),
        version=source.get("version", ""),
    )


def write_settings(base_iri: str, *, with_text: bool) -> str:
    """The settings of an archive's folder, as its file holds them."""
    return json.dumps({"format": FORMAT, "base_iri": base_iri, "with_text": with_text}, indent=1) + "\n"


def _local(name: NamedNode) -> str:
    return name.value.rpartition("/")[2].rpartition("#")[2]


def _value(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""
