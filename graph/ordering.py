"""In: an RDF graph without blank nodes. Out: its triples in the one order in which every format of ours writes them.

Article, entities, relations, statements, quotations, evidence; each in the order of the text. It refuses blank nodes, which have no lasting order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, PROV, RDF, RDFS, SKOS, Graph, Literal, URIRef

from graph.errors import GraphError
from graph.terms import OA, SCHEMA, TW, Node

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
    OWL.sameAs, SCHEMA.sameAs,
)  # fmt: skip
_LAST: Final = (TW.namedAt, TW.describedAt, TW.pronounAt, SCHEMA.mentions, SCHEMA.articleBody)
_RANK: Final = {term: number for number, term in enumerate(_PREDICATES)} | {term: 1000 + number for number, term in enumerate(_LAST)}
_PLACE = re.compile(r"#char=(\d+),(\d+)$|/selector/[a-z]+-(\d+)-(\d+)$", re.ASCII)

_Found = Mapping[URIRef, list[Node]]


@dataclass(frozen=True)
class Described:
    """A thing with all that is said of it, in order."""

    subject: URIRef
    properties: tuple[tuple[URIRef, tuple[Node, ...]], ...]

    def values(self, term: URIRef) -> tuple[Node, ...]:
        """The values of one property."""
        return next((values for name, values in self.properties if name == term), ())


@dataclass(frozen=True)
class Section:
    """Things of one kind."""

    title: str
    members: tuple[Described, ...]


def order_graph(graph: Graph) -> tuple[Section, ...]:
    """All triples of a graph, in order.

    Raises:
        GraphError: there is a blank node in it.
    """
    subjects: dict[URIRef, dict[URIRef, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for subject, term, value in graph:
        if not (isinstance(subject, URIRef) and isinstance(term, URIRef) and isinstance(value, URIRef | Literal)):
            raise GraphError(f"a blank node stands in the graph ({subject} {term} {value}); Triplewire writes graphs without them")
        subjects[subject][term].append(value)
    sections: dict[int, list[URIRef]] = defaultdict(list)
    for subject, found in subjects.items():
        kinds = [kind for kind in found.get(RDF.type, ()) if isinstance(kind, URIRef)]
        sections[min((_SECTION_OF.get(kind, len(SECTIONS)) for kind in kinds), default=len(SECTIONS))].append(subject)
    return tuple(
        Section(
            SECTIONS[number][0] if number < len(SECTIONS) else "Others",
            tuple(_describe(subject, subjects[subject]) for subject in sorted(sections[number], key=lambda subject: _subject_key(subject, subjects[subject]))),
        )
        for number in sorted(sections)
    )


def only_article(graph: Graph) -> URIRef | None:
    """The address of the graph's article; None where it holds none or several."""
    articles = [node for node in graph.subjects(RDF.type, SCHEMA.NewsArticle) if isinstance(node, URIRef)]
    return articles[0] if len(articles) == 1 else None


def _describe(subject: URIRef, found: _Found) -> Described:
    terms = sorted(found, key=lambda term: (_RANK.get(term, 500), term))
    return Described(subject, tuple((term, tuple(sorted(found[term], key=_object_key))) for term in terms))


def _subject_key(subject: URIRef, found: _Found) -> tuple[tuple[int, int], str]:
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
