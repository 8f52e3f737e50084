"""In: a word and an edit script. Out: its lemma; in training, the script that makes a lemma from a word.

A script says how the end of the lower-cased word changes ("ies>y"); it refuses to look at anything but the word itself.
"""

from __future__ import annotations

KEEP = "keep"
"""The lemma is the word as it stands, capitals included (names)."""


def make_script(word: str, lemma: str) -> str:
    """The script that turns `word` into `lemma`: how many letters to drop at the end, then what to add.

    >>> make_script("Parties", "party"), make_script("Smith", "Smith"), make_script("was", "be")
    ('3>y', 'keep', '=be')
    """
    if word == lemma and word != word.lower():
        return KEEP
    lower = word.lower()
    shared = 0
    while shared < min(len(lower), len(lemma)) and lower[shared] == lemma[shared]:
        shared += 1
    if shared == 0 or len(lower) - shared > 4:
        return "=" + lemma
    return f"{len(lower) - shared}>{lemma[shared:]}"


def apply_script(word: str, script: str) -> str:
    """The lemma that `script` makes of `word`; a script that asks for more letters than the word has keeps the lower-cased word.

    >>> apply_script("Parties", "3>y"), apply_script("Smith", "keep"), apply_script("was", "=be"), apply_script("a", "3>y")
    ('party', 'Smith', 'be', 'a')
    """
    if script == KEEP:
        return word
    if script.startswith("="):
        return script[1:]
    drop, _, add = script.partition(">")
    lower = word.lower()
    return lower[: len(lower) - int(drop)] + add if int(drop) < len(lower) else lower
