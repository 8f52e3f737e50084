"""In: a verb of a parsed sentence. Out: its frame: who does it, to what, with which prepositions; subjects shared, controlled or relative found.

Universal Dependencies only: the frame says nothing about meaning, and refuses to guess a subject where syntax gives none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from graph.control import SUBJECT_CONTROL, is_blamed_for
from graph.extractors.context import conjuncts, first_word
from graph.extractors.words import word_set
from graph.status import is_open_complement

RELATIVES = {"who", "which", "that", "whom", "whose", "where", "when", "what", "whoever"}
SUBJECTS = ("nsubj", "nsubj:outer")
PASSIVE_SUBJECTS = ("nsubj:pass",)


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
    return not any(c.dep_ == "cop" for c in token.children)


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
    recipients = [n for c in verb.children if c.dep_ == "iobj" for n in conjuncts(c)] + (surface if passive and kept else [])
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


def find_agent(child: Token, *, passive: bool = True) -> Token | None:
    """Who did it, behind "by"; an amount is none: "was defeated by ten votes by Ana Lund".

    "charged with fraud by prosecutors" may have the prosecutors hung on the fraud.
    """
    if passive and is_beside_agent(child):
        return next(c for c in child.children if is_by_people(c))
    if child.dep_ != "obl:agent" or preposition(child) != "by":
        return None
    if child._.kind not in ("person", "organization") and any(c.dep_ == "nummod" for c in child.children):
        return next((c for c in child.children if c.dep_ == "nmod" and preposition(c) == "by"), None)
    return child


def is_beside_agent(child: Token) -> bool:
    """Whether a passive's oblique carries the agent as if it were its own."""
    without = child.dep_ == "obl" and preposition(child) in ("with", "for", "of") and not any(c.dep_ == "obl:agent" for c in child.head.children)
    return without and child._.kind in ("abstract", "event") and any(is_by_people(c) for c in child.children)


def is_by_people(token: Token) -> bool:
    """Whether a noun is "by" somebody."""
    return token.dep_ == "nmod" and preposition(token) == "by" and token._.kind in ("person", "organization")


DIRECTIONS = {"away", "out", "up", "down", "back", "off", "over", "forward", "ahead", "apart", "aside", "together", "around", "through", "along", "on", "in"}


def find_particle(verb: Token) -> str:
    """The particle of a phrasal verb, or the adverb of direction right behind a verb ("stay away from", "walk out")."""
    particles = [c for c in verb.children if c.dep_ == "compound:prt"]
    particles = particles or [c for c in verb.children if c.dep_ == "advmod" and c.i == verb.i + 1 and c.lower_ in DIRECTIONS]
    return " ".join(c.lower_ for c in particles)


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, said ("was told") or reduced ("a memo obtained by …")."""
    children = list(verb.children)
    if any(c.dep_ in ("aux:pass", "nsubj:pass", "obl:agent", "csubj:pass") for c in children):
        return True
    if any(c.dep_ in SUBJECTS for c in children) or verb.tag_ != "VBN":
        return False
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return is_passive(verb.head)
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "get":
        return True  # "failed to get re-elected"
    return verb.dep_ in ("acl", "advcl", "acl:relcl", "root", "parataxis") and not any(c.dep_ == "aux" for c in children)


def find_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Surface subjects: its own, or those that conjunction, control, a participle or a relative clause share with it."""
    own = [c for c in verb.children if c.dep_ in (*SUBJECTS, *PASSIVE_SUBJECTS) and not is_owner(c) and not is_title_of_next(c)]
    if own:
        return [n for c in own for n in (aiming(c) if is_aim(c) else resolve_relative(c, verb))]
    if any(c.dep_.startswith(("expl", "csubj")) for c in verb.children) or depth > 6:
        return []
    above = verb.head
    if is_open_complement(verb):
        return controlled_subjects(verb, above, depth)
    if verb.dep_ == "conj":
        return find_subjects(above, depth + 1) if above.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and is_clause(above) else []
    if verb.dep_ in ("acl", "acl:relcl"):
        return participle_subjects(verb, above, depth)
    if verb.dep_ == "advcl" and is_shared_adverbial(verb):
        infinitive = any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)
        return blamed_objects(verb, above) or (asked_nouns(above) if infinitive else []) or matrix_subjects(above, depth)
    return []


def is_title_of_next(token: Token) -> bool:
    """Whether a noun taken for a subject stands right before another subject that is a name: "The charity Forvalta accused …"."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    return token.pos_ == "NOUN" and after.dep_ == token.dep_ and after.head.i == token.head.i and after.pos_ == "PROPN"


def is_aim(subject: Token) -> bool:
    """Whether a subject is what somebody aims at: "Its goal is to win"."""
    return subject.dep_ == "nsubj:outer" and subject.lemma_.lower() in word_set("intention_noun")


def aiming(aim: Token) -> list[Token]:
    """Those whose aim it is."""
    return [n for c in aim.children if c.dep_ == "nmod:poss" for n in conjuncts(c)]


def is_owner(token: Token) -> bool:
    """Whether a noun only owns the next one, though the parser took it for a subject: "Forvaltia's System 10 is …"."""
    return any(c.tag_ == "POS" and c.i > token.i for c in token.children)


def resolve_relative(subject: Token, verb: Token) -> list[Token]:
    """The nouns that a relative pronoun stands for, else the subject with what is joined to it."""
    if subject.lower_ in RELATIVES and subject.tag_ in ("WP", "WDT", "IN", "DT", "PRP", "WP$"):
        antecedent = find_antecedent(verb)
        if antecedent is not None:
            return conjuncts_before(antecedent, subject)
        if subject.lower_ in ("who", "which", "that") and subject.tag_ in ("WP", "WDT"):
            return []
    return conjuncts(subject)


def conjuncts_before(antecedent: Token, relative: Token) -> list[Token]:
    """An antecedent joined to others ("Smith and Jones, who …") is all of them where the relative clause hangs on the first."""
    found = conjuncts(antecedent)
    return [n for n in found if n.i < relative.i] or [antecedent]


def find_antecedent(verb: Token) -> Token | None:
    """The noun that the relative clause around `verb` says something of."""
    node = verb
    for _ in range(6):
        if node.dep_ in ("acl:relcl", "advcl:relcl"):
            return node.head if node.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET") else None
        if node.dep_ not in ("conj", "xcomp", "ccomp") or node.head.i == node.i:
            return None
        node = node.head
    return None


def controlled_subjects(verb: Token, above: Token, depth: int) -> list[Token]:
    """The doer of an infinitive: the object of "told them to leave", the subject of "wanted to leave"."""
    if above.i == verb.i:
        return []
    given = [c for c in above.children if c.dep_ in ("obj", "iobj")]
    if given and above.lemma_ not in SUBJECT_CONTROL:
        return [n for c in given for n in conjuncts(c)]
    return asked_nouns(above) or find_subjects(above, depth + 1)


def asked_nouns(above: Token) -> list[Token]:
    """Who is to do it, in "called on the minister to resign", "on Monday called on him to resign"."""
    if above.lemma_ not in ("call", "appeal", "plead", "wait", "arrange", "say"):
        return []
    asked = [c for c in above.children if c.dep_ == "obl" and any(k.dep_ == "case" and k.lower_ in ("on", "for", "with", "to") for k in c.children)]
    return [n for c in asked if _kind(c) != "time" for n in conjuncts(c)]


def participle_subjects(verb: Token, noun: Token, depth: int) -> list[Token]:
    """The noun that a participle hangs on; for "a bid to win", "its plan to build" whoever's bid or plan it is."""
    if verb.dep_ == "acl:relcl":
        relative = [c for c in verb.children if c.lower_ in RELATIVES or any(k.lower_ in RELATIVES for k in c.children)]
        return [] if relative else conjuncts_before(noun, verb) if is_passive(verb) else []
    gerund = any(c.dep_ in ("mark", "case") and c.lower_ in ("of", "for", "in", "about", "at", "on", "from") for c in verb.children)
    if verb.tag_ in ("VBG", "VBN") and not gerund:
        return conjuncts_before(noun, verb)
    owner = [c for c in noun.children if c.dep_ == "nmod:poss"]
    if owner:
        return conjuncts(owner[0])
    if gerund and noun.dep_ in ("obj", "nsubj:pass") and is_blamed_for(verb, noun.head):
        return conjuncts(noun)  # "accused the firm | of hiding it", the clause hung on the firm
    if gerund and noun.lemma_.lower() not in word_set("intention_noun"):
        return []  # "hid the cost of moving the staff" does not say who moved them
    if noun.dep_ == "obj" and not gerund and _kind(noun) in ("person", "organization"):
        return conjuncts(noun)  # "hired a lawyer to fight the case", "required the firms to pay"
    if noun.dep_ == "obj" and noun.head.lemma_ in word_set("judging_verb"):
        return []  # "rejected a request to publish it": others wanted to
    if noun.dep_ in ("obj", "obl") and noun.head.pos_ == "VERB" and not any(c.lower_ in ("first", "last", "only") for c in noun.children):
        return find_subjects(noun.head, depth + 1)
    return conjuncts(noun) if any(c.lower_ in ("first", "last", "only", "second", "youngest", "oldest") for c in noun.children) else []


def is_shared_adverbial(verb: Token) -> bool:
    """Whether an adverbial clause without subject is done by the subject of the clause above: "…, killing two", "to win", "without paying"."""
    return verb.tag_ in ("VBG", "VBN") or any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)


def blamed_objects(verb: Token, above: Token) -> list[Token]:
    """Those who did it, in "accused the firm of hiding it", "thanked staff for coming": the objects of the verb above."""
    if not is_blamed_for(verb, above):
        return []
    return [n for c in above.children if c.dep_ == "obj" for n in conjuncts(c)]


def matrix_subjects(above: Token, depth: int) -> list[Token]:
    """The surface subjects of the clause above, of a passive too."""
    return find_subjects(above, depth + 1) if is_clause(above) else []


def is_clause(token: Token) -> bool:
    """Whether the word is a predicate: a verb, or a noun or adjective with a copula."""
    return token.pos_ == "VERB" or any(c.dep_ in ("cop", "nsubj", "nsubj:pass") for c in token.children) or token.dep_ in ("xcomp", "advcl")


def find_objects(verb: Token) -> list[Token]:
    """Direct objects: own, shared between joined verbs, or the noun that a relative clause leaves out ("the memo that he wrote")."""
    own = [c for c in verb.children if c.dep_ == "obj"]
    if own:
        return [n for c in own for n in (resolve_relative(c, verb) if c.lower_ in RELATIVES else conjuncts(c))]
    # "met and thanked staff", "to lift, carry and drop boxes"
    joined = [c for c in (*verb.children, *(verb.head.children if verb.dep_ == "conj" else ())) if c.dep_ == "conj" and c.pos_ == "VERB" and c.i > verb.i]
    for other in joined:
        found = [c for c in other.children if c.dep_ == "obj"]
        between = [t for t in verb.doc[verb.i + 1 : other.i] if t.dep_ not in ("cc", "punct", "advmod", "conj", "aux", "compound:prt", "mark")]
        if found and not between and not is_passive(verb):
            return [n for c in found for n in conjuncts(c)]
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not is_passive(verb):
        shared = [c for c in verb.head.children if c.dep_ == "obj" and c.i > verb.i]
        return [n for c in shared for n in conjuncts(c)]
    if verb.dep_ == "acl:relcl" and not is_passive(verb) and has_gap(verb):
        return conjuncts_before(verb.head, verb)
    return []


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
    return bool(subjects) and verb.head.pos_ in ("NOUN", "PROPN") and _kind(verb.head) != "time"


def _kind(token: Token) -> str:
    return str(token._.kind or "")


def find_obliques(verb: Token) -> Iterator[Oblique]:
    """Nouns with their prepositions, those of a first joined verb not shared; a preposition stands for all nouns joined after it."""
    for child in verb.children:
        amount = child.dep_ == "obl:agent" and preposition(child) == "by" and find_agent(child) is not child
        if (amount or child.dep_ in ("obl", "obl:unmarked", "obl:tmod", "obl:npmod")) and first_word(child).lower_ != "including":
            nouns = [child] if child.lower_ not in RELATIVES else resolve_relative(child, verb)
            for noun in [n for c in nouns for n in conjuncts(c)]:
                prep = preposition(noun if any(c.dep_ == "case" for c in noun.children) and noun.i > child.i else child)
                yield Oblique(prep, noun)
    yield from find_where(verb)


def find_where(verb: Token) -> Iterator[Oblique]:
    """The place that a relative clause with "where" speaks of: "a building in Oslo, where he was held" – held at the building."""
    if verb.dep_ == "acl:relcl" and any(c.lower_ == "where" and c.dep_ in ("advmod", "obl") for c in verb.children) and verb.head.pos_ in ("NOUN", "PROPN"):
        yield Oblique("at" if verb.head.pos_ == "NOUN" else "in", verb.head)


def preposition(noun: Token) -> str:
    """What stands before a noun as its preposition, several words joined: "because of", "outside"."""
    words: list[str] = []
    for case in (c for c in noun.children if c.dep_ == "case" and c.i < noun.i and c.tag_ != "POS"):
        words += [case.lower_, *(c.lower_ for c in case.children if c.dep_ == "fixed")]
    return " ".join(words)
