"""In: a noun or preposition. Out: the clause it brings in somebody's words ("X's claim that …", "according to X, …"), and its cue. It refuses nouns of fact."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from graph.quotations.asides import outer_cue
from graph.quotations.cues import cue_words, lemma_of, takes
from graph.quotations.phrases import NOMINAL, SPEAKING_KINDS, child_of, name_span, name_tokens, nearest_nominal, own_subject, subject_of, subtree
from graph.quotations.speakers import Cue, is_unnamed
from graph.records import Span

SOURCES = frozenset({"from", "by", "of", "among"})
OWN_VIEWS = frozenset({"word", "opinion", "view", "judgment", "judgement", "phrase", "telling"})
THAT = frozenset({"that"})
PREPOSITIONAL = frozenset({"case", "mark", "fixed"})
LIGHT_VERBS = frozenset(
    {
        "make",
        "raise",
        "express",
        "voice",
        "issue",
        "give",
        "have",
        "hold",
        "take",
        "repeat",
        "offer",
        "signal",
        "show",
        "cast",
        "serve",
        "float",
        "pay",
        "exude",
        "harbour",
        "harbor",
        "nurse",
        "convey",
        "level",
    }
)
ANSWERING_VERBS = frozenset({"ignore", "defy", "obey", "disobey", "flout", "heed", "follow", "reject", "resist", "accept", "dismiss", "refuse"})
MAKING_VERBS = frozenset(
    {"reiterate", "share", "keep", "maintain", "reach", "form", "file", "lodge", "submit", "send", "post", "release", "publish", "deliver", "retract"}
)
QUESTIONED = frozenset({"about", "over"})  # "questions | about who knew of it"
TO_WHOM = frozenset({"to", "for"})
UNOWNED = frozenset(
    {"claim", "allegation", "accusation", "rumour", "rumor", "report", "suspicion", "call"}
)  # "amid calls for an inquiry": somebody's, whosever
RAISING_VERBS = frozenset({"raise", "float", "moot", "suggest", "mention"})  # "raised the possibility that": what may be is somebody's words
VIEWPOINT_LINKS = frozenset({"in", "to", "by"})


def noun_reports(word: Token) -> Iterator[tuple[list[Token], Cue]]:
    """The clauses that a word brings which is no verb, and what they are words about."""
    if word.lower_ == "according":
        yield from source_reports(word)
    elif word.pos_ == "NOUN":
        lemma = lemma_of(word)
        if lemma in cue_words("nouns", "viewpoint"):
            yield from viewpoint_reports(word)
        yield from claim_reports(word, lemma)
        yield from attitude_reports(word, lemma)


def source_reports(word: Token) -> Iterator[tuple[list[Token], Cue]]:
    """According to X, …."""
    preposition = next((t for t in word.doc[word.i + 1 : word.i + 2] if t.lower_ == "to"), None)
    source = word.head if word.dep_ in PREPOSITIONAL else child_of(word, "obl", "nmod")
    following = [t for t in word.sent if t.i > word.i + 1]
    comma = next((t.i for t in following if t.text == ","), len(word.doc))
    if source is None or source.i < word.i or source.i > comma or source.pos_ not in NOMINAL:
        source = nearest_nominal([t for t in following if t.i < comma])
    if preposition is None or source is None:
        return
    aside = source if word.i in {t.i for t in source.subtree} else word
    named = name_behind(name_tokens(source)[-1])
    tokens = [t for t in scope_of_aside(aside, aside.head) if t.i not in {word.i, word.i + 1, *named}]
    if tokens:
        span = Span(word.idx, preposition.idx + len(preposition))
        yield tokens, Cue(source, "according to", word, span, is_hearsay=is_unnamed(source))


def name_behind(last: Token) -> set[int]:
    """Where the name stands that commas set off behind a source: "according to one of them, | Ana Ruiz |, most are lost"."""
    doc, start = last.doc, last.i + 1
    if doc[start : start + 1].text != ",":
        return set()
    end = start + 1
    while end < len(doc) and doc[end].ent_type_ == "PER":
        end += 1
    return set(range(start, end)) if end > start + 1 and doc[end : end + 1].text == "," else set()


def scope_of_aside(aside: Token, clause: Token) -> list[Token]:
    """The clause that an aside speaks of: at the end of a sentence, the whole sentence; else the clause it hangs on."""
    if clause.i == aside.i:
        return []
    sentence = [t for t in aside.sent if not t.is_space and not t.is_punct]
    edge = list(aside.subtree)
    at_edge = bool(sentence) and (edge[-1].i >= sentence[-1].i or edge[0].i <= sentence[0].i)
    while clause.head.i != clause.i and (at_edge or clause.pos_ not in {"VERB", "AUX"} or clause.dep_ == "xcomp"):
        if clause.dep_ in {"conj", "parataxis", "ccomp"} and edge[0].i <= sentence[0].i and clause.i > aside.i and clause.dep_ != "ccomp":
            break
        clause = clause.head
    if clause.i == aside.i:
        return []
    inside = {t.i for t in aside.subtree}
    subject = own_subject(clause)
    if subject is not None and subject.i in inside and subject.i > aside.i:  # the tree hung the subject on the source
        start = min([subject.left_edge.i, *(c.left_edge.i for c in subject.children)])
        return [t for t in clause.subtree if t.i not in inside or t.i >= start]
    names = [c for c in clause.children if c.dep_ in {"vocative", "appos"} and aside.i < c.i < clause.i and c.left_edge.i <= aside.right_edge.i + 2]
    return subtree(clause, without=[aside, *names])


def viewpoint_reports(word: Token) -> Iterator[tuple[list[Token], Cue]]:
    """In X's view, …; in the words of X, …; by X's account, …."""
    owner = child_of(word, "nmod:poss") or next((c for c in word.children if c.dep_ == "nmod" and has_case(c, frozenset({"of"})) and may_view(c, word)), None)
    case = child_of(word, "case", "mark")
    if owner is None or case is None or word.dep_ not in {"obl", "advcl", "parataxis"} or owner.lower_ in {"my", "our", "your"}:
        return
    if case.lower_ not in VIEWPOINT_LINKS or (case.lower_ == "by" and lemma_of(word) not in cue_words("nouns", "count")) or not is_set_off(word, case):
        return
    whole = name_span(owner)
    tokens = [t for t in scope_of_aside(word, word.head) if not whole.start <= t.idx < whole.end]
    while tokens and (tokens[0].is_punct or tokens[0].dep_ == "flat"):
        tokens = tokens[1:]
    yield tokens, Cue(owner, f"{case.lower_} {lemma_of(word)}", word, Span(case.idx, word.idx + len(word)), is_hearsay=is_unnamed(owner))


def may_view(noun: Token, word: Token) -> bool:
    """Whether a noun names somebody or a text that can hold a view, or has words or a view by the phrase: "in the words of the envoy"."""
    if lemma_of(word) in OWN_VIEWS and child_of(word, "det") is not None:
        return bool(noun._.kind != "time")
    return noun._.kind in SPEAKING_KINDS or noun.ent_type_ in {"PER", "ORG"} or lemma_of(noun) in cue_words("nouns", "text")


def is_set_off(word: Token, case: Token) -> bool:
    """Whether a phrase opens or closes its sentence, or stands between commas; not "the truth lies in the eye of the painter"."""
    doc, sentence = word.doc, word.sent
    after = doc[word.right_edge.i + 1 : sentence.end]
    before = doc[sentence.start : case.i]
    ends = len(after) == 0 or after[0].is_punct or word.right_edge.is_punct
    return ends and (len(before) == 0 or before[-1].is_punct or before[-1].pos_ in {"SCONJ", "CCONJ"})


def claim_reports(noun: Token, lemma: str) -> Iterator[tuple[list[Token], Cue]]:
    """X's claim that …; the order from X to …; hopes that …."""
    clause = next((c for c in noun.children if c.i > noun.i and brings_clause(c, lemma)), None)
    if clause is None and noun.dep_ == "obj" and lemma_of(noun.head) in LIGHT_VERBS | ANSWERING_VERBS:
        later = [c for c in noun.head.children if c.i > noun.i]
        clause = next((c for c in [*later, *(k for c in later if c.dep_ == "obl" for k in c.children)] if brings_clause(c, lemma)), None)
    if clause is None:  # "it is the view of the council | that …": the tree may hang it on the owner
        owners = [c for c in noun.children if c.dep_ == "nmod" and c.i > noun.i and has_case(c, frozenset({"of"}))]
        clause = next((k for c in owners for k in c.children if has_case(k, THAT) and k.dep_.startswith("acl") and brings_clause(k, lemma)), None)
    if clause is None and noun.dep_ == "nsubj" and lemma in cue_words("nouns", "clause") and not takes(noun.head, "clause"):  # "Fears grew that …"
        around = [*noun.head.children, *(k for c in noun.head.children if c.dep_ in {"xcomp", "advmod"} for k in c.children)]
        clause = next((c for c in around if c.dep_ in {"ccomp", "advcl"} and c.i > noun.head.i and has_case(c, THAT)), None)
    if clause is None:
        return
    speaker = speaker_of_noun(noun)
    is_loose = lemma in cue_words("nouns", "loose")
    if speaker is None and not is_loose:
        return
    if speaker is not None and speaker.lower_ in {"my", "our", "your"}:
        return
    addressee = next((c for c in noun.children if c.dep_ == "nmod" and c.i < clause.i and has_case(c, TO_WHOM) and c._.kind in SPEAKING_KINDS), None)
    cue = Cue(speaker, lemma, noun, Span(noun.idx, noun.idx + len(noun)), addressee, speaker is None or is_unnamed(speaker))
    yield subtree(clause, without=[t for t in clause.subtree if t.tag_ == "VBG" and outer_cue(t) is not None]), cue


def attitude_reports(noun: Token, lemma: str) -> Iterator[tuple[list[Token], Cue]]:
    """Somebody's criticism of X, their call for X; accusations of doing X, whosever they are."""
    for child in attitude_objects(noun, lemma):
        speaker = speaker_of_noun(noun)
        if speaker is not None and speaker.i == child.i:
            continue
        is_loose = (child.tag_ == "VBG" and lemma in cue_words("nouns", "loose")) or (noun.tag_ == "NNS" and lemma in UNOWNED) or is_raised(noun)
        if speaker is not None or is_loose:
            yield subtree(child), Cue(speaker, lemma, noun, Span(noun.idx, noun.idx + len(noun)), None, speaker is None or is_unnamed(speaker))


def is_raised(noun: Token) -> bool:
    """Whether a noun of judging is what was voiced: "Concerns | have been raised | about the dam"."""
    return noun.dep_ == "nsubj:pass" and lemma_of(noun.head) in LIGHT_VERBS


def is_attitude(noun: Token) -> bool:
    """Whether a noun says what somebody thinks of a thing, and names that behind it: "doubts about the plan"."""
    return noun.pos_ == "NOUN" and bool(attitude_objects(noun, lemma_of(noun)))


def attitude_objects(noun: Token, lemma: str) -> list[Token]:
    """What a noun of judging is about."""
    things = [c for c in noun.children if c.i > noun.i and (c.dep_ == "nmod" or (c.dep_ == "acl" and (c.tag_ == "VBG" or has_case(c, QUESTIONED))))]
    things += [
        k for c in things if c.dep_ == "nmod" and has_case(c, frozenset({"by", "from"})) for k in c.children if k.dep_ == "nmod"
    ]  # "a call by X | for Y"
    if noun.dep_ == "obj" and lemma_of(noun.head) in LIGHT_VERBS:  # "voiced support | for it": the tree may hang it on the verb
        things += [c for c in noun.head.children if c.dep_ in {"obl", "advcl"} and c.left_edge.i == noun.i + 1]
    if is_raised(noun):
        things += [c for c in noun.head.children if c.dep_ in {"obl", "advcl"} and c.i > noun.head.i]
    things = [c for c in things if not ({c.lower_, *(k.lower_ for k in c.children if k.dep_ == "compound")} & cue_words("nouns", "medium"))]
    return [c for c in things if any(k.dep_ in {"case", "mark"} and f"{lemma}:{k.lower_}" in cue_words("nouns", "about") for k in c.children)]


def brings_clause(child: Token, lemma: str) -> bool:
    """Whether a clause under a noun is what it says: with "that", or an infinitive after a noun of asking."""
    is_predicate = child.dep_ == "csubj" and child_of(child.head, "cop") is not None  # "it is her belief | that"
    if not is_predicate and child.dep_ not in {"acl", "acl:relcl", "ccomp", "xcomp", "advcl", "appos"}:
        return False
    marks = {c.lower_ for c in child.children if c.dep_ == "mark"}
    if (lemma in cue_words("nouns", "clause") or child.dep_.startswith("acl")) and marks & {"that", "whether"}:
        raised = child.head.dep_ == "obj" and lemma_of(child.head.head) in RAISING_VERBS
        return raised or lemma not in cue_words("nouns", "fact")
    return lemma in cue_words("nouns", "infinitive") and "to" in marks


def speaker_of_noun(noun: Token) -> Token | None:
    """Whose words a noun of saying stands for: its owner, whom it comes from, or who makes, voices or raises it."""
    owner = child_of(noun, "nmod:poss")
    if owner is not None:
        return owner
    maker = next(
        (c for c in noun.children if c.dep_ == "nmod" and has_case(c, SOURCES) and (c._.kind in SPEAKING_KINDS or c.ent_type_ in {"PER", "ORG"})), None
    )
    if maker is None and noun.dep_ == "obj":  # "ignored the order from X" with "from X" hung on the verb
        after = [c for c in noun.head.children if c.dep_ == "obl" and c.left_edge.i == noun.i + 1 and has_case(c, frozenset({"from"}))]
        maker = next((c for c in after if c._.kind in SPEAKING_KINDS), None)
    if maker is None:  # "the court ruling that …", "White House claims that …"
        maker = next((c for c in noun.children if c.dep_ == "compound" and (c._.kind == "organization" or c.ent_type_ in {"PER", "ORG"})), None)
    if maker is not None:
        return maker
    if is_raised(noun):
        return child_of(noun.head, "obl:agent")
    holder = child_of(noun, "nsubj")
    if holder is not None and child_of(noun, "cop") is not None and has_case(noun, frozenset({"of"})):
        return holder  # "the council is of the opinion that"
    reached = noun.dep_ == "obl" and lemma_of(noun.head) in {"come", "arrive", "jump", "leap"}  # "came to the conclusion that"
    made = noun.dep_ == "xcomp" or (noun.dep_ == "obj" and lemma_of(noun.head) in LIGHT_VERBS | MAKING_VERBS)  # not "faced calls to resign"
    if (made or reached) and noun.head.pos_ == "VERB":
        return subject_of(noun.head)
    return None


def has_case(token: Token, words: frozenset[str]) -> bool:
    """Whether one of the prepositions stands before a noun."""
    return any(c.dep_ in {"case", "mark"} and c.lower_ in words for c in token.children)
