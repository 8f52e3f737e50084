"""In: a noun that names a role. Out: the organization, place or person that the role belongs to, with its preposition and word.

A part of a body comes before the whole ("head of the museum's finance committee"). It refuses fields ("minister of justice") and kinds ("a ship's cook").
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from graph.extractors.context import NAMED_BEHIND, Context, find_name, opens_examples
from graph.extractors.frames import preposition
from graph.extractors.words import word_set
from graph.gazetteer import place_of_demonym
from graph.records import EntityType, Mention, MentionKind
from ontology.lexicon import find_role

ROLE_PREPOSITIONS = {"of": "of", "for": "for", "at": "at", "to": "to", "with": "with", "in": "in", "on": "of", "from": "from", "by": "of"}

Body = tuple[Mention | str, str, Token]
"""What a role belongs to, its preposition, and the word that names it."""


def find_body(context: Context, noun: Token) -> Body | None:
    """The organization, place or person that a role belongs to; a named organization before what stands nearer ("curator of prints at the Museum")."""
    candidates = list(body_candidates(context, noun))
    part = next((c for c in candidates if is_part_of_body(context, c)), None)
    if part is not None and not (noun.lemma_.lower().startswith("chair") and part[2].lemma_.lower() == "board"):
        return part  # "head of the finance committee of the museum" heads no museum; "chairman of the board of Holm" does chair Holm
    named = (c for c in candidates if isinstance(c[0], Mention) and c[0].kind is MentionKind.NAME and c[0].type is EntityType.ORGANIZATION)
    return next(named, candidates[0] if candidates else None)


def is_part_of_body(context: Context, body: Body) -> bool:
    """Whether a body without a name is part of another: "the youth wing of the Liberal Party", "the museum's finance committee"."""
    own = body[0]
    described = isinstance(own, Mention) and own.kind is MentionKind.DESCRIPTION and own.type is EntityType.ORGANIZATION
    return described and any(True for _ in wholes_of(context, body[2]))


def wholes_of(context: Context, part: Token) -> Iterator[tuple[Mention, Token]]:
    """The bodies that a body without a name is part of, by "of" or as its owner."""
    for child in part.children:
        if child.dep_ == "nmod:poss" or (child.dep_ == "nmod" and preposition(child) == "of"):
            whole = context.mention(child)
            if whole is not None and whole.type is EntityType.ORGANIZATION and whole.kind is not MentionKind.PRONOUN:
                yield whole, child


def body_candidates(context: Context, noun: Token) -> Iterator[Body]:
    """What a role may belong to: "of Unite", "Labour's", "Scottish Labour leader", "Swedish captain", "director of sales at Unite"."""
    law = find_law(noun)
    for child in (*noun.children, *(law.children if law else ())):
        if (law is not None and child.i == law.i) or is_kind_of(child, noun) or (is_behind_name(child, noun) and not is_post_over(noun)):
            continue  # "author Dr Ana Lund of the Holm Institute" is of it, no author of it
        if child.dep_ in ("nmod", "nmod:poss") and (prep := "of" if child.dep_ == "nmod:poss" else ROLE_PREPOSITIONS.get(preposition(child))):
            found = body_mention(context, child)
            if found is not None and (child.dep_ == "nmod:poss" or not is_portfolio(child)):
                yield found, prep, child
    if noun.dep_ == "nmod:desc" and is_post_over(noun):
        for child in (c for c in noun.head.children if c.dep_ == "nmod" and preposition(c) == "of" and c._.kind == "place"):
            if (found := body_mention(context, child)) is not None:
                yield found, "of", child  # "President Ana Lund of Norway"
    beside = [c for c in noun.head.children if c.i < noun.i and c.head.i != noun.i] if noun.dep_ in ("nmod:desc", "compound", "flat") else []
    shadow = any(c.lower_ == "shadow" for c in (*noun.children, *beside))  # "shadow Treasury minister" is a title; nobody's minister
    for child in () if shadow else (*noun.children, *beside):
        hyphened = child.doc[child.i + 1].text == "-" if child.i + 1 < len(child.doc) else False  # "a Bergen-trained surgeon"
        if child.dep_ in ("compound", "amod", "nmod", "nmod:desc", "nmod:unmarked") and child.i < noun.i and not hyphened:
            found = context.by_head.get(child.i)
            body = found is not None and (found.type in (EntityType.ORGANIZATION, EntityType.PLACE) or is_body_before_post(found, child, noun))
            if found is not None and body and (found.kind is MentionKind.NAME or child.dep_ == "compound"):
                yield found, "of", child
    for child in (
        g
        for c in noun.children
        if c.dep_ == "nmod" and not opens_examples(c)
        for g in c.children
        if g.dep_ == "nmod" and preposition(g) in ("at", "of", "for", "with")
    ):
        found = body_mention(context, child)
        if found is not None and found.kind is MentionKind.NAME:
            yield found, ROLE_PREPOSITIONS[preposition(child)], child
    for child in noun.children:
        hyphened = child.i > 1 and child.doc[child.i - 1].text == "-"  # "an African-American president" presides over no America
        country = place_of_demonym(child.text) if child.dep_ == "amod" and child.text[:1].isupper() and not hyphened else None
        if country is not None:
            yield find_name(context, country) or country, "of", child


def is_body_before_post(named: Mention, word: Token, post: Token) -> bool:
    """Whether a name before a post can only be a body, whatever it looks like: "Halvorsen Chief Executive Ingrid Dahl"."""
    titled = post.dep_ in ("nmod:desc", "compound") and post.head.i > post.i and post.head.ent_type_ == "PER"
    return named.kind is MentionKind.NAME and named.type is EntityType.PERSON and word.dep_ == "compound" and word.head.i == post.i and titled


def is_behind_name(child: Token, noun: Token) -> bool:
    """Whether what follows a title stands behind the name that it titles."""
    return child.dep_ == "nmod" and any(c.dep_ in NAMED_BEHIND and c.ent_type_ == "PER" and noun.i < c.i < child.i for c in noun.children)


def is_post_over(noun: Token) -> bool:
    """Whether a title is a post over or for a body or country: "President", "chair", "spokeswoman"; not "author", "Dr"."""
    family = find_role(noun.lemma_.lower())
    return family in ("leads", "speaksFor") or (family == "holdsRole" and noun.lemma_.lower() in word_set("state_office"))


def is_kind_of(owner: Token, noun: Token) -> bool:
    """Whether an owner only tells the kind, the article standing before both: "a former ship's cook", "a children's author"; not "the ship's cook"."""
    if owner.dep_ != "nmod:poss" or owner.pos_ != "NOUN" or any(c.dep_ in ("nmod:poss", "nummod") for c in owner.children):
        return False
    article = any(c.dep_ == "det" and c.i < owner.i for c in noun.children)
    once = any(c.lower_ in ("a", "an") for c in owner.children) and any(c.lower_ in ("former", "retired", "one-time") for c in owner.children)
    return once or (article and not any(c.dep_ == "det" for c in owner.children))


def is_portfolio(token: Token) -> bool:
    """Whether what follows a role is its field, not a body: "minister of justice", "Secretary of State", "chief of staff"."""
    bare = not any(c.dep_ in ("det", "nmod:poss", "amod", "compound", "nmod", "flat") for c in token.children)
    person = token._.kind == "person" and token.lower_ != "staff"
    return bare and not token.ent_type_ and not person and token.pos_ in ("NOUN", "PROPN") and token.tag_ in ("NN", "NNP")


def body_mention(context: Context, token: Token) -> Mention | None:
    """The mention that a role belongs to: no time, no empty pronoun."""
    found = context.mention(token)
    if found is None or (token._.kind in ("time", "abstract") and found.kind is not MentionKind.NAME):
        return None
    return found


def find_law(noun: Token) -> Token | None:
    """The last word of "brother-in-law", which the parser hangs on the first."""
    return noun.doc[noun.i + 4] if noun.doc[noun.i + 1 : noun.i + 5].text.lower() == "-in-law" else None
