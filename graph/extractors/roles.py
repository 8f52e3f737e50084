"""In: a context. Out: who holds which post, belongs to what, is whose relative: titles, appositions, possessors, descriptions.

"shadow Treasury minister Pat McFadden"; "Sharon Graham, the general secretary of Unite"; "the party's spokesman, Neil Bibby". It refuses
appositions that are a second name, a date or a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from graph.clause_forms import has_no
from graph.extractors.bodies import find_body, is_behind_name, is_post_over
from graph.extractors.context import (
    NAMED_BEHIND,
    Context,
    conjuncts,
    is_counted,
    is_listed,
    noun_claim,
    opens_examples,
    phrase_span,
    text_of,
    titled_names,
    words_of,
)
from graph.extractors.frames import preposition
from graph.extractors.rolenames import is_called, is_general, is_role, names_person, role_claims, stance_claims, title_tokens
from graph.gazetteer import is_partitive
from graph.records import Claim, EntityType, Mention, MentionKind


def extract_roles(context: Context) -> Iterator[Claim]:
    """Claims of every title, apposition and role description."""
    for token in context.doc:
        if is_called(token) or (token.dep_ == "appos" and any(c.dep_ == "cop" for c in token.children)):
            continue  # somebody's opinion; "A rule of Ana Lund: “Be a friend to all”"
        holders = role_holders(context, token)
        for holder in holders:
            yield from role_claims(context, holder, token, role_claim(context, holder, token))
        if not holders and token.dep_ in ("appos", "nmod:unmarked"):
            yield from apposition_claims(context, token)
        yield from sort_claims(context, token)
        yield from side_claims(context, token)
        yield from affiliation_claims(context, token)
    yield from age_claims(context)


def role_claim(context: Context, holder: Mention, token: Token) -> Claim:
    """What the claims of one role share."""
    return replace(noun_claim(context, holder, token, reported=False), phrase="be", extractor="roles", confidence=round(0.95 * token._.certainty, 2))


def role_holders(context: Context, noun: Token) -> list[Mention]:
    """Who holds the role that `noun` names where it stands: the name it is a title of, the noun it is in apposition to, or itself.

    A plural title is that of all the names joined after it: "photographers Ana Lund and Per Holm".
    """
    if noun.pos_ not in ("NOUN", "PROPN") or not names_person(noun):
        return []
    if is_first_of_title(noun) or is_general(noun):
        return []  # "Deputy Attorney" of "Deputy Attorney General Ola Nordmann"
    if noun.dep_ in ("nmod:desc", "compound", "flat") and is_person_name(context.by_head.get(noun.head.i)):
        names = titled_names(noun.head) if noun.tag_ in ("NNS", "NNPS") else [noun.head]
        return [m for n in names if (m := context.by_head.get(n.i)) is not None and is_person_name(m)]
    if noun.dep_ == "appos":
        anchor = context.mention(nearest_conjunct(noun))
        if opens_examples(noun) or (is_counted(noun) and is_counted(noun.head)):
            return []  # "Six women advise her - two deputies and three lawyers": a list of them
        return [anchor] if anchor is not None and anchor.type in (EntityType.PERSON, EntityType.GROUP, EntityType.ORGANIZATION) else []
    titles = any(c.dep_ in NAMED_BEHIND and c.ent_type_ == "PER" for c in noun.children)  # "appointed deputy mayor Ana Lund"
    if any(c.dep_ == "cop" for c in noun.children) or (noun.dep_ == "xcomp" and not titles) or (noun.dep_ == "obl" and preposition(noun) == "as"):
        return []  # the copula extractor's, "served as director" too
    for child in noun.children:
        if child.dep_ in ("appos", "flat", "nmod:desc") and child.pos_ == "PROPN" and is_person_name(context.by_head.get(child.i)):
            names = titled_names(child) if noun.tag_ in ("NNS", "NNPS") else [child]
            return [m for n in names if (m := context.by_head.get(n.i)) is not None and is_person_name(m)]
    if (
        noun.dep_ in ("advcl", "root", "ccomp")
        or (noun.dep_ == "conj" and names_person(noun.head))
        or (noun.tag_ in ("NNS", "NNPS") and noun.lemma_.lower() != "member" and not is_staff(context, noun))
    ):
        return []  # "the party's politicians" are the party's: no news
    if noun.tag_ == "NN" and preposition(noun) and not any(c.dep_ in ("det", "nmod:poss", "nummod") for c in noun.children):
        return []  # "is running for mayor of Oslo": a post, nobody in it
    own = context.by_head.get(noun.i)
    if noun._.kind not in ("person", "") or (noun.dep_ == "conj" and any(c.dep_ == "cop" for c in noun.head.children)):
        return []  # "justice for all" is no judge; "they were no reporters or members of the board"
    body = find_body(context, noun) if own is not None and own.kind is MentionKind.DESCRIPTION and is_role(noun) else None
    placed = body is not None and body[1] == "in" and body[2]._.kind == "place"  # "a fisherman in the harbour" is in it, no more
    return [own] if own is not None and body is not None and not placed else []


def is_staff(context: Context, noun: Token) -> bool:
    """Whether people are told by the name of their body: "Forvalt engineers", "Labour MPs"; "the firm's engineers" are no news."""
    before = next((c for c in noun.children if c.dep_ == "compound" and c.i == noun.i - 1), None)
    body = context.by_head.get(before.i) if before is not None else None
    outside = noun.lemma_.lower() in ("suspect", "critic", "opponent", "rival", "victim", "customer", "foe")  # "FBI suspects"
    return (
        noun._.kind == "person"
        and not outside
        and not has_no(noun)
        and body is not None
        and body.kind is MentionKind.NAME
        and body.type is EntityType.ORGANIZATION
    )


def is_first_of_title(noun: Token) -> bool:
    """Whether the title goes on behind the noun, the parser having cut it in two."""
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    return noun.dep_ == after.dep_ == "nmod:desc" and after.head.i == noun.head.i and noun.text[:1].isupper() and after.text[:1].isupper() and is_role(after)


def nearest_conjunct(apposition: Token) -> Token:
    """Of joined nouns the one right before the apposition: in "Ana Lund and Per Holm, a teacher," the teacher is Per Holm."""
    return max((c for c in conjuncts(apposition.head) if c.i < apposition.i), key=lambda c: c.i, default=apposition.head)


AGE = re.compile(r"\b(?:\d{1,3}|two|three|four|five|six|seven|eight|nine|ten)[- ]year[- ]olds?\b")


def age_claims(context: Context) -> Iterator[Claim]:
    """How old somebody is: "a 14-year-old boy", "the 10-year-old bridge", "Ana Lund, 58,"."""
    for number in context.doc:
        holder = context.by_head.get(number.head.i)
        if is_age(number) and holder is not None and is_person_name(holder):
            yield replace(role_claim(context, holder, number), phrase="be aged", words="aged", obj=number.text, family="has", role=None)
    for found in AGE.finditer(text_of(context.doc)):
        words = context.doc.char_span(found.start(), found.end(), alignment_mode="expand")
        root = words.root if words is not None else None
        if words is None or root is None:
            continue
        own = any(c.dep_ in ("det", "case") for c in root.children)  # "the charge against the 45-year-old" is no charge of that age
        noun = root.head if not own and root.dep_ in ("amod", "compound", "nmod", "nummod", "nmod:unmarked") and root.head not in words else root
        for holder in role_holders(context, noun) or [m for m in [context.by_head.get(noun.i)] if m is not None]:
            yield replace(role_claim(context, holder, noun), phrase="be aged", words="aged", obj=found[0].replace(" ", "-"), family="has", role=None)


def is_age(number: Token) -> bool:
    """Whether a number between commas behind a person's name is an age: "Ana Lund, 58, a nurse"."""
    before, after = number.nbor(-1) if number.i else number, number.nbor(1) if number.i + 1 < len(number.doc) else number
    beside = number.dep_ in ("amod", "nummod", "appos", "nmod", "nmod:unmarked") and number.i > number.head.i
    return beside and number.text.isdigit() and 0 < int(number.text) < 120 and before.text == "," and after.text in (",", ".", ";", ")")


def is_person_name(mention: Mention | None) -> bool:
    """Whether a mention is a person's name."""
    return mention is not None and mention.kind is MentionKind.NAME and mention.type is EntityType.PERSON


def affiliation_claims(context: Context, token: Token) -> Iterator[Claim]:
    """A person's name with a body's: "Marta Lind of the Liberal Party", "the Liberal Party's Marta Lind", "Marta Lind (Liberal Party)".

    An owner stands for all the names joined after it: "the Liberal Party's Marta Lind and Per Holm".
    """
    person = context.by_head.get(token.i)
    if not is_person_name(person):
        return
    behind = [c for c in token.head.children if is_behind_name(c, token.head) and not is_post_over(token.head)] if token.dep_ in NAMED_BEHIND else []
    for child in (*token.children, *behind):
        owns = child.dep_ == "nmod:poss"
        near = owns or (child.dep_ == "nmod" and preposition(child) in ("of", "from", "for", "at", "with"))
        body = context.mention(child)
        work = body is not None and body.type in (EntityType.WORK, EntityType.OTHER) and preposition(child) == "of"  # "Ola Nordmann of the Weekly Mirror"
        if (
            not near
            or body is None
            or not (body.type is EntityType.ORGANIZATION or work)
            or not (body.kind is MentionKind.NAME or (owns and child.pos_ == "NOUN"))
        ):
            continue
        for name in conjuncts(token) if owns else [token]:
            member = context.by_head.get(name.i)
            if name.i != token.i and (any(c.dep_ == "nmod:poss" or c.tag_ == "POS" for c in name.children) or name.doc[name.i - 1].tag_ == "POS"):
                break  # "the Liberals' Marta Lind and the Greens' Per Holm": another owner from here on
            if member is not None and is_person_name(member):
                base = role_claim(context, member, name)
                yield replace(base, phrase="belong to", words=preposition(child) or "'s", obj=body, family="memberOf", object_span=phrase_span(child))


def side_claims(context: Context, token: Token) -> Iterator[Claim]:
    """The camps that the words before a person's name tell, for all the names that a plural title stands before."""
    person = context.by_head.get(token.i)
    if person is None or not is_person_name(person) or not context.camps:
        return
    titles = [
        t for t in (token.head, *token.children) if t.i < token.i and t.pos_ in ("NOUN", "PROPN", "ADJ") and (t.head.i == token.i or is_title_of(t, token))
    ]
    words = [w for t in titles for w in (t, *(c for c in t.children if c.i < t.i and c.dep_ in ("amod", "compound", "nmod:desc")))]
    plural = any(t.tag_ in ("NNS", "NNPS") for t in titles)
    for name in titled_names(token) if plural else [token]:
        member = context.by_head.get(name.i)
        if is_person_name(member) and member is not None:
            yield from stance_claims(context, member, words, role_claim(context, member, name))


def is_title_of(noun: Token, name: Token) -> bool:
    """Whether a common noun is the title that a name hangs on: "councillors Ana Lund and Per Holm"."""
    return name.head.i == noun.i and name.dep_ in ("flat", "appos", "nmod:desc") and names_person(noun)


def belonging_claims(context: Context, named: Mention, noun: Token, base: Claim) -> Iterator[Claim]:
    """What a thing is to another: "Vienna, the capital of Austria", "the nation's capital, Wellington", "Forvalta, a subsidiary of Holm"."""
    for child in noun.children if noun.tag_ == "NN" else ():
        prep = "of" if child.dep_ == "nmod:poss" else preposition(child) if child.dep_ == "nmod" else ""
        other = context.mention(child) if prep == "of" else None
        if (
            other is not None
            and other.span != named.span
            and not is_partitive(noun.text)
            and (other.kind is MentionKind.NAME or child._.kind in ("place", "organization"))
        ):
            words = " ".join(t.text for t in title_tokens(noun) if t.i == noun.i or t.dep_ in ("compound", "amod")).lower()
            yield replace(base, subject=named, phrase=f"be {words} of", words="of", obj=other, object_span=phrase_span(child), family=None, role=None)


def sort_claims(context: Context, noun: Token) -> Iterator[Claim]:
    """What sort of thing a name is: "the internet security firm Forvalt", "volunteer organization Hjelp", "her novel Natt"; not "the firm Forvalt"."""
    if noun.pos_ != "NOUN" or noun.tag_ != "NN" or names_person(noun):
        return
    before = noun.head if noun.dep_ in ("nmod:desc", "compound") and noun.head.i > noun.i else None
    behind = next((c for c in noun.children if c.dep_ in ("appos", "nmod:desc", "flat") and c.i > noun.i), None)
    name = before or behind
    mention = context.by_head.get(name.i) if name is not None else None
    if name is None or mention is None or mention.kind is not MentionKind.NAME or mention.type is EntityType.PERSON:
        return
    if behind is not None:
        yield from belonging_claims(context, mention, noun, role_claim(context, mention, noun))
    if mention.type is EntityType.PLACE or not any(c.dep_ in ("compound", "amod") and c.i < noun.i for c in noun.children):
        return
    first = next((t for t in noun.doc[noun.i + 1 : name.i + 1] if not t.is_punct), name)
    if first.idx != mention.span.start:
        return  # only right before the name
    words = " ".join(t.text for t in title_tokens(noun))
    yield replace(role_claim(context, mention, noun), phrase="be", words="be", obj=words, family="isA")


def is_outcome(apposition: Token) -> bool:
    """Whether an apposition to people tells of the whole clause: "gave it to the miners, a decision that angered them"."""
    if apposition.head.pos_ == "VERB":
        return True  # “likened it to "burning the books", a charge that …”
    people = apposition.head._.kind in ("person", "organization", "place") and apposition.head.pos_ != "PROPN"
    return people and apposition._.kind in ("abstract", "event") and any(c.lower_ in ("a", "an") for c in apposition.children)


def apposition_claims(context: Context, token: Token) -> Iterator[Claim]:
    """An apposition that is no role: a place in a place, a kind ("Mecca, Islam's holiest site"), an age."""
    anchor = context.mention(nearest_conjunct(token))
    if anchor is None:
        return
    base = role_claim(context, anchor, token)
    mention = context.mention(token)
    if token.pos_ == "NUM" or (is_counted(token) and token._.kind in ("abstract", "")) or any(c.lower_ == "not" for c in token.children):
        return  # an age, or an amount; "the claims, not the letters"
    if is_outcome(token) or is_listed(token) or is_general(token) or opens_examples(token) or any(t.lower_ in ("which", "whom") for t in token.subtree):
        return  # "the court, the composition of which …" is no name of it
    if (
        anchor.kind is MentionKind.NAME
        and anchor.type is EntityType.PLACE
        and mention is not None
        and mention.type is EntityType.PLACE
        and token.pos_ == "PROPN"
    ):
        yield replace(base, phrase="be in", words="be in", obj=mention, family="locatedIn")
        return
    if token.dep_ == "nmod:unmarked":
        return
    if token.pos_ == "NOUN" and not any(c.pos_ == "PROPN" and c.dep_ == "appos" for c in token.children):
        related = list(belonging_claims(context, anchor, token, base))
        yield from related
        if related:
            return
        yield replace(base, phrase="be", words="be", obj=words_of(phrase_span(token), context.doc), family="isA", object_span=phrase_span(token))
