"""In: a pronoun or description and a node. Out: whether the sentence itself forbids that one means the other. It refuses to look at nearness or likelihood.

Two arguments of one verb are two things, also where the verb has its subject from another ("The clerk was told to pay him").
"""

from __future__ import annotations

import itertools
from bisect import bisect_left

from spacy.tokens import Token

from graph.entities.agreeing import PLURAL
from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.entities.profile import CHILDREN, INVERSE, PARENTS
from graph.gazetteer import is_partitive, noun_type
from graph.records import EntityType, MentionKind, Span

REFLEXIVE = frozenset(["himself", "herself", "itself", "themselves"])
ARGUMENTS = ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent")
SHARES = frozenset(["percent", "per-cent", "%", "share", "stake", "majority", "member", "people"])
"""Nouns that count a part of what comes after "of", beside the partitives."""
FROM = frozenset(["against", "from", "of", "into"])
"""What stands before a deed whose doer is the object: "warned the firm against selling it"."""
OUTSIDERS = frozenset(["customer", "critic", "opponent", "rival", "founder", "lawyer", "victim", "former", "neighbour", "client", "patient", "tenant"])
"""Who is told by a body without being of it."""
AROUND = frozenset(["with", "around", "behind", "beside", "between", "among", "near", "before", "after"])
"""Prepositions of place, by which the subject may stand beside its object: "She has money with her"."""
LONGEST_CHAIN = 4


def is_barred(context: Context, nodes: Nodes, node: Node, i: int) -> bool:
    """Whether the node is another argument of the pronoun's own verb, or its own possessed noun, or speaks the quotation that the pronoun stands in."""
    if is_other_argument(context, node, i):
        return True
    if context.heads[i].dep_ == "nmod:poss" and (is_of_itself(context, node, i) or is_wrong_kin(context, nodes, node, i)):
        return True
    if any(is_named_within(context, node, words) for words in context.own_words.get(i, ())):
        return True
    quote = context.quotes[i]
    if quote is None:
        return False
    spoken_to = context.hearers.get(quote)
    if spoken_to is not None and context.mentions[i].kind is MentionKind.PRONOUN and nodes.of.get(spoken_to) is node:
        return True  # in “"They are alive," she told reporters” the reporters would be "you"
    speaker = nodes.of.get(context.speakers[quote]) if quote in context.speakers else None
    return speaker is node or (speaker is not None and context.heads[i].lower_ in PLURAL and is_own_body(nodes, speaker, node))


def is_own_body(nodes: Nodes, speaker: Node, node: Node) -> bool:
    """Whether the speaker has a post in it, of which one says "we": “They refused,” said the union's president."""
    nouns = {p.head for p in node.profiles}  # "the president of the union", before the union was known
    return node.type is EntityType.ORGANIZATION and any(
        (node in nodes.told(p.words) or p.words & nouns) for p in speaker.profiles if noun_type(p.head) is EntityType.PERSON and p.head not in OUTSIDERS
    )


def is_other_argument(context: Context, node: Node, i: int) -> bool:
    """Whether the node is another argument of the verb that `i` is an argument of, or owns `i` by "of"."""
    head = context.heads[i]
    if head.lower_ in REFLEXIVE or head.dep_ == "nmod:poss":
        return False
    near, top = mentions_near(context, node, i), counted(head)
    if is_within_object(context, near, top):
        return True
    for k in near:
        other = context.heads[k]
        while other.dep_ == "appos" and other.head.i != other.i:
            other = counted(other.head)  # "One of them, Ann Lee, held him"
        if is_beside(head) and other.dep_.startswith("nsubj"):
            continue
        if k != i and other.head.i == top.head.i and other.dep_ in ARGUMENTS and top.head.i not in (top.i, other.i):
            return True
        if other.i == head.head.i and head.dep_ == "nmod":
            return True
    return top.dep_ in ARGUMENTS and any(context.mention_at(c) in near for c in borrowed_arguments(top))


def is_beside(head: Token) -> bool:
    """Whether the pronoun tells where the object is: "took her dog with her" may be the subject herself."""
    is_around = head.dep_ == "obl" and any(c.dep_ == "case" and c.lower_ in AROUND for c in head.lefts)
    return is_around and any(c.dep_ == "obj" for c in head.head.children)


def is_within_object(context: Context, near: list[int], head: Token) -> bool:
    """Whether the pronoun belongs by a preposition to the object of the node's own verb: "the state lost control of it", which is something else."""
    here = head
    while here.dep_ == "nmod" and here.head.i < here.i:
        here = here.head
    if here is head or head.pos_ != "PRON" or here.dep_ != "obj" or any(c.lower_ in AROUND for c in head.lefts):
        return False
    subjects = [c for c in here.head.lefts if c.dep_ == "nsubj"] or borrowed_arguments(here)
    return any(context.mention_at(c) in near for c in subjects)


def is_of_itself(context: Context, node: Node, i: int) -> bool:
    """Whether "his" would make the node its own owner."""
    return any(context.heads[k].i == context.heads[i].head.i for k in mentions_near(context, node, i))


def mentions_near(context: Context, node: Node, i: int) -> list[int]:
    """The node's mentions in the sentence of `i`."""
    first = max(0, bisect_left(node.mentions, i) - 12)
    return [k for k in node.mentions[first : first + 24] if context.sentences[k] == context.sentences[i]]


def counted(head: Token) -> Token:
    """The word that counts a part of `head`: "half" in "half of it", "some" in "some of the patients"; else `head` itself."""
    while head.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ == "of" for c in head.lefts):
        part = head.head
        if not (part.pos_ in ("NUM", "DET", "PRON", "SYM") or is_partitive(part.lemma_) or part.lemma_.lower() in SHARES):
            break
        head = part
    return head


def borrowed_arguments(argument: Token) -> list[Token]:
    """What stands for the missing subject of the argument's verb, or for its missing object in a relative clause without a pronoun."""
    verb = argument.head
    out: list[Token] = []
    for _ in range(LONGEST_CHAIN):
        if any(c.dep_.startswith(("nsubj", "csubj")) for c in verb.lefts):
            break
        over = verb.head
        if over.i == verb.i or verb.dep_ not in ("xcomp", "advcl", "conj", "acl"):
            return out
        if verb.dep_ == "acl":
            return [over]
        is_kept_from = verb.dep_ == "advcl" and any(c.lower_ in FROM for c in verb.lefts)
        objects = [c for c in over.rights if c.dep_ in ("obj", "iobj") and c.i < verb.i] if verb.dep_ == "xcomp" or is_kept_from else []
        if objects:
            return objects
        out = [c for c in over.lefts if c.dep_ in ("nsubj", "nsubj:pass")]
        if out:
            return out
        verb = over
    is_bare = verb.dep_ == "acl:relcl" and not any(t.tag_ in ("WP", "WDT", "WP$", "WRB") for t in verb.subtree if t.i < verb.i)
    return [verb.head] if is_bare and verb.i == argument.head.i and argument.dep_.startswith("nsubj") else out


def is_below_subject(context: Context, node: Node, i: int) -> bool:
    """Whether the node is the subject of the clause that description `i` stands in: "Holm thanked the mayor's aides" would say "his aides" of Holm's."""
    here, near = context.heads[i], mentions_near(context, node, i)
    for _ in range(LONGEST_CHAIN + 2):
        over = here.head
        if over.i == here.i or here.dep_ in ("parataxis", "acl:relcl", "appos", "ccomp", "csubj"):
            return False
        subjects = [c for c in over.lefts if c.dep_ in ("nsubj", "nsubj:pass")]
        if here.dep_ not in ("nsubj", "nsubj:pass") and any(context.mention_at(c) in near for c in subjects):
            return True
        is_of_person = node.type is EntityType.PERSON and over.dep_ == "advcl"  # "Holm fell as the Swede passed" has two people
        if subjects and not is_of_person and here.dep_ in ("nsubj", "nsubj:pass", "obj", "obl", "iobj", "advcl", "xcomp"):
            return False
        here = over
    return False


def is_predicate(context: Context, node: Node, before: list[int]) -> bool:
    """Whether a person without a name is only what another is said to be: "She was an officer" introduces nobody."""
    told = [context.heads[k] for k in before if context.mentions[k].kind is MentionKind.DESCRIPTION]
    if any(context.determiner(k) != "a" for k in before if context.mentions[k].kind is MentionKind.DESCRIPTION):
        return False
    if any(c.dep_.startswith("nsubj") and c.lower_ in ("it", "this", "that", "there") for t in told for c in t.lefts):
        return False  # "it is a boy"
    return node.type in (EntityType.PERSON, EntityType.GROUP) and not node.is_named and bool(told) and all(any(c.dep_ == "cop" for c in t.lefts) for t in told)


def is_named_within(context: Context, node: Node, words: Span) -> bool:
    """Whether the node's name stands in the words, whose speaker is then another: in “Holm was tired,” he said, "he" is not Holm."""
    first = bisect_left(node.mentions, words.start, key=lambda k: context.mentions[k].span.start)
    inside = itertools.takewhile(lambda k: context.mentions[k].span.end <= words.end, node.mentions[first:])
    return any(context.mentions[k].kind is MentionKind.NAME for k in inside)


def is_wrong_kin(context: Context, nodes: Nodes, node: Node, i: int) -> bool:
    """Whether, in "his father said his son", the second "his" would make the son his own, or "their son" a son of "two children"."""
    noun = context.heads[i].head.lemma_.lower()
    if any(noun in kin and any(p.head in kin for p in node.profiles) and not node.is_named for kin in (CHILDREN, PARENTS)):
        return True
    inverse = INVERSE.get(noun, ())
    return any(p.head in inverse and p.words == {f"#{node.number}"} for other in nodes.near(i, 0) for p in other.profiles) if inverse else False
