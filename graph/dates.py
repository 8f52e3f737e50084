"""In: the article's own words for a time, and its date. Out: an ISO day, month or year, where the words fix one.

dateparser does the calendar; this module decides what may be asked of it. It refuses to guess: durations ("three years"),
decades and vague times ("recently") give nothing, and without an article date only a full date or a year does.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from graph.records import Modality, Moment, Statement

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYTIME = re.compile(
    r"\b(early|late|mid)?[ -]?(morning|afternoon|evening|night|lunchtime|midday|noon|midnight|dawn|dusk)\b|\bat \d{1,2}([:.]\d\d)? ?([ap]\.?m\.?)?\b",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(r"\b(1[5-9]|20)\d\d\b")
RELATIVE = re.compile(
    r"\b(today|yesterday|tomorrow|tonight|ago|last|next|this|(mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"\b\d{3,4}s\b|\b(decades?|centur(y|ies)|recent(ly)?|few|several|some|many|couple|weeks?|weekend|seasons?|season|every|each|annual|early|late|mid|end|beginning|start|between|than)\b",
    re.IGNORECASE,
)


def date_statements(statements: Iterable[Statement], date: datetime.date | None) -> tuple[Statement, ...]:
    """The statements with a value for every time that can be worked out; what is planned, or may be, looks ahead."""
    return tuple(replace(s, when=date_moment(s.when, date, ahead=looks_ahead(s))) if s.when else s for s in statements)


def looks_ahead(statement: Statement) -> bool:
    """Whether a bare weekday or month is the next one: "will meet on Monday", "are planned for Thursday"."""
    return statement.modality is not Modality.ACTUAL or bool(re.match(r"be (planned|scheduled|due|set|expected) ", statement.relation + " "))


def date_moment(moment: Moment, date: datetime.date | None, *, ahead: bool = False) -> Moment:
    """The moment with its value, where the words fix one."""
    return replace(moment, value=read_date(moment.text, date, ahead=ahead))


@lru_cache(maxsize=4096)
def read_date(text: str, date: datetime.date | None, *, ahead: bool = False) -> str | None:
    """An ISO day, month or year for the words, None where they fix none.

    >>> day = datetime.date(2022, 6, 21)
    >>> read_date("Tuesday morning", day), read_date("Monday", day), read_date("May 2019", None), read_date("1922", None)
    ('2022-06-21', '2022-06-20', '2019-05', '1922')
    >>> read_date("three years", day), read_date("Tuesday", None), read_date("the 1980s", day)
    (None, None, None)
    """
    words = " ".join(DAYTIME.sub(" ", re.sub(r"[’']s\b", "", text)).replace(",", " ").split())
    words = re.sub(r"^(the|on|in|at|since|by|until|from|around|about) ", "", words, flags=re.IGNORECASE)
    if not words or VAGUE.search(words) or len(words) > 40:
        return None
    absolute = bool(ABSOLUTE.search(words))
    if not absolute and (date is None or not RELATIVE.search(words)):
        return None
    if re.fullmatch(r"(1[5-9]|20)\d\d", words):
        return words
    if date is not None and words.lower() in (WEEKDAYS[date.weekday()], f"this {WEEKDAYS[date.weekday()]}"):
        return date.isoformat()  # an article of a Tuesday that says "on Tuesday" means its own day
    if date is not None and words.lower() in ("this year", "this month"):
        return date.isoformat()[: 4 if words.lower().endswith("year") else 7]
    return parse_words(words, date or datetime.date(2000, 1, 1), ahead=ahead)


def parse_words(words: str, date: datetime.date, *, ahead: bool) -> str | None:
    """What dateparser makes of the words, cut to what they fix."""
    from dateparser.date import DateDataParser

    base = datetime.datetime(date.year, date.month, date.day, 12)
    settings: dict[str, Any] = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future" if ahead else "past", "TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": False}
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    if found.date_obj is None or found.period not in ("day", "month", "year"):
        return None
    iso: str = found.date_obj.date().isoformat()
    return iso[: {"day": 10, "month": 7, "year": 4}[found.period]]
