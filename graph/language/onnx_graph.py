"""In: the trained weights as arrays. Out: the same network as two ONNX graphs, one for everything up to arc scores, one for relations.

The graphs are written by hand rather than traced, so that every product can be made as the exporter chooses (`Arithmetic`) and padding is seen by
attention and arc scores only: everything else works on the real pieces and words of a batch, one row each. It refuses to know torch.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, Protocol

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

HEADS = 12
EPSILON = 1e-12
SUM_BLOCK = 128
"""Most terms that one float product of two activations may sum: beyond, ONNX Runtime cuts the sum where the number of threads says."""
OURS = "com.microsoft"
OTHER_SHARE = 0.2
"""Share of the other convention in the scores of persons, organizations and places; names of both dev parts gain by it, of each half of either too."""
OPSET, IR_VERSION = 23, 10
TAGS = ("upos", "xpos", "feats", "lemma", "kind")
Array = NDArray[Any]
Weights = Mapping[str, Array]
Product = Callable[["Builder", str, Array], tuple[str, str | None]]
"""Adds `x @ matrix` (inputs × outputs) to a graph: the result's name, and that of the scale that each of its rows still needs, if any."""


@dataclass
class Builder:
    """Collects nodes and constants of one graph."""

    nodes: list[Any] = field(default_factory=list)
    constants: list[Any] = field(default_factory=list)
    count: int = 0

    def constant(self, value: Array | np.generic, name: str = "c") -> str:
        """A stored array's name."""
        self.count += 1
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), f"{name}_{self.count}"))
        return str(self.constants[-1].name)

    def whole(self, *values: int) -> str:
        """The name of a stored list of whole numbers."""
        return self.constant(np.array(values, dtype=np.int64))

    def add(self, op: str, *inputs: str, outputs: int = 1, domain: str = "", name: str = "", **attributes: Any) -> Any:
        """A node's output name, or names."""
        self.count += 1
        names = [f"{op}_{self.count}_{i}" for i in range(outputs)] if not name else [name]
        self.nodes.append(helper.make_node(op, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def model(self, inputs: Sequence[Any], outputs: Sequence[Any]) -> onnx.ModelProto:
        """The finished model."""
        graph = helper.make_graph(self.nodes, "triplewire", inputs, outputs, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(OURS, 1)], producer_name="triplewire")
        model.ir_version = IR_VERSION
        return model


class Arithmetic(Protocol):
    """How a graph multiplies and what it stores: in floats (`Floats`) or in 8 bits (`quantizing.Integers`)."""

    def linear(self, b: Builder, x: str, matrix: Array, bias: Array | None) -> str:
        """`x @ matrix + bias`."""

    def feed_forward(self, b: Builder, x: str, first: tuple[Array, Array], second: tuple[Array, Array]) -> str:
        """Two linear layers (matrix and bias) with GELU between them."""

    def gelu(self, b: Builder, x: str) -> str:
        """GELU."""

    def rows(self, b: Builder, table: Array, numbers: str) -> str:
        """The rows `numbers` of a table."""


@dataclass
class Floats:
    """32-bit floats; `seen` are the inputs of all products, in order."""

    seen: list[str] = field(default_factory=list)

    def linear(self, b: Builder, x: str, matrix: Array, bias: Array | None) -> str:
        """`x @ matrix + bias`."""
        if x not in self.seen:
            self.seen.append(x)
        out, _ = float_product(b, x, matrix)
        return str(b.add("Add", out, b.constant(bias))) if bias is not None else out

    def feed_forward(self, b: Builder, x: str, first: tuple[Array, Array], second: tuple[Array, Array]) -> str:
        """Two linear layers with GELU between them."""
        return self.linear(b, self.gelu(b, self.linear(b, x, *first)), *second)

    def gelu(self, b: Builder, x: str) -> str:
        """GELU, exact."""
        return str(b.add("Gelu", x))

    def rows(self, b: Builder, table: Array, numbers: str) -> str:
        """The rows `numbers` of a table."""
        return str(b.add("Gather", b.constant(table), numbers))


def float_product(b: Builder, x: str, matrix: Array) -> tuple[str, str | None]:
    """In 32-bit floats."""
    return b.add("MatMul", x, b.constant(matrix)), None


@dataclass(frozen=True)
class Naming:
    """Which conventions (their numbers) say what a person, organization or place is, and which other names are MISC; `labels` are the name head's."""

    names: int
    misc: int
    labels: Sequence[str]


@dataclass(frozen=True)
class Packing:
    """Names of index vectors: `real` are a table's places that hold something, in order; `padded` (shaped as the table) says which of them stands where."""

    real: str
    padded: str

    def pad(self, b: Builder, x: str, *, name: str = "") -> str:
        """Packed rows as a table again, batch × length; padding repeats the row before it."""
        return str(b.add("Gather", x, self.padded, name=name))


def make_parser_graph(w: Weights, how: Arithmetic, naming: Naming, *, shown: Sequence[str] = ()) -> onnx.ModelProto:
    """Word pieces to tags, name and sentence-end scores, arc scores and the factors of relation scores; `shown` are further outputs."""
    b = Builder()
    pieces = add_packing(b, b.add("Cast", "mask", to=TensorProto.BOOL))
    places = add_packing(b, b.add("Greater", "last", b.whole(0)))
    row = b.add("Mul", b.add("Div", places.real, add_size(b, "first", 1)), add_size(b, "ids", 1))
    ends = [b.add("Add", row, add_packed(b, n, places)) for n in ("first", "last")]
    needed = add_packing(b, add_marks(b, ends))
    hidden = add_encoder(b, w, how, add_pieces(b, w, how, pieces), pieces, needed)
    words = add_words(b, hidden, needed, ends)
    add_tags(b, w, how, words, places)
    apart = w["sentence_end.weight"][1] - w["sentence_end.weight"][0]
    # a product with one column would be summed in an order that the number of rows decides
    ends = b.add("ReduceSum", b.add("Mul", words, b.constant(apart)), b.whole(-1), keepdims=0)
    places.pad(b, b.add("Add", ends, b.constant(w["sentence_end.bias"][1:] - w["sentence_end.bias"][:1])), name="end")
    add_names(b, w, how, (words, places), naming)
    add_arcs(b, w, how, (words, places))
    return b.model(
        [
            *(helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "pieces"]) for n in ("ids", "shapes")),
            helper.make_tensor_value_info("mask", TensorProto.INT32, ["batch", "pieces"]),
            *(helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "words"]) for n in ("first", "last")),
        ],
        [
            *(helper.make_tensor_value_info(n, TensorProto.INT32, ["batch", "words"]) for n in TAGS),
            *(helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in ("end", "name", "arc", "dep", "head", *shown)),
        ],
    )


def add_packing(b: Builder, is_real: str) -> Packing:
    """The packing of a table of truth values."""
    flat = b.add("Cast", b.add("Reshape", is_real, b.whole(-1)), to=TensorProto.INT64)
    before = b.add("Sub", b.add("CumSum", flat, b.constant(np.array(0))), b.whole(1))
    real = b.add("Reshape", b.add("NonZero", flat), b.whole(-1))
    return Packing(real, b.add("Reshape", b.add("Max", before, b.whole(0)), b.add("Shape", is_real)))


def add_size(b: Builder, table: str, axis: int) -> str:
    """How long a table is along an axis, as a list of one."""
    return str(b.add("Slice", b.add("Shape", table), b.whole(axis), b.whole(axis + 1)))


def add_packed(b: Builder, table: str, packing: Packing) -> str:
    """The real values of a table of numbers, one after the other."""
    return str(b.add("Gather", b.add("Reshape", table, b.whole(-1)), packing.real))


def add_pieces(b: Builder, w: Weights, how: Arithmetic, pieces: Packing) -> str:
    """The vectors of the real pieces before the first layer: what they are, their word's shape, and their place in the window."""
    x = how.rows(b, w["encoder.embeddings.word_embeddings.weight"], add_packed(b, "ids", pieces))
    x = b.add("Add", x, b.add("Gather", b.constant(w["shape.weight"]), add_packed(b, "shapes", pieces)))
    places = w["encoder.embeddings.position_embeddings.weight"] + w["encoder.embeddings.token_type_embeddings.weight"][0]
    place = b.add("Mod", pieces.real, add_size(b, "ids", 1))
    return add_norm(b, w, b.add("Add", x, b.add("Gather", b.constant(places), place)), "encoder.embeddings.LayerNorm")


def add_marks(b: Builder, places: Sequence[str]) -> str:
    """A table like that of the pieces, true at the given places."""
    shape = b.add("Shape", "ids")
    marks = b.add("Reshape", b.add("Sub", "ids", "ids"), b.whole(-1))
    for place in places:
        marks = b.add("ScatterElements", marks, place, b.add("Expand", b.whole(1), b.add("Shape", place)))
    return str(b.add("Cast", b.add("Reshape", marks, shape), to=TensorProto.BOOL))


def add_encoder(b: Builder, w: Weights, how: Arithmetic, x: str, pieces: Packing, needed: Packing) -> str:
    """The transformer on the pieces' vectors `x`; after the last layer's attention only the pieces `needed` go on."""
    hidden = b.add("Unsqueeze", b.add("Cast", "mask", to=TensorProto.BOOL), b.whole(1, 2))
    length = add_size(b, "ids", 1)
    size = b.add("Concat", add_size(b, "ids", 0), b.whole(1), length, length, axis=0)
    mask = b.add("Expand", b.add("Where", hidden, b.constant(np.float32(0)), b.constant(np.float32(-1e4))), size)
    layers = sum(k.endswith("intermediate.dense.bias") for k in w)
    for i in range(layers):
        layer = f"encoder.encoder.layer.{i}."
        q, k, v = (pieces.pad(b, how.linear(b, x, *dense(w, f"{layer}attention.self.{kind}"))) for kind in ("query", "key", "value"))
        mixed = b.add("Attention", q, k, v, mask, q_num_heads=HEADS, kv_num_heads=HEADS)
        going_on = pieces
        if i == layers - 1:
            going_on = needed
            x = b.add("Gather", x, b.add("Gather", b.add("Reshape", pieces.padded, b.whole(-1)), needed.real))
        mixed = b.add("Gather", b.add("Reshape", mixed, b.whole(-1, words_width(w))), going_on.real)
        out = how.linear(b, mixed, *dense(w, layer + "attention.output.dense"))
        x = add_norm(b, w, b.add("Add", out, x), layer + "attention.output.LayerNorm")
        out = how.feed_forward(b, x, dense(w, layer + "intermediate.dense"), dense(w, layer + "output.dense"))
        x = add_norm(b, w, b.add("Add", out, x), layer + "output.LayerNorm")
    return x


def dense(w: Weights, name: str) -> tuple[Array, Array]:
    """A linear layer's matrix (inputs × outputs) and bias."""
    return w[name + ".weight"].T, w[name + ".bias"]


def add_norm(b: Builder, w: Weights, x: str, name: str) -> str:
    """Layer normalisation with the weights under `name` (ONNX Runtime's fused addition and normalisation is ten times as slow)."""
    out: str = b.add("LayerNormalization", x, b.constant(w[name + ".weight"]), b.constant(w[name + ".bias"]), axis=-1, epsilon=EPSILON)
    return out


def add_words(b: Builder, hidden: str, needed: Packing, ends: Sequence[str]) -> str:
    """Word vectors: the mean of a word's first and last piece, which stand at `ends` in the table of the pieces."""
    table = b.add("Reshape", needed.padded, b.whole(-1))
    pair = [b.add("Gather", hidden, b.add("Gather", table, end)) for end in ends]
    out: str = b.add("Mul", b.add("Add", *pair), b.constant(np.array(0.5, dtype=np.float32)))
    return out


def add_tags(b: Builder, w: Weights, how: Arithmetic, words: str, places: Packing) -> None:
    """The best label of each tag layer."""
    matrix, bias = (np.concatenate([w[f"tags.{k}.{part}"] for k in TAGS]) for part in ("weight", "bias"))
    sizes = b.whole(*(len(w[f"tags.{k}.bias"]) for k in TAGS))
    for name, part in zip(TAGS, b.add("Split", how.linear(b, words, matrix.T, bias), sizes, outputs=len(TAGS), axis=-1), strict=True):
        places.pad(b, b.add("Cast", b.add("ArgMax", part, axis=-1, keepdims=0), to=TensorProto.INT32), name=name)


def add_names(b: Builder, w: Weights, how: Arithmetic, packed: tuple[str, Packing], naming: Naming) -> None:
    """Log-probabilities of names under one convention, mixed with a little of another, which word outside its names is MISC being left to the other.

    The corpus with the best marked persons, organizations and places marks nothing else, so its O is "O or MISC".
    """
    words, places = packed
    width = words_width(w)
    first = w["names.0.weight"]
    shared = how.linear(b, words, first[:, :width].T, None)
    offsets = w["convention.weight"] @ first[:, width:].T + w["names.0.bias"]
    logs = []
    for number in (naming.names, naming.misc):
        # as a table of at least eight rows: a float product of a single row would be summed in another order
        inner = places.pad(b, how.gelu(b, b.add("Add", shared, b.constant(offsets[number]))))
        out, _ = float_product(b, inner, w["names.3.weight"].T)
        logs.append(b.add("LogSoftmax", b.add("Add", out, b.constant(w["names.3.bias"])), axis=-1))
    shares = [b.add("Mul", b.add("Exp", x), b.constant(np.float32(n))) for x, n in zip(logs, (1 - OTHER_SHARE, OTHER_SHARE), strict=True)]
    logs[0] = b.add("Log", b.add("Max", b.add("Add", *shares), b.constant(np.float32(1e-30))))
    is_rest = np.array([x == "O" or x.endswith("MISC") for x in naming.labels])
    mask, last = b.constant(np.where(is_rest, 0, -1e4).astype(np.float32)), b.whole(-1)
    rest = [b.add("ReduceLogSumExp", b.add("Add", x, mask), last, keepdims=1) for x in logs]
    shifted = b.add("Add", logs[1], b.add("Sub", *rest))
    b.add("Where", b.constant(is_rest), shifted, logs[0], name="name")


def add_arcs(b: Builder, w: Weights, how: Arithmetic, packed: tuple[str, Packing]) -> None:
    """The arc scores and the factors of the relation scores."""
    words, places = packed
    arc, rel = w["arc_dep.weight"].shape[0], w["rel_dep.weight"].shape[0]
    factors = {}
    for side in ("dep", "head"):
        matrix = np.concatenate([w[f"arc_{side}.weight"], w[f"rel_{side}.weight"]]).T
        bias = np.concatenate([w[f"arc_{side}.bias"], w[f"rel_{side}.bias"]])
        factors[side] = b.add("Split", how.gelu(b, how.linear(b, words, matrix, bias)), b.whole(arc, rel), outputs=2, axis=-1)
    # the root's vector is always the same, and so are its factors
    root = exact_gelu(w["root"] @ matrix + bias)
    places.pad(b, factors["dep"][1], name="dep")
    add_rooted(b, root[arc:], places.pad(b, factors["head"][1]), name="head")
    heads = add_rooted(b, root[:arc], places.pad(b, factors["head"][0]))
    weight = w["arc_weight"] / np.float32(arc**0.5)
    sizes = b.constant(np.diff([*range(0, arc, SUM_BLOCK), arc]))
    parts = -(-arc // SUM_BLOCK)
    lefts = b.add("Split", places.pad(b, how.linear(b, factors["dep"][0], weight[:-1], weight[-1])), sizes, outputs=parts, axis=-1)
    rights = b.add("Split", b.add("Transpose", heads, perm=[0, 2, 1]), sizes, outputs=parts, axis=1)
    lefts, rights = ([x] if parts == 1 else x for x in (lefts, rights))
    products = [b.add("MatMul", x, y) for x, y in zip(lefts, rights, strict=True)]
    b.add("Identity", reduce(lambda x, y: b.add("Add", x, y), products), name="arc")


def exact_gelu(x: Array) -> Array:
    """GELU of a vector."""
    return np.array([v * (1 + math.erf(v / math.sqrt(2))) / 2 for v in x.tolist()], dtype=np.float32)


def add_rooted(b: Builder, root: Array, words: str, *, name: str = "") -> str:
    """A table of words (batch × length × width) with the root's row before each window's first."""
    shape = b.add("Concat", add_size(b, words, 0), b.whole(1, len(root)), axis=0)
    return str(b.add("Concat", b.add("Expand", b.constant(root.reshape(1, 1, -1)), shape), words, axis=1, name=name))


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
    column = b.add("Unsqueeze", "head", b.whole(2))
    large = b.add("MatMul", b.add("Reshape", pairs, b.whole(-1, count, size)), column)
    large = b.add("Squeeze", large, b.whole(2))
    if row:
        large = b.add("Mul", large, row)
    of_dep = b.add("Add", float_product(b, "dep", weight[:, :size, size].T)[0], b.constant(weight[:, size, size]))
    of_head, _ = float_product(b, "head", weight[:, size, :size].T)
    b.add("Add", large, b.add("Add", of_dep, of_head), name="relation")
    floats = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["words", size]) for n in ("dep", "head")]
    return b.model(floats, [helper.make_tensor_value_info("relation", TensorProto.FLOAT, ["words", count])])
