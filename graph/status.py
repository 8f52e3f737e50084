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
    CONDITION_MARKS,
    has_own_subject,
    has_preposition,
    is_finite,
    is_going_on,
    is_imperative,
    is_inverted_condition,
    is_left_undone,
    is_open_complement,
    is_to_clause,
    is_yet_to_come,
    opens_condition,
    opens_with,
    whole_clause,
    word_list,
)
from graph.negation import is_negated
from graph.records import Mention, MentionKind, Modality, Polarity, Quotation, QuotationKind, Span, Worth

PLANNED_MODALS = {"will", "would", "shall", "should", "must", "ought", "'ll", "’ll", "'d", "’d", "ll"}
POSSIBLE_MODALS = {"may", "might", "could", "can", "ca"}


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
            for content in quotations[n].contents:
                words = doc[bisect_left(starts, content.start) : bisect_left(starts, content.end)]
                asides = find_asides(words) if quotations[n].kind is QuotationKind.INDIRECT else frozenset()
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


def find_asides(words: DocSpan) -> frozenset[int]:
    """The words of an infinitive that are the reporter's own: in "refused to blame Ana Lund, whose mistake cost the match" what comes behind the comma."""
    gerund = len(words) > 1 and words[0].lower_ in ("of", "for", "about") and words[1].tag_ == "VBG"  # "accused them of hiding a fault, which …"
    if len(words) == 0 or not (words[0].lower_ == "to" or gerund):
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


def judge_modality(head: Token, depth: int = 0) -> Modality:
    """Actual, planned or possible: modal verbs, conditions, purposes, orders and wishes above the clause."""
    own = own_modality(head)
    if own is not Modality.ACTUAL or depth > 8:
        return own
    above = whole_clause(head, head.head) if head.dep_ == "advcl" else head.head
    if above.i == head.i:
        return Modality.ACTUAL
    if head.dep_ == "conj":
        apart = has_own_subject(head) or (is_finite(head) and not is_finite(above))  # "could cut fares and is in breach of the law"
        return Modality.ACTUAL if apart and not opens_condition(above) else judge_modality(above, depth + 1)
    if is_yet_to_come(head):
        return Modality.ACTUAL
    if is_left_undone(head):
        return judge_modality(above.head, depth + 1)
    if is_going_on(head):
        return judge_modality(above, depth + 1)  # "went on to win"
    if is_open_complement(head):
        been = any((c.dep_ == "cop" and c.tag_ == "VBD") or (c.dep_ == "aux" and c.lemma_ == "have") for c in above.children)
        if above.lower_ == "unable" or (above.lower_ == "able" and been):
            return judge_modality(above, depth + 1)  # "was able to meet them" did; "is able to" may, "is unable to" does not
        if above.lemma_ == "have" and not is_to_clause(head):
            return judge_modality(above, depth + 1)  # "had the guard open it"
        if above.lemma_ in word_list("planned_complement") or above.lower_ in ("going", "gon") or (is_to_clause(head) and above.pos_ in ("ADJ", "NOUN")):
            return Modality.PLANNED
        if above.lemma_ in word_list("possible_complement") and not is_held_true(head):
            return Modality.POSSIBLE
        return judge_modality(above, depth + 1)
    if head.dep_ == "ccomp" and above.lemma_ in word_list("planned_clause") and not is_stated(head, above):
        return Modality.PLANNED
    if head.dep_ == "ccomp" and above.lower_ == "sure" and above.dep_ == "xcomp":
        return judge_modality(above.head, depth + 1)  # "promised to make sure they are paid", "made sure they were paid"
    if head.dep_ == "ccomp" and opens_condition(above):
        return Modality.POSSIBLE  # "could ban him if it finds that he knew"
    trailing = any(c.dep_ in ("obl", "advmod") and c.lower_ in ("behind", "back") for c in above.children) and above.lemma_ in ("come", "fight", "hit")
    if head.dep_ == "advcl" and is_to_clause(head) and (trailing or any(c.lower_ == "only" and c.i and c.nbor(-1).text == "," for c in head.children)):
        return judge_modality(above, depth + 1)  # "came from behind to beat them", "dismissed them, only to praise them later"
    won = any(c.dep_ == "obj" and c._.kind in ("abstract", "object") for c in above.children)  # "won a contract to build it"
    if head.dep_ == "advcl" and is_to_clause(head) and above.lemma_ in word_list("result") and not won:
        return judge_modality(above, depth + 1)  # "has exploded to hold a record"
    if head.dep_ in ("acl", "advcl") and is_to_clause(head):
        # "money to build a school", "met to discuss it"; but "the first woman to lead it", "went on to win"
        if not any(c.lower_ in ("first", "last", "only", "second", "third", "latest") for c in above.children):
            return Modality.PLANNED
        return judge_modality(above, depth + 1) if above.dep_ == "xcomp" else own_modality(above)  # "could become the first to lead it"
    ahead = (
        judge_modality(above, depth + 1) if head.dep_ == "advcl" and opens_with(head, "before") and head.tag_ == "VBG" and is_ahead(above) else Modality.ACTUAL
    )
    if ahead is not Modality.ACTUAL:
        return ahead  # "would consult them before forming a cabinet"
    if head.tag_ == "VBG" and above.lemma_ in word_list("calling_for") and opens_with(head, "for"):
        return Modality.PLANNED  # "called for splitting it up"
    if head.dep_ == "acl" and head.tag_ == "VBG" and has_preposition(head) and above.lemma_ in word_list("intended_noun"):
        return Modality.PLANNED  # "set a goal for cutting waste"; but "the habit of cutting waste"
    if head.dep_ in ("acl:relcl", "acl") and own_modality(above) is not Modality.ACTUAL and above.pos_ in ("VERB", "AUX"):
        return own_modality(above)
    if head.dep_ == "acl:relcl" and is_thing_to_be(head, above):
        return Modality.PLANNED
    temporal = any(c.dep_ in ("mark", "advmod") and c.lower_ in ("before", "until", "once", "when") for c in head.children)
    if head.dep_ == "advcl" and temporal and head.tag_ in ("VB", "VBP", "VBZ"):
        return judge_modality(above, depth + 1)  # "would wait before I sign it"; not "could see it when the ship sank"
    if head.dep_ == "advcl" and opens_with(head, "until") and head.tag_ == "VBD" and is_reported_plan(above):
        return Modality.PLANNED  # "said they would not return until the firm paid"
    if head.dep_ == "advcl" and not has_own_subject(head) and not any(c.dep_ == "mark" for c in head.children):
        return judge_modality(above, depth + 1)
    return Modality.ACTUAL


def is_reported_plan(verb: Token) -> bool:
    """Whether "would" tells what somebody said that they will do, so that a past tense beside it is still to come; not "would have"."""
    helpers = [c for c in verb.children if c.dep_ == "aux"]
    if verb.dep_ not in ("ccomp", "conj"):
        return False  # "would hold the post until Holm beat him in 2002"
    return any(c.lower_ in ("would", "'d", "’d") for c in helpers) and not any(c.lemma_ == "have" for c in helpers)


def is_thing_to_be(head: Token, noun: Token) -> bool:
    """Whether a relative clause tells what a thing is to do that is not there yet: "wants a law that requires …"; not "will see a man who owns …"."""
    indefinite = any(c.dep_ == "det" and c.lower_ in ("a", "an") for c in noun.children) and noun._.kind in ("abstract", "object", "place")
    verb = noun.head
    wanted = (noun.dep_ == "obj" and verb.lemma_ in word_list("planned_complement")) or any(c.dep_ == "expl" for c in verb.children)
    present = head.tag_ in ("VBZ", "VBP") and not any(c.dep_ == "aux" for c in head.children)
    needed = wanted and (verb.lemma_ in ("want", "need", "seek", "demand") or judge_modality(verb) is Modality.PLANNED)
    return indefinite and present and needed


def is_alleged(head: Token) -> bool:
    """Whether the clause is what a charge or a rumour says: "followed by charges that he sold it"; not "the charges that he denied"."""
    noun = head.head.lemma_.lower()
    if head.dep_ == "acl" and head.tag_ == "VBG" and opens_with(head, "of") and (noun == "report" or noun in word_list("alleging_noun")):
        return True  # "dismissed reports of police beating them"
    that = any(c.lower_ == "that" and c.i < head.i for c in head.children)
    gap = any(c.dep_ in ("obj", "nsubj") and c.lower_ == "that" for c in head.children) and sum(c.dep_ == "obj" for c in head.children) < 2
    return that and not gap and head.dep_ in ("acl", "acl:relcl", "ccomp") and noun in word_list("alleging_noun")


HELD_TRUE = {"allege", "assume", "believe", "claim", "estimate", "presume", "report", "rumor", "rumour", "say", "suppose", "suspect", "think", "understand"}


def is_held_true(head: Token) -> bool:
    """Whether people whom nobody names hold it true: "is believed to have fled"."""
    above = head.head
    return head.dep_ == "xcomp" and is_to_clause(head) and above.lemma_ in HELD_TRUE and any(c.dep_ == "aux:pass" for c in above.children)


def is_stated(head: Token, above: Token) -> bool:
    """Whether a clause under "suggest" or "insist" says how things are, by its tense: "suggested that he lies", but "that he leave"."""
    return above.lemma_ in ("suggest", "insist") and is_finite(head)


def own_modality(head: Token) -> Modality:
    """Modality by the clause's own modal verb, conjunction or form."""
    children = list(head.children)
    if any(c.dep_ == "mark" and c.lower_ in CONDITION_MARKS for c in children) or is_inverted_condition(head):
        return Modality.POSSIBLE
    modals = {c.lower_ for c in children if c.dep_ in ("aux", "aux:pass") and (c.tag_ == "MD" or c.lower_ in PLANNED_MODALS - {"'d", "’d"})}
    if not modals and any(c.lower_ in ("'d", "’d") and c.dep_ == "aux" for c in children) and head.tag_ in ("VB",):
        modals = {"would"}
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in children)
    if is_to_clause(head) and any(c.dep_ in ("aux", "aux:pass", "cop") and c.lemma_ == "be" and c.tag_ in ("VBZ", "VBP", "VBD") for c in children):
        return Modality.PLANNED  # "is to be held in May"
    if modals == {"would"} and any(c.dep_ == "advmod" and c.lower_ in word_list("habitual") for c in children):
        return Modality.ACTUAL  # "would sometimes walk home": a habit
    if modals & PLANNED_MODALS:
        if modals == {"will"} and perfect:
            return Modality.ACTUAL  # "passengers will have been outraged": a guess about what is, not a plan
        return Modality.POSSIBLE if modals & {"would", "'d", "’d"} and perfect else Modality.PLANNED
    if modals & POSSIBLE_MODALS:
        return Modality.ACTUAL if modals == {"could"} and is_inability(head, perfect=perfect) else Modality.POSSIBLE
    if head.lemma_ == "have" and any(c.dep_ == "xcomp" and is_to_clause(c) for c in children):
        return Modality.ACTUAL
    if is_imperative(head):
        return Modality.PLANNED
    return Modality.ACTUAL


def is_inability(head: Token, *, perfect: bool) -> bool:
    """Whether "could not" tells what was not so: "could not find her"; not "could not have known", "could not leave if she wanted to".

    Nor "could not help thanking", "could not afford to pay", "could not agree more", "feared that she could not swim".
    """
    conditional = any(c.dep_ == "advcl" and opens_condition(c) for c in head.children)
    turned = head.lemma_ in ("help", "afford", "bear") or any(c.lower_ in ("more", "less", "better", "worse") for c in head.children)
    guessed = head.dep_ == "ccomp" and head.head.lemma_ in word_list("guessing")
    return is_negated(head) and not (perfect or conditional or turned or guessed)


def is_ahead(verb: Token) -> bool:
    """Whether a verb tells what is to come, so that what it comes before is too: "would consult them", not "should have asked", "could not sleep"."""
    return not is_negated(verb) and not any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children)


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
