"""In: a verb of saying, judging or finding. Out: the words for the thing that it speaks of ("denied any part in it"). It refuses clauses and speakers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from graph.quotations.cues import JUDGING, cue_lemma, cue_words, is_passive, is_said_of, lemma_of, takes
from graph.quotations.nouns import LIGHT_VERBS, has_case, is_attitude
from graph.quotations.phrases import NOMINAL, SPEAKING_KINDS, child_of, has_mark, is_clause, subtree
from graph.quotations.readings import gap_thing
from ontology.lexicon import find_family

EMPTY_THINGS = frozenset({"it", "that", "this", "what", "which", "so"})
WITHHELD = frozenset(
    {"entry", "access", "visa", "permission", "bail", "chance", "opportunity", "request", "right", "place", "service", "treatment", "help", "justice"}
)
NO_WORDS = {"deny": WITHHELD, "tell": frozenset({"difference", "time"}), "charge": frozenset({"fee", "rent", "price", "interest", "toll"})}
"""Objects with which a verb says nothing."""
MAKING = frozenset({"write", "identify"})  # "wrote his budget", "identified a buyer"
OUTLOOKS = frozenset({"chance", "risk", "need", "reason", "prospect", "benefit", "opportunity", "threat", "scope", "possibility"})  # "sees no reason to stay"
TOPIC_LINKS = frozenset({"of", "about", "for", "against", "to", "on", "with", "at", "over", "in"})
MEDIUM_LINKS = frozenset({"on", "to", "in"})
LIGHT_LINKS = frozenset({"of", "for", "with"})
QUOTATION_MARKS = frozenset({"“", "”", '"', "''", "``", "‘", "’", "'", "«", "»"})
NAMING_LINKS = frozenset({"to", "of"})  # "referred to it as"
LIKENESS = frozenset({"to", "with"})
LINKS_OF_NAMES = {
    "liken": LIKENESS,
    "compare": LIKENESS,
    "equate": LIKENESS,
    "credit": frozenset({"with"}),
    "attribute": LIKENESS,
    "ascribe": LIKENESS,
    "blame": frozenset({"on", "for"}),
}
STANDS = JUDGING | frozenset({"wants", "decides", "believes", "learns", "concedes", "responds"})
"""Families whose verbs say what somebody makes of a thing."""
BARE_NAMING = frozenset({"call", "brand", "label", "dub", "term", "deem", "consider", "declare", "pronounce", "find"})


def described_content(verb: Token) -> list[Token]:
    """She called it …, she described it as …: the thing and what it is called."""
    if not takes(verb, "describe", "naming") and not finds_so(verb):
        return []
    target = child_of(verb, "obj", "nsubj:pass", "iobj") or next((c for c in verb.children if c.dep_ == "obl" and has_case(c, NAMING_LINKS)), None)
    if target is not None and target.tag_ == "WDT" and target.i < verb.i:
        target = None  # "a claim | that | the ministry called absurd"
    gap = gap_thing(verb) if target is None else None
    if gap is not None and verb.head.lower_ != "what":  # "the plan, described by Reyes as a joke"; "a claim the ministry called absurd"
        name = next((c for c in verb.children if c.i > verb.i and is_name_for(c, verb)), None)
        return [*(t for t in thing_tokens(gap, without=[verb]) if t.i < verb.i), *subtree(name)] if name is not None else []
    if target is None and verb.dep_ in {"acl:relcl", "advcl:relcl"} and verb.head.lower_ == "what":  # "what she called | a joke"
        name = next((c for c in verb.children if c.i > verb.i and is_name_for(c, verb)), None)
        return [t for t in thing_tokens(name) if t.dep_ != "case" or t.head.i != name.i] if name is not None else []
    if target is None or (target.dep_ == "obl" and not takes(verb, "naming")):
        return []
    name = next((c for c in verb.children if c.i > max(verb.i, target.i) and is_name_for(c, verb)), None)
    if name is None:
        return []
    return subtree(target) + thing_tokens(name)


def finds_so(verb: Token) -> bool:
    """Whether a court or study finds that a thing is so: "the judge | ruled | the search unlawful"; not "found the door open"."""
    judged = any(c.dep_ == "xcomp" and c.pos_ == "ADJ" and c.i > verb.i for c in verb.children)
    subject = child_of(verb, "nsubj")
    judges = subject is not None and lemma_of(subject) in cue_words("nouns", "study") | cue_words("nouns", "judge")
    return judged and (lemma_of(verb) in {"rule", "judge", "adjudge"} or (lemma_of(verb) in {"find", "hold"} and judges))


def is_name_for(child: Token, verb: Token) -> bool:
    """Whether a complement says what something is called: bare after "call", with "as" after "describe"."""
    if is_clause(child) and child.dep_ == "advcl":
        return False  # "criticised as the storm came"
    if child.dep_ in {"obl", "advcl", "xcomp"} and any(c.lower_ in {"as", "like"} and c.dep_ in {"case", "mark"} for c in child.children):
        return True
    if lemma_of(verb) in {"see", "envisage", "foresee"} and child.tag_ == "VBG":  # "analysts see | prices falling"
        thing = child_of(verb, "obj")
        return verb.tag_ in {"VBZ", "VBP"} and thing is not None and thing._.kind in {"abstract", "event"}
    if lemma_of(verb) in LINKS_OF_NAMES:
        return child.dep_ in {"obl", "advcl"} and has_case(child, LINKS_OF_NAMES[lemma_of(verb)])
    if lemma_of(verb) in {"put", "value", "estimate"}:
        return child.dep_ == "obl" and has_case(child, frozenset({"at"})) and any(t.pos_ == "NUM" for t in child.subtree)
    return child.dep_ in {"xcomp", "obj"} and (lemma_of(verb) in BARE_NAMING or finds_so(verb))


def accused_content(verb: Token) -> list[Token]:
    """She accused him of …: what he is said to have done."""
    if not takes(verb, "accuse"):
        return []
    target, accuser = child_of(verb, "obj", "nsubj:pass", "iobj"), child_of(verb, "obl:agent")
    places = [place for place in (verb, target, accuser) if place is not None]  # "accused by the union | of lying": the tree may hang it there
    for place in places:
        for child in place.children:
            if child.dep_ in {"obl", "advcl", "acl"} and any(c.lower_ in LIGHT_LINKS and c.dep_ in {"case", "mark"} for c in child.children):
                return subtree(child)
    return []


def found_content(verb: Token) -> list[Token]:
    """A study found …: the thing that a study, poll or record shows, where no person can have come upon it."""
    subject, thing = child_of(verb, "nsubj"), child_of(verb, "obj")
    if subject is None or thing is None or thing.i < verb.i or lemma_of(subject) not in cue_words("nouns", "study"):
        return []
    whom = child_of(verb, "iobj")
    if lemma_of(verb) in {"give", "put"} and lemma_of(subject) in {"poll", "survey", "census"}:  # "the poll gives her a lead"
        return [t for c in verb.children if c.i > verb.i and c.dep_ in {"iobj", "obj", "obl", "advmod"} for t in subtree(c)]
    if not takes(verb, "finding") or whom is not None:
        return []
    if child_of(thing, "nmod:poss") is not None or thing.pos_ == "PRON":
        return []
    return thing_tokens(thing) + [t for c in verb.children if c.dep_ == "xcomp" and c.i > thing.i for t in subtree(c)]


def noun_content(verb: Token) -> list[Token]:
    """She denied any part in it; she called for an inquiry: the thing spoken of."""
    thing = child_of(verb, "obj")
    gap = gap_thing(verb) if takes(verb, "noun", "stance") else None
    if gap is not None:
        return [t for t in thing_tokens(gap, without=[verb]) if t.i < verb.i and not (t.dep_ == "case" and t.head.i == gap.i)]
    if is_passive(verb):
        thing = child_of(verb, "nsubj:pass") if child_of(verb, "obl:agent") is not None else None
    if thing is not None and (lemma_of(thing) in NO_WORDS.get(lemma_of(verb), ()) or lemma_of(verb) in MAKING):
        return []
    if thing is not None and lemma_of(verb) == "quote" and any(c.dep_ == "advcl" and c.tag_ == "VBG" and has_mark(c, "as") for c in verb.children):
        return []  # "quoted a nurse as saying that …"
    if thing is not None and lemma_of(verb) in LIGHT_VERBS and is_attitude(thing):
        return []  # "voiced doubts about it": the noun brings what is doubted
    is_claim = thing is not None and lemma_of(thing) in cue_words("nouns", "clause") | cue_words("nouns", "fact")
    if thing is not None and is_claim and not takes(verb, "noun") and any(has_mark(c, "that", "whether") for c in thing.children if c.dep_.startswith("acl")):
        return []  # "rejected her claim that …": the claim is hers
    judges = takes(verb, "stance") and not (lemma_of(verb) == "question" and thing is not None and thing._.kind in SPEAKING_KINDS)
    is_of_it = (
        takes(verb, "noun")
        or judges
        or (lemma_of(verb) == "see" and thing is not None and lemma_of(thing) in OUTLOOKS)
        or (thing is not None and is_proposition(thing, cue_lemma(verb)))
        or (is_said_of(verb, cue_lemma(verb)) and not takes(verb, "handling") and not is_handled(thing, verb))
    )
    if thing is not None and is_of_it and thing.lower_ not in EMPTY_THINGS and (not takes(verb, "to_object") or thing._.kind not in SPEAKING_KINDS):
        reasons = [c for c in verb.children if c.dep_ in {"advcl", "obl"} and c.i > thing.i and (has_mark(c, "for") or is_ground(c, verb))]
        return [*thing_tokens(thing), *(t for c in reasons for t in subtree(c, without=after_comma(c.subtree)))]
    for child in verb.children:
        if child.dep_ in {"obl", "advcl", "ccomp"} and child.i > verb.i and child.lower_ not in EMPTY_THINGS:
            links = [c.lower_ for c in child.children if c.dep_ == "case" or (c.dep_ == "mark" and (c.lower_ != "to" or child.tag_ == "VBG"))]
            if child._.kind == "time" and not any(link in {"of", "about", "against"} for link in links):
                continue
            if lemma_of(verb) == "vote" and (child._.kind in SPEAKING_KINDS or child.pos_ in {"PROPN", "PRON"}):
                continue  # "voted for him" decides nothing but that
            if lemma_of(child) in {"condition", "behalf", "phone", "stage", "ground", "grounds", "basis", "eve", "camera"}:
                continue  # "spoke on condition of anonymity"
            if lemma_of(child) in cue_words("nouns", "medium") and MEDIUM_LINKS & set(links):
                continue  # "wrote on his blog"
            if is_partner(child, links) and lemma_of(verb) not in {"refer", "point", "allude", "agree", "disagree", "object"}:
                continue  # "argued | with Reyes | about it"
            if any(is_spoken_of(verb, link) or is_proposition(child, f"{cue_lemma(verb)} {link}") for link in links) or (
                lemma_of(child) in {"favour", "favor"} and takes(verb, "favouring")
            ):
                return thing_tokens(child)
    return []


def is_proposition(thing: Token, phrase: str) -> bool:
    """Whether the thing that somebody takes a stand on says what is to be or is: "blocked a bill | that lets families sue"."""
    clause = next((c for c in thing.children if c.dep_ in {"acl:relcl", "acl"} and c.i > thing.i and not is_break(c.doc[max(c.left_edge.i - 1, 0)])), None)
    is_content = thing.pos_ == "NOUN" and thing._.kind in {"abstract", "event", ""}
    return clause is not None and is_content and clause.pos_ in {"VERB", "ADJ"} and find_family(phrase) in STANDS


def is_handled(thing: Token | None, verb: Token) -> bool:
    """Whether something is done to a thing or person by a verb that may also speak: "recalled two million toys", "summoned the ambassador"."""
    if thing is None or child_of(verb, "xcomp", "ccomp") is not None:
        return False
    if lemma_of(verb) == "direct":
        return True  # "directed their anger at the council"
    if lemma_of(verb) == "recall":
        return thing._.kind in {"object", "substance", "animal", "plant"} or (thing.ent_type_ not in {"", "PER"} and thing._.kind != "event")
    return find_family(cue_lemma(verb)) in {"instructs", "asks", "threatens"} and (thing._.kind in SPEAKING_KINDS or thing.ent_type_ in {"PER", "ORG"})


def is_partner(child: Token, links: list[str]) -> bool:
    """Whether a phrase names whom one speaks with."""
    return bool({"with", "to"} & set(links)) and (child._.kind in SPEAKING_KINDS or child.ent_type_ in {"PER", "ORG"})


def is_ground(child: Token, verb: Token) -> bool:
    """Whether a phrase says for what somebody is judged: "praised the crew | for its calm"."""
    return takes(verb, "describe") and has_case(child, frozenset({"for"})) and child._.kind != "time"


def is_spoken_of(verb: Token, link: str) -> bool:
    """Whether a thing behind a verb and this preposition is what is said, or what something is said of: "called for", "spoke of"."""
    return f"{lemma_of(verb)}:{link}" in cue_words("verbs", "noun_with") or (link in TOPIC_LINKS and is_said_of(verb, f"{cue_lemma(verb)} {link}"))


def thing_tokens(thing: Token, *, without: Sequence[Token] = ()) -> list[Token]:
    """A noun phrase without what a comma hangs on it."""
    if thing.pos_ not in NOMINAL:
        return subtree(thing)
    last = thing.right_edge.i
    deep = [
        c for c in thing.subtree if c.head.i != thing.i and (c.dep_.startswith(("advcl", "parataxis")) or (c.dep_ == "acl:relcl" and c.right_edge.i == last))
    ]
    return subtree(thing, without=[*without, *after_comma([*thing.children, *deep])])


def after_comma(children: Iterable[Token]) -> list[Token]:
    """The relative clauses, appositions and asides that begin with a comma or a dash."""
    hanging = [c for c in children if c.dep_.startswith(("acl", "advcl", "appos", "parataxis"))]
    return [c for c in hanging if is_break(c.left_edge) or (c.left_edge.i > 0 and is_break(c.left_edge.nbor(-1)))]


def is_break(token: Token) -> bool:
    """Whether a mark sets off what follows; a quotation mark does so only behind a comma."""
    if token.text in QUOTATION_MARKS:
        return token.i > 0 and token.nbor(-1).is_punct and token.nbor(-1).text not in QUOTATION_MARKS
    return token.is_punct
