"""In: a folder of gold articles with their scorer. Out: how far the confidence of statements can be trusted, before and after fitting; the weights.

A statement is right where the scorer matches it to a fact of the gold graph, which is a lower bound: true statements that nobody wrote down count as
wrong. "Left out" figures come from a model that never saw the article. It refuses to fit on anything but the statements' own features.

python tests/benchmarks/calibrate_confidence.py ../shared/gold [--strength 10] [--write graph/confidence.json]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from rdflib import RDF, Graph

from graph import confidence
from graph.article import read_article
from graph.evaluate import load_scorer, read_dates
from graph.pipeline import Guidance, build_article

BINS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class Row:
    """One statement: its article, its features, the confidence that it had, and whether the gold graph has it."""

    article: str
    features: dict[str, float]
    before: float
    is_right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="folder with *.json, texts/, more/, articles.tsv and score.py")
    parser.add_argument("--strength", type=float, default=10.0, help="how strongly weights are drawn towards nothing")
    parser.add_argument("--write", type=Path, help="the file for the weights")
    options = parser.parse_args()
    rows = list(read_rows(options.folder))
    names = sorted({name for row in rows for name in row.features if sum(name in other.features for other in rows) >= 10})
    table, right = make_table(rows, names), np.array([row.is_right for row in rows], dtype=float)
    left_out = leave_one_out(rows, table, right, strength=options.strength)
    weights = fit(table, right, strength=options.strength)
    print(f"{len(rows)} statements of {len({row.article for row in rows})} articles, {right.mean():.3f} of them in the gold graphs, {len(names)} features")
    show("as the extractors leave them", np.array([row.before for row in rows]), right)
    show("fitted, each article by a model of the others", left_out, right)
    print("weights:", ", ".join(f"{name} {value:+.2f}" for value, name in sorted(zip(weights[1:], names, strict=True), key=lambda pair: -abs(pair[0]))))
    if options.write:
        made = {"articles": sorted({row.article for row in rows}), "statements": len(rows), "bias": round(float(weights[0]), 4)}
        made |= {"weights": {name: round(float(value), 4) for name, value in zip(names, weights[1:], strict=True)}}
        options.write.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
        print(f"written: {options.write}")


def read_rows(folder: Path) -> Iterator[Row]:
    """The statements of all articles, built without the weights that are to be fitted."""
    load = confidence.load_weights
    confidence.load_weights = lambda: None  # type: ignore[assignment]
    scorer, dates = load_scorer(folder), read_dates(folder)
    try:
        for base in (folder, folder / "more"):
            for gold in sorted(base.glob("*.json")):
                text = base / "texts" / f"{gold.stem}.txt"
                if text.is_file():
                    yield from read_article_rows(scorer, gold, text, dates.get(gold.stem))
    finally:
        confidence.load_weights = load


def read_article_rows(scorer, gold: Path, text: Path, date) -> Iterator[Row]:
    made = build_article(read_article(text, date=date), Guidance(min_confidence=0.0))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{gold.stem}.ttl"
        path.write_text(made.to_turtle(), "utf-8")
        unmatched = {statement[0] for statement in scorer.score(gold, path)[2]}
        graph = Graph().parse(path, format="turtle")
    keys = {
        str(node).rsplit("/", 1)[-1]: tuple(graph.value(node, term) for term in (RDF.subject, RDF.predicate, RDF.object))
        for node in graph.subjects(RDF.type, RDF.Statement)
    }
    for statement, features in zip(made.statements, confidence.describe_all(made.statements, made.entities), strict=True):
        yield Row(gold.stem, features, statement.confidence, keys[statement.id] not in unmatched)


def make_table(rows: Sequence[Row], names: Sequence[str]) -> np.ndarray:
    return np.array([[1.0, *(row.features.get(name, 0.0) for name in names)] for row in rows])


def fit(table: np.ndarray, right: np.ndarray, *, strength: float) -> np.ndarray:
    """Logistic regression by Newton's method; the first column is the bias, which is drawn nowhere."""
    weights = np.zeros(table.shape[1])
    penalty = np.full(table.shape[1], strength)
    penalty[0] = 1e-6
    for _ in range(50):
        chance = estimate(table, weights)
        slope = table.T @ (right - chance) - penalty * weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def estimate(table: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.clip(1 / (1 + np.exp(-(table @ weights))), confidence.LEAST, confidence.MOST)


def leave_one_out(rows: Sequence[Row], table: np.ndarray, right: np.ndarray, *, strength: float) -> np.ndarray:
    articles = np.array([row.article for row in rows])
    chances = np.zeros(len(rows))
    for name in set(articles.tolist()):
        weights = fit(table[articles != name], right[articles != name], strength=strength)
        chances[articles == name] = estimate(table[articles == name], weights)
    return chances


def show(title: str, chances: np.ndarray, right: np.ndarray) -> None:
    """A reliability table with Brier score, calibration error, and how well right ones come before wrong ones."""
    order = np.argsort(np.argsort(chances, kind="stable")) + 1.0
    for value in np.unique(chances):
        order[chances == value] = order[chances == value].mean()
    good, bad = right.sum(), (1 - right).sum()
    ranked = (order[right == 1].sum() - good * (good + 1) / 2) / (good * bad) if good and bad else 0.0
    print(f"\n{title}: Brier {np.mean((chances - right) ** 2):.3f}, right before wrong {ranked:.3f}")
    error = 0.0
    for low, high in pairwise(BINS):
        inside = (chances >= low) & ((chances < high) | (high == 1.0))
        if inside.any():
            error += abs(chances[inside].mean() - right[inside].mean()) * inside.mean()
            print(f"  {low:.1f} to {high:.1f}: {inside.sum():4} statements, mean {chances[inside].mean():.2f}, right {right[inside].mean():.2f}")
    print(f"  calibration error {error:.3f}")


if __name__ == "__main__":
    main()
