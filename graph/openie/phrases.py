"""In: the head word of a phrase. Out: its words as they stand in the text. It refuses the clauses that hang on a phrase, but for those in its middle."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Token

from graph.extractors.context import opens_examples, text_of

_CLAUSES = frozenset({"acl:relcl", "acl", "advcl", "advcl:relcl", "parataxis", "ccomp", "csubj", "list", "discourse", "dep", "vocative"})
_NOT_OF_NOUN = frozenset({"case", "mark", "cop", "aux", "nsubj", "nsubj:pass", "nsubj:outer", "cc", "conj", "cc:preconj", "expl"})
_NOT_OF_NAME = _CLAUSES | {"appos"}
_QUOTES = frozenset(['"', "'", "`", "``", "''", "“", "”", "‘", "’"])
_EDGES = " ,;:–—-"


@dataclass(frozen=True)
class Fact:
    """A tuple without its sentence."""

    subject: str
    relation: str
    argument: str
    certainty: float


def certainty(token: Token) -> float:
    """How sure the parser is of the word's place in the tree."""
    return float(token._.certainty)


def whole_phrase(head: Token, *, without: Collection[Token] = (), with_case: bool = False) -> str:
    """The noun phrase of `head`: what comes before it and after it, to the first clause, apposition or joined phrase of its own.

    A name in apposition right behind the noun, with no comma, belongs to it: "the composer Ola Nordmann". Phrases joined further down stay:
    "the border between Norway and Sweden".
    """
    inside = _members(head, {token.i for token in without}, with_case=with_case)
    first = last = head.i
    while (step := _step(head, first, -1, inside)) is not None:
        first = step
    while (step := _step(head, last, 1, inside)) is not None:
        last = step
    while first < head.i and head.doc[first].dep_ == "cc":
        first += 1
    while last > head.i and head.doc[last].is_punct and not _closes(head.doc[last], first):
        last -= 1
    return cut(head.doc[first], head.doc[last])


def clause_words(head: Token, *, without: Collection[Token] = ()) -> str:
    """The words of a clause that is an argument, without the "that" before it and without the clauses in `without`."""
    left_out = {token.i for other in without for token in other.subtree}
    tokens = [token for token in head.subtree if not token.is_space and token.i not in left_out]
    while tokens and (tokens[0].dep_ in ("punct", "cc") or (tokens[0].dep_ == "mark" and tokens[0].lower_ == "that" and tokens[0].head.i == head.i)):
        tokens = tokens[1:]
    while tokens and tokens[-1].dep_ == "punct":
        tokens = tokens[:-1]
    if not tokens:
        return ""
    gap = next((place for place, (one, two) in enumerate(pairwise(tokens)) if two.i - one.i > 3), len(tokens) - 1)
    end = gap if tokens[gap].i >= head.i else len(tokens) - 1
    return cut(tokens[0], tokens[end])


def join_words(tokens: Iterable[Token]) -> str:
    """The words in the order of the sentence; those written together stay together ("isn't")."""
    ordered = sorted(set(tokens), key=lambda token: token.i)
    text = ""
    for before, token in zip([None, *ordered], ordered, strict=False):
        is_glued = before is not None and before.i == token.i - 1 and not before.whitespace_
        text += token.text if is_glued or not text else f" {token.text}"
    return text


def cut(first: Token, last: Token) -> str:
    """The text from one word to another, on one line, without dangling marks at its ends."""
    text = " ".join(text_of(first.doc)[first.idx : last.idx + len(last)].split()).strip(_EDGES)
    for opening, closing in ("()", "[]", "“”"):
        if text.startswith(opening) and text.endswith(closing) and text.count(opening) == 1:
            text = text[1:-1].strip()
        if text.count(opening) > text.count(closing):
            text = text.rpartition(opening)[0].strip(_EDGES) if not text.startswith(opening) else text[1:]
        elif text.count(closing) > text.count(opening):
            text = text.replace(closing, "", 1)
    return " ".join(text.split())


def is_close(token: Token) -> bool:
    """Whether an apposition stands right behind its noun, with no comma: a name or what explains it."""
    edge = token.left_edge
    marks = [mark for mark in (edge, token.doc[max(edge.i - 1, 0)]) if mark.is_punct and mark.text not in _QUOTES]
    return token.dep_ == "appos" and token.i > token.head.i and not marks


def _members(head: Token, left_out: set[int], *, with_case: bool) -> set[int]:
    inside = {head.i}
    stack = [head]
    while stack:
        parent = stack.pop()
        for child in parent.children:
            is_own = parent.i == head.i
            refused = child.i in left_out or child.is_space or child.dep_ in (_CLAUSES if is_close(child) else _NOT_OF_NAME)
            refused = refused or (is_own and child.dep_ in _NOT_OF_NOUN and not (with_case and child.dep_ == "case") and child.tag_ != "POS")
            refused = refused or (is_own and child.dep_ == "advmod" and child.lower_ in ("n't", "n’t", "not"))
            is_before = child.right_edge.i < head.i and not (is_own and child.dep_ in _NOT_OF_NOUN) and child.i not in left_out
            if (refused and not (is_before and not is_own)) or (child.i > head.i and opens_examples(child)):
                continue
            inside.add(child.i)
            stack.append(child)
    return inside


def _step(head: Token, at: int, way: int, inside: set[int]) -> int | None:
    """The next word of the phrase from `at`, over marks; None at its end. Marks are no reason to stop, nor to go on."""
    to = at + way
    while 0 <= to < len(head.doc) and (head.doc[to].is_punct or head.doc[to].text in ("``", "''", "$")) and to not in inside:
        to += way
    return to if to in inside and 0 <= to < len(head.doc) else None


def _closes(mark: Token, first: int) -> bool:
    """Whether a mark at the end closes what was opened within the phrase, or belongs to its last word."""
    opening = {")": "(", "]": "[", "”": "“", '"': '"', "''": "``", "'": "`", "’": "‘"}.get(mark.text)
    return mark.tag_ == "POS" or mark.text == "%" or (opening is not None and any(other.text == opening for other in mark.doc[first : mark.i]))
