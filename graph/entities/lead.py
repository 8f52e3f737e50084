"""In: a description that opens an article ("Mayor survives vote", "a 17-year-old boy", "a first film"). Out: the one who is named only afterwards, or None.

News keeps the name for the second paragraph. It refuses plurals, and wherever two could be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.entities.ages import ages_of, told_age
from graph.entities.classes import node_class_match
from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.entities.profile import Profile
from graph.gazetteer import gender_of_noun, place_of_demonym, read_table
from graph.records import EntityType, MentionKind

LEAD = 3
"""Sentences, the headline among them, that may speak of somebody before the name."""
AHEAD = 4
"""How many sentences later the name may come."""
ANYBODY = frozenset(["man", "woman", "father", "mother", "pensioner", "grandmother", "grandfather", "motorist", "cyclist", "pedestrian", "driver"])
"""Nouns that stand for a person only until the name is told; those of the young beside them."""
OLDEST_YOUTH, YOUNGEST_PENSIONER = 24, 55
"""Ages beyond which nobody is a teenager or a boy, and below which nobody is a pensioner."""
AGE = re.compile(r", \d\d,")
TITLED = frozenset(["film", "movie", "book", "novel", "album", "song", "play", "documentary", "drama"])


def named_afterwards(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """Whom or what description `i` of the lead will turn out to be."""
    if profile.is_plural:
        return None
    is_first = profile.type is EntityType.PERSON and not any(n.before(i) for n in nodes.headed(profile.head))
    if (context.is_headline(i) and profile.determiner in ("", "poss")) or (profile.determiner == "the" and not profile.words and is_first):
        found = told_so(context, nodes, i, profile)
        if found is not None:
            return found
    is_bare = context.is_headline(i) and profile.determiner == "" and profile.type is not EntityType.PERSON and not profile.words
    if is_bare and (found := only_of_class(context, nodes, i, profile)) is not None:
        return found
    if context.sentences[i] >= LEAD or context.quotes[i] is not None or (profile.determiner not in ("", "a") and not is_of_unknown(context, i)):
        return None
    if profile.determiner == "" and not context.is_headline(i):
        return None
    if profile.type is EntityType.PERSON and (profile.head in ANYBODY or profile.head in read_table("descriptions")["young"]):
        return first_named(context, nodes, i, profile)
    if profile.type is EntityType.PERSON and context.is_subject(i) and is_first_person(context, i):
        return opening_name(context, nodes, i, profile)
    return first_titled(context, nodes, i) if profile.head in TITLED else None


def told_so(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The only one named in the lead of whom the same noun is told ("Mayor" … "Ann Lee, the mayor of Oslo")."""
    found = {}
    for node in nodes.headed(profile.head):
        for p in node.profiles:
            if (
                p.mention > i
                and p.head == profile.head
                and not p.is_plural
                and is_of_same(profile, p, nodes)
                and context.sentences[p.mention] <= context.sentences[i] + AHEAD
                and node.is_named
            ):
                found[node.number] = node
    return next(iter(found.values())) if len(found) == 1 else None


def is_of_same(headline: Profile, later: Profile, nodes: Nodes) -> bool:
    """Whether a post in a headline with an owner ("Kenya's president") has the same owner in the text ("Kenyan President Ann Lee")."""
    if headline.determiner != "poss":
        return True
    owners = [nodes.get(int(w[1:])) for w in headline.words if w[:1] == "#" and w[1:].isdigit()]
    names = {word.title() for node in owners for words in node.names for word in words}
    told = {place_of_demonym(w.title()) or w.title() for w in later.words} | {w for w in later.words if w[:1] == "#"}
    return bool(told & (names | headline.words))


def only_of_class(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """What a bare noun of a headline ("council", "museum") means: the only one of that class that the article names, where the lead does so."""
    named = [n for n in nodes.alive.values() if n.is_named and n.type in (EntityType.ORGANIZATION, EntityType.PLACE)]
    found = [n for n in named if any(profile.head in words for words in n.names) and node_class_match(profile.head, n) == 1.0]
    return found[0] if len(found) == 1 and 0 < context.sentences[found[0].mentions[0]] <= LEAD else None


def first_named(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The first person named after the lead, if only the name comes, and as a subject: "Per Holm was arrested …"."""
    age, gender = told_age(context.mentions[i].text), gender_of_noun(profile.head)
    for k, node in names_ahead(context, nodes, i, EntityType.PERSON):
        ages = ages_of(context, node)
        is_fitting = context.sentences[k] > context.sentences[i] and is_first_name(context, node, k) and max(map(len, node.names)) > 1
        is_fitting = is_fitting and not (gender and node.gender and gender != node.gender) and not (age and ages and age not in ages)
        is_fitting = is_fitting and not (ages and is_of_other_years(profile.head, max(ages)))
        anybody = {profile.head, "old", *ANYBODY, *read_table("descriptions")["young"]}
        is_plainly = not context.honorific(k) and not any(p.head not in anybody for p in node.profiles if p.mention <= k + 2)
        if is_fitting and age and age in ages:
            return node
        return node if is_fitting and is_plainly and context.heads[k].dep_ in ("nsubj", "nsubj:pass") and not is_speaker(context, k) else None
    return None


def is_of_other_years(noun: str, age: int) -> bool:
    """Whether nobody of that age is called so.

    >>> is_of_other_years("teenager", 78), is_of_other_years("pensioner", 30), is_of_other_years("boy", 15), is_of_other_years("motorist", 78)
    (True, True, False, False)
    """
    return age > OLDEST_YOUTH if noun in read_table("descriptions")["young"] else age < YOUNGEST_PENSIONER and noun == "pensioner"


def is_of_unknown(context: Context, i: int) -> bool:
    """Whether "the" is due only to what follows, itself unknown: "the headteacher of a school"."""
    text = context.mentions[i].text
    return text.lower().startswith("the ") and (" of a " in text or " of an " in text)


def is_first_person(context: Context, i: int) -> bool:
    """Whether no other person was spoken of before in the sentence."""
    return not any(context.sentences[k] == context.sentences[i] and context.mentions[k].type is EntityType.PERSON for k in range(max(0, i - 8), i))


def opening_name(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The first person that the article names, where the name alone opens a sentence: who is new gets a post or an age with it."""
    for k, node in names_ahead(context, nodes, i, EntityType.PERSON):
        opens = (
            context.starts[k] <= context.heads[k].sent.start + 1
            and context.heads[k].dep_ in ("nsubj", "nsubj:pass")
            and context.sentences[k] > context.sentences[i]
        )
        after = context.text[context.mentions[k].span.end : context.mentions[k].span.end + 5]
        is_told = (
            context.heads[i].dep_ == context.heads[k].dep_ == "nsubj:pass" and AGE.match(after) is not None
        )  # "A nurse was jailed. Ann Lee, 44, was found …"
        is_plainly = all(p.head == profile.head or p.mention < i for p in node.profiles) and (after[:1] == " " or is_told)
        gender = gender_of_noun(profile.head)
        is_fitting = is_first_name(context, node, k) and max(map(len, node.names)) > 1 and not (gender and node.gender and gender != node.gender)
        return node if opens and is_plainly and is_fitting and not context.honorific(k) else None
    return None


def is_first_name(context: Context, node: Node, k: int) -> bool:
    """Whether nothing but descriptions stood for the node before."""
    return all(context.mentions[m].kind is not MentionKind.NAME for m in node.before(k))


def is_speaker(context: Context, k: int) -> bool:
    """Whether somebody's words are told as the mention's."""
    return k in context.speakers.values()


def first_titled(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The first title in quotation marks after the lead, as a subject of its sentence."""
    for k, node in names_ahead(context, nodes, i, EntityType.WORK):
        is_first = is_first_name(context, node, k) and context.sentences[k] > context.sentences[i]
        return node if is_first and context.heads[k].dep_ in ("nsubj", "nsubj:pass") else None
    return None


def names_ahead(context: Context, nodes: Nodes, i: int, type: EntityType) -> Iterator[tuple[int, Node]]:
    """The mentions that name something of the type behind mention `i`, up to `AHEAD` sentences on, each with its node."""
    for k in range(i + 1, len(context.mentions)):
        if context.sentences[k] > context.sentences[i] + AHEAD:
            return
        node = nodes.of.get(k)
        if context.mentions[k].kind is MentionKind.NAME and node is not None and node.type is type:
            yield k, node
