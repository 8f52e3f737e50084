"""In: entities, and which entity each mention means. Out: the same with entities joined, parted or changed, for what a user knows or corrects.

Pure functions on records. It refuses to decide what belongs together, and never changes an entity's id: statements are named after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph.records import Entity, Mention, MentionKind


@dataclass(frozen=True)
class Grouping:
    """Entities in order of appearance, and the id of the entity that each mention means."""

    entities: tuple[Entity, ...] = ()
    entity_of: Mapping[Mention, str] = field(default_factory=dict)

    def get(self, key: str) -> Entity | None:
        """The entity of that id."""
        return next((entity for entity in self.entities if entity.id == key), None)


def change_entity(grouping: Grouping, key: str, **values: Any) -> Grouping:
    """One entity with other values; a label that it had stays among its aliases."""

    def change(entity: Entity) -> Entity:
        changed = replace(entity, **values)
        return replace(changed, aliases=_other_names(changed.label, (entity.label,), changed.aliases))

    return replace(grouping, entities=tuple(change(entity) if entity.id == key else entity for entity in grouping.entities))


def join_entities(grouping: Grouping, keep: str, others: Collection[str]) -> Grouping:
    """All of `others` as part of `keep`, which has its own label, type and id still."""
    members = [entity for entity in grouping.entities if entity.id == keep or entity.id in others]
    kept = next(entity for entity in members if entity.id == keep)
    names = [name for entity in members for name in (entity.label, *entity.aliases)]
    joined = replace(
        kept,
        aliases=_other_names(kept.label, kept.aliases, names),
        mentions=tuple(sorted((mention for entity in members for mention in entity.mentions), key=lambda mention: (mention.head, mention.span))),
        same_as=tuple(dict.fromkeys(address for entity in members for address in entity.same_as)),
        is_named=any(entity.is_named for entity in members),
    )
    entities = tuple(joined if entity.id == keep else entity for entity in grouping.entities if entity.id == keep or entity.id not in others)
    return Grouping(entities, {mention: keep if key in others else key for mention, key in grouping.entity_of.items()})


def part_entity(grouping: Grouping, key: str, leaving: Collection[Mention], *, new: Entity) -> Grouping:
    """The mentions `leaving` as the entity `new`; what stays is named anew where its label left. Both must have a name or a description."""
    whole = next(entity for entity in grouping.entities if entity.id == key)
    staying = tuple(mention for mention in whole.mentions if mention not in leaving)
    left = tuple(mention for mention in whole.mentions if mention in leaving)
    label = whole.label if any(whole.label in mention.text for mention in staying) else best_name(staying)
    rest = _described(replace(whole, label=label), staying)
    entities: list[Entity] = []
    for entity in grouping.entities:
        entities += [rest, _described(new, left)] if entity.id == key else [entity]
    return Grouping(tuple(entities), {mention: new.id if key == whole.id and mention in leaving else key for mention, key in grouping.entity_of.items()})


def best_name(mentions: Iterable[Mention]) -> str:
    """The longest name, else the longest description; "" where there are pronouns alone."""
    spoken = [mention for mention in mentions if mention.kind is not MentionKind.PRONOUN]
    names = [mention for mention in spoken if mention.kind is MentionKind.NAME] or spoken
    return max((" ".join(mention.text.split()) for mention in names), key=len, default="")


def _described(entity: Entity, mentions: tuple[Mention, ...]) -> Entity:
    texts = [" ".join(mention.text.split()) for mention in mentions if mention.kind is not MentionKind.PRONOUN]
    is_named = any(mention.kind is MentionKind.NAME for mention in mentions)
    return replace(entity, mentions=mentions, aliases=_other_names(entity.label, texts), is_named=is_named)


def _other_names(label: str, *names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in names for name in part if name != label))
