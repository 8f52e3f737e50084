"""In: the parts of an HTTP request. Out: records of requests and answers, and the one exception that becomes an answer. It refuses to touch a socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final
from urllib.parse import parse_qsl, unquote

TEXT: Final = "text/plain; charset=utf-8"
MOST_PARAMETERS: Final = 100


@dataclass(frozen=True)
class Request:
    """One request, read whole. `headers` have lower-case names; `path` is unquoted, `query` is not."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        """A header's value, empty where it was not sent."""
        return self.headers.get(name, "")


@dataclass(frozen=True)
class Response:
    """One answer. `body` is bytes, or an open file that is closed once it was sent; `size` is its length."""

    status: int
    content_type: str = TEXT
    body: bytes | BinaryIO = b""
    size: int = -1
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def length(self) -> int:
        """The body's length in bytes."""
        return len(self.body) if isinstance(self.body, bytes) else self.size


class Problem(Exception):  # noqa: N818 - it becomes an answer, no defect
    """A request that gets no result: its status, and one line that says why and what to do."""

    def __init__(self, status: int, text: str, *, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Keeps the three."""
        super().__init__(text)
        self.status, self.text, self.headers = status, text, headers

    def to_response(self) -> Response:
        """The answer in plain text."""
        return Response(self.status, TEXT, (self.text + "\n").encode("utf-8", "replace"), headers=self.headers)


def split_target(target: bytes) -> tuple[str, str]:
    """The path and the query of what stands after the method.

    >>> split_target(b"/a%20b?x=1")
    ('/a b', 'x=1')
    >>> split_target(b"http://localhost:8765/sparql?x=1")
    ('/sparql', 'x=1')

    Raises:
        Problem: it is neither a path nor an address.
    """
    text = target.decode("latin-1")
    if "://" in text.split("?", 1)[0]:
        text = "/" + text.split("://", 1)[1].partition("/")[2]
    if not text.startswith("/"):
        raise Problem(400, "the address in the first line of the request must begin with a slash")
    path, _, query = text.partition("?")
    return unquote(path, errors="replace"), query


def read_parameters(text: str) -> list[tuple[str, str]]:
    """The names and values of a query or a form.

    >>> read_parameters("query=ASK%20%7B%7D&x=")
    [('query', 'ASK {}'), ('x', '')]

    Raises:
        Problem: they are not UTF-8, or far too many.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Problem(400, "the parameters are not valid UTF-8") from None
    except ValueError:
        raise Problem(400, f"more than {MOST_PARAMETERS} parameters") from None
