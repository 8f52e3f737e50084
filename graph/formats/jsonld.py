"""In: an RDF graph. Out: JSON-LD whose context turns every property into a plain word, so that a programmer can read it as JSON.

It refuses to depend on anything outside the file: the context stands in it, nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from graph.ordering import Described, only_article, order_graph
from graph.terms import OA, SCHEMA, TW, Node
from ontology.namespaces import PREFIXES

_WORDS: Final = {
    RDFS.label: "label", SKOS.altLabel: "altLabel", RDFS.subPropertyOf: "subPropertyOf", RDFS.subClassOf: "subClassOf", RDF.subject: "subject",
    RDF.predicate: "predicate", RDF.object: "object", PROV.wasDerivedFrom: "evidence", SCHEMA.headline: "headline",
    SCHEMA.datePublished: "datePublished", SCHEMA.publisher: "publisher", SCHEMA.url: "url", SCHEMA.articleBody: "articleBody",
    SCHEMA.mentions: "mentions", OWL.sameAs: "sameAs", SCHEMA.text: "text", OA.hasSource: "source", OA.hasSelector: "selector", OA.start: "start",
    OA.end: "end", OA.exact: "exact",
}  # fmt: skip
_OWN: Final = (
    "sha256 textLength archiveKey isNamed namedAt describedAt pronounAt phrase family status polarity modality claimedBy inQuotation role when whenValue "
    "whenEvidence where whereValue whereEvidence about addressee extractor confidence quotationKind speaker cue cueLemma isHearsay speakerEvidence "
    "cueEvidence addresseeEvidence content"
)
_NAMES: Final = _WORDS | {TW[name]: name for name in _OWN.split()}
_ADDRESSES: Final = (
    RDF.subject, RDF.predicate, RDFS.subPropertyOf, RDFS.subClassOf, PROV.wasDerivedFrom, SCHEMA.mentions, OA.hasSource, OA.hasSelector,
    TW.namedAt, TW.describedAt, TW.pronounAt, TW.claimedBy, TW.inQuotation, TW.whereValue, TW.about, TW.addressee, TW.speaker, TW.whenEvidence,
    TW.whereEvidence, TW.speakerEvidence, TW.cueEvidence, TW.addresseeEvidence, TW.content, OWL.sameAs,
)  # fmt: skip
_TYPES: Final = {
    **dict.fromkeys(_ADDRESSES, "@id"),
    **dict.fromkeys((TW.family, TW.status, TW.polarity, TW.modality, TW.quotationKind), "@vocab"),
    SCHEMA.datePublished: XSD.date,
    TW.confidence: XSD.decimal,
    OA.start: XSD.nonNegativeInteger,
    OA.end: XSD.nonNegativeInteger,
}
_BARE: Final = {XSD.boolean: re.compile("true|false"), XSD.integer: re.compile(r"0|-?[1-9]\d{0,14}", re.ASCII)}


def write_jsonld(graph: Graph) -> str:
    """The graph as JSON-LD 1.1: the article, entities, relations, statements, quotations and evidence as one list, in order."""
    article = only_article(graph)
    spaces = dict(PREFIXES) | ({"id": f"{article}/entity/", "st": f"{article}/statement/", "quo": f"{article}/quotation/"} if article is not None else {})
    context: dict[str, Any] = {"@version": 1.1, "@vocab": PREFIXES["tw"], **spaces}
    for term, name in _NAMES.items():
        kind = _TYPES.get(term)
        short = _shorten(term, spaces)
        context[name] = {"@id": short, "@type": kind if kind in {"@id", "@vocab"} else _shorten(URIRef(kind), spaces)} if kind else short
    nodes = [_describe(node, spaces) for section in order_graph(graph) for node in section.members]
    return json.dumps({"@context": context, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def _describe(node: Described, spaces: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {"@id": _shorten(node.subject, spaces)}
    for term, values in node.properties:
        if term == RDF.type:
            written: list[Any] = [_shorten(URIRef(value), spaces) for value in values]
            found["@type"] = written[0] if len(written) == 1 else written
            continue
        written = [_write(term, value, spaces) for value in values]
        found[_NAMES.get(term) or _shorten(term, spaces)] = written[0] if len(written) == 1 else written
    return found


def _write(term: URIRef, value: Node, spaces: Mapping[str, str]) -> Any:
    kind = _TYPES.get(term)
    if isinstance(value, URIRef):
        if kind == "@vocab":
            return value[len(TW) :] if value.startswith(TW) and value[len(TW) :].isalpha() and URIRef(value) not in _SHADOWED else _shorten(value, spaces)
        return _shorten(value, spaces) if kind == "@id" else {"@id": _shorten(value, spaces)}
    return _write_literal(value, kind)


def _write_literal(value: Literal, kind: URIRef | str | None) -> Any:
    text, datatype = str(value), value.datatype
    if kind is not None and datatype == kind:
        return text
    if datatype in _BARE and _BARE[datatype].fullmatch(text):
        return json.loads(text)
    if value.language:
        return {"@value": text, "@language": value.language}
    if datatype in (None, XSD.string):
        return text if kind is None else {"@value": text}
    return {"@value": text, "@type": str(datatype)}


# A family such as tw:states is written "states"; one that shares its name with a word of the context would become that word's property.
_SHADOWED: Final = {TW[name] for name in _NAMES.values() if TW[name] not in _NAMES}


def _shorten(iri: URIRef, spaces: Mapping[str, str]) -> str:
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = next((prefix for prefix, space in spaces.items() if space == iri[:cut]), None)
    return f"{prefix}:{iri[cut:]}" if prefix and iri[cut:] else str(iri)
