"""In: a context. Out: what an event did to people and things: "two men were killed in the crash" says that the crash killed two men.

Only verbs of harm whose doer is not said, and only events, storms and accidents as the cause; it refuses places ("killed in Leeds") and what
only came before ("died after an operation").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.extractors.clauses import is_question, partial_claim, subject_mention
from graph.extractors.context import Context, phrase_span
from graph.extractors.frames import read_frames
from graph.records import Claim, EntityType
from graph.status import judge_clause

HARM = {"kill", "injure", "wound", "hurt", "damage", "destroy", "displace", "maim", "flatten", "strand"}
DEATH = {"die": "kill", "perish": "kill", "drown": "kill"}


def extract_casualties(context: Context) -> Iterator[Claim]:
    """Claims of every verb of harm with an event behind "in", "during" or "by"."""
    for frame in read_frames(context.doc):
        verb = frame.verb.lemma_
        victims = (() if frame.subjects else frame.patients) if verb in HARM else frame.subjects if verb in DEATH else ()
        causes = [o for o in frame.obliques if o.prep in ("in", "during", "from") and o.noun._.kind == "event"]
        if not victims or not causes or is_question(frame.verb):
            continue
        cause = context.mention(causes[0].noun)
        if cause is None or cause.type is EntityType.PLACE:
            continue
        base = partial_claim(context, frame, judge_clause(frame.verb, context.speech))
        phrase = DEATH.get(verb, verb)
        for victim in (m for v in victims if (m := subject_mention(context, v)) is not None):
            yield replace(base, subject=cause, phrase=phrase, words=phrase, obj=victim, extractor="casualties", object_span=phrase_span(victims[0]))
