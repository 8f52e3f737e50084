"""In: what an article says somebody is ("the French president", "shadow home secretary"). Out: the post and its scope, the walk of life, the country.

Pure; it refuses to decide whether two holders of a post are one person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.archive.likeness.places import country_of
from graph.archive.likeness.words import fold, plain_words, read_keys, read_lines

_EMPTY = frozenset(read_keys("words.txt")["empty"])
_LESSER = frozenset(read_keys("words.txt")["lesser"])
_SAME_HEAD = {
    "ceo": "executive",
    "chairwoman": "chair",
    "chairman": "chair",
    "chairperson": "chair",
    "premier": "minister",
    "head": "leader",
    "chief": "leader",
}


@dataclass(frozen=True)
class Role:
    """A role: its head noun, the words that say which one, how it ranks below the post itself ("shadow"), the countries it names."""

    head: str
    scope: frozenset[str]
    lesser: frozenset[str]
    countries: frozenset[str]
    text: str

    @property
    def is_post(self) -> bool:
        """Whether one person at a time holds it."""
        return self.head in _posts()

    @property
    def fields(self) -> frozenset[str]:
        """The walk of life, where the head noun tells one."""
        found = _fields().get(self.head, frozenset())
        return found if len(found) == 1 else frozenset()


@lru_cache(maxsize=20_000)
def parse_role(text: str) -> Role:
    """The parts of a role.

    >>> role = parse_role("the former Ukrainian prime minister")
    >>> role.head, sorted(role.scope), sorted(role.countries), role.is_post
    ('minister', ['prime'], ['Ukraine'], True)
    >>> role = parse_role("shadow home secretary"); role.head, sorted(role.scope), sorted(role.lesser)
    ('secretary', ['home'], ['shadow'])
    >>> parse_role("52-year-old actor").fields
    frozenset({'arts'})
    """
    front = re.split(r"\b(?:of|for|at|in|from|with|on|to|who|which)\b|,", text, maxsplit=1)[0]
    naming = _naming(text)
    countries = frozenset(naming.values())
    words = [word for word in fold(text).split() if word not in _EMPTY and not word.isdigit()]
    heads = [word for word in fold(front).split() if word not in _EMPTY and not word.isdigit()]
    head = heads[-1] if heads else words[-1] if words else ""
    if head.endswith("s") and head[:-1] in _fields():
        head = head[:-1]
    said = {part for name in naming for part in fold(name).split()}
    scope = frozenset(word for word in words if word != head and word not in _LESSER and word not in said)
    return Role(_SAME_HEAD.get(head, head), scope, frozenset(words) & _LESSER, countries, " ".join(text.split()))


def same_post(a: Role, b: Role, *, bodies_a: Iterable[str] = (), bodies_b: Iterable[str] = ()) -> bool:
    """Whether two roles name one post, its scope said by the role itself or by the body it is held in.

    >>> same_post(parse_role("Labour leader"), parse_role("leader"), bodies_b=["the Labour Party"])
    True
    >>> same_post(parse_role("home secretary"), parse_role("shadow home secretary")), same_post(parse_role("teacher"), parse_role("teacher"))
    (False, False)
    """
    if not a.is_post or a.head != b.head or a.lesser != b.lesser:
        return False
    around_a, around_b = ({word for body in bodies for word in plain_words(body)} for bodies in (bodies_a, bodies_b))
    if a.scope == b.scope:
        return True
    return (a.scope <= b.scope | around_b and b.scope <= a.scope | around_a) and bool(a.scope | b.scope)


def _naming(text: str) -> dict[str, str]:
    """The words of a role that name a country or its people, two words first, with the country."""
    words = re.findall(r"[\w.'’-]+", text)
    found: dict[str, str] = {}
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            name = " ".join(words[start : start + length])
            country = country_of(name, demonyms=True) if name[0].isupper() and not any(name in longer for longer in found) else None
            if country is not None:
                found[name] = country
    return found


@cache
def _posts() -> frozenset[str]:
    return frozenset(word for line in read_lines("posts.txt") for word in line.split())


@cache
def _fields() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for field, words in read_keys("fields.txt").items():
        for word in words:
            found[word] = found.get(word, frozenset()) | {field}
    return found
