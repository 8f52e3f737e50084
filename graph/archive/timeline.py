"""In: an archive, and whom or what is asked about. Out: what happened when, merged over all articles; or what held on a day, with the reports it rests on.

A lasting state (a post, a membership) is known from the day of a report: it holds until a later report says that it ended, or that another holds the
post. It refuses to count claims, denials and plans as facts: in a timeline they keep their status, for a state they do not count.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from graph.archive.reports import Report, add_words, find_groups, read_labels, read_publications, read_reports
from graph.archive.store import Archive

LASTING: Final = frozenset({"leads", "memberOf", "worksFor", "speaksFor", "holdsRole", "locatedIn", "kinOf", "partOf", "associatedWith"})
"""Families whose statements hold until something changes."""

_ENDED: Final = re.compile(r"\b(?:former|ex|previous|past|one-?time|retired|ousted)\b", re.IGNORECASE)
_UNTIL: Final = re.compile(r"\b(?:until|till|to)\s+(?:the\s+)?$", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


@dataclass(frozen=True)
class Event:
    """Something with a date, as one or more articles tell it. `date` is "2022-06-21", "2022-06" or "2022"; `words` are the articles' own for the time."""

    date: str
    words: str
    subject: str
    relation: str
    obj: str
    status: str
    claimed_by: tuple[str, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True)
class State:
    """What held on a day. `since` is the day of the latest report up to it; `is_later` where the first report is of a later day.

    `until` is the day from which another report says that it no longer holds, None where none does.
    """

    subject: str
    relation: str
    obj: str
    role: str | None
    since: datetime.date
    until: datetime.date | None
    is_later: bool
    reports: tuple[Report, ...]


def list_events(archive: Archive, *names: str, since: str = "", until: str = "") -> list[Event]:
    """What happened, or is to happen, when; in the order of time.

    Args:
        archive: Whose articles.
        names: Names or addresses: with one all that concerns it, with two what is between them, with none everything.
        since: First date, "2022-06-21", "2022-06" or "2022".
        until: Last date, likewise.

    Raises:
        QueryError: nobody and nothing is called so.
    """
    sides = [find_groups(archive, name) for name in names]
    of = None if not sides else {member for members in sides[0].values() for member in members}
    found = read_reports(archive, read_publications(archive), where="?statement tw:whenValue ?any .", of=of)
    chosen = [report for report in found if all(_concerns(report, side) for side in sides) and _is_within(report.moment or "", since, until)]
    groups: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for report in add_words(archive, chosen):
        groups[report.moment or "", *report.key, report.status, *report.claimed_by].append(report)
    names_of = read_labels(archive, _ends(chosen))
    events = (_event(group, names_of) for group in groups.values())
    return sorted(events, key=lambda event: (event.date, event.subject, event.relation, event.obj, event.status, event.claimed_by))


def read_states(archive: Archive, day: datetime.date, name: str, *, families: Iterable[str] = LASTING) -> list[State]:
    """What held on a day about somebody or something: who led it, what posts they had.

    Args:
        archive: Whose articles.
        day: The day.
        name: A name or an address; of several who have it, each is answered for.
        families: The families of relations that are asked about.

    Raises:
        QueryError: nobody and nothing is called so.
    """
    groups, wanted = find_groups(archive, name), frozenset(families)
    of = {member for members in groups.values() for member in members}
    found = read_reports(archive, read_publications(archive), of=of)
    lasting = [report for report in found if report.family in wanted and not report.is_claimed and report.modality == "actual" and _concerns(report, groups)]
    settled = settle_states(lasting, day)
    whole = {report.iri: report for report in add_words(archive, [report for state in settled for report in state.reports])}
    names_of = read_labels(archive, _ends(whole.values()))
    states = (
        State(
            names_of.get(state.subject, state.subject),
            state.relation,
            names_of.get(state.obj, state.obj),
            state.role,
            state.since,
            state.until,
            state.is_later,
            tuple(whole[report.iri] for report in state.reports),
        )
        for state in settled
    )
    return sorted(states, key=lambda state: (state.is_later, state.obj, state.role or "", state.subject, state.relation))


def settle_states(reports: Iterable[Report], day: datetime.date) -> list[State]:
    """The states that reports of posts and memberships add up to on a day; ends are still addresses."""
    holding: dict[tuple[str, ...], list[tuple[datetime.date, Report]]] = defaultdict(list)
    ending: dict[tuple[str, ...], list[datetime.date]] = defaultdict(list)
    for report in reports:
        when, is_end = _date_of(report)
        if when is None:
            continue
        if is_end:
            ending[_post_key(report)].append(when)
            ending[report.subject, "", report.key[2]].append(when)
        else:
            holding[_post_key(report)].append((when, report))
    states = [_settle(key, found, ending, day) for key, found in sorted(holding.items())]
    return _drop_predecessors([state for state in states if state is not None], day)


def _settle(
    key: tuple[str, ...], found: list[tuple[datetime.date, Report]], ending: Mapping[tuple[str, ...], list[datetime.date]], day: datetime.date
) -> State | None:
    before = [when for when, _ in found if when <= day]
    since = max(before) if before else min(when for when, _ in found)
    ends = sorted(when for when in (*ending.get(key, ()), *(ending.get((key[0], "", key[2]), ()) if key[1] in _GENERAL else ())) if when >= since)
    until = ends[0] if ends else None
    if before and until is not None and until <= day:
        return None
    reports = tuple(report for _, report in sorted(found, key=lambda pair: (pair[0], pair[1].iri)))
    obj = reports[0].obj if reports[0].obj is not None else reports[0].literal or ""
    return State(reports[0].subject, reports[0].label, obj, reports[0].role, since, until, not before, reports)


_GENERAL: Final = frozenset({"lead", "head", "run"})
"""Relations that any word of an end belongs to: a former chairman no longer heads it."""


def _drop_predecessors(states: list[State], day: datetime.date) -> list[State]:
    """Of those who lead one body under one title, the one reported last; of those who are only known later, the one reported first."""
    kept = [state for state in states if state.reports[0].family != "leads"]
    posts: dict[tuple[str, str], list[State]] = defaultdict(list)
    for state in states:
        if state.reports[0].family == "leads":
            posts[state.obj, (state.role or state.reports[0].relation).casefold()].append(state)
    for rivals in posts.values():
        known = [state for state in rivals if not state.is_later]
        best = max(state.since for state in known) if known else min(state.since for state in rivals)
        kept += [state for state in known or rivals if state.since == best]
    return kept


def _post_key(report: Report) -> tuple[str, ...]:
    relation = report.relation.rpartition("/")[2]
    words = _ENDED.sub(" ", relation.replace("-", " "))
    return report.subject, " ".join(words.split()), report.key[2]


def _date_of(report: Report) -> tuple[datetime.date | None, bool]:
    """The day for which a report speaks, and whether it speaks of an end."""
    published = report.article.date
    if report.polarity == "negative" or _ENDED.search(report.role or report.relation.rpartition("/")[2].replace("-", " ")):
        return _first_day(report.moment) or published, True
    if report.moment_words is None:
        return published, False
    if report.moment is None:  # a time that nobody can place: a past one must not count as today's
        return (None, False) if _YEAR.search(report.moment_words) else (published, False)
    start = report.words.find(report.moment_words)
    return _first_day(report.moment), bool(start > 0 and _UNTIL.search(report.words[:start]))


def _first_day(moment: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(f"{moment}-01-01"[:10]) if moment else None
    except ValueError:
        return None


def _is_within(date: str, since: str, until: str) -> bool:
    """Whether a date lies in a span; of dates of unlike precision what they have in common is compared.

    >>> _is_within("2022-06", "2022-06-21", ""), _is_within("2021", "2022", ""), _is_within("2022-06-30", "", "2022-06")
    (True, False, True)
    """
    return (not since or date[: len(since)] >= since[: len(date)]) and (not until or date[: len(until)] <= until[: len(date)])


def _concerns(report: Report, groups: Mapping[str, object]) -> bool:
    return report.subject in groups or report.obj in groups


def _ends(reports: Iterable[Report]) -> set[str]:
    return {end for report in reports for end in (report.subject, report.obj) if end}


def _event(group: list[Report], names: Mapping[str, str]) -> Event:
    first = group[0]
    obj = names.get(first.obj, first.obj) if first.obj is not None else first.literal or ""
    words = min((report.moment_words or "" for report in group), key=lambda text: (len(text), text))
    reports = tuple(sorted(group, key=lambda report: (report.article.date or datetime.date.max, report.iri)))
    return Event(first.moment or "", words, names.get(first.subject, first.subject), first.label, obj, first.status, first.claimed_by, reports)
