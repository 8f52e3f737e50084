"""In: the address of a SPARQL endpoint, queries and updates. Out: rows, triples, or a change made there, tried again while the server is troubled.

Credentials come from the environment and are never shown: TRIPLEWIRE_STORE_USER and TRIPLEWIRE_STORE_PASSWORD (basic or digest, as the server asks),
or TRIPLEWIRE_STORE_TOKEN. It refuses an address that holds a password, and to follow a change to another address.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, cast
from urllib.parse import urlsplit, urlunsplit

import pyoxigraph as ox
import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from graph.errors import ArchiveError, QueryError
from graph.quoting import show_line

ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "application/n-triples, text/turtle;q=0.5"
WAITS: Final = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Seconds before each new attempt; a server that names a time itself (Retry-After) is given up to a minute."""
FIRST_WAITS: Final = 2
"""How many of them a server gets that has never answered: the address may be wrong."""

_TROUBLED: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_CONNECT: Final = 10.0
_CHUNK: Final = 64 * 1024
_IN_MEMORY: Final = 4 * 1024 * 1024
_PREFIX: Final = "TRIPLEWIRE_STORE_"


@dataclass(frozen=True)
class Addresses:
    """Where a server takes queries, updates, and whole graphs (None where it is not known to)."""

    query: str
    update: str
    graphs: str | None = None


def find_addresses(url: str, environment: Mapping[str, str] | None = None) -> Addresses:
    """The three addresses of a server, by the shapes that servers give them; TRIPLEWIRE_STORE_UPDATE and TRIPLEWIRE_STORE_GRAPHS say otherwise.

    >>> find_addresses("http://localhost:7878", {})
    Addresses(query='http://localhost:7878/query', update='http://localhost:7878/update', graphs='http://localhost:7878/store')

    Raises:
        ArchiveError: it holds a password.
    """
    environment = os.environ if environment is None else environment
    url = _check_address(url)
    found = next((_resolve(match, shape) for pattern, shape in _SHAPES if (match := re.fullmatch(pattern, url))), Addresses(url, url))
    update, graphs = environment.get(f"{_PREFIX}UPDATE"), environment.get(f"{_PREFIX}GRAPHS")
    return Addresses(found.query, _check_address(update) if update else found.update, _check_address(graphs) if graphs else found.graphs)


# What an address looks like, then the query's, the update's and the graphs' address made from it.
_SHAPES: Final[Sequence[tuple[str, tuple[str, str, str]]]] = (
    (r"(?P<root>https?://[^/]+)/?", ("{root}/query", "{root}/update", "{root}/store")),  # Oxigraph
    (r"(?P<root>https?://[^/]+)/query", ("{root}/query", "{root}/update", "{root}/store")),
    (r"(?P<root>https?://.+/[^/]+)/(query|update)", ("{root}/query", "{root}/update", "{root}/data")),  # Fuseki
    (r"(?P<root>https?://.+/repositories/[^/]+)/?", ("{root}", "{root}/statements", "{root}/rdf-graphs/service")),  # RDF4J, GraphDB
    (r"(?P<root>https?://[^/]+)/sparql", ("{root}/sparql", "{root}/sparql", "{root}/sparql-graph-crud")),  # Virtuoso
    (r"(?P<root>https?://[^/]+)/sparql-auth/?", ("{root}/sparql-auth", "{root}/sparql-auth", "{root}/sparql-graph-crud-auth")),
)


class Endpoint:
    """One server."""

    def __init__(self, url: str, *, timeout: float = 60.0, waits: Sequence[float] = WAITS) -> None:
        """Opens no connection yet."""
        self.addresses, self.timeout, self.waits = find_addresses(url), timeout, tuple(waits)
        self._has_answered = False
        self._session = requests.Session()
        self._session.headers["user-agent"] = "triplewire"
        self._session.trust_env = False  # no password of another program's .netrc goes to this server
        if token := os.environ.get(f"{_PREFIX}TOKEN"):
            self._session.auth = _Bearer(token)

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def select(self, sparql: str, *, parameters: Mapping[str, str] | None = None, timeout: float | None = None) -> Any:
        """A query's rows (or the truth of an ASK), as pyoxigraph reads them."""
        body = self._send("POST", self.addresses.query, {"accept": ROWS}, form={"query": sparql, **(parameters or {})}, timeout=timeout)
        try:
            found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        except (ValueError, SyntaxError) as error:
            raise self._explain_answer(error) from None
        return found if isinstance(found, ox.QueryBoolean) else self._read_rows(found, body)

    def construct(self, sparql: str, *, parameters: Mapping[str, str] | None = None, timeout: float | None = None) -> Iterator[ox.Triple]:
        """The triples that a query gives."""
        body = self._send("POST", self.addresses.query, {"accept": TRIPLES}, form={"query": sparql, **(parameters or {})}, timeout=timeout)
        try:
            yield from (quad.triple for quad in ox.parse(body, format=ox.RdfFormat.TURTLE, base_iri=self.addresses.query))
        except (ValueError, SyntaxError) as error:
            raise ArchiveError(f"{self.addresses.query} sent a graph that cannot be read: {show_line(str(error))[:200]}") from None

    def _read_rows(self, found: ox.QuerySolutions, body: BinaryIO) -> Iterator[ox.QuerySolution]:
        """The rows, each parsed when it is asked for: what is wrong with an answer may come at its end."""
        with body:
            try:
                yield from found
            except (ValueError, SyntaxError) as error:
                raise self._explain_answer(error) from None

    def _explain_answer(self, error: Exception) -> ArchiveError:
        return ArchiveError(f"{self.addresses.query} does not answer as a SPARQL endpoint does: {show_line(str(error))[:200]}")

    def update(self, sparql: str) -> None:
        """Makes a change; it may be sent twice, so it has to come to the same."""
        self._send("POST", self.addresses.update, {"content-type": "application/sparql-update; charset=utf-8"}, data=sparql.encode("utf-8")).close()

    def put_graph(self, iri: str, triples: bytes) -> bool:
        """Gives a graph these N-Triples and no others, in one step; False where the server has no way to."""
        if self.addresses.graphs is None:
            return False
        headers = {"content-type": "text/turtle; charset=utf-8"}  # every N-Triples file is Turtle, and every server reads Turtle
        try:
            self._send("PUT", self.addresses.graphs, headers, data=triples, parameters={"graph": iri}).close()
        except _NotThereError:
            return False
        return True

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        form: Mapping[str, str] | None = None,
        data: bytes | None = None,
        parameters: Mapping[str, str] | None = None,
        timeout: float | None = None,
    ) -> BinaryIO:
        """Sends a request until it is answered, as often as patience allows."""
        trouble, wait = "", 0.0
        for pause in (0.0, *(self.waits if self._has_answered else self.waits[:FIRST_WAITS])):
            time.sleep(max(pause, wait) if trouble else 0.0)
            try:
                answer = self._try(method, url, headers, form or data, parameters, timeout or self.timeout)
            except (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError) as error:
                trouble, wait = _name_trouble(error), 0.0
                if timeout is not None and isinstance(error, requests.Timeout):
                    raise QueryError(f"the query took longer than {timeout:g} s; make it narrower or give it more time (--timeout)") from None
                continue
            except requests.RequestException as error:
                raise ArchiveError(f"{url} cannot be asked: {type(error).__name__}") from None
            self._has_answered = True
            if isinstance(answer, requests.Response):
                trouble, wait = _name_status(answer), _retry_after(answer)
                continue
            return answer
        if not self._has_answered:
            raise ArchiveError(f"{url} does not answer: {trouble}. Is the address right, and the server running?")
        raise ArchiveError(f"{url} does not answer: {trouble}. What was finished is kept; run the same command again when it is back")

    def _try(
        self, method: str, url: str, headers: Mapping[str, str], data: Any, parameters: Mapping[str, str] | None, timeout: float
    ) -> BinaryIO | requests.Response:
        """One attempt: the body of the answer, or the answer of a troubled server."""
        ends = time.monotonic() + timeout
        limits = (_CONNECT, timeout)
        with self._session.request(
            method, url, params=parameters, data=data, headers=headers, timeout=limits, stream=True, allow_redirects=method == "GET"
        ) as answer:
            if answer.status_code in (401, 403) and self._log_in(answer):
                return self._try(method, url, headers, data, parameters, timeout)
            if answer.status_code in _TROUBLED:
                _ = answer.content[:0]
                return answer
            self._check(answer, method, url)
            return _keep(answer, ends)

    def _log_in(self, answer: requests.Response) -> bool:
        """Whether there is a name and a password that were not tried yet; they are sent only to a server that asks for them, in the way it asks."""
        user, password = os.environ.get(f"{_PREFIX}USER"), os.environ.get(f"{_PREFIX}PASSWORD", "")
        if not user or self._session.auth is not None:
            return False
        is_digest = "digest" in answer.headers.get("www-authenticate", "").lower()
        self._session.auth = HTTPDigestAuth(user, password) if is_digest else HTTPBasicAuth(user.encode("utf-8"), password.encode("utf-8"))
        return True

    def _check(self, answer: requests.Response, method: str, url: str) -> None:
        status = answer.status_code
        if status in (401, 403):
            raise ArchiveError(f"{url} does not let us in ({status}); set {_PREFIX}USER and {_PREFIX}PASSWORD, or {_PREFIX}TOKEN, in the environment")
        if 300 <= status < 400:
            raise ArchiveError(f"{url} has moved to {show_line(answer.headers.get('location', 'elsewhere'))}; give that address")
        if method == "PUT" and status in (404, 405, 501):
            raise _NotThereError
        if status >= 400:
            raise ArchiveError(f"{url} answered {_name_status(answer)}")
        if (most := answer.headers.get("x-sparql-maxrows")) is not None:
            raise ArchiveError(
                f"{url} cuts its answers at {show_line(most)} rows, so the archive cannot be read; raise that limit (Virtuoso: ResultSetMaxRows)"
            )


class _NotThereError(Exception):
    """The server takes no whole graphs."""


class _Bearer(AuthBase):
    """A token in the header."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["authorization"] = f"Bearer {self._token}"
        return request


def _check_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.username or parts.password:
        clean = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        raise ArchiveError(f"{clean}: a password in an address ends up in logs; set {_PREFIX}USER and {_PREFIX}PASSWORD in the environment instead")
    return url


def _resolve(match: re.Match[str], shape: tuple[str, str, str]) -> Addresses:
    return Addresses(*(part.format(root=match["root"]) for part in shape))


def _keep(answer: requests.Response, ends: float) -> BinaryIO:
    """The body, in memory or, where it is large, on disk; reading it is part of the attempt."""
    body = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - whoever reads it closes it
    for chunk in answer.iter_content(_CHUNK):
        if time.monotonic() > ends:
            body.close()
            raise requests.Timeout
        body.write(chunk)
    body.seek(0)
    return body


def _name_trouble(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return "it took too long"
    return "nobody listens there, or the connection broke"


def _name_status(answer: requests.Response) -> str:
    text = show_line(answer.text[:2000]) if "html" not in answer.headers.get("content-type", "") else ""
    return f"{answer.status_code} {answer.reason or ''}".strip() + (f": {text[:300]}" if text else "")


def _retry_after(answer: requests.Response) -> float:
    text = answer.headers.get("retry-after", "")
    return min(float(text), 60.0) if text.isdecimal() and text.isascii() else 0.0
