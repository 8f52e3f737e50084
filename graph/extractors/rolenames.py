"""In: a noun that names a role ("general secretary of Unite") and who holds it. Out: its claims: the relation to the organization, and the title.

Used by appositions, titles before names and copulas alike. It refuses nouns that name no role.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile

from spacy.tokens import Token

from graph.extractors.bodies import Body, find_body, find_law, is_behind_name, is_kind_of, is_part_of_body, is_portfolio, wholes_of
from graph.extractors.context import Context, conjuncts, listed_names, phrase_span, text_of, words_of
from graph.extractors.frames import preposition
from graph.extractors.words import word_set
from graph.gazetteer import noun_type, place_of_demonym
from graph.records import Claim, EntityType, Mention, MentionKind, Span
from ontology.lexicon import find_role

PART_OF_TITLE = ("compound", "amod", "nmod:desc", "nmod", "nmod:unmarked")


def role_claims(context: Context, holder: Mention, noun: Token, base: Claim) -> Iterator[Claim]:
    """Claims that `holder` has the role that `noun` heads; nothing where the noun names no role."""
    parts = [noun] if listed_names(noun) else [part for part in conjuncts(noun) if names_person(part) and not is_another(part, noun)]
    bodies = [find_body(context, part) for part in parts]
    shared = next((body for body in bodies if body is not None), None)
    for part, own in zip(parts, bodies, strict=True):
        alike = (find_role(part.lemma_.lower()) == "kinOf") == (find_role(parts[0].lemma_.lower()) == "kinOf")
        shares = shared is not None and alike and not (is_before(shared[2], parts[0]) and is_apart(part))
        body = own or (shared if shares else None)  # "founder and director of the museum"; not "his wife and party leader Ana Lund"
        title = role_title(part, body)
        yield from camp_claims(context, holder, part, base)
        if body is not None:
            mention, prep, where = body
            if is_profession_with_place(part, mention, where):
                if part.idx != holder.head.start:  # "the Swedish worker" is from Sweden; that he is a worker is in his name
                    yield replace(base, subject=holder, phrase="be", words="be", obj=title or part.text, object_span=None, role=title, family="holdsRole")
                yield replace(base, subject=holder, phrase="be from", words=where.text, obj=mention, object_span=None, family="locatedIn")
                continue
            if isinstance(mention, Mention) and (mention.span == holder.span or is_leader_of(mention, part)):
                continue
            phrase = f"be {title.lower() if not title.isupper() else title} {prep}"
            yield replace(base, subject=holder, phrase=phrase, words=phrase, obj=mention, role=title, family=None)
            for whole, token in wholes_of(context, where) if is_part_of_body(context, body) and is_inside(part) else ():
                span = phrase_span(token)
                yield replace(base, subject=holder, phrase="belong to", words=prep, obj=whole, object_span=span, family="memberOf", role=None)
            continue
        counted = any(c.dep_ == "nummod" for c in part.children)  # "Two co-accused, Ana Lund and Per Holm"
        title = full_title(part) if is_role(part) or counted else words_of(phrase_span(part), context.doc)
        yield replace(base, subject=holder, phrase="be", words="be", obj=said_whole(context, part) or title, object_span=None, role=title, family="holdsRole")


def is_inside(noun: Token) -> bool:
    """Whether who holds a role belongs to its body: a chair, a member, a spokeswoman; not a critic, a customer or a former chair."""
    once = any(c.lower_ in ("former", "ex", "then", "late", "past") for c in noun.children)
    return find_role(noun.lemma_.lower()) in ("leads", "memberOf", "speaksFor") and not once


def is_apart(noun: Token) -> bool:
    """Whether the second of two posts is told in words of its own: "a union chairman and mayoral candidate", "bank founder and shop owner"."""
    own = any(c.dep_ in ("amod", "compound", "nmod") and c.i < noun.i and c.lower_ not in ("chief", "general", "managing", "deputy") for c in noun.children)
    return own or noun.lemma_.lower() == "candidate"


def is_before(body: Token, noun: Token) -> bool:
    """Whether a body stands in front of its post without owning it: "a Unite chairman", not "Unite's chairman"."""
    return body.i < noun.i and body.dep_ != "nmod:poss"


def is_leader_of(owner: Mention, noun: Token) -> bool:
    """Whether members are a person's: "her members" are those of her union."""
    return owner.type is EntityType.PERSON and find_role(noun.lemma_.lower()) == "memberOf"


def is_another(part: Token, first: Token) -> bool:
    """Whether a noun joined to a role speaks of others: "her son and two grandchildren", "a clerk and his wife"; not "founder and director"."""
    number = (part.tag_ in ("NNS", "NNPS")) != (first.tag_ in ("NNS", "NNPS"))
    return part.i != first.i and (number or any(c.dep_ in ("nummod", "nmod:poss") for c in part.children))


def said_whole(context: Context, noun: Token) -> str | None:
    """A role in words where it is of something that is no entity: "members of an old faith" are not just "member"."""
    complement = any(c.dep_ == "nmod" and preposition(c) == "of" and not is_portfolio(c) and not is_behind_name(c, noun) for c in noun.children)
    return words_of(phrase_span(noun), context.doc) if complement else None


NO_PART_OF_CAMP = {"other", "another", "former", "more", "senior", "fellow", "several", "many", "new", "young"}


def camp_claims(context: Context, holder: Mention, noun: Token, base: Claim) -> Iterator[Claim]:
    """The group in front of a role: "opposition party candidate", "Green camp councillors Ana Lund and Per Holm" belong to it."""
    if base.subject.kind is not MentionKind.NAME and holder.kind is not MentionKind.NAME:
        return
    for child in noun.children:
        if child.dep_ != "compound" or child.lower_ not in word_set("camp") or child.i > noun.i:
            continue
        before = [t for t in noun.doc[noun.left_edge.i : child.i] if t.dep_ in ("amod", "compound") and t.lower_ not in NO_PART_OF_CAMP and t.tag_ != "POS"]
        if not before:
            continue
        span = Span(before[0].idx, child.idx + len(child))
        words = words_of(span, context.doc)
        key = words.lower()
        known = (m for m in context.by_head.values() if m.kind is not MentionKind.PRONOUN and m.text.lower().removeprefix("the ") == key)
        body = context.by_head.get(child.i) or next(known, None)
        yield replace(base, subject=holder, phrase="belong to", words=words, obj=body or words, object_span=span, family="memberOf", role=None)


def stance_claims(context: Context, holder: Mention, words: list[Token], base: Claim) -> Iterator[Claim]:
    """The camp that a word before a name tells: "pro-harbour councillor Ana Lund", "Republican senator Per Holm", where the article names the camp itself."""
    camps = context.camps
    for token in words if camps else ():
        word = token.text.lower()
        part = token.i > 0 and token.doc[token.i - 1].text == "-" and not token.doc[token.i - 1].whitespace_
        inside = token.ent_iob_ == "I" or (token.ent_type_ and token.i + 1 < len(token.doc) and token.doc[token.i + 1].ent_iob_ == "I")
        if part or inside or place_of_demonym(token.text):
            continue  # a word of a longer name, the "democratic" of "pan-democratic", the "Scottish" of "the Scottish party"
        for key, camp in camps.items():
            shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, key, strict=False)))
            if word == key or (shared >= 7 and shared >= max(len(word), len(key)) - 3):
                if token.text.islower() and camp.text.removeprefix("The ").removeprefix("the ")[:1].isupper():
                    continue  # "liberal Ana Lund" is of no Liberal party
                yield replace(base, subject=holder, phrase="belong to", words=word, obj=camp, object_span=None, family="memberOf", role=None)
                break


ANYWHERE = {"student", "activist", "resident", "lawyer", "barrister", "solicitor", "attorney"}
"""Whoever is called so with a place before it comes from there: "a Sydney lawyer" acts for no city."""


def is_profession_with_place(noun: Token, body: Mention | str, where: Token) -> bool:
    """“Texas student”, "Swedish singer": the place says where from, not of what; but "Swedish prime minister", "Texas governor" lead it."""
    place = isinstance(body, str) or body.type is EntityType.PLACE
    post = noun.lemma_.lower()
    family = find_role(post)
    held = family == "holdsRole" and (post in word_set("state_office") or post.startswith("vice"))  # not "Danish archaeologist"
    known = (held or family in ("leads", "speaksFor", "memberOf", "kinOf")) and post not in ANYWHERE
    office = known or post in ("secretary", "officer", "official", "judge")  # "Northern Ireland secretary"
    origin = where.dep_ == "nmod" and preposition(where) == "from"  # "a boy from Bergen"
    return place and ((not office and where.dep_ in ("compound", "amod", "nmod:desc")) or (origin and not known))


def is_role(noun: Token) -> bool:
    """Whether a noun names a post, membership, profession or family tie, by the lexicon."""
    if noun.ent_type_ == "PER":
        return False  # "Gary Fan" is a name
    return noun.pos_ in ("NOUN", "PROPN") and (
        find_role(noun.lemma_.lower()) is not None or (noun_type(noun.lemma_) is EntityType.PERSON and noun.pos_ == "NOUN")
    )


def names_person(noun: Token) -> bool:
    """Whether a noun beside a person's name says what the person is, known to the lexicon or not ("cosplayer Jo Lind")."""
    return is_role(noun) or (
        noun.pos_ == "NOUN" and noun._.kind == "person" and (noun.head.ent_type_ == "PER" or noun_type(noun.lemma_) is not EntityType.ORGANIZATION)
    )  # no "oil giant"


def is_called(noun: Token) -> bool:
    """Whether a noun taken for an apposition is what a verb calls its object: “called the plan "an act of folly"”; not "called the mayor, a doctor,"."""
    between = noun.doc[noun.head.i + 1 : noun.i]
    named = noun.dep_ == "appos" and noun.head.dep_ == "obj" and noun.head.head.lemma_ in word_set("naming_verb")
    return named and not any(t.text == "," for t in between)


def role_title(noun: Token, body: Body | None) -> str:
    """The role without its organization: "transport spokesman", "general secretary"."""
    words = [
        t
        for t in title_tokens(noun)
        if body is None or not ((isinstance(body[0], Mention) and body[0].span.start <= t.idx < body[0].span.end) or t.i == body[2].i or body[2].is_ancestor(t))
    ]
    if noun not in words:
        words = [noun]
    pieces = [(t.lemma_ if t.i == noun.i and t.tag_ in ("NNS", "NNPS") else t.text) + (" " if t.whitespace_ or not follows(t, words) else "") for t in words]
    apart = body is not None and (body[1] != "of" or body[2].i < noun.i)  # "the mayor's chief of staff", "US Secretary of State Ana Lund"
    field = next((c for c in noun.children if c.dep_ == "nmod" and preposition(c) == "of" and is_portfolio(c)), None) if apart else None
    return "".join(pieces).strip() + ("-in-law" if find_law(noun) else "") + (f" of {field.text}" if field is not None else "")  # "chief of staff to Ana Lund"


def follows(token: Token, words: list[Token]) -> bool:
    """Whether the next word of the text is among the words, so that a hyphen stays glued."""
    return token.i + 1 < len(token.doc) and token.doc[token.i + 1] in words


NO_PART_OF_TITLE = {"not", "never", "also", "still", "now", "currently", "just", "only", "merely", "simply"}
"""Adverbs in front of a role that say something of the clause."""


def title_tokens(noun: Token) -> list[Token]:
    """The words of a title up to its head noun: modifiers, but no determiner, number or possessor."""
    words = [noun]
    stack = [noun]
    before = noun.doc[noun.i - 1] if noun.i else None
    cut = before and noun.dep_ == before.dep_ == "nmod:desc" and before.head.i == noun.head.i and before.text[:1].isupper() and noun.text[:1].isupper()
    if before is not None and (cut or is_general(before)):
        words, stack = [before, noun], [before, noun]  # "Deputy Attorney General", cut in two by the parser
    while stack:
        for child in stack.pop().children:
            if child.i < noun.i and (
                child.dep_ in (*PART_OF_TITLE, "nmod:poss", "punct", "flat", "case", "fixed", "conj", "cc")
                and child.pos_ != "DET"
                and child.lower_ not in word_set("counting_adjective")
                and not (child.dep_ == "cc" and child.head.i == noun.i)
                and (child.dep_ != "nmod:poss" or is_kind_of(child, noun))
                and child.text not in ",;:()[]“”\"'"
            ):
                words.append(child)
                stack.append(child)
            elif child.i < noun.i and child.head.i != noun.i and child.dep_ in ("nummod", "obl:unmarked", "obl", "punct"):
                words.append(child)  # "14-year-old boy"
                stack.append(child)
            elif child.i < noun.i and child.dep_ == "advmod" and child.lower_ not in NO_PART_OF_TITLE:
                words.append(child)
    ordered = sorted(words, key=lambda t: t.i)
    out: list[Token] = []
    for token in ordered:
        if out and token.i - out[-1].i > 1 and any(not t.is_space and t.dep_ not in ("det", "nummod") for t in noun.doc[out[-1].i + 1 : token.i]):
            out = []
        out.append(token)
    while out and (out[0].dep_ in ("case", "cc", "punct") or out[0].pos_ in ("ADP", "PUNCT", "CCONJ")):
        out = out[1:]
    while out and out[0].i > 1 and noun.doc[out[0].i - 1].text == "-" and not noun.doc[out[0].i - 1].whitespace_ and not noun.doc[out[0].i - 2].whitespace_:
        out = [noun.doc[out[0].i - 2], noun.doc[out[0].i - 1], *out]  # "highest-paid manager"
    return out


def is_general(noun: Token) -> bool:
    """Whether "general" behind a noun ends its title: "attorney general", which the parser often cuts in two."""
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if noun.text[:1].isupper() != after.text[:1].isupper():
        return False  # "the agency's director General Holm": a rank
    return after.lower_ == "general" and noun.lemma_.lower() in word_set("post_before_general")


def full_title(noun: Token) -> str:
    """The role as the article names it, organization before it and field after it included: "shadow Treasury minister", "Secretary of State"."""
    tokens = title_tokens(noun)
    tokens += [c for c in noun.children if c.dep_ == "nmod" and preposition(c) in ("of", "for") and is_portfolio(c)]
    doc = noun.doc
    text = text_of(doc)
    before, after = text[tokens[0].idx : noun.idx], text[noun.idx + len(noun) : max(tokens[-1].idx + len(tokens[-1]), noun.idx + len(noun))]
    several = noun.tag_ in ("NNS", "NNPS") and not noun.lower_.endswith("ed")  # "co-accused"
    one = noun.lemma_ if several else noun.text  # each of several is one
    return " ".join(f"{before}{one}{after}".split())
