"""In: an RDF graph that `make_dataset` wrote, from whatever file. Out: the contents that it was written from, in canonical order.

Statements are read, never the plain triples: those are their shadow. It refuses a graph that is not ours, holds several articles, or lacks a part.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import unquote

from rdflib import OWL, PROV, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Identifier

from graph.canonical import canonical
from graph.errors import GraphError
from graph.records import (
    Article,
    Contents,
    Entity,
    EntityType,
    Evidence,
    Mention,
    MentionKind,
    Modality,
    Moment,
    Polarity,
    Quotation,
    QuotationKind,
    Span,
    Statement,
)
from graph.terms import MENTION_TERMS, OA, SCHEMA, TW

_FRAGMENT = re.compile(r"#char=(\d+),(\d+)$", re.ASCII)
_KINDS: Final = {term: kind for kind, term in MENTION_TERMS.items()}
_TYPES: Final = frozenset(kind.value for kind in EntityType)
_T = TypeVar("_T")


@dataclass(frozen=True)
class BodilessArticle(Article):
    """An article whose text did not travel with its graph: `text` is empty, its name, hash and length are known, and the words that were quoted."""

    known_id: str = ""
    known_sha256: str = ""
    length: int = 0
    passages: tuple[Evidence, ...] = ()

    @property
    def id(self) -> str:
        """The name that the article has with its text."""
        return self.known_id

    @property
    def sha256(self) -> str:
        """The hash of the text that is not here."""
        return self.known_sha256


class _Index:
    """The graph by subject, then property: reading asks for little else."""

    def __init__(self, graph: Graph) -> None:
        self.nodes: dict[Identifier, dict[Identifier, list[Identifier]]] = defaultdict(lambda: defaultdict(list))
        for subject, term, value in graph:
            if isinstance(subject, Identifier) and isinstance(term, Identifier) and isinstance(value, Identifier):
                self.nodes[subject][term].append(value)

    def of_type(self, kind: URIRef) -> list[Identifier]:
        return sorted(node for node, terms in self.nodes.items() if kind in terms.get(RDF.type, ()))

    def all(self, node: Identifier, term: URIRef) -> list[Identifier]:
        return sorted(self.nodes[node].get(term, ())) if node in self.nodes else []

    def first(self, node: Identifier, term: URIRef) -> Identifier | None:
        values = self.all(node, term)
        return values[0] if values else None

    def need(self, node: Identifier, term: URIRef) -> Identifier:
        value = self.first(node, term)
        if value is None:
            raise GraphError(f"<{node}> has no {_local(term)}: the file is not a Triplewire graph, or was cut short; build it again")
        return value

    def words(self, node: Identifier, term: URIRef) -> str | None:
        value = self.first(node, term)
        return None if value is None else str(value)

    def key(self, node: Identifier, term: URIRef) -> str | None:
        value = self.first(node, term)
        return None if value is None else _local(value)

    def span(self, node: Identifier, term: URIRef) -> Span | None:
        value = self.first(node, term)
        return None if value is None else _span(value)


def read_contents(graph: Graph) -> Contents:
    """Reads back what `make_dataset` wrote.

    Raises:
        GraphError: the graph holds no article of ours or several, lacks a part, or its text does not fit its hash.
    """
    index = _Index(graph)
    node = _article_node(index)
    article = _read_article(index, node)
    numbered = sorted(index.of_type(TW.Quotation), key=lambda quotation: (len(_local(quotation)), _local(quotation)))
    return canonical(
        Contents(
            article=article,
            entities=tuple(_read_entity(index, entity, article) for entity in index.all(node, SCHEMA.mentions)),
            statements=tuple(_read_statement(index, statement) for statement in index.of_type(RDF.Statement)),
            quotations=tuple(_read_quotation(index, quotation) for quotation in numbered),
            speakers=tuple(index.key(quotation, TW.speaker) for quotation in numbered),
            addressees=tuple(index.key(quotation, TW.addressee) for quotation in numbered),
        )
    )


def _article_node(index: _Index) -> Identifier:
    articles = [node for node in index.of_type(SCHEMA.NewsArticle) if TW.sha256 in index.nodes[node]]
    if not articles:
        raise GraphError("holds no article that Triplewire wrote; give a file made by `triplewire build`")
    if len(articles) > 1:
        raise GraphError(f"holds {len(articles)} articles; give the graph of one article")
    return articles[0]


def _read_article(index: _Index, node: Identifier) -> Article:
    body, date = index.words(node, SCHEMA.articleBody), index.words(node, SCHEMA.datePublished)
    title, publisher, url, key = (index.words(node, term) for term in (SCHEMA.headline, SCHEMA.publisher, SCHEMA.url, TW.archiveKey))
    day = None if date is None else _parse(datetime.date.fromisoformat, date, "the article's date")
    sha256 = str(index.need(node, TW.sha256))
    if body is not None:
        if hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest() != sha256:
            raise GraphError("the article's text was changed after the graph was made, so its evidence no longer fits; build it again")
        return Article(body, title, day, publisher, url, key=key)
    length = _parse(int, str(index.need(node, TW.textLength)), "the article's length")
    passages = tuple(sorted(_passages(index), key=lambda passage: (passage.span, passage.quote)))
    return BodilessArticle("", title, day, publisher, url, None, key, _local(node), sha256, length, passages)


def _passages(index: _Index) -> Iterator[Evidence]:
    for node in index.of_type(OA.SpecificResource):
        yield _read_evidence(index, node)
    for node in index.of_type(TW.Quotation):
        if (span := index.span(node, TW.cueEvidence)) is not None:
            yield Evidence(span, index.words(node, TW.cue) or "")


def _read_entity(index: _Index, node: Identifier, article: Article) -> Entity:
    names = [_local(kind) for kind in index.all(node, RDF.type) if kind.startswith(TW)]
    # A graph with inferred triples also says Agent or Entity.
    name = next((name for name in names if name in _TYPES), names[0] if names else "nothing")
    kind = _parse(EntityType, name, f"the type of <{node}>")
    return Entity(
        id=_local(node),
        label=str(index.need(node, RDFS.label)),
        type=kind,
        aliases=tuple(map(str, index.all(node, SKOS.altLabel))),
        mentions=tuple(_read_mentions(index, node, kind, article)),
        same_as=tuple(str(value) for term in (OWL.sameAs, SCHEMA.sameAs) for value in index.all(node, term) if value != node),
        is_named=index.words(node, TW.isNamed) != "false",
    )


def _read_mentions(index: _Index, node: Identifier, kind: EntityType, article: Article) -> Iterator[Mention]:
    for term, how in _KINDS.items():
        for place in index.all(node, term):
            span = _span(place)
            yield Mention(span, span, span.cut(article.text), MentionKind(how), kind)


def _read_statement(index: _Index, node: Identifier) -> Statement:
    relation, obj = index.need(node, RDF.predicate), index.need(node, RDF.object)
    quotation = index.key(node, TW.inQuotation)
    return Statement(
        id=_local(node),
        subject=_local(index.need(node, RDF.subject)),
        relation=index.words(relation, TW.phrase) or _local(relation).replace("-", " "),
        relation_label=str(index.need(relation, RDFS.label)),
        family=_local(index.need(node, TW.family)),
        obj=_local(obj) if isinstance(obj, URIRef) else None,
        literal=None if isinstance(obj, URIRef) else str(obj),
        evidence=tuple(_read_evidence(index, place) for place in index.all(node, PROV.wasDerivedFrom)),
        polarity=_parse(Polarity, _local(index.need(node, TW.polarity)), f"the polarity of <{node}>"),
        modality=_parse(Modality, _local(index.need(node, TW.modality)), f"the modality of <{node}>"),
        claimed_by=tuple(_local(claimant) for claimant in index.all(node, TW.claimedBy)),
        extractors=tuple(map(str, index.all(node, TW.extractor))),
        confidence=_parse(float, str(index.need(node, TW.confidence)), f"the confidence of <{node}>"),
        role=index.words(node, TW.role),
        quotation=None if quotation is None else _parse(int, quotation, f"the quotation of <{node}>"),
        when=_read_moment(index, node, TW.when, TW.whenEvidence, index.words(node, TW.whenValue)),
        where=_read_moment(index, node, TW.where, TW.whereEvidence, index.key(node, TW.whereValue)),
        about=tuple(_local(entity) for entity in index.all(node, TW.about)),
        addressee=index.key(node, TW.addressee),
    )


def _read_moment(index: _Index, node: Identifier, words: URIRef, place: URIRef, value: str | None) -> Moment | None:
    text = index.words(node, words)
    return None if text is None else Moment(text, _span(index.need(node, place)), value)


def _read_evidence(index: _Index, node: Identifier) -> Evidence:
    quotes = [index.words(selector, OA.exact) for selector in index.all(node, OA.hasSelector)]
    quote = next((quote for quote in quotes if quote is not None), None)
    if quote is None:
        raise GraphError(f"<{node}> has no oa:TextQuoteSelector: the file was cut short; build it again")
    return Evidence(_span(node), quote)


def _read_quotation(index: _Index, node: Identifier) -> Quotation:
    return Quotation(
        span=_span(index.need(node, PROV.wasDerivedFrom)),
        contents=tuple(_span(place) for place in index.all(node, TW.content)),
        kind=_parse(QuotationKind, _local(index.need(node, TW.quotationKind)), f"the kind of <{node}>"),
        speaker=index.span(node, TW.speakerEvidence),
        cue=index.span(node, TW.cueEvidence),
        cue_lemma=str(index.need(node, TW.cueLemma)),
        addressee=index.span(node, TW.addresseeEvidence),
        is_hearsay=index.words(node, TW.isHearsay) == "true",
    )


def _span(place: Identifier) -> Span:
    match = _FRAGMENT.search(place)
    if match is None:
        raise GraphError(f"<{place}> names no place in the article's text (…#char=0,12)")
    return Span(int(match[1]), int(match[2]))


def _local(node: Identifier) -> str:
    return unquote(re.split("[/#]", node)[-1])


def _parse(read: Callable[[str], _T], text: str, what: str) -> _T:
    try:
        return read(text)
    except ValueError:
        raise GraphError(f"{what} is {text!r}, which is none of ours") from None
