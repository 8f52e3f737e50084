"""In: a tokenised spaCy `Doc` and its annotation as plain lists. Out: the same `Doc` with every attribute that later stages read.

Beyond spaCy's own attributes these are `token._.kind`, `token._.certainty` and `doc._.paragraphs`. It refuses to decide anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from spacy.tokens import Doc, Token

IOB = {"I": 1, "O": 2, "B": 3}
"""spaCy's numbers for the three tags."""
KIND_DATA, CERTAINTY_DATA, PARAGRAPH_DATA = "triplewire.kinds", "triplewire.certainties", "triplewire.paragraphs"
"""Where the values of the extensions stand in `doc.user_data`; one list a document, since a dictionary entry per token is slow."""


@dataclass(frozen=True)
class Annotation:
    """All layers, one value per token; `heads` are token numbers, a root's is its own.

    `names` are IOB2 tags ("B-PER", "O"); `kinds` are "" but on the head word of a noun phrase; `paragraphs` are (start, end) in tokens
    and tile the document: the white space between two belongs to the first.
    """

    upos: Sequence[str]
    xpos: Sequence[str]
    feats: Sequence[str]
    lemmas: Sequence[str]
    heads: Sequence[int]
    deprels: Sequence[str]
    names: Sequence[str]
    kinds: list[str] = field(default_factory=list)
    certainties: list[float] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)


def annotate_doc(doc: Doc, annotation: Annotation) -> Doc:
    """Fills `doc` in place and gives it back; sentences follow from the trees."""
    define_extensions()
    add, vocab = doc.vocab.strings.add, doc.vocab
    morphs = {x: vocab.morphology.add(x) for x in set(annotation.feats)}
    here = np.arange(len(doc))
    columns = {
        "POS": [add(x) for x in annotation.upos],
        "TAG": [add(x) for x in annotation.xpos],
        "LEMMA": [add(x) for x in annotation.lemmas],
        "MORPH": [morphs[x] for x in annotation.feats],
        "DEP": [add(x) for x in annotation.deprels],
        "HEAD": (np.asarray(annotation.heads, dtype=np.int64) - here).astype(np.uint64),
        "ENT_IOB": [IOB[x[0]] for x in annotation.names],
        "ENT_TYPE": [add(x[2:]) for x in annotation.names],
    }
    table: Any = np.array([np.asarray(c, dtype=np.uint64) for c in columns.values()]).T
    doc.from_array(list(columns), table)
    doc.user_data[KIND_DATA] = annotation.kinds or [""] * len(doc)
    doc.user_data[CERTAINTY_DATA] = annotation.certainties or [1.0] * len(doc)
    doc.user_data[PARAGRAPH_DATA] = annotation.paragraphs or ([(0, len(doc))] if len(doc) else [])
    return doc


def define_extensions() -> None:
    """Defines `token._.kind`, `token._.certainty` and `doc._.paragraphs`, once."""
    if Token.has_extension("kind"):
        return
    Token.set_extension("kind", getter=lambda t: read_value(t, KIND_DATA, ""), setter=lambda t, v: write_value(t, KIND_DATA, "", v))
    Token.set_extension("certainty", getter=lambda t: read_value(t, CERTAINTY_DATA, 1.0), setter=lambda t, v: write_value(t, CERTAINTY_DATA, 1.0, v))
    Doc.set_extension("paragraphs", getter=lambda d: d.user_data.get(PARAGRAPH_DATA, [(0, len(d))] if len(d) else []))


def read_value(token: Token, key: str, default: Any) -> Any:
    """The token's value in the document's list `key`."""
    values = token.doc.user_data.get(key)
    return values[token.i] if values else default


def write_value(token: Token, key: str, default: Any, value: Any) -> None:
    """Sets the token's value in the document's list `key`."""
    token.doc.user_data.setdefault(key, [default] * len(token.doc))[token.i] = value
