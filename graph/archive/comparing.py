"""In: an archive whose entities are linked. Out: what several articles say alike, counted by independent reports, and where they contradict each other.

Copies count once in both: near-duplicate texts, and a statement that two articles read from the very same sentence. It refuses to take two entities for one
where no link says so, and to compare an article with itself (`triplewire analyze` does).
"""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from graph.analysis.contradictions import Finding, NamedStatement
from graph.analysis.contradictions import find_contradictions as find_pairs
from graph.archive.reports import Publication, Report, add_words, find_ends, read_descriptions, read_labels, read_publications, read_reports
from graph.archive.store import Archive
from graph.archive.stories import find_stories, join
from graph.statements import fold
from ontology.families import load_families
from ontology.mutual import is_mutual

_ENOUGH: Final = 6
"""Words that a sentence must have to count as copied where it is the same."""
_COUNTED: Final = re.compile(r"/entity/[^/]*[0-9][^/]*$")
_LINKED: Final = "?subject arc:entity ?any ."
_Pair = tuple[str, Report, Report, bool]
"""The kind of a contradiction, its two sides, and whether both say so in their own words."""


@dataclass(frozen=True)
class Shared:
    """What several articles say. `independent` counts reports without copies, `first` are the earliest ones (several of one day), by date.

    `publishers` are those that are known, `statuses` all that the reports have: some may assert what others only claim, in the words of `claimed_by`.
    `subject`, `relation`, `obj` are for a reader.
    """

    subject: str
    relation: str
    obj: str
    polarity: str
    modality: str
    statuses: tuple[str, ...]
    claimed_by: tuple[str, ...]
    independent: int
    publishers: tuple[str, ...]
    first: tuple[Report, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True)
class Conflict:
    """Two articles that cannot both be right. `kind` is "denial", "stance" or "figure"; `is_asserted` where both say so in their own words.

    Of all that say the same the earliest stand here; `also` are the others, of either side. `independent` counts the reports of the first and of the
    second side, without copies.
    """

    kind: str
    is_asserted: bool
    subject: str
    first: Report
    second: Report
    first_object: str
    second_object: str
    also: tuple[Report, ...] = ()
    independent: tuple[int, int] = (1, 1)


@dataclass(frozen=True)
class Comparison:
    """What an archive's articles say alike, and where they contradict each other."""

    shared: tuple[Shared, ...]
    conflicts: tuple[Conflict, ...]


def compare_articles(archive: Archive) -> Comparison:
    """Compares all articles of an archive, statement by statement."""
    publications = read_publications(archive)
    found = [report for report in read_reports(archive, publications, where=_LINKED) if report.obj or report.literal]
    reports = list(_tell_numbers(archive, found))
    alike = [group for group in _group_alike(reports) if len({report.article for report in group}) > 1]
    against = list(_find_conflicts(reports))
    needed = {report.iri: report for report in (*(report for group in alike for report in group), *(report for pair in against for report in pair[1:3]))}
    whole = {report.iri: report for report in add_words(archive, needed.values())}
    names = read_labels(archive, find_ends(whole.values()))
    stories = find_stories({publication.iri: publication.sketch for publication in publications.values()})
    shared = (_share([whole[report.iri] for report in group], names, stories) for group in alike)
    conflicts = _tell_once([(kind, whole[one.iri], whole[other.iri], is_asserted) for kind, one, other, is_asserted in against], names, stories)
    return Comparison(
        tuple(
            sorted(
                shared,
                key=lambda found: (-found.independent, -len(found.publishers), _date_key(found.first[0].article), found.subject, found.relation, found.obj),
            )
        ),
        tuple(sorted(conflicts, key=lambda found: (not found.is_asserted, found.kind, found.subject, found.first.iri, found.second.iri))),
    )


def count_independent(reports: Iterable[Report], stories: Mapping[str, str]) -> int:
    """How many of the reports of one statement stand for themselves."""
    return len(set(_find_copies(reports, stories).values()))


def _find_copies(reports: Iterable[Report], stories: Mapping[str, str]) -> dict[str, str]:
    """The articles that make one statement, each with the first of those it is a copy of, or copied by.

    Words that both quote are no copy: two reporters may have heard the same speech.
    """
    reports = list(reports)
    articles = sorted({report.article.iri for report in reports})
    first: dict[str, str] = {}
    same_story = [(first.setdefault(stories.get(article, article), article), article) for article in articles]
    by_words: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        words = fold(report.words)
        if not report.is_quoted and len(words.split()) >= _ENOUGH:
            by_words[words].add(report.article.iri)
    same_words = [(min(found), other) for found in by_words.values() for other in found]
    return join(articles, [*same_story, *same_words])


def first_reports(reports: Iterable[Report]) -> tuple[Report, ...]:
    """The earliest reports, several where they are of one day; those without a date come last."""
    ordered = sorted(reports, key=lambda report: (_date_key(report.article), report.article.publisher or "", report.iri))
    return tuple(report for report in ordered if report.article.date == ordered[0].article.date)


def _tell_numbers(archive: Archive, reports: list[Report]) -> Iterator[Report]:
    """The reports, with words in place of what is only counted ("900 people"): no link joins it, yet what is said of it can be compared."""
    counted = {report.obj for report in reports if report.obj and _COUNTED.search(report.obj)}
    labels = read_descriptions(archive, counted)
    for report in reports:
        label = labels.get(report.obj or "", "")
        yield replace(report, obj=None, literal=label) if any(map(str.isdigit, label)) else report


def _group_alike(reports: Iterable[Report], key: Callable[[Report], tuple[str, ...]] = lambda report: report.key) -> Iterator[list[Report]]:
    groups: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for report in reports:
        groups[*key(report), report.polarity, report.modality].append(report)
    yield from groups.values()


def _either_way(report: Report) -> tuple[str, ...]:
    """What a report says, the same from both sides where it holds from both."""
    subject, relation, obj = report.key
    return (*sorted((subject, obj)), relation) if is_mutual(relation) else report.key


def _share(group: list[Report], names: Mapping[str, str], stories: Mapping[str, str]) -> Shared:
    first = first_reports(group)
    return Shared(
        subject=names.get(group[0].subject, group[0].subject),
        relation=group[0].label,
        obj=_object_name(first[0], names),
        polarity=group[0].polarity,
        modality=group[0].modality,
        statuses=tuple(sorted({report.status for report in group})),
        claimed_by=tuple(sorted({name for report in group for name in report.claimed_by})),
        independent=count_independent(group, stories),
        publishers=tuple(sorted({report.article.publisher for report in group if report.article.publisher})),
        first=first,
        reports=tuple(sorted(group, key=lambda report: (_date_key(report.article), report.article.publisher or "", report.iri))),
    )


def _find_conflicts(reports: Iterable[Report]) -> Iterator[_Pair]:
    """Pairs of different articles, found by the rules that `triplewire compare` has for two graphs."""
    by_iri = {report.iri: report for report in reports}
    buckets: dict[tuple[str, str], dict[str, list[NamedStatement]]] = defaultdict(lambda: defaultdict(list))
    for report in by_iri.values():
        if report.obj is not None or report.family != "states":  # that somebody says two things is no contradiction
            one, other = sorted((report.subject, report.obj)) if report.obj else (report.subject, report.relation)
            buckets[one, other][report.article.iri].append(_name(report))
    for bucket in buckets.values():
        if not _may_conflict([statement for statements in bucket.values() for statement in statements]):
            continue  # what a thousand articles say alike need not be compared pair by pair
        articles = sorted(bucket)
        for place, article in enumerate(articles[:-1]):
            rest = [statement for other in articles[place + 1 :] for statement in bucket[other]]
            for found in find_pairs(bucket[article], rest):
                yield found.kind, by_iri[found.first.id], by_iri[found.second.id], found.is_asserted


def _may_conflict(statements: list[NamedStatement]) -> bool:
    """Whether statements of one thing differ in anything that a contradiction is made of."""
    polarities, stances = ({statement.data[name] for statement in statements} for name in ("polarity", "stance"))
    return len(polarities) > 1 or len(stances - {"neutral"}) > 1 or any(map(str.isdigit, "".join(statement.data["literal"] or "" for statement in statements)))


def _name(report: Report) -> NamedStatement:
    family = load_families().get(report.family)
    data: dict[str, Any] = {
        "relation": report.relation,
        "literal": report.literal,
        "status": report.status,
        "polarity": report.polarity,
        "stance": family.polarity.value if family else "neutral",
        "claimed_by": ("somebody",) if report.is_claimed else (),  # who it is is read later
    }
    return NamedStatement(
        report.subject, report.obj, data, Finding(report.iri, report.subject, report.label, report.obj or report.literal or "", report.status, (), ())
    )


def _tell_once(against: Iterable[_Pair], names: Mapping[str, str], stories: Mapping[str, str]) -> Iterator[Conflict]:
    """Each contradiction once, however many say either side, in whatever words."""
    against = list(against)
    sources: dict[str, tuple[int, str]] = {}
    for number, group in enumerate(_group_alike({report.iri: report for pair in against for report in pair[1:3]}.values(), _either_way)):
        copied = _find_copies(group, stories)
        sources |= {report.iri: (number, copied[report.article.iri]) for report in group}
    alike: dict[tuple[Any, ...], list[_Pair]] = defaultdict(list)
    for kind, one, other, is_asserted in against:
        first, second = sorted((one, other), key=_report_key)
        alike[kind, *sorted((sources[one.iri][0], sources[other.iri][0]))].append((kind, first, second, is_asserted))
    for pairs in alike.values():
        kind, first, second, is_asserted = min(pairs, key=lambda pair: (not pair[3], _report_key(pair[1]), _report_key(pair[2])))
        reports = {report for pair in pairs for report in pair[1:3]}
        sides = Counter(number for number, _ in {sources[report.iri] for report in reports})
        yield Conflict(
            kind,
            is_asserted,
            names.get(first.subject, first.subject),
            first,
            second,
            _object_name(first, names),
            _object_name(second, names),
            tuple(sorted(reports - {first, second}, key=_report_key)),
            (sides[sources[first.iri][0]], sides[sources[second.iri][0]]),
        )


def _object_name(report: Report, names: Mapping[str, str]) -> str:
    return names.get(report.obj, report.obj) if report.obj is not None else report.literal or ""


def _date_key(article: Publication) -> tuple[bool, datetime.date]:
    return article.date is None, article.date or datetime.date.max


def _report_key(report: Report) -> tuple[tuple[bool, datetime.date], str]:
    return _date_key(report.article), report.iri
