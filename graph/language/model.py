"""In: word pieces and where each word begins and ends. Out: scores of every head for every word. The torch network, used in training only.

A six-layer MiniLM encoder (uncased; a learned embedding of each word's shape gives case back), linear heads for tags, a name head told
which corpus's convention to follow, and a biaffine parser (Dozat & Manning 2017). It refuses to decode: trees are made in `decoding`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from graph.language.pieces import SPECIAL_SHAPE

CONVENTIONS = ("ewt", "gum", "wikigold", "redocred", "crossner")
"""Whose idea of a name the name head follows; the position is the head's input."""
TAG_HEADS = ("upos", "xpos", "feats", "lemma", "kind")


@dataclass(frozen=True)
class Batch:
    """One batch: piece tensors are batch × pieces, word tensors batch × words; `convention` is one number a row."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    words: Tensor
    convention: Tensor


class Network(nn.Module):
    """The encoder and its heads; `labels` gives each tag head's labels, in the order of its scores."""

    def __init__(self, encoder: nn.Module, labels: dict[str, list[str]], *, width: int = 384, arc: int = 384, rel: int = 128) -> None:
        """Fresh heads on `encoder`."""
        super().__init__()
        self.encoder = encoder
        self.labels = labels
        self.shape = nn.Embedding(SPECIAL_SHAPE + 1, width)
        nn.init.normal_(self.shape.weight, std=0.02)
        self.drop, self.drop_factors = nn.Dropout(0.2), nn.Dropout(0.25)
        self.drop_pieces = nn.Dropout1d(0.05)
        self.root = nn.Parameter(torch.zeros(width))
        self.tags = nn.ModuleDict({k: nn.Linear(width, len(labels[k])) for k in TAG_HEADS})
        self.sentence_end = nn.Linear(width, 2)
        self.convention = nn.Embedding(len(CONVENTIONS), 32)
        self.names = nn.Sequential(nn.Linear(width + 32, 256), nn.GELU(), nn.Dropout(0.1), nn.Linear(256, len(labels["name"])))
        self.arc_dep, self.arc_head = nn.Linear(width, arc), nn.Linear(width, arc)
        self.rel_dep, self.rel_head = nn.Linear(width, rel), nn.Linear(width, rel)
        self.arc_weight = nn.Parameter(torch.empty(arc + 1, arc))
        nn.init.xavier_uniform_(self.arc_weight)
        self.rel_weight = nn.Parameter(torch.randn(len(labels["deprel"]), rel + 1, rel + 1) * 0.05)

    def encode(self, batch: Batch) -> Tensor:
        """Word vectors, batch × words × width: the mean of a word's first and last piece."""
        # in training some pieces keep nothing but their shape, so that the words around them are learned from
        pieces = self.drop_pieces(self.encoder.embeddings.word_embeddings(batch.ids)) + self.shape(batch.shapes)
        hidden = self.encoder(inputs_embeds=pieces, attention_mask=batch.mask).last_hidden_state
        return (gather_words(hidden, batch.first) + gather_words(hidden, batch.last)) / 2

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """Scores of every head; `arc` is batch × words × (1 + words), its first column the root."""
        words = self.drop(self.encode(batch))
        out = {k: head(words) for k, head in self.tags.items()}
        out["end"] = self.sentence_end(words)
        convention = self.convention(batch.convention).unsqueeze(1).expand(-1, words.size(1), -1)
        out["name"] = self.names(torch.cat([words, convention], -1))
        rooted = torch.cat([self.root.expand(words.size(0), 1, -1), words], 1)
        dep, head = (self.drop_factors(F.gelu(x)) for x in (self.arc_dep(words), self.arc_head(rooted)))
        arcs = append_one(dep) @ self.arc_weight @ head.transpose(1, 2) / head.size(-1) ** 0.5
        known = torch.cat([torch.ones_like(batch.words[:, :1]), batch.words], 1)
        out["arc"] = arcs.masked_fill(~known[:, None, :], -1e4)
        out["rel_dep"], out["rel_head"] = (self.drop_factors(F.gelu(x)) for x in (self.rel_dep(words), self.rel_head(rooted)))
        return out

    def relation(self, dep: Tensor, head: Tensor) -> Tensor:
        """Relation scores of words with their heads, both … × rel."""
        return torch.einsum("...i,rij,...j->...r", append_one(dep), self.rel_weight, append_one(head))


def gather_words(hidden: Tensor, where: Tensor) -> Tensor:
    """The vectors at the pieces `where` (batch × words)."""
    return hidden.gather(1, where.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))


def append_one(x: Tensor) -> Tensor:
    """`x` with a column of ones, the biaffine layer's bias."""
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def load_encoder(folder: Path) -> nn.Module:
    """The published MiniLM from `folder` (Hugging Face layout)."""
    from transformers import AutoModel

    # without attention dropout: its random masks took an eighth of every training step
    encoder: nn.Module = AutoModel.from_pretrained(folder, attention_probs_dropout_prob=0.0)
    return encoder
