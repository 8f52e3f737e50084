"""In: a form that no list of words holds because of how it is written. Out: the form, or forms, that stand behind it.

Numbers with commas, file names, hashtags, plurals with an apostrophe, words drawn out for stress ("sooo"). It refuses to mend misspellings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

COMMAS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
FILE = re.compile(r"[^/:@\s]+\.(pdf|docx?|xlsx?|pptx?|txt|jpe?g|png|gif|zip|csv)", re.IGNORECASE)
APOSTROPHE = re.compile(r"(\w+)['’]s", re.IGNORECASE)
DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
ROMAN = re.compile(r"[ivxlcdm]+")


def written_lemma(word: str, xpos: str) -> str | None:
    """The lemma of what is a lemma by how it is written; none for an ordinary word.

    >>> written_lemma("1,200", "CD"), written_lemma("Minutes.PDF", "NNP"), written_lemma("#Brackwater", "NN"), written_lemma("lidos", "NNS")
    ('1200', 'minutes.pdf', '#Brackwater', None)
    """
    if COMMAS.fullmatch(word):
        return word.replace(",", "")
    if FILE.fullmatch(word):
        return word.lower()
    if word[:1] in ("#", "@") and len(word) > 1:
        return word
    return apostrophe_plural(word) if xpos in ("NNS", "NNPS") else None


def apostrophe_plural(word: str) -> str | None:
    """What a plural with an apostrophe is the plural of; a decade stays one.

    >>> apostrophe_plural("GP's"), apostrophe_plural("1960’s"), apostrophe_plural("16's"), apostrophe_plural("lidos")
    ('GP', '1960s', '16', None)
    """
    found = APOSTROPHE.fullmatch(word)
    if not found:
        return None
    stem = found[1]
    return stem + "s" if stem.isdigit() and stem.endswith("0") else stem


def drawn_out(word: str) -> Iterator[str]:
    """What a lower-cased word with a letter three times or more in a row stands for: with two of it, with one.

    >>> list(drawn_out("sooo")), list(drawn_out("willl")), list(drawn_out("viii")), list(drawn_out("www"))
    (['soo', 'so'], ['will', 'wil'], [], [])
    """
    if DRAWN_OUT.search(word) and word.isalpha() and len(set(word)) > 1 and not ROMAN.fullmatch(word):
        yield DRAWN_OUT.sub(r"\1\1", word)
        yield DRAWN_OUT.sub(r"\1", word)
