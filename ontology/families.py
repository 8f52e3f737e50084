"""In: families.toml and plover.toml beside it. Out: the relation families of the ontology as frozen records.

A family is what many phrases have in common: defying, condemning and suing all *oppose*. It refuses to know phrases: the lexicon does.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

UNKNOWN: Final = "related"
"""The family of every phrase that the lexicon does not know."""


class Stance(StrEnum):
    """How the subject of a relation stands to its object."""

    SUPPORTIVE = "supportive"
    OPPOSING = "opposing"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Family:
    """One relation family. `name` is the local name of its property, `label` how a reader says it.

    `example` is a sentence in which `phrase` stands between two things; `inverse` and `inverse_label` name the property the other way round.
    `domain` and `range` always hold; `subjects` and `objects` are the types of entities that stand there in news, any where there are none.
    `traits` are "symmetric" and "transitive"; `under` are standard properties that hold whenever it does, `near` those that only often do.
    """

    name: str
    label: str
    definition: str
    example: str
    phrase: str
    polarity: Stance = Stance.NEUTRAL
    parents: tuple[str, ...] = (UNKNOWN,)
    inverse: str | None = None
    inverse_label: str | None = None
    plover: str | None = None
    domain: str | None = None
    range: str | None = None
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@cache
def load_families() -> Mapping[str, Family]:
    """All families by local name, in the order of the data file."""
    return MappingProxyType({name: _family(name, row) for name, row in _read("families.toml").items()})


@cache
def load_plover() -> Mapping[str, str]:
    """The sixteen event classes of PLOVER, each with its definition."""
    return MappingProxyType({name: str(row["definition"]) for name, row in _read("plover.toml").items()})


def polarity_of(family: str) -> str:
    """Whether a family is "supportive", "opposing" or "neutral"; names that are no family are neutral.

    >>> polarity_of("opposes"), polarity_of("meets"), polarity_of("no such family")
    ('opposing', 'neutral', 'neutral')
    """
    known = load_families().get(family)
    return (known.polarity if known else Stance.NEUTRAL).value


def ancestors_of(family: str) -> tuple[str, ...]:
    """The families above one, nearest first, without the general one under which all stand.

    >>> ancestors_of("accuses"), ancestors_of("opposes")
    (('opposes',), ())
    """
    known, found = load_families(), dict[str, None]()
    layer = list(known[family].parents) if family in known else []
    while layer:
        name = layer.pop(0)
        if name != UNKNOWN and name not in found:
            found[name] = None
            layer += known[name].parents
    return tuple(found)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("ontology") / name).read_text(encoding="utf-8"))


def _family(name: str, row: dict[str, Any]) -> Family:
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    values["polarity"] = Stance(values.get("polarity", "neutral"))
    if name == UNKNOWN:
        values["parents"] = ()
    return Family(name=name, **values)
