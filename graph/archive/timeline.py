"""In: an archive, and whom or what is asked about. Out: what happened when, merged over all articles. It refuses to make facts of claims, denials, plans.

They keep their status. Of several articles that tell the same of one day, each is named.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from graph.archive.reports import Report, add_words, concerns, find_ends, find_groups, read_labels, read_publications, read_reports
from graph.archive.store import Archive


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
    chosen = [report for report in found if all(concerns(report, side) for side in sides) and _is_within(report.moment or "", since, until)]
    groups: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for report in add_words(archive, chosen):
        groups[report.moment or "", *report.key, report.status, *report.claimed_by].append(report)
    names_of = read_labels(archive, find_ends(chosen))
    events = (_event(group, names_of) for group in groups.values())
    return sorted(events, key=lambda event: (event.date, event.subject, event.relation, event.obj, event.status, event.claimed_by))


def _is_within(date: str, since: str, until: str) -> bool:
    """Whether a date lies in a span; of dates of unlike precision what they have in common is compared.

    >>> _is_within("2022-06", "2022-06-21", ""), _is_within("2021", "2022", ""), _is_within("2022-06-30", "", "2022-06")
    (True, False, True)
    """
    return (not since or date[: len(since)] >= since[: len(date)]) and (not until or date[: len(until)] <= until[: len(date)])


def _event(group: list[Report], names: Mapping[str, str]) -> Event:
    first = group[0]
    obj = names.get(first.obj, first.obj) if first.obj is not None else first.literal or ""
    words = min((report.moment_words or "" for report in group), key=lambda text: (len(text), text))
    reports = tuple(sorted(group, key=lambda report: (report.article.date or datetime.date.max, report.iri)))
    return Event(first.moment or "", words, names.get(first.subject, first.subject), first.label, obj, first.status, first.claimed_by, reports)
