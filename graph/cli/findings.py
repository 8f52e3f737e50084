"""In: what an archive was found to say: comparisons, events, states. Out: the terminal's lines of it, or rows. It refuses to find anything itself.

For a reader each finding is a line with its sentences below it, which fit any terminal; CSV and JSON have all of it as rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from graph.cli.archiving import describe_statement, say_rows
from graph.cli.terminal import say, say_raw

if TYPE_CHECKING:
    from graph.archive.comparing import Comparison, Conflict, Shared
    from graph.archive.reports import Report
    from graph.archive.states import State
    from graph.archive.timeline import Event


def say_events(events: list[Event], form: str) -> None:
    """What happened when, each with the words of its first report."""
    if form == "table":
        _say_all(events, _say_event)
        return
    columns = ("date", "when", "subject", "relation", "object", "status", "according to", "articles", "publishers", "words")
    rows: list[tuple[Any, ...]] = [
        (
            event.date,
            event.words,
            event.subject,
            event.relation,
            event.obj,
            event.status,
            event.claimed_by,
            _count(event.reports),
            _publishers(event.reports),
            event.reports[0].words,
        )
        for event in events
    ]
    say_rows(columns, rows, form)


def say_states(states: list[State], form: str) -> None:
    """What held on a day, each with the words of its last report."""
    if form == "table":
        _say_all(states, _say_state)
        return
    columns = ("subject", "relation", "object", "role", "reported", "until", "is later", "articles", "publishers", "words")
    rows: list[tuple[Any, ...]] = [
        (
            state.subject,
            state.relation,
            state.obj,
            state.role,
            state.since.isoformat(),
            state.until.isoformat() if state.until else None,
            state.is_later,
            _count(state.reports),
            _publishers(state.reports),
            state.reports[-1].words,
        )
        for state in states
    ]
    say_rows(columns, rows, form)


def say_comparison(found: Comparison, form: str, *, independent: int, only: str | None, top: int) -> None:
    """What several articles say, and where they contradict each other; `only` may name one of the two, `top` holds for tables alone."""
    shared = [item for item in found.shared if item.independent >= independent]
    if form == "json":
        import json
        from dataclasses import asdict

        lists: dict[str, Sequence[Any]] = {"shared": shared, "contradictions": found.conflicts}
        chosen = {name: [asdict(item, dict_factory=_drop_sketch) for item in items] for name, items in lists.items() if only in (None, name)}
        say_raw(json.dumps(chosen, indent=1, ensure_ascii=False, default=str))
    elif form == "csv":
        _say_comparison_rows(shared, found.conflicts, only)
    else:
        if only != "contradictions":
            say("What several articles say")
            _say_some(shared, top, _say_shared, "--top shows more, --independent 2 fewer")
        if only != "shared":
            say("\nContradictions" if only is None else "Contradictions")
            _say_some(found.conflicts, top, _say_conflict, "--top shows more")


def write_count(number: int, word: str) -> str:
    """A number of things.

    >>> write_count(1, "article"), write_count(1200, "article")
    ('1 article', '1,200 articles')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _drop_sketch(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in pairs if name != "sketch"}


def _say_all(items: Sequence[Any], show: Callable[[Any], None]) -> None:
    for item in items:
        show(item)
    if not items:
        say("nothing found")


def _say_event(event: Event) -> None:
    say(f"{event.date:10}  {describe_statement(event.subject, event.relation, event.obj, event.status, event.claimed_by)}")
    say(f"            {_name_articles(event.reports)}{_quote(event.reports[0])}")


def _say_state(state: State) -> None:
    known = f"first reported {state.since}, later than asked" if state.is_later else f"last reported {state.since}"
    ended = f", until {state.until}" if state.until else ""
    say(f"{state.subject} | {state.relation} | {state.obj}  ({known}{ended})")
    say(f"  {_name_articles(state.reports)}{_quote(state.reports[-1])}")


def _say_some(items: Sequence[Any], top: int, show: Callable[[Any], None], hint: str) -> None:
    def show_apart(item: Any) -> None:
        say()
        show(item)

    _say_all(items[:top], show_apart)
    if len(items) > top:
        say(f"\nand {len(items) - top:,} more; {hint}")


def _say_shared(item: Shared) -> None:
    relation = item.relation if item.polarity == "positive" else f"{item.relation} (negated)"
    number = _count(item.reports)
    say(describe_statement(item.subject, relation, item.obj, ", ".join(item.statuses), item.claimed_by))
    say(f"  {write_count(number, 'article')}, {write_count(item.independent, 'independent report')}")
    say(f"  first by {_name_articles(item.first)}{_quote(item.first[0])}")
    first = {report.article for report in item.first}
    if others := [report for report in item.reports if report.article not in first]:
        say(f"  then {_name_articles(others)}")


def _say_conflict(item: Conflict) -> None:
    between = "articles" if item.is_asserted else "sources"
    say(f"{item.subject}: {item.kind}, between {between}")
    sides = ((item.first, item.first_object), (item.second, item.second_object))
    for (report, obj), number in zip(sides, item.independent, strict=True):
        relation = report.label if report.polarity == "positive" else f"{report.label} (negated)"
        by = f"{', '.join(report.claimed_by)} in " if report.claimed_by else ""
        others = f" (one of {number} independent reports)" if number > 1 else ""
        say(f"  {relation} {obj}: {by}{_name_article(report)}{_quote(report)}{others}")
    if item.also:
        say(f"  also in {_name_articles(item.also)}")


def _say_comparison_rows(shared: Sequence[Shared], conflicts: Sequence[Conflict], only: str | None) -> None:
    if only != "contradictions":
        columns = (
            "independent", "articles", "subject", "relation", "object", "polarity", "status", "according to", "first", "first by", "publishers", "words",
        )  # fmt: skip
        rows: list[tuple[Any, ...]] = [
            (
                item.independent, _count(item.reports), item.subject, item.relation, item.obj, item.polarity, item.statuses, item.claimed_by,
                item.first[0].article.date, _publishers(item.first), item.publishers, item.first[0].words,
            )
            for item in shared
        ]  # fmt: skip
        say_rows(columns, rows, "csv")
    else:
        titles = ("kind", "between", "subject", "relation", "object", "by", "date", "words", "relation 2", "object 2", "by 2", "date 2", "words 2")
        against: list[tuple[Any, ...]] = [
            (
                item.kind, "articles" if item.is_asserted else "sources", item.subject,
                *_side(item.first, item.first_object), *_side(item.second, item.second_object),
            )
            for item in conflicts
        ]  # fmt: skip
        say_rows(titles, against, "csv")


def _side(report: Report, obj: str) -> tuple[Any, ...]:
    relation = report.label if report.polarity == "positive" else f"{report.label} (negated)"
    by = ", ".join(report.claimed_by) or report.article.publisher or report.article.title or report.article.iri
    return relation, obj, by, report.article.date.isoformat() if report.article.date else None, report.words


def _name_articles(reports: Iterable[Report], most: int = 4) -> str:
    """The articles of reports for a reader, in their order; of many the first."""
    names = list(dict.fromkeys(_name_article(report) for report in reports))
    return "; ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _name_article(report: Report) -> str:
    article = report.article
    return f"{article.publisher or article.title or article.iri}, {article.date or 'without a date'}"


def _quote(report: Report) -> str:
    return f": “{report.words}”" if report.words else ""


def _count(reports: Sequence[Report]) -> int:
    return len({report.article for report in reports})


def _publishers(reports: Iterable[Report]) -> tuple[str, ...]:
    return tuple(sorted({report.article.publisher for report in reports if report.article.publisher}))
