"""In: results of the analysis. Out: the same as tables of plain values, and as JSON. It refuses to format for a screen: who shows them does.

JSON has every field of the records; the tables have what a reader wants to see at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, is_dataclass
from enum import Enum
from typing import Any

from graph.analysis.compare import Comparison
from graph.analysis.contradictions import Contradiction, Finding
from graph.analysis.overview import Analysis
from graph.analysis.paths import Path

Value = str | int | float
Row = tuple[Value, ...]


@dataclass(frozen=True)
class Table:
    """Rows under columns. `name` is for files and options, `title` for readers."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def make_tables(analysis: Analysis) -> tuple[Table, ...]:
    """All tables of an analysis, also those without rows."""
    return (
        _tabulate_summary(analysis),
        _tabulate_actors(analysis),
        _tabulate_brokers(analysis),
        _tabulate_communities(analysis),
        _tabulate_stances(analysis),
        _tabulate_camps(analysis),
        _tabulate_between(analysis),
        _tabulate_ambivalent(analysis),
        _tabulate_contradictions("disputes", "Disputed", analysis.disputes),
        _tabulate_sources(analysis),
        _tabulate_unheard(analysis),
        _tabulate_anonymous(analysis),
    )


def tabulate_paths(paths: Iterable[Path]) -> Table:
    """One row for each statement of each step; relations that stand the other way round have an arrow back."""
    rows = [
        (number, step.labels[0], f"— {link.label} →" if link.is_forward else f"← {link.label} —", step.labels[1], link.status, _join(link.evidence))
        for number, path in enumerate(paths, start=1)
        for step in path.steps
        for link in step.links
    ]
    return Table("paths", "Paths", ("path", "from", "statement", "to", "status", "evidence"), tuple(rows))


def tabulate_comparison(comparison: Comparison) -> tuple[Table, ...]:
    """Contradictions, changed statements, and what only one of the networks has."""
    changed = [(_say(change.first), change.first.status, change.second.status) for change in comparison.changed]
    return (
        _tabulate_contradictions("contradictions", "Contradictions", comparison.contradictions),
        Table("changed", "Another status", ("statement", "first", "second"), tuple(changed)),
        Table("only_first", "Only in the first", _FINDING, tuple(_list_findings(comparison.only_first))),
        Table("only_second", "Only in the second", _FINDING, tuple(_list_findings(comparison.only_second))),
        Table("entities_only_first", "Entities only in the first", ("entity",), tuple((label,) for label in comparison.entities_only_first)),
        Table("entities_only_second", "Entities only in the second", ("entity",), tuple((label,) for label in comparison.entities_only_second)),
    )


def write_json(result: Any) -> str:
    """Any result, or a tuple of them, as JSON with a final line break."""
    return json.dumps(_to_plain(result), ensure_ascii=False, indent=2) + "\n"


_FINDING = ("subject", "relation", "object", "status", "evidence")


def _tabulate_summary(analysis: Analysis) -> Table:
    summary = analysis.summary
    rows = [("entities", "all", summary.entities), *(("entities", kind, count) for kind, count in summary.types)]
    rows += [("statements", "all", summary.statements), *(("statements", status, count) for status, count in summary.statuses)]
    rows += [("family", family, count) for family, count in summary.families]
    return Table("summary", "What is in the graph", ("what", "kind", "number"), tuple(rows))


def _tabulate_actors(analysis: Analysis) -> Table:
    columns = ("actor", "type", "roles", "score", "PageRank", "betweenness", "strength", "as subject", "as object", "mentions")
    rows = ((a.label, a.type, _join(a.roles), a.score, a.pagerank, a.betweenness, a.strength, a.as_subject, a.as_object, a.mentions) for a in analysis.actors)
    return Table("actors", "Main actors", columns, tuple(rows))


def _tabulate_brokers(analysis: Analysis) -> Table:
    rows = ((b.label, b.type, b.betweenness, b.participation, ", ".join(map(str, b.communities)), "yes" if b.is_cut else "no") for b in analysis.brokers)
    return Table("brokers", "Brokers between communities", ("entity", "type", "betweenness", "participation", "communities", "indispensable"), tuple(rows))


def _tabulate_communities(analysis: Analysis) -> Table:
    rows = ((c.number, c.size, c.inner_share, _join(c.labels)) for c in analysis.communities)
    return Table("communities", "Communities", ("number", "size", "ties inside", "members"), tuple(rows))


def _tabulate_stances(analysis: Analysis) -> Table:
    signs = {1: "with", -1: "against", 0: "(not counted)"}
    rows = ((s.subject, s.relation, s.object, signs[s.sign], s.status, _join(s.claimed_by), _join(s.evidence)) for s in analysis.stances)
    columns = ("who", "relation", "whom or what", "stands", "status", "claimed by", "evidence")
    return Table("stances", "Who stands with and against whom", columns, tuple(rows))


def _tabulate_camps(analysis: Analysis) -> Table:
    rows = [
        (number, side, camp.size, _join(" + ".join(group) for group in camp.groups), camp.held_by, conflict.balance)
        for number, conflict in enumerate(analysis.camps.conflicts, start=1)
        for side, camp in zip("AB", conflict.camps, strict=False)
    ]
    return Table("camps", "Camps", ("conflict", "camp", "size", "members", "held together by", "balance"), tuple(rows))


def _tabulate_between(analysis: Analysis) -> Table:
    rows = ((b.label, b.conflict, b.kind, _join(b.links[0]), _join(b.links[1])) for b in analysis.camps.between)
    return Table("between", "Who stands between", ("entity", "conflict", "how", "with camp A", "with camp B"), tuple(rows))


def _tabulate_ambivalent(analysis: Analysis) -> Table:
    rows = ((*tie.labels, tie.support, tie.opposition, _join(tie.evidence)) for tie in analysis.camps.ambivalent)
    return Table("ambivalent", "Both for and against", ("one", "other", "support", "opposition", "evidence"), tuple(rows))


def _tabulate_contradictions(name: str, title: str, contradictions: Iterable[Contradiction]) -> Table:
    rows = ((item.kind, "articles" if item.is_asserted else "sources", *_say_whose(item.first), *_say_whose(item.second)) for item in contradictions)
    columns = ("kind", "between", "one says", "status", "by", "other says", "other status", "other by")
    return Table(name, title, columns, tuple(rows))


def _tabulate_sources(analysis: Analysis) -> Table:
    rows = (
        (s.label, _join(s.roles), s.quotations, s.words, s.direct_words, s.share, ", ".join(f"{cue} {count}" for cue, count in s.cues), _join(s.about))
        for s in analysis.sources.sources
    )
    return Table("sources", "Who is quoted", ("source", "roles", "quotations", "words", "direct words", "share", "cues", "speaks about"), tuple(rows))


def _tabulate_unheard(analysis: Analysis) -> Table:
    rows = ((u.label, u.type, u.statements, _join(u.spoken_of_by), _join(u.opposed_by), _join(u.voices)) for u in analysis.sources.unheard)
    columns = ("entity", "type", "statements", "spoken of by", "opposed by", "heard through")
    return Table("unheard", "Spoken of, never quoted", columns, tuple(rows))


def _tabulate_anonymous(analysis: Analysis) -> Table:
    rows = ((voice.label, voice.cue or "", voice.words, voice.text) for voice in analysis.sources.anonymous)
    return Table("anonymous", "Unnamed sources", ("source", "cue", "words", "text"), tuple(rows))


def _list_findings(findings: Iterable[Finding]) -> Iterable[Row]:
    return ((found.subject, found.relation, found.obj, found.status, _join(found.evidence)) for found in findings)


def _say(finding: Finding) -> str:
    return f"{finding.subject} – {finding.relation} – {finding.obj}"


def _say_whose(finding: Finding) -> tuple[str, str, str]:
    return _say(finding), finding.status, _join(finding.claimed_by)


def _join(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _to_plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _to_plain(part) for name, part in asdict(value).items()}
    if isinstance(value, dict):
        return {str(name): _to_plain(part) for name, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(_to_plain(part) for part in value)
    if isinstance(value, list | tuple):
        return [_to_plain(part) for part in value]
    return value.value if isinstance(value, Enum) else value
