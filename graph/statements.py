"""In: claims, and the entity of each mention. Out: statements: entities in place of mentions, a family of the ontology for each phrase, doubles merged.

A claim whose subject or object is an unresolved pronoun is left out: a wrong edge is worse than none. It refuses to read the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.records import Article, Claim, Entity, EntityType, Evidence, Mention, MentionKind, Moment, Statement, Worth, short_hash
from ontology.lexicon import find_family, inflect_label

UNNAMED_SOURCE = Entity(id="unnamed-source", label="Unnamed source", type=EntityType.PERSON, is_named=False)
"""Whom hearsay is ascribed to: "reportedly", "sources said"."""
LONGEST_LITERAL = 1000


@dataclass(frozen=True)
class Lookup:
    """Entities by id and by mention."""

    by_id: Mapping[str, Entity]
    of_mention: Mapping[Mention, str]

    def entity(self, mention: Mention) -> Entity | None:
        """The entity of a mention, None where it is not resolved."""
        found = self.of_mention.get(mention)
        return self.by_id.get(found) if found is not None else None


def merge_claims(article: Article, claims: Iterable[Claim], entities: Iterable[Entity], entity_of: Mapping[Mention, str]) -> tuple[Statement, ...]:
    """Statements in the order in which the article first makes them."""
    lookup = Lookup({e.id: e for e in (*entities, UNNAMED_SOURCE)}, entity_of)
    merged: dict[str, Statement] = {}
    for claim in claims:
        statement = make_statement(article, claim, lookup)
        if statement is None:
            continue
        before = merged.get(statement.id)
        merged[statement.id] = statement if before is None else join_statements(before, statement)
    ordered = sorted(merged.values(), key=lambda s: (s.evidence[0].span, s.relation, s.subject, s.obj or "", s.literal or "", s.id))
    return tuple(drop_echoes(ordered))


def drop_echoes(statements: Sequence[Statement]) -> list[Statement]:
    """Statements but those that say no more than their verb where another says it more fully: "was elected" beside "was elected in Leeds".

    What was planned or denied in full is no echo of what was done, nor is being attacked one of attacking.
    """
    fuller = {key for s in statements if not is_verb_alone(s.relation, s.literal) for key in echo_keys(s)}
    return [s for s in statements if not is_verb_alone(s.relation, s.literal) or not fuller & set(echo_keys(s))]


def echo_keys(statement: Statement) -> Iterator[tuple[str, bool, str, str]]:
    """Who does, or undergoes, what a verb says, and with which standing: the same for "police arrest Holm" and "Holm is arrested"."""
    verb, passive = main_verb(statement.relation)[:4], statement.relation.startswith("be ")
    yield verb, passive, statement.subject, statement.status
    if statement.obj is not None and not passive:
        yield verb, True, statement.obj, statement.status


def is_verb_alone(relation: str, literal: str | None) -> bool:
    """Whether an object in words is no more than the verb once more.

    >>> is_verb_alone("be arrested", "was arrested"), is_verb_alone("arrest", "a man who was arrested"), is_verb_alone("be", "a teacher")
    (True, False, False)
    """
    words = (literal or "").lower().split()
    return 0 < len(words) < 4 and words[-1][:4] == relation.split()[-1][:4]


def main_verb(relation: str) -> str:
    """The word that a relation is made with: "elected" of "be elected in", "be" of "be"."""
    return next((word for word in relation.split() if word != "be"), "be")


def used_entities(entities: Iterable[Entity], statements: Iterable[Statement], *, speaking: Iterable[str | None] = ()) -> tuple[Entity, ...]:
    """Named entities, and those unnamed ones that a statement needs or that speak or are spoken to (`speaking`, ids)."""
    used: set[str] = {x for x in speaking if x}
    for s in statements:
        used.update(x for x in (s.subject, s.obj, s.addressee, *s.claimed_by, *s.about, s.where.value if s.where else None) if x)
    known = list(entities)
    if UNNAMED_SOURCE.id in used and all(e.id != UNNAMED_SOURCE.id for e in known):
        known.append(UNNAMED_SOURCE)
    return tuple(e for e in known if e.is_named or e.id in used)


def make_statement(article: Article, claim: Claim, lookup: Lookup) -> Statement | None:
    """One claim as a statement; None where an end is not resolved, or is the same at both ends."""
    subject = lookup.entity(claim.subject)
    if subject is None:
        return None
    target, literal = resolve_object(article, claim, lookup)
    if (target is None and not literal) or (target is not None and target.id == subject.id):
        return None
    phrase = normalise_phrase(claim.phrase)
    if phrase == "be" and literal and set(fold(literal).split()) <= set(fold(subject.label).split()):
        return None  # "these selfish strikes" spoken of once: the name says it
    family = claim.family or find_family(phrase, subject_type=subject.type.value, object_type=target.type.value if target else None, object_words=literal)
    claimed_by = resolve_claimants(claim.worth, lookup)
    key = target.id if target else "\x02" + fold(literal or "")
    identity = (article.id, subject.id, phrase, key, claim.worth.polarity.value, claim.worth.modality.value, *claimed_by)
    about = tuple(dict.fromkeys(e.id for m in claim.about if (e := lookup.entity(m)) is not None and e.is_named and e.id != subject.id))
    addressee = lookup.entity(claim.addressee) if claim.addressee else None
    return Statement(
        id=short_hash(*identity),
        subject=subject.id,
        relation=phrase,
        relation_label=inflect_label(phrase),
        family=family,
        obj=target.id if target else None,
        literal=None if target else literal,
        evidence=(Evidence(claim.evidence.span, claim.evidence.quote),),
        polarity=claim.worth.polarity,
        modality=claim.worth.modality,
        claimed_by=claimed_by,
        extractors=(claim.extractor,),
        confidence=claim.confidence,
        role=claim.role,
        quotation=claim.quotation,
        when=claim.when,
        where=resolve_place(claim.where, lookup),
        about=about,
        addressee=addressee.id if addressee and addressee.id != subject.id else None,
        site=claim.site,
    )


def resolve_object(article: Article, claim: Claim, lookup: Lookup) -> tuple[Entity | None, str | None]:
    """The object as an entity, or as words: a thing that is named nowhere and spoken of once is words, not a node."""
    if isinstance(claim.obj, str):
        return None, claim.obj[:LONGEST_LITERAL].strip()
    entity = lookup.entity(claim.obj)
    if entity is None:
        if claim.obj.kind is MentionKind.PRONOUN:
            return None, None
        return None, " ".join((claim.object_span or claim.obj.span).cut(article.text).split())
    if is_passing(entity) and claim.object_span is not None:
        return None, " ".join(claim.object_span.cut(article.text).split())
    return entity, None


def is_passing(entity: Entity) -> bool:
    """Whether an entity is a thing in passing ("leadership", "a solution"): unnamed, no person, body or place, mentioned once."""
    return not entity.is_named and entity.type in (EntityType.OTHER, EntityType.EVENT, EntityType.WORK) and len(entity.mentions) < 2


def resolve_claimants(worth: Worth, lookup: Lookup) -> tuple[str, ...]:
    """Entities in whose words a claim stands, nearest first; the unnamed source for hearsay and for a speaker that is not known."""
    found = [e.id for m in worth.claimants if (e := lookup.entity(m)) is not None]
    if worth.is_hearsay or len(found) < len(worth.claimants):
        found.append(UNNAMED_SOURCE.id)
    return tuple(dict.fromkeys(found))


def resolve_place(where: Moment | None, lookup: Lookup) -> Moment | None:
    """The place's words with its entity, if it is one."""
    if where is None:
        return None
    inside = [m for m in lookup.of_mention if m.span in where.span and m.type is EntityType.PLACE]
    best = max(inside, key=lambda m: (m.span.end - m.span.start, -m.span.start), default=None)
    return replace(where, value=lookup.of_mention[best]) if best else where


def normalise_phrase(phrase: str) -> str:
    """Lemmas in lower case with single blanks; capitals only for abbreviations ("be MP for").

    >>> normalise_phrase("Hit  out at"), normalise_phrase("be MP for")
    ('hit out at', 'be MP for')
    """
    words = [w if len(w) > 1 and w.isupper() else w.lower() for w in phrase.split()]
    return " ".join(words)


def fold(text: str) -> str:
    """Words compared without case, punctuation and articles."""
    return " ".join(w for w in re.findall(r"\w+", text.casefold()) if w not in ("the", "a", "an"))


def join_statements(first: Statement, second: Statement) -> Statement:
    """The same statement read twice: all evidence, the surer confidence with its site, the first time, place and role."""
    evidence = tuple(sorted({e.span: e for e in (*first.evidence, *second.evidence)}.values(), key=lambda e: e.span))
    return replace(
        first,
        evidence=evidence,
        extractors=tuple(dict.fromkeys((*first.extractors, *second.extractors))),
        confidence=max(first.confidence, second.confidence),
        role=first.role or second.role,
        when=first.when or second.when,
        where=first.where or second.where,
        about=tuple(dict.fromkeys((*first.about, *second.about))),
        addressee=first.addressee or second.addressee,
        quotation=first.quotation if first.quotation is not None else second.quotation,
        site=max((first, second), key=lambda s: s.confidence).site,
    )
