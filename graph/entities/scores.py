"""In: what speaks for and against each candidate. Out: the likeliest, where likely enough, by learned weights. It refuses to know what is chosen.

The weights lie beside this module, a file for each kind of reference, made by `tests/benchmarks/train_references.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Container, Mapping, Sequence
from functools import cache
from importlib.resources import files

Features = Mapping[str, float]


@cache
def read_weights(name: str) -> Mapping[str, Mapping[str, float]]:
    """Weights by class and feature; "least" is the least share of the probability that the likeliest candidate must have."""
    weights: dict[str, dict[str, float]] = json.loads((files(__package__) / f"{name}.json").read_text(encoding="utf-8"))
    return weights


def choose_likeliest(
    name: str, kind: str, candidates: Sequence[Features], none: Features | None = None, *, proposed: int | None = None, bare: Container[int] = ()
) -> int | None:
    """The number of the likeliest candidate, of equals the first.

    Args:
        name: The file of weights.
        kind: The class in it.
        candidates: What speaks for and against each.
        none: What speaks for none of them.
        proposed: The candidate that the rules choose: it is taken at a lesser share ("least proposed") where nothing else is likely enough.
        bare: The candidates that nothing in the words points to, only nearness: they need a greater share, by "rise bare".
    """
    if not candidates:
        return None
    weights = read_weights(name)[kind]
    rows = [*candidates] if none is None else [*candidates, none]
    scores = [sum(weights.get(f, 0.0) * v for f, v in row.items()) for row in rows]
    rise = weights.get("rise bare", 0.0)
    total = sum(math.exp(s - max(scores)) for s in scores)
    shares = [math.exp(s - max(scores)) / total for s in scores[: len(candidates)]]
    best = max(range(len(shares)), key=lambda k: (shares[k], -k))
    if shares[best] >= weights["least"] + rise * (best in bare):
        return best
    least = weights.get("least proposed", weights["least"])
    return proposed if proposed is not None and shares[proposed] >= least + rise * (proposed in bare) else None
