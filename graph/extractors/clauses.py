"""In: a context. Out: what verbs say: who does what to whom, with which preposition, and when or where.

One claim for each subject and each further argument ("handed the keys to the owner" gives two). Questions state nothing. It refuses
to make claims of verbs of saying with their content: that is `sayings`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from graph.clause_forms import has_no, is_open_complement, is_to_clause, word_list
from graph.extractors.context import Context, conjuncts, doubt, partitive_whole, phrase_span, sentence_evidence, words_of
from graph.extractors.frames import Frame, preposition, read_frame, read_frames
from graph.extractors.obliques import gerund_claims, is_folded, is_place, is_time, join, object_mention, oblique_claims, verb_phrase, with_object
from graph.extractors.settings import find_place, find_time
from graph.extractors.sites import describe_site
from graph.extractors.words import word_set
from graph.modality import own_modality
from graph.negation import is_negated
from graph.records import Claim, EntityType, Mention, MentionKind, Modality, Span, Worth
from graph.status import judge_clause
from ontology.lexicon import find_family


def extract_clauses(context: Context) -> Iterator[Claim]:
    """Claims of every verb's frame."""
    for frame in read_frames(context.doc):
        if is_question(frame.verb) or is_unasked(frame.verb) or is_wording(frame):
            continue
        worth = judge_clause(frame.verb, context.speech)
        claims = frame_claims(context, spoken_by(context, within_quotation(context, frame)), worth)
        yield from (replace(claim, site=describe_site(frame.verb, claim)) for claim in claims)


def within_quotation(context: Context, frame: Frame) -> Frame:
    """The frame of a verb in quotation marks without the nouns outside them: “"He walked away," she told the union”."""
    around = context.speech.direct(frame.verb)
    if around is None:
        return frame
    objects = tuple(t for t in frame.objects if context.speech.direct(t) == around)
    obliques = tuple(o for o in frame.obliques if context.speech.direct(o.noun) == around)
    return replace(frame, objects=objects, obliques=obliques)


def spoken_by(context: Context, frame: Frame) -> Frame:
    """The frame of a cue without a subject of its own, with whom the quotation has for its speaker: "said he is late, accusing the firm of …"."""
    verb = frame.verb
    goes_on = verb.dep_ == "conj" or (verb.dep_ == "advcl" and verb.tag_ == "VBG")
    if not goes_on or frame.patients or any(c.dep_.startswith(("nsubj", "csubj")) for c in verb.children):
        return frame
    spoken = next((q.speaker for q in context.quotations if q.cue is not None and q.speaker is not None and q.cue.start == verb.idx), None)
    words = context.doc.char_span(spoken.start, spoken.end, alignment_mode="expand") if spoken is not None else None
    if words is None or any(words.start <= t.i < words.end for t in frame.subjects) or verb.head.i == words.root.i:
        return frame
    return replace(frame, subjects=tuple(conjuncts(words.root)) if frame.subjects else (words.root,))


def is_question(token: Token) -> bool:
    """Whether the clause is asked, not said: its sentence ends with a question mark and it is not reported."""
    first = next((t for t in token.sent if not t.is_space and not t.is_punct), token)
    last = [t for t in token.sent if not t.is_space and t.text not in ("”", '"', "'", "’", "»", ")", "''", "’’")]
    headline = bool(last) and first.tag_ in ("WP", "WRB") and not last[-1].is_punct  # "What Leeds could do when trains stop"
    return bool(last) and (last[-1].text == "?" or headline)


def is_unasked(verb: Token) -> bool:
    """Whether the clause is what nobody asked for: "did not require the shops to hire guards" plans no hiring."""
    above = verb.head
    asked = is_open_complement(verb) and above.lemma_ in word_list("planned_complement") and above.lemma_ not in word_list("implicative")
    return asked and any(c.dep_ in ("obj", "iobj", "nsubj:pass") for c in above.children) and is_negated(above)


def is_wording(frame: Frame) -> bool:
    """Whether somebody only finds the words: "as the Herald put it in a long report"."""
    return (
        frame.verb.lemma_ == "put" and [t.lower_ for t in frame.objects] == ["it"] and any(c.lower_ == "as" and c.i < frame.verb.i for c in frame.verb.children)
    )


def frame_claims(context: Context, frame: Frame, worth: Worth) -> Iterator[Claim]:
    """The claims of one frame. In a passive where, when and with what are said of the patient: "was arrested at his school by police"."""
    doers = [(m, t) for t in frame.subjects if (m := subject_mention(context, t))]
    patients = [(m, t) for t in frame.patients if (m := subject_mention(context, t))]
    whole = partial_claim(context, frame, worth)
    for doer, token in doers:
        base = doubt(whole, token)
        for noun in frame.objects:
            yield from object_claims(context, frame, base, doer, noun)
        for noun in frame.recipients:
            if (target := object_mention(context, noun)) is not None:
                phrase = recipient_phrase(frame)
                yield doubt(replace(base, subject=doer, phrase=phrase, obj=target, words=phrase), noun)
        yield from complement_claims(context, frame, base, doer)
        yield from bare_claims(context, frame, base, doer)
    for who, token in patients or doers:
        base = doubt(whole, token)
        yield from oblique_claims(context, frame, base, who, passive=bool(patients))
        yield from gerund_claims(context, frame, base, who, passive=bool(patients))
    for patient, token in patients if not doers else ():
        base = doubt(whole, token)
        yield from kept_object_claims(context, frame, base, patient)
        yield from influence_claims(context, frame, base, patient)
        yield from bare_claims(context, frame, base, patient, passive=True)


def recipient_phrase(frame: Frame) -> str:
    """“gave her a medal” is "give medal to" her; "told her" stays "tell"."""
    given = (partitive_whole(frame.objects[0]) or frame.objects[0]) if len(frame.objects) == 1 else None  # "gave her some of the figures"
    return (
        f"{frame.phrase} {given.lemma_.lower()} to"
        if given is not None and given.pos_ == "NOUN" and frame.verb.lemma_ not in word_set("saying_verb") | {"cost", "save", "spare"}
        else frame.phrase
    )


PEOPLE = (EntityType.PERSON, EntityType.GROUP, EntityType.ORGANIZATION)


def bare_claims(context: Context, frame: Frame, base: Claim, who: Mention, *, passive: bool = False) -> Iterator[Claim]:
    """Somebody does something to nobody, nowhere and at no said time: "The minister resigned.", "A man was arrested." is news all the same.

    The verb's own words are the object.
    """
    places = ("root", "conj", "ccomp", "parataxis", *(() if passive else ("acl:relcl",)))
    stated = (frame.verb.dep_ in places or (frame.verb.dep_ == "advcl" and is_fact_beside(frame.verb))) and frame.verb.lemma_ not in ("be", "do")
    asked = frame.verb.dep_ == "acl:relcl" and frame.verb.head.tag_ == "WP"  # "What she saw instead was a chart"
    state = frame.complement is not None and frame.complement.pos_ == "ADJ" and passive  # "was found guilty"
    if not stated or asked or has_arguments(frame) or (frame.complement and not state) or frame.content or (base.when and not state):
        return
    gerund = any(c.dep_ == "advcl" and c.tag_ == "VBG" and any(k.dep_ == "mark" for k in c.children) for c in frame.verb.children)
    if gerund or any(q.cue is not None and q.cue.start == frame.verb.idx for q in context.quotations):
        return  # "was accused of lying" says more; "the doors were locked, police found" is said
    told = () if passive and who.type not in PEOPLE else ("states",)  # "The photos were posted online"
    wordy = find_family(frame.phrase) in (*(() if passive else ("related",)), *told, "believes", "wants", "asks")
    if wordy or any(
        c.dep_ in ("ccomp", "obj") or (c.dep_ == "obl" and not state) or (c.dep_ == "advcl" and not passive and not is_circumstance(c))
        for c in frame.verb.children
    ):
        return
    group = [
        frame.verb,
        *([frame.complement] if state and frame.complement else []),
        *(c for c in frame.verb.children if c.dep_ in ("aux", "aux:pass", "compound:prt", "advmod") and abs(c.i - frame.verb.i) <= 3),
    ]
    first, last = min(group, key=lambda t: t.i), max(group, key=lambda t: t.i)
    span = Span(first.idx, last.idx + len(last))
    phrase = verb_phrase(frame, passive=passive)
    yield replace(base, subject=who, phrase=phrase, words=phrase, obj=words_of(span, context.doc), object_span=span)


def is_fact_beside(verb: Token) -> bool:
    """Whether a clause with a tense of its own tells what was so besides: "though she was acquitted", "after she resigned"; not "if", "until"."""
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod")}
    above = verb.head
    settled = own_modality(above) is Modality.ACTUAL and not is_negated(above) and above.dep_ != "ccomp"  # not "would smile when they left"
    marked = bool(marks & {"though", "although"}) or (settled and bool(marks & {"because", "after", "when", "while"}))
    return marked and (verb.tag_ == "VBD" or any(c.tag_ == "VBD" for c in verb.children if c.dep_.startswith("aux")))


def is_circumstance(clause: Token) -> bool:
    """Whether a clause only says when, why or on what condition: "drowned when the boat sank"; not "acted to save it", "died saving it"."""
    return any(
        c.dep_ in ("mark", "advmod") and c.lower_ in ("when", "after", "as", "while", "because", "before", "once", "unless", "if") for c in clause.children
    )


def partial_claim(context: Context, frame: Frame, worth: Worth) -> Claim:
    """What all claims of a frame share; subject and object are filled in by the caller."""
    placeholder = next(iter(context.by_head.values()), None)
    assert placeholder is not None  # a frame with a subject mention implies one
    times = [o for o in frame.obliques if is_time(o)]
    places = [o for o in frame.obliques if is_place(o)]
    return Claim(
        subject=placeholder,
        phrase=frame.phrase,
        obj="",
        evidence=sentence_evidence(frame.verb),
        extractor="clauses",
        words=frame.phrase,
        worth=worth,
        quotation=context.speech.quotation(frame.verb),
        when=find_time(frame.verb, times),
        where=find_place(places),
        confidence=round(0.95 * frame.verb._.certainty, 2),
    )


def subject_mention(context: Context, token: Token) -> Mention | None:
    """The mention that a subject is, if it can be one: no time, no empty pronoun, no "nobody"."""
    mention = context.mention(token)
    none_of = token.lower_ in ("none", "neither") and partitive_whole(token) is not None  # "None of the ministers voted": they did not
    if (
        mention is None
        or (has_no(token) and not none_of)
        or token.left_edge.lower_ == "how"
        or (token._.kind == "time" and mention.kind is not MentionKind.NAME)
    ):
        return None  # "no minister", "neither side", "how many ministers": nobody to hang a fact on
    if f"{preposition(token)} {token.lower_}" in word_set("adverbial"):
        return None  # "For example, it grew"
    if mention.kind is MentionKind.PRONOUN and token.lower_ in word_set("empty_pronoun") - {"it", "this", "that"}:
        return None
    return mention


def object_claims(context: Context, frame: Frame, base: Claim, doer: Mention, noun: Token) -> Iterator[Claim]:
    """Doer – verb – object; "defied Starmer's order" also gives Doer – defy – Starmer."""
    inner = frame.complement
    if (inner is not None and is_only_shared(frame, inner)) or is_score(noun):
        return
    made = inner.lower_ if inner is not None and inner.pos_ == "ADJ" else ""  # "made the files available"
    if inner is not None and frame.verb.lemma_ == "put" and is_to_clause(inner) and not list(inner.rights):
        made = f"to {inner.lower_}"  # "put to rest the rumour"
    phrase = join(frame.phrase, made, *(f"{o.prep} {o.noun.lower_}" for o in frame.obliques if is_folded(frame, o)))
    claim = with_object(context, replace(base, subject=doer), phrase, noun)
    if claim is not None and not is_part_of_phrase(frame, noun):
        yield claim
    owners = [c for c in noun.children if c.dep_ == "nmod:poss"]
    if frame.verb.lemma_ in word_set("reaching_verb") and owners and (noun.lemma_ in word_set("act_of_owner")):
        owner = context.mention(owners[0])
        if owner is not None:
            yield doubt(replace(base, subject=doer, phrase=frame.phrase, obj=owner, words=frame.phrase), noun)


SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}")


def is_score(noun: Token) -> bool:
    """Whether an object only tells how it ended: "beat Holm 6-4 6-3"."""
    return bool(SCORE.fullmatch(noun.text)) or (noun.pos_ == "NUM" and noun.i + 1 < len(noun.doc) and noun.nbor(1).text in "-–" and not noun.whitespace_)


def is_only_shared(frame: Frame, inner: Token) -> bool:
    """Whether the object is one of the clause below alone: "made him leave" makes nobody, "wants her to resign" wants nobody."""
    lemma = frame.verb.lemma_
    if inner.pos_ in ("VERB", "AUX"):
        return (lemma in ("make", "let", "have") and inner.tag_ != "VBN") or lemma in word_set("raising_to_object_verb")
    if inner.pos_ in ("NOUN", "PROPN"):
        return lemma in word_set("naming_verb")  # "called the offer a joke" is said of the offer
    return inner.pos_ == "ADV" and lemma in word_set("raising_to_object_verb")  # "shows her ahead"


def is_part_of_phrase(frame: Frame, noun: Token) -> bool:
    """Whether a bare noun only completes a light verb: "take place at", "take part in", "made way for"."""
    bare = noun.tag_ == "NN" and not [c for c in noun.children if c.dep_ not in ("punct", "conj", "cc")]
    followed = any(o.prep and not is_time(o) for o in frame.obliques)
    return bare and frame.verb.lemma_ in word_set("light_verb") and (followed or (frame.verb.lemma_, noun.lemma_) == ("take", "place"))


def complement_claims(context: Context, frame: Frame, base: Claim, doer: Mention) -> Iterator[Claim]:
    """“wants to win it” gives Doer – want – "to win it": what is wanted is a literal, and the wanted act is its own (planned) claim."""
    inner = frame.complement
    if inner is None or inner.pos_ != "VERB" or frame.verb.lemma_ in word_list("implicative"):
        return
    if not any(c.dep_ == "mark" and c.lower_ == "to" for c in inner.children) or frame.objects or frame.recipients:
        return
    span = phrase_span(inner, keep=frozenset({"ccomp", "conj", "cc"}), with_case=True)
    words = words_of(span, context.doc)
    if frame.verb.lemma_ in ("have", "need", "use", "go", "be") or has_arguments(read_frame(inner)):
        return  # what is wanted is then a planned claim of its own
    yield replace(base, subject=doer, phrase=frame.phrase, words=frame.phrase, obj=words, object_span=span)


def influence_claims(context: Context, frame: Frame, base: Claim, patient: Mention) -> Iterator[Claim]:
    """“Residents were urged to leave” gives residents – be urged – "to leave": that they were is a fact; that they leave is a claim of its own."""
    inner = frame.complement
    lemma = frame.verb.lemma_
    if inner is None or not is_to_clause(inner) or lemma in word_set("raising_to_object_verb") or find_family(lemma) in NO_INFLUENCE or lemma in AIMED:
        return
    if patient.type not in PEOPLE or (lemma not in word_list("planned_complement") and lemma not in word_list("implicative")):
        return
    span = phrase_span(inner, keep=frozenset({"ccomp", "conj", "cc"}), with_case=True)
    phrase = verb_phrase(frame, passive=True)
    yield replace(base, subject=patient, phrase=phrase, words=phrase, obj=words_of(span, context.doc), object_span=span)


NO_INFLUENCE = ("believes", "wants")
"""Families of verbs that move nobody to do it."""
AIMED = {"design", "intend", "mean", "plan", "schedule", "set"}
"""Verbs for what a thing is for: "is meant to help"."""


def has_arguments(frame: Frame) -> bool:
    """Whether a frame relates its subject to anything."""
    return bool(frame.objects or frame.recipients or any(o.prep and not is_time(o) for o in frame.obliques))


def kept_object_claims(context: Context, frame: Frame, base: Claim, patient: Mention) -> Iterator[Claim]:
    """“was given a medal”: the object that a passive keeps."""
    for noun in frame.objects:
        claim = with_object(context, replace(base, subject=patient), f"be {frame.verb.lower_}", noun)
        if claim is not None:
            yield claim
