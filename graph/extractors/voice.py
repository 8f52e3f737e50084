"""In: a verb of a parsed sentence. Out: whether it is passive, said so ("was told"), reduced ("a memo obtained by …") or left out ("Man jailed").

The tree's own word for it counts first, then the form of the sentence. It refuses to say who did it.
"""

from __future__ import annotations

from spacy.tokens import Token

from graph.extractors.words import word_set

SUBJECTS = ("nsubj", "nsubj:outer")


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive, said ("was told") or reduced ("a memo obtained by …")."""
    children = list(verb.children)
    if is_finite_without_be(verb) or is_perfect(verb):
        return False
    if any(c.dep_ in ("aux:pass", "nsubj:pass", "obl:agent", "csubj:pass") for c in children):
        return True
    if verb.tag_ == "VBN" and any(c.dep_ == "cop" for c in children):
        return True  # "Our hope is that the ban will be lifted", its "be" taken for a copula
    if is_headline_passive(verb) or is_absolute_passive(verb) or is_seen_done(verb):
        return True
    if any(c.dep_ in SUBJECTS for c in children) or verb.tag_ != "VBN":
        return False
    if any(c.dep_ == "aux" and c.lemma_ == "have" for c in children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return is_passive(verb.head)
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "get":
        return True  # "hoped to get elected again"
    return verb.dep_ in ("acl", "advcl", "acl:relcl", "root", "parataxis") and not any(c.dep_ == "aux" for c in children)


def is_perfect(verb: Token) -> bool:
    """Whether "'s" was taken for "is": "She's given shares to her cousins" is what she has done; not "She's given a medal by the king"."""
    helpers = [c.lower_ for c in verb.children if c.dep_.startswith("aux")]
    given = any(c.dep_ == "obj" for c in verb.children) and any(c.dep_ == "obl" and any(k.lower_ == "to" for k in c.children) for c in verb.children)
    return helpers in (["'s"], ["’s"]) and given and verb.lemma_ in word_set("giving_verb")


def is_finite_without_be(verb: Token) -> bool:
    """Whether a verb taken for a passive is the only verb of a full sentence: "The ferry capsized off the coast." – but headlines do without "was"."""
    bare = not any(c.dep_ in ("aux:pass", "aux", "obl:agent") for c in verb.children)
    last = next((t for t in reversed(list(verb.sent)) if t.text not in "”\"'’ \n"), verb)
    return bare and verb.dep_ in ("root", "ccomp") and any(c.dep_ == "nsubj:pass" for c in verb.children) and last.text == "."


def is_headline_passive(verb: Token) -> bool:
    """Whether a headline leaves out "was": "Man jailed for life"; it would tell what he did in the present tense."""
    kept = any(c.dep_ in ("obj", "ccomp", "xcomp", "aux", "compound:prt") for c in verb.children)  # "Strikers held out for deal"
    last = next((t for t in reversed(list(verb.sent)) if not t.is_space), verb)
    return verb.dep_ == "root" and verb.tag_ in ("VBD", "VBN") and not kept and not last.is_punct and verb.lemma_ in word_set("undergone_verb")


def is_absolute_passive(verb: Token) -> bool:
    """Whether a participle with a subject of its own stands behind "with": "with each town given its own target"."""
    return (
        verb.dep_ == "advcl" and verb.tag_ in ("VBN", "VBD") and any(c.lower_ == "with" and c.dep_ in ("mark", "case") and c.i < verb.i for c in verb.children)
    )


def is_seen_done(verb: Token) -> bool:
    """Whether somebody sees, wants or has it done to somebody: "saw Ana Lund arrested", "ordered the unit disbanded", "had the car repaired"."""
    bare = not any(c.dep_ in ("aux", "obj", "mark") for c in verb.children)
    shot_dead = verb.lemma_ == "shoot" and any(c.dep_ == "xcomp" and c.lower_ == "dead" for c in verb.children)
    done = verb.tag_ == "VBN" or (shot_dead and verb.tag_ == "VBD")
    return verb.dep_ in ("xcomp", "ccomp") and done and bare and verb.head.lemma_ in word_set("seeing_done_verb")
