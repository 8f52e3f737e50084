"""In: a folder of texts. Out: a random sample of the statements read from them, each with its sentence, for reading one by one against the text.

    python tests/benchmarks/sample_statements.py DIR [--count 100] [--seed 0] [--dates articles.tsv]

It refuses to judge: verdicts are a reader's.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import random
from collections.abc import Iterator
from pathlib import Path

from graph.pipeline import KnowledgeGraph, build
from graph.records import Polarity, Statement, Status


def describe_statement(graph: KnowledgeGraph, statement: Statement) -> str:
    """One statement as a line, with what a reader must judge it by."""
    labels = {e.id: e.label for e in graph.entities}
    end = labels[statement.obj] if statement.obj else f"“{statement.literal}”"
    by = f" by {', '.join(labels[c] for c in statement.claimed_by)}" if statement.claimed_by else ""
    negative = ", negative" if statement.polarity is Polarity.NEGATIVE and statement.status is not Status.NEGATED else ""
    words = " ".join(statement.evidence[0].quote.split())
    return (
        f"{labels[statement.subject]} – {statement.relation_label} – {end} [{statement.status.value}{negative}{by}, {statement.confidence:.2f}]\n      {words}"
    )


def read_statements(folder: Path, dates: dict[str, datetime.date]) -> Iterator[str]:
    """Every statement of every text, described."""
    for path in sorted(folder.glob("*.txt")):
        graph = build(path, date=dates.get(path.stem))
        for statement in graph.statements:
            yield f"{path.stem[:28]}: {describe_statement(graph, statement)}"


def read_dates(path: Path) -> dict[str, datetime.date]:
    """Dates by name from a table with a name or path first and a date among its columns."""
    found: dict[str, datetime.date] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t"):
            for cell in row[1:]:
                try:
                    found[Path(row[0]).stem] = datetime.date.fromisoformat(cell)
                except ValueError:
                    continue
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--dates", type=Path)
    options = parser.parse_args()
    statements = list(read_statements(options.folder, read_dates(options.dates) if options.dates else {}))
    chosen = random.Random(options.seed).sample(statements, min(options.count, len(statements)))
    for i, line in enumerate(chosen, 1):
        print(f"{i:3}. {line}")
    print(f"{len(chosen)} of {len(statements)} statements")


if __name__ == "__main__":
    main()
