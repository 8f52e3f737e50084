"""In: a description that has words of a name in it ("the Green Flame group", "the city of Oslo", "the police watchdog"). Out: the thing so named, or None.

It refuses to look at nearness.
"""

from __future__ import annotations

import re

from graph.entities.classes import AREAS, classes_of_word, is_class, node_class_match
from graph.entities.context import Context
from graph.entities.labels import clean_text
from graph.entities.lead import AHEAD, LEAD
from graph.entities.names import name_words
from graph.entities.nodes import Node, Nodes
from graph.entities.profile import Profile
from graph.entities.shortened import is_side
from graph.gazetteer import homes, is_country, place_of_demonym
from graph.records import EntityType, MentionKind

SETTLEMENTS = frozenset(["city", "town", "village", "port", "island", "state", "province", "region", "county", "district", "suburb", "borough"])
"""What may stand with "of" before a place's own name ("the eastern city of Norland")."""
FAR, MANY_NODES = 60, 500
"""How many sentences back a name may stand, and how many things a lead is compared with."""
MANY = 3
"""Words that a name must have more than, for a description to be the same with one word left out."""


def same_name(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The thing whose name is printed here in small letters ("the Chilean navy"), or with one more word ("the East Millbrook bus station")."""
    words = name_words(context.mentions[i].text)
    found = next((n for n in nodes.printed(words) if len(words) > 1 and words in n.names), None)
    if found is None and len(words) > MANY:
        shorter = [(*words[:k], *words[k + 1 :]) for k in range(1, len(words) - 1)]
        found = next((n for name in shorter for n in nodes.printed(name) if name in n.names and n.type is not EntityType.PERSON), None)
    return found


def named_class(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """What "the Green Flame group" means: the thing named, with its class after the name."""
    owner = context.possessor(i)
    mine = f"#{nodes.of[owner].number}" if owner is not None and owner in nodes.of else ""
    named = context.name_at.get(context.heads[i].i - 1)
    for node in nodes.told(profile.words):
        if profile.determiner == "poss" and (named is None or nodes.of.get(named) is not node):
            continue  # "the mayor's Green Flame group" is the group, not the mayor's
        if node.is_named and not profile.is_plural and is_class(profile.head):
            others = [w for w in profile.words if w.startswith(("#", "?")) and w not in (f"#{node.number}", mine)]
            is_same = node.type is profile.type or {node.type, profile.type} <= {EntityType.OTHER, EntityType.ORGANIZATION, EntityType.GROUP}
            if not others and node.type is EntityType.PLACE and profile.head in SETTLEMENTS and is_of_place(context, i, profile, node):
                return node
            if not others and is_same and (fits_class(profile.head, node) or (node.type is EntityType.ORGANIZATION and is_of_name(context, i, node))):
                return node
    return None


def named_by_last(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The club that a bare word with a capital means, where the article has one by that last name: "City" for Westport City."""
    text = context.mentions[i].text
    if profile.determiner or profile.words or profile.is_plural or not text.istitle() or not is_side((text.lower(),)):
        return None
    found = [n for n in nodes.alive.values() if n.type is EntityType.ORGANIZATION and any(len(w) > 1 and w[-1] == text.lower() for w in n.names)]
    return found[0] if len(found) == 1 else None


def of_nationality(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The nearest person before of whom the nationality was told: "the Swede" for "Anna Lund, a Swedish painter"."""
    place = place_of_demonym(profile.head)
    if place is None or profile.type is not EntityType.PERSON or profile.determiner != "the" or profile.is_plural:
        return None
    homes = {place, *(f"#{n.number}" for n in nodes.printed((place.lower(),)))}
    people = [n for n in nodes.near(i, FAR) if n.type is EntityType.PERSON and n.before(i)]
    people = [n for n in people if any(p.words & homes or p.head == profile.head for p in n.profiles)]
    return max(people, key=lambda n: n.before(i)[-1], default=None)


def of_party(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The last one before with the letter of the party behind the name: "the Democrat" for "Ann Lee, D-Ohio"."""
    letter = {"democrat": "D", "republican": "R"}.get(profile.head)
    if letter is None or profile.determiner != "the" or profile.is_plural:
        return None
    marked = re.compile(rf"\s?[,(\[]\s?{letter}[-–)]")
    for k in range(i - 1, -1, -1):
        if context.mentions[k].kind is MentionKind.NAME and marked.match(context.text, context.mentions[k].span.end) and k in nodes.of:
            return nodes.of[k] if nodes.of[k].type is EntityType.PERSON else None
    return None


def of_body(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The one person before of whom a post in such a body was told: "the union leader" for "Rita Holm, the president of Unite"."""
    kinds = [w for w in profile.words if is_class(w)]
    if profile.type is not EntityType.PERSON or profile.is_plural or profile.determiner != "the" or len(kinds) != 1 or len(profile.words) != 1:
        return None
    found = []
    for node in nodes.near(i, FAR):
        if node.type is EntityType.PERSON and node.is_named and node.before(i):
            bodies = nodes.told(w for p in node.profiles for w in p.words)
            if any(b.type is EntityType.ORGANIZATION and node_class_match(kinds[0], b) == 1.0 for b in bodies):
                found.append(node)
    return found[0] if len(found) == 1 else None


def is_of_name(context: Context, i: int, node: Node) -> bool:
    """Whether the phrase is "the church of Name", where the name itself tells no class."""
    phrase = clean_text(context.mentions[i].text).lower()
    return any(phrase.endswith(f" of {' '.join(words)}") and not any(w in classes_of_word() for w in words) for words in node.names)


def is_of_place(context: Context, i: int, profile: Profile, node: Node) -> bool:
    """Whether the phrase is "the eastern city of Name", but not "the capital city of Greece"."""
    is_of_country = profile.head not in ("island", "state") and any(is_country(" ".join(words).title()) for words in node.names)
    return not is_of_country and "capital" not in profile.words and is_of_name(context, i, node)


def fits_class(noun: str, node: Node) -> bool:
    """Whether the class noun may follow the name of the node."""
    if node.type is EntityType.PLACE:
        return noun in AREAS and not any(is_country(" ".join(words).title()) for words in node.names)
    return node_class_match(noun, node) > 0


def named_by_words(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The one body whose name has all the words of the description, and is of its class: "the police watchdog" for the Independent Police Office."""
    words = {w for w in profile.words if not w.startswith(("#", "?"))}
    places = nodes.told(profile.words)
    if profile.is_plural or profile.determiner not in ("the", "") or not profile.words or profile.type is EntityType.PERSON:
        return None
    if any(not node.is_named for node in places) or (profile.determiner == "" and not context.is_headline(i)):
        return None
    words |= {w for node in places for name in node.names for w in name}
    seats = {w for w in words if w in homes()}  # "the Scottish party" is Scottish Labour
    known = nodes.near(i, FAR) if context.sentences[i] >= LEAD else list(nodes.alive.values())[:MANY_NODES]
    near = [n for n in known if n.is_named and n.type is EntityType.ORGANIZATION and n not in places]
    found = [
        n
        for n in near
        if node_class_match(profile.head, n) and any(words <= {*name, *(seats and map(place_of_demonym, name))} and len(name) > len(words) for name in n.names)
    ]
    if len(found) != 1:
        return None
    is_soon = found[0].before(i) or (context.sentences[i] < LEAD and context.sentences[found[0].mentions[0]] <= context.sentences[i] + AHEAD)
    return found[0] if is_soon else None
