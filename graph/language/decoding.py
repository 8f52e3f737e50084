"""In: the network's scores. Out: proper trees with one root each, relations and valid names. It refuses to run the network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
NEVER = -1e4
"""The score of what must not be chosen."""


def find_tree(scores: Floats) -> NDArray[np.int64]:
    """The best tree with exactly one root; `scores` is n × (1 + n), its first column the root. Heads count words from 1, the root is 0.

    The greedy heads are taken where they form a tree, which is nearly always.
    """
    scores = np.array(scores, dtype=np.float64)
    n = len(scores)
    scores[np.arange(n), np.arange(1, n + 1)] = -np.inf
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    if is_tree(heads):
        return heads
    heads = best_arborescence(scores)
    if is_tree(heads):
        return heads
    best, best_score = heads, -np.inf
    # one root: try each likely one alone; a log-probability keeps the candidates comparable
    for root in np.argsort(-scores[:, 0], kind="stable")[: min(n, 4)]:
        one = scores.copy()
        one[:, 0] = -np.inf
        one[root] = -np.inf
        one[root, 0] = scores[root, 0]
        found = best_arborescence(one)
        total = one[np.arange(n), found].sum()
        if total > best_score:
            best, best_score = found, total
    return best


def is_tree(heads: NDArray[np.int64]) -> bool:
    """Whether every word reaches the root and just one hangs on it.

    >>> is_tree(np.array([2, 0, 2])), is_tree(np.array([2, 1, 0])), is_tree(np.array([0, 0]))
    (True, False, False)
    """
    if np.count_nonzero(heads == 0) != 1:
        return False
    up = np.concatenate([[0], heads])
    for _ in range(len(heads).bit_length()):
        up = up[up]
    return not bool(up.any())


def best_arborescence(scores: Floats) -> NDArray[np.int64]:
    """Chu-Liu/Edmonds: the heads of the best tree under the root (column 0), whatever the number of words on it.

    >>> best_arborescence(np.array([[1.0, -np.inf, 9.0], [2.0, 9.0, -np.inf]]))
    array([2, 0])
    """
    n = len(scores)
    heads: NDArray[np.int64] = scores.argmax(axis=1)
    cycle = find_cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    outside = np.array([i for i in range(n) if i + 1 not in set(cycle)], dtype=np.int64)
    own = scores[inside - 1, heads[inside - 1]]
    # the cycle becomes one word, the last; columns: root, words outside, the cycle
    columns = np.concatenate([[0], outside + 1])
    entering = scores[inside - 1][:, columns] - own[:, None]
    leaving = scores[outside][:, inside] if len(outside) else np.zeros((0, len(inside)))
    small = np.full((len(outside) + 1, len(outside) + 2), -np.inf)
    small[:-1, :-1] = scores[outside][:, columns]
    small[:-1, -1] = leaving.max(axis=1)
    small[-1, :-1] = entering.max(axis=0)
    found = best_arborescence(small)
    for row, word in enumerate(outside):
        at = int(found[row])
        heads[word] = inside[int(leaving[row].argmax())] if at == len(columns) else columns[at]
    at = int(found[-1])
    broken = int(entering[:, at].argmax())
    heads[inside[broken] - 1] = columns[at]
    return heads


def find_cycle(heads: NDArray[np.int64]) -> list[int]:
    """The words (from 1) of one cycle, or none.

    >>> find_cycle(np.array([2, 1, 0])), find_cycle(np.array([2, 0]))
    ([1, 2], [])
    """
    state = [0] * (len(heads) + 1)
    state[0] = -1
    for start in range(1, len(heads) + 1):
        at, path = start, []
        while state[at] == 0:
            state[at] = start
            path.append(at)
            at = int(heads[at - 1])
        if state[at] == start:
            return path[path.index(at) :]
    return []


def choose_relations(scores: Floats, heads: NDArray[np.int64], labels: Sequence[str]) -> NDArray[np.int64]:
    """The best relation of each word: `root` on the root's only word, and on no other."""
    root = labels.index("root")
    best = np.array(scores)
    best[:, root] = NEVER
    chosen: NDArray[np.int64] = best.argmax(axis=1)
    chosen[heads == 0] = root
    return chosen


def probability_of(scores: Floats, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """The probability of what was chosen in each row (a word's head, or its relation) among all that it could be."""
    table = np.exp(scores - scores.max(axis=1, keepdims=True))
    probability: NDArray[np.float64] = table[np.arange(len(chosen)), chosen] / table.sum(axis=1)
    return probability


def name_transitions(labels: Sequence[str]) -> tuple[Floats, Floats]:
    """What may begin a sentence, and what may follow what (rows before columns): I-PER only after B-PER or I-PER."""
    start = np.array([NEVER if x.startswith("I-") else 0.0 for x in labels])
    steps = [[NEVER if b.startswith("I-") and a[2:] != b[2:] else 0.0 for b in labels] for a in labels]
    return start, np.array(steps)


def find_names(scores: Floats, start: Floats, steps: Floats) -> list[int]:
    """The best valid sequence of name labels (Viterbi)."""
    greedy = scores.argmax(axis=1)
    if start[greedy[0]] == 0 and not steps[greedy[:-1], greedy[1:]].any():
        return [int(x) for x in greedy]
    shifted = scores - scores.max(axis=1, keepdims=True)
    total = start + shifted[0]
    came = []
    for row in shifted[1:]:
        table = total[:, None] + steps
        came.append(table.argmax(axis=0))
        total = table.max(axis=0) + row
    path = [int(total.argmax())]
    for back in reversed(came):
        path.append(int(back[path[-1]]))
    return path[::-1]
