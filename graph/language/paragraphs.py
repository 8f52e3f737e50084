"""In: running text, or a paragraph's words. Out: where paragraphs begin and end, and the windows of words that the network reads at once.

A blank line ends a paragraph. So does a single line break, unless the text is hard-wrapped: its lines are about as long as a page is wide and
the next line's first word would not have fitted. It refuses to find sentences: that is the network's task.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 180
"""Words in a window."""
WIDEST = 130
"""Characters in the longest line of a hard-wrapped text."""
BREAK = re.compile(r"[^\S\n]*\n\s*")
END_MARKS = frozenset({".", "!", "?", "…", "...", ":", ";"})
CLOSING = frozenset("\"'”’)]»")


def find_paragraphs(text: str) -> list[int]:
    r"""The offset at which each paragraph begins; white space before the first and between two is left to the one before.

    >>> find_paragraphs("One.\n\nTwo.\nThree."), find_paragraphs("")
    ([0, 6, 11], [])
    """
    if not text.strip():
        return []
    breaks = list(BREAK.finditer(text))
    soft = soft_breaks(text, breaks)
    starts = [len(text) - len(text.lstrip())]
    starts += [b.end() for i, b in enumerate(breaks) if i not in soft and starts[0] < b.end() < len(text)]
    return starts


def soft_breaks(text: str, breaks: Sequence[re.Match[str]]) -> set[int]:
    """The line breaks that only wrap a line, by number; none where the text is not hard-wrapped."""
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)]
    width = max((b - a for a, b in lines), default=0)
    single = [i for i, b in enumerate(breaks) if b.group().count("\n") == 1 and b.start() > 0 and b.end() < len(text)]
    if width > WIDEST or width < 40 or not single:
        return set()
    wrapped = set()
    for i in single:
        before = breaks[i].start() - (text.rfind("\n", 0, breaks[i].start()) + 1)
        word = re.match(r"\S+", text[breaks[i].end() :])
        if before + 1 + len(word.group() if word else "") > width - 2:
            wrapped.add(i)
    # the last line of a paragraph is short, but most lines are not: where they are, the breaks are meant
    return wrapped if len(wrapped) >= 0.6 * len(single) and len(single) >= 2 else set()


def cut_windows(words: Sequence[str], *, longest: int = LONGEST) -> list[tuple[int, int]]:
    """Windows of at most `longest` words, cut after the last likely sentence end that fits, else at the last that fits at all.

    >>> cut_windows("A b . C d e . F".split(), longest=5)
    [(0, 3), (3, 8)]
    """
    windows, start = [], 0
    while len(words) - start > longest:
        end = next((i for i in range(start + longest, start, -1) if is_likely_end(words, i)), 0)
        end = end or next((i for i in range(start + longest, start + longest // 2, -1) if words[i - 1] in {",", "—", "–", "-"}), start + longest)
        windows.append((start, end))
        start = end
    return [*windows, (start, len(words))] if start < len(words) else windows


def is_likely_end(words: Sequence[str], at: int) -> bool:
    """Whether a sentence probably ends before word `at`: a full stop, with closing marks, before what begins a sentence."""
    before = at - 1
    while before > 0 and words[before] in CLOSING:
        before -= 1
    following = words[at] if at < len(words) else "A"
    return words[before] in END_MARKS and not following[:1].islower() and following not in CLOSING
