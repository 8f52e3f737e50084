"""In: nodes of names. Out: short names joined to the one long name that they begin or end: "Veltra" to "Veltra Foods", "Albion" to "Eastbrook Albion".

It refuses persons and places, names that the article uses before the long one (but for its headline), and a short name that two long ones have.
"""

from __future__ import annotations

from graph.entities.classes import classes_of_word
from graph.entities.context import Context
from graph.entities.names import SMALL, Words
from graph.entities.nodes import Node, Nodes
from graph.gazetteer import gender_of_name, is_country, is_honorific, known_name_type, name_word_type, place_of_demonym, read_table
from graph.records import EntityType

PUBLIC = frozenset(
    ["party", "police", "council", "court", "hospital", "department", "ministry", "committee", "commission", "board", "airport", "bridge", "stadium"]
)
"""Classes of things that bear the name of their place or subject, which is not short for them ("Leeds" for "Leeds Council")."""
CAUSES = frozenset(["society", "association", "day", "week"])
"""What bears the name of its cause, which is not short for it ("Alzheimer's" for the Alzheimer's Society)."""
NAMED_AFTER = frozenset(
    ["foundation", "institute", "library", "museum", "prize", "administration", "campaign", "tower", "centre", "center", "family", "organization"]
)
"""What is named after a person, whose surname then stays the person's ("the Lund Foundation")."""
CUTTABLE = (EntityType.ORGANIZATION, EntityType.WORK, EntityType.OTHER)
HOUSES = frozenset(["hospital", "infirmary", "clinic", "school", "academy", "college", "university", "hotel"])
"""Institutions that may be typed as places, and whose noun is left out of a name of two words or more."""
SIDES = frozenset(["club", "team", "newspaper", "paper"])
"""Classes whose last word alone is a name ("City", "the Post")."""


def join_shortened(context: Context, nodes: Nodes) -> None:
    """Joins each node that has only short names to the node whose long name they are cut from."""
    long: dict[Words, list[Node]] = {}
    for node in nodes.alive.values():
        for words in node.names:
            for part in {words[:k] for k in range(1, len(words))} | {words[k:] for k in range(1, len(words))}:
                long.setdefault(part, []).append(node)
    for node in [n for n in nodes.alive.values() if len(n.names) == 1]:
        words = next(iter(node.names))
        full = nodes.each(n.number for n in long.get(words, ()))
        full = [n for n in full if n is not node]
        if len(full) > 1 and all(name[: len(words)] == words for n in full for name in n.names if len(name) > len(words)):
            full = [min(full, key=lambda n: n.mentions[0])]  # what comes after the firm is its products
        if len(full) == 1 and is_cut(context, full[0], node, words):
            count = len(node.mentions)
            node.votes.clear()
            node.genders.clear()
            nodes.join(full[0], node)
            if is_side(words) and full[0].type is EntityType.PLACE:
                full[0].votes[EntityType.ORGANIZATION] += 4 * count


def join_class_names(context: Context, nodes: Nodes) -> None:
    """Joins "the Fund", always with its article, to the one body named before whose class the word is: the Monetary Fund, the Fund for the Arts."""
    bodies = [n for n in nodes.alive.values() if n.type is EntityType.ORGANIZATION and any(len(w) > 1 for w in n.names)]
    for node in [n for n in nodes.alive.values() if len(n.names) == 1 and n.type in (EntityType.ORGANIZATION, EntityType.OTHER)]:
        words = next(iter(node.names))
        if len(words) > 1 or name_word_type(words[0]) is not EntityType.ORGANIZATION or any(context.determiner(i) != "the" for i in node.mentions):
            continue
        alike = [n for n in bodies if n is not node and any(len(w) > 1 and words[0] in (w[-1], *before_of(w)) for w in n.names)]
        if len(alike) == 1 and alike[0].mentions[0] < node.mentions[0]:
            nodes.join(alike[0], node)


def before_of(words: Words) -> list[str]:
    """The word before "of" or "for".

    >>> before_of(("bank", "of", "norland")), before_of(("norland", "bank"))
    (['bank'], [])
    """
    return [words[k - 1] for k in range(1, len(words)) if words[k] in ("of", "for")][:1]


def is_cut(context: Context, full: Node, short: Node, words: Words) -> bool:
    """Whether the node named `words` is the one with the long name; a name that ends with a number ("Apollo 11") is whole."""
    if any(w in SMALL or w.isdigit() for w in (words[0], words[-1])) or not is_told_after(context, short, full):
        return False
    names = [n for n in full.names if len(n) > len(words)]
    is_acronym = all(context.mentions[i].text.isupper() for i in short.mentions)
    opens = not is_acronym and any(n[: len(words)] == words and may_open(words, n) for n in names)
    closes = any(n[-len(words) :] == words and may_close(words, n) for n in names)
    if is_side(words):
        return closes and full.type in (*CUTTABLE, EntityType.PLACE) and not short.genders and is_side_name(context, short, words)
    if full.type is EntityType.PLACE and len(words) > 1 and opens and any(len(n) == len(words) + 1 and n[-1] in HOUSES for n in names):
        return True  # "Lake Mercy" for Lake Mercy Hospital
    is_with_article = all(context.determiner(i) == "the" for i in short.mentions)
    if full.type is EntityType.PLACE and opens and is_with_article and any(n == (*words, "theatre") or n == (*words, "theater") for n in names):
        return True  # "the Abbey" for the Abbey Theatre
    if full.type not in CUTTABLE or not (opens or closes):
        return False
    if len(words) > 1:
        return short.type in (full.type, EntityType.OTHER)
    return is_body(context, short, is_named_after=opens and any(n[-1] in NAMED_AFTER for n in names))


def is_told_after(context: Context, short: Node, full: Node) -> bool:
    """Whether the article uses the short name only once it has given the long one, or in its headline."""
    first = full.mentions[0]
    return all(i > first or context.sentences[i] == 0 for i in short.mentions)


def may_open(words: Words, full: Words) -> bool:
    """Whether a long name may be cut to its beginning.

    >>> may_open(("veltra",), ("veltra", "foods")), may_open(("leeds",), ("leeds", "council")), may_open(("bank",), ("bank", "of", "norland"))
    (True, False, True)
    >>> may_open(("labour",), ("labour", "students")), may_open(("music",), ("music", "for", "all"))
    (False, False)
    """
    rest = full[len(words) :]
    if rest[0] in SMALL:
        return len(words) > 1 or name_word_type(words[0]) is EntityType.ORGANIZATION
    if len(words) == 1 and (classes_of_word().get(words[0]) or is_known(words[0])):
        return False
    return not (len(words) == 1 and (classes_of_word().get(rest[-1], frozenset()) & PUBLIC or rest[-1] in CAUSES))


def may_close(words: Words, full: Words) -> bool:
    """Whether a long name may be cut to its end.

    >>> may_close(("albion",), ("eastbrook", "albion")), may_close(("post",), ("harbour", "post")), may_close(("labour",), ("scottish", "labour"))
    (True, True, False)
    >>> may_close(("norland",), ("bank", "of", "norland")), may_close(("senate",), ("state", "senate"))
    (False, False)
    """
    extra = full[: -len(words)]
    if any(w in SMALL for w in extra) or place_of_demonym(extra[-1]) is not None:
        return False
    if is_side(words):
        return True
    return len(words) == 1 and not classes_of_word().get(words[0]) and name_word_type(words[0]) is None and not is_known(words[0])


def is_known(word: str) -> bool:
    """Whether it is a name by itself, everywhere."""
    return known_name_type(word) is not None or is_country(word.title()) or place_of_demonym(word) is not None


def is_side(words: Words) -> bool:
    """Whether it is the last word of clubs or newspapers ("City", "Post")."""
    return len(words) == 1 and bool(classes_of_word().get(words[0], frozenset()) & SIDES) and not classes_of_word()[words[0]] & PUBLIC


def is_side_name(context: Context, short: Node, words: Words) -> bool:
    """Whether a word that is also a common noun ("City") stands as a name: with no article, or, of newspapers, with "the"."""
    is_paper = "newspaper" in classes_of_word()[words[0]]
    return all(not context.honorific(i) and (is_paper or context.determiner(i) == "") for i in short.mentions)


def is_body(context: Context, short: Node, *, is_named_after: bool) -> bool:
    """Whether one word names an organization or a thing, and no person or place: by what the network sees there more than by its label."""
    if short.type is EntityType.GROUP or any(is_honorific(context.honorific(i)) for i in short.mentions):
        return False
    if short.type not in (EntityType.PERSON, EntityType.PLACE):
        return True
    word = next(iter(short.names))[0]
    if short.type is EntityType.PERSON and all(context.determiner(i) == "the" for i in short.mentions):
        return True  # "the Adela"
    if gender_of_name(word) or word in read_table("surnames")[""]:
        return False
    if short.type is EntityType.PERSON:
        return not is_named_after and not short.genders
    kinds = [context.heads[i]._.kind for i in short.mentions]
    return 2 * sum(k in ("organization", "object", "") for k in kinds) > len(kinds)
