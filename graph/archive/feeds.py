"""In: the bytes of an RSS or Atom feed. Out: its entries, as text with what is known of them. feedparser reads; it refuses to fetch anything."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any, Final

from graph.errors import SourceError
from graph.reading.cleaning import drop_markup
from graph.reading.webpage import is_address

KINDS: Final = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml")
"""Media types of feeds, besides text/xml."""
_START = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*>\s*)*<(?:rss|feed|(?:\w+:)?RDF)[\s>]", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    """One entry; `text` is without markup, `date` an ISO day."""

    key: str | None
    url: str | None
    title: str | None
    date: str | None
    publisher: str | None
    text: str


def is_feed(data: bytes) -> bool:
    """Whether bytes begin as a feed does.

    >>> is_feed(b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>'), is_feed(b"<html><body>rss</body></html>")
    (True, False)
    """
    return _START.match(data[:4096]) is not None


def read_feed(data: bytes, *, source: str) -> tuple[Entry, ...]:
    """The entries of a feed, in its order.

    Raises:
        SourceError: it is none, or is broken before the first entry.
    """
    import feedparser

    # A stream, never a string: feedparser would take a string for an address or a file name.
    found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries and (found.bozo or not found.version):
        raise SourceError(f"{source} cannot be read as a feed: {' '.join(str(found.get('bozo_exception', 'it is none')).split())[:200]}.")
    publisher = _tidy(found.feed.get("title"))
    return tuple(_read_entry(entry, publisher) for entry in found.entries)


def _read_entry(entry: Any, publisher: str | None) -> Entry:
    texts = [part.get("value") or "" for part in entry.get("content", ())] or [entry.get("summary") or ""]
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    link = entry.get("link") or ""
    return Entry(
        key=entry.get("id"),
        url=link if is_address(link) else None,
        title=_tidy(entry.get("title")),
        date=f"{day.tm_year:04d}-{day.tm_mon:02d}-{day.tm_mday:02d}" if day else None,
        publisher=_tidy((entry.get("source") or {}).get("title")) or publisher,
        text=drop_markup(max(texts, key=len)),
    )


def _tidy(text: str | None) -> str | None:
    return " ".join(drop_markup(text).split()) or None if text else None
