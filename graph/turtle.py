"""In: contents, or an RDF graph. Out: Turtle that a person can read, the same bytes on every run; and contents again from a file.

It is grouped (article, entities, relations, statements, quotations, evidence), in the order of the text. It refuses blank nodes and files that
are not ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyoxigraph
from rdflib import RDF, RDFS, XSD, Graph, Literal, URIRef

from graph.dataset import make_dataset, read_contents
from graph.errors import GraphError
from graph.ordering import Described, only_article, order_graph
from graph.quoting import quote_string, show_line
from graph.records import Contents
from graph.terms import Node
from ontology import namespaces

_BARE: Final = {XSD.integer: r"[+-]?\d+", XSD.decimal: r"[+-]?\d*\.\d+", XSD.boolean: "true|false"}

_LETTERS = r"A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_LOCAL = re.compile(rf"([{_LETTERS}]|%[0-9A-F]{{2}})([{_LETTERS}-]|%[0-9A-F]{{2}})*")


def write_turtle(contents: Contents, *, base_iri: str = namespaces.BASE, with_text: bool = True) -> str:
    """One article's contents as Turtle; see `make_dataset` for the options."""
    return serialize_turtle(make_dataset(contents, base_iri=base_iri, with_text=with_text))


def read_turtle(path: str | Path) -> Contents:
    """The contents of a file that `write_turtle` wrote.

    Raises:
        GraphError: the file cannot be read, is not Turtle, or is not one of ours.
    """
    graph = read_graph(path)
    try:
        return read_contents(graph)
    except GraphError as error:
        raise GraphError(f"{path}: {error}") from None


def read_graph(path: str | Path) -> Graph:
    """Any RDF file as a graph; the format goes by the ending, `.ttl` where it is none."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror or error}); give a graph file such as output/article.ttl") from None
    return parse_graph(data, source=str(path), ending=Path(path).suffix[1:])


def parse_graph(data: bytes | str, *, source: str = "graph", ending: str = "ttl") -> Graph:
    """RDF text as a graph. Oxigraph reads it: it is several times as fast as rdflib and names the line of a mistake.

    >>> len(parse_graph("<a:b> <a:c> 1, 2 ."))
    2
    """
    form = pyoxigraph.RdfFormat.from_extension(ending.lower()) or pyoxigraph.RdfFormat.TURTLE
    graph = Graph()
    try:
        parser = pyoxigraph.parse(data, form)
        for quad in parser:
            graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    except (SyntaxError, ValueError) as error:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        raise GraphError(f"{source}: is not {form.name}: {' '.join(text.split())}") from None
    for prefix, namespace in parser.prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def serialize_turtle(graph: Graph, *, article: URIRef | None = None, graph_name: URIRef | None = None, with_reifiers: bool = False) -> str:
    """Any graph without blank nodes as Turtle, grouped and ordered.

    Args:
        graph: What to write.
        article: The article whose things get short names; by default the graph's own.
        graph_name: The name under which the graph stands in braces: TriG.
        with_reifiers: Whether statements are written as RDF 1.2 has it, `<< id:a rel:b id:c ~ st:1 >>`; most tools cannot read it yet.
    """
    article = article or only_article(graph)
    terms = _Terms(article)
    sections = order_graph(graph)
    labels = {node.subject: str(node.values(RDFS.label)[0]) for section in sections for node in section.members if node.values(RDFS.label)}
    body = []
    for section in sections:
        blocks = (_gloss(node, labels) + _block(node, terms, with_reifiers=with_reifiers) for node in section.members)
        body.append(f"# {section.title}\n\n" + "\n\n".join(blocks))
    text = "\n\n".join(body) + "\n"
    if graph_name is not None:
        text = f"{terms.name(graph_name)} {{\n\n{text}\n}}\n"
    return terms.head() + "\n" + text


def _block(node: Described, terms: _Terms, *, with_reifiers: bool) -> str:
    name, properties = terms.name(node.subject), node.properties
    ends = [node.values(term) for term in (RDF.subject, RDF.predicate, RDF.object)]
    if with_reifiers and all(ends):
        name = f"<< {' '.join(terms.write(end[0]) for end in ends)} ~ {name} >>"
        properties = tuple(pair for pair in properties if pair[0] not in {RDF.subject, RDF.predicate, RDF.object})
    lines = [f"{'a' if term == RDF.type else terms.name(term)} {', '.join(map(terms.write, values))}" for term, values in properties]
    return f"{name} " + " ;\n    ".join(lines) + " ."


def _gloss(node: Described, labels: Mapping[URIRef, str]) -> str:
    """A statement in words, as a comment above it; hostile words cannot end the comment's line."""
    ends = [end for term in (RDF.subject, RDF.predicate, RDF.object) for end in node.values(term)[:1]]
    words = [labels.get(end) if isinstance(end, URIRef) else str(end) for end in ends]
    return f"# {show_line(' – '.join(filter(None, words)))}\n" if len(words) == 3 and all(words) else ""


class _Terms:
    """Writes terms in short form, and remembers the prefixes that it used."""

    def __init__(self, article: URIRef | None) -> None:
        self._article = article
        self._spaces = {**namespaces.PREFIXES}
        if article is not None:
            self._spaces |= {"id": f"{article}/entity/", "st": f"{article}/statement/", "quo": f"{article}/quotation/", "sel": f"{article}/selector/"}
        self._prefix_of = {namespace: prefix for prefix, namespace in self._spaces.items()}
        self._used: set[str] = set()
        self._known: dict[URIRef, str] = {}

    def head(self) -> str:
        base = [f"@base <{self._article}> .\n"] if self._article is not None else []
        return "".join(base + [f"@prefix {prefix}: <{space}> .\n" for prefix, space in self._spaces.items() if prefix in self._used])

    def write(self, value: Node) -> str:
        return self.name(value) if isinstance(value, URIRef) else self._literal(value)

    def name(self, iri: URIRef) -> str:
        if iri not in self._known:
            self._known[iri] = self._shorten(iri)
        return self._known[iri]

    def _shorten(self, iri: URIRef) -> str:
        if self._article is not None and (iri == self._article or iri.startswith(f"{self._article}#")):
            return f"<{iri[len(self._article) :]}>"
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefix_of.get(iri[:cut])
        if prefix is None or not _LOCAL.fullmatch(iri, cut):
            return f"<{iri}>"
        self._used.add(prefix)
        return f"{prefix}:{iri[cut:]}"

    def _literal(self, value: Literal) -> str:
        text, datatype = str(value), value.datatype
        if datatype in _BARE and re.fullmatch(_BARE[datatype], text, re.ASCII):
            return text
        quoted = quote_string(text)
        if value.language:
            return f"{quoted}@{value.language}"
        return quoted if datatype is None or datatype == XSD.string else f"{quoted}^^{self.name(datatype)}"


def _node(term: pyoxigraph.NamedNode | pyoxigraph.Literal | pyoxigraph.BlankNode | pyoxigraph.Triple) -> URIRef | Literal:
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.Literal):
        datatype = None if term.datatype.value == str(XSD.string) or term.language else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    raise ValueError("a blank node or a quoted triple, which no Triplewire graph has")
