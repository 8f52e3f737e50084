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
ARGUMENT = ("nsubj", "nsubj:pass", "nsubj:outer", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "conj", "appos", "xcomp", "ccomp", "root")


def is_pronoun(token: Token) -> bool:
    """Whether it is a personal, possessive or relative pronoun; "it" that stands for nothing ("it is raining") is none."""
    word = token.lower_
    if token.dep_ == "expl":
        return False
    if word in PERSONAL and token.pos_ in ("PRON", "DET"):
        return True
    return word in RELATIVE and token.tag_ in ("WP", "WDT", "WP$") and is_relative(token)


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
