"""In: a folder of public corpora. Out: the network's figures on their dev parts, on gold words and from raw text.

    python -m graph.language.evaluate --data DIR [--network FOLDER] [--raw-only | --words-only] [--card FILE]

Gold words: one sentence at a time (names agreed on throughout a document, as the parser does; "apart": not), punctuation left out of the tree,
eight subtypes kept. Raw text: the official evaluation of the package
`udtools`. It refuses to measure on anything that was trained on.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path

import numpy as np

from graph.language.augment import name_spans
from graph.language.corpora import TABLE_SUBTYPES, Paragraph, Sentence, read_conllu, read_treebank
from graph.language.inference import FOLDER
from graph.language.parser import Layers, Parser

RAW_METRICS = ("Tokens", "Sentences", "Words", "UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS", "CLAS")
PARTS = {"ewt": "EWT dev", "gum": "GUM dev"}


def measure_words(parser: Parser, sentences: Sequence[Sentence], documents: Sequence[int] = ()) -> dict[str, float]:
    """Percentages on gold words and sentences; `documents` are the numbers of sentences in which names are agreed on (default: one each)."""
    labels = parser.network.labels
    layers = Layers(sum(len(s.words) for s in sentences), labels)
    places, start = [], 0
    for sentence in sentences:
        places.append(np.arange(start, start + len(sentence.words)))
        start += len(sentence.words)
    windows = [parser.network.make_window(s.words) for s in sentences]
    for batch in parser.network.score_windows(windows):
        parser.fill_batch(layers, [(places[i], scores, [(0, len(places[i]))]) for i, scores in batch])
    words = [w for s in sentences for w in s.words]
    counts: Counter[str] = Counter()
    for sentence, place in zip(sentences, places, strict=True):
        if documents and sentence.names:
            apart = Counter[str]()
            count_names(apart, sentence, [labels["name"][i] for i in layers.names[place]])
            counts.update({k.replace("names", "names apart"): n for k, n in apart.items() if k.count(" ") == 1})
    ends = [0, *accumulate(documents)]
    for a, b in pairwise(ends):
        layers.agree_on_names(words, np.concatenate(places[a:b]))
    found = layers.annotate(parser.network.lexicon, words, [False] * len(words), [])
    for sentence, place in zip(sentences, places, strict=True):
        a, b = int(place[0]), int(place[-1]) + 1
        count_tree(counts, sentence, [h - a if h != i else -1 for i, h in enumerate(found.heads[a:b], a)], found.deprels[a:b])
        for layer, gold, own in (
            ("UPOS", sentence.upos, found.upos),
            ("XPOS", sentence.xpos, found.xpos),
            ("FEATS", [x if x != "_" else "" for x in sentence.feats or ()], found.feats),
            ("lemmas", sentence.lemmas, found.lemmas),
        ):
            counts[layer] += sum(x == y for x, y in zip(gold or (), own[a:b], strict=bool(gold)))
            counts[layer + " of"] += len(gold or ())
        if sentence.kinds:
            count_labels(counts, "kinds", enumerate(sentence.kinds), enumerate(x or "O" for x in found.kinds[a:b]))
        if sentence.names:
            count_names(counts, sentence, found.names[a:b])
    return percentages(counts)


def count_tree(counts: Counter[str], gold: Sentence, heads: Sequence[int], deprels: Sequence[str]) -> None:
    """Adds the right heads and relations of one sentence, punctuation left out."""
    for i, (pos, head, deprel) in enumerate(zip(gold.upos or (), gold.heads or (), gold.deprels or (), strict=True)):
        if pos != "PUNCT":
            right = heads[i] == head
            counts.update({"UAS of": 1, "LAS of": 1, "UAS": right, "LAS": right and fold_subtype(deprels[i]) == fold_subtype(deprel)})


def fold_subtype(deprel: str) -> str:
    """The relation with only those subtypes that count.

    >>> fold_subtype("nsubj:pass"), fold_subtype("nsubj:outer")
    ('nsubj:pass', 'nsubj')
    """
    return deprel if deprel in TABLE_SUBTYPES else deprel.split(":")[0]


def count_labels(counts: Counter[str], name: str, gold: Iterable[tuple[int, str]], found: Iterable[tuple[int, str]]) -> None:
    """Adds gold, found and right labels other than O."""
    is_label = {x for x in gold if x[1] != "O"}
    own = {x for x in found if x[1] != "O"}
    counts.update({f"{name} gold": len(is_label), f"{name} found": len(own), f"{name} right": len(is_label & own)})


def count_names(counts: Counter[str], gold: Sentence, found: Sequence[str]) -> None:
    """Adds whole names; MISC only where the corpus marks it, and nothing that touches a word whose label is unknown."""
    tags = gold.names or ()
    unknown = {i for i, t in enumerate(tags) if t == "?"}
    kept = ("PER", "ORG", "LOC") if gold.corpus == "ewt" else ("PER", "ORG", "LOC", "MISC")
    truth = {s for s in name_spans(tags) if s[0] in kept}
    own = {s for s in name_spans(tuple(found)) if s[0] in kept and not unknown & set(range(s[1], s[2]))}
    for name in ("names", *(f"names {k}" for k in kept)):
        of = [{s for s in spans if name in ("names", f"names {s[0]}")} for spans in (truth, own)]
        counts.update({f"{name} gold": len(of[0]), f"{name} found": len(of[1]), f"{name} right": len(of[0] & of[1])})


def percentages(counts: Mapping[str, int]) -> dict[str, float]:
    """Accuracy for each "X of", F1, precision and recall for each "X gold"."""
    out = {k[:-3]: 100 * counts[k[:-3]] / max(1, counts[k]) for k in counts if k.endswith(" of")}
    for name in (k[:-5] for k in counts if k.endswith(" gold")):
        right, gold, found = (counts[f"{name} {x}"] for x in ("right", "gold", "found"))
        out |= {f"{name} F1": 200 * right / max(1, gold + found), f"{name} P": 100 * right / max(1, found), f"{name} R": 100 * right / max(1, gold)}
    return out


def raw_text(path: Path) -> str:
    """A treebank's running text, a blank line between paragraphs."""
    paragraphs: list[list[str]] = []
    for meta, _ in read_conllu(path):
        if "newpar" in meta or "newdoc" in meta or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(meta["text"])
    return "\n\n".join(" ".join(p) for p in paragraphs)


def measure_raw(parser: Parser, path: Path) -> dict[str, float]:
    """F1 of the official evaluation, from raw text."""
    from udtools.udeval import evaluate, load_conllu_file

    from graph.conllu import write_conllu
    from graph.language import make_pipeline

    with tempfile.TemporaryDirectory() as folder:
        system = Path(folder) / "system.conllu"
        system.write_text(write_conllu(make_pipeline(parser)(raw_text(path))), encoding="utf-8")
        scores = evaluate(load_conllu_file(str(path)), load_conllu_file(str(system)))
    return {k: 100 * scores[k].f1 for k in RAW_METRICS}


def say_figures(name: str, figures: Mapping[str, float]) -> str:
    """One line of figures.

    >>> say_figures("EWT dev", {"UAS": 91.234, "LAS": 88.5})
    'EWT dev: UAS 91.23, LAS 88.50'
    """
    return f"{name}: " + ", ".join(f"{k} {v:.2f}" for k, v in figures.items())


def write_card(card: Path, lines: Sequence[str]) -> None:
    """Puts the figures into the model card, in place of those that stand there."""
    before, _, rest = card.read_text(encoding="utf-8").partition("<!-- figures -->")
    _, _, after = rest.partition("<!-- /figures -->")
    items = "".join(f"- {line}\n" for line in lines)
    card.write_text(f"{before}<!-- figures -->\n{items}<!-- /figures -->{after}", encoding="utf-8")


def document_sizes(path: Path) -> list[int]:
    """How many sentences each document of a treebank's file has."""
    sizes: list[int] = []
    for meta, _ in read_conllu(path):
        sizes = [*sizes, 1] if "newdoc" in meta or not sizes else [*sizes[:-1], sizes[-1] + 1]
    return sizes


def sentences_of(paragraphs: Iterable[Paragraph]) -> Iterator[Sentence]:
    """All sentences in order."""
    return (s for p in paragraphs for s in p)


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line."""
    options = argparse.ArgumentParser(prog="python -m graph.language.evaluate", description="Measures the language network on the dev parts.")
    options.add_argument("--data", type=Path, required=True, help="folder with ud/ and ner/ as graph/language/corpora.py reads them")
    options.add_argument("--network", type=Path, default=FOLDER, help="folder of the network (default: the shipped one)")
    options.add_argument("--words-only", action="store_true", help="only the figures on gold words")
    options.add_argument("--raw-only", action="store_true", help="only the figures from raw text")
    options.add_argument("--card", type=Path, help="model card whose figures to replace")
    chosen = options.parse_args(arguments)
    parser = Parser(chosen.network)
    lines = []
    for corpus, name in PARTS.items():
        path = chosen.data / f"ud/{corpus}-dev.conllu"
        if not chosen.raw_only:
            sentences = list(sentences_of(read_treebank(chosen.data, corpus, "dev")))
            lines.append(say_figures(f"{name}, gold words", measure_words(parser, sentences, document_sizes(path))))
            print(lines[-1], flush=True)
        if not chosen.words_only:
            lines.append(say_figures(f"{name}, raw text", measure_raw(parser, path)))
            print(lines[-1], flush=True)
    if chosen.card:
        write_card(chosen.card, lines)


if __name__ == "__main__":
    main()
