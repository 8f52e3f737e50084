"""In: a parsed document. Out: clauses in somebody's words or thoughts, and things that somebody speaks of, with their cues. It refuses to weigh them.

"I think" and "you say" bring nothing: in a quotation they are its speaker's own words, outside they are the writer's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Token

from graph.quotations.asides import speaker_of
from graph.quotations.cues import cue_lemma, cue_words, is_passive, lemma_of, takes
from graph.quotations.intentions import INTENDED
from graph.quotations.layout import Layout
from graph.quotations.nouns import has_case, noun_reports
from graph.quotations.phrases import DASHES, SPEAKING_KINDS, child_of, has_mark, nearest_nominal, subject_of
from graph.quotations.phrases import after_dateline as words_after_dateline
from graph.quotations.predicates import EMPTY_SUBJECTS, adjective_reports, hearsay_reports, predicate_reports
from graph.quotations.readings import SPOKEN
from graph.quotations.speakers import Cue, addressee_of, cue_span, is_saying, is_unnamed, make_cue
from graph.quotations.things import accused_content, described_content, found_content, noun_content

OWN_VOICE = frozenset({"i", "we", "you", "me", "us"})
NOBODY = frozenset({"nobody", "none", "no-one", "nothing", "anybody", "anyone"})
FEELING = frozenset(
    {
        "convince",
        "worry",
        "concern",
        "persuade",
        "alarm",
        "surprise",
        "shock",
        "disappoint",
        "scare",
        "frighten",
        "inspire",
        "thrill",
        "incense",
        "anger",
        "dismay",
        "outrage",
        "delight",
        "frustrate",
        "horrify",
        "encourage",
    }
)
WILLING = frozenset({"prepare", "determine", "incline", "dispose", "resolve"})  # participles that say what their subject means to do
BOUND = frozenset({"commit", "dedicate", "oppose", "resign"})  # the same behind "to": "is committed to the plan"
OTHER_WORDS = (adjective_reports, predicate_reports, hearsay_reports, noun_reports)
LEARNING = frozenset({"know", "hear", "learn", "see", "understand", "find"})
WISHING = frozenset({"want", "demand", "ask", "wish", "hope", "seek", "like", "need", "try", "expect"})
NEED_OBJECT = frozenset({"urge", "tell", "order", "instruct", "command", "advise", "warn", "remind", "direct", "encourage", "invite"})
SHARES = frozenset({"percent", "%", "percentage", "half", "third", "quarter", "majority", "minority", "plurality", "most", "many", "share"})  # of those asked
BY = frozenset({"by"})
LONGEST_DATELINE = 12
SPEECHLESS = frozenset({"time", "event", "abstract", "substance", "animal", "plant"})


@dataclass(frozen=True)
class Report:
    """A clause in somebody's words: its words and the cue. `is_topic`: no clause but a thing that is spoken of."""

    tokens: tuple[Token, ...]
    cue: Cue
    is_topic: bool = False


def find_reports(layout: Layout) -> tuple[Report, ...]:
    """All reported clauses, in the order of their cues."""
    found: list[Report] = []
    for token in layout.doc:
        if token.pos_ in {"VERB", "AUX"} and not token.dep_.startswith(("aux", "cop")):
            found.extend(verb_reports(layout, token))
        found.extend(Report(tuple(tokens), cue) for read in OTHER_WORDS for tokens, cue in read(token))
    return tuple(r for r in found if speaks_for_itself(r))


def speaks_for_itself(report: Report) -> bool:
    """Whether the speaker is another than the writer, or than the one whose quotation it stands in."""
    speaker = report.cue.speaker
    return bool(report.tokens) and (speaker is None or speaker.lower_ not in OWN_VOICE)


def verb_reports(layout: Layout, verb: Token) -> Iterator[Report]:
    """What one verb brings: the first reading that fits."""
    if is_wished_for(verb):
        return
    for read in SPOKEN + INTENDED:
        tokens = read(verb)
        if tokens:
            report = with_cue(layout, verb, tokens)
            if report is not None:
                yield report
            return
    tokens = described_content(verb) or accused_content(verb) or found_content(verb)
    if not tokens and (child_of(verb, "obl:agent") is not None or lemma_of(verb) in BOUND or not (is_participle_passive(verb) or is_passive(verb))):
        tokens = noun_content(verb)
    report = with_cue(layout, verb, tokens, is_topic=True) if tokens else None
    if report is not None:
        yield report


def is_wished_for(verb: Token) -> bool:
    """Whether somebody only means to learn it: "demanded | to know | why the letters were hidden"."""
    return verb.dep_ == "xcomp" and lemma_of(verb) in LEARNING and has_mark(verb, "to") and lemma_of(verb.head) in WISHING


def with_cue(layout: Layout, verb: Token, tokens: list[Token], *, is_topic: bool = False) -> Report | None:
    """The report of a verb, unless nobody can be its speaker."""
    is_infinitive = tokens[0].lower_ == "to"  # "was persuaded to leave" says who was told, not who told him
    feels = lemma_of(verb) in (WILLING if is_infinitive else FEELING)
    feels = feels or (is_topic and is_infinitive and lemma_of(verb) in BOUND and child_of(verb, "obl:agent") is None)
    if is_clipped_passive(verb, tokens):
        told = subject_of(verb)
        return Report(tuple(tokens), Cue(None, cue_lemma(verb), verb, cue_span(verb), told), is_topic) if told is not None and told not in tokens else None
    if feels or not (is_participle_passive(verb) or is_passive(verb)):
        speaker = feeler_of(verb) if feels else after_dateline(speaker_of(verb), verb)
        speaker = in_same_voice(layout, speaker, verb)
        if speaker is None or speaker.dep_ == "expl" or (speaker in tokens and verb.dep_ != "parataxis"):
            return None
        if speaker.lower_ in EMPTY_SUBJECTS and (is_empty(speaker, verb) or speaker.lower_ in {"there", "what"}):
            return None
        if speaker.lower_ in NOBODY and takes(verb, "thought"):
            return None  # "nobody knows how it works"
        if not is_speaker(speaker, verb) or (is_topic and not is_body(speaker, verb)):
            return None
        cue = make_cue(verb, speaker)
        return Report(tuple(tokens), replace(cue, addressee=None) if is_topic else cue, is_topic)
    if verb.dep_ == "xcomp" and lemma_of(verb.head) == "let" and (letter := speaker_of(verb.head)) is not None:
        return Report(tuple(tokens), make_cue(verb, letter), is_topic)  # "she let it be known that"
    agent = child_of(verb, "obl:agent") or next((c for c in verb.children if c.dep_ == "obl" and any(k.lower_ == "by" for k in c.children)), None)
    if agent is None and is_topic and takes(verb, "describe", "accuse") and (agent := hung_agent(verb)) is not None:
        tokens = [t for t in tokens if t.i not in {k.i for k in agent.subtree}]
    if agent is None and takes(verb, "witness") and not takes(verb, "forecast") and child_of(verb, "expl") is None:
        return None
    cue = Cue(agent, cue_lemma(verb), verb, cue_span(verb), addressee_of(verb, agent), is_unnamed(agent) if agent is not None else not takes(verb, "to_object"))
    return Report(tuple(tokens), cue, is_topic)


def hung_agent(verb: Token) -> Token | None:
    """Who calls something so, where the tree hung it on what it is called: "was described as tone deaf | by the union |"."""
    names = [c for c in verb.children if c.i > verb.i and c.dep_ in {"advcl", "obl", "xcomp"} and child_of(c, "aux:pass") is None]
    return next((k for c in names for k in c.children if k.dep_ in {"obl:agent", "nmod", "obl"} and k.i > c.i and has_case(k, BY)), None)


def is_clipped_passive(verb: Token, tokens: list[Token]) -> bool:
    """Whether a verb that needs an object and has none is a headline's passive: "Minister | urged to quit", "Bribes were paid, court | told"."""
    if verb.tag_ not in {"VBD", "VBN"} or child_of(verb, "obj", "iobj", "obl", "aux", "aux:pass", "obl:agent") is not None:
        return False
    if tokens[0].lower_ == "to" and tokens[0].i > verb.i:
        return lemma_of(verb) in NEED_OBJECT and tokens[0].i == verb.i + 1
    return lemma_of(verb) in {"tell", "inform"} and tokens[-1].i < verb.i and verb.i + 1 >= verb.sent.end


def is_empty(speaker: Token, verb: Token) -> bool:
    """Whether "it" or "that" is nobody before this verb: "it hopes", but "it pledged to pay"."""
    speaks = speaker.lower_ == "it" and ((takes(verb, "quote") and not takes(verb, "witness", "thought")) or speaker._.kind in SPEAKING_KINDS)
    return takes(verb, "witness", "thought", "infinitive") and not speaks


def in_same_voice(layout: Layout, speaker: Token | None, verb: Token) -> Token | None:
    """The speaker; where the tree took it from a quoted sentence or over the end of one, that of the cue before: “We lost,” he said, adding …."""
    if speaker is None or layout.owner[verb.i] >= 0 or layout.paragraph[speaker.i] != layout.paragraph[verb.i]:
        return speaker
    is_quoted = layout.owner[speaker.i] >= 0 and any(t.dep_.startswith("nsubj") for t in layout.words(layout.owner[speaker.i]))
    if not is_quoted and layout.segment[speaker.i] == layout.segment[verb.i]:
        return speaker
    for earlier in reversed(verb.doc[: verb.i]):
        if layout.segment[earlier.i] != layout.segment[verb.i]:
            break
        if layout.is_narration(earlier) and is_saying(earlier, "quote", "clause"):
            found = subject_of(earlier)
            if found is not None and layout.is_narration(found):
                return found
    return None


def feeler_of(verb: Token) -> Token | None:
    """Who feels what a participle says: "the minister, convinced that …"."""
    return child_of(verb, "nsubj:pass", "nsubj") or subject_of(verb)


def after_dateline(speaker: Token | None, verb: Token) -> Token | None:
    """The speaker, where the tree took the dateline for it ("LEEDS — Two men said") the noun after the dash."""
    if speaker is None:
        return noun_after_dash(verb)
    if speaker.i + 1 >= len(speaker.doc) or speaker.i > verb.i:
        return speaker
    right = [t for t in speaker.doc[speaker.i + 1 : verb.i] if not t.is_space]
    dash = next((t for t in right[:4] if t.text in DASHES), None)
    if not speaker.text.isupper() or dash is None:
        return speaker
    others = [c for c in verb.children if c.dep_.startswith("nsubj") and c.i > dash.i and c.i < verb.i]
    commas = [t.i for t in right if t.text == "," and t.i > dash.i]
    return others[-1] if others else nearest_nominal([t for t in right if t.i > max([dash.i, *commas])]) or speaker


def noun_after_dash(verb: Token) -> Token | None:
    """The first noun phrase behind a long dateline, where the tree left the verb without a subject: "OSLO, May 4 (Wire) - | The firm | said"."""
    words = [t for t in verb.doc[verb.sent.start : verb.i] if not t.is_space]
    behind = words_after_dateline(words, within=LONGEST_DATELINE)
    return nearest_nominal(behind) if len(behind) < len(words) and verb.tag_ in {"VBD", "VBZ", "VBP"} else None


def is_speaker(speaker: Token, verb: Token) -> bool:
    """Whether a subject can have said so: no event or time; of "shows" only a text, study or organization, of "suggests" also a person."""
    if lemma_of(speaker) in cue_words("nouns", "text") | cue_words("nouns", "judge"):
        return True
    if lemma_of(speaker) in SHARES and not takes(verb, "witness"):
        return True
    is_name = speaker.pos_ == "PROPN" or bool(speaker.ent_type_)
    if takes(verb, "shows"):
        return (speaker.pos_ == "PROPN" and speaker._.kind != "person") or speaker._.kind == "organization" or speaker.ent_type_ == "ORG"
    if takes(verb, "witness"):
        return is_name or speaker._.kind in SPEAKING_KINDS or speaker.lower_ in {"he", "she", "they"}
    if not takes(verb, "thought", "infinitive", "order") or lemma_of(speaker) in cue_words("nouns", "unnamed"):
        return True
    return is_name or speaker.pos_ == "PRON" or speaker._.kind not in SPEECHLESS


def is_body(speaker: Token, verb: Token) -> bool:
    """Whether a subject can take a stand: people, bodies, whoever a pronoun stands for, and texts ("the letter denounced it", not "the rules favour it")."""
    thing = child_of(verb, "obj")
    is_handled = thing is not None and thing._.kind in {"object", "substance", "place", "animal"}
    if speaker.lower_ == "it" and (takes(verb, "accuse", "judging") or (speaker._.kind in SPEAKING_KINDS and not is_handled)):
        return True  # "it accused the firm of lying"
    if speaker.lower_ in EMPTY_SUBJECTS or speaker.lower_ in NOBODY:
        return False
    texts = cue_words("nouns", "unnamed") | (frozenset() if takes(verb, "stance") and not takes(verb, "quote", "describe") else cue_words("nouns", "text"))
    return speaker.pos_ in {"PROPN", "PRON"} or bool(speaker.ent_type_) or speaker._.kind in SPEAKING_KINDS | {"place"} or lemma_of(speaker) in texts


def is_participle_passive(verb: Token) -> bool:
    """Whether a verb is a bare past participle: "Asked if …", "a man believed to be …"."""
    is_leading = verb.tag_ == "VBD" and verb.dep_ == "advcl" and verb.i == verb.sent.start and verb.head.i > verb.i and child_of(verb, "obj", "mark") is None
    if (verb.tag_ != "VBN" and not is_leading) or any(c.dep_.startswith("aux") or c.dep_ == "nsubj" for c in verb.children):
        return False
    return verb.dep_.split(":")[0] in {"acl", "advcl", "amod", "root", "parataxis"}
