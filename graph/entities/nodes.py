"""In: mentions that are joined one by one. Out: nodes, each a thing of the article with what is known of it so far. It refuses to decide what is joined."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from graph.entities.names import Words
from graph.entities.profile import Profile
from graph.records import EntityType


@dataclass
class Node:
    """A thing under construction. `profiles` are what descriptions say of it."""

    number: int
    mentions: list[int] = field(default_factory=list)
    votes: Counter[EntityType] = field(default_factory=Counter)
    names: Counter[Words] = field(default_factory=Counter)
    profiles: list[Profile] = field(default_factory=list)
    genders: Counter[str] = field(default_factory=Counter)
    is_plural: bool = False

    @property
    def is_named(self) -> bool:
        """Whether it has a proper name."""
        return bool(self.names)

    @property
    def type(self) -> EntityType:
        """The type with most votes; of equals the first."""
        return self.votes.most_common(1)[0][0] if self.votes else EntityType.OTHER

    @property
    def gender(self) -> str:
        """Either "m", "f" or "" where unknown or in doubt."""
        best = self.genders.most_common(2)
        return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""


@dataclass
class Nodes:
    """All nodes, and the node of each mention."""

    all: list[Node] = field(default_factory=list)
    of: dict[int, Node] = field(default_factory=dict)

    def new(self) -> Node:
        """A node without mentions."""
        self.all.append(Node(len(self.all)))
        return self.all[-1]

    def put(self, mention: int, node: Node) -> None:
        """Gives the mention to the node."""
        node.mentions.append(mention)
        self.of[mention] = node

    def join(self, keep: Node, other: Node) -> Node:
        """Moves all that `other` has to `keep`."""
        if keep is other:
            return keep
        for mention in other.mentions:
            self.put(mention, keep)
        keep.votes.update(other.votes)
        keep.names.update(other.names)
        keep.profiles += other.profiles
        keep.genders.update(other.genders)
        keep.is_plural = keep.is_plural or other.is_plural
        other.mentions = []
        self.all.remove(other)
        return keep
