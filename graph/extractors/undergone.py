"""In: a context. Out: what somebody underwent, told by a noun: "after her arrest at the airport by police" says that police arrested her, and where.

Only nouns whose owner is the one it was done to, and only where the text takes the act as done; it refuses plans and demands ("called for his arrest").
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from spacy.tokens import Token

from graph.extractors.context import Context, conjuncts, noun_claim, phrase_span, words_of
from graph.extractors.frames import preposition
from graph.extractors.words import word_set
from graph.records import Claim, Mention, Modality
from graph.status import own_modality

DONE = {"after", "since", "following", "despite", "during", "over", "upon", "from", "until"}
"""Prepositions that take an act as done: "protests over his arrest", "hours after her release"."""
HOW = {"in", "at", "on", "from", "for", "as", "to", "near", "outside", "over"}
"""Prepositions behind the noun that tell where, why and as what."""


def extract_undergone(context: Context) -> Iterator[Claim]:
    """Claims of every noun for what was done to its owner."""
    for noun in context.doc:
        verbs = undergone_verbs().get(noun.lemma_.lower()) if noun.pos_ == "NOUN" else None
        if verbs is None or not is_taken_as_done(noun):
            continue
        for patient in undergoers(context, noun):
            yield from undergone_claims(context, noun, patient, *verbs)


def undergoers(context: Context, noun: Token) -> list[Mention]:
    """Those it was done to: the owner, unless it is somebody's act on another: "Lund's murder of Holm"."""
    owners = [c for c in noun.children if c.dep_ == "nmod:poss"]
    if noun.lemma_.lower() not in undergone_verbs() or any(c.dep_ == "nmod" and preposition(c) == "of" for c in noun.children):
        return []
    return [m for c in owners for n in conjuncts(c) if (m := context.mention(n)) is not None]


def undergone_claims(context: Context, noun: Token, patient: Mention, verb: str, participle: str) -> Iterator[Claim]:
    """Doer – verb – patient for "by"; patient – be done – where, when, why, as what."""
    base = noun_claim(context, patient, noun)
    for child in (c for c in noun.children if c.dep_ == "nmod"):
        prep, span = preposition(child), phrase_span(child)
        target = context.mention(child)
        if prep == "by" and target is not None:
            for doer in (m for n in conjuncts(child) if (m := context.mention(n)) is not None):
                yield replace(base, subject=doer, phrase=verb, words=noun.lower_, obj=patient, object_span=None)
        elif prep in HOW:
            timed = child._.kind == "time"
            phrase = f"be {participle} {prep}"
            family = "happensOn" if timed else None
            obj = words_of(span, context.doc) if timed or target is None else target
            yield replace(base, phrase=phrase, words=noun.lower_, obj=obj, object_span=span, family=family)


def is_taken_as_done(noun: Token) -> bool:
    """Whether the text takes the act for granted: it does something, or something comes after it; not "demanded his release", "before her trial"."""
    if any(c.lower_ in ("planned", "attempted", "alleged", "possible", "proposed", "expected", "threatened") for c in noun.children if c.dep_ == "amod"):
        return False
    if noun.dep_ in ("obl", "nmod", "advcl"):
        return preposition(noun) in DONE
    reacted = noun.dep_ == "obj" and noun.head.lemma_ in word_set("reaching_verb") | {"protest", "mourn"}
    return reacted or (noun.dep_ in ("nsubj", "nsubj:pass") and is_past(noun.head))


def is_past(verb: Token) -> bool:
    """Whether what the noun did is over: "Her arrest angered them", "has angered them"; not "would anger them", "is unlikely"."""
    return (verb.tag_ == "VBD" or any(c.tag_ == "VBD" or c.lower_ == "has" for c in verb.children if c.dep_.startswith("aux"))) and own_modality(
        verb
    ) is Modality.ACTUAL


@cache
def undergone_verbs() -> dict[str, list[str]]:
    """Nouns for what somebody undergoes, with their verb and its participle, from `undergone.json`."""
    found: dict[str, list[str]] = json.loads((Path(__file__).parent / "undergone.json").read_text(encoding="utf-8"))
    return found
