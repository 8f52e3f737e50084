"""In: an archive and options of `compare` and `timeline`. Out: what its articles say alike or against each other, and when. It refuses to compute it itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph.cli.addresses import expand, shorten
from graph.cli.archiving import Form, Place
from graph.cli.findings import say_comparison, say_events, say_states, write_count
from graph.cli.options import check_span, choose, read_date
from graph.cli.terminal import show_progress, warn
from graph.errors import SettingsError

if TYPE_CHECKING:
    from graph.archive.store import Archive

_COMPARE = """Of two graphs: what only one says, and where they contradict each other. Of an archive: what several articles say, counted by reports that stand
for themselves (near-duplicate texts count once), who was first, and where articles contradict each other, with their sentences. Only entities that a
link makes one are taken for one (`triplewire entities`). A contradiction is between articles where both say so themselves, else between sources.

\b
Examples:
  triplewire compare output/monday.ttl output/tuesday.ttl
  triplewire compare archive
  triplewire compare archive --only shared --independent 2            what two or more stand for
  triplewire compare archive --format csv > shared.csv
  triplewire compare archive --only contradictions --format json
"""
_TIMELINE = """With one name all that concerns it, with two what is between them. --on DAY asks for posts and memberships instead: what held on that day, by
the reports up to it. A name that several have stands for all of them; ARTICLE/ENTITY, as `triplewire entities` shows it, for one.

\b
Examples:
  triplewire timeline archive
  triplewire timeline archive 'Sharon Graham' 'Grant Shapps' --since 2022-06
  triplewire timeline archive Unite --on 2022-06-21          who led it on that day
  triplewire timeline archive 67e3…/john-smith               one of several John Smiths
"""


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(epilog=_COMPARE)(compare)
    app.command(epilog=_TIMELINE)(timeline)


def compare(
    first: Annotated[str, typer.Argument(metavar="GRAPH | ARCHIVE", help="A Turtle file, or an archive.", show_default=False)],
    second: Annotated[Path | None, typer.Argument(metavar="GRAPH", help="The Turtle file to compare it with.", show_default=False)] = None,
    form: Annotated[str, typer.Option("--format", metavar="table|json|markdown|csv", help="How to show it; csv for archives, markdown for graphs.")] = "table",
    independent: Annotated[int, typer.Option(metavar="N", min=1, help="Of an archive: only what N independent reports say.")] = 1,
    only: Annotated[str | None, typer.Option(metavar="shared|contradictions", help="Of an archive: one of the two lists.", show_default=False)] = None,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="Of an archive: how many of each list, in a table.")] = 50,
) -> int:
    """Show what two graphs, or the articles of an archive, say alike and against each other."""
    if second is not None:
        from graph.cli.exploring import compare as compare_graphs

        return compare_graphs(Path(first), second, form)
    if Path(first).is_file():
        raise SettingsError("Give two graph files, or an archive.")
    form = choose(form, ("table", "json", "csv"), option="--format")
    only = choose(only, ("shared", "contradictions"), option="--only") if only else "shared" if form == "csv" else None
    from graph.archive.comparing import compare_articles
    from graph.archive.store import open_archive

    with open_archive(first, read_only=True) as archive, show_progress("comparing the articles"):
        found = compare_articles(archive)
    say_comparison(found, form, independent=independent, only=only, top=top)
    return 0


def timeline(
    archive: Place,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Whom or what it is about; two at most.", show_default=False)] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help="What held on that day.", show_default=False)] = None,
    since: Annotated[str, typer.Option(metavar="DATE", help="First year, month or day.", show_default=False)] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="Last year, month or day.", show_default=False)] = "",
    form: Form = "table",
) -> int:
    """Show what happened when, by actor or pair; or what held on a day."""
    form = choose(form, ("table", "csv", "json"), option="--format")
    names = names or []
    if len(names) > 2:
        raise SettingsError("Give at most two names, each in quotation marks.")
    day = read_date(on, option="--on")
    if day is not None and len(names) != 1:
        raise SettingsError("--on needs one name: whom or what is it about?")
    since, until = check_span(since, option="--since"), check_span(until, option="--until")
    from graph.archive.states import read_states
    from graph.archive.store import open_archive
    from graph.archive.timeline import list_events

    with open_archive(archive, read_only=True) as held, show_progress("reading the archive"):
        asked = [expand(held, name) for name in names]
        namesakes = [line for name in asked for line in _list_namesakes(held, name)]
        if day is not None:
            say_states(read_states(held, day, asked[0]), form)
        else:
            say_events(list_events(held, *asked, since=since, until=until), form)
    for line in namesakes:
        warn(line)
    return 0


def _list_namesakes(held: Archive, name: str) -> Iterable[str]:
    """A line where several things have the name: what is told of one must not be taken for the other's."""
    from graph.archive.reports import find_groups, read_labels

    groups = find_groups(held, name)
    if len(groups) > 1:
        labels = read_labels(held, groups)
        shown = [f"{labels.get(iri, iri)} ({shorten(held, iri)}, {write_count(len(members), 'article')})" for iri, members in list(groups.items())[:5]]
        rest = f" and {len(groups) - 5} more" if len(groups) > 5 else ""
        yield f"{name!r} is the name, or a part of it, of {len(groups)}: {', '.join(shown)}{rest}. Give one of them as ARTICLE/ENTITY for it alone."
