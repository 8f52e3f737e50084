"""In: the contents of a graph. Out: the same as an RDF graph with provenance (`read_contents` goes back without loss).

Only what the article itself asserts between two entities becomes plain triples: its relation, its family and the families above. All else stays
in its statement alone. It refuses blank nodes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph
from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from graph.canonical import canonical
from graph.contents import BodilessArticle, read_contents
from graph.errors import SettingsError
from graph.records import Article, Contents, Entity, Evidence, Moment, Quotation, Span, Statement, Status
from graph.terms import DATE_TYPES, MENTION_TERMS, OA, SCHEMA, TW, Node, Triple, describe_class
from ontology import namespaces
from ontology.families import UNKNOWN, ancestors_of, load_families

__all__ = ["BodilessArticle", "make_dataset", "read_contents"]

_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~!$&'()*+,;=:@/-]*")
# Stricter than the standard: an address that does not match is kept as a string, so that no tool's parser stumbles over it.
_PATH = r"([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"
_ADDRESS = re.compile(rf"https?://[A-Za-z0-9.-]+(:\d+)?([/?]{_PATH})?(#{_PATH})?")


@dataclass(frozen=True)
class _Names:
    """The addresses of one article's things."""

    base: str
    article_id: str

    @property
    def article(self) -> URIRef:
        return URIRef(namespaces.article_iri(self.base, self.article_id))

    def entity(self, key: str) -> URIRef:
        return URIRef(namespaces.entity_iri(self.base, self.article_id, key))

    def statement(self, key: str) -> URIRef:
        return URIRef(namespaces.statement_iri(self.base, self.article_id, key))

    def quotation(self, number: int) -> URIRef:
        return URIRef(namespaces.quotation_iri(self.base, self.article_id, number))

    def place(self, span: Span) -> URIRef:
        return URIRef(namespaces.evidence_iri(self.base, self.article_id, span.start, span.end))

    def position_selector(self, span: Span) -> URIRef:
        return URIRef(namespaces.position_selector_iri(self.base, self.article_id, span.start, span.end))

    def quote_selector(self, span: Span) -> URIRef:
        return URIRef(namespaces.quote_selector_iri(self.base, self.article_id, span.start, span.end))


def make_dataset(contents: Contents, *, base_iri: str = namespaces.BASE, with_text: bool = True) -> Graph:
    """Writes one article's contents as an RDF graph.

    Args:
        contents: What was found in the article.
        base_iri: The root of all addresses but the ontology's.
        with_text: Whether the article's body travels with the graph; its hash and length always do.

    Returns:
        A graph with our prefixes bound. `read_contents` gives `canonical(contents)` back from it (without the source's file name).

    Raises:
        SettingsError: `base_iri` is no address.
    """
    if not _BASE.fullmatch(base_iri):
        raise SettingsError(f"base IRI {base_iri!r} is not an address; give one such as {namespaces.BASE}")
    contents = canonical(contents)
    graph = Graph()
    for prefix, namespace in namespaces.PREFIXES.items():
        graph.bind(prefix, namespace)
    named = _Names(base_iri, contents.article.id)
    for triple in _contents_triples(contents, named, with_text=with_text):
        graph.add(triple)
    return graph


def _contents_triples(contents: Contents, named: _Names, *, with_text: bool) -> Iterator[Triple]:
    article = contents.article
    yield from _article_triples(article, named, with_text=with_text)
    for entity in contents.entities:
        yield from _entity_triples(entity, named)
    yield from _relation_triples(contents.statements)
    for statement in contents.statements:
        yield from _statement_triples(statement, named)
    for number, quotation in enumerate(contents.quotations):
        yield from _quotation_triples(quotation, named.quotation(number), named, article)
        for term, key in ((TW.speaker, contents.speakers[number]), (TW.addressee, contents.addressees[number])):
            if key is not None:
                yield named.quotation(number), term, named.entity(key)


def _article_triples(article: Article, named: _Names, *, with_text: bool) -> Iterator[Triple]:
    bodiless = isinstance(article, BodilessArticle)
    length = article.length if isinstance(article, BodilessArticle) else len(article.text)
    date = Literal(article.date.isoformat(), datatype=XSD.date) if article.date else None
    yield named.article, RDF.type, SCHEMA.NewsArticle
    yield from _present(
        named.article,
        (SCHEMA.headline, _words(article.title)),
        (SCHEMA.datePublished, date),
        (SCHEMA.publisher, _words(article.publisher)),
        (SCHEMA.url, _address(article.url) if article.url is not None else None),
        (TW.archiveKey, _words(article.key)),
        (SCHEMA.articleBody, _words(article.text) if with_text and not bodiless else None),
        (TW.sha256, Literal(article.sha256)),
        (TW.textLength, Literal(str(length), datatype=XSD.integer)),
    )


def _entity_triples(entity: Entity, named: _Names) -> Iterator[Triple]:
    node, kind = named.entity(entity.id), TW[entity.type.value]
    label, above = describe_class(entity.type)
    yield named.article, SCHEMA.mentions, node
    yield node, RDF.type, kind
    yield node, RDFS.label, Literal(entity.label)
    yield node, TW.isNamed, _truth(entity.is_named)
    for alias in entity.aliases:
        yield node, SKOS.altLabel, Literal(alias)
    for address in (address for address in entity.same_as if address != str(node)):  # a graph of ours can be given as known
        # What is no address cannot be the same as anything; schema.org's term takes texts.
        yield (node, OWL.sameAs, URIRef(address)) if _is_iri(address) else (node, SCHEMA.sameAs, Literal(address))
    for mention in entity.mentions:
        yield node, MENTION_TERMS[mention.kind], named.place(mention.span)
    yield kind, RDF.type, OWL.Class
    yield kind, RDFS.label, Literal(label)
    yield kind, RDFS.subClassOf, above


def _relation_triples(statements: tuple[Statement, ...]) -> Iterator[Triple]:
    """Every relation under its family. Where the same words name two families ("fire" a worker, a missile), it stands under the general one."""
    families: dict[URIRef, set[str]] = defaultdict(set)
    for statement in statements:
        relation = _relation(statement)
        families[relation].add(statement.family)
        yield relation, RDF.type, OWL.ObjectProperty
        yield relation, RDFS.label, Literal(statement.relation_label)
        yield relation, TW.phrase, Literal(statement.relation)
    for relation, members in families.items():
        yield relation, RDFS.subPropertyOf, _family(members.pop() if len(members) == 1 else UNKNOWN)
    for family in {UNKNOWN, *(statement.family for statement in statements)} if statements else ():
        yield from _family_triples(family)


def _family_triples(name: str) -> Iterator[Triple]:
    """A family with those above it, so that a graph can be read without the ontology."""
    known = load_families().get(name)
    yield _family(name), RDF.type, OWL.ObjectProperty
    yield _family(name), RDFS.label, Literal(known.label if known else name)
    for parent in known.parents if known else ():
        yield _family(name), RDFS.subPropertyOf, _family(parent)
        yield from _family_triples(parent)


def _statement_triples(statement: Statement, named: _Names) -> Iterator[Triple]:
    node, subject, relation, family = named.statement(statement.id), named.entity(statement.subject), _relation(statement), _family(statement.family)
    obj = named.entity(statement.obj) if statement.obj is not None else Literal(statement.literal or "")
    if statement.status is Status.ASSERTED and statement.obj is not None:
        yield subject, relation, obj
        yield subject, family, obj
        for above in ancestors_of(statement.family):
            yield subject, _family(above), obj
    yield node, RDF.type, RDF.Statement
    yield from _present(
        node,
        (RDF.subject, subject),
        (RDF.predicate, relation),
        (RDF.object, obj),
        (TW.family, family),
        (TW.status, TW[statement.status.value]),
        (TW.polarity, TW[statement.polarity.value]),
        (TW.modality, TW[statement.modality.value]),
        (TW.role, _words(statement.role)),
        (TW.inQuotation, named.quotation(statement.quotation) if statement.quotation is not None else None),
        (TW.addressee, named.entity(statement.addressee) if statement.addressee is not None else None),
        (TW.confidence, Literal(f"{Decimal(repr(statement.confidence)):f}", datatype=XSD.decimal)),
        *((TW.claimedBy, named.entity(key)) for key in statement.claimed_by),
        *((TW.about, named.entity(key)) for key in statement.about),
        *((TW.extractor, Literal(name)) for name in statement.extractors),
        *((PROV.wasDerivedFrom, named.place(evidence.span)) for evidence in statement.evidence),
    )
    if statement.when:
        yield from _moment_triples(node, statement.when, (TW.when, TW.whenEvidence), named)
        yield from _present(node, (TW.whenValue, _date(statement.when.value)))
    if statement.where:
        yield from _moment_triples(node, statement.where, (TW.where, TW.whereEvidence), named)
        yield from _present(node, (TW.whereValue, named.entity(statement.where.value) if statement.where.value is not None else None))
    for evidence in statement.evidence:
        yield from _evidence_triples(evidence, named)


def _moment_triples(node: URIRef, moment: Moment, terms: tuple[URIRef, URIRef], named: _Names) -> Iterator[Triple]:
    yield node, terms[0], Literal(moment.text)
    yield node, terms[1], named.place(moment.span)


def _evidence_triples(evidence: Evidence, named: _Names) -> Iterator[Triple]:
    place, position, quote = (make(evidence.span) for make in (named.place, named.position_selector, named.quote_selector))
    yield place, RDF.type, OA.SpecificResource
    yield place, OA.hasSource, named.article
    yield place, OA.hasSelector, position
    yield place, OA.hasSelector, quote
    yield position, RDF.type, OA.TextPositionSelector
    yield position, OA.start, Literal(str(evidence.span.start), datatype=XSD.nonNegativeInteger)
    yield position, OA.end, Literal(str(evidence.span.end), datatype=XSD.nonNegativeInteger)
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.exact, Literal(evidence.quote)


def _quotation_triples(quotation: Quotation, node: URIRef, named: _Names, article: Article) -> Iterator[Triple]:
    words = [_cut(article, span) for span in quotation.contents]
    yield node, RDF.type, TW.Quotation
    yield from _present(
        node,
        (SCHEMA.text, Literal(" ".join(words))),
        (TW.quotationKind, TW[quotation.kind.value]),
        (TW.cue, Literal(_cut(article, quotation.cue)) if quotation.cue else None),
        (TW.cueLemma, Literal(quotation.cue_lemma)),
        (TW.isHearsay, _truth(quotation.is_hearsay)),
        (TW.speakerEvidence, named.place(quotation.speaker) if quotation.speaker else None),
        (TW.cueEvidence, named.place(quotation.cue) if quotation.cue else None),
        (TW.addresseeEvidence, named.place(quotation.addressee) if quotation.addressee else None),
        (PROV.wasDerivedFrom, named.place(quotation.span)),
        *((TW.content, named.place(span)) for span in quotation.contents),
    )
    for span in (quotation.span, *quotation.contents):
        yield from _evidence_triples(Evidence(span, _cut(article, span)), named)


def _cut(article: Article, span: Span) -> str:
    if isinstance(article, BodilessArticle):
        return next((passage.quote for passage in article.passages if passage.span == span), "")
    return span.cut(article.text)


def _present(node: URIRef, *pairs: tuple[URIRef, Node | None]) -> Iterator[Triple]:
    return ((node, term, value) for term, value in pairs if value is not None)


def _relation(statement: Statement) -> URIRef:
    return URIRef(namespaces.relation_iri(statement.relation))


def _family(name: str) -> URIRef:
    return URIRef(namespaces.term_iri(name))


def _words(text: str | None) -> Literal | None:
    return None if text is None else Literal(text)


def _truth(value: bool) -> Literal:
    return Literal("true" if value else "false", datatype=XSD.boolean)


def _is_iri(text: str) -> bool:
    try:
        pyoxigraph.NamedNode(text)
    except ValueError:
        return False
    return True


def _address(text: str) -> Node:
    return URIRef(text) if _ADDRESS.fullmatch(text) else Literal(text)


def _date(value: str | None) -> Literal | None:
    if value is None:
        return None
    datatype = next((datatype for shape, datatype in DATE_TYPES if re.fullmatch(shape, value, re.ASCII)), None)
    return Literal(value, datatype=datatype, normalize=False)
