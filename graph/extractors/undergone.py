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
from graph.extractors.subjects import clause_above
from graph.extractors.words import word_set
from graph.modality import own_modality
from graph.negation import is_negated
from graph.records import Claim, EntityType, Mention, Modality

DONE = ("after", "since", "following", "despite", "during")
"""Prepositions that take an act as done, where what happened besides is over: "was freed hours after her arrest"."""
UNDONE = {"begin", "block", "cancel", "delay", "deny", "fail", "halt", "happen", "occur", "postpone", "prevent", "reject", "reverse", "start", "stall"}
"""Verbs whose subject may never have taken place: "her extradition was blocked"."""
EITHER = {"abduction", "assassination", "capture", "killing", "kidnapping", "murder", "shooting"}
"""Acts whose owner may as well have done them: "the gunman's shooting left two dead"."""
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


def is_undergone(noun: Token) -> bool:
    """Whether a noun tells what its owner underwent, done or not; not "Lund's murder of Holm", "the gunman's shooting"."""
    act, prepositions = noun.lemma_.lower(), {preposition(c) for c in noun.children if c.dep_ == "nmod"}
    owned = any(c.dep_ == "nmod:poss" for c in noun.children) and "of" not in prepositions
    return act in undergone_verbs() and owned and (act not in EITHER or "by" in prepositions)


def undergoers(context: Context, noun: Token) -> list[Mention]:
    """Those it was done to: people that own it; no country's elections, and nobody's "capture in Oslo of Holm"."""
    if not is_undergone(noun) or any(c.dep_ == "nmod" and preposition(c) == "of" for c in noun.subtree if c.i > noun.i):
        return []
    owners = [m for c in noun.children if c.dep_ == "nmod:poss" for n in conjuncts(c) if (m := context.mention(n)) is not None]
    return [m for m in owners if m.type in (EntityType.PERSON, EntityType.GROUP)]


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
    """Whether the text takes the act for granted: it did something, or something came after it; not "demanded his release", "will rest after her trial"."""
    if any(c.lower_ in ("planned", "attempted", "alleged", "possible", "proposed", "expected", "threatened") for c in noun.children if c.dep_ == "amod"):
        return False
    if noun.dep_ in ("obl", "nmod", "advcl"):
        return preposition(noun) in DONE and is_past(clause_above(noun))
    reacted = noun.dep_ == "obj" and noun.head.lemma_ in word_set("reaching_verb") | {"protest", "mourn"}
    told = noun.dep_ in ("nsubj", "nsubj:pass") and noun.head.lemma_ not in UNDONE and not is_negated(noun.head)
    return (reacted or told) and is_past(noun.head)


def is_past(verb: Token) -> bool:
    """Whether what the noun did is over: "Her arrest angered them", "has angered them"; not "would anger them", "is unlikely"."""
    past = verb.tag_ == "VBD" or any(c.tag_ == "VBD" or c.lower_ in ("has", "have") for c in verb.children if c.dep_.startswith("aux"))
    return past and own_modality(verb) is Modality.ACTUAL


@cache
def undergone_verbs() -> dict[str, list[str]]:
    """Nouns for what somebody undergoes, with their verb and its participle, from `undergone.json`."""
    found: dict[str, list[str]] = json.loads((Path(__file__).parent / "undergone.json").read_text(encoding="utf-8"))
    return found
