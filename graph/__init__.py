"""News articles as knowledge graphs. In: a file, an address or a text. Out: a `KnowledgeGraph` to query, analyse, draw and keep.

    import graph
    made = graph.build("article.txt")
    print(made.query("SELECT ?a ?b { ?a tw:opposes ?b }").to_table())

The stages, in the order in which `pipeline` runs them, one module or package each:

    1 article      file, HTML, address or text -> Article (its parts are in `reading`)
    2 language     Article -> Document: words, trees, names, parsed by the shipped network
    3 quotations   Document -> Quotations
    4 mentions     Document -> Mentions
    5 entities     Mentions -> Entities
    6 extractors   Document, Mentions, Quotations -> Claims; `status` judges what a clause is worth
    7 statements   Claims, Entities -> Statements
    8 dataset      Statements <-> RDF; `turtle`, `validate`, `queries`, `formats` stand beside it
    9 network      Statements -> NetworkX; `analysis` reads it
    10 page        network -> the HTML page

`archive` keeps many articles in one graph on disk (`graph.open_archive`).

They meet in `records` and import no other stage. Nothing heavy is imported before a verb is used; it refuses to do more than hand on.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.archive.store import open_archive
    from graph.article import read_article
    from graph.errors import TriplewireError
    from graph.pipeline import KnowledgeGraph, build, build_article, build_text
    from graph.queries import run_query as query
    from graph.turtle import read_turtle
    from graph.validate import validate_graph

__all__ = [
    "KnowledgeGraph",
    "TriplewireError",
    "build",
    "build_article",
    "build_text",
    "open_archive",
    "query",
    "read_article",
    "read_turtle",
    "validate_graph",
]

_HOMES = {
    "KnowledgeGraph": ("graph.pipeline", "KnowledgeGraph"),
    "TriplewireError": ("graph.errors", "TriplewireError"),
    "build": ("graph.pipeline", "build"),
    "build_article": ("graph.pipeline", "build_article"),
    "build_text": ("graph.pipeline", "build_text"),
    "open_archive": ("graph.archive.store", "open_archive"),
    "query": ("graph.queries", "run_query"),
    "read_article": ("graph.article", "read_article"),
    "read_turtle": ("graph.turtle", "read_turtle"),
    "validate_graph": ("graph.validate", "validate_graph"),
}


def __getattr__(name: str) -> Any:
    """The verb, from its module, when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'graph' has no attribute {name!r}; it has {', '.join(__all__)}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    """The public verbs."""
    return list(__all__)
