"""In: a word of a parsed sentence. Out: the facts that it states as a predicate: a verb with its arguments, or a copula.

It refuses verbs that only help another ("wanted to close" is one relation, read at "close").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from graph.extractors.context import conjuncts
from graph.extractors.frames import find_objects, is_predicate_verb
from graph.extractors.subjects import find_subjects, resolve_relative
from graph.extractors.voice import is_passive
from graph.extractors.words import word_set
from graph.openie.phrases import Fact, certainty, clause_words, is_close, join_words, whole_phrase

LONG_RELATION = 5
"""Words; a longer relation holds an object, and is right less often."""
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
_OBLIQUES = ("obl", "obl:agent", "obl:unmarked", "obl:tmod", "obl:npmod", "obl:arg")
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no longer"})
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "where", "when", "what"})
_SENTENCE_ADVERBS = _NEGATIONS | {
    *("also", "now", "still", "then", "often", "usually", "generally", "typically"),
    *("currently", "officially", "formerly", "already", "always", "sometimes"),
}
_ASIDES = frozenset({"example", "instance", "fact", "addition", "course", "contrast", "turn", "particular", "general"})
_AUXILIARIES = ("aux", "aux:pass", "cop")


def read_predicate(token: Token) -> Iterator[Fact]:
    """The facts of one word; none where it is no predicate."""
    if is_predicate_verb(token):
        arguments = list(_read_arguments(token))
    elif any(child.dep_ == "cop" for child in token.children):
        arguments = list(_read_copula(token))
    else:
        return
    for subject, sure in _subjects(token) if arguments else ():
        for relation, argument, certain in arguments:
            doubt = 0.6 if len(relation.split()) > LONG_RELATION else 1.0
            yield Fact(subject, relation, argument, doubt * (0.4 + 0.6 * min(sure, certain, certainty(token))))


def _subjects(predicate: Token) -> list[tuple[str, float]]:
    """The surface subjects, shared and controlled ones too; relative pronouns give way to their noun, that to whom it is said of."""
    found = find_subjects(predicate)
    if not found and any(child.dep_ in _SUBJECTS for child in predicate.children):
        found = [child for child in predicate.children if child.dep_ in _SUBJECTS]
    if not found and predicate.dep_ in ("acl", "acl:relcl") and (predicate.tag_ in ("VBN", "VBG") or is_passive(predicate)):
        found = [predicate.head]
    own = {child.i for child in predicate.children}
    out = []
    for noun in found:
        if (noun.lower_ in _RELATIVES and noun.tag_ != "DT") or noun.lower_ in ("'s", "’s"):  # "let's go"
            continue
        holders = find_subjects(noun) if noun.i not in own and any(child.dep_ == "cop" for child in noun.children) else []
        out += [(whole_phrase(holder), certainty(holder)) for holder in holders or [noun] if holder.lower_ not in _RELATIVES]
    return out


def _read_arguments(verb: Token) -> Iterator[tuple[str, str, float]]:
    """Relation and argument for each argument of a verb; after an object, the relation of what follows holds the object too."""
    relation = _relation(verb)
    words = join_words(relation)
    objects = [] if is_passive(verb) else find_objects(verb)
    recipients = [noun for child in verb.children if child.dep_ == "iobj" for noun in conjuncts(child)]
    for noun in (*recipients, *objects):
        yield words, _object_phrase(noun), certainty(noun)
        for other in (child for child in noun.children if child.dep_ == "appos" and not is_close(child) and child.pos_ in ("NOUN", "PROPN")):
            yield words, whole_phrase(other), 0.4 * certainty(other)
    own = next((child for child in verb.children if child.dep_ == "obj" and child.lower_ not in _RELATIVES), None)
    for child in verb.children:
        if child.dep_ in _OBLIQUES:
            yield from _read_oblique(verb, child, relation, own)
        elif child.dep_ == "xcomp" and not (child.pos_ == "VERB" and is_predicate_verb(child)):
            extra = [part for part in child.children if part.dep_ in ("mark", "cop", "aux")]
            start = _with_object(verb, words, own, child)
            without = [part for part in extra if part.dep_ == "cop"]
            yield f"{start} {join_words(extra)}".strip(), whole_phrase(child, with_case=True, without=without), certainty(child)
        elif child.dep_ == "ccomp":
            yield from _read_content(verb, child, words)
    if (
        verb.dep_ == "parataxis"
        and verb.lemma_ in word_set("saying_verb")
        and verb.head.i < verb.i
        and not objects
        and not any(child.dep_ in ("ccomp", "xcomp") for child in verb.children)
    ):
        yield words, clause_words(verb.head, without=[verb]), certainty(verb)


def _read_content(verb: Token, content: Token, words: str) -> Iterator[tuple[str, str, float]]:
    that = next((child for child in content.children if child.dep_ == "mark" and child.lower_ == "that" and content.i > verb.i), None)
    yield f"{words} that" if that is not None else words, clause_words(content), certainty(content)


def _object_phrase(noun: Token) -> str:
    """The object with the possessor that it shares with the first of several: "its morale and image" are its morale and its image."""
    words = whole_phrase(noun)
    if noun.dep_ != "conj" or any(child.dep_ in ("det", "nmod:poss", "nummod", "case") for child in noun.children):
        return words
    owner = next((child for child in noun.head.children if child.dep_ == "nmod:poss" and child.i < noun.head.i), None)
    return words if owner is None else f"{whole_phrase(owner)} {words}"


def _with_object(verb: Token, words: str, own: Token | None, after: Token) -> str:
    return f"{words} {whole_phrase(own)}" if own is not None and verb.i < own.i < after.i else words


def _read_oblique(verb: Token, noun: Token, relation: list[Token], own: Token | None) -> Iterator[tuple[str, str, float]]:
    """The relation ends in the preposition; where the phrase stands before the verb, the preposition stays with it: "In 2011"."""
    words = join_words(relation)
    cases = [child for child in noun.children if child.dep_ == "case"]
    if noun.lower_ in _ASIDES and len(list(noun.subtree)) - len([token for token in noun.subtree if token.is_punct]) == 2:
        return
    prepositions = [*cases, *(fixed for case in cases for fixed in case.children if fixed.dep_ == "fixed")]
    members = resolve_relative(noun, verb) if noun.lower_ in _RELATIVES else conjuncts(noun)
    for member in members:
        if member.lower_ in _RELATIVES:
            continue
        if member.i < verb.i and noun.lower_ not in _RELATIVES:
            yield words, whole_phrase(member, with_case=True), certainty(member)
            continue
        middle = f" {whole_phrase(own)}" if own is not None and verb.i < own.i < noun.i and prepositions else ""
        adverb = _adverb_between(verb, cases[0]) if cases and not middle else []
        start = f"{join_words([*relation, *adverb])}{middle}"
        yield f"{start} {join_words(prepositions)}".strip(), whole_phrase(member), certainty(member)


def _adverb_between(verb: Token, case: Token) -> list[Token]:
    """Adverbs that stand right between the verb and the preposition: "switched over to", "ran south to"."""
    between = list(verb.doc[verb.i + 1 : case.i])
    return between if between and all(token.dep_ in ("advmod", "compound:prt") and token.head.i == verb.i for token in between) else []


def _is_taken_up(verb: Token) -> bool:
    """Whether the verb is read with the one above it: "meet" of "wanted to meet", "able to meet"."""
    if verb.dep_ == "advcl" and verb.head.i < verb.i and is_passive(verb.head):  # "are used to determine"
        return verb.head.i + 2 == verb.i and verb.nbor(-1).lower_ == "to"
    if verb.dep_ != "xcomp" or any(child.dep_ in ("obj", "iobj") for child in verb.head.children):
        return False
    return verb.head.pos_ in ("VERB", "ADJ") and (verb.head.pos_ == "VERB" or any(child.dep_ == "cop" for child in verb.head.children))


def _read_copula(predicate: Token) -> Iterator[tuple[str, str, float]]:
    if any(_is_taken_up(child) for child in predicate.children if child.dep_ == "xcomp" and is_predicate_verb(child)):
        return
    if predicate.dep_ == "xcomp" and predicate.head.pos_ == "VERB":
        return  # read with the verb above: "was considered to be"
    words = _copula_words(predicate)
    cases = [child for child in predicate.children if child.dep_ == "case" and child.i < predicate.i]
    yield join_words([*words, *cases]), whole_phrase(predicate, without=words), certainty(predicate)
    for other in conjuncts(predicate)[1:] if predicate.pos_ in ("NOUN", "PROPN") else ():
        if other.pos_ in ("NOUN", "PROPN", "NUM", "PRON") and not any(child.dep_ in ("cop", *_SUBJECTS) for child in other.children):
            yield join_words(words), whole_phrase(other), certainty(other)
    if predicate.pos_ in ("NOUN", "ADJ", "ADV", "PROPN"):
        for noun in (child for child in predicate.children if child.dep_ in ("nmod", *_OBLIQUES) and child.i > predicate.i):
            first = next((child for child in noun.children if child.dep_ == "case"), None)
            if first is None or not any(child.dep_ == "cop" for child in predicate.children):
                continue
            middle = list(predicate.doc[predicate.left_edge.i : first.i])
            start = max([word.i for word in words], default=predicate.i)
            between = [token for token in middle if token.i > start]
            if any(token.is_punct and token.text in ",;:" for token in between):
                continue
            for member in conjuncts(noun):
                yield join_words([*words, *cases, *between, first]), whole_phrase(member), 0.5 * certainty(noun)


def _copula_words(predicate: Token) -> list[Token]:
    words = [child for child in predicate.children if child.dep_ in ("aux", "cop")]
    start = min((word.i for word in words), default=predicate.i)
    adverbs = [child for child in predicate.children if _is_plain_adverb(child) and start < child.i < predicate.i and _touches(child, words)]
    return words + [adverb for adverb in adverbs if predicate.pos_ in ("NOUN", "PROPN") or adverb.lower_ in _SENTENCE_ADVERBS]


def _touches(adverb: Token, words: list[Token]) -> bool:
    return any(abs(adverb.i - word.i) == 1 for word in words)


def _relation(verb: Token, depth: int = 0) -> list[Token]:
    """The verb with its auxiliaries, negation, particle and adverbs, after the verbs that it completes: "were able to reinforce"."""
    own = _verb_words(verb)
    above = verb.head
    if depth > 5:
        return own
    if _is_taken_up(verb):
        marks = [child for child in verb.children if child.dep_ == "mark"]
        if above.pos_ == "VERB":
            return [*_relation(above, depth + 1), *marks, *own]
        return [*_copula_words(above), above, *marks, *own]
    is_joined = verb.dep_ == "conj" and above.pos_ == "VERB" and (above.tag_ == verb.tag_ or _is_taken_up(above))
    if is_joined and not any(child.dep_ in (*_SUBJECTS, "aux", "aux:pass") for child in verb.children):
        return [*_shared_words(verb, _relation(above, depth + 1)), *own]
    return own


def _shared_words(verb: Token, relation: list[Token]) -> list[Token]:
    """What a verb takes over from the one that it is joined to: auxiliaries, the verbs above both, and a "not" where they are joined by "or"."""
    above = verb.head
    is_marked = any(child.dep_ == "mark" for child in verb.children)
    is_denied = any(child.dep_ == "cc" and child.lower_ in ("or", "nor") for child in verb.children)
    shared = [token for token in relation if token.i < above.i]
    if not _is_taken_up(above):
        shared = [token for token in shared if token.dep_ in (*_AUXILIARIES, "mark") or (is_denied and token.lower_ in _NEGATIONS)]
    return [token for token in shared if not (is_marked and token.dep_ == "mark" and token.head.i == above.i)]


def _verb_words(verb: Token) -> list[Token]:
    words = [child for child in verb.children if child.dep_ in ("aux", "aux:pass", "compound:prt") or (child.dep_ == "advmod" and child.lower_ in _NEGATIONS)]
    if verb.dep_ in ("xcomp", "advcl") and _is_taken_up(verb):
        words = [word for word in words if word.tag_ != "TO"]
    first = min((word.i for word in words if word.i < verb.i), default=verb.i)
    adverbs = [child for child in verb.children if _is_plain_adverb(child) and (first < child.i < verb.i or child.i == verb.i - 1)]
    return [*words, *adverbs, verb]


def _is_plain_adverb(token: Token) -> bool:
    return token.dep_ == "advmod" and token.pos_ == "ADV" and not any(True for _ in token.children) and token.lower_ not in _RELATIVES and token.tag_ != "WRB"
