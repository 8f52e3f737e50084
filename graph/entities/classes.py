"""In: a class noun ("union") and a named node. Out: whether "the union" can mean the node, by the words of its name. Pure; it refuses to look at the text."""

from __future__ import annotations

from functools import cache

from graph.entities.names import Words
from graph.entities.nodes import Node
from graph.gazetteer import is_country, name_word_type, place_of_demonym, read_table
from graph.records import EntityType

ANY_BODY = frozenset(["organization", "organisation", "group", "body", "institution"])
"""What any organization may be called, whatever its name says of it."""
ANY_COMPANY = frozenset(["company", "firm", "business", "group", "corporation", "conglomerate", "operator", "maker", "producer", "developer", "supplier"])
"""What a company may be called whatever it deals in; a lender is no airline."""
BODIES = frozenset(["company", "union", "party", "club", "media", "charity", "state-body", "alliance"])
"""Families whose members often have no word of them in their names ("Unite", "Google")."""
FAMILY, OPEN = 0.8, 0.5
"""How well a noun of the same family fits, and one where the name says nothing."""
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


@cache
def families_of(noun: str) -> frozenset[str]:
    """The families that a class noun belongs to.

    >>> sorted(families_of("lender")), sorted(families_of("newspaper")), sorted(families_of("table"))
    (['company'], ['media'], [])
    """
    return frozenset(family for family, nouns in read_table("families").items() if noun in nouns)


def is_class(noun: str) -> bool:
    """Whether it is the noun of a class ("union", "lender")."""
    return noun in read_table("classes") or bool(families_of(noun)) or noun in ANY_BODY


@cache
def telling_words(words: Words) -> Words:
    """The words of a name that tell its class: the last and one before "of"; all where the last is no class itself.

    >>> telling_words(("airline", "pilots", "association")), telling_words(("police", "norland"))
    (('association',), ('police', 'norland'))
    >>> telling_words(("city", "police", "service")), telling_words(("bank", "of", "norland", "group"))
    (('police', 'service'), ('group', 'bank'))
    """
    if words[-1] not in classes_of_word() or words[-1] in ("organization", "organisation"):
        return words
    before = words[-2:-1] if words[-1] in ("service", "department", "force") else ()
    return (*before, words[-1], *(words[k - 1] for k in range(1, len(words)) if words[k] in ("of", "for")))


def shown_nouns(words: Words) -> frozenset[str]:
    """The class nouns that the last word of a name tells, or the one before "of"."""
    return frozenset(noun for w in telling_words(words) for noun in classes_of_word().get(w, ()))


@cache
def shown_families(words: Words) -> frozenset[str]:
    """The families that the last word of a name tells, or the one before "of".

    >>> sorted(shown_families(("fenland", "bank"))), sorted(shown_families(("unite",))), sorted(shown_families(("google",)))
    (['company'], ['union'], [])
    """
    return frozenset(f for noun in shown_nouns(words) - ANY_BODY for f in families_of(noun))


def class_match(noun: str, words: Words, type: EntityType) -> float:
    """How well a class noun fits a name: 1 where the name says so, less where it says something of the same family or nothing, 0 where something else.

    >>> organization = EntityType.ORGANIZATION
    >>> class_match("party", ("labour",), organization), class_match("union", ("scu",), organization), class_match("union", ("labour",), organization)
    (1.0, 0.5, 0.0)
    >>> class_match("firm", ("fenland", "bank"), organization), class_match("lender", ("google",), organization)
    (0.8, 0.5)
    >>> class_match("court", ("google",), organization), class_match("country", ("new", "zealand"), EntityType.PLACE)
    (0.0, 1.0)
    """
    if noun == "bloc" and words[-1] == "union" and len(words) > 1 and place_of_demonym(words[-2]):
        return 1.0  # the African Union
    if noun in ("country", "nation"):
        return 1.0 if type is EntityType.PLACE and is_country(" ".join(words).title()) else 0.0
    if noun == words[-1] or any(noun in classes_of_word().get(w, ()) for w in telling_words(words)):
        return 1.0
    if type is EntityType.EVENT:
        return 1.0 if noun in words else 0.0  # "the storm" for Storm Agnes
    if type is EntityType.PLACE:
        if noun in words[:-1] and noun in ("port", "mount", "lake", "fort", "cape", "isle"):
            return 1.0
        if words[-1] in classes_of_word() or noun not in read_table("classes"):
            return 0.0
        return OPEN if noun in AREAS or (noun in ("city", "town", "village") and not is_country(" ".join(words).title())) else 0.0
    if type is not EntityType.ORGANIZATION:
        return 0.0
    shown = shown_families(words)
    if shown & families_of(noun):
        return FAMILY if noun in ANY_COMPANY or "company" not in shown or shown_nouns(words) & ANY_COMPANY else 0.0
    if noun in ANY_BODY:
        return OPEN
    if shown_nouns(words) - ANY_BODY:
        return 0.0  # "the team" is no university
    if noun == "agency" and shown_nouns(words) and shown_nouns(words) <= ANY_BODY:
        return OPEN  # "the agency" for the World Harbour Organization
    is_public = bool(classes_of_word().get(words[-1])) or name_word_type(words[-1]) is not None  # "the firm" is not the Senate
    return OPEN if families_of(noun) & BODIES and not shown and not is_public else 0.0


def node_class_match(noun: str, node: Node) -> float:
    """How well a class noun fits a named node, by the best of its names; what was said of it counts more, and one name that says otherwise forbids it."""
    if any(p.head == noun and not p.is_plural for p in node.profiles):
        return 1.0
    found = [class_match(noun, words, node.type) for words in node.names]
    if max(found, default=0.0) != OPEN:
        return max(found, default=0.0)
    if any(len(words) > 1 and words[-1] in classes_of_word() and not shown_families(words) for words in node.names) and noun not in ANY_BODY:
        return 0.0  # an association of pilots is no company, nor is its abbreviation
    told = {f for words in node.names for f in shown_families(words)} | {f for p in node.profiles if not p.is_plural for f in families_of(p.head)}
    if noun in ANY_BODY or node.type is not EntityType.ORGANIZATION:
        return OPEN
    return FAMILY if told & families_of(noun) else 0.0 if told else OPEN
