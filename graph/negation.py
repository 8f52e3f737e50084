"""In: a clause's head word. Out: whether the clause says that something is not so.

"did not pay", "no minister paid", "failed to pay", "refused to meet them or visit the mill", "without paying". It refuses to say what is not so.
"""

from __future__ import annotations

from spacy.tokens import Token

from graph.clause_forms import (
    has_no,
    has_own_subject,
    is_going_on,
    is_left_undone,
    is_open_complement,
    is_short_of,
    is_to_clause,
    is_yet_to_come,
    opens_with,
    word_list,
)

NEGATORS = {"not", "n't", "n’t", "never", "nt"}


def is_negated(head: Token) -> bool:
    """Whether the clause says that something is not so: "did not", "no one", "failed to", "without paying", "denied paying"."""
    return count_negations(head) % 2 == 1


def count_negations(head: Token) -> int:
    """Negators of the clause itself, and of the verb above that turns it round ("failed to pay", "did not manage to pay")."""
    count = sum(1 for c in head.children if c.lower_ in NEGATORS and c.dep_ in ("advmod", "neg", "aux", "dep") and not is_not_only(c))
    count += any(c.lower_ in ("longer", "more") and c.dep_ == "advmod" and any(k.lower_ == "no" for k in c.children) for c in head.children)
    count += any(c.lower_ in ("neither", "nor") and c.dep_ in ("cc", "cc:preconj", "advmod", "det") for c in head.children)
    count += any(has_no(c) for c in head.children if c.dep_ in ("nsubj", "nsubj:pass", "obj"))
    count += any(k.lower_ == "neither" and k.dep_ == "cc:preconj" for c in head.children if c.dep_ in ("nsubj", "nsubj:pass", "obj") for k in c.children)
    count += negates_state(head)
    first = head.head if shares_form(head) else head  # "refused to meet them or visit the mill", "left without paying or thanking them"
    count += any(c.dep_ == "mark" and c.lower_ in ("without", "instead") for c in first.children) or opens_with(first, "rather", "than")
    above = first.head
    count += first.dep_ == "acl" and has_no(above) and above.pos_ == "NOUN" and first.tag_ == "VBG"  # "have no right keeping it"
    bare = is_to_clause(first) or not any(c.dep_ in ("mark", "case") for c in first.children)
    own = has_own_subject(first)  # "The bill failed, with four senators opposing it"
    aside = first.dep_ == "advcl" and (bare or own)  # "The bill failed, blocked by the senators", "banned lorries to protect the bridge"
    if first.dep_ in ("xcomp", "ccomp", "advcl") and turns_round(above) and above.i != first.i and not aside:
        count += 1 + count_negations(above) * (above.lemma_ in word_list("implicative"))
    elif is_open_complement(first) and (above.lower_ in word_list("raising_adjective") or above.lower_ in word_list("negative_adjective")):
        count += count_negations(above) + (above.lower_ in word_list("negative_adjective"))  # "is not likely to win", "was unable to pay"
    elif first.tag_ == "VBG" and above.lower_ == "guilty" and above.i != first.i:
        count += count_negations(above)  # "pleaded not guilty to killing her"
    elif first.dep_ == "xcomp" and above.lemma_ in word_list("implicative") and above.i != first.i:
        count += count_negations(above)
    elif is_going_on(first):
        count += count_negations(above)  # "did not go on to win"
    elif is_left_undone(first):
        count += 1
    elif is_short_of(first):
        count += 1 + count_negations(above.head)  # "did not stop short of suing"
    elif is_yet_to_come(first) or (first.dep_ == "advcl" and above.lemma_ in word_list("deciding") and opens_with(first, "against")):
        count += 1  # "decided against charging her"
    return count + shared_negators(head)


def negates_state(head: Token) -> bool:
    """Whether the state that a verb ends with is denied: "was found not guilty", "found neither guilty nor sane"."""
    states = (c for c in head.children if c.dep_ == "xcomp" and c.pos_ == "ADJ")
    return any(c.lower_ in NEGATORS | {"neither", "nor"} for state in states for c in state.children)


def shared_negators(head: Token) -> int:
    """The negators of the verb that `head` is joined to by "or": "did not help or thank them"; not "didn't help or even harmed them"."""
    above = head.head
    joined = head.dep_ == "conj" and above.i != head.i and not has_own_subject(head) and not is_finite_after_base(head, above)
    if not joined or not any(c.lower_ in ("or", "nor") for c in head.children):
        return 0
    return sum(c.lower_ in NEGATORS and c.dep_ == "advmod" for c in above.children)


def shares_form(head: Token) -> bool:
    """Whether a verb joined to another is the same infinitive or gerund, under the same verb above."""
    return head.dep_ == "conj" and head.tag_ in ("VB", "VBG") and head.head.tag_ == head.tag_ and not has_own_subject(head)


def is_finite_after_base(head: Token, above: Token) -> bool:
    """Whether the second of two joined verbs has a tense of its own where the first leans on an auxiliary."""
    return head.tag_ in ("VBD", "VBZ") or (above.tag_ == "VB" and head.tag_ == "VBN")


def turns_round(verb: Token) -> bool:
    """Whether a verb's complement is not so: "failed to pay", "ruled out paying", but not "ruled that they pay"."""
    return verb.lemma_ in word_list("negative_complement") and (verb.lemma_ != "rule" or any(c.lower_ == "out" for c in verb.children))


def is_not_only(negator: Token) -> bool:
    """Whether "not" only announces more ("not only fill the square but also the park") or a time ("not until after she leaves")."""
    after = negator.doc[negator.i + 1 : negator.i + 2]
    return len(after) == 1 and after[0].lower_ in ("only", "just", "merely", "simply", "until")
