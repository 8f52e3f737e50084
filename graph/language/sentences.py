"""In: a window's words and the network's log odds that each ends its sentence. Out: the sentences.

The network decides, helped where a full stop stands and where a reporting clause follows a quotation. It refuses to look at anything else.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SURE_END, STOP_END = -1.0, -5.0
"""A word ends its sentence where the log odds are above the first; above the second, where a full stop stands. Chosen on both dev parts."""
STOPS = frozenset({".", "!", "?", "!!", "!?", "?!", "...", "…"})
CLOSING = frozenset({'"', "”", "’", ")", "]", "''"})
OPENING = frozenset({"“", "‘", "``"})
REPORTED_END = 2.0
"""A word before a reporting clause (“Why?” Ann Lee asked.) ends its sentence only where the log odds are above this."""
SAYING_WORDS = """
    said says say added adds admitted admits agreed announced answered argued asserted claimed commented complained concluded confirmed cried
    declared demanded exclaimed explained insisted insists joked laughed noted observed promised recalled remarked repeated replied responded
    screamed shouted sighed stated suggested thought urged warned warns whispered wondered wrote writes yelled
"""
SAYING = frozenset(SAYING_WORDS.split())
ASKING = frozenset({"asked", "asks", "told", "tells"})
"""What these two say stands before them in quotation marks where nothing but the hearer, a time or a place follows."""
LONGEST_SPEAKER = 12
LINKS = frozenset({"of", "the", "a", "an", "for", "at", "in", "and", ",", "-", "'s", "’s", "former", "his", "her", "their"})
"""Words in lower case within a speaker's name and description."""
AFTER_SAYING_WORDS = """
    . , ; — – - on in at to after as during from before about with by of when while yesterday today later earlier again
    monday tuesday wednesday thursday friday saturday sunday
"""
AFTER_SAYING = frozenset(AFTER_SAYING_WORDS.split())
OWN_CONTENT = frozenset({"that", "if", "whether", "to", "why", "how", "what"})


def find_sentences(ends: NDArray[np.floating], words: Sequence[str]) -> list[tuple[int, int]]:
    """First word and end of each sentence of a window, which itself always ends one; `ends` are log odds that a word ends its sentence.

    The network need not be so sure where a full stop stands before what begins a sentence.

    >>> find_sentences(np.array([-9, -2.0, -9, -2, -9]), ["So", ".", "“", "Yes", "."])
    [(0, 2), (2, 5)]
    """
    sentences, start, is_open = [], 0, False
    for i, sure in enumerate(ends[:-1].tolist()):
        is_open ^= words[i] == '"'
        least = REPORTED_END if words[i] in CLOSING and not is_open and is_reporting(words, i + 1) else SURE_END
        if sure > least or (least == SURE_END and sure > STOP_END and is_stop(words, i, is_open=is_open)):
            sentences.append((start, i + 1))
            start = i + 1
    return [*sentences, (start, len(words))]


def is_stop(words: Sequence[str], at: int, *, is_open: bool) -> bool:
    """Whether word `at` is a full stop, or closes a quotation after one, and the next word begins a sentence; `is_open`: within straight quotation marks.

    >>> is_stop(["Go", ".", "He"], 1, is_open=False), is_stop(["Go", ".", '"'], 1, is_open=True), is_stop(["Go", ".", "”", "he"], 2, is_open=False)
    (True, False, False)
    """
    following = words[at + 1]
    if not (following[:1].isupper() or following in OPENING or (following == '"' and not is_open)):
        return False
    last = at - 1 if at and words[at] in CLOSING and not (words[at] == '"' and is_open) else at
    return words[last] in STOPS


def is_reporting(words: Sequence[str], at: int) -> bool:
    """Whether from word `at` on somebody is said to have spoken, and nothing that they said follows.

    >>> is_reporting("Jo Tan , 34 , told the Herald .".split(), 0), is_reporting("She said that it was over .".split(), 0)
    (True, False)
    """
    within = False
    for i in range(at, min(at + LONGEST_SPEAKER, len(words) - 1)):
        word, following = words[i], words[i + 1]
        if word.lower() in SAYING:
            # a comma and another quotation: what they said comes only now
            is_next = following == "," and words[i + 2 : i + 3] in (['"'], *([x] for x in OPENING))
            return following[:1].isupper() if i == at else following.lower() in AFTER_SAYING and not is_next
        if i > at and word in ASKING:
            rest = words[i + 1 : i + 9]
            return any(x in STOPS for x in rest) and not OWN_CONTENT & set(rest)
        within ^= word == ","  # “, mayor of Brack,”
        if i > at and not (within or word[:1].isupper() or word[:1].isdigit() or word in LINKS):
            return False
    return False
