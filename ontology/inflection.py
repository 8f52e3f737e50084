"""In: a lemma phrase. Out: the phrase as a reader says it of one subject ("hits out at") or of several ("hit out at"). It refuses to judge its sense."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

IRREGULAR: Final = MappingProxyType(
    {"be": "is", "have": "has", "do": "does", "go": "goes", "quiz": "quizzes", "bus": "buses", "gas": "gasses", "’s": "is", "'s": "is"}
)
UNCHANGED: Final = frozenset(
    {"can", "may", "must", "will", "shall", "would", "should", "could", "might", "ought", "is", "has", "does", "was", "were", "are", "had", "did", "not"}
)
"""Modal verbs, and forms that are no lemmas but may come from a parser's mistake."""
HARD_CH: Final = ("stomach", "eunuch", "monarch")
SHORT_O: Final = (
    "radio",
    "video",
    "studio",
    "ratio",
    "stereo",
    "tango",
    "woo",
    "boo",
    "coo",
    "moo",
    "taboo",
    "shampoo",
    "tattoo",
    "zoo",
    "solo",
    "photo",
    "disco",
    "combo",
)
"""Verbs in -o that take a plain -s."""
PREPOSITIONS: Final = frozenset(
    {
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "by",
        "from",
        "as",
        "about",
        "against",
        "over",
        "under",
        "between",
        "among",
        "according",
        "amid",
        "near",
        "behind",
        "after",
        "before",
        "like",
    }
)
ONE: Final = frozenset({"a", "an", "one", "each", "every", "this", "that", "another"})
SEVERAL: Final = frozenset({"people", "police", "staff", "men", "women", "children", "spokesmen", "spokeswomen", "youth", "personnel", "crew", "cattle"})
NO_PLURALS: Final = frozenset(
    {"news", "series", "headquarters", "politics", "economics", "athletics", "mathematics", "physics", "gas", "lens", "means", "crossroads", "species", "atlas"}
)
"""Nouns in -s that name one thing."""
PREFIXES: Final = ("re", "un", "over", "under", "out", "fore", "mis")


def inflect_label(phrase: str) -> str:
    """The label of a relation.

    >>> [inflect_label(p) for p in ("defy", "be leader of", "hit out at", "undergo", "publicly criticise")]
    ['defies', 'is leader of', 'hits out at', 'undergoes', 'publicly criticises']
    """
    words = phrase.split()
    if not words or words[0].lower() in PREPOSITIONS:
        return " ".join(words)
    place = next((i for i, word in enumerate(words[:-1]) if not _is_adverb(word)), len(words) - 1)
    if place == len(words) - 1 and _is_adverb(words[place]):
        place = 0
    return " ".join([*words[:place], inflect_verb(words[place]), *words[place + 1 :]])


def inflect_plural(phrase: str, role: str | None = None) -> str:
    """The label of a relation as it is said of several; a role in it becomes several as well.

    >>> [inflect_plural(p) for p in ("defy", "be planned for", "hit out at")], inflect_plural("be chief whip of", "chief whip")
    (['defy', 'are planned for', 'hit out at'], 'are chief whips of')
    """
    words = " ".join("are" if place == 0 and word in ("be", "’s", "'s") else word for place, word in enumerate(phrase.split()))
    return words.replace(role, pluralize(role), 1) if role else words


def inflect_negative(phrase: str, role: str | None = None, *, is_plural: bool = False) -> str:
    """The label of a relation as it is said not to be so.

    >>> [inflect_negative(p) for p in ("defy", "be planned for", "hit out at")], inflect_negative("be member of", "member", is_plural=True)
    (['does not defy', 'is not planned for', 'does not hit out at'], 'are not members of')
    """
    first, _, rest = phrase.partition(" ")
    if first in ("be", "’s", "'s"):
        said = inflect_plural(phrase, role).partition(" ")[2] if is_plural else rest
        return f"{'are' if is_plural else 'is'} not {said}".strip()
    return f"{'do' if is_plural else 'does'} not {phrase}"


def pluralize(noun: str) -> str:
    """Several of what a noun phrase names by its last word.

    >>> [pluralize(noun) for noun in ("member", "deputy secretary", "spokeswoman", "boss", "chairs")]
    ['members', 'deputy secretaries', 'spokeswomen', 'bosses', 'chairs']
    """
    if noun.endswith(("man", "woman")):
        return f"{noun[:-2]}en"
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    return noun[:-1] + "ies" if re.search(r"[^aeiou]y$", noun) else noun + ("es" if noun.endswith(("ss", "x", "ch", "sh")) else "s")


def is_plural_noun(phrase: str) -> bool:
    """Whether a noun phrase names several, as far as its words show it.

    >>> [is_plural_noun(p) for p in ("several MPs", "40,000 members of the union", "own staff", "the crisis", "every boss", "a list of names")]
    [True, True, True, False, False, False]
    """
    words = phrase.lower().split()
    if not words or words[0] in ONE:
        return False
    end = next((place for place, word in enumerate(words) if place and word in (*PREPOSITIONS, "who", "which", "that")), len(words))
    head = words[end - 1].strip(",.'’”\"")
    return head in SEVERAL or (len(head) > 2 and head.endswith("s") and not head.endswith(("ss", "us", "is", "'s", "’s")) and head not in NO_PLURALS)


def inflect_verb(verb: str) -> str:
    """The third person singular of a verb's lemma.

    >>> [inflect_verb(v) for v in ("veto", "radio", "co-found", "push", "redo", "obey", "USE")]
    ['vetoes', 'radios', 'co-founds', 'pushes', 'redoes', 'obeys', 'USES']
    """
    if verb.isupper() and len(verb) > 1:
        return inflect_verb(verb.lower()).upper()
    head, hyphen, last = verb.rpartition("-")
    low = last.lower()
    if not low or low in UNCHANGED:
        return verb
    if low in IRREGULAR:
        return head + hyphen + IRREGULAR[low]
    stem = next((low[len(p) :] for p in PREFIXES if low.startswith(p) and low[len(p) :] in ("do", "go", "have", "quiz")), None)
    if stem:
        return verb[: len(verb) - len(stem)] + IRREGULAR[stem]
    return verb + "s" if _takes_plain_s(low) else verb[:-1] + "ies" if low.endswith("y") else verb + "es"


def _takes_plain_s(verb: str) -> bool:
    if verb.endswith(("s", "x", "z", "sh")) or (verb.endswith("ch") and not verb.endswith(HARD_CH)):
        return False
    if verb.endswith("o"):
        return verb.endswith(SHORT_O)
    return not re.search(r"[^aeiou]y$", verb)


def _is_adverb(word: str) -> bool:
    return (
        word.endswith("ly")
        and len(word) > 4
        and word.lower()
        not in (
            "apply",
            "supply",
            "reply",
            "imply",
            "rally",
            "ally",
            "tally",
            "multiply",
            "comply",
            "rely",
            "bully",
            "sully",
            "belly",
            "dally",
            "sally",
            "misapply",
            "resupply",
        )
    )
