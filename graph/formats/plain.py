"""In: an RDF graph. Out: N-Triples and RDF/XML in a fixed order.

The libraries' own writers shuffle triples between runs, or write XML that no parser reads where a name ends in digits. It refuses blank nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from rdflib import XSD, Graph, Literal, URIRef

from graph.ordering import Described, order_graph
from graph.quoting import quote_string
from graph.terms import Node
from ontology.namespaces import PREFIXES

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LETTERS = r"A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff"
# Not from inside an escape (%C3): the namespace before it would be no address.
_XML_NAME = re.compile(rf"(?<!%)(?<!%[0-9A-F])[{_LETTERS}][{_LETTERS}0-9-]*$")


def write_ntriples(graph: Graph) -> str:
    """One triple a line, in the order of the Turtle; what hides from a reader is escaped."""
    return "".join(
        f"<{node.subject}> <{term}> {_line_term(value)} .\n"
        for section in order_graph(graph)
        for node in section.members
        for term, values in node.properties
        for value in values
    )


def write_rdfxml(graph: Graph) -> str:
    """RDF/XML, one element for each thing.

    XML cannot hold control characters (they become U+FFFD), nor a property whose name ends in an escaped sign: such a plain triple is left out, and its
    statement, which names the property as a value, stays.
    """
    spaces = {space: prefix for prefix, space in PREFIXES.items()}
    body = "".join(_element(node, spaces) for section in order_graph(graph) for node in section.members)
    used = {prefix: space for space, prefix in spaces.items() if prefix == "rdf" or f"<{prefix}:" in body}
    head = "".join(f'\n    xmlns:{prefix}="{space}"' for prefix, space in used.items())
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{head}>\n{body}</rdf:RDF>\n'


def _line_term(value: Node) -> str:
    if isinstance(value, URIRef):
        return f"<{value}>"
    text = quote_string(str(value), in_one_line=True)
    if value.language:
        return f"{text}@{value.language}"
    return text if value.datatype in (None, XSD.string) else f"{text}^^<{value.datatype}>"


def _element(node: Described, spaces: dict[str, str]) -> str:
    lines = [f"  <rdf:Description rdf:about={quoteattr(node.subject)}>\n", *_property_elements(node, spaces), "  </rdf:Description>\n"]
    return "".join(lines)


def _property_elements(node: Described, spaces: dict[str, str]) -> Iterator[str]:
    for term, values in node.properties:
        name = _XML_NAME.search(term)
        if name is None:
            continue
        space = term[: name.start()]
        prefix = spaces.get(space)
        tag, declared = (f"{prefix}:{name[0]}", "") if prefix else (f"own:{name[0]}", f" xmlns:own={quoteattr(space)}")
        for value in values:
            if isinstance(value, URIRef):
                yield f"    <{tag}{declared} rdf:resource={quoteattr(value)}/>\n"
            else:
                yield f"    <{tag}{declared}{_literal_attributes(value)}>{_xml_text(value)}</{tag}>\n"


def _literal_attributes(value: Literal) -> str:
    if value.language:
        return f" xml:lang={quoteattr(value.language)}"
    return "" if value.datatype in (None, XSD.string) else f" rdf:datatype={quoteattr(value.datatype)}"


def _xml_text(value: Literal) -> str:
    # A parser turns a bare carriage return into a line feed.
    return escape(_NOT_XML.sub("\ufffd", str(value)), {"\r": "&#13;"})
