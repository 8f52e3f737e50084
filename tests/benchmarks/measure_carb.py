"""In: CaRB's sentences with their tuples, and our tuples or another system's. Out: precision, recall, F1 and area under the curve by CaRB's rules.

The arguments after the first are one text. A pair counts by words, each once: precision of the predicted words, recall of the reference's; it is
nothing where the relations share no word ("be" stands for its forms). Precision pairs tuples one to one, the most precise first; recall takes for
each reference the best of all predicted. Thresholds are the confidences; the best F1 is given, and the area with the point of precision 1.

python tests/benchmarks/measure_carb.py ../shared/data/openie/carb-dev.tsv [--half read|kept] [--misses] [--tuples FILE]

--half: sentences of even place were read while the rules were written, those of odd place were only scored.
--tuples: lines "sentence, confidence, relation, argument 1, argument 2, further arguments" with tabs, of another system.
"""

from __future__ import annotations

import argparse
import re
import string
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

BE = frozenset(["be", "is", "am", "are", "was", "were", "been", "being"])
SAYING = ("said", "told", "added", "adds", "says")
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
Score = tuple[float, float]


@dataclass(frozen=True)
class Tuple:
    relation: str
    arguments: tuple[str, ...]
    confidence: float = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--half", choices=["read", "kept"])
    parser.add_argument("--misses", action="store_true", help="show each sentence with both lists")
    parser.add_argument("--tuples", type=Path)
    options = parser.parse_args()
    gold, texts = read_gold(options.path, half=options.half)
    predicted = read_tuples(options.tuples) if options.tuples else extract(texts)
    if options.misses:
        show_misses(gold, texts, predicted)
    print(format_score(measure(gold, predicted)))


def sentence_key(text: str) -> str:
    """A sentence without blanks and punctuation."""
    text = text.replace(" ", "")
    for written, meant in BRACKETS.items():
        text = text.replace(written, meant)
    return re.sub(f"[{re.escape(string.punctuation)}]", "", text)


def read_gold(path: Path, *, half: str | None = None) -> tuple[dict[str, list[Tuple]], dict[str, str]]:
    """The reference tuples and the text of each sentence."""
    gold: dict[str, list[Tuple]] = defaultdict(list)
    texts: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        text, relation, *arguments = line.strip().split("\t")
        texts.setdefault(sentence_key(text), text.strip())
        gold[sentence_key(text)].append(Tuple(relation.strip(), tuple(argument.strip() for argument in arguments)))
    chosen = [key for place, key in enumerate(texts) if half is None or (place % 2 == 0) == (half == "read")]
    return {key: gold[key] for key in chosen}, {key: texts[key] for key in chosen}


def read_tuples(path: Path) -> dict[str, list[Tuple]]:
    found: dict[str, list[Tuple]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        text, confidence, relation, *arguments = line.split("\t")
        found[sentence_key(text)].append(Tuple(relation, tuple(arguments), float(confidence)))
    return found


def extract(texts: dict[str, str]) -> dict[str, list[Tuple]]:
    from graph.language import parse_text
    from graph.openie import list_tuples

    return {
        key: [Tuple(made.relation, (made.subject, made.argument), made.confidence) for made in list_tuples(parse_text(text), sentence=1)]
        for key, text in texts.items()
    }


def compare(known: Tuple, made: Tuple) -> Score:
    """Precision and recall in words; where somebody says something, the speaker may stand last."""
    reference, score = join_arguments(known), compare_parts(join_arguments(known), join_arguments(made))
    if any(word in known.relation for word in SAYING) and len(made.arguments) > 1:
        turned = Tuple(made.relation, (" ".join(made.arguments[1:]), made.arguments[0]))
        score = max(score, compare_parts(reference, turned))
    return score


def join_arguments(item: Tuple) -> Tuple:
    return Tuple(item.relation, (item.arguments[0], " ".join(item.arguments[1:]))) if len(item.arguments) > 1 else item


def compare_parts(known: Tuple, made: Tuple) -> Score:
    words, left = known.relation.split(), made.relation.split()
    predicted, reference = len(left), len(words)
    right = take(words, left)
    if "be" in left and BE & set(words):
        right += 1
    if not right:
        return 0.0, 0.0
    for number, argument in enumerate(known.arguments):
        words = argument.split()
        reference += len(words)
        if number >= len(made.arguments):
            if number < 2:
                return 0.0, 0.0
            continue
        left = made.arguments[number].split()
        predicted += len(left)
        right += take(words, left)
    return right / predicted if predicted else 0.0, right / reference if reference else 0.0


def take(words: Sequence[str], left: list[str]) -> int:
    """How many of the words are in `left`, each of which can be taken once."""
    right = 0
    for word in words:
        if word in left:
            right += 1
            left.remove(word)
    return right


def measure(gold: dict[str, list[Tuple]], predicted: dict[str, list[Tuple]]) -> dict[str, float]:
    """The best point and the area under the curve."""
    thresholds = sorted({made.confidence for key in gold for made in predicted.get(key, [])})
    tables = {key: [[compare(known, made) for made in predicted.get(key, [])] for known in gold[key]] for key in gold}
    points: list[tuple[float, float, float]] = []
    reference = sum(map(len, gold.values()))
    sums = {key: score_sentence(tables[key], [made.confidence for made in predicted.get(key, [])]) for key in gold}
    for threshold in thresholds:
        chosen = [next((step for step in sums[key] if step[0] >= threshold), None) for key in gold]
        made = sum(step[3] for step in chosen if step)
        precision = sum(step[1] for step in chosen if step) / made if made else 1.0
        points.append((precision, sum(step[2] for step in chosen if step) / reference, threshold))
    if not points:
        return dict.fromkeys(("precision", "recall", "f1", "auc", "threshold", "predicted", "reference"), 0.0)
    best = max(points, key=lambda point: f1(*point[:2]))
    count = float(sum(len(predicted.get(key, [])) for key in gold))
    return dict(zip(("precision", "recall", "threshold"), best, strict=True)) | {
        "f1": f1(*best[:2]),
        "auc": area(points),
        "predicted": count,
        "reference": reference,
    }


def score_sentence(table: list[list[Score]], confidences: list[float]) -> list[tuple[float, float, float, int]]:
    """For each confidence in rising order: it, and precision, recall and number of the tuples that are at least as sure."""
    steps = []
    for confidence in sorted(set(confidences)):
        columns = [number for number, sure in enumerate(confidences) if sure >= confidence]
        recall = sum(max((row[number][1] for number in columns), default=0.0) for row in table)
        steps.append((confidence, pair_up(table, columns), recall, len(columns)))
    return steps


def pair_up(table: list[list[Score]], columns: list[int]) -> float:
    """The sum of precisions where every tuple has one partner at most, the most precise pair first."""
    cells = sorted((-table[row][column][0], row, column) for row in range(len(table)) for column in columns)
    rows: set[int] = set()
    taken: set[int] = set()
    total = 0.0
    for precision, row, column in cells:
        if row not in rows and column not in taken:
            rows.add(row)
            taken.add(column)
            total -= precision
    return total


def area(points: list[tuple[float, float, float]]) -> float:
    """By trapezia over recall, with precision 1 at recall 0."""
    curve = [(recall, precision) for precision, recall, _ in points] + [(0.0, 1.0)]
    return abs(sum((right[0] - left[0]) * (right[1] + left[1]) / 2 for left, right in pairwise(curve)))


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def format_score(score: dict[str, float]) -> str:
    shares = " ".join(f"{name} {score[name]:.3f}" for name in ("precision", "recall", "f1", "auc"))
    return f"CaRB: {shares}  (threshold {score['threshold']:.2f}, {score['predicted']:.0f} predicted, {score['reference']:.0f} reference tuples)"


def show_misses(gold: dict[str, list[Tuple]], texts: dict[str, str], predicted: dict[str, list[Tuple]]) -> None:
    for key, references in gold.items():
        print(f"\n## {texts[key]}")
        for known in references:
            best = max((compare(known, made)[1] for made in predicted.get(key, [])), default=0.0)
            print(f"  {best:.2f} {known.arguments[0]} | {known.relation} | {' || '.join(known.arguments[1:])}")
        for made in predicted.get(key, []):
            best = max((compare(known, made)[0] for known in references), default=0.0)
            print(f"    > {best:.2f} {made.arguments[0]} | {made.relation} | {' || '.join(made.arguments[1:])}  {made.confidence:.2f}")


if __name__ == "__main__":
    main()
