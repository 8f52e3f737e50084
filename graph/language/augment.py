"""In: a training sentence. Out: the same sentence as a newspaper might print it: capitals, headlines, curly quotes, unseen names.

Word forms change, and an opening article may go; every other word keeps its labels. It refuses to change a label.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from graph.language.corpora import Sentence

CURLY = {"'s": "’s", "n't": "n’t", "'re": "’re", "'ve": "’ve", "'ll": "’ll", "'m": "’m", "'d": "’d", "'": "’", "``": "“", "''": "”", "--": "—"}
MINOR = {"a", "an", "the", "of", "in", "on", "to", "and", "or", "for", "at", "by", "with", "from", "as"}

NamePool = dict[tuple[str, int], list[tuple[str, ...]]]


def collect_names(sentences: Iterable[Sentence]) -> NamePool:
    """The names of persons and organizations seen in training, by type and number of words, each once, in order of appearance."""
    pool: dict[tuple[str, int], dict[tuple[str, ...], None]] = defaultdict(dict)
    for sentence in sentences:
        for kind, start, end in name_spans(sentence.names or ()):
            words = sentence.words[start:end]
            if kind in ("PER", "ORG") and all(w[:1].isupper() or not w.isalpha() for w in words):
                pool[kind, end - start][words] = None
    return {k: list(v) for k, v in pool.items()}


def name_spans(tags: tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Type, first word and end of each name in IOB2 tags.

    >>> name_spans(("B-PER", "I-PER", "O", "B-LOC"))
    [('PER', 0, 2), ('LOC', 3, 4)]
    """
    spans: list[tuple[str, int, int]] = []
    for i, tag in enumerate(tags):
        if tag.startswith("I-") and spans and spans[-1][2] == i and spans[-1][0] == tag[2:]:
            spans[-1] = (spans[-1][0], spans[-1][1], i + 1)
        elif tag[:2] in ("B-", "I-"):
            spans.append((tag[2:], i, i + 1))
    return spans


def augment(sentence: Sentence, pool: NamePool, rng: random.Random) -> Sentence:
    """A variant of `sentence`, most often the sentence itself."""
    words = list(sentence.words)
    for kind, start, end in name_spans(sentence.names or ()):
        options = pool.get((kind, end - start))
        if options and rng.random() < 0.15:
            words[start:end] = swap_name(words[start:end], kind, options, rng)
        elif kind == "PER" and rng.random() < 0.02:
            words[start] = misspell(words[start], rng)
    if rng.random() < 0.4:
        words = print_quotes(words)
    draw = rng.random()
    if draw < 0.04:
        count = rng.randint(1, 3)
        words = [w.upper() if i < count else w for i, w in enumerate(words)]
    elif draw < 0.065:
        words = [w if w.lower() in MINOR and i else w[:1].upper() + w[1:] for i, w in enumerate(words)]
    elif draw < 0.075:
        words = [w.upper() for w in words]
    return replace(sentence, words=tuple(words))


def drop_article(sentence: Sentence) -> Sentence:
    """The sentence without its opening article, as headlines have it, its second word with a capital; others come back as they are.

    Without this a common noun that opens a sentence ("Swimmers cheered") is too often taken for a name.
    """
    heads, deprels = sentence.heads, sentence.deprels
    opens = heads and deprels and deprels[0] == "det" and sentence.words[0] in ("The", "A", "An") and 0 not in heads and (sentence.names or "O")[0] == "O"
    if not opens or not heads or len(heads) < 3:
        return sentence
    second = sentence.words[1]
    layers = {k: v[1:] for k in ("lemmas", "upos", "xpos", "feats", "deprels", "kinds", "names", "guesses") if (v := getattr(sentence, k))}
    words = (second[:1].upper() + second[1:], *sentence.words[2:])
    return replace(sentence, words=words, heads=tuple(h - 1 if h > 0 else h for h in heads[1:]), **layers)


def swap_name(old: list[str], kind: str, options: list[tuple[str, ...]], rng: random.Random) -> list[str]:
    """Another name of as many words; a person's first and last name may come from two people, so that no pair is learned by heart."""
    new = list(rng.choice(options))
    if kind == "PER" and len(new) > 1 and rng.random() < 0.5:
        new[0] = rng.choice(options)[0]
    return [w.upper() if len(o) > 1 and o.isupper() and w.isalpha() else w for o, w in zip(old, new, strict=True)]


def misspell(word: str, rng: random.Random) -> str:
    """The word with one letter dropped or two swapped, its first letter kept."""
    if len(word) < 5:
        return word
    i = rng.randint(1, len(word) - 2)
    return word[:i] + word[i + 1 :] if rng.random() < 0.5 else word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def print_quotes(words: list[str]) -> list[str]:
    """Typewriter quotation marks, apostrophes and dashes as a newspaper sets them."""
    out, is_open = [], False
    for w in words:
        if w == '"':
            w = "”" if is_open else "“"
            is_open = not is_open
        out.append(CURLY.get(w, w))
    return out
