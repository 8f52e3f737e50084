"""In: a token. Out: whether it is a pronoun that may stand for an entity, its number and what it can stand for. It refuses to look for the antecedent."""

from __future__ import annotations

from spacy.tokens import Token

from graph.records import EntityType

PERSONAL = {
    "i": ("singular", EntityType.PERSON),
    "me": ("singular", EntityType.PERSON),
    "my": ("singular", EntityType.PERSON),
    "mine": ("singular", EntityType.PERSON),
    "myself": ("singular", EntityType.PERSON),
    "we": ("plural", EntityType.GROUP),
    "us": ("plural", EntityType.GROUP),
    "our": ("plural", EntityType.GROUP),
    "ours": ("plural", EntityType.GROUP),
    "ourselves": ("plural", EntityType.GROUP),
    "you": ("", EntityType.PERSON),
    "your": ("", EntityType.PERSON),
    "yours": ("", EntityType.PERSON),
    "he": ("singular", EntityType.PERSON),
    "him": ("singular", EntityType.PERSON),
    "his": ("singular", EntityType.PERSON),
    "himself": ("singular", EntityType.PERSON),
    "she": ("singular", EntityType.PERSON),
    "her": ("singular", EntityType.PERSON),
    "hers": ("singular", EntityType.PERSON),
    "herself": ("singular", EntityType.PERSON),
    "it": ("singular", EntityType.OTHER),
    "its": ("singular", EntityType.OTHER),
    "itself": ("singular", EntityType.OTHER),
    "they": ("plural", EntityType.GROUP),
    "them": ("plural", EntityType.GROUP),
    "their": ("plural", EntityType.GROUP),
    "theirs": ("plural", EntityType.GROUP),
    "themselves": ("plural", EntityType.GROUP),
}
RELATIVE = {"who": EntityType.PERSON, "whom": EntityType.PERSON, "whose": EntityType.PERSON, "which": EntityType.OTHER, "that": EntityType.OTHER}


def is_pronoun(token: Token) -> bool:
    """Whether it is a personal, possessive or relative pronoun; "it" that stands for nothing ("it is raining") is none."""
    word = token.lower_
    if token.dep_ == "expl" or (word == "it" and is_empty(token)):
        return False
    if word in PERSONAL and token.pos_ in ("PRON", "DET"):
        return True
    return word in RELATIVE and token.tag_ in ("WP", "WDT", "WP$") and is_relative(token)


def is_empty(token: Token) -> bool:
    """Whether "it" stands for nothing: "when it comes to tax", "as she put it", "if he makes it to the final", "it would be wise if they left"."""
    verb = token.head
    lemma = verb.lemma_.lower()
    if token.dep_ == "nsubj" and lemma == "come":
        to = any(c.lower_ == "to" for o in verb.rights if o.dep_ in ("obl", "xcomp", "advcl", "ccomp") for c in o.lefts)
        return to and any(c.dep_ in ("mark", "advmod") and c.lower_ in ("when", "if") for c in verb.lefts)
    if token.dep_ == "obj" and lemma == "put":
        return any(c.dep_ in ("mark", "advmod") and c.lower_ == "as" for c in verb.lefts)
    if token.dep_ == "obj" and lemma == "make":
        return any(
            o.dep_ in ("obl", "advmod") and (o.lower_ in ("through", "back", "home", "big") or any(c.lower_ == "to" for c in o.lefts)) for o in verb.rights
        )
    if token.dep_ == "nsubj" and verb.pos_ == "ADJ" and any(c.dep_ == "cop" for c in verb.lefts):
        clauses = [c for c in verb.rights if c.dep_ in ("advcl", "csubj", "ccomp")]
        return any(c.dep_ == "csubj" or any(m.lower_ in ("if", "that", "whether") and m.dep_ == "mark" for m in c.lefts) for c in clauses)
    return False


def is_relative(token: Token) -> bool:
    """Whether it stands in a relative clause for the noun that the clause hangs on."""
    return relative_antecedent(token) is not None


def relative_antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    here = token
    for _ in range(6):
        if here.dep_.startswith("acl:relcl"):
            return here.head if here.head.i < token.i else None
        if here.head is here:
            return None
        here = here.head
    return None


def pronoun_number(token: Token) -> str:
    """Either "singular", "plural" or "" where the form does not say."""
    return PERSONAL.get(token.lower_, ("", EntityType.OTHER))[0]


def pronoun_type(token: Token) -> EntityType:
    """The type of what it usually stands for."""
    if token.lower_ in PERSONAL:
        return PERSONAL[token.lower_][1]
    return RELATIVE.get(token.lower_, EntityType.OTHER)
