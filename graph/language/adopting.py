"""In: the name of another spaCy pipeline, and a text. Out: its document in our terms: paragraphs, lower-case relations, our four kinds of names.

The pipeline must speak Universal Dependencies (Stanza's and UDPipe's wrappers do); one that does not is refused. It refuses to translate schemes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc

from graph.errors import LanguageError
from graph.language.document import Annotation, annotate_doc
from graph.language.paragraphs import find_paragraphs

if TYPE_CHECKING:
    from spacy.language import Language

PROBE = "The keys that were stolen by two boys belong to Ms Moore, who lives in Leeds."
RELATIONS = (
    "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse dislocated expl fixed flat goeswith iobj list mark "
    "nmod nsubj nummod obj obl orphan parataxis punct reparandum root vocative xcomp space"
)
"""The universal relations, and ours for white space."""
NEEDED = {"case", "obl"}
"""Relations of the probe that no other scheme has."""
NAMES = {"PERSON": "PER", "PER": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "NORP": "MISC", "EVENT": "MISC", "MISC": "MISC"}
"""Our names' labels by those of OntoNotes and CoNLL; others (dates, amounts) are no names."""


@cache
def load_pipeline(name: str) -> Language:
    """The spaCy pipeline `name`, checked."""
    try:
        nlp = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise LanguageError(f"{name}: no such spaCy pipeline ({str(error).splitlines()[0]}); install it or leave the setting out") from error
    check_scheme(nlp, name)
    return nlp


def check_scheme(nlp: Language, name: str) -> None:
    """Raises `LanguageError` where the pipeline does not parse with Universal Dependencies."""
    found = {t.dep_.lower().split(":")[0] for t in nlp(PROBE)}
    known = set(RELATIONS.split())
    if not found <= known or not found >= NEEDED:
        odd = sorted(found - known) or ["none"]
        raise LanguageError(f"{name}: this pipeline does not use Universal Dependencies (its relations: {', '.join(odd)}); choose one that does")


def parse_with(nlp: Language, text: str) -> Doc:
    """The document of a text, each paragraph parsed alone so that no sentence crosses two."""
    starts = find_paragraphs(text) or [0]
    starts[0] = 0
    docs = list(nlp.pipe(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)))
    doc = Doc.from_docs(docs, ensure_whitespace=False) if text else nlp.make_doc("")
    return adopt_doc(doc or nlp.make_doc(text), [len(d) for d in docs])


def adopt_doc(doc: Doc, sizes: list[int]) -> Doc:
    """The document with our attributes; `sizes` are the paragraphs' numbers of tokens."""
    ends = [sum(sizes[: i + 1]) for i in range(len(sizes))]
    names = [NAMES.get(t.ent_type_, "") for t in doc]
    blank = [t.is_space for t in doc]
    return annotate_doc(
        doc,
        Annotation(
            upos=["SPACE" if b else t.pos_ for t, b in zip(doc, blank, strict=True)],
            xpos=["_SP" if b else t.tag_ for t, b in zip(doc, blank, strict=True)],
            feats=["" if b else str(t.morph) for t, b in zip(doc, blank, strict=True)],
            lemmas=[t.text if b else t.lemma_ or t.lower_ for t, b in zip(doc, blank, strict=True)],
            heads=[max(0, t.i - 1) if b else t.head.i for t, b in zip(doc, blank, strict=True)],
            deprels=["space" if b else t.dep_.lower() for t, b in zip(doc, blank, strict=True)],
            names=[f"{t.ent_iob_}-{n}" if n and t.ent_iob_ in "BI" else "O" for t, n in zip(doc, names, strict=True)],
            paragraphs=[(end - size, end) for end, size in zip(ends, sizes, strict=True)],
        ),
    )
