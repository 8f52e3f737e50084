"""In: the ontology's names. Out: the same as RDF terms, for the modules that write and read RDF. It refuses to build or to read a graph."""

from __future__ import annotations

from typing import Final

from rdflib import XSD, Literal, Namespace, URIRef

from graph.records import EntityType, MentionKind
from ontology import namespaces

SCHEMA: Final = Namespace(namespaces.PREFIXES["schema"])
OA: Final = Namespace(namespaces.PREFIXES["oa"])
TW: Final = Namespace(namespaces.TW)

CLASS_PARENTS: Final = {
    EntityType.PERSON: SCHEMA.Person,
    EntityType.ORGANIZATION: SCHEMA.Organization,
    EntityType.PLACE: SCHEMA.Place,
    EntityType.EVENT: SCHEMA.Event,
    EntityType.WORK: SCHEMA.CreativeWork,
    EntityType.GROUP: SCHEMA.Thing,
    EntityType.OTHER: SCHEMA.Thing,
}
"""Entity type → the schema.org class above ours, repeated in every graph for tools that know schema.org and not our ontology."""

MENTION_TERMS: Final = {MentionKind.NAME: TW.namedAt, MentionKind.DESCRIPTION: TW.describedAt, MentionKind.PRONOUN: TW.pronounAt}
"""How an entity is mentioned → the property that leads to the place."""

DATE_TYPES: Final = ((r"\d{4}-\d\d-\d\d", XSD.date), (r"\d{4}-\d\d", XSD.gYearMonth), (r"\d{4}", XSD.gYear))
"""Shape of a date → its datatype, longest first."""

Node = URIRef | Literal
Triple = tuple[URIRef, URIRef, Node]
