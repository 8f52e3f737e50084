"""In: the paragraphs of an article. Out: those that are the article's own prose, and the date that a date line gave. It refuses to drop what may be a sentence.

Dropped: photo credits and captions that carry one, bylines, date lines, "read more" lines, notices, navigation, signatures of the desk. Kept, though
they look alike: short headings, one-sentence paragraphs, sentences that begin with "By Tuesday" or "Read".
"""

from __future__ import annotations

import datetime
import functools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from graph.reading.datelines import cut_dateline, read_date_line

_FRONT = 8
_BACK = 4
_CAPTION_WORDS = 80
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


@dataclass(frozen=True)
class Prose:
    """What is left when the furniture is out, and the day that a date line or dateline named."""

    paragraphs: tuple[str, ...]
    date: datetime.date | None = None


def strip_furniture(paragraphs: Sequence[str]) -> Prose:
    """The article's own prose.

    >>> strip_furniture(["Strike begins", "By Jo Bloggs", "21 June 2022", "By Tuesday the trains stood still."])
    Prose(paragraphs=('Strike begins', 'By Tuesday the trains stood still.'), date=datetime.date(2022, 6, 21))
    """
    kept: list[str] = []
    day: datetime.date | None = None
    paragraphs = _strip_menus(paragraphs)
    for place, paragraph in enumerate(paragraphs):
        is_front, is_back = place < _FRONT, place >= len(paragraphs) - _BACK
        if is_front:
            if found := read_date_line(paragraph):
                day = day or found
                continue
            paragraph, glued = cut_dateline(paragraph)
            day = day or glued
        if not is_furniture(paragraph, is_front=is_front, is_back=is_back):
            kept.append(paragraph)
    return Prose(tuple(kept), day)


def is_furniture(paragraph: str, *, is_front: bool = False, is_back: bool = False) -> bool:
    """Whether a paragraph is none of the article's prose; bylines and signatures are looked for only where they stand.

    >>> is_furniture("Read more: How the strike will end"), is_furniture("Read more books, the minister told pupils.")
    (True, False)
    """
    if not any(char.isalpha() for char in paragraph):
        return True
    kinds = ["notice"]
    if paragraph.count(" ") < _CAPTION_WORDS:
        kinds.append("caption")
    if is_front or is_back:
        kinds.append("byline")
    if is_back:
        kinds.append("signature")
    return any(form.search(paragraph) for kind in kinds for form in _patterns()[kind])


def find_headline(paragraphs: Sequence[str]) -> str | None:
    """The first paragraph, where it is a headline: short, without a full stop, and prose follows.

    >>> find_headline(["Harbour bridge to close", "The harbour bridge will close on Monday for repairs, the council said."])
    'Harbour bridge to close'
    """
    if len(paragraphs) < 2:
        return None
    first = paragraphs[0]
    is_short = len(first) <= 160 and 2 <= len(first.split()) <= 25
    is_closed = bool(re.search(r"[.,:;…][\"'”’)\]]*$", first)) and not re.search(r"\b[A-Z]\.$", first)
    return first if is_short and not is_closed and any(_SENTENCE_END.search(paragraph) for paragraph in paragraphs[1:]) else None


@functools.cache
def _patterns() -> dict[str, tuple[re.Pattern[str], ...]]:
    """The patterns of furniture.txt by kind; `<WORD>` in a pattern stands for an earlier line `WORD = ...`."""
    parts: dict[str, str] = {}
    found: dict[str, list[re.Pattern[str]]] = defaultdict(list)
    kind = ""
    for line in files("graph.reading").joinpath("furniture.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        filled = re.sub(r"<([A-Z]+)>", lambda match: parts[match[1]], line)
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            kind = heading[1]
        elif definition := re.fullmatch(r"([A-Z]+) = (.+)", filled):
            parts[definition[1]] = f"(?:{definition[2]})"
        else:
            found[kind].append(re.compile(filled))
    return {kind: tuple(forms) for kind, forms in found.items()}


def _strip_menus(paragraphs: Sequence[str]) -> list[str]:
    """Without runs of three or more lines of one to three words at the very top and the very end: menus of a copied page."""
    start, end = 0, len(paragraphs)
    while start < end and _is_menu_line(paragraphs[start]):
        start += 1
    while end > start and _is_menu_line(paragraphs[end - 1]):
        end -= 1
    start = start if start >= 3 else 0
    end = end if len(paragraphs) - end >= 3 else len(paragraphs)
    return list(paragraphs[start:end])


def _is_menu_line(paragraph: str) -> bool:
    is_short = len(paragraph.split()) <= 3 and len(paragraph) <= 30
    return is_short and not _SENTENCE_END.search(paragraph) and not re.search(r"\d|^(?:By|BY) ", paragraph)
