"""In: a definite description and the nodes so far. Out: the likeliest that it means, or None, by weights learned from GUM and LitBank (`descriptions.json`).

Hard constraints exclude: number, type, gender, the clause, contrast ("the other man"). What the rules propose is one feature among others.
`tests/benchmarks/train_references.py` makes the weights. It refuses indefinite and bare descriptions.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from spacy.tokens import Token

from graph.entities.binding import is_barred, is_below_subject, is_predicate
from graph.entities.classes import classes_of_word, is_class, node_class_match
from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.entities.profile import RANKS, Profile, is_taken_up, same_thing
from graph.entities.scores import choose_likeliest
from graph.gazetteer import gender_of_noun, homes, place_of_demonym, read_table
from graph.records import EntityType, MentionKind

REACH = 3
"""How many sentences back a description may look for a thing that nothing in its words points to."""
LONG, MANY = 60, 40
"""How many sentences back for one of the same class, and the most candidates."""
THINGS = frozenset([EntityType.WORK, EntityType.EVENT, EntityType.OTHER])
BODIES = frozenset([EntityType.ORGANIZATION, EntityType.GROUP])
SORTS = frozenset(["former", "previous", "current", "old", "new", "latest", "recent", "past", "present"])
"""Words of contrast that may yet describe a person anew ("the former mayor")."""


def choose_described(context: Context, nodes: Nodes, i: int, profile: Profile, proposals: Mapping[str, Node]) -> Node | None:
    """The node that definite description `i` means, if one is likely enough; `proposals` are those of the rules, by rule."""
    candidates = find_candidates(context, nodes, i, profile, proposals)
    rows = [features(context, node, i, profile, proposals) for node in candidates]
    proposed = next((k for k, node in enumerate(candidates) if node is rules_alone(proposals)), None)
    bare = [k for k, node in enumerate(candidates) if match_of(node, profile) == "nothing" or is_unknown_place(node, profile)]
    best = choose_likeliest("descriptions", "any", rows, none_features(context, nodes, i, profile), proposed=proposed, bare=bare)
    return None if best is None else candidates[best]


def find_candidates(context: Context, nodes: Nodes, i: int, profile: Profile, proposals: Mapping[str, Node]) -> list[Node]:
    """Nodes spoken of before that agree with the description: of the same head, of the same class, or just spoken of; and what the rules propose."""
    found = {n.number: n for n in (*nodes.headed(profile.head), *nodes.near(i, REACH))}
    if is_class(profile.head) or profile.type is not EntityType.PERSON:
        found |= {n.number: n for n in nodes.near(i, LONG) if n.is_named and n.type is not EntityType.PERSON and node_class_match(profile.head, n) == 1.0}
    near = [n for n in found.values() if n.before(i) and may_describe(context, nodes, n, i, profile)]
    near.sort(key=lambda n: -n.before(i)[-1])
    others = {n.number: n for n in proposals.values() if n not in near}.values()
    proposed = [n for n in others if not n.before(i) or may_describe(context, nodes, n, i, profile)]
    return sorted([*near[:MANY], *proposed], key=lambda n: n.number)


def may_describe(context: Context, nodes: Nodes, node: Node, i: int, profile: Profile) -> bool:
    """Whether type, number, gender, contrast and the clause allow it."""
    if not is_of_type(node, profile) or is_contrasted(node, profile):
        return False
    if profile.type is EntityType.PERSON and is_other_post(nodes, node, profile):
        return False
    kin = read_table("descriptions")["kin"]
    if profile.head in kin and match_of(node, profile) == "nothing" and (node.is_named or any(p.head in kin for p in node.profiles)):
        return False  # "his daughter" is not his lawyer, named before; "my dad" is not "my grandfather"
    if is_predicate(context, node, node.before(i)):
        return False
    if profile.head not in ("city", "town", "capital", "village", "port") and node.before(i) and all(context.is_dateline(k) for k in node.before(i)):
        return False
    if not may_be_river(context, node, profile) or not may_be_central(node, profile):
        return False
    if is_below_subject(context, node, i) or is_part_of_firm(context, node, i, profile):
        return False
    if profile.type is EntityType.PERSON and is_reporting(context, node, i):
        return False  # who speaks of "the novelist" is another
    if (home := place_of_demonym(profile.head)) and any(p.words & (homes() - {home}) for p in node.profiles):
        return False  # "the Swede" is no Norwegian painter
    if node.is_named and profile.head in ("country", "nation") and len(node.before(i)) < 2 and is_one_of_several(nodes, node, profile.head):
        return False  # "the country" of an article on Britain is not England, named once
    gender = gender_of_noun(profile.head)
    if gender and node.gender and node.gender != gender:
        return False
    span = context.mentions[i].span
    inside = (k for k in node.before(i + 12)[-24:] if k != i)
    if any(context.mentions[k].span in span or span in context.mentions[k].span for k in inside):
        return False
    return not is_barred(context, nodes, node, i)


def is_unknown_place(node: Node, profile: Profile) -> bool:
    """Whether nothing says that the place is a town or an island."""
    return node.type is EntityType.PLACE and match_of(node, profile) == "open"


def may_be_river(context: Context, node: Node, profile: Profile) -> bool:
    """Whether "the river" may mean it: named or told so, or with "the" before its name ("the Glomma"); other descriptions ask for no river."""
    is_told = profile.head != "river" or match_of(node, profile) not in ("open", "nothing")
    return is_told or any(context.mentions[k].kind is MentionKind.NAME and context.determiner(k) == "the" for k in node.mentions)


def is_part_of_firm(context: Context, node: Node, i: int, profile: Profile) -> bool:
    """Whether "its chip business" is what a firm owns, and no firm named before."""
    owner = next((c for c in context.heads[i].lefts if c.dep_ == "nmod:poss"), None)
    return owner is not None and owner.lower_ in ("its", "their") and node.is_named and profile.head in ("business", "company", "firm", "group", "operation")


def may_be_central(node: Node, profile: Profile) -> bool:
    """Whether "the central bank" may mean it: the Bank of Norland, or a national, state or reserve bank; other descriptions ask for none."""
    if profile.head != "bank" or "central" not in profile.words or not node.is_named:
        return True
    return any({"central", "national", "state", "reserve", "federal", "people"} & {*words} or words[:2] == ("bank", "of") for words in node.names)


def is_reporting(context: Context, node: Node, i: int) -> bool:
    """Whether the node is the subject of a verb that reports the clause of `i`: "Norland said that the company …" speaks of another."""
    verb = context.heads[i].head
    for _ in range(4):
        if verb.dep_ == "ccomp":
            subjects = [c for c in verb.head.lefts if c.dep_ == "nsubj"] or [c for c in verb.head.head.lefts if c.dep_ == "nsubj" and verb.head.dep_ == "advcl"]
            return any(number_at(context, c) in node.mentions for c in subjects)
        if verb.head.i == verb.i or verb.dep_ in ("parataxis", "root", "acl:relcl"):
            return False
        verb = verb.head
    return False


def number_at(context: Context, token: Token) -> int:
    """The number of the mention there, or -1."""
    k = context.mention_at(token)
    return -1 if k is None else k


def is_one_of_several(nodes: Nodes, node: Node, head: str) -> bool:
    """Whether other things of the class are named in the article."""
    return any(n is not node and n.is_named and node_class_match(head, n) == 1.0 for n in nodes.alive.values())


def is_of_type(node: Node, profile: Profile) -> bool:
    """Whether a description of that type and number may mean a node of that type."""
    if EntityType.PERSON in (node.type, profile.type):
        return node.type is profile.type and not profile.is_plural and not node.is_plural
    if any(words[-1] == profile.head for words in node.names):
        return not profile.is_plural  # "the programme" for a Programme, whatever its type
    if profile.is_plural:
        return node.is_plural and (node.type is profile.type or {node.type, profile.type} <= THINGS or {node.type, profile.type} <= BODIES)
    if node.is_plural:
        return False
    if node.type is profile.type or {node.type, profile.type} <= THINGS or {node.type, profile.type} <= BODIES:
        return True
    is_double = {node.type, profile.type} == {EntityType.ORGANIZATION, EntityType.PLACE}
    return any(p.head == profile.head for p in node.profiles) or (is_double and node_class_match(profile.head, node) == 1.0)


def is_contrasted(node: Node, profile: Profile) -> bool:
    """Whether a word such as "other" or "second" sets the description apart from all that was said of the node."""
    contrast = profile.words & set(read_table("descriptions")["contrast"])
    same = [p for p in node.profiles if p.head == profile.head]
    owners = {w for w in profile.words if w.startswith("#")} if profile.determiner == "poss" else set()
    if owners and same and all(p.determiner == "poss" and {w for w in p.words if w.startswith("#")}.isdisjoint(owners) for p in same):
        return any(w.startswith("#") for p in same for w in p.words)  # "Ferri's team" is not Hale's
    if same and all((p.words ^ profile.words) & RANKS for p in same):
        return True
    if same:
        words = set(read_table("descriptions")["contrast"])
        return not any(p.words & words == contrast or is_taken_up(profile, p) for p in same)
    return bool(contrast - SORTS) if profile.type is EntityType.PERSON else bool(contrast)


def is_other_post(nodes: Nodes, node: Node, profile: Profile) -> bool:
    """Whether the description names a body ("the Unite leader"), or the owner of a post, that nothing said of the person has.

    A place before the noun ("the Leeds teacher") may be new; a party may be unless the person has another.
    """
    said = frozenset().union(*(p.words for p in node.profiles))
    parties, others = {w for w in profile.words if is_party_word(w)}, {w for w in said if is_party_word(w)}
    if parties - said and (others or any(is_party(n) for n in nodes.told(said))):
        return True
    new = nodes.told(w for w in profile.words if w.startswith("#") and w not in said)
    if not new or len(new) < sum(w.startswith("#") for w in profile.words):
        return False
    if all(is_party(n) for n in new):
        return bool(others) or any(is_party(n) for n in nodes.told(said))
    return profile.determiner == "poss" or any(n.type is not EntityType.PLACE for n in new)


def is_party(node: Node) -> bool:
    """Whether the node is named as a party, or its adjective ("Democratic")."""
    return any(is_party_word(w) for name in node.names for w in name)


def is_party_word(word: str) -> bool:
    """Whether it names a party or its members.

    >>> is_party_word("republican"), is_party_word("young")
    (True, False)
    """
    return "party" in classes_of_word().get(word, ())


def match_of(node: Node, profile: Profile) -> str:
    """What in the words speaks for the node: "same", "fewer" or "more" words of the same head, the "head" alone, its "name", its "class", or "nothing"."""
    same = [p for p in node.profiles if p.head == profile.head and p.is_plural == profile.is_plural]
    if same:
        value = max(same_thing(profile, p) for p in same)
        return "same" if value == 1.0 else "fewer" if value == 0.8 else "more" if value == 0.6 else "head"
    if any(words[-1] == profile.head for words in node.names):
        return "name"
    if node.is_named and node.type is not EntityType.PERSON:
        value = node_class_match(profile.head, node)
        return "class" if value == 1.0 else "open" if value else "nothing"
    return "nothing"


def features(context: Context, node: Node, i: int, profile: Profile, proposals: Mapping[str, Node]) -> dict[str, float]:
    """What speaks for and against `node`."""
    before = node.before(i)
    last = before[-1] if before else node.mentions[0]
    match = match_of(node, profile)
    told = match if match in ("same", "fewer", "more") else "some" if match in ("name", "class", "head") else "none"
    distance = context.sentences[i] - context.sentences[last] if before else -1
    head, other = context.heads[i], context.heads[last]
    there = [k for k in before[-12:] if context.sentences[k] == context.sentences[last]]
    bucket = distance if distance < 3 else 3 if distance < 6 else 4 if distance < 15 else 5
    out = {
        f"match {match}": 1.0,
        f"match {match} {profile.determiner}": 1.0,
        f"match {match} {profile.type.value}": 1.0,
        f"sentences {bucket} {told}": 1.0,
        f"words between {told}": math.log1p(max(head.i - other.i, 0)),
        f"times {told}": math.log1p(len(before)),
        f"named {told}": float(node.is_named),
        f"subject {told}": float(any(context.is_subject(k) for k in there)),
        f"pronoun last {told}": float(context.mentions[last].kind is MentionKind.PRONOUN),
        f"same role {told}": float(other.dep_.partition(":")[0] == head.dep_.partition(":")[0]),
        f"quoted {told}": float((context.quotes[i] is None) != (context.quotes[last] is None)),
        f"inside {told}": float(other.dep_ in ("nmod", "compound", "nmod:desc", "amod")),
        f"bare before {told}": float(not node.is_named and all(not p.determiner for p in node.profiles)),
        f"type {node.type.value} {profile.type.value}": 1.0,
    }
    for rule, proposed in proposals.items():
        out[f"rule {rule}"] = float(proposed is node)
    out |= word_features(node, profile, told)
    kind = head._.kind
    if kind not in ("", "time"):
        out[f"kind is the same {told}"] = float(any(context.heads[k]._.kind == kind for k in before[-20:]))
    return out


def word_features(node: Node, profile: Profile, told: str) -> dict[str, float]:
    """How the words before and after the head fit: said of the node before, in its name, new, or another thing's name."""
    said = frozenset().union(*(p.words for p in node.profiles), *node.names)
    said |= {place for name in node.names for w in name if (place := place_of_demonym(w))}
    old = sum(w in said for w in profile.words)
    foreign = sum(w.startswith("#") and w not in said for w in profile.words)
    unknown = sum(w.startswith("?") and w not in said for w in profile.words)
    new = len(profile.words) - old - foreign - unknown
    roles = any(p.head != profile.head for p in node.profiles)
    return {
        f"old words {told}": min(old, 3),
        f"new words {told}": min(new, 3),
        f"new words at all {told}": float(new > 0),
        f"other names {told}": float(foreign > 0),
        f"unknown owner {told}": float(unknown > 0),
        f"described otherwise {told}": float(roles),
        f"no words {told}": float(not profile.words),
    }


def none_features(context: Context, nodes: Nodes, i: int, profile: Profile) -> dict[str, float]:
    """What speaks for a thing that was not spoken of before."""
    head = context.heads[i]
    rights = [c for c in head.rights if c.idx < context.mentions[i].span.end + 40]
    seen = "seen" if any(n.before(i) for n in nodes.headed(profile.head)) else "unseen"
    words = len(profile.words)
    return {
        "none": 1.0,
        f"none {profile.determiner} {seen}": 1.0,
        f"none {profile.type.value}": 1.0,
        f"none {profile.type.value} {profile.determiner}": 1.0,
        f"none words {min(words, 3)} {seen}": 1.0,
        "none plural": float(profile.is_plural),
        "none clause": float(any(c.dep_ in ("acl:relcl", "acl") for c in rights)),
        "none of": float(any(c.dep_ == "nmod" for c in rights)),
        "none superlative": float(any(c.tag_ in ("JJS", "RBS") or "Ord" in c.morph.get("NumType", []) for c in head.lefts)),
        "none names": float(any(w.startswith("#") for w in profile.words)),
        "none early": float(context.sentences[i] < 3),
        "none quoted": float(context.quotes[i] is not None),
        "none unique": float(profile.head in read_table("descriptions")["unique"]),
    }


def rules_alone(proposals: Mapping[str, Node]) -> Node | None:
    """The choice without weights, as measured against them: the first proposal."""
    return next(iter(proposals.values()), None)
