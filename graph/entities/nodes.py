"""In: mentions that are joined one by one. Out: nodes, each a thing of the article with what is known of it so far. It refuses to decide what is joined."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
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

    def before(self, mention: int) -> list[int]:
        """Its mentions before that one, in order."""
        return self.mentions[: bisect_left(self.mentions, mention)]

    @property
    def is_named(self) -> bool:
        """Whether it has a proper name."""
        return bool(self.names)

    @property
    def type(self) -> EntityType:
        """The type with most votes; of equals the first."""
        return max(self.votes, key=self.votes.__getitem__) if self.votes else EntityType.OTHER

    @property
    def gender(self) -> str:
        """Either "m", "f" or "" where unknown or in doubt."""
        best = self.genders.most_common(2)
        return best[0][0] if best and (len(best) == 1 or best[0][1] > best[1][1]) else ""


@dataclass
class Nodes:
    """All nodes, the node of each mention, and ways to find nodes without going through all: by sentence, by what is said of them, by their words.

    `sentences` is the sentence of each mention. A node that was joined to another lives on in it.
    """

    sentences: Sequence[int] = ()
    of: dict[int, Node] = field(default_factory=dict)
    alive: dict[int, Node] = field(default_factory=dict)
    made: list[Node] = field(default_factory=list)
    here: dict[int, list[int]] = field(default_factory=dict)
    heads: dict[str, list[int]] = field(default_factory=dict)
    words: dict[Words, list[int]] = field(default_factory=dict)

    def new(self) -> Node:
        """A node without mentions."""
        node = Node(len(self.made))
        self.made.append(node)
        self.alive[node.number] = node
        return node

    def put(self, mention: int, node: Node, words: Words = ()) -> None:
        """Gives the mention, printed with `words`, to the node."""
        insort(node.mentions, mention)
        self.of[mention] = node
        self.here.setdefault(self.sentences[mention], []).append(node.number)
        if words:
            self.words.setdefault(words, []).append(node.number)

    def note(self, node: Node, profile: Profile) -> None:
        """Remembers what a description says of the node."""
        node.profiles.append(profile)
        self.heads.setdefault(profile.head, []).append(node.number)

    def join(self, keep: Node, other: Node) -> Node:
        """Moves all that `other` has to `keep`."""
        if keep is other:
            return keep
        for mention in other.mentions:
            insort(keep.mentions, mention)
            self.of[mention] = keep
        keep.votes.update(other.votes)
        keep.names.update(other.names)
        keep.profiles += other.profiles
        keep.genders.update(other.genders)
        keep.is_plural = keep.is_plural or other.is_plural
        other.mentions = []
        self.made[other.number] = keep
        del self.alive[other.number]
        return keep

    def get(self, number: int) -> Node:
        """The node of that number, or what it was joined to."""
        node = self.made[number]
        while node.number != number:
            number = node.number
            node = self.made[number]
        return node

    def each(self, numbers: Iterable[int]) -> list[Node]:
        """The nodes of these numbers, each once, in order of making."""
        found = {node.number: node for node in (self.get(n) for n in set(numbers))}
        return [found[n] for n in sorted(found)]

    def near(self, mention: int, reach: int) -> list[Node]:
        """Nodes spoken of in the mention's sentence or up to `reach` sentences before."""
        here = self.sentences[mention]
        return self.each(n for s in range(here - reach, here + 1) for n in self.here.get(s, ()))

    def headed(self, *heads: str) -> list[Node]:
        """Nodes of which one of these nouns is said somewhere in the text."""
        return self.each(n for head in heads for n in self.heads.get(head, ()))

    def printed(self, words: Words) -> list[Node]:
        """Nodes with a mention of exactly these words."""
        return self.each(self.words.get(words, ()))

    def told(self, words: Iterable[str]) -> list[Node]:
        """The nodes that stand as "#3" among the words of a profile."""
        return self.each(int(w[1:]) for w in words if w.startswith("#"))
