"""In: a parsed document. Out: its quoted stretches in terms of words, with the narration to the left and right of each. It refuses to judge who speaks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from graph.quotations.marks import Quoted, find_quoted
from graph.quotations.phrases import label_length
from graph.records import Span

SWALLOWED = re.compile(r"[,!?](?= (?:(?:said|says|added|asked|told|replied) [^.!?]{2,60}|[^,.!?]{2,40} (?:said|says|added|asked|replied)\b[^.!?,]{0,40})[.]?$)")
INNER_CLOSERS = frozenset({"’", "'", "”", '"', "''"})
SENTENCE_ENDS = frozenset({".", "!", "?", "…", ".."})


@dataclass(frozen=True)
class Layout:
    """The quoted stretches of a document.

    `inner[k]` and `outer[k]` are the words of stretch k, without and with its marks, as (first, last + 1). `owner[i]` is the stretch that
    word i stands in, or -1. `paragraph[i]` is the number of its paragraph. `segment[i]` counts the places before it where a sentence ends for
    certain: paragraphs, and full stops within quotation marks ahead of narration; trees often run over the latter.
    """

    doc: Doc
    text: str
    quoted: tuple[Quoted, ...]
    inner: tuple[tuple[int, int], ...]
    outer: tuple[tuple[int, int], ...]
    owner: tuple[int, ...]
    paragraph: tuple[int, ...]
    segment: tuple[int, ...]

    @classmethod
    def of(cls, doc: Doc) -> Layout:
        """Reads the marks of a document."""
        paragraphs = [paragraph_span(doc, start, end) for start, end in doc._.paragraphs]
        text = doc.text  # joined anew at every look
        quoted = tuple(cut_at_cue(text, q) for q in find_quoted(text, paragraphs))
        starts = [token.idx for token in doc]
        ends = [token.idx + len(token) for token in doc]
        outer = tuple((bisect_right(ends, q.outer.start), bisect_left(starts, q.outer.end)) for q in quoted)
        inner = tuple((bisect_right(ends, q.inner.start), bisect_left(starts, q.inner.end)) for q in quoted)
        owner = [-1] * len(doc)
        for k, (first, last) in enumerate(outer):
            owner[first:last] = [k] * (last - first)
        number = [0] * len(doc)
        for n, (first, last) in enumerate(doc._.paragraphs):
            number[first:last] = [n] * (last - first)
        return cls(doc, text, quoted, inner, outer, tuple(owner), tuple(number), count_segments(doc, inner, outer, number))

    def words(self, k: int) -> list[Token]:
        """The words of stretch k, without the closing marks of quotations within it."""
        first, last = self.inner[k]
        words = [token for token in self.doc[first:last] if not token.is_space]
        while len(words) > 1 and words[-1].text in INNER_CLOSERS:
            words.pop()
        return words

    def is_narration(self, token: Token) -> bool:
        """Whether a word stands outside all quotation marks."""
        return self.owner[token.i] < 0

    def left(self, k: int) -> list[Token]:
        """The narration of the paragraph between the stretch before and stretch k."""
        first = self.outer[k][0]
        start = first
        number = self.paragraph[first] if first < len(self.doc) else -1
        while start > 0 and self.owner[start - 1] < 0 and self.paragraph[start - 1] == number:
            start -= 1
        tokens = [token for token in self.doc[start:first] if not token.is_space]
        return tokens[label_length(tokens) :] if start == 0 or self.paragraph[start - 1] != number else tokens

    def right(self, k: int) -> list[Token]:
        """The narration of the paragraph between stretch k and the next."""
        last = self.outer[k][1]
        end = last
        number = self.paragraph[last - 1]
        while end < len(self.doc) and self.owner[end] < 0 and self.paragraph[end] == number:
            end += 1
        return [token for token in self.doc[last:end] if not token.is_space]

    def left_clause(self, k: int) -> list[Token]:
        """The narration to the left that belongs to the same sentence."""
        tokens = self.left(k)
        return tokens[last_end(tokens) :]

    def right_clause(self, k: int) -> list[Token]:
        """The narration to the right that belongs to the same sentence, its full stop left out."""
        tokens = self.right(k)
        return tokens[: first_end(tokens)]

    def narration_before(self, number: int) -> list[Token]:
        """The narration of paragraph `number` after its last quoted stretch, or all of it."""
        first, last = self.doc._.paragraphs[number]
        tokens = [token for token in self.doc[first:last] if not token.is_space]
        quoted = [i for i, token in enumerate(tokens) if self.owner[token.i] >= 0]
        return tokens[quoted[-1] + 1 :] if quoted else tokens

    def in_paragraph(self, number: int) -> list[int]:
        """The stretches of a paragraph."""
        return [k for k, (first, last) in enumerate(self.outer) if first < last and self.paragraph[first] == number]


def count_segments(doc: Doc, inner: Sequence[tuple[int, int]], outer: Sequence[tuple[int, int]], paragraph: Sequence[int]) -> tuple[int, ...]:
    """For each word the number of certain ends of sentences before it."""
    breaks = set()
    for (first, last), (_, end) in zip(inner, outer, strict=True):
        following = next((t for t in doc[end:] if not t.is_space), None)
        words = [t.text for t in doc[first:last] if t.text not in INNER_CLOSERS and not t.is_space]
        if words and words[-1] == "." and following is not None and following.text[:1].isupper():
            breaks.add(following.i)
    counts: list[int] = []
    for i in range(len(doc)):
        is_new = i in breaks or (i > 0 and paragraph[i] != paragraph[i - 1])
        counts.append((counts[-1] if counts else 0) + is_new)
    return tuple(counts)


def cut_at_cue(text: str, quoted: Quoted) -> Quoted:
    """A stretch that lost its closing mark, cut before the cue that it would swallow.

    >>> cut_at_cue("“We lost, he said.", find_quoted("“We lost, he said.")[0]).inner
    Span(start=1, end=9)
    """
    match = None if quoted.is_closed or not quoted.is_opened else SWALLOWED.search(text, quoted.inner.start, quoted.inner.end)
    if match is None:
        return quoted
    end = match.start() + 1
    return replace(quoted, outer=Span(quoted.outer.start, end), inner=Span(quoted.inner.start, end))


def paragraph_span(doc: Doc, start: int, end: int) -> Span:
    """Where a paragraph stands, without white space at its edges."""
    tokens = [token for token in doc[start:end] if not token.is_space]
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1])) if tokens else Span(doc[start].idx, doc[start].idx)


def is_end(token: Token) -> bool:
    """Whether a sentence ends with this word."""
    return token.text in SENTENCE_ENDS


def last_end(tokens: Sequence[Token]) -> int:
    """The number of words up to and with the last end of a sentence."""
    return next((i + 1 for i in range(len(tokens) - 1, -1, -1) if is_end(tokens[i])), 0)


def first_end(tokens: Sequence[Token]) -> int:
    """The number of words before the first end of a sentence."""
    return next((i for i, token in enumerate(tokens) if is_end(token)), len(tokens))
