"""In: a context with its quotations. Out: who said what, to whom, about whom: one claim for each quoted sentence, or for a short turn as a whole.

It refuses to repeat what was said as a fact: the content's own claims are the other extractors', with the speaker as claimant.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from graph.clause_forms import has_no
from graph.extractors.context import Context, conjuncts, text_of
from graph.extractors.hearing import content_head
from graph.extractors.nominals import nominal_verbs
from graph.extractors.words import word_set
from graph.modality import judge_modality
from graph.negation import is_negated, negates_state
from graph.records import Claim, Evidence, Mention, MentionKind, Modality, Polarity, Quotation, QuotationKind, Span, Worth
from ontology.lexicon import find_family

SHORT_TURN = 30
"""Words up to which the sentences of one turn are one statement, where the design has one for each sentence.

Readers take a short turn as one saying: F1 of the seven gold articles .572 without, .578 with it; statements in gold .636 and .644.
"""


def extract_sayings(context: Context) -> Iterator[Claim]:
    """Claims of every quotation whose speaker is known."""
    speech = context.speech
    for number, quotation in enumerate(context.quotations):
        speaker = speech.speakers[number]
        if speaker is None or is_told_elsewhere(context, quotation):
            continue
        outer = speech.parents[number]
        reporter = speech.speakers[outer] if outer is not None else None  # "the paper said that she had told aides …"
        base = Claim(
            subject=speaker,
            phrase=saying_phrase(context, quotation),
            obj="",
            evidence=Evidence(quotation.span, quotation.span.cut(text_of(context.doc))),
            extractor="sayings",
            words=quotation.cue_lemma,
            worth=replace(cue_worth(context, quotation), claimants=(reporter,) if reporter is not None else ()),
            family="states",
            quotation=number,
            addressee=addressee_mention(context, quotation),
            confidence=0.95 if quotation.kind is QuotationKind.DIRECT else 0.9,
        )
        others = joined_speakers(context, quotation, speaker)
        for span in quoted_sentences(context, quotation):
            words = said_words(context, quotation, span)
            first, _, rest = words.partition(" ")
            if quotation.kind is not QuotationKind.DIRECT and first in ("for", "against", "of", "about") and rest:
                yield replace(
                    base,
                    phrase=f"{base.phrase} {first}",
                    obj=rest,
                    about=mentions_inside(context, span),
                    object_span=span,
                    evidence=Evidence(span, span.cut(text_of(context.doc))),
                )
                continue  # "called for closing it" is calling for it
            for other in others:
                yield replace(base, subject=other, obj=words, object_span=span, evidence=Evidence(span, span.cut(text_of(context.doc))))
            yield replace(base, obj=words, about=mentions_inside(context, span), object_span=span, evidence=Evidence(span, span.cut(text_of(context.doc))))
        if base.addressee is not None:
            phrase = f"{base.phrase} to" if base.phrase in ("say", "add", "state", "write", "announce") else base.phrase
            yield replace(base, phrase=phrase, words=phrase, obj=base.addressee, addressee=None)


def is_told_elsewhere(context: Context, quotation: Quotation) -> bool:
    """Whether what is said is an argument of the cue, which other extractors' claims hold: "criticised | the lack of boats", "plans | to sell it"."""
    cue, head = cue_word(context, quotation), content_head(context.doc, quotation)
    if quotation.kind is QuotationKind.DIRECT or cue is None or head is None:
        return False
    if cue.head.i == head.i and cue.dep_.startswith("acl") and cue.i > head.i:
        return True  # "the plan | that she proposed"
    if head.head.i != cue.i:
        return False
    wished = quotation.span.cut(text_of(context.doc)).startswith("for ")
    if head.dep_ == "obl" and wished and any(c.dep_ in ("xcomp", "advcl") and c.i > head.i for c in cue.children):
        return False  # "called for Reyes to resign": no thing but a clause
    return head.dep_ in ("obj", "iobj", "obl", "nmod", "nsubj:pass") or (head.dep_ == "xcomp" and find_family(cue.lemma_) == "wants")


def said_words(context: Context, quotation: Quotation, span: Span) -> str:
    """The words of a span without the cue that stands inside: "The plan, she said, was wrong" says “The plan was wrong”."""
    text = text_of(context.doc)
    inside = quotation.cue is not None and quotation.cue in span
    parts = [Span(max(c.start, span.start), min(c.end, span.end)) for c in quotation.contents] if inside else [span]
    pieces = [part.cut(text) for part in parts if part.start < part.end]
    return " ".join(" ".join(pieces).split())


def joined_speakers(context: Context, quotation: Quotation, first: Mention) -> list[Mention]:
    """Those who say so with the first: "the council and the union said that …"; the cue stands behind them."""
    words = context.doc.char_span(quotation.speaker.start, quotation.speaker.end, alignment_mode="expand") if quotation.speaker else None
    if words is None or quotation.cue is None or quotation.speaker is None or quotation.cue.start < quotation.speaker.end:
        return []
    joined = [context.mention(n) for n in conjuncts(words.root) if n.i != words.root.i and n.idx < quotation.cue.start]
    return [m for m in joined if m is not None and m.span != first.span]


def cue_worth(context: Context, quotation: Quotation) -> Worth:
    """Negative where the cue says that it was not said: "did not say whether"; planned where it is yet to be: "will tell the court that"."""
    cue = cue_word(context, quotation)
    if cue is None:
        return Worth()
    modality = judge_modality(cue) if cue.pos_ == "VERB" else Modality.ACTUAL
    negative = (is_negated(cue) and not negates_state(cue)) or (cue.pos_ == "NOUN" and has_no(cue))  # "has no intention of selling"
    return Worth(Polarity.NEGATIVE if negative else Polarity.POSITIVE, modality)


def cue_word(context: Context, quotation: Quotation) -> Token | None:
    """The head of the words that bring the quotation."""
    cue = context.doc.char_span(quotation.cue.start, quotation.cue.end, alignment_mode="expand") if quotation.cue is not None else None
    return cue.root if cue is not None else None


def saying_phrase(context: Context, quotation: Quotation) -> str:
    """The verb of saying; "according to" and a bare quotation are "say"; a noun is its verb ("claim"), or made ("make case"), or expressed ("concern")."""
    words = quotation.cue_lemma.replace(" ", "")
    cue = cue_word(context, quotation)
    if cue is not None and cue.pos_ == "NOUN" and words == cue.lemma_.lower():
        made = cue.dep_ == "obj" and cue.head.lemma_ in word_set("light_verb")
        return f"{cue.head.lemma_} {words}" if made else nominal_verbs().get(words, f"express {words}")
    return quotation.cue_lemma if words.isalpha() and words != "accordingto" else "say"


def addressee_mention(context: Context, quotation: Quotation) -> Mention | None:
    """The mention of whom it was said to."""
    if quotation.addressee is None:
        return None
    words = context.doc.char_span(quotation.addressee.start, quotation.addressee.end, alignment_mode="expand")
    return context.by_head.get(words.root.i) if words is not None else None


def quoted_sentences(context: Context, quotation: Quotation) -> Iterator[Span]:
    """Each sentence of a quotation, cut to its words; the whole of a short turn between marks."""
    text = text_of(context.doc)
    if quotation.kind is not QuotationKind.DIRECT:
        yield from reported_sentences(context, quotation)
        return
    for content in join_halves(quotation, text):
        if len(content.cut(text).split()) <= SHORT_TURN:
            yield content  # "The workers don't want it. The unions don't want it." is said in one breath
            continue
        for sent in context.doc.sents:
            start, end = max(content.start, sent.start_char), min(content.end, sent.end_char)
            words = text[start:end]
            if end > start and any(c.isalnum() for c in words):
                stripped = words.strip()
                at = start + words.index(stripped)
                yield Span(at, at + len(stripped))


def join_halves(quotation: Quotation, text: str) -> list[Span]:
    """The contents, one where the cue parts a sentence: “"The pier," she said, "was never safe."” says that the pier was never safe."""
    found: list[Span] = []
    for content in quotation.contents:
        before = found[-1] if found else None
        between = text[before.end : content.start] if before is not None else ""
        parted = before is not None and quotation.cue is not None and before.end <= quotation.cue.start < content.start and not set(":;") & set(between)
        if before is not None and parted and before.cut(text).rstrip()[-1:] not in (".", "!", "?", "…") and content.cut(text).lstrip()[:1].islower():
            found[-1] = Span(before.start, content.end)
        else:
            found.append(content)
    return found


def reported_sentences(context: Context, quotation: Quotation) -> Iterator[Span]:
    """Each sentence of reported words: more than one where the speaker goes on behind the sentence of the cue."""
    starts = [sent.start_char for sent in context.doc.sents]
    numbers = [bisect_right(starts, content.start) for content in quotation.contents]
    for number in dict.fromkeys(numbers):
        own = [content for content, n in zip(quotation.contents, numbers, strict=True) if n == number]
        yield Span(own[0].start, own[-1].end)


def mentions_inside(context: Context, span: Span) -> tuple[Mention, ...]:
    """Named things that the words speak of."""
    inside = [m for m in context.by_head.values() if m.span in span and m.kind is not MentionKind.PRONOUN]
    return tuple(sorted(inside, key=lambda m: m.span))
