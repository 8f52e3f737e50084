"""In: a description that repeats nothing. Out: the named thing that it means by nearness: "her party", "the union", "the MSP".

It refuses where two fit alike.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.entities.ages import last_subject
from graph.entities.binding import is_below_subject, is_other_argument
from graph.entities.classes import classes_of_word, families_of, is_class, node_class_match
from graph.entities.context import Context
from graph.entities.described import is_reporting, may_be_river, may_describe
from graph.entities.names import name_words
from graph.entities.nodes import Node, Nodes
from graph.entities.profile import Profile
from graph.gazetteer import gender_of_noun, homes, place_of_demonym, read_table
from graph.records import EntityType

BODY_FAMILIES = frozenset(["company", "media"])
"""Of which news tells the country or town instead of the name ("the Swedish company")."""
REACH = 4
"""How many sentences back "the union" may look for a name that does not say it is a union."""
OWN = 0.8
"""What it is worth that a person just spoken of leads it, or belongs to it."""
CLEAR = 0.4
"""How much better than the second a thing must be where a word such as "Scottish" fits both."""
NAMELESS = frozenset(["official", "source", "insider", "witness", "officer", "resident", "protester", "survivor", "neighbour", "passenger", "person"])
"""Those whom news quotes without a name."""
TELLING = frozenset(["union", "bank", "airline", "university", "council"])
"""Classes that nearly all their names tell: "the union" is no firm while a union is known."""
SPEAKER_REACH = 3
"""How many sentences back one may stand who is quoted under a new description."""
FAR, MANY = 60, 500
"""How many sentences back for one that says so, and among how many things at the most."""


def affiliated(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """What "her party" means: the organization that is told with the owner's name or role ("Gina Fell of the Reform Alliance")."""
    owners = nodes.told(profile.words)
    if len(profile.words) != 1 or not owners or profile.determiner != "poss" or not is_class(profile.head):
        return None
    owner = owners[0]
    if owner.type is not EntityType.PERSON:
        return None
    for k in reversed(owner.before(i)):
        for token in (*context.heads[k].children, *(c for c in context.heads[k].lefts if c.dep_ == "nmod:poss")):
            m = context.by_token.get(token.i)
            node = nodes.of.get(m) if m is not None and token.dep_ in ("nmod", "nmod:poss", "compound") else None
            if node is not None and node.type in (EntityType.ORGANIZATION, EntityType.GROUP) and node.is_named and node_class_match(profile.head, node):
                return node
    for p in owner.profiles:
        for node in nodes.told(p.words):
            if node.type is EntityType.ORGANIZATION and node_class_match(profile.head, node):
                return node
    return None


def salient_class(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """What "the union" means: the nearest named thing of that class."""
    if profile.determiner not in ("the", "this") or profile.is_plural or profile.type is EntityType.PERSON:
        return None
    is_unique = profile.head in read_table("descriptions")["unique"]
    scored: list[tuple[float, int, Node]] = []
    told = False
    seat = seat_words(nodes, profile)
    people = [n for n in nodes.near(i, 0) if n.type is EntityType.PERSON and n.before(i)]
    linked = {told.number for person in people for p in person.profiles for told in nodes.told(p.words)}
    for node in nodes.near(i, FAR) if not is_unique else list(nodes.alive.values())[:MANY]:
        if node.type is EntityType.PERSON or not (node.is_named or (is_unique and is_told_by_words(context, node, profile.head))):
            continue
        match = max(
            node_class_match(profile.head, node) if is_alike(profile.type, node.type) else 0.0, 1.0 if any(w[-1] == profile.head for w in node.names) else 0.0
        )
        match = match or float(not node.is_named)
        before = node.before(i)
        if profile.head in ("country", "nation") and len(before) < 2:
            continue
        words = profile.words - seat if seat and node.type is EntityType.ORGANIZATION and node.is_named else profile.words
        if (
            not match
            or is_other_argument(context, node, i)
            or is_below_subject(context, node, i)
            or not may_be_river(context, node, profile)
            or not all(is_word_of(word, node) or (profile.determiner == "this" and is_plain(word)) for word in words)
        ):
            continue
        if words is not profile.words and (not before or is_elsewhere(context, nodes, node, seat, i)):
            continue
        if not before:
            if is_unique and match == 1.0:
                scored.append((0.2, -node.mentions[0], node))
            continue
        distance = context.sentences[i] - context.sentences[before[-1]]
        if match < 1.0 and all(context.heads[k].dep_ in ("compound", "amod") for k in before):
            continue  # "the lender" is not what only tells a coalition
        if match < 1.0 and distance > REACH and not (seat and homes_told(nodes, node) & seat_homes(nodes, seat)):
            continue
        value = match + 0.3 * any(context.is_subject(k) for k in before[-2:]) + 0.05 * min(len(before), 6) - 0.15 * min(distance, 6)
        scored.append((value + OWN * (node.number in linked), before[-1], node))
        told |= match == 1.0
    if profile.head in TELLING and told:
        scored = [x for x in scored if node_class_match(profile.head, x[2]) == 1.0]
    at_home = [x for x in scored if homes_told(nodes, x[2]) & seat_homes(nodes, seat)]
    scored = sorted(at_home or scored, key=lambda x: x[:2], reverse=True)  # "the Japanese group" is the one told to be Japanese
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < (CLEAR if profile.words and not seat else 0.1)):
        return None
    return scored[0][2]


def seat_words(nodes: Nodes, profile: Profile) -> frozenset[str]:
    """The words of a description that only tell where a company is: "Swedish", "Leeds-based"; none where another word tells it apart."""
    if profile.determiner != "the" or not families_of(profile.head) & BODY_FAMILIES:
        return frozenset()
    places = {w for w in profile.words if w in homes() or any(n.type is EntityType.PLACE for n in nodes.told([w]))}
    return profile.words if places and profile.words <= places | {"base", "own"} else frozenset()


def is_elsewhere(context: Context, nodes: Nodes, node: Node, seat: frozenset[str], i: int) -> bool:
    """Whether the node cannot be the company of that country: it speaks the words that the description stands in, or another country is told of it."""
    told = homes_told(nodes, node) | {homes_of_owner(context, nodes, k) for k in node.mentions} - {""}
    return bool(told and not told & seat_homes(nodes, seat)) or is_reporting(context, node, i)


def homes_told(nodes: Nodes, node: Node) -> set[str]:
    """The countries that descriptions or names give it: "the Japanese carmaker", "Air France"."""
    places = homes()
    own = {w for p in node.profiles for w in p.words} | {w.title() for name in node.names for w in name}
    return own & places


def homes_of_owner(context: Context, nodes: Nodes, k: int) -> str:
    """The country whose the mention is: "Korea's Hansol"; else ""."""
    owner = context.possessor(k)
    node = nodes.of.get(owner) if owner is not None else None
    names = [" ".join(words).title() for words in node.names] if node is not None and node.type is EntityType.PLACE else []
    return next((name for name in names if name in homes()), "")


def seat_homes(nodes: Nodes, seat: frozenset[str]) -> frozenset[str]:
    """The countries that the seat words name."""
    return seat | {" ".join(words).title() for n in nodes.told(seat) for words in n.names}


def is_told_by_words(context: Context, node: Node, noun: str) -> bool:
    """Whether an unnamed organization's description has a word of the class ("the Leeds sheriff's office" for "the police")."""
    if node.type is not EntityType.ORGANIZATION or not node.mentions:
        return False
    words = name_words(context.mentions[node.mentions[0]].text)
    return len(words) > 1 and any(noun in classes_of_word().get(w, ()) for w in words)


def is_word_of(word: str, node: Node) -> bool:
    """Whether one of the node's names has the word, or the nationality of that place."""
    return any(word in name or word in map(place_of_demonym, name) for name in node.names)


def is_plain(word: str) -> bool:
    """Whether a word before the noun only colours it ("this militant union")."""
    return word.islower() and word.isalpha() and word not in read_table("descriptions")["contrast"]


def is_alike(description: EntityType, name: EntityType) -> bool:
    """Whether types are the same or often confused."""
    return description is name or EntityType.OTHER in (description, name) or {description, name} <= {EntityType.ORGANIZATION, EntityType.GROUP}


def salient_person(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The person that "the MSP" most likely means: the only subject of the sentence before, where nothing else fits."""
    if (
        profile.determiner not in ("the", "this")
        or profile.is_plural
        or profile.type is not EntityType.PERSON
        or profile.head in read_table("descriptions")["kin"]
    ):
        return None
    here = context.sentences[i]
    gender = gender_of_noun(profile.head)
    found: dict[int, Node] = {}
    told = nodes.told(profile.words)
    for node in nodes.near(i, 1):
        if (
            node.type is not EntityType.PERSON
            or node in told
            or node.is_plural
            or not may_describe(context, nodes, node, i, profile)
            or not node.is_named
            or (gender and node.gender and node.gender != gender)
        ):
            continue
        if any(k < i and 0 < here - context.sentences[k] <= 1 and context.is_subject(k) and context.quotes[k] is None for k in node.mentions):
            found[node.number] = node
    if len(found) != 1 or context.quotes[i] is not None:
        return None
    return next(iter(found.values()))


def speaker_told_anew(context: Context, nodes: Nodes, i: int, profile: Profile, proposals: Mapping[str, Node]) -> Node | None:
    """Whom “…,” the former mayor said means, where no mayor was spoken of: the one that the last sentence is about. News quotes nobody unknown so."""
    if i not in context.quoted or profile.type is not EntityType.PERSON or profile.is_plural or profile.determiner != "the":
        return None
    if "again" in proposals or "later" in proposals or profile.head in NAMELESS or profile.head in read_table("descriptions")["kin"]:
        return None
    near = {n.number: n for n in nodes.near(i, SPEAKER_REACH) if n.is_named and n.type is EntityType.PERSON and may_describe(context, nodes, n, i, profile)}
    return last_subject(context, nodes, i, near)
