"""In: triples. Out: their bytes in Turtle, N-Triples, JSON-LD or RDF/XML. It refuses RDF/XML for what no XML can say, rather than to write a broken file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import pyoxigraph as ox

_FORMATS: Final = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "rdf": ox.RdfFormat.RDF_XML}
_LOCAL_NAME: Final = re.compile(r"[^\W\d][\w.\-\u00b7]*$")
_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class TripleError(Exception):
    """The form that was asked for cannot hold the answer."""


def write_triples(form: str, triples: Sequence[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """The triples in one of the forms; only the prefixes that are used are declared.

    >>> triple = ox.Triple(ox.NamedNode("http://a"), ox.NamedNode("http://b#c"), ox.Literal("d"))
    >>> write_triples("ttl", [triple], {"b": "http://b#"}).decode().splitlines()
    ['@prefix b: <http://b#> .', '<http://a> b:c "d" .']

    Raises:
        TripleError: RDF/XML has no way to write one of them.
    """
    if form == "rdf":
        for triple in triples:
            _check_for_xml(triple)
    text = "\n".join(map(str, triples)) if form in ("ttl", "rdf") else ""
    used = {prefix: space for prefix, space in prefixes.items() if f"<{space}" in text} if form in ("ttl", "rdf") else None
    return ox.serialize(triples, format=_FORMATS[form], prefixes=used) or b""


def _check_for_xml(triple: ox.Triple) -> None:
    if not _LOCAL_NAME.search(triple.predicate.value):
        raise TripleError(f"RDF/XML has no way to write <{triple.predicate.value}> as a property; ask for text/turtle")
    if isinstance(triple.object, ox.Literal) and _NOT_XML.search(triple.object.value):
        raise TripleError("RDF/XML has no way to write a control character that stands in the answer; ask for text/turtle")
