"""In: a parsed document. Out: its claims as open-information-extraction tuples, in the words of the sentence. It refuses to name entities or judge worth.

Argument 1, the relation phrase as it stands ("stood down as"), argument 2, and how sure the parse is. A fact with several arguments gives one tuple
for each after the first. Arguments are whole, but without the clauses that hang on them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from graph.extractors.context import conjuncts, phrase_span, text_of, words_of
from graph.extractors.frames import find_objects, find_subjects, is_passive, is_predicate_verb, resolve_relative

_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
_OBLIQUES = ("obl", "obl:agent", "obl:unmarked", "obl:tmod", "obl:npmod", "obl:arg")
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no longer"})
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "where", "when", "what"})


@dataclass(frozen=True)
class Tuple:
    """One fact in surface words; `sentence` counts from 1."""

    sentence: int
    subject: str
    relation: str
    argument: str
    confidence: float

    def to_line(self) -> str:
        r"""The columns with tabs between them.

        >>> Tuple(1, "The mayor", "stood down as", "chairman", 0.9).to_line()
        '1\tThe mayor\tstood down as\tchairman\t0.90'
        """
        return "\t".join([str(self.sentence), self.subject, self.relation, self.argument, f"{self.confidence:.2f}"])


def list_tuples(doc: Doc, *, sentence: int | None = None) -> Iterator[Tuple]:
    """The tuples of a document, in the order of its predicates; `sentence` is the number to give them all, else each has its sentence's."""
    seen: set[tuple[int, str, str, str]] = set()
    for number, part in enumerate((part for part in doc.sents if not part.text.isspace()), 1):
        for token in part:
            for subject, relation, argument, certainty in _read_predicate(token):
                made = Tuple(sentence or number, subject, relation, argument, certainty)
                key = (made.sentence, subject, relation, argument)
                if all(key[1:]) and key not in seen:
                    seen.add(key)
                    yield made


def _read_predicate(token: Token) -> Iterator[tuple[str, str, str, float]]:
    if token.dep_ == "appos" and token.pos_ in ("NOUN", "PROPN") and token.head.pos_ in ("NOUN", "PROPN"):
        yield _phrase(token.head), "is", _phrase(token), _certainty(token)
    elif is_predicate_verb(token) and not _is_taken_up(token):
        for subject in _subjects(token):
            for relation, argument, certainty in _read_arguments(token, _verb_words(token)):
                yield subject, relation, argument, min(certainty, _certainty(token))
    elif any(child.dep_ == "cop" for child in token.children):
        for subject in _subjects(token):
            for relation, argument in _read_copula(token):
                yield subject, relation, argument, _certainty(token)


def _subjects(predicate: Token) -> list[str]:
    """The surface subjects, shared and controlled ones too; relative pronouns give way to their noun."""
    found = find_subjects(predicate)
    if not found and any(child.dep_ in _SUBJECTS for child in predicate.children):
        found = [child for child in predicate.children if child.dep_ in _SUBJECTS]
    if not found and predicate.dep_ in ("acl", "acl:relcl") and (predicate.tag_ in ("VBN", "VBG") or is_passive(predicate)):
        found = [predicate.head]
    return [_phrase(token) for token in found if token.lower_ not in _RELATIVES]


def _read_arguments(verb: Token, relation: list[Token]) -> Iterator[tuple[str, str, float]]:
    """Relation and argument for each argument of a verb; after an object, the relation of what follows holds the object too."""
    objects = [] if is_passive(verb) else find_objects(verb)
    recipients = [noun for child in verb.children if child.dep_ == "iobj" for noun in conjuncts(child)]
    words = _join(relation)
    for noun in (*recipients, *objects):
        yield words, _phrase(noun), _certainty(noun)
    own = next((child for child in verb.children if child.dep_ == "obj" and child.lower_ not in _RELATIVES), None)
    for child in verb.children:
        if child.dep_ in _OBLIQUES:
            yield from _read_oblique(verb, child, words, own)
        elif child.dep_ == "xcomp":
            yield from _read_complement(verb, child, relation)
        elif child.dep_ == "ccomp" and child.i > verb.i:
            yield words, _clause(child), _certainty(child)


def _read_oblique(verb: Token, noun: Token, words: str, own: Token | None) -> Iterator[tuple[str, str, float]]:
    prepositions = " ".join(_join([case, *(fixed for fixed in case.children if fixed.dep_ == "fixed")]) for case in noun.children if case.dep_ == "case")
    middle = f" {_phrase(own)}" if own is not None and verb.i < own.i < noun.i and prepositions else ""
    for member in resolve_relative(noun, verb) if noun.lower_ in _RELATIVES else conjuncts(noun):
        if member.lower_ not in _RELATIVES:
            yield f"{words}{middle} {prepositions}".strip(), _phrase(member), _certainty(member)


def _read_complement(verb: Token, complement: Token, relation: list[Token]) -> Iterator[tuple[str, str, float]]:
    """One relation for "wanted to meet the staff"; an argument for "became leader"; nothing for "told them to leave", which is their leaving."""
    if complement.pos_ != "VERB":
        yield _join(relation), _phrase(complement), _certainty(complement)
    elif not any(child.dep_ in ("obj", "iobj") for child in verb.children):
        marks = [child for child in complement.children if child.dep_ == "mark"]
        yield from _read_arguments(complement, [*relation, *marks, *_verb_words(complement)])


def _is_taken_up(verb: Token) -> bool:
    """Whether the verb is read with the one above it: "meet" of "wanted to meet"."""
    return verb.dep_ == "xcomp" and verb.head.pos_ == "VERB" and not any(child.dep_ in ("obj", "iobj") for child in verb.head.children)


def _read_copula(predicate: Token) -> Iterator[tuple[str, str]]:
    words = [child for child in predicate.children if child.dep_ in ("aux", "cop") or (child.dep_ == "advmod" and child.lower_ in _NEGATIONS)]
    cases = [child for child in predicate.children if child.dep_ == "case" and child.i < predicate.i]
    yield _join([*words, *cases]), _phrase(predicate)
    if predicate.pos_ == "ADJ":
        for noun in (child for child in predicate.children if child.dep_ in _OBLIQUES and child.i > predicate.i):
            prepositions = [case for case in noun.children if case.dep_ == "case"]
            yield _join([*words, predicate, *prepositions]), _phrase(noun)


def _verb_words(verb: Token) -> list[Token]:
    """The verb with its auxiliaries, negation and particle; of verbs that are joined, auxiliaries of the first count for all."""
    kinds = ("aux", "aux:pass", "compound:prt")
    own = [child for child in verb.children if child.dep_ in kinds or (child.dep_ == "advmod" and child.lower_ in _NEGATIONS)]
    if verb.dep_ == "conj" and verb.head.tag_ == verb.tag_ and not any(child.dep_ in (*_SUBJECTS, "aux", "aux:pass") for child in verb.children):
        own += [child for child in verb.head.children if child.dep_ in ("aux", "aux:pass")]
    return [*own, verb]


def _join(tokens: list[Token]) -> str:
    """The words in the order of the sentence; those written together stay together ("isn't")."""
    ordered = sorted(tokens, key=lambda token: token.i)
    text = ""
    for token in ordered:
        is_glued = bool(text) and token.i > 0 and token.nbor(-1) in ordered and not token.nbor(-1).whitespace_
        text += token.text if is_glued or not text else f" {token.text}"
    return text


def _phrase(token: Token) -> str:
    return words_of(phrase_span(token), token.doc).strip(" ,;:–—-")


def _clause(head: Token) -> str:
    """The words of a clause that is an argument, without the "that" before it."""
    tokens = [token for token in head.subtree if not token.is_space]
    while tokens and (tokens[0].dep_ == "punct" or (tokens[0].dep_ == "mark" and tokens[0].lower_ == "that")):
        tokens = tokens[1:]
    while tokens and tokens[-1].dep_ == "punct":
        tokens = tokens[:-1]
    return " ".join(text_of(head.doc)[tokens[0].idx : tokens[-1].idx + len(tokens[-1])].split()) if tokens else ""


def _certainty(token: Token) -> float:
    return round(float(token._.certainty), 2)
