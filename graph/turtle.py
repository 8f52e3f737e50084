"""In: contents, or an RDF graph. Out: Turtle that a person can read, the same bytes on every run; and contents again from a file.

It is grouped (article, entities, relations, statements, quotations, evidence), in the order of the text. It refuses blank nodes and files that
are not ours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyoxigraph
from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from graph.dataset import make_dataset, read_contents
from graph.errors import GraphError
from graph.quoting import quote_string, show_line
from graph.records import Contents
from graph.terms import OA, SCHEMA, TW, Node
from ontology import namespaces

SECTIONS: Final = (
    ("Article", (SCHEMA.NewsArticle,)),
    ("Entities", (TW.Person, TW.Organization, TW.Place, TW.Event, TW.Work, TW.Group, TW.Other)),
    ("Relations, families and classes", (OWL.ObjectProperty, OWL.Class)),
    ("Statements", (RDF.Statement,)),
    ("Quotations", (TW.Quotation,)),
    ("Evidence", (OA.SpecificResource, OA.TextPositionSelector, OA.TextQuoteSelector)),
)
_SECTION_OF: Final = {kind: number for number, (_, kinds) in enumerate(SECTIONS) for kind in kinds}
_PREDICATES: Final = (
    RDF.type, RDFS.label, SKOS.altLabel, SCHEMA.headline, SCHEMA.datePublished, SCHEMA.publisher, SCHEMA.url, TW.archiveKey, TW.sha256, TW.textLength,
    RDF.subject, RDF.predicate, RDF.object, TW.family, TW.status, TW.polarity, TW.modality, TW.claimedBy, TW.inQuotation, TW.role, TW.when,
    TW.whenValue, TW.whenEvidence, TW.where, TW.whereValue, TW.whereEvidence, TW.about, SCHEMA.text, TW.quotationKind, TW.speaker, TW.addressee,
    TW.cue, TW.cueLemma, TW.isHearsay, TW.speakerEvidence, TW.cueEvidence, TW.addresseeEvidence, TW.content, TW.extractor, TW.confidence,
    PROV.wasDerivedFrom, OA.hasSource, OA.hasSelector, OA.start, OA.end, OA.exact, TW.phrase, RDFS.subPropertyOf, RDFS.subClassOf, TW.isNamed,
    SCHEMA.sameAs,
)  # fmt: skip
_LAST: Final = (TW.namedAt, TW.describedAt, TW.pronounAt, SCHEMA.mentions, SCHEMA.articleBody)
_RANK: Final = {term: number for number, term in enumerate(_PREDICATES)} | {term: 1000 + number for number, term in enumerate(_LAST)}
_BARE: Final = {XSD.integer: r"[+-]?\d+", XSD.decimal: r"[+-]?\d*\.\d+", XSD.boolean: "true|false"}

_LETTERS = r"A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
_LOCAL = re.compile(rf"([{_LETTERS}]|%[0-9A-F]{{2}})([{_LETTERS}-]|%[0-9A-F]{{2}})*")
_PLACE = re.compile(r"#char=(\d+),(\d+)$|/selector/[a-z]+-(\d+)-(\d+)$", re.ASCII)

_Subjects = dict[URIRef, dict[URIRef, list[Node]]]


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


def serialize_turtle(graph: Graph) -> str:
    """Any graph without blank nodes as Turtle, grouped and ordered."""
    articles = sorted(node for node in graph.subjects(RDF.type, SCHEMA.NewsArticle) if isinstance(node, URIRef))
    terms = _Terms(articles[0] if len(articles) == 1 else None)
    subjects: _Subjects = defaultdict(lambda: defaultdict(list))
    for subject, term, value in graph:
        if not (isinstance(subject, URIRef) and isinstance(term, URIRef) and isinstance(value, URIRef | Literal)):
            raise GraphError(f"a blank node stands in the graph ({subject} {term} {value}); Triplewire writes graphs without them")
        subjects[subject][term].append(value)
    sections: dict[int, list[URIRef]] = defaultdict(list)
    for subject, found in subjects.items():
        kinds = [kind for kind in found.get(RDF.type, ()) if isinstance(kind, URIRef)]
        sections[min((_SECTION_OF.get(kind, len(SECTIONS)) for kind in kinds), default=len(SECTIONS))].append(subject)
    body = []
    for number in sorted(sections):
        title = SECTIONS[number][0] if number < len(SECTIONS) else "Others"
        members = sorted(sections[number], key=lambda subject: _subject_key(subject, subjects[subject]))
        body.append(f"# {title}\n\n" + "\n\n".join(_gloss(subject, subjects) + _block(subject, subjects[subject], terms) for subject in members))
    return terms.head() + "\n" + "\n\n".join(body) + "\n"


def _block(subject: URIRef, found: Mapping[URIRef, list[Node]], terms: _Terms) -> str:
    lines = []
    for term in sorted(found, key=lambda term: (_RANK.get(term, 500), term)):
        name = "a" if term == RDF.type else terms.name(term)
        lines.append(f"{name} {', '.join(terms.write(value) for value in sorted(found[term], key=_object_key))}")
    return f"{terms.name(subject)} " + " ;\n    ".join(lines) + " ."


def _gloss(subject: URIRef, subjects: _Subjects) -> str:
    """A statement in words, as a comment above it; hostile words cannot end the comment's line."""
    ends = [next(iter(subjects[subject].get(term, ())), None) for term in (RDF.subject, RDF.predicate, RDF.object)]
    labels = [end and (next(iter(subjects[end].get(RDFS.label, ())), None) if isinstance(end, URIRef) and end in subjects else end) for end in ends]
    if not all(labels):
        return ""
    return "# " + show_line(" – ".join(map(str, labels))) + "\n"


def _subject_key(subject: URIRef, found: Mapping[URIRef, list[Node]]) -> tuple[tuple[int, int], str]:
    """By the first place in the text that a thing leads to, else by address."""
    own = _place(subject)
    if own is None:
        own = min((place for values in found.values() for value in values if (place := _place(value))), default=(0, 0))
    return own, subject


def _object_key(value: Node) -> tuple[bool, tuple[int, int], str, str]:
    return isinstance(value, Literal), _place(value) or (0, 0), str(value), str(getattr(value, "datatype", "") or getattr(value, "language", "") or "")


def _place(value: Node) -> tuple[int, int] | None:
    match = _PLACE.search(value) if isinstance(value, URIRef) else None
    return (int(match[1] or match[3]), int(match[2] or match[4])) if match else None


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
