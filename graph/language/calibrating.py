"""In: the trained weights and training sentences. Out: between which values every product's input lies, channel by channel.

The 32-bit graph reads windows of running text (several sentences, as the parser will) and shows those inputs. It refuses to look at dev parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import onnxruntime

from graph.language.corpora import Sentence
from graph.language.inference import PADDING, make_batch, make_window
from graph.language.onnx_graph import Floats, Naming, Weights, make_parser_graph
from graph.language.pieces import Pieces
from graph.language.quantizing import Range

WINDOWS = 300
"""Windows read."""
LONGEST = 120
"""Words in a window; a longer sentence is one."""


def measure_ranges(weights: Weights, naming: Naming, pieces: Pieces, sentences: Sequence[Sentence]) -> list[Range]:
    """The range of every product's input, in the order in which the graph has them."""
    how = Floats()
    make_parser_graph(weights, how, naming)
    model = make_parser_graph(weights, Floats(), naming, shown=how.seen)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    ranges: list[Range] = []
    texts = list(join_sentences(sentences))
    for words in texts[:: max(1, len(texts) // WINDOWS)]:
        window = make_window(pieces, words)
        length = -(-len(window.ids) // PADDING) * PADDING
        values: list[Any] = session.run(how.seen, make_batch([window], length))
        found = [Range(v.min(axis=0), v.max(axis=0)) for v in (x.reshape(-1, x.shape[-1]) for x in values)]
        ranges = [join_ranges(a, b) for a, b in zip(ranges, found, strict=True)] if ranges else found
    return ranges


def join_sentences(sentences: Sequence[Sentence]) -> Iterator[list[str]]:
    """Windows of running text, each of as many sentences as fit."""
    words: list[str] = []
    for sentence in sentences:
        if words and len(words) + len(sentence.words) > LONGEST:
            yield words
            words = []
        words += sentence.words[:LONGEST]
    yield words


def join_ranges(one: Range, other: Range) -> Range:
    """The range that holds both."""
    return Range(np.minimum(one.low, other.low), np.maximum(one.high, other.high))
