"""In: ids, phrases and offsets. Out: the addresses (IRIs) of the graph as plain strings, and the prefixes that every RDF file of ours uses.

Any text, hostile text included, gives an address that Turtle, SPARQL and a browser take as one address. It refuses to import an RDF library.
"""

from __future__ import annotations

import re
import unicodedata
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

BASE: Final = "https://w3id.org/triplewire/"
TW: Final = BASE + "ontology#"
REL: Final = BASE + "relation/"
PLOVER: Final = BASE + "plover#"

PREFIXES: Final = MappingProxyType(
    {
        "tw": TW,
        "rel": REL,
        "plover": PLOVER,
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "dcterms": "http://purl.org/dc/terms/",
        "schema": "https://schema.org/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
        "oa": "http://www.w3.org/ns/oa#",
        "sh": "http://www.w3.org/ns/shacl#",
    }
)
"""Prefix → namespace, in the order in which files name them."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]")


def article_iri(base: str, article_id: str) -> str:
    """The address of an article.

    >>> article_iri(BASE, "9b1e")
    'https://w3id.org/triplewire/article/9b1e'
    """
    return f"{_root(base)}article/{local_part(article_id)}"


def entity_iri(base: str, article_id: str, entity_id: str) -> str:
    """The address of an entity, which belongs to its article.

    >>> entity_iri(BASE, "9b1e", "anas-sarwar")
    'https://w3id.org/triplewire/article/9b1e/entity/anas-sarwar'
    """
    return f"{article_iri(base, article_id)}/entity/{local_part(entity_id)}"


def statement_iri(base: str, article_id: str, statement_id: str) -> str:
    """The address of a statement.

    >>> statement_iri(BASE, "9b1e", "5d0c")
    'https://w3id.org/triplewire/article/9b1e/statement/5d0c'
    """
    return f"{article_iri(base, article_id)}/statement/{local_part(statement_id)}"


def quotation_iri(base: str, article_id: str, number: int) -> str:
    """The address of an article's quotation, counted from 0.

    >>> quotation_iri(BASE, "9b1e", 3)
    'https://w3id.org/triplewire/article/9b1e/quotation/3'
    """
    return f"{article_iri(base, article_id)}/quotation/{number:d}"


def evidence_iri(base: str, article_id: str, start: int, end: int) -> str:
    """The address of a stretch of the article's text (RFC 5147 fragments), end exclusive.

    >>> evidence_iri(BASE, "9b1e", 0, 77)
    'https://w3id.org/triplewire/article/9b1e#char=0,77'
    """
    return f"{article_iri(base, article_id)}#char={start:d},{end:d}"


def position_selector_iri(base: str, article_id: str, start: int, end: int) -> str:
    """The address of the `oa:TextPositionSelector` of a stretch of text.

    >>> position_selector_iri(BASE, "9b1e", 0, 77)
    'https://w3id.org/triplewire/article/9b1e/selector/position-0-77'
    """
    return f"{article_iri(base, article_id)}/selector/position-{start:d}-{end:d}"


def quote_selector_iri(base: str, article_id: str, start: int, end: int) -> str:
    """The address of the `oa:TextQuoteSelector` of a stretch of text.

    >>> quote_selector_iri(BASE, "9b1e", 0, 77)
    'https://w3id.org/triplewire/article/9b1e/selector/quote-0-77'
    """
    return f"{article_iri(base, article_id)}/selector/quote-{start:d}-{end:d}"


def relation_iri(phrase: str) -> str:
    """The address of the relation that a lemma phrase names. Case, spaces and hyphens make no difference: "co-operate with" is "Co-operate  With".

    >>> relation_iri("be general secretary of")
    'https://w3id.org/triplewire/relation/be-general-secretary-of'
    >>> relation_iri('a> <b "')
    'https://w3id.org/triplewire/relation/a%3E-%3Cb-%22'
    """
    words = re.split(r"[\s-]+", unicodedata.normalize("NFC", phrase).lower())
    return REL + local_part("-".join(word for word in words if word))


def term_iri(name: str) -> str:
    """The address of a term of the ontology: a family, a class, a status.

    >>> term_iri("opposes")
    'https://w3id.org/triplewire/ontology#opposes'
    """
    return TW + local_part(name)


def local_part(text: str) -> str:
    """`text` as the last part of an address: letters, digits, "-" and "_" stay, the rest is percent-encoded; two texts never give the same.

    >>> local_part("josé-álvarez"), local_part("../x y"), local_part("")
    ('josé-álvarez', '%2E%2E%2Fx%20y', '%00')
    """
    return "".join(char if _is_plain(char) else _escape(char) for char in text) or "%00"


def _escape(char: str) -> str:
    # quote() never touches ".", yet "." and ".." as a part of a path would be resolved away.
    return "%2E" if char == "." else "%7E" if char == "~" else quote(char, safe="", errors="surrogatepass")


def _is_plain(char: str) -> bool:
    # Letters from U+00C0 on may stand in a Turtle local name and in an IRI; marks, digits of other scripts and format characters might not.
    return bool(_PLAIN.match(char)) or (ord(char) >= 0xC0 and char.isalpha())


def _root(base: str) -> str:
    return base if base.endswith(("/", "#")) else base + "/"
