"""In: a clause's head word. Out: what the clause is worth: polarity, modality, and in whose words it stands.

Only the syntax around the clause and closed classes of words (modal verbs, negators, verbs that commit to nothing) are looked at; it
refuses to judge whether something is true.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from graph.clause_forms import (
    has_own_subject,
    opens_with,
    word_list,
)
from graph.modality import is_held_true, judge_modality
from graph.negation import is_negated
from graph.records import Mention, MentionKind, Polarity, Quotation, QuotationKind, Span, Worth


@dataclass(frozen=True)
class Speech:
    """Whose words each word of the document stands in."""

    innermost: dict[int, int]
    quotations: tuple[Quotation, ...]
    speakers: tuple[Mention | None, ...]
    parents: tuple[int | None, ...]
    by_head: Mapping[int, Mention]

    @classmethod
    def of(
        cls,
        doc: Doc,
        quotations: Sequence[Quotation],
        by_head: Mapping[int, Mention],
        by_span: Mapping[Span, Mention],
        wholes: Mapping[int, Mention] | None = None,
    ) -> Speech:
        """Maps words to the innermost quotation around them, and speakers to their mentions; `wholes` gives what words such as "thousands" count."""
        sizes = [sum(c.end - c.start for c in q.contents) for q in quotations]
        starts = [token.idx for token in doc]
        innermost: dict[int, int] = {}
        for n in sorted(range(len(quotations)), key=lambda n: (sizes[n], n)):
            cue = quotations[n].cue
            for content in quotations[n].contents:
                words = doc[bisect_left(starts, content.start) : bisect_left(starts, content.end)]
                ahead = quotations[n].is_hearsay and cue is not None and content.end <= cue.start
                asides = find_asides(words, is_subject=ahead) if quotations[n].kind is QuotationKind.INDIRECT else frozenset()
                for token in words:
                    if token.idx + len(token) <= content.end and token.i not in asides:
                        innermost.setdefault(token.i, n)
        parents: list[int | None] = []
        for n, q in enumerate(quotations):
            around = [k for k, other in enumerate(quotations) if k != n and sizes[k] > sizes[n] and any(q.contents[0] in c for c in other.contents)]
            parents.append(min(around, key=lambda k: (sizes[k], k)) if around else None)
        speakers = tuple(speaker_mention(q, doc, by_head, by_span, wholes or {}) for q in quotations)
        return cls(innermost, tuple(quotations), speakers, tuple(parents), by_head)

    def quotation(self, token: Token) -> int | None:
        """The number of the innermost quotation around `token`."""
        return self.innermost.get(token.i)

    def direct(self, token: Token) -> int | None:
        """The number of the innermost quotation in quotation marks around `token`."""
        number = self.innermost.get(token.i)
        while number is not None and self.quotations[number].kind is not QuotationKind.DIRECT:
            number = self.parents[number]
        return number

    def claimants(self, token: Token, *, reported: bool = True) -> tuple[tuple[Mention, ...], bool]:
        """Whose words `token` stands in, nearest first, and whether one of them is unnamed; without `reported` only words in quotation marks count."""
        found: list[Mention] = []
        hearsay = False
        number = self.innermost.get(token.i)
        while number is not None:
            if not reported and self.quotations[number].kind is QuotationKind.INDIRECT:
                number = self.parents[number]
                continue
            speaker = self.speakers[number]
            hearsay = hearsay or self.quotations[number].is_hearsay or speaker is None
            if speaker is not None:
                found.append(speaker)
            number = self.parents[number]
        return tuple(found), hearsay


def find_asides(words: DocSpan, *, is_subject: bool = False) -> frozenset[int]:
    """The words of an infinitive that are the reporter's own: in "refused to blame Ana Lund, whose mistake cost the match" what comes behind the comma.

    So too behind the subject of what is expected or believed: "The firm, whose shares have halved, is expected to close".
    """
    gerund = len(words) > 1 and words[0].lower_ in ("of", "for", "about") and words[1].tag_ == "VBG"  # "accused them of hiding a fault, which …"
    if len(words) == 0 or not (words[0].lower_ == "to" or gerund or is_subject):
        return frozenset()
    clauses = [t for t in words if t.dep_ == "acl:relcl" and t.left_edge.i > words.start and "," in (t.left_edge.text, t.left_edge.nbor(-1).text)]
    clauses = [t for t in clauses if t.head.pos_ == "PROPN" or not gerund]  # "accused the firm of hiding a fault, which killed …" is all its accuser's
    return frozenset(t.i for clause in clauses for t in clause.subtree)


def speaker_mention(
    quotation: Quotation, doc: Doc, by_head: Mapping[int, Mention], by_span: Mapping[Span, Mention], wholes: Mapping[int, Mention]
) -> Mention | None:
    """The mention that the speaker's words hold, by their head word."""
    if quotation.speaker is None:
        return None
    words = doc.char_span(quotation.speaker.start, quotation.speaker.end, alignment_mode="expand")
    if words is not None and words.root.lemma_.lower() in word_list("speaking_document"):
        # "the Herald's analysis says": the Herald does
        owner = next((by_head[c.i] for c in words.root.children if c.dep_ == "nmod:poss" and c.i in by_head), None)
        if owner is not None and owner.kind is MentionKind.NAME:
            return owner
    if words is not None and words.root.i in wholes:
        return wholes[words.root.i]
    exact = by_span.get(quotation.speaker)
    if exact is not None:
        return exact
    return by_head.get(words.root.i) if words is not None else None


def judge_clause(head: Token, speech: Speech) -> Worth:
    """The worth of the clause whose predicate is `head`."""
    claimants, hearsay = speech.claimants(head)
    hearsay = hearsay or any(c.lower_ in word_list("hearsay") for c in head.children if c.dep_ == "advmod")
    polarity = Polarity.NEGATIVE if is_negated(head) else Polarity.POSITIVE
    modality = judge_modality(head)
    hearsay = hearsay or (not claimants and (is_alleged(head) or is_held_true(head)))
    if is_accusation(head):  # never a fact: the accuser's words, or nobody's
        accuser = find_accuser(head)
        named = speech.by_head.get(accuser.i) if accuser is not None else None
        claimants = (named, *claimants) if named is not None else claimants
        hearsay = hearsay or named is None
    return Worth(polarity, modality, claimants, hearsay)


def is_alleged(head: Token) -> bool:
    """Whether the clause is what a charge or a rumour says: "followed by charges that he sold it"; not "the charges that he denied"."""
    noun = head.head.lemma_.lower()
    if head.dep_ == "acl" and head.tag_ == "VBG" and opens_with(head, "of") and (noun == "report" or noun in word_list("alleging_noun")):
        return True  # "dismissed reports of police beating them"
    that = any(c.lower_ == "that" and c.i < head.i for c in head.children)
    gap = any(c.dep_ in ("obj", "nsubj") and c.lower_ == "that" for c in head.children) and sum(c.dep_ == "obj" for c in head.children) < 2
    return that and not gap and head.dep_ in ("acl", "acl:relcl", "ccomp") and noun in word_list("alleging_noun")


def is_accusation(head: Token) -> bool:
    """Whether the clause is what somebody is accused of: "accused of taking bribes", "charged with murdering her"."""
    if head.dep_ == "conj" and head.tag_ == "VBG" and head.head.tag_ == "VBG" and not has_own_subject(head):
        return is_accusation(head.head)  # "blamed for hiding it and lying about it"
    above = accusing(head)
    marked = any(c.dep_ in ("mark", "case") and c.lower_ in ("of", "with", "for") for c in head.children)
    return marked and head.dep_ in ("advcl", "xcomp", "acl") and above.i != head.i and above.lemma_ in word_list("accuse")


def accusing(head: Token) -> Token:
    """The verb above a clause, past the noun that the clause may hang on: "accused the firm | of hiding it"."""
    above = head.head
    return above.head if head.dep_ == "acl" and above.dep_ in ("obj", "nsubj:pass") else above


def find_accuser(head: Token) -> Token | None:
    """The subject of the accusing verb, if it is said."""
    if not is_accusation(head):
        return None
    while head.dep_ == "conj":
        head = head.head
    above = accusing(head)
    passive = any(c.dep_ in ("nsubj:pass", "aux:pass") for c in above.children) or above.dep_ == "acl"
    wanted = "obl:agent" if passive else "nsubj"
    while not passive and above.dep_ == "conj" and not has_own_subject(above):
        above = above.head  # "The party said it was late and accused him of hiding it"
    return next((c for c in above.children if c.dep_ == wanted), None)
