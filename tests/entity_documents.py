"""In: `cases/entities.conllu`, small articles of our own, parsed once and corrected by hand. Out: their documents by name. It refuses to parse."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacy.tokens import Doc

from graph.entities import Resolution, resolve_entities
from graph.mentions import find_mentions
from graph.records import Mention, Quotation, QuotationKind, Span
from tests.factories import make_doc

QUOTES = {"quote": (("I will fight for my town,", "We need help."), "Laura Finch")}


@cache
def documents() -> dict[str, Doc]:
    text = (Path(__file__).parent / "cases" / "entities.conllu").read_text(encoding="utf-8")
    blocks = [b for b in text.split("# newdoc id = ") if b.strip()]
    return {b.split("\n", 1)[0].strip(): make_doc(b.split("\n", 1)[1]) for b in blocks}


def quotations_of(name: str) -> tuple[Quotation, ...]:
    """One turn of one speaker, where the document has one."""
    if name not in QUOTES:
        return ()
    text = documents()[name].text
    contents = tuple(Span(text.index(c), text.index(c) + len(c)) for c in QUOTES[name][0])
    speaker = text.index(QUOTES[name][1])
    return (Quotation(Span(contents[0].start, contents[-1].end), contents, QuotationKind.DIRECT, speaker=Span(speaker, speaker + len(QUOTES[name][1]))),)


@cache
def resolved(name: str) -> tuple[tuple[Mention, ...], Resolution]:
    doc, quotations = documents()[name], quotations_of(name)
    mentions = find_mentions(doc, quotations)
    return mentions, resolve_entities(doc, mentions, quotations)


def entity_of(name: str, words: str) -> str | None:
    """The id of the entity of the mention with these words; "he@2" is the second one."""
    return entity_among(*resolved(name), words)


def entity_among(mentions: tuple[Mention, ...], resolution: Resolution, words: str) -> str | None:
    """The same among any mentions."""
    text, _, number = words.partition("@")
    found = [m for m in mentions if m.text == text]
    assert found, f"no mention {text!r} among {[m.text for m in mentions]}"
    return resolution.entity_of.get(found[int(number or 1) - 1])
