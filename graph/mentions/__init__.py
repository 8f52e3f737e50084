"""In: a parsed document and its quotations. Out: its mentions: every name, description and pronoun that may be part of a fact, in order.

A mention's `head` is one token's characters, and no two mentions share it; spans may nest. It refuses times and amounts, which are literals.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc, Token

from graph.gazetteer import read_table
from graph.mentions.names import Name, find_names
from graph.mentions.nonnames import is_party_in_brackets, is_rank_in_letters
from graph.mentions.phrases import is_description_head, phrase_span
from graph.mentions.pronouns import is_pronoun, pronoun_number, pronoun_type
from graph.mentions.types import description_type, name_type
from graph.records import EntityType, Mention, MentionKind, Quotation, Span

__all__ = ["find_mentions"]

SINGULAR = frozenset(["headquarters", "series", "barracks", "crossroads", "news", "politics", "species", "means"])
"""Nouns that end in "s" and may be one thing."""


LONGEST_CREDIT, LONGEST_PLACE = 5, 60
"""Words in the brackets of a dateline, and characters before them."""


def find_mentions(doc: Doc, quotations: Sequence[Quotation] = ()) -> tuple[Mention, ...]:
    """Every mention of the document, ordered by the place of its head.

    Args:
        doc: The parsed text.
        quotations: Who speaks where; a name that a speaker label gives needs no tree.

    Returns:
        The mentions; those of pronouns too, which entities may leave unresolved.
    """
    names = [name for name in find_names(doc) if not is_credit(doc[name.head])]
    found = {name.head: name_mention(doc, name) for name in names}
    ends = {i: name.end for name in names for i in range(name.start, name.end)}
    for token in doc:
        if (
            token.i in found
            or token.i in ends
            or is_credit(token)
            or (token.pos_ == "PROPN" and is_party_in_brackets(doc, token))
            or is_rank_in_letters(doc, token)
        ):
            continue
        if is_pronoun(token):
            found[token.i] = token_mention(token, MentionKind.PRONOUN, pronoun_type(token), is_plural=pronoun_number(token) == "plural")
        elif is_description_head(token):
            found[token.i] = description_mention(doc, token, ends)
    return tuple(found[i] for i in sorted(found))


def is_dateline(text: str, start: int, end: int) -> bool:
    r"""Whether a name only tells where the text was written: in capitals, at the beginning of a line and before a dash.

    >>> is_dateline("OSLO, May 3 — Norway …", 0, 4), is_dateline("NATO met.\nOslo — it was", 0, 4), is_dateline("IBM shares fell — by a half", 0, 3)
    (True, False, False)
    """
    after = re.match(r"(?:, [A-Z][\w. ]{1,20})?(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?(?: \([^)\n]{2,30}\))? ?(?:—|–|--| -) ", text[end : end + 70])
    return text[start:end].isupper() and (start == 0 or text[start - 1] == "\n") and after is not None


def is_credit(token: Token) -> bool:
    """Whether it is the agency's name between place and text, in brackets and before a dash: "OSLO, May 3 (Newswire) - Workers …"."""
    doc, opening = token.doc, token.i
    while opening > 0 and doc[opening].text != "(" and token.i - opening < LONGEST_CREDIT:
        opening -= 1
    closing = next((k for k in range(token.i, min(token.i + LONGEST_CREDIT, len(doc) - 1)) if doc[k].text == ")"), None)
    if doc[opening].text != "(" or closing is None or doc[closing + 1].text not in ("-", "–", "—", "--"):
        return False
    line = doc.text.rfind("\n", 0, doc[opening].idx) + 1
    place = doc.text[line : doc[opening].idx]
    return (
        len(place) <= LONGEST_PLACE
        and place.split(" ")[0].rstrip(",").isupper()
        and not any(t.pos_ in ("VERB", "AUX") for t in doc[max(0, opening - 8) : opening] if t.idx >= line)
    )


def name_mention(doc: Doc, name: Name) -> Mention:
    """The mention of a proper name."""
    span = doc[name.start : name.end]
    head = doc[name.head]
    type = name_type(doc, name)
    type = EntityType.PLACE if type is EntityType.ORGANIZATION and is_dateline(doc.text, span.start_char, span.end_char) else type
    return Mention(
        Span(span.start_char, span.end_char),
        Span(head.idx, head.idx + len(head)),
        span.text,
        MentionKind.NAME,
        type,
        is_plural=head.tag_ == "NNPS" or head.tag_ == "NNS",
    )


def description_mention(doc: Doc, head: Token, ends: Mapping[int, int]) -> Mention:
    """The mention of a common noun with what belongs to it; `ends` gives where the name ends that a token is in, for no name is cut in two."""
    start, end = phrase_span(head)
    end = max(end, ends.get(end - 1, end))
    span = doc[start:end]
    is_capitals = head.text[-2:-1].isupper() and head.text.endswith("s")  # "MPs", whatever the tag
    is_plural = (head.tag_ in ("NNS", "NNPS") or is_capitals or "Plur" in head.morph.get("Number", [])) and head.lower_ not in SINGULAR
    is_plural = is_plural or is_class_of_people(head)
    return Mention(
        Span(span.start_char, span.end_char),
        Span(head.idx, head.idx + len(head)),
        span.text,
        MentionKind.DESCRIPTION,
        description_type(head, is_plural=is_plural),
        is_plural=is_plural,
    )


def is_class_of_people(head: Token) -> bool:
    """Whether an adjective stands for all who are so ("the rich")."""
    is_people = head.tag_ == "JJ" and head.pos_ == "ADJ" and head._.kind == "person" and any(c.lower_ == "the" for c in head.lefts)
    return is_people and head.lower_ not in read_table("descriptions")["contrast"]


def token_mention(token: Token, kind: MentionKind, type: EntityType, *, is_plural: bool) -> Mention:
    """The mention that is one word."""
    span = Span(token.idx, token.idx + len(token))
    return Mention(span, span, token.text, kind, type, is_plural=is_plural)
