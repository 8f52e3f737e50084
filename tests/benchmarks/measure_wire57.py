"""In: WiRe57's sentences with their tuples, and our tuples or another system's. Out: precision, recall and F1 by the rules of its published scorer.

A tuple matches where argument 1, relation and argument 2 each share a word with the reference (a part that the annotators inferred wholly needs
none); of all pairs the best by F1 is taken first and both leave. A match counts by its share of words: precision of the predicted, recall of those
reference words that stand in the sentence. Precision is over all predicted tuples, recall over all reference tuples.

python tests/benchmarks/measure_wire57.py ../shared/data/openie/wire57.json [--half read|kept] [--misses] [--tuples FILE]

--half: the sentences of even place in each document were read while the rules were written, those of odd place were only scored.
--tuples: lines "sentence id, argument 1, relation, argument 2, further arguments" with tabs, of another system.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORD = re.compile(r"(?:[A-Z]\.){2,}|\d+(?:[.,]\d+)*|\w+(?:[-–'.]\w+)*(?<!'s)|'s|\S")
Parts = tuple[tuple[str, ...], ...]
"""Words of argument 1, relation, argument 2, and further arguments."""


@dataclass(frozen=True)
class Reference:
    """A tuple of the annotators; `real` is how many words of each part stand in the sentence."""

    parts: Parts
    real: tuple[int, ...]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--half", choices=["read", "kept"])
    parser.add_argument("--misses", action="store_true", help="show each sentence with both lists")
    parser.add_argument("--tuples", type=Path)
    options = parser.parse_args()
    gold, sentences = read_gold(options.path, half=options.half)
    predicted = read_tuples(options.tuples) if options.tuples else extract({key: text for key, text in sentences.items() if key in gold})
    if options.misses:
        show_misses(gold, sentences, predicted)
    print(format_score(measure(gold, predicted)))


def read_gold(path: Path, *, half: str | None = None) -> tuple[dict[str, list[Reference]], dict[str, str]]:
    """The reference tuples and the text of each sentence."""
    gold: dict[str, list[Reference]] = {}
    sentences: dict[str, str] = {}
    for document in json.loads(path.read_text("utf-8")).values():
        for place, sentence in enumerate(document):
            if half is None or (place % 2 == 0) == (half == "read"):
                gold[sentence["id"]] = [read_reference(item) for item in sentence["tuples"]]
                sentences[sentence["id"]] = sentence["sent"]
    return gold, sentences


def read_reference(item: dict[str, Any]) -> Reference:
    parts = [item["arg1"], item["rel"], item["arg2"], *item["arg3+"]]
    real = tuple(sum(index != "inf" for index in part["words_indexes"]) for part in parts)
    return Reference(tuple(tuple(part["words"]) for part in parts), real)


def read_tuples(path: Path) -> dict[str, list[Parts]]:
    found: dict[str, list[Parts]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        key, *parts = line.split("\t")
        found[key].append(tuple(tuple(part.split()) for part in parts))
    return found


def extract(sentences: dict[str, str]) -> dict[str, list[Parts]]:
    """Our tuples."""
    from graph.language import parse_text
    from graph.openie import list_tuples

    return {
        key: [part_words(text, made.subject, made.relation, made.argument) for made in list_tuples(parse_text(text), sentence=1)]
        for key, text in sentences.items()
    }


def part_words(sentence: str, *parts: str) -> Parts:
    """The words of each part, with punctuation parted from them, but not inside them: "too-hot", "U.S."."""
    return tuple(tuple(WORD.findall(part)) for part in parts)


def measure(gold: dict[str, list[Reference]], predicted: dict[str, Sequence[Parts]]) -> dict[str, float]:
    """Precision, recall, F1, and how many tuples matched."""
    precision = recall = 0.0
    matches = 0
    for key, references in gold.items():
        for _, _, score in match(references, predicted.get(key, [])):
            precision, recall, matches = precision + score[0], recall + score[1], matches + 1
    made, known = sum(len(predicted.get(key, [])) for key in gold), sum(map(len, gold.values()))
    p, r = precision / made if made else 0.0, recall / known if known else 0.0
    return {"precision": p, "recall": r, "f1": f1(p, r), "matches": matches, "predicted": made, "reference": known}


def match(references: Sequence[Reference], predicted: Sequence[Parts]) -> list[tuple[int, int, tuple[float, float]]]:
    """Pairs, the best first; of equals the first reference, then the first prediction."""
    scores = {
        (i, j): score for i, reference in enumerate(references) for j, made in enumerate(predicted) if (score := compare(made, reference)) and f1(*score) > 0
    }
    pairs: list[tuple[int, int, tuple[float, float]]] = []
    for (i, j), score in sorted(scores.items(), key=lambda item: (-f1(*item[1]), item[0])):
        if all(i != taken[0] and j != taken[1] for taken in pairs):
            pairs.append((i, j, score))
    return pairs


def compare(made: Parts, reference: Reference) -> tuple[float, float] | None:
    """Precision and recall in words, None where a part shares no word."""
    right = predicted = real = 0
    for number, known in enumerate(reference.parts):
        words = made[number] if number < len(made) else ()
        shared = sum(word in known for word in words)
        if number < 3:
            if not words:
                if known and reference.real[number]:
                    return None
                continue
            if not shared and reference.real[number]:
                return None
        right, predicted, real = right + shared, predicted + len(words), real + reference.real[number]
    return right / predicted if predicted else 0.0, right / real if real else 0.0


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def format_score(score: dict[str, float]) -> str:
    shares = " ".join(f"{name} {score[name]:.3f}" for name in ("precision", "recall", "f1"))
    return f"WiRe57: {shares}  ({score['matches']:.0f} matches, {score['predicted']:.0f} predicted, {score['reference']:.0f} reference tuples)"


def show_misses(gold: dict[str, list[Reference]], sentences: dict[str, str], predicted: dict[str, list[Parts]]) -> None:
    for key, references in gold.items():
        made = predicted.get(key, [])
        pairs = match(references, made)
        print(f"\n## {key} {sentences[key]}")
        for i, j, score in pairs:
            print(f"  {f1(*score):.2f} {show(references[i].parts)}\n       {show(made[j])}")
        for i, reference in enumerate(references):
            if all(i != pair[0] for pair in pairs):
                print(f"  miss {show(reference.parts)}")
        for j, parts in enumerate(made):
            if all(j != pair[1] for pair in pairs):
                print(f"  odd  {show(parts)}")


def show(parts: Iterable[Iterable[str]]) -> str:
    return " | ".join(" ".join(part) for part in parts)


if __name__ == "__main__":
    main()
