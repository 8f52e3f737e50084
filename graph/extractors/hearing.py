"""In: a document and a quotation. Out: the quotation as far as what it holds is its speaker's claim.

What somebody rejects is another's claim, what somebody means to do is a plan, what somebody was persuaded to do is a fact. It refuses to find quotations.
"""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Token

from graph.records import Quotation, QuotationKind, Span
from ontology.lexicon import find_family

WORDY_FAMILIES = frozenset({"states", "asks", "denies", "promises", "instructs", "accuses", "believes"})
"""Families whose verbs say the thing itself: what is in "announced the sale of the pier" is in somebody's words."""
INTENT_FAMILIES = frozenset({"wants", "decides"})
"""Families whose verbs tell by an infinitive what somebody means to do, which is a plan and not words: "intends to sell", but "promises to"."""


def mute(doc: Doc, quotation: Quotation) -> Quotation:
    """The quotation, emptied where what it holds is not its speaker's claim: in "rejected the claim that …" it is another's, in "hopes to win" a plan.

    In "persuaded her to leave" it is what she did.
    """
    head = content_head(doc, quotation)
    if quotation.kind is QuotationKind.DIRECT or head is None:
        return quotation
    family, cue = find_family(quotation.cue_lemma), quotation.cue_lemma
    is_thing = head.pos_ in ("NOUN", "PROPN") and not any(c.dep_.startswith(("nsubj", "cop", "expl")) for c in head.children)
    acts = family in INTENT_FAMILIES or cue.startswith("be ") or cue in ("persuade", "convince")  # "is willing to"
    is_act = quotation.kind is QuotationKind.INDIRECT and acts and head.left_edge.lower_ == "to"
    if not is_act and not (is_thing and family not in WORDY_FAMILIES):
        return quotation
    return replace(quotation, contents=(Span(quotation.span.start, quotation.span.start),))


def content_head(doc: Doc, quotation: Quotation) -> Token | None:
    """The word on which the others of a quotation hang."""
    words = doc.char_span(quotation.contents[0].start, quotation.contents[-1].end, alignment_mode="expand")
    return words.root if words is not None else None
