"""In: a mention whose own sentence says whom it means: apposed, "named as", "the former", "the men", "his son". Out: that one, or None.

It refuses to weigh.
"""

from __future__ import annotations

from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.entities.profile import INVERSE, Profile
from graph.gazetteer import gender_of_noun
from graph.records import EntityType, MentionKind


def apposed(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The unnamed person that the description is another word for, beside it: "the 44-year-old man, a father of three, was hurt"."""
    head = context.heads[i]
    k = context.by_token.get(head.head.i) if head.dep_ == "appos" and head.doc[context.starts[i] - 1].text == "," else None
    node = nodes.of.get(k) if k is not None and context.mentions[k].kind is MentionKind.DESCRIPTION else None
    is_person = node is not None and node.type is profile.type is EntityType.PERSON and not profile.is_plural and not node.is_plural
    return node if is_person and profile.determiner == "a" else None


def named_as(context: Context, i: int) -> int | None:
    """The name by which mention `i` is identified: "The driver was named as Ann Lee"."""
    verb = context.heads[i].head
    if context.heads[i].dep_ != "nsubj:pass" or verb.lemma_.lower() not in ("name", "identify"):
        return None
    told = [c for c in verb.rights if c.dep_ in ("obl", "xcomp", "obj") and any(x.lower_ == "as" for x in c.lefts)]
    k = context.by_token.get(told[0].i) if told else None
    return k if k is not None and context.mentions[k].kind is MentionKind.NAME and context.mentions[k].type is EntityType.PERSON else None


def one_of_two(context: Context, nodes: Nodes, i: int, *, is_first: bool) -> Node | None:
    """Whom "the former" or "the latter" means: one of the only two named in the sentence before, or in this one ahead of it, of one type."""
    for back in (0, 1):
        here = [k for k in range(max(0, i - 40), i) if context.sentences[k] == context.sentences[i] - back and k in nodes.of]
        named = list(dict.fromkeys(nodes.of[k].number for k in here if context.mentions[k].kind is MentionKind.NAME))
        both = [nodes.get(n) for n in named]
        people = [n for n in both if n.type is EntityType.PERSON]
        both = people if len(people) == 2 else both
        if both:
            is_pair = len(both) == 2 and both[0].type is both[1].type
            return (both[0] if is_first else both[1]) if is_pair else None
    return None


def counted_people(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """Who "the men" are, where none were called so: the only people that the last sentences count ("nine miners")."""
    if profile.head not in ("man", "woman") or not profile.is_plural or profile.words or profile.determiner != "the" or context.quotes[i] is not None:
        return None
    known = [n for n in nodes.headed(profile.head) if n.is_plural and n.before(i)]
    groups = [n for n in nodes.near(i, 2) if n.type is EntityType.GROUP and n.is_plural and not n.is_named and n.before(i)]
    counted = [n for n in groups if any(c.dep_ == "nummod" for k in n.before(i) for c in context.heads[k].lefts)]
    return counted[0] if len(counted) == 1 and not known else None


def is_told_only_here(context: Context, i: int, profile: Profile) -> bool:
    """Whether only the clause behind says who is meant: "the people who travel by train" are not the people spoken of before."""
    clauses = [c for c in context.heads[i].rights if c.dep_ == "acl:relcl" and context.doc[c.left_edge.i - 1].text != ","]
    return profile.head == "people" and not profile.words and bool(clauses)


def inverse_kin(nodes: Nodes, profile: Profile) -> Node | None:
    """Whom "his son" means, said of a man who is himself told as somebody's father."""
    owners = nodes.told(profile.words)
    if len(owners) != 1 or len(profile.words) != 1 or profile.is_plural:
        return None
    for p in owners[0].profiles:
        if p.head in INVERSE.get(profile.head, ()) and len(p.words) == 1 and (told := nodes.told(p.words)):
            gender = gender_of_noun(profile.head)
            is_other = bool(gender and told[0].gender and told[0].gender != gender)  # "her father" is not the mother whose daughter she is
            return None if is_other else told[0]
    return None
