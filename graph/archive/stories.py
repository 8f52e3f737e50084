"""In: articles' texts, or the sketches that were made of them. Out: which texts are near-duplicates: copies of one agency's words, or of each other.

MinHash (datasketch) makes a sketch of 128 numbers, kept with the article, so that finding copies needs no text and no comparing of all with all. It
refuses to call two texts copies that share less than half of their phrases.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np

from graph.statements import fold

SHARED: Final = 0.5
"""The share of phrases that two texts must have in common."""
_PHRASE: Final = 5
_NUMBERS: Final = 128
_SCHEME: Final = "affine32"
"""How numbers are made; fixed, so that sketches of one archive can be compared for ever."""


def sketch(text: str) -> str:
    """A sketch of a text, as a short string; of two texts with the same words in the same order it is the same.

    >>> sketch("The bridge was shut on Monday.") == sketch("The bridge was SHUT, on Monday")
    True
    """
    from datasketch import MinHash

    words = fold(text).split()
    phrases = {" ".join(words[place : place + _PHRASE]) for place in range(max(1, len(words) - _PHRASE + 1))}
    made = MinHash(num_perm=_NUMBERS, seed=1, scheme=_SCHEME)
    made.update_batch(sorted(phrase.encode("utf-8", "surrogatepass") for phrase in phrases))
    return base64.b64encode(made.hashvalues.astype("<u4").tobytes()).decode("ascii")


def find_stories(sketches: Mapping[str, str]) -> dict[str, str]:
    """For each article the name of its story: near-duplicates, and near-duplicates of those, have one; it is the first of their names by alphabet.

    >>> one, other = sketch("The bridge was shut on Monday."), sketch("A ferry sank off the northern coast last night.")
    >>> find_stories({"c": one, "a": other, "b": one})
    {'c': 'b', 'a': 'a', 'b': 'b'}
    """
    from datasketch import MinHashLSH

    made = {name: _read(text) for name, text in sketches.items() if text}
    index = MinHashLSH(threshold=SHARED, num_perm=_NUMBERS)
    for name, found in made.items():
        index.insert(name, found)
    pairs = ((name, other) for name, found in made.items() for other in index.query(found) if found.jaccard(made[other]) >= SHARED)
    return join(sketches, pairs)


def join(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Groups that pairs make, chains included: each name with the first of its group by alphabet.

    >>> join("abcd", [("d", "b"), ("b", "c")])
    {'a': 'a', 'b': 'b', 'c': 'b', 'd': 'b'}
    """
    parent = {name: name for name in names}

    def top(name: str) -> str:
        while parent[name] != name:
            parent[name] = name = parent[parent[name]]
        return name

    for one, other in pairs:
        first, second = sorted((top(one), top(other)))
        parent[second] = first
    return {name: top(name) for name in parent}


def _read(text: str) -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=_NUMBERS, seed=1, scheme=_SCHEME, hashvalues=np.frombuffer(base64.b64decode(text), dtype="<u4").astype(np.uint64))
