r"""In: any text. Out: the same with all that hides from a reader, or turns the direction of a line, written as an escape such as `\u202E`.

It refuses to depend on the running Python's Unicode tables, which change with its version.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U000e0000-\U000e0fff]"
)


def quote_string(text: str, *, in_one_line: bool = False) -> str:
    r"""A Turtle or SPARQL string; text of several lines stays in several lines, or (for N-Triples) gets `\n`.

    >>> print(quote_string('say "hi"\u202e'))
    "say \"hi\"\u202E"
    """
    text = text.replace("\\", "\\\\")
    if in_one_line:
        text = text.replace("\n", r"\n")
    if "\n" in text:
        text = re.sub(r'"(?="|\Z)', r"\"", text)
        return f'"""{_UNSEEN.sub(_escape, text)}"""'
    text = text.replace('"', r"\"")
    return f'"{_UNSEEN.sub(_escape, text)}"'


def show_line(text: str) -> str:
    r"""Text for one line of a terminal or a comment.

    >>> print(show_line("two\nlines, \x1b[31mred"))
    two lines, \u001B[31mred
    """
    return " ".join(_UNSEEN.sub(_escape, text.replace("\t", " ").replace("\r", " ").replace("\xa0", " ")).split())


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    short = {9: r"\t", 13: r"\r"}
    return short.get(code) or (f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}")
