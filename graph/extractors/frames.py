"""In: a verb of a parsed sentence. Out: its frame: who does it, to what, with which prepositions; subjects shared, controlled or relative found.

Universal Dependencies only: the frame says nothing about meaning, and refuses to guess a subject where syntax gives none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from graph.clause_forms import word_list
from graph.extractors.context import NAMED_BEHIND, conjuncts, first_word, opens_examples
from graph.extractors.subjects import (
    RELATIVES,
    conjuncts_before,
    find_subjects,
    is_said_of_outer,
    is_title_of_next,
    kind_of,
    resolve_relative,
)
from graph.extractors.voice import SUBJECTS, is_passive
from graph.extractors.words import word_set


@dataclass(frozen=True)
class Oblique:
    """A noun with its preposition(s): "at the minister". `prep` is "" for a bare time ("last week")."""

    prep: str
    noun: Token


@dataclass(frozen=True)
class Frame:
    """One verb with its logical subject and objects (voice undone where an agent is known).

    `patients` are the surface subjects of a passive; without an agent ("The mayor was arrested") the doer is not said.
    """

    verb: Token
    particle: str
    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    recipients: tuple[Token, ...]
    obliques: tuple[Oblique, ...]
    patients: tuple[Token, ...] = ()
    complement: Token | None = None
    content: Token | None = None

    @property
    def phrase(self) -> str:
        """Lemma with its particle: "hit out"."""
        return f"{self.verb.lemma_.lower()} {self.particle}".strip()


def read_frames(doc: Doc) -> Iterator[Frame]:
    """The frames of all verbs that are predicates, in the order of the text."""
    for token in doc:
        if is_predicate_verb(token):
            yield read_frame(token)


def is_predicate_verb(token: Token) -> bool:
    """Whether a word is a verb that states something: no auxiliary, no participle used as an adjective."""
    if token.pos_ != "VERB" or token.dep_ in ("amod", "case", "mark", "compound", "fixed", "aux", "aux:pass", "cop", "punct", "space", "flat", "discourse"):
        return False
    copular = any(c.dep_ == "cop" for c in token.children) and not is_said_of_outer(token) and not is_due(token)
    return not copular and not is_bare_participle(token) and not is_lost_participle(token)


def is_due(verb: Token) -> bool:
    """Whether somebody is to do it: "The council is to close the pool", "is due to close it"; not "The plan is to close the pool"."""
    if verb.dep_ == "xcomp" and verb.tag_ == "VB" and verb.head.lower_ in word_list("raising_adjective"):
        return True  # the copula hung on the verb
    infinitive = verb.lemma_ != "blame" and any(c.dep_ == "mark" and c.lower_ == "to" and c.nbor(-1).lemma_ == "be" for c in verb.children if c.i)
    doing = (c for c in verb.children if c.dep_ in SUBJECTS and (c.pos_ == "PROPN" or kind_of(c) in ("person", "organization", "place")))
    return infinitive and (any(doing) or any(c.dep_ == "nsubj:pass" for c in verb.children))


def is_bare_participle(token: Token) -> bool:
    """Whether a participle in front of a noun was taken for a clause: "noted published reports"."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    alone = token.tag_ == "VBN" and token.dep_ in ("xcomp", "ccomp") and not any(c.i < token.i for c in token.children)
    return alone and after.dep_ == "obj" and after.head.i == token.i


def is_lost_participle(token: Token) -> bool:
    """Whether a passive participle was joined to an active verb: in "called the story false and spread by rivals" nobody spreads the caller."""
    reduced = token.dep_ == "conj" and token.tag_ in ("VBN", "VBD") and not any(c.dep_ in ("aux", "aux:pass", *SUBJECTS) for c in token.children)
    active = token.head.tag_ in ("VBD", "VBZ", "VBP", "VB") and not is_passive(token.head)  # but "the boy wearing a cap and led away by police"
    return reduced and active and any(c.dep_ == "obl:agent" for c in token.children)


def read_frame(verb: Token) -> Frame:
    """The frame of one verb."""
    passive = is_passive(verb)
    surface = find_subjects(verb)
    objects = find_objects(verb)
    agents = [n for c in verb.children if (a := find_agent(c, passive=passive)) is not None for n in conjuncts(a)]
    if passive:
        subjects, patients = agents, surface
        kept = objects if agents and surface else []  # "was given a medal by the king": the king gave it
        objects = kept or (surface or objects if agents else objects)
    else:
        subjects, patients = surface, []
    given = find_recipient(verb)
    objects = [o for o in objects if o not in given]
    recipients = [n for c in verb.children if c.dep_ == "iobj" for n in conjuncts(c)] + given + (surface if passive and kept else [])
    return Frame(
        verb=verb,
        particle=find_particle(verb),
        subjects=tuple(dict.fromkeys(subjects)),
        objects=tuple(dict.fromkeys(objects)),
        recipients=tuple(recipients),
        obliques=tuple(find_obliques(verb)),
        patients=tuple(dict.fromkeys(patients)),
        complement=next((c for c in verb.children if c.dep_ == "xcomp"), None),
        content=next((c for c in verb.children if c.dep_ == "ccomp"), None),
    )


def find_recipient(verb: Token) -> list[Token]:
    """Who gets something, taken for a second object: "handing | Ana Lund | a victory"."""
    both = [c for c in verb.children if c.dep_ == "obj" and c.i > verb.i]
    if (
        verb.lemma_ not in word_set("giving_verb")
        or len(both) != 2
        or not (both[0].ent_type_ or kind_of(both[0]) in ("person", "organization"))
        or kind_of(both[1]) not in ("abstract", "event", "object")
    ):
        return []
    return [] if any(t.text == "," for t in verb.doc[both[0].i : both[1].i]) else conjuncts(both[0])


def find_agent(child: Token, *, passive: bool = True) -> Token | None:
    """Who did it, behind "by"; an amount is none: "was defeated by ten votes by Ana Lund".

    "charged with fraud by prosecutors" may have the prosecutors hung on the fraud.
    """
    if passive and is_beside_agent(child):
        return next(c for c in child.children if is_by_people(c))
    if child.dep_ != "obl:agent" or not is_behind_by(child) or is_means(child) or is_title_of_next(child) or is_deadline(child):
        return None
    if child._.kind not in ("person", "organization") and any(c.dep_ == "nummod" for c in child.children):
        return next((c for c in child.children if c.dep_ == "nmod" and preposition(c) == "by"), None)
    return child


def is_deadline(noun: Token) -> bool:
    """Whether "by" tells until when, whatever the tree says: "must be held by May"."""
    return noun._.kind == "time" and not any(c.dep_ == "flat" for c in noun.children)


def is_behind_by(noun: Token) -> bool:
    """Whether "by" stands before a noun, or before its title: "by the economist Sir Adrian Cole"."""
    titles = (c for c in noun.head.children if c.dep_ == noun.dep_ and c.i < noun.i and is_title_of_next(c))
    return preposition(noun) == "by" or any(preposition(t) == "by" for t in titles)


def is_means(noun: Token) -> bool:
    """Whether a bare noun behind "by" says how: "were rescued by boat", "was told by phone"; but "was hit by lightning", "by police"."""
    bare = not any(c.dep_ != "case" for c in noun.children)
    means = noun._.kind == "object" or f"by {noun.lower_}" in word_set("adverbial")
    return bare and noun.tag_ == "NN" and means and not noun.ent_type_


def is_beside_agent(child: Token) -> bool:
    """Whether a passive's oblique carries the agent as if it were its own."""
    without = child.dep_ == "obl" and preposition(child) in ("with", "for", "of") and not any(c.dep_ == "obl:agent" for c in child.head.children)
    return without and child._.kind in ("abstract", "event") and any(is_by_people(c) for c in child.children)


def is_by_people(token: Token) -> bool:
    """Whether a noun is "by" somebody."""
    return token.dep_ == "nmod" and preposition(token) == "by" and token._.kind in ("person", "organization")


DIRECTIONS = frozenset(
    ["away", "out", "up", "down", "back", "off", "over", "forward", "ahead", "apart", "aside", "together", "around", "through", "along", "on", "in", "short"]
)


def find_particle(verb: Token) -> str:
    """The particle of a phrasal verb, or the adverb of direction right behind a verb ("stay away from", "walk out")."""
    particles = [c for c in verb.children if c.dep_ == "compound:prt"]
    particles = particles or [c for c in verb.children if c.dep_ == "advmod" and c.i == verb.i + 1 and c.lower_ in DIRECTIONS]
    return " ".join(c.lower_ for c in particles)


def find_objects(verb: Token) -> list[Token]:
    """Direct objects: own, shared between joined verbs, or the noun that a relative clause leaves out ("the memo that he wrote")."""
    own = [c for c in verb.children if c.dep_ == "obj" or is_amount(c) or is_bare_oblique(c)]
    own = [c for c in own if c.lower_ != "that" or c.tag_ != "WDT"] or own  # "charges that he sold secrets", its "that" taken for an object
    if own:
        return [n for c in own for n in (resolve_relative(c, verb) if c.lower_ in RELATIVES else conjuncts(c))]
    titled = [t for c in verb.children if c.dep_ == "xcomp" and c.pos_ == "NOUN" for t in c.children if t.dep_ in NAMED_BEHIND and t.ent_type_ == "PER"]
    if titled:
        return [n for t in titled for n in conjuncts(t)]  # "appointed | deputy mayor | Ana Lund | in his place", the title taken for the post
    # "met and thanked staff", "to lift, carry and drop boxes"
    joined = [c for c in (*verb.children, *(verb.head.children if verb.dep_ == "conj" else ())) if c.dep_ == "conj" and c.pos_ == "VERB" and c.i > verb.i]
    for other in joined:
        found = [c for c in other.children if c.dep_ == "obj"]
        between = [t for t in verb.doc[verb.i + 1 : other.i] if t.dep_ not in ("cc", "punct", "advmod", "conj", "aux", "compound:prt", "mark")]
        if found and not between and not is_passive(verb):
            return [n for c in found for n in conjuncts(c)]
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not is_passive(verb):
        shared = [c for c in verb.head.children if c.dep_ == "obj" and c.i > verb.i]
        return [n for c in shared for n in conjuncts(c)] or left_out_object(verb)
    if verb.dep_ == "acl:relcl" and not is_passive(verb) and has_gap(verb):
        return conjuncts_before(verb.head, verb)
    return []


def left_out_object(verb: Token) -> list[Token]:
    """What a second verb of a relative clause leaves out as the first does: "a hum that neighbours hear and hate"."""
    first = verb.head
    relative = any(c.dep_ == "obj" and c.lower_ in RELATIVES for c in first.children) or has_gap(first)
    bare = not any(c.dep_ in ("obl", "ccomp", "xcomp", "compound:prt") for c in verb.children)
    return conjuncts_before(first.head, first) if first.dep_ == "acl:relcl" and relative and bare else []


def is_bare_oblique(child: Token) -> bool:
    """Whether an object was taken for a noun with a preposition that is none: "voted down | a resolution"."""
    particle = any(c.dep_ == "compound:prt" and c.i < child.i for c in child.head.children)
    return particle and child.dep_ == "obl" and child.i > child.head.i and not preposition(child) and kind_of(child) not in ("time", "")


def is_amount(child: Token) -> bool:
    """Whether a noun taken for one with a preposition is an amount: "faces up to 20 years"."""
    return child.dep_ == "obl" and preposition(child) == "up to" and any(c.dep_ == "nummod" for c in child.children)


def has_gap(verb: Token) -> bool:
    """Whether a relative clause leaves its object out: it has a subject of its own and no complement, place or pronoun that fills the gap."""
    if any(c.lower_ in ("where", "when", "why") or c.dep_ in ("ccomp", "xcomp") or (c.dep_ == "mark" and c.lower_ == "that") for c in verb.children):
        return False  # "his fear that the bank would fail" leaves nothing out
    if any(k.lower_ in RELATIVES for c in verb.children if c.dep_ in ("obl", "nsubj", "nsubj:pass") for k in (c, *c.children)):
        return False
    if verb.head.lemma_.lower() in ("way", "reason", "extent", "moment", "place"):
        return False  # "the way that he was treated"
    if verb.lemma_ in word_set("saying_verb") and verb.left_edge.text == ",":
        return False  # "The museum, she said, would open": said of it, not said
    subjects = [c for c in verb.children if c.dep_ in SUBJECTS]
    return bool(subjects) and verb.head.pos_ in ("NOUN", "PROPN") and kind_of(verb.head) != "time"


def find_obliques(verb: Token) -> Iterator[Oblique]:
    """Nouns with their prepositions, those of a first joined verb not shared; a preposition stands for all nouns joined after it."""
    for child in verb.children:
        amount = child.dep_ == "obl:agent" and preposition(child) == "by" and find_agent(child) is not child
        if (amount or is_plain_oblique(child)) and first_word(child).lower_ != "including":
            nouns = [child] if child.lower_ not in RELATIVES else resolve_relative(child, verb)
            for noun in [n for c in nouns for n in conjuncts(c)]:
                own = any(c.dep_ == "case" for c in noun.children) and noun.i > child.i and not opens_examples(noun)
                prep = preposition(noun if own else child)
                yield Oblique(prep, noun)
    states = (c for c in verb.children if c.dep_ == "xcomp" and c.pos_ == "ADJ" and not any(k.dep_ in ("mark", "cop") for k in c.children))
    directions = (c for c in verb.children if c.dep_ == "advmod" and c.i == verb.i + 1 and c.lower_ in DIRECTIONS)
    for inner in (*states, *directions):
        yield from find_obliques(inner)  # "pleaded | guilty to murder", "flew | back to Oslo"
    yield from find_where(verb)


def is_plain_oblique(child: Token) -> bool:
    """Whether a word is a noun with a preposition, or a bare time."""
    plain = child.dep_ in ("obl", "obl:unmarked", "obl:tmod", "obl:npmod")
    return plain and not is_amount(child) and not is_bare_oblique(child) and not is_stamp(child)


CLOCK = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]m)?")


def is_stamp(token: Token) -> bool:
    """Whether a clock time only says when an entry of a live report was written: "13:55 A man has died"; not "At 13:55 a man died"."""
    first = next((t for t in token.sent if not t.is_space), token)
    return token.i == first.i and bool(CLOCK.fullmatch(token.text)) and token.i + 1 < len(token.doc) and token.nbor(1).text[:1].isupper()


def find_where(verb: Token) -> Iterator[Oblique]:
    """The place that a relative clause with "where" speaks of: "a building in Oslo, where he was held" – held at the building."""
    if verb.dep_ == "acl:relcl" and any(c.lower_ == "where" and c.dep_ in ("advmod", "obl") for c in verb.children) and verb.head.pos_ in ("NOUN", "PROPN"):
        yield Oblique("at" if verb.head.pos_ == "NOUN" else "in", verb.head)


def preposition(noun: Token) -> str:
    """What stands before a noun as its preposition, several words joined: "because of", "outside"."""
    marks = ("case", "mark") if noun.dep_ == "obl" else ("case",)  # "put | to rest", its "to" taken for an infinitive's
    cases = [c for c in noun.children if c.dep_ in marks and c.i < noun.i and c.tag_ != "POS"]
    title = next((c for c in noun.children if c.dep_ == "nmod:desc" and c.i < noun.i), noun)
    cases = cases or [c for c in title.children if c.dep_ == "case" and c.i < title.i]  # "led | by archaeologist Dr Ana Lund", hung on the title
    return " ".join(w for case in cases for w in (case.lower_, *(c.lower_ for c in case.children if c.dep_ == "fixed")))
