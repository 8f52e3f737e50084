"""In: an adjective, noun or adverb. Out: the clause that it says somebody believes, means or is said to do, and its cue. It refuses adjectives of fact."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from graph.quotations.cues import cue_words, lemma_of
from graph.quotations.phrases import SPEAKING_KINDS, child_of, has_mark, is_clause, subject_of, subtree
from graph.quotations.readings import QUESTION_WORDS
from graph.quotations.speakers import Cue, cue_span, is_unnamed

EMPTY_SUBJECTS = frozenset({"it", "this", "that", "there", "which", "these", "those", "what"})
SEEMING = frozenset({"seem", "appear", "look", "sound", "remain", "become"})

Reported = tuple[list[Token], Cue]


def adjective_reports(word: Token) -> Iterator[Reported]:
    """She is confident that …; he is alleged to …; they seem willing to …."""
    if word.pos_ != "ADJ":
        return
    subject = child_of(word, "nsubj", "nsubj:pass")
    if subject is None and word.dep_ == "xcomp" and lemma_of(word.head) in SEEMING:
        subject = subject_of(word.head)
    if subject is None or subject.lower_ in EMPTY_SUBJECTS:
        return
    lemma = lemma_of(word)
    cue = Cue(subject, f"be {lemma}", word, cue_span(word), is_hearsay=is_unnamed(subject))
    infinitive = child_of(word, "xcomp", "ccomp", "advcl")
    if lemma in cue_words("adjectives", "hearsay"):
        if infinitive is not None:
            yield [*subtree(subject), *subtree(infinitive)], Cue(None, lemma, word, cue_span(word), is_hearsay=True)
        return
    if lemma in cue_words("adjectives", "clause"):
        clause = next((c for c in word.children if c.dep_ in {"ccomp", "advcl"} and is_clause(c) and (c.dep_ == "ccomp" or has_mark(c, "that"))), None)
        if clause is not None:
            yield subtree(clause), cue
            return
    if lemma in cue_words("adjectives", "infinitive") and infinitive is not None and has_mark(infinitive, "to") and is_willing(subject):
        yield subtree(infinitive), cue
        return
    for thing in word.children:  # "is opposed to the bill"
        is_thing = thing.dep_ == "obl" or (thing.dep_ == "advcl" and thing.tag_ == "VBG")
        if is_thing and thing.i > word.i and is_willing(subject) and any(is_attitude_to(lemma, c) for c in thing.children):
            yield subtree(thing), cue


def is_attitude_to(lemma: str, link: Token) -> bool:
    """Whether an adjective with a preposition says what somebody thinks of a thing."""
    return link.dep_ in {"case", "mark"} and f"{lemma}:{link.lower_}" in cue_words("adjectives", "about")


def is_willing(subject: Token) -> bool:
    """Whether a subject can mean to do something: "the firm is ready to sell", not "the house is ready to sell"."""
    return subject.pos_ in {"PROPN", "PRON"} or bool(subject.ent_type_) or subject._.kind in SPEAKING_KINDS


def predicate_reports(noun: Token) -> Iterator[Reported]:
    """Her view is that …; the mayor's hope is to …: the predicate of an owner's word for thinking or saying."""
    clause, owner = noun.head, child_of(noun, "nmod:poss")
    is_loose = owner is None and lemma_of(noun) in cue_words("nouns", "loose")  # "the fear is that …"
    if (owner is None and not is_loose) or not noun.dep_.startswith("nsubj") or clause.i < noun.i or child_of(clause, "cop") is None:
        return
    lemma = lemma_of(noun)
    marks = [c for c in clause.children if noun.i < c.i < clause.i and (c.dep_ == "mark" or c.lower_ in QUESTION_WORDS)]
    if not marks:
        return
    is_said = lemma in cue_words("nouns", "clause") and lemma not in cue_words("nouns", "fact") and marks[0].lower_ in QUESTION_WORDS | {"that"}
    is_meant = lemma in cue_words("nouns", "infinitive") | {"hope", "aim", "goal", "wish"} and marks[0].lower_ == "to"
    if is_said or is_meant:
        tokens = [t for t in subtree(clause, without=[noun]) if t.i >= marks[0].i]
        yield tokens, Cue(owner, lemma, noun, cue_span(noun), is_hearsay=owner is None or is_unnamed(owner))


def hearsay_reports(word: Token) -> Iterator[Reported]:
    """He reportedly …: the clause that the adverb stands in, up to the next clause joined to it."""
    if word.pos_ != "ADV" or word.lower_ not in cue_words("adverbs", "hearsay"):
        return
    head = word.head
    if head.pos_ not in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"} or not (is_clause(head) or head.pos_ == "VERB"):
        return
    others = [c for c in head.children if c.dep_ in {"conj", "parataxis", "cc"}]
    yield subtree(head, without=[word, *others]), Cue(None, word.lower_, word, cue_span(word), is_hearsay=True)
