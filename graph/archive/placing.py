"""In: a draft with new links, and the groups as they were before these. Out: new entities in their groups, where that can be told from what stands near.

Groups come from taking all links in one order (see `clusters`). A new link changes them only where it joins two groups, and a link that goes only
where it had joined two. Mostly a few other links tell that for certain; then nothing else need be read, however large a group is. It refuses to
guess: what is not certain is to be worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, islice, product
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.facts import Facts, facts_of, find_conflict, read_facts, write_facts
from graph.archive.layout import ARCHIVE
from graph.archive.link_rows import SAME_AS, are_same, linked_with, list_linked, read_link
from graph.archive.linking import Link
from graph.archive.register import Draft

ENTITY: Final = NamedNode(ARCHIVE + "entity")
FACTS: Final = NamedNode(ARCHIVE + "facts")
CONTESTED: Final = NamedNode(ARCHIVE + "contested")
"""Of a group, by its first: each link that leads out of it, and each member that the user decided something about."""

_Order = tuple[float, str, str]
_NEAR: Final = 40
"""How many of those linked with an entity are looked at, to find out whether something is certain."""
_REFUSED: Final = 400
"""How many links that lead out of a group are looked at; to work out a group that has more is cheaper."""


def order_of(link: Link) -> _Order:
    """A link's place in the order in which links are taken: the surest first, ties by address."""
    return -link.score, link.a, link.b


def first_of(draft: Draft, entity: str) -> str:
    """The group that an entity stands in, by the first of its members; itself where it is alone."""
    row = next(draft.find(NamedNode(entity), ENTITY, graph=draft.entities), None)
    return row.object.value if row is not None and isinstance(row.object, NamedNode) else entity


def members_of(draft: Draft, first: str) -> Iterator[str]:
    """The members of a group that has rows."""
    rows = draft.find(None, ENTITY, NamedNode(first), graph=draft.entities)
    return (row.subject.value for row in rows if isinstance(row.subject, NamedNode))


def write_crossing(link: Link) -> Literal:
    """What stands at two groups for a link between them."""
    return Literal(f"{link.a} {link.b}")


class Placing:
    """Puts new entities into their groups, one after the other, and remembers what it has read of these."""

    def __init__(self, draft: Draft, pending: set[str]) -> None:
        """Over a draft in which the links of `pending` are written and their groups are not."""
        self._draft, self.pending = draft, pending
        self._later = set(pending)
        self._first = {entity: entity for entity in pending}
        self._facts: dict[str, set[Facts]] = {}
        self._joined: set[str] = set()
        """The groups, by their first, that are known to have rows."""

    def place(self, entity: str) -> bool:
        """Puts a new entity into its group; gives False where that has to be worked out.

        All members of a group are compatible. So an entity that contradicts nothing in the groups it joins makes the same groups as working all out anew
        would: what it may join earlier belongs together in the end, and what was refused before is refused still.
        """
        self._later.discard(entity)
        others = linked_with(self._draft, entity, SAME_AS) - self._later
        firsts = {self._first_of(other) for other in others}
        if not firsts:
            return True
        if self._draft.profile(entity) is None or (len(firsts) > 1 and any(map(self._is_decided, firsts))):
            return False
        if self._is_compatible(entity, *firsts):
            self._unite(entity, firsts)
            return True
        found = self._choose(entity, others) if not any(map(self._is_decided, firsts)) else None
        if found is None:
            return False
        joined, refused = found
        if joined:
            self._unite(entity, joined)
        for link in refused:
            for first in (self._first_of(link.a), self._first_of(link.b)):
                self._draft.put(NamedNode(first), CONTESTED, write_crossing(link), self._draft.entities)
        return True

    def let_go(self, link: Link, third: str | None) -> bool:
        """Takes notice that a link is gone; gives False where its group has to be worked out.

        A link that was refused had no effect. One that joined two may only delay that, until others join them: then all is as before if no link that was
        refused in between is to be taken now. `third` is one that is probably linked with both.
        """
        draft, a, b = self._draft, link.a, link.b
        if not {a, b}.isdisjoint(self.pending) or are_same(draft, a, b):
            return True  # it came and went, or went and came, since groups were made
        first, other = self._first_of(a), self._first_of(b)
        if first != other:
            for side in (first, other):
                for row in list(draft.find(NamedNode(side), CONTESTED, write_crossing(link), graph=draft.entities)):
                    draft.drop(row)
            return True
        rows = [row.object for row in islice(draft.find(NamedNode(first), CONTESTED, graph=draft.entities), _REFUSED)]
        if len(rows) == _REFUSED or not all(isinstance(row, Literal) for row in rows):
            return False
        thirds = self._find_thirds(a, b, third)
        if not rows or not thirds:
            return bool(thirds)
        ways = ([read_link(draft, *sorted((iri, end))) for end in (a, b)] for iri in thirds)
        end = min(max(order_of(found) for found in way if found is not None) for way in ways)
        pairs = [row.value.split(" ") for row in rows if isinstance(row, Literal)]
        return all(self._is_still_refused(first, read_link(draft, *pair), order_of(link), end) for pair in pairs)

    def _find_thirds(self, a: str, b: str, third: str | None) -> set[str]:
        """Some of those that are linked with two of one group, by way of whom these are joined."""
        if third is not None and self._joined_before(third, None, (a, b)) == {a, b}:
            return {third}
        near, far = (self._joined_before(iri, None, list_linked(self._draft, iri, SAME_AS)) for iri in (b, a))
        return {iri for iri in near if are_same(self._draft, iri, a)} | {iri for iri in far if are_same(self._draft, iri, b)}

    def _is_still_refused(self, first: str, link: Link | None, begin: _Order, end: _Order) -> bool:
        """Whether a link that leads out of a group is refused though two parts of that are not joined from one place in order to another."""
        if link is None or not begin < order_of(link) < end:
            return True
        own, other = (link.a, link.b) if self._first_of(link.a) == first else (link.b, link.a)
        return self._is_refused(link, [own], other)

    def _choose(self, entity: str, others: Iterable[str]) -> tuple[set[str], list[Link]] | None:
        """The groups that an entity joins, and its links with others that are refused; None where it is not certain."""
        links = [link for other in others if (link := read_link(self._draft, *sorted((entity, other)))) is not None]
        joined, near, refused = set[str](), [entity], list[Link]()
        for link in sorted(links, key=order_of):
            other = link.a if link.b == entity else link.b
            first = self._first_of(other)
            if first in joined or self._is_compatible(entity, *joined, first):
                joined.add(first)
                near.append(other)
            elif self._is_refused(link, near, other):
                refused.append(link)
            else:
                return None
        return joined, refused

    def _is_refused(self, link: Link, near: list[str], other: str) -> bool:
        """Whether a link that is taken in its turn finds two sides that contradict each other; `near` stand on one side by then."""
        own, theirs = set(near), {other}
        if self._contradict(own, theirs):
            return True
        theirs |= self._joined_before(other, link, self._draft.entities_of(_article_of(near[0])))
        if self._contradict(own, theirs):
            return True
        theirs |= self._joined_before(other, link, list_linked(self._draft, other, SAME_AS))
        if self._contradict(own, theirs):
            return True
        for iri in near:
            own |= self._joined_before(iri, link, list_linked(self._draft, iri, SAME_AS))
        return self._contradict(own, theirs)

    def _joined_before(self, entity: str, before: Link | None, others: Iterable[str]) -> set[str]:
        """Those of some others (a few of them) that one link has joined with an entity, before another link is taken or, without that, at any time."""
        first, found = self._first_of(entity), set()
        for mate in islice(others, _NEAR):
            if mate == entity or mate in self._later or self._first_of(mate) != first or not are_same(self._draft, entity, mate):
                continue
            link = read_link(self._draft, *sorted((entity, mate))) if before is not None else None
            if before is None or (link is not None and order_of(link) < order_of(before)):
                found.add(mate)
        return found

    def _contradict(self, one: set[str], other: set[str]) -> bool:
        if not {_article_of(iri) for iri in one}.isdisjoint({_article_of(iri) for iri in other}):
            return True
        mine, theirs = ({facts_of(profile) for iri in side if (profile := self._draft.profile(iri)) is not None} for side in (one, other))
        return _conflict(mine, theirs)

    def _is_compatible(self, entity: str, *firsts: str) -> bool:
        """Whether nothing in some groups speaks against their being one thing, and this entity too."""
        pairs = list(combinations((entity, *firsts), 2))
        return not any(self._clash(*pair) for pair in pairs) and not any(self._share_article(*pair) for pair in pairs)

    def _clash(self, one: str, other: str) -> bool:
        mine, theirs = self._known(one), self._known(other)
        return _conflict(mine, theirs) if self._is_decided(other) or not mine <= theirs else False

    def _share_article(self, one: str, other: str) -> bool:
        """Whether two groups have members in one article."""
        small, large = self._by_size(one, other)
        return any(self._first_of(iri) == large for member in small for iri in self._draft.entities_of(_article_of(member)) if iri != member)

    def _by_size(self, one: str, other: str) -> tuple[list[str], str]:
        """The members of the smaller of two groups, and the name of the larger; no more is read of that than of the smaller."""
        members: tuple[list[str], list[str]] = ([], [])
        rows = [iter(self._members(first)) for first in (one, other)]
        while True:
            for place, larger in ((0, other), (1, one)):
                member = next(rows[place], None)
                if member is None:
                    return members[place], larger
                members[place].append(member)

    def _members(self, first: str) -> Iterator[str]:
        self._known(first)
        return members_of(self._draft, first) if first in self._joined else iter((first,))

    def _unite(self, entity: str, firsts: set[str]) -> None:
        """Makes groups one, with a new entity; the group is called by the first of all addresses."""
        draft, target = self._draft, min(entity, *firsts)
        for first in sorted(firsts | {target}):
            self._settle(first)
        if target != entity:
            own = self._facts.pop(entity)
            draft.add(NamedNode(entity), ENTITY, NamedNode(target), draft.entities)
            for facts in own - self._known(target):
                draft.add(NamedNode(target), FACTS, Literal(write_facts(facts)), draft.entities)
            self._known(target).update(own)
        for first in sorted(firsts - {target}):
            self._rename(first, target)
        self._first[entity] = target

    def _settle(self, first: str) -> None:
        """Gives a group of one its rows."""
        draft, known = self._draft, self._known(first)
        if first not in self._joined:
            self._joined.add(first)
            draft.add(NamedNode(first), ENTITY, NamedNode(first), draft.entities)
            for facts in known:
                draft.add(NamedNode(first), FACTS, Literal(write_facts(facts)), draft.entities)

    def _rename(self, first: str, target: str) -> None:
        """Puts a group's rows under the address of another that it becomes part of."""
        draft, old, new = self._draft, NamedNode(first), NamedNode(target)
        members = list(members_of(draft, first))
        rows = [quad for predicate in (FACTS, CONTESTED) for quad in draft.find(old, predicate, graph=draft.entities)]
        for quad in (*(Quad(NamedNode(member), ENTITY, old, draft.entities) for member in members), *rows):
            draft.drop(quad)
        for member in members:
            draft.add(NamedNode(member), ENTITY, new, draft.entities)
        for row in rows:
            draft.put(new, row.predicate, row.object, draft.entities)  # type: ignore[arg-type]
        self._first |= dict.fromkeys(members, target)
        self._facts[target] |= self._facts.pop(first)
        self._joined.discard(first)

    def _first_of(self, entity: str) -> str:
        if entity not in self._first:
            self._first[entity] = first_of(self._draft, entity)
        return self._first[entity]

    def _is_decided(self, first: str) -> bool:
        """Whether the user decided something about a member: then a group may hold what contradicts itself."""
        return any(isinstance(row.object, NamedNode) for row in self._draft.find(NamedNode(first), CONTESTED, graph=self._draft.entities))

    def _known(self, first: str) -> set[Facts]:
        """The facts of a group that was placed or worked out before, by its first; of one that is alone, its own."""
        if first not in self._facts:
            known = {read_facts(row.object.value) for row in self._draft.find(NamedNode(first), FACTS, graph=self._draft.entities)}  # type: ignore[union-attr]
            alone = self._draft.profile(first)
            if known:
                self._joined.add(first)
            self._facts[first] = known or ({facts_of(alone)} if alone is not None else set())
        return self._facts[first]


def _conflict(one: Iterable[Facts], other: Iterable[Facts]) -> bool:
    return any(find_conflict(mine, theirs) is not None for mine, theirs in product(one, other))


def _article_of(entity: str) -> str:
    return entity.rpartition("/entity/")[0]
