"""In: a pronoun and the nodes so far. Out: the node it means, or None. Number, gender and the clause exclude; what is left goes to the scorer.

It refuses where nothing fits or two fit alike.
"""

from __future__ import annotations

from spacy.tokens import Token

from graph.entities.binding import REFLEXIVE, is_barred, is_predicate
from graph.entities.candidates import GENDER, choose_candidate, is_quantified
from graph.entities.classes import node_class_match
from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.gazetteer import noun_type, read_table
from graph.records import EntityType, MentionKind

FIRST = frozenset(["i", "me", "my", "mine", "myself"])
FIRST_PLURAL = frozenset(["we", "us", "our", "ours", "ourselves"])
NEUTER = frozenset(["it", "its", "itself"])
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves"])
RELATIVE = frozenset(["who", "whom", "whose", "which", "that"])
PRESS = frozenset(["reporter", "journalist", "newsman"])
FOR_OTHERS = frozenset(
    """lawyer attorney counsel barrister solicitor advocate spokesman spokeswoman spokesperson agent aide adviser manager coach judge magistrate prosecutor
    doctor surgeon physician detective inspector sheriff officer sergeant coroner wife husband mother father brother sister son daughter friend""".split()
)
"""Who is asked about somebody else more often than about himself."""
WINDOW = 3
FAR = 60
"""How many sentences back the body of a "council spokeswoman" may stand."""


def resolve_pronoun(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The node that pronoun `i` means, where that is clear."""
    word = context.heads[i].lower_
    if word in FIRST or word in FIRST_PLURAL:
        return resolve_speaker(context, nodes, i, is_plural=word in FIRST_PLURAL)
    if word in RELATIVE:
        return resolve_relative(context, nodes, i)
    if word not in GENDER and word not in NEUTER and word not in PLURAL:
        return None
    if word in REFLEXIVE and (subject := own_subject(context, i)) is not None and (node := nodes.of.get(subject)) is not None and agrees(node, word):
        return node
    if word == "it" and (body := reporting_body(context, nodes, i)) is not None:
        return body
    if (ahead := subject_ahead(context, nodes, i)) is not None:
        return ahead
    candidates = [n for n in nodes.near(i, WINDOW) if may_mean(context, nodes, n, i)]
    found = (
        own_speaker(context, nodes, candidates, i)
        or people_before(context, nodes, candidates, i)
        or joined_owner(context, nodes, candidates, i)
        or other_party(context, nodes, candidates, i)
        or topic_before(context, nodes, candidates, i)
    )
    return found or choose_candidate(context, candidates, i) or speaker_before(context, nodes, candidates, i)


def own_subject(context: Context, i: int) -> int | None:
    """The mention that "itself" must mean: the subject of its verb or of the one that its verb hangs on."""
    verb = context.heads[i].head
    for _ in range(4):
        subject = next((c for c in verb.lefts if c.dep_ in ("nsubj", "nsubj:pass")), None)
        if subject is not None:
            return context.mention_at(subject)
        if verb.dep_ not in ("xcomp", "advcl", "conj", "ccomp") or verb.head.i == verb.i:
            return None
        controlled = [c for c in verb.head.rights if c.dep_ in ("obj", "iobj") and c.i < verb.i] if verb.dep_ == "xcomp" else []
        if controlled:
            return context.mention_at(controlled[0])  # "ordered the rocket to destroy itself"
        verb = verb.head
    return None


def is_topic(context: Context, node: Node, sentence: int) -> bool:
    """Whether the node is the subject of that sentence, also as "the governor, Ann Lee,", or speaks in it ("…, noted Ann Lee")."""
    named = [k for k in node.mentions if context.sentences[k] == sentence and context.mentions[k].kind is not MentionKind.PRONOUN]
    return any(context.is_subject(k) or k in context.speakers.values() for k in named)


def reporting_body(context: Context, nodes: Nodes, i: int) -> Node | None:
    """Which body "it" means that opens what a body or its spokeswoman is reported to say: "The council said it was ready"."""
    head = context.heads[i]
    number = context.reports.get(head.idx)
    speaker = context.speakers.get(number) if number is not None else None
    if speaker is None or speaker >= i or head.dep_ not in ("nsubj", "nsubj:pass") or is_clause_subject(head):
        return None
    node = nodes.of.get(speaker)
    if node is None or node.is_plural or is_of_people(node):
        return None
    if node.type is EntityType.PERSON and context.heads[speaker].lemma_.lower() in ("spokesman", "spokeswoman", "spokesperson"):
        whose = [c for c in context.heads[speaker].children if c.dep_ in ("nmod", "nmod:poss", "compound")]
        found = [nodes.of[k] for c in whose if (k := context.mention_at(c)) is not None and k in nodes.of]
        body = next((n for n in found if n.type is EntityType.ORGANIZATION or (n.type is EntityType.PLACE and n.is_named)), None)
        return body or body_of_class(context, nodes, i, {c.lemma_.lower() for c in whose if c.dep_ == "compound"})
    is_body = node.type is EntityType.ORGANIZATION or (node.type is EntityType.PLACE and context.mentions[speaker].kind is MentionKind.NAME)
    return node if is_body else None


def body_of_class(context: Context, nodes: Nodes, i: int, nouns: set[str]) -> Node | None:
    """The one body named before that a "council spokeswoman" speaks for."""
    known = [n for n in nodes.near(i, FAR) if n.is_named and n.type is EntityType.ORGANIZATION and n.before(i)]
    found = [n for n in known if any(node_class_match(noun, n) == 1.0 for noun in nouns)]
    return found[0] if len(found) == 1 else None


def is_clause_subject(head: Token) -> bool:
    """Whether "it" stands for a clause that follows: "it was clear that …"."""
    is_copular = any(c.dep_ == "cop" for c in head.head.children)
    return is_copular and any(c.dep_ in ("csubj", "ccomp") or (c.dep_ in ("advcl", "xcomp", "acl") and c.tag_ == "VB") for c in head.head.rights)


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


def own_speaker(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Who "he" is that opens what a named person is reported to say: that person, but for those who speak for others or of cases before them."""
    head = context.heads[i]
    number = context.reports.get(head.idx)
    speaker = context.speakers.get(number) if number is not None else None
    if head.lower_ not in ("he", "she") or speaker is None or speaker > i or head.dep_ not in ("nsubj", "nsubj:pass"):
        return None
    node = nodes.of.get(speaker)
    if node is None or node not in candidates or not node.is_named or context.sentences[speaker] != context.sentences[i]:
        return None
    return None if any(p.head in FOR_OTHERS for p in node.profiles) else node


def people_before(context: Context, nodes: Nodes, candidates: list[Node], i: int) -> Node | None:
    """Whom "They" means that opens a sentence: the only ones of the sentence before who can be many, as its subject ("The police closed the case. They …")."""
    head = context.heads[i]
    if head.lower_ not in ("they", "their") or head.i > head.sent.start or context.quotes[i] is not None:
        return None
    earlier = [k for k in range(max(0, i - 60), i) if context.sentences[k] == context.sentences[i] - 1 and k in nodes.of]
    many = {nodes.of[k].number for k in earlier if agrees(nodes.of[k], "they") or context.mentions[k].is_plural}
    subjects = [k for k in earlier if is_root_subject(context, k) and context.quotes[k] is None]
    return nodes.of[subjects[0]] if len(many) == 1 and subjects and nodes.of[subjects[0]] in candidates else None


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


def resolve_speaker(context: Context, nodes: Nodes, i: int, *, is_plural: bool) -> Node | None:
    """The speaker, whom "I" means in a quotation, and "we" where an organization or a group speaks."""
    quote = context.quotes[i]
    speaker = context.speakers.get(quote) if quote is not None else None
    if speaker is None:
        return None
    node = nodes.of.get(speaker)
    if node is None and speaker > i and context.mentions[speaker].kind is MentionKind.PRONOUN:
        node = resolve_pronoun(context, nodes, speaker)
    if node is None:
        return None
    return node if (node.type in (EntityType.ORGANIZATION, EntityType.GROUP) if is_plural else node.type is EntityType.PERSON) else None


def resolve_relative(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The noun that the relative clause hangs on; of "who" after a person's name that person, where the tree says a thing."""
    here = context.heads[i]
    near = named_before_comma(context, nodes, i)
    if near is not None and here.lower_ in ("who", "whom", "whose"):
        found = tree_antecedent(context, nodes, here)
        is_of_group = found is not None and found.type is EntityType.GROUP and context.heads[near.before(i)[-1]].dep_ in ("nmod", "conj")
        return near if found is None or (found.type is not EntityType.PERSON and not is_of_group) else found
    return tree_antecedent(context, nodes, here)


def named_before_comma(context: Context, nodes: Nodes, i: int) -> Node | None:
    """The person whose name, or name and age, stands right before the comma ahead of the pronoun: "Ann Lee, who", "Ann Lee, 71, who"."""
    k = context.heads[i].i - 1
    if k < 1 or context.doc[k].text != ",":
        return None
    if k > 2 and context.doc[k - 1].is_digit and context.doc[k - 2].text == ",":
        k -= 2
    name = context.name_at.get(k - 1)
    return nodes.of[name] if name is not None and name in nodes.of and nodes.of[name].type is EntityType.PERSON else None


def tree_antecedent(context: Context, nodes: Nodes, here: Token) -> Node | None:
    """The node of the noun that the clause of the relative pronoun `here` hangs on."""
    for _ in range(6):
        if here.dep_.startswith("acl:relcl"):
            k = context.mention_at(here.head)
            return nodes.of.get(k) if k is not None else None
        if here.head.i == here.i:
            return None
        here = here.head
    return None


def may_mean(context: Context, nodes: Nodes, node: Node, i: int) -> bool:
    """Whether number, gender, distance and the clause allow it."""
    before = node.before(i)
    if not before or context.sentences[i] - context.sentences[before[-1]] > WINDOW:
        return False
    word = context.heads[i].lower_
    if word not in PLURAL and context.sentences[i] > context.sentences[before[-1]] and is_bound(context, before):
        return False
    if is_of_other_number(context, node, before, i):
        return False
    if is_only_quoted(context, node, before, i) or is_only_said_of_another(context, node, before):
        return False
    if word in PLURAL and not node.is_named and all(p.head in PRESS for p in node.profiles) and node.profiles:
        return False  # those who are told it are not those whom it is about
    return agrees(node, word) and not is_barred(context, nodes, node, i)


def is_of_other_number(context: Context, node: Node, before: list[int], i: int) -> bool:
    """Whether the sentence has just called the body "it", and the pronoun is "they", or the other way round: "It said they would be flexible"."""
    word = context.heads[i].lower_
    others = PLURAL if word in NEUTER else NEUTER if word in PLURAL else frozenset()
    return not node.is_plural and any(context.sentences[k] == context.sentences[i] and context.heads[k].lower_ in others for k in before[-8:])


def is_only_quoted(context: Context, node: Node, before: list[int], i: int) -> bool:
    """Whether an unnamed one was spoken of only within quotations, and the pronoun is the reporter's: "my mother" of a speaker is not taken up."""
    return context.quotes[i] is None and not node.is_named and all(context.quotes[k] is not None for k in before)


def is_only_said_of_another(context: Context, node: Node, before: list[int]) -> bool:
    """Whether it is nothing but what somebody is made, called, said to be or plays: "she was made a scapegoat", "her role as a widow"."""
    return not node.is_named and (all(is_said_as(context.heads[k]) for k in before) or is_predicate(context, node, before))


def is_said_as(head: Token) -> bool:
    """Whether a noun is a predicate of its verb, or stands behind "as"."""
    return head.dep_ == "xcomp" or any(c.lower_ == "as" and c.dep_ == "case" for c in head.lefts)


def agrees(node: Node, word: str) -> bool:
    """Whether number and gender of the pronoun allow the node."""
    if GENDER.get(word) == "f" and is_vessel(node):
        return not node.is_plural
    if word in GENDER:
        return node.type is EntityType.PERSON and not node.is_plural and node.gender in ("", GENDER[word])
    if word in NEUTER:
        return node.type not in (EntityType.PERSON, EntityType.GROUP) and not node.is_plural and not is_of_people(node)
    return node.is_plural or node.type in (EntityType.GROUP, EntityType.ORGANIZATION)


def is_vessel(node: Node) -> bool:
    """Whether a noun or what stands before its name tells a ship, which may be "she"."""
    is_told = any(p.head in read_table("synonyms")["vessel"] for p in node.profiles) or any(
        len(w) > 1 and w[0] in ("mv", "hms", "ss", "rms") for w in node.names
    )
    return node.type is EntityType.OTHER and is_told


def is_of_people(node: Node) -> bool:
    """Whether its name is a noun for people in the plural: "the Social Democrats" are "they"; not "United Nations"."""
    lasts = {words[-1] for words in node.names}
    return bool(lasts) and all(last.endswith("s") and noun_type(last[:-1]) is EntityType.PERSON for last in lasts)


def is_bound(context: Context, before: list[int]) -> bool:
    """Whether all that was said so far is "every child" and pronouns for it."""
    described = [k for k in before if context.mentions[k].kind is not MentionKind.PRONOUN]
    return all(is_quantified(context.heads[k]) for k in described) and not any(context.mentions[k].kind is MentionKind.NAME for k in described)
