"""In: a file, an address, standard input or bytes, as text, Markdown or HTML. Out: an Article, clean. It refuses what has no prose in it.

All cleaning happens here; afterwards nothing edits the text. `Article.text` has paragraphs of one line each with exactly one blank line between
them. A headline stays where the source has it, as the first paragraph; a title that is given, or that only a page's head holds, is not put in the text.
"""

from __future__ import annotations

import datetime
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SourceError
from graph.reading.cleaning import clean_characters, drop_markup, split_paragraphs
from graph.reading.encoding import UnreadableError, decode
from graph.reading.furniture import find_headline, strip_furniture
from graph.records import Article

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT_LIMIT = 400_000
FILE_LIMIT = 20_000_000
TIME_LIMIT = 30.0
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_WORD = re.compile(r"[^\W\d_]{2,}|\b[aAIO]\b")


def read_article(source: str | Path, *, date: datetime.date | None = None, title: str | None = None, time_limit: float = TIME_LIMIT) -> Article:
    """Reads and cleans one article.

    Args:
        source: A path, an http(s) address, or "-" for standard input.
        date: The day it was published, where the source does not say or is wrong.
        title: Its title, likewise; it is not put in the text.
        time_limit: Seconds within which an address must answer in full.

    Raises:
        SourceError: if there is no article to be had from it; the message says why in one line.
    """
    from graph.reading.webpage import fetch, is_address

    name = str(source)
    if is_address(name):
        data, declared = fetch(name, time_limit=time_limit, size_limit=FILE_LIMIT)
        return read_bytes(data, source=name, date=date, title=title, url=name, declared=declared)
    if name == "-":
        return read_bytes(sys.stdin.buffer.read(FILE_LIMIT + 1), source="standard input", date=date, title=title)
    return read_bytes(_read_file(Path(source)), source=name, date=date, title=title)


def read_bytes(
    data: bytes,
    *,
    source: str,
    date: datetime.date | None = None,
    title: str | None = None,
    url: str | None = None,
    declared: str | None = None,
) -> Article:
    r"""The article in `data`; whether it is text, Markdown or HTML is told by the name `source` and by how it begins.

    >>> article = read_bytes(b"Bridge shut\n\nThe bridge was shut\non Monday, the council said.\n", source="bridge.txt")
    >>> article.title, article.text
    ('Bridge shut', 'Bridge shut\n\nThe bridge was shut on Monday, the council said.')

    Raises:
        SourceError: see `read_article`.
    """
    from graph.reading.webpage import looks_like_html

    if len(data) > FILE_LIMIT:
        raise SourceError(f"{source} is larger than {FILE_LIMIT // 1_000_000} MB; that is no article. Cut out the article and build that.")
    if not data.strip():
        raise SourceError(f"{source} is empty. Give a file that holds an article.")
    suffix = Path(source).suffix.lower()
    if looks_like_html(data) or (suffix in _PAGES and b"<" in data):
        article = _read_html(data, source, url, declared)
    else:
        article = _read_text(_decode(data, source, declared), source, is_markdown=suffix in _MARKDOWN)
    return replace(article, date=date or article.date, title=title or article.title, url=url or article.url, source=source)


def read_lines(source: str | Path) -> tuple[str, ...]:
    """The lines of a text, each cleaned by itself and none dropped, so that a line keeps its number; for one sentence a line.

    Raises:
        SourceError: if it cannot be read.
    """
    data = sys.stdin.buffer.read(FILE_LIMIT + 1) if str(source) == "-" else _read_file(Path(source))
    text = _decode(data, str(source), None)
    return tuple(clean_characters(line).strip() for line in text.replace("\r\n", "\n").rstrip("\n").split("\n"))


def read_words(source: str | Path) -> str:
    """The text of a file word for word, nothing taken for furniture: for `parse` and `openie`, which answer for every word they are given.

    A page or an address is read as an article, since its markup is no text.

    Raises:
        SourceError: see `read_article`.
    """
    from graph.reading.webpage import is_address, looks_like_html

    name = str(source)
    if is_address(name):
        return read_article(name).text
    data = sys.stdin.buffer.read(FILE_LIMIT + 1) if name == "-" else _read_file(Path(source))
    name = "standard input" if name == "-" else name
    if not data.strip():
        raise SourceError(f"{name} is empty. Give a file that holds text.")
    if len(data) > FILE_LIMIT or looks_like_html(data):
        return read_bytes(data, source=name).text
    text = _decode(data, name, None).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > 10 * TEXT_LIMIT:
        raise SourceError(f"{name} is longer than {10 * TEXT_LIMIT:,} characters. Cut it into several files.")
    return text


def clean_text(text: str, *, source: str = "the text") -> Article:
    r"""The article in a string: cleaned as a plain text file would be.

    >>> clean_text("The bridge was shut.\u200b\r\n").text
    'The bridge was shut.'

    Raises:
        SourceError: if there is no sentence in it.
    """
    return _read_text(text, source, is_markdown=False)


def _read_file(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder. Name the files in it, such as {path / '*.txt'}.")
        if not path.exists():
            raise SourceError(f"{path} does not exist. Check the name and the folder.")
        with path.open("rb") as file:
            return file.read(FILE_LIMIT + 1)
    except (OSError, ValueError) as error:
        if "\n" in str(path):
            raise SourceError("That is a text, not the name of a file. Read it with clean_text, or build_text for its graph.") from error
        raise SourceError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


def _decode(data: bytes, source: str, declared: str | None) -> str:
    try:
        return decode(data, declared=declared)
    except UnreadableError as error:
        raise SourceError(f"{source} {error}.") from None


def _read_html(data: bytes, source: str, url: str | None, declared: str | None) -> Article:
    from graph.reading.webpage import read_page

    page = read_page(data, source=source, declared=declared, url=url)
    article = _assemble(split_paragraphs(clean_characters(page.text), is_line_a_paragraph=True), source)
    title = _tidy(page.title) or article.title
    return replace(article, title=title, date=page.date or article.date, publisher=_tidy(page.publisher), url=page.url)


def _read_text(text: str, source: str, *, is_markdown: bool) -> Article:
    if len(text) > 4 * TEXT_LIMIT:  # cleaning takes out some, but not that much
        raise _too_long(source, len(text))
    text = clean_characters(text)
    facts: Mapping[str, str] = {}
    if is_markdown:
        from graph.reading.markdown import read_front_matter, to_plain_text

        facts, text = read_front_matter(text)
        text = to_plain_text(text)
    article = _assemble(split_paragraphs(drop_markup(text), is_line_a_paragraph=is_markdown), source)
    return replace(
        article,
        title=_tidy(facts.get("title")) or article.title,
        date=_to_date(facts.get("date")) or article.date,
        publisher=_tidy(facts.get("publisher")),
        url=facts.get("url") or None,
    )


def _assemble(paragraphs: list[str], source: str) -> Article:
    prose = strip_furniture(paragraphs)
    text = "\n\n".join(prose.paragraphs)
    if not any(_is_sentence(paragraph) for paragraph in prose.paragraphs):
        raise SourceError(f"There is no sentence in {source}. Give a file that holds the text of an article.")
    if len(text) > TEXT_LIMIT:
        raise _too_long(source, len(text))
    return Article(text, title=find_headline(prose.paragraphs), date=prose.date, source=source)


def _too_long(source: str, length: int) -> SourceError:
    return SourceError(f"{source} has {length:,} characters; an article may have {TEXT_LIMIT:,}. Split it and build the parts.")


def _is_sentence(paragraph: str) -> bool:
    """Two words and a full stop, or four words: a headline alone is enough."""
    words = len(_WORD.findall(paragraph))
    return words >= 4 or (words >= 2 and re.search(r"[.!?…][\"'”’)\]]*$", paragraph) is not None)


def _tidy(text: str | None) -> str | None:
    """A title or a name on one line, without what cannot be seen."""
    return re.sub(r"\s+", " ", clean_characters(text)).strip() or None if text else None


def _to_date(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
