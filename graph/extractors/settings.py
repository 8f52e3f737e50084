"""In: the nouns around a verb. Out: when and where it happens, in the article's own words. It refuses to reckon dates: that needs the article's date."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from spacy.tokens import Token

from graph.extractors.context import phrase_span, words_of
from graph.records import Moment

if TYPE_CHECKING:
    from graph.extractors.frames import Oblique

TIME_ADVERBS = {"yesterday", "today", "tomorrow", "tonight", "recently", "currently", "now", "earlier", "later", "overnight", "annually", "previously"}


def find_time(verb: Token, times: Sequence[Oblique]) -> Moment | None:
    """When: the first time noun with its preposition left out (an event keeps it), else an adverb of time ("yesterday")."""
    doc = verb.doc
    if times:
        whole = frozenset({"conj", "cc"}) if times[0].prep == "between" else frozenset()  # "between 2011 and 2014"
        span = phrase_span(times[0].noun, keep=whole, with_case=times[0].noun._.kind == "event")  # "after a similar accident" is no accident
        return Moment(words_of(span, doc), span)
    for child in verb.children:
        if child.dep_ in ("advmod", "obl:unmarked", "obl:tmod") and child.lower_ in TIME_ADVERBS:
            span = phrase_span(child)
            return Moment(words_of(span, doc), span)
    return None


def find_place(places: Sequence[Oblique]) -> Moment | None:
    """Where: the first place noun."""
    if not places:
        return None
    span = phrase_span(places[0].noun)
    return Moment(words_of(span, places[0].noun.doc), span)
