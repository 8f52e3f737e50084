"""In: a description by age or children ("the 19-year-old", "the father of two"). Out: the person of that age, or the one just spoken of.

It refuses plurals.
"""

from __future__ import annotations

import re

from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.gazetteer import gender_of_noun
from graph.records import EntityType, MentionKind

YEARS = re.compile(r"\b(\d{1,3})[ -]years?[ -]old\b")
PARENT = re.compile(r"[Tt]he (?:married )?(?:father|mother|dad|mum|mom|grandfather|grandmother)[ -]of[ -](?:one|two|three|four|five|six|seven|eight|\d+)")
AFTER = re.compile(r"\s?[,(]\s?(?:aged )?(\d{1,3})(?=[,.;)]|\s(?:and|from|of|who)\b)")
OLDEST = 120
FAR = 60
"""How many sentences back one of that age may stand."""
REACH = 3
"""How many sentences back the one just spoken of may stand."""


def aged_person(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The person that "the 19-year-old" means: of that age by the article's words, else the subject of the last sentence that has a person for one."""
    mention = context.mentions[i]
    if PARENT.fullmatch(mention.text) and context.determiner(i) == "the":
        gender = gender_of_noun(context.heads[i].lemma_)
        people = {n.number: n for n in nodes.near(i, REACH) if n.type is EntityType.PERSON and n.is_named and n.gender in ("", gender)}
        return last_subject(context, nodes, i, people)
    asked = YEARS.fullmatch(re.sub(r"^[Tt]he ", "", mention.text))
    if asked is None or mention.is_plural or not mention.text.lower().startswith("the "):
        return None
    age = int(asked[1])
    people = {n.number: n for n in nodes.near(i, FAR) if n.type is EntityType.PERSON and not n.is_plural and n.before(i)}
    told = {number: ages_of(context, node) for number, node in people.items()}
    same = [node for number, node in people.items() if age in told[number]]
    if same:
        return same[0] if len(same) == 1 else None
    named = {number: node for number, node in people.items() if not told[number] and node.is_named}
    others = any(may_be_meant(context, node, i) for number, node in people.items() if number not in named and not told[number])
    speaking = {k for k in context.speakers.values() if k is not None}
    if len(named) == 1 and not others:
        only = next(iter(named.values()))
        if len(people) == 1 or not speaking & set(only.mentions):
            return only  # nobody else is known so far, or has done anything
    here = [node for node in named.values() if any(k < i and context.sentences[k] == context.sentences[i] for k in node.mentions)]
    if here:
        return here[0] if len(here) == 1 else None  # "The manager brought on Holm, and the 19-year-old scored"
    return None if others else last_subject(context, nodes, i, named)  # "A cyclist died. Sergeant Holm …": the cyclist may be meant


def may_be_meant(context: Context, node: Node, i: int) -> bool:
    """Whether an unnamed person did something before, so that "the 19-year-old" may be that one: "A cyclist died"; not "a record for a player"."""
    return any(k < i and context.is_subject(k) and not context.is_headline(k) for k in node.mentions)  # a headline's is told again


def told_age(text: str) -> int | None:
    """The age that a description gives.

    >>> told_age("a 17-year-old boy"), told_age("a boy")
    (17, None)
    """
    found = YEARS.search(text)
    return int(found[1]) if found else None


def ages_of(context: Context, node: Node) -> set[int]:
    """The ages that stand beside its names and in its descriptions."""
    out = set()
    for k in node.mentions:
        mention = context.mentions[k]
        if mention.kind is MentionKind.PRONOUN:
            continue
        found = YEARS.search(mention.text) or (AFTER.match(context.text, mention.span.end) if mention.kind is MentionKind.NAME else None)
        if found and int(found[1]) <= OLDEST:
            out.add(int(found[1]))
    return out


def last_subject(context: Context, nodes: Nodes, i: int, people: dict[int, Node]) -> Node | None:
    """Of these people the first subject of the nearest sentence before that has one, outside quotations."""
    here = context.sentences[i]
    found: dict[int, Node] = {}
    for k in range(i - 1, -1, -1):
        back = here - context.sentences[k]
        if back > REACH or (found and max(found) != context.sentences[k]):
            break
        node = nodes.of.get(k)
        if back and node is not None and node.number in people and context.is_subject(k) and context.quotes[k] is None:
            found[context.sentences[k]] = node
    return next(iter(found.values()), None)
