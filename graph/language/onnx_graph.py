"""In: the trained weights as arrays. Out: the same network as two ONNX graphs, one for everything up to arc scores, one for relations.

The graphs are written by hand rather than traced, so that every matrix can be stored and multiplied as the exporter chooses (`Product`).
It refuses to know torch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

HEADS = 12
EPSILON = 1e-12
SUM_BLOCK = 128
"""Most terms that one float product of two activations may sum: beyond, ONNX Runtime cuts the sum where the number of threads says."""
OURS = "com.microsoft"
TAGS = ("upos", "xpos", "feats", "lemma", "kind")
Array = NDArray[Any]
Weights = Mapping[str, Array]
Product = Callable[["Builder", str, Array], tuple[str, str | None]]
"""Adds `x @ matrix` (inputs × outputs) to a graph: the result's name, and that of the scale that each of its rows still needs, if any."""
Linear = Callable[["Builder", str, Array, Array | None], str]
"""Adds `x @ matrix + bias` to a graph and gives the name of the result."""


@dataclass
class Builder:
    """Collects nodes and constants of one graph."""

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    count: int = 0

    def constant(self, value: Array, name: str = "c") -> str:
        """A stored array's name."""
        self.count += 1
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), f"{name}_{self.count}"))
        return str(self.constants[-1].name)

    def add(self, op: str, *inputs: str, outputs: int = 1, domain: str = "", name: str = "", **attributes: Any) -> Any:
        """A node's output name, or names."""
        self.count += 1
        names = [f"{op}_{self.count}_{i}" for i in range(outputs)] if not name else [name]
        self.nodes.append(helper.make_node(op, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def model(self, inputs: Sequence[Any], outputs: Sequence[Any]) -> onnx.ModelProto:
        """The finished model."""
        graph = helper.make_graph(self.nodes, "triplewire", inputs, outputs, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid(OURS, 1)], producer_name="triplewire")
        model.ir_version = 9
        return model


def float_product(b: Builder, x: str, matrix: Array) -> tuple[str, str | None]:
    """In 32-bit floats."""
    return b.add("MatMul", x, b.constant(matrix)), None


def add_linear(product: Product, b: Builder, x: str, matrix: Array, bias: Array | None) -> str:
    """`x @ matrix + bias`, the product as `product` makes it."""
    out, row = product(b, x, matrix)
    if row:
        out = b.add("Mul", out, row)
    return b.add("Add", out, b.constant(bias)) if bias is not None else out


float_linear: Linear = partial(add_linear, float_product)


@dataclass(frozen=True)
class Naming:
    """Which conventions (their numbers) say what a person, organization or place is, and which other names are MISC; `labels` are the name head's."""

    names: int
    misc: int
    labels: Sequence[str]


def make_parser_graph(w: Weights, product: Product, naming: Naming) -> onnx.ModelProto:
    """Word pieces to tags, name and sentence-end scores, arc scores and the factors of relation scores."""
    b = Builder()
    linear = partial(add_linear, product)
    x = add_pieces(b, w["encoder.embeddings.word_embeddings.weight"], is_float=product is float_product)
    words = add_words(b, add_encoder(b, w, linear, x))
    tags = linear(b, words, np.concatenate([w[f"tags.{k}.weight"] for k in TAGS]).T, np.concatenate([w[f"tags.{k}.bias"] for k in TAGS]))
    sizes = np.array([len(w[f"tags.{k}.bias"]) for k in TAGS])
    for name, part in zip(TAGS, b.add("Split", tags, b.constant(sizes), outputs=len(TAGS), axis=-1), strict=True):
        b.add("Cast", b.add("ArgMax", part, axis=-1, keepdims=0), name=name, to=TensorProto.INT32)
    ends = float_linear(b, words, (w["sentence_end.weight"][1:] - w["sentence_end.weight"][:1]).T, w["sentence_end.bias"][1:] - w["sentence_end.bias"][:1])
    b.add("Squeeze", ends, b.constant(np.array([-1])), name="end")
    add_names(b, w, linear, words, naming)
    add_arcs(b, w, linear, words)
    return b.model(
        [
            *(helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "pieces"]) for n in ("ids", "shapes")),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "pieces"]),
            *(helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "words"]) for n in ("first", "last")),
        ],
        [
            *(helper.make_tensor_value_info(n, TensorProto.INT32, ["batch", "words"]) for n in TAGS),
            *(helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in ("end", "name", "arc", "dep", "head")),
        ],
    )


def add_encoder(b: Builder, w: Weights, linear: Linear, x: str) -> str:
    """The transformer on the pieces' vectors `x`; the result is batch × pieces × width."""
    x = b.add("Add", x, b.add("Gather", b.constant(w["shape.weight"]), "shapes"))
    length = b.add("Slice", b.add("Shape", "ids"), b.constant(np.array([1])), b.constant(np.array([2])))
    places = w["encoder.embeddings.position_embeddings.weight"] + w["encoder.embeddings.token_type_embeddings.weight"][0]
    x = b.add("Add", x, b.add("Slice", b.constant(places), b.constant(np.array([0])), length, b.constant(np.array([0]))))
    x = add_norm(b, w, x, "encoder.embeddings.LayerNorm")
    for i in range(sum(k.endswith("intermediate.dense.bias") for k in w)):
        layer = f"encoder.encoder.layer.{i}."
        inner = layer + "attention.self."
        both = [np.concatenate([w[inner + k + kind] for k in ("query", "key", "value")]) for kind in (".weight", ".bias")]
        q, k, v = b.add("Split", linear(b, x, both[0].T, both[1]), outputs=3, axis=-1, num_outputs=3)
        mixed = b.add("MultiHeadAttention", q, k, v, "", "mask", domain=OURS, num_heads=HEADS)
        out = linear(b, mixed, w[layer + "attention.output.dense.weight"].T, w[layer + "attention.output.dense.bias"])
        x = add_norm(b, w, b.add("Add", out, x), layer + "attention.output.LayerNorm")
        middle = linear(b, x, w[layer + "intermediate.dense.weight"].T, w[layer + "intermediate.dense.bias"])
        out = linear(b, b.add("Gelu", middle), w[layer + "output.dense.weight"].T, w[layer + "output.dense.bias"])
        x = add_norm(b, w, b.add("Add", out, x), layer + "output.LayerNorm")
    return x


def add_pieces(b: Builder, pieces: Array, *, is_float: bool) -> str:
    """The vectors of the word pieces, stored in 8 bits with a scale each, or in floats."""
    if is_float:
        return str(b.add("Gather", b.constant(pieces), "ids"))
    scale = (np.maximum(np.abs(pieces).max(axis=1, keepdims=True), 1e-8) / 127).astype(np.float32)
    x = b.add("Cast", b.add("Gather", b.constant(np.round(pieces / scale).astype(np.int8)), "ids"), to=TensorProto.FLOAT)
    return str(b.add("Mul", x, b.add("Gather", b.constant(scale), "ids")))


def add_norm(b: Builder, w: Weights, x: str, name: str) -> str:
    """Layer normalisation with the weights under `name`."""
    out: str = b.add("LayerNormalization", x, b.constant(w[name + ".weight"]), b.constant(w[name + ".bias"]), axis=-1, epsilon=EPSILON)
    return out


def add_words(b: Builder, hidden: str) -> str:
    """Word vectors: the mean of a word's first and last piece."""
    ends = [b.add("GatherND", hidden, b.add("Unsqueeze", n, b.constant(np.array([-1]))), batch_dims=1) for n in ("first", "last")]
    out: str = b.add("Mul", b.add("Add", *ends), b.constant(np.array(0.5, dtype=np.float32)))
    return out


def add_names(b: Builder, w: Weights, linear: Linear, words: str, naming: Naming) -> None:
    """Log-probabilities of names under one convention, which word outside its names is MISC being left to another.

    The corpus with the best marked persons, organizations and places marks nothing else, so its O is "O or MISC".
    """
    width = words_width(w)
    first = w["names.0.weight"]
    shared = linear(b, words, first[:, :width].T, None)
    offsets = w["convention.weight"] @ first[:, width:].T + w["names.0.bias"]
    logs = []
    for number in (naming.names, naming.misc):
        hidden = b.add("Gelu", b.add("Add", shared, b.constant(offsets[number])))
        logs.append(b.add("LogSoftmax", float_linear(b, hidden, w["names.3.weight"].T, w["names.3.bias"]), axis=-1))
    is_rest = np.array([x == "O" or x.endswith("MISC") for x in naming.labels])
    mask, last = b.constant(np.where(is_rest, 0, -1e4).astype(np.float32)), b.constant(np.array([-1]))
    rest = [b.add("ReduceLogSumExp", b.add("Add", x, mask), last, keepdims=1) for x in logs]
    shifted = b.add("Add", logs[1], b.add("Sub", *rest))
    b.add("Where", b.constant(is_rest), shifted, logs[0], name="name")


def add_arcs(b: Builder, w: Weights, linear: Linear, words: str) -> None:
    """The arc scores and the factors of the relation scores."""
    width = words_width(w)
    arc, rel = w["arc_dep.weight"].shape[0], w["rel_dep.weight"].shape[0]
    batch = b.add("Slice", b.add("Shape", words), b.constant(np.array([0])), b.constant(np.array([1])))
    shape = b.add("Concat", batch, b.constant(np.array([1, width])), axis=0)
    rooted = b.add("Concat", b.add("Expand", b.constant(w["root"].reshape(1, 1, -1)), shape), words, axis=1)
    sides = []
    for side, x in (("dep", words), ("head", rooted)):
        matrix = np.concatenate([w[f"arc_{side}.weight"], w[f"rel_{side}.weight"]]).T
        both = b.add("Gelu", linear(b, x, matrix, np.concatenate([w[f"arc_{side}.bias"], w[f"rel_{side}.bias"]])))
        of_arc, of_rel = b.add("Split", both, b.constant(np.array([arc, rel])), outputs=2, axis=-1)
        b.add("Identity", of_rel, name=side)
        sides.append(of_arc)
    weight = w["arc_weight"] / np.float32(arc**0.5)
    sizes = b.constant(np.diff([*range(0, arc, SUM_BLOCK), arc]))
    parts = -(-arc // SUM_BLOCK)
    lefts = b.add("Split", linear(b, sides[0], weight[:-1], weight[-1]), sizes, outputs=parts, axis=-1)
    rights = b.add("Split", b.add("Transpose", sides[1], perm=[0, 2, 1]), sizes, outputs=parts, axis=1)
    products = [b.add("MatMul", x, y) for x, y in zip(lefts, rights, strict=True)]
    b.add("Identity", reduce(lambda x, y: b.add("Add", x, y), products), name="arc")


def words_width(w: Weights) -> int:
    """The width of a word's vector."""
    return int(w["root"].shape[0])


def make_relation_graph(w: Weights, product: Product) -> onnx.ModelProto:
    """Factors of words and of their heads (both words × rel) to relation scores."""
    b = Builder()
    weight = w["rel_weight"]
    count, size = weight.shape[0], weight.shape[1] - 1
    # score = [dep, 1] W [head, 1], and only dep W head is large: its rows are scaled and the rest added after the sum over the head's factors
    inner = weight[:, :size, :size].transpose(1, 0, 2).reshape(size, count * size)
    pairs, row = product(b, "dep", inner)
    column = b.add("Unsqueeze", "head", b.constant(np.array([2])))
    large = b.add("MatMul", b.add("Reshape", pairs, b.constant(np.array([-1, count, size]))), column)
    large = b.add("Squeeze", large, b.constant(np.array([2])))
    if row:
        large = b.add("Mul", large, row)
    of_dep = float_linear(b, "dep", weight[:, :size, size].T, weight[:, size, size])
    of_head = float_linear(b, "head", weight[:, size, :size].T, None)
    b.add("Add", large, b.add("Add", of_dep, of_head), name="relation")
    floats = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["words", size]) for n in ("dep", "head")]
    return b.model(floats, [helper.make_tensor_value_info("relation", TensorProto.FLOAT, ["words", count])])
