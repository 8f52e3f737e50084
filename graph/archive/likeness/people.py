"""In: names of people as printed. Out: their parts, and how two of them are alike: equal, another spelling, shorter, or of two people.

Titles tell nothing here. It refuses to decide whether two people are one: for that a name is not enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

from nicknames import NickNamer
from rapidfuzz.distance import DamerauLevenshtein

from graph.archive.likeness.rarity import is_established
from graph.archive.likeness.words import fold, read_keys, read_lines, skeleton
from graph.gazetteer import gender_of_name, is_title

_PARTICLES = frozenset(read_keys("words.txt")["particle"])
_SENIORITY = {"jr": "Jr", "jnr": "Jr", "junior": "Jr", "sr": "Sr", "snr": "Sr", "senior": "Sr"}
_NUMERAL = re.compile(r"^[IVX]{1,5}$")


class Likeness(IntEnum):
    """How two names are alike, from apart to equal."""

    APART = 0
    CLOSE = 1
    """Spellings that namesakes often differ in, or a slip of the pen."""
    BARE = 2
    """One of them is a single word of the other."""
    PARTIAL = 3
    """One of them has less: no middle name, an initial."""
    VARIANT = 4
    """Another spelling, a short form, the other order."""
    EQUAL = 5


@dataclass(frozen=True)
class PersonName:
    """A person's name: its words without titles and particles, and what stands behind it (Jr, II)."""

    words: tuple[str, ...]
    rank: str = ""

    @property
    def family(self) -> str:
        """The last word."""
        return self.words[-1] if self.words else ""

    @property
    def given(self) -> str:
        """The first of several words."""
        return self.words[0] if len(self.words) > 1 else ""

    @property
    def middle(self) -> tuple[str, ...]:
        """The words between."""
        return self.words[1:-1]


@dataclass(frozen=True)
class Found:
    """How two names are alike, and why."""

    likeness: Likeness
    reason: str


@lru_cache(maxsize=20_000)
def parse_person(text: str) -> PersonName:
    """The parts of a name.

    >>> parse_person("Sir Keir Starmer"), parse_person("Joseph R. Biden Jr.").rank
    (PersonName(words=('keir', 'starmer'), rank=''), 'Jr')
    >>> parse_person("Pope John Paul II"), parse_person("Ursula von der Leyen").words, parse_person("JK Rowling").words
    (PersonName(words=('john', 'paul'), rank='II'), ('ursula', 'leyen'), ('j', 'k', 'rowling'))
    """
    printed = re.sub(r"\(.*?\)|[\"“”].*?[\"“”]", " ", text).replace(",", " ").split()
    while len(printed) > 1 and is_title(printed[0]):
        printed = printed[1:]
    rank = ""
    if len(printed) > 1:
        last = printed[-1].strip(".")
        if last.lower() in _SENIORITY and (last.lower() not in ("junior", "senior") or len(printed) > 2):
            rank, printed = _SENIORITY[last.lower()], printed[:-1]
        elif _NUMERAL.match(last):
            rank, printed = last, printed[:-1]
    is_mixed = any(not word.isupper() for word in printed)
    words: list[str] = []
    for word in printed:
        is_initials = is_mixed and word.isupper() and word.isalpha() and 1 < len(word) < 4 and word != printed[-1]
        words += list(fold(word)) if is_initials else fold(word).split()
    first = 1 if printed and printed[0] == "Al" else 0  # a given name, not the article of "al-Assad"
    return PersonName(tuple(word for i, word in enumerate(words) if word not in _PARTICLES or i < first) or tuple(words), rank)


@lru_cache(maxsize=20_000)
def compare_people(a: PersonName, b: PersonName) -> Found:
    """How two people's names are alike.

    >>> compare_people(parse_person("Bob Menendez"), parse_person("Robert Menendez"))
    Found(likeness=<Likeness.VARIANT: 4>, reason='Bob is a form of Robert')
    >>> compare_people(parse_person("George H. W. Bush"), parse_person("George W. Bush")).reason
    'the middle names differ: H and W'
    >>> compare_people(parse_person("David Davis"), parse_person("David Davies")).reason
    'the surnames differ: Davis and Davies'
    """
    if a.rank != b.rank and a.rank and b.rank:
        return Found(Likeness.APART, f"one is {a.rank}, the other {b.rank}")
    if not a.words or not b.words:
        return Found(Likeness.APART, "a name without words")
    found = _compare_words(a, b)
    if a.rank != b.rank and found.likeness > Likeness.PARTIAL:
        return Found(Likeness.PARTIAL, f"{found.reason}; only one is called {a.rank or b.rank}")
    return found


def _compare_words(a: PersonName, b: PersonName) -> Found:
    if "".join(a.words) == "".join(b.words):
        kind = "full name" if len(a.words) > 1 else "single name"
        return Found(Likeness.EQUAL if len(a.words) > 1 else Likeness.BARE, f"the same {kind}, {_show(a.words)}")
    if min(len(a.words), len(b.words)) == 1:
        short, full = sorted((a, b), key=lambda name: len(name.words))
        if short.words[0] in full.words or _is_spelling(short.words[0], full.family):
            return Found(Likeness.BARE, f"{_show(short.words)} alone may be {_show(full.words)}")
        return Found(Likeness.APART, f"{_show(short.words)} is no part of {_show(full.words)}")
    if b.words in (a.words[-1:] + a.words[:-1], a.words[1:] + a.words[:1]):
        return Found(Likeness.VARIANT, f"the same name in the other order, {_show(a.words)}")
    surname = _compare_surnames(a, b)
    return surname if surname.likeness is Likeness.APART else _compare_given(a, b, surname)


def _compare_surnames(a: PersonName, b: PersonName) -> Found:
    x, y = a.family, b.family
    if x == y:
        return Found(Likeness.EQUAL, "")
    if _is_spelling(x, y):
        return Found(Likeness.VARIANT, f"{_show((x,))} and {_show((y,))} are spellings of one name")
    short, full = sorted((a.words, b.words), key=len)
    if len(short) < len(full) and full[: len(short)] == short:
        return Found(Likeness.CLOSE, f"{_show(full)} begins with {_show(short)}")
    is_known = is_established(x, is_given=False) and is_established(y, is_given=False)
    if not is_known and min(len(x), len(y)) >= 6 and x[0] == y[0] and DamerauLevenshtein.distance(x, y) == 1:
        return Found(Likeness.CLOSE, f"{_show((x,))} may be a slip for {_show((y,))}")
    return Found(Likeness.APART, f"the surnames differ: {_show((x,))} and {_show((y,))}")


def _compare_given(a: PersonName, b: PersonName, surname: Found) -> Found:
    if surname.likeness is Likeness.CLOSE and surname.reason.find(" begins with ") > 0:
        return surname
    given = match_given(a.given, b.given)
    if given is None:
        for one, other in ((a, b), (b, a)):
            if one.given in other.middle and len(one.given) > 1:
                return Found(min(Likeness.PARTIAL, surname.likeness), f"{_show(one.words)} is a shorter form of {_show(other.words)}")
        return Found(Likeness.APART, f"the given names differ: {_show((a.given,))} and {_show((b.given,))}")
    middle = _compare_middle(a.middle, b.middle)
    worst = min((surname, given, middle), key=lambda found: found.likeness)
    reasons = [found.reason for found in (surname, given, middle) if found.reason]
    if worst.likeness is Likeness.APART:
        return worst
    return Found(worst.likeness, "; ".join(reasons) or f"the same full name, {_show(a.words)}")


def _compare_middle(a: tuple[str, ...], b: tuple[str, ...]) -> Found:
    if a == b:
        return Found(Likeness.EQUAL, "")
    if not a or not b:
        return Found(Likeness.PARTIAL, f"only one has {_show(a or b)} in the middle")
    if (found := match_given(a[0], b[0])) is not None:
        return Found(min(found.likeness, Likeness.PARTIAL), found.reason)
    if all(len(word) > 1 for word in (*a, *b)) and (set(a) <= set(b) or set(b) <= set(a)):
        return Found(Likeness.PARTIAL, "one has more middle names")
    return Found(Likeness.APART, f"the middle names differ: {_show(a[:1])} and {_show(b[:1])}")


@lru_cache(maxsize=20_000)
def match_given(x: str, y: str) -> Found | None:
    """Whether two given names may be one person's; None where not.

    >>> [match_given(*pair) is not None for pair in (("kate", "catherine"), ("j", "joanne"), ("mohammed", "muhammad"), ("david", "daniel"))]
    [True, True, True, False]
    >>> match_given("jon", "john").likeness.name, match_given("aaron", "erin")
    ('CLOSE', None)
    """
    if x == y:
        return Found(Likeness.EQUAL, "")
    if min(len(x), len(y)) == 1:
        return Found(Likeness.PARTIAL, f"{_show((min(x, y, key=len),))} may stand for {_show((max(x, y, key=len),))}") if x[0] == y[0] else None
    shown = f"{_show((x,))} is a form of {_show((y,))}"
    if _spellings("near").get(x, x) == _spellings("near").get(y, y):
        return Found(Likeness.CLOSE, f"{_show((x,))} and {_show((y,))} are near, but namesakes differ so")
    if _spellings("one").get(x, {x}) & _spellings("one").get(y, {y}):
        return Found(Likeness.VARIANT, shown)
    if "" != gender_of_name(x) != gender_of_name(y) != "":
        return None
    full_x, full_y = canonical_given(x), canonical_given(y)
    shared = full_x & full_y
    if x in full_y or y in full_x or (shared and (x[:3] == y[:3] or any(name.startswith("~") for name in shared))):
        return Found(Likeness.VARIANT, shown)
    if min(len(x), len(y)) >= 5 and skeleton(x) == skeleton(y) and not (is_established(x, is_given=True) and is_established(y, is_given=True)):
        return Found(Likeness.VARIANT, shown)
    short, full = sorted((x, y), key=len)
    if full.startswith(short) and not is_established(short, is_given=True):
        return Found(Likeness.PARTIAL, f"{_show((short,))} may be short for {_show((full,))}")
    if len(short) >= 6 and x[0] == y[0] and DamerauLevenshtein.distance(x, y) == 1:
        return Found(Likeness.CLOSE, f"{_show((x,))} may be a slip for {_show((y,))}")
    return None


@cache
def canonical_given(word: str) -> frozenset[str]:
    """The full names that a given name may be short for, itself among them, and the lines of spellings it stands in.

    >>> "robert" in canonical_given("bob"), canonical_given("keir")
    (True, frozenset({'keir'}))
    """
    full = {word, *_nicknames().canonicals_of(word)}
    gender = gender_of_name(word)
    full = {name for name in full if not gender or gender_of_name(name) in ("", gender)}
    return frozenset(full | {f"~{number}" for name in full for number in _spellings("one").get(name, ())})


def _is_spelling(x: str, y: str) -> bool:
    if x == y:
        return True
    if min(len(x), len(y)) < 5 or skeleton(x) != skeleton(y):
        return False
    return not (is_established(x, is_given=False) and is_established(y, is_given=False))


@cache
def _nicknames() -> NickNamer:
    return NickNamer()


@cache
def _spellings(kind: str) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for number, line in enumerate(read_lines("given_variants.txt")):
        if line.startswith("~") == (kind == "near"):
            for word in line.lstrip("~ ").split():
                found[word] = found.get(word, frozenset()) | {number}
    return found


def _show(words: tuple[str, ...]) -> str:
    return " ".join(word.capitalize() for word in words)
