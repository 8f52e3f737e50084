"""In: an archive and options of `compare` and `timeline`. Out: what its articles say alike or against each other, and when. It refuses to compute it itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.cli.archiving import Form, Place, say_rows
from graph.cli.options import choose, read_date
from graph.cli.terminal import say, say_raw, show_progress
from graph.errors import SettingsError

if TYPE_CHECKING:
    from graph.archive.comparing import Comparison
    from graph.archive.reports import Report

_COMPARE = """Of two graphs: what only one says, and where they contradict each other. Of an archive: what several articles say, counted by reports that stand
for themselves (near-duplicate texts count once), who was first, and where articles contradict each other, with their sentences. Only entities that a
link makes one are taken for one (`triplewire entities`).

\b
Examples:
  triplewire compare output/monday.ttl output/tuesday.ttl
  triplewire compare archive
  triplewire compare archive --independent 2 --format csv > shared.csv
  triplewire compare archive --only contradictions --format json
"""
_TIMELINE = """With one name all that concerns it, with two what is between them. --on DAY asks for posts and memberships instead: what held on that day, by
the reports up to it.

\b
Examples:
  triplewire timeline archive
  triplewire timeline archive 'Sharon Graham' 'Grant Shapps' --since 2022-06
  triplewire timeline archive Unite --on 2022-06-21
"""


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(epilog=_COMPARE)(compare)
    app.command(epilog=_TIMELINE)(timeline)


def compare(
    first: Annotated[str, typer.Argument(metavar="GRAPH | ARCHIVE", help="A Turtle file, or an archive.", show_default=False)],
    second: Annotated[Path | None, typer.Argument(metavar="[GRAPH]", help="The Turtle file to compare it with.", show_default=False)] = None,
    form: Annotated[str, typer.Option("--format", metavar="table|json|markdown|csv", help="How to show it; csv for archives, markdown for graphs.")] = "table",
    independent: Annotated[int, typer.Option(metavar="N", min=1, help="Of an archive: only what N independent reports say.")] = 1,
    only: Annotated[str | None, typer.Option(metavar="shared|contradictions", help="Of an archive: one of the two lists.", show_default=False)] = None,
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
    _say_comparison(found, independent, form, only)
    return 0


def timeline(
    archive: Place,
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME] [NAME]", help="Whom or what it is about.", show_default=False)] = None,
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
    if on is not None:
        if len(names) != 1:
            raise SettingsError("--on needs one name: whom or what is it about?")
        _say_states(archive, on, names[0], form)
        return 0
    from graph.archive.store import open_archive
    from graph.archive.timeline import list_events

    with open_archive(archive, read_only=True) as held, show_progress("reading the archive"):
        events = list_events(held, *names, since=since, until=until)
    columns = ("date", "when", "subject", "relation", "object", "status", "according to", "articles", "publishers")
    rows: list[tuple[Any, ...]] = [
        (event.date, event.words, event.subject, event.relation, event.obj, event.status, event.claimed_by, _count(event.reports), _publishers(event.reports))
        for event in events
    ]
    say_rows(columns, rows, form)
    return 0


def _say_states(archive: str, on: str, name: str, form: str) -> None:
    day = read_date(on)
    assert day is not None
    from graph.archive.states import read_states
    from graph.archive.store import open_archive

    with open_archive(archive, read_only=True) as held, show_progress("reading the archive"):
        states = read_states(held, day, name)
    columns = ("subject", "relation", "object", "role", "reported", "until", "articles", "publishers", "words")
    rows: list[tuple[Any, ...]] = [
        (
            state.subject,
            state.relation,
            state.obj,
            state.role,
            f"{state.since}{', later than asked' if state.is_later else ''}",
            state.until.isoformat() if state.until else None,
            _count(state.reports),
            _publishers(state.reports),
            state.reports[0].words,
        )
        for state in states
    ]
    say_rows(columns, rows, form)


def _say_comparison(found: Comparison, independent: int, form: str, only: str | None) -> None:
    if form == "json":
        import json
        from dataclasses import asdict

        lists: dict[str, Sequence[Any]] = {"shared": [item for item in found.shared if item.independent >= independent], "contradictions": found.conflicts}
        chosen = {name: [asdict(item) for item in items] for name, items in lists.items() if only in (None, name)}
        say_raw(json.dumps(chosen, indent=1, ensure_ascii=False, default=str))
        return
    shared: list[tuple[Any, ...]] = [
        (
            item.independent,
            _count(item.reports),
            item.subject,
            item.relation if item.polarity == "positive" else f"{item.relation} (negated)",
            item.obj,
            item.statuses,
            item.claimed_by,
            item.first[0].article.date,
            _publishers(item.first),
            item.publishers,
            item.first[0].words,
        )
        for item in found.shared
        if item.independent >= independent
    ]
    columns = ("independent", "articles", "subject", "relation", "object", "status", "according to", "first", "first by", "publishers", "words")
    against: list[tuple[Any, ...]] = [
        (item.kind, "articles" if item.is_asserted else "sources", item.subject, *_side(item.first, item.first_object), *_side(item.second, item.second_object))
        for item in found.conflicts
    ]
    titles = ("kind", "between", "subject", "relation", "object", "by", "date", "words", "relation 2", "object 2", "by 2", "date 2", "words 2")
    if only != "contradictions":
        if form == "table":
            say("What several articles say")
        say_rows(columns, shared, form)
    if only != "shared":
        if form == "table":
            say("\nContradictions")
        say_rows(titles, against, form)


def _side(report: Report, obj: str) -> tuple[Any, ...]:
    relation = report.label if report.polarity == "positive" else f"{report.label} (negated)"
    by = ", ".join(report.claimed_by) or report.article.publisher or report.article.title or report.article.iri
    return relation, obj, by, report.article.date.isoformat() if report.article.date else None, report.words


def _count(reports: tuple[Report, ...]) -> int:
    return len({report.article for report in reports})


def _publishers(reports: tuple[Report, ...]) -> tuple[str, ...]:
    return tuple(sorted({report.article.publisher for report in reports if report.article.publisher}))
