"""In: text and its paragraphs. Out: the stretches between quotation marks, outermost only. It refuses to judge what they are (speech, titles, scare quotes).

Marks may be typographic, straight, doubled single ones ('' or ``), single, nested, left open over several paragraphs that each re-open, or simply missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.records import Span

MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚‹›']")
SINGLE = frozenset("‘’‚‹›'")
OPENING = frozenset("“„«‘‚‹") | {"``"}
CLOSING = frozenset("”»›")
BEFORE_OPENING = frozenset("([{—–-/“‘\"'…:")
SENTENCE_END = frozenset(".,!?…;:")
ELISION = re.compile(r"(?:\d0s|em|til|cause|cos|n|tis|twas|round|bout|ere)\b", re.IGNORECASE)
PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
REACH = 5  # paragraphs that a quotation without any further mark may run over


@dataclass(frozen=True)
class Quoted:
    """A stretch between quotation marks: `outer` with them, `inner` without.

    `is_opened`, `is_closed`: whether it has its own marks. `continues`: it goes on from the stretch before, in another paragraph.
    """

    outer: Span
    inner: Span
    is_single: bool = False
    is_opened: bool = True
    is_closed: bool = True
    continues: bool = False


@dataclass(frozen=True)
class Mark:
    """One quotation mark, and whether its neighbours let it open or close."""

    start: int
    end: int
    char: str
    can_open: bool
    can_close: bool

    @property
    def is_single(self) -> bool:
        """Whether it is one of the single marks."""
        return self.char in SINGLE


def find_quoted(text: str, paragraphs: Sequence[Span] | None = None) -> tuple[Quoted, ...]:
    """The stretches between quotation marks, in order.

    Args:
        text: any text.
        paragraphs: where its paragraphs lie; without them, every line is one.

    Returns:
        Stretches that do not overlap; what stands in marks within another stretch is part of it.

    >>> [q.inner.cut('“Go,” she said. “It’s over.”') for q in find_quoted('“Go,” she said. “It’s over.”')]
    ['Go,', 'It’s over.']
    """
    where = list(paragraphs) if paragraphs is not None else [Span(*m.span()) for m in PARAGRAPH.finditer(text)]
    return tuple(join_paragraphs(text, where, [list(pair_marks(text, p)) for p in where]))


def pair_marks(text: str, paragraph: Span) -> Iterator[Quoted]:
    """The stretches of one paragraph; the last may be left open, the first may lack its opening mark."""
    marks = read_marks(text, paragraph)
    position = 0
    found_any = False
    while position < len(marks):
        mark = marks[position]
        closer, following = find_closer(text, marks, position, paragraph)
        if closer is not None:
            yield make_quoted(text, mark.start, mark.end, closer.start, closer.end, is_single=mark.is_single)
            found_any = True
        elif opens_alone(text, mark, paragraph):
            end = marks[following].start if following < len(marks) else paragraph.end
            quoted = make_quoted(text, mark.start, mark.end, end, end, is_single=mark.is_single)
            yield replace(quoted, is_closed=False)
            found_any = True
        elif closes_alone(text, mark) and not found_any:
            quoted = make_quoted(text, paragraph.start, paragraph.start, mark.start, mark.end, is_single=False)
            yield replace(quoted, is_opened=False)
            found_any = True
        position = following


def read_marks(text: str, paragraph: Span) -> list[Mark]:
    """The quotation marks of a paragraph, apostrophes inside words and elisions left out."""
    found = []
    for match in MARK.finditer(text, paragraph.start, paragraph.end):
        left = text[match.start() - 1] if match.start() > paragraph.start else " "
        right = text[match.end()] if match.end() < paragraph.end else " "
        char = match.group()
        if char in SINGLE and left.isalnum() and right.isalnum():
            continue
        if char in "’'" and not left.isalnum() and ELISION.match(text, match.end()):
            continue
        can_open = not right.isspace() and (left.isspace() or left in BEFORE_OPENING)
        can_close = not left.isspace() and not right.isalnum()
        found.append(Mark(*match.span(), char, can_open, can_close))
    return found


def find_closer(text: str, marks: Sequence[Mark], position: int, paragraph: Span) -> tuple[Mark | None, int]:
    """The mark that closes the one at `position`, and the position to go on from; None where it opens nothing."""
    opener = marks[position]
    if opener.is_single:
        return find_single_closer(text, marks, position, paragraph)
    if not may_open(text, opener):
        return None, position + 1
    rest = [m for m in marks[position + 1 :] if not m.is_single]
    spare = sum(is_closing(m) for m in rest) - sum(is_opening(m) for m in rest)
    depth = 0
    for later in range(position + 1, len(marks)):
        mark = marks[later]
        if mark.is_single:
            continue
        if is_opening(mark):
            if spare <= 0 and depth == 0 and is_between_sentences(text, mark):
                return None, later  # more openings than closings are left: ours has lost its closing mark
            if spare <= 0 and depth == 0:
                spare += 1  # a quotation within: one mark closes both
                continue
            depth += 1
        elif depth == 0:
            return mark, later + 1
        else:
            depth -= 1
    return None, len(marks)


def is_between_sentences(text: str, mark: Mark) -> bool:
    """Whether a mark stands behind the end of a sentence or a comma."""
    return text[: mark.start].rstrip()[-1:] in SENTENCE_END


def find_single_closer(text: str, marks: Sequence[Mark], position: int, paragraph: Span) -> tuple[Mark | None, int]:
    """The same for a single mark: a plural's apostrophe is taken for the closing mark only where nothing better follows."""
    opener = marks[position]
    fallback: int | None = None
    if not opener.can_open or opener.char in "›":
        return None, position + 1
    inside_double = False
    for later in range(position + 1, len(marks)):
        mark = marks[later]
        if not mark.is_single:
            inside_double = not inside_double
        elif mark.can_open and not mark.can_close and not inside_double:
            break
        elif mark.can_close and mark.char not in "‘‚‹" and not inside_double:
            left, right = text[mark.start - 1], text[mark.end : mark.end + 1]
            if left != "s" or mark.end >= paragraph.end or right in SENTENCE_END or right in ')]—–"”':
                return mark, later + 1
            fallback = later if fallback is None else fallback
    return (None, position + 1) if fallback is None else (marks[fallback], fallback + 1)


def may_open(text: str, mark: Mark) -> bool:
    """Whether a double mark may open; a mark after a digit is one of inches or minutes."""
    if mark.can_close and not mark.can_open:
        return mark.char in ('"', "''") and not text[mark.start - 1].isdigit()
    return mark.char not in CLOSING or mark.can_open


def is_opening(mark: Mark) -> bool:
    """Whether a double mark, met inside an open quotation, opens another."""
    if mark.char in OPENING:
        return mark.can_open or not mark.can_close
    return mark.can_open and not mark.can_close and mark.char not in CLOSING


def is_closing(mark: Mark) -> bool:
    """Whether it closes."""
    return not is_opening(mark)


def opens_alone(text: str, mark: Mark, paragraph: Span) -> bool:
    """Whether a mark without its partner still opens a quotation."""
    if mark.is_single:
        return mark.start == paragraph.start and mark.can_open and mark.char in "‘'"
    return mark.can_open and mark.char not in CLOSING


def closes_alone(text: str, mark: Mark) -> bool:
    """Whether a mark without its partner still closes one."""
    return not mark.is_single and mark.can_close and not mark.can_open and mark.char != "''" and not text[mark.start - 1].isdigit()


def make_quoted(text: str, start: int, inner_start: int, inner_end: int, end: int, *, is_single: bool) -> Quoted:
    """A stretch, without the blanks at its edges."""
    inner = text[inner_start:inner_end]
    left = len(inner) - len(inner.lstrip())
    right = len(inner.rstrip())
    span = Span(inner_start + left, inner_start + max(left, right))
    return Quoted(Span(start, max(end, span.end) if end > inner_end else span.end), span, is_single)


def join_paragraphs(text: str, paragraphs: Sequence[Span], found: Sequence[Sequence[Quoted]]) -> Iterator[Quoted]:
    """All stretches in order, marked where they go on from the paragraph before; paragraphs wholly inside a quotation are added."""
    open_since: int | None = None  # the paragraph whose last stretch was left open
    for number, stretches in enumerate(found):
        if open_since is not None and not stretches and not has_double_mark(text, paragraphs[number]):
            ends = closing_paragraph(found, paragraphs, text, number)
            if ends is not None:
                plain = make_quoted(text, paragraphs[number].start, paragraphs[number].start, paragraphs[number].end, paragraphs[number].end, is_single=False)
                yield replace(plain, is_opened=False, is_closed=False, continues=True)
                continue
        for place, quoted in enumerate(stretches):
            at_start = place == 0 and not text[paragraphs[number].start : quoted.outer.start].strip()
            goes_on = at_start and open_since is not None
            if quoted.is_opened or goes_on or place == 0:
                yield replace(quoted, continues=goes_on)
        last = stretches[-1] if stretches else None
        open_since = number if last is not None and not last.is_closed and not text[last.inner.end : paragraphs[number].end].strip() else None


def has_double_mark(text: str, paragraph: Span) -> bool:
    """Whether any double quotation mark stands in a paragraph."""
    return any(m.group() not in SINGLE for m in MARK.finditer(text, paragraph.start, paragraph.end))


def closing_paragraph(found: Sequence[Sequence[Quoted]], paragraphs: Sequence[Span], text: str, number: int) -> int | None:
    """The paragraph after `number` that closes a quotation left open before it."""
    for later in range(number + 1, min(number + 1 + REACH, len(paragraphs))):
        if found[later]:
            return None if found[later][0].is_opened else later
        if has_double_mark(text, paragraphs[later]):
            return None
    return None
