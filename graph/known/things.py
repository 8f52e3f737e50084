"""In: rows about known things. Out: the things, each once, with an index of their names. It refuses names that two of them share, and says so once."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import pyoxigraph

from graph.gazetteer import noun_type
from graph.records import EntityType

WIKIDATA = "http://www.wikidata.org/entity/"
SHOWN = 5
"""So many examples stand in a message."""
_QID = re.compile(r"(?:(?:wd|wikidata):|https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/)?(Q[1-9]\d*)", re.IGNORECASE | re.ASCII)
_TYPES = {kind.value.lower(): kind for kind in EntityType} | {
    "human": EntityType.PERSON,
    "people": EntityType.GROUP,
    "organisation": EntityType.ORGANIZATION,
    "org": EntityType.ORGANIZATION,
    "per": EntityType.PERSON,
    "corporation": EntityType.ORGANIZATION,
    "government": EntityType.ORGANIZATION,
    "location": EntityType.PLACE,
    "loc": EntityType.PLACE,
    "gpe": EntityType.PLACE,
    "area": EntityType.PLACE,
    "q5": EntityType.PERSON,
}
_FIRST_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"(?<=\w)'s$|(?<=s)'$")
_POINT = re.compile(r"\b(\w)\.(?=\w\b|$| )")
PLAIN = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "\u00a0": " ", "\u202f": " ", "\n": " "})
"""Marks and blanks that differ between texts, one character for one."""


@dataclass(frozen=True)
class KnownThing:
    """One thing: its names, the first the best; its type and addresses elsewhere, where they are known; `label` where the user wants that one."""

    names: tuple[str, ...]
    type: EntityType | None = None
    same_as: tuple[str, ...] = ()
    label: str | None = None


@dataclass(frozen=True)
class KnownThings:
    """All things of a file. `notes` say what in the file is not used, and why."""

    things: tuple[KnownThing, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()

    @cached_property
    def _by_name(self) -> Mapping[str, int]:
        """The number of the one thing of each name, -1 where there are several."""
        found: dict[str, int] = {}
        for number, thing in enumerate(self.things):
            for name in map(fold_name, thing.names):
                if name and found.setdefault(name, number) != number:
                    found[name] = -1
        return found

    @cached_property
    def by_first_word(self) -> Mapping[str, list[tuple[str, KnownThing]]]:
        """Names as they are printed, without "the", by their first word, the longest first; those with no capital or for several things are left out."""
        found: dict[str, dict[str, KnownThing]] = defaultdict(dict)
        for thing in self.things:
            for name in (without_article(name if name.isascii() else name.translate(PLAIN)) for name in thing.names):
                first = _FIRST_WORD.match(name)
                if first and name.lower() != name and self._by_name.get(fold_name(name), -1) >= 0:
                    found[first[0]][name] = thing
        return {word: sorted(names.items(), key=lambda item: -len(item[0])) for word, names in found.items()}

    @property
    def shared_names(self) -> tuple[str, ...]:
        """Names that stand for two things or more."""
        return tuple(sorted(name for name, number in self._by_name.items() if number < 0))

    def find(self, name: str) -> KnownThing | None:
        """The one thing of that name, whole words and all; None where there is none, or several."""
        number = self._by_name.get(fold_name(name), -1)
        return self.things[number] if number >= 0 else None


def make_known(things: Iterable[KnownThing], *, source: str = "", notes: Iterable[str] = ()) -> KnownThings:
    """The things, those with an address in common as one; names that several share are told in one note."""
    known = KnownThings(tuple(_join_doubles(things)), source, tuple(notes))
    shared = known.shared_names
    if not shared:
        return known
    return replace(known, notes=(*known.notes, f"{source}: names of more than one thing change nothing: {show_some(shared)}."))


def fold_name(text: str) -> str:
    """A name as it is compared: without "the", a possessive ending and the points of initials; short ones keep their capitals.

    >>> fold_name("The  Home Office’s"), fold_name("U.S."), fold_name("ANAS Sarwar"), fold_name("who") == fold_name("WHO")
    ('home office', 'US', 'anas sarwar', False)
    """
    text = without_article(text if text.isascii() else unicodedata.normalize("NFKC", text).translate(PLAIN))
    text = _POSSESSIVE.sub("", text) if "'" in text else text
    text = _POINT.sub(r"\1", text) if "." in text else text
    return text if len(text) <= 3 else text.casefold()


def without_article(text: str) -> str:
    """A name on one line, without "the" before it."""
    text = " ".join(text.split())
    return text[4:] if len(text) > 4 and text[:4].lower() == "the " else text


def read_address(text: str) -> str | None:
    """An address in full; Wikidata's in one form; None for anything else.

    >>> read_address("Q42"), read_address("https://www.wikidata.org/wiki/Q42"), read_address("urn:isbn:0"), read_address("no address")
    ('http://www.wikidata.org/entity/Q42', 'http://www.wikidata.org/entity/Q42', 'urn:isbn:0', None)
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    if match := _QID.fullmatch(text):
        return WIKIDATA + match[1].upper()
    try:
        return pyoxigraph.NamedNode(text).value
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def read_type(text: str) -> EntityType | None:
    """A type by its name in ours, schema.org's, FOAF's or plain words; None where the word is unknown.

    >>> [str(read_type(word)) for word in ("https://schema.org/Person", "foaf:Organization", "PoliticalParty", "trade union", "blue")]
    ['Person', 'Organization', 'Organization', 'Organization', 'None']
    """
    name = re.split(r"[/#:]", text.strip().removesuffix(">"))[-1]
    words = re.findall(r"[A-Z]+[a-z]*\d*|[a-z]+\d*", name)
    last = words[-1].lower() if words else ""
    return _TYPES.get(name.lower()) or _TYPES.get(last) or noun_type(name.lower()) or noun_type(last)


def show_some(names: Iterable[str]) -> str:
    """A few of the names, and how many more there are."""
    names = list(names)
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _join_doubles(things: Iterable[KnownThing]) -> list[KnownThing]:
    """Rows about one thing as one: those that share an address, or say the same name and nothing that differs."""
    joined: list[KnownThing] = []
    place: dict[str, int] = {}
    for thing in things:
        keys = list(thing.same_as) or [f"\x1f{fold_name(thing.names[0])}\x1f{thing.type}"]
        number = next((place[key] for key in keys if key in place), len(joined))
        if number == len(joined):
            joined.append(thing)
        else:
            before = joined[number]
            names, same_as = tuple(dict.fromkeys(before.names + thing.names)), tuple(dict.fromkeys(before.same_as + thing.same_as))
            joined[number] = KnownThing(names, before.type or thing.type, same_as, before.label or thing.label)
        place.update(dict.fromkeys(keys, number))
    return joined
