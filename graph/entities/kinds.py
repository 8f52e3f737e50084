"""In: the mentions of one name. Out: votes on what type of thing it is, from titles, appositions, and what it is called or owns. It refuses to decide."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from graph.entities.classes import families_of
from graph.entities.context import Context
from graph.entities.lead import TITLED
from graph.gazetteer import gender_of_name, is_honorific, noun_type, read_table
from graph.records import EntityType, MentionKind

FIRMS = frozenset(
    ["architect", "auditor", "accountant", "broker", "stockbroker", "brewer", "builder", "lawyer", "solicitor", "auctioneer", "bookmaker", "publisher"]
)
"""Those who, several, stand before the name of their firm: "the architects Lund"."""


TEAMS = frozenset(["team", "side", "club", "band", "firm", "company", "airline", "bank", "charity"])
"""Nouns that stand beside the name of no person."""


def vote_types(context: Context, numbers: list[int]) -> Counter[EntityType]:
    """What each mention says of the type: its own type, titles and descriptions beside it."""
    votes: Counter[EntityType] = Counter()
    for i in numbers:
        votes[context.mentions[i].type] += 2 if context.mentions[i].type is not EntityType.OTHER else 1
        if is_honorific(context.honorific(i)):
            votes[EntityType.PERSON] += 4
        elif context.honorific(i):
            votes[EntityType.PERSON] += 1
        if (kind := kind_called(context, i)) is not None:
            votes[kind] += 2 * len(numbers) + 2
        words = context.mentions[i].text.split()
        if len(words) > 1 and gender_of_name(words[0]) and context.heads[i]._.kind in ("person", ""):
            votes[EntityType.PERSON] += 1
        over = [context.heads[i].head] if context.heads[i].dep_ == "appos" else []
        for child in (*context.heads[i].children, *over):
            if (child in over or child.dep_ in ("appos", "nmod:desc")) and (found := described_type(child)) and child.pos_ == "NOUN":
                is_team = child.lemma_.lower() in TEAMS and child.dep_ != "nmod:desc" and not gender_of_name(words[0])
                close = (len(words) == 1 or child.lemma_.lower() in TITLED or is_team) and (child in over or child.dep_ == "nmod:desc")
                # a name of one word may be anything, and "Tech firm Lumio" tells it for all mentions; "rival Lumio" does not
                votes[found] += 1 if not close else 3 if found is EntityType.PERSON else 2 * len(numbers) + 1
    if votes[EntityType.PERSON] and all(len(context.mentions[i].text.split()) == 1 for i in numbers) and any(is_seat(context, i) for i in numbers):
        votes[EntityType.PLACE] += votes.pop(EntityType.PERSON)
    is_single = all(len(context.mentions[i].text.split()) == 1 for i in numbers)
    if votes[EntityType.PERSON] and is_single and any(is_traded(context, i) or is_owner_of_post(context, i) for i in numbers):
        votes[EntityType.ORGANIZATION] += votes.pop(EntityType.PERSON)
    return votes


def kind_called(context: Context, i: int) -> EntityType | None:
    """What a thing is that a noun "known as" or "called" the name is told to be: "the sword, known as Gunnlogi"; or the firm of "the architects Lund"."""
    head, over = context.heads[i], context.heads[i].head
    if (
        head.dep_ in ("obl", "xcomp", "obj")
        and over.dep_ in ("acl", "acl:relcl")
        and over.tag_ == "VBN"
        and over.lemma_.lower() in ("know", "call", "name", "dub", "nickname")
    ):
        k = context.by_token.get(over.head.i)
        found = context.mentions[k].type if k is not None and context.mentions[k].kind is MentionKind.DESCRIPTION else None
        return None if found in (EntityType.PERSON, EntityType.GROUP) or context.honorific(i) else found
    is_after = head.dep_ in ("appos", "flat") and over.tag_ == "NNS" and over.i + 1 == context.starts[i]
    is_the = [c.lower_ for c in over.lefts if c.dep_ == "det"] == ["the"] and not any(t.dep_ == "conj" for t in (*head.children, *over.children))
    is_firm = is_after and over.lemma_.lower() in FIRMS and is_the and not gender_of_name(head.text)
    return EntityType.ORGANIZATION if is_firm else None


def described_type(noun: Token) -> EntityType | None:
    """What a common noun says of the name beside it: "chemist" a person, "the oil giant" a company."""
    return noun_type(noun.lemma_) or (EntityType.ORGANIZATION if "company" in families_of(noun.lemma_.lower()) else None)


def is_traded(context: Context, i: int) -> bool:
    """Whether shares are told of it: "a stake in Norvik", "shares of Norvik"."""
    noun = context.heads[i].head
    return (
        context.heads[i].dep_ == "nmod"
        and noun.i < context.heads[i].i
        and noun.lemma_.lower() in ("share", "stake", "shareholder")
        and not context.honorific(i)
    )


def is_seat(context: Context, i: int) -> bool:
    """Whether a lawmaker or a tradesman is told by it, as by a place: "Kibwezi lawmaker Ann Lee", "a Kerry publican"; not "Holm aide Ann Lee"."""
    noun = context.heads[i].head
    is_before = context.heads[i].dep_ == "compound" and noun.i == context.heads[i].i + 1 and not context.honorific(i)
    return is_before and noun.lemma_.lower() in (
        "lawmaker",
        "mp",
        "councillor",
        "resident",
        "publican",
        "farmer",
        "schoolboy",
        "schoolgirl",
        "native",
        "constituency",
    )


def is_owner_of_post(context: Context, i: int) -> bool:
    """Whether it has what only a firm or club has: "Norvik's chief executive", "Norvik founder Ann Lee", "Norvik's shares"; not "Holm's boss"."""
    head = context.heads[i]
    noun = head.head
    if context.honorific(i) or noun.i < head.i or head.dep_ not in ("nmod:poss", "compound"):
        return False
    words = read_table("descriptions")
    named = any(c.dep_ in ("flat", "appos", "nmod:desc") and c.ent_type_ == "PER" for c in noun.children) or (
        noun.dep_ == "nmod:desc" and noun.head.ent_type_ == "PER"
    )
    if head.dep_ == "nmod:poss":
        is_chief = noun.lemma_.lower() in ("executive", "officer") and any(c.lower_ in ("chief", "executive") for c in noun.lefts)
        return noun.lemma_.lower() in words["of-body"] or is_chief
    return named and (noun.lemma_.lower() in words["of-body"] or noun.lemma_.lower() in words["before-name"])


def is_person_here(context: Context, i: int) -> bool:
    """Whether the sentence shows a person: a title before the name, or the network's kind."""
    return bool(is_honorific(context.honorific(i))) or (context.heads[i]._.kind == "person" and context.mentions[i].type is not EntityType.GROUP)
