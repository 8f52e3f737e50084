"""In: the words of two proper names. Out: whether one can be another form of the other: shorter, initials, misspelt.

Pure; it refuses to look at the article.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from graph.gazetteer import common_aliases, is_honorific, name_word_type, place_of_demonym

LEGAL = frozenset(["inc", "ltd", "plc", "llc", "corp", "co", "gmbh", "ag", "corporation", "company", "limited", "group", "holdings"])
GENERIC = LEGAL | frozenset(["party", "union", "organization", "organisation", "government", "magazine", "newspaper", "network", "foundation", "club", "team"])
"""Words that a short form of an organization's name leaves out: "Labour" for "Labour Party"."""
SMALL = frozenset(["of", "the", "and", "for", "on", "in", "to", "&", "at", "de", "la"])
VOWELS = frozenset("aeiouy")
SUFFIXES = frozenset(["jr", "jnr", "sr", "snr", "ii", "iii", "iv"])

Words = tuple[str, ...]


@cache
def name_words(text: str) -> Words:
    """The lower-cased words of a name without accents, apostrophes, possessive endings and leading article.

    >>> name_words("The Young People’s Party"), name_words("East L.A."), name_words("José Núñez")
    (('young', 'people', 'party'), ('east', 'los', 'angeles'), ('jose', 'nunez'))
    """
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = re.sub(r"'s\b|'(?=\s|$)", "", plain)
    plain = re.sub(r"\b((?:[a-z]\.){2,})", lambda m: common_aliases().get(m[1], m[1]).lower().replace(".", "") + " ", plain)
    plain = re.sub(r"\.(?:com|org|net|co\.uk|gov)\b", "", plain)
    words = re.findall(r"[^\W_]+(?:[-'][^\W_]+)*|&", plain)
    while len(words) > 1 and (words[0] == "the" or is_honorific(words[0])):
        words = words[1:]
    if len(words) > 1 and (full := common_aliases().get(words[0])) and len(words[0]) < 4:
        words[:1] = full.lower().split()
    return tuple(words)


def same_person(short: Words, full: Words) -> bool:
    """Whether `short` can be a form of the person `full`: a surname, a first name, initials, or the same with a middle name.

    >>> [same_person(s, ("t", "boone", "pickens")) for s in (("pickens",), ("boone", "pickens"), ("boone",), ("pick",))]
    [True, True, False, False]
    >>> same_person(("anne", "smith"), ("andrew", "smith")), same_person(("john", "smith", "jr"), ("john", "smith"))
    (False, False)
    """
    if not short or not full:
        return False
    if (short[-1] in SUFFIXES) != (full[-1] in SUFFIXES) and len(short) > 1:
        return False
    full = full[:-1] if full[-1] in SUFFIXES else full
    short = short[:-1] if short[-1] in SUFFIXES and len(short) > 1 else short
    if len(short) == 1:
        return short[0] in (full[0], full[-1]) and len(short[0]) > 1
    if short[-1] != full[-1]:
        return short == full[: len(short)] and len(short) >= 2
    if len(short) > len(full):
        return False
    if len(short) == len(full):
        return all(a == b or is_initial(a, b) for a, b in zip(short, full, strict=True))
    rest = list(full[:-1])
    for word in short[:-1]:
        while rest and not (rest[0] == word or is_initial(rest[0], word)):
            rest.pop(0)
        if not rest:
            return False
        rest.pop(0)
    return True


def is_initial(a: str, b: str) -> bool:
    """Whether one is the initial of the other."""
    return a[0] == b[0] and min(len(a), len(b)) == 1


def same_organization(short: Words, full: Words) -> bool:
    """Whether `short` can be a form of the organization (or work, or event) `full`.

    >>> same_organization(("labour",), ("labour", "party")), same_organization(("labour",), ("scottish", "labour"))
    (True, False)
    >>> same_organization(("conservative",), ("conservatives",)), same_organization(("civic", "party"), ("civic", "passion"))
    (True, False)
    >>> same_organization(("student", "association"), ("leeds", "student", "association"))
    True
    >>> same_organization(("smith", "foundation"), ("smith", "foundation", "for", "the", "arts"))
    True
    >>> same_organization(("police", "department"), ("scottish", "police", "department"))
    False
    """
    a, b = strip_legal(short), strip_legal(full)
    if a == b or tuple(map(plain_number, a)) == tuple(map(plain_number, b)):
        return True
    if len(a) >= len(b):
        return False
    if b[: len(a)] == a and all(w in GENERIC for w in b[len(a) :]):
        return True
    if b[: len(a)] == a and len(a) > 1 and b[len(a)] in ("of", "for", "on", "against") and name_word_type(a[-1]) is not None:
        return True
    extra = b[: len(b) - len(a)]
    if b[-len(a) :] != a or len(a) < 2 or any(w in SMALL for w in extra):
        return False
    return name_word_type(a[-1]) is not None and place_of_demonym(extra[-1]) is None and extra[0] not in ("north", "south", "east", "west")


def strip_legal(words: Words) -> Words:
    """Without "Inc" and the like at the end."""
    while len(words) > 1 and words[-1] in LEGAL:
        words = words[:-1]
    return words


def plain_number(word: str) -> str:
    """A word of a name without its plural ending.

    >>> plain_number("conservatives"), plain_number("congress")
    ('conservative', 'congress')
    """
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_acronym(short: str, full: Words) -> bool:
    """Whether `short`, as printed, is made of the initials of `full`.

    >>> is_acronym("UNESCO", name_words("United Nations Educational, Scientific and Cultural Organization"))
    True
    >>> is_acronym("HMRC", name_words("HM Revenue and Customs"))
    True
    >>> is_acronym("RMT", name_words("Rail, Maritime and Transport Workers")), is_acronym("US", name_words("Unite Scotland Party"))
    (False, False)
    """
    letters = short.replace(".", "")
    if not (2 <= len(letters) <= 8 and letters.isalpha() and letters.isupper() and len(full) > 1):
        return False
    initials = "".join(w[0] for w in full if w not in SMALL).upper()
    every = "".join(w[0] for w in full).upper()
    whole = "".join(w if len(w) < 4 and not set(w) & VOWELS else w[0] for w in full if w not in SMALL).upper()
    return letters in (initials, every, whole) or is_initials_but_one(letters, initials)


def is_initials_but_one(letters: str, initials: str) -> bool:
    """Whether letters are the initials of a long name with one inside left out: "NICE" for the National Institute for Health and Care Excellence.

    >>> is_initials_but_one("NICE", "NIHCE"), is_initials_but_one("NIE", "NIHCE"), is_initials_but_one("NIHC", "NIHCE")
    (True, False, False)
    """
    return len(initials) >= 5 and any(letters == initials[:k] + initials[k + 1 :] for k in range(1, len(initials) - 1))


def is_loose_acronym(short: str, full: Words) -> bool:
    """Whether `short`, given in brackets right after `full`, can be its abbreviation: its letters begin words of it, in order.

    >>> is_loose_acronym("RMT", name_words("National Union of Rail, Maritime and Transport Workers"))
    True
    >>> is_loose_acronym("BBC", name_words("Rail, Maritime and Transport Workers"))
    False
    """
    letters = short.replace(".", "").lower()
    if not 2 <= len(letters) <= 10 or not letters.isalpha() or short.islower():
        return False
    starts = iter(w[0] for w in full)
    if all(any(c == s for s in starts) for c in letters):
        return True
    joined = iter("".join(full))
    return letters[0] == full[0][0] and all(any(c == s for s in joined) for c in letters)


def is_misspelling(a: Words, b: Words) -> bool:
    """Whether two names of several words differ by a slip of the pen: one word, one or two letters of a long one.

    Parts of a double name differ on purpose ("Chun-hing", "Chun-kin").

    >>> is_misspelling(("keir", "stamer"), ("keir", "starmer")), is_misspelling(("john", "kerr"), ("john", "kerry"))
    (True, False)
    >>> is_misspelling(("jane", "smith"), ("jan", "smith")), is_misspelling(("paul", "jones"), ("paula", "jones"))
    (False, False)
    """
    if len(a) != len(b) or len(a) < 2:
        return False
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(different) != 1:
        return False
    x, y = different[0]
    shortest = min(len(x), len(y))
    if (x, y) == (a[0], b[0]):
        return shortest >= 6 and x[0] == y[0] and x[-1] == y[-1] and DamerauLevenshtein.distance(x, y) == 1
    if shortest < 5 or x[0] != y[0] or "-" in x or "-" in y:
        return False
    return DamerauLevenshtein.distance(x, y) <= (1 if shortest < 9 else 2)


def is_slip(a: str, b: str) -> bool:
    """Whether a surname by itself is a slip for another: one letter of at least five, but no husband's for his wife's.

    >>> is_slip("halvorsn", "halvorsen"), is_slip("hale", "hall"), is_slip("brown", "crown"), is_slip("petrov", "petrova")
    (True, False, False, False)
    """
    return f"{a}a" != b and f"{b}a" != a and min(len(a), len(b)) >= 5 and a[0] == b[0] and a != b and DamerauLevenshtein.distance(a, b) == 1


def full_common_name(text: str) -> str | None:
    """The full form of a short name that everybody knows ("U.K.").

    >>> full_common_name("the U.K."), full_common_name("Leeds")
    ('United Kingdom', None)
    """
    return common_aliases().get(re.sub(r"^[Tt]he\s+", "", text).lower())
