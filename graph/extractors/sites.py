"""In: a verb or predicate and a claim read from it. Out: where in the sentence the claim stands, as numbers that its confidence is estimated from.

A claim from a clause deep in a sentence, with a subject that is shared or far away, is wrong more often than one from the main clause.
It refuses to judge: what the numbers weigh is fitted in `confidence`.
"""

from __future__ import annotations

from spacy.tokens import Token

from graph.records import Claim

FARTHEST = 20
"""Words between a verb and a noun beyond which a link is no less sure."""
DEEPEST = 8
LATEST = 60
"""Words of a sentence before a verb beyond which it stands no later."""


def describe_site(verb: Token, claim: Claim) -> tuple[tuple[str, float], ...]:
    """Names and values, each near 0 to 1.

    How the verb hangs in the tree, how deep and how late in the sentence; whether the subject is its own and how far off; the same of the object;
    whether an adjective is all that is said ("The pier is unsafe").
    """
    at = {t.idx: t for t in verb.sent}
    found = {f"clause {verb.dep_}": 1.0, "depth": measure_depth(verb) / DEEPEST, "late": min(verb.i - verb.sent.start, LATEST) / LATEST}
    subject = at.get(claim.subject.head.start)
    if subject is not None:
        found |= {"own subject": float(subject.head.i == verb.i), "subject distance": measure_distance(subject, verb)}
        found["subject they"] = float(subject.lower_ in ("they", "them", "their"))
    target = at.get(claim.obj.head.start) if not isinstance(claim.obj, str) else None
    if target is not None:
        found |= {"object distance": measure_distance(target, verb), "object before": float(target.i < verb.i), "object sure": target._.certainty}
    found["adjective"] = float(isinstance(claim.obj, str) and claim.phrase == "be" and verb.pos_ == "ADJ")
    found["content"] = float(any(c.dep_ == "ccomp" for c in verb.children))
    return tuple(found.items())


def measure_depth(token: Token) -> int:
    """How many words a word hangs below its sentence's root, `DEEPEST` at the most."""
    depth = 0
    while token.head.i != token.i and depth < DEEPEST:
        token, depth = token.head, depth + 1
    return depth


def measure_distance(noun: Token, verb: Token) -> float:
    """Words between the two, as a part of `FARTHEST`."""
    return min(abs(noun.i - verb.i), FARTHEST) / FARTHEST
