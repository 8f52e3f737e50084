"""Words per second of the parse, beside the machine's own limit: `python tests/benchmarks/bench_parse.py [FILE] [--network FOLDER]`.

Without a file it parses an article of its own, over and over, each paragraph with another number in it. Best of five rounds.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

PARAGRAPHS = (
    "The harbour board of Westerhaven voted on Tuesday to close pier {n}, its chairwoman, Ingrid Solberg, said, after divers had found cracks in its pillars.",
    "“We have no choice,” Ms Solberg told reporters outside the old customs house. “Nobody will pay for pier {n} if it falls into the sea.”",
    "Ferry companies, which carry {n},000 passengers a year from the pier, were not asked. Two of them, Nordlink and the smaller Kystfart, said they would "
    "go to court; a third has already moved its boats to Eastmouth, the only other harbour within 40 miles that can take ships of that size.",
    "Built by Italian engineers in 1961, the pier was repaired twice, most recently in 2009, when the government in Oslo paid half of the £{n}m bill.",
)
HEADS = 5
"""The last products of the network, which work on words; all others work on word pieces."""


def make_text(words: int) -> str:
    """About so many words of running text, no two paragraphs alike."""
    count = words // 110
    return "\n\n".join(p.format(n=n) for n in range(2, count + 2) for p in PARAGRAPHS)


def best_time(run: Callable[[], object], rounds: int = 5) -> float:
    """Seconds of the quickest round."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return min(times)


def matrix_limit(threads: int) -> tuple[float, float]:
    """GFLOP/s of ONNX Runtime's 32-bit and 8-bit products of the network's largest matrix."""
    from onnx import TensorProto, helper, numpy_helper
    from onnxruntime import InferenceSession, SessionOptions

    rows, inner, columns = 1536, 384, 1536
    rng = np.random.default_rng(0)
    found = []
    for op, kind, weight in (
        ("MatMul", np.float32, rng.standard_normal((inner, columns)).astype(np.float32)),
        ("MatMulInteger", np.uint8, rng.integers(-63, 64, (inner, columns)).astype(np.int8)),
    ):
        types = (TensorProto.FLOAT, TensorProto.FLOAT) if kind is np.float32 else (TensorProto.UINT8, TensorProto.INT32)
        ends = [helper.make_tensor_value_info(n, t, None) for n, t in zip("xy", types, strict=True)]
        graph = helper.make_graph([helper.make_node(op, ["x", "w"], ["y"])], "limit", ends[:1], ends[1:], [numpy_helper.from_array(weight, "w")])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
        model.ir_version = 9
        options = SessionOptions()
        options.intra_op_num_threads = threads
        session = InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        x = rng.integers(0, 127, (rows, inner)).astype(kind)
        found.append(2 * rows * inner * columns / best_time(lambda s=session, x=x: s.run(None, {"x": x}), 10) / 1e9)
    return found[0], found[1]


def operations_a_word(folder: Path, pieces: float) -> float:
    """Millions of multiplications and additions that the network's 8-bit products take for one word of so many pieces."""
    import onnx

    graph = onnx.load(folder / "parser.onnx").graph
    sizes = {x.name: int(np.prod(x.dims)) for x in graph.initializer}
    products = [sizes[n.input[1]] for n in graph.node if n.op_type == "MatMulIntegerToFloat"]
    return 2 * (pieces * sum(products[:-HEADS]) + sum(products[-HEADS:])) / 1e6


def measure(text: str, threads: int, folder: Path) -> None:
    """Prints one line of figures."""
    from graph.language import make_pipeline
    from graph.language.parser import Parser, paragraph_tokens, place_windows

    parser = Parser(folder, threads=threads)
    nlp = make_pipeline(parser)
    own = nlp.get_pipe("triplewire_parser")
    nlp(text[:2000])
    whole = best_time(lambda: nlp(text))
    doc = nlp.make_doc(text)
    texts = [t.text for t in doc]
    blank = [t.is_space for t in doc]
    windows = [own.network.make_window([texts[i] for i in place]) for place in place_windows(texts, blank, paragraph_tokens(doc, texts, blank))]
    words = sum(len(w.first) for w in windows)
    network = best_time(lambda: [None for _ in own.network.score_windows(windows)])
    floats, integers = matrix_limit(threads)
    cost = operations_a_word(folder, sum(len(w.ids) for w in windows) / words)
    print(
        f"{threads} core(s): parse {words / whole:,.0f} words/s, network alone {words / network:,.0f} words/s, "
        f"outside the network {1 - network / whole:.0%} of the time; this machine multiplies {floats:.0f} GFLOP/s in 32-bit floats and {integers:.0f} in 8-bit "
        f"integers, which alone would allow {floats * 1000 / cost:,.0f} and {integers * 1000 / cost:,.0f} words/s at {cost:.1f} million operations a word"
    )


def main() -> None:
    """The command line."""
    from graph.language.inference import FOLDER, usable_cores

    options = argparse.ArgumentParser(description="Words per second of the parse, on one core and on all.")
    options.add_argument("file", type=Path, nargs="?", help="text to parse (default: an article of its own)")
    options.add_argument("--network", type=Path, default=FOLDER, help="folder of the network (default: the shipped one)")
    chosen = options.parse_args()
    text = chosen.file.read_text(encoding="utf-8") if chosen.file else make_text(6_000)
    for threads in range(1, usable_cores() + 1):
        measure(text, threads, chosen.network)
    start = "import time; t = time.perf_counter(); from graph.language import load; load()('Hello.'); print(f'{time.perf_counter() - t:.2f}')"
    spacy = "import time; t = time.perf_counter(); import spacy; print(f'{time.perf_counter() - t:.2f}')"
    seconds = [
        min(subprocess.run([sys.executable, "-c", c], capture_output=True, text=True, check=True).stdout.strip() for _ in range(3)) for c in (start, spacy)
    ]
    print(f"start-up: import, load and a first sentence {seconds[0]} s, of which spaCy's own import {seconds[1]} s")


if __name__ == "__main__":
    main()
