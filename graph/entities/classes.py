"""In: a class noun ("union") and a named node. Out: whether "the union" can mean the node, by the words of its name. Pure; it refuses to look at the text."""

from __future__ import annotations

from functools import cache

from graph.entities.names import Words
from graph.entities.nodes import Node
from graph.gazetteer import is_country, read_table
from graph.records import EntityType

OPEN = frozenset(
    [
        "party",
        "union",
        "company",
        "firm",
        "club",
        "team",
        "organization",
        "organisation",
        "group",
        "agency",
        "charity",
        "network",
        "band",
        "newspaper",
        "magazine",
    ]
)
"""Classes whose members often have no word of it in their names ("Unite", "Google")."""
AREAS = frozenset(["constituency", "region", "province", "county", "district", "island", "river", "area", "peninsula", "airport", "stadium"])
"""Classes of places that may stand after the name ("the Leeds West constituency")."""


@cache
def classes_of_word() -> dict[str, frozenset[str]]:
    """Each word of a name with the classes that it shows."""
    out: dict[str, set[str]] = {}
    for name, words in read_table("classes").items():
        for word in (name, *words):
            out.setdefault(word, set()).add(name)
    return {w: frozenset(c) for w, c in out.items()}


def class_match(noun: str, words: Words, type: EntityType) -> float:
    """How well a class noun fits a name: 1 where the name says so, 0.5 where it says nothing, 0 where it says something else.

    >>> organization = EntityType.ORGANIZATION
    >>> class_match("party", ("labour",), organization), class_match("union", ("rmt",), organization), class_match("union", ("labour",), organization)
    (1.0, 0.5, 0.0)
    >>> class_match("court", ("google",), organization), class_match("country", ("new", "zealand"), EntityType.PLACE)
    (0.0, 1.0)
    """
    if noun in ("country", "nation"):
        return 1.0 if type is EntityType.PLACE and is_country(" ".join(words).title()) else 0.0
    if noun == words[-1] or any(noun in classes_of_word().get(w, ()) for w in words):
        return 1.0
    if words[-1] in classes_of_word() or noun not in read_table("classes"):
        return 0.0
    if type is EntityType.PLACE:
        return 0.5 if noun in AREAS or (noun in ("city", "town", "village") and not is_country(" ".join(words).title())) else 0.0
    return 0.5 if noun in OPEN and type is EntityType.ORGANIZATION else 0.0


def node_class_match(noun: str, node: Node) -> float:
    """How well a class noun fits a named node, by the best of its names; what was said of it counts more."""
    if any(p.head == noun and not p.is_plural for p in node.profiles):
        return 1.0
    return max((class_match(noun, words, node.type) for words in node.names), default=0.0)
