"""In: a quoted sentence with no cue beside it. Out: who speaks it, from what stands before. It refuses to look further than two paragraphs back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from graph.quotations.layout import Layout, is_end, last_end
from graph.quotations.phrases import NOMINAL, RELATIVES, SPEAKING_KINDS, subject_of
from graph.quotations.speakers import Cue, is_saying, is_unnamed

SPEAKING_PRONOUNS = frozenset({"he", "she", "they"})


def guess_speaker(layout: Layout, k: int, turns: Sequence[tuple[int, Cue | None]]) -> Cue | None:
    """The likely speaker of stretch k; the cue has no words of its own.

    Args:
        layout: the document.
        k: the stretch.
        turns: the last stretch and the cue of each turn before.
    """
    number = layout.paragraph[layout.outer[k][0]]
    last = turns[-1] if turns else None
    last_number = layout.paragraph[layout.outer[last[0]][0]] if last is not None else -9
    here = list(layout.left(k))
    if here:
        found = speaker_of_sentences(layout, here)
        is_new = found is not None and found.speaker is not None and (last_number != number or (found.verb is not None and found.speaker.pos_ != "PRON"))
        if is_new:
            return silent(found)
    if last is not None and last_number == number:
        return silent(last[1])
    if last is not None and last_number == number - 1:
        other = alternating(layout, turns, number)
        after = speaker_of_sentences(layout, new_sentences(layout.narration_before(number - 1)))
        return silent(other or after or last[1])
    if number > 0:
        found = speaker_of_sentences(layout, list(layout.narration_before(number - 1)))
        if found is not None:
            return silent(found)
    return silent(last[1]) if last is not None and last_number == number - 2 else None


def silent(cue: Cue | None) -> Cue | None:
    """The same speaker, without the cue's own words."""
    return replace(cue, verb=None, span=None, lemma="say", addressee=None) if cue is not None else None


def new_sentences(tokens: list[Token]) -> list[Token]:
    """The narration after the sentence that holds the cue of the quotation before."""
    end = next((i + 1 for i, token in enumerate(tokens) if is_end(token)), len(tokens))
    return tokens[end:]


def alternating(layout: Layout, turns: Sequence[tuple[int, Cue | None]], number: int) -> Cue | None:
    """In a dialogue (the two paragraphs before are turns of two speakers) the one who did not speak last."""
    if len(turns) < 2:
        return None
    (last, one), (before, other) = turns[-1], turns[-2]
    if one is None or other is None:
        return None
    places = (layout.paragraph[layout.outer[before][0]], layout.paragraph[layout.outer[last][0]])
    if places != (number - 2, number - 1) or one.speaker is None or other.speaker is None or one.speaker.lower_ == other.speaker.lower_:
        return None
    is_short = all(layout.inner[k][1] - layout.inner[k][0] < 25 for k in (last, before))
    return other if is_short and not layout.left(last) and not layout.left(before) else None


def speaker_of_sentences(layout: Layout, tokens: Sequence[Token]) -> Cue | None:
    """Who the last of some sentences is about: the subject of its verb of saying or thinking, else its subject, if it can speak."""
    body = list(tokens)
    if body and is_end(body[-1]):
        body = body[:-1]
    sentence = body[last_end(body) :]
    cues = [t for t in sentence if is_saying(t, "quote", "clause")]
    main = [t for t in cues if not (t.dep_ == "ccomp" and t.head in cues and t.head.i < t.i)]  # not "His brother said he had | seen | none"
    for verb in reversed(main):
        speaker = subject_of(verb)
        if speaker is not None and can_speak(speaker) and layout.is_narration(speaker):
            return Cue(speaker, verb=verb, is_hearsay=is_unnamed(speaker))
    for token in sentence:
        if token.dep_.startswith("nsubj") and can_speak(token) and token.head.dep_ in {"root", "conj", "parataxis"}:
            return Cue(token, is_hearsay=is_unnamed(token))
    return next((Cue(token) for token in sentence if token.dep_.startswith("nsubj") and can_speak(token)), None)


def can_speak(token: Token) -> bool:
    """Whether a word names somebody who can speak."""
    if token.pos_ not in NOMINAL or token.lower_ in RELATIVES:
        return False
    if token.pos_ == "PRON":
        return token.lower_ in SPEAKING_PRONOUNS
    return token._.kind in SPEAKING_KINDS or token.ent_type_ in {"PER", "ORG"}
