"""In: an HTML page or its address. Out: the article in it, with title, date, publisher and address as the page gives them. It refuses pages without prose.

The article is found by trafilatura. An address is read with limits on time and size, over http and https only.
"""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from graph.errors import SourceError
from graph.reading.encoding import UnreadableError, decode

_HTML_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|article|main)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<(?:meta[^>]+charset|\?xml[^>]+encoding)\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_PREFORMATTED = re.compile(r"(?is)<pre\b.*?</pre>")
_CHUNK = 65_536


@dataclass(frozen=True)
class Page:
    """What a page gave; `text` has one paragraph a line."""

    text: str
    title: str | None = None
    date: datetime.date | None = None
    publisher: str | None = None
    url: str | None = None


def is_address(source: str) -> bool:
    """Whether `source` is an address on the web rather than a path.

    >>> is_address("https://example.org/a"), is_address("a.txt")
    (True, False)
    """
    return re.match(r"https?://\S", source, re.IGNORECASE) is not None


def looks_like_html(data: bytes) -> bool:
    """Whether `data` begins as a page does, whatever its name.

    >>> looks_like_html(b"<!DOCTYPE html><p>x"), looks_like_html(b"<3 is a heart")
    (True, False)
    """
    return _HTML_START.match(data[:4096]) is not None


def read_page(data: bytes, *, source: str, declared: str | None = None, url: str | None = None) -> Page:
    """The article in the page.

    Raises:
        SourceError: where there is none, or the page is no text.
    """
    import trafilatura

    charset = _CHARSET.search(data[:4096])
    try:
        markup = decode(data, declared=declared or (charset[1].decode("ascii") if charset else None))
    except UnreadableError as error:
        raise SourceError(f"{source} {error}.") from None
    markup = re.sub(r"\s+", " ", _PREFORMATTED.sub(lambda match: match.group().replace("\n", "<br>"), markup))  # a line's end within <p> is no break
    # No clock: without these settings a page's date would be checked against today's.
    dates = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    try:
        found: Any = trafilatura.bare_extraction(
            markup, url=url, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=dates
        )
    except Exception as error:  # whatever broken markup does to the parser, one page must not stop the others
        raise SourceError(
            f"No article could be taken from {source}: the page cannot be parsed ({type(error).__name__}). Save its text and build that."
        ) from error
    text = (found.text or "") if found is not None else ""
    if not any(len(line.split()) >= 4 and re.search(r"[.!?][\"'”’)\]]*$", line.strip()) for line in text.split("\n")):
        raise SourceError(f"There is no article in the page {source}. Save the article's text as plain text and build that.")
    return Page(text, found.title or None, _to_date(found.date), found.sitename or None, url or found.url or None)


def fetch(
    address: str, *, time_limit: float, size_limit: int, kinds: Collection[str] = (), clock: Callable[[], float] = time.monotonic
) -> tuple[bytes, str | None]:
    """The bytes at an address, and the encoding that the server names; `kinds` are media types that are taken besides text and HTML.

    Raises:
        SourceError: where it cannot be reached, takes too long, is too large, or is neither text nor HTML.
    """
    from http.client import HTTPException
    from urllib import request

    opener = request.OpenerDirector()  # built by hand: the default one also opens file: and ftp: addresses
    for handler in (request.ProxyHandler, request.HTTPHandler, request.HTTPSHandler, request.UnknownHandler, request.HTTPRedirectHandler):
        opener.add_handler(handler())
    opener.add_handler(request.HTTPDefaultErrorHandler())
    opener.add_handler(request.HTTPErrorProcessor())
    until = clock() + time_limit
    try:
        with opener.open(
            request.Request(address, headers={"User-Agent": "triplewire", "Accept": ",".join(("text/html", "text/plain", *kinds))}), timeout=time_limit
        ) as answer:
            kind = answer.headers.get_content_type()
            if not (kind.startswith("text/") or kind in ("application/xhtml+xml", "application/octet-stream", *kinds)):
                raise SourceError(f"{address} is {kind}, not a page or a text.")
            data = bytearray()
            while chunk := answer.read1(_CHUNK):
                data += chunk
                if len(data) > size_limit:
                    raise SourceError(f"{address} is larger than {size_limit:,} bytes. Save the article's text and build that.")
                if clock() > until:
                    raise SourceError(f"{address} took longer than {time_limit:g} seconds. Try again, or save the page and build the file.")
            return bytes(data), answer.headers.get_content_charset()
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        raise SourceError(f"{address} could not be read: {reason}. Check the address, or save the page and build the file.") from error


def _to_date(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
