"""In: a verb of saying, thinking or asking. Out: the words of what it brings, one function for each way. It refuses to name the speaker."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy.tokens import Token

from graph.quotations.cues import cue_lemma, cue_words, is_intent, is_passive, is_said_of, is_telling, lemma_of, takes
from graph.quotations.phrases import NOMINAL, RELATIVES, child_of, subtree

QUESTION_WORDS = frozenset({"whether", "if", "how", "why", "what", "who", "whom", "whose", "when", "where", "which"})
EMPTY_THINGS = frozenset({"it", "that", "this", "what", "which", "so"})
WITHHELD = frozenset(
    {"entry", "access", "visa", "permission", "bail", "chance", "opportunity", "request", "right", "place", "service", "treatment", "help", "justice"}
)
ASKING_LINKS = frozenset({"on", "upon", "for", "to", "with"})
HANDLING = frozenset({"call", "maintain", "play", "point", "post", "publish", "sign", "sing"})  # "called the office" says nothing of it
TOPIC_LINKS = frozenset({"of", "about", "for", "against", "to", "on", "with", "at", "over", "in"})
INSERT_MARKS = frozenset({",", "-", "--", "–", "—"})
LONGEST_INSERT = 9  # words between a cue's verb and the comma that ends the insert
PEOPLE = frozenset({"person", "organization"})
LIGHT_LINKS = frozenset({"of", "for", "with"})
BARE_NAMING = frozenset({"call", "brand", "label", "dub", "term", "deem", "consider", "declare", "pronounce", "find"})


def clause_content(verb: Token) -> list[Token]:
    """She said (that) …: a clause that depends on the verb; with "and that …" where the tree hangs that on the verb itself."""
    if not takes(verb, "clause", "question") and not is_telling(cue_lemma(verb)):
        return []
    clauses = [c for c in verb.children if c.dep_ == "ccomp" or (c.i > verb.i and is_free_relative(c))]
    if clauses and takes(verb, "question") and not takes(verb, "clause"):
        clauses = [c for c in clauses if asks(c)]
    if not clauses:
        clauses = hung_on_noun(verb)
    if not clauses:
        clauses = [c for c in verb.children if c.dep_ == "advcl" and (has_mark(c, "whether", "that") or asks_if(verb, c))]
    after = [c for c in clauses if c.i > verb.i]
    if len(after) < len(clauses) and after:
        clauses = after  # what stands ahead is another sentence, drawn in by a quotation's full stop
    if clauses:
        clauses += [c for c in verb.children if c.dep_ == "conj" and c.i > clauses[-1].i and has_mark(c, "that", "whether")]
    elif takes(verb, "clause", "question"):
        clauses = [c for c in verb.children if c.dep_ == "parataxis" and c.i > verb.i and is_clause(c) and not is_side_remark(c)][:1]
    ahead = set_ahead(verb, clauses)
    return [t for c in ahead for t in subtree(c)] + stray_subject(verb, clauses) + [t for c in clauses for t in subtree(c, without=parallel_cues(c))]


def is_free_relative(word: Token) -> bool:
    """Whether a question word is an object with a clause on it: "documents how the river was poisoned", "knows what they want"."""
    return word.dep_ in {"obj", "obl"} and word.lower_ in QUESTION_WORDS and child_of(word, "acl:relcl", "advcl:relcl", "acl") is not None


def set_ahead(verb: Token, clauses: list[Token]) -> list[Token]:
    """What stands ahead of a cue between commas and belongs to the clause behind it: "To see it, she said, one must climb"."""
    subject, after = child_of(verb, "nsubj"), verb.doc[verb.i + 1 : verb.i + 2]
    if subject is None or not clauses or subject.i > verb.i or len(after) == 0 or after[0].text not in INSERT_MARKS:
        return []
    before = verb.doc[subject.left_edge.i - 1] if subject.left_edge.i > verb.sent.start else None
    if before is None or before.text not in INSERT_MARKS:
        return []
    return [c for c in verb.children if c.dep_ in {"advcl", "obl"} and c.i < subject.i]


def parallel_cues(clause: Token) -> list[Token]:
    """The clauses that go on beside the cue, though the tree joins them to what is said: "The firm said it lost and | the union said it won"."""
    joined = [c for c in clause.children if c.dep_ == "conj" and not has_mark(c, "that")]
    speakers = [(c, child_of(c, "nsubj")) for c in joined if takes(c, "clause", "accuse") and c.pos_ == "VERB"]
    return [c for c, subject in speakers if subject is not None and subject.pos_ in {"NOUN", "PROPN"} and subject._.kind in PEOPLE]


def hung_on_noun(verb: Token) -> list[Token]:
    """The clause that the tree gave to a noun before it: she told the paper in a statement | that …."""
    nouns = [c for c in verb.children if c.i > verb.i and (c.dep_ in {"obl", "iobj"} or (c.dep_ == "obj" and takes(verb, "to_object")))]
    return [g for c in nouns for g in c.children if g.dep_ in {"acl", "acl:relcl", "ccomp"} and has_mark(g, "that") and is_clause(g)][:1]


def stray_subject(verb: Token, clauses: list[Token]) -> list[Token]:
    """The subject of a clause without one, where the tree gave it to the verb: she said | passengers | would be angry."""
    if not clauses or takes(verb, "to_object") or is_clause(clauses[0]):
        return []
    edge = clauses[0].left_edge.i
    strays = [c for c in verb.children if verb.i < c.i < edge and c.dep_ in {"nsubj", "obj", "iobj"} and c.right_edge.i == edge - 1]
    return subtree(strays[-1]) if strays else []


def asks_if(verb: Token, clause: Token) -> bool:
    """Whether "if" is what a verb asks, no condition: it stands right behind."""
    return lemma_of(verb) in {"ask", "wonder", "inquire", "enquire"} and has_mark(clause, "if") and clause.left_edge.i == verb.i + 1


def asks(clause: Token) -> bool:
    """Whether a clause begins with a question word."""
    return any(t.lower_ in QUESTION_WORDS for t in list(clause.subtree)[:3])


def has_mark(clause: Token, *words: str) -> bool:
    """Whether one of the words introduces a clause."""
    return any(c.dep_ == "mark" and c.lower_ in words for c in clause.children)


def is_clause(head: Token) -> bool:
    """Whether a word heads a clause with a subject."""
    return child_of(head, "nsubj", "nsubj:pass", "expl", "csubj", "nsubj:outer") is not None


def is_side_remark(clause: Token) -> bool:
    """Whether a clause beside another is itself a cue ("X, he said, Y")."""
    return takes(clause, "clause") and clause.pos_ == "VERB" and child_of(clause, "ccomp") is None


def parenthetic_content(verb: Token) -> list[Token]:
    """The plan, he said, was wrong; the plan was wrong, he said; as she put it: the clause that the verb stands beside."""
    head = verb.head
    if head.pos_ in NOMINAL and head.dep_.startswith("nsubj") and verb.i < head.head.i:
        head = head.head  # hung on the subject that it interrupts
    if head.i == verb.i or head.sent.start != verb.sent.start or child_of(verb, "ccomp", "xcomp") is not None:
        return []
    thing = child_of(verb, "obj")
    puts_it = lemma_of(verb) == "put" and thing is not None and thing.lower_ == "it"
    if not (takes(verb, "clause") or puts_it) or (thing is not None and thing.lower_ != "it"):
        return []
    is_as = verb.dep_.startswith("advcl") and verb.left_edge.lower_ == "as"
    if not is_as and (verb.dep_ != "parataxis" or child_of(verb, "nsubj") is None or thing is not None):
        return []
    inner = child_of(head, "ccomp") if takes(head, "quote", "clause") and subject_before(head, verb) is None else None
    beside = set() if is_as else {t.i for t in behind_cue(verb)}
    return [t for t in subtree(inner if inner is not None and not is_as else head, without=[verb]) if t.i not in beside]


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
    subject, thing = child_of(verb, "nsubj"), child_of(verb, "obj", "ccomp", "xcomp")
    if subject is None or subject.lower_ in RELATIVES or not takes(verb, "insert") or (thing is not None and not takes(verb, "to_object")):
        return []
    doc, sentence = verb.doc, verb.sent
    left = min(subject.left_edge.i, verb.i)
    right = max(subject.i, verb.i) + 1
    while right < sentence.end and doc[right].text not in INSERT_MARKS | {"."}:
        if doc[right].pos_ == "VERB" or right > verb.i + LONGEST_INSERT:
            return []
        right += 1
    before = doc[sentence.start : max(left - 1, sentence.start)]
    if left - 1 <= sentence.start or doc[left - 1].text not in INSERT_MARKS or not any(t.dep_.startswith("nsubj") for t in before):
        return []
    after = [t for t in doc[right + 1 : sentence.end] if not t.is_punct]
    if not after and before[0].pos_ in {"SCONJ", "ADP"} and before[0].dep_ in {"mark", "case"}:
        return []
    return [*before, *after]


def order_content(verb: Token) -> list[Token]:
    """She urged him to …: the infinitive; with "believe" and the like, its subject too."""
    if not takes(verb, "order", "to_object"):
        return []
    target = child_of(verb, "obj", "iobj", "nsubj:pass") if lemma_of(verb) != "call" else None
    if target is None and lemma_of(verb) in {"call", "appeal", "plead"}:
        target = next((c for c in verb.children if c.dep_ == "obl" and any(k.lower_ in ASKING_LINKS for k in c.children)), None)
    infinitives = [c for c in verb.children if c.dep_ in {"xcomp", "advcl", "ccomp"} and c.i > verb.i and has_mark(c, "to")]
    if not infinitives and target is not None and target.i > verb.i:
        infinitives = [c for c in target.children if c.dep_ == "acl" and has_mark(c, "to")]
    infinitive = next((c for c in infinitives if not has_mark(c, "in", "so", "order")), None)
    if infinitive is None:
        return []
    if target is None:
        return subtree(infinitive) if infinitive.dep_ == "ccomp" and lemma_of(verb) != "call" else []
    if infinitive.dep_ == "advcl" and target.i > infinitive.i:
        return []
    if takes(verb, "thought") and child_of(verb, "nsubj:pass") is None:
        return subtree(target) + subtree(infinitive)
    return subtree(infinitive) + joined_infinitives(verb, infinitive)


def joined_infinitives(verb: Token, first: Token) -> list[Token]:
    """Further bare verbs that the tree joins to the cue: "called on the council to close it and | sell the hut"."""
    if verb.tag_ in {"VB", "VBP"}:
        return []
    further = [c for c in verb.children if c.dep_ == "conj" and c.tag_ == "VB" and c.i > first.i and not is_clause(c) and child_of(c, "aux") is None]
    return [t for c in further for t in subtree(c)]


def infinitive_content(verb: Token) -> list[Token]:
    """She promised to …."""
    if not takes(verb, "infinitive") and (not is_intent(cue_lemma(verb)) or lemma_of(verb) == "call"):
        return []
    infinitive = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i and has_mark(c, "to")), None)
    return subtree(infinitive) + joined_infinitives(verb, infinitive) if infinitive is not None else []


def hearsay_content(verb: Token) -> list[Token]:
    """He is said to …: the subject with the infinitive."""
    subject = child_of(verb, "nsubj:pass")
    infinitive = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i), None)
    if subject is None or infinitive is None or not takes(verb, "hearsay", "forecast"):
        return []
    return subtree(subject) + subtree(infinitive)


Reading = Callable[[Token], list[Token]]
SPOKEN: tuple[Reading, ...] = (hearsay_content, clause_content, parenthetic_content, inserted_content)
INTENDED: tuple[Reading, ...] = (order_content, infinitive_content)


def described_content(verb: Token) -> list[Token]:
    """She called it …, she described it as …: the thing and what it is called."""
    if not takes(verb, "describe"):
        return []
    target = child_of(verb, "obj", "nsubj:pass", "iobj")
    if target is None:
        return []
    name = next((c for c in verb.children if c.i > max(verb.i, target.i) and is_name_for(c, verb)), None)
    if name is None:
        return []
    return subtree(target) + subtree(name)


def is_name_for(child: Token, verb: Token) -> bool:
    """Whether a complement says what something is called: bare after "call", with "as" after "describe"."""
    if child.dep_ in {"obl", "advcl", "xcomp"} and any(c.lower_ in {"as", "like"} and c.dep_ in {"case", "mark"} for c in child.children):
        return True
    return child.dep_ in {"xcomp", "obj"} and lemma_of(verb) in BARE_NAMING


def accused_content(verb: Token) -> list[Token]:
    """She accused him of …: what he is said to have done."""
    if not takes(verb, "accuse"):
        return []
    target = child_of(verb, "obj", "nsubj:pass", "iobj")
    places = [verb] if target is None else [verb, target]
    for place in places:
        for child in place.children:
            if child.dep_ in {"obl", "advcl", "acl"} and any(c.lower_ in LIGHT_LINKS and c.dep_ in {"case", "mark"} for c in child.children):
                return subtree(child)
    return []


def noun_content(verb: Token) -> list[Token]:
    """She denied any part in it; she called for an inquiry: the thing spoken of."""
    thing = child_of(verb, "obj")
    if is_passive(verb):
        thing = child_of(verb, "nsubj:pass") if child_of(verb, "obl:agent") is not None else None
    if thing is not None and lemma_of(verb) == "deny" and lemma_of(thing) in WITHHELD:
        return []
    is_of_it = takes(verb, "noun") or (is_said_of(verb, cue_lemma(verb)) and lemma_of(verb) not in HANDLING)
    if thing is not None and is_of_it and thing.lower_ not in EMPTY_THINGS and (not takes(verb, "to_object") or thing._.kind not in PEOPLE):
        reasons = [c for c in verb.children if c.dep_ in {"advcl", "obl"} and c.i > thing.i and has_mark(c, "for")]
        return [*thing_tokens(thing), *(t for c in reasons for t in subtree(c, without=after_comma(c.subtree)))]
    for child in verb.children:
        if child.dep_ in {"obl", "advcl", "ccomp"} and child.i > verb.i and child.lower_ not in EMPTY_THINGS and child._.kind != "time":
            links = [c.lower_ for c in child.children if c.dep_ == "case" or (c.dep_ == "mark" and c.lower_ != "to")]
            if any(is_spoken_of(verb, link) for link in links):
                return thing_tokens(child)
    return []


def is_spoken_of(verb: Token, link: str) -> bool:
    """Whether a thing behind a verb and this preposition is what is said, or what something is said of: "called for", "spoke of"."""
    return f"{lemma_of(verb)}:{link}" in cue_words("verbs", "noun_with") or (link in TOPIC_LINKS and is_said_of(verb, f"{cue_lemma(verb)} {link}"))


def thing_tokens(thing: Token) -> list[Token]:
    """A noun phrase without what a comma hangs on it."""
    if thing.pos_ not in NOMINAL:
        return subtree(thing)
    deep = [c for c in thing.subtree if c.dep_ in {"advcl", "parataxis"} and c.head.i != thing.i]
    return subtree(thing, without=after_comma([*thing.children, *deep]))


def after_comma(children: Iterable[Token]) -> list[Token]:
    """The relative clauses, appositions and asides that begin with a comma or a dash."""
    hanging = [c for c in children if c.dep_.startswith(("acl", "advcl", "appos", "parataxis"))]
    return [c for c in hanging if c.left_edge.is_punct or (c.left_edge.i > 0 and c.left_edge.nbor(-1).is_punct)]
