"""In: what speaks for and against each candidate. Out: the likeliest, where likely enough, by learned weights. It refuses to know what is chosen.

The weights lie beside this module, a file for each kind of reference, made by `tests/benchmarks/train_references.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

Features = Mapping[str, float]


@cache
def read_weights(name: str) -> Mapping[str, Mapping[str, float]]:
    """Weights by class and feature; "least" is the least share of the probability that the likeliest candidate must have."""
    weights: dict[str, dict[str, float]] = json.loads((files(__package__) / f"{name}.json").read_text(encoding="utf-8"))
    return weights


def choose_likeliest(name: str, kind: str, candidates: Sequence[Features], none: Features | None = None) -> int | None:
    """The number of the likeliest candidate, of equals the first; `none` is what speaks for none of them."""
    if not candidates:
        return None
    weights = read_weights(name)[kind]
    scores = [sum(weights.get(f, 0.0) * v for f, v in row.items()) for row in candidates]
    best = max(range(len(scores)), key=lambda k: (scores[k], -k))
    rest = [*scores] if none is None else [*scores, sum(weights.get(f, 0.0) * v for f, v in none.items())]
    top = max(rest)
    share = math.exp(scores[best] - top) / sum(math.exp(s - top) for s in rest)
    return best if share >= weights["least"] else None
