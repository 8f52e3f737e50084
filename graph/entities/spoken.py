"""In: a text and its quotations. Out: in which quotation's own words a stretch stands. It refuses paraphrase, which is the reporter's: in
“he said the plan was “dead” by now” only “dead” is spoken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from graph.records import Quotation, QuotationKind, Span

MOST_NESTED = 8
"""Direct words that may stand within one another."""
MARK = re.compile(r"''|``|[“”\"„«»]|(?<!\w)‘|(?<=\w)[’'](?!\w)|(?<=[.,!?])[’'](?!\w)")
OPENING, CLOSING = frozenset(["“", "„", "«", "``", "‘"]), frozenset(["”", "»", "’", "'"])
SINGLE = frozenset(["‘", "’", "'"])


class DirectWords:
    """The stretches of direct speech, to find the quotation that a word stands in; of nested ones the shortest."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        """Sorts them."""
        self.parts: list[tuple[int, int, int, int]] = []
        for number, quotation in enumerate(quotations):
            if quotation.kind is QuotationKind.INDIRECT:
                continue
            for content in quotation.contents:
                parts = spoken_parts(text, content) if quotation.kind is QuotationKind.MIXED else [content]
                self.parts += [(p.start, p.end, quotation.span.end - quotation.span.start, number) for p in parts]
        self.parts.sort()

    def at(self, span: Span) -> int | None:
        """The number of the quotation."""
        k = bisect_right(self.parts, span.start, key=lambda p: p[0])
        found = [(size, n) for start, end, size, n in self.parts[max(0, k - MOST_NESTED) : k] if start <= span.start and span.end <= end]
        return min(found)[1] if found else None


def spoken_parts(text: str, content: Span) -> Sequence[Span]:
    """What stands between quotation marks in words that are partly paraphrase; all of them where no mark is near.

    >>> words = 'that it was “dead” by now'
    >>> [p.cut(words) for p in spoken_parts(words, Span(0, len(words)))]
    ['dead']
    >>> [p.cut('“Dead,” he says') for p in spoken_parts('“Dead,” he says', Span(1, 6))]
    ['Dead,']
    """
    return list(between_marks(text, content)) or ([] if MARK.search(text, content.start, content.end) else [content])


def between_marks(text: str, content: Span) -> Iterator[Span]:
    """The stretches between marks; the first may have its opening mark just before, the last its closing mark just after."""
    before = text[max(0, content.start - 2) : content.start].rstrip()
    start: int | None = content.start if before.endswith(("“", '"', "''", "``", "„", "«", "‘")) else None
    is_single = before.endswith("‘")
    for mark in MARK.finditer(text, content.start, content.end):
        word = mark.group()
        if start is None and word not in CLOSING:
            start, is_single = mark.end(), word in SINGLE
        elif start is not None and word not in OPENING and (word in SINGLE) == is_single:
            yield Span(start, mark.start())
            start = None
    if start is not None and start < content.end:
        yield Span(start, content.end)
