"""In: a checkpoint of the training. Out: the folder that is shipped: 8-bit ONNX graphs, labels, word pieces and lemmas.

    python -m graph.language.export --checkpoint FILE --data DIR [--out FOLDER] [--float]

The graphs' answers are compared with torch's on the dev parts; where they differ by more than the stated bounds nothing is written.
Needs the `train` extra. It refuses to train; `graph.language.evaluate` measures what it wrote.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch

from graph.language.calibrating import measure_ranges
from graph.language.corpora import Sentence, read_treebank
from graph.language.inference import FOLDER, Network
from graph.language.lemmas import collect_forms, read_irregular, write_file
from graph.language.model import CONVENTIONS, TAG_HEADS, load_encoder
from graph.language.model import Network as Trained
from graph.language.onnx_graph import Floats, Naming, float_product, make_parser_graph, make_relation_graph
from graph.language.pieces import Pieces
from graph.language.quantizing import Integers, integer_product
from graph.language.samples import make_sample, stack_batch
from graph.language.train import default_encoder

NAMES, MISC = "ewt", "wikigold"
"""The conventions followed: Universal NER's for persons, organizations and places, Wikigold's (like newswire's) for all other names."""
MOST_FLOAT_DIFFERENCE = 1e-2
"""Most that an arc score of the 32-bit graph may differ from torch's (scores reach tens): the same sums in another order."""
LEAST_AGREEMENT = 0.98
"""Least share of words with the same head, of the 8-bit graphs and torch (measured: 0.989)."""
CHECKED = 200
"""Sentences compared."""


def export_network(checkpoint: Mapping[str, Any], encoder: Path, sentences: Sequence[Sentence], folder: Path, *, is_float: bool = False) -> None:
    """Writes the shipped folder; `sentences` are the training sentences, for the lemmas and the 8-bit scales."""
    weights = {k: v.float().numpy() for k, v in checkpoint["weights"].items()}
    naming = Naming(CONVENTIONS.index(NAMES), CONVENTIONS.index(MISC), checkpoint["labels"]["name"])
    pieces = Pieces.from_file(encoder / "tokenizer.json")
    how = Floats() if is_float else Integers(measure_ranges(weights, naming, pieces, sentences))
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(make_parser_graph(weights, how, naming), str(folder / "parser.onnx"))
    onnx.save(make_relation_graph(weights, float_product if is_float else integer_product), str(folder / "relations.onnx"))
    labels = json.dumps({"labels": checkpoint["labels"], "conventions": [NAMES, MISC]}, ensure_ascii=False, indent=0)
    (folder / "labels.json").write_text(labels + "\n", encoding="utf-8")
    shutil.copyfile(encoder / "tokenizer.json", folder / "tokenizer.json")
    words = ((w, u, x, m) for s in sentences if s.lemmas for w, u, x, m in zip(s.words, s.upos or (), s.xpos or (), s.lemmas, strict=True))
    # a treebank's slip ("flead") must not beat the list
    write_file(collect_forms(words) | read_irregular(), folder / "lemmas.tsv.gz")


def compare_networks(checkpoint: Mapping[str, Any], encoder: Path, folder: Path, sentences: Sequence[Sentence]) -> dict[str, float]:
    """The largest difference of an arc score, and the shares of words with the same head and the same tags."""
    trained = Trained(load_encoder(encoder), checkpoint["labels"])
    trained.load_state_dict(checkpoint["weights"])
    trained.eval()
    shipped = Network(folder, threads=1)
    pieces = Pieces.from_file(encoder / "tokenizer.json")
    largest, words, heads, tags = 0.0, 0, 0, 0
    windows = [shipped.make_window(s.words) for s in sentences]
    for number, own in chain.from_iterable(shipped.score_windows(windows)):
        torch_arcs, torch_tags = torch_scores(trained, pieces, sentences[number])
        largest = max(largest, float(np.abs(torch_arcs - own.arc).max()))
        words += len(own.arc)
        heads += int((torch_arcs.argmax(1) == own.arc.argmax(1)).sum())
        tags += int(sum((torch_tags[k] == own.tags[k]).sum() for k in TAG_HEADS))
    return {"difference": largest, "heads": heads / words, "tags": tags / words / len(TAG_HEADS)}


@torch.no_grad()
def torch_scores(net: Trained, pieces: Pieces, sentence: Sentence) -> tuple[Any, dict[str, Any]]:
    """Arc scores and tags of one sentence as torch gives them."""
    index = {k: {v: i for i, v in enumerate(vs)} for k, vs in net.labels.items()}
    batch, _ = stack_batch([make_sample((sentence,), index, pieces, None, random.Random(0))])
    out = net(batch)
    return out["arc"][0].numpy(), {k: out[k][0].argmax(-1).numpy() for k in TAG_HEADS}


def check_export(checkpoint: Mapping[str, Any], encoder: Path, folder: Path, data: Path, *, is_float: bool) -> str:
    """The comparison in one line; raises `ValueError` where a bound is broken."""
    sentences = [s for p in islice(read_treebank(data, "gum", "dev"), 60) for s in p][:CHECKED]
    found = compare_networks(checkpoint, encoder, folder, sentences)
    said = f"largest difference of an arc score {found['difference']:.4f}, same heads {found['heads']:.2%}, same tags {found['tags']:.2%}"
    if found["heads"] < LEAST_AGREEMENT or (is_float and found["difference"] > MOST_FLOAT_DIFFERENCE):
        raise ValueError(f"the exported network is not the trained one: {said}")
    return said


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m graph.language.export", description="Turns a checkpoint into the shipped network.")
    parser.add_argument("--checkpoint", type=Path, required=True, help="what graph.language.train wrote")
    parser.add_argument("--data", type=Path, required=True, help="folder with ud/ and ner/ as graph/language/corpora.py reads them")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write (default: the shipped one)")
    parser.add_argument("--encoder", type=Path, help="folder of the pretrained encoder, for its word pieces")
    parser.add_argument("--float", action="store_true", help="32-bit weights, to measure what 8 bits cost")
    options = parser.parse_args(arguments)
    checkpoint = torch.load(options.checkpoint, map_location="cpu", weights_only=True)
    encoder = options.encoder or default_encoder()
    training = [s for c in ("ewt", "gum") for p in read_treebank(options.data, c, "train") for s in p]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        export_network(checkpoint, encoder, training, folder, is_float=options.float)
        print(check_export(checkpoint, encoder, folder, options.data, is_float=options.float))
        options.out.mkdir(parents=True, exist_ok=True)
        for path in sorted(folder.iterdir()):
            shutil.copyfile(path, options.out / path.name)
    print(f"{options.out}: {sum(p.stat().st_size for p in options.out.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
