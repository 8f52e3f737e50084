"""In: a matrix of the trained network. Out: the nodes that multiply by it in 8-bit integers, each row of the input with its own scale.

Row-wise scales make a word's result independent of what else is in its batch. Weights use 7 bits, so that no processor's 16-bit sums overflow and
all give the same integers. It refuses to look at data: no calibration is needed.
"""

from __future__ import annotations

import numpy as np

from graph.language.onnx_graph import OURS, Array, Builder

WEIGHT_BITS = 7
INPUT_BITS = 8


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
