"""In: entities, and what the user knows. Out: the same with known types, aliases joined, addresses added. Pure; what is not done is told.

It refuses to join what the article keeps apart: a person with anything else, or a node with a fuller name of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from graph.gazetteer import is_honorific
from graph.known.fitting import may_be_one
from graph.known.things import KnownThing, KnownThings, fold_name
from graph.records import Entity, EntityType, MentionKind
from graph.regrouping import Grouping, change_entity, join_entities

_PERSONAL = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])


def apply_known(grouping: Grouping, known: KnownThings) -> tuple[Grouping, tuple[str, ...]]:
    """Entities that are known: with type and addresses, their aliases joined. Also what was not joined, and why."""
    nodes: dict[KnownThing, list[Entity]] = {}
    notes: list[str] = []
    for entity in grouping.entities:
        things = list(dict.fromkeys(_things_of(entity, known)))
        if len(things) == 1:
            nodes.setdefault(things[0], []).append(entity)
        elif things:
            notes.append(f"{entity.label} has names of {' and of '.join(thing.names[0] for thing in things)}; it was left as it is.")
    for thing, members in nodes.items():
        grouping, told = _settle(grouping, thing, members)
        notes += told
    return grouping, tuple(notes)


def _settle(grouping: Grouping, thing: KnownThing, members: list[Entity]) -> tuple[Grouping, list[str]]:
    """One known thing and the nodes that bear its names: the best of them takes in those that may be the same."""
    notes = [
        f"{node.label} is a person in the article, not the {thing.type} {thing.names[0]}; it was left as it is." for node in members if _is_refused(node, thing)
    ]
    members = sorted((node for node in members if not _is_refused(node, thing)), key=lambda node: _rank(node, thing))
    if not members:
        return grouping, notes
    keep = members[0]
    same = [node.id for node in members[1:] if may_be_one(node.type, keep.type)]
    apart = [node for node in members[1:] if node.id not in same]
    notes += [f"{node.label} ({node.type}) and {keep.label} ({keep.type}) share a known name, but were not joined." for node in apart]
    if same:
        grouping = join_entities(grouping, keep.id, same)
    return change_entity(grouping, keep.id, **_known_values(grouping.get(keep.id) or keep, thing)), notes


def _known_values(entity: Entity, thing: KnownThing) -> dict[str, object]:
    return {
        "type": thing.type or entity.type,
        "label": thing.label or (entity.label if entity.is_named else thing.names[0]),
        "aliases": (*entity.aliases, *thing.names),
        "same_as": tuple(dict.fromkeys((*entity.same_as, *thing.same_as))),
        "is_named": True,
    }


def _things_of(entity: Entity, known: KnownThings) -> Iterable[KnownThing]:
    """What is known under the names of a node; under its descriptions only where it has no name."""
    kind = MentionKind.NAME if entity.is_named else MentionKind.DESCRIPTION
    for name in dict.fromkeys([entity.label, *(mention.text for mention in entity.mentions if mention.kind is kind)]):
        thing = known.find(name)
        if thing is not None and _fits(name, entity, thing):
            yield thing


def _fits(name: str, entity: Entity, thing: KnownThing) -> bool:
    """Whether the name says enough: a single word, no acronym, of a node with a fuller name does so only where the known thing has those words too."""
    words = set(fold_name(entity.label).split())
    is_short = len(fold_name(name).split()) == 1 and not (name.isupper() and len(name) > 1)
    return not is_short or words <= {fold_name(name)} or any(words <= set(fold_name(known).split()) for known in thing.names)


def _is_refused(entity: Entity, thing: KnownThing) -> bool:
    """Whether the article speaks of a man or a woman, and the known thing is neither."""
    if thing.type in (None, EntityType.PERSON):
        return False
    texts = [mention.text for mention in entity.mentions]
    return any(text.lower() in _PERSONAL for text in texts) or any(is_honorific(words[0]) for text in texts if len(words := text.split()) > 1)


def _rank(entity: Entity, thing: KnownThing) -> tuple[object, ...]:
    """The node that bears the thing's first name, is of its type, is named, has the fullest name, is spoken of most."""
    is_first = fold_name(entity.label) == fold_name(thing.names[0])
    return (not is_first, thing.type is not None and entity.type is not thing.type, not entity.is_named, -len(entity.label.split()), -len(entity.mentions))
