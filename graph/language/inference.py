"""In: windows of words. Out: what the network says about each: tags, name and sentence-end scores, arcs and relations.

A window's result never depends on what else is in its batch: only windows of one padded length share a batch, and every matrix is multiplied
row by row. Batches are shared out among threads, one core each. It refuses to cut text and to decide on trees.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.errors import LanguageError
from graph.language.lemmas import Lexicon
from graph.language.pieces import SPECIAL_SHAPE, Pieces, word_shape

FOLDER = Path(__file__).parent / "network"
PADDING = 8
"""Windows are padded to a multiple of this many pieces; only attention and arc scores see the padding."""
BATCH_PIECES = 256
"""Most pieces in a batch (a longer window is a batch of its own): what stays in a core's caches."""
WINDOW_PIECES = 512
"""Pieces that the network can read at once."""
MOST_REMEMBERED = 200_000
"""Words whose shape is remembered."""
TAGS = ("upos", "xpos", "feats", "lemma", "kind")
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scores:
    """The network's answers for one window of n words.

    `tags` are label numbers by layer; `end` the log odds that a word ends its sentence; `arc` is n × (1 + n), its first column the root;
    `dep` (n rows) and `head` (1 + n rows) are the factors of the relation scores.
    """

    tags: dict[str, NDArray[np.int32]]
    end: Floats
    name: Floats
    arc: Floats
    dep: Floats
    head: Floats


@dataclass(frozen=True)
class Window:
    """A window's words as the network reads them; `first` and `last` are each word's first and last piece."""

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]


class Network:
    """The trained network of one folder: two ONNX graphs, labels, word pieces and lemmas."""

    def __init__(self, folder: Path = FOLDER, *, threads: int | None = None) -> None:
        """Loads the network; `threads` is how many cores to use (default: all)."""
        try:
            described = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            self.pieces = Pieces.from_file(folder / "tokenizer.json")
            self.lexicon = Lexicon.from_file(folder / "lemmas.tsv.gz", self.pieces.whole_words())
            self.parser = start_session(folder / "parser.onnx")
            self.relations = start_session(folder / "relations.onnx")
        except Exception as error:
            raise LanguageError(f"{folder}: the language network cannot be loaded ({error}); install triplewire again") from error
        self.threads = threads or usable_cores()
        self.labels: dict[str, list[str]] = described["labels"]

    def make_window(self, words: Sequence[str]) -> Window:
        """The pieces of a window's words."""
        return make_window(self.pieces, words)

    def score_windows(self, windows: Sequence[Window]) -> Iterator[list[tuple[int, Scores]]]:
        """Each window's number and scores, a batch at a time, in order of length."""
        batches = group_windows(windows)
        if self.threads == 1 or len(batches) == 1:
            for length, members in batches:
                yield self.score_batch([windows[i] for i in members], members, length)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            # a few batches ahead, no more: memory must not grow with the text
            waiting: deque[Future[list[tuple[int, Scores]]]] = deque()
            for length, members in batches:
                waiting.append(pool.submit(self.score_batch, [windows[i] for i in members], members, length))
                if len(waiting) > 2 * self.threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def score_batch(self, windows: Sequence[Window], numbers: Sequence[int], length: int) -> list[tuple[int, Scores]]:
        """The scores of windows, each beside its number; all fit into `length` pieces."""
        found: list[Any] = self.parser.run([*TAGS, "end", "name", "arc", "dep", "head"], make_batch(windows, length))
        tags, (end, name, arc, dep, head) = found[: len(TAGS)], found[len(TAGS) :]
        scored = []
        for row, (i, window) in enumerate(zip(numbers, windows, strict=True)):
            n = len(window.first)
            by_layer = {k: v[row, :n] for k, v in zip(TAGS, tags, strict=True)}
            scored.append((i, Scores(by_layer, end[row, :n], name[row, :n], arc[row, :n, : n + 1], dep[row, :n], head[row, : n + 1])))
        return scored

    def score_relations(self, dep: Floats, head: Floats) -> Floats:
        """Relation scores of words with their heads, words × labels."""
        if not len(dep):
            return np.zeros((0, len(self.labels["deprel"])), dtype=np.float32)
        scores: Floats = self.relations.run(["relation"], {"dep": dep, "head": head})[0]
        return scores


def start_session(path: Path) -> Any:
    """An ONNX Runtime session on one core of the processor."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def make_window(pieces: Pieces, words: Sequence[str]) -> Window:
    """The pieces of a window's words."""
    cuts = [pieces.cut(word) for word in words]
    last = list(accumulate(map(len, cuts)))
    ids = [pieces.start, *chain.from_iterable(cuts), pieces.end]
    shapes = [SPECIAL_SHAPE, *(s for word, cut in zip(words, cuts, strict=True) for s in repeat(shape_of(word), len(cut))), SPECIAL_SHAPE]
    return Window(ids, shapes, [1, *(n + 1 for n in last[:-1])] if cuts else [], last)


shape_of = lru_cache(MOST_REMEMBERED)(word_shape)


def group_windows(windows: Sequence[Window]) -> list[tuple[int, list[int]]]:
    """The batches: a padded length and the numbers of its windows; a window's length depends on nothing but itself. Windows without words are left out.

    >>> word = Window([1, 5, 2], [7, 0, 7], [1], [1])
    >>> group_windows([word, Window([1, 2], [7, 7], [], []), word])
    [(8, [0, 2])]
    """
    lengths: dict[int, list[int]] = defaultdict(list)
    for i, window in enumerate(windows):
        if window.first:
            lengths[-(-len(window.ids) // PADDING) * PADDING].append(i)
    sizes = {length: max(1, BATCH_PIECES // length) for length in lengths}
    return [(length, members[k : k + sizes[length]]) for length, members in sorted(lengths.items()) for k in range(0, len(members), sizes[length])]


def make_batch(windows: Sequence[Window], length: int) -> dict[str, NDArray[Any]]:
    """The network's inputs; words are padded to the pieces' length."""
    return {
        "ids": pad_rows([w.ids for w in windows], length, 0),
        "shapes": pad_rows([w.shapes for w in windows], length, SPECIAL_SHAPE),
        "mask": pad_rows([[1] * len(w.ids) for w in windows], length, 0).astype(np.int32),
        "first": pad_rows([w.first for w in windows], length, 0),
        "last": pad_rows([w.last for w in windows], length, 0),
    }


def pad_rows(rows: Sequence[list[int]], length: int, fill: int) -> NDArray[np.int64]:
    """Rows as one table, filled up at the end."""
    table = np.full((len(rows), length), fill, dtype=np.int64)
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table
