"""In: an archive, a day, and whom or what is asked about. Out: the posts and memberships that held on that day, with the reports they rest on.

A lasting state (a post, a membership) is known from the day of a report: it holds until a later report says that it ended, or that another holds the
post. It refuses to count claims, denials and plans as facts.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.archive.reports import Report, add_words, concerns, find_ends, find_groups, find_members, read_labels, read_publications, read_reports
from graph.archive.store import Archive
from graph.statements import fold

LASTING: Final = frozenset({"leads", "memberOf", "worksFor", "speaksFor", "holdsRole", "locatedIn", "kinOf", "partOf", "associatedWith"})
"""Families whose statements hold until something changes."""

_ENDED: Final = re.compile(r"\b(?:former|ex|previous|past|one-?time|retired|ousted|longer)\b", re.IGNORECASE)
_UNTIL: Final = re.compile(r"\b(?:until|till|to)\s+(?:the\s+)?$", re.IGNORECASE)
_LEFT: Final = re.compile(
    r"\b(?:resign(?:ed|s)?|quits?|retired?s?|st(?:ep(?:s|ped)?|ands?|ood) down|(?:sacked|dismissed|ousted|removed|fired|replaced)"
    r"|(?:left|leaves|gave up|gives up) (?:his|her|their|its|the) (?:post|job|role))\s+as\s+(?:(?:the|its|his|her|their|a|an)\s+)?$",
    re.IGNORECASE,
)
"""What stands before a post in a sentence that says it was left."""
_YEAR: Final = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_GENERAL: Final = frozenset({"lead", "head", "run"})
"""Relations that any word of an end belongs to: a former chairman no longer heads it."""


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


@dataclass
class _Ends:
    """The days from which something no longer holds: by post, by who and where, and, of posts told in words ("leader of the union"), by who."""

    posts: dict[tuple[str, ...], list[datetime.date]] = field(default_factory=lambda: defaultdict(list))
    places: dict[tuple[str, ...], list[datetime.date]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, list[tuple[frozenset[str], datetime.date]]] = field(default_factory=lambda: defaultdict(list))


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
    groups, wanted, publications = find_groups(archive, name), frozenset(families), read_publications(archive)

    def read(entities: Iterable[str]) -> list[Report]:
        found = read_reports(archive, publications, of=entities)
        return [report for report in found if report.family in wanted and not report.is_claimed and report.modality == "actual"]

    own = [report for report in read(member for members in groups.values() for member in members) if concerns(report, groups)]
    # Who holds a post there may have left it in an article that names post and body in words alone ("resigned as chairman of the bank").
    holders = {report.subject for report in own} - groups.keys()
    told = [report for report in read(find_members(archive, holders)) if report.subject in holders and report.obj is None]
    whole = add_words(archive, [*own, *told])
    states = settle_states(whole, day, read_labels(archive, find_ends(whole)))
    return [state for state in states if concerns(state.reports[0], groups)]


def settle_states(reports: Iterable[Report], day: datetime.date, names: Mapping[str, str]) -> list[State]:
    """The states that reports of posts and memberships (with their words) add up to on a day; `names` are the labels of their ends."""
    holding: dict[tuple[str, ...], list[tuple[datetime.date, Report]]] = defaultdict(list)
    ends = _Ends()
    for report in reports:
        when, is_end = _date_of(report)
        if when is None:
            continue
        if is_end:
            ends.posts[_post_key(report)].append(when)
            ends.places[report.subject, report.key[2]].append(when)
            ends.words[report.subject].append((_words_of_post(report, names), when))
        else:
            holding[_post_key(report)].append((when, report))
    states = [_settle(key, found, ends, day, names) for key, found in sorted(holding.items())]
    kept = _drop_predecessors([state for state in states if state is not None])
    return sorted(kept, key=lambda state: (state.is_later, state.obj, state.role or "", state.subject, state.relation))


def _settle(key: tuple[str, ...], found: list[tuple[datetime.date, Report]], ends: _Ends, day: datetime.date, names: Mapping[str, str]) -> State | None:
    before = [when for when, _ in found if when <= day]
    since = max(before) if before else min(when for when, _ in found)
    until = min((when for when in _list_ends(key, found[0][1], ends, names) if when >= since), default=None)
    if before and until is not None and until <= day:
        return None
    reports = tuple(report for _, report in sorted(found, key=lambda pair: (pair[0], pair[1].iri)))
    first = reports[0]
    return State(
        subject=names.get(first.subject, first.subject),
        relation=first.label,
        obj=names.get(first.obj, first.obj) if first.obj is not None else first.literal or "",
        role=first.role,
        since=since,
        until=until,
        is_later=not before,
        reports=reports,
    )


def _list_ends(key: tuple[str, ...], report: Report, ends: _Ends, names: Mapping[str, str]) -> Iterable[datetime.date]:
    """The days on which a post ended, by whatever told it."""
    yield from ends.posts.get(key, ())
    if key[1] in _GENERAL:
        yield from ends.places.get((key[0], key[2]), ())
    role, place = frozenset(fold(report.role or "").split()), frozenset(fold(names.get(report.obj or "", "")).split())
    if role or key[1] in _GENERAL:
        yield from (when for words, when in ends.words.get(key[0], ()) if role <= words and _is_one_place(words - role, place))


def _is_one_place(told: frozenset[str], place: frozenset[str]) -> bool:
    """Whether words that stand beside a post mean the body that a report names; none may be left out of both."""
    return told <= place or bool(place and place <= told)


def _drop_predecessors(states: list[State]) -> list[State]:
    """Of those who lead one body under one title, the one reported last; of those who are only known later, the one reported first."""
    kept = [state for state in states if state.reports[0].family != "leads"]
    posts: dict[tuple[str, str], list[State]] = defaultdict(list)
    for state in states:
        first = state.reports[0]
        if first.family == "leads":
            posts[first.key[2], (state.role or first.relation).casefold()].append(state)
    for rivals in posts.values():
        known = [state for state in rivals if not state.is_later]
        best = max(state.since for state in known) if known else min(state.since for state in rivals)
        kept += [state for state in known or rivals if state.since == best]
    return kept


def _post_key(report: Report) -> tuple[str, ...]:
    words = _ENDED.sub(" ", _phrase(report))
    return report.subject, " ".join(words.split()), report.key[2]


def _words_of_post(report: Report, names: Mapping[str, str]) -> frozenset[str]:
    """The post and the body in words, whichever way they are told."""
    text = report.literal if report.obj is None else f"{report.role or ''} {names.get(report.obj, '')}"
    return frozenset(fold(_ENDED.sub(" ", text or "")).split()) - {"of"}


def _phrase(report: Report) -> str:
    return report.relation.rpartition("/")[2].replace("-", " ")


def _date_of(report: Report) -> tuple[datetime.date | None, bool]:
    """The day for which a report speaks, and whether it speaks of an end."""
    published = report.article.date
    if report.polarity == "negative" or _ENDED.search(report.role or _phrase(report)) or _is_left(report):
        return _first_day(report.moment) or published, True
    if report.moment_words is None:
        return published, False
    if report.moment is None:  # a time that nobody can place: a past one must not count as today's
        return (None, False) if _YEAR.search(report.moment_words) else (published, False)
    start = report.words.find(report.moment_words)
    return _first_day(report.moment), bool(start > 0 and _UNTIL.search(report.words[:start]))


def _is_left(report: Report) -> bool:
    """Whether the sentence says that the post was left ("resigned as chairman"): that somebody had it is then no news."""
    post = report.literal or report.role or ""
    start = report.words.find(post) if post else -1
    return start > 0 and _LEFT.search(report.words[:start]) is not None


def _first_day(moment: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(f"{moment}-01-01"[:10]) if moment else None
    except ValueError:
        return None
