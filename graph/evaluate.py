"""In: a folder of gold graphs with their scorer (`score.py`). Out: figures by kind and by cause, facts gained and lost since the last run.

    python -m graph.evaluate ../shared/gold [--more] [--only NAME ...] [--misses] [--save FILE]

It measures with the scorer of that folder, on Turtle as the product writes it, and refuses to have a measure of its own.
"""

from __future__ import annotations

import argparse
import collections
import datetime
import importlib.util
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from graph.pipeline import build


@dataclass(frozen=True)
class Measured:
    """One article's counts, its missed facts with their causes, and its statements that no gold fact matches."""

    name: str
    counts: collections.Counter[str]
    missed: tuple[tuple[str, bool, str], ...]
    odd: tuple[str, ...]
    f1: float


def load_scorer(folder: Path) -> ModuleType:
    """The folder's own `score.py`."""
    spec = importlib.util.spec_from_file_location("gold_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_dates(folder: Path) -> dict[str, datetime.date]:
    """Article dates by name, from `articles.tsv`."""
    rows = [line.split("\t") for line in (folder / "articles.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return {Path(row[0]).stem: datetime.date.fromisoformat(row[1]) for row in rows}


def measure_article(scorer: ModuleType, gold: Path, text: Path, date: datetime.date | None, out: Path) -> Measured:
    """Builds one article and scores its Turtle."""
    turtle = out / f"{gold.stem}.ttl"
    turtle.write_text(build(text, date=date).to_turtle(), encoding="utf-8")
    counts, misses, unmatched, by_id, system = scorer.score(gold, turtle)
    found = scorer.match_entities(json.loads(gold.read_text(encoding="utf-8")), system)
    missed = tuple(describe_miss(f, by_id, found, system) for f in misses)
    odd = tuple(f"{name_of(system, s)} | {labels[0]} | {name_of(system, o)}   ({status})" for _, s, labels, o, status, _ in unmatched)
    return Measured(gold.stem, counts, missed, odd, scorer.f1(counts))


def describe_miss(fact: dict[str, Any], by_id: dict[str, Any], found: dict[str, Any], system: Any) -> tuple[str, bool, str]:
    """The fact as a line, whether it is core, and why it was missed: which end is not in the graph, or what links the two ends instead."""
    target = fact["o"]["text"] if isinstance(fact["o"], dict) else by_id[fact["o"]]["name"]
    line = f"{by_id[fact['s']]['name']} | {fact['p'][0]} | {target}   ({fact['kind']}, {fact['status']}) <{fact['evidence'][:90]}>"
    subjects = found[fact["s"]]
    if not subjects:
        return line, fact["core"], "subject not found"
    if isinstance(fact["o"], dict):
        near = any(st[1] in subjects and words_shared(system.texts(st[3]), fact["o"]["text"]) for st in system.statements)
        return line, fact["core"], "other predicate" if near else "no such statement"
    objects = found[fact["o"]]
    if not objects:
        return line, fact["core"], "object not found"
    linked = any({st[1], st[3]} & subjects and {st[1], st[3]} & objects for st in system.statements)
    return line, fact["core"], "other predicate" if linked else "no such statement"


def words_shared(texts: Sequence[str], gold: str) -> bool:
    """Whether half of the gold words stand in one of the texts."""
    wanted = set(gold.lower().split())
    return any(len(wanted & set(t.lower().split())) * 2 >= len(wanted) for t in texts)


def name_of(system: Any, node: Any) -> str:
    """A node's first name, or the literal."""
    texts = system.texts(node)
    return str(texts[0]) if texts else str(node)


def measure_folder(folder: Path, *, more: bool = False, only: Sequence[str] = ()) -> Iterator[Measured]:
    """Every gold article of the folder (or of its `more/`), one after the other."""
    scorer = load_scorer(folder)
    dates = read_dates(folder)
    base = folder / "more" if more else folder
    with tempfile.TemporaryDirectory() as out:
        for gold in sorted(base.glob("*.json")):
            if not only or gold.stem in only:
                yield measure_article(scorer, gold, base / "texts" / f"{gold.stem}.txt", dates.get(gold.stem), Path(out))


SHARES = {
    "core": ("core_found", "core"),
    "other": ("extra_found", "extra"),
    "in gold": ("statements_matched", "statements"),
    "entities": ("entities_found", "entities"),
    "type": ("types_right", "entities_found"),
    "status asserted": ("status_asserted_right", "status_asserted"),
    "status other": ("status_other_right", "status_other"),
    "source": ("sources_right", "sourced"),
}
"""What is printed, and the scorer's two counts behind it."""


def print_report(measured: Sequence[Measured], *, misses: bool) -> None:
    """Figures of all articles, worst first, then causes; each article's misses and odd statements if wanted."""
    total: collections.Counter[str] = collections.Counter()
    causes: collections.Counter[str] = collections.Counter()
    for m in sorted(measured, key=lambda m: m.f1):
        total.update(m.counts)
        causes.update(cause + (" (core)" if core else "") for _, core, cause in m.missed)
        print(f"{m.name:10} F1 {m.f1:.3f}  {describe_counts(m.counts, ('core', 'other', 'in gold', 'entities'))}")
        if misses:
            for line, core, cause in m.missed:
                print(f"   miss {'CORE' if core else '    '} {cause:18} {line}")
            for line in m.odd:
                print(f"   odd  {line}")
    print(describe_counts(total, tuple(SHARES)))
    precision, recall = total["statements_matched"] / max(1, total["statements"]), total["core_found"] / max(1, total["core"])
    print(f"F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}, mean {sum(m.f1 for m in measured) / max(1, len(measured)):.3f}")
    print("by kind:", ", ".join(f"{k[5:]} {total[k + ' found']}/{total[k]}" for k in sorted(total) if k.startswith("kind ") and not k.endswith("found")))
    print("missed by cause:", ", ".join(f"{k} {n}" for k, n in causes.most_common()))


def describe_counts(counts: collections.Counter[str], names: Sequence[str]) -> str:
    """The named shares on one line, with the numbers of split and merged entities."""
    shares = "  ".join(f"{name} {share(counts, *SHARES[name])}" for name in names)
    return f"{shares}  split {counts['entities_split']} merged {counts['nodes_merged']}"


def share(counts: collections.Counter[str], part: str, whole: str) -> str:
    """A share with its numbers."""
    return f"{counts[part] / max(1, counts[whole]):.3f} ({counts[part]:g}/{counts[whole]})"


def print_changes(measured: Sequence[Measured], saved: Path) -> None:
    """Facts missed now that the last run had, and the other way round; then saves this run's misses."""
    now = {m.name: sorted(line for line, _, _ in m.missed) for m in measured}
    before = json.loads(saved.read_text(encoding="utf-8")) if saved.exists() else {}
    for name in sorted(now.keys() & before.keys()):
        for line in sorted(set(now[name]) - set(before[name])):
            print(f"lost   {name}: {line}")
        for line in sorted(set(before[name]) - set(now[name])):
            print(f"gained {name}: {line}")
    saved.write_text(json.dumps({**before, **now}, indent=0), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m graph.evaluate", description="Builds the gold articles of a folder and prints figures, causes and changes."
    )
    parser.add_argument("folder", type=Path, help="folder with *.json, texts/, articles.tsv and score.py")
    parser.add_argument("--more", action="store_true", help="the articles in more/ instead")
    parser.add_argument("--only", nargs="*", default=(), help="names of articles")
    parser.add_argument("--misses", action="store_true", help="list every miss and every statement that matches no gold fact")
    parser.add_argument("--save", type=Path, help="file that keeps this run's misses: the next run prints what changed")
    options = parser.parse_args(arguments)
    measured = list(measure_folder(options.folder, more=options.more, only=options.only))
    if options.save:
        print_changes(measured, options.save)
    print_report(measured, misses=options.misses)


if __name__ == "__main__":
    main()
