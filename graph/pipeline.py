"""In: an article. Out: its knowledge graph. The only module that knows the order of the stages; it refuses to do any stage's work.

read → parse → quotations → mentions → entities → claims → statements; the ways out (Turtle, queries, network, page) hang on the result.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.errors import LanguageError
from graph.records import Article, Contents

if TYPE_CHECKING:
    import networkx
    from spacy.tokens import Doc


@dataclass(frozen=True)
class KnowledgeGraph(Contents):
    """An article's entities and statements, and the ways out."""

    def to_turtle(self, **options: Any) -> str:
        """The graph as Turtle; options as for `graph.turtle.write_turtle`."""
        from graph.turtle import write_turtle

        return write_turtle(self, **options)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """The graph as a NetworkX network: entities are nodes, statements edges."""
        from graph.network import make_network

        return make_network(self)

    def to_html(self, **options: Any) -> str:
        """The graph as one interactive page, with its Turtle in it; options as for `graph.page.render_page`."""
        from graph.page import render_page

        base = {"base_iri": options["base_iri"]} if "base_iri" in options else {}
        return render_page(self, **{"turtle": self.to_turtle(**base), **options})

    def query(self, sparql: str, **options: Any) -> Any:
        """The answer to a SPARQL query; prefixes are known. Options as for `graph.queries.run_query`."""
        from graph.queries import run_query

        return run_query(self.to_turtle(), sparql, **options)


def build(source: str | Path, *, date: datetime.date | None = None, title: str | None = None) -> KnowledgeGraph:
    """The knowledge graph of a file, address or standard input ("-").

    Raises:
        SourceError: the article could not be read.
        LanguageError: it is not English.
    """
    from graph.article import read_article

    return build_article(read_article(source, date=date, title=title))


def build_text(text: str, *, date: datetime.date | None = None, title: str | None = None) -> KnowledgeGraph:
    """The knowledge graph of a text."""
    from graph.article import read_bytes

    return build_article(read_bytes(text.encode("utf-8", "surrogatepass"), source="text", date=date, title=title))


def build_article(article: Article) -> KnowledgeGraph:
    """The knowledge graph of an article that has been read.

    Raises:
        LanguageError: it is not English.
    """
    from graph.language import check_language, parse_text

    try:
        check_language(article.text)
    except LanguageError as error:
        raise LanguageError(f"{article.source or 'the text'}: {error}") from None
    return build_document(article, parse_text(article.text))


def build_document(article: Article, doc: Doc) -> KnowledgeGraph:
    """The knowledge graph of an article that has been parsed."""
    from graph.canonical import canonical
    from graph.dates import date_statements
    from graph.entities import resolve_entities
    from graph.extractors import extract_claims
    from graph.mentions import find_mentions
    from graph.quotations import find_quotations
    from graph.statements import merge_claims, used_entities

    quotations = find_quotations(doc)
    mentions = find_mentions(doc, quotations)
    resolution = resolve_entities(doc, mentions, quotations)
    claims = extract_claims(doc, mentions, quotations)
    statements = date_statements(merge_claims(article, claims, resolution.entities, resolution.entity_of), article.date)
    by_span = {m.span: i for m, i in resolution.entity_of.items()}
    heads = {m.head: i for m, i in resolution.entity_of.items()}

    def entity_at(span: Any) -> str | None:
        return by_span.get(span) or next((i for h, i in heads.items() if h in span), None) if span is not None else None

    speakers, addressees = tuple(entity_at(q.speaker) for q in quotations), tuple(entity_at(q.addressee) for q in quotations)
    contents = Contents(
        article=article,
        entities=used_entities(resolution.entities, statements, speaking=(*speakers, *addressees)),
        statements=statements,
        quotations=quotations,
        speakers=speakers,
        addressees=addressees,
    )
    ordered = canonical(contents)  # so that a graph just built and the same graph read back from Turtle are equal
    return KnowledgeGraph(**{f.name: getattr(ordered, f.name) for f in fields(ordered)})
