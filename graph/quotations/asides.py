"""In: a cue beside a clause ("The plan, he said, was wrong"). Out: the words of the clause, and the cue's speaker. It refuses cues that govern a clause."""

from __future__ import annotations

from spacy.tokens import Token

from graph.quotations.cues import lemma_of, takes
from graph.quotations.phrases import NOMINAL, RELATIVES, SPEAKING_KINDS, child_of, has_mark, subject_of, subtree

INSERT_MARKS = frozenset({",", "-", "--", "–", "—"})
LONGEST_INSERT = 9  # words between a cue's verb and the comma that ends the insert
LONGEST_NAME = 5
SHIFTED_MODALS = frozenset({"would", "could", "should", "might", "must"})
UNSHIFTED = frozenset({"MD", "VBZ", "VBP", "VB"})
PERCEIVING = frozenset({"hear", "see", "watch", "let", "make", "have", "help"})
REASONS = frozenset({"because", "if", "unless", "although", "though", "until", "to"})
ECHOING = frozenset(
    {
        "add",
        "note",
        "cite",
        "quote",
        "call",
        "describe",
        "explain",
        "insist",
        "stress",
        "conclude",
        "blame",
        "accuse",
        "credit",
        "criticise",
        "criticize",
        "urge",
    }
)


def parenthetic_content(verb: Token) -> list[Token]:
    """The plan, he said, was wrong; the plan was wrong, he said; as she put it: the clause that the verb stands beside."""
    head = verb.head
    if head.pos_ in NOMINAL and head.dep_.startswith("nsubj") and verb.i < head.head.i:
        head = head.head  # hung on the subject that it interrupts
    if ends_sentence(verb) and head.dep_ == "ccomp" and head.head.i < head.i < verb.i and takes(head.head, "clause"):
        head = head.head  # "Most people say they are poor, | the survey found |": the whole
    if head.i == verb.i or head.sent.start != verb.sent.start or child_of(verb, "ccomp", "xcomp") is not None:
        return []
    thing = child_of(verb, "obj") if speaker_beside(verb) is None else None
    puts_it = lemma_of(verb) == "put" and thing is not None and thing.lower_ == "it"
    if not (takes(verb, "clause") or puts_it) or (thing is not None and thing.lower_ != "it"):
        return []
    is_as = verb.dep_.startswith("advcl") and next(t for t in verb.subtree if not t.is_punct).lower_ == "as"
    if is_as and (told := child_of(verb, "nsubj:pass")) is not None and told.lower_ != "it":
        return []  # "wept as the verdict was read"; not "as was reported"
    if not is_as and (not stands_beside(verb) or thing is not None):
        return []
    opened = insert_opener(verb)
    if opened is not None and opened.head.i > verb.i:  # "records | which |, she said, | proved it |"
        return [opened, *(t for t in subtree(opened.head, without=[verb]) if t.i > verb.i)]
    inner = child_of(head, "ccomp") if takes(head, "quote", "clause") and subject_before(head, verb) is None else None
    beside = set() if is_as else {t.i for t in (*behind_cue(verb), *words_of_name(verb))}
    top = inner if inner is not None and not is_as else head
    clause = subtree(top, without=[verb, *later_cues(top, verb)])
    return [t for t in clause if t.i not in beside] + reasons_behind(verb) + joined_behind(verb)


def insert_opener(verb: Token) -> Token | None:
    """The relative pronoun right ahead of a cue between commas."""
    subject = child_of(verb, "nsubj")
    left = min(subject.left_edge.i, verb.i) if subject is not None else verb.i
    before = list(verb.doc[max(verb.sent.start, left - 2) : left])
    return before[0] if len(before) == 2 and before[1].text in INSERT_MARKS and before[0].tag_ in {"WDT", "WP"} else None


def ends_sentence(verb: Token) -> bool:
    """Whether a cue behind a comma, with its speaker, closes its sentence: "…, | the survey found |."."""
    subject = child_of(verb, "nsubj")
    if verb.dep_ != "parataxis" or subject is None or subject.left_edge.i == 0 or verb.doc[subject.left_edge.i - 1].text != ",":
        return False
    return verb.right_edge.i == max(subject.right_edge.i, verb.i) and all(t.is_punct or t.is_space for t in verb.doc[verb.right_edge.i + 1 : verb.sent.end])


def closing_cues(clause: Token) -> list[Token]:
    """The cues that close the sentence of a reported clause, and say of whom the whole is."""
    return [t for t in clause.subtree if t.i > clause.i and takes(t, "clause") and ends_sentence(t)]


def stands_beside(verb: Token) -> bool:
    """Whether a cue with a speaker of its own stands beside a clause, whatever the tree makes of the two."""
    subject = child_of(verb, "nsubj")
    if subject is None and verb.dep_ == "parataxis" and lemma_of(verb) in {"tell", "inform"} and child_of(verb, "nsubj:pass") is not None:
        return True  # "…, an inquest has been told"
    if subject is None:
        return speaker_beside(verb) is not None
    if verb.dep_ == "parataxis":
        return True
    is_last = verb.dep_ == "advcl" and child_of(verb, "mark", "advmod") is None and verb.i > verb.head.i  # "Half are undecided, the survey found"
    return is_last and 0 < subject.left_edge.i <= subject.i < verb.i and verb.doc[subject.left_edge.i - 1].text == "," and subject.lower_ not in RELATIVES


def speaker_beside(verb: Token) -> Token | None:
    """The speaker of a cue between commas that the tree took for something else: "The pool, says | Reyes |, is safe", "the pool, | Reyes | says, is safe"."""
    if verb.dep_ not in {"parataxis", "acl:relcl"} or any(c.dep_.startswith(("nsubj", "mark")) or c.lower_ in RELATIVES for c in verb.children):
        return None
    thing = child_of(verb, "obj")
    if thing is not None and thing.i > verb.i > 0 and verb.doc[verb.i - 1].text in INSERT_MARKS and is_somebody(thing):
        return thing
    name = words_of_name(verb)
    return name[-1] if name and is_somebody(name[-1]) else None


def words_of_name(verb: Token) -> list[Token]:
    """The words between a comma and a cue that ends at a comma, where the tree made them an apposition."""
    doc, sentence = verb.doc, verb.sent
    if verb.i + 1 >= sentence.end or doc[verb.i + 1].text not in INSERT_MARKS or child_of(verb, "nsubj") is not None:
        return []
    start = next((i + 1 for i in range(verb.i - 1, max(sentence.start, verb.i - LONGEST_NAME) - 1, -1) if doc[i].text in INSERT_MARKS), verb.i)
    words = list(doc[start : verb.i])
    return words if words and all(t.pos_ in {"PROPN", "DET", "NOUN"} for t in words) else []


def is_somebody(token: Token) -> bool:
    """Whether a word names somebody who can speak."""
    return token.pos_ == "PROPN" or token._.kind in SPEAKING_KINDS


def drawn_listener(verb: Token) -> Token | None:
    """Whom it is told to, where the tree made that a second subject of the clause: "told | the BBC | its members would work"."""
    clause = child_of(verb, "ccomp")
    if clause is None or not takes(verb, "to_object") or child_of(verb, "obj", "iobj") is not None or has_mark(clause, "that"):
        return None
    subject = child_of(clause, "nsubj", "nsubj:pass")
    title = child_of(subject, "nmod:desc") if subject is not None and lemma_of(verb) in {"tell", "inform", "notify"} else None
    if title is not None and title.left_edge.i == verb.i + 1 and child_of(title, "det") is not None and child_of(title, "nmod") is not None:
        return title  # "told | the head of the bank | Tomas Brandt had resigned"
    subjects = [c for c in clause.children if c.dep_ == "nsubj" and c.i > verb.i]
    first = subjects[0] if len(subjects) == 2 else None
    return first if first is not None and first.left_edge.i == verb.i + 1 and first.right_edge.i + 1 == subjects[1].left_edge.i else None


def drawn_speaker(verb: Token) -> list[Token]:
    """The subject of a cue that has none, where the tree gave it to the clause behind: "Neither | the firm nor its lawyers | would say whether …"."""
    clause = child_of(verb, "ccomp")
    if clause is None or any(c.dep_.startswith(("nsubj", "csubj", "expl")) for c in verb.children) or clause.i < verb.i:
        return []
    return [c for c in clause.children if c.dep_ == "nsubj" and c.i < verb.i and c.pos_ in NOMINAL and c.lower_ not in RELATIVES][:1]


def second_cue(clause: Token, verb: Token) -> Token | None:
    """The verb with which a speaker goes on in the past, though the tree joins it to what will be: "said it will stay, and | accused the firm of …"."""
    joined = [c for c in clause.children if c.dep_ == "conj" and c.i > clause.i and takes(c, "quote", "clause", "accuse", "describe")]
    joined = [c for c in joined if not any(k.dep_.startswith(("nsubj", "aux:pass", "mark", "expl")) for k in c.children)]
    is_future = clause.tag_ == "VB" and child_of(clause, "aux") is not None
    if verb.tag_ == "VBD" and (is_future or is_unshifted(clause)):
        return next((c for c in joined if c.tag_ == "VBD" and child_of(c, "aux") is None), None)
    if is_future and is_perfect(verb):  # "has warned that it will rain, and | has asked for help"
        return next((c for c in joined if is_perfect(c)), None)
    return None


def is_perfect(verb: Token) -> bool:
    """Whether a verb stands in the present perfect."""
    return verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lower_ in {"has", "have"} for c in verb.children)


def is_unshifted(clause: Token) -> bool:
    """Whether what is said stands in the present or future, so that a past tense joined to it is none of it."""
    helpers = [c for c in clause.children if c.dep_ in {"aux", "aux:pass", "cop"}]
    if clause.tag_ == "VBD" or any(c.lower_ in SHIFTED_MODALS for c in helpers):
        return False
    return any(t.tag_ in UNSHIFTED for t in (clause, *helpers))


def later_cues(top: Token, cue: Token) -> list[Token]:
    """The participles under a reported clause with which the speaker of `cue` goes on: "She said it was late, | adding that …"."""
    return [t for t in top.subtree if t.i > cue.i and outer_cue(t) == cue]


def outer_cue(verb: Token) -> Token | None:
    """The cue whose speaker goes on with a participle behind a comma, though the tree hangs it on what is said."""
    head = verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or verb.i <= head.i or verb.doc[max(0, verb.left_edge.i - (not verb.left_edge.is_punct))].text != ",":
        return None
    if not takes(verb, "quote", "clause", "describe", "accuse", "insert"):
        return None
    beside = [c for c in head.children if head.i < c.i < verb.i and takes(c, "clause") and (stands_beside(c) or is_joined_cue(c))]
    if beside:
        return beside[-1]
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
    if head.dep_.startswith("acl") and any(c.dep_ == "mark" and c.lower_ == "that" for c in head.children):
        above = head.head.head  # "She answered the rumour that she left, | insisting that …": she insists
        return above if above.pos_ == "VERB" and above.i < head.i and child_of(above, "nsubj") is not None else None
    if head.dep_ != "ccomp" or head.i < head.head.i or not takes(head.head, "quote"):
        return None
    inner = child_of(head, "nsubj", "nsubj:pass", "expl")
    could_speak = inner is not None and child_of(head, "cop") is None and (inner.pos_ in {"PROPN", "PRON"} or inner._.kind in SPEAKING_KINDS)
    return head.head if lemma_of(verb) in ECHOING or not could_speak else None


def is_joined_cue(verb: Token) -> bool:
    """Whether a cue with its speaker stands behind a comma and brings nothing, though the tree joins it: "He is free, | the paper reported |, citing …"."""
    subject = child_of(verb, "nsubj")
    if verb.dep_ != "conj" or subject is None or subject.left_edge.i == 0 or child_of(verb, "cc", "ccomp", "obj") is not None:
        return False
    return verb.doc[subject.left_edge.i - 1].text == ","


def speaker_of(verb: Token) -> Token | None:
    """Who says what a verb brings: the speaker beside it, that of the cue that it goes on from, or its subject."""
    outer = outer_cue(verb)
    if outer is None and verb.dep_ == "conj" and verb.head.dep_ == "ccomp" and second_cue(verb.head, verb.head.head) == verb:
        outer = verb.head.head
    drawn = drawn_speaker(verb)
    if (quoted := quoted_speaker(verb) or absolute_speaker(verb)) is not None:
        return quoted
    return speaker_beside(verb) or heard_speaker(verb) or (speaker_of(outer) if outer is not None else None) or (drawn[0] if drawn else subject_of(verb))


def quoted_speaker(verb: Token) -> Token | None:
    """Whom somebody quotes: "The paper quoted | a prosecutor | as saying it was late"."""
    head = verb.head
    if verb.tag_ != "VBG" or lemma_of(head) not in {"quote", "cite", "report"} or not any(c.lower_ == "as" for c in verb.children):
        return None
    return child_of(head, "obj", "nsubj:pass")


def absolute_speaker(verb: Token) -> Token | None:
    """The name behind a comma right before a participle with a clause: "They lost again, | Voss | admitting that it hurt"."""
    if verb.tag_ != "VBG" or verb.i < 2 or any(c.dep_.startswith("nsubj") for c in verb.children) or child_of(verb, "ccomp") is None:
        return None
    name = verb.doc[verb.i - 1]
    while name.dep_ in {"flat", "compound"} and name.head.i < verb.i:
        name = name.head
    is_free = name.pos_ == "PROPN" and name.left_edge.i > 0
    return name if is_free and verb.doc[name.left_edge.i - 1].text == "," else None


def heard_speaker(verb: Token) -> Token | None:
    """Who is heard, seen or made to say so, whatever the tree hangs the verb on: "those who hear | a mayor | say it is late"."""
    if (
        verb.tag_ not in {"VB", "VBP"}
        or verb.left_edge.i == 0
        or any(c.dep_.startswith(("aux", "nsubj", "expl", "mark", "cc")) for c in verb.children if c.dep_ != "ccomp")
    ):
        return None
    before = verb.doc[verb.left_edge.i - 1]
    while before.head.i < verb.i and before.dep_ not in {"obj", "iobj"} and before.head.pos_ in NOMINAL and before.head.i != before.i:
        before = before.head
    is_heard = before.dep_ in {"obj", "iobj"} and before.tag_ in {"NN", "NNP", "PRP"} and lemma_of(before.head) in PERCEIVING
    return before if is_heard and before.right_edge.i == verb.left_edge.i - 1 else None


def reasons_behind(verb: Token) -> list[Token]:
    """The clause behind a cue between commas that belongs to what is said: "It must go, he said, | because it leaks |"."""
    if verb.doc[verb.i + 1 : verb.i + 2].text != ",":
        return []
    behind = [c for c in verb.children if c.dep_ == "advcl" and c.i > verb.i]
    return [
        t for c in behind if has_mark(c, *REASONS) or (c.pos_ == "ADJ" and child_of(c, "mark") is None) for t in c.subtree
    ]  # "They were, he said, | lower |"


def joined_behind(verb: Token) -> list[Token]:
    """The clause in the present that the tree joins to a cue in the past between commas: "Ten died, he said, | and more are missing |"."""
    if verb.tag_ != "VBD" or verb.dep_ != "parataxis" or verb.doc[verb.i + 1 : verb.i + 2].text != ",":
        return []
    joined = [c for c in verb.children if c.dep_ == "conj" and c.i > verb.i and child_of(c, "nsubj", "expl") is not None and is_unshifted(c)]
    return [t for c in joined if not takes(c, "clause") for t in c.subtree]


def subject_before(head: Token, verb: Token) -> Token | None:
    """The subject of the clause beside a cue, if it has one of its own there: "She knew it, he said", not "It was late, said he, adding"."""
    return next((c for c in head.children if c.dep_.startswith(("nsubj", "expl")) and c.i < verb.i and c.i < head.i), None)


def behind_cue(verb: Token) -> list[Token]:
    """When and where it was said, up to the next comma: "It will pay, the council said | on Tuesday |."."""
    out: list[Token] = []
    for token in verb.doc[verb.i + 1 : verb.sent.end]:
        if token.text in INSERT_MARKS | {"."}:
            return out
        if token.pos_ in {"VERB", "AUX"}:
            return []
        out.append(token)
    return out


def inserted_content(verb: Token) -> list[Token]:
    """The same by the commas alone, for trees that make something else of it: the sentence around ", he told me on Friday,"."""
    subject, thing = child_of(verb, "nsubj") or speaker_beside(verb), child_of(verb, "obj", "ccomp", "xcomp")
    if thing is not None and subject is not None and thing.i == subject.i:
        thing = None
    if subject is None or subject.lower_ in RELATIVES or not takes(verb, "insert") or (thing is not None and not takes(verb, "to_object")):
        return []
    doc, sentence = verb.doc, verb.sent
    left = min(subject.left_edge.i, verb.i)
    right = max(subject.i, verb.i) + 1
    while right < sentence.end and doc[right].text not in INSERT_MARKS | {"."}:
        if doc[right].pos_ == "VERB" or doc[right].text == ":" or right > verb.i + LONGEST_INSERT:
            return []
        right += 1
    before = doc[sentence.start : max(left - 1, sentence.start)]
    if len(before) and before[-1].lower_ in RELATIVES:
        before = before[-1:]  # "her uncle, who, she said, sold his car"
    if left - 1 <= sentence.start or doc[left - 1].text not in INSERT_MARKS or not any(t.dep_.startswith("nsubj") for t in before):
        return []
    after = [t for t in doc[right + 1 : sentence.end] if not t.is_punct]
    if after and outer_cue(after[0]) == verb:
        after = []
    if not after and before[0].pos_ in {"SCONJ", "ADP"} and before[0].dep_ in {"mark", "case"}:
        return []
    return [*before, *after]
