"""In: a pronoun with the nodes that it may mean. Out: the one that a rule is sure of: who speaks, who is the topic, whose kin is told; or None.

It refuses where two fit alike; the scorer weighs those.
"""

from __future__ import annotations

from graph.entities.agreeing import NEUTER, agrees
from graph.entities.candidates import GENDER
from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.records import EntityType, MentionKind

SPOKESMEN = frozenset(["lawyer", "attorney", "counsel", "barrister", "solicitor", "agent", "spokesman", "spokeswoman", "spokesperson"])
"""Who speaks for the one that the article tells with them: "His lawyer, Ann Lee, said he was ill"."""
WINDOW = 3
"""How many sentences back one may stand who goes on speaking."""
FOR_OTHERS = frozenset(
    [
        "lawyer",
        "attorney",
        "counsel",
        "barrister",
        "solicitor",
        "advocate",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "agent",
        "aide",
        "adviser",
        "manager",
        "coach",
        "judge",
        "magistrate",
        "prosecutor",
        "doctor",
        "surgeon",
        "physician",
        "detective",
        "inspector",
        "sheriff",
        "officer",
        "sergeant",
        "coroner",
        "wife",
        "husband",
        "mother",
        "father",
        "brother",
        "sister",
        "son",
        "daughter",
        "friend",
    ]
)
"""Who is asked about somebody else more often than about himself."""


def own_speaker(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Who "he" is that opens what a named person is reported to say: that person, but for those who speak for others or of cases before them."""
    head = context.heads[i]
    number = context.reports.get(head.idx)
    speaker = context.speakers.get(number) if number is not None else None
    if head.lower_ not in ("he", "she") or speaker is None or speaker > i or head.dep_ not in ("nsubj", "nsubj:pass"):
        return None
    node = nodes.of.get(speaker)
    if context.heads[speaker].lemma_.lower() in ("office", "campaign") and (owner := context.possessor(speaker)) is not None:
        return nodes.of[owner] if nodes.of.get(owner) in candidates else None  # "Sir Colin's office said he …"
    if node is None or node not in candidates or not node.is_named or context.sentences[speaker] != context.sentences[i]:
        return None
    if any(p.head in FOR_OTHERS for p in node.profiles):
        owners = {n.number: n for p in node.profiles if p.head in SPOKESMEN for n in nodes.told(p.words) if n.type is EntityType.PERSON}
        client = next(iter(owners.values())) if len(owners) == 1 else None
        return client if client is not None and client in candidates else None
    return node


def speaker_goes_on(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Who "He said" is after "Ann Lee said that Per Holm …": who spoke as the subject of the sentence before."""
    head = context.heads[i]
    if head.lower_ not in ("he", "she") or head.i > head.sent.start or i not in context.speakers.values() or context.quotes[i] is not None:
        return None
    speakers = set(context.speakers.values())
    earlier = [k for k in range(max(0, i - 60), i) if context.sentences[k] == context.sentences[i] - 1 and k in nodes.of and context.quotes[k] is None]
    found = [nodes.of[k] for k in earlier if k in speakers and is_root_subject(context, k) and nodes.of[k].is_named]
    gender = GENDER[head.lower_]
    if found and not found[0].gender and any(nodes.of[k].gender == gender for k in earlier):
        return None  # "she" may rather be the woman told of
    return found[0] if len(found) == 1 and found[0] in candidates else None


def people_before(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Whom "They" means that opens a sentence: the only ones of the sentence before who can be many, as its subject ("The police closed the case. They …")."""
    head = context.heads[i]
    if head.lower_ not in ("they", "their") or head.i > head.sent.start or context.quotes[i] is not None:
        return None
    earlier = [k for k in range(max(0, i - 60), i) if context.sentences[k] == context.sentences[i] - 1 and k in nodes.of]
    many = {nodes.of[k].number for k in earlier if agrees(nodes.of[k], "they") or context.mentions[k].is_plural}
    subjects = [k for k in earlier if is_root_subject(context, k) and context.quotes[k] is None]
    return nodes.of[subjects[0]] if len(many) == 1 and subjects and nodes.of[subjects[0]] in candidates else None


def subject_ahead(context: Context, nodes: Nodes, i: int) -> Node | None:
    """Whom "his" means in "In his speech, Per Holm …": the one named as the subject of the clause that the opening phrase hangs on."""
    head = context.heads[i]
    if head.dep_ != "nmod:poss" or head.lower_ in NEUTER or context.quotes[i] is not None:
        return None
    top = head.head
    while top.dep_ in ("nmod", "conj", "nmod:poss") and top.head.i != top.i:
        top = top.head
    verb = top.head
    if top.dep_ != "obl" or any(context.sentences[k] == context.sentences[i] and context.heads[k].i < head.i for k in range(max(0, i - 8), i)):
        return None
    subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubj:pass") and c.i > head.i), None)
    k = context.mention_at(subject) if subject is not None else None
    if k is None or context.mentions[k].kind is not MentionKind.NAME or k not in nodes.of or context.quotes[k] is not None:
        return None
    return nodes.of[k] if agrees(nodes.of[k], head.lower_) else None


def joined_owner(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Whose "his wife" is in "Per Holm, a miner, and his wife": that of the one it is joined to."""
    noun = context.heads[i].head
    if context.heads[i].dep_ != "nmod:poss" or noun.dep_ != "conj" or noun.head.i > context.heads[i].i:
        return None
    k = context.mention_at(noun.head)
    node = nodes.of.get(k) if k is not None else None
    return node if node in candidates else None


def other_party(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Whom "him" means in "Holm wrote to the minister, urging him …": the one to whom the subject did something."""
    head = context.heads[i]
    verb = head.head
    if head.dep_ not in ("obj", "iobj") or verb.dep_ != "advcl" or verb.tag_ != "VBG" or any(c.dep_.startswith("nsubj") for c in verb.lefts):
        return None
    others = [k for c in verb.head.rights if c.dep_ in ("obj", "iobj", "obl") and c.i < verb.i and (k := context.mention_at(c)) is not None]
    found = {nodes.of[k].number: nodes.of[k] for k in others if nodes.of.get(k) in candidates}
    return next(iter(found.values())) if len(found) == 1 else None


def topic_before(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Whom the sentence before is about, for "he" or "her" that opens a sentence or follows its opening quotation: the one person named there, as its subject.

    "Ana Lund accused Per Holm. She …" is left to the scorer, which sees two; "Per Holm, a miner, refused. He …" is Holm.
    """
    head = context.heads[i]
    start = head.sent.start
    quoted = head.doc[start].text in ("“", '"', "‘", "''") and head.doc[head.i - 1].text in ("”", '"', "’", "''", ",")
    is_first = head.dep_ == "nmod:poss" and not any(
        context.sentences[k] == context.sentences[i] and context.mentions[k].type is EntityType.PERSON for k in range(max(0, i - 20), i)
    )
    opens = head.dep_ in ("nsubj", "nsubj:pass", "nmod:poss") and (head.i <= start + 1 or quoted or is_first)
    if head.lower_ not in ("he", "she", "his", "her") or not opens or context.quotes[i] is not None:
        return None
    here = context.sentences[i]
    named = [k for k in range(max(0, i - 40), i) if context.sentences[k] == here - 1 and context.mentions[k].kind is MentionKind.NAME]
    named = [k for k in named if not is_owner_of_subject(context, nodes, k)]
    people = {nodes.of[k].number for k in named if k in nodes.of and nodes.of[k].type is EntityType.PERSON and agrees(nodes.of[k], head.lower_)}
    first = next((k for k in named if k in nodes.of and nodes.of[k].number in people), None)
    if not people:
        return told_before(context, nodes, candidates, i)
    if len(people) != 1 or first is None or not is_topic(context, nodes.of[first], here - 1) or context.quotes[first] is not None:
        return None
    return nodes.of[first] if nodes.of[first] in candidates else None


def body_before(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Which body "It said" means: the subject of the sentence before, whoever owns it ("Norvik's rival Lund makes pumps. It said …")."""
    head = context.heads[i]
    if head.text != "It" or head.i > head.sent.start or i not in context.speakers.values() or context.quotes[i] is not None:
        return None
    earlier = [k for k in range(max(0, i - 60), i) if context.sentences[k] == context.sentences[i] - 1 and k in nodes.of and context.quotes[k] is None]
    subjects = [nodes.of[k] for k in earlier if is_root_subject(context, k) and nodes.of[k].is_named]
    return subjects[0] if subjects and subjects[0].type is EntityType.ORGANIZATION and subjects[0] in candidates else None


def is_owner_of_subject(context: Context, nodes: Nodes, k: int) -> bool:
    """Whether it only tells by whom the subject is known: "Kelly" in "Kelly's co-star Gemma Tate wrote"."""
    owned = context.heads[k].head
    over = context.mention_at(owned) if context.heads[k].dep_ == "nmod:poss" else None
    node = nodes.of.get(over) if over is not None else None
    if node is None or node.type is not EntityType.PERSON or not node.is_named:
        return False
    return any(context.is_subject(m) and context.sentences[m] == context.sentences[k] for m in node.mentions if abs(m - k) < 8)


def told_before(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """The one whom the sentence before is about without a name ("A spokesman said … He added"), unless it speaks of another "he"."""
    earlier = [k for k in range(max(0, i - 40), i) if context.sentences[k] == context.sentences[i] - 1 and context.quotes[k] is None]
    gender = GENDER[context.heads[i].lower_]
    if any(GENDER.get(context.heads[k].lower_) == gender for k in earlier):
        return None
    found = [k for k in earlier if is_root_subject(context, k) and nodes.of.get(k) in candidates and context.mentions[k].kind is MentionKind.DESCRIPTION]
    return nodes.of[found[0]] if found else None


def speaker_before(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Who goes on speaking, for a pronoun of whose choice the scorer is unsure: the one who could speak as a subject shortly before.

    "The brewers said it was over. Two plans had failed. They asked for help": the brewers. Nobody where two could be meant.
    """
    head = context.heads[i]
    if head.lower_ not in ("he", "she", "they") or head.dep_ != "nsubj" or i not in context.speakers.values() or context.quotes[i] is not None:
        return None
    able = {n.number: n for n in candidates if n.type in (EntityType.PERSON, EntityType.GROUP)}  # bodies are "it" as often as "they"
    for back in range(WINDOW):
        here = [k for k in range(max(0, i - 60), i) if context.sentences[k] == context.sentences[i] - back and context.quotes[k] is None]
        named = {nodes.of[k].number for k in here if k in nodes.of} & able.keys()
        if named:
            subjects = {nodes.of[k].number for k in here if k in nodes.of and (context.is_subject(k) or k in context.speakers.values())} & named
            return able[min(named)] if len(named) == 1 and subjects else None
    return None


def is_root_subject(context: Context, k: int) -> bool:
    """Whether the mention is the subject of its whole sentence, or apposed to it."""
    head = context.heads[k]
    head = head.head if head.dep_ == "appos" else head
    return head.dep_ in ("nsubj", "nsubj:pass") and head.head.dep_ == "root"


def is_topic(context: Context, node: Node, sentence: int) -> bool:
    """Whether the node is the subject of that sentence, also as "the governor, Ann Lee,", or speaks in it ("…, noted Ann Lee")."""
    named = [k for k in node.mentions if context.sentences[k] == sentence and context.mentions[k].kind is not MentionKind.PRONOUN]
    return any(context.is_subject(k) or k in context.speakers.values() or is_root_predicate(context, k) for k in named)


def is_root_predicate(context: Context, k: int) -> bool:
    """Whether the sentence says who somebody was: "One of those who died was Karin Holm"."""
    head = context.heads[k]
    return head.dep_ == "root" and any(c.dep_ == "cop" for c in head.lefts)
