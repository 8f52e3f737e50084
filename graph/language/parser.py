"""In: a tokenised `Doc`. Out: the same `Doc` parsed: sentences, trees, tags, lemmas, names and kinds, as a component of a spaCy pipeline.

The parse of a paragraph depends on nothing outside it, but names are agreed on throughout the document. It refuses to load the network before the first text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from graph.language.agreement import agree_names
from graph.language.decoding import choose_relations, find_names, find_tree, name_transitions, probability_of
from graph.language.document import Annotation, annotate_doc, define_extensions
from graph.language.inference import FOLDER, WINDOW_PIECES, Network, Scores, Window
from graph.language.lemmas import KEEP, LOWER, Lexicon
from graph.language.paragraphs import cut_windows, find_paragraphs
from graph.language.sentences import find_sentences
from graph.language.titles import join_twins, mend_posts

CUT_TAGS = ("GW", "AFX")
"""Tags of the beginning of a word that was cut by mistake."""


class Parser:
    """The component; `folder` holds the network, `threads` is how many cores to use (default: all)."""

    def __init__(self, folder: Path = FOLDER, *, threads: int | None = None) -> None:
        """Remembers where the network is; it is loaded with the first text."""
        define_extensions()
        self.folder, self.threads = folder, threads
        self.loaded: Network | None = None

    @property
    def network(self) -> Network:
        """The network, loaded when first asked for."""
        if self.loaded is None:
            self.loaded = Network(self.folder, threads=self.threads)
            self.start, self.steps = name_transitions(self.loaded.labels["name"])
        return self.loaded

    def __call__(self, doc: Doc) -> Doc:
        """Parses `doc` in place."""
        texts = [t.text for t in doc]
        blank = [x.isspace() for x in texts]
        paragraphs = paragraph_tokens(doc, texts, blank)
        layers = Layers(len(doc), self.network.labels)
        places = [x for place in place_windows(texts, blank, paragraphs) for x in self.fit_window(texts, place)]
        for batch in self.network.score_windows([window for _, window in places]):
            found = [(places[i][0], scores) for i, scores in batch]
            self.fill_batch(layers, [(np.array(place), scores, find_sentences(scores.end, [texts[k] for k in place])) for place, scores in found])
        layers.agree_on_names(texts, np.flatnonzero(~np.array(blank, dtype=bool)))
        return annotate_doc(doc, layers.annotate(self.network.lexicon, texts, blank, paragraphs))

    def fit_window(self, texts: Sequence[str], place: list[int]) -> list[tuple[list[int], Window]]:
        """The window of the tokens `place`, or several where its words (a table of codes, say) have more pieces than the network reads at once."""
        window = self.network.make_window([texts[i] for i in place])
        if len(window.ids) <= WINDOW_PIECES:
            return [(place, window)]
        return [x for half in (place[: len(place) // 2], place[len(place) // 2 :]) for x in self.fit_window(texts, half)]

    def fill_batch(self, layers: Layers, batch: Sequence[tuple[NDArray[np.int64], Scores, Sequence[tuple[int, int]]]]) -> None:
        """Decodes a batch into the document's layers: each window's tokens, scores and sentences (first word and end)."""
        heads = [self.fill_window(layers, place, scores, sentences) for place, scores, sentences in batch]
        dep = np.concatenate([scores.dep for _, scores, _ in batch])
        head = np.concatenate([scores.head[own] for (_, scores, _), own in zip(batch, heads, strict=True)])
        related, found = self.network.score_relations(dep, head), np.concatenate(heads)
        chosen = choose_relations(related, found, layers.labels["deprel"])
        places = np.concatenate([place for place, _, _ in batch])
        layers.tags["deprel"][places] = chosen
        layers.certainty[places] *= np.where(found > 0, probability_of(related, chosen), 1.0)

    def fill_window(self, layers: Layers, place: NDArray[np.int64], scores: Scores, sentences: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
        """Fills in all but the relations of one window; its words' heads, counted from 1 in the window, 0 the root."""
        for layer, values in scores.tags.items():
            layers.tags[layer][place] = values
        heads = np.zeros(len(place), dtype=np.int64)
        for a, b in sentences:
            arcs = np.concatenate([scores.arc[a:b, :1], scores.arc[a:b, a + 1 : b + 1]], axis=1)
            found = find_tree(arcs)
            layers.certainty[place[a:b]] = probability_of(arcs, found)
            layers.name_scores[place[a:b]] = scores.name[a:b]
            layers.names[place[a:b]] = find_names(scores.name[a:b], self.start, self.steps)
            heads[a:b] = np.where(found > 0, found + a, 0)
        layers.heads[place] = np.where(heads > 0, place[heads - 1], place)
        return heads


class Layers:
    """The document's layers while they are filled, one label number per token."""

    def __init__(self, size: int, labels: dict[str, list[str]]) -> None:
        """Empty layers of `size` tokens."""
        self.labels = labels
        self.tags = {k: np.zeros(size, dtype=np.int64) for k in ("upos", "xpos", "feats", "lemma", "kind", "deprel")}
        self.names = np.zeros(size, dtype=np.int64)
        self.name_scores = np.zeros((size, len(labels["name"])), dtype=np.float32)
        self.certainty = np.ones(size)
        self.heads = np.arange(size)

    def agree_on_names(self, texts: Sequence[str], words: NDArray[np.int64]) -> None:
        """Names the same words alike throughout the document whose tokens, but for white space, are `words`."""
        self.names[words] = agree_names([texts[i] for i in words.tolist()], self.names[words], self.name_scores[words], self.labels["name"])

    def annotate(self, lexicon: Lexicon, texts: Sequence[str], blank: Sequence[bool], paragraphs: list[tuple[int, int]]) -> Annotation:
        """The layers with their labels' names; white space hangs on the token before it."""
        names = {k: np.array(v, dtype=object) for k, v in self.labels.items()}
        upos, xpos, feats, kinds, deprels = (names[k][self.tags[k]] for k in ("upos", "xpos", "feats", "kind", "deprel"))
        feats, kinds = np.where(feats == "_", "", feats), np.where(kinds == "O", "", kinds)
        scripts = names["lemma"][self.tags["lemma"]]
        entities, spaces = names["name"][self.names], np.flatnonzero(blank)
        for i in reversed(spaces.tolist()):
            # white space within a name belongs to it
            entities[i] = entities[i + 1] if i + 1 < len(texts) and entities[i + 1].startswith("I-") else "O"
        upos[spaces], xpos[spaces], feats[spaces], deprels[spaces], kinds[spaces] = "SPACE", "_SP", "", "space", ""
        self.heads[spaces] = np.maximum(spaces - 1, 0)
        columns = [x.tolist() for x in (upos, xpos, feats, deprels, entities, kinds)]
        rows = zip(texts, columns[0], columns[1], scripts.tolist(), blank, strict=True)
        lemmas = [w if b else lexicon.find_lemma(w, u, x, s) for w, u, x, s, b in rows]
        for i in np.flatnonzero(deprels == "goeswith").tolist():
            head = int(self.heads[i])
            if upos[i] == "X" or xpos[head] == "AFX":
                # of a word that was cut in two by mistake the beginning has the whole word's lemma, the rest has none
                whole = "".join(texts[head : i + 1])
                if xpos[head] in CUT_TAGS and whole.isprintable() and " " not in whole:
                    lemmas[head] = lexicon.find_lemma(whole, upos[head], xpos[i], KEEP if upos[head] == "PROPN" else LOWER)
                lemmas[i] = "_"
        heads: list[int] = self.heads.tolist()
        join_twins(columns[0], columns[4], heads, columns[3])
        mend_posts(lemmas, columns[0], columns[4], heads, columns[3])
        return Annotation(
            upos=columns[0],
            xpos=columns[1],
            feats=columns[2],
            lemmas=lemmas,
            heads=heads,
            deprels=columns[3],
            names=columns[4],
            kinds=columns[5],
            certainties=self.certainty.tolist(),
            paragraphs=paragraphs,
        )


def place_windows(texts: Sequence[str], blank: Sequence[bool], paragraphs: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The tokens of each window: the words of a paragraph, or of a part of a long one."""
    for begin, end in paragraphs:
        inside = [i for i in range(begin, end) if not blank[i]]
        for a, b in cut_windows([texts[i] for i in inside]):
            yield inside[a:b]


def paragraph_tokens(doc: Doc, texts: Sequence[str], blank: Sequence[bool]) -> list[tuple[int, int]]:
    """First token and end of each paragraph; white space belongs to the one before, at the very start to the first."""
    offsets = find_paragraphs(doc.text)
    sizes = np.array([len(x) for x in texts], dtype=np.int64) + np.asarray(doc.to_array("SPACY"), dtype=np.int64)
    ends = np.cumsum(sizes)
    # the first word that ends after the paragraph's offset (a token can span a line break only where it is white space)
    found = {next(i for i in range(int(at), len(texts)) if not blank[i]) for at in np.searchsorted(ends, offsets, side="right")}
    starts = sorted(found)
    return list(pairwise([0, *starts[1:], len(texts)])) if starts else []


@Language.factory("triplewire_parser", default_config={"folder": None, "threads": None})
def make_parser(nlp: Language, name: str, folder: str | None, threads: int | None) -> Parser:
    """The `Parser` as spaCy asks for it: `nlp.add_pipe("triplewire_parser")`."""
    return Parser(Path(folder) if folder else FOLDER, threads=threads)
