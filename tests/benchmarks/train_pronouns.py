"""In: GUM's CoNLL-U. Out: `graph/entities/pronouns.json`, the weights that choose what a pronoun means. It refuses to look at gold articles.

    python tests/benchmarks/train_pronouns.py ../shared/data/ud/gum-train.conllu [--genres news,bio,interview,speech,court,voyage]

Every document is resolved with the right answer given at each pronoun; the candidates' features at that moment train a softmax over them and "none".
"""

from __future__ import annotations

import argparse
import collections
import json
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from measure_entities import match_gold, read_gum
from spacy.tokens import Doc

import graph.entities.pronouns as stage
from graph.entities import resolve_entities
from graph.entities.candidates import CLASS_OF, features
from graph.entities.context import Context
from graph.entities.nodes import Node
from graph.mentions import find_mentions
from graph.quotations import find_quotations
from graph.records import Mention

Case = tuple[list[dict[str, float]], int]
LEAST = {"person": 0.45, "thing": 0.45, "several": 0.6}
"""Shares chosen on GUM dev; a row "none" takes the cases where no candidate is right in training, but not in use, where shares chose better."""
TARGET = Path(stage.__file__).parent / "pronouns.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--genres", default="news,bio,interview,speech,court,voyage")
    options = parser.parse_args()
    from graph.language import parse_text

    TARGET.write_text(json.dumps(train(options.path, options.genres.split(","), parse_text), indent=1, sort_keys=True) + "\n", encoding="utf-8")


def train(path: Path, genres: Iterable[str], parse: Callable[[str], Doc | None]) -> dict[str, dict[str, float]]:
    """Weights by class of pronoun."""
    cases: dict[str, list[Case]] = collections.defaultdict(list)
    for genre in genres:
        for _, text, gold in read_gum(path, genre):
            doc = parse(text)
            if doc is not None:
                for name, case in collect(doc, gold):
                    cases[name].append(case)
    return {name: {**fit(found), "least": LEAST[name]} for name, found in sorted(cases.items())}


def collect(doc: Doc, gold: list[tuple[int, int, str, bool]]) -> list[tuple[str, Case]]:
    """The cases of one document."""
    quotations = find_quotations(doc)
    mentions = find_mentions(doc, quotations)
    cluster_of = match_gold(mentions, gold)
    out: list[tuple[str, Case]] = []

    def choose(context: Context, candidates: list[Node], i: int) -> Node | None:
        mine = cluster_of.get(context.mentions[i])
        right = [k for k, n in enumerate(candidates) if mine is not None and main_cluster(context.mentions, n, cluster_of, i) == mine]
        out.append((CLASS_OF[context.heads[i].lower_], ([features(context, n, i) for n in candidates], right[0] if right else -1)))
        return candidates[right[0]] if right else None

    original, stage.choose_candidate = stage.choose_candidate, choose
    try:
        resolve_entities(doc, mentions, quotations)
    finally:
        stage.choose_candidate = original
    return out


def main_cluster(mentions: Iterable[Mention], node: Node, cluster_of: dict[Mention, str], i: int) -> str | None:
    """The gold cluster of most of the node's mentions so far."""
    found = collections.Counter(cluster_of[m] for k, m in enumerate(mentions) if k < i and k in node.mentions and m in cluster_of)
    return found.most_common(1)[0][0] if found else None


def fit(cases: list[Case], *, steps: int = 400, rate: float = 0.3, decay: float = 2e-3) -> dict[str, float]:
    """A softmax over each case's candidates and "none", by gradient descent with weight decay."""
    names = sorted({f for rows, _ in cases for row in rows for f in row})
    index = {f: k for k, f in enumerate(names)}
    blocks = []
    for rows, right in cases:
        x = np.zeros((len(rows) + 1, len(names) + 1))
        x[-1, -1] = 1.0
        for r, row in enumerate(rows):
            for f, v in row.items():
                x[r, index[f]] = v
        blocks.append((x, right if right >= 0 else len(rows)))
    w = np.zeros(len(names) + 1)
    for step in range(steps):
        gradient = np.zeros_like(w)
        for x, right in blocks:
            s = x @ w
            p = np.exp(s - s.max())
            gradient += x[right] - (p / p.sum()) @ x
        w += rate * (gradient / len(blocks) - decay * w) * (3.0 if step < steps // 2 else 1.0)
    right_now = np.mean([np.argmax(x @ w) == right for x, right in blocks])
    print(f"{len(blocks)} cases, {right_now:.3f} right on the training data")
    return {f: round(float(w[k]), 3) for f, k in index.items()}


if __name__ == "__main__":
    main()
