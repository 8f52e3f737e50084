"""In: two profiles that no hard fact parts. Out: what speaks for and against their being one: points in natural logarithms of odds, with reasons.

Weights are fixed numbers, set by hand on the first part of `tests/cases/links.tsv`. It refuses to give a verdict.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from graph.archive.facts import COMMON, fields_of, home_of, match_bodies, match_names, name_rarity
from graph.archive.likeness.bodies import parse_body
from graph.archive.likeness.people import Likeness, parse_person
from graph.archive.likeness.places import Location, country_of, is_country, locate, place_words, spots_named
from graph.archive.likeness.rarity import rarity
from graph.archive.likeness.roles import Role, parse_role, same_post
from graph.archive.profiles import Profile
from graph.gazetteer import known_name_type
from graph.records import EntityType

TERM: Final = 6.0
"""Years after which a post has probably changed hands."""

UNCOMMON: Final = 7.0
"""Below this rarity a name has namesakes that newspapers tell apart by a middle initial."""

_FORMS: Final = {Likeness.EQUAL: 0.0, Likeness.VARIANT: -0.6, Likeness.PARTIAL: -0.8, Likeness.BARE: 0.0, Likeness.CLOSE: -5.0}


class Point(NamedTuple):
    """One piece of evidence: above zero it speaks for one thing, below for two."""

    weight: float
    reason: str


def weigh_person(a: Profile, b: Profile) -> list[Point]:
    """The evidence on two people."""
    found, x, y = match_names(a.names, b.names)
    rare = name_rarity(x, y)
    prior = max(-4.5, min(4.0, 1.6 * (rare - COMMON)))
    if found.likeness is Likeness.BARE:
        prior = min(prior, -1.2)
    elif found.likeness is Likeness.PARTIAL and rare < UNCOMMON:
        prior -= 1.2  # what only one has may be there to tell it from the other
    kind = "a bare name" if found.likeness is Likeness.BARE else "a rare name" if rare >= 8 else "a common name" if rare < COMMON else "not a common name"
    points = [Point(prior + _FORMS[found.likeness], f"{found.reason} ({kind})")]
    points += [*_weigh_roles(a, b), *_weigh_bodies(a, b, is_rare=rare >= UNCOMMON), *_weigh_places(a, b), *_weigh_births(a, b)]
    points += [*_weigh_company(a, b, most=3.5), *_weigh_gap(a, b)]
    return points


def weigh_place(a: Profile, b: Profile) -> list[Point]:
    """The evidence on two places of one name."""
    name = next(name for name in a.names if place_words(name) in {place_words(other) for other in b.names})
    sides = [_locate(name, profile) for profile in (a, b)]
    shared = _weigh_company(a, b, most=2.5)
    first, second = (side.spot for side in sides)
    if first and second and (first.country, first.region) == (second.country, second.region):
        return [Point(3.5, f"the same place, {name} in {first.region or first.country}")]
    if first and second:
        return [Point(-2.0, f"perhaps two places called {name}, in {first.country} and in {second.country}"), *shared]
    if any(side.is_known for side in sides):
        return [Point(-1.0, f"several places are called {name}"), *shared]
    words = parse_body(name)
    if words.is_generic:
        return [Point(-2.0, f"many towns have a {name}"), *shared]
    return [Point(2.3 if len(words.words) > 1 or rarity("", words.words[0]) > 5 else 1.0, f"the same name, {name}"), *_weigh_homes(a, b), *shared]


def weigh_body(a: Profile, b: Profile) -> list[Point]:
    """The evidence on two organizations, works, events or groups."""
    found, x, y = match_bodies(a.names, b.names)
    points = [*_weigh_homes(a, b), *_weigh_company(a, b, most=3.1)]
    if a.type is not b.type:
        points.append(Point(-1.5, f"{_clear(a, b).type.value.lower()}s in one article, of no clear kind in the other"))
    if x.is_recurring and not x.years & y.years and EntityType.ORGANIZATION not in (a.type, b.type):
        points.append(_weigh_year(a, b))
    is_letters = bool(x.letters and y.letters) and x.words == y.words and len(x.words) == 1 and known_name_type(x.letters) is None
    if x.place and x.place == y.place:
        base = 3.5
    elif x.is_generic or y.is_generic:
        base = -0.8
    elif is_letters:
        base = 0.8
    else:
        base = 3.2
    form = {Likeness.EQUAL: 0.0, Likeness.VARIANT: -1.0, Likeness.PARTIAL: -1.6, Likeness.CLOSE: -5.0}.get(found.likeness, -5.0)
    kind = " (many bodies are called so)" if x.is_generic and not x.place else " (letters that others use too)" if is_letters else ""
    return [Point(base + form, found.reason + kind), *points]


@lru_cache(maxsize=20_000)
def weigh_companion(name: str) -> float:
    """What it tells that two articles name the same thing: a rare person much, a country next to nothing."""
    if is_country(name):
        return 0.1
    if spots_named([name]):
        return 0.3
    words = parse_person(name).words
    if len(words) == 1:
        return 0.3
    return 0.3 if parse_body(name).is_generic else 0.3 * max(1.0, min(4.0, rarity(words[0], words[-1]) - 4.0))


def _weigh_roles(a: Profile, b: Profile) -> Iterator[Point]:
    roles_a, roles_b = tuple(map(parse_role, a.roles)), tuple(map(parse_role, b.roles))
    pairs = [(x, y) for x in roles_a for y in roles_b]
    posts = [(x, y) for x, y in pairs if same_post(x, y, bodies_a=a.bodies, bodies_b=b.bodies)]
    if posts:
        yield max((_weigh_post(a, b, x, y) for x, y in posts), key=lambda point: point.weight)
        return
    if shared := sorted({x.head for x, _ in pairs} & {y.head for _, y in pairs}):
        yield Point(1.0, f"both are called {shared[0]}")
        return
    fields_a, fields_b = fields_of(a), fields_of(b)
    if shared := sorted(fields_a & fields_b):
        yield Point(0.6, f"both are in {shared[0]}")
    elif fields_a and fields_b:
        yield Point(-2.0, f"other walks of life: {', '.join(sorted(fields_a))} and {', '.join(sorted(fields_b))}")


def _weigh_post(a: Profile, b: Profile, x: Role, y: Role) -> Point:
    homes = home_of(a), home_of(b)
    if homes[0] and homes[1] and not homes[0] & homes[1]:
        return Point(0.0, f"both are {x.text}, of other countries")
    is_scoped = bool(homes[0] & homes[1]) or bool(_bodies(a.bodies) & _bodies(b.bodies))
    is_telling = any(not parse_body(word).is_generic for word in x.scope & y.scope)
    weight = (6.0 if is_scoped or is_telling else 2.5 if x.scope or y.scope else 1.5) * _nearness(a, b)
    return Point(weight, f"the same post, {max(x.text, y.text, key=len)}")


def _nearness(a: Profile, b: Profile) -> float:
    if a.date is None or b.date is None:
        return 0.5
    return math.exp(-abs((a.date - b.date).days) / 365.25 / TERM)


def _weigh_bodies(a: Profile, b: Profile, *, is_rare: bool) -> Iterator[Point]:
    own_a, own_b = _bodies(a.bodies), _bodies(b.bodies)
    shared = sorted(own_a & own_b)
    if shared:
        is_generic = all(parse_body(name).is_generic or is_country(name) for name in shared)
        yield Point(1.5 if is_generic else 4.0, f"both belong to {shared[0]}")
    elif own_a and own_b and not is_rare:  # who is often named is named with many bodies
        yield Point(-0.7, f"other bodies: {min(own_a)} and {min(own_b)}")


def _weigh_places(a: Profile, b: Profile) -> Iterator[Point]:
    places = [{" ".join(place_words(place)): country_of(place) for place in profile.places} for profile in (a, b)]
    shared = {name for name in places[0].keys() & places[1].keys() if " ".join(place_words(places[0][name] or "")) != name}
    if shared:
        is_town = any(not is_country(name) for name in shared)
        yield Point(1.5 if is_town else 0.8, f"both at {min(shared).title()}")
    yield from _weigh_homes(a, b)


def _weigh_homes(a: Profile, b: Profile) -> Iterator[Point]:
    """Whether two are of one country; for what belongs to a state that is much, for a person little."""
    homes = home_of(a), home_of(b)
    is_person = a.type.value == "Person"
    if shared := sorted(homes[0] & homes[1]):
        yield Point(0.7 if is_person else 3.2, f"both of {shared[0]}")
    elif homes[0] and homes[1]:
        yield Point(-1.2, f"of other countries: {min(homes[0])} and {min(homes[1])}")
    elif not is_person and (settings := _settings(a) & _settings(b)):
        yield Point(1.2 / len(settings), f"both articles are about {min(settings)}")


def _weigh_births(a: Profile, b: Profile) -> Iterator[Point]:
    if a.births and b.births:
        is_close = a.births[0] <= b.births[1] and b.births[0] <= a.births[1]
        yield Point(3.5, f"both born about {a.births[1]}") if is_close else Point(0.5, "born about the same time")


def _weigh_company(a: Profile, b: Profile, *, most: float) -> list[Point]:
    """What both articles name besides: a rare person much, a country next to nothing."""
    own = {word for name in (*a.names, *b.names) for word in parse_person(name).words}
    sides = [_plain_names((*profile.companions, *profile.bodies, *profile.places)) for profile in (a, b)]
    shared = sorted(sides[0].keys() & sides[1].keys())
    weights = {name: weigh_companion(sides[0][name]) for name in shared if not set(name.split()) <= own}
    total = min(most, sum(weights.values()))
    if total <= 0:
        return []
    best = sorted(weights, key=lambda name: (-weights[name], name))[:3]
    return [Point(total, f"both articles name {', '.join(sides[0][name] for name in best)}")]


def _weigh_gap(a: Profile, b: Profile) -> Iterator[Point]:
    if a.date is not None and b.date is not None and (years := abs((a.date - b.date).days) / 365.25) > 25:
        yield Point(-min(3.0, years / 12), f"{years:.0f} years lie between")


def _weigh_year(a: Profile, b: Profile) -> Point:
    if a.date is None or b.date is None:
        return Point(-2.5, "it happens again and again, and a day is missing")
    days = abs((a.date - b.date).days)
    return Point(0.0, f"told within {days} days") if days <= 120 else Point(-4.0, f"it happens again and again, and {days} days lie between")


def _clear(a: Profile, b: Profile) -> Profile:
    return b if a.type in (EntityType.OTHER, EntityType.GROUP) else a


def _locate(name: str, profile: Profile) -> Location:
    found = locate(name, frozenset(profile.places))
    return found if found.is_said else locate(name, frozenset((*profile.places, *spots_named(profile.companions))))


def _settings(profile: Profile) -> frozenset[str]:
    """The countries that the article names."""
    return frozenset(filter(None, (country_of(name) for name in profile.companions if is_country(name))))


def _bodies(names: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(parse_body(name).words) for name in names)


@lru_cache(maxsize=2_000)  # each holds some forty names
def _plain_names(names: tuple[str, ...]) -> dict[str, str]:
    """Each name by its plain words."""
    return {" ".join(parse_person(name).words): name for name in names}
