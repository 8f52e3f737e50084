"""In: a pronoun and the nodes that it may mean. Out: the likeliest, or None where none is likely enough, by weights learned from GUM (`pronouns.json`).

`tests/benchmarks/train_pronouns.py` makes the weights. It refuses to exclude: hard constraints come before it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from graph.entities.context import Context
from graph.entities.nodes import Node
from graph.records import EntityType, MentionKind

CLASS_OF = {
    **dict.fromkeys(["he", "him", "his", "himself", "she", "her", "hers", "herself"], "person"),
    **dict.fromkeys(["it", "its", "itself"], "thing"),
    **dict.fromkeys(["they", "them", "their", "theirs", "themselves"], "several"),
}
GENDER = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f"}
KIND_OF_TYPE = {
    EntityType.PERSON: ("person",),
    EntityType.GROUP: ("person", "organization"),
    EntityType.ORGANIZATION: ("organization",),
    EntityType.PLACE: ("place",),
    EntityType.EVENT: ("event", "abstract"),
    EntityType.WORK: ("object", "abstract"),
    EntityType.OTHER: ("object", "abstract", "substance", "animal", "plant", "event"),
}


@cache
def read_weights() -> Mapping[str, Mapping[str, float]]:
    """Weights by class of pronoun and feature; "least" is the least share of the probability that the likeliest candidate must have."""
    weights: dict[str, dict[str, float]] = json.loads((files(__package__) / "pronouns.json").read_text(encoding="utf-8"))
    return weights


def choose_candidate(context: Context, candidates: Sequence[Node], i: int) -> Node | None:
    """The likeliest candidate for pronoun `i`, or None."""
    weights = read_weights()[CLASS_OF[context.heads[i].lower_]]
    scores = [sum(weights.get(f, 0.0) * v for f, v in features(context, node, i).items()) for node in candidates]
    if not scores:
        return None
    best = max(range(len(scores)), key=lambda k: (scores[k], -candidates[k].number))
    return candidates[best] if 1 / sum(math.exp(s - scores[best]) for s in scores) >= weights["least"] else None


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
    if (kind := head._.kind) not in ("", "time"):
        out["kind fits"] = float(kind in KIND_OF_TYPE[node.type])
        out["kind is the same"] = float(any(context.heads[k]._.kind == kind for k in before[-20:]))
    if (gender := GENDER.get(head.lower_, "")) and node.gender:
        out["gender known"] = float(node.gender == gender)
    if other.dep_ == "nmod:poss" and other.head.i == head.head.i:
        out["owner of the same"] = 1.0
    return out


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


def is_first(context: Context, k: int) -> bool:
    """Whether no other mention of the sentence stands before."""
    return k == 0 or context.sentences[k - 1] != context.sentences[k]
