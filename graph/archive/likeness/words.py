"""In: names as printed, and the names of tables. Out: names as plain lower-case words, and the tables' rows.

Pure, and the same on every machine; it refuses to know what the words mean.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii

_SHORT = {"st": "saint", "mt": "mount", "utd": "united", "&": "and", "dept": "department", "univ": "university", "intl": "international", "govt": "government"}
_SPELLINGS = (
    ("organisation", "organization"),
    ("centre", "center"),
    ("defence", "defense"),
    ("labor", "labour"),
    ("theatre", "theater"),
    ("programme", "program"),
)


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """A name without accents, capitals, apostrophes and signs; any script in Latin letters.

    >>> fold("Recep Tayyip Erdoğan"), fold("Frances O’Grady"), fold("Kim Jong-un"), fold("J.K. Rowling")
    ('recep tayyip erdogan', 'frances ogrady', 'kim jong un', 'j k rowling')
    """
    plain = anyascii(text).lower()
    plain = re.sub(r"(?<=\w)'s\b", "", plain) if plain.endswith("'s") else plain
    return " ".join(re.findall(r"[a-z0-9]+|&", plain.replace("'", "").replace("`", "")))


@lru_cache(maxsize=50_000)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of a name of no person: "the" left out in front, abbreviations written out, one spelling for words that have two.

    >>> plain_words("the St. Alban's Theatre"), plain_words("Man Utd")
    (('saint', 'albans', 'theater'), ('man', 'united'))
    """
    words = [_SHORT.get(word, word) for word in fold(re.sub(r"(?<=\w)\.(?=\w)", "", text)).split()]
    for british, american in _SPELLINGS:
        words = [american if word == british else word for word in words]
    while len(words) > 1 and words[0] == "the":
        words = words[1:]
    return tuple(words)


def read_lines(name: str) -> Iterator[str]:
    """The lines of a table, without comments and empty ones."""
    path = files("graph.archive") / "data" / name
    data = gzip.decompress(path.read_bytes()) if name.endswith(".gz") else path.read_bytes()
    for line in data.decode("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


@cache
def read_keys(name: str) -> dict[str, tuple[str, ...]]:
    """A table's lines "key: words"."""
    out: dict[str, tuple[str, ...]] = {}
    for line in read_lines(name):
        key, _, words = line.partition(":")
        out[key.strip()] = out.get(key.strip(), ()) + tuple(words.split())
    return out


@cache
def read_aliases(name: str) -> dict[tuple[str, ...], tuple[str, ...]]:
    """A table's lines "full|short|short": the words of each name with those of the first."""
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in read_lines(name):
        first, *others = (plain_words(part) for part in line.split("|"))
        for words in (first, *others):
            out.setdefault(words, first)
    return out


@lru_cache(maxsize=20_000)
def skeleton(word: str) -> str:
    """What is left of a word however it was brought into Latin letters.

    >>> skeleton("zelenskyy") == skeleton("zelensky") == skeleton("zelenskiy"), skeleton("gaddafi") == skeleton("qaddafi") == skeleton("kadhafi")
    (True, True)
    >>> skeleton("yanukovych") == skeleton("yanukovich"), skeleton("khodorkovsky") == skeleton("hodorkovskij")
    (True, True)
    """
    for old, new in _SOUNDS:
        word = re.sub(old, new, word)
    return re.sub(r"(.)\1+", r"\1", word)


_SOUNDS = (
    (r"^[gkq]h?(?=ad+h?af)", "k"),
    (r"tsch|tch", "ch"),
    (r"sch", "sh"),
    (r"kh", "h"),
    (r"gh", "g"),
    (r"dh", "d"),
    (r"ph", "f"),
    (r"ck|q", "k"),
    (r"w", "v"),
    (r"(?:iy|yi|ij|yy|ii|y)", "i"),
    (r"(?<=.)ou|oo", "u"),
    (r"ee", "i"),
    (r"aa", "a"),
    (r"tz", "ts"),
    (r"zh", "j"),
    (r"(?<=[aeiou])h$", ""),
    (r"^i(?=[eao])", ""),
)
