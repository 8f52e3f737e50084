"""In: the characters of an article as they were found. Out: paragraphs of one line each, without marks that nobody can see. It refuses to change a word.

Plain good text comes out with nothing changed but white space. Hard-wrapped lines are joined, a paragraph on each line is kept apart, tables go.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections.abc import Sequence

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BREAKS = {"\x0b": "\n", "\x0c": "\n\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"}
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co"})  # control, format (bidi marks, zero-width, soft hyphen, BOM), surrogates, private use
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_HIDDEN = re.compile(r"<(script|style|noscript|iframe|svg|object|template)\b[^<>]*>|<!--", re.IGNORECASE)
_BLOCKS = (
    "address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table tbody td th thead tr ul"
)
_INLINES = "a abbr b button cite code em embed font i iframe img input label link mark meta object q s script small span strong style sub sup svg time u video"
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(_BLOCKS.split())})\b[^<>]*>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{'|'.join(_INLINES.split())})\b[^<>]*>", re.IGNORECASE)
_BULLET = re.compile(r"^(?:[•◦▪●‣⁃*]|[-–])\s+(?=\S)")
_CELLS = re.compile(r"\t+| {3,}|\s*\|\s*")
_BOX = re.compile(r"^[\s|+=_\-─-╿]{3,}$")
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_WIDEST = 120


def clean_characters(text: str) -> str:
    r"""Without what cannot be seen (NUL, control, direction and zero-width marks, soft hyphens), in composed form, with "\n" for any end of line.

    >>> clean_characters("o\ufb03cial\r\n\u202eSar\xadwar\x00 \u200b")
    'official\nSarwar '
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    table: dict[int, str | None] = dict(_LIGATURES)
    for char in set(text) - {"\n", "\t"}:
        category = unicodedata.category(char)
        if char in _BREAKS:
            table[ord(char)] = _BREAKS[char]
        elif category in _DROPPED:
            table[ord(char)] = None
        elif category == "Zs":
            table[ord(char)] = " "
    return unicodedata.normalize("NFC", text.translate(table))


def drop_markup(text: str) -> str:
    """Plain text without the HTML tags and entities that came with it; scripts and styles go with what they hold.

    >>> drop_markup("Profits <b>fell</b>, if a < b &amp; c.<script>alert(1)</script>")
    'Profits fell, if a < b & c.'
    """
    if "<" in text:
        text = _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n\n", _drop_hidden(text)))
    return _ENTITY.sub(lambda match: html.unescape(match.group()), text) if "&" in text else text


def _drop_hidden(text: str) -> str:
    """Without elements whose content is never shown, and comments; one that is not closed is left to be dropped as a mere tag.

    Each kind of end is looked for once from where it was last found: hostile text must not make this quadratic.
    """
    kept: list[str] = []
    unclosed: set[str] = set()
    at = 0
    for match in _HIDDEN.finditer(text):
        name = (match[1] or "").lower()
        if match.start() < at or name in unclosed:
            continue
        end = re.compile(rf"</{name}\s*>" if name else "-->", re.IGNORECASE).search(text, match.end())
        if end is None:
            unclosed.add(name)
        else:
            kept.append(text[at : match.start()])
            at = end.end()
    return "".join(kept) + text[at:]


def split_paragraphs(text: str, *, is_line_a_paragraph: bool = False) -> list[str]:
    r"""The paragraphs, each on one line with single blanks; `is_line_a_paragraph` where it is known that no line was wrapped.

    >>> split_paragraphs("One line that\nruns on.\n\nAnother.")
    ['One line that runs on.', 'Another.']
    """
    blocks = [[line.rstrip() for line in block.split("\n")] for block in re.split(r"\n(?:[ \t]*\n)+", text.strip("\n"))]
    blocks = [lines for block in blocks if (lines := _drop_tables(block))]
    width = None if is_line_a_paragraph else _wrap_width(blocks)
    found = (paragraph for lines in blocks for paragraph in (lines if is_line_a_paragraph else _unwrap(lines, width)))
    return [tidy for paragraph in found if (tidy := re.sub(r"[ \t]+", " ", _BULLET.sub("", paragraph.strip())).strip())]


def _unwrap(lines: Sequence[str], width: int | None) -> list[str]:
    """The paragraphs of a block, lines that run on joined."""
    paragraphs: list[list[str]] = []
    for place, line in enumerate(lines):
        if place and not _BULLET.match(line.strip()) and _is_wrap(lines[place - 1], line.strip(), width):
            paragraphs[-1].append(_glue(lines[place - 1], line.strip()) + line.strip())
        else:
            paragraphs.append([line])
    return ["".join(parts) for parts in paragraphs]


def _wrap_width(blocks: Sequence[Sequence[str]]) -> int | None:
    """The width that the text was wrapped to, or None: at most breaks the next word would not have fitted in, and few end a sentence."""
    breaks = [(line, after) for lines in blocks for line, after in itertools.pairwise(lines)]
    width = max((len(line) for lines in blocks for line in lines), default=0)
    if len(breaks) < 2 or width > _WIDEST:
        return None
    full = sum(_is_full(line, after, width) for line, after in breaks)
    ended = sum(bool(_ENDED.search(line)) for line, _ in breaks)
    return width if full >= 0.6 * len(breaks) and ended <= 0.5 * len(breaks) else None


def _is_full(line: str, after: str, width: int) -> bool:
    return len(line) + 1 + len(after.strip().split(" ", 1)[0]) > width - 2


def _is_wrap(line: str, after: str, width: int | None) -> bool:
    """Whether the sentence, or the paragraph, goes on in the next line."""
    if not after:
        return False
    if width is not None and _is_full(line, after, width):
        return True
    return after[0].islower() and not _ENDED.search(line)


def _glue(line: str, after: str) -> str:
    """What stands between two lines that are one; a hyphen at the end stays a hyphen ("south-" and "east"), unless it hangs ("pre- and post-war")."""
    return "" if re.search(r"[A-Za-z]-$", line) and not re.match(r"(?:and|or|to)\b", after) else " "


def _drop_tables(lines: Sequence[str]) -> list[str]:
    """Without rows of a table: two or more neighbouring lines of two or more gaps each, and rules."""
    is_row = [bool(_BOX.match(line)) or len(_cells(line)) >= 3 or ("|" in line and len(_cells(line)) >= 2) for line in lines]
    return [
        line
        for place, line in enumerate(lines)
        if line.strip() and not (is_row[place] and (_BOX.match(line) or any(is_row[near] for near in (place - 1, place + 1) if 0 <= near < len(lines))))
    ]


def _cells(line: str) -> list[str]:
    return [cell for cell in _CELLS.split(line.strip()) if cell.strip()]
