"""In: sentences with what they say. Out: the contents of small invented articles, for an archive. It refuses to need the language network."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode, Quad

from graph.archive.layout import ARCHIVE
from graph.archive.preparing import Prepared, Report, prepare
from graph.archive.sources import Item, Problem, read_item
from graph.archive.store import Archive
from graph.archive.workers import Recipe
from graph.errors import TriplewireError
from graph.records import Article, Contents, Entity, EntityType, Evidence, Mention, MentionKind, Modality, Moment, Polarity, Span, Statement, short_hash
from ontology.lexicon import inflect_label


def make_article(
    *sentences: tuple[Any, ...], key: str = "a.txt", date: str | None = "2023-03-14", publisher: str | None = None, url: str | None = None
) -> Contents:
    """Each sentence is (text, subject, phrase, object, family) and options: of Statement, `by` (a claimant's name) and `when` (words, value).

    An object that begins with “ is words, all other names are entities.
    """
    text = "\n\n".join(sentence[0] for sentence in sentences)
    day = datetime.date.fromisoformat(date) if date else None
    article = Article(text, title=sentences[0][0][:40], date=day, publisher=publisher, url=url, key=key)
    names: dict[str, None] = {}
    statements = []
    for words, subject, phrase, obj, family, *rest in sentences:
        options = dict(rest[0]) if rest else {}
        by, when = options.pop("by", None), options.pop("when", None)
        names |= dict.fromkeys(name for name in (subject, obj, by) if name and not name.startswith("“"))
        start = text.index(words)
        span = Span(start, start + len(words))
        moment = Moment(when[0], Span(start + words.index(when[0]), start + words.index(when[0]) + len(when[0])), when[1]) if when else None
        literal = obj[1:] if obj.startswith("“") else None
        polarity, modality = options.get("polarity", Polarity.POSITIVE), options.get("modality", Modality.ACTUAL)
        statements.append(
            Statement(
                id=short_hash(article.id, subject, phrase, obj, polarity, modality, by or ""),
                subject=slug(subject),
                relation=phrase,
                relation_label=inflect_label(phrase),
                family=family,
                obj=None if literal is not None else slug(obj),
                literal=literal,
                evidence=(Evidence(span, words),),
                claimed_by=(slug(by),) if by else (),
                extractors=("clauses",),
                when=moment,
                **options,
            )
        )
    entities = tuple(Entity(slug(name), name, EntityType.PERSON, mentions=tuple(find_mentions(text, name))) for name in names)
    return Contents(article, entities, tuple(statements))


def find_mentions(text: str, name: str) -> Iterable[Mention]:
    start = text.find(name)
    if start >= 0:
        span = Span(start, start + len(name))
        yield Mention(span, span, name, MentionKind.NAME, EntityType.PERSON)


def slug(name: str) -> str:
    return name.lower().replace(" ", "-").replace("'", "")


def unite(archive: Archive, *names: str) -> None:
    """Makes the entities of one name one, in all articles, as the linking does: each is led to the first of them."""
    graph = archive.names.entities
    for name in names:
        members = sorted(f"{article.iri}/entity/{slug(name)}" for article in archive.articles())
        there = [iri for iri in members if next(archive.backend.quads(NamedNode(iri)), None) is not None]
        archive.transact(add=[Quad(NamedNode(iri), NamedNode(ARCHIVE + "entity"), NamedNode(there[0]), graph) for iri in there])


def build_from_lines(item: Item, recipe: Recipe) -> Prepared | Problem:
    """In place of `build_item`: each line of the text is "Subject phrase-with-hyphens Object." No network is loaded."""
    try:
        article = read_item(item)
    except TriplewireError as error:
        return Problem(item.name, str(error))
    sentences = []
    for line in article.text.split("\n\n"):
        words = line.rstrip(".").split()
        subject, phrase, obj = (words[:-2], words[-2], words[-1]) if len(words) > 2 else ([words[0]], "name", "“nothing")
        sentences.append((line, " ".join(subject), phrase.replace("-", " "), obj, "related"))
    made = make_article(*sentences, key=item.key, date=None, url=article.url)
    whole = replace(made.article, title=article.title, date=article.date, publisher=article.publisher)
    report = Report(item.content, recipe.version)
    return prepare(replace(made, article=whole), key=item.key, report=report, base_iri=recipe.base_iri, with_text=recipe.with_text)


def ingest_from_lines(folder: str, *sources: str, pause: float = 0.0) -> None:
    """Ingests without the network; for processes that are to be killed."""
    import time

    from graph.archive import ingesting
    from graph.archive.store import open_archive

    def build(item: Item, recipe: Recipe) -> Prepared | Problem:
        time.sleep(pause)
        return build_from_lines(item, recipe)

    ingesting.build_item = build
    ingesting.program_version = lambda: "test"
    with open_archive(folder, create=True) as archive:
        account = ingesting.ingest(archive, sources, workers=1)
    print(f"{account.added} {account.replaced} {account.skipped} {len(account.problems)}")


if __name__ == "__main__":
    ingest_from_lines(*sys.argv[2:], pause=float(sys.argv[1]))
