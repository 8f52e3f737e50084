"""In: the name mentions of a document. Out: one node for each thing named, with its type and gender. It refuses descriptions and pronouns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from graph.entities.context import Context
from graph.entities.kinds import is_owner_of_post, is_person_here, is_traded, vote_types
from graph.entities.names import (
    SMALL,
    Words,
    full_common_name,
    is_acronym,
    is_loose_acronym,
    is_misspelling,
    is_slip,
    name_words,
    plain_number,
    same_organization,
    same_person,
)
from graph.entities.nodes import Node, Nodes
from graph.entities.profile import CHILDREN
from graph.entities.shortened import join_class_names, join_shortened
from graph.gazetteer import gender_of_name, gender_of_noun, is_honorific, known_name_type, place_of_demonym, read_table
from graph.records import EntityType, MentionKind

STORMS = frozenset(["storm", "hurricane", "typhoon", "cyclone"])
NAMED_THINGS = (EntityType.ORGANIZATION, EntityType.WORK, EntityType.EVENT, EntityType.OTHER)


def group_names(context: Context, nodes: Nodes) -> None:
    """Gives every name mention a node."""
    groups = group_by_words(context)
    by_words: dict[Words, Node] = {}
    bare: list[tuple[Words, list[int]]] = []
    surnames = {words[-1] for words, numbers in groups.items() if len(words) > 1 and context.mentions[numbers[0]].type is EntityType.PERSON}
    surnames = {word for word in surnames if word in read_table("surnames")[""] or "-" in word}  # "Min-jae"
    for words, numbers in groups.items():
        votes = vote_types(context, numbers)
        if is_bare(context, words, numbers, votes, surnames):
            bare.append((words, numbers))
        else:
            by_words[words] = make_node(context, nodes, words, numbers, votes)
    join_forms(context, nodes, by_words)
    place_bare_names(context, nodes, bare)
    join_foreign_letters(context, nodes)
    join_storms(nodes)
    join_shortened(context, nodes)
    join_class_names(context, nodes)


def group_by_words(context: Context) -> dict[Words, list[int]]:
    """Name mentions by their words, in order of appearance; well-known short names under the full one."""
    out: dict[Words, list[int]] = {}
    for i, mention in enumerate(context.mentions):
        if mention.kind is MentionKind.NAME:
            words = name_words(full_common_name(mention.text) or mention.text) or (mention.text.lower(),)
            out.setdefault(words, []).append(i)
    return out


def is_bare(context: Context, words: Words, numbers: list[int], votes: Counter[EntityType], surnames: set[str]) -> bool:
    """Whether one word may be a person's name by itself, and is not introduced as the abbreviation of a longer name."""
    if len(words) != 1 or is_abbreviation(context, numbers):
        return False
    texts = [context.mentions[i].text for i in numbers]
    is_letters = all(t.isupper() and 2 <= len(t) <= 6 for t in texts) and not any(is_honorific(context.honorific(i)) for i in numbers)
    if is_letters and votes.most_common(1)[0][0] is EntityType.ORGANIZATION:
        return False  # "GFA said"
    return words[0] in surnames or votes.most_common(1)[0][0] is EntityType.PERSON or any(is_person_here(context, i) for i in numbers)


def is_abbreviation(context: Context, numbers: list[int]) -> bool:
    """Whether one of the mentions is in capitals and in brackets, as the abbreviation of the name before it."""
    return any(context.mentions[i].text.isupper() and context.text[context.mentions[i].span.start - 1 : context.mentions[i].span.start] == "(" for i in numbers)


def make_node(context: Context, nodes: Nodes, words: Words, numbers: list[int], votes: Counter[EntityType]) -> Node:
    """A node of these mentions."""
    node = nodes.new()
    for i in numbers:
        nodes.put(i, node, words)
    node.names[words] += len(numbers)
    node.votes.update(votes)
    add_gender(context, node, numbers)
    return node


def add_gender(context: Context, node: Node, numbers: list[int]) -> None:
    """What titles and first names say of the gender."""
    for i in numbers:
        if gender := gender_of_noun(context.honorific(i)) if context.honorific(i) else "":
            node.genders[gender] += 3
        first = context.mentions[i].text.split()[0]
        if (len(context.mentions[i].text.split()) > 1 or is_honorific(context.honorific(i))) and (gender := gender_of_name(first)):
            node.genders[gender] += 1


def join_forms(context: Context, nodes: Nodes, by_words: dict[Words, Node]) -> None:
    """Joins nodes whose names are forms of each other, the longer first; only names that share a word or initials are compared."""
    order = sorted(by_words, key=lambda w: (-len(w), by_words[w].mentions[0]))
    seen: dict[str, list[Words]] = {}
    for short in order:
        node = nodes.get(by_words[short].number)
        alike = dict.fromkeys(w for key in keys_of(short, is_asking=True) for w in seen.get(key, ()))
        full = [w for w in alike if nodes.get(by_words[w].number) is not node and are_forms(context, nodes.get(by_words[w].number), node, w, short)]
        if full:
            best = max(full, key=lambda w: (len(nodes.get(by_words[w].number).mentions), -by_words[w].number))
            nodes.join(nodes.get(by_words[best].number), node)
        for key in keys_of(short, is_asking=False):
            seen.setdefault(key, []).append(short)


def keys_of(words: Words, *, is_asking: bool) -> set[str]:
    """What the forms of a name have in common: a word, in the singular; or the initials of a long one and the first letter of one that asks."""
    own = {plain_number(w) for w in words if w not in SMALL}
    if len(words) > 1:
        return own | {f"^{w[0]}" for w in words}
    return own | {f"^{words[0][0]}"} if is_asking and len(words[0]) <= 10 else own


def are_forms(context: Context, a: Node, b: Node, full: Words, short: Words) -> bool:
    """Whether two nodes, named `full` and `short`, are one thing."""
    if a.type is EntityType.PERSON or b.type is EntityType.PERSON:
        if EntityType.ORGANIZATION in (a.type, b.type) and len(full) > 1 and tuple(map(plain_number, short)) == tuple(map(plain_number, full)):
            return True
        if not (a.type is b.type and (not a.gender or not b.gender or a.gender == b.gender)):
            return (
                a.type in (EntityType.PERSON, EntityType.OTHER)
                and b.type in (EntityType.PERSON, EntityType.OTHER)
                and len(short) > 1
                and short[-1] == full[-1]  # not Ann Lee for the Ann Lee Legacy Programme
                and same_person(short, full)
            )
        return len(short) > 1 and (same_person(short, full) or is_misspelling(short, full))
    if is_bracketed(context, a, b):
        return True
    printed = context.mentions[b.mentions[0]].text
    if (
        full_common_name(printed) is None
        and is_acronym(printed, full)
        and (a.type is b.type or EntityType.OTHER in (a.type, b.type) or {a.type, b.type} <= {EntityType.ORGANIZATION, EntityType.PLACE})
    ):
        return True
    if a.type in NAMED_THINGS and b.type in NAMED_THINGS:
        return same_organization(short, full) or (a.type is b.type and is_misspelling(short, full))
    if a.type is b.type is EntityType.PLACE:
        return is_misspelling(short, full)
    return (
        {a.type, b.type} == {EntityType.ORGANIZATION, EntityType.PLACE} and len(short) > 1 and same_organization(short, full) and not place_of_demonym(full[0])
    )


def is_bracketed(context: Context, a: Node, b: Node) -> bool:
    """Whether one is given in brackets right after the other, as its abbreviation."""
    for long, short in ((a, b), (b, a)):
        for i in short.mentions:
            start = context.mentions[i].span.start
            before = context.text[max(0, start - 2) : start]
            if not before.endswith("("):
                continue
            for k in long.mentions:
                gap = context.text[context.mentions[k].span.end : start]
                if not (0 < len(gap) <= 3 and gap.strip() == "("):
                    continue
                if is_loose_acronym(context.mentions[i].text, name_words(context.mentions[k].text)):
                    return True
    return False


def join_storms(nodes: Nodes) -> None:
    """Joins the bare name of a storm, which may look like a person's or a place's, to "Typhoon Ida" told before."""
    storms = {full[-1]: n for n in nodes.alive.values() for full in n.names if n.type is EntityType.EVENT and len(full) > 1 and full[-2] in STORMS}
    for node in [n for n in nodes.alive.values() if len(n.names) == 1]:
        words = next(iter(node.names))
        storm = storms.get(words[0]) if len(words) == 1 else None
        if storm is not None and storm is not node and storm.mentions[0] < node.mentions[0]:
            node.votes.clear()
            nodes.join(storm, node)


def join_foreign_letters(context: Context, nodes: Nodes) -> None:
    """Joins letters in brackets of their own, used again afterwards, to the body before them, whose words they do not begin: "Workers' Party (CHP)"."""
    for i, mention in enumerate(context.mentions):
        short, is_letters = nodes.of.get(i), mention.text.isupper() and mention.text.isalpha() and 2 <= len(mention.text) <= 6
        if not is_letters or short is None or context.text[mention.span.end : mention.span.end + 1] != ")" or short.mentions[0] != i or len(short.mentions) < 2:
            continue
        k = next(
            (k for k in range(i - 1, max(-1, i - 4), -1) if context.text[context.mentions[k].span.end : mention.span.start].strip() == "(" and k in nodes.of),
            None,
        )
        long = nodes.of[k] if k is not None else None
        is_body = long is not None and long.is_named and long.type is short.type is EntityType.ORGANIZATION and max(map(len, long.names), default=0) > 1
        if long is not None and is_body and full_common_name(mention.text) is None and known_name_type(mention.text) is None:
            nodes.join(long, short)


def place_bare_names(context: Context, nodes: Nodes, bare: list[tuple[Words, list[int]]]) -> None:
    """Gives single names ("Sarwar", "Sir Keir") to the person they are short for; each use for itself where several persons share the name."""
    seen: dict[str, list[int]] = {}
    for node in nodes.alive.values():
        for full in node.names:
            for word in full:
                seen.setdefault(plain_number(word), []).append(node.number)
                seen.setdefault(f"^{word[0]}", []).append(node.number)
    lasts = {full[-1] for node in nodes.alive.values() for full in node.names if len(full) > 1}
    for words, numbers in sorted(bare, key=lambda b: b[0][0] in lasts):  # "his wife, Joan" is known before "Mrs Lund"
        alike = nodes.each(seen.get(plain_number(words[0]), ()))
        candidates = [n for n in alike if n.type is EntityType.PERSON and any(same_person(words, full) for full in n.names)]
        candidates = candidates or fathers_name(context, alike, words, numbers)
        if not candidates and len(numbers) <= 2:
            near = [n for n in nodes.each(seen.get(f"^{words[0][0]}", ())) if n.type is EntityType.PERSON]
            slips = [n for n in near if any(len(full) > 1 and is_slip(words[0], full[-1]) for full in n.names) and is_of_gender(context, n, numbers)]
            candidates = slips if len(slips) == 1 else []
        others = [n for n in alike if n.type is not EntityType.PERSON and any(same_organization(words, full) or words == full for full in n.names)]
        bodies = others or [n for n in alike if any(len(full) > 1 and full[0] == words[0] for full in n.names)]
        numbers = put_bodies(context, nodes, words, numbers, [n for n in bodies if n.type is not EntityType.PERSON]) if candidates else numbers
        if not numbers:
            continue
        votes = vote_types(context, numbers)
        if not candidates and others and votes.most_common(1)[0][0] is not EntityType.PERSON:
            node = others[0]
            for i in numbers:
                nodes.put(i, node, words)
            node.votes.update(votes)
            node.names[words] += len(numbers)
            continue
        if not candidates and (known := known_name_type(words[0])) is not None and not any(is_honorific(context.honorific(i)) for i in numbers):
            votes = Counter({known: 2 * len(numbers)})
        if not candidates or (
            votes.most_common(1)[0][0] in (EntityType.PLACE, EntityType.ORGANIZATION)
            and not any(w == words[0] for n in candidates for full in n.names for w in full[-1:])
        ):
            make_node(context, nodes, words, numbers, votes)
            continue
        meant: dict[str, Node] = {}
        relatives = relatives_by_gender(context, nodes)
        for i in numbers:
            style = context.honorific(i).lower().rstrip(".")
            gender = gender_of_noun(context.honorific(i)) if context.honorific(i) else ""
            is_other = bool(gender) and all(n.gender and n.gender != gender for n in candidates)
            node = relatives[gender] if is_other and gender in relatives else pick_person(context, candidates, i, meant, words)
            meant[style] = node
            nodes.put(i, node, words)
            node.names[words] += 1
            node.votes[EntityType.PERSON] += 1
            add_gender(context, node, [i])


def fathers_name(context: Context, people: list[Node], words: Words, numbers: list[int]) -> list[Node]:
    """The one person before whose last name but one it is, as Spaniards are called: "Ibáñez" for "Marcela Ibáñez Soto"; no second first name."""
    if gender_of_name(words[0]) or known_name_type(words[0]) is not None:
        return []
    later = next((i for i in numbers if context.sentences[i] > 0), numbers[-1])
    found = [n for n in people if n.type is EntityType.PERSON and n.mentions[0] < later and any(len(full) > 2 and full[-2] == words[0] for full in n.names)]
    return found if len(found) == 1 and is_of_gender(context, found[0], numbers) else []


def put_bodies(context: Context, nodes: Nodes, words: Words, numbers: list[int], bodies: list[Node]) -> list[int]:
    """Gives the uses that have a firm's post or shares ("Tanaka's chief executive") to the firm of that name; those that are left."""
    if len(bodies) != 1 or bodies[0].type is not EntityType.ORGANIZATION:
        return numbers
    own = [i for i in numbers if is_owner_of_post(context, i) or is_traded(context, i)]
    for i in own:
        nodes.put(i, bodies[0], words)
        bodies[0].names[words] += 1
    return [i for i in numbers if i not in own]


def relatives_by_gender(context: Context, nodes: Nodes) -> dict[str, Node]:
    """The one wife, and the one husband, whom the article gives a first name only: "his wife, Joan", whom "Mrs Lund" means then."""
    found: dict[str, dict[int, Node]] = {}
    for node in nodes.alive.values():
        for i in node.mentions[:1]:
            noun = context.heads[i].head
            gender = (
                gender_of_noun(noun.lemma_)
                if context.heads[i].dep_ == "appos" and noun.lemma_.lower() in ("wife", "husband", "widow", "mother", "father")
                else ""
            )
            if gender and node.type is EntityType.PERSON and all(len(words) == 1 for words in node.names):
                found.setdefault(gender, {})[node.number] = node
    return {gender: next(iter(people.values())) for gender, people in found.items() if len(people) == 1}


def is_of_gender(context: Context, node: Node, numbers: list[int]) -> bool:
    """Whether no title of these mentions is of the other gender ("Mr Petrov" is no slip for Ivanka Petrova)."""
    genders = {gender_of_noun(context.honorific(i)) for i in numbers if context.honorific(i)} - {""}
    return not genders or not node.gender or node.gender in genders


def elder_or_younger(context: Context, people: list[Node], i: int) -> Node | None:
    """Which of two "the elder Holm" means: the one who is not told to be somebody's child."""
    words = {c.lower_ for c in context.heads[i].lefts}
    if len(people) != 2 or not words & {"elder", "older", "younger"}:
        return None
    young = [n for n in people if any(is_child(context, k) for k in n.mentions)]
    if len(young) != 1:
        return None
    return young[0] if "younger" in words else next(n for n in people if n is not young[0])


def is_child(context: Context, k: int) -> bool:
    """Whether a noun for a child stands beside the name."""
    head = context.heads[k]
    nouns = [c for c in (*head.children, *([head.head] if head.dep_ == "appos" else [])) if c.dep_ in ("appos", "nmod:desc") or c is head.head]
    return any(c.lemma_.lower() in CHILDREN for c in nouns)


def pick_person(context: Context, candidates: list[Node], i: int, meant: Mapping[str, Node], words: Words) -> Node:
    """Which of several persons a bare name means: of the right gender, introduced before, and the one whom it meant last with the same title or none.

    `meant` is whom the name meant last, by title: where "Mrs Holm" is the wife, "Holm" is the husband.
    """
    style = context.honorific(i).lower().rstrip(".")
    gender = gender_of_noun(context.honorific(i)) if style else ""
    told = [n for n in candidates if gender and n.gender == gender]
    fitting = told or [n for n in candidates if not gender or not n.gender or n.gender == gender] or candidates
    if meant.get(style) in fitting:
        return meant[style]
    introduced = [n for n in fitting if n.mentions[0] < i] or fitting
    if (by_age := elder_or_younger(context, introduced, i)) is not None:
        return by_age
    others = [n for n in introduced if all(n is not other for other in meant.values())] if "" not in meant else []
    by_surname = [n for n in others or introduced if any(full[-1] == words[0] for full in n.names)] or others or introduced
    return min(by_surname, key=lambda n: n.mentions[0])
