"""In: a relation as a lemma phrase ("hit out at", "be general secretary of"), with the types of its ends where known. Out: its family, its label.

Longest match first: the phrase, its parts, then the verb where its family reaches through the preposition. It refuses to guess: what the
word lists do not know is "related".
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from ontology.families import UNKNOWN, ancestors_of, polarity_of
from ontology.inflection import inflect_label
from ontology.wordlists import load_entries, load_sets, standard_words

__all__ = ["find_family", "find_role", "find_stance", "inflect_label", "is_known", "is_role_noun"]

Words = tuple[str, ...]

NOUN_PREPOSITIONS: Final = frozenset({"of", "on", "for", "to", "against", "with", "at", "over", "towards", "into", "about", "in", "upon"})
"""What may stand between a noun and what it is turned to; "from" turns the relation round."""
BEING: Final = frozenset({("be",), ("remain",), ("stay",), ("become",)})
"""Verbs after which a preposition alone says how two things stand: "be against"."""
DEGREES: Final = frozenset(
    {
        "very",
        "so",
        "more",
        "most",
        "well",
        "always",
        "once",
        "already",
        "just",
        "much",
        "increasingly",
    }
)
NOUN_ENDS: Final = NOUN_PREPOSITIONS | {
    "from",
    "by",
    "as",
    "after",
    "before",
    "during",
    "since",
    "between",
    "that",
    "which",
    "who",
    "when",
    "where",
    "and",
    "or",
    ",",
    "than",
    "under",
    "near",
    "without",
}
"""Words at which the noun phrase of a literal's head ends."""
TAILS: Final = NOUN_PREPOSITIONS | {"from", "by", "as", "under", "between", "behind", "through", "outside", "among", "around", "before"}
"""What may follow a verb that is listed with it only."""
NOT_HELD_NOW: Final = {
    **dict.fromkeys(("leads", "memberOf", "worksFor", "speaksFor"), "holdsRole"),
    **dict.fromkeys(("supports", "opposes", "cooperates", "competes"), "associatedWith"),
}


def find_family(phrase: str, *, subject_type: str | None = None, object_type: str | None = None, object_words: str | None = None) -> str:
    """The relation family of a phrase: the local name of an ontology property, "related" where the lexicon knows none.

    Args:
        phrase: Lemmas, maybe with particle, preposition or a light verb's noun.
        subject_type: What the subject is ("Person"), as in `records.EntityType`; None where it is not known.
        object_type: The same of the object; None where it is not known, or for a literal.
        object_words: The words of a literal object. They tell of what type it would be ("an album" is a work), and what a light verb
            means ("strike" with "a deal" agrees).

    >>> find_family("back"), find_family("back away from"), find_family("zigzag")
    ('supports', 'withdraws', 'related')
    >>> find_family("fire", object_type="Person"), find_family("fire", object_type="Other")
    ('dismisses', 'attacks')
    >>> find_family("take", object_words="part in the regatta"), find_family("release", object_words="a debut album")
    ('takesPartIn', 'creates')
    >>> find_family("be general secretary of"), find_family("launch scathing attack on"), find_family("be highly critical of")
    ('leads', 'attacks', 'opposes')
    """
    words = standard_words(phrase)
    if object_words and object_type is None and words:
        return _search_with_words(words, subject_type, standard_words(object_words)) or UNKNOWN
    return _search(words, subject_type, object_type) or UNKNOWN


def find_stance(phrase: str, *, subject_type: str | None = None, object_type: str | None = None) -> str:
    """Whether who does what the phrase says is "supportive" of its object, "opposing" or "neutral".

    >>> find_stance("stand by"), find_stance("hit out at"), find_stance("meet with")
    ('supportive', 'opposing', 'neutral')
    """
    return polarity_of(find_family(phrase, subject_type=subject_type, object_type=object_type))


def is_known(phrase: str, *, subject_type: str | None = None, object_type: str | None = None) -> bool:
    """Whether the lexicon knows the phrase, be it only that it says nothing more than "related".

    >>> is_known("resemble"), is_known("zigzag")
    (True, False)
    """
    return _search(standard_words(phrase), subject_type, object_type) is not None


def find_role(noun: str) -> str | None:
    """The family that holds between somebody who is called by the noun and what the noun belongs to; None where it names no role.

    >>> find_role("general secretary"), find_role("Labour MP"), find_role("former leader"), find_role("deputy leader"), find_role("table")
    ('leads', 'memberOf', 'holdsRole', 'holdsRole', None)
    """
    words = standard_words(noun)
    for i in range(len(words)):
        for tail in (words[i:], _singular(words[i:])):
            if entries := load_entries("roles.txt").get(tail):
                return _as_held(entries[0].family, words[:i])
    return None


def is_role_noun(noun: str) -> bool:
    """Whether a noun says what somebody is to somebody or something.

    >>> is_role_noun("spokeswoman"), is_role_noun("harbour")
    (True, False)
    """
    return find_role(noun) is not None


@lru_cache(maxsize=65536)
def _search(words: Words, subject_type: str | None, object_type: str | None) -> str | None:
    """The family of a phrase in standard words; None where nothing is known of it."""
    types = (subject_type, object_type)
    if not words:
        return None
    found = (
        _look_up("verbs.txt", words, *types)
        or _search_copula(words, *types)
        or _search_light(words, *types)
        or _search_inner(words, *types)
        or _search_shorter(words, *types)
        or _search_nominal(words)
        or _search_longer(words)
    )
    return _in_place(found, words, object_type)


def _search_with_words(words: Words, subject_type: str | None, rest: Words) -> str | None:
    """A phrase before a literal: with the literal's noun where the lists have both together, else by the type that the noun names."""
    head = next((i for i, word in enumerate(rest) if word in NOUN_ENDS), len(rest))
    noun = _singular(rest[max(head - 1, 0) : head]) if head else ()
    for tail in ((*noun, *rest[head : head + 1]), noun):
        if noun and words[0] != "be" and (found := _look_up("verbs.txt", (*words, *tail), subject_type, None)):
            return found
    if noun and words in load_sets("lights.txt")["light"] and (found := _search_noun((*noun, *rest[head : head + 1]))):
        return found
    kind = next((kind for kind, nouns in load_sets("things.txt").items() if noun in nouns), "Other")
    return _search(words, subject_type, None if rest[:1] == ("to",) else kind)


def _look_up(name: str, words: Words, subject_type: str | None, object_type: str | None) -> str | None:
    entries = load_entries(name).get(words, ())
    return next((e.family for e in entries if e.fits(subject_type, object_type)), None)


def _in_place(family: str | None, words: Words, object_type: str | None) -> str | None:
    """Whoever takes part in a place ("competed in Leeds") is there, and takes part in something else."""
    return "locatedIn" if family == "takesPartIn" and object_type == "Place" and words[-1] in ("in", "at", "on") else family


def _search_copula(words: Words, subject_type: str | None, object_type: str | None) -> str | None:
    """What follows a linking verb decides: "be critical of", "become leader of", "be threat to"."""
    for rest in _after("copula", words):
        if len(rest) == 1 and words[: -len(rest)] not in BEING:
            continue  # "be elected for the north" is not "be for"
        if found := _search_complement(rest, subject_type, object_type):
            return found
    return None


def _search_complement(rest: Words, subject_type: str | None, object_type: str | None) -> str | None:
    for i in range(len(rest)):
        if found := _look_up("adjectives.txt", rest[i:], subject_type, object_type):
            return found
        if not (rest[i].endswith("ly") or rest[i] in DEGREES):
            break
    if len(rest) < 2 or rest[-1] not in {*NOUN_PREPOSITIONS, "from", "by"}:
        return None
    exact = _look_up("nouns.txt", rest, subject_type, object_type)
    return exact or find_role(" ".join(rest[:-1])) or _search_noun(rest)


def _search_light(words: Words, subject_type: str | None, object_type: str | None) -> str | None:
    """The noun after a light verb decides: "launch attack on", "express support for"."""
    return next((found for rest in _after("light", words) if (found := _search_noun(rest))), None)


def _search_noun(rest: Words) -> str | None:
    """The family of a noun with its modifiers and maybe a preposition; "support from" has none."""
    nouns = load_entries("nouns.txt")
    for i in range(len(rest)):
        if found := nouns.get(rest[i:]):
            return found[0].family
    if rest and rest[-1] in NOUN_PREPOSITIONS:
        for i in range(len(rest) - 1):
            if found := nouns.get(rest[i:-1]):
                return found[0].family
    return None


def _search_nominal(words: Words) -> str | None:
    """A noun without a verb: "criticism of", "attack on"; where it is a verb too ("say in"), only if both mean the same."""
    found = _look_up("nouns.txt", words, None, None)
    verb = _look_up("verbs.txt", words[:1], None, None)
    return found if found and (verb in (None, found) or verb in ancestors_of(found)) else None


def _search_longer(words: Words) -> str | None:
    """A verb that is listed only with prepositions, if all of these agree: "hit out" is as "hit out at"."""
    families = _families_with_one_more().get(words, frozenset())
    return next(iter(families)) if len(families) == 1 else None


@cache
def _families_with_one_more() -> dict[Words, frozenset[str]]:
    found: dict[Words, frozenset[str]] = {}
    for phrase, entries in load_entries("verbs.txt").items():
        if len(phrase) > 1 and phrase[-1] in TAILS:
            found[phrase[:-1]] = found.get(phrase[:-1], frozenset()) | {entry.family for entry in entries}
    return found


def _search_inner(words: Words, subject_type: str | None, object_type: str | None) -> str | None:
    """What is tried, begun or failed decides: "fail to support" is a negative statement of support."""
    return next((found for rest in _after("catenative", words) if (found := _search(rest, subject_type, object_type))), None)


def _search_shorter(words: Words, subject_type: str | None, object_type: str | None) -> str | None:
    """The phrase without its adverbs, then without a preposition through which its family reaches. A particle is never left out."""
    plain = tuple(w for i, w in enumerate(words) if i and not (w.endswith("ly") and len(w) > 4)) if len(words) > 1 else ()
    if plain and len(plain) < len(words) - 1:
        return _search((words[0], *plain), subject_type, object_type)
    for size in (2, 1):
        verb, prep = words[:-size], words[-size:]
        found = _look_up("verbs.txt", verb, subject_type, object_type) if verb else None
        if found and prep in load_sets("prepositions.txt").get(found, ()):
            return found
    return None


def _after(section: str, words: Words) -> Iterator[Words]:
    """What stands after a verb of `section`, the longest verb first; never nothing."""
    known = load_sets("lights.txt")[section]
    for size in range(min(4, len(words) - 1), 0, -1):
        if words[:size] in known:
            yield words[size:]


def _as_held(family: str, before: Words) -> str:
    """What is left of a role after the words before it: "former leader" leads no more."""
    kinds = load_sets("lights.txt")
    if any((word,) in kinds["past"] for word in before):
        return NOT_HELD_NOW.get(family, family)
    if family == "leads" and any((word,) in kinds["lesser"] for word in before):
        return "holdsRole"
    return family


def _singular(words: Words) -> Words:
    last = words[-1]
    return (*words[:-1], last[:-1]) if last.endswith("s") and not last.endswith("ss") else words
