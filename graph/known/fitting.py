"""In: mentions of a parsed text, and what the user knows. Out: the mentions with known names whole and of their type, those that were missed too.

It refuses a name inside a fuller one, a single word that is no noun or stands after a number ("5 PM"), names in other capitals, and to make
the single name of a person a thing or back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from graph.known.things import PLAIN, KnownThing, KnownThings, fold_name
from graph.records import EntityType, Mention, MentionKind, Span


def fit_mentions(doc: Doc, mentions: Sequence[Mention], known: KnownThings) -> tuple[Mention, ...]:
    """All mentions in order of their heads; each known name that stands in the text is one of them."""
    names = [mention for mention in mentions if mention.kind is MentionKind.NAME]
    fuller = {word for mention in names if len(parts := fold_name(mention.text).split()) > 1 for word in parts}
    found = {mention.head: mention for mention in mentions}
    for words, thing in _find_names(doc, known):
        span = Span(words.start_char, words.end_char)
        inside = [found[head] for token in words if (head := Span(token.idx, token.idx + len(token))) in found]
        if any(mention.kind is MentionKind.NAME and span in mention.span and span != mention.span for mention in inside):
            continue
        if len(words) > 1 or inside or _may_be_name(words):
            fitted = _fit(words, span, thing, inside, is_doubtful=len(words) == 1 and fold_name(words.text) in fuller)
            for mention in inside:
                del found[mention.head]
            found[fitted.head] = fitted
    return tuple(found[head] for head in sorted(found))


def may_be_one(left: EntityType, right: EntityType) -> bool:
    """Whether things of these types may be one: a person is nothing else.

    >>> may_be_one(EntityType.PLACE, EntityType.ORGANIZATION), may_be_one(EntityType.PERSON, EntityType.ORGANIZATION)
    (True, False)
    """
    return left is right or EntityType.OTHER in (left, right) or EntityType.PERSON not in (left, right)


def _fit(words: Words, span: Span, thing: KnownThing, inside: Iterable[Mention], *, is_doubtful: bool) -> Mention:
    """The mention of a known name, from what was there; an acronym says nothing of its type by itself."""
    root = words.root
    head = Span(root.idx, root.idx + len(root))
    before = next((mention for mention in inside if mention.head == head), None) or next(iter(inside), None)
    kind = thing.type or (before.type if before else EntityType.OTHER)
    if before is not None and before.kind is MentionKind.NAME and len(words) == 1:
        is_acronym = words.text.isupper() and len(words.text) > 1
        kind = before.type if is_doubtful or not (is_acronym or may_be_one(before.type, kind)) else kind
    made = Mention(span, head, words.text, MentionKind.NAME, kind)
    return replace(made, is_plural=before.is_plural) if before else made


def _find_names(doc: Doc, known: KnownThings) -> Iterator[tuple[Words, KnownThing]]:
    """Known names from left to right, the longest first, whole words only; none overlap."""
    end = 0
    text = doc.text.translate(PLAIN)
    for token in doc:
        first = re.match(r"\w+", token.text.translate(PLAIN)) if token.i >= end else None
        for name, thing in known.by_first_word.get(first[0], ()) if first else ():
            if text.startswith(name, token.idx) and (words := doc.char_span(token.idx, token.idx + len(name))) is not None:
                end = words.end
                yield words, thing
                break


def _may_be_name(words: Words) -> bool:
    token = words[0]
    return token.pos_ in ("PROPN", "NOUN") and not (token.i > 0 and token.nbor(-1).like_num)
