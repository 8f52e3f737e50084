"""In: a document's words, each one's name label and scores. Out: the labels, with the same words named alike throughout.

What is a hospital in one sentence is no person in the next: every mention of a string is judged by the evidence of all, unless it is sure of its own
(Washington went back to Washington). It refuses to look at anything but equal words: what "Solberg" has to do with "Ingrid Solberg" is coreference.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Span = tuple[int, int]
LEAST = -5.0
"""The least that one mention may say (in log-probability) against a type: it may be wrong."""
SURE = 5.0
"""The lead of its best type, in log-probability, from which a mention is not overruled; chosen on the dev parts, where 4 to 6 differ by 0.1."""


def agree_names(words: Sequence[str], found: NDArray[np.int64], scores: Floats, labels: Sequence[str]) -> NDArray[np.int64]:
    """The label numbers `found`, changed where the other mentions of the same words say so; `scores` is words × labels."""
    kinds = [x[2:] for x in labels if x.startswith("B-")]
    first, inside = ([labels.index(p + k) if p + k in labels else labels.index("B-" + k) for k in kinds] for p in ("B-", "I-"))
    first, inside = [*first, labels.index("O")], [*inside, labels.index("O")]
    out = found.copy()
    for spans in same_words(words, found, labels):
        if len({int(found[a]) for a, _ in spans}) == 1:
            continue  # they agree as they are
        own = np.array([say_kinds(scores[a:b], first, inside) for a, b in spans])
        heard = np.maximum(own, LEAST)
        total = own + heard.sum(axis=0) - heard
        ranked = np.sort(own, axis=1)
        for (a, b), best, lead in zip(spans, total.argmax(axis=1).tolist(), ranked[:, -1] - ranked[:, -2], strict=True):
            if lead < SURE:
                out[a], out[a + 1 : b] = first[best], inside[best]
    return out


def say_kinds(scores: Floats, first: Sequence[int], inside: Sequence[int]) -> Floats:
    """The log-probability of each kind of name for one span, and of none."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    whole = logs[0, first] + logs[1:, inside].sum(axis=0)
    top = whole.max()
    said: Floats = whole - top - np.log(np.exp(whole - top).sum())
    return said


def same_words(words: Sequence[str], found: NDArray[np.int64], labels: Sequence[str]) -> Iterator[list[Span]]:
    """The places of each string that is a name somewhere and occurs more than once, with a capital or as a name.

    >>> names = np.array([1, 0, 0, 0, 1])
    >>> list(same_words("Blue met May in Blue".split(), names, ["O", "B-PER"]))
    [[(0, 1), (4, 5)]]
    """
    spans = list(name_places(found, labels))
    by_words: dict[tuple[str, ...], list[Span]] = defaultdict(list)
    for a, b in spans:
        by_words[fold(words[a:b])].append((a, b))
    begins: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(by_words, key=len, reverse=True):
        begins[key[0]].append(key)
    nameless = labels.index("O")
    at = 0
    for i in np.flatnonzero(found == nameless).tolist():
        if i < at or not words[i][:1].isupper() or words[i].lower() not in begins:
            continue
        for key in begins[words[i].lower()]:
            end = i + len(key)
            if fold(words[i:end]) == key and (found[i:end] == nameless).all():
                by_words[key].append((i, end))
                at = end
                break
    return (x for x in by_words.values() if len(x) > 1)


def fold(words: Sequence[str]) -> tuple[str, ...]:
    """Words without their capitals: a headline's are a name too."""
    return tuple(w.lower() for w in words)


def name_places(found: NDArray[np.int64], labels: Sequence[str]) -> Iterator[Span]:
    """Where each name begins and ends.

    >>> list(name_places(np.array([0, 1, 2, 1]), ["O", "B-PER", "I-PER"]))
    [(1, 3), (3, 4)]
    """
    begins = [x.startswith("B-") for x in labels]
    continues = [x.startswith("I-") for x in labels]
    numbers = found.tolist()
    for a in np.flatnonzero(np.array(begins)[found]).tolist():
        b = a + 1
        while b < len(numbers) and continues[numbers[b]]:
            b += 1
        yield a, b
