"""In: a clause's head word. Out: what the clause is worth: polarity, modality, and in whose words it stands.

Only the syntax around the clause and closed classes of words (modal verbs, negators, verbs that commit to nothing) are looked at; it
refuses to judge whether something is true.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.tokens import Doc, Token

from graph.records import Mention, MentionKind, Modality, Polarity, Quotation, QuotationKind, Span, Worth

NEGATORS = {"not", "n't", "n’t", "never", "nt"}
PLANNED_MODALS = {"will", "would", "shall", "should", "must", "ought", "'ll", "’ll", "'d", "’d", "ll"}
POSSIBLE_MODALS = {"may", "might", "could", "can", "ca"}
CONDITION_MARKS = {"if", "unless", "whether", "lest", "provided", "assuming"}
COMPLEMENTS = ("xcomp", "ccomp", "acl", "advcl", "csubj", "csubj:pass", "acl:relcl", "advcl:relcl")


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
                for token in doc[bisect_left(starts, content.start) : bisect_left(starts, content.end)]:
                    if token.idx + len(token) <= content.end:
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
    if is_accusation(head):  # never a fact: the accuser's words, or nobody's
        accuser = find_accuser(head)
        named = speech.by_head.get(accuser.i) if accuser is not None else None
        claimants = (named, *claimants) if named is not None else claimants
        hearsay = hearsay or named is None
    return Worth(polarity, modality, claimants, hearsay)


def is_negated(head: Token) -> bool:
    """Whether the clause says that something is not so: "did not", "no one", "failed to", "without paying", "denied paying"."""
    return count_negations(head) % 2 == 1


def count_negations(head: Token) -> int:
    """Negators of the clause itself, and of the verb above that turns it round ("failed to pay", "did not manage to pay")."""
    count = sum(1 for c in head.children if c.lower_ in NEGATORS and c.dep_ in ("advmod", "neg", "aux", "dep") and not is_not_only(c))
    count += any(c.lower_ in ("longer", "more") and c.dep_ == "advmod" and any(k.lower_ == "no" for k in c.children) for c in head.children)
    count += any(c.lower_ in ("neither", "nor") and c.dep_ in ("cc", "cc:preconj", "advmod", "det") for c in head.children)
    count += any(has_no(c) for c in head.children if c.dep_ in ("nsubj", "nsubj:pass", "obj"))
    count += any(k.lower_ == "neither" and k.dep_ == "cc:preconj" for c in head.children if c.dep_ in ("nsubj", "nsubj:pass", "obj") for k in c.children)
    count += any(c.dep_ == "mark" and c.lower_ in ("without", "instead") for c in head.children) or has_mark(head, "rather", "than")
    above = head.head
    count += head.dep_ == "acl" and has_no(above) and above.pos_ == "NOUN" and head.tag_ == "VBG"  # "have no business deciding it"
    aside = head.dep_ == "advcl" and not any(c.dep_ in ("mark", "case") for c in head.children)  # "The bill failed, blocked by the senators"
    if head.dep_ in ("xcomp", "ccomp", "advcl") and turns_round(above) and above.i != head.i and not aside:
        count += 1 + count_negations(above) * (above.lemma_ in word_list("implicative"))
    elif head.dep_ == "xcomp" and above.lemma_ in word_list("implicative") and above.i != head.i:
        count += count_negations(above)
    elif is_yet_to_come(head) or (head.dep_ == "advcl" and above.lemma_ in word_list("deciding") and has_mark(head, "against")):
        count += 1  # "decided against charging her"
    elif (
        head.dep_ == "conj" and above.i != head.i and not has_own_subject(head) and not is_finite_after_base(head, above)
    ):  # not "didn't help or even harmed them"
        count += sum(1 for c in above.children if c.lower_ in NEGATORS and c.dep_ == "advmod" and any(x.lower_ in ("or", "nor") for x in head.children))
    return count


def is_finite_after_base(head: Token, above: Token) -> bool:
    """Whether the second of two joined verbs has a tense of its own where the first leans on an auxiliary."""
    return head.tag_ in ("VBD", "VBZ") or (above.tag_ == "VB" and head.tag_ == "VBN")


def turns_round(verb: Token) -> bool:
    """Whether a verb's complement is not so: "failed to pay", "ruled out paying", but not "ruled that they pay"."""
    return verb.lemma_ in word_list("negative_complement") and (verb.lemma_ != "rule" or any(c.lower_ == "out" for c in verb.children))


def is_not_only(negator: Token) -> bool:
    """Whether "not" only announces more: "not only fill the square but also the park"."""
    after = negator.doc[negator.i + 1 : negator.i + 2]
    return len(after) == 1 and after[0].lower_ in ("only", "just", "merely", "simply")


def is_yet_to_come(head: Token) -> bool:
    """Whether the act has not happened: "has yet to explain it"."""
    above = head.head
    return head.dep_ == "xcomp" and is_to_clause(head) and above.lemma_ in ("have", "be") and any(c.lower_ == "yet" for c in (*above.children, *head.children))


def has_no(token: Token) -> bool:
    """Whether a noun phrase is empty or nearly: "no minister", "nobody", "none", "few ministers" (but "a few ministers" are some)."""
    if any(c.lower_ == "few" for c in token.children) and not any(c.dep_ == "det" for c in token.children):
        return True
    return token.lower_ in ("nobody", "none", "nothing") or any(c.lower_ in ("no", "neither") and c.dep_ in ("det", "advmod") for c in token.children)


def has_mark(head: Token, *words: str) -> bool:
    """Whether the clause opens with the words one after the other ("rather than")."""
    marks = [c for c in head.children if c.dep_ in ("mark", "cc", "case") and c.lower_ == words[0]]
    return any(m.i + len(words) <= len(head.doc) and [head.doc[m.i + k].lower_ for k in range(len(words))] == list(words) for m in marks)


def judge_modality(head: Token, depth: int = 0) -> Modality:
    """Actual, planned or possible: modal verbs, conditions, purposes, orders and wishes above the clause."""
    own = own_modality(head)
    if own is not Modality.ACTUAL or depth > 8:
        return own
    above = head.head
    if above.i == head.i:
        return Modality.ACTUAL
    if head.dep_ == "conj":
        apart = has_own_subject(head) or (is_finite(head) and not is_finite(above))  # "could cut fares and is in breach of the law"
        return Modality.ACTUAL if apart and not shares_mark(head, above) else judge_modality(above, depth + 1)
    if is_yet_to_come(head):
        return Modality.ACTUAL
    if is_open_complement(head):
        if above.lower_ == "able" and any(c.dep_ == "cop" and c.tag_ == "VBD" for c in above.children):
            return Modality.ACTUAL  # "was able to meet them" did; "is able to" may
        if above.lemma_ == "have" and not is_to_clause(head):
            return judge_modality(above, depth + 1)  # "had the guard open it"
        if above.lemma_ in word_list("planned_complement") or above.lower_ in ("going", "gon") or (is_to_clause(head) and above.pos_ in ("ADJ", "NOUN")):
            return Modality.PLANNED
        if above.lemma_ in word_list("possible_complement"):
            return Modality.POSSIBLE
        return judge_modality(above, depth + 1)
    if head.dep_ == "ccomp" and above.lemma_ in word_list("planned_clause") and not is_stated(head, above):
        return Modality.PLANNED
    trailing = any(c.dep_ in ("obl", "advmod") and c.lower_ in ("behind", "back") for c in above.children) and above.lemma_ in ("come", "fight", "hit")
    if head.dep_ == "advcl" and is_to_clause(head) and trailing:
        return judge_modality(above, depth + 1)  # "came from behind to beat them"
    won = any(c.dep_ == "obj" and c._.kind in ("abstract", "object") for c in above.children)  # "won a contract to build it"
    if head.dep_ == "advcl" and is_to_clause(head) and above.lemma_ in word_list("result") and not won:
        return judge_modality(above, depth + 1)  # "has exploded to hold a record"
    if head.dep_ in ("acl", "advcl") and is_to_clause(head):
        # "money to build a school", "met to discuss it"; but "the first woman to lead it", "went on to win"
        if not any(c.lower_ in ("first", "last", "only", "second", "third", "latest") for c in above.children):
            return Modality.PLANNED
        return judge_modality(above, depth + 1) if above.dep_ == "xcomp" else own_modality(above)  # "could become the first to lead it"
    if head.dep_ == "acl" and head.tag_ == "VBG" and has_preposition(head) and above.lemma_ in word_list("intended_noun"):
        return Modality.PLANNED  # "set a goal for cutting waste"; but "the habit of cutting waste"
    if head.dep_ in ("acl:relcl", "acl") and own_modality(above) is not Modality.ACTUAL and above.pos_ in ("VERB", "AUX"):
        return own_modality(above)
    temporal = any(c.dep_ in ("mark", "advmod") and c.lower_ in ("before", "until", "once", "when") for c in head.children)
    if head.dep_ == "advcl" and temporal and head.tag_ in ("VB", "VBP", "VBZ"):
        return judge_modality(above, depth + 1)  # "would wait before I sign it"; not "could see it when the ship sank"
    if head.dep_ == "advcl" and not has_own_subject(head) and not any(c.dep_ == "mark" for c in head.children):
        return judge_modality(above, depth + 1)
    return Modality.ACTUAL


def is_stated(head: Token, above: Token) -> bool:
    """Whether a clause under "suggest" or "insist" says how things are, by its tense: "suggested that he lies", but "that he leave"."""
    return above.lemma_ in ("suggest", "insist") and is_finite(head)


def is_finite(head: Token) -> bool:
    """Whether the clause has a tense of its own: "is", "lied", "has left"; not "leave", "leaving", "may leave"."""
    return head.tag_ in ("VBZ", "VBD") or any(c.tag_ in ("VBZ", "VBD", "VBP") for c in head.children if c.dep_ in ("aux", "cop", "aux:pass"))


def has_preposition(head: Token) -> bool:
    """Whether a gerund stands behind a preposition."""
    return any(c.dep_ in ("mark", "case") and c.pos_ in ("ADP", "SCONJ") for c in head.children)


def own_modality(head: Token) -> Modality:
    """Modality by the clause's own modal verb, conjunction or form."""
    children = list(head.children)
    if any(c.dep_ == "mark" and c.lower_ in CONDITION_MARKS for c in children) or is_inverted_condition(head):
        return Modality.POSSIBLE
    modals = {c.lower_ for c in children if c.dep_ in ("aux", "aux:pass") and (c.tag_ == "MD" or c.lower_ in PLANNED_MODALS - {"'d", "’d"})}
    if not modals and any(c.lower_ in ("'d", "’d") and c.dep_ == "aux" for c in children) and head.tag_ in ("VB",):
        modals = {"would"}
    perfect = any(c.lemma_ == "have" and c.dep_ == "aux" for c in children)
    if is_to_clause(head) and any(c.dep_ in ("aux", "cop") and c.lemma_ == "be" and c.tag_ in ("VBZ", "VBP", "VBD") for c in children):
        return Modality.PLANNED  # "is to be held in May"
    if modals == {"would"} and any(c.dep_ == "advmod" and c.lower_ in word_list("habitual") for c in children):
        return Modality.ACTUAL  # "would sometimes walk home": a habit
    if modals & PLANNED_MODALS:
        if modals == {"will"} and perfect:
            return Modality.ACTUAL  # "passengers will have been outraged": a guess about what is, not a plan
        return Modality.POSSIBLE if modals & {"would", "'d", "’d"} and perfect else Modality.PLANNED
    if modals & POSSIBLE_MODALS:
        return Modality.POSSIBLE
    if head.lemma_ == "have" and any(c.dep_ == "xcomp" and is_to_clause(c) for c in children):
        return Modality.ACTUAL
    if is_imperative(head):
        return Modality.PLANNED
    return Modality.ACTUAL


def is_open_complement(head: Token) -> bool:
    """Whether the clause is done by somebody in the clause above: "wants to leave", "told them to leave" (sometimes parsed as a closed clause)."""
    return head.dep_ == "xcomp" or (head.dep_ == "ccomp" and is_to_clause(head) and not has_own_subject(head))


def is_to_clause(head: Token) -> bool:
    """Whether the clause is an infinitive with "to"."""
    return any(c.lower_ == "to" and c.dep_ == "mark" for c in head.children)


def is_inverted_condition(head: Token) -> bool:
    """Whether the clause is a condition by word order: "Had it happened an hour later, …", "Should he win, …"."""
    first = [c for c in head.children if c.dep_ == "aux" and c.lower_ in ("had", "should", "were")]
    subjects = [c for c in head.children if c.dep_.startswith("nsubj")]
    return head.dep_ == "advcl" and bool(first and subjects) and first[0].i < subjects[0].i


def is_imperative(head: Token) -> bool:
    """Whether the clause is an order: a bare verb with no subject at the top of its sentence ("Please speak to them")."""
    if head.tag_ != "VB" or head.dep_ not in ("root", "ccomp", "parataxis"):
        return False
    return not has_own_subject(head) and not any(c.dep_ in ("aux", "mark", "aux:pass") and c.lower_ not in ("do", "n't", "n’t") for c in head.children)


def has_own_subject(head: Token) -> bool:
    """Whether the clause has a subject of its own."""
    return any(c.dep_.startswith(("nsubj", "csubj", "expl")) for c in head.children)


def shares_mark(head: Token, above: Token) -> bool:
    """Whether a joined clause stands under the same "that" or "if" as the clause before it."""
    return any(c.dep_ == "mark" and c.lower_ in CONDITION_MARKS for c in above.children)


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


@cache
def word_list(name: str) -> frozenset[str]:
    """One of the closed word lists in `status.json`."""
    lists = json.loads((Path(__file__).parent / "status.json").read_text(encoding="utf-8"))
    return frozenset(lists[name])
