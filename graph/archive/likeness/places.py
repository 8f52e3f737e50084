"""In: names of places, with the names of places around them. Out: where they are, and whether two are one place.

The table of places is GeoNames' (cities of more than 15,000 people, countries, states). It refuses to guess where a name is that two places bear alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from graph.archive.likeness.words import fold, plain_words, read_aliases, read_lines
from graph.gazetteer import place_of_demonym

_DOMINANCE = 8
"""How many times as many people make one place the one that is meant by the bare name."""


@dataclass(frozen=True)
class Spot:
    """One place: its country, its state or nation, and its people in thousands."""

    country: str
    region: str
    people: int


@dataclass(frozen=True)
class Location:
    """Where a name is: the spot, if one is meant, and whether the surroundings say so or only its size. `is_known` if any place of the table bears it."""

    spot: Spot | None
    is_said: bool
    is_known: bool


@lru_cache(maxsize=20_000)
def place_words(text: str) -> tuple[str, ...]:
    """The words of a place's usual name.

    >>> place_words("the U.K."), place_words("Kiev"), place_words("St Albans")
    (('united', 'kingdom'), ('kyiv',), ('saint', 'albans'))
    """
    words = plain_words(text.split("(")[0].split(",")[0] if "," in text and not _alias(text) else text)
    return read_aliases("place_aliases.txt").get(words, words)


@lru_cache(maxsize=20_000)
def country_of(text: str, *, demonyms: bool = False) -> str | None:
    """The country that a name stands for: a country, a nation or state of one, its people where asked for, or a city known by the bare name.

    >>> country_of("Scotland"), country_of("Leeds"), country_of("French", demonyms=True), country_of("Springfield")
    ('United Kingdom', 'United Kingdom', 'France', None)
    """
    if demonyms and len(text) > 2 and (place := place_of_demonym(text)) is not None:
        return country_of(place) or place
    if demonyms and not text[:1].isupper():
        return None
    location = locate(text, frozenset())
    return location.spot.country if location.spot else None


@lru_cache(maxsize=5_000)  # each holds all that stands around
def locate(text: str, around: frozenset[str]) -> Location:
    """Where a place is, by its name and the names around it.

    >>> locate("Paris", frozenset()).spot.country, locate("Paris", frozenset(["Texas"])).spot.region
    ('France', 'Texas')
    >>> locate("Springfield", frozenset()).spot is None, locate("Cambridge", frozenset(["Massachusetts"])).spot.region
    (True, 'Massachusetts')
    """
    spots = _spots(place_words(text))
    if "," in text:
        around = around | {text.partition(",")[2].strip()}
    others = [place_words(name) for name in around if place_words(name) != place_words(text)]
    named = {*others, *(_words(_spots(words)[0].country) for words in others if len(_spots(words)) == 1)}
    meant = _choose(spots, named)
    if len(meant) == 1 or (meant and len({(spot.country, spot.region) for spot in meant}) == 1):
        return Location(meant[0], is_said=True, is_known=True)
    for pool in (meant, spots):
        if pool and (len(pool) == 1 or pool[0].people >= _DOMINANCE * pool[1].people):
            return Location(pool[0], is_said=pool is meant, is_known=True)
    return Location(None, is_said=False, is_known=bool(spots))


def _choose(spots: tuple[Spot, ...], named: set[tuple[str, ...]]) -> list[Spot]:
    """The spots whose state, else whose country is named; a state counts alone only where no other country is named too."""
    by_region = [spot for spot in spots if _words(spot.region) in named]
    by_country = [spot for spot in spots if _words(spot.country) in named]
    if by_region and {spot.country for spot in by_country} <= {spot.country for spot in by_region}:
        return by_region
    return [spot for spot in spots if spot in by_region or spot in by_country]


@lru_cache(maxsize=20_000)
def countries_of(names: frozenset[str]) -> frozenset[str]:
    """The countries that places are in, as far as their bare names tell."""
    return frozenset(country for name in names if (country := country_of(name)) is not None)


def spots_named(names: Iterable[str]) -> frozenset[str]:
    """The names among `names` that a table has: countries, states and cities."""
    return frozenset(name for name in names if _spots(place_words(name)))


@lru_cache(maxsize=20_000)
def is_country(text: str) -> bool:
    """Whether it is a country, or a nation or state of one.

    >>> is_country("France"), is_country("Texas"), is_country("Leeds")
    (True, True, False)
    """
    return any(_words(spot.country) == place_words(text) or _words(spot.region) == place_words(text) for spot in _spots(place_words(text)))


@lru_cache(maxsize=20_000)
def _spots(words: tuple[str, ...]) -> tuple[Spot, ...]:
    """The places of that name, the largest first."""
    line = _table().get(" ".join(words), "")
    return tuple(Spot(country, region, int(people)) for country, region, people in (place.split("/") for place in line.split("|") if place))


@cache
def _table() -> dict[str, str]:
    return dict(line.split("\t") for line in read_lines("places.tsv.gz"))


@lru_cache(maxsize=2_000)
def _words(name: str) -> tuple[str, ...]:
    return place_words(name) if name else ()


def _alias(text: str) -> bool:
    return plain_words(text) in read_aliases("place_aliases.txt")


def normal_key(text: str) -> str:
    """A place's usual name as one string, for keys.

    >>> normal_key("the United States of America")
    'united states'
    """
    return " ".join(place_words(text)) or fold(text)
