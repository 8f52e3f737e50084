"""In: a word of a parsed sentence. Out: the form of its clause: infinitive, finite, order, condition, complement; whether a noun phrase is empty.

What polarity and modality are judged by, and the closed classes of words in status.json. It refuses to judge either: that is `negation` and `status`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from spacy.tokens import Token

CONDITION_MARKS = {"if", "unless", "whether", "lest", "provided", "assuming"}


def is_open_complement(head: Token) -> bool:
    """Whether the clause is done by somebody in the clause above: "wants to leave", "told them to leave" (sometimes parsed as a closed clause)."""
    return head.dep_ == "xcomp" or (head.dep_ == "ccomp" and is_to_clause(head) and not has_own_subject(head))


def is_to_clause(head: Token) -> bool:
    """Whether the clause is an infinitive with "to"."""
    gerund = head.tag_ == "VBG" and not any(c.dep_ == "aux" for c in head.children)  # "pleaded guilty to killing him"
    return any(c.lower_ == "to" and c.dep_ == "mark" for c in head.children) and not gerund


def is_inverted_condition(head: Token) -> bool:
    """Whether the clause is a condition by word order: "Had it happened an hour later, …", "Should he win, …"."""
    first = [c for c in head.children if c.dep_ == "aux" and c.lower_ in ("had", "should", "were")]
    subjects = [c for c in head.children if c.dep_.startswith("nsubj")]
    return head.dep_ == "advcl" and bool(first and subjects) and first[0].i < subjects[0].i


def is_imperative(head: Token) -> bool:
    """Whether the clause is an order: a bare verb with no subject at the top of its sentence ("Please speak to them")."""
    if head.tag_ != "VB" or head.dep_ not in ("root", "ccomp", "parataxis"):
        return False
    return not has_own_subject(head) and not any(c.dep_ in ("aux", "mark", "aux:pass") and c.lower_ not in ("do", "n't", "n’t") for c in head.children)


def is_finite(head: Token) -> bool:
    """Whether the clause has a tense of its own: "is", "lied", "has left"; not "leave", "leaving", "may leave"."""
    return head.tag_ in ("VBZ", "VBD") or any(c.tag_ in ("VBZ", "VBD", "VBP") for c in head.children if c.dep_ in ("aux", "cop", "aux:pass"))


def has_own_subject(head: Token) -> bool:
    """Whether the clause has a subject of its own."""
    return any(c.dep_.startswith(("nsubj", "csubj", "expl")) for c in head.children)


def opens_condition(above: Token) -> bool:
    """Whether a clause stands under "if" or its like, and what is joined to it with it."""
    return any(c.dep_ == "mark" and c.lower_ in CONDITION_MARKS for c in above.children)


def has_preposition(head: Token) -> bool:
    """Whether a gerund stands behind a preposition."""
    return any(c.dep_ in ("mark", "case") and c.pos_ in ("ADP", "SCONJ") for c in head.children)


def opens_with(head: Token, *words: str) -> bool:
    """Whether the clause opens with the words one after the other ("rather than")."""
    marks = [c for c in head.children if c.dep_ in ("mark", "cc", "case") and c.lower_ == words[0]]
    return any(m.i + len(words) <= len(head.doc) and [head.doc[m.i + k].lower_ for k in range(len(words))] == list(words) for m in marks)


def has_no(token: Token) -> bool:
    """Whether a noun phrase is empty or nearly: "no minister", "nobody", "none", "few ministers" (but "a few ministers" are some)."""
    if any(c.lower_ == "few" for c in token.children) and not any(c.dep_ == "det" for c in token.children):
        return True
    return token.lower_ in ("nobody", "none", "nothing") or any(
        c.lower_ in ("no", "neither") and c.dep_ in ("det", "advmod") and c.nbor(1).pos_ != "NUM" for c in token.children if c.i < token.i
    )


def is_yet_to_come(head: Token) -> bool:
    """Whether the act has not happened: "has yet to explain it"."""
    above = head.head
    return head.dep_ == "xcomp" and is_to_clause(head) and above.lemma_ in ("have", "be") and any(c.lower_ == "yet" for c in (*above.children, *head.children))


def is_going_on(head: Token) -> bool:
    """Whether the act is what somebody went on to do: "went on to win"."""
    above = head.head
    went_on = above.lemma_ == "go" and any(c.lower_ == "on" and c.i == above.i + 1 for c in above.children)
    return head.dep_ in ("advcl", "xcomp") and is_to_clause(head) and went_on


def is_left_undone(head: Token) -> bool:
    """Whether nobody did anything for it: "did nothing to save it"; not "there was nothing to see"."""
    nothing = head.head
    return head.dep_ == "acl" and is_to_clause(head) and nothing.lower_ == "nothing" and nothing.dep_ == "obj" and nothing.head.lemma_ == "do"


def is_short_of(verb: Token) -> bool:
    """Whether the act was left undone: "stopped short of blaming her"."""
    return verb.tag_ == "VBG" and opens_with(verb, "of") and verb.head.lower_ == "short" and verb.head.dep_ == "advmod"


def whole_clause(verb: Token, above: Token) -> Token:
    """What "…, handing her a victory" at the end of a sentence is the outcome of: its main verb, not the one of a clause within that stands nearer.

    In "stopped short of blaming her" it is the verb before "short".
    """
    if is_short_of(verb):
        return above.head
    comma = verb.left_edge.text == "," or (verb.left_edge.i and verb.left_edge.nbor(-1).text == ",")
    if verb.tag_ != "VBG" or not comma or verb.lemma_ not in word_list("outcome"):
        return above
    nearest, within = above, False
    while above.head.i != above.i and (above.pos_ != "VERB" or above.dep_ in ("acl", "acl:relcl", "xcomp", "advcl")):
        within = within or above.dep_.startswith("acl")
        above = above.head
    return above if within else nearest


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the closed word lists in `status.json`."""
    lists = json.loads((Path(__file__).parent / "status.json").read_text(encoding="utf-8"))
    return frozenset(lists[name])
