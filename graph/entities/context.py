"""In: a document with its mentions and quotations. Out: what deciding needs to know of each mention: its head token, sentence, quotation, grammatical
role, determiner, owner. It refuses to decide anything.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from graph.entities.profile import RANKS
from graph.entities.spoken import DirectWords
from graph.gazetteer import is_honorific, is_title
from graph.records import Mention, MentionKind, Quotation, QuotationKind, Span

SUBJECT = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj")
DEFINITE = ("this", "that", "these", "those", "such", "both")
INDEFINITE = ("a", "an", "another", "some", "any", "each", "every", "no", "many", "several", "most", "either", "neither")
DASH = re.compile(r"[^\n]{0,45}?(?: [-—–] |—|--)")
LONGEST_SPEAKER = 40
"""Mentions in the words that name a speaker."""
MODIFYING = ("amod", "compound", "nummod", "nmod:desc", "nmod", "flat", "nmod:unmarked", "nmod:poss")


def openings(text: str, content: Span) -> list[int]:
    """Where reported words begin: with "that", and behind it.

    >>> openings("said that it won", Span(5, 16)), openings("said it won", Span(5, 11))
    ([5, 10], [5])
    """
    return [content.start, content.start + 5] if text[content.start : content.start + 5].lower() == "that " else [content.start]


@dataclass
class Context:
    """A document seen by mentions; all lists run parallel to `mentions`."""

    doc: Doc
    mentions: Sequence[Mention]
    quotations: Sequence[Quotation]
    text: str = ""
    heads: list[Token] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    quotes: list[int | None] = field(default_factory=list)
    by_token: dict[int, int] = field(default_factory=dict)
    name_at: dict[int, int] = field(default_factory=dict)
    speakers: dict[int, int] = field(default_factory=dict)
    hearers: dict[int, int] = field(default_factory=dict)
    reports: dict[int, int] = field(default_factory=dict)
    quoted: set[int] = field(default_factory=set)
    own_words: dict[int, list[Span]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Finds the tokens, and the mentions of each quotation's speaker and hearer."""
        self.text = self.doc.text
        token_at = {t.idx: t.i for t in self.doc}
        ends = {t.idx + len(t): t.i + 1 for t in self.doc}
        sentence_of = [0] * len(self.doc)
        for number, sentence in enumerate(self.doc.sents):
            for i in range(sentence.start, sentence.end):
                sentence_of[i] = number
        turns = DirectWords(self.text, self.quotations)
        for number, mention in enumerate(self.mentions):
            head = self.doc[token_at[mention.head.start]]
            self.heads.append(head)
            self.starts.append(token_at.get(mention.span.start, head.i))
            self.sentences.append(sentence_of[head.i])
            self.quotes.append(turns.at(mention.head))
            self.by_token[head.i] = number
            if mention.kind is MentionKind.NAME:
                self.name_at.update(dict.fromkeys(range(self.starts[-1], ends.get(mention.span.end, head.i + 1)), number))
        for number, quotation in enumerate(self.quotations):
            if quotation.kind is not QuotationKind.DIRECT and quotation.contents:
                self.reports.update(dict.fromkeys(openings(self.text, quotation.contents[0]), number))
            if quotation.speaker is not None and (found := self.mention_in(quotation.speaker)) is not None:
                self.speakers[number] = found
                if quotation.kind is not QuotationKind.INDIRECT:
                    self.quoted.add(found)
                self.own_words.setdefault(found, []).extend(quotation.contents)
            if quotation.addressee is not None and (hearer := self.mention_in(quotation.addressee)) is not None:
                self.hearers[number] = hearer
            elif number - 1 in self.hearers and self.speakers.get(number) is not None and self.speakers[number] == self.speakers.get(number - 1):
                self.hearers[number] = self.hearers[number - 1]  # "She told reporters. “…”", her turn goes on

    def mention_at(self, token: Token) -> int | None:
        """The number of the mention whose head the token is, or whose name it is part of."""
        found = self.by_token.get(token.i)
        return self.name_at.get(token.i) if found is None else found

    def mention_in(self, span: Span) -> int | None:
        """The mention that a stretch of text names: the one that the others in it hang on."""
        first = bisect_left(self.mentions, span.start, key=lambda m: m.head.start)
        inside = [i for i in range(first, min(first + LONGEST_SPEAKER, len(self.mentions))) if self.mentions[i].head in span]
        if not inside:
            return None
        tops = [i for i in inside if self.heads[i].head.i == self.heads[i].i or not span.start <= self.heads[i].head.idx < span.end]
        among = tops or [i for i in inside if self.heads[i].dep_ == "appos"]  # "One of them, Ana Lund,"
        names = [i for i in among if self.mentions[i].kind is MentionKind.NAME]
        return (names or tops or inside)[0]

    def is_subject(self, i: int) -> bool:
        """Whether the mention is the subject of its clause, or joined to it by "and", as another name for it, or behind its title."""
        head = self.heads[i]
        return head.dep_ in SUBJECT or (head.dep_ in ("conj", "appos", "flat") and head.head.dep_ in SUBJECT)

    def determiner(self, i: int) -> str:
        """What begins the phrase: "the", "this" (and its like), "a" (and its like), "poss" or "" (bare)."""
        for child in self.heads[i].lefts:
            word = child.lower_
            if child.dep_ == "nmod:poss":
                return "poss"
            if child.dep_ in ("det", "det:predet"):
                if word == "the":
                    return "the"
                if word in DEFINITE:
                    return "this"
                if word in INDEFINITE:
                    return "a"
        return ""

    def possessor(self, i: int) -> int | None:
        """The mention that owns it, if any."""
        for child in self.heads[i].lefts:
            if child.dep_ == "nmod:poss":
                return self.mention_at(child)
        return None

    def is_headline(self, i: int) -> bool:
        """Whether the mention stands in a headline: the first line, without a full stop."""
        end = self.text.find("\n")
        return end > 0 and self.mentions[i].span.end <= end and self.text[:end].rstrip()[-1:] not in (".", "?", "!", "”", '"')

    def is_dateline(self, i: int) -> bool:
        """Whether the mention is a place in capitals that opens a line, with a dash soon after: "OSLO, May 3 — Norway …"."""
        span, text = self.mentions[i].span, self.mentions[i].text
        opens = self.text[self.text.rfind("\n", 0, span.start) + 1 : span.start].strip() in ("", "THE")  # "THE HAGUE — …"
        return text.isupper() and opens and DASH.match(self.text, span.end) is not None

    def is_met(self, noun: int, i: int) -> bool:
        """Whether name `i` is the subject of a relative clause of token `noun`, though the tree calls it an apposition: "the judge Rita Holm met"."""
        end = next((t for t in self.doc[self.heads[i].i :] if t.idx >= self.mentions[i].span.end), None)
        is_clause = end is not None and end.dep_ == "acl:relcl" and end.head.i == noun and end.tag_ in ("VBD", "VBZ", "VBP")
        return end is not None and is_clause and not any(c.dep_.startswith("nsubj") for c in end.lefts)

    def rank(self, i: int) -> frozenset[str]:
        """What makes the title before a name another one: "deputy" in "Deputy President Ann Lee"."""
        return frozenset(t.lower_ for t in self.doc[max(0, self.starts[i] - 2) : max(0, self.starts[i] - 1)]) & RANKS

    def honorific(self, i: int) -> str:
        """The title right before a name, as printed ("Mr", "Sir")."""
        k, verb = self.starts[i] - 1, self.heads[i].head
        if verb.dep_.startswith("acl") and verb.head.i == k:
            return ""  # "the judge Ann Lee met"
        if k >= 0 and self.is_met(k, i):
            return ""
        return self.doc[k].text if k >= 0 and (is_honorific(self.doc[k].text) or is_title(self.doc[k].text)) else ""
