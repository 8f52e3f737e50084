"""In: a parsed document. Out: clauses (in the wide reading also things) that stand in somebody's words or thoughts, with their cues. It refuses to weigh them.

"I think" and "you say" bring nothing: in a quotation they are its speaker's own words, outside they are the writer's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from graph.quotations.cues import cue_lemma, cue_words, is_passive, lemma_of, takes
from graph.quotations.layout import Layout
from graph.quotations.nouns import noun_reports
from graph.quotations.phrases import NOMINAL, child_of, subject_of, subtree
from graph.quotations.speakers import Cue, addressee_of, cue_span, is_unnamed, make_cue

OWN_VOICE = frozenset({"i", "we", "you", "me", "us"})
EMPTY_SUBJECTS = frozenset({"it", "this", "that", "there", "which", "these", "those", "what"})
QUESTION_WORDS = frozenset({"whether", "if", "how", "why", "what", "who", "whom", "whose", "when", "where", "which"})
CLAUSAL = ("ccomp", "xcomp")


@dataclass(frozen=True)
class Report:
    """A clause in somebody's words: its words and the cue. `is_topic`: no clause but a thing that is spoken of."""

    tokens: tuple[Token, ...]
    cue: Cue
    is_topic: bool = False


def find_reports(layout: Layout, *, wide: bool = False) -> tuple[Report, ...]:
    """All reported clauses, in the order of their cues."""
    found: list[Report] = []
    for token in layout.doc:
        if token.pos_ in {"VERB", "AUX"} and not token.dep_.startswith(("aux", "cop")):
            found.extend(verb_reports(token, wide=wide))
        elif token.pos_ == "ADJ":
            found.extend(adjective_reports(token))
        elif token.pos_ == "ADV":
            found.extend(hearsay_reports(token))
        found.extend(Report(tuple(tokens), cue) for tokens, cue in noun_reports(token))
    return tuple(r for r in found if speaks_for_itself(r, wide=wide))


def speaks_for_itself(report: Report, *, wide: bool) -> bool:
    """Whether the speaker is another than the writer, or than the one whose quotation it stands in."""
    speaker = report.cue.speaker
    return bool(report.tokens) and (speaker is None or speaker.lower_ not in OWN_VOICE or (wide and speaker.lower_ in {"i", "we"}))


def verb_reports(verb: Token, *, wide: bool) -> Iterator[Report]:
    """What one verb brings: the first reading that fits."""
    if not wide and takes(verb, "factive") and not takes(verb, "quote"):
        return
    for read in READINGS:
        tokens = read(verb)
        if tokens:
            report = with_cue(verb, tokens, wide=wide)
            if report is not None:
                yield report
            return
    tokens = described_content(verb, wide=wide) or accused_content(verb, wide=wide) or noun_content(verb, wide=wide)
    report = with_cue(verb, tokens, wide=wide, is_topic=True) if tokens else None
    if report is not None:
        yield report


def with_cue(verb: Token, tokens: list[Token], *, wide: bool, is_topic: bool = False) -> Report | None:
    """The report of a verb, unless nobody can be its speaker."""
    if is_participle_passive(verb) or is_passive(verb):
        agent = child_of(verb, "obl:agent") or next((c for c in verb.children if c.dep_ == "obl" and any(k.lower_ == "by" for k in c.children)), None)
        cue = Cue(agent, cue_lemma(verb), verb, cue_span(verb), addressee_of(verb, agent), agent is None or is_unnamed(agent))
        return Report(tuple(tokens), cue, is_topic)
    speaker = subject_of(verb)
    if speaker is None or speaker.dep_ == "expl" or (speaker in tokens and verb.dep_ != "parataxis"):
        return None
    if speaker.lower_ in EMPTY_SUBJECTS and (takes(verb, "witness") or speaker.lower_ in {"there", "what"}):
        return None
    if takes(verb, "witness") and not wide and not is_witness(speaker):
        return None
    return Report(tuple(tokens), make_cue(verb, speaker), is_topic)


def is_witness(speaker: Token) -> bool:
    """Whether a subject of "shows", "suggests" says so in words: a person, an organization or a text."""
    kind = speaker._.kind
    return (
        kind in {"person", "organization"}
        or speaker.pos_ == "PROPN"
        or lemma_of(speaker) in cue_words("nouns", "text")
        or speaker.lower_ in {"he", "she", "they"}
    )


def is_participle_passive(verb: Token) -> bool:
    """Whether a verb is a bare past participle: "Asked if …", "a man believed to be …"."""
    if verb.tag_ != "VBN" or any(c.dep_.startswith("aux") or c.dep_ == "nsubj" for c in verb.children):
        return False
    return verb.dep_.split(":")[0] in {"acl", "advcl", "amod", "root", "parataxis"}


def clause_content(verb: Token) -> list[Token]:
    """She said (that) …; … she said: a clause that depends on the verb."""
    if not takes(verb, "clause", "question"):
        return []
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
    if clauses and takes(verb, "question") and not takes(verb, "clause"):
        clauses = [c for c in clauses if asks(c)]
    if not clauses:
        clauses = [c for c in verb.children if c.dep_ == "advcl" and any(k.dep_ == "mark" and k.lower_ in {"whether", "that"} for k in c.children)]
    if not clauses:
        clauses = [c for c in verb.children if c.dep_ == "parataxis" and c.i > verb.i and is_clause(c) and not is_side_remark(c)][:1]
    return [t for c in clauses for t in subtree(c)]


def asks(clause: Token) -> bool:
    """Whether a clause begins with a question word."""
    return any(t.lower_ in QUESTION_WORDS for t in list(clause.subtree)[:3])


def is_clause(head: Token) -> bool:
    """Whether a word heads a clause with a subject."""
    return child_of(head, "nsubj", "nsubj:pass", "expl", "csubj", "nsubj:outer") is not None


def is_side_remark(clause: Token) -> bool:
    """Whether a clause beside another is itself a cue ("X, he said, Y")."""
    return takes(clause, "clause") and clause.pos_ == "VERB" and child_of(clause, "ccomp") is None


def parenthetic_content(verb: Token) -> list[Token]:
    """The plan, he said, was wrong; the plan was wrong, he said; as she put it: the clause that the verb stands beside."""
    head = verb.head
    if head.i == verb.i or child_of(verb, "ccomp", "xcomp") is not None or not takes(verb, "clause"):
        return []
    is_as = verb.dep_.startswith("advcl") and any(c.lower_ == "as" and c.dep_ in {"mark", "advmod"} for c in verb.children)
    if is_as and child_of(verb, "obj") is not None and child_of(verb, "obj").lower_ != "it":  # type: ignore[union-attr]
        return []
    if not is_as and (verb.dep_ != "parataxis" or child_of(verb, "nsubj") is None or child_of(verb, "obj") is not None):
        return []
    if takes(head, "quote", "clause") and child_of(head, "ccomp") is not None and not is_as:
        head = next(c for c in head.children if c.dep_ == "ccomp")
        return [t for t in subtree(head, without=[verb]) if t.sent == verb.sent]
    return subtree(head, without=[verb])


def order_content(verb: Token) -> list[Token]:
    """She urged him to …: the infinitive; with "believe" and the like, its subject too."""
    if not takes(verb, "order"):
        return []
    target = child_of(verb, "obj", "iobj", "nsubj:pass") or (child_of(verb, "obl") if cue_lemma(verb).startswith("call ") or lemma_of(verb) == "call" else None)
    infinitive = next((c for c in verb.children if c.dep_ in {"xcomp", "advcl", "ccomp"} and c.i > verb.i and is_infinitive(c)), None)
    if target is None and infinitive is not None and infinitive.dep_ == "ccomp":
        return subtree(infinitive)
    if target is None or infinitive is None or (infinitive.dep_ == "advcl" and target.i > infinitive.i):
        return []
    if takes(verb, "thought") and child_of(verb, "nsubj:pass") is None:
        return subtree(target) + subtree(infinitive)
    return subtree(infinitive)


def infinitive_content(verb: Token) -> list[Token]:
    """She promised to …."""
    if not takes(verb, "infinitive"):
        return []
    infinitive = next((c for c in verb.children if c.dep_ == "xcomp" and c.i > verb.i and is_infinitive(c)), None)
    return subtree(infinitive) if infinitive is not None else []


def hearsay_content(verb: Token) -> list[Token]:
    """He is said to …: the subject with the infinitive."""
    subject = child_of(verb, "nsubj:pass")
    infinitive = next((c for c in verb.children if c.dep_ in {"xcomp", "ccomp"} and c.i > verb.i), None)
    if subject is None or infinitive is None or not takes(verb, "clause", "order") or takes(verb, "to_object"):
        return []
    return subtree(subject) + subtree(infinitive)


def is_infinitive(head: Token) -> bool:
    """Whether a clause has "to" before its verb."""
    return any(c.dep_ == "mark" and c.lower_ == "to" for c in head.children)


Reading = Callable[[Token], list[Token]]
READINGS: tuple[Reading, ...] = (hearsay_content, clause_content, parenthetic_content, order_content, infinitive_content)
PLANS: tuple[Reading, ...] = (order_content, infinitive_content)


def described_content(verb: Token, *, wide: bool) -> list[Token]:
    """She called it …, she described it as …: the thing and what it is called."""
    if not takes(verb, "describe"):
        return []
    target = child_of(verb, "obj", "nsubj:pass")
    name = next((c for c in verb.children if c.i > verb.i and c.dep_ in {"xcomp", "obl", "advcl"} and is_name_for(c, verb)), None)
    if target is None or name is None or not (wide or takes(verb, "naming") or has_marks(name)):
        return []
    return subtree(target) + subtree(name)


def is_name_for(child: Token, verb: Token) -> bool:
    """Whether a complement says what something is called: bare after "call", with "as" after "describe"."""
    has_as = any(c.lower_ in {"as", "like"} and c.dep_ in {"case", "mark"} for c in child.children)
    return has_as or (child.dep_ == "xcomp" and lemma_of(verb) in {"call", "brand", "label", "dub", "term", "deem", "consider", "declare", "pronounce"})


def has_marks(head: Token) -> bool:
    """Whether quotation marks stand in the phrase of a word."""
    return any(t.text in {'"', "“", "‘", "''", "``"} for t in head.subtree)


def accused_content(verb: Token, *, wide: bool) -> list[Token]:
    """She accused him of …: what he is said to have done."""
    if not takes(verb, "accuse") or not (wide or lemma_of(verb) in {"accuse", "suspect"}):
        return []
    for child in verb.children:
        if child.dep_ in {"obl", "advcl"} and any(c.lower_ in {"of", "for", "with"} and c.dep_ in {"case", "mark"} for c in child.children):
            return subtree(child)
    return []


def noun_content(verb: Token, *, wide: bool) -> list[Token]:
    """She denied any part in it; she called for an inquiry: the thing spoken of."""
    lists = ("noun", "topic") if wide else ("noun",)
    thing = child_of(verb, "obj")
    if is_passive(verb) and takes(verb, *lists):
        thing = child_of(verb, "nsubj:pass") if child_of(verb, "obl:agent") is not None and wide else None
    if thing is not None and takes(verb, *lists) and thing.lower_ not in {"it", "that", "this", "what", "which", "so"} and not takes(verb, "to_object"):
        return subtree(thing)
    if wide and thing is not None and takes(verb, *lists) and thing.pos_ in NOMINAL:
        return subtree(thing)
    pairs = cue_words("verbs", "noun_with") | (cue_words("verbs", "topic_with") if wide else frozenset())
    for child in verb.children:
        if child.dep_ in {"obl", "advcl", "ccomp"} and child.i > verb.i:
            links = [c.lower_ for c in child.children if c.dep_ in {"case", "mark"}]
            if any(f"{lemma_of(verb)}:{link}" in pairs for link in links):
                return subtree(child)
    return []


def adjective_reports(word: Token) -> Iterator[Report]:
    """She is confident that …; he is alleged to …."""
    subject = child_of(word, "nsubj", "nsubj:pass")
    if subject is None or subject.lower_ in EMPTY_SUBJECTS:
        return
    lemma = lemma_of(word)
    if lemma in cue_words("adjectives", "hearsay"):
        infinitive = child_of(word, "xcomp", "ccomp", "advcl")
        if infinitive is not None:
            yield Report((*subtree(subject), *subtree(infinitive)), Cue(None, lemma, word, cue_span(word), is_hearsay=True))
    elif lemma in cue_words("adjectives", "clause"):
        clause = child_of(word, "ccomp")
        if clause is not None and is_clause(clause):
            cue = Cue(subject, f"be {lemma}", word, cue_span(word), is_hearsay=is_unnamed(subject))
            yield Report(tuple(subtree(clause)), cue)


def hearsay_reports(word: Token) -> Iterator[Report]:
    """He reportedly …: the clause that the adverb stands in, up to the next clause joined to it."""
    if word.lower_ not in cue_words("adverbs", "hearsay"):
        return
    head = word.head
    if head.pos_ not in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"} or not (is_clause(head) or head.pos_ == "VERB"):
        return
    others = [c for c in head.children if c.dep_ in {"conj", "parataxis", "cc"} or (c.dep_ == "conj" and c.i > word.i)]
    tokens = subtree(head, without=[word, *others])
    yield Report(tuple(tokens), Cue(None, word.lower_, word, cue_span(word), is_hearsay=True))
