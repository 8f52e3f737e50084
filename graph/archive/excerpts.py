"""In: the stored triples of one article. Out: its contents as far as profiles need them: entities, where they are named, what is stated of them.

Many times as quick as reading the whole graph back (`Archive.contents`). It refuses to read evidence, quotations and claimants.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Triple

from graph.contents import BodilessArticle
from graph.records import Article, Contents, Entity, EntityType, Mention, Modality, Moment, Polarity, Span, Statement
from graph.terms import MENTION_TERMS, SCHEMA, TW

_Terms = dict[str, list[str]]
_NOWHERE: Final = Span(0, 0)
_PLACE: Final = re.compile(r"#char=(\d+),(\d+)$", re.ASCII)
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_ALIAS: Final = "http://www.w3.org/2004/02/skos/core#altLabel"
_TYPES: Final = {f"{TW}{kind.value}": kind for kind in EntityType}


def read_excerpt(iri: str, triples: Iterable[Triple]) -> Contents:
    """The contents of an article's graph without what profiles do not need; entities and statements in alphabetical order."""
    nodes: dict[str, _Terms] = defaultdict(lambda: defaultdict(list))
    literals = set()
    for triple in triples:
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
            nodes[triple.subject.value][triple.predicate.value].append(triple.object.value)
            if isinstance(triple.object, Literal) and triple.predicate.value == f"{_RDF}object":
                literals.add(triple.subject.value)
    article = _read_article(iri, nodes[iri])
    entities = tuple(_read_entity(node, nodes[node], article.text) for node in sorted(nodes[iri].get(str(SCHEMA.mentions), ())) if node in nodes)
    statements = tuple(
        _read_statement(node, terms, is_literal=node in literals) for node, terms in sorted(nodes.items()) if f"{_RDF}Statement" in terms.get(f"{_RDF}type", ())
    )
    return Contents(article, entities, statements)


def _read_article(iri: str, terms: _Terms) -> Article:
    date = _first(terms, str(SCHEMA.datePublished))
    return BodilessArticle(
        text=_first(terms, str(SCHEMA.articleBody)) or "",
        date=datetime.date.fromisoformat(date) if date else None,
        publisher=_first(terms, str(SCHEMA.publisher)),
        known_id=_local(iri),
    )


def _read_entity(node: str, terms: _Terms, text: str) -> Entity:
    kind = next((_TYPES[name] for name in sorted(terms.get(f"{_RDF}type", ())) if name in _TYPES), EntityType.OTHER)
    mentions = [
        Mention(span, span, span.cut(text), how, kind)
        for how, term in MENTION_TERMS.items()
        for span in sorted(_span(place) for place in terms.get(str(term), ()))
    ]
    return Entity(
        id=_local(node),
        label=_first(terms, _LABEL) or _local(node),
        type=kind,
        aliases=tuple(sorted(terms.get(_ALIAS, ()))),
        mentions=tuple(mentions),
        same_as=tuple(sorted((*terms.get(str(SCHEMA.sameAs), ()), *terms.get("http://www.w3.org/2002/07/owl#sameAs", ())))),
        is_named=_first(terms, str(TW.isNamed)) != "false",
    )


def _read_statement(node: str, terms: _Terms, *, is_literal: bool) -> Statement:
    obj = _first(terms, f"{_RDF}object") or ""
    when, where = _first(terms, str(TW.whenValue)), _first(terms, str(TW.whereValue))
    return Statement(
        id=_local(node),
        subject=_local(_first(terms, f"{_RDF}subject") or ""),
        relation=_local(_first(terms, f"{_RDF}predicate") or "").replace("-", " "),
        relation_label="",
        family=_local(_first(terms, str(TW.family)) or ""),
        obj=None if is_literal else _local(obj),
        literal=obj if is_literal else None,
        evidence=(),
        polarity=Polarity(_local(_first(terms, str(TW.polarity)) or "positive")),
        modality=Modality(_local(_first(terms, str(TW.modality)) or "actual")),
        claimed_by=tuple(sorted(map(_local, terms.get(str(TW.claimedBy), ())))),
        role=_first(terms, str(TW.role)),
        when=Moment("", _NOWHERE, when) if when else None,
        where=Moment("", _NOWHERE, _local(where)) if where else None,
    )


def _first(terms: _Terms, name: str) -> str | None:
    return min(terms.get(name, ()), default=None)


def _span(place: str) -> Span:
    match = _PLACE.search(place)
    return Span(int(match[1]), int(match[2])) if match else _NOWHERE


def _local(node: str) -> str:
    return unquote(re.split("[/#]", node)[-1])
