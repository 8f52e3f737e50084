"""In: running text. Out: the document, a spaCy `Doc` with Universal Dependencies, tags, lemmas, names and kinds, parsed by the shipped network.

    tokenizing  text to words        paragraphs  paragraphs, windows     inference  the network on ONNX Runtime
    decoding    scores to trees      sentences   where sentences end     lemmas     what a form is a form of
    parser      the spaCy component  document    what a parsed `Doc` holds
    english     is it English?       adopting    another pipeline
    agreement   names alike throughout   spelling   how lemmas are written
    corpora, augment, samples, model, train, onnx_graph, quantizing, calibrating, export, evaluate   how the network was made (torch only there)

Nothing is imported before it is needed; it refuses to download anything.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from graph.language.parser import Parser

LONGEST_TEXT = 20_000_000
"""Characters that a pipeline accepts; memory for a text grows with its length only by the result."""


@cache
def load(*, threads: int | None = None) -> Language:
    """The shipped pipeline, loaded once; `threads` is how many cores to use (default: all)."""
    from graph.language.parser import Parser

    return make_pipeline(Parser(threads=threads))


def make_pipeline(parser: Parser) -> Language:
    """A blank English `Language` with our tokenizer and `parser`."""
    import spacy

    from graph.language.tokenizing import make_tokenizer

    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp.vocab)
    nlp.max_length = LONGEST_TEXT
    nlp.add_pipe("triplewire_parser", config={"folder": str(parser.folder), "threads": parser.threads})
    return nlp


def parse_text(text: str, *, pipeline: str | None = None) -> Doc:
    """The document of a text; `doc.text == text` always. `pipeline` names another spaCy pipeline, which must use Universal Dependencies."""
    if pipeline:
        from graph.language.adopting import load_pipeline, parse_with

        return parse_with(load_pipeline(pipeline), text)
    return load()(text)


def check_language(text: str) -> None:
    """Raises `LanguageError` where the text is plainly not English; says nothing about a few words."""
    from graph.language.english import check_language as check

    check(text)
