"""In: a noun of a parsed sentence. Out: the facts that its phrase states by itself: appositions, titles, owners, places.

The relation stands in no word of the text: "is", "has", "is in". It refuses pronouns as owners.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from graph.gazetteer import is_honorific, is_partitive
from graph.openie.phrases import Fact, certainty, is_close, join_words, whole_phrase

APPOSITION, TITLE, INSIDE, PLACE, OWNER, PART = 0.7, 0.5, 0.5, 0.3, 0.3, 0.15
"""How often what a phrase of this kind says is taken for a fact, where the tree is certain."""
_NOUNS = ("NOUN", "PROPN")


def read_noun(token: Token) -> Iterator[Fact]:
    """The facts of one word; none where it is no noun."""
    if token.pos_ not in _NOUNS or token.head.i == token.i:
        return
    above = token.head
    if token.dep_ == "appos" and above.pos_ in _NOUNS and not _is_inside(token, above):
        yield _read_apposition(token, above)
    elif token.dep_ == "nmod:desc" and not is_honorific(token.text) and above.pos_ == "PROPN" and token.i < above.i:
        yield Fact(whole_phrase(above, without=[token]), "is", whole_phrase(token), TITLE * certainty(token))
    elif token.dep_ == "nmod:poss" and above.pos_ in _NOUNS and any(child.tag_ == "POS" for child in token.children):
        owner = whole_phrase(token, without=[child for child in token.children if child.tag_ == "POS"])
        yield Fact(owner, "have" if _is_plural(token) else "has", whole_phrase(above, without=[token]), OWNER * certainty(token))
    elif token.dep_ in ("nmod:unmarked", "appos") and _is_inside(token, above):
        yield Fact(whole_phrase(above, without=[token]), "is in", whole_phrase(token), INSIDE * certainty(token))
    elif token.dep_ == "nmod" and above.pos_ in _NOUNS:
        yield from _read_preposition(token, above)


def _read_apposition(token: Token, above: Token) -> Fact:
    """A name is what it is said to be, on whichever side it stands: "the composer Ola Nordmann"."""
    one, two = whole_phrase(above, without=[token]), whole_phrase(token)
    sure = APPOSITION * certainty(token)
    if is_close(token) and token.pos_ == "PROPN" and above.pos_ == "NOUN":
        return Fact(two, "is", one, sure)
    return Fact(one, "are" if _is_plural(above) else "is", two, sure)


def _read_preposition(token: Token, above: Token) -> Iterator[Fact]:
    cases = [child for child in token.children if child.dep_ == "case"]
    if not cases:
        return
    words = join_words(cases).lower()
    if words in ("in", "at", "on", "near", "between"):
        yield Fact(whole_phrase(above, without=[token]), f"{'are' if _is_plural(above) else 'is'} {words}", whole_phrase(token), PLACE * certainty(token))
    elif words == "of" and _may_own(token, above):
        yield Fact(whole_phrase(token), "have" if _is_plural(token) else "has", whole_phrase(above, without=[token]), PART * certainty(token))


def _may_own(owner: Token, above: Token) -> bool:
    """Whether "the N of X" says that X has an N: not "the City of Oslo", "80 % of the people", "the seat of government", nor what somebody is."""
    is_definite = owner.pos_ == "PROPN" or any(child.dep_ in ("det", "nmod:poss") for child in owner.children)
    is_part = is_partitive(above.text) or is_partitive(above.lemma_) or above.pos_ in ("NUM", "SYM") or above._.kind in ("place", "time") or above.text == "%"
    return is_definite and not is_part and owner._.kind != "time" and not any(child.dep_ == "cop" for child in above.children)


def _is_plural(noun: Token) -> bool:
    return noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)


def _is_inside(token: Token, above: Token) -> bool:
    """Whether two names of places stand one after the other with a comma, as the smaller and the larger: "Bergen, Norway"."""
    return (
        token.pos_ == above.pos_ == "PROPN"
        and token._.kind == above._.kind == "place"
        and token.left_edge.i - above.i in (0, 1, 2)
        and ","
        in (
            token.left_edge.text,
            token.doc[max(token.left_edge.i - 1, 0)].text,
        )
    )
