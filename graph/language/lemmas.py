"""In: a word with its tags and an edit script. Out: its lemma; in training, the script that makes a lemma from a word.

A script says how the end of the lower-cased word changes ("3>y"). What the treebanks have seen comes first, then the network's script or a regular
inflection where it makes a known word, then spelling. It refuses to look at anything but the word itself.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph.language.spelling import drawn_out, written_lemma

KEEP = "keep"
"""The lemma is the word as it stands, capitals included (names)."""
LOWER = "0>"
"""The lemma is the word in lower case."""
CLEAR = 0.8
"""Share of a form's occurrences that its most frequent lemma must have to be taken from the lexicon."""
VERB_TAGS = ("VBD", "VBN", "VBG")
VERB_ENDINGS = {"VB": (), "VBP": (), "VBD": ("d", "t"), "VBN": ("d", "t", "n"), "VBG": ("ing", "in", "in'", "in’"), "VBZ": ("s",)}
"""What a form that is in no list must end with to have lost an ending: "stun" taken for a past form has none."""
PREFIXES = ("counter", "under", "inter", "over", "fore", "with", "out", "mis", "pre", "re", "un", "up")
"""What an irregular verb may begin with and keep its forms."""
CLOSED = ("AUX", "PRON", "DET", "PART")
"""Universal tags of which the lemma is often another word."""
LEAST_VOTES = 2
"""Verbs by which an ending must have more with an e than without one, or fewer, to be heard."""
NAME_TAGS = ("NNP", "NNPS")
NOUN_TAGS = ("NN", "NNS")
PART_TAG = "GW"
"""The tag of a part of a word that was cut by mistake: its lemma is the whole word's, which says nothing about others."""
LONGEST_ENDING = 4
"""Letters of a stem by which an unknown verb is compared with known ones."""
DOUBLED = "bdgmnprt"
"""Letters that are doubled before -ed and -ing; l is too, but not everywhere, and full, pass and buzz have two of their own."""
SHORT_VERB = re.compile(rf"[^aeiou]+[aeiou][{DOUBLED}]")
"""Verbs of one short syllable always double: "waged" is no form of wag, nor "taped" of tap."""
HISSING = ("ch", "sh", "ss", "x", "zz")
"""What takes -es: an unknown word's plural in -ches comes from -ch, not from -che."""
LONG_CAPITALS = 7
"""Letters from which a name in capitals is a word in capitals rather than an abbreviation."""
ENDINGS = {
    "children": {"NNS"},
    "men": {"NNS", "NNPS"},
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

    @cached_property
    def lemmas(self) -> dict[str, set[str]]:
        """The lemmas seen, by the first two letters of their tags."""
        found: dict[str, set[str]] = defaultdict(set)
        for (_, tag), lemma in self.forms.items():
            found[tag[:2]].add(lemma)
        return found

    @cached_property
    def endings(self) -> dict[str, int]:
        """For each ending of a verb's stem, how many more verbs seen drop an e before -ed and -ing than do not."""
        counts: dict[str, int] = defaultdict(int)
        for lemma in self.lemmas["VB"]:
            stem = lemma.removesuffix("e")
            for k in range(1, min(len(stem), LONGEST_ENDING) + 1):
                counts[stem[-k:]] += 1 if stem != lemma else -1
        return counts

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
        # where the two tags disagree, the finer one knows better whether a capital is a name's
        if upos == "PROPN" and xpos in NOUN_TAGS:
            upos, xpos = ("PROPN", "NNPS") if xpos == "NNS" and script == KEEP else ("NOUN", xpos)
        is_name = upos == "PROPN" or xpos in NAME_TAGS
        found = self.forms.get((word if is_name else word.lower(), xpos))
        if found:
            return found
        if written := written_lemma(word, xpos):
            return written.lower() if xpos in NOUN_TAGS and not word.startswith(("#", "@")) else written
        if upos == "PROPN":
            return self.spell_name(proper_lemma(word, xpos, script))
        if is_name:
            return word if upos == "ADJ" and script.startswith("=") else apply_script(word, script)
        return word if script == KEEP else self.find_regular(self.find_plain(word.lower()), upos, xpos, script)

    def find_plain(self, word: str) -> str:
        """The word that a drawn-out one stands for; any other as it is."""
        plain = list(drawn_out(word))
        return next((x for x in plain if x in self.known), plain[0]) if plain else word

    def find_regular(self, word: str, upos: str, xpos: str, script: str) -> str:
        """The lemma of a lower-cased word that was not seen with its tag: a known word if one can be it, else by spelling."""
        if xpos in VERB_ENDINGS and upos == "VERB":
            if (xpos in VERB_TAGS or word not in self.known) and (compound := self.find_compound(word)):
                return compound
            if not word.endswith((*VERB_ENDINGS[xpos], "ed")):
                return word
        # whole words are proposed for what was seen with them; this was not
        lemma = word if script.startswith("=") and word.isalpha() and upos not in CLOSED else apply_script(word, script)
        regular = list(regular_lemmas(word, xpos))
        if regular and lemma not in regular and SHORT_VERB.fullmatch(lemma) and word.startswith((lemma + "ed", lemma + "ing")):
            lemma = regular[0]
        if not regular or (lemma == word and word in self.known and xpos not in VERB_TAGS):
            return lemma
        known = (x for words in (self.lemmas[xpos[:2]], self.known) for x in (lemma, *regular) if x in words)
        return next(known, None) or self.spell_lemma(xpos, lemma, regular)

    def find_compound(self, word: str) -> str:
        """The lemma of an irregular verb with a prefix, by that of the verb: "overrode" by "rode"; "" for any other."""
        if word in self.lemmas["VB"]:
            return ""
        for rest in (word.removeprefix(p) for p in PREFIXES if word.startswith(p) and len(word) > len(p) + 2):
            lemma = next((found for tag in ("VBD", "VBN") if (found := self.forms.get((rest, tag)))), "")
            if lemma and not rest.endswith("ed"):
                return word.removesuffix(rest) + lemma
        return ""

    def spell_lemma(self, xpos: str, lemma: str, regular: Sequence[str]) -> str:
        """The likeliest of an unknown word's lemmas by its spelling: what the network proposes, unless spelling says otherwise."""
        if regular[0].endswith(("y", "man", "child", *HISSING)) or (lemma not in regular and xpos not in VERB_TAGS):
            return regular[0]
        if xpos not in VERB_TAGS:
            return lemma
        stem = regular[-1]
        if stem[-1] == stem[-2:-1]:
            return stem[:-1] if stem[-1] in DOUBLED else stem
        votes = next((n for k in range(LONGEST_ENDING, 0, -1) if len(stem) >= k and abs(n := self.endings.get(stem[-k:], 0)) >= LEAST_VOTES), 0)
        if not votes and lemma == stem + "e":
            return lemma
        return stem + "e" if votes > 0 else stem

    def spell_name(self, name: str) -> str:
        """A name as it is written where not everything is in capitals: a word is not, an abbreviation is."""
        title = name.capitalize()
        is_word = len(name) >= LONG_CAPITALS or (len(name) > 3 and title in self.lemmas["NN"])
        return title if name.isupper() and name.isalpha() and is_word else name


def proper_lemma(word: str, xpos: str, script: str) -> str:
    """The lemma of a name: its capitals stay, a plural's ending goes.

    >>> proper_lemma("Secretary", "NNP", "0>"), proper_lemma("Palestinians", "NNPS", "keep"), proper_lemma("oslo", "NNP", "keep")
    ('Secretary', 'Palestinian', 'Oslo')
    """
    if xpos == "NNPS" and (regular := next(regular_lemmas(word, xpos), "")):
        return regular
    if xpos == "NNP" and word.islower() and word.isalpha():
        return word if script == LOWER else word.capitalize()
    return apply_script(word, script) if script.startswith("=") and script[1:2].lower() == word[:1].lower() else word


def regular_lemmas(word: str, xpos: str) -> Iterator[str]:
    """What the lower-cased word could be a regular inflection of, likeliest first.

    >>> list(regular_lemmas("planned", "VBD")), list(regular_lemmas("studies", "NNS"))
    (['plan', 'planne', 'plann'], ['study', 'studie', 'studi'])
    >>> list(regular_lemmas("waged", "VBD"))
    ['wage']
    """
    if xpos == "VBG" and word.endswith("in") and len(word) > 3:
        word += "g"  # as it is spoken
    ending = next((e for e, tags in ENDINGS.items() if xpos in tags and word.lower().endswith(e) and len(word) >= len(e) + 2), "")
    stem = word[: len(word) - len(ending)]
    if not ending or not stem.replace("-", "").isalpha() or word.endswith("ss"):
        return
    if ending in ("men", "children"):
        yield stem + ("man" if ending == "men" else "child")
        return
    if ending == "s":
        if word.endswith("ies") and len(word) > 4:
            yield word[:-3] + "y"
        if word.endswith((*(x + "es" for x in HISSING), "oes")):
            yield word[:-2]
        yield stem
        if word.endswith("es"):
            yield word[:-2]
        if word.endswith("ves"):
            yield from (word[:-3] + "f", word[:-3] + "fe")
        return
    if stem.endswith("i"):
        yield stem[:-1] + "y"
    if stem[-1] == stem[-2]:
        yield stem[:-1]
    if ending == "ing" and len(stem) == 2 and stem.endswith("y"):
        yield stem[:-1] + "ie"
    yield stem + "e"
    if not SHORT_VERB.fullmatch(stem):
        yield stem


def collect_forms(words: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str], str]:
    """The lexicon's forms from words with UPOS, XPOS and lemma: each form's lemma where one clearly prevails."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for word, upos, xpos, lemma in words:
        if lemma != "_" and xpos != PART_TAG and "\t" not in word + lemma:
            counts[word if upos == "PROPN" or xpos in NAME_TAGS else word.lower(), xpos][lemma] += 1
    tops = {key: (counter.most_common(1)[0], counter.total()) for key, counter in counts.items()}
    return {key: lemma for key, ((lemma, n), total) in sorted(tops.items()) if n >= CLEAR * total}


def read_irregular() -> dict[tuple[str, str], str]:
    """The irregular forms of English with their tags, each with its lemma.

    >>> read_irregular()["sang", "VBD"]
    'sing'
    """
    forms: dict[tuple[str, str], str] = {}
    for line in (Path(__file__).parent / "irregular.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            lemma, *rest = line.split()
            for tag, found in zip(rest[::2], rest[1::2], strict=True):
                forms |= {(form, tag): lemma for form in found.split(",")}
    return forms


def write_file(forms: dict[tuple[str, str], str], path: Path) -> None:
    """Writes forms so that the same forms give the same bytes."""
    text = "".join(f"{form}\t{tag}\t{lemma}\n" for (form, tag), lemma in sorted(forms.items()))
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))
