"""In: a token. Out: whether a description hangs on it, and how far that description reaches. It refuses clauses, appositions, brackets and
prepositional phrases that do not belong to the name of the thing.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from graph.gazetteer import is_amount_word, is_honorific, is_time_word, is_title

LEFT = ("det", "det:predet", "amod", "compound", "nummod", "nmod:poss", "nmod:desc", "nmod:unmarked", "nmod", "flat", "goeswith", "fixed", "punct")
NOT_NOMINAL = ("compound", "compound:prt", "flat", "fixed", "goeswith", "case", "mark", "advmod", "cc", "det", "discourse", "expl", "punct", "reparandum")
NOMINAL = ("nsubj", "nsubj:pass", "nsubj:outer", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "appos", "root", "conj")
GENERALS = frozenset(["attorney", "auditor", "consul", "director", "governor", "inspector", "secretary", "solicitor", "surgeon"])
"""Posts that "general" may follow."""
LONGEST_OF = 12
"""Words of an "of" phrase that still names the thing."""


def is_description_head(token: Token) -> bool:
    """Whether the token is the head of a noun phrase that is no name, no time and no amount."""
    if token.dep_ in NOT_NOMINAL or token.is_punct or token.is_space:
        return False
    lemma = token.lemma_.lower()
    if token._.kind == "time" or is_time_word(lemma) or is_amount_word(lemma) or is_honorific(token.text) or is_abbreviation(token):
        return False
    if is_before_title(token):
        return False
    if lemma == "law" and token.doc[max(token.i - 3, 0) : token.i].text.lower() == "-in-":
        return False  # of "son-in-law"
    if token.pos_ in ("NOUN", "PROPN"):
        return any(c.isalpha() for c in token.text)
    if token.pos_ in ("ADJ", "VERB", "NUM"):
        has_det = any(c.dep_ == "det" and c.lower_ in ("the", "those", "these") for left in (token, *years_before(token)) for c in left.lefts)
        return bool(token._.kind) and token.dep_ in NOMINAL and token.pos_ != "NUM" and (has_det or token.tag_ in ("VBG", "NN", "NNS"))
    if token.pos_ == "PRON" and token.lower_ in ("those", "these"):
        return any(c.dep_ in ("nmod", "acl", "acl:relcl") for c in token.rights)
    return token.pos_ in ("X", "SYM") and bool(token._.kind) and any(c.isalpha() for c in token.text) and token.dep_ in NOMINAL


def is_before_title(token: Token) -> bool:
    """Whether it only begins a post ("Deputy" in "Deputy President"), or ends one ("general" in "director general"), though the tree hangs it elsewhere."""
    doc, i = token.doc, token.i
    if token.lower_ in ("deputy", "vice", "prime", "attorney") and i + 1 < len(doc) and token.whitespace_ and is_title(doc[i + 1].text):
        return token.text[0].isupper() == doc[i + 1].text[0].isupper()
    if token.dep_ in ("nmod:desc", "nmod") and token.text[0].isupper() and i + 1 < len(doc) and doc[i + 1].text[0].isupper() and is_title(doc[i + 1].text):
        return not is_title(token.text) and not token.is_sent_start and token.pos_ == "NOUN"  # "Law" in "Union Law Minister"
    return i > 0 and is_behind_post(token) and doc[i - 1].dep_ not in NOT_NOMINAL and not is_before_title(doc[i - 1])


def is_behind_post(token: Token) -> bool:
    """Whether it is the "general" of "director general"."""
    return token.i > 0 and token.lower_ == "general" and token.nbor(-1).lower_ in GENERALS and bool(token.nbor(-1).whitespace_)


def years_before(token: Token) -> list[Token]:
    """The "year" of "the 52-year-old"."""
    return (
        [c for c in token.lefts if c.lemma_.lower() == "year" and c.dep_ in ("obl:unmarked", "nmod:unmarked", "obl", "compound")]
        if token.lower_ == "old"
        else []
    )


def is_abbreviation(token: Token) -> bool:
    """Whether it is a member's party in brackets ("R-Ohio"), a title cut short before a name ("Rep.") or half of a day ("p.m.")."""
    if re.fullmatch(r"[DRIL](?:[-–][A-Z][\w.]*)?|[ap]\.?m\.?", token.text):
        return True
    return token.text.endswith(".") and is_title(token.text)


def phrase_span(head: Token) -> tuple[int, int]:
    """The tokens (start, end) of the description, without relative clauses, appositions and brackets."""
    kept = phrase_tokens(head)
    start = end = head.i
    while start - 1 in kept:
        start -= 1
    while end + 1 in kept:
        end += 1
    doc = head.doc
    while start < head.i and (
        doc[start].is_punct
        or doc[start].is_space
        or doc[start].pos_ in ("SCONJ", "CCONJ")
        or (doc[start].pos_ == "ADP" and doc[start].dep_ == "case" and doc[start].head.i == head.i)
    ):
        start += 1
    while end > head.i and (doc[end].is_punct or doc[end].is_space or doc[end].tag_ == "POS" or doc[end].dep_ == "case"):
        end -= 1
    return start, end + 1


def phrase_tokens(head: Token) -> set[int]:
    """The numbers of all tokens that belong to the description of `head`."""
    kept = {head.i}
    if head.doc[head.i + 1 : head.i + 5].text.lower() == "-in-law":
        kept |= set(range(head.i + 1, head.i + 5))  # a brother-in-law is no brother
    if head.i and is_before_title(head.nbor(-1)):
        kept.add(head.i - 1)
    if head.i + 1 < len(head.doc) and is_behind_post(head.nbor(1)):
        kept.add(head.i + 1)
    is_predicate = any(c.dep_ in ("cop", "nsubj", "nsubj:pass") for c in head.children)
    for child in head.lefts:
        if child.dep_ in LEFT and not (child.dep_ == "nmod" and has_case(child)):
            if child.dep_ == "punct" and is_predicate:
                continue
            kept |= {t.i for t in child.subtree}
        elif child in years_before(head):
            kept |= {t.i for t in child.subtree} | set(range(child.i, head.i))  # "the 52-year-old"
        elif child.dep_ == "advmod" and child.i == head.i - 1 and not is_predicate and child.tag_ == "JJ":
            kept.add(child.i)
    for child in head.rights:
        if head.pos_ in ("PRON", "DET") and child.dep_ in ("nmod", "acl", "acl:relcl") and len(list(child.subtree)) <= LONGEST_OF:
            kept |= {t.i for t in child.subtree}  # "those in the poorest streets" says who only with its place
        elif child.dep_ in ("flat", "goeswith", "fixed", "nummod") and child.i < head.i + 4:
            kept |= {t.i for t in child.subtree}
        elif child.dep_ == "nmod" and is_of(child):
            inner = phrase_tokens(child) | {t.i for t in child.lefts if t.dep_ == "case"}
            for other in child.conjuncts:
                if other.i > child.i and other.dep_ == "conj":
                    inner |= phrase_tokens(other) | {t.i for t in other.lefts if t.dep_ in ("cc", "punct")}
            if len(inner) <= LONGEST_OF:
                kept |= inner
    return kept


def is_of(token: Token) -> bool:
    """Whether the noun hangs on another by "of"."""
    return any(c.dep_ == "case" and c.lower_ == "of" for c in token.lefts)


def has_case(token: Token) -> bool:
    """Whether a preposition stands before the noun."""
    return any(c.dep_ == "case" and c.tag_ != "POS" for c in token.children)
