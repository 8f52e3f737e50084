"""In: reported clauses in order. Out: the same, those with the sentences behind in which their speakers go on without a cue ("It would also …").

It refuses a sentence that has a cue, a quotation or a condition of its own, and whatever is not shifted back as reported speech is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from graph.quotations.cues import takes
from graph.quotations.indirect import OWN_VOICE, Report
from graph.quotations.layout import Layout

SHIFTED = frozenset({"would", "'d", "’d"})
CONDITIONS = frozenset({"if", "unless", "had", "should", "otherwise"})
LONGEST = 3
"""Sentences up to which a speaker goes on."""


def continue_reports(layout: Layout, reports: Sequence[Report]) -> Iterator[Report]:
    """Each report, with the sentences behind that are still in its speaker's words."""
    taken = {report.cue.verb.sent.start for report in reports if report.cue.verb is not None}
    for report in reports:
        following = list(sentences_behind(layout, report, taken)) if can_go_on(layout, report) else []
        own = [t for t in report.tokens if not t.is_punct or t.i < report.tokens[-1].i] if following else report.tokens
        yield replace(report, tokens=(*own, *(t for sentence in following for t in sentence if not t.is_space)))


def can_go_on(layout: Layout, report: Report) -> bool:
    """Whether a report is spoken in the past of what is to come, and closes its sentence: "He said that the pool would close in May."."""
    verb = report.cue.verb
    if verb is None or report.is_topic or not layout.is_narration(verb) or verb.tag_ not in {"VBD", "VBN"} or not takes(verb, "quote"):
        return False
    words = [t for t in verb.sent if not t.is_punct and not t.is_space]
    is_last = report.tokens[-1].i >= words[-1].i or (verb.dep_ == "parataxis" and verb.right_edge.i >= words[-1].i)
    is_inserted = report.tokens[0].i < verb.i < report.tokens[-1].i
    return is_last and (is_inserted or verb.dep_ in {"root", "parataxis", "conj"}) and any(is_shifted(t) for t in report.tokens)


def is_shifted(token: Token) -> bool:
    """Whether a word is the "would" of a finite clause."""
    return token.dep_ == "aux" and token.lower_ in SHIFTED


def sentences_behind(layout: Layout, report: Report, taken: set[int]) -> Iterator[Sentence]:
    """The sentences of the same paragraph that go on in the same voice."""
    last = max(report.tokens[-1], report.cue.verb or report.tokens[-1], key=lambda t: t.i).sent
    for _ in range(LONGEST):
        if last.end >= len(layout.doc) or layout.paragraph[last.end] != layout.paragraph[last.start]:
            return
        last = layout.doc[last.end].sent
        if last.start in taken or not goes_on(layout, last):
            return
        yield last


def goes_on(layout: Layout, sentence: Sentence) -> bool:
    """Whether a sentence is shifted back as a whole, without a condition, a quotation or a voice of its own."""
    root = sentence.root
    subject = next((c for c in root.children if c.dep_.startswith(("nsubj", "expl"))), None)
    if subject is None or subject.lower_ in OWN_VOICE or not any(is_shifted(c) for c in root.children):
        return False
    return all(layout.is_narration(t) for t in sentence) and not any(t.lower_ in CONDITIONS for t in sentence) and sentence[-1].text != "?"
