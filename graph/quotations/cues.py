"""In: a word of the parsed text. Out: whether it brings somebody's words, and what it may take. It refuses to look at more than the word and its particle.

The words themselves stand in `cues.toml`.
"""

from __future__ import annotations

import shlex
import tomllib
from functools import cache
from pathlib import Path

from spacy.tokens import Token

from ontology.lexicon import find_family

SAYING = frozenset({"states", "asks", "denies", "promises", "instructs", "accuses", "threatens"})
"""Families of the ontology whose verbs say something of their object, or say the object itself."""
JUDGING = frozenset({"opposes", "supports", "protests", "rejects", "agrees"})
"""Families that hold verbs of saying ("praised", "slammed") among those of acting."""
TELLING = SAYING | JUDGING | frozenset({"responds", "concedes", "believes", "learns", "wants", "decides"})
"""Families whose verbs take as a clause what is said, thought, learned, wished or decided."""
INTENT = frozenset({"wants", "promises", "rejects", "agrees", "decides", "asks"})
"""Families whose verbs take as an infinitive what somebody means, or does not mean, to do."""
PASSIVE_ENDINGS = ("nsubj:pass", "csubj:pass", "aux:pass")


@cache
def cue_words(section: str, name: str) -> frozenset[str]:
    """One list of `cues.toml`.

    >>> "say" in cue_words("verbs", "clause") and "allegedly" in cue_words("adverbs", "hearsay")
    True
    """
    return frozenset(shlex.split(read_table()[section][name], posix=True))


@cache
def read_table() -> dict[str, dict[str, str]]:
    """The whole of `cues.toml`."""
    return tomllib.loads(Path(__file__).with_name("cues.toml").read_text(encoding="utf-8"))


def cue_lemma(token: Token) -> str:
    """The lemma of a verb with its particle ("point out"), where the two are in a list; else the lemma alone."""
    particles = [child.lower_ for child in token.children if child.dep_ in {"compound:prt", "xcomp"} and child.i > token.i]
    following = token.doc[token.i + 1 : token.i + 2].text.lower()
    for particle in [*particles, *([following] if following in {"on", "upon"} else [])]:
        phrase = f"{lemma_of(token)} {particle}"
        if any(phrase in words for words in phrase_lists()):
            return phrase
    return lemma_of(token)


@cache
def phrase_lists() -> tuple[frozenset[str], ...]:
    """The lists that hold verbs with particles."""
    return tuple(cue_words("verbs", name) for name in ("quote", "clause", "question", "order", "noun", "to_object"))


def lemma_of(token: Token) -> str:
    """The lemma in lower case; for a verb whose lemma is in no list, another that its form allows and that is in one."""
    lemma = (token.lemma_ or token.text).lower()
    return known_lemma(lemma, token.lower_) if token.pos_ == "VERB" else lemma


@cache
def known_lemma(lemma: str, form: str) -> str:
    """The lemma, or what the form gives where a lemmatiser erred.

    >>> known_lemma("asserte", "asserted"), known_lemma("criticiz", "criticizing"), known_lemma("zigzag", "zigzagged"), known_lemma("seek", "seeks")
    ('assert', 'criticize', 'zigzag', 'seek')
    """
    known = all_verbs()
    if lemma in known:
        return lemma
    irregular = dict(pair.split("=") for pair in cue_words("irregular", "forms"))
    if form in irregular:
        return irregular[form]
    stems = [form.removesuffix(ending) for ending in ("ed", "d", "ing", "es", "s") if form.endswith(ending)]
    guesses = [
        guess
        for stem in stems
        for guess in (stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else stem, stem[:-1] if stem[-1:] == stem[-2:-1] else stem)
    ]
    return next((guess for guess in guesses if guess in known), lemma)


@cache
def all_verbs() -> frozenset[str]:
    """Every verb of the table."""
    return frozenset(word for words in read_table()["verbs"].values() for word in shlex.split(words))


def takes(token: Token, *names: str) -> bool:
    """Whether a verb is in one of the named lists.

    `token` is a verb; the lists are those of `cues.toml` under `verbs`.
    """
    lemma, phrase = lemma_of(token), cue_lemma(token)
    return any(phrase in cue_words("verbs", name) or lemma in cue_words("verbs", name) for name in names)


def is_said_of(verb: Token, phrase: str) -> bool:
    """Whether a verb, with its particle or preposition, says something of a thing: "mentioned", "spoke of", "praised", but not "supported".

    A verb that judges does so in words where it may also bring a quotation.
    """
    family = find_family(phrase)
    return family in SAYING or (family in JUDGING and takes(verb, "quote", "describe"))


@cache
def is_telling(phrase: str) -> bool:
    """Whether a verb brings a clause as somebody's words or thoughts.

    >>> is_telling("mention"), is_telling("lament"), is_telling("ensure")
    (True, True, False)
    """
    return find_family(phrase) in TELLING


@cache
def is_intent(phrase: str) -> bool:
    """Whether a verb brings an infinitive as what somebody means to do, or will not do.

    >>> is_intent("decline"), is_intent("continue"), is_intent("try")
    (True, False, False)
    """
    return find_family(phrase) in INTENT and phrase not in cue_words("verbs", "attempt")


def is_passive(token: Token) -> bool:
    """Whether a verb is passive."""
    return any(child.dep_ in PASSIVE_ENDINGS for child in token.children)
