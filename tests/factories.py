"""In: CoNLL-U written by hand. Out: the spaCy `Doc` that the parser would give, with the same attributes. It refuses to guess a missing layer."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import spacy
from spacy.tokens import Doc
from spacy.vocab import Vocab

from graph.language.document import Annotation, annotate_doc


@cache
def english_vocab() -> Vocab:
    return spacy.blank("en").vocab


def make_doc(conllu: str) -> Doc:
    """A document from CoNLL-U; columns may be parted by any white space, and those after DEPREL may be left out.

    MISC holds `SpaceAfter=No`, `NER=B-PER` (or `I-PER`), `Kind=person` and `Certainty=0.5`. `# newpar` begins a paragraph, after a blank line in the
    text. `_` stands for an empty FEATS; a lemma `_` is an underscore only where the word is one, else the lower-cased word.
    """
    words: list[str] = []
    spaces: list[bool] = []
    rows: list[list[str]] = []  # one a token, white space included
    heads: list[int] = []
    starts: list[int] = []
    for is_paragraph, sentence, glued in read_sentences(conllu):
        if is_paragraph and words:
            words.append("\n\n")
            spaces[-1] = False
            spaces.append(False)
            heads.append(len(words) - 2)
            rows.append(["", "\n\n", "\n\n", "SPACE", "_SP", "_", "", "space", "_", "_"])
        if is_paragraph or not words:
            starts.append(len(words))
        offset = len(words)
        for i, row in enumerate(sentence):
            words.append(row[1])
            spaces.append(not glued[i])
            heads.append(offset + (int(row[6]) - 1 if row[6] != "0" else i))
            rows.append(row)
    if spaces:
        spaces[-1] = False
    misc = [dict(p.split("=", 1) for p in row[9].split("|") if "=" in p) for row in rows]
    return annotate_doc(
        Doc(english_vocab(), words=words, spaces=spaces),
        Annotation(
            upos=[r[3] for r in rows],
            xpos=["" if r[4] == "_" and r[1] != "_" else r[4] for r in rows],
            feats=["" if r[5] == "_" else r[5] for r in rows],
            lemmas=[r[1].lower() if r[2] == "_" else r[2] for r in rows],
            heads=heads,
            deprels=[r[7] for r in rows],
            names=[m.get("NER", "O") for m in misc],
            kinds=[m.get("Kind", "") for m in misc],
            certainties=[float(m.get("Certainty", 1)) for m in misc],
            paragraphs=list(pairwise([*starts, len(words)])),
        ),
    )


def read_sentences(conllu: str) -> list[tuple[bool, list[list[str]], list[bool]]]:
    """For each sentence: whether it begins a paragraph, its rows, and for each word whether the next one is glued to it."""
    out: list[tuple[bool, list[list[str]], list[bool]]] = []
    for block in conllu.strip().split("\n\n"):
        lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
        is_paragraph = any(line.startswith("#") and line.lstrip("# ").startswith(("newpar", "newdoc")) for line in lines)
        rows: list[list[str]] = []
        ranges: list[tuple[int, int, bool]] = []
        for line in lines:
            if line.startswith("#"):
                continue
            row = line.split("\t") if "\t" in line else line.split()
            row += ["_"] * (10 - len(row))
            if "-" in row[0]:
                first, last = row[0].split("-")
                ranges.append((int(first) - 1, int(last) - 1, "SpaceAfter=No" in row[9]))
            elif row[0].isdigit():
                rows.append(row)
        glued = ["SpaceAfter=No" in row[9].split("|") for row in rows]
        for first, last, is_glued in ranges:
            glued[first:last] = [True] * (last - first)
            glued[last] = is_glued
        if rows:
            out.append((is_paragraph, rows, glued))
    return out
