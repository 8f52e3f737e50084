"""In: two profiles of descriptions. Out: whether they can describe one thing. It refuses to look at salience or at the text."""

from __future__ import annotations

from dataclasses import dataclass

from graph.gazetteer import read_table
from graph.records import EntityType

PARENTS, CHILDREN = ("father", "mother", "parent"), ("son", "daughter", "child")
FRESH = frozenset(["new", "first", "latest", "recent", "further", "separate", "final"])
"""Words of contrast by which a thing may be introduced."""
RANKS = frozenset(["deputy", "vice", "prime", "shadow"])
"""Words before a post that make it another post: a deputy president is not the president."""
SIBLINGS = ("brother", "sister", "sibling", "twin")
INVERSE = {**dict.fromkeys(PARENTS, CHILDREN), **dict.fromkeys(CHILDREN, PARENTS), "husband": ("wife",), "wife": ("husband",)}
INVERSE |= dict.fromkeys(SIBLINGS, SIBLINGS)
"""Kinship nouns with those that say the same the other way round."""


@dataclass(frozen=True)
class Profile:
    """`words` are the lower-cased words that tell it apart, with "#3" for a thing of the article (node 3) before or after the head."""

    head: str
    words: frozenset[str]
    determiner: str
    is_plural: bool
    type: EntityType
    mention: int = -1

    @property
    def is_definite(self) -> bool:
        """Whether it speaks of something known."""
        return self.determiner in ("the", "this", "poss")


def is_taken_up(later: Profile, earlier: Profile) -> bool:
    """Whether "the law" may take up "a new law", which only its introduction calls new."""
    words = earlier.words & set(read_table("descriptions")["contrast"])
    return earlier.determiner == "a" and later.determiner in ("the", "this") and not later.is_plural and words <= FRESH and not later.words - earlier.words


def same_thing(later: Profile, earlier: Profile) -> float:
    """How well a later description repeats an earlier one: 0 where it contradicts it, 1 where it is the same.

    >>> memo = Profile("memo", frozenset(), "a", False, EntityType.WORK)
    >>> leaked = Profile("memo", frozenset(["leak"]), "the", False, EntityType.WORK)
    >>> second = Profile("memo", frozenset(["second"]), "the", False, EntityType.WORK)
    >>> same_thing(leaked, memo), same_thing(second, memo), same_thing(memo, leaked)
    (0.6, 0.0, 0.0)
    """
    if later.head != earlier.head or later.is_plural != earlier.is_plural:
        return 0.0
    if later.determiner == "a" and not later.is_plural:
        return 0.0
    if (later.words ^ earlier.words) & RANKS:
        return 0.0
    contrast = set(read_table("descriptions")["contrast"])
    extra, missing = later.words - earlier.words, earlier.words - later.words
    if extra & contrast or (missing & contrast and not is_taken_up(later, earlier)):
        return 0.0  # "a new law" may be "the law" afterwards, "the second law" is another than "the law"
    if not extra and not missing:
        return 1.0
    if not later.is_definite:
        return 0.0
    if any(w.startswith(("#", "?")) or w[0].isdigit() or w[0].isupper() for w in extra):
        return 0.0
    if not extra:
        return 0.8 if not any(w.startswith("?") for w in missing) else 0.4
    return 0.0 if missing or (later.is_plural and later.type is not EntityType.GROUP) else 0.6
