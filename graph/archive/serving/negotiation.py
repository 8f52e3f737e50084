"""In: an Accept header. Out: the form in which a result is written, or None where none of ours is wanted. It refuses to write it.

Names of forms are those of file endings: json, xml, csv, tsv for rows; ttl, nt, jsonld, rdf for graphs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

ROW_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "json": "application/sparql-results+json",
        "xml": "application/sparql-results+xml",
        "csv": "text/csv; charset=utf-8",
        "tsv": "text/tab-separated-values; charset=utf-8",
    }
)
GRAPH_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {"ttl": "text/turtle; charset=utf-8", "nt": "application/n-triples", "jsonld": "application/ld+json", "rdf": "application/rdf+xml"}
)
_ROW_ALIASES: Final = {"application/json": "json", "application/xml": "xml", "text/xml": "xml"}
_GRAPH_ALIASES: Final = {"application/json": "jsonld", "application/xml": "rdf", "text/xml": "rdf", "application/x-turtle": "ttl", "text/plain": "nt"}
_WEIGHT: Final = re.compile(r"^(0(\.\d{0,3})?|1(\.0{0,3})?)$", re.ASCII)


def choose_row_form(accept: str) -> str | None:
    """The form for the rows of a SELECT, and for an ASK.

    >>> choose_row_form(""), choose_row_form("text/csv, */*;q=0.1"), choose_row_form("image/png")
    ('json', 'csv', None)
    """
    return _choose(accept, ROW_TYPES, _ROW_ALIASES)


def choose_graph_form(accept: str) -> str | None:
    """The form for the triples of a CONSTRUCT or DESCRIBE.

    >>> choose_graph_form("application/rdf+xml;q=0.5, application/ld+json"), choose_graph_form("text/*")
    ('jsonld', 'ttl')
    """
    return _choose(accept, GRAPH_TYPES, _GRAPH_ALIASES)


def prefers_page(accept: str) -> bool:
    """Whether it is a browser that wants something to show.

    >>> prefers_page("text/html,application/xml;q=0.9,*/*;q=0.8"), prefers_page("*/*"), prefers_page("text/turtle, text/html;q=0.5")
    (True, False, False)
    """
    weights = _read_accept(accept)
    html = weights.get("text/html", 0.0)
    return html > 0 and all(weights.get(kind.split(";")[0], 0.0) < html for kind in (*ROW_TYPES.values(), *GRAPH_TYPES.values()))


def _choose(accept: str, types: Mapping[str, str], aliases: Mapping[str, str]) -> str | None:
    """The form that is wanted most; among equals the one that we name first, and our own types before their aliases."""
    weights = _read_accept(accept)
    offered = [(kind.split(";")[0], form) for form, kind in types.items()] + list(aliases.items())
    best: tuple[float, str | None] = (0.0, None)
    for kind, form in offered:
        weight = _weigh(kind, weights, is_alias=kind in aliases)
        if weight > best[0]:
            best = (weight, form)
    return best[1]


def _weigh(kind: str, weights: Mapping[str, float], *, is_alias: bool) -> float:
    if kind in weights or is_alias:
        return weights.get(kind, 0.0)
    return weights.get(kind.split("/")[0] + "/*", weights.get("*/*", 0.0))


def _read_accept(accept: str) -> dict[str, float]:
    """The types of an Accept header with their weights; without one, anything will do."""
    weights: dict[str, float] = {}
    for part in accept.split(",")[:100]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not kind:
            continue
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                weight = float(value) if _WEIGHT.match(value.strip()) else 0.0
        weights[kind] = max(weight, weights.get(kind, 0.0))
    return weights or {"*/*": 1.0}
