"""In: a verb of saying, thinking or asking. Out: the words of the clause that it brings, one function for each way. It refuses to name the speaker."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from graph.quotations.asides import (
    INSERT_MARKS,
    closing_cues,
    drawn_listener,
    drawn_speaker,
    inserted_content,
    later_cues,
    parenthetic_content,
    reasons_behind,
    second_cue,
)
from graph.quotations.cues import cue_lemma, cue_words, is_telling, lemma_of, takes
from graph.quotations.phrases import DASHES, NOMINAL, RELATIVES, SPEAKING_KINDS, child_of, has_mark, is_clause, name_tokens, subtree

QUESTION_WORDS = frozenset({"whether", "if", "how", "why", "what", "who", "whom", "whose", "when", "where", "which"})
TOLD_THINGS = frozenset({"story", "tale", "truth", "lie", "news", "secret", "joke", "thing"})


def clause_content(verb: Token) -> list[Token]:
    """She said (that) …: a clause that depends on the verb; with "and that …" where the tree hangs that on the verb itself."""
    if not takes(verb, "clause", "question") and not is_telling(cue_lemma(verb)) and not puts_it(verb):
        return []
    clauses = [c for c in verb.children if c.dep_ == "ccomp" or (c.i > verb.i and is_free_relative(c)) or is_postponed(c, verb)]
    if clauses and takes(verb, "question") and not takes(verb, "clause"):
        clauses = [c for c in clauses if asks(c) or has_mark(c, "that")]
    if not clauses:
        clauses = hung_on_noun(verb)
    if not clauses and " " in cue_lemma(verb):
        clauses = [g for c in verb.children if c.dep_ == "xcomp" and c.pos_ == "ADJ" for g in c.children if g.dep_ == "ccomp"]  # "made clear | that …"
    if not clauses:
        clauses = [c for c in verb.children if c.dep_ == "advcl" and (has_mark(c, "whether", "that") or asks_if(verb, c) or asks_why(verb, c))]
    after = [c for c in clauses if c.i > verb.i]
    if len(after) < len(clauses) and any(c.pos_ not in NOMINAL or is_clause(c) for c in after):
        clauses = after  # what stands ahead is another sentence, drawn in by a quotation's full stop
    if clauses:
        clauses += [c for c in verb.children if c.dep_ == "conj" and c.i > clauses[-1].i and has_mark(c, "that", "whether")]
    elif takes(verb, "clause", "question"):
        clauses = [c for c in verb.children if c.dep_ == "parataxis" and c.i > verb.i and is_clause(c) and not is_side_remark(c)][:1]
    ahead = set_ahead(verb, clauses)
    drawn = drawn_listener(verb)
    strays = {t.i for t in beside_cue(verb, clauses[0])} if clauses else set()
    without = [*([drawn] if drawn is not None else []), *drawn_speaker(verb)]
    said = [
        t
        for c in clauses
        for t in subtree(c, without=[*parallel_cues(c, verb), *later_cues(c, verb), *closing_cues(c), *conceding_cues(c), *comments(c), *without])
        if t.i not in strays
    ]
    said = [t for t in said if t.i > verb.i or t.dep_ not in {"mark", "punct", "cc"} or t.head.i < verb.i]  # "| with | the mayor promising it would open"
    behind = reasons_behind(verb) if clauses and clauses[0].i < verb.i and is_set_off(verb) else []
    return around_cue(verb, clauses) + [t for c in ahead for t in subtree(c)] + stray_subject(verb, clauses) + said + behind


def is_set_off(verb: Token) -> bool:
    """Whether a cue with its speaker stands between commas."""
    subject = child_of(verb, "nsubj")
    return subject is not None and subject.left_edge.i > 0 and verb.doc[subject.left_edge.i - 1].text in INSERT_MARKS


def puts_it(verb: Token) -> bool:
    """Whether a lawyer or the like "puts it to" somebody that something is so."""
    return lemma_of(verb) == "put" and any(c.lower_ == "it" and c.i == verb.i + 1 for c in verb.children) and any(c.dep_ == "ccomp" for c in verb.children)


def is_postponed(clause: Token, verb: Token) -> bool:
    """Whether a clause is the subject that "it" keeps the place of: "it is feared | that the ship sank"."""
    is_whole = has_mark(clause, "that") or is_clause(clause)  # "it is feared | the ship sank"
    place = child_of(verb, "expl", "expl:pass", "nsubj:pass")
    return clause.dep_ == "csubj:pass" and clause.i > verb.i and is_whole and place is not None and (place.dep_ != "nsubj:pass" or place.lower_ == "it")


def is_free_relative(word: Token) -> bool:
    """Whether a question word is an object with a clause on it: "documents how the river was poisoned", "knows what they want"."""
    return word.dep_ in {"obj", "obl"} and word.lower_ in QUESTION_WORDS and child_of(word, "acl:relcl", "advcl:relcl", "acl") is not None


def beside_cue(verb: Token, clause: Token) -> list[Token]:
    """What tells how or where it was said, though the tree gives it to the clause: "said | in a letter on Friday | it would pay", "say | privately | that"."""
    mark = next((c for c in clause.children if c.dep_ == "mark" and c.lower_ == "that"), None)
    start = clause.left_edge.i
    if mark is not None and verb.i < start:  # "told the court | on Monday | that", "say | privately | that"
        before = list(verb.doc[start : mark.i])
        is_aside = len(before) > 1 and verb.doc[verb.i + 1].text in DASHES and before[-1].text in DASHES  # "argued – wrongly, it turned out – that"
        return before if is_aside or all(t.dep_ in {"advmod", "obl", "case", "det", "obl:unmarked"} for t in before) else []
    if start != verb.i + 1:
        return []
    subject = child_of(clause, "nsubj", "nsubj:pass", "expl")
    told = next((c for c in clause.children if c.dep_ in {"obl", "obl:unmarked"} and c.left_edge.i == start), None)
    if told is None or subject is None or subject.left_edge.i != told.right_edge.i + 1:
        return []
    return subtree(told) if told._.kind == "time" or lemma_of(told) in cue_words("nouns", "text") else []


def set_ahead(verb: Token, clauses: list[Token]) -> list[Token]:
    """What stands ahead of a cue between commas and belongs to the clause behind it: "To see it, she said, one must climb"."""
    subject, after = child_of(verb, "nsubj"), verb.doc[verb.i + 1 : verb.i + 2]
    if subject is None or not clauses or subject.i > verb.i or len(after) == 0 or after[0].text not in INSERT_MARKS:
        return []
    before = verb.doc[subject.left_edge.i - 1] if subject.left_edge.i > verb.sent.start else None
    if before is None or before.text not in INSERT_MARKS:
        return []
    return [c for c in verb.children if c.dep_ in {"advcl", "obl"} and c.i < subject.i]


def conceding_cues(clause: Token) -> list[Token]:
    """The clauses behind a comma with which the writer goes on about the speaker: "The firm said it lost, | though it admitted that …"."""
    hung = [c for c in clause.children if c.dep_ == "advcl" and c.i > clause.i and has_mark(c, "though", "although", "while")]
    return [c for c in hung if c.doc[c.left_edge.i - 1].text == "," and takes(c, "clause") and child_of(c, "ccomp") is not None]


def comments(clause: Token) -> list[Token]:
    """What the writer says at the end of what somebody said: "He said it leaks, | a claim the firm denies |"."""
    named = [t for t in clause.subtree if t.dep_ in {"appos", "parataxis", "dislocated"} and t.i > clause.i and t.right_edge.i == clause.right_edge.i]
    named = [
        t for t in named if "," in (t.left_edge.text, t.doc[max(t.left_edge.i - 1, 0)].text) and lemma_of(t) in cue_words("nouns", "clause") | {"something"}
    ]
    return [t for t in named if any(c.dep_.startswith("acl") and takes(c, *JUDGED) and child_of(c, "nsubj", "obl:agent") is not None for c in t.children)]


def around_cue(verb: Token, clauses: list[Token]) -> list[Token]:
    """The clause that a cue between commas parts from its "that" clause: "| That makes it likely |, they said, that it will close"."""
    subject, head = child_of(verb, "nsubj"), verb.head
    if verb.dep_ != "parataxis" or subject is None or not clauses or not has_mark(clauses[0], "that") or head.i > verb.i:
        return []
    doc, left = verb.doc, min(subject.left_edge.i, verb.i)
    is_between = doc[left - 1].text in INSERT_MARKS and doc[max(subject.i, verb.i) + 1].text in INSERT_MARKS
    return subtree(head, without=[verb]) if is_between and head.sent.start == verb.sent.start else []


def parallel_cues(clause: Token, verb: Token) -> list[Token]:
    """The clauses that go on beside the cue, though the tree joins them to what is said: "The firm said it lost and | the union said it won"."""
    joined = [c for c in clause.children if c.dep_ == "conj" and not has_mark(c, "that")]
    if (second := second_cue(clause, verb)) is not None:
        return [second]
    own = [c for c in joined if c.pos_ == "VERB" and (takes(c, "accuse") or (takes(c, "clause") and child_of(c, "ccomp") is not None))]
    speakers = [(c, child_of(c, "nsubj")) for c in own]
    return [c for c, subject in speakers if subject is not None and subject.pos_ in {"NOUN", "PROPN"} and subject._.kind in SPEAKING_KINDS]


def hung_on_noun(verb: Token) -> list[Token]:
    """The clause that the tree gave to a noun before it: she told the paper in a statement | that …."""
    nouns = [
        c
        for c in verb.children
        if c.i > verb.i
        and (has_case(c, "in") or lemma_of(c) not in cue_words("nouns", "clause"))
        and (c.dep_ in {"obl", "iobj"} or (c.dep_ == "obj" and takes(verb, "to_object")))
    ]
    hung = [g for c in nouns for g in c.children if g.dep_ in {"acl", "acl:relcl", "ccomp"} and is_clause(g)]
    told = {c.i for c in nouns if c.dep_ == "obj" and lemma_of(c) not in TOLD_THINGS}  # "told the inquiry | it was dark"
    return [g for g in hung if has_mark(g, "that") or (g.dep_ == "acl" and g.head.i in told and not any(k.lower_ in RELATIVES for k in g.children))][:1]


def stray_subject(verb: Token, clauses: list[Token]) -> list[Token]:
    """The subject of a clause without one, where the tree gave it to the verb: she said | passengers | would be angry, said | Voss, 44, | sold it."""
    if not clauses or takes(verb, "to_object") or is_clause(clauses[0]):
        return []
    edge = next(t.i for t in clauses[0].subtree if not t.is_punct)
    strays = [c for c in verb.children if verb.i < c.i < edge and c.dep_ in {"nsubj", "obj", "iobj"} and is_up_to(c, edge)]
    return subtree(strays[-1]) if strays else []


def is_up_to(noun: Token, edge: int) -> bool:
    """Whether nothing but a comma stands between a noun phrase and the word at `edge`."""
    return all(t.is_punct for t in noun.doc[noun.right_edge.i + 1 : edge])


def has_case(noun: Token, word: str) -> bool:
    """Whether a preposition stands before a noun."""
    return any(c.dep_ == "case" and c.lower_ == word for c in noun.children)


def asks_if(verb: Token, clause: Token) -> bool:
    """Whether "if" is what a verb asks, no condition: it stands right behind."""
    return (
        lemma_of(verb) in {"ask", "wonder", "inquire", "enquire"}
        and has_mark(clause, "if")
        and all(t.pos_ == "ADV" for t in verb.doc[verb.i + 1 : clause.left_edge.i])
    )


def asks_why(verb: Token, clause: Token) -> bool:
    """Whether a question word right behind a verb of asking opens what is asked: "was asked | why the port was sold"."""
    first = clause.left_edge
    return takes(verb, "question") and first.i == verb.i + 1 and first.lower_ in QUESTION_WORDS - {"if", "when", "where"}


def asks(clause: Token) -> bool:
    """Whether a clause begins with a question word."""
    return any(t.lower_ in QUESTION_WORDS for t in list(clause.subtree)[:3])


def is_side_remark(clause: Token) -> bool:
    """Whether a clause beside another is itself a cue ("X, he said, Y")."""
    return takes(clause, "clause") and clause.pos_ == "VERB" and child_of(clause, "ccomp") is None


def bare_name(noun: Token) -> list[Token]:
    """A noun phrase without the preposition before it."""
    return [t for t in name_tokens(noun) if t.dep_ not in {"case", "mark"} or t.head.i != noun.i]


def gap_thing(verb: Token) -> Token | None:
    """The noun that stands for the object of a relative clause or participle: "the plan that she | proposed", "the tax | proposed by the council"."""
    if verb.head.pos_ not in NOMINAL or verb.i < verb.head.i or verb.head._.kind == "time" or lemma_of(verb.head) in {"reason", "way", "place", "moment"}:
        return None
    if verb.dep_ == "acl" and is_bare_participle(verb):
        return verb.head if child_of(verb, "obl:agent") is not None else None
    subject, thing = child_of(verb, "nsubj"), child_of(verb, "obj")
    if verb.dep_ != "acl:relcl" or subject is None or subject.lower_ in RELATIVES or (thing is not None and thing.lower_ not in RELATIVES):
        return None
    return verb.head


def hearsay_content(verb: Token) -> list[Token]:
    """He is said to …: the subject with the infinitive."""
    subject = child_of(verb, "nsubj:pass")
    infinitive = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i), None)
    if verb.dep_ == "acl" and is_bare_participle(verb):
        subject = verb.head  # "a man believed to be a sailor"
        return [*bare_name(subject), *subtree(infinitive)] if infinitive is not None and has_mark(infinitive, "to") and takes(verb, "hearsay") else []
    if subject is None or infinitive is None or not takes(verb, "hearsay", "forecast"):
        return []
    if lemma_of(verb) == "hold" and not has_mark(infinitive, "to"):
        return []  # "was held accountable"
    if subject.lower_ == "it" and is_clause(infinitive):
        return []  # "it is believed that …": the clause alone
    return subtree(subject) + subtree(infinitive)


def is_bare_participle(verb: Token) -> bool:
    """Whether a verb is a past participle without an auxiliary."""
    return verb.tag_ == "VBN" and not any(c.dep_.startswith(("aux", "nsubj")) for c in verb.children)


def cleft_content(verb: Token) -> list[Token]:
    """What she said was that …: the clause behind the copula."""
    pronoun = verb.head
    if (
        verb.dep_ not in {"acl:relcl", "advcl:relcl"}
        or pronoun.lower_ not in {"what", "all"}
        or not pronoun.dep_.startswith("nsubj")
        or not takes(verb, "clause")
    ):
        return []
    mark = next((c for c in pronoun.head.children if c.dep_ == "mark" and c.lower_ == "that" and c.i > verb.i), None)
    return [t for t in subtree(pronoun.head) if t.i >= mark.i] if mark is not None else []


def relative_content(verb: Token) -> list[Token]:
    """The plan, which the mayor says | will cost nothing: the clause beside the cue, where the tree hangs both on the noun."""
    subject, noun = child_of(verb, "nsubj"), verb.head
    if verb.dep_ != "acl:relcl" or subject is None or subject.lower_ in RELATIVES or not takes(verb, "insert"):
        return []
    if child_of(verb, "obj", "ccomp", "xcomp") is not None or verb.i + 1 >= len(verb.doc):
        return []
    clause = next((c for c in noun.children if c.dep_ == "acl:relcl" and c.i > verb.i), None)
    reaches = clause is not None and verb.i + 1 in {t.i for t in clause.subtree}
    return subtree(clause, without=[verb]) if clause is not None and reaches and not is_clause_of_its_own(clause) else []


def is_clause_of_its_own(clause: Token) -> bool:
    """Whether a clause has a subject other than a relative pronoun."""
    return any(c.dep_.startswith(("nsubj", "expl", "csubj")) and c.lower_ not in RELATIVES for c in clause.children)


JUDGED = ("clause", "noun", "stance", "describe")
Reading = Callable[[Token], list[Token]]
SPOKEN: tuple[Reading, ...] = (hearsay_content, cleft_content, clause_content, relative_content, parenthetic_content, inserted_content)
