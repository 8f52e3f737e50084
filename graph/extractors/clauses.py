"""In: a context. Out: what verbs say: who does what to whom, with which preposition, and when or where.

One claim for each subject and each further argument ("handed the keys to the owner" gives two). Questions state nothing. It refuses
to make claims of verbs of saying with their content: that is `sayings`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from graph.extractors.context import Context, phrase_span, sentence_evidence, words_of
from graph.extractors.frames import Frame, Oblique, preposition, read_frame, read_frames
from graph.extractors.settings import find_place, find_time
from graph.gazetteer import is_time_word
from graph.records import Claim, EntityType, Mention, MentionKind, Worth
from graph.status import has_no, judge_clause, judge_modality, word_list

EMPTY_OBJECTS = {"it", "that", "this", "which", "what", "who", "whom", "there", "itself", "himself", "herself", "themselves", "something", "anything", "everything", "so", "each", "other"}
RELATIONAL_ACTS = {
    "order", "command", "call", "request", "demand", "plea", "appeal", "decision", "ruling", "plan", "proposal", "bid", "policy", "claim", "allegation", "accusation", "comment",
    "remark", "statement", "warning", "threat", "offer", "advice", "instruction", "bill", "campaign", "candidacy", "leadership", "handling", "response", "stance", "position",
    "approach", "attack", "action", "move", "conduct", "behaviour", "behavior", "record", "criticism", "strategy", "agenda", "nomination", "appointment", "invitation", "ban", "refusal",
}
"""Nouns that stand for what their owner does or says: whoever defies an order defies who gave it."""
TOWARDS = {"defy", "ignore", "reject", "oppose", "criticise", "criticize", "condemn", "attack", "denounce", "back", "support", "endorse", "praise", "welcome", "slam", "dismiss", "disobey", "flout",
           "challenge", "question", "mock", "accept", "answer", "applaud", "blast", "lambast", "lambaste", "resist", "obey", "follow"}
"""Verbs that reach through such a noun to its owner."""
SAYING_VERBS = {"say", "tell", "add", "note", "state", "announce", "claim", "argue", "explain", "report", "write", "tweet", "comment", "remark", "insist", "reply", "answer", "declare", "confirm", "discuss", "point"}
LIGHT_VERBS = {"take", "make", "have", "give", "hold", "pay", "launch", "play", "put", "lay", "express", "show", "keep", "set", "do", "win", "lose", "raise", "cast", "pose", "reach", "seek", "bear", "draw", "issue", "call"}


def extract_clauses(context: Context) -> Iterator[Claim]:
    """Claims of every verb's frame."""
    for frame in read_frames(context.doc):
        if is_question(frame.verb) or frame.verb._.certainty < 0.0:
            continue
        worth = judge_clause(frame.verb, context.speech)
        yield from frame_claims(context, frame, worth)


def is_question(token: Token) -> bool:
    """Whether the clause is asked, not said: its sentence ends with a question mark and it is not reported."""
    last = [t for t in token.sent if not t.is_space and t.text not in "”\"'’»)"]
    return bool(last) and last[-1].text == "?"


def frame_claims(context: Context, frame: Frame, worth: Worth) -> Iterator[Claim]:
    """The claims of one frame."""
    doers = [m for t in frame.subjects if (m := subject_mention(context, t))]
    patients = [m for t in frame.patients if (m := subject_mention(context, t))]
    base = partial_claim(context, frame, worth)
    for doer in doers:
        for noun in frame.objects:
            yield from object_claims(context, frame, base, doer, noun)
        for noun in frame.recipients:
            if (target := object_mention(context, noun)) is not None:
                phrase = recipient_phrase(frame)
                yield replace(base, subject=doer, phrase=phrase, obj=target, words=phrase)
        yield from oblique_claims(context, frame, base, doer, passive=False)
        yield from complement_claims(context, frame, base, doer)
    for who in (*doers, *patients):
        yield from gerund_claims(context, frame, base, who, passive=bool(patients))
    for patient in patients:
        yield from oblique_claims(context, frame, base, patient, passive=True)
        yield from kept_object_claims(context, frame, base, patient)


def recipient_phrase(frame: Frame) -> str:
    """"gave her a medal" is "give medal to" her; "told her" stays "tell"."""
    given = frame.objects[0] if len(frame.objects) == 1 else None
    return f"{frame.phrase} {given.lemma_.lower()} to" if given is not None and given.pos_ == "NOUN" and frame.verb.lemma_ not in SAYING_VERBS else frame.phrase


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
        confidence=clause_confidence(frame),
    )


def clause_confidence(frame: Frame) -> float:
    """How sure the parse is of the verb and its arguments: the least certain of the words that the claim hangs on, on a scale to 0.95."""
    parts = [frame.verb, *frame.subjects, *frame.objects, *(o.noun for o in frame.obliques)]
    return round(0.95 * min((t._.certainty for t in parts), default=0.8), 2)


def subject_mention(context: Context, token: Token) -> Mention | None:
    """The mention that a subject is, if it can be one: no time, no empty pronoun, no "nobody"."""
    mention = context.mention(token)
    if mention is None or has_no(token) or token._.kind == "time" and mention.kind is not MentionKind.NAME:
        return None  # "no minister", "neither side": nobody to hang a fact on
    if mention.kind is MentionKind.PRONOUN and token.lower_ in EMPTY_OBJECTS - {"it", "this", "that"}:
        return None
    return mention


def object_mention(context: Context, token: Token) -> Mention | None:
    """The mention that an object is, pronouns with content included."""
    mention = context.mention(token)
    return None if mention is not None and mention.kind is MentionKind.PRONOUN and token.lower_ in EMPTY_OBJECTS - {"it", "himself", "herself", "themselves"} else mention


def object_claims(context: Context, frame: Frame, base: Claim, doer: Mention, noun: Token) -> Iterator[Claim]:
    """Doer – verb – object; "defied Starmer's order" also gives Doer – defy – Starmer."""
    phrase = join(frame.phrase, *(f"{o.prep} {o.noun.lower_}" for o in frame.obliques if is_folded(frame, o)))
    claim = with_object(context, replace(base, subject=doer), phrase, noun)
    if claim is not None and not is_part_of_phrase(frame, noun):
        yield claim
    owners = [c for c in noun.children if c.dep_ == "nmod:poss"]
    if frame.verb.lemma_ in TOWARDS and owners and (noun.lemma_ in RELATIONAL_ACTS):
        owner = context.mention(owners[0])
        if owner is not None:
            yield replace(base, subject=doer, phrase=frame.phrase, obj=owner, words=frame.phrase)


def is_part_of_phrase(frame: Frame, noun: Token) -> bool:
    """Whether a bare noun only completes a light verb: "take place at", "take part in", "made way for"."""
    bare = noun.tag_ == "NN" and not [c for c in noun.children if c.dep_ not in ("punct", "conj", "cc")]
    followed = any(o.prep and not is_time(o) for o in frame.obliques)
    return bare and frame.verb.lemma_ in LIGHT_VERBS and (followed or (frame.verb.lemma_, noun.lemma_) == ("take", "place"))


def with_object(context: Context, base: Claim, phrase: str, noun: Token) -> Claim | None:
    """The claim with `noun` as its object: a mention where there is one, the words otherwise; None for an empty pronoun."""
    if noun.lower_ in EMPTY_OBJECTS - {"it", "that", "this"}:
        return None
    mention = object_mention(context, noun)
    if mention is None and (noun.pos_ in ("PRON", "DET") or noun._.kind == "" and noun.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ", "SYM")):
        return None
    span = phrase_span(noun, infinitives=True)
    return replace(base, phrase=phrase, words=phrase, obj=mention or words_of(span, context.doc), object_span=span)


def oblique_claims(context: Context, frame: Frame, base: Claim, who: Mention, *, passive: bool) -> Iterator[Claim]:
    """Who – verb preposition – noun; times only where they are the fact itself."""
    yield from time_claims(context, frame, base, who, passive=passive)
    for oblique in frame.obliques:
        if is_time(oblique) or not oblique.prep or is_adverbial_phrase(oblique) or is_folded(frame, oblique):
            continue
        if frame.verb.lemma_ in SAYING_VERBS and oblique.prep not in ("to", "about", "with", "against", "of"):
            continue  # "said in a statement", "told reporters on the steps": how it was said
        if oblique.prep == "as" and oblique.noun._.kind == "person":
            span = phrase_span(oblique.noun)  # "as a nurse, she …"
            yield replace(base, subject=who, phrase="be", words="as", obj=words_of(span, context.doc), object_span=span, family="holdsRole")
            continue
        phrase, noun = reach_through(verb_phrase(frame, passive=passive, with_object=True), oblique)
        claim = with_object(context, replace(base, subject=who), phrase, noun)
        if claim is not None:
            yield claim


def time_claims(context: Context, frame: Frame, base: Claim, who: Mention, *, passive: bool) -> Iterator[Claim]:
    """The time of an act is its `when`; of an event ("the vote was held on Sunday"), or of an act with nothing else, it is a statement too."""
    if frame.objects or frame.recipients or frame.complement or frame.content or base.when is None:
        return
    if who.type in (EntityType.PERSON, EntityType.GROUP) and any(not is_time(o) and o.prep for o in frame.obliques):
        return
    prep = next((o.prep for o in frame.obliques if is_time(o) and o.noun._.kind == "time"), "")
    phrase = join(verb_phrase(frame, passive=passive), prep)
    yield replace(base, subject=who, phrase=phrase, words=phrase, obj=base.when.text, family="happensOn", object_span=base.when.span)


def is_folded(frame: Frame, oblique: Oblique) -> bool:
    """Whether a bare noun belongs to the verb: "hold the country to ransom", "bring him to justice"."""
    noun = oblique.noun
    bare = not [c for c in noun.children if c.dep_ not in ("case", "punct")]
    return bool(frame.objects) and bool(frame.subjects) and bare and noun.tag_ == "NN" and noun._.kind in ("abstract", "") and context_free_prep(oblique.prep)


def context_free_prep(prep: str) -> bool:
    """Prepositions of such turns of phrase."""
    return prep in ("to", "into", "on", "under", "in")


def reach_through(phrase: str, oblique: Oblique) -> tuple[str, Token]:
    """"stand on the side of the workers": the noun belongs to the relation, which ends at the workers."""
    noun = oblique.noun
    if noun.lemma_.lower() in word_list("relational_noun"):
        for child in noun.children:
            if child.dep_ == "nmod" and (prep := preposition(child)):
                return join(phrase, oblique.prep, noun.lower_, prep), child
    return join(phrase, oblique.prep), noun


def verb_phrase(frame: Frame, *, passive: bool, with_object: bool = False) -> str:
    """The verb as a phrase: "hit out", "be arrested", "take part" (a light verb carries its noun)."""
    if passive:
        return join(f"be {frame.verb.lower_}", frame.particle)
    if with_object and frame.verb.lemma_ in LIGHT_VERBS and len(frame.objects) == 1 and frame.objects[0].pos_ == "NOUN":
        return f"{frame.phrase} {frame.objects[0].lemma_}"
    return frame.phrase


def join(*parts: str) -> str:
    """Words with one blank between them, empty ones left out."""
    return " ".join(p for p in parts if p)


def complement_claims(context: Context, frame: Frame, base: Claim, doer: Mention) -> Iterator[Claim]:
    """"wants to win it" gives Doer – want – "to win it": what is wanted is a literal, and the wanted act is its own (planned) claim."""
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


GERUND_MARKS = {"with", "of", "for", "after", "before", "from", "against", "on", "about", "into"}


def gerund_claims(context: Context, frame: Frame, base: Claim, who: Mention, *, passive: bool) -> Iterator[Claim]:
    """"was charged with taking the drives", "was arrested after leaving": the clause is the object, in words."""
    if frame.objects:
        return
    for clause in frame.verb.children:
        mark = next((c.lower_ for c in clause.children if c.dep_ in ("mark", "case")), "")
        if clause.dep_ in ("advcl", "xcomp") and clause.tag_ == "VBG" and mark in GERUND_MARKS:
            span = phrase_span(clause, keep=frozenset({"ccomp", "xcomp"}))
            phrase = join(verb_phrase(frame, passive=passive), mark)
            yield replace(base, subject=who, phrase=phrase, words=phrase, obj=words_of(span, context.doc), object_span=span)


def has_arguments(frame: Frame) -> bool:
    """Whether a frame relates its subject to anything."""
    return bool(frame.objects or frame.recipients or any(o.prep and not is_time(o) for o in frame.obliques))


def kept_object_claims(context: Context, frame: Frame, base: Claim, patient: Mention) -> Iterator[Claim]:
    """"was given a medal": the object that a passive keeps."""
    for noun in frame.objects:
        claim = with_object(context, replace(base, subject=patient), f"be {frame.verb.lower_}", noun)
        if claim is not None:
            yield claim


def is_time(oblique: Oblique) -> bool:
    """Whether an oblique says when: its noun is a time ("on Tuesday", "last week", "in 1922"), "during the war" too."""
    noun = oblique.noun
    return noun._.kind == "time" or is_time_word(noun.text) or oblique.prep == "during" or (noun.pos_ == "NUM" and len(noun.text) == 4 and noun.text.isdigit() and oblique.prep in ("in", "since", "by", "until", "from"))


def is_place(oblique: Oblique) -> bool:
    """Whether an oblique says where."""
    return oblique.noun._.kind == "place" and oblique.prep in ("in", "at", "near", "outside", "inside", "on", "across", "off", "around", "throughout", "within", "along", "above", "below", "under")


def is_adverbial_phrase(oblique: Oblique) -> bool:
    """Whether an oblique is a turn of phrase that relates nothing: "in fact", "for example", "according to"."""
    bare = not [c for c in oblique.noun.children if c.dep_ not in ("case", "punct", "advmod")]
    words = f"{oblique.prep} {oblique.noun.lower_}"
    return oblique.prep.startswith(("according", "as well as", "instead", "rather", "such")) or bare and words in word_list("adverbial")


__all__ = ["extract_clauses", "judge_modality"]
