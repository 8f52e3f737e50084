"""In: a document. Out: what a headline gives as somebody's words without a verb ("Reyes: Pool will open by May"), with the speaker ahead of the colon.

It refuses labels that name nobody, sentences with a full stop, and words behind the colon that are no clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from graph.quotations.cues import cue_words, lemma_of
from graph.quotations.indirect import Report
from graph.quotations.layout import Layout
from graph.quotations.phrases import SPEAKING_KINDS
from graph.quotations.speakers import Cue, is_unnamed

LONGEST_NAME = 4
FEWEST_WORDS = 3
LONGEST_HEADLINE = 25
EXPLAINING = frozenset({"as", "how", "why", "what", "when", "where", "who", "which"})
FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


def headline_reports(layout: Layout) -> Iterator[Report]:
    """The words behind a speaker's name and a colon, or ahead of a colon and a name ("Most want change: poll"), in one line without a full stop."""
    for number, (first, last) in enumerate(layout.doc._.paragraphs):
        words = [t for t in layout.doc[first:last] if not t.is_space]
        colons = [n for n, t in enumerate(words) if t.text == ":"]
        if len(colons) != 1 or len(words) > LONGEST_HEADLINE or words[-1].text in {"!", "?", ":"} or (words[-1].text == "." and number > 0):
            continue
        before, behind = words[: colons[0]], words[colons[0] + 1 :]
        for name, said in ((before, behind), (behind, before)):
            speaker = speaker_ahead(name) if 0 < len(name) <= LONGEST_NAME else None
            if speaker is not None and is_headline_clause(said) and any(layout.is_narration(t) for t in said):
                yield Report(tuple(said), Cue(speaker, is_hearsay=is_unnamed(speaker)))
                break


def speaker_ahead(words: Sequence[Token]) -> Token | None:
    """Who or what speaks ahead of the colon: a name, a person or body, a poll or study."""
    if any(t.pos_ in {"VERB", "AUX", "NUM", "PUNCT"} or t.lower_ in cue_words("labels", "not_names") for t in words):
        return None
    inside = {t.i for t in words}
    head = next((t for t in words if t.head.i not in inside or t.head.i == t.i), None)
    if head is None or head.pos_ not in {"NOUN", "PROPN"} or head.ent_type_ in {"LOC", "MISC"}:
        return None
    speaks = head.ent_type_ in {"PER", "ORG"} or head._.kind in SPEAKING_KINDS
    return head if speaks or lemma_of(head) in cue_words("nouns", "study") | cue_words("nouns", "unnamed") | cue_words("nouns", "body") else None


def is_headline_clause(words: Sequence[Token]) -> bool:
    """Whether some words have a subject and a finite verb."""
    if words[0].lower_ in EXPLAINING:
        return False  # "Storm Bertil: as it happened", "Budget: what it means"
    return len(words) >= FEWEST_WORDS and any(t.tag_ in FINITE for t in words) and any(t.dep_.startswith("nsubj") for t in words)
