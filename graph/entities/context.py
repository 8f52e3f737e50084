"""In: a document with its mentions and quotations. Out: what deciding needs to know of each mention: its head token, sentence, quotation, grammatical
role, determiner, modifiers. It refuses to decide anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from graph.gazetteer import is_honorific, is_title
from graph.records import Mention, Quotation, Span

SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
DEFINITE = ("the", "this", "that", "these", "those")
POSSESSIVE = ("my", "our", "your", "his", "her", "its", "their")


@dataclass
class Context:
    """A document seen by mentions; all lists run parallel to `mentions`."""

    doc: Doc
    mentions: Sequence[Mention]
    quotations: Sequence[Quotation]
    heads: list[Token] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    quotes: list[int | None] = field(default_factory=list)
    by_token: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Finds the tokens."""
        token_at = {t.idx: t.i for t in self.doc}
        sentence_of = [0] * len(self.doc)
        for number, sentence in enumerate(self.doc.sents):
            for token in sentence:
                sentence_of[token.i] = number
        for number, mention in enumerate(self.mentions):
            head = self.doc[token_at[mention.head.start]]
            self.heads.append(head)
            self.sentences.append(sentence_of[head.i])
            self.quotes.append(self.quotation_at(mention.head))
            self.by_token[head.i] = number

    def quotation_at(self, span: Span) -> int | None:
        """The quotation in whose direct words the span stands; the innermost (shortest) of several."""
        best: tuple[int, int] | None = None
        for number, quotation in enumerate(self.quotations):
            if quotation.kind.value != "indirect" and any(span in c for c in quotation.contents):
                size = quotation.span.end - quotation.span.start
                if best is None or size < best[0]:
                    best = (size, number)
        return best[1] if best else None

    def mention_at(self, token: Token) -> int | None:
        """The number of the mention whose head the token is."""
        return self.by_token.get(token.i)

    def mention_in(self, span: Span) -> int | None:
        """The mention that a stretch of text names: the one that the others in it hang on."""
        inside = [i for i, m in enumerate(self.mentions) if m.head in span]
        if not inside:
            return None
        tops = [i for i in inside if not (span.start <= self.heads[i].head.idx < span.end) or self.heads[i].head is self.heads[i]]
        names = [i for i in tops or inside if self.mentions[i].kind.value == "name"]
        return (names or tops or inside)[0]

    def is_subject(self, i: int) -> bool:
        """Whether the mention is the subject of its clause."""
        return self.heads[i].dep_ in SUBJECT

    def determiner(self, i: int) -> str:
        """ "the", "a", "poss" or "" (bare), by the first word of the phrase."""
        for child in self.heads[i].lefts:
            word = child.lower_
            if child.dep_ == "nmod:poss":
                return "poss"
            if child.dep_ in ("det", "det:predet"):
                if word in DEFINITE:
                    return "this" if word != "the" else "the"
                if word in ("a", "an", "another", "some", "any", "each", "every", "no", "many", "several"):
                    return "a"
        return ""

    def possessor(self, i: int) -> int | None:
        """The mention that owns it, if any."""
        for child in self.heads[i].lefts:
            if child.dep_ == "nmod:poss":
                return self.mention_at(child)
        return None

    def modifiers(self, i: int) -> frozenset[str]:
        """The lower-cased words before the head that are no determiners, and the nouns after "of"."""
        out: set[str] = set()
        for child in self.heads[i].lefts:
            if child.dep_ in ("amod", "compound", "nummod", "nmod:desc", "nmod", "flat"):
                out |= {t.lower_ for t in child.subtree if t.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "VERB") or t.text[:1].isupper()}
        return frozenset(out)

    def of_phrase(self, i: int) -> frozenset[str]:
        """The content words of the "of" phrase within the mention's span."""
        head, end = self.heads[i], self.mentions[i].span.end
        return frozenset(t.lemma_.lower() for t in self.doc[head.i + 1 :] if t.idx < end and t.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "PRON"))

    def honorific(self, i: int) -> str:
        """The titles right before a name, as printed ("Mr", "Sir")."""
        first = self.doc.char_span(self.mentions[i].span.start, self.mentions[i].span.end, alignment_mode="expand")
        k = first.start - 1 if first is not None else -1
        return self.doc[k].text if k >= 0 and (is_honorific(self.doc[k].text) or is_title(self.doc[k].text)) else ""
