"""In: the archive and options of `ingest`, `articles`, `remove` and `diff`. Out: articles taken in or out, and what is or was there.

It refuses to hold logic: `graph.archive` does the work.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.cli.options import LONGEST, choose, read_date
from graph.cli.progress import describe_time, show_bar
from graph.cli.terminal import say, say_raw, say_table, show_progress, warn
from graph.confidence import DOUBTFUL
from graph.errors import ArchiveError, SettingsError

if TYPE_CHECKING:
    from graph.archive.changes import Change
    from graph.archive.ingesting import Account
    from graph.archive.store import Archive, ArchivedArticle

Place = Annotated[str, typer.Argument(metavar="ARCHIVE", help="The archive's folder, or the address of its SPARQL endpoint.", show_default=False)]
Form = Annotated[str, typer.Option("--format", metavar="table|csv|json", help="How to show it.")]

_INGEST = """An article that is there and unchanged is skipped, a changed one replaces its former self in one step. Stopped at any moment, by Ctrl-C or a
power cut, the archive holds every finished article whole, and the same command goes on. What could not be built stands in
ARCHIVE/failures.jsonl and is tried again by the next ingest.

A line of JSON Lines is {"text": "…", "title": "…", "date": "2022-06-21", "url": "https://…", "publisher": "…"}; only the text is needed. An article
is known by its url, else by its "id", else by its line in the file; pages and texts by their file's name. Dates and publishers are worth
giving: who reported first, the days of events and the state as of a day are worked out from them.

\b
Examples:
  triplewire ingest archive news/                            a folder: text, Markdown, pages, feeds, JSON Lines
  triplewire ingest archive 'news/*.html' wire.jsonl         a pattern and a file
  triplewire ingest archive feed.xml --publisher 'Harbour Courier'
  triplewire ingest archive news/ --workers 4
  triplewire ingest http://127.0.0.1:7878/ news/             a SPARQL endpoint instead of a folder
  triplewire ingest --store http://127.0.0.1:7878/ news/     the same
"""
_ARTICLES = """Examples:

\b
  triplewire articles archive
  triplewire articles archive --format csv > articles.csv
"""
_REMOVE = """An article is named by its address in the graph, the address it was published at, or its key (`triplewire articles` shows both). It comes back
when it is still among the sources of a later ingest.

\b
Example:
  triplewire remove archive news/picket.txt
"""
_DIFF = """Of an archive: what each change of an article withdrew and added, the last one first. Of two graph files: the same for two versions of one
article. `triplewire compare` compares different articles.

\b
Examples:
  triplewire diff archive
  triplewire diff archive news/picket.txt
  triplewire diff monday/picket.ttl tuesday/picket.ttl
"""


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(epilog=_INGEST)(ingest)
    app.command(epilog=_ARTICLES)(articles)
    app.command(epilog=_REMOVE)(remove)
    app.command(epilog=_DIFF)(diff)


def ingest(
    arguments: Annotated[list[str], typer.Argument(metavar="ARCHIVE SOURCE...", help="The archive's folder, then folders, patterns, files, addresses.")],
    store: Annotated[str | None, typer.Option(metavar="URL", help="A SPARQL endpoint in place of ARCHIVE.", show_default=False)] = None,
    workers: Annotated[int | None, typer.Option(metavar="N", min=1, max=256, help="Processes that build.  [default: one a core]", show_default=False)] = None,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day of articles that do not say it.", show_default=False)] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="The publisher of articles that do not say it.", show_default=False)] = None,
    base_iri: Annotated[str | None, typer.Option("--base-iri", metavar="IRI", help="What a new archive's addresses begin with.", show_default=False)] = None,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the articles' texts out of a new archive.")] = False,
    no_links: Annotated[bool, typer.Option("--no-links", help="Leave linking entities across articles to a later ingest.")] = False,
    known: Annotated[Path | None, typer.Option(metavar="FILE", help="Names, types and addresses that you know (CSV or Turtle).", show_default=False)] = None,
    corrections: Annotated[Path | None, typer.Option(metavar="FILE", help="What to correct in every graph (TOML).", show_default=False)] = None,
    min_confidence: Annotated[float, typer.Option("--min-confidence", metavar="0..1", min=0, max=1, help="Leave out what is less sure; 0 for all.")] = DOUBTFUL,
    time_limit: Annotated[float, typer.Option("--time-limit", metavar="SECONDS", min=1, max=LONGEST, help="How long one article may take.")] = 300.0,
) -> int:
    """Take articles into an archive, which is made where there is none."""
    where, sources = (store, arguments) if store else (arguments[0], arguments[1:])
    if not sources:
        raise SettingsError("What is to be taken in? Name folders, patterns or files after the archive.")
    day = read_date(date)
    from graph.archive.ingesting import ingest as run
    from graph.archive.sources import Facts, count_items
    from graph.archive.store import open_archive
    from graph.settings import Settings, check_settings

    base = check_settings(Settings(base_iri=base_iri)).base_iri if base_iri else Settings().base_iri
    with open_archive(where, create=True, base_iri=base, with_text=not no_text) as archive:
        with show_progress("counting the articles"):
            total = count_items(sources)
        with show_bar("ingesting", total) as tell:
            facts = Facts(date=day.isoformat() if day else None, publisher=publisher)
            account = run(
                archive,
                sources,
                workers=workers,
                facts=facts,
                time_limit=time_limit,
                known=known,
                corrections=corrections,
                min_confidence=min_confidence,
                progress=lambda account: tell(account.done),
            )
        _say_account(account, archive.folder)
        if not no_links:
            link_entities(archive)
    return 1 if account.problems else 0


def articles(archive: Place, form: Form = "table") -> int:
    """List the articles of an archive, by date."""
    form = choose(form, ("table", "csv", "json"), option="--format")
    from graph.archive.store import open_archive

    with open_archive(archive, read_only=True) as held:
        found = sorted(held.articles(), key=lambda article: (article.date is None, article.date or datetime.date.max, article.key))
    columns = ("date", "publisher", "title", "words", "statements", "key", "article")
    rows = [
        (article.date.isoformat() if article.date else None, article.publisher, article.title, article.words, article.statements, article.key, article.iri)
        for article in found
    ]
    say_rows(columns, rows, form)
    return 0


def remove(
    archive: Place,
    names: Annotated[list[str], typer.Argument(metavar="ARTICLE", help="Keys or addresses.", show_default=False)],
) -> int:
    """Take articles out of an archive."""
    from graph.archive.store import open_archive

    failed = 0
    with open_archive(archive) as held:
        for name in names:
            try:
                change = held.remove_article(name)
                say(f"removed {name}: {len(change.withdrawn)} statements")
            except ArchiveError as error:
                failed += 1
                warn(str(error))
        link_entities(held)
    return 1 if failed else 0


def diff(
    first: Annotated[str, typer.Argument(metavar="ARCHIVE | FIRST.ttl", help="An archive, or the former graph.", show_default=False)],
    second: Annotated[str | None, typer.Argument(metavar="ARTICLE | SECOND.ttl", help="One article, or the later graph.", show_default=False)] = None,
    form: Form = "table",
) -> int:
    """Show which statements were withdrawn and added when an article changed."""
    form = choose(form, ("table", "csv", "json"), option="--format")
    if Path(first).is_file():
        if second is None:
            raise SettingsError("Give two graph files, or an archive.")
        from graph.archive.changes import compare_versions
        from graph.turtle import read_turtle

        found, names = [("", 1, compare_versions(read_turtle(first), read_turtle(second)))], {}
    else:
        from graph.archive.store import open_archive

        with open_archive(first, read_only=True) as held:
            found = list(held.changes(held.address_of(second) if second else None))
            names = {iri: _name_article(article) for iri, *_ in found if (article := held.find_article(iri)) is not None}
    _say_changes(found, names, form)
    return 0


def say_rows(columns: tuple[str, ...], rows: list[tuple[Any, ...]], form: str) -> None:
    """Rows as a table for a reader, or as CSV or JSON for other programs."""
    if form == "json":
        import json

        say_raw(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], indent=1, ensure_ascii=False, default=str))
    elif form == "csv":
        import csv
        import io

        out = io.StringIO()
        csv.writer(out).writerows([columns, *(["; ".join(cell) if isinstance(cell, tuple) else cell for cell in row] for row in rows)])
        say_raw(out.getvalue())
    elif rows:
        say_table(columns, rows)
    else:
        say("nothing found")


def link_entities(archive: Archive) -> None:
    """Links the entities of articles that came, changed or went, and shows how far it is; stopped in between, the next ingest goes on."""
    from graph.archive.links import count_unlinked, link_archive

    with show_bar("linking entities", count_unlinked(archive)) as tell:
        link_archive(archive, progress=tell)


def describe_statement(subject: str, relation: str, obj: str, status: str, claimed_by: Sequence[str]) -> str:
    """A statement in one line, as all commands of an archive show it."""
    by = f", according to {', '.join(claimed_by)}" if claimed_by else ""
    return f"{subject} | {relation} | {obj} ({status}{by})"


def _say_account(account: Account, folder: Path | None) -> None:
    counts = ((account.added, "added"), (account.replaced, "replaced"), (account.skipped, "unchanged"), (len(account.problems), "failed"))
    built = account.added + account.replaced
    say(", ".join(f"{number:,} {what}" for number, what in counts if number) or "nothing to do")
    if built and account.seconds:
        say(f"  {built / account.seconds:.2f} articles and {account.words / account.seconds:,.0f} words a second, {describe_time(account.seconds)} in all")
    shown = account.problems[:10] if folder is not None else account.problems  # an endpoint keeps no log of them
    for problem in shown:
        warn(problem.why)
    if folder is not None and len(account.problems) > len(shown):
        warn(f"and {len(account.problems) - len(shown):,} more; all stand in {folder / 'failures.jsonl'}.")


def _name_article(article: ArchivedArticle) -> str:
    """What a reader knows an article by: title, publisher, day, key."""
    day = article.date.isoformat() if article.date else None
    return ", ".join(part for part in (article.title and f"“{article.title}”", article.publisher, day, article.key) if part)


def _say_changes(found: list[tuple[str, int, Change]], names: Mapping[str, str], form: str) -> None:
    columns = ("article", "change", "because", "what", "subject", "relation", "object", "status", "according to", "words")
    rows = []
    for iri, number, change in found:
        for what, lines in (("withdrawn", change.withdrawn), ("added", change.added)):
            rows += [(iri, number, change.because, what, line.subject, line.relation, line.obj, line.status, line.claimed_by, line.words) for line in lines]
    if form != "table":
        say_rows(columns, rows, form)
        return
    if not found:
        say("no article has changed")
    last = ""
    for iri, number, change in sorted(found, key=lambda entry: (entry[0], -entry[1])):
        if iri != last:
            say(("\n" if last else "") + (f"{names[iri]}\n{iri}" if iri in names else iri))
            last = iri
        title = f"change {number}, {_REASONS[change.because]}" if iri else _REASONS[change.because]
        say(f"{title}: {len(change.withdrawn)} withdrawn, {len(change.added)} added")
        for sign, lines in (("-", change.withdrawn), ("+", change.added)):
            for line in lines:
                say(f"  {sign} {describe_statement(line.subject, line.relation, line.obj, line.status, line.claimed_by)}")


_REASONS = {
    "text": "the text was changed",
    "program": "the same text, read by another version of the program",
    "removed": "the article was removed",
    "moved": "its source now gives another article",
}
