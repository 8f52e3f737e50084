"""In: given names and surnames. Out: how rare a person's name is, and whether a spelling is a name of its own.

From fixed tables (the United States census of 1990, and lists of what is common elsewhere), never from an archive: a link must not depend on the
rest of it. It refuses names of anything but people.
"""

from __future__ import annotations

import math
from functools import cache

from graph.archive.likeness.words import read_keys, read_lines

_UNLISTED = 0.4
"""Bearers among 100,000 of a name that no table has."""


@cache
def given_names() -> dict[str, float]:
    """Each given name with its bearers among 100,000."""
    return _read("given.tsv.gz", "given")


@cache
def surnames() -> dict[str, float]:
    """Each surname with its bearers among 100,000."""
    return _read("surnames.tsv.gz", "surname")


def rarity(given: str, family: str) -> float:
    """How rare a name is: the negative logarithm of the share of people who bear it; without a given name, that of the surname.

    >>> round(rarity("john", "smith"), 1), round(rarity("keir", "starmer"), 1), round(rarity("", "smith"), 1)
    (3.8, 10.8, 2.0)
    """
    family_share = surnames().get(family, _UNLISTED) / 100_000
    if not given:
        return -math.log10(family_share)
    # An initial tells as little as a letter does.
    given_share = 0.06 if len(given) == 1 else given_names().get(given, _UNLISTED) / 100_000
    return -math.log10(family_share * given_share)


def is_established(word: str, *, is_given: bool) -> bool:
    """Whether a spelling is in a table, so that it is no slip for another.

    >>> is_established("clarke", is_given=False), is_established("stamer", is_given=False)
    (True, False)
    """
    return word in (given_names() if is_given else surnames())


def _read(table: str, kind: str) -> dict[str, float]:
    found = {name: float(share) for name, share in (line.split("\t") for line in read_lines(table))}
    if kind == "given":  # a name that is spelt in many ways is borne by many
        for line in read_lines("given_variants.txt"):
            for name in line.lstrip("~ ").split():
                found[name] = max(found.get(name, 0.0), 100.0)
    for key, names in read_keys("common_names.txt").items():
        if key.startswith(kind):
            for name in names:
                found[name] = max(found.get(name, 0.0), float(key.split()[1]))
    return found
