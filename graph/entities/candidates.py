"""In: a pronoun and the nodes that it may mean. Out: the likeliest, or None where none is likely enough, by weights learned from GUM (`pronouns.json`).

`tests/benchmarks/train_references.py` makes the weights. It refuses to exclude: hard constraints come before it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from spacy.tokens import Token

from graph.entities.context import Context
from graph.entities.nodes import Node
from graph.entities.scores import choose_likeliest
from graph.records import EntityType, MentionKind

CLASS_OF = {
    **dict.fromkeys(["he", "him", "his", "himself", "she", "her", "hers", "herself"], "person"),
    **dict.fromkeys(["it", "its", "itself"], "thing"),
    **dict.fromkeys(["they", "them", "their", "theirs", "themselves"], "several"),
}
GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
BOUND = frozenset(["every", "each", "no", "any", "neither", "either"])
"""What begins a phrase that later sentences cannot take up by "he" or "it"."""
KIND_OF_TYPE = {
    EntityType.PERSON: ("person",),
    EntityType.GROUP: ("person", "organization"),
    EntityType.ORGANIZATION: ("organization",),
    EntityType.PLACE: ("place",),
    EntityType.EVENT: ("event", "abstract"),
    EntityType.WORK: ("object", "abstract"),
    EntityType.OTHER: ("object", "abstract", "substance", "animal", "plant", "event"),
}


def choose_candidate(context: Context, candidates: Sequence[Node], i: int) -> Node | None:
    """The likeliest candidate for pronoun `i`, or None."""
    rows = describe_candidates(context, candidates, i)
    best = choose_likeliest("pronouns", CLASS_OF[context.heads[i].lower_], rows, none_features(context, candidates, i))
    return None if best is None else candidates[best]


def describe_candidates(context: Context, candidates: Sequence[Node], i: int) -> list[dict[str, float]]:
    """What speaks for and against each candidate, also beside the others: whether it is the nearest, or spoken of most."""
    rows = [features(context, node, i) for node in candidates]
    lasts = [node.before(i)[-1] for node in candidates]
    times = [len(node.before(i)) for node in candidates]
    for row, last, count in zip(rows, lasts, times, strict=True):
        row["nearest"] = float(last == max(lasts))
        row["spoken of most"] = float(count == max(times))
        row["only"] = float(len(candidates) == 1)
        row["nearest subject"] = float(context.is_subject(last) and not any(k > last and context.is_subject(k) for k in lasts))
    return rows


def none_features(context: Context, candidates: Sequence[Node], i: int) -> dict[str, float]:
    """What speaks for none of them: "it" that stands for a clause, "they" that stands for people at large."""
    head = context.heads[i]
    verb = head.head
    rights = {c.dep_.partition(":")[0] for c in verb.rights}
    return {
        "none": 1.0,
        f"none {head.lower_}": 1.0,
        f"none as {head.dep_.partition(':')[0]}": 1.0,
        "none quoted": float(context.quotes[i] is not None),
        "none of many": math.log1p(len(candidates)),
        "none early": float(context.sentences[i] < 2),
        "none before a clause": float(head.dep_.startswith("nsubj") and bool(rights & {"ccomp", "csubj", "advcl", "xcomp"})),
        "none of a quality": float(head.dep_ == "nsubj" and verb.pos_ in ("ADJ", "NOUN", "ADV")),
        "none opens": float(head.i <= head.sent.start + 1),
        "none kindless": float(head._.kind in ("", "abstract", "event")),
    }


def features(context: Context, node: Node, i: int) -> dict[str, float]:
    """What speaks for and against `node`: how near, in which role, how often, of which kind."""
    before = node.before(i)
    last = before[-1]
    head, other = context.heads[i], context.heads[last]
    distance = context.sentences[i] - context.sentences[last]
    there = [k for k in before[-20:] if context.sentences[k] == context.sentences[last]]
    out = {
        f"sentences {min(distance, 3)}": 1.0,
        "words between": math.log1p(head.i - other.i),
        "subject": float(any(context.is_subject(k) for k in there)),
        "object": float(other.dep_ in ("obj", "iobj")),
        "owner": float(other.dep_ == "nmod:poss"),
        "inside": float(other.dep_ in ("nmod", "compound", "nmod:desc", "amod")),
        "same role": float(other.dep_.partition(":")[0] == head.dep_.partition(":")[0]),
        "first of its sentence": float(is_first(context, there[0])),
        "same verb": float(other.head.i == head.head.i),
        "named": float(node.is_named),
        "times": math.log1p(len(before)),
        "pronoun last": float(context.mentions[last].kind is MentionKind.PRONOUN),
        "same pronoun": float(other.lower_ == head.lower_),
        f"type {node.type.value}": 1.0,
        "plural": float(node.is_plural),
        "quoted": float((context.quotes[i] is None) != (context.quotes[last] is None)),
        "commanding subject": float(is_commanding(context, set(there), i)),
        "possessive in reach": float(head.dep_ == "nmod:poss" and distance == 0),
    }
    if is_quantified(other):
        out["quantified"] = 1.0
    if other.dep_ == "conj" or any(c.dep_ == "conj" for c in other.children):
        out["one of several"] = 1.0
    if (kind := head._.kind) not in ("", "time"):
        out["kind fits"] = float(kind in KIND_OF_TYPE[node.type])
        out["kind is the same"] = float(any(context.heads[k]._.kind == kind for k in before[-20:]))
    gender = GENDER.get(head.lower_, "")
    if gender and node.gender:
        out["gender known"] = float(node.gender == gender)
    elif gender and gender == guess_gender(node):
        out["gender known"] = 1.0  # a guess speaks for a link, never against one
    if other.dep_ == "nmod:poss" and other.head.i == head.head.i:
        out["owner of the same"] = 1.0
    return out


def guess_gender(node: Node) -> str:
    """What the ending of a first name that is in no list lets expect: "f" for "Joana", "m" for "Ignacio", else ""."""
    firsts = [words[0] for words in node.names if len(words) > 1 and len(words[0]) > 3] if node.type is EntityType.PERSON else []
    return next(({"a": "f", "o": "m"}[first[-1]] for first in firsts if first[-1] in "ao"), "")


def is_commanding(context: Context, there: set[int], i: int) -> bool:
    """Whether one of the mentions is the subject of a verb that the pronoun's clause hangs on ("She said her …")."""
    here = context.heads[i]
    for _ in range(6):
        if here.head.i == here.i:
            return False
        here = here.head
        for child in here.children:
            if child.dep_.startswith("nsubj") and child.i != context.heads[i].i and context.by_token.get(child.i) in there:
                return True
    return False


def is_quantified(token: Token) -> bool:
    """Whether the phrase begins with "every", "no" or "any"."""
    return any(c.lower_ in BOUND for c in token.lefts)


def is_first(context: Context, k: int) -> bool:
    """Whether no other mention of the sentence stands before."""
    return k == 0 or context.sentences[k - 1] != context.sentences[k]
