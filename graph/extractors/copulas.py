"""In: a context. Out: what "is", "was", "became" and existential "there" say: roles, kinds, places, attributes.

What somebody is called is in the words of who calls it so, but for names. It refuses questions, and degrees that are only asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from graph.clause_forms import is_to_clause
from graph.extractors.clauses import is_question, partial_claim, subject_mention
from graph.extractors.context import Context, conjuncts, doubt, phrase_span, sentence_evidence, words_of
from graph.extractors.frames import Oblique, is_due, preposition, read_frame
from graph.extractors.obliques import NO_RELATION, is_time, join, oblique_claims
from graph.extractors.rolenames import is_called, role_claims, stance_claims
from graph.extractors.settings import find_time
from graph.extractors.sites import describe_site
from graph.extractors.subjects import find_subjects, is_owner, is_said_of_outer, prefer_inner, resolve_relative
from graph.extractors.voice import SUBJECTS, is_passive
from graph.extractors.words import word_set
from graph.gazetteer import is_partitive
from graph.records import Claim, EntityType, Mention, Span, Worth
from graph.status import judge_clause

NAMING = {"call", "dub", "consider", "brand", "label", "describe", "deem", "regard", "term", "portray", "see", "view"}
"""What these verbs say of their object is their subject's opinion: "She called the plan a hoax"."""
MAKING = {*NAMING, "name", "elect", "appoint", "make", "declare", "crown"}
"""What these verbs say is said of their object, never of an active subject."""
BECOMING = {*NAMING, "become", "remain", "stay", "serve", "act", "work", "name", "elect", "appoint", "make", "declare", "crown", "call", "dub", "consider"}


def extract_copulas(context: Context) -> Iterator[Claim]:
    """Claims of predicates that are no verbs, and of "become"."""
    for token in context.doc:
        copula = any(c.dep_ == "cop" for c in token.children) and not (token.pos_ == "VERB" and (is_said_of_outer(token) or is_due(token)))
        if (not copula and not is_bare_predicate(token)) or is_question(token) or is_degree_asked(token):
            continue
        for subject in predicate_subjects(token):
            if subject.tag_ == "NNS" and token.ent_type_ == "PER":
                yield from member_claims(context, subject, token)
                continue
            mention = None if is_extraposed(subject, token) else subject_mention(context, subject)
            if mention is not None and subject.i != token.i:
                claims = (doubt(claim, subject) for claim in predicate_claims(context, mention, token))
                yield from (replace(claim, site=describe_site(token, claim)) for claim in claims)
    yield from extract_becoming(context)


def is_degree_asked(predicate: Token) -> bool:
    """Whether a clause asks for a degree, and states none: "showed how aggressive the firm was"."""
    return any(c.dep_ == "advmod" and c.lower_ == "how" for c in predicate.children)


def is_extraposed(subject: Token, predicate: Token) -> bool:
    """Whether "it" only announces a clause: "it is time to leave", "it is clear that …" – but "it is the biggest strike in decades" is about the strike."""
    clause = any(c.dep_ in ("csubj", "ccomp", "xcomp") or (c.dep_ in ("advcl", "acl") and is_to_clause(c)) for c in predicate.children)
    return subject.lower_ == "it" and (predicate._.kind == "time" or (clause and predicate.pos_ != "PROPN"))


def member_claims(context: Context, group: Token, first: Token) -> Iterator[Claim]:
    """“The candidates elected here were A and B”: each is a candidate, and was elected here."""
    for name in conjuncts(first):
        member = context.by_head.get(name.i)
        if member is None:
            continue
        base = copula_claim(context, member, first)
        yield from stance_claims(context, member, [c for c in group.children if c.dep_ in ("amod", "compound")], base)
        for claim in role_claims(context, member, group, base):
            yield replace(claim, obj=name_one(claim.obj, group)) if isinstance(claim.obj, str) else claim
        for clause in (c for c in group.children if c.dep_ == "acl" and c.tag_ == "VBN"):
            frame = read_frame(clause)
            base = replace(partial_claim(context, frame, judge_clause(first, context.speech)), extractor="copulas")
            yield from oblique_claims(context, frame, base, member, passive=True)


def name_one(title: str, group: Token) -> str:
    """A group's title for one of its members: "other opposition candidates" becomes "opposition candidate"."""
    counts = {c.text for c in group.children if c.dep_ == "nummod"}
    words = [w for w in title.split() if w not in counts and w.lower() not in ("other", "another", "more", "further", "remaining")]
    return " ".join([*words[:-1], group.lemma_]) if words and words[-1] == group.text else " ".join(words)


def is_bare_predicate(token: Token) -> bool:
    """Whether a noun or adjective is a predicate without "be": "made him angry" is none; "while a student, he …" is."""
    return (
        token.dep_ == "advcl"
        and token.pos_ in ("NOUN", "PROPN", "ADJ")
        and any(c.dep_ == "mark" or (c.dep_ == "case" and c.lower_ == "as") for c in token.children)
    )


def predicate_subjects(token: Token) -> list[Token]:
    """The subjects of a non-verbal predicate."""
    own = prefer_inner([c for c in token.children if c.dep_ in SUBJECTS and not is_owner(c)])
    if own:
        return [n for c in own for n in resolve_relative(c, token)]
    return find_subjects(token)


def predicate_claims(context: Context, subject: Mention, token: Token) -> Iterator[Claim]:
    """Claims of one predicate, and of those joined to it: a noun with its preposition, a noun, an adjective with its preposition."""
    verb = next((c.lemma_.lower() for c in token.children if c.dep_ == "cop"), "be")
    base = copula_claim(context, subject, token)
    for part in conjuncts(token):
        if part.i != token.i and any(c.dep_ in ("nsubj", "cop") for c in part.children):
            continue
        prep = preposition(part if any(c.dep_ == "case" for c in part.children) else token) if part.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "SYM") else ""
        if (part.lower_ in word_set("empty_pronoun") and part.pos_ != "NOUN") or (part.pos_ == "VERB" and not any(c.dep_ == "cop" for c in part.children)):
            continue  # a verb joined to the predicate is the clause extractor's
        if prep and is_time(Oblique(prep, part)):
            span = phrase_span(part)
            yield replace(base, phrase=join(verb, prep), words=prep, obj=words_of(span, context.doc), object_span=span, family="happensOn")
        elif prep:
            yield from place_claims(context, base, part, join(verb, prep))
        elif part.pos_ in ("NOUN", "PROPN", "NUM", "SYM", "PRON"):
            yield from noun_claims(context, base, part, verb)
        elif part.pos_ in ("ADJ", "ADV", "VERB"):
            yield from adjective_claims(context, base, part, verb)


def copula_claim(context: Context, subject: Mention, token: Token) -> Claim:
    """What all claims of one predicate share."""
    times = [c for c in token.children if c.dep_ in ("obl", "obl:unmarked") and c._.kind == "time"]
    return Claim(
        subject=subject,
        phrase="be",
        obj="",
        evidence=sentence_evidence(token),
        extractor="copulas",
        words="be",
        worth=judge_clause(token, context.speech),
        quotation=context.speech.quotation(token),
        when=find_time(token, [Oblique("", t) for t in times]),
        confidence=round(0.95 * token._.certainty, 2),
    )


def place_claims(context: Context, base: Claim, noun: Token, phrase: str) -> Iterator[Claim]:
    """“Bromley is in London”, "he is on the side of the union"."""
    span = phrase_span(noun)
    mention = context.mention(noun)
    inner = next((c for c in noun.children if c.dep_ == "nmod" and preposition(c) in ("of", "with", "to", "for", "from")), None)
    if inner is not None and (noun.lemma_.lower() in word_set("relational_noun") or noun._.kind not in ("place", "person", "organization")):
        deep = context.mention(inner)
        if deep is not None:
            # "on the side of the union", "in contact with the firm": the noun belongs to the relation
            longer = join(phrase, noun.lower_, preposition(inner))
            yield replace(base, phrase=longer, words=longer, obj=deep, object_span=phrase_span(inner))
            return
    bare = not [c for c in noun.children if c.dep_ not in ("case", "punct", "advmod", "nsubj", "cop", "aux", "cc", "conj", "mark")]
    if bare and noun._.kind not in ("place", "person", "organization", "event", "time") and noun.tag_ == "NN":
        words = join(phrase.partition(" ")[2], noun.lower_)  # "is out of touch", "was under arrest"
        yield replace(base, phrase="be", words="be", obj=words, object_span=None, family="has")
        return
    family = "locatedIn" if noun._.kind == "place" else None
    yield replace(base, phrase=phrase, words=phrase, obj=mention or words_of(span, context.doc), object_span=span, family=family)


def noun_claims(context: Context, base: Claim, noun: Token, verb: str) -> Iterator[Claim]:
    """“She is the leader of Unite” is a role; "It is the biggest strike in decades" an attribute; "X is Y" an identity in words."""
    mention = context.mention(noun)
    if base.subject.type in (EntityType.PERSON, EntityType.GROUP, EntityType.ORGANIZATION) or noun._.kind == "person":
        roles = list(role_claims(context, base.subject, noun, base))
        if roles:
            yield from roles
            return
    span = phrase_span(noun)
    words = words_of(span, context.doc)
    named = mention if mention is not None and noun.pos_ == "PROPN" else None
    words = re.sub(r"^(?:not )?(?:(?:just|only|merely|simply) )?", "", words)  # "is not just a strike" says that it is "a strike", and more
    related = [] if noun.lower_ == "one" else list(complement_nouns(context, base, noun, verb))  # "one of the biggest ports" is said whole
    if not related or noun.lemma_.lower() not in ("part", "member", "one", "result", "victim"):
        yield replace(base, phrase=verb, words=verb, obj=named or words, object_span=span, family="isA" if verb == "be" else None)
    yield from related


def complement_nouns(context: Context, base: Claim, noun: Token, verb: str) -> Iterator[Claim]:
    """“is a threat to the town” also gives X – be threat to – town."""
    if is_partitive(noun.text) and noun.lower_ not in ("one", "part", "some", "many", "most", "several", "majority"):
        return  # "a couple of points"
    for child in noun.children:
        if child.dep_ == "nmod" and (prep := preposition(child)) in ("of", "to", "for", "in", "with", "from", "against", "at", "by"):
            target = context.mention(child)
            if target is not None and child._.kind != "time":
                phrase = join(verb, noun.lemma_.lower(), prep)
                yield replace(base, phrase=phrase, words=phrase, obj=target, object_span=phrase_span(child))


def adjective_claims(context: Context, base: Claim, adjective: Token, verb: str) -> Iterator[Claim]:
    """“is outraged at the minister”, "is critical of the plan": relation with the preposition; a plain adjective is an attribute."""
    related = False
    for child in adjective.children:
        if child.dep_ in ("obl", "nmod") and (prep := preposition(child)) and child._.kind != "time" and not prep.startswith(NO_RELATION):
            target = context.mention(child)
            if target is not None:
                phrase = join(verb, adjective.lower_, prep)
                related = True
                yield replace(base, phrase=phrase, words=phrase, obj=target, object_span=phrase_span(child))
    completed = any(c.dep_ in ("xcomp", "ccomp", "csubj") for c in adjective.children)  # "is able to leave" says what is able to happen, elsewhere
    if not related and not completed and adjective.pos_ == "ADJ":
        span = phrase_span(adjective)
        yield replace(base, phrase=verb, words=verb, obj=words_of(span, context.doc), object_span=span, family="has")


def extract_becoming(context: Context) -> Iterator[Claim]:
    """“became leader of”, "was elected mayor", "served as a minister"."""
    for verb in context.doc:
        if verb.pos_ != "VERB" or verb.lemma_ not in BECOMING or is_question(verb):
            continue
        nouns = [c for c in verb.children if c.dep_ == "xcomp" and c.pos_ in ("NOUN", "PROPN")]
        nouns += [c for obj in verb.children if obj.dep_ == "obj" for c in obj.children if is_called(c)]
        nouns += [c for c in verb.children if c.dep_ == "obl" and preposition(c) == "as" and c.pos_ in ("NOUN", "PROPN")]
        objects = [c for c in verb.children if c.dep_ == "obj"]
        holders = [n for c in objects for n in conjuncts(c)] if objects else find_subjects(verb)
        if not objects and verb.lemma_ in MAKING and not is_passive(verb):
            # "appointed Ola Nordmann chief executive", the name taken for an owner
            holders = [c for n in nouns for c in n.children if c.dep_ == "nmod:poss" and c.ent_type_ and not is_owner(c)]
        for noun in nouns:
            for holder in holders:
                mention = subject_mention(context, holder)
                if mention is None:
                    continue
                base = copula_claim(context, mention, verb)
                if verb.lemma_ in NAMING and not is_named_so(verb, noun):
                    base = replace(base, worth=opinion_worth(context, verb, base.worth))
                yield from role_claims(context, mention, noun, base)
                phrase = verb.lemma_ if not objects and verb.lemma_ in ("become", "remain") else "be"
                span = phrase_span(noun)
                if span.start < mention.span.end <= noun.idx:
                    span = Span(mention.span.end + 1, span.end)  # the holder stands in front of it
                yield replace(base, phrase=phrase, words=phrase, obj=words_of(span, context.doc), object_span=span, family="holdsRole")


def is_named_so(verb: Token, noun: Token) -> bool:
    """Whether a passive tells a name: "a device called the Tracker"; not "was called a traitor"."""
    called = any(c.dep_ == "obl:agent" for c in verb.children)  # "called Mad Jim by his friends"
    return not called and is_passive(verb) and (noun.pos_ == "PROPN" or noun.text[:1].isupper()) and not any(c.lower_ in ("a", "an") for c in noun.children)


def opinion_worth(context: Context, verb: Token, worth: Worth) -> Worth:
    """The worth of what somebody calls something: in their words; in nobody's where a passive names nobody ("is seen as a rival")."""
    sayers = tuple(m for t in read_frame(verb).subjects if (m := subject_mention(context, t)) is not None)
    return replace(worth, claimants=(*sayers, *worth.claimants), is_hearsay=worth.is_hearsay or not sayers)
