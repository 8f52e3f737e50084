"""In: turns of direct speech and reported clauses of one document. Out: quotations. It refuses to give the same words twice to one cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from graph.quotations.blocks import Block, find_blocks
from graph.quotations.continued import continue_reports
from graph.quotations.cues import takes
from graph.quotations.direct import Turn, ends_for_cue, find_turns
from graph.quotations.headlines import headline_reports
from graph.quotations.indirect import OWN_VOICE, Report, find_reports
from graph.quotations.layout import Layout
from graph.quotations.phrases import balance, content_spans
from graph.quotations.speakers import Cue, cue_after, cue_before
from graph.records import Quotation, QuotationKind, Span

REACH = 12  # words between a cue's verb and the part it brings
TRAILING = " \t\n\u00a0,;–—-"


def join_readings(doc: Doc) -> tuple[Quotation, ...]:
    """All quotations of a document, in order."""
    layout = Layout.of(doc)
    turns = find_turns(layout)
    spoken = {k for turn in turns for k in turn.stretches}
    found = [quote_turn(layout, turn) for turn in turns]
    blocks = find_blocks(layout)
    found.extend(quote_block(block) for block in blocks)
    used = {turn.cue.verb.i for turn in turns if turn.cue is not None and turn.cue.verb is not None}
    narrowed = [r for r in (narrow(layout, report, spoken, used) for report in find_reports(layout)) if r is not None]
    reports = [*continue_reports(layout, narrowed), *(() if blocks else headline_reports(layout))]
    reported = [q for report in reports if (q := quote_report(layout, report)) is not None]
    loose = tuple(loose_parts(layout, spoken, reported))
    found.extend(q for q in reported if not repeats(q, found) and not repeats(q, loose))
    found.extend(loose)
    unique = {(q.contents, q.speaker, q.cue): q for q in found}
    return tuple(sorted(unique.values(), key=lambda q: (q.span.start, -q.span.end, q.cue.start if q.cue else -1)))


def make_quotation(contents: Sequence[Span], kind: QuotationKind, cue: Cue | None) -> Quotation:
    """A quotation of some stretches under a cue."""
    whole = Span(min(c.start for c in contents), max(c.end for c in contents))
    cue = cue or Cue(None)
    return Quotation(whole, tuple(contents), kind, cue.speaker_span, cue.span, cue.lemma, cue.addressee_span, cue.is_hearsay)


def quote_turn(layout: Layout, turn: Turn) -> Quotation:
    """A turn between quotation marks."""
    text = layout.text
    contents = [without_tail(text, layout.quoted[k].inner) for k in turn.stretches]
    return make_quotation([c for c in contents if c.start < c.end] or [layout.quoted[turn.stretches[0]].inner], QuotationKind.DIRECT, turn.cue)


def without_tail(text: str, span: Span) -> Span:
    """A stretch without the comma or dash that only leads on to the cue."""
    end = span.start + len(span.cut(text).rstrip(TRAILING))
    return Span(span.start, max(end, span.start))


def quote_block(block: Block) -> Quotation:
    """A turn without quotation marks."""
    return make_quotation(block.contents, QuotationKind.DIRECT, block.cue)


def narrow(layout: Layout, report: Report, spoken: set[int], used: set[int]) -> Report | None:
    """A report without words that are a turn of direct speech; in a quotation, without words outside it. None where nothing is left."""
    anchor = report.cue.verb
    own = layout.owner[anchor.i] if anchor is not None else -1
    near = [t for t in report.tokens if anchor is None or layout.segment[t.i] == layout.segment[anchor.i]]
    if own >= 0:
        tokens = [t for t in near if layout.owner[t.i] == own]
        if report.cue.speaker is not None and layout.owner[report.cue.speaker.i] != own:
            return None
    else:
        tokens = [t for t in near if layout.owner[t.i] not in spoken]
        if report.cue.speaker is not None and layout.owner[report.cue.speaker.i] in spoken:
            return None
        if anchor is not None and anchor.i in used and len(tokens) < len(report.tokens):
            return None
    words = [t for t in tokens if not t.is_space and not t.is_punct]
    if not words or (len(tokens) < len(report.tokens) and not any(t.pos_ in {"VERB", "AUX", "ADJ"} for t in words)):
        return None
    return Report(tuple(tokens), report.cue, report.is_topic)


def quote_report(layout: Layout, report: Report) -> Quotation | None:
    """The quotation of a reported clause: mixed where part of it stands between quotation marks, direct where all of it does."""
    contents = content_spans(report.tokens, layout.text)
    if not contents:
        return None
    anchor = report.cue.verb
    own = layout.owner[anchor.i] if anchor is not None else -1
    words = [t for t in report.tokens if not t.is_space and not t.is_punct]
    marked = [t for t in words if layout.owner[t.i] not in {-1, own}]
    kind = QuotationKind.INDIRECT if not marked else QuotationKind.MIXED
    if marked and all_marked(words, marked):
        kind = QuotationKind.DIRECT
    return make_quotation(contents, kind, report.cue)


def all_marked(words: Sequence[Token], marked: Sequence[Token]) -> bool:
    """Whether all the words but a leading "that" stand between quotation marks."""
    inside = {t.i for t in marked}
    return all(t.i in inside or (t.dep_ == "mark" and t.lower_ == "that") for t in words)


def repeats(quotation: Quotation, found: Sequence[Quotation]) -> bool:
    """Whether a cue has already brought these words."""
    return any(quotation.cue == other.cue and overlap(quotation, other) > 0 for other in found if other.cue is not None)


def overlap(one: Quotation, other: Quotation) -> int:
    """The number of characters that two quotations share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.contents for b in other.contents)


def loose_parts(layout: Layout, spoken: set[int], reported: Sequence[Quotation]) -> Iterator[Quotation]:
    """Parts of clauses between marks that the trees gave to nobody, with a cue behind or ahead of them.

    It was “a disgrace,” he said. He said that it was “a disgrace.”
    """
    for k, quoted in enumerate(layout.quoted):
        if k in spoken or any(covers(q, quoted.inner) for q in reported):
            continue
        words, left, right = layout.words(k), layout.left_clause(k), layout.right_clause(k)
        if not words:
            continue
        cue = cue_after(layout, right) if right and ends_for_cue(layout, k, right) and words[-1].text in {",", "!", "?"} else None
        if cue is not None and cue.verb is not None and cue.verb.i - layout.outer[k][1] <= REACH:
            yield join_part(layout, k, left, cue)
            continue
        cue = cue_before(layout, left) if left else None
        if cue is None or cue.verb is None or cue.speaker is None or not takes(cue.verb, "clause") or cue.speaker.lower_ in OWN_VOICE:
            continue
        if cue.speaker.i > cue.verb.i:
            continue  # "said Smith, who has a “hold” rating"
        rest = [t for t in left if t.i > cue.verb.i]
        if len(rest) <= REACH and any(t.dep_.startswith(("nsubj", "mark", "expl")) for t in rest):
            said = [t for t in rest if cue.addressee is None or t.i > cue.addressee.right_edge.i or cue.addressee.i < cue.verb.i]
            yield join_part(layout, k, said, cue)


def covers(quotation: Quotation, span: Span) -> bool:
    """Whether at least half of a stretch is among the contents, and the cue outside it."""
    if quotation.cue is not None and quotation.cue in span:
        return False
    shared = sum(max(0, min(c.end, span.end) - max(c.start, span.start)) for c in quotation.contents)
    return shared * 2 >= span.end - span.start


def join_part(layout: Layout, k: int, left: Sequence[Token], cue: Cue) -> Quotation:
    """Stretch k with the words before it that belong to its clause."""
    contents = [*content_spans(left, layout.text), without_tail(layout.text, layout.quoted[k].inner)]
    if len(contents) == 1:
        return make_quotation(contents, QuotationKind.DIRECT, cue)
    joined = balance(layout.text, Span(contents[0].start, contents[-1].end))
    return make_quotation([joined], QuotationKind.MIXED, cue)
