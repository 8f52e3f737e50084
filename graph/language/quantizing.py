"""In: the trained network's matrices, and between which values their inputs lie. Out: the nodes that multiply in 8-bit integers.

The inputs' scales are fixed by what training sentences showed (of relations, one a row), so that a word's result never depends on what else is in
its batch. Weights use 7 bits, so that no processor's 16-bit sums overflow and all give the same integers. It refuses to run anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from graph.language.onnx_graph import OURS, Array, Builder

WEIGHT_BITS = 7
INPUT_BITS = 8
WIDEST = 6.0
"""Where a channel of a feed-forward layer goes beyond this (the first and last piece of every window does, in a few), it is scaled or taken apart:
else its range would leave all others too few steps."""
LEAST_GELU = -0.17


@dataclass(frozen=True)
class Range:
    """The lowest and highest value of each channel of a product's input."""

    low: Array
    high: Array


@dataclass
class Integers:
    """8-bit products; `ranges` are those of the products' inputs, in the order of `Floats.seen`."""

    ranges: Sequence[Range]
    seen: dict[str, tuple[str, float, int]] = field(default_factory=dict)
    count: int = 0

    def linear(self, b: Builder, x: str, matrix: Array, bias: Array | None) -> str:
        """`x @ matrix + bias`."""
        if x not in self.seen:
            seen = self.next_range()
            self.seen[x] = add_fixed_quantization(b, x, float(seen.low.min()), float(seen.high.max()))
        integers, scale, zero = self.seen[x]
        quantized, column = quantize_columns(matrix)
        given = [b.constant(np.float32(scale)), b.constant(column), b.constant(np.uint8(zero))]
        rest = ["", b.constant(bias)] if bias is not None else []
        return str(b.add("MatMulIntegerToFloat", integers, b.constant(quantized), *given, *rest, domain=OURS))

    def feed_forward(self, b: Builder, x: str, first: tuple[Array, Array], second: tuple[Array, Array]) -> str:
        """Two linear layers with GELU between them, their few far-reaching channels tamed."""
        outer, inner = self.next_range(), self.next_range()
        scale = np.minimum(1, WIDEST / np.maximum(outer.high, -outer.low)).astype(np.float32)
        scaled = b.add("Mul", x, b.constant(scale))
        self.seen[scaled] = add_fixed_quantization(b, scaled, float((outer.low * scale).min()), float((outer.high * scale).max()))
        (matrix, bias), (back, _) = take_apart((first[0] / scale[:, None], first[1]), second, inner.high)
        middle = self.gelu(b, self.linear(b, scaled, matrix, bias))
        self.seen[middle] = add_fixed_quantization(b, middle, LEAST_GELU, min(WIDEST, float(inner.high.max())))
        return self.linear(b, middle, back, second[1])

    def next_range(self) -> Range:
        """The range of the next input."""
        self.count += 1
        return self.ranges[self.count - 1]

    def gelu(self, b: Builder, x: str) -> str:
        """GELU, closer than the steps of 8 bits, in half the time."""
        return str(b.add("FastGelu", x, domain=OURS))

    def rows(self, b: Builder, table: Array, numbers: str) -> str:
        """The rows `numbers` of a table that is stored in 8 bits, with a scale each."""
        scale = (np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127).astype(np.float32)
        stored = b.constant(np.round(table / scale).astype(np.int8))
        return str(b.add("Mul", b.add("Cast", b.add("Gather", stored, numbers), to=1), b.add("Gather", b.constant(scale), numbers)))


def take_apart(first: tuple[Array, Array], second: tuple[Array, Array], high: Array) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The two layers with each channel that goes beyond `WIDEST` as several, one for each further step, since 8 bits end there.

    GELU of a large x is x, so the sum of GELU(x), GELU(x - 6), GELU(x - 12), each cut off at 6, is x again.
    """
    copies = np.maximum(np.ceil(high / WIDEST).astype(np.int64), 1)
    step = np.concatenate([np.arange(len(high)) * 0, *(np.arange(1, n) for n in copies if n > 1)])
    channel = np.concatenate([np.arange(len(high)), *(np.full(n - 1, c) for c, n in enumerate(copies) if n > 1)])
    bias = (first[1][channel] - step * WIDEST).astype(np.float32)
    return (first[0][:, channel], bias), (second[0][channel], second[1])


def add_fixed_quantization(b: Builder, x: str, low: float, high: float) -> tuple[str, float, int]:
    """`x` as unsigned integers, the scale and the integer that stands for zero; what lies outside the bounds is cut off."""
    low, high = min(low, 0.0), max(high, 0.0, low + 1e-6)
    scale = float(np.float32((high - low) / 255))
    zero = round(-low / scale)
    return b.add("QuantizeLinear", x, b.constant(np.float32(scale)), b.constant(np.uint8(zero))), scale, zero


def integer_product(b: Builder, x: str, matrix: Array) -> tuple[str, str | None]:
    """`x @ matrix` in 8-bit integers, with row-wise scales for `x` and column-wise ones for the matrix."""
    quantized, column = quantize_columns(matrix)
    integers, row = add_row_quantization(b, x)
    middle = b.constant(np.array(1 << (INPUT_BITS - 1), dtype=np.uint8))
    one = b.constant(np.array(1.0, dtype=np.float32))
    return b.add("MatMulIntegerToFloat", integers, b.constant(quantized), one, b.constant(column), middle, domain=OURS), row


def quantize_columns(matrix: Array) -> tuple[Array, Array]:
    """Integers and a scale per column."""
    most = (1 << (WEIGHT_BITS - 1)) - 1
    scale = (np.maximum(np.abs(matrix).max(axis=0), 1e-8) / most).astype(np.float32)
    return np.clip(np.round(matrix / scale), -most, most).astype(np.int8), scale


def add_row_quantization(b: Builder, x: str) -> tuple[str, str]:
    """The rows of `x` as unsigned integers around the middle, and the scale of each."""
    most = np.float32((1 << (INPUT_BITS - 1)) - 1)
    largest = b.add("ReduceMax", b.add("Abs", x), b.constant(np.array([-1])), keepdims=1)
    # a row of zeros must not divide by zero
    row = b.add("Mul", b.add("Max", largest, b.constant(np.array(1e-8, dtype=np.float32))), b.constant(np.array(1 / most, dtype=np.float32)))
    scaled = b.add("Div", x, row)
    one, middle = b.constant(np.array(1.0, dtype=np.float32)), b.constant(np.array(1 << (INPUT_BITS - 1), dtype=np.uint8))
    return b.add("QuantizeLinear", scaled, one, middle), row
