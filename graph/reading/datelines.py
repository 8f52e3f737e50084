"""In: one paragraph. Out: the day it names as the article's own, and the paragraph without a dateline. It refuses dates that could be read two ways.

"Tuesday, 21 June 2022" alone on its line is the article's date and no sentence; "LEEDS (AP) — The mayor" begins with "The mayor".
"""

from __future__ import annotations

import datetime
import re

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_MONTH = r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_CLOCK = r"(?:[\s,|·•–-]*(?:at\s+)?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?(?:\s*(?:[A-Z]{2,4}))?)?"
_AMERICAN = rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}"
_BRITISH = rf"(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}"
_DATES = (
    rf"(?:{_WEEKDAY},?\s+)?{_AMERICAN}",
    rf"(?:{_WEEKDAY},?\s+)?{_BRITISH}",
    r"(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?:T[\d:.+Z-]*)?",
)
_LABEL = r"(?:(?:First |Last )?(?:Published|Posted|Updated|Date|Publication date)(?: on)?\s*:?\s+)?"
_DATE_LINES = tuple(re.compile(rf"{_LABEL}(?:\d{{1,2}}[:.]\d\d,?\s+)?{form}{_CLOCK}\.?\s*$", re.IGNORECASE) for form in _DATES)
_GLUED = tuple(re.compile(rf"{_WEEKDAY},?\s+{order}\s+(?=[A-Z‘’“”\"'])") for order in (_AMERICAN, _BRITISH))

_CAPITALS = r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}"
_REGION = r"(?:, [A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+)?)?"  # "HEMPSTEAD, N.Y."
_WHEN = r"(?:, (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})(?:,? \d{4})?)?"
_DATELINE = re.compile(rf"{_CAPITALS}(?:/{_CAPITALS})?{_REGION}{_WHEN}(?:,? \((?P<agency>[A-Z][\w .&/-]{{1,30}})\))?\s*(?:--|[-–—―])\s+(?=[A-Z0-9‘“\"'])")
_AGENCY_ONLY = re.compile(r"\((?:Reuters|AP|AFP|UPI|PA|Bloomberg|CNN|Xinhua)\)\s*(?:--|[-–—―])\s+")
_MIXED_CASE = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){0,3}(?:, [A-Z][\w.]+)? \((?:Reuters|AP|AFP|UPI|PA|Bloomberg|CNN|Xinhua)\)\s*(?:--|[-–—―])\s+")


def read_date_line(paragraph: str) -> datetime.date | None:
    """The day, where the whole paragraph is a date.

    >>> read_date_line("Published: Tuesday, 21 June 2022, 10:45 BST")
    datetime.date(2022, 6, 21)
    >>> read_date_line("On 21 June 2022 the strike began.")
    """
    if len(paragraph) > 80:
        return None
    return next((found for form in _DATE_LINES if (match := form.match(paragraph)) and (found := _to_date(match))), None)


def cut_dateline(paragraph: str) -> tuple[str, datetime.date | None]:
    """The paragraph without the dateline that is glued to its first word, and the full date in it, if any.

    >>> cut_dateline("LEEDS, England (Reuters) - The mayor resigned.")
    ('The mayor resigned.', None)
    >>> cut_dateline("NASA - the American space agency - said no.")
    ('NASA - the American space agency - said no.', None)
    """
    for form in _GLUED:
        match = form.match(paragraph)
        if match and (found := _to_date(match)):
            return paragraph[match.end() :], found
    for form in (_DATELINE, _AGENCY_ONLY, _MIXED_CASE):
        match = form.match(paragraph)
        if match and len(paragraph) - match.end() >= 10:
            return paragraph[match.end() :], None
    return paragraph, None


def _to_date(match: re.Match[str]) -> datetime.date | None:
    month = match["month"].lower()
    number = int(month) if month.isdigit() else next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))
    try:
        return datetime.date(int(match["year"]), number, int(match["day"]))
    except ValueError:
        return None
