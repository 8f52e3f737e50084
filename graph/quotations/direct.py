"""In: the quoted stretches of a document. Out: the turns that are somebody's very words, with their cues. It refuses scare quotes and titles.

A stretch is spoken words where it makes a sentence, or where a cue beside it says so; what is left (parts of clauses) is for the indirect reading.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from graph.quotations.cues import cue_words, lemma_of, takes
from graph.quotations.layout import SENTENCE_ENDS, Layout
from graph.quotations.phrases import NOMINAL, child_of, has_mark, subject_of
from graph.quotations.speakers import Cue, colon_cue, cue_after, cue_before, is_saying, nominal_cue
from graph.quotations.uncued import guess_speaker, silent

BREAKS = frozenset({",", ":", ";", "-", "--", "–", "—"})
JOINTS = frozenset({"and", "but", "so", "or", "because", "that", "yet"})
CONCESSIONS = frozenset({"although", "though", "while", "if", "because", "since", "unless", "whereas"})
LEAD_INS = frozenset({"that", "like", "simply", "only", "just", "how"})
FAR = 25  # words between a cue's verb and the words it brings
LONG = 8  # words from which a quoted stretch with a verb is taken for a sentence


@dataclass(frozen=True)
class Turn:
    """Stretches that one speaker speaks in one go."""

    stretches: tuple[int, ...]
    cue: Cue | None
    is_guess: bool = False


def find_turns(layout: Layout) -> tuple[Turn, ...]:
    """The turns of direct speech, in order."""
    turns: list[Turn] = []
    used_after: dict[int, int] = {}  # verb of a cue that followed a stretch -> that stretch
    for k in range(len(layout.quoted)):
        if layout.inner[k][0] >= layout.inner[k][1]:
            continue
        cue = find_cue(layout, k)
        if cue is None and turns and resumes(layout, turns[-1], k):
            turns[-1] = replace(turns[-1], stretches=(*turns[-1].stretches, k))
            continue
        if cue is None and not (layout.quoted[k].continues and turns and turns[-1].stretches[-1] == k - 1) and not stands_alone(layout, k):
            continue
        previous = turns[-1] if turns else None
        if previous is not None and belongs_to(layout, previous, k, cue, used_after):
            known = cue if previous.is_guess and cue is not None else previous.cue or cue
            turns[-1] = replace(previous, stretches=(*previous.stretches, k), cue=known, is_guess=previous.is_guess and cue is None)
        else:
            turns.append(Turn((k,), cue or guess_speaker(layout, k, [(t.stretches[-1], t.cue) for t in turns]), is_guess=cue is None))
        if cue is not None and cue.verb is not None and cue.verb.i >= layout.outer[k][1]:
            used_after[cue.verb.i] = k
    return tuple(named_behind(layout, turn, turns[n + 1 : n + 2]) for n, turn in enumerate(turns))


def named_behind(layout: Layout, turn: Turn, following: list[Turn]) -> Turn:
    """A turn that nobody ahead can have spoken, with the speaker of the turn that opens the next paragraph."""
    if turn.cue is not None or not following or following[0].is_guess or following[0].cue is None:
        return turn
    first, last = following[0].stretches[0], turn.stretches[-1]
    is_next = layout.paragraph[layout.outer[first][0]] == layout.paragraph[layout.outer[last][0]] + 1
    return replace(turn, cue=silent(following[0].cue)) if is_next and not layout.left(first) and not layout.right(last) else turn


def resumes(layout: Layout, turn: Turn, k: int) -> bool:
    """Whether stretch k goes on in the middle of a sentence after its cue: "The road," said Okafor, who lives by it, "was always bad."."""
    left = layout.left(k)
    if turn.stretches[-1] != k - 1 or turn.cue is None or turn.cue.verb is None or not left or left[-1].text != "," or starts_upper(layout, k):
        return False
    before = layout.words(k - 1)
    is_open = bool(before) and before[-1].text not in SENTENCE_ENDS
    return is_open and turn.cue.verb.i in {t.i for t in left} and not any(t.text in SENTENCE_ENDS for t in left)


def find_cue(layout: Layout, k: int) -> Cue | None:
    """The cue beside stretch k, if it is one of spoken words."""
    left, right = layout.left_clause(k), layout.right_clause(k)
    ahead = lead_in_cue(layout, k, left)
    if ahead is not None:
        return ahead
    if not left or left[-1].text in BREAKS or all(t.lower_ in JOINTS for t in after_break(left)):
        behind = cue_after(layout, right) if ends_for_cue(layout, k, right) else None
        if behind is not None:
            return behind
    if left and left[-1].text == ":" and is_sentence(layout, k):
        return colon_cue(layout, left[:-1])
    return None


def after_break(tokens: list[Token]) -> list[Token]:
    """The words after the last comma or dash."""
    start = max((i + 1 for i, t in enumerate(tokens) if t.text in BREAKS), default=0)
    return tokens[start:]


def lead_in_cue(layout: Layout, k: int, left: list[Token]) -> Cue | None:
    """The cue ahead of stretch k: in the same sentence, or at the end of the paragraph before where that ends with a colon."""
    if not left and not layout.left(k):
        number = layout.paragraph[layout.outer[k][0]]
        before = layout.narration_before(number - 1) if number > 0 else []
        if before and before[-1].text == ":":
            from_end = [t for t in before if t.text != ":"]
            return cue_before(layout, from_end) or (colon_cue(layout, from_end) if is_sentence(layout, k) else None)
        return None
    if not left:
        return None
    last = left[-1]
    if last.text == ":" or (last.text in BREAKS and len(left) > 1):
        near = left[:-1]
        if last.text != ":" and opens_outside(layout, k, near):
            return None  # "said although it was late, "nobody left"": the words are part of what is reported
        cue = cue_before(layout, near)
        return cue if cue is not None and (last.text == ":" or is_near(cue, near)) else None
    reads = last.lower_ in {"read", "reads"} and (sign := subject_of(last)) is not None and lemma_of(sign) in cue_words("nouns", "text")
    is_spoken = is_sentence(layout, k) or (starts_upper(layout, k) and (reads or not takes(last, "texts")))
    if is_saying(last, "quote") and last.dep_ != "amod" and is_spoken:
        return cue_before(layout, left)
    if is_sentence(layout, k) and starts_upper(layout, k) and follows_saying(left):
        return cue_before(layout, left)
    return None


def opens_outside(layout: Layout, k: int, left: list[Token]) -> bool:
    """Whether a clause ahead of stretch k, behind the cue, belongs to what the stretch says."""
    inside = range(*layout.inner[k])
    return not starts_upper(layout, k) and any(t.dep_ == "advcl" and t.head.i in inside and has_mark(t, *CONCESSIONS) for t in left)


def is_near(cue: Cue, clause: list[Token]) -> bool:
    """Whether a cue's verb governs what follows: nothing but its own objects, adverbs and asides stands between."""
    if cue.verb is None:
        return False
    between = [t for t in clause if t.i > cue.verb.i]
    others = [t for t in between if t.pos_ == "VERB" and not t.dep_.startswith(("acl", "advcl", "amod", "xcomp", "case", "fixed"))]
    return not others and len(between) <= FAR


def follows_saying(left: list[Token]) -> bool:
    """Whether the last words are a verb of saying with no more than its addressee, an adverb or "that" after it."""
    names_listener = any(t.pos_ == "VERB" and takes(t, "to_object") for t in left[-5:])
    for token in reversed(left[-6:]):
        if is_saying(token, "quote"):
            return True
        is_aside = token.pos_ in NOMINAL | {"DET", "ADP"} and (names_listener or in_oblique(token))
        if not is_aside and token.pos_ != "ADV" and token.lower_ not in LEAD_INS:
            return False
    return False


def in_oblique(token: Token) -> bool:
    """Whether a word belongs to a phrase of time, place or the like."""
    while token.pos_ in NOMINAL | {"DET", "ADP", "ADJ"} and token.head.i != token.i:
        if token.dep_.startswith("obl"):
            return not any(c.lower_ == "as" for c in token.children)
        token = token.head
    return False


def ends_for_cue(layout: Layout, k: int, right: list[Token]) -> bool:
    """Whether stretch k ends as spoken words do ahead of a cue: with a comma, a dash, a question mark, or a comma right behind the marks."""
    words = layout.words(k)
    if not right or not words:
        return False
    last = words[-1].text
    if last in {",", "!", "?", "…", "—", "–", "-", "--", ";"} or last.endswith(("…", "...")) or right[0].text in {",", "–", "—"}:
        return True
    lead = right[0]
    if lead.lower_ in {"is", "was", "were"} and is_sentence(layout, k) and starts_upper(layout, k):
        return nominal_cue(right) is not None  # "“It is over” were his words"
    if lead.pos_ in {"PRON", "PROPN"} and len(right) > 1 and is_saying(right[1], "quote"):
        said = child_of(right[1], "ccomp")
        return is_sentence(layout, k) and (last not in SENTENCE_ENDS or said is None or said.i < right[1].i)  # not "“Half.” Oates said he would stay"
    return is_sentence(layout, k) and is_saying(lead, "quote")


def stands_alone(layout: Layout, k: int) -> bool:
    """Whether stretch k is spoken words without a cue beside it: a sentence of its own, or several."""
    left = layout.left_clause(k)
    words = layout.words(k)
    is_whole = bool(words) and starts_upper(layout, k) and words[-1].text in SENTENCE_ENDS and len(words) >= LONG // 2
    if left and left[-1].text != ":" and not (left[-1].text in BREAKS and is_whole):
        return False
    quoted = layout.quoted[k]
    ends = (bool(words) and (words[-1].text in SENTENCE_ENDS or words[-1].text.endswith("..."))) or not layout.right_clause(k)
    if not quoted.is_closed or not quoted.is_opened:
        return (ends or not quoted.is_closed) and len(words) >= LONG // 2 and is_sentence(layout, k)
    is_alone = not layout.left(k) and not layout.right(k)  # a paragraph of its own: “No.”
    return ends and is_sentence(layout, k) and len(words) >= (2 if is_alone else 3)


def is_sentence(layout: Layout, k: int) -> bool:
    """Whether stretch k reads as a sentence: a finite verb with its subject, or the end of a sentence in it."""
    words = layout.words(k)
    inside = {t.i for t in words}
    if words and words[-1].text in SENTENCE_ENDS and len(words) > 1:
        return True
    has_clause = any(t.dep_.startswith(("nsubj", "expl")) and t.head.i in inside for t in words)
    return has_clause or any(t.text in SENTENCE_ENDS for t in words) or (len(words) >= LONG and any(t.pos_ in {"VERB", "AUX"} for t in words))


def starts_upper(layout: Layout, k: int) -> bool:
    """Whether stretch k starts with a capital letter."""
    words = layout.words(k)
    return bool(words) and words[0].text[:1].isupper()


def belongs_to(layout: Layout, turn: Turn, k: int, cue: Cue | None, used_after: dict[int, int]) -> bool:
    """Whether stretch k goes on with the turn before it."""
    before = turn.stretches[-1]
    same_paragraph = layout.paragraph[layout.outer[before][0]] == layout.paragraph[layout.outer[k][0]]
    if layout.quoted[k].continues and before == k - 1:
        return cue is None or turn.is_guess or same_speaker(turn.cue, cue)
    if cue is not None:
        if turn.cue is None or cue.verb is None or turn.cue.verb is None:
            return False
        if cue.verb.i == turn.cue.verb.i or cue.verb.i in used_after:
            return True
        shared = cue.verb.dep_.startswith(("advcl", "conj", "acl", "xcomp")) or cue.verb.tag_ == "VBG"
        return same_paragraph and shared and same_speaker(turn.cue, cue)
    if not same_paragraph:
        return False
    between = layout.left(k)
    clause_end = next((i for i, t in enumerate(between) if t.text in SENTENCE_ENDS), len(between))
    return not between[clause_end + 1 :] and (turn.cue is None or turn.cue.speaker is None or only_cue(turn.cue, between) or not between)


def only_cue(cue: Cue, between: list[Token]) -> bool:
    """Whether the narration between two stretches is the cue of the first, or follows one whose cue went ahead."""
    return cue.verb is None or not between or cue.verb.i in {t.i for t in between} or not any(takes(t, "quote") for t in between if t.pos_ == "VERB")


def same_speaker(one: Cue | None, other: Cue) -> bool:
    """Whether two cues have the same word for the speaker."""
    return one is not None and one.speaker is not None and other.speaker is not None and one.speaker.i == other.speaker.i
