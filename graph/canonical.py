"""In: the contents of a graph. Out: the same contents in the one form that a graph file keeps, so that building and re-reading agree.

RDF knows no order, and RDF literals hold no lone surrogates. It refuses to add or to drop a fact.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest

from graph.records import Article, Contents, Entity, Evidence, Mention, Moment, Quotation, Span, Statement
from ontology.namespaces import relation_iri

_SURROGATE = re.compile("[\ud800-\udfff]")


def canonical(contents: Contents) -> Contents:
    """Puts everything in order: entities by first mention, statements by first evidence, names of entities by alphabet.

    Lone surrogates become U+FFFD (offsets stay), a mention's head becomes its span, confidences have two decimals.
    """
    article = _clean_article(contents.article)
    quotations = tuple(_order_quotation(quotation) for quotation in contents.quotations)
    speakers, addressees = (
        tuple(_clean(key) if key else None for _, key in zip_longest(quotations, keys[: len(quotations)])) for keys in (contents.speakers, contents.addressees)
    )
    return Contents(
        article=article,
        entities=tuple(sorted((_order_entity(entity, article.text) for entity in contents.entities), key=_entity_key)),
        statements=_settle_relations(tuple(sorted((_order_statement(s) for s in contents.statements), key=_statement_key))),
        quotations=quotations,
        speakers=speakers,
        addressees=addressees,
    )


def _entity_key(entity: Entity) -> tuple[bool, int, str]:
    return (not entity.mentions, entity.mentions[0].span.start if entity.mentions else 0, entity.id)


def _statement_key(statement: Statement) -> tuple[tuple[Span, ...], str, str, str, str]:
    spans = tuple(evidence.span for evidence in statement.evidence)
    return (spans, statement.subject, statement.relation, statement.obj or statement.literal or "", statement.id)


def _clean_article(article: Article) -> Article:
    words = (article.text, article.title, article.publisher, article.url, article.key)
    if not any(value and _SURROGATE.search(value) for value in words):
        return article
    text, title, publisher, url, key = (_clean(value) if value else None for value in words)
    return replace(article, text=text or "", title=title, publisher=publisher, url=url, key=key)


def _order_entity(entity: Entity, text: str) -> Entity:
    """Aliases by their first place in the text, as the records promise; those that are not in it by alphabet, at the end."""
    label = _clean(entity.label)
    mentioned = {_clean(mention.text): mention.span.start for mention in sorted(entity.mentions, key=lambda mention: mention.span, reverse=True)}
    places = {alias: mentioned[alias] if alias in mentioned else text.find(alias) for alias in map(_clean, entity.aliases) if alias != label}
    aliases = sorted(places, key=lambda alias: (places[alias] < 0, places[alias], alias))
    mentions = {mention.span: mention for mention in reversed(entity.mentions)}
    return replace(
        entity,
        id=_clean(entity.id),
        label=label,
        aliases=tuple(aliases),
        mentions=tuple(
            Mention(span, span, _clean(mention.text), mention.kind, entity.type) for span, mention in sorted(mentions.items(), key=lambda item: item[0])
        ),
        same_as=tuple(sorted({_clean(address) for address in entity.same_as})),
    )


def _order_quotation(quotation: Quotation) -> Quotation:
    return replace(quotation, contents=tuple(sorted(set(quotation.contents))), cue_lemma=_clean(quotation.cue_lemma))


def _order_statement(statement: Statement) -> Statement:
    evidence = {item.span: Evidence(item.span, _clean(item.quote)) for item in reversed(statement.evidence)}
    return replace(
        statement,
        id=_clean(statement.id),
        subject=_clean(statement.subject),
        relation=_clean(statement.relation),
        relation_label=_clean(statement.relation_label),
        family=_clean(statement.family),
        obj=_clean_or_none(statement.obj),
        literal=_clean_or_none(statement.literal),
        evidence=tuple(evidence[span] for span in sorted(evidence)),
        claimed_by=_sorted(statement.claimed_by),
        extractors=_sorted(statement.extractors),
        confidence=round(statement.confidence, 2),
        role=_clean_or_none(statement.role),
        when=_clean_moment(statement.when),
        where=_clean_moment(statement.where),
        about=_sorted(statement.about),
        addressee=_clean_or_none(statement.addressee),
    )


def _settle_relations(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Phrases that differ in case, blanks or hyphens alone are one relation with one label: the first of them by alphabet."""
    names: dict[str, tuple[str, str]] = {}
    for statement in statements:
        key = relation_iri(statement.relation)
        pair = (statement.relation, statement.relation_label)
        names[key] = min(pair, names.get(key, pair))
    settled = (names[relation_iri(statement.relation)] for statement in statements)
    return tuple(replace(s, relation=relation, relation_label=label) for s, (relation, label) in zip(statements, settled, strict=True))


def _sorted(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({_clean(name) for name in names}))


def _clean_moment(moment: Moment | None) -> Moment | None:
    return moment and Moment(_clean(moment.text), moment.span, _clean_or_none(moment.value))


def _clean_or_none(text: str | None) -> str | None:
    return None if text is None else _clean(text)


def _clean(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text) if not text.isascii() else text
