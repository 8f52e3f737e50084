"""In: mentions and quotations. Out: entities, one for each thing of the article, and which entity each mention means.

Hard constraints come first (two people of one surname stay two), then a scored choice among what is left; a pronoun in doubt stays
unresolved. It refuses knowledge from outside the article, but for well-known short names of countries and the like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from graph.entities.context import Context
from graph.entities.descriptions import place_descriptions
from graph.entities.labels import make_slug, node_aliases, node_label
from graph.entities.naming import group_names
from graph.entities.nodes import Nodes
from graph.records import Entity, Mention, MentionKind, Quotation

__all__ = ["Resolution", "resolve_entities"]


@dataclass(frozen=True)
class Resolution:
    """The entities in order of appearance, and the id of the entity that each mention means; pronouns in doubt are left out."""

    entities: tuple[Entity, ...] = ()
    entity_of: dict[Mention, str] = field(default_factory=dict)

    def find(self, id: str) -> Entity | None:
        """The entity of that id."""
        return next((e for e in self.entities if e.id == id), None)


def resolve_entities(doc: Doc, mentions: Sequence[Mention], quotations: Sequence[Quotation]) -> Resolution:
    """One entity for each thing that the mentions speak of.

    Args:
        doc: The parsed text.
        mentions: All mentions of the document, in order.
        quotations: Who speaks where, for "I" and "we".

    Returns:
        Entities with label, type, aliases and mentions; every name and description has one.
    """
    context = Context(doc, mentions, quotations)
    nodes = Nodes(context.sentences)
    group_names(context, nodes)
    place_descriptions(context, nodes)
    return finish(context, nodes)


def finish(context: Context, nodes: Nodes) -> Resolution:
    """Labels and ids for the nodes, in order of first mention."""
    entities: list[Entity] = []
    entity_of: dict[Mention, str] = {}
    used: dict[str, int] = {}
    for node in sorted((n for n in nodes.alive.values() if n.mentions), key=lambda n: n.mentions[0]):
        label = node_label(context, node)
        if not label:
            continue
        slug = make_slug(label)
        used[slug] = used.get(slug, 0) + 1
        while used[slug] > 1 and f"{slug}-{used[slug]}" in used:
            used[slug] += 1
        id = slug if used[slug] == 1 else f"{slug}-{used[slug]}"
        used.setdefault(id, 1)
        members = tuple(context.mentions[i] for i in sorted(node.mentions))
        is_named = any(m.kind is MentionKind.NAME for m in members)
        entities.append(Entity(id, label, node.type, node_aliases(context, node, label), members, is_named=is_named))
        entity_of.update(dict.fromkeys(members, id))
    return Resolution(tuple(entities), entity_of)
