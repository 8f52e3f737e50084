"""In: an article. Out: its knowledge graph. The only module that knows the order of the stages; it refuses to do any stage's work.

read → parse → quotations → mentions → entities → claims → statements; the ways out (Turtle, queries, network, page) hang on the result.
What the user knows and corrects comes in between: types before entities, aliases and corrections after them, rejections last.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.confidence import DOUBTFUL
from graph.errors import LanguageError
from graph.records import Article, Contents, Span

if TYPE_CHECKING:
    import networkx
    from spacy.tokens import Doc

    from graph.corrections import Corrections
    from graph.known import KnownThings
    from graph.regrouping import Grouping


@dataclass(frozen=True)
class Guidance:
    """What the user knows and wants: known things, corrections, and how sure a statement must be to stay (0 to 1)."""

    known: KnownThings | None = None
    corrections: tuple[Corrections, ...] = ()
    min_confidence: float = DOUBTFUL


@dataclass(frozen=True)
class KnowledgeGraph(Contents):
    """An article's entities and statements, and the ways out.

    `notes` tell what of the known things was not used, `unmatched` which corrections fit nothing (a line each); neither is part of the graph.
    """

    notes: tuple[str, ...] = field(default=(), compare=False)
    unmatched: tuple[str, ...] = field(default=(), compare=False)

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


def build(
    source: str | Path,
    *,
    date: datetime.date | None = None,
    title: str | None = None,
    known: str | Path | None = None,
    corrections: str | Path | None = None,
    min_confidence: float = DOUBTFUL,
) -> KnowledgeGraph:
    """The knowledge graph of a file, address or standard input ("-").

    Args:
        source: Where the article is.
        date: The day it was published; typed dates need it.
        title: Its title, where the source does not say it.
        known: A file of names, types and addresses that the user knows (CSV or Turtle).
        corrections: A file of corrections (TOML).
        min_confidence: Statements that are less sure are left out.

    Raises:
        SourceError: the article could not be read.
        LanguageError: it is not English.
        SettingsError: a file of known things or corrections is wrong.
    """
    from graph.article import read_article

    guidance = read_guidance(known, corrections, min_confidence=min_confidence)
    return build_article(read_article(source, date=date, title=title), guidance)


def build_text(
    text: str,
    *,
    date: datetime.date | None = None,
    title: str | None = None,
    known: str | Path | None = None,
    corrections: str | Path | None = None,
    min_confidence: float = DOUBTFUL,
) -> KnowledgeGraph:
    """The knowledge graph of a text; options as for `build`."""
    from graph.article import read_bytes

    guidance = read_guidance(known, corrections, min_confidence=min_confidence)
    return build_article(read_bytes(text.encode("utf-8", "surrogatepass"), source="text", date=date, title=title), guidance)


def read_guidance(known: str | Path | None = None, *corrections: str | Path | None, min_confidence: float = DOUBTFUL) -> Guidance:
    """What the user knows and corrects, from files; those that are None are left out.

    Raises:
        SettingsError: a file cannot be read or is wrong.
    """
    from graph.corrections import read_corrections
    from graph.known import read_known

    read = tuple(read_corrections(path) for path in corrections if path is not None)
    return Guidance(None if known is None else read_known(known), read, min_confidence)


def build_article(article: Article, guidance: Guidance | None = None) -> KnowledgeGraph:
    """The knowledge graph of an article that has been read.

    Raises:
        LanguageError: it is not English.
    """
    from graph.language import check_language, parse_text

    try:
        check_language(article.text)
    except LanguageError as error:
        raise LanguageError(f"{article.source or 'the text'}: {error}") from None
    return build_document(article, parse_text(article.text), guidance)


def build_document(article: Article, doc: Doc, guidance: Guidance | None = None) -> KnowledgeGraph:
    """The knowledge graph of an article that has been parsed."""
    from graph import confidence
    from graph.canonical import canonical
    from graph.corrections import correct_statements
    from graph.dates import date_statements
    from graph.entities import resolve_entities
    from graph.extractors import extract_claims
    from graph.known import fit_mentions
    from graph.mentions import find_mentions
    from graph.quotations import find_quotations
    from graph.regrouping import Grouping
    from graph.statements import merge_claims, used_entities

    guidance = guidance or Guidance()
    quotations = find_quotations(doc)
    mentions = find_mentions(doc, quotations)
    if guidance.known is not None:
        mentions = fit_mentions(doc, mentions, guidance.known)
    resolution = resolve_entities(doc, mentions, quotations)
    grouping, notes, unmatched = _guide(Grouping(resolution.entities, resolution.entity_of), guidance)
    claims = extract_claims(doc, mentions, quotations)
    statements = date_statements(merge_claims(article, claims, grouping.entities, grouping.entity_of), article.date)
    statements = confidence.calibrate(statements, grouping.entities, confidence.load_weights())
    for corrections in guidance.corrections:
        statements, told = correct_statements(statements, grouping.entities, corrections)
        unmatched += told
    statements = tuple(statement for statement in statements if statement.confidence >= guidance.min_confidence)
    by_span = {m.span: i for m, i in grouping.entity_of.items()}
    heads = {m.head: i for m, i in grouping.entity_of.items()}

    def entity_at(span: Any) -> str | None:
        if span is None:
            return None
        words = doc.char_span(span.start, span.end, alignment_mode="expand")
        head = Span(words.root.idx, words.root.idx + len(words.root)) if words is not None else span
        return by_span.get(span) or heads.get(head) or next((i for h, i in heads.items() if h in span), None)

    speakers, addressees = tuple(entity_at(q.speaker) for q in quotations), tuple(entity_at(q.addressee) for q in quotations)
    contents = Contents(
        article=article,
        entities=used_entities(grouping.entities, statements, speaking=(*speakers, *addressees)),
        statements=statements,
        quotations=quotations,
        speakers=speakers,
        addressees=addressees,
    )
    ordered = canonical(contents)  # so that a graph just built and the same graph read back from Turtle are equal
    return KnowledgeGraph(**{f.name: getattr(ordered, f.name) for f in fields(ordered)}, notes=notes, unmatched=unmatched)


def _guide(grouping: Grouping, guidance: Guidance) -> tuple[Grouping, tuple[str, ...], tuple[str, ...]]:
    """The entities after what is known and corrected; what was not used, and which corrections fit nothing."""
    from graph.corrections import correct_entities
    from graph.known import apply_known

    notes: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    if guidance.known is not None:
        grouping, notes = apply_known(grouping, guidance.known)
    for corrections in guidance.corrections:
        grouping, told = correct_entities(grouping, corrections)
        unmatched += told
    return grouping, notes, unmatched
