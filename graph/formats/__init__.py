"""In: contents and the name of a format. Out: its text, or several files by their endings. It refuses a format that it does not know.

Every format is the same bytes on every run. `FORMATS` says of each what it is for and what it keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from graph.errors import SettingsError
from ontology.namespaces import BASE

if TYPE_CHECKING:
    from graph.records import Contents

__all__ = ["FORMATS", "Format", "write_format"]


@dataclass(frozen=True)
class Format:
    """What a format is (`title`), what of the graph it keeps, and the endings of its files."""

    title: str
    keeps: str
    endings: tuple[str, ...]


_ALL = "everything; reads back to the same graph"
_NETWORK = "entities and all statements with status, claimant, evidence and offsets; statements with words for an object on their subject's node"

FORMATS: Final = MappingProxyType(
    {
        "ttl": Format("Turtle, for people and any RDF tool", _ALL, (".ttl",)),
        "html": Format("the interactive page", "everything that a reader sees, with the article's text", (".html",)),
        "nt": Format("N-Triples, one triple a line", _ALL, (".nt",)),
        "trig": Format("TriG, a named graph for each article; files can be joined end to end", _ALL, (".trig",)),
        "jsonld": Format("JSON-LD with a context of plain words", _ALL, (".jsonld",)),
        "rdf": Format("RDF/XML, for older RDF tools", "everything, but characters that XML forbids (they become U+FFFD)", (".rdf",)),
        "ttl12": Format("Turtle 1.2 with reifiers, for RDF 1.2 tools such as Oxigraph", _ALL, (".ttl12.ttl",)),
        "graphml": Format("GraphML, for yEd, Cytoscape, igraph and Gephi", _NETWORK, (".graphml",)),
        "gexf": Format("GEXF, for Gephi", _NETWORK, (".gexf",)),
        "csv": Format(
            "nodes and edges for Gephi, statements for a spreadsheet",
            "entities, statements, status, claimants, first evidence; a cell that a spreadsheet would run as a formula gets an apostrophe before it",
            ("-nodes.csv", "-edges.csv", "-statements.csv"),
        ),
        "neo4j": Format(
            "nodes and relationships for `neo4j-admin database import`",
            "entities, statements, status, claimants, evidence; what is not asserted has its status in the relationship's type",
            ("-neo4j-nodes.csv", "-neo4j-relationships.csv"),
        ),
        "claimreview": Format(
            "schema.org ClaimReview, a draft for each claim in somebody's words",
            "claims, claimants, the words and where they appeared; the verdict is left to the fact-checker",
            (".claimreview.jsonld",),
        ),
    }
)
"""Name of a format → what it is."""


def write_format(contents: Contents, name: str, *, base_iri: str = BASE, with_text: bool = True) -> str | dict[str, str]:
    """Writes contents in one format.

    Args:
        contents: What to write.
        name: One of `FORMATS`.
        base_iri: The root of the addresses, for formats that have addresses.
        with_text: Whether the article's body travels along, in formats that hold it.

    Returns:
        The file's text; for formats of several files, or with an ending of their own, texts by ending.

    Raises:
        SettingsError: there is no such format.
    """
    # Each is imported where it is needed: most builds write two formats, and NetworkX and the page take their time to load.
    if name not in FORMATS:
        raise SettingsError(f"there is no format {name!r}; there are {', '.join(FORMATS)}")
    if name == "html":
        return _draw_page(contents, base_iri=base_iri, with_text=with_text)
    if name in {"graphml", "gexf"}:
        from graph.formats.networks import write_gexf, write_graphml

        return write_gexf(contents) if name == "gexf" else write_graphml(contents)
    if name in {"csv", "neo4j"}:
        from graph.formats.tables import write_gephi_tables, write_neo4j_tables

        return write_gephi_tables(contents, base_iri=base_iri) if name == "csv" else write_neo4j_tables(contents, base_iri=base_iri)
    if name == "claimreview":
        from graph.formats.claimreview import write_claim_reviews

        return {FORMATS[name].endings[0]: write_claim_reviews(contents, base_iri=base_iri)}
    return _write_rdf(contents, name, base_iri=base_iri, with_text=with_text)


def _write_rdf(contents: Contents, name: str, *, base_iri: str, with_text: bool) -> str | dict[str, str]:
    from graph.dataset import make_dataset
    from graph.ordering import only_article
    from graph.turtle import serialize_turtle

    graph = make_dataset(contents, base_iri=base_iri, with_text=with_text)
    if name == "ttl":
        return serialize_turtle(graph)
    if name == "trig":
        return serialize_turtle(graph, graph_name=only_article(graph))
    if name == "ttl12":
        return {FORMATS[name].endings[0]: serialize_turtle(graph, with_reifiers=True)}
    if name == "jsonld":
        from graph.formats.jsonld import write_jsonld

        return write_jsonld(graph)
    from graph.formats.plain import write_ntriples, write_rdfxml

    return write_ntriples(graph) if name == "nt" else write_rdfxml(graph)


def _draw_page(contents: Contents, *, base_iri: str, with_text: bool) -> str:
    """The page, with the graph in it to take along; without the article's text it is drawn from what the graph then holds."""
    from graph.canonical import canonical
    from graph.dataset import make_dataset, read_contents
    from graph.page import render_page
    from graph.turtle import serialize_turtle

    graph = make_dataset(contents, base_iri=base_iri, with_text=with_text)
    shown = canonical(contents) if with_text else read_contents(graph)
    return render_page(shown, turtle=serialize_turtle(graph), base_iri=base_iri)
