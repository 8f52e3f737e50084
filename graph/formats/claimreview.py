"""In: contents. Out: schema.org JSON-LD with a draft of a ClaimReview for each claim that stands in somebody's words.

The fact-checker adds `author`, `url` and `reviewRating`; it refuses to give a verdict, which no program can read in the article itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from graph.canonical import canonical
from graph.records import Article, Contents, Entity, EntityType, Statement
from ontology.namespaces import BASE, article_iri, entity_iri, statement_iri

_AUTHOR_TYPES: Final = {EntityType.PERSON: "Person", EntityType.ORGANIZATION: "Organization"}


def write_claim_reviews(contents: Contents, *, base_iri: str = BASE) -> str:
    """One `ClaimReview` for each claimed or denied statement; the rating is left to whoever checks it."""
    contents = canonical(contents)
    entities = {entity.id: entity for entity in contents.entities}
    article = _describe_article(contents.article, base_iri)
    reviews = [_describe_claim(contents, statement, entities, article, base_iri) for statement in _claims(contents)]
    return json.dumps({"@context": "https://schema.org", "@graph": reviews}, ensure_ascii=False, indent=1) + "\n"


def _claims(contents: Contents) -> Iterator[Statement]:
    return (statement for statement in contents.statements if statement.claimed_by)


def _describe_claim(contents: Contents, statement: Statement, entities: dict[str, Entity], article: dict[str, Any], base_iri: str) -> dict[str, Any]:
    address = statement_iri(base_iri, contents.article.id, statement.id)
    authors = [_describe_author(entities[key], contents.article, base_iri) for key in statement.claimed_by if key in entities]
    words = [evidence.quote for evidence in statement.evidence]
    claim: dict[str, Any] = {
        "@type": "Claim",
        "@id": address,
        "name": _in_words(statement, entities),
        "text": words[0] if words else "",
        "author": authors[0] if len(authors) == 1 else authors,
        "appearance": article,
    }
    if contents.article.date:
        claim["datePublished"] = contents.article.date.isoformat()
    return {"@type": "ClaimReview", "@id": f"{address}/review", "claimReviewed": claim["text"] or claim["name"], "itemReviewed": claim}


def _in_words(statement: Statement, entities: dict[str, Entity]) -> str:
    """Who does what to whom, with "not" and "planned" where the claim says so."""
    subject = entities[statement.subject].label if statement.subject in entities else statement.subject
    obj = entities[statement.obj].label if statement.obj in entities else statement.obj or statement.literal or ""
    marks = [mark for mark, holds in (("not", statement.polarity == "negative"), (statement.modality.value, statement.modality != "actual")) if holds]
    return f"{subject} {statement.relation_label} {obj}" + (f" ({', '.join(marks)})" if marks else "")


def _describe_author(entity: Entity, article: Article, base_iri: str) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": _AUTHOR_TYPES.get(entity.type, "Thing"), "@id": entity_iri(base_iri, article.id, entity.id), "name": entity.label}
    if entity.same_as:
        found["sameAs"] = list(entity.same_as)
    return found


def _describe_article(article: Article, base_iri: str) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "NewsArticle", "@id": article_iri(base_iri, article.id)}
    if article.title:
        found["headline"] = article.title
    if article.url:
        found["url"] = article.url
    if article.publisher:
        found["publisher"] = {"@type": "Organization", "name": article.publisher}
    return found
