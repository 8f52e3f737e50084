"""In: the ontology's names. Out: the same as RDF terms, for the modules that write and read RDF. It refuses to build or to read a graph."""

from __future__ import annotations

from functools import cache
from typing import Final

from rdflib import XSD, Literal, Namespace, URIRef

from graph.records import EntityType, MentionKind
from ontology import namespaces
from ontology.terms import load_terms

SCHEMA: Final = Namespace(namespaces.PREFIXES["schema"])
OA: Final = Namespace(namespaces.PREFIXES["oa"])
TW: Final = Namespace(namespaces.TW)

MENTION_TERMS: Final = {MentionKind.NAME: TW.namedAt, MentionKind.DESCRIPTION: TW.describedAt, MentionKind.PRONOUN: TW.pronounAt}
"""How an entity is mentioned → the property that leads to the place."""

DATE_TYPES: Final = ((r"\d{4}-\d\d-\d\d", XSD.date), (r"\d{4}-\d\d", XSD.gYearMonth), (r"\d{4}", XSD.gYear))
"""Shape of a date → its datatype, longest first."""

Node = URIRef | Literal
Triple = tuple[URIRef, URIRef, Node]


@cache
def describe_class(kind: EntityType) -> tuple[str, URIRef]:
    """An entity class's label, and the class above it that most tools know: schema.org's where there is one, else ours."""
    term = next(term for term in load_terms() if term.group == "class" and term.name == kind.value)
    above = next((name for name in term.under if name.startswith("schema:")), term.under[0])
    prefix, _, name = above.rpartition(":")
    return term.label, URIRef(namespaces.PREFIXES[prefix] + name) if prefix else TW[name]
