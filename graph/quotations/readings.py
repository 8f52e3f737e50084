"""In: a verb of saying, thinking or asking. Out: the words of what it brings, one function for each way. It refuses to name the speaker."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy.tokens import Token

from graph.quotations.cues import cue_words, is_passive, lemma_of, takes
from graph.quotations.phrases import NOMINAL, RELATIVES, child_of, subtree

QUESTION_WORDS = frozenset({"whether", "if", "how", "why", "what", "who", "whom", "whose", "when", "where", "which"})
EMPTY_THINGS = frozenset({"it", "that", "this", "what", "which", "so"})
WITHHELD = frozenset(
    {"entry", "access", "visa", "permission", "bail", "chance", "opportunity", "request", "right", "place", "service", "treatment", "help", "justice"}
)
ASKING_LINKS = frozenset({"on", "upon", "for", "to", "with"})
INSERT_MARKS = frozenset({",", "-", "--", "–", "—"})
LONGEST_INSERT = 9  # words between a cue's verb and the comma that ends the insert
PEOPLE = frozenset({"person", "organization"})
LIGHT_LINKS = frozenset({"of", "for", "with"})
BARE_NAMING = frozenset({"call", "brand", "label", "dub", "term", "deem", "consider", "declare", "pronounce", "find"})


def clause_content(verb: Token) -> list[Token]:
    """She said (that) …: a clause that depends on the verb; with "and that …" where the tree hangs that on the verb itself."""
    if not takes(verb, "clause", "question"):
        return []
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
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
    else:
        clauses = [c for c in verb.children if c.dep_ == "parataxis" and c.i > verb.i and is_clause(c) and not is_side_remark(c)][:1]
    return stray_subject(verb, clauses) + [t for c in clauses for t in subtree(c)]


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
    inner = child_of(head, "ccomp") if takes(head, "quote", "clause") else None
    beside = set() if is_as else {t.i for t in behind_cue(verb)}
    return [t for t in subtree(inner if inner is not None and not is_as else head, without=[verb]) if t.i not in beside]


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
    if not takes(verb, "order"):
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
    return subtree(infinitive)


def infinitive_content(verb: Token) -> list[Token]:
    """She promised to …."""
    if not takes(verb, "infinitive"):
        return []
    infinitive = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i and has_mark(c, "to")), None)
    return subtree(infinitive) if infinitive is not None else []


def hearsay_content(verb: Token) -> list[Token]:
    """He is said to …: the subject with the infinitive."""
    subject = child_of(verb, "nsubj:pass")
    infinitive = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i), None)
    if subject is None or infinitive is None or not takes(verb, "hearsay"):
        return []
    return subtree(subject) + subtree(infinitive)


Reading = Callable[[Token], list[Token]]
SPOKEN: tuple[Reading, ...] = (hearsay_content, clause_content, parenthetic_content, inserted_content)
INTENDED: tuple[Reading, ...] = (order_content, infinitive_content)


def described_content(verb: Token, *, wide: bool) -> list[Token]:
    """She called it …, she described it as …: the thing and what it is called."""
    if not takes(verb, "describe"):
        return []
    target = child_of(verb, "obj", "nsubj:pass", "iobj")
    if target is None:
        return []
    name = next((c for c in verb.children if c.i > max(verb.i, target.i) and is_name_for(c, verb)), None)
    if name is None or not (wide or takes(verb, "naming") or has_marks(name)):
        return []
    return subtree(target) + subtree(name)


def is_name_for(child: Token, verb: Token) -> bool:
    """Whether a complement says what something is called: bare after "call", with "as" after "describe"."""
    if child.dep_ in {"obl", "advcl", "xcomp"} and any(c.lower_ in {"as", "like"} and c.dep_ in {"case", "mark"} for c in child.children):
        return True
    return child.dep_ in {"xcomp", "obj"} and lemma_of(verb) in BARE_NAMING


def has_marks(head: Token) -> bool:
    """Whether quotation marks stand in the phrase of a word."""
    return any(t.text in {'"', "“", "‘", "''", "``"} for t in head.subtree)


def accused_content(verb: Token, *, wide: bool) -> list[Token]:
    """She accused him of …: what he is said to have done."""
    if not takes(verb, "accuse") or not (wide or lemma_of(verb) in {"accuse", "suspect"}):
        return []
    target = child_of(verb, "obj", "nsubj:pass", "iobj")
    places = [verb] if target is None else [verb, target]
    for place in places:
        for child in place.children:
            if child.dep_ in {"obl", "advcl", "acl"} and any(c.lower_ in LIGHT_LINKS and c.dep_ in {"case", "mark"} for c in child.children):
                return subtree(child)
    return []


def noun_content(verb: Token, *, wide: bool) -> list[Token]:
    """She denied any part in it; she called for an inquiry: the thing spoken of."""
    lists = ("noun", "topic") if wide else ("noun",)
    thing = child_of(verb, "obj")
    if is_passive(verb) and takes(verb, *lists):
        thing = child_of(verb, "nsubj:pass") if child_of(verb, "obl:agent") is not None and wide else None
    if thing is not None and lemma_of(verb) == "deny" and lemma_of(thing) in WITHHELD:
        return []
    if thing is not None and takes(verb, *lists) and thing.lower_ not in EMPTY_THINGS and (wide or not takes(verb, "to_object") or thing._.kind not in PEOPLE):
        return thing_tokens(thing)
    pairs = cue_words("verbs", "noun_with") | (cue_words("verbs", "topic_with") if wide else frozenset())
    for child in verb.children:
        if child.dep_ in {"obl", "advcl", "ccomp"} and child.i > verb.i:
            links = [c.lower_ for c in child.children if c.dep_ in {"case", "mark"}]
            if any(f"{lemma_of(verb)}:{link}" in pairs for link in links) and child.lower_ not in EMPTY_THINGS:
                return thing_tokens(child)
    return []


def thing_tokens(thing: Token) -> list[Token]:
    """A noun phrase without what a comma hangs on it."""
    return subtree(thing, without=after_comma(thing.children)) if thing.pos_ in NOMINAL else subtree(thing)


def after_comma(children: Iterable[Token]) -> list[Token]:
    """The relative clauses, appositions and asides that begin with a comma or a dash."""
    hanging = [c for c in children if c.dep_.startswith(("acl", "advcl", "appos", "parataxis"))]
    return [c for c in hanging if c.left_edge.is_punct or (c.left_edge.i > 0 and c.left_edge.nbor(-1).is_punct)]
