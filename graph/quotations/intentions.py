"""In: a verb of ordering, promising or proposing. Out: what is to be done by it, one function for each way. It refuses to name the speaker."""

from __future__ import annotations

from spacy.tokens import Token

from graph.quotations.cues import cue_lemma, cue_words, is_intent, lemma_of, takes
from graph.quotations.phrases import SPEAKING_KINDS, child_of, has_mark, is_clause, subtree
from graph.quotations.readings import Reading, bare_name, gap_thing, has_case

PAST_LINKS = frozenset({"after", "as", "when", "while"})
ASKING_LINKS = frozenset({"on", "upon", "for", "to", "with"})


def order_content(verb: Token) -> list[Token]:
    """She urged him to …: the infinitive; with "believe" and the like, its subject too."""
    if not takes(verb, "order", "to_object") and not wishes(verb):
        return []
    target = child_of(verb, "obj", "iobj", "nsubj:pass") if lemma_of(verb) != "call" else None
    if target is None and lemma_of(verb) in {"call", "appeal", "plead"}:
        target = next((c for c in verb.children if c.dep_ == "obl" and any(k.lower_ in ASKING_LINKS for k in c.children)), None)
    infinitives = [c for c in verb.children if c.dep_ in {"xcomp", "advcl", "ccomp"} and c.i > verb.i and has_mark(c, "to")]
    wished = next((c for c in infinitives if has_mark(c, "for")), None)
    if wished is not None and f"{lemma_of(verb)}:for" in cue_words("verbs", "noun_with"):  # "called for the pool to be closed"
        return list(verb.doc[wished.left_edge.i : wished.right_edge.i + 1])
    if not infinitives and target is not None and target.i > verb.i:
        infinitives = [c for c in target.children if c.dep_ == "acl" and has_mark(c, "to")]
    if target is not None and target.dep_ == "obl" and has_case(target, "for") and target._.kind in {"abstract", "event"}:
        infinitives = [c for c in infinitives if child_of(c, "aux:pass") is not None]  # "called for an inquiry | to clear the air": an inquiry clears it
    infinitive = next((c for c in infinitives if not has_mark(c, "in", "so", "order")), None)
    if infinitive is None and target is not None and (lemma_of(verb) in {"want", "order", "need"} or wishes(verb)):  # "wants | the wreck raised"
        done = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.tag_ == "VBN" and c.i > target.i > verb.i), None)
        return subtree(target) + subtree(done) if done is not None else []
    if infinitive is None:
        return []
    if target is None:
        is_told = verb.dep_ == "conj" and takes(verb, "to_object") and child_of(verb, "aux:pass") is not None  # "asked for help but was told | to wait"
        return subtree(infinitive) if is_told or (infinitive.dep_ == "ccomp" and lemma_of(verb) != "call") else []
    if infinitive.dep_ == "advcl" and target.i > infinitive.i:
        return []
    if (takes(verb, "thought") or wishes(verb)) and child_of(verb, "nsubj:pass") is None:
        return subtree(target) + subtree(infinitive)
    return subtree(infinitive) + joined_infinitives(verb, infinitive)


def gerund_content(verb: Token) -> list[Token]:
    """She suggested closing it, admitted to hiding it, pleaded guilty to it: what is proposed, favoured, weighed or owned to."""
    plea = child_of(verb, "xcomp") if lemma_of(verb) == "plead" else None
    if plea is not None and lemma_of(plea) == "guilty":
        return subtree(plea)
    if not takes(verb, "gerund"):
        return []
    doing = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp", "obj"} and c.tag_ == "VBG" and c.i > verb.i), None)
    if doing is None and f"{lemma_of(verb)}:to" in cue_words("verbs", "noun_with"):
        doing = next(
            (
                c
                for c in verb.children
                if c.dep_ in {"advcl", "xcomp"} and c.i > verb.i and has_mark(c, "to") and any(k.tag_ == "VBG" for k in (c, *c.children))
            ),
            None,
        )
    return subtree(doing) if doing is not None else []


def infinitive_content(verb: Token) -> list[Token]:
    """She promised to …."""
    if not takes(verb, "infinitive") and not wishes(verb) and (not is_intent(cue_lemma(verb)) or lemma_of(verb) == "call"):
        return []
    infinitive = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i and has_mark(c, "to")), None)
    thing = child_of(verb, "obj")
    if infinitive is None or (thing is not None and verb.i < thing.i < infinitive.i and thing._.kind not in SPEAKING_KINDS):
        return []  # "demanded bribes | to clear the files"
    facts = [] if any(c.lemma_ == "have" and c.dep_ == "aux" for c in infinitive.children) else past_events(infinitive)
    if verb.tag_ == "VBP":  # "They hope to win and | say they are ready |"
        facts = [*facts, *(c for c in infinitive.children if c.dep_ == "conj" and takes(c, "clause") and child_of(c, "ccomp") is not None)]
    promised = gap_thing(verb) if child_of(infinitive, "obj", "ccomp", "xcomp") is None else None  # "the sum that it vowed | to pay"
    return (bare_name(promised) if promised is not None else []) + subtree(infinitive, without=facts) + joined_infinitives(verb, infinitive)


def wishes(verb: Token) -> bool:
    """Whether a verb of liking says what somebody wants: "would like the pool to reopen"."""
    return lemma_of(verb) in {"like", "love", "prefer", "hate"} and any(c.dep_ == "aux" and c.lower_ in {"would", "'d", "’d"} for c in verb.children)


def joined_infinitives(verb: Token, first: Token) -> list[Token]:
    """Further bare verbs that the tree joins to the cue: "called on the council to close it and | sell the hut"."""
    if verb.tag_ in {"VB", "VBP"}:
        return []
    further = [c for c in verb.children if c.dep_ == "conj" and c.tag_ == "VB" and c.i > first.i and not is_clause(c) and child_of(c, "aux") is None]
    return [t for c in further for t in subtree(c)]


def past_events(infinitive: Token) -> list[Token]:
    """The clauses that tell when it was, in the past, and are no part of what somebody means to do: "refused to pay | after the roof fell in"."""
    hung = [c for c in infinitive.subtree if c.dep_ == "advcl" and has_mark(c, *PAST_LINKS) and is_clause(c)]
    return [c for c in hung if c.tag_ == "VBD" or any(k.tag_ == "VBD" and k.dep_ in {"aux", "aux:pass", "cop"} for k in c.children)]


INTENDED: tuple[Reading, ...] = (order_content, infinitive_content, gerund_content)
