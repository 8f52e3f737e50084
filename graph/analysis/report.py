"""In: results of the analysis. Out: a Markdown report. It refuses to let an article's words become markup, links or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from graph.analysis.compare import Comparison
from graph.analysis.overview import Analysis
from graph.analysis.tables import Table, Value, make_tables, tabulate_comparison

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_LINKS = re.compile(r"(?=://|@)|(?<=www)(?=\.)", re.IGNORECASE)
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_LONGEST = 200


def render_report(analysis: Analysis, *, pictures: Mapping[str, str] | None = None) -> str:
    """An analysis as Markdown.

    Args:
        analysis: What `analyze_network` gave.
        pictures: The addresses of the plots by their names, for those that were written ("actors": "picket-actors.png").
    """
    tables = {table.name: table for table in make_tables(analysis)}
    lines = [f"# What the graph shows: {_escape('; '.join(analysis.summary.titles)) or 'an empty graph'}", "", *_introduce(analysis)]
    for name, note in _explain(analysis).items():
        lines += _render_section(tables[name], note, (pictures or {}).get(name))
    return "\n".join(lines) + "\n"


def render_comparison(comparison: Comparison, *, names: tuple[str, str] = ("the first", "the second")) -> str:
    """A comparison as Markdown; `names` are those of the two graphs."""
    first, second = (_escape(name) for name in names)
    lines = [
        f"# {first} and {second} compared",
        "",
        f"{_count(len(comparison.shared), 'entity', 'entities')} and {_count(comparison.statements_shared, 'statement')} are in both. "
        f"{_count(len(comparison.contradictions), 'contradiction')}, of which {sum(item.is_asserted for item in comparison.contradictions)} "
        "between what the articles say themselves.",
    ]
    for table in tabulate_comparison(comparison):
        lines += _render_section(table, "", None)
    return "\n".join(lines) + "\n"


def render_table(table: Table) -> str:
    """A table as Markdown, without its title."""
    rows = [table.columns, tuple("---:" if _is_number(table, column) else "---" for column in range(len(table.columns)))]
    body = [tuple(_format(value) for value in row) for row in table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (*rows, *body))


def _introduce(analysis: Analysis) -> Iterator[str]:
    summary = analysis.summary
    statuses = ", ".join(f"{count} {status}" for status, count in summary.statuses) or "none"
    counted = ", ".join(sorted(status.value for status in analysis.counting.statuses)) + (" and speakers' own stances" if analysis.counting.own_words else "")
    yield f"{_count(summary.entities, 'entity', 'entities')}, {_count(summary.statements, 'statement')} ({statuses})."
    yield f"Support and opposition are counted from these statements only: {counted}."


def _explain(analysis: Analysis) -> dict[str, str]:
    camps, sources = analysis.camps, analysis.sources
    estimated = f" Betweenness is estimated from {analysis.pivots} pivots." if analysis.pivots else ""
    triads = ", ".join(f"{count} with {number}" for number, count in enumerate(camps.triads))
    proof = "no better division exists" if camps.is_exact else "a better division may exist"
    return {
        "summary": "",
        "actors": f"The score is the mean of PageRank, betweenness and strength, each as a share of the highest.{estimated}",
        "brokers": "Entities whose ties reach several communities. Without an indispensable one, others would have no connection.",
        "communities": f"Modularity of the division: {_format(analysis.modularity)}.",
        "stances": "Those that count stand first; claims, denials and plans are told with their status.",
        "camps": f"{_count(camps.supports, 'tie')} of support and {camps.opposes} of opposition; {camps.balance:.0%} of their weight fits two camps "
        f"({proof}). Those whom support links are joined by +; common opponents alone make no friends. Triangles by their opposing ties: {triads}.",
        "between": "",
        "ambivalent": "",
        "disputes": "Statements that cannot both hold: denied, opposite, or with other figures.",
        "sources": f"{_count(sources.quotations, 'quotation')} of {_count(sources.words, 'word')}, {sources.direct_words} of them direct; "
        f"{sources.unattributed} without a speaker.",
        "unheard": "Named people and organizations who are spoken of and get no word; those heard through others stand last.",
        "anonymous": f"{_count(sources.anonymous_words, 'word')} from sources without a name.",
    }


def _render_section(table: Table, note: str, picture: str | None) -> Iterable[str]:
    yield from ("", f"## {table.title}", "")
    if note:
        yield from (note, "")
    yield render_table(table) if table.rows else "None found."
    if picture:
        yield from ("", f"![{table.title}](<{re.sub('[<>]', '', picture)}>)")


def _is_number(table: Table, column: int) -> bool:
    return bool(table.rows) and all(isinstance(row[column], int | float) for row in table.rows)


def _format(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value) if isinstance(value, int) else _escape(value)


def _escape(text: str) -> str:
    """Words of an article on one line, with every character that Markdown or HTML could read as markup made plain."""
    line = _BREAKS.sub(" ", text).strip()
    cut = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
    plain = _MARKUP.sub(r"\\\1", cut).replace("\\&", "&amp;").replace("\\<", "&lt;")
    return _LINKS.sub(r"\\", plain)


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
