"""In: named nodes. Out: a node for every description and, where it is clear, for every pronoun, in the order of the text.

It refuses to guess: a description that fits nothing known is a thing of its own, and a pronoun in doubt has no node.
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.entities.ages import aged_person
from graph.entities.candidates import GENDER
from graph.entities.classes import AREAS
from graph.entities.context import Context
from graph.entities.described import BODIES, choose_described, rules_alone
from graph.entities.identified import apposed, counted_people, inverse_kin, is_told_only_here, named_as, one_of_two
from graph.entities.lawsuits import accused, client
from graph.entities.lead import LEAD, named_afterwards
from graph.entities.names import name_words
from graph.entities.nodes import Node, Nodes
from graph.entities.partnames import named_by_last, named_by_words, named_class, of_body, of_nationality, of_party, same_name
from graph.entities.profile import Profile, same_thing
from graph.entities.profiles import make_profile
from graph.entities.pronouns import resolve_pronoun
from graph.entities.salience import affiliated, is_plain, salient_class, salient_person, seat_words, speaker_told_anew
from graph.entities.structure import joined_posts, named_by_structure
from graph.gazetteer import COUNTING, gender_of_noun, is_honorific, is_partitive, is_title, read_table
from graph.records import EntityType, MentionKind

ANOTHER = 0.5
"""What "another school" loses beside a school spoken of before."""
POSTS = frozenset(["mp", "msp", "mep", "lawmaker", "politician"])


def place_descriptions(context: Context, nodes: Nodes) -> None:
    """Goes through the text once."""
    link_by_structure(context, nodes)
    for i in reading_order(context):
        place(context, nodes, i)
        told = named_as(context, i)
        if told is not None and i in nodes.of and not nodes.of[i].is_named and nodes.of[i].type is EntityType.PERSON and not nodes.of[i].is_plural:
            nodes.join(nodes.of[told], nodes.of[i])


def place(context: Context, nodes: Nodes, i: int) -> None:
    """Gives mention `i` a node."""
    mention = context.mentions[i]
    if i in nodes.of:
        if mention.kind is MentionKind.DESCRIPTION:
            join_owned(context, nodes, i)
        return
    if mention.kind is MentionKind.PRONOUN:
        node = resolve_pronoun(context, nodes, i)
        if node is not None:
            nodes.put(i, node)
            if gender := GENDER.get(context.heads[i].lower_, ""):
                node.genders[gender] += 1  # whom "his" means, "she" does not
        return
    profile = make_profile(context, nodes, i)
    node = find_node(context, nodes, i, profile)
    if node is None:
        node = nodes.new()
        node.is_plural = mention.is_plural
    add_description(context, nodes, node, i, profile)


def reading_order(context: Context) -> list[int]:
    """All mentions in order, but who speaks comes before the words: “I won,” said the teacher; “They refused,” he said, whose own body they are not."""
    out: dict[int, None] = {}
    for i in range(len(context.mentions)):
        quote = context.quotes[i]
        speaker = context.speakers.get(quote) if quote is not None else None
        if speaker is not None and context.mentions[speaker].kind is not MentionKind.NAME:
            out.setdefault(speaker)
        out.setdefault(i)
    return list(out)


def join_owned(context: Context, nodes: Nodes, i: int) -> None:
    """Where "his father John" follows "his father", of the same owner, both are one; owners are known only on the way."""
    profile = make_profile(context, nodes, i)
    if profile.determiner != "poss" or profile.is_plural or not any(w.startswith("#") for w in profile.words):
        return
    node = nodes.of[i]
    node.profiles = [p for p in node.profiles if p.mention != i]
    nodes.note(node, profile)
    for other in nodes.headed(profile.head):
        if other is not node and not other.is_named and any(p.head == profile.head and p.words == profile.words and not p.is_plural for p in other.profiles):
            nodes.join(node, other)


def link_by_structure(context: Context, nodes: Nodes) -> None:
    """Gives titles and appositions to the node of the name that they stand with."""
    for i, mention in enumerate(context.mentions):
        title = context.honorific(i).lower().rstrip(".") if mention.kind is MentionKind.NAME else ""
        if title and not is_honorific(title) and nodes.of[i].type is EntityType.PERSON:
            for post in (title, "judge") if title == "justice" else (title,):
                nodes.note(nodes.of[i], Profile(post, context.rank(i), "", False, EntityType.PERSON, i))
    for i, mention in enumerate(context.mentions):
        if mention.kind is MentionKind.DESCRIPTION and i not in nodes.of:
            name = named_by_structure(context, nodes, i)
            if name is not None:
                add_description(context, nodes, nodes.of[name], i, make_profile(context, nodes, i))
    for i, k in joined_posts(context, nodes):
        add_description(context, nodes, nodes.of[k], i, make_profile(context, nodes, i))


def add_description(context: Context, nodes: Nodes, node: Node, i: int, profile: Profile) -> None:
    """Gives description `i` to the node, with what it says."""
    nodes.put(i, node, name_words(context.mentions[i].text))
    nodes.note(node, profile)
    node.votes[context.mentions[i].type] += 1
    if gender := gender_of_noun(profile.head):
        node.genders[gender] += 2
    if node.is_named and profile.determiner == "the" and not profile.words:
        for other in nodes.headed(profile.head):
            is_early = other is not node and not other.is_named and all(context.sentences[k] < LEAD for k in other.mentions)
            if is_early and all(p.head == profile.head and p.determiner in ("", "the") and not p.words for p in other.profiles):
                nodes.join(node, other)


def find_node(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The node that description `i` means, if any; the first way that finds one."""
    if is_told_only_here(context, i, profile):
        return None
    if profile.head in ("former", "latter") and profile.determiner == "the" and not profile.words:
        return one_of_two(context, nodes, i, is_first=profile.head == "former")
    if (same := apposed(context, nodes, i, profile)) is not None:
        return same
    found = counted_thing(context, nodes, i, profile) or same_name(context, nodes, i) or named_class(context, nodes, i, profile) or inverse_kin(nodes, profile)
    if found is not None:
        return found
    found = (
        named_by_last(context, nodes, i, profile)
        or client(nodes, profile)
        or accused(context, nodes, i, profile)
        or of_party(context, nodes, i, profile)
        or of_nationality(context, nodes, i, profile)
        or aged_person(context, nodes, i)
    )
    found = found or of_body(context, nodes, i, profile)
    found = found or named_afterwards(context, nodes, i, profile) or named_by_words(context, nodes, i, profile)
    if found is not None:
        return found
    proposals = propose(context, nodes, i, profile)
    if profile.determiner not in ("the", "this", "poss"):
        is_vague = not profile.words and profile.head in read_table("descriptions")["vague"]
        return None if is_vague else rules_alone(proposals)  # "people" here and "people" there are not the same people
    if (men := counted_people(context, nodes, i, profile)) is not None:
        return men
    sure = sure_proposal(nodes, profile, proposals) or speaker_told_anew(context, nodes, i, profile, proposals)
    return sure or choose_described(context, nodes, i, profile, proposals)


def sure_proposal(nodes: Nodes, profile: Profile, proposals: Mapping[str, Node]) -> Node | None:
    """What rules say that the weights, learned from few such cases, undervalue: "her party", "the youth", "the nation", and "the union" just named."""
    sure = proposals.get("owned") or proposals.get("synonym")
    near = proposals.get("class")
    person, again = proposals.get("person"), proposals.get("again")
    is_post = is_title(profile.head) or profile.head in POSTS
    if (
        sure is None
        and again is not None
        and profile.head in read_table("descriptions")["unique"]
        and not profile.words
        and len(nodes.headed(profile.head)) == 1
    ):
        return again
    if sure is None and again is None and person is not None and not profile.words and is_post and not is_held(nodes, person, profile):
        return person
    choice = proposals.get("choice")
    is_place = choice is not None and choice.type is profile.type in (*BODIES, EntityType.PLACE)
    if sure is None and is_place and is_plainly(profile) and (profile.determiner == "this" or profile.head in AREAS):
        return choice  # the district last spoken of, however often another was
    if sure is None and near is not None and (profile.head in ("country", "nation") or profile.head in read_table("descriptions")["unique"]):
        return near
    is_seat = bool(seat_words(nodes, profile))
    if sure is None and near is not None and near.is_named and (not profile.words or is_seat) and near.type is profile.type is EntityType.ORGANIZATION:
        return None if again is not None and again is not near else near
    return sure


def is_held(nodes: Nodes, person: Node, profile: Profile) -> bool:
    """Whether another holds the post by the article's words, or the person has another title ("Judge Holm" is no detective)."""
    others = any(n is not person and any(p.head == profile.head and not p.is_plural for p in n.profiles) for n in nodes.headed(profile.head))
    posts = [p.head for p in person.profiles if not p.is_plural and not profile.head.startswith(p.head)]
    return others or any(is_title(head) or head in read_table("descriptions")["person"] for head in posts)


def is_plainly(profile: Profile) -> bool:
    """Whether the words before the noun only colour it ("this reckless council")."""
    return not profile.is_plural and all(is_plain(w) for w in profile.words)


def propose(context: Context, nodes: Nodes, i: int, profile: Profile) -> dict[str, Node]:
    """What each rule would have description `i` mean, the first the choice of the rules together."""
    later = introduced_later(context, nodes, i, profile)
    again = repeated(context, nodes, i, profile)
    owned, near = affiliated(context, nodes, i, profile), salient_class(context, nodes, i, profile)
    found = {
        "later": later,
        "again": again,
        "owned": owned,
        "class": near,
        "synonym": synonymous(nodes, i, profile),
        "person": salient_person(context, nodes, i, profile),
    }
    first, second = later or again, owned or near
    choice = (
        first if first and (not second or first.is_named or last_before(first, i) > last_before(second, i)) else second or found["synonym"] or found["person"]
    )
    return {rule: node for rule, node in {"choice": choice, **found}.items() if node is not None}


def synonymous(nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """Whom "the youth" means: the one boy of the article; what "the vessel" means."""
    if profile.determiner not in ("the", "this") or profile.is_plural or profile.words:
        return None
    for key in ("young", "violent"):
        nouns = read_table("descriptions")[key]
        if profile.head in nouns:
            found = [
                n
                for n in nodes.headed(*nouns)
                if n.mentions[0] < i and not n.is_plural and n.type is EntityType.PERSON and not all(p.is_plural for p in n.profiles)
            ]
            return found[0] if len(found) == 1 else None
    return same_kind(nodes, i, profile)


def same_kind(nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """What "the vessel" means: the one ferry of the article, where no vessel was spoken of."""
    if any(n.mentions[0] < i for n in nodes.headed(profile.head)):
        return None
    nouns = [noun for group in read_table("synonyms").values() if profile.head in group for noun in group]
    found = [n for n in nodes.headed(*nouns) if n.mentions[0] < i and not n.is_plural and n.type is not EntityType.PERSON]
    return found[0] if len(found) == 1 and all(p.determiner for p in found[0].profiles[-1:]) else None


def counted_thing(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """What "dozens of workers" counts: the workers, if they are placed already."""
    if not is_partitive(profile.head) or (profile.head in COUNTING and profile.determiner == "the"):
        return None
    for child in context.heads[i].rights:
        k = context.by_token.get(child.i)
        if child.dep_ == "nmod" and k is not None and any(c.dep_ == "case" and c.lower_ == "of" for c in child.lefts):
            return nodes.of.get(k)
    return None


def introduced_later(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """In the lead, "a boy" who is named in the next sentences: "Sam, a boy of 14"; or an owner's relative who is named later."""
    is_owned = any(w.startswith("#") for w in profile.words) and profile.determiner == "poss"
    if profile.is_plural or not (context.sentences[i] < LEAD or is_owned) or profile.type not in (EntityType.PERSON, EntityType.ORGANIZATION):
        return None
    found = []
    for node in nodes.headed(profile.head):
        if node.is_named:
            for p in node.profiles:
                if p.mention < i or not (is_owned or context.sentences[p.mention] - context.sentences[i] <= 2 * LEAD):
                    continue
                overlap = p.words == profile.words if is_owned else p.words <= profile.words or profile.words <= p.words
                if p.head == profile.head and not p.is_plural and overlap:
                    found.append(node)
                    break
    return found[0] if len(found) == 1 else None


def repeated(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """The thing that was described so before; of several the best, then the nearest."""
    scored = []
    words = name_words(context.mentions[i].text)
    printed = nodes.printed(words) if len(words) > 1 and profile.determiner != "a" else []
    same = {node.number for node in printed}
    for node in (*printed, *(n for n in nodes.headed(profile.head) if n.number not in same)):
        before = node.before(i)
        if not before:
            continue
        value = 1.0 if node.number in same else max((same_thing(profile, p) for p in node.profiles), default=0.0)
        if value and node.is_named:
            value += 0.3
        if not value and is_announced(context, node, i, profile):
            value = 0.5
        if value and profile.determiner == "this":
            value = 1.0  # "this district" is the one last spoken of, however well another fits
        elif value and profile.determiner == "the" and not profile.words:
            value = 0.7 + 0.3 * value
        if value:
            value -= ANOTHER * all(is_another(context, k) for k in before)
            scored.append((value - 0.05 * min(context.sentences[i] - context.sentences[before[-1]], 8), before[-1], node))
    return max(scored, key=lambda x: x[:2])[2] if scored else None


def is_another(context: Context, k: int) -> bool:
    """Whether the mention is only set beside the one spoken of: "a pupil at another school"."""
    return any(c.lower_ == "another" for c in context.heads[k].lefts) and not context.is_subject(k)


def is_announced(context: Context, node: Node, i: int, profile: Profile) -> bool:
    """Whether the headline speaks, without an article, of what the lead introduces with "a"."""
    if profile.determiner != "a" or profile.is_plural or context.sentences[i] > LEAD or context.sentences[node.mentions[0]] > 0:
        return False
    return any(p.head == profile.head and not p.determiner for p in node.profiles)


def last_before(node: Node, i: int) -> int:
    """The node's last mention before mention `i`."""
    before = node.before(i)
    return before[-1] if before else -1
