"""In: a context. Out: what nouns say: nominal events with their participants, and how many there are.

"the furious response from the unions to the plan" gives unions – respond to – plan. It refuses nouns whose participants are not said.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from spacy.tokens import Token

from graph.extractors.context import Context, conjuncts, noun_claim, partitive_whole, phrase_span, words_of
from graph.extractors.frames import preposition
from graph.extractors.sites import describe_site
from graph.extractors.subjects import find_subjects
from graph.extractors.undergone import is_undergone
from graph.extractors.words import word_set
from graph.records import Claim, Mention, MentionKind, Modality

PROVOKING = {"prompt", "provoke", "draw", "spark", "trigger", "elicit", "attract", "earn", "win", "receive", "face", "get", "meet"}
USUAL_PREPOSITION = {"respond": "to", "react": "to", "protest": "against", "object": "to", "reply": "to"}
AMOUNTS = {"dozen", "hundred", "thousand", "million", "billion", "score"}


def extract_nominals(context: Context) -> Iterator[Claim]:
    """Claims of every noun."""
    for token in context.doc:
        if token.pos_ not in ("NOUN", "PROPN"):
            continue
        yield from locate(event_claims(context, token), token)
        yield from locate(author_claims(context, token), token)
        yield from locate(count_claims(context, token), token)
        yield from quality_claims(context, token)


def locate(claims: Iterable[Claim], noun: Token) -> Iterator[Claim]:
    """The claims of a noun with where it stands in its sentence."""
    yield from (replace(claim, site=describe_site(noun, claim)) for claim in claims)


def event_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """Agent – verb (preposition) – target of a noun that stands for an act: "Smith's attack on the plan", "the killing of two men by police"."""
    verb = nominal_verbs().get(noun.lemma_.lower())
    if verb is None or is_undergone(noun):
        return
    agents, targets = participants(context, noun, verb)
    if not agents:
        agents, targets = parties(context, noun)
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


def parties(context: Context, noun: Token) -> tuple[list[Mention], list[tuple[str, Mention, Token]]]:
    """The two sides of "the meeting between A and B": the first with the others."""
    for child in noun.children:
        if child.dep_ == "nmod" and preposition(child) == "between":
            sides = [(m, n) for n in conjuncts(child) if (m := context.mention(n)) is not None]
            return [m for m, _ in sides[:1]], [("with", m, n) for m, n in sides[1:]]
    return [], []


AUTHORED = {
    "paper": "write",
    "book": "write",
    "report": "write",
    "study": "write",
    "letter": "write",
    "article": "write",
    "novel": "write",
    "poem": "write",
    "memo": "write",
    "memoir": "write",
    "essay": "write",
    "song": "write",
    "film": "make",
    "documentary": "make",
    "painting": "make",
    "sculpture": "make",
    "portrait": "make",
    "album": "make",
}


def author_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """Who made a work: "a paper by Ola Nordmann"."""
    verb, work = AUTHORED.get(noun.lemma_.lower()), context.by_head.get(noun.i)
    if verb is None or work is None:
        return
    for child in noun.children:
        if child.dep_ == "nmod" and preposition(child) == "by":
            for author in (m for n in conjuncts(child) if (m := context.mention(n)) is not None):
                yield replace(noun_claim(context, author, noun), phrase=verb, words="by", obj=work, object_span=phrase_span(noun))


def participants(context: Context, noun: Token, verb: str) -> tuple[list[Mention], list[tuple[str, Mention, Token]]]:
    """Who does it ("X's", "by X", "from X") and to what ("on X", "to X"; "of X" where a doer is known)."""
    agents: list[Mention] = []
    targets: list[tuple[str, Mention, Token]] = []
    for child in noun.children:
        if child.dep_ == "nmod:poss" or (child.dep_ == "nmod" and preposition(child) in ("by", "from")):
            agents += [m for n in conjuncts(child) if (m := context.mention(n)) is not None]
    for child in noun.children:
        prep = preposition(child)
        if child.dep_ == "nmod" and prep not in ("by", "from", "", "during", "after", "before", "including", "such as") and child._.kind != "time":
            for n in conjuncts(child):
                mention = context.mention(n)
                if mention is not None and not (prep in word_set("place_preposition") - {"on", "at", "between"} and n._.kind == "place"):
                    targets.append(("" if prep == "of" else prep, mention, n))
    if agents and not targets and noun.dep_ == "obj" and noun.head.lemma_ in PROVOKING:
        # "The visit drew a furious response from the council": the council responds to the visit
        targets = [(USUAL_PREPOSITION.get(verb, ""), m, s) for s in find_subjects(noun.head) if (m := context.mention(s)) is not None]
    if (
        not agents
        and noun.dep_ in ("obj",)
        and noun.head.lemma_ in ("make", "launch", "issue", "give", "hold", "stage", "express", "voice", "mount", "pay", "take")
    ):
        agents = [m for s in find_subjects(noun.head) if (m := context.mention(s)) is not None]
    return agents, targets


def count_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """How many: "Around 40,000 members" – people and things counted, no time, money or "one of"."""
    mention = context.by_head.get(noun.i)
    if mention is None or noun._.kind in ("time", "abstract") or mention.kind is MentionKind.PRONOUN:
        return
    amount = noun.head if noun.dep_ == "nmod" and noun.head.lemma_.lower() in AMOUNTS and partitive_whole(noun.head) == noun else None
    if amount is not None:
        words = f"{' '.join(t.text for t in amount.lefts if t.dep_ in ('nummod', 'advmod', 'amod', 'det', 'compound'))} {amount.text}".strip()
        yield replace(noun_claim(context, mention, noun), phrase="number", words="number", obj=words, family="has")
    for number in (c for c in noun.children if c.dep_ == "nummod"):
        if number.lower_ == "one" or (number.lower_ in ("two", "three", "four", "five") and noun._.kind not in ("person", "animal")):
            continue
        if noun.i < number.i or noun.pos_ == "PROPN" or is_no_count(number, noun):
            continue
        span = phrase_span(number)
        yield replace(noun_claim(context, mention, noun), phrase="number", words="number", obj=words_of(span, context.doc), object_span=span, family="has")


def quality_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """What somebody calls a thing in pointing at it: "this militant union", "these selfish strikes"; not "the national union"."""
    mention = context.by_head.get(noun.i)
    pointed = any(c.dep_ == "det" and c.lower_ in ("this", "these", "that", "those") for c in noun.children)
    if mention is None or mention.kind is not MentionKind.DESCRIPTION or not pointed:
        return
    for quality in noun.children:
        if quality.dep_ == "amod" and quality.tag_ == "JJ" and quality.i < noun.i and quality.lower_ not in word_set("pointing_adjective"):
            span = phrase_span(quality)
            yield replace(
                noun_claim(context, mention, noun),
                phrase="be",
                words="be",
                obj=words_of(span, context.doc),
                object_span=span,
                family="has",
                site=(("adjective", 1.0),),
            )


def is_no_count(number: Token, noun: Token) -> bool:
    """Whether a number before a noun counts nothing: a year ("her 2005 best seller"), a score ("a 5-4 ruling"), part of a date ("the 9/11 families")."""
    around = number.doc[max(number.i - 1, 0) : number.i + 2].text
    year = len(number.text) == 4 and number.text.isdigit() and noun.tag_ == "NN"
    score = noun.tag_ == "NN" and ("-" in around or "–" in around)
    return year or score or "/" in around


@cache
def nominal_verbs() -> dict[str, str]:
    """Nouns of acts with their verbs, from `nominals.json`."""
    found: dict[str, str] = json.loads((Path(__file__).parent / "nominals.json").read_text(encoding="utf-8"))
    return found
