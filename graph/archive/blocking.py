"""In: profiles. Out: the keys under which an archive keeps them, and which others each is to be compared with. It refuses to compare.

A key is a name, or a name with something that stands around it. Of each key only the first few entities, those of the oldest articles, are anchors:
every other is compared with the anchors alone, however many share the key. Who is an anchor depends on which entities there are, never on their order of
arrival; so what two articles of one archive are to each other is always the same. News comes by and large in the order of its days, so few anchors are
displaced by older ones, and the cost of an article does not grow with the archive.

A surname with its surroundings is kept as two keys, since it joins "Starmer" with "Keir Starmer" and should not bring all the Smiths of one town
together: people who are named in full stand under one and meet those under the other, who are not.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from graph.archive.evidence import weigh_companion
from graph.archive.likeness.bodies import parse_body
from graph.archive.likeness.people import PersonName, canonical_given, parse_person
from graph.archive.likeness.places import country_of, is_country, normal_key
from graph.archive.likeness.rarity import is_established
from graph.archive.likeness.roles import parse_role
from graph.archive.likeness.words import read_keys, skeleton
from graph.archive.profiles import Profile
from graph.records import EntityType, short_hash

ANCHORS: Final = 2
"""How many of a key's entities all the others are compared with."""

_COMPANIONS: Final = 5
_FULL: Final = "<"
_SHORT: Final = ">"
_SMALL: Final = frozenset(read_keys("words.txt")["small"])


@lru_cache(maxsize=2_000)
def keys_of(profile: Profile) -> frozenset[str]:
    """The keys of an entity: two that may be one meet under at least one; see `meeting`.

    >>> from graph.records import EntityType
    >>> sorted(keys_of(Profile("e", "a", EntityType.PERSON, ("Keir Starmer",), bodies=("Labour",))))
    ['p:k starmer|labour', 'p:keir starmer', 'p:keir|labour<', 'p:starmer|labour<']
    >>> sorted(keys_of(Profile("e", "a", EntityType.PERSON, ("Starmer",), bodies=("Labour",))))
    ['p:starmer|labour>']
    >>> sorted(keys_of(Profile("e", "a", EntityType.ORGANIZATION, ("Network Rail",))))
    ['o:#NR', 'o:networkrail', 'o:~network rail']
    """
    if profile.type is EntityType.PERSON:
        return frozenset(_keys_of_person(profile))
    if profile.type is EntityType.PLACE:
        return frozenset(f"l:{normal_key(name)}" for name in profile.names)
    return frozenset(_keys_of_body(profile))


def meeting(key: str) -> tuple[str, ...]:
    """The keys whose bearers those of a key are compared with.

    >>> meeting("p:keir starmer"), meeting("p:starmer|labour<"), meeting("p:starmer|labour>")
    (('p:keir starmer',), ('p:starmer|labour>',), ('p:starmer|labour<', 'p:starmer|labour>'))
    """
    plain, side = key[:-1], key[-1:]
    return (plain + _SHORT,) if side == _FULL else (plain + _FULL, key) if side == _SHORT else (key,)


def split_key(key: str) -> tuple[str, tuple[str, ...]]:
    """A key without its side, and the sides that there are.

    >>> split_key("p:keir starmer"), split_key("p:starmer|labour<")
    (('p:keir starmer', ('',)), ('p:starmer|labour', ('<', '>')))
    """
    return (key[:-1], (_FULL, _SHORT)) if key[-1:] in (_FULL, _SHORT) else (key, ("",))


@lru_cache(maxsize=8_000)
def rank(iri: str, date: datetime.date | None) -> tuple[datetime.date, str]:
    """An entity's place in the order in which a key's anchors are chosen: by its article's day, those without one last, ties by a hash.

    It is the same for all keys, so that these meet the same few.
    """
    return date or datetime.date.max, short_hash(iri)


def _keys_of_person(profile: Profile) -> Iterator[str]:
    parsed = tuple(dict.fromkeys(map(parse_person, profile.names)))
    full = tuple(name for name in parsed if len(name.words) > 1)
    telling = tuple(_surroundings(profile))
    around = (*telling, *_company(profile))
    for name in full or parsed:
        yield from _full_keys(name)
        side = _FULL if len(name.given) > 1 else _SHORT
        for word in _family_words(name):
            yield from (f"p:{skeleton(word)}|{context}{side}" for context in around)
        for initial in dict.fromkeys(word[0] for word in name.words[:-1]):
            yield from (f"p:{initial} {skeleton(name.family)}|{context}" for context in telling)


def _full_keys(name: PersonName) -> Iterator[str]:
    """Given name and surname; every full name that the given name may stand for, in either order."""
    if len(name.words) < 2:
        return
    given = {part for part in canonical_given(name.given) if len(part) > 1}
    yield from ("p:" + " ".join(sorted((part, skeleton(name.family)))) for part in given)
    if not is_established(name.given, is_given=True):  # the surname may stand in front, and the given name be spelt in other ways
        yield "p:" + " ".join(sorted((name.family, skeleton(name.given))))


def _family_words(name: PersonName) -> Iterator[str]:
    """The surname, and other words that somebody may be known by alone."""
    yield name.family
    yield from (word for i, word in enumerate(name.words[:-1]) if len(word) > 1 and (i or not is_established(word, is_given=True)))


def _surroundings(profile: Profile) -> Iterator[str]:
    """What is said of a person that may join a short name with the full one: bodies, posts, towns, years of birth."""
    for body in profile.bodies:
        yield " ".join(parse_body(body).words)
    for role in map(parse_role, profile.roles):
        yield from (f"{role.head} of {country}" for country in role.countries)
        yield from sorted(role.scope - {"prime"})
        if role.is_post:
            yield from (f"{role.head} of {country}" for place in (*profile.places, *profile.bodies) if is_country(place) and (country := country_of(place)))
    yield from (normal_key(place) for place in profile.places if not is_country(place))
    yield from map(str, sorted(set(profile.births or ())))


def _company(profile: Profile) -> list[str]:
    """Some of those whom the article names besides, the likes of whom few articles name."""
    telling = {" ".join(parse_person(name).words) for name in profile.companions if weigh_companion(name) > 0.5}
    return sorted(telling, key=short_hash)[:_COMPANIONS]


def _keys_of_body(profile: Profile) -> Iterator[str]:
    for body in map(parse_body, profile.names):
        if not body.words:
            continue
        yield "o:" + "".join(body.words)
        content = [word for word in body.words if word not in _SMALL]
        if len(content) > 1:
            yield "o:~" + " ".join(sorted(content))
            yield "o:#" + "".join(word[0] for word in content).upper()
        if len(body.words) > len(content) > 1:
            yield "o:#" + "".join(word[0] for word in body.words).upper()
        if body.letters:
            yield f"o:#{body.letters}"
        if body.is_generic:
            homes = {country_of(place) for place in (*profile.places, body.place) if place}
            yield from (f"o:{''.join(body.words)}|{home}" for home in homes if home)
