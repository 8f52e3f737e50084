"""In: a verb with an object, and an infinitive or gerund under it. Out: whether the object does what the lower verb says, or the subject.

Control, in the terms of grammar; extractors and quotations ask the same table. It refuses to look for the object or the subject.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from spacy.tokens import Token

SUBJECT_CONTROL: Final = frozenset({"promise", "vow", "threaten", "pledge", "swear", "agree"})
"""Verbs whose infinitive is done by their subject though they have an object: "promised staff to stay"."""

BLAMING: Final = MappingProxyType(
    {
        **dict.fromkeys(("accuse", "suspect", "convict", "acquit", "clear"), ("of",)),
        "charge": ("with",),
        **dict.fromkeys(("blame", "criticise", "criticize", "praise", "thank", "fine", "jail", "arrest"), ("for",)),
        **dict.fromkeys(("condemn", "attack", "sue", "punish", "forgive", "hold", "rebuke", "censure", "chastise", "scold", "denounce", "fault"), ("for",)),
        **dict.fromkeys(("pillory", "berate", "castigate", "chide", "admonish", "lambast", "lambaste", "vilify", "reprimand", "upbraid"), ("for",)),
        **dict.fromkeys(("mock", "ridicule", "applaud", "commend", "honour", "honor", "reward", "sack", "fire", "suspend", "dismiss", "expel"), ("for",)),
        **dict.fromkeys(("prosecute", "try", "indict", "slam", "blast", "scorn", "admire", "blacklist", "target", "hit"), ("for",)),
        **dict.fromkeys(("stop", "prevent", "ban", "bar", "deter", "discourage", "keep", "block"), ("from",)),
    }
)
"""Verbs whose object does what a gerund with this preposition says: "accused the firm of hiding it"."""


def is_blamed_for(verb: Token, above: Token) -> bool:
    """Whether a gerund stands behind the preposition of a verb of blame above it: "hiding" in "accused the firm of hiding it"."""
    return any(c.dep_ in ("mark", "case") and c.lower_ in BLAMING.get(above.lemma_.lower(), ()) for c in verb.children)
