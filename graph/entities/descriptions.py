"""In: named nodes. Out: a node for every description and, where it is clear, for every pronoun, in the order of the text.

It refuses to guess: a description that fits nothing known is a thing of its own, and a pronoun in doubt has no node.
"""

from __future__ import annotations

from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.entities.pronouns import resolve_pronoun
from graph.gazetteer import gender_of_noun
from graph.records import EntityType, MentionKind

CONTRAST = frozenset(
    [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "last",
        "next",
        "other",
        "another",
        "new",
        "old",
        "former",
        "previous",
        "current",
        "different",
        "latest",
        "recent",
    ]
)
REACH = 3
"""How many sentences back a description of a person or organization may look."""


def place_descriptions(context: Context, nodes: Nodes) -> None:
    """Goes through the text once."""
    link_by_structure(context, nodes)
    for i, mention in enumerate(context.mentions):
        if i in nodes.of:
            continue
        if mention.kind is MentionKind.PRONOUN:
            node = resolve_pronoun(context, nodes, i)
            if node is not None:
                nodes.put(i, node)
        else:
            nodes.put(i, find_node(context, nodes, i) or new_node(context, nodes, i))
            note_role(context, nodes.of[i], i)


def link_by_structure(context: Context, nodes: Nodes) -> None:
    """Gives titles, appositions and definite predicates to the node of the name that they stand with."""
    for i, mention in enumerate(context.mentions):
        if mention.kind is not MentionKind.DESCRIPTION or i in nodes.of:
            continue
        name = named_by_structure(context, nodes, i)
        if name is not None:
            nodes.put(i, nodes.of[name])
            note_role(context, nodes.of[name], i)


def named_by_structure(context: Context, nodes: Nodes, i: int) -> int | None:
    """The name mention that the description `i` is in apposition with, or is the title of."""
    head, mention = context.heads[i], context.mentions[i]
    beside = []
    if head.dep_ in ("nmod:desc", "appos", "flat", "compound", "nmod") and (
        head.dep_ == "appos" or head.head.i > head.i and not any(c.dep_ == "case" for c in head.children)
    ):
        beside.append(head.head)
    beside += [c for c in head.children if c.dep_ in ("appos", "flat") and c.i > head.i]
    for token in beside:
        k = context.mention_at(token)
        if k is None or context.mentions[k].kind is not MentionKind.NAME:
            continue
        if is_compatible(mention.type, nodes.of[k].type) and not (mention.is_plural and nodes.of[k].type is EntityType.PERSON):
            return k
    return None


def is_compatible(description: EntityType, name: EntityType) -> bool:
    """Whether a description of one type may mean a named thing of another."""
    return description is name or (EntityType.OTHER in (description, name) and EntityType.PERSON not in (description, name))


def note_role(context: Context, node: Node, i: int) -> None:
    """Remembers what the description says of its node."""
    head = context.heads[i]
    node.roles.append((head.lemma_.lower(), context.modifiers(i) | context.of_phrase(i)))
    node.votes[context.mentions[i].type] += 1
    if gender := gender_of_noun(head.lemma_):
        node.genders[gender] += 2
    node.is_plural = node.is_plural or (context.mentions[i].is_plural and not node.is_named)


def new_node(context: Context, nodes: Nodes, i: int) -> Node:
    """A thing seen for the first time."""
    node = nodes.new()
    node.is_plural = context.mentions[i].is_plural
    return node


def find_node(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The earlier node that the description means, if any."""
    determiner = context.determiner(i)
    head = context.heads[i].lemma_.lower()
    words = context.modifiers(i) | context.of_phrase(i)
    mention = context.mentions[i]
    possessor = context.possessor(i)
    candidates = [n for n in nodes.all if n.mentions and min(n.mentions) < i]
    if determiner == "a" and not mention.is_plural:
        return None
    same = [n for n in candidates if n.is_plural == mention.is_plural and any(r == head and fits(words, w, determiner) for r, w in n.roles)]
    if determiner == "poss":
        owner = nodes.of.get(possessor) if possessor is not None else None
        same = [n for n in same if owner is not None and any(owned_by(context, nodes, k, owner) for k in n.mentions)]
    if same:
        return max(same, key=lambda n: last_before(n, i))
    if determiner in ("the", "this") and not mention.is_plural and mention.type is EntityType.PERSON:
        return salient_person(context, nodes, i)
    return None


def fits(words: frozenset[str], known: frozenset[str], determiner: str) -> bool:
    """Whether a later description's words do not contradict an earlier one's."""
    if words & CONTRAST != known & CONTRAST:
        return False
    if determiner in ("the", "this"):
        return words <= known or not words or (not known and determiner == "this")
    return words == known


def owned_by(context: Context, nodes: Nodes, k: int, owner: Node) -> bool:
    """Whether mention `k` is possessed by `owner`."""
    p = context.possessor(k)
    return p is not None and nodes.of.get(p) is owner


def last_before(node: Node, i: int) -> int:
    """The node's last mention before mention `i`."""
    return max((k for k in node.mentions if k < i), default=-1)


def salient_person(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The named person that the description most likely means: the subject of the sentence before, where nothing else fits."""
    here = context.sentences[i]
    gender = gender_of_noun(context.heads[i].lemma_)
    found: dict[int, int] = {}
    for node in nodes.all:
        if node.type is not EntityType.PERSON or not node.is_named or (gender and node.gender and node.gender != gender):
            continue
        for k in node.mentions:
            if k < i and 0 < here - context.sentences[k] <= 1 and context.is_subject(k) and context.quotes[k] is None:
                found[node.number] = k
    if len(found) != 1 or context.quotes[i] is not None:
        return None
    return next(n for n in nodes.all if n.number in found)
