"""In: a profile. Out: its hard facts (who it can never be): names, years of birth, seniority, kin, walk of life; and why two are apart.

Two profiles that are apart by their facts are different, whatever else they share. It refuses to say that two are one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from graph.archive.likeness.bodies import BodyName, compare_bodies, parse_body
from graph.archive.likeness.people import Found, Likeness, PersonName, compare_people, parse_person
from graph.archive.likeness.places import countries_of, country_of, locate, place_words
from graph.archive.likeness.rarity import rarity
from graph.archive.likeness.roles import parse_role
from graph.archive.profiles import Profile
from graph.records import EntityType

COMMON: Final = 5.9
"""Below this rarity a full name has many bearers."""

_LOOSE = frozenset([EntityType.OTHER, EntityType.GROUP])


@dataclass(frozen=True)
class Facts:
    """What tells a thing from others of its name. Few profiles of one thing differ in it, so that a whole cluster can be checked."""

    type: EntityType
    names: tuple[str, ...]
    births: tuple[int, int] | None = None
    gender: str = ""
    kin: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    same_as: frozenset[str] = frozenset()


@lru_cache(maxsize=4_000)
def facts_of(profile: Profile) -> Facts:
    """The hard facts of a profile."""
    return Facts(
        type=profile.type,
        names=profile.names,
        births=profile.births,
        gender=profile.gender,
        kin=frozenset(profile.kin),
        fields=fields_of(profile),
        countries=home_of(profile),
        same_as=frozenset(profile.same_as),
    )


def write_facts(facts: Facts) -> str:
    """Facts as one string, the same for the same facts."""
    return json.dumps([sorted(value) if isinstance(value, frozenset) else value for value in vars(facts).values()], ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4_000)
def read_facts(text: str) -> Facts:
    """The facts of a string that `write_facts` wrote.

    >>> facts = Facts(EntityType.PERSON, ("Keir Starmer",), births=(1962, 1963), fields=frozenset(["politics"]))
    >>> read_facts(write_facts(facts)) == facts
    True
    """
    kind, names, births, gender, *sets = json.loads(text)
    return Facts(EntityType(kind), tuple(names), tuple(births) if births else None, gender, *map(frozenset, sets))


def find_conflict(a: Facts, b: Facts) -> str | None:
    """Why two things cannot be one; None where they can.

    Which of the two comes first makes no difference, though of names that are equally near only the first pair is looked at.
    """
    return _part(b, a) if b.names < a.names else _part(a, b)


@lru_cache(maxsize=4_000)
def _part(a: Facts, b: Facts) -> str | None:
    if (clash := _clash(a.same_as, b.same_as)) is not None:
        return clash
    if a.type is not b.type:
        if _LOOSE & {a.type, b.type} and EntityType.PERSON not in (a.type, b.type):
            return None
        return f"one is a {a.type.value.lower()}, the other a {b.type.value.lower()}"
    if a.type is EntityType.PERSON:
        return _part_people(a, b)
    if a.type is EntityType.PLACE:
        return _part_places(a, b)
    return _part_bodies(a, b)


@lru_cache(maxsize=4_000)
def match_names(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[Found, PersonName, PersonName]:
    """How the names of two people are alike at best; the first of each counts where both are apart."""
    pairs = [(compare_people(x, y), x, y) for x in _people(a) for y in _people(b)]
    return max(pairs, key=lambda pair: pair[0].likeness)


@lru_cache(maxsize=4_000)
def match_bodies(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[Found, BodyName, BodyName]:
    """How the names of two other things are alike at best; letters alone join none whose long names are apart."""
    left, right = tuple(map(parse_body, a)), tuple(map(parse_body, b))
    best = max(((compare_bodies(x, y), x, y) for x in left for y in right), key=lambda pair: pair[0].likeness)
    long = [compare_bodies(x, y) for x in left for y in right if len(x.words) > 1 and len(y.words) > 1]
    if long and all(found.likeness is Likeness.APART for found in long) and 1 in (len(best[1].words), len(best[2].words)):
        return long[0], best[1], best[2]
    return best


def fields_of(profile: Profile) -> frozenset[str]:
    """The walks of life that a person's roles tell."""
    return frozenset(field for role in profile.roles for field in parse_role(role).fields)


def home_of(profile: Profile) -> frozenset[str]:
    """The countries that a thing is said to belong to: by its roles, its places, and bodies that are countries; for places, where it lies."""
    if profile.type is EntityType.PLACE:
        found = locate(profile.names[0], frozenset(profile.places))
        return frozenset([f"{found.spot.country}/{found.spot.region}"]) if found.spot and found.is_said else frozenset()
    by_role = {country for role in profile.roles for country in parse_role(role).countries}
    by_name = {parse_body(name).place for name in profile.names} if profile.type is not EntityType.PERSON else set()
    named = {country_of(place) or place for place in by_name if place}
    return frozenset(by_role | named) | countries_of(frozenset((*profile.places, *profile.bodies)))


def name_rarity(a: PersonName, b: PersonName) -> float:
    """How rare the name is that two people share: of the two forms and orders, the commonest counts."""
    forms = [(name.given, name.family) for name in (a, b)] + [(name.family, name.given) for name in (a, b) if name.given]
    if min(len(a.words), len(b.words)) == 1:
        single = a if len(a.words) == 1 else b
        return min(rarity("", single.words[0]), 5.4)
    shared = set(a.middle) & set(b.middle)
    return min(rarity(given, family) for given, family in forms) + sum(1.0 if len(word) == 1 else 2.0 for word in shared)


def _people(names: Iterable[str]) -> Iterator[PersonName]:
    parsed = tuple(map(parse_person, names))
    full = tuple(name for name in parsed if len(name.words) > 1)
    yield from dict.fromkeys(full or parsed)


def _part_people(a: Facts, b: Facts) -> str | None:
    found, x, y = match_names(a.names, b.names)
    if found.likeness is Likeness.APART:
        return compare_people(parse_person(a.names[0]), parse_person(b.names[0])).reason if len(a.names) + len(b.names) > 2 else found.reason
    if a.gender and b.gender and a.gender != b.gender:
        return "one is a man, the other a woman"
    if a.births and b.births and (a.births[0] - 1 > b.births[1] or b.births[0] - 1 > a.births[1]):
        return f"born about {a.births[1]} and about {b.births[1]}"
    for one, other in ((a, b), (b, a)):
        if reason := _name_kin(one, other):
            return reason
    is_common = found.likeness is not Likeness.BARE and name_rarity(x, y) < COMMON
    if is_common and a.fields and b.fields and not a.fields & b.fields and not a.countries & b.countries:
        return f"a common name, and other walks of life: {', '.join(sorted(a.fields))} and {', '.join(sorted(b.fields))}"
    return None


def _name_kin(one: Facts, other: Facts) -> str | None:
    own = parse_person(one.names[0])
    for name in one.kin:
        kin = parse_person(name)
        if len(kin.words) > 1 and kin != own and any(kin == parse_person(other_name) for other_name in other.names):
            return f"one is a relative of {name}"
    return None


def _part_places(a: Facts, b: Facts) -> str | None:
    words = {place_words(name) for name in a.names} & {place_words(name) for name in b.names}
    if not words:
        return f"the names differ: {a.names[0]} and {b.names[0]}"
    if a.countries and b.countries and a.countries != b.countries:
        places = " and ".join(", ".join(part for part in next(iter(side.countries)).split("/")[::-1] if part) for side in (a, b))
        return f"two places of one name: in {places}"
    return None


def _part_bodies(a: Facts, b: Facts) -> str | None:
    found, x, y = match_bodies(a.names, b.names)
    if found.likeness is Likeness.APART:
        return found.reason
    if x.place and y.place and x.place != y.place:
        return f"one belongs to {x.place.title()}, the other to {y.place.title()}"
    if found.likeness <= Likeness.PARTIAL and a.countries and b.countries and not a.countries & b.countries:
        return f"{found.reason}; {', '.join(sorted(a.countries))} and {', '.join(sorted(b.countries))}"
    if x.is_generic and y.is_generic and a.countries and b.countries and not a.countries & b.countries:
        return f"a name that many countries use: {', '.join(sorted(a.countries))} and {', '.join(sorted(b.countries))}"
    return None


def _clash(a: frozenset[str], b: frozenset[str]) -> str | None:
    by_host: list[dict[str, set[str]]] = [{}, {}]
    for addresses, hosts in zip((a, b), by_host, strict=True):
        for address in addresses:
            hosts.setdefault(urlsplit(address).netloc, set()).add(address.rpartition("/")[2])
    for host in sorted(by_host[0].keys() & by_host[1].keys()):
        if host and not by_host[0][host] & by_host[1][host]:
            return f"{host} knows them as {min(by_host[0][host])} and {min(by_host[1][host])}"
    return None
