"""In: a pronoun and the nodes so far. Out: the node it means, or None. Number, gender and the clause exclude; what is left goes to the scorer.

It refuses where nothing fits or two fit alike.
"""

from __future__ import annotations

from spacy.tokens import Token

from graph.entities.agreeing import NEUTER, PLURAL, agrees, is_of_people
from graph.entities.binding import REFLEXIVE, is_barred, is_predicate
from graph.entities.candidates import GENDER, choose_candidate, is_quantified
from graph.entities.classes import node_class_match
from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.entities.topics import (
    body_before,
    joined_owner,
    other_party,
    own_speaker,
    people_before,
    speaker_before,
    speaker_goes_on,
    subject_ahead,
    topic_before,
)
from graph.records import EntityType, MentionKind

FIRST = frozenset(["i", "me", "my", "mine", "myself"])
FIRST_PLURAL = frozenset(["we", "us", "our", "ours", "ourselves"])
RELATIVE = frozenset(["who", "whom", "whose", "which", "that"])
SAID_OF_DEEDS = frozenset(["deny", "admit", "regret", "believe", "doubt", "confirm", "confess", "mean"])
"""Verbs whose "it" is what was said or done."""
PRESS = frozenset(["reporter", "journalist", "newsman"])
WINDOW = 3
FAR = 60
"""How many sentences back the body of a "council spokeswoman" may stand."""


def resolve_pronoun(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The node that pronoun `i` means, where that is clear."""
    word = context.heads[i].lower_
    if word in FIRST or word in FIRST_PLURAL:
        return resolve_speaker(context, nodes, i, is_plural=word in FIRST_PLURAL)
    if word in RELATIVE:
        return resolve_relative(context, nodes, i)
    if word not in GENDER and word not in NEUTER and word not in PLURAL:
        return None
    if word in REFLEXIVE and (subject := own_subject(context, i)) is not None and (node := nodes.of.get(subject)) is not None and agrees(node, word):
        return node
    if word == "it" and context.heads[i].dep_ == "obj" and context.heads[i].head.lemma_.lower() in SAID_OF_DEEDS:
        return None
    if word == "it" and (body := reporting_body(context, nodes, i)) is not None:
        return body
    if (ahead := subject_ahead(context, nodes, i)) is not None:
        return ahead
    candidates = [n for n in nodes.near(i, WINDOW) if may_mean(context, nodes, n, i)]
    rules = (own_speaker, speaker_goes_on, body_before, people_before, joined_owner, other_party, topic_before)
    found = next((node for rule in rules if (node := rule(context, nodes, candidates, i)) is not None), None)
    if found is None and is_one_of_pair(context, candidates, i):
        return None
    return found or choose_candidate(context, candidates, i) or speaker_before(context, nodes, candidates, i)


def is_one_of_pair(context: Context, candidates: list[Node], i: int) -> bool:
    """Whether "She" opens a sentence after two joined subjects of whom either could be meant: "Ann Lee and Rita Holm met. She …"."""
    head = context.heads[i]
    if head.lower_ not in ("he", "she") or head.i > head.sent.start:
        return False
    lasts = {node.before(i)[-1] for node in candidates if node.is_named and context.sentences[node.before(i)[-1]] == context.sentences[i] - 1}
    return any(context.heads[k].dep_ == "conj" and context.is_subject(k) and context.mention_at(context.heads[k].head) in lasts for k in lasts)


def own_subject(context: Context, i: int) -> int | None:
    """The mention that "itself" must mean: the subject of its verb or of the one that its verb hangs on."""
    verb = context.heads[i].head
    for _ in range(4):
        subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubj:pass")), None)
        if subject is not None:
            return context.mention_at(subject)
        if verb.dep_ not in ("xcomp", "advcl", "conj", "ccomp") or verb.head.i == verb.i:
            return None
        controlled = [c for c in verb.head.rights if c.dep_ in ("obj", "iobj") and c.i < verb.i] if verb.dep_ == "xcomp" else []
        if controlled:
            return context.mention_at(controlled[0])  # "ordered the rocket to destroy itself"
        verb = verb.head
    return None


def reporting_body(context: Context, nodes: Nodes, i: int) -> Node | None:
    """Which body "it" means that opens what a body or its spokeswoman is reported to say: "The council said it was ready"."""
    head = context.heads[i]
    number = context.reports.get(head.idx)
    speaker = context.speakers.get(number) if number is not None else None
    if speaker is None or speaker >= i or head.dep_ not in ("nsubj", "nsubj:pass") or is_clause_subject(head):
        return None
    node = nodes.of.get(speaker)
    if node is None or node.is_plural or is_of_people(node):
        return None
    if node.type is EntityType.PERSON and context.heads[speaker].lemma_.lower() in ("spokesman", "spokeswoman", "spokesperson"):
        whose = [c for c in context.heads[speaker].children if c.dep_ in ("nmod", "nmod:poss", "compound")]
        found = [nodes.of[k] for c in whose if (k := context.mention_at(c)) is not None and k in nodes.of]
        body = next((n for n in found if n.type is EntityType.ORGANIZATION or (n.type is EntityType.PLACE and n.is_named)), None)
        return body or body_of_class(context, nodes, i, {c.lemma_.lower() for c in whose if c.dep_ == "compound"})
    is_body = node.type is EntityType.ORGANIZATION or (node.type is EntityType.PLACE and context.mentions[speaker].kind is MentionKind.NAME)
    return node if is_body else None


def body_of_class(context: Context, nodes: Nodes, i: int, nouns: set[str]) -> Node | None:
    """The one body named before that a "council spokeswoman" speaks for."""
    known = [n for n in nodes.near(i, FAR) if n.is_named and n.type is EntityType.ORGANIZATION and n.before(i)]
    found = [n for n in known if any(node_class_match(noun, n) == 1.0 for noun in nouns)]
    return found[0] if len(found) == 1 else None


def is_clause_subject(head: Token) -> bool:
    """Whether "it" stands for a clause that follows: "it was clear that …"."""
    is_copular = any(c.dep_ == "cop" for c in head.head.children)
    return is_copular and any(c.dep_ in ("csubj", "ccomp") or (c.dep_ in ("advcl", "xcomp", "acl") and c.tag_ == "VB") for c in head.head.rights)


def resolve_speaker(context: Context, nodes: Nodes, i: int, *, is_plural: bool) -> Node | None:
    """The speaker, whom "I" means in a quotation, and "we" where an organization or a group speaks."""
    quote = context.quotes[i]
    speaker = context.speakers.get(quote) if quote is not None else None
    if speaker is None:
        return None
    node = nodes.of.get(speaker)
    if node is None and speaker > i and context.mentions[speaker].kind is MentionKind.PRONOUN:
        node = resolve_pronoun(context, nodes, speaker)
    if node is None:
        return None
    return node if (node.type in (EntityType.ORGANIZATION, EntityType.GROUP) if is_plural else node.type is EntityType.PERSON) else None


def resolve_relative(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The noun that the relative clause hangs on; of "who" after a person's name that person, where the tree says a thing."""
    here = context.heads[i]
    near = named_before_comma(context, nodes, i)
    if near is not None and here.lower_ in ("who", "whom", "whose"):
        found = tree_antecedent(context, nodes, here)
        is_of_group = found is not None and found.type is EntityType.GROUP and context.heads[near.before(i)[-1]].dep_ in ("nmod", "conj")
        return near if found is None or (found.type is not EntityType.PERSON and not is_of_group) else found
    return tree_antecedent(context, nodes, here)


def named_before_comma(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The person whose name, or name and age, stands right before the comma ahead of the pronoun: "Ann Lee, who", "Ann Lee, 71, who"."""
    k = context.heads[i].i - 1
    if k < 1 or context.doc[k].text != ",":
        return None
    if k > 2 and context.doc[k - 1].is_digit and context.doc[k - 2].text == ",":
        k -= 2
    name = context.name_at.get(k - 1)
    return nodes.of[name] if name is not None and name in nodes.of and nodes.of[name].type is EntityType.PERSON else None


def tree_antecedent(context: Context, nodes: Nodes, here: Token) -> Node | None:
    """The node of the noun that the clause of the relative pronoun `here` hangs on."""
    for _ in range(6):
        if here.dep_.startswith("acl:relcl"):
            k = context.mention_at(here.head)
            return nodes.of.get(k) if k is not None else None
        if here.head.i == here.i:
            return None
        here = here.head
    return None


def may_mean(context: Context, nodes: Nodes, node: Node, i: int) -> bool:
    """Whether number, gender, distance and the clause allow it."""
    before = node.before(i)
    if not before or context.sentences[i] - context.sentences[before[-1]] > WINDOW:
        return False
    word = context.heads[i].lower_
    if word not in PLURAL and context.sentences[i] > context.sentences[before[-1]] and is_bound(context, before):
        return False
    if context.heads[i].lower_ in NEUTER and is_only_dateline(context, before):
        return False
    if is_of_other_number(context, node, before, i):
        return False
    if is_only_quoted(context, node, before, i) or is_only_said_of_another(context, node, before):
        return False
    if word in PLURAL and is_told(context, node, i):
        return False
    if word in PLURAL and not node.is_named and all(p.head in PRESS for p in node.profiles) and node.profiles:
        return False  # those who are told it are not those whom it is about
    return agrees(node, word) and not is_barred(context, nodes, node, i)


def is_told(context: Context, node: Node, i: int) -> bool:
    """Whether a named body is only told the clause of the pronoun: "told the Post that the author had given them leave"."""
    here = context.heads[i]
    for _ in range(6):
        if here.dep_ == "ccomp" and here.head.lemma_.lower() == "tell":
            return node.type is EntityType.ORGANIZATION and any(context.mention_at(c) in node.mentions for c in here.head.rights if c.dep_ in ("obj", "iobj"))
        if here.head.i == here.i:
            return False
        here = here.head
    return False


def is_only_dateline(context: Context, before: list[int]) -> bool:
    """Whether the place was told only as where the text was written ("OSLO — …")."""
    return all(context.is_dateline(k) for k in before)


def is_of_other_number(context: Context, node: Node, before: list[int], i: int) -> bool:
    """Whether the sentence has just called the body "it", and the pronoun is "they", or the other way round: "It said they would be flexible"."""
    word = context.heads[i].lower_
    others = PLURAL if word in NEUTER else NEUTER if word in PLURAL else frozenset()
    return not node.is_plural and any(context.sentences[k] == context.sentences[i] and context.heads[k].lower_ in others for k in before[-8:])


def is_only_quoted(context: Context, node: Node, before: list[int], i: int) -> bool:
    """Whether an unnamed one was spoken of only within quotations, and the pronoun is the reporter's: "my mother" of a speaker is not taken up."""
    return context.quotes[i] is None and not node.is_named and all(context.quotes[k] is not None for k in before)


def is_only_said_of_another(context: Context, node: Node, before: list[int]) -> bool:
    """Whether it is nothing but what somebody is made, called, said to be or plays: "she was made a scapegoat", "her role as a widow"."""
    return not node.is_named and (all(is_said_as(context.heads[k]) for k in before) or is_predicate(context, node, before))


def is_said_as(head: Token) -> bool:
    """Whether a noun is a predicate of its verb, or stands behind "as"."""
    return head.dep_ == "xcomp" or any(c.lower_ == "as" and c.dep_ == "case" for c in head.lefts)


def is_bound(context: Context, before: list[int]) -> bool:
    """Whether all that was said so far is "every child" and pronouns for it."""
    described = [k for k in before if context.mentions[k].kind is not MentionKind.PRONOUN]
    return all(is_quantified(context.heads[k]) for k in described) and not any(context.mentions[k].kind is MentionKind.NAME for k in described)
