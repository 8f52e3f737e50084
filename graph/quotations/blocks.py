"""In: the paragraphs of a document. Out: turns that no mark shows: after a speaker's label ("SMITH: …"), tweets and letters set apart after a colon.

It refuses labels that are no names, and a label that stands alone in its article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.quotations.cues import cue_words, lemma_of
from graph.quotations.layout import SENTENCE_ENDS, Layout, paragraph_span
from graph.quotations.phrases import label_length
from graph.quotations.speakers import Cue, cue_before, is_saying
from graph.records import Span

LABEL = re.compile(r"(?P<name>[A-Z][\w.’'\-]*(?: [\w.’'\-]+){0,4}(?: \([^)\n]{1,40}\))?):\s+(?=\S)")
PLACEHOLDERS = frozenset({"q", "a", "question", "answer"})
LEAST_LABELS = 3
INTRODUCING = ("quote",)
WRITING = frozenset({"write", "tweet", "post"})


@dataclass(frozen=True)
class Block:
    """A turn without quotation marks."""

    contents: tuple[Span, ...]
    cue: Cue


def find_blocks(layout: Layout) -> tuple[Block, ...]:
    """Turns under speaker labels, else paragraphs set apart after a colon."""
    labelled = tuple(labelled_turns(layout))
    others = (*set_apart(layout), *run_in(layout))
    return labelled + tuple(b for b in others if not any(b.contents[0] in c for t in labelled for c in t.contents))


def labelled_turns(layout: Layout) -> Iterator[Block]:
    """The turns of an interview: each label speaks until the next."""
    doc = layout.doc
    text = layout.text
    spans = [paragraph_span(doc, *p) for p in doc._.paragraphs]
    labels = [read_label(text, span) for span in spans]
    names = [label.cut(text) for label in labels if label is not None]
    repeated = {n for n in names if names.count(n) > 1}
    if len(names) < LEAST_LABELS or not repeated:
        return
    speaker: Span | None = None
    contents: list[Span] = []
    for span, label in zip(spans, labels, strict=True):
        if label is not None:
            if speaker is not None and contents:
                yield block_of(text, speaker, contents)
            speaker, contents = label, []
            start = LABEL.match(text, span.start, span.end)
            contents.append(Span(start.end() if start else span.start, span.end))
        elif speaker is not None and span.start < span.end:
            contents.append(span)
    if speaker is not None and contents:
        yield block_of(text, speaker, contents[:1])


def block_of(text: str, speaker: Span, contents: list[Span]) -> Block:
    """One labelled turn; "Q" and "A" name nobody."""
    named = speaker.cut(text).lower() not in PLACEHOLDERS
    return Block(tuple(contents), Cue(None, speaker_is_span=speaker if named else None))


def read_label(text: str, paragraph: Span) -> Span | None:
    """The speaker's label that a paragraph begins with."""
    match = LABEL.match(text, paragraph.start, paragraph.end)
    if match is None:
        return None
    words = match["name"].split("(")[0].split()
    if any(w.lower().strip(".") in cue_words("labels", "not_names") for w in words):
        return None
    is_name = match["name"].isupper() or all(w[:1].isupper() or w in {"of", "de", "van", "von", "der", "la", "al"} for w in words)
    return Span(match.start("name"), match.start("name") + len(match["name"])) if is_name else None


def set_apart(layout: Layout) -> Iterator[Block]:
    """The paragraph after "he tweeted:", where no quotation mark stands in it."""
    paragraphs = layout.doc._.paragraphs
    for number in range(1, len(paragraphs)):
        if layout.in_paragraph(number):
            continue
        before = layout.narration_before(number - 1)
        span = paragraph_span(layout.doc, *paragraphs[number])
        if span.start >= span.end or not before or before[-1].text != ":" or not any(is_saying(t, *INTRODUCING) for t in before[-8:]):
            continue
        cue = cue_before(layout, before[:-1])
        if cue is not None:
            yield Block((span,), cue)


def run_in(layout: Layout) -> Iterator[Block]:
    """The rest of a paragraph after "Our correspondent writes:", where no quotation mark stands in it and more than one sentence follows."""
    for number, (first, last) in enumerate(layout.doc._.paragraphs):
        words = [t for t in layout.doc[first:last] if not t.is_space]
        colon = next((n for n, t in enumerate(words) if t.text == ":"), 0)
        before, behind = words[:colon], words[colon + 1 :]
        if layout.in_paragraph(number) or not before or not behind or lemma_of(before[-1]) not in WRITING or before[-1].pos_ != "VERB":
            continue
        ends = sum(t.text in SENTENCE_ENDS for t in behind)
        cue = cue_before(layout, before) if ends > 1 and behind[0].text[:1].isupper() and before[-1].sent.start <= before[0].i + label_length(words) else None
        if cue is not None and cue.speaker is not None:
            yield Block((Span(behind[0].idx, behind[-1].idx + len(behind[-1])),), cue)
