"""In: what was typed after an option. Out: its value. It refuses what is wrong with one line that says what would be right."""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from graph.errors import SettingsError
from graph.settings import Settings

LONGEST = 86_400
"""Seconds that a limit of time may have: a day. Clocks of the system know no endless ones."""

GraphFile = Annotated[Path, typer.Argument(metavar="GRAPH", help="A Turtle file that `triplewire build` wrote.", show_default=False)]
SettingsFile = Annotated[Path | None, typer.Option("--settings", metavar="FILE", help="A TOML file with settings.", show_default=False)]


def read_date(text: str | None, *, option: str = "--date") -> datetime.date | None:
    """A day as YYYY-MM-DD.

    >>> read_date("2022-06-21")
    datetime.date(2022, 6, 21)

    Raises:
        SettingsError: for anything else.
    """
    if text is None:
        return None
    try:
        if len(text) != 10:
            raise ValueError(text)
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option} {text!r} is no day. Write it as YYYY-MM-DD, such as 2022-06-21.") from None


def check_span(text: str, *, option: str) -> str:
    """A year, a month or a day; empty where none is given.

    >>> check_span("2022-06", option="--since")
    '2022-06'

    Raises:
        SettingsError: for anything else.
    """
    try:
        if text and (not text.isascii() or len(text) not in (4, 7, 10) or not datetime.date.fromisoformat(f"{text}-01-01"[:10])):
            raise ValueError(text)
    except ValueError:
        raise SettingsError(f"{option} {text!r} is no date. Write it as YYYY, YYYY-MM or YYYY-MM-DD, such as 2022-06.") from None
    return text


def choose(value: str, known: Iterable[str], *, option: str) -> str:
    """One of a few words.

    >>> choose("CSV", ["csv", "json"], option="--format")
    'csv'

    Raises:
        SettingsError: for any other; the nearest is named.
    """
    known = list(known)
    word = value.strip().lower()
    if word in known:
        return word
    near = difflib.get_close_matches(word, known, n=1)
    hint = f"Did you mean {near[0]}? " if near else ""
    raise SettingsError(f"{option} {value!r} is unknown. {hint}Known are {', '.join(known)}.")


def split_formats(text: str | None, settings: Settings) -> tuple[str, ...]:
    """The formats of a list with commas, each once; without a list those of the settings.

    Raises:
        SettingsError: where one is unknown, or none is left.
    """
    from graph.formats import FORMATS

    names = settings.formats if text is None else tuple(part for part in text.replace(" ", ",").split(",") if part)
    if not names:
        raise SettingsError(f"--formats names none. Known are {', '.join(FORMATS)}.")
    return tuple(dict.fromkeys(choose(name, FORMATS, option="--formats") for name in names))
