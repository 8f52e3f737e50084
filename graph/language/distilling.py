"""In: checkpoints of earlier runs. Out: the kinds that they guess for sentences that mark none; one network that is the average of several.

    python -m graph.language.distilling --out FILE CHECKPOINT:SHARE CHECKPOINT:SHARE...

Only GUM marks what its nouns name; what the earlier networks say together of the other corpora is learned from as their probabilities
(distillation: Hinton, Vinyals & Dean 2015). Weights of runs that began alike may be averaged (model soups: Wortsman et al. 2022). It refuses to train.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F

from graph.language.corpora import Paragraph, Sentence
from graph.language.model import Network, load_encoder
from graph.language.pieces import Pieces
from graph.language.samples import collect_labels, make_sample, stack_batch

BATCH = 48
LONGEST = 200
"""Words of a sentence beyond which nothing is guessed."""


def guess_kinds(paragraphs: Sequence[Paragraph], encoder: Path, checkpoints: Sequence[Path]) -> list[Paragraph]:
    """The paragraphs, with guesses on each sentence that marks no kinds: the mean of the networks' probabilities, words × kinds."""
    labels = collect_labels(paragraphs)
    networks = [load_network(path, encoder, labels) for path in checkpoints]
    todo = [s for p in paragraphs for s in p if s.kinds is None and len(s.words) < LONGEST]
    todo.sort(key=lambda s: len(s.words))
    pieces = Pieces.from_file(encoder / "tokenizer.json")
    found: dict[int, Sentence] = {}
    for at in range(0, len(todo), BATCH):
        part = todo[at : at + BATCH]
        found |= {id(s): guessed for s, guessed in zip(part, guess_batch(part, networks, pieces), strict=True)}
    return [tuple(found.get(id(s), s) for s in p) for p in paragraphs]


@torch.no_grad()
def guess_batch(sentences: Sequence[Sentence], networks: Sequence[Network], pieces: Pieces) -> list[Sentence]:
    """The sentences with their guesses; all networks have the same labels."""
    index = {layer: {value: i for i, value in enumerate(values)} for layer, values in networks[0].labels.items()}
    batch, _ = stack_batch([make_sample((s,), index, pieces, None, random.Random(0)) for s in sentences])
    chances = torch.stack([F.softmax(network(batch)["kind"], -1) for network in networks]).mean(0)
    rows = [chances[row, : len(s.words)].tolist() for row, s in enumerate(sentences)]
    return [replace(s, guesses=tuple(tuple(round(x, 3) for x in word) for word in row)) for s, row in zip(sentences, rows, strict=True)]


def load_network(checkpoint: Path, encoder: Path, labels: dict[str, list[str]]) -> Network:
    """The trained network of a checkpoint; `ValueError` where it was trained for other labels."""
    saved = torch.load(checkpoint, weights_only=True)
    if saved["labels"] != labels:
        raise ValueError(f"{checkpoint}: trained for other labels than those of this data; train it again on the same corpora")
    network = Network(load_encoder(encoder), labels)
    network.load_state_dict(saved["weights"])
    network.eval()
    return network


def average_checkpoints(shares: Mapping[Path, float]) -> dict[str, object]:
    """A checkpoint whose weights are the weighted mean of those of several, whose labels must be the same."""
    saved = {path: torch.load(path, weights_only=True) for path in shares}
    first = next(iter(saved.values()))
    if any(other["labels"] != first["labels"] for other in saved.values()):
        raise ValueError("the checkpoints were trained for different labels")
    whole = sum(shares.values())
    mean = {
        name: sum(share / whole * saved[path]["weights"][name] for path, share in shares.items()) if weight.is_floating_point() else weight
        for name, weight in first["weights"].items()
    }
    return {"weights": mean, "labels": first["labels"]}


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m graph.language.distilling", description="Averages the weights of several training runs.")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    parser.add_argument("checkpoints", nargs="+", metavar="CHECKPOINT:SHARE", help="for example first.pt:0.6 second.pt:0.4")
    options = parser.parse_args(arguments)
    pairs = [x.rpartition(":") for x in options.checkpoints]
    if not all(name and share.replace(".", "", 1).isdigit() for name, _, share in pairs):
        parser.error("each checkpoint needs its share behind a colon: first.pt:0.6 second.pt:0.4")
    if len({name for name, _, _ in pairs}) < len(pairs):
        parser.error("a checkpoint is named twice; give it one share")
    shares = {Path(name): float(share) for name, _, share in pairs}
    torch.save(average_checkpoints(shares), options.out)


if __name__ == "__main__":
    main()
