"""In: a context. Out: what nouns say: nominal events with their participants, counts, places of things, parts and belongings.

"the furious response from the unions to the plan" gives unions – respond to – plan. It refuses nouns whose participants are not said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from spacy.tokens import Token

from graph.extractors.context import Context, conjuncts, phrase_span, sentence_evidence, words_of
from graph.extractors.frames import find_subjects, preposition
from graph.records import Claim, EntityType, Mention, MentionKind, Modality, Worth

PLACE_PREPOSITIONS = {"in", "at", "near", "outside", "inside", "on", "across", "off", "around", "throughout", "within", "along", "north of", "south of", "east of", "west of", "opposite"}
OWNERS = (EntityType.ORGANIZATION, EntityType.PLACE, EntityType.PERSON, EntityType.GROUP)


def extract_nominals(context: Context) -> Iterator[Claim]:
    """Claims of every noun."""
    for token in context.doc:
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        yield from event_claims(context, token)
        yield from count_claims(context, token)
        yield from location_claims(context, token)
        yield from belonging_claims(context, token)


def noun_claim(context: Context, subject: Mention, token: Token) -> Claim:
    """What the claims of one noun share: the noun itself is taken as given, in whosever words it stands."""
    claimants, hearsay = context.speech.claimants(token)
    return Claim(
        subject=subject,
        phrase="",
        obj="",
        evidence=sentence_evidence(token),
        extractor="nominals",
        worth=Worth(claimants=claimants, is_hearsay=hearsay),
        quotation=context.speech.quotation(token),
        confidence=round(0.9 * token._.certainty, 2),
    )


def event_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """Agent – verb (preposition) – target of a noun that stands for an act: "Smith's attack on the plan", "the killing of two men by police"."""
    verb = nominal_verbs().get(noun.lemma_.lower())
    if verb is None:
        return
    agents, targets = participants(context, noun, verb)
    planned = any(c.lower_ in ("planned", "proposed", "possible", "potential", "expected", "threatened") for c in noun.children)
    for agent in agents:
        base = noun_claim(context, agent, noun)
        if planned:
            base = replace(base, worth=replace(base.worth, modality=Modality.PLANNED))
        for prep, target, token in targets:
            phrase = f"{verb} {prep}".strip()
            yield replace(base, phrase=phrase, words=noun.lower_, obj=target, object_span=phrase_span(token))
        for clause in (c for c in noun.children if c.dep_ == "acl" and any(k.lower_ == "to" and k.dep_ == "mark" for k in c.children)):
            span = phrase_span(clause, keep=frozenset({"ccomp", "conj", "cc"}), with_case=True)
            yield replace(base, phrase=verb, words=noun.lower_, obj=words_of(span, context.doc), object_span=span)


def participants(context: Context, noun: Token, verb: str) -> tuple[list[Mention], list[tuple[str, Mention, Token]]]:
    """Who does it ("X's", "by X", "from X") and to what ("on X", "to X"; "of X" where a doer is known)."""
    agents: list[Mention] = []
    targets: list[tuple[str, Mention, Token]] = []
    for child in noun.children:
        if child.dep_ == "nmod:poss" or child.dep_ == "nmod" and preposition(child) in ("by", "from"):
            agents += [m for n in conjuncts(child) if (m := context.mention(n)) is not None]
    for child in noun.children:
        prep = preposition(child)
        if child.dep_ == "nmod" and prep not in ("by", "from", "", "during", "after", "before") and child._.kind != "time":
            for n in conjuncts(child):
                mention = context.mention(n)
                if mention is not None and not (prep in PLACE_PREPOSITIONS - {"on", "at"} and n._.kind == "place"):
                    targets.append(("" if prep == "of" else prep, mention, n))
    if not agents and noun.dep_ in ("obj",) and noun.head.lemma_ in ("make", "launch", "issue", "give", "hold", "stage", "express", "voice", "mount", "pay", "take"):
        agents = [m for s in find_subjects(noun.head) if (m := context.mention(s)) is not None]
    return agents, targets


def count_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """How many: "Around 40,000 members" – people and things counted, no time, money or "one of"."""
    mention = context.by_head.get(noun.i)
    if mention is None or noun._.kind in ("time", "abstract") or mention.kind is MentionKind.PRONOUN:
        return
    for number in (c for c in noun.children if c.dep_ == "nummod"):
        if number.lower_ in ("one", "two", "three", "four", "five") and noun._.kind not in ("person", "animal"):
            continue
        if noun.i < number.i or noun.pos_ == "PROPN":
            continue
        span = phrase_span(number)
        yield replace(noun_claim(context, mention, noun), phrase="number", words="number", obj=words_of(span, context.doc), object_span=span, family="has")


def location_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """Where a person, body, place or event is: "the picket line outside Waverley station"."""
    mention = context.by_head.get(noun.i)
    if mention is None or mention.kind is MentionKind.PRONOUN or noun._.kind not in ("person", "organization", "place", "event", "object"):
        return
    for child in noun.children:
        prep = preposition(child)
        if child.dep_ == "nmod" and prep in PLACE_PREPOSITIONS and child._.kind == "place":
            for place in conjuncts(child):
                target = context.mention(place)
                if target is not None:
                    yield replace(noun_claim(context, mention, noun), phrase=f"be {prep}", words=prep, obj=target, object_span=phrase_span(place), family="locatedIn")


def belonging_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """What belongs to whom: a body or place of an organization or country ("Norway's parliament")."""
    mention = context.by_head.get(noun.i)
    if mention is None or mention.type not in (EntityType.ORGANIZATION, EntityType.PLACE):
        return
    for child in noun.children:
        if child.dep_ == "nmod:poss" and child.pos_ == "PROPN":
            owner = context.mention(child)
            if owner is not None and owner.type in OWNERS:
                yield replace(noun_claim(context, mention, noun), phrase="belong to", words="'s", obj=owner, object_span=phrase_span(child), family="partOf")


@cache
def nominal_verbs() -> dict[str, str]:
    """Nouns of acts with their verbs, from `nominals.json`."""
    found: dict[str, str] = json.loads((Path(__file__).parent / "nominals.json").read_text(encoding="utf-8"))
    return found
