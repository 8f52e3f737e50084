"""In: Markdown. Out: its prose as plain text, a paragraph for each block, and what the front matter says. It refuses code, tables, images and markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""The simple `key: value` lines between `---` at the top, keys in lower case, and the rest of the text.

    >>> read_front_matter("---\ntitle: Bridge closes\n---\nThe bridge closed.")
    ({'title': 'Bridge closes'}, 'The bridge closed.')
    """
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    pairs = (line.split(":", 1) for line in match[1].splitlines() if re.match(r"^[A-Za-z_-]+:", line))
    return {key.strip().lower(): value.strip().strip("\"'") for key, value in pairs}, text[match.end() :]


def to_plain_text(markdown: str) -> str:
    r"""Paragraphs, headings and list items as they would be read aloud, with a blank line between them.

    >>> to_plain_text("# Bridge *closes*\n\nThe [bridge](http://x.org)\nclosed.\n\n```\ncode\n```")
    'Bridge closes\n\nThe bridge closed.'
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    blocks: list[str] = []
    depth = 0
    for token in tokens:
        if token.type in ("table_open", "table_close"):
            depth += token.nesting
        elif token.type == "inline" and not depth:
            blocks.append(_read_inline(token.children or ()))
    return "\n\n".join(block for block in blocks if block)


def _read_inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return re.sub(r"\s+", " ", "".join(parts)).strip()
