"""In: quads to take out and quads to put in. Out: the SPARQL update that does both in one request. It refuses patterns: it names every quad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Quad


def write_update(remove: Iterable[Quad], add: Iterable[Quad]) -> str:
    """The update, quads of one graph together; empty where there is nothing to do.

    >>> from pyoxigraph import Literal, NamedNode
    >>> print(write_update([], [Quad(NamedNode("a:s"), NamedNode("a:p"), Literal("o"), NamedNode("a:g"))]))
    INSERT DATA {
    GRAPH <a:g> {
    <a:s> <a:p> "o" .
    }
    }
    """
    steps = ((verb, _write_quads(quads)) for verb, quads in (("DELETE", remove), ("INSERT", add)))
    return " ;\n".join(f"{verb} DATA {{\n{text}}}" for verb, text in steps if text)


def _write_quads(quads: Iterable[Quad]) -> str:
    lines: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        lines[str(quad.graph_name)].append(f"{quad.triple} .\n")
    return "".join(f"GRAPH {graph} {{\n{''.join(triples)}}}\n" for graph, triples in lines.items())
