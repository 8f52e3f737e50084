"""In: the word lists under words/. Out: what they hold, as tables from phrase to entries, under one spelling.

A list is sections ("[supports]") of entries between commas; verbs.txt says how an entry is written. It refuses a list that says two things of one phrase.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

AGENTS = frozenset({"Person", "Organization", "Group"})
SOLID = re.compile(r"^(?:co|re|pre|e|u|un|de|mis|over|under|out)-(?=\w)")
"""Prefixes that grow onto a word: "co-operate" is "cooperate", while "vice-president" is "vice president"."""
SIZES = frozenset({"size", "seize", "prize", "capsize", "resize", "assize", "maize", "downsize", "oversize", "upsize"})


class WordListError(ValueError):
    """A word list says two things of one phrase, or an entry cannot be read."""


@dataclass(frozen=True)
class Entry:
    """What a list says of a phrase: its family, and of which types subject and object must be (empty: of any)."""

    family: str
    objects: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()

    def fits(self, subject_type: str | None, object_type: str | None) -> bool:
        """Whether the entry speaks of such a subject and object."""
        return (not self.subjects or subject_type in self.subjects) and (not self.objects or object_type in self.objects)

    @property
    def weight(self) -> int:
        """How exact it is."""
        return bool(self.objects) + bool(self.subjects)


@cache
def load_entries(name: str) -> Mapping[tuple[str, ...], tuple[Entry, ...]]:
    """A list of phrases by family: phrase, as words in standard spelling → its entries, the most exact first."""
    found: dict[tuple[str, ...], list[Entry]] = {}
    for family, item in read_items(name):
        phrase, entry = read_entry(item, family)
        known = found.setdefault(phrase, [])
        clash = [e for e in known if e.objects == entry.objects and e.subjects == entry.subjects]
        if clash and clash[0].family != family:
            raise WordListError(f"words/{name}: '{item}' stands under both [{clash[0].family}] and [{family}]; keep one")
        if not clash:
            known.append(entry)
    return MappingProxyType({phrase: tuple(sorted(entries, key=lambda e: -e.weight)) for phrase, entries in found.items()})


@cache
def load_sets(name: str) -> Mapping[str, frozenset[tuple[str, ...]]]:
    """A list without types: section → its phrases, as words in standard spelling."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for section, item in read_items(name):
        found.setdefault(section, set()).add(standard_words(item))
    return MappingProxyType({section: frozenset(phrases) for section, phrases in found.items()})


def read_items(name: str) -> Iterator[tuple[str, str]]:
    """The entries of a list with their sections, in order; an entry may run over the end of a line."""
    for part in re.split(r"^(?=\[)", "\n".join(read_lines(name)), flags=re.MULTILINE):
        section, _, body = part.partition("\n")
        for piece in body.split(","):
            if item := " ".join(piece.split()):
                yield section.strip("[]"), item


def read_lines(name: str) -> Iterator[str]:
    """The lines of a word list that say something, without comments."""
    for line in (files("ontology") / "words" / name).read_text(encoding="utf-8").splitlines():
        if bare := line.split("#")[0].strip():
            yield bare


def read_entry(item: str, family: str) -> tuple[tuple[str, ...], Entry]:
    """An entry as it is written.

    >>> read_entry("Event >> hit :: Place", "harms")[0]
    ('hit',)
    """
    rest, _, objects = item.partition(" :: ")
    subjects, _, phrase = rest.rpartition(" >> ")
    return standard_words(phrase), Entry(family, read_types(objects), read_types(subjects))


def read_types(text: str) -> frozenset[str]:
    """Entity types by name; Agent stands for people and organizations."""
    names = frozenset(text.split())
    return names - {"Agent"} | AGENTS if "Agent" in names else names


@cache
def load_spellings() -> Mapping[str, str]:
    """American word → British word."""
    pairs = (line.split("=") for line in read_lines("spelling.txt"))
    return MappingProxyType({american.strip(): british.strip() for american, british in pairs})


def standard_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase in lower case and standard spelling; determiners before nouns are left out.

    >>> standard_words("Organize the Co-operative defense")
    ('organise', 'cooperative', 'defence')
    """
    words = (w for raw in phrase.lower().replace("’", "'").split() for w in SOLID.sub(lambda m: m[0][:-1], raw).replace("-", " ").split())
    return tuple(standard_word(w) for w in words if w not in ("a", "an", "the"))


def standard_word(word: str) -> str:
    """One word in British spelling.

    >>> [standard_word(w) for w in ("organize", "seize", "analyze", "favor")]
    ['organise', 'seize', 'analyse', 'favour']
    """
    if len(word) > 5 and word not in SIZES:
        if word.endswith(("ize", "yze")):
            word = word[:-2] + "se"
        elif word.endswith("ization"):
            word = word[:-7] + "isation"
    return load_spellings().get(word, word)
