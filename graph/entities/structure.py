"""In: the tree around a description. Out: the name that it stands with: as its title, its apposition, or by "called". It refuses anything further away."""

from __future__ import annotations

from spacy.tokens import Token

from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.gazetteer import gender_of_name, gender_of_noun, is_title, read_table
from graph.records import EntityType, MentionKind

PERSONS_OR_BODIES = frozenset(
    [
        "rival",
        "owner",
        "partner",
        "competitor",
        "employer",
        "supplier",
        "sponsor",
        "shareholder",
        "ally",
        "neighbour",
        "opponent",
        "client",
        "customer",
        "landlord",
        "backer",
        "builder",
    ]
)
"""Nouns for persons that a company may be too, where they stand beside its name."""

BODIES_OR_PERSONS = frozenset(
    [
        "giant",
        "watchmaker",
        "toymaker",
        "bookmaker",
        "shipbuilder",
        "housebuilder",
        "distributor",
        "operator",
        "producer",
        "developer",
        "supplier",
        "maker",
        "investor",
    ]
)
"""Nouns for companies that a person may be too, where they stand beside a name."""


def named_by_structure(context: Context, nodes: Nodes, i: int) -> int | None:
    """The name mention that description `i` is another word for."""
    mention = context.mentions[i]
    if (adjacent := next_name(context, nodes, i)) is not None:
        return adjacent
    before = name_before_comma(context, nodes, i)
    before = apposed_again(context, nodes, i) if before is None else before
    if before is not None:
        return before
    head = context.heads[i]
    of_same = called(head.head) if head.dep_ == "appos" else []  # "the captain, a Ukrainian named Ann Lee"
    deeper = [c for x in head.rights if x.lower_ == "general" for c in x.rights if c.dep_ == "appos"]  # "its director general, Ann Lee"
    deeper += [c for over in head.rights if over.dep_ == "appos" for c in over.rights if c.dep_ == "appos"]  # "her lawyer, Counsel Ann Lee"
    for token in (*beside(head), *called(head), *of_same, *deeper):
        k = context.by_token.get(token.i)
        if k is not None and context.mentions[k].kind is MentionKind.DESCRIPTION and is_title(token.text):
            k = context.name_at.get(token.i + 1)  # "Council leader Cllr Ann Lee"
        if k is None or context.mentions[k].kind is not MentionKind.NAME:
            continue
        if context.is_met(context.heads[i].i, k) or context.is_dateline(k):
            continue
        node = nodes.of[k]
        noun = context.heads[i].lemma_.lower()
        told, gender = node.gender or gender_of_name(context.mentions[k].text.split()[0]), gender_of_noun(noun)
        if mention.type is EntityType.PERSON and told and gender and told != gender:
            continue  # "his wife and son, Tom"
        is_body = (noun in PERSONS_OR_BODIES and node.type is EntityType.ORGANIZATION) or (noun in BODIES_OR_PERSONS and node.type is EntityType.PERSON)
        if mention.is_plural and is_of_body_only(context, i, node.type):
            continue
        if (is_compatible(mention.type, node.type) or is_body) and not (mention.is_plural and node.type is EntityType.PERSON):
            return k
    return None


def is_of_body_only(context: Context, i: int, type: EntityType) -> bool:
    """Whether bare people stand beside one body's name by accident: "can kill MRSA, researchers said"; not "Harrow, four sisters from Leeds"."""
    is_counted = any(c.dep_ in ("nummod", "det", "nmod:poss") for c in context.heads[i].lefts)
    return type is EntityType.ORGANIZATION and context.mentions[i].type is EntityType.GROUP and not is_counted and context.heads[i]._.kind == "person"


def next_name(context: Context, nodes: Nodes, i: int) -> int | None:
    """The person's name right after a singular noun for a person ("the reporter Ann Lee"), however the tree has it; not in "the reporter Ann Lee met"."""
    mention, head = context.mentions[i], context.heads[i]
    if mention.type is not EntityType.PERSON or mention.is_plural or not may_precede_name(context, i) or head.i + 1 >= len(context.doc):
        return None
    k = context.name_at.get(head.i + 1)
    if k is None or context.starts[k] != head.i + 1 or not context.doc[head.i].whitespace_:
        return None
    if context.is_met(context.heads[i].i, k):
        return None
    if context.heads[k].dep_ in ("nsubj", "nsubj:pass") and context.heads[k].head.dep_.startswith("acl"):
        return None
    return k if nodes.of[k].type is EntityType.PERSON else None


def name_before_comma(context: Context, nodes: Nodes, i: int) -> int | None:
    """The body right before the comma, where the tree has an apposition for a body stand to the person ahead: "said Ann Lee of Clean Seas, a Leeds group"."""
    head, start = context.heads[i], context.starts[i]
    k = context.name_at.get(start - 2) if start > 1 and context.doc[start - 1].text == "," else None
    over = context.mention_at(head.head)
    if k is None or over is None or over == k or head.dep_ != "appos" or over not in nodes.of:
        return None
    is_body = context.mentions[i].type is nodes.of[k].type is EntityType.ORGANIZATION and not context.mentions[i].is_plural
    return k if is_body and nodes.of[over].type is EntityType.PERSON else None


def apposed_again(context: Context, nodes: Nodes, i: int) -> int | None:
    """The name that a second apposition is another word for: "her father, Per Holm, a retired miner"."""
    head = context.heads[i]
    over = context.by_token.get(head.head.i) if head.dep_ == "appos" else None
    if over is None or context.mentions[over].kind is not MentionKind.DESCRIPTION or over not in nodes.of:
        return None
    names = [k for c in head.head.rights if c.dep_ == "appos" and c.i < head.i and (k := context.name_at.get(c.i)) is not None]
    is_same = [k for k in names if nodes.of[k] is nodes.of[over] and nodes.of[k].type is context.mentions[i].type and not context.mentions[i].is_plural]
    return is_same[-1] if is_same else None


def may_precede_name(context: Context, i: int) -> bool:
    """Whether the noun has no determiner, or "the", or is somebody's relative ("whose father Aaron")."""
    return context.determiner(i) in ("", "the") or (context.determiner(i) == "poss" and context.heads[i].lemma_.lower() in read_table("descriptions")["kin"])


def beside(head: Token) -> list[Token]:
    """Heads in apposition, or that a title stands before."""
    out = []
    is_whose = any(c.dep_ == "nmod:poss" and c.lower_ == "whose" for c in head.lefts)  # "Per Lund, whose daughter Ann …"
    if (head.dep_ == "appos" and not is_whose and head.i - head.head.i < 25) or (
        head.dep_ in ("nmod:desc", "compound", "nmod", "flat", "amod") and head.head.i > head.i and not any(c.dep_ == "case" for c in head.children)
    ):
        out.append(head.head)
    for child in head.children:
        if child.i > head.i and (
            child.dep_ in ("appos", "nmod:desc") or (child.dep_ in ("flat", "nmod", "nmod:unmarked") and not any(c.dep_ == "case" for c in child.lefts))
        ):
            out.append(child)
    return out


def called(head: Token) -> list[Token]:
    """Names given by "called", "known as" and the like."""
    verbs = read_table("descriptions")["naming"]
    out = []
    for child in head.rights:
        if (child.dep_ in ("acl", "acl:relcl") and child.lemma_.lower() in verbs) or child.lower_ in ("called", "named", "dubbed", "titled", "entitled"):
            out += [c for c in child.rights if c.dep_ in ("xcomp", "obj", "obl", "ccomp", "appos", "nsubj")]
    return out


def is_compatible(description: EntityType, name: EntityType) -> bool:
    """Whether a description of one type may mean a named thing of another."""
    if description is name:
        return True
    if EntityType.PERSON in (description, name):
        return False
    if name is EntityType.GROUP or description is EntityType.GROUP:
        return {description, name} == {EntityType.ORGANIZATION, EntityType.GROUP}
    return EntityType.OTHER in (description, name) or EntityType.WORK in (description, name)


def joined_posts(context: Context, nodes: Nodes) -> list[tuple[int, int]]:
    """Descriptions that share determiner and name with the one they are joined to by "and": "its founder and chairman, Ann Lee"; not "his wife and son"."""
    out = []
    for i, mention in enumerate(context.mentions):
        head = context.heads[i]
        over = (
            context.by_token.get(head.head.i)
            if head.dep_ == "conj" and [c.lower_ for c in head.lefts if c.dep_ not in ("punct", "compound", "amod")] == ["and"]
            else None
        )
        if over is None or mention.kind is not MentionKind.DESCRIPTION or context.mentions[over].kind is not MentionKind.DESCRIPTION:
            continue
        for k, m in ((i, over), (over, i)):
            nouns = {context.heads[k].lemma_.lower(), context.heads[m].lemma_.lower()}
            kin = {n for n in nouns if gender_of_noun(n)}
            is_post = mention.type is context.mentions[over].type is EntityType.PERSON and not mention.is_plural and len(kin) < 2 and len(nouns) == 2
            if is_post and k not in nodes.of and m in nodes.of and nodes.of[m].is_named and is_before_name(context, nodes, i, nodes.of[m]):
                out.append((k, m))
    return out


def is_before_name(context: Context, nodes: Nodes, i: int, node: Node) -> bool:
    """Whether the node's name follows the second of two descriptions: "founder and chairman, Ann Lee"."""
    k = next((context.name_at[t.i] for t in context.doc[context.heads[i].i + 1 : context.heads[i].i + 3] if t.i in context.name_at), None)
    return k is not None and nodes.of.get(k) is node
