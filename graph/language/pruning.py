"""In: the trained weights and training sentences. Out: the same weights without the feed-forward neurons that matter least.

A neuron goes where the others can best take over what it said (Optimal Brain Surgeon on the layer's output), and they do: the second matrix is
mended by least squares on what all said of running training text. Nothing is trained. It refuses to look at dev parts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graph.language.calibrating import read_windows
from graph.language.corpora import Sentence
from graph.language.onnx_graph import Array, Naming, Weights
from graph.language.pieces import Pieces

SHARE = 0.0
"""Share of its neurons that a layer loses. A sixteenth (96 of 1,536) costs 0.1 LAS and gains 3 % speed: none unless speed is short."""
PRODUCTS = 4
"""Products of a layer with inputs of their own: the last one's are the neurons' answers."""
DAMPING = 0.01
"""Added to each neuron's product with itself, as a share of the middle one's: what hardly ever speaks must not be trusted to take over."""


def prune_network(weights: Weights, naming: Naming, pieces: Pieces, sentences: Sequence[Sentence], *, share: float = SHARE) -> dict[str, Array]:
    """The weights without `share` of the neurons of every feed-forward layer."""
    out = dict(weights)
    if not share:
        return out
    for name, gram in measure_neurons(weights, naming, pieces, sentences).items():
        kept, mended = remove_neurons(gram, weights[name + ".weight"].T, round(share * len(gram)))
        first = name.replace("output", "intermediate")
        out |= {first + ".weight": weights[first + ".weight"][kept], first + ".bias": weights[first + ".bias"][kept], name + ".weight": mended.T}
    return out


def measure_neurons(weights: Weights, naming: Naming, pieces: Pieces, sentences: Sequence[Sentence]) -> dict[str, Array]:
    """For each feed-forward layer (by its second half's name) the products of its neurons' answers with one another, summed over training text."""
    names = [f"encoder.encoder.layer.{i}.output.dense" for i in range(sum(k.endswith("intermediate.dense.bias") for k in weights))]
    grams: dict[str, Array] = {}
    for values in read_windows(weights, naming, pieces, sentences):
        for name, x in zip(names, values[PRODUCTS - 1 : PRODUCTS * len(names) : PRODUCTS], strict=True):
            grams[name] = grams.get(name, 0) + (x.T @ x).astype(np.float64)
    return grams


def remove_neurons(gram: Array, matrix: Array, gone: int) -> tuple[Array, Array]:
    """The neurons that stay, and the rows of `matrix` mended for them; `gram` holds the products of all neurons' answers.

    >>> kept, mended = remove_neurons(np.array([[4.0, 4, 0], [4, 4, 0], [0, 0, 9]]), np.ones((3, 1)), 1)
    >>> len(kept), mended.round(1).ravel().tolist()
    (2, [2.0, 1.0])
    """
    damped = gram + DAMPING * np.median(np.diag(gram)) * np.eye(len(gram))
    inverse, left = np.linalg.inv(damped), matrix.astype(np.float64)
    stays, step = np.ones(len(gram), dtype=bool), np.empty_like(inverse)
    for _ in range(gone):
        loss = (left**2).sum(axis=1) / np.diag(inverse)
        j = int(np.where(stays, loss, np.inf).argmin())
        stays[j] = False
        share = inverse[:, j] / inverse[j, j]
        left -= np.outer(share, left[j])
        inverse -= np.multiply.outer(share, inverse[j], out=step)
        np.fill_diagonal(inverse, np.maximum(np.diag(inverse), 1e-12))
    kept, lost = np.flatnonzero(stays), np.flatnonzero(~stays)
    taken_over = np.linalg.solve(damped[np.ix_(kept, kept)], gram[np.ix_(kept, lost)] @ matrix[lost])
    return kept, (matrix[kept] + taken_over).astype(np.float32)
