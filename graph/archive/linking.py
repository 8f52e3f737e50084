"""In: two profiles of different articles. Out: a link: whether they are the same thing, different or unknown, how sure that is, and why, in words.

A link depends on its two profiles alone. Hard facts part what they part; else evidence is added up, in natural logarithms of odds. It refuses to
join two on a name that many bear.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from graph.archive.evidence import Point, weigh_body, weigh_person, weigh_place
from graph.archive.facts import facts_of, find_conflict
from graph.archive.profiles import Profile
from graph.records import EntityType

SURE: Final = 2.2
"""Log odds from which two are called the same: nine to one."""


class Verdict(StrEnum):
    """What a link says."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Link:
    """What is known of two entities: `score` is how likely they are one, from 0 to 1; `a` and `b` are their addresses in alphabetical order."""

    a: str
    b: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]


def score_link(a: Profile, b: Profile) -> Link:
    """Whether two entities of different articles are the same thing in the world; the order of the two makes no difference.

    >>> from graph.records import EntityType
    >>> one = Profile("e1", "a1", EntityType.PERSON, ("Keir Starmer",))
    >>> score_link(one, Profile("e2", "a2", EntityType.PERSON, ("Sir Keir Starmer",))).verdict.value
    'same'
    >>> score_link(one, Profile("e2", "a2", EntityType.PERSON, ("Rodney Starmer",))).reasons
    ('the given names differ: Keir and Rodney',)
    """
    a, b = sorted((a, b), key=lambda profile: profile.iri)
    if a.article == b.article:
        return Link(a.iri, b.iri, Verdict.DIFFERENT, 0.01, ("their article tells them apart",))
    if shared := sorted(set(a.same_as) & set(b.same_as)):
        return Link(a.iri, b.iri, Verdict.SAME, 0.99, (f"both are {shared[0]}",))
    if (reason := find_conflict(facts_of(a), facts_of(b))) is not None:
        return Link(a.iri, b.iri, Verdict.DIFFERENT, 0.01, (reason,))
    points = list(_weigh(a, b))
    odds = sum(point.weight for point in points)
    score = min(0.98, max(0.02, 1 / (1 + math.exp(-odds))))
    reasons = tuple(point.reason for point in sorted(points, key=lambda point: (-abs(point.weight), point.reason)))
    return Link(a.iri, b.iri, Verdict.SAME if odds >= SURE else Verdict.UNKNOWN, round(score, 3), reasons)


def _weigh(a: Profile, b: Profile) -> list[Point]:
    if a.type is b.type is EntityType.PERSON:
        return weigh_person(a, b)
    if a.type is b.type is EntityType.PLACE:
        return weigh_place(a, b)
    return weigh_body(a, b)
