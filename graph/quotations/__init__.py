"""In: a parsed document. Out: who says what in it: direct, mixed and reported speech. It refuses to decide who "he" or "the minister" is.

`marks` pairs quotation marks in plain text; `layout` tells narration from quoted words; `direct`, `uncued` and `blocks` find words spoken, with `speakers`
reading the cue beside them; `indirect` finds reported clauses (verbs: `readings`, `intentions`, `asides`, `things`; other words: `nouns`,
`predicates`), `headlines` and `continued` those without a cue; here they are joined. `cues.toml` holds the words of saying and thinking.
"""

from __future__ import annotations

from spacy.tokens import Doc

from graph.quotations.joining import join_readings
from graph.records import Quotation

__all__ = ["find_quotations"]


def find_quotations(doc: Doc) -> tuple[Quotation, ...]:
    """Finds somebody's words in a document.

    Args:
        doc: a parsed document (see `graph.language`).

    Returns:
        One quotation for each turn, in the order in which their words begin; a reported clause within another has its own.
    """
    return join_readings(doc)
