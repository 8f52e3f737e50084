"""In: single words. Out: what is known of them apart from any article: the type of a head noun, titles, genders, nationalities, times.

The tables are data files beside this module. It refuses to look at sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from anyascii import anyascii

from graph.records import EntityType

COUNTING = frozenset(["host", "number", "series", "range", "lot"])
"""Partitives that count only behind "a": "a host of problems", but "the host of the show"."""


@cache
def read_table(name: str) -> Mapping[str, tuple[str, ...]]:
    """A data file's lines "key: words", `#` begins a comment."""
    lines = (files(__package__) / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    out: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            key, _, words = line.rpartition(":")
            out[key] = out.get(key, ()) + tuple(words.split())
    return out


@cache
def invert_table(name: str) -> Mapping[str, str]:
    """Each lower-cased word of a data file with its key; the first line that has the word wins."""
    out: dict[str, str] = {}
    for key, words in read_table(name).items():
        for word in words:
            out.setdefault(word.lower(), key)
    return out


def noun_type(lemma: str) -> EntityType | None:
    """What a common noun names.

    >>> [noun_type(w) for w in ("union", "memo", "xyzzy")]
    [<EntityType.ORGANIZATION: 'Organization'>, <EntityType.WORK: 'Work'>, None]
    """
    key = invert_table("nouns").get(lemma.lower())
    return EntityType(key) if key else None


def name_word_type(word: str) -> EntityType | None:
    """What a word inside a proper name says of the name's type ("Party", "Street").

    >>> name_word_type("University")
    <EntityType.ORGANIZATION: 'Organization'>
    """
    key = invert_table("organizations").get(word.lower())
    return EntityType(key) if key else None


@cache
def known_names() -> Mapping[str, EntityType]:
    """Each lower-cased name that has one type nearly everywhere."""
    return {w.replace("_", " "): EntityType(key) for w, key in invert_table("known_names").items()}


def known_name_type(name: str) -> EntityType | None:
    """The type of a name that has one nearly everywhere.

    >>> known_name_type("Sky News"), known_name_type("Smith")
    (<EntityType.ORGANIZATION: 'Organization'>, None)
    """
    return known_names().get(name.lower())


def is_honorific(word: str) -> bool:
    """Whether it only honours ("Mr", "Sir").

    >>> is_honorific("Mr."), is_honorific("President")
    (True, False)
    """
    return word.lower() in read_table("titles")["honorific"]


def is_title(word: str) -> bool:
    """Whether it may stand before a person's name and is no part of it ("Mr", "President").

    >>> is_title("President"), is_title("Keir")
    (True, False)
    """
    return is_honorific(word) or word.lower() in read_table("titles")["title"]


def is_amount_word(word: str) -> bool:
    """Whether it is a unit of money or shares, or "percent".

    >>> is_amount_word("rupees"), is_amount_word("boats")
    (True, False)
    """
    return any(word.lower() in words for words in read_table("amounts").values())


def is_time_word(word: str) -> bool:
    """Whether it names a time.

    >>> is_time_word("Tuesday"), is_time_word("strike")
    (True, False)
    """
    return word.lower().rstrip(".") in read_table("times")[""]


def is_partitive(word: str) -> bool:
    """Whether it counts or measures the noun after "of".

    >>> is_partitive("dozens"), is_partitive("leader")
    (True, False)
    """
    return word.lower() in read_table("partitives")[""]


def gender_of_name(word: str) -> str:
    """Either "m", "f" or "" for a first name.

    >>> [gender_of_name(x) for x in ("Sharon", "Keir", "Søren", "Ngozi", "Wei")]
    ['f', 'm', 'm', 'f', '']
    """
    return {"male": "m", "female": "f"}.get(invert_table("given_names").get(anyascii(word).lower(), ""), "")


def gender_of_noun(lemma: str) -> str:
    """Either "m", "f" or "" for a common noun or a title.

    >>> gender_of_noun("father"), gender_of_noun("Mrs"), gender_of_noun("minister")
    ('m', 'f', '')
    """
    word = lemma.lower()
    for table in ("gender", "titles"):
        for key, gender in (("male", "m"), ("female", "f")):
            if word in read_table(table)[key]:
                return gender
    return ""


@cache
def demonyms() -> Mapping[str, str]:
    """Each lower-cased adjective or name of a people, singular and plural, with its place."""
    out: dict[str, str] = {}
    for place, words in read_table("demonyms").items():
        for word in words:
            for form in (word, word.replace("-", " "), word + "s"):
                out.setdefault(form.lower(), place)
    return out


@cache
def homes() -> frozenset[str]:
    """All places that have a nationality.

    >>> "Greece" in homes(), "Leeds" in homes()
    (True, False)
    """
    return frozenset(demonyms().values())


def place_of_demonym(word: str) -> str | None:
    """The place that a nationality belongs to.

    >>> place_of_demonym("Greeks"), place_of_demonym("Leeds")
    ('Greece', None)
    """
    return demonyms().get(word.lower())


@cache
def common_aliases() -> Mapping[str, str]:
    """Each lower-cased well-known short name with the full name ("u.k." → "United Kingdom")."""
    out: dict[str, str] = {}
    for line in (files(__package__) / "aliases.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            full, *others = [x.strip() for x in line.split("|")]
            for name in (full, *others):
                out[name.lower()] = full
    return out


@cache
def is_country(name: str) -> bool:
    """Whether it is a country, or a continent or nation of one.

    >>> is_country("Greece"), is_country("United Kingdom"), is_country("Leeds")
    (True, True, False)
    """
    full = common_aliases().get(name.lower(), name)
    called = {name, full, *(short.title() for short, long in common_aliases().items() if long == full)}
    return not called.isdisjoint(read_table("demonyms"))
