"""In: a clause's head word. Out: whether what the clause says is actual, planned or possible.

Its own modal verbs and conditions count first, then the verb above that commits to it or not ("wants to leave", "went on to win"). It refuses to judge
who says so.
"""

from __future__ import annotations

from spacy.tokens import Token

from graph.clause_forms import (
    CONDITION_MARKS,
    has_own_subject,
    has_preposition,
    is_finite,
    is_going_on,
    is_imperative,
    is_inverted_condition,
    is_left_undone,
    is_open_complement,
    is_to_clause,
    is_yet_to_come,
    opens_condition,
    opens_with,
    whole_clause,
    word_list,
)
from graph.negation import is_negated
from graph.records import Modality

PLANNED_MODALS = {"will", "would", "shall", "should", "must", "ought", "'ll", "’ll", "'d", "’d", "ll"}
POSSIBLE_MODALS = {"may", "might", "could", "can", "ca"}
HELD_TRUE = {"allege", "assume", "believe", "claim", "estimate", "presume", "report", "rumor", "rumour", "say", "suppose", "suspect", "think", "understand"}


def judge_modality(head: Token, depth: int = 0) -> Modality:
    """Actual, planned or possible: modal verbs, conditions, purposes, orders and wishes above the clause."""
    own = own_modality(head)
    if own is not Modality.ACTUAL or depth > 8:
        return own
    above = whole_clause(head, head.head) if head.dep_ == "advcl" else head.head
    if above.i == head.i:
        return Modality.ACTUAL
    if head.dep_ == "conj":
        apart = has_own_subject(head) or (is_finite(head) and not is_finite(above))  # "could cut fares and is in breach of the law"
        return Modality.ACTUAL if apart and not opens_condition(above) else judge_modality(above, depth + 1)
    if is_yet_to_come(head):
        return Modality.ACTUAL
    if is_left_undone(head):
        return judge_modality(above.head, depth + 1)
    if is_going_on(head):
        return judge_modality(above, depth + 1)  # "went on to win"
    if is_open_complement(head):
        return judge_complement(head, above, depth)
    if head.dep_ == "ccomp":
        return judge_content(head, above, depth)
    if head.dep_ in ("acl", "advcl") and is_to_clause(head):
        return judge_infinitive(head, above, depth)
    return judge_aside(head, above, depth)


def judge_complement(head: Token, above: Token, depth: int) -> Modality:
    """The modality of a clause that completes a verb or adjective: "wants to leave", "was able to leave", "seems to have left"."""
    been = any((c.dep_ == "cop" and c.tag_ == "VBD") or (c.dep_ == "aux" and c.lemma_ == "have") for c in above.children)
    if above.lower_ == "unable" or (above.lower_ == "able" and been):
        return judge_modality(above, depth + 1)  # "was able to meet them" did; "is able to" may, "is unable to" does not
    if above.lemma_ == "have" and not is_to_clause(head):
        return judge_modality(above, depth + 1)  # "had the guard open it"
    if above.lemma_ in word_list("planned_complement") or above.lower_ in ("going", "gon") or (is_to_clause(head) and above.pos_ in ("ADJ", "NOUN")):
        return Modality.PLANNED
    if above.lemma_ in word_list("possible_complement") and not is_held_true(head):
        return Modality.POSSIBLE
    return judge_modality(above, depth + 1)


def judge_content(head: Token, above: Token, depth: int) -> Modality:
    """The modality of a clause with a subject of its own under a verb: "demanded that he leave", "made sure that he left"."""
    if above.lemma_ in word_list("planned_clause") and not is_stated(head, above):
        return Modality.PLANNED
    if above.lower_ == "sure" and above.dep_ == "xcomp":
        return judge_modality(above.head, depth + 1)  # "promised to make sure they are paid", "made sure they were paid"
    if opens_condition(above):
        return Modality.POSSIBLE  # "could ban him if it finds that he knew"
    return judge_aside(head, above, depth)


def judge_infinitive(head: Token, above: Token, depth: int) -> Modality:
    """The modality of an infinitive that hangs on a noun or a whole clause: a purpose ("met to discuss it") or an outcome ("rallied to win")."""
    only = any(c.lower_ == "only" and c.i and c.nbor(-1).text == "," for c in head.children)
    trailing = any(c.dep_ in ("obl", "advmod") and c.lower_ in ("behind", "back") for c in above.children) and above.lemma_ in ("come", "fight", "hit")
    if head.dep_ == "advcl" and (trailing or only):
        return judge_modality(above, depth + 1)  # "came from behind to beat them", "dismissed them, only to praise them later"
    won = any(c.dep_ == "obj" and c._.kind in ("abstract", "object") for c in above.children)  # "won a contract to build it"
    if head.dep_ == "advcl" and above.lemma_ in word_list("result") and not won:
        return judge_modality(above, depth + 1)  # "has exploded to hold a record"
    if not any(c.lower_ in ("first", "last", "only", "second", "third", "latest") for c in above.children):
        return Modality.PLANNED  # "money to build a school"; but "the first woman to lead it"
    return judge_modality(above, depth + 1) if above.dep_ == "xcomp" else own_modality(above)  # "could become the first to lead it"


def judge_aside(head: Token, above: Token, depth: int) -> Modality:
    """The modality of what stands beside a clause: before what, until what, a relative clause, what it was called for."""
    ahead = (
        judge_modality(above, depth + 1) if head.dep_ == "advcl" and opens_with(head, "before") and head.tag_ == "VBG" and is_ahead(above) else Modality.ACTUAL
    )
    if ahead is not Modality.ACTUAL:
        return ahead  # "would consult them before forming a cabinet"
    if head.tag_ == "VBG" and above.lemma_ in word_list("calling_for") and opens_with(head, "for"):
        return Modality.PLANNED  # "called for splitting it up"
    if head.dep_ == "acl" and head.tag_ == "VBG" and has_preposition(head) and above.lemma_ in word_list("intended_noun"):
        return Modality.PLANNED  # "set a goal for cutting waste"; but "the habit of cutting waste"
    if head.dep_ in ("acl:relcl", "acl") and own_modality(above) is not Modality.ACTUAL and above.pos_ in ("VERB", "AUX"):
        return own_modality(above)
    if head.dep_ == "acl:relcl" and is_thing_to_be(head, above):
        return Modality.PLANNED
    temporal = any(c.dep_ in ("mark", "advmod") and c.lower_ in ("before", "until", "once", "when") for c in head.children)
    if head.dep_ == "advcl" and temporal and head.tag_ in ("VB", "VBP", "VBZ"):
        return judge_modality(above, depth + 1)  # "would wait before I sign it"; not "could see it when the ship sank"
    if head.dep_ == "advcl" and opens_with(head, "until") and head.tag_ == "VBD" and is_reported_plan(above):
        return Modality.PLANNED  # "said they would not return until the firm paid"
    if head.dep_ == "advcl" and not has_own_subject(head) and not any(c.dep_ == "mark" for c in head.children):
        return judge_modality(above, depth + 1)
    return Modality.ACTUAL


def is_reported_plan(verb: Token) -> bool:
    """Whether "would" tells what somebody said that they will do, so that a past tense beside it is still to come; not "would have"."""
    helpers = [c for c in verb.children if c.dep_ == "aux"]
    if verb.dep_ not in ("ccomp", "conj"):
        return False  # "would hold the post until Holm beat him in 2002"
    return any(c.lower_ in ("would", "'d", "’d") for c in helpers) and not any(c.lemma_ == "have" for c in helpers)


def is_thing_to_be(head: Token, noun: Token) -> bool:
    """Whether a relative clause tells what a thing is to do that is not there yet: "wants a law that requires …"; not "will see a man who owns …"."""
    indefinite = any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children) and noun._.kind in ("abstract", "object", "place")
    verb = noun.head
    wanted = (noun.dep_ == "obj" and verb.lemma_ in word_list("planned_complement")) or any(c.dep_ == "expl" for c in verb.children)
    present = head.tag_ in ("VBZ", "VBP") and not any(c.dep_ == "aux" for c in head.children)
    needed = wanted and (verb.lemma_ in ("want", "need", "seek", "demand") or judge_modality(verb) is Modality.PLANNED)
    return indefinite and present and needed


def is_held_true(head: Token) -> bool:
    """Whether people whom nobody names hold it true: "is believed to have fled"."""
    above = head.head
    return head.dep_ == "xcomp" and is_to_clause(head) and above.lemma_ in HELD_TRUE and any(c.dep_ == "aux:pass" for c in above.children)


def is_stated(head: Token, above: Token) -> bool:
    """Whether a clause under "suggest" or "insist" says how things are, by its tense: "suggested that he lies", but "that he leave"."""
    return above.lemma_ in ("suggest", "insist") and is_finite(head)


def own_modality(head: Token) -> Modality:
    """Modality by the clause's own modal verb, conjunction or form."""
    children = list(head.children)
    if any(c.dep_ == "mark" and c.lower_ in CONDITION_MARKS for c in children) or is_inverted_condition(head):
        return Modality.POSSIBLE
    modals = {c.lower_ for c in children if c.dep_ in ("aux", "aux:pass") and (c.tag_ == "MD" or c.lower_ in PLANNED_MODALS - {"'d", "’d"})}
    if not modals and any(c.lower_ in ("'d", "’d") and c.dep_ == "aux" for c in children) and head.tag_ in ("VB",):
        modals = {"would"}
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in children)
    if is_to_clause(head) and any(c.dep_ in ("aux", "aux:pass", "cop") and c.lemma_ == "be" and c.tag_ in ("VBZ", "VBP", "VBD") for c in children):
        return Modality.PLANNED  # "is to be held in May"
    if modals == {"would"} and any(c.dep_ == "advmod" and c.lower_ in word_list("habitual") for c in children):
        return Modality.ACTUAL  # "would sometimes walk home": a habit
    if modals & PLANNED_MODALS:
        if modals == {"will"} and perfect:
            return Modality.ACTUAL  # "passengers will have been outraged": a guess about what is, not a plan
        return Modality.POSSIBLE if modals & {"would", "'d", "’d"} and perfect else Modality.PLANNED
    if modals & POSSIBLE_MODALS:
        return Modality.ACTUAL if modals == {"could"} and is_inability(head, perfect=perfect) else Modality.POSSIBLE
    if head.lemma_ == "have" and any(c.dep_ == "xcomp" and is_to_clause(c) for c in children):
        return Modality.ACTUAL
    if is_imperative(head):
        return Modality.PLANNED
    return Modality.ACTUAL


def is_inability(head: Token, *, perfect: bool) -> bool:
    """Whether "could not" tells what was not so: "could not find her"; not "could not have known", "could not leave if she wanted to".

    Nor "could not help thanking", "could not afford to pay", "could not agree more", "feared that she could not swim".
    """
    conditional = any(c.dep_ == "advcl" and opens_condition(c) for c in head.children)
    turned = head.lemma_ in ("help", "afford", "bear") or any(c.lower_ in ("more", "less", "better", "worse") for c in head.children)
    guessed = head.dep_ == "ccomp" and head.head.lemma_ in word_list("guessing")
    return is_negated(head) and not (perfect or conditional or turned or guessed)


def is_ahead(verb: Token) -> bool:
    """Whether a verb tells what is to come, so that what it comes before is too: "would consult them", not "should have asked", "could not sleep"."""
    return not is_negated(verb) and not any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children)
