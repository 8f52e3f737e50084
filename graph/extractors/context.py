"""In: a document with its mentions and quotations. Out: one place to ask for the mention at a word, whose words it stands in, and its evidence.

Extractors share it so that none of them searches the document on its own. It refuses to resolve: mentions stay mentions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from graph.extractors.hearing import mute
from graph.extractors.words import word_set
from graph.gazetteer import is_partitive
from graph.records import Claim, EntityType, Evidence, Mention, MentionKind, Quotation, Span, Worth
from graph.status import Speech


@dataclass(frozen=True)
class Context:
    """A document as the extractors see it."""

    doc: Doc
    by_head: dict[int, Mention]
    speech: Speech
    camps: dict[str, Mention] = field(default_factory=dict)
    """What sides are called ("pro-harbour" of "the pro-harbour camp"), with a mention of each."""
    quotations: tuple[Quotation, ...] = ()
    """All of them; `speech` holds as empty those whose content is not its speaker's claim."""

    @classmethod
    def of(cls, doc: Doc, mentions: Iterable[Mention], quotations: Sequence[Quotation]) -> Context:
        """Indexes mentions by the position of their head word and quotations by the words inside them."""
        by_offset = {t.idx: t.i for t in doc}
        by_head: dict[int, Mention] = {}
        for mention in mentions:
            at = by_offset.get(mention.head.start)
            if at is not None:
                by_head.setdefault(at, mention)
        by_span = {m.span: m for m in mentions}
        wholes = {t.i: by_head[w.i] for t in doc if (w := partitive_whole(t)) is not None and w.i in by_head}
        heard = [mute(doc, quotation) for quotation in quotations]
        return cls(doc, by_head, Speech.of(doc, heard, by_head, by_span, wholes), find_camps(mentions), tuple(quotations))

    def mention(self, token: Token) -> Mention | None:
        """The mention that `token` stands for: its own, that of the name it is part of, or the whole of "some of", "the first of"."""
        whole = partitive_whole(token)
        if whole is not None and (found := self.by_head.get(whole.i)) is not None:
            return found
        found = self.by_head.get(token.i)
        if found is None and token.dep_ in ("flat", "compound") and token.head.i != token.i:
            return self.by_head.get(token.head.i)
        if found is None and token.pos_ == "PROPN":  # "Sir" of "Sir Keir": the name hangs on its title
            return next((self.by_head[c.i] for c in token.children if c.dep_ in ("flat", "appos", "nmod:desc", "compound") and c.i in self.by_head), None)
        return found

    def sentences(self) -> Iterable[DocSpan]:
        """Sentences that state something: a question or a line without a verb states nothing, though its names may."""
        return self.doc.sents


def find_camps(mentions: Iterable[Mention]) -> dict[str, Mention]:
    """The sides that the article names, by the one word that tells them apart: "pro-harbour" of "the pro-harbour camp", "republican" of "Republican Party"."""
    found: dict[str, Mention] = {}
    for mention in mentions:
        words = [w for w in mention.text.lower().split() if w not in ("the", "a", "an", "its", "his", "her", "their")]
        if mention.kind is not MentionKind.PRONOUN and len(words) == 2 and words[1] in word_set("camp") and len(words[0]) > 3:
            found.setdefault(words[0], mention)
    return found


def partitive_whole(token: Token) -> Token | None:
    """The noun behind a word for a part or an amount with "of": dockers in "dozens of dockers", and Ana Lund in "one of them, Ana Lund, left"."""
    named = next((c for c in token.children if c.dep_ == "appos" and c.ent_type_ == "PER"), None) if token.lower_ == "one" else None
    if named is not None:
        return named
    if token.lower_ == "one" or (not is_partitive(token.text) and token.lower_ not in ("first", "second", "last", "latest")):
        return None
    inner = next((c for c in token.children if c.dep_ == "nmod" and any(k.dep_ == "case" and k.lower_ == "of" for k in c.children)), None)
    if inner is None or inner.pos_ == "PRON":
        return inner
    if inner._.kind == "time":  # "the first of three days of industrial action"
        return next((c for c in inner.children if c.dep_ == "nmod" and any(k.dep_ == "case" and k.lower_ == "of" for k in c.children)), None)
    return partitive_whole(inner) or inner


def sentence_evidence(token: Token) -> Evidence:
    """The whole sentence of `token`, without the white space around it."""
    sent = token.sent
    text = sent.text
    start = sent.start_char + len(text) - len(text.lstrip())
    quote = text.strip()
    return Evidence(Span(start, start + len(quote)), quote)


def noun_claim(context: Context, subject: Mention, token: Token, *, reported: bool = True) -> Claim:
    """What the claims of a noun share: the noun itself is taken as given, in whosever words it stands.

    What belongs where is the article's own knowledge even in reported speech: it asks with `reported` off.
    """
    claimants, hearsay = context.speech.claimants(token, reported=reported)
    return Claim(
        subject=subject,
        phrase="",
        obj="",
        evidence=sentence_evidence(token),
        extractor="nominals",
        worth=Worth(claimants=claimants, is_hearsay=hearsay),
        quotation=context.speech.quotation(token),
        confidence=round(0.9 * token._.certainty, 2),
    )


def certainty_of(token: Token) -> float:
    """How sure the parse is of where a noun hangs; one joined to others by "and" is no surer than they are."""
    sure = float(token._.certainty)
    return min(sure, certainty_of(token.head)) if token.dep_ == "conj" else sure


def doubt(claim: Claim, token: Token) -> Claim:
    """The claim, no surer than the parse is of one of the words that it hangs on."""
    return replace(claim, confidence=min(claim.confidence, round(0.95 * certainty_of(token), 2)))


def is_counted(token: Token) -> bool:
    """Whether a number counts the noun: "ten votes"."""
    return any(c.dep_ == "nummod" for c in token.children)


NAMED_BEHIND = ("appos", "flat", "nmod:desc")
"""How a name hangs on the title before it."""

CLAUSE_PARTS = {
    "acl:relcl",
    "acl",
    "advcl",
    "advcl:relcl",
    "appos",
    "parataxis",
    "punct",
    "cc",
    "conj",
    "ccomp",
    "csubj",
    "list",
    "discourse",
    "dep",
    "vocative",
}
"""What hangs on a noun without being part of its name."""


def bridge(doc: Doc, at: int, way: int, inside: set[int]) -> int | None:
    """The next position of the phrase from `at` in direction `way`, over one quotation mark, bracket, hyphen or comma; None at its end."""
    for step in (1, 2):
        to = at + way * step
        if to in inside:
            return to
        if not 0 <= to < len(doc) or doc[to].text not in "-–’'\"“”‘()[]&/,":
            return None
    return None


def is_joined_before(token: Token) -> bool:
    """Whether a word is joined to another in front of a noun: the "or her" of "his or her work", the "and white" of "black and white photos"."""
    first = token.head.head if token.dep_ == "cc" and token.head.dep_ == "conj" else token.head
    noun = first.head
    before = first.dep_ in ("amod", "compound", "det", "nmod:poss", "nummod") and token.i < noun.i
    return before and (token.dep_ == "cc" or (token.dep_ == "conj" and token.pos_ not in ("VERB", "AUX")))


def is_infinitive(token: Token) -> bool:
    """Whether a clause on a noun is part of what it names: "the plan to close it", "praise for helping them"."""
    return token.dep_ == "acl" and any(c.dep_ == "mark" and c.lower_ in ("to", "for", "of") for c in token.children)


def is_free_relative(token: Token) -> bool:
    """Whether a clause is all that its head means: "a tenth of what they promised"."""
    return token.dep_ == "acl:relcl" and token.head.tag_ == "WP" and token.i > token.head.i


def phrase_span(head: Token, *, keep: frozenset[str] = frozenset(), with_case: bool = False, infinitives: bool = False) -> Span:
    """The noun phrase of `head` without the clauses, appositions and conjuncts that hang on it; prepositional phrases stay.

    The stretch is contiguous: it ends before the first word left out after the head.
    """
    inside = {head.i}
    stack = [head]
    while stack:
        for child in stack.pop().children:
            left_out = not (is_joined_before(child) or is_joined_within(child, head)) and (
                (child.dep_ in CLAUSE_PARTS - keep and not (infinitives and is_infinitive(child)) and not is_free_relative(child))
                or child.is_space
                or opens_examples(child)
                or any(c.dep_ == "case" and c.lower_ == "according" for c in child.children)
                or (is_counted(head) and child.dep_ == "nmod" and any(c.dep_ == "case" and c.lower_ == "by" for c in child.children))
                or (child.head.i == head.i and child.dep_ == "advmod" and child.lower_ in ("n't", "n’t", "not"))
                or (not with_case and child.head.i == head.i and child.dep_ in ("case", "mark", "cop", "aux", "nsubj"))
            )
            if not left_out:
                inside.add(child.i)
                stack.append(child)
    inside -= {t.i for t in head.children if t.dep_ == "cc:preconj"}
    start = end = head.i
    while (step := bridge(head.doc, start, -1, inside)) is not None:
        start = step
    while (step := bridge(head.doc, end, 1, inside)) is not None:
        end = step
    first, last = head.doc[start], head.doc[end]
    return Span(first.idx, last.idx + len(last))


def is_joined_within(child: Token, head: Token) -> bool:
    """Whether a word joins nouns inside the phrase, none of them its head: "trains between Oslo and Bergen"."""
    joined = child.head if child.dep_ in ("cc", "punct") else child
    inner = joined.dep_ == "conj" and joined.pos_ in ("NOUN", "PROPN", "NUM") and joined.head.i != head.i
    return inner and joined.head.dep_ in ("nmod", "conj") and child.dep_ in ("conj", "cc", "punct") and is_nominal_chain(joined.head, head)


def is_nominal_chain(noun: Token, head: Token) -> bool:
    """Whether only nouns with prepositions lead from `noun` up to `head`, past nouns joined to `noun` but not to `head`."""
    while noun.dep_ == "conj" and noun.head.i != head.i:
        noun = noun.head
    return noun.dep_ == "nmod" and (noun.head.i == head.i or is_nominal_chain(noun.head, head))


def words_of(span: Span, doc: Doc) -> str:
    """The words of a span, white space folded."""
    return " ".join(text_of(doc)[span.start : span.end].split())


@lru_cache(maxsize=2)
def text_of(doc: Doc) -> str:
    """The text of a document, which spaCy joins anew at every look."""
    return str(doc.text)


def conjuncts(token: Token) -> list[Token]:
    """`token` and what is joined to it by "and", "or", commas, in order; "but not X" is left out; "ministers A and B" are A and B."""
    names = listed_names(token)
    if names:
        return names
    out = [token, *(name for child in example_heads(token) for name in named_examples(child))]
    out += [c for c in token.children if c.dep_ in ("appos", "nmod:unmarked") and is_listed(c)]
    titled = [c for t in token.children if t.dep_ == "nmod:desc" for c in t.children if c.i > token.i]  # "singer Ola and actor Lena", joined by their titles
    for child in (*token.children, *titled):
        if child.dep_ == "conj" and not any(c.lower_ in ("not", "rather") and c.dep_ in ("advmod", "cc") for c in child.children) and not owns_next(child):
            out += conjuncts(child)
    return out


def is_listed(token: Token) -> bool:
    """Whether an apposition is the next of a list: "in New York, New Jersey and Connecticut", but not "in Oslo, Norway, and Lund"."""
    after = token.doc[token.right_edge.i + 1] if token.right_edge.i + 1 < len(token.doc) else token
    joined = [c for c in (*token.children, *token.head.children) if c.dep_ == "conj" and c.i > token.i]
    last = next((c for c in joined if c.ent_type_ == token.ent_type_), None)
    own = any(c.dep_ == "cc" and c.i > token.i for t in joined for c in t.children)
    return bool(token.ent_type_) and last is not None and own and (after.dep_ == "cc" or last.head.i == token.i)


def owns_next(token: Token) -> bool:
    """Whether a noun only owns the next one, whatever the tree says: "Ana Lund and the Union's Per Holm" are two people."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return after.tag_ == "POS" and token.dep_ != "nmod:poss"


def example_heads(token: Token) -> list[Token]:
    """The first noun of each list of examples of `token`: "ports including Bergen", "guests such as Ola Nordmann": what is said of all is said of them.

    A list that hangs on the verb belongs to the plural right before it: "was helped by members, including Ola Nordmann".
    """
    if token.pos_ not in ("NOUN", "PROPN"):
        return []
    beside = [c for c in token.head.children if c.dep_ == "obl" and c.i > token.i] if token.tag_ == "NNS" and token.head.pos_ == "VERB" else []
    close = [c for c in beside if first_word(c).lower_ == "including" and all(t.is_punct for t in token.doc[token.right_edge.i + 1 : first_word(c).i])]
    own = [c for c in token.children if c.dep_ in ("nmod", "acl", "obl", "appos", "dep") and opens_examples(c)]
    return [c for c in own + close if not (c.ent_type_ == "LOC" and token._.kind in ("person", "organization"))]  # "towns led by Greens, including Bergen"


def opens_examples(token: Token) -> bool:
    """Whether a noun stands behind "including", "among them", "such as", or "like" after a plural."""
    first = first_word(token)
    return (
        first.lower_ == "including"
        or (first.lower_ == "among" and first.doc[first.i + 1 : first.i + 2].text.lower() in ("them", "whom"))
        or (first.lower_ == "like" and token.head.tag_ == "NNS")
        or (first.lower_ == "such" and first.i + 1 < token.i and token.doc[first.i + 1].lower_ == "as")
    )


def first_word(token: Token) -> Token:
    """The first word of a phrase, past a comma or a bracket."""
    return next((t for t in token.doc[token.left_edge.i : token.i] if not t.is_punct), token)


def named_examples(first: Token) -> list[Token]:
    """The names in a list of examples; "singer Ola Nordmann" is Ola Nordmann."""
    found = []
    for noun in conjuncts(first):
        titled = [c for c in noun.children if c.dep_ in ("flat", "appos", "nmod:desc") and c.ent_type_ == "PER" and c.i > noun.i]
        found += [noun] if noun.ent_type_ else titled[:1]
    return found


def listed_names(token: Token) -> list[Token]:
    """The names that a plural noun introduces: "councillors Ana Lund and Per Holm", "two candidates, Ana Lund and Per Holm"."""
    if token.tag_ != "NNS":
        return []
    first = next((c for c in token.children if c.i > token.i and c.dep_ in ("appos", "flat", "nmod:desc") and c.ent_type_ == "PER"), None)
    return conjuncts(first) if first is not None else []


def titled_names(first: Token) -> list[Token]:
    """The names that one plural title stands before, up to the next title: "councillors Ana Lund and Per Holm as well as mayors …" are two."""
    out = []
    for name in conjuncts(first):
        here = name
        while here.i != first.i and here.tag_ not in ("NNS", "NNPS"):
            here = here.head
        out += [name] if here.i == first.i else []
    return out


def find_name(context: Context, name: str) -> Mention | None:
    """The first mention of a place by its name."""
    return next((m for m in context.by_head.values() if m.kind is MentionKind.NAME and m.type is EntityType.PLACE and m.text == name), None)


def is_pronoun(mention: Mention | None) -> bool:
    """Whether the mention is a pronoun."""
    return mention is not None and mention.kind is MentionKind.PRONOUN
