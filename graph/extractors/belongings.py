"""In: a context. Out: what belongs where: bodies and groups with their country, body or kind.

"Norway's parliament", "the Norwegian parliament", "a team from Oslo University", "ports such as Bergen". It refuses things that are owned:
those are not news.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from graph.clause_forms import has_no
from graph.extractors.context import Context, conjuncts, example_heads, find_name, named_examples, noun_claim, phrase_span
from graph.extractors.frames import preposition
from graph.extractors.rolenames import names_person, role_claims
from graph.extractors.words import word_set
from graph.gazetteer import place_of_demonym
from graph.records import Claim, EntityType, Mention, MentionKind

BODIES = (EntityType.ORGANIZATION, EntityType.GROUP)


def extract_belongings(context: Context) -> Iterator[Claim]:
    """Claims of every noun that names or describes a person, body, group, place or event."""
    for token in context.doc:
        mention = context.by_head.get(token.i)
        if mention is None or mention.kind is MentionKind.PRONOUN or token.pos_ not in ("NOUN", "PROPN"):
            continue
        claim = noun_claim(context, mention, token, reported=False)
        yield from location_claims(context, claim, token)
        yield from origin_claims(context, claim, token)
        yield from owner_claims(context, claim, token)
        yield from nation_claims(context, claim, token)
        yield from seat_claims(context, claim, token)
        yield from kind_claims(context, mention, token)


def location_claims(context: Context, claim: Claim, noun: Token) -> Iterator[Claim]:
    """Where something is: "the picket line outside Waverley station"."""
    mention = claim.subject
    if noun.lemma_.lower() in word_set("holding_noun"):
        return  # "shares in Forvalt"
    if mention.kind is MentionKind.DESCRIPTION and any(c.dep_ == "cop" for c in noun.children):
        return  # "It was the only place on earth": which place is another matter
    if noun._.kind not in ("person", "organization", "place", "event", "object", "") or (noun._.kind == "" and mention.kind is not MentionKind.NAME):
        return
    for child in noun.children:
        prep = preposition(child)
        named = context.by_head.get(child.i)
        inside = prep == "at" and mention.kind is MentionKind.NAME and named is not None and named.kind is MentionKind.NAME  # "the Holm Museum at Lund College"
        if child.dep_ == "nmod" and prep in word_set("place_preposition") and (child._.kind == "place" or (inside and mention.type is EntityType.ORGANIZATION)):
            for place in conjuncts(child):
                target = context.mention(place)
                if target is not None:
                    yield relate(claim, f"be {prep}", prep, target, place, "locatedIn")


def origin_claims(context: Context, claim: Claim, noun: Token) -> Iterator[Claim]:
    """Who comes from where: "a team from Oslo University", "two nurses from Bergen"; a named body "of" a named place."""
    mention = claim.subject
    if mention.type not in (*BODIES, EntityType.PERSON, EntityType.PLACE):
        return
    for child in noun.children:
        prep = preposition(child) if child.dep_ == "nmod" else ""
        for place in conjuncts(child) if prep in ("from", "of") else ():
            target = context.mention(place)
            if target is None or target.kind is not MentionKind.NAME or target.type not in (EntityType.PLACE, EntityType.ORGANIZATION):
                continue
            if prep == "from" and not (mention.type is EntityType.PERSON and mention.kind is MentionKind.NAME and target.type is EntityType.ORGANIZATION):
                family = "locatedIn" if target.type is EntityType.PLACE else "memberOf"
                yield relate(claim, "be from", "from", target, place, family)
            elif mention.kind is MentionKind.NAME and mention.type in (EntityType.ORGANIZATION, EntityType.PLACE) and target.type is EntityType.PLACE:
                yield relate(claim, "be in", "of", target, place, "locatedIn")


def owner_claims(context: Context, claim: Claim, noun: Token) -> Iterator[Claim]:
    """Whose body or place it is: "Norway's parliament", "the youth wing of the Liberal Party"."""
    mention = claim.subject
    if mention.type not in (EntityType.ORGANIZATION, EntityType.PLACE):
        return
    for child in noun.children:
        part = mention.kind is MentionKind.DESCRIPTION and child.dep_ == "nmod" and preposition(child) == "of"
        owner = context.mention(child) if (part or child.dep_ == "nmod:poss") and child.pos_ == "PROPN" else None
        if owner is not None and owner.type in (EntityType.ORGANIZATION, EntityType.PLACE):
            yield relate(claim, "belong to", "'s", owner, child, "partOf")


def nation_claims(context: Context, claim: Claim, noun: Token) -> Iterator[Claim]:
    """The country in an adjective: "the Norwegian navy" belongs to Norway, if it is a body or a group of people."""
    mention = claim.subject
    if mention.type not in BODIES or (noun.pos_ == "PROPN" and noun.lower_ not in word_set("state_body")):
        return
    inside = [c for c in noun.children if c.i < noun.i and (c.dep_ == "amod" or (c.dep_ in ("compound", "flat") and c.i == noun.i - 1))]
    for adjective in inside:
        country = place_of_demonym(adjective.text) if adjective.text[:1].isupper() else None
        if country is None or country == adjective.text:
            continue
        named = find_name(context, country)
        phrase, family = ("belong to", "partOf") if noun.lower_ in word_set("state_body") and noun.lower_ not in ("team", "side") else ("be from", "locatedIn")
        yield relate(claim, phrase, adjective.text, named or country, None, family)


SEATS = {"headquarters", "headquarter", "hq"}
"""Nouns for where a body has its seat."""


def seat_claims(context: Context, claim: Claim, noun: Token) -> Iterator[Claim]:
    """Where a body has its seat: "Norvik's headquarters in Bergen", "the Bergen headquarters of Norvik", "Bergen-based Norvik"."""
    if noun.lower_ in SEATS and not has_no(noun) and not any(c.dep_ == "amod" for c in noun.children):
        bodies = [m for c in noun.children if c.dep_ in ("nmod:poss", "compound") or preposition(c) == "of" if (m := context.mention(c)) is not None]
        inside = [c for c in noun.children if c.dep_ == "nmod" and preposition(c) in ("in", "at", "near")]
        inside += [
            c for c in noun.children if c.dep_ == "compound" and (m := context.by_head.get(c.i)) is not None and m.type is EntityType.PLACE and c.i < noun.i
        ]
        for place in inside:
            target = context.mention(place)
            for body in bodies if target is not None else ():
                if body is not target and target is not None and body.type is not EntityType.PERSON and body.head != claim.subject.head:
                    yield relate(replace(claim, subject=body), "be headquartered in", noun.lower_, target, place, "locatedIn")
    for based in (c for c in noun.children if c.dep_ == "amod" and c.lower_ == "based" and not any(k.dep_ == "advmod" for k in c.children)):
        for place in (c for c in based.children if c.i < based.i and context.by_head.get(c.i) is not None):
            yield relate(claim, "be based in", "based", context.by_head[place.i], place, "locatedIn")


def relate(claim: Claim, phrase: str, words: str, target: Mention | str, noun: Token | None, family: str) -> Claim:
    """The claim with its relation and object; `noun` is the word of the text that names the object."""
    return replace(claim, phrase=phrase, words=words, obj=target, object_span=phrase_span(noun) if noun is not None else None, family=family)


def kind_claims(context: Context, mention: Mention, noun: Token) -> Iterator[Claim]:
    """Examples of a kind: "ports such as Bergen", "guests including Ola Nordmann" – the named one is one of them."""
    for child in example_heads(noun):
        for example in named_examples(child):
            one = context.by_head.get(example.i)
            if one is None or one.kind is not MentionKind.NAME:
                continue
            base = noun_claim(context, one, noun, reported=False)
            members = next((c for c in noun.children if c.dep_ == "nmod" and c.tag_ == "NNS" and preposition(c) == "of"), None)
            group = members if members is not None and noun.tag_ == "NN" else noun  # "a panoply of actors, including …"
            roles = list(role_claims(context, one, group, base)) if names_person(group) else []
            yield from roles
            if not roles or (group is noun and mention.type is EntityType.GROUP and any(c.dep_ in ("amod", "nmod", "acl") for c in noun.children)):
                yield replace(base, phrase="be one of", words="including", obj=mention, object_span=phrase_span(noun), family="isA")
