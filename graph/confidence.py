"""In: statements as the extractors leave them, with their entities. Out: the same with a confidence that means something: at 0.9, nine in ten are right.

The weights of a small logistic model stand in confidence.json, fitted by tests/benchmarks/calibrate_confidence.py on articles whose facts were
written down by hand. Without that file nothing changes. It refuses to look at the text beyond where things are mentioned.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

from graph.records import Entity, EntityType, Evidence, MentionKind, Modality, Polarity, Statement, Status
from graph.statements import is_verb_alone, main_verb

TABLE = "confidence.json"
LEAST, MOST = 0.02, 0.98
PREPOSITIONS: Final = frozenset({"of", "in", "at", "on", "to", "for", "from", "with", "by", "as", "about", "against", "after", "into", "over"})
DOUBTFUL: Final = 0.45
"""Below this a statement is left out unless the user asks for it, as rather wrong than right.

What the gold graphs hold is a lower bound: of statements from 0.45 to 0.6, half of which stand in them, readers found three in four right. F1 of
the nine further articles is .666 here and .663 at 0.5, that of the seven .656 at both; the latter's facts of less weight are found .304 and .299.
"""


@dataclass(frozen=True)
class Weights:
    """The model: a sum of weighted features, squeezed between 0 and 1. Features that it does not know count nothing."""

    bias: float
    weights: Mapping[str, float]

    def estimate(self, features: Mapping[str, float]) -> float:
        """How likely a statement with these features is right.

        >>> round(Weights(0.0, {"sure": 2.0}).estimate({"sure": 1.0, "other": 5.0}), 2)
        0.88
        """
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return min(MOST, max(LEAST, 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))))


@cache
def load_weights() -> Weights | None:
    """The weights that come along; None where there are none."""
    path = files("graph") / TABLE
    if not path.is_file():
        return None
    table = json.loads(path.read_text(encoding="utf-8"))
    return Weights(float(table["bias"]), {str(name): float(value) for name, value in table["weights"].items()})


def calibrate(statements: Sequence[Statement], entities: Iterable[Entity], weights: Weights | None) -> tuple[Statement, ...]:
    """The statements with the model's confidence; the same ones without a model."""
    if weights is None:
        return tuple(statements)
    found = describe_all(statements, entities)
    return tuple(replace(statement, confidence=round(weights.estimate(features), 2), site=()) for statement, features in zip(statements, found, strict=True))


def describe_all(statements: Sequence[Statement], entities: Iterable[Entity]) -> list[dict[str, float]]:
    """What the extractors know of each statement, as numbers near 0 to 1; what stands in the same sentence counts too."""
    by_id = {entity.id: entity for entity in entities}
    siblings = Counter(_kin(statement) for statement in statements)
    crowd = Counter(_sentence(statement) for statement in statements)
    out = []
    for statement in statements:
        beside = {"siblings": min(siblings[_kin(statement)], 5) / 5, "crowd": min(crowd[_sentence(statement)], 10) / 10}
        out.append(_describe_site(statement) | describe(statement, by_id) | _describe_relation(statement) | beside)
    return out


def _describe_site(statement: Statement) -> dict[str, float]:
    """Where the claim stands in its sentence, how sure the parse is of its object as log odds."""
    return {name: _log_odds(value) if name == "object sure" else value for name, value in statement.site}


def _log_odds(probability: float) -> float:
    """Near -1 to 1."""
    sure = min(0.99, max(0.01, probability))
    return math.log(sure / (1 - sure)) / 5


def _sentence(statement: Statement) -> int:
    return statement.evidence[0].span.start if statement.evidence else -1


def _kin(statement: Statement) -> tuple[int, str, str]:
    """The same for what one verb says of one subject: "moves to", "moves from"."""
    return _sentence(statement), statement.subject, main_verb(statement.relation)


def _describe_relation(statement: Statement) -> dict[str, float]:
    """The preposition that a relation ends with, and whether its object is no more than the verb once more ("be arrested", "was arrested")."""
    first, *rest = statement.relation.split()
    last = rest[-1] if rest else ""
    features = {"time": float(statement.when is not None), "place": float(statement.where is not None)}
    if rest:
        features[f"{'be … ' if first == 'be' else ''}{last if last in PREPOSITIONS else 'other'}"] = 1.0
    features["verb alone"] = float(is_verb_alone(statement.relation, statement.literal))
    features["one word"] = float(len((statement.literal or "").split()) == 1)
    return features


def describe(statement: Statement, entities: Mapping[str, Entity]) -> dict[str, float]:
    """What the extractors know of a statement on its own."""
    features = {
        "tree": _log_odds(statement.confidence),
        f"status {statement.status}": 1.0,
        f"object {'entity' if statement.obj is not None else 'literal'}": 1.0,
        "family unknown": float(statement.family == "related"),
        "state": float(statement.relation.startswith("be")),
        "role": float(statement.role is not None),
        "saying": float("sayings" in statement.extractors),
        "long relation": min(len(statement.relation.split()), 6) / 6,
        "long literal": min(len((statement.literal or "").split()), 30) / 30,
        "read twice": float(len(statement.evidence) > 1),
        "in quotation": float(statement.quotation is not None),
        "claimants": float(len(statement.claimed_by) > 1),
        "negative": float(statement.polarity is Polarity.NEGATIVE),
        "possible": float(statement.modality is Modality.POSSIBLE),
        "asserted state": float(statement.status is Status.ASSERTED and statement.relation.startswith("be")),
        "long sentence": min(min((place.span.end - place.span.start for place in statement.evidence), default=0), 400) / 400,
    }
    features |= {f"extractor {name}": 1.0 for name in statement.extractors}
    for end, key in (("subject", statement.subject), ("object", statement.obj)):
        if key is not None:
            features |= _describe_end(end, entities.get(key), statement.evidence)
    return features


def _describe_end(end: str, entity: Entity | None, evidence: Sequence[Evidence]) -> dict[str, float]:
    """How the evidence speaks of an entity, and how far back its name stands where it does not name it."""
    if entity is None:
        return {f"{end} by nothing": 1.0}
    places = [place.span for place in evidence]
    here = {mention.kind for mention in entity.mentions if any(mention.span in place for place in places)}
    how = next((kind for kind in (MentionKind.NAME, MentionKind.DESCRIPTION, MentionKind.PRONOUN) if kind in here), None)
    features = {
        f"{end} by {how or 'nothing'}": 1.0,
        f"{end} unnamed": float(not entity.is_named),
        f"{end} {entity.type if entity.type in (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE) else EntityType.OTHER}": 1.0,
        f"{end} often": min(len(entity.mentions), 20) / 20,
        f"{end} wordy": min(len(entity.label.split()), 8) / 8,
    }
    if how is not MentionKind.NAME and places:
        named = [mention.span.end for mention in entity.mentions if mention.kind is MentionKind.NAME and mention.span.end <= places[0].start]
        features[f"{end} far"] = min(1.0, math.log1p(places[0].start - max(named)) / 8) if named else 1.0
    return features
