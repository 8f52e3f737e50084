"""In: a pronoun's word and a node. Out: whether number and gender let the one stand for the other. It refuses to look at the text."""

from __future__ import annotations

from graph.entities.candidates import GENDER
from graph.entities.nodes import Node
from graph.gazetteer import noun_type, read_table
from graph.records import EntityType

NEUTER = frozenset(["it", "its", "itself"])
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves"])


def agrees(node: Node, word: str) -> bool:
    """Whether number and gender of the pronoun allow the node."""
    if GENDER.get(word) == "f" and is_vessel(node):
        return not node.is_plural
    if word in GENDER:
        return node.type is EntityType.PERSON and not node.is_plural and node.gender in ("", GENDER[word])
    if word in NEUTER:
        return node.type not in (EntityType.PERSON, EntityType.GROUP) and not node.is_plural and not is_of_people(node)
    return node.is_plural or node.type in (EntityType.GROUP, EntityType.ORGANIZATION)


def is_vessel(node: Node) -> bool:
    """Whether a noun or what stands before its name tells a ship, which may be "she"."""
    is_told = any(p.head in read_table("synonyms")["vessel"] for p in node.profiles) or any(
        len(w) > 1 and w[0] in ("mv", "hms", "ss", "rms") for w in node.names
    )
    return node.type is EntityType.OTHER and is_told


def is_of_people(node: Node) -> bool:
    """Whether its name is a noun for people in the plural: "the Social Democrats" are "they"; not "United Nations"."""
    lasts = {words[-1] for words in node.names}
    return bool(lasts) and all(last.endswith("s") and noun_type(last[:-1]) is EntityType.PERSON for last in lasts)
