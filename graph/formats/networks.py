"""In: contents. Out: their network as GraphML and GEXF, for programs that draw and measure networks. It refuses to stamp the day's date on a file."""

from __future__ import annotations

import io
import re

import networkx as nx

from graph.network import flatten_network, make_network
from graph.records import Contents


def write_graphml(contents: Contents) -> str:
    """GraphML: NetworkX, yEd, Cytoscape, igraph and Gephi read it."""
    out = io.BytesIO()
    nx.write_graphml_xml(flatten_network(make_network(contents)), out, encoding="utf-8", prettyprint=True, named_key_ids=True)
    return _settle_breaks(out.getvalue().decode("utf-8"))


def write_gexf(contents: Contents) -> str:
    """GEXF 1.2, without the date of the day that NetworkX writes into it."""
    out = io.BytesIO()
    nx.write_gexf(flatten_network(make_network(contents)), out, encoding="utf-8", prettyprint=True)
    return _settle_breaks(re.sub(r' lastmodifieddate="[^"]*"', "", out.getvalue().decode("utf-8"), count=1))


def _settle_breaks(text: str) -> str:
    """A parser turns a bare carriage return into a line feed, so it is written as a reference."""
    return text.replace("\r", "&#13;")
