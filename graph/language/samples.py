"""In: paragraphs of annotated sentences. Out: batches of tensors with the answers beside them.

A sample is one sentence, or a whole paragraph as running text (from which sentence ends are learned). It refuses to train.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from graph.language.augment import NamePool, augment, drop_article
from graph.language.corpora import CORPORA, Paragraph, Sentence
from graph.language.lemmas import make_script
from graph.language.model import CONVENTIONS, Batch
from graph.language.pieces import SPECIAL_SHAPE, Pieces, word_shape

UNKNOWN = -100
"""The answer that no loss counts."""
O_OR_MISC = -200
"""A proper noun outside every name of a corpus that marks no MISC: no person, organization or place, but perhaps another name."""
LONGEST = 180
"""Words in a paragraph sample; a longer paragraph is cut after the sentence that fits."""
ARTICLES_DROPPED = 0.15
"""Share of sentences that lose an opening article in training."""
LAYERS = ("upos", "xpos", "feats", "lemma", "kind", "name", "deprel")


@dataclass(frozen=True)
class Sample:
    """Pieces of a running text with its answers; `heads` are 1 + the head's position (0 the root); `group` is each word's sentence."""

    ids: list[int]
    shapes: list[int]
    first: list[int]
    last: list[int]
    answers: dict[str, list[int]]
    group: list[int]
    convention: int
    guesses: list[tuple[float, ...]]


def collect_labels(paragraphs: Iterable[Paragraph], *, rare: int = 2) -> dict[str, list[str]]:
    """Each layer's labels in a fixed order; lemma scripts and features seen fewer than `rare` times are left unknown."""
    counts: dict[str, dict[str, int]] = {k: {} for k in LAYERS}
    for sentence in (s for p in paragraphs for s in p):
        for layer, values in sentence_layers(sentence).items():
            for value in values or ():
                counts[layer][value] = counts[layer].get(value, 0) + 1
    keep = {k: {v for v, n in c.items() if v != "?" and n >= (rare if k in ("lemma", "feats") else 1)} for k, c in counts.items()}
    return {k: sorted(v, key=lambda x: (x != "O", x)) for k, v in keep.items()}


def sentence_layers(sentence: Sentence) -> dict[str, Sequence[str] | None]:
    """The sentence's labels by layer."""
    scripts = [make_script(w, x) for w, x in zip(sentence.words, sentence.lemmas, strict=True)] if sentence.lemmas else None
    return {
        "upos": sentence.upos,
        "xpos": sentence.xpos,
        "feats": sentence.feats,
        "lemma": scripts,
        "kind": sentence.kinds,
        "name": sentence.names,
        "deprel": sentence.deprels,
    }


def draw_texts(paragraphs: Sequence[Paragraph], rng: random.Random) -> list[Paragraph]:
    """One epoch's texts: half of the paragraphs whole (up to `LONGEST` words), the others sentence by sentence."""
    texts: list[Paragraph] = []
    for paragraph in paragraphs:
        if paragraph[0].corpus == "redocred" and rng.random() < 0.5:
            continue  # a third of all words and names only: half of them a round costs no accuracy elsewhere
        whole = rng.random() < 0.5
        current: list[Sentence] = []
        for sentence in paragraph:
            if current and (not whole or sum(len(s.words) for s in current) + len(sentence.words) > LONGEST):
                texts.append(tuple(current))
                current = []
            current.append(sentence)
        texts.append(tuple(current))
    return texts


def make_sample(text: Paragraph, labels: dict[str, dict[str, int]], pieces: Pieces, pool: NamePool | None, rng: random.Random) -> Sample:
    """The text's pieces and answers, augmented where a pool of names is given; lemma answers are those of the printed words."""
    ids, shapes = [pieces.start], [SPECIAL_SHAPE]
    first: list[int] = []
    last: list[int] = []
    group: list[int] = []
    answers: dict[str, list[int]] = {k: [] for k in (*LAYERS, "head", "end")}
    guesses: list[tuple[float, ...]] = []
    unguessed = (0.0,) * len(labels["kind"])
    for number, whole in enumerate(text):
        offset = len(first)
        original = drop_article(whole) if pool and rng.random() < ARTICLES_DROPPED else whole
        sentence = augment(original, pool, rng) if pool else original
        for word in sentence.words:
            cut = pieces.cut(word)
            first.append(len(ids))
            ids += cut
            last.append(len(ids) - 1)
            shapes += [word_shape(word)] * len(cut)
            group.append(number)
        for layer, values in sentence_layers(original).items():
            answers[layer] += [labels[layer].get(v, UNKNOWN) for v in values] if values else [UNKNOWN] * len(original.words)
        guesses += original.guesses or [unguessed] * len(original.words)
        answers["head"] += [h + 1 + offset if h >= 0 else 0 for h in original.heads] if original.heads else [UNKNOWN] * len(original.words)
        answers["end"] += [0] * (len(original.words) - 1) + [1] if original.heads else [UNKNOWN] * len(original.words)
        if original.names and original.upos and not CORPORA[original.corpus].marks_misc:
            for i, (tag, pos) in enumerate(zip(original.names, original.upos, strict=True)):
                if tag == "O" and pos == "PROPN":
                    answers["name"][offset + i] = O_OR_MISC
    answers["end"][-1] = UNKNOWN  # the text ends there in any case: nothing to learn
    return Sample([*ids, pieces.end], [*shapes, SPECIAL_SHAPE], first, last, answers, group, CONVENTIONS.index(text[0].corpus), guesses)


def group_batches(samples: Sequence[Sample], *, size: int, rng: random.Random | None = None) -> list[list[Sample]]:
    """Batches of about `size` pieces, alike in length; shuffled where a generator is given."""
    noise = (lambda: rng.random() * 6) if rng else (lambda: 0.0)
    ordered = sorted((s for s in samples if len(s.ids) <= 500), key=lambda s: len(s.ids) + noise())
    out: list[list[Sample]] = []
    current: list[Sample] = []
    for sample in ordered:
        if current and max(len(sample.ids), len(current[0].ids), len(current[-1].ids)) * (len(current) + 1) > size:
            out.append(current)
            current = []
        current.append(sample)
    out.append(current)
    if rng:
        rng.shuffle(out)
    return out


def stack_batch(samples: Sequence[Sample]) -> tuple[Batch, dict[str, Tensor]]:
    """Tensors of a batch, and its answers by layer, with each word's sentence under "group" and the guessed kinds, batch × words × kinds, under "guesses"."""
    length, count = max(len(s.ids) for s in samples), max(len(s.first) for s in samples)

    def pad(rows: Iterable[list[int]], n: int, fill: int) -> Tensor:
        return torch.tensor([row + [fill] * (n - len(row)) for row in rows])

    batch = Batch(
        ids=pad((s.ids for s in samples), length, 0),
        shapes=pad((s.shapes for s in samples), length, SPECIAL_SHAPE),
        mask=pad(([1] * len(s.ids) for s in samples), length, 0),
        first=pad((s.first for s in samples), count, 0),
        last=pad((s.last for s in samples), count, 0),
        words=pad(([1] * len(s.first) for s in samples), count, 0).bool(),
        convention=torch.tensor([s.convention for s in samples]),
    )
    answers = {k: pad((s.answers[k] for s in samples), count, UNKNOWN) for k in (*LAYERS, "head", "end")}
    unguessed = (0.0,) * len(samples[0].guesses[0])
    answers["guesses"] = torch.tensor([[*s.guesses, *[unguessed] * (count - len(s.guesses))] for s in samples])
    answers["group"] = pad((s.group for s in samples), count, -1)
    return batch, answers
