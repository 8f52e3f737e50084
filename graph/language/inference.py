"""In: windows of words. Out: what the network says about each: tags, name and sentence-end scores, arcs and relations.

A window's result never depends on what else is in its batch: only windows of one padded length share a batch, and every matrix is multiplied
row by row. It refuses to cut text and to decide on trees.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.errors import LanguageError
from graph.language.lemmas import Lexicon
from graph.language.pieces import SPECIAL_SHAPE, Pieces, word_shape

FOLDER = Path(__file__).parent / "network"
PADDING = 8
"""Windows are padded to a multiple of this many pieces."""
BATCH_PIECES = 1536
"""Most pieces in a batch (a longer window is a batch of its own): what keeps both cores busy and stays in their caches."""
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
            self.parser = start_session(folder / "parser.onnx", threads)
            self.relations = start_session(folder / "relations.onnx", threads)
        except Exception as error:
            raise LanguageError(f"{folder}: the language network cannot be loaded ({error}); install triplewire again") from error
        self.shapes: dict[str, int] = {}
        self.labels: dict[str, list[str]] = described["labels"]

    def make_window(self, words: Sequence[str]) -> Window:
        """The pieces of a window's words."""
        window = Window([self.pieces.start], [SPECIAL_SHAPE], [], [])
        for word in words:
            cut = self.pieces.cut(word)
            shape = self.shapes.get(word)
            if shape is None:
                shape = self.shapes[word] = word_shape(word)
                if len(self.shapes) > MOST_REMEMBERED:
                    self.shapes.clear()
            window.first.append(len(window.ids))
            window.ids.extend(cut)
            window.last.append(len(window.ids) - 1)
            window.shapes.extend([shape] * len(cut))
        window.ids.append(self.pieces.end)
        window.shapes.append(SPECIAL_SHAPE)
        return window

    def score_windows(self, windows: Sequence[Window]) -> Iterator[list[tuple[int, Scores]]]:
        """Each window's number and scores, a batch at a time, in order of length."""
        lengths: dict[int, list[int]] = defaultdict(list)
        for i, window in enumerate(windows):
            if window.first:
                lengths[-(-len(window.ids) // PADDING) * PADDING].append(i)
        for length, members in sorted(lengths.items()):
            size = max(1, BATCH_PIECES // length)
            for k in range(0, len(members), size):
                yield list(self.score_batch(windows, members[k : k + size], length))

    def score_batch(self, windows: Sequence[Window], members: Sequence[int], length: int) -> Iterator[tuple[int, Scores]]:
        """The scores of the windows `members`, all of which fit into `length` pieces."""
        # the words are padded to the pieces' length, not to the batch's longest: else the sums of arc scores would come in another order
        batch = {
            "ids": pad_rows([windows[i].ids for i in members], length, 0),
            "shapes": pad_rows([windows[i].shapes for i in members], length, SPECIAL_SHAPE),
            "mask": pad_rows([[1] * len(windows[i].ids) for i in members], length, 0).astype(np.int32),
            "first": pad_rows([windows[i].first for i in members], length, 0),
            "last": pad_rows([windows[i].last for i in members], length, 0),
        }
        found: list[Any] = self.parser.run([*TAGS, "end", "name", "arc", "dep", "head"], batch)
        tags, (end, name, arc, dep, head) = found[: len(TAGS)], found[len(TAGS) :]
        for row, i in enumerate(members):
            n = len(windows[i].first)
            by_layer = {k: v[row, :n] for k, v in zip(TAGS, tags, strict=True)}
            yield i, Scores(by_layer, end[row, :n], name[row, :n], arc[row, :n, : n + 1], dep[row, :n], head[row, : n + 1])

    def score_relations(self, dep: Floats, head: Floats) -> Floats:
        """Relation scores of words with their heads, words × labels."""
        if not len(dep):
            return np.zeros((0, len(self.labels["deprel"])), dtype=np.float32)
        scores: Floats = self.relations.run(["relation"], {"dep": dep, "head": head})[0]
        return scores


def start_session(path: Path, threads: int | None) -> Any:
    """An ONNX Runtime session on the processor."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def pad_rows(rows: Sequence[list[int]], length: int, fill: int) -> NDArray[np.int64]:
    """Rows as one table, filled up at the end."""
    table = np.full((len(rows), length), fill, dtype=np.int64)
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return table
