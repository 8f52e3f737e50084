"""In: a request's headers, and an answer. Out: nothing where the request may pass, else a refusal; the answer with the headers that keep a browser safe.

A page elsewhere could point its own name at this machine (DNS rebinding) or send requests from a reader's browser: both are refused. It refuses to
open the server to other pages unless it was told to.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Final

from graph.archive.serving.messages import Problem, Request, Response

METHODS: Final = "GET, HEAD, POST, OPTIONS"
_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_DATA_POLICY: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
_HOST: Final = re.compile(r"(?:\[(?P<six>[0-9a-f:.]+)\]|(?P<name>[^\[\]:/@\s]+))(?::[0-9]*)?")
_SAFE: Final = (
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
)


def list_own_names(host: str) -> frozenset[str]:
    """The names under which a server bound to `host` may be asked for, beside plain IP addresses.

    >>> "localhost" in list_own_names("127.0.0.1")
    True
    """
    names = {"localhost", host.strip("[]").lower()}
    if not is_loopback(host):
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    return frozenset(names - {""})


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a server bound to `host`.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost"), is_loopback("0.0.0.0"), is_loopback("example.org")
    (True, True, True, False, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_host(request: Request, names: Collection[str]) -> None:
    """Lets a request pass that was meant for this server: a page cannot point an IP address, or a name of ours, at us.

    >>> check_host(Request("GET", "/", headers={"host": "127.0.0.1:8765"}), {"localhost"})

    Raises:
        Problem: the Host header names another server.
    """
    host = _HOST.fullmatch(request.header("host").strip().lower())
    name = (host["six"] or host["name"]) if host else ""
    if name.rstrip(".") in names:
        return
    try:
        ipaddress.ip_address(name)
    except ValueError:
        raise Problem(421, "this server does not answer under that name; where it should, start it with --allow-host NAME") from None


def check_origin(request: Request, *, cors: bool) -> None:
    """Stops what a page of another site asks for from within a reader's browser; following a link is let through.

    Raises:
        Problem: it comes from another site, and `cors` is off.
    """
    site, mode = request.header("sec-fetch-site"), request.header("sec-fetch-mode")
    if not cors and site in {"cross-site", "same-site"} and mode != "navigate":
        raise Problem(403, "pages of other sites may not ask this server; where they should, start it with --cors")


def secure(response: Response, *, cors: bool) -> Response:
    """The answer with safe headers: a page may load only what comes from here, data may do nothing at all."""
    is_page = response.content_type.startswith("text/html")
    headers = [*response.headers, *_SAFE, ("content-security-policy", _PAGE_POLICY if is_page else _DATA_POLICY)]
    if not any(name == "cache-control" for name, _ in headers):
        headers.append(("cache-control", "no-cache"))
    headers.append(("cross-origin-resource-policy", "cross-origin" if cors and not is_page else "same-origin"))
    if cors and not is_page:
        headers += [("access-control-allow-origin", "*"), ("access-control-expose-headers", "x-sparql-maxrows")]
    return dataclasses.replace(response, headers=tuple(headers))


def answer_options(*, cors: bool) -> Response:
    """What may be asked; for a browser that asks beforehand whether a page of another site may."""
    headers = [("allow", METHODS)]
    if cors:
        headers += [("access-control-allow-methods", METHODS), ("access-control-allow-headers", "accept, content-type"), ("access-control-max-age", "600")]
    return Response(204, "", headers=tuple(headers))
