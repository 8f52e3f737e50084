"""In: a word with a capital. Out: whether it is no name after all: a rank, a member's party, a portfolio, a noun that only begins its sentence.

It refuses to find names.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from graph.gazetteer import is_title, known_name_type, noun_type, place_of_demonym, read_table

PARTIES = frozenset(["Con", "Lab", "Lib", "Ind", "Dem", "Rep", "Grn"])


def is_rank_in_letters(doc: Doc, token: Token) -> bool:
    """Whether it is a rank in capitals right before a person's name: "DSP Ann Lee"; a body there has its own label."""
    is_short = token.text.isupper() and 2 <= len(token) <= 4 and not token.ent_type_ and known_name_type(token.text) is None
    is_short = is_short and not is_title(token.text) and noun_type(token.lower_) is None
    return is_short and token.i + 1 < len(doc) and doc[token.i + 1].ent_type_ == "PER" and doc[token.i + 1].ent_iob_ == "B"


def is_party_in_brackets(doc: Doc, token: Token) -> bool:
    """Whether it is a councillor's party cut short: "Ann Lee (Lab)"."""
    return token.text in PARTIES and 1 < token.i < len(doc) - 1 and doc[token.i - 1].text == "(" and doc[token.i - 2].ent_type_ == "PER"


def is_field_of_post(token: Token) -> bool:
    """Whether one word is what the post before a name is over: the "State" of "Secretary of State Ana Lund", no place."""
    bare = token.dep_ == "nmod" and not token.ent_type_ and [c.lower_ for c in token.children] == ["of"]
    return bare and token.head.dep_ == "nmod:desc" and token.head.head.ent_type_ == "PER"


def is_portfolio_before_post(token: Token) -> bool:
    """Whether one word only tells a post: the "Mining" of "Mining Minister Ana Lund", the "Republican" of "Republican Senator Ana Lund"."""
    titled = token.dep_ in ("compound", "amod") and token.head.i > token.i and token.head.text[:1].isupper() and is_title(token.head.text)
    return titled and token.ent_type_ in ("", "MISC") and known_name_type(token.text) is None


def is_headline_noun(doc: Doc, token: Token) -> bool:
    """Whether the first word of a sentence has its capital only from there: the same noun stands in small letters elsewhere, and nowhere with one."""
    if not token.is_sent_start or known_name_type(token.text) is not None or (token.i == 0 and token.ent_type_ == "PER"):
        return False
    alike = [t for t in doc if t.i != token.i and t.lower_ == token.lower_ and not t.is_sent_start]
    return bool(alike) and all(t.text.islower() and t.pos_ in ("NOUN", "ADJ") for t in alike)


def is_compatriot(token: Token) -> bool:
    """Whether it is one person by nationality ("the Swede"), not a people ("the Dutch")."""
    if not place_of_demonym(token.text) or token.tag_ not in ("NN", "NNP") or token._.kind != "person" or token.text.endswith(("ese", "sh", "ch", "ss")):
        return False
    return token.dep_ in ("nsubj", "nsubj:pass", "obj", "iobj", "obl", "nmod:poss", "appos") and any(c.lower_ in ("the", "a") for c in token.lefts)


def is_party_mark(doc: Doc, start: int, end: int) -> bool:
    """Whether it is a member's party and state in brackets or between commas: "(R-Ohio)", "(D-N.Y.)"."""
    text = doc[start : min(end + 2, len(doc))].text
    before = doc[start - 1].text if start else ""
    return before in ("(", ",", "[") and re.match(r"[DRIL]\s?[-–]\s?[A-Z]|[DRIL]\)", text) is not None


def is_compounded(doc: Doc, start: int, end: int) -> bool:
    """Whether the name only begins an adjective: "Holm-backed", "Oslo-based"."""
    last = doc[end - 1].lower_
    ending = last.rpartition("-")[2] if "-" in last else last if end - start > 2 and doc[end - 2].text == "-" and not doc[end - 2].whitespace_ else ""
    return ending in read_table("endings")[""]
