"""In: the address of a SPARQL 1.1 endpoint. Out: the archive that lies there, with the same methods as one in a folder.

A change that is small enough is one update request. A larger one of an article takes the source's mark away first, telling its history, and sets it last,
so that an ingest that was stopped in between sees the article as not done; any other is put aside first and then moved at once (`staging`). It refuses a
second writer (`lease`), and an endpoint whose default graph is not, and cannot be made, the union of its graphs.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QueryTriples, RdfFormat, Store, Triple, serialize

from graph.archive import layout
from graph.archive.endpoint import Endpoint
from graph.archive.layout import ARCHIVE, Layout
from graph.archive.lease import Lease
from graph.archive.staging import Staging
from graph.archive.store import FORMAT, Archive
from graph.archive.updates import write_update
from graph.errors import ArchiveError, QueryError
from graph.queries import Result
from graph.query_results import read_answer
from graph.query_text import check_query, explain_error
from ontology.namespaces import PREFIXES

MOST_QUADS: Final = 2000
"""How many quads one update request may name; servers compile a request as a whole, and some give up on large ones."""

_SETTINGS: Final = NamedNode(ARCHIVE + "settings")
# How servers are asked for the union of all graphs: by themselves, as Oxigraph, as Jena.
_UNIONS: Final[tuple[Mapping[str, str], ...]] = ({}, {"union-default-graph": "true"}, {"default-graph-uri": "urn:x-arq:UnionGraph"})


def open_remote(url: str, *, create: bool, read_only: bool, base_iri: str, with_text: bool, endpoint: Endpoint | None = None) -> Archive:
    """The archive of an endpoint; see `open_archive`.

    Raises:
        ArchiveError: there is none, or the endpoint cannot be used.
    """
    endpoint = endpoint or Endpoint(url)
    settings = _find_settings(endpoint)
    if settings is None:
        if not create or read_only:
            raise ArchiveError(f"{url} holds no archive; `triplewire ingest --store {url} SOURCE…` makes one")
        settings = {"format": FORMAT, "base_iri": base_iri, "with_text": with_text}
        node = _settings_of(base_iri)
        endpoint.update(f"INSERT DATA {{ GRAPH {node} {{ {node} {_SETTINGS} {Literal(json.dumps(settings, sort_keys=True))} }} }}")
    if settings.get("format") != FORMAT:
        raise ArchiveError(f"{url} was made by another version of Triplewire (format {settings.get('format')}, this one reads {FORMAT})")
    base = str(settings["base_iri"])
    backend = RemoteBackend(endpoint, base)
    try:
        if not read_only:
            backend.lease = Lease(endpoint, _settings_of(base))
            backend.staging.finish()
        return Archive(backend, base_iri=base, with_text=settings["with_text"], read_only=read_only)
    except BaseException:
        backend.close()
        raise


class RemoteBackend:
    """An archive's quads at an endpoint; `lease` is the right to write there."""

    def __init__(self, endpoint: Endpoint, base_iri: str, *, most_quads: int = MOST_QUADS) -> None:
        """Finds out how the endpoint is asked for all graphs at once."""
        self.endpoint, self.names, self.most_quads = endpoint, Layout(base_iri), most_quads
        self.lease: Lease | None = None
        self.staging = Staging(endpoint, NamedNode(f"{self.names.index.value.removesuffix('index')}staging"))
        self._root = self.names.index.value.removesuffix("archive/index")
        self._union = _find_union(endpoint)
        self._known: Store | None = None

    def quads(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, value: NamedNode | Literal | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        """The quads of a pattern; None stands for any. What relations are called is read once: every article asks for dozens of them."""
        if graph == self.names.vocabulary or (graph == self.names.index and predicate == layout.VARIANT):
            if self._known is None:
                self._known = self._read_relations()
            yield from list(self._known.quads_for_pattern(subject, predicate, value, graph))
        else:
            yield from self._find(subject, predicate, value, graph)

    def _read_relations(self) -> Store:
        known = Store()
        known.extend(self._find(graph=self.names.vocabulary))
        known.extend(self._find(predicate=layout.VARIANT, graph=self.names.index))
        return known

    def _find(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, value: NamedNode | Literal | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        given = {"s": subject, "p": predicate, "o": value, "g": graph}
        s, p, o, g = (f"?{name}" if term is None else str(term) for name, term in given.items())
        wanted = " ".join(f"?{name}" for name, term in given.items() if term is None) or "(1 AS ?one)"
        own = f' FILTER(STRSTARTS(STR(?g), "{self._root}"))' if graph is None else ""
        for row in self.endpoint.select(f"SELECT {wanted} WHERE {{ GRAPH {g} {{ {s} {p} {o} }}{own} }}"):
            terms: list[Any] = [term if term is not None else _mend(row[name]) for name, term in given.items()]
            yield Quad(*terms)

    def graphs(self) -> Iterator[NamedNode]:
        """The names of the archive's graphs; others of the same endpoint are left alone."""
        rows = self.endpoint.select(f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{self._root}")) }}')
        return (row["g"] for row in rows if row["g"].value not in (f"{self._root}archive/settings", self.staging.graph.value))

    def transact(self, remove: Iterable[Quad], add: Iterable[Quad]) -> None:
        """Takes quads out and puts quads in: in one request, or so that what was begun can be told from what is done."""
        if self.lease is not None:
            self.lease.renew()
        gone, come = sorted(remove, key=str), sorted(add, key=str)
        known, self._known = self._known, None  # should this be stopped half-way, it is read anew
        self._send(gone, come)
        if known is not None:
            for quad in gone:
                known.remove(quad)
            known.extend(quad for quad in come if quad.graph_name == self.names.vocabulary or quad.predicate == layout.VARIANT)
            self._known = known

    def _send(self, gone: list[Quad], come: list[Quad]) -> None:
        if len(gone) + len(come) <= self.most_quads:
            self._update(gone, come)
            return
        if not any(quad.predicate == layout.SOURCE_HASH for quad in (*gone, *come)):
            self._send_derived(gone, come)
            return
        marks = [quad for quad in gone if quad.predicate == layout.SOURCE_HASH]
        kept = {self.names.index, self.names.vocabulary, self.names.history}
        told = [quad for quad in come if quad.graph_name == self.names.history]  # what changes can be told only while the former graph is there
        self._update(marks, told)
        last_gone = [quad for quad in gone if quad.graph_name in kept and quad not in marks]
        last_come = [quad for quad in come if quad.graph_name in kept and quad not in told]
        self._replace_graphs([quad for quad in gone if quad.graph_name not in kept], [quad for quad in come if quad.graph_name not in kept])
        # The source's mark comes last of all, should even these rows take several requests.
        last_come.sort(key=lambda quad: quad.predicate == layout.SOURCE_HASH)
        self._update_in_pieces(last_gone, last_come)

    def _send_derived(self, gone: list[Quad], come: list[Quad]) -> None:
        """What belongs to no article: links, groups, marks. No half of that may be left, since nothing would tell that it is one."""
        graphs = {quad.graph_name for quad in gone}
        if not come and len(graphs) == 1 and set(gone) == set(self.quads(graph=gone[0].graph_name)):  # type: ignore[arg-type]
            self.endpoint.update(f"DROP SILENT GRAPH {gone[0].graph_name}")
        else:
            self.staging.change(gone, come, most_quads=self.most_quads)

    def query(self, sparql: str, *, timeout: float, limit: int) -> Result:
        """Answers a query over all graphs; it is read here first, so that what is wrong with it is told as everywhere else."""
        graphs = {name.value for name in self.graphs()} if "from" in sparql.lower() else set()
        names_graphs = check_query(sparql, graphs=graphs)
        try:
            kind = Store().query(sparql, prefixes=dict(PREFIXES))
        except SyntaxError as error:
            raise QueryError(explain_error(error.msg, sparql, PREFIXES)) from None
        text, parameters = _add_prefixes(sparql), {} if names_graphs else self._union
        answer = self._ask(kind, text, parameters, timeout, limit)
        return read_answer(answer, limit=limit, prefixes=PREFIXES)

    def optimize(self) -> None:
        """Nothing: a server looks after its own files."""

    def close(self) -> None:
        """Lets go."""
        if self.lease is not None:
            self.lease.release()
        self.endpoint.close()

    def _ask(self, kind: Any, sparql: str, parameters: Mapping[str, str], timeout: float, limit: int) -> dict[str, Any]:
        most = limit or None
        if isinstance(kind, QueryTriples):
            triples = list(islice(self.endpoint.construct(sparql, parameters=parameters, timeout=timeout), most and most + 1))
            shown = sorted(set(triples[:most]), key=str)
            used = {prefix: space for prefix, space in PREFIXES.items() if any(f"<{space}" in str(triple) for triple in shown)}
            turtle = (serialize(shown, format=RdfFormat.TURTLE, prefixes=used) or b"").decode("utf-8")
            return {"form": "graph", "turtle": turtle, "cut": most is not None and len(triples) > most}
        found = self.endpoint.select(sparql, parameters=parameters, timeout=timeout)
        if isinstance(kind, QueryBoolean):
            return {"form": "ask", "answer": _read_truth(found)}
        columns = [variable.value for variable in kind.variables]
        rows = [[_write_term(row[name]) for name in columns] for row in islice(found, most and most + 1)]
        return {"form": "select", "columns": columns, "rows": rows[:most], "cut": most is not None and len(rows) > most}

    def _replace_graphs(self, gone: list[Quad], come: list[Quad]) -> None:
        """Article by article: the whole graph anew in one step where the server can, else in pieces."""
        by_graph: dict[NamedNode, tuple[list[Quad], list[Quad]]] = defaultdict(lambda: ([], []))
        for side, quads in enumerate((gone, come)):
            for quad in quads:
                assert isinstance(quad.graph_name, NamedNode)
                by_graph[quad.graph_name][side].append(quad)
        for graph, (out, into) in by_graph.items():
            held = {quad.triple for quad in self.quads(graph=graph)} if out or len(into) > self.most_quads else set()
            triples = (held - {quad.triple for quad in out}) | {quad.triple for quad in into}
            if not triples and len(out) > self.most_quads:
                self.endpoint.update(f"DROP SILENT GRAPH {graph}")
            elif len(out) + len(into) <= self.most_quads or not self.endpoint.put_graph(graph.value, _write_triples(triples)):
                self._update_in_pieces(out, into)

    def _update_in_pieces(self, gone: list[Quad], come: list[Quad]) -> None:
        for start in range(0, len(gone), self.most_quads):
            self._update(gone[start : start + self.most_quads], [])
        for start in range(0, len(come), self.most_quads):
            self._update([], come[start : start + self.most_quads])

    def _update(self, gone: list[Quad], come: list[Quad]) -> None:
        if text := write_update(gone, come):
            self.endpoint.update(text)


def _settings_of(base_iri: str) -> NamedNode:
    """The graph of an archive's settings, and their node in it."""
    return NamedNode(f"{Layout(base_iri).index.value.removesuffix('index')}settings")


def _find_settings(endpoint: Endpoint) -> dict[str, Any] | None:
    found = [row["text"].value for row in endpoint.select(f"SELECT ?text WHERE {{ GRAPH ?g {{ ?g {_SETTINGS} ?text }} }}")]
    if not found:
        return None
    try:
        settings = dict(json.loads(min(found)))
        if settings["format"] == FORMAT:
            _settings_of(str(settings["base_iri"]))  # an address that can be one
            settings["with_text"] = bool(settings["with_text"])
        return settings
    except (ValueError, TypeError, KeyError):
        raise ArchiveError(f"{endpoint.addresses.query} holds settings of an archive that cannot be read") from None


def _find_union(endpoint: Endpoint) -> Mapping[str, str]:
    for parameters in _UNIONS:
        if list(endpoint.select(f"SELECT ?text WHERE {{ ?archive {_SETTINGS} ?text }} LIMIT 1", parameters=parameters)):
            return parameters
    raise ArchiveError(f"{endpoint.addresses.query}: its default graph does not show its named graphs; set it up so that it is their union")


def _write_triples(triples: Iterable[Triple]) -> bytes:
    return "".join(f"{triple} .\n" for triple in sorted(triples, key=str)).encode("utf-8")


def _add_prefixes(sparql: str) -> str:
    """The query with the prefixes that it uses and does not declare, on its first line, so that lines keep their numbers."""
    missing = {prefix: space for prefix, space in PREFIXES.items() if f"{prefix}:" in sparql and f"prefix {prefix}:" not in " ".join(sparql.lower().split())}
    return "".join(f"PREFIX {prefix}: <{space}> " for prefix, space in missing.items()) + sparql


def _mend(term: Any) -> Any:
    """What a server gives back for what it was given: Virtuoso writes truth values as numbers."""
    if isinstance(term, Literal) and term.datatype == layout.term("xsd:boolean") and term.value in ("0", "1"):
        return Literal("true" if term.value == "1" else "false", datatype=term.datatype)
    return term


def _read_truth(found: Any) -> bool:
    if isinstance(found, QueryBoolean):
        return bool(found)
    return any(term is not None and term.value in ("1", "true") for row in found for term in row)  # Virtuoso answers ASK with a row


def _write_term(term: Any) -> list[str | None] | None:
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return ["uri", term.value]
    if isinstance(term, Literal):
        return ["literal", term.value, None if term.language else term.datatype.value, term.language]
    return ["bnode", term.value] if hasattr(term, "value") else ["triple", str(term)]
