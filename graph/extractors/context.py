"""In: a document with its mentions and quotations. Out: one place to ask for the mention at a word, whose words it stands in, and its evidence.

Extractors share it so that none of them searches the document on its own. It refuses to resolve: mentions stay mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Span as DocSpan, Token

from graph.records import Evidence, Mention, MentionKind, Quotation, Span
from graph.status import Speech


@dataclass(frozen=True)
class Context:
    """A document as the extractors see it."""

    doc: Doc
    by_head: dict[int, Mention]
    speech: Speech

    @classmethod
    def of(cls, doc: Doc, mentions: Iterable[Mention], quotations: Sequence[Quotation]) -> Context:
        """Indexes mentions by the position of their head word and quotations by the words inside them."""
        by_offset = {t.idx: t.i for t in doc}
        by_head: dict[int, Mention] = {}
        for mention in mentions:
            at = by_offset.get(mention.head.start)
            if at is not None:
                by_head.setdefault(at, mention)
        by_span = {m.span: m for m in mentions}
        return cls(doc, by_head, Speech.of(doc, quotations, by_head, by_span))

    def mention(self, token: Token) -> Mention | None:
        """The mention whose head `token` is; that of a name's first word for a later one."""
        found = self.by_head.get(token.i)
        if found is None and token.dep_ in ("flat", "compound") and token.head.i != token.i:
            return self.by_head.get(token.head.i)
        return found

    def sentences(self) -> Iterable[DocSpan]:
        """Sentences that state something: a question or a line without a verb states nothing, though its names may."""
        return self.doc.sents


def sentence_evidence(token: Token) -> Evidence:
    """The whole sentence of `token`, without the white space around it."""
    sent = token.sent
    text = sent.text
    start = sent.start_char + len(text) - len(text.lstrip())
    end = sent.start_char + len(text.rstrip())
    return Evidence(Span(start, end), token.doc.text[start:end])


CLAUSE_PARTS = {"acl:relcl", "acl", "advcl", "advcl:relcl", "appos", "parataxis", "punct", "cc", "conj", "ccomp", "csubj", "list", "discourse", "dep", "vocative"}
"""What hangs on a noun without being part of its name."""


def phrase_span(head: Token, *, keep: frozenset[str] = frozenset(), with_case: bool = False) -> Span:
    """The noun phrase of `head` without the clauses, appositions and conjuncts that hang on it; prepositional phrases stay.

    The stretch is contiguous: it ends before the first word left out after the head.
    """
    inside = {head.i}
    stack = [head]
    while stack:
        for child in stack.pop().children:
            left_out = child.dep_ in CLAUSE_PARTS - keep or child.is_space or (not with_case and child.head.i == head.i and child.dep_ in ("case", "mark", "cop", "aux", "nsubj"))
            if not left_out:
                inside.add(child.i)
                stack.append(child)
    start = end = head.i
    while start - 1 in inside:
        start -= 1
    while end + 1 in inside or (end + 2 in inside and head.doc[end + 1].text in "-’'&/"):
        end += 1
    first, last = head.doc[start], head.doc[end]
    return Span(first.idx, last.idx + len(last))


def words_of(span: Span, doc: Doc) -> str:
    """The words of a span, white space folded."""
    return " ".join(doc.text[span.start : span.end].split())


def conjuncts(token: Token) -> list[Token]:
    """`token` and what is joined to it by "and", "or", commas, in order; "but not X" is left out."""
    out = [token]
    for child in token.children:
        if child.dep_ == "conj" and not any(c.lower_ in ("not", "rather") and c.dep_ in ("advmod", "cc") for c in child.children):
            out += conjuncts(child)
    return out


def is_pronoun(mention: Mention | None) -> bool:
    """Whether the mention is a pronoun."""
    return mention is not None and mention.kind is MentionKind.PRONOUN
