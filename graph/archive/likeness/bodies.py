"""In: names of organizations, works, events and groups. Out: their parts, and how two of them are alike.

Pure; it refuses to decide whether two are one: many countries have a Supreme Court.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.archive.likeness.people import Found, Likeness
from graph.archive.likeness.places import is_country, place_words
from graph.archive.likeness.words import plain_words, read_aliases, read_keys, read_lines
from graph.gazetteer import place_of_demonym

_LEGAL = frozenset(read_keys("words.txt")["legal"])
_OPTIONAL = frozenset(read_keys("words.txt")["optional"])
_SMALL = frozenset(read_keys("words.txt")["small"])
_STATE = frozenset(read_keys("words.txt")["state"])
_RECURRING = frozenset(read_keys("words.txt")["recurring"])
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")


@dataclass(frozen=True)
class BodyName:
    """A name: its words without legal endings, the place it says it belongs to, the years in it, and its letters if it is an acronym."""

    words: tuple[str, ...]
    place: str = ""
    years: frozenset[str] = frozenset()
    letters: str = ""

    @property
    def is_generic(self) -> bool:
        """Whether bodies of many countries bear it."""
        return all(word in _generic() for word in self.words)

    @property
    def is_recurring(self) -> bool:
        """Whether it names something that happens again and again."""
        return bool(self.words) and self.words[-1] in _RECURRING


@lru_cache(maxsize=20_000)
def parse_body(text: str) -> BodyName:
    """The parts of a name.

    >>> parse_body("Apple Inc.").words, parse_body("the Labour Party").words == parse_body("Labour").words
    (('apple',), True)
    >>> parse_body("Ministry of Defence (UK)") == parse_body("UK Ministry of Defence") == parse_body("British Ministry of Defence")
    True
    >>> parse_body("Scottish Labour").words, parse_body("2022 World Cup").years
    (('scottish', 'labour'), frozenset({'2022'}))
    """
    place, text = _split_bracket(text)
    years = frozenset(_YEAR.findall(text))
    words = plain_words(_YEAR.sub(" ", text) if years else text)
    words = read_aliases("body_aliases.txt").get(words, words)
    letters = re.sub(r"[^A-Z]", "", text) if re.fullmatch(r"(?:[A-Z][a-z]?\.?-?){2,7}", text.removeprefix("the ")) else ""
    while len(words) > 1 and words[-1] in _LEGAL | _OPTIONAL:
        words = words[:-1]
    if not place and len(words) > 1:
        place, words = _split_state(words)
    return BodyName(words, place, years, letters if len(letters) > 1 else "")


@lru_cache(maxsize=20_000)
def compare_bodies(a: BodyName, b: BodyName) -> Found:
    """How two names are alike.

    >>> compare_bodies(parse_body("RMT"), parse_body("Rail, Maritime and Transport")).likeness.name
    'VARIANT'
    >>> compare_bodies(parse_body("Leeds"), parse_body("Leeds United")).likeness.name
    'CLOSE'
    >>> compare_bodies(parse_body("Bank of England"), parse_body("Bank of America")).likeness.name
    'APART'
    """
    shown = " ".join(a.words)
    if a.years != b.years and a.years and b.years:
        return Found(Likeness.APART, "the years in their names differ")
    if a.words == b.words or "".join(a.words) == "".join(b.words):
        if a.years != b.years:
            return Found(Likeness.PARTIAL, f"the same name, {shown}, but only one says the year")
        return Found(Likeness.EQUAL, f"the same name, {shown}")
    for one, other in ((a, b), (b, a)):
        if one.letters and _is_acronym(one.letters, other.words):
            return Found(Likeness.VARIANT if len(one.letters) > 2 else Likeness.CLOSE, f"{one.letters} may stand for {' '.join(other.words)}")
    content_a, content_b = (sorted(word for word in body.words if word not in _SMALL) for body in (a, b))
    if content_a == content_b and len(content_a) > 1:
        return Found(Likeness.PARTIAL, f"the same words in another order, {shown}")
    short, full = sorted((a.words, b.words), key=len)
    if len(short) < len(full) and short and full[: len(short)] == short and not all(word in _generic() for word in short):
        return Found(Likeness.CLOSE, f"{' '.join(full)} begins with {' '.join(short)}")
    return Found(Likeness.APART, f"the names differ: {shown} and {' '.join(b.words)}")


def _split_bracket(text: str) -> tuple[str, str]:
    if (match := re.fullmatch(r"(.*\S)\s*\(([^()]*)\)", text)) is None:
        return "", text
    return _place(match[2]), match[1]


def _split_state(words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A state's body named with its country: "US Supreme Court", "Ministry of Defence of Ukraine"."""
    for count in (1, 2):
        head, rest = words[:count], words[count:]
        if rest and (place := _place(" ".join(head))) and _is_state(rest):
            return place, rest
        tail, front = words[-count:], words[:-count]
        if len(front) > 2 and front[-1] == "of" and (place := _place(" ".join(tail))) and _is_state(front[:-1]) and len(front) > 3:
            return place, front[:-1]
    return "", words


def _is_state(words: tuple[str, ...]) -> bool:
    return all(word in _generic() for word in words) and bool(_STATE & set(words))


@lru_cache(maxsize=5_000)
def _place(text: str) -> str:
    """The place that a word of a body's name stands for, by its usual name; empty where it stands for none."""
    if (found := place_of_demonym(text)) is not None:
        return " ".join(place_words(found))
    return " ".join(place_words(text)) if is_country(text) else ""


def _is_acronym(letters: str, words: tuple[str, ...]) -> bool:
    if len(words) < 2:
        return False
    initials = "".join(word[0] for word in words if word not in _SMALL).upper()
    every = "".join(word[0] for word in words).upper()
    return letters in (initials, every)


@cache
def _generic() -> frozenset[str]:
    return frozenset(word for line in read_lines("generic_words.txt") for word in line.split())
