"""In: narration beside somebody's words. Out: the cue in it: its verb, who speaks, to whom. It refuses to say what was spoken.

The tree is believed where it makes sense; else the nearest noun phrase beside the verb is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from graph.quotations.asides import drawn_listener, speaker_of
from graph.quotations.cues import cue_lemma, cue_words, is_passive, lemma_of, takes
from graph.quotations.layout import Layout, is_end
from graph.quotations.phrases import NOMINAL, RELATIVES, SPEAKING_KINDS, child_of, is_naming, name_span, nearest_nominal, subject_of, titled_name
from graph.records import Span

HANGING = ("acl", "advcl", "amod", "appos")
SAYING_FORMS = frozenset({"said", "says", "asked", "added", "told", "tweeted", "wrote"})
ANSWERS = frozenset(
    {"reply", "answer", "response", "word", "verdict", "message", "advice", "retort", "call", "cry", "motto", "slogan", "conclusion", "refrain"}
)
FARTHEST = 40
FILLERS = frozenset({",", "–", "—", "-", "--", "also", "then", "later", "and", "but", "so", "(", ")"})
OTHERS = frozenset({"another", "some", "others", "many", "both", "neither", "all"})
VAGUE_PEOPLE = frozenset({"person", "people", "official", "aide", "individual"})
FAMILIAR = frozenset({"familiar", "close", "brief", "briefed", "anonymous", "unnamed", "unidentified", "anonymity"})


@dataclass(frozen=True)
class Cue:
    """What brings somebody's words. `verb` is its head word, None where a colon alone brings them."""

    speaker: Token | None
    lemma: str = "say"
    verb: Token | None = None
    span: Span | None = None
    addressee: Token | None = None
    is_hearsay: bool = False
    speaker_is_span: Span | None = None

    @property
    def speaker_span(self) -> Span | None:
        """Where the words stand that name the speaker."""
        return self.speaker_is_span or (name_span(titled_name(self.speaker)) if self.speaker is not None else None)

    @property
    def addressee_span(self) -> Span | None:
        """Where the words stand that name whom it is told to."""
        return name_span(self.addressee) if self.addressee is not None else None


def make_cue(verb: Token, speaker: Token | None, *, addressee: Token | None = None) -> Cue:
    """The cue of a verb with a known speaker."""
    return Cue(speaker, cue_lemma(verb), verb, cue_span(verb), addressee or addressee_of(verb, speaker), is_unnamed(speaker))


def cue_span(verb: Token) -> Span:
    """The verb, with its particle where that follows at once."""
    last = verb
    following = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    if " " in cue_lemma(verb) and following.lower_ == cue_lemma(verb).split()[-1]:
        last = following
    return Span(verb.idx, last.idx + len(last))


def is_unnamed(speaker: Token | None) -> bool:
    """Whether a speaker is a source without a name ("sources", "a person familiar with the talks")."""
    if speaker is None:
        return False
    lemma = lemma_of(speaker)
    if lemma in cue_words("nouns", "unnamed") and speaker.pos_ != "PROPN":
        return True
    if lemma in {"report"} and speaker.tag_ == "NNS" and not any(child.dep_ in {"nmod:poss", "nmod", "det"} for child in speaker.children):
        return True
    return lemma in VAGUE_PEOPLE and any(t.lower_ in FAMILIAR for t in speaker.subtree if t.head.i == speaker.i or t.head.head.i == speaker.i)


def addressee_of(verb: Token, speaker: Token | None) -> Token | None:
    """Whom something is told to."""
    found: Token | None = None
    if is_passive(verb):
        found = child_of(verb, "nsubj:pass") if takes(verb, "to_object") else None
    elif takes(verb, "to_object"):
        found = child_of(verb, "iobj") or child_of(verb, "obj")
        if found is None and cue_lemma(verb).endswith(("call on", "call upon")):
            found = child_of(verb, "obl")
        found = found or drawn_listener(verb)
    if found is None and not is_passive(verb):
        found = next((c for c in verb.children if c.dep_ == "obl" and c.i > verb.i and any(k.dep_ == "case" and k.lower_ == "to" for k in c.children)), None)
        if found is not None and found._.kind in {"time", "event", "abstract", "object"}:
            found = None
    if found is None or found.pos_ not in NOMINAL or found.lower_ in RELATIVES or (speaker is not None and found.i == speaker.i):
        return None
    return found


def is_saying(token: Token, *lists: str) -> bool:
    """Whether a word is a verb of one of the lists; plain forms of saying are believed whatever the tagger thought."""
    return token.lower_ in SAYING_FORMS or (token.pos_ in {"VERB", "AUX"} and takes(token, *lists))


def cue_after(layout: Layout, clause: Sequence[Token]) -> Cue | None:
    """The cue in the narration that follows a quotation: "… said Smith", "… Smith, the mayor, told us"."""
    verbs = [t for t in clause if is_saying(t, "quote")]
    if not verbs:
        return nominal_cue(clause)
    lead = [t for t in clause if t.lower_ not in FILLERS and t.pos_ != "ADV"]
    if lead and lead[0].i == verbs[0].i:
        return inverted_cue(layout, clause, verbs[0])
    if lead and lead[0].dep_ == "mark":
        return None
    verb = next((v for v in verbs if not v.dep_.startswith(HANGING)), None)
    if verb is None and all(any(c.lower_ in RELATIVES and c.dep_.startswith("nsubj") for c in v.children) for v in verbs):
        return None  # "…" – that was the answer to those who say so
    if verb is None:
        verb = next((v for v in verbs if v.lower_ in SAYING_FORMS), verbs[0])
    first = next((t for t in lead), clause[0])
    if first.pos_ in {"SCONJ", "ADP"} and first.lower_ not in {"as"} and verb.dep_.startswith(HANGING):
        return None
    speaker = subject_of(verb)
    inside = {t.i for t in clause}
    if speaker is None or speaker.i not in inside or not layout.is_narration(speaker) or speaker.i > verb.i + 12:
        speaker = nearest_nominal([t for t in clause if t.i < verb.i and t.lower_ not in RELATIVES])
    return make_cue(verb, speaker) if speaker is not None else None


def nominal_cue(clause: Sequence[Token]) -> Cue | None:
    """The cue that is a noun: "…," came the reply from Smith; "…" were her first words."""
    if len(clause) < 2 or lemma_of(clause[0]) not in {"come", "be"}:
        return None
    noun = next((t for t in clause[1:6] if t.pos_ == "NOUN" and t._.kind != "time"), None)
    if noun is None or lemma_of(noun) not in ANSWERS:
        return None
    near = [c for c in (*noun.children, *clause[0].children, *noun.head.children) if c.i > noun.i and c.dep_ in {"nmod", "obl"}]
    owner = child_of(noun, "nmod:poss") or next((c for c in near if any(k.lower_ in {"from", "of"} for k in c.children)), None)
    if owner is None and lemma_of(clause[0]) == "come":
        owner = last_subject(clause[0])
    return Cue(owner, lemma_of(noun), noun, Span(noun.idx, noun.idx + len(noun)), is_hearsay=is_unnamed(owner)) if owner is not None else None


def last_subject(word: Token) -> Token | None:
    """The last person ahead of a word that a sentence is about: "She was asked if it hurt. “No,” came the reply."."""
    for token in reversed(word.doc[max(0, word.i - FARTHEST) : word.i]):
        if token.dep_ in {"nsubj", "nsubj:pass"} and token.head.dep_ == "root" and token._.kind in SPEAKING_KINDS:
            return token
    return None


def inverted_cue(layout: Layout, clause: Sequence[Token], verb: Token) -> Cue | None:
    """The cue that begins with its verb: the speaker follows it, unless the verb is a participle ("…," adding that …)."""
    rest = [t for t in clause if t.i > verb.i]
    own = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubj:outer"} and layout.is_narration(c)), None)
    if own is not None and own.i in {t.i for t in rest}:
        return make_cue(verb, own)
    if verb.tag_ == "VBG" or (rest and rest[0].pos_ in {"SCONJ", "ADP", "PART"}):
        speaker = subject_of(verb)
        return make_cue(verb, speaker) if speaker is not None and layout.is_narration(speaker) else None
    if rest and rest[0].pos_ in NOMINAL | {"DET", "ADJ", "NUM"}:
        speaker = nearest_nominal(rest) or (rest[0] if rest[0].lower_ in OTHERS else None)
        return make_cue(verb, speaker, addressee=None) if speaker is not None else None
    speaker = subject_of(verb)
    return make_cue(verb, speaker) if speaker is not None and layout.is_narration(speaker) else None


def cue_before(layout: Layout, clause: Sequence[Token]) -> Cue | None:
    """The cue in the narration ahead of a quotation: "Smith said:", "Asked about it, Smith told us:", "Smith walked out, saying"."""
    verbs = [t for t in clause if is_saying(t, "quote", "describe") and not (t.dep_.startswith(("acl:relcl", "amod")) and t.i + 6 < clause[-1].i)]
    if not verbs:
        return None
    named = [t for t in verbs if not (t.dep_ == "acl" and t.tag_ == "VBN")]  # "she wrote in a letter | seen | by the Gazette"
    verb = (named or verbs)[-1]
    speaker = speaker_of(verb)
    if speaker is None and is_passive(verb):
        return make_cue(verb, None)
    if speaker is None or not layout.is_narration(speaker) or not is_naming(speaker):
        before = [t for t in clause if t.i < verb.i and t.lower_ not in RELATIVES]
        subjects = [t for t in before if t.dep_.startswith("nsubj") and t.pos_ in NOMINAL]
        after = [t for t in clause if t.i > verb.i and t.dep_.startswith("nsubj") and t.pos_ in NOMINAL]
        speaker = subjects[-1] if subjects else (after[0] if after else earlier_subject(layout, clause[0]) or nearest_nominal(before))
    return make_cue(verb, speaker)


def earlier_subject(layout: Layout, word: Token) -> Token | None:
    """The subject of the sentence that goes on at `word` after an earlier quotation."""
    for token in reversed(word.doc[: word.i]):
        if layout.segment[token.i] != layout.segment[word.i] or (layout.is_narration(token) and is_end(token)):
            return None
        if layout.is_narration(token) and token.dep_.startswith("nsubj") and token.pos_ in NOMINAL and token.lower_ not in RELATIVES:
            return token
    return None


def colon_cue(layout: Layout, clause: Sequence[Token]) -> Cue | None:
    """The cue of words that a colon brings without a verb of saying: "Smith’s answer:", "The minister was blunt:"."""
    if all(t.lower_ in cue_words("labels", "not_names") for t in clause if not t.is_space):
        return None  # "Interview: “…”"
    subjects = [t for t in clause if t.dep_ in {"nsubj", "nsubj:pass"} and t.pos_ in NOMINAL and t.lower_ not in RELATIVES]
    main = [t for t in subjects if not t.head.dep_.startswith(("acl", "advcl", "ccomp", "csubj"))]
    head = (main or subjects)[0] if subjects else nearest_nominal(clause)
    if head is None or not layout.is_narration(head):
        return None
    owner = child_of(head, "nmod:poss")
    if owner is None and lemma_of(head) in cue_words("nouns", "viewpoint"):
        owner = child_of(head, "nmod")  # "In the words of her brother:"
    if owner is not None and owner.ent_type_ == "LOC" and head._.kind not in SPEAKING_KINDS and lemma_of(head) not in cue_words("nouns", "clause"):
        return None  # "Kenya’s floods: “…”"
    if owner is not None and head._.kind not in SPEAKING_KINDS:
        head = owner
    return Cue(head, is_hearsay=is_unnamed(head))
