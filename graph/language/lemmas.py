"""In: a word with its tags and an edit script. Out: its lemma; in training, the script that makes a lemma from a word.

A script says how the end of the lower-cased word changes ("3>y"). What the treebanks have seen comes first, then the network's script where it
makes a known word, then the regular inflections. It refuses to look at anything but the word itself.
"""

from __future__ import annotations

import gzip
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

KEEP = "keep"
"""The lemma is the word as it stands, capitals included (names)."""
CLEAR = 0.8
"""Share of a form's occurrences that its most frequent lemma must have to be taken from the lexicon."""
ENDINGS = {
    "ed": {"VBD", "VBN"},
    "ing": {"VBG"},
    "s": {"NNS", "VBZ", "NNPS"},
    "est": {"JJS", "RBS"},
    "er": {"JJR", "RBR"},
}
"""Regular endings and the tags of the words that have them."""


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


@dataclass
class Lexicon:
    """The lemmas of forms seen in the treebanks; `forms` maps (form, tag) to a lemma, a proper noun's form being cased, any other's lower case.

    `known` are words of the language, by which an unseen form's lemma is checked.
    """

    forms: dict[tuple[str, str], str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    seen: dict[tuple[str, str, str, str], str] = field(default_factory=dict)

    @classmethod
    def from_file(cls, path: Path, known: Iterable[str] = ()) -> Lexicon:
        """From what `write_file` wrote; `known` are further words of the language."""
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [line.rstrip("\n").split("\t") for line in lines]
        return cls({(form, tag): lemma for form, tag, lemma in rows}, {lemma for _, _, lemma in rows} | set(known))

    def find_lemma(self, word: str, upos: str, xpos: str, script: str) -> str:
        """The lemma of a word with its tags; `script` is what the network proposes."""
        key = (word, upos, xpos, script)
        lemma = self.seen.get(key)
        if lemma is None:
            lemma = self.work_out(word, upos, xpos, script)
            if len(self.seen) < 200_000:
                self.seen[key] = lemma
        return lemma

    def work_out(self, word: str, upos: str, xpos: str, script: str) -> str:
        """The lemma, without looking among those found before."""
        if upos == "PROPN":
            return self.forms.get((word, xpos)) or proper_lemma(word, xpos, script)
        found = self.forms.get((word.lower(), xpos))
        if found:
            return found
        lemma = apply_script(word, script)
        if script == KEEP or lemma in self.known:
            return lemma
        regular = [x for x in regular_lemmas(word.lower(), xpos) if x in self.known]
        return regular[0] if regular else lemma


def proper_lemma(word: str, xpos: str, script: str) -> str:
    """The lemma of a name: its capitals stay, a plural's ending goes.

    >>> proper_lemma("Secretary", "NNP", "0>"), proper_lemma("Palestinians", "NNPS", "keep"), proper_lemma("oslo", "NNP", "keep")
    ('Secretary', 'Palestinian', 'Oslo')
    """
    if xpos == "NNPS" and word.endswith("s") and not word.endswith("ss"):
        return word[:-3] + "y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    if xpos == "NNP" and word.islower() and word.isalpha():
        return word.capitalize()
    return apply_script(word, script) if script.startswith("=") and script[1:2].lower() == word[:1].lower() else word


def regular_lemmas(word: str, xpos: str) -> Iterator[str]:
    """What the lower-cased word could be a regular inflection of, likeliest first.

    >>> list(regular_lemmas("planned", "VBD")), list(regular_lemmas("studies", "NNS"))
    (['plan', 'planne', 'plann'], ['study', 'studi', 'studie'])
    """
    ending = next((e for e, tags in ENDINGS.items() if xpos in tags and word.endswith(e) and len(word) >= len(e) + 2), "")
    if not ending:
        return
    stem = word[: -len(ending)]
    if ending == "s":
        if word.endswith("ies"):
            yield word[:-3] + "y"
        if word.endswith("es"):
            yield word[:-2]
        if word.endswith("ves"):
            yield from (word[:-3] + "f", word[:-3] + "fe")
        yield stem
        return
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if stem[-1] == stem[-2]:
        yield stem[:-1]
    if ending == "ing" and stem.endswith("y"):
        yield stem[:-1] + "ie"
    yield stem + "e"
    yield stem


def collect_forms(words: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str], str]:
    """The lexicon's forms from words with UPOS, XPOS and lemma: each form's lemma where one clearly prevails."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word, upos, xpos, lemma in words:
        if lemma != "_" and "\t" not in word + lemma:
            counts[word if upos == "PROPN" else word.lower(), xpos][lemma] += 1
    tops = {key: (counter.most_common(1)[0], counter.total()) for key, counter in counts.items()}
    return {key: lemma for key, ((lemma, n), total) in sorted(tops.items()) if n >= CLEAR * total}


def write_file(forms: dict[tuple[str, str], str], path: Path) -> None:
    """Writes forms so that the same forms give the same bytes."""
    text = "".join(f"{form}\t{tag}\t{lemma}\n" for (form, tag), lemma in sorted(forms.items()))
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
