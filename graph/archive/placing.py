"""In: a draft with new links, and the groups as they were before these. Out: new entities in their groups, where that can be told from what stands near.

Groups come from taking all links in one order (see `clusters`). A new link changes them only where it joins two groups, and a link that goes only
where it had joined two. Mostly a few other links tell that for certain; then nothing else need be read, however large a group is. It refuses to
guess: what is not certain is to be worked out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, islice, product
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.facts import Facts, facts_of, find_conflict, read_facts, write_facts
from graph.archive.layout import ARCHIVE
from graph.archive.link_rows import SAME_AS, Order, list_linked, order_between, order_of
from graph.archive.linking import Link
from graph.archive.register import Draft

ENTITY: Final = NamedNode(ARCHIVE + "entity")
FACTS: Final = NamedNode(ARCHIVE + "facts")
CONTESTED: Final = NamedNode(ARCHIVE + "contested")
"""Of a group, by its first: each link that leads out of it."""
DECIDED: Final = NamedNode(ARCHIVE + "decided")
"""Of a group, by its first: each member that the user decided something about."""

NEAR: Final = 40
"""How many of those linked with an entity are looked at, to find out whether something is certain."""
_REFUSED: Final = 400
"""How many links that lead out of a group are looked at; to work out a group that has more is cheaper."""


def first_of(draft: Draft, entity: str) -> str:
    """The group that an entity stands in, by the first of its members; itself where it is alone."""
    row = next(draft.find(NamedNode(entity), ENTITY, graph=draft.entities), None)
    return row.object.value if row is not None and isinstance(row.object, NamedNode) else entity


def members_of(draft: Draft, first: str) -> Iterator[str]:
    """The members of a group that has rows."""
    rows = draft.find(None, ENTITY, NamedNode(first), graph=draft.entities)
    return (row.subject.value for row in rows if isinstance(row.subject, NamedNode))


def write_crossing(order: Order) -> Literal:
    """What stands at two groups for a link between them, by its place in order."""
    return Literal(f"{order[1]} {order[2]} {-order[0]:g}")


class Placing:
    """Puts new entities into their groups, one after the other, and remembers what it has read of these."""

    def __init__(self, draft: Draft, pending: Mapping[str, set[str]]) -> None:
        """Over a draft in which the links of `pending` are written and their groups are not; each stands there with those that are the same."""
        self._draft, self.pending = draft, pending
        self._later = set(pending)
        self._first = {entity: entity for entity in pending}
        self._facts: dict[str, set[Facts]] = {}
        self._joined: set[str] = set()
        """The groups, by their first, that are known to have rows."""
        self._crossings: dict[str, list[Order]] = {}
        """Of groups, by their first: the links that lead out of them, in order."""

    def place(self, entity: str) -> bool:
        """Puts a new entity into its group; gives False where that has to be worked out.

        All members of a group are compatible. So an entity that contradicts nothing in the groups it joins makes the same groups as working all out anew
        would: what it may join earlier belongs together in the end, and what was refused before is refused still.
        """
        self._later.discard(entity)
        others = self.pending[entity] - self._later
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
        for order in refused:
            for first in map(self._first_of, order[1:]):
                self._draft.put(NamedNode(first), CONTESTED, write_crossing(order), self._draft.entities)
                self._crossings.pop(first, None)
        return True

    def let_go(self, link: Link, third: str | None) -> bool:
        """Takes notice that a link is gone; gives False where its group has to be worked out.

        A link that was refused had no effect. One that joined two may only delay that, until others join them: then all is as before if no link that was
        refused in between is to be taken now. `third` is one that is probably linked with both.
        """
        draft, a, b = self._draft, link.a, link.b
        if a in self.pending or b in self.pending or order_between(draft, a, b) is not None:
            return True  # it came and went, or went and came, since groups were made
        first, other = self._first_of(a), self._first_of(b)
        if first != other:
            for side in (first, other):
                for row in list(draft.find(NamedNode(side), CONTESTED, write_crossing(order_of(link)), graph=draft.entities)):
                    draft.drop(row)
                    self._crossings.pop(side, None)
            return True
        crossings = self._crossings_of(first)
        if len(crossings) >= _REFUSED or self._is_decided(first):
            return False
        thirds = self._find_thirds(a, b, third)
        if not crossings or not thirds:
            return bool(thirds)
        ways = ([order_between(draft, iri, end) for end in (a, b)] for iri in thirds)
        end = min(max(order for order in way if order is not None) for way in ways)
        between = crossings[bisect_right(crossings, order_of(link)) : bisect_left(crossings, end)]
        return all(self._is_still_refused(first, order) for order in between)

    def _crossings_of(self, first: str) -> list[Order]:
        if first not in self._crossings:
            rows = islice(self._draft.find(NamedNode(first), CONTESTED, graph=self._draft.entities), _REFUSED)
            self._crossings[first] = sorted(map(_read_crossing, rows))
        return self._crossings[first]

    def _find_thirds(self, a: str, b: str, third: str | None) -> set[str]:
        """Some of those that are linked with two of one group, by way of whom these are joined."""
        if third is not None and self._joined_before(third, None, (a, b)) == {a, b}:
            return {third}
        near, far = (self._joined_before(iri, None, list_linked(self._draft, iri, SAME_AS)) for iri in (b, a))
        return {iri for iri in near if self._are_same(iri, a)} | {iri for iri in far if self._are_same(iri, b)}

    def _are_same(self, one: str, other: str) -> bool:
        return order_between(self._draft, one, other) is not None

    def _is_still_refused(self, first: str, order: Order) -> bool:
        """Whether a link that leads out of a group is refused still though two parts of that are joined only after it."""
        if order_between(self._draft, order[1], order[2]) != order:
            return True  # it is gone
        own, other = order[1:] if self._first_of(order[1]) == first else order[:0:-1]
        return self._is_refused(order, [own], other)

    def _choose(self, entity: str, others: Iterable[str]) -> tuple[set[str], list[Order]] | None:
        """The groups that an entity joins, and its links with others that are refused; None where it is not certain."""
        orders = [order for other in others if (order := order_between(self._draft, entity, other)) is not None]
        joined, near, refused = set[str](), [entity], list[Order]()
        for order in sorted(orders):
            other = order[1] if order[2] == entity else order[2]
            first = self._first_of(other)
            if first in joined or self._is_compatible(entity, *joined, first):
                joined.add(first)
                near.append(other)
            elif self._is_refused(order, near, other):
                refused.append(order)
            else:
                return None
        return joined, refused

    def _is_refused(self, order: Order, near: list[str], other: str) -> bool:
        """Whether a link that is taken in its turn finds two sides that contradict each other; `near` stand on one side by then."""
        own, theirs = set(near), {other}
        if self._contradict(own, theirs):
            return True
        theirs |= self._joined_before(other, order, self._draft.entities_of(_article_of(near[0])))
        if self._contradict(own, theirs):
            return True
        theirs |= self._joined_before(other, order, list_linked(self._draft, other, SAME_AS))
        if self._contradict(own, theirs):
            return True
        for iri in near:
            own |= self._joined_before(iri, order, list_linked(self._draft, iri, SAME_AS))
        return self._contradict(own, theirs)

    def _joined_before(self, entity: str, before: Order | None, others: Iterable[str]) -> set[str]:
        """Those of some others (a few of them) that one link has joined with an entity, before another link is taken or, without that, at any time."""
        first, found = self._first_of(entity), set()
        for mate in islice(others, NEAR):
            if mate == entity or mate in self._later or self._first_of(mate) != first:
                continue
            order = order_between(self._draft, entity, mate)
            if order is not None and (before is None or order < before):
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
        if one not in self._joined and one in self.pending:
            return [one], other
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
        rows = [quad for predicate in (FACTS, CONTESTED, DECIDED) for quad in draft.find(old, predicate, graph=draft.entities)]
        for quad in (*(Quad(NamedNode(member), ENTITY, old, draft.entities) for member in members), *rows):
            draft.drop(quad)
        for member in members:
            draft.add(NamedNode(member), ENTITY, new, draft.entities)
        for row in rows:
            draft.put(new, row.predicate, row.object, draft.entities)  # type: ignore[arg-type]
        self._first |= dict.fromkeys(members, target)
        self._facts[target] |= self._facts.pop(first)
        self._joined.discard(first)
        for name in (first, target):
            self._crossings.pop(name, None)

    def _first_of(self, entity: str) -> str:
        if entity not in self._first:
            self._first[entity] = first_of(self._draft, entity)
        return self._first[entity]

    def _is_decided(self, first: str) -> bool:
        """Whether the user decided something about a member: then a group may hold what contradicts itself."""
        return next(self._draft.find(NamedNode(first), DECIDED, graph=self._draft.entities), None) is not None

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


def _read_crossing(row: Quad) -> Order:
    a, b, score = row.object.value.split(" ")  # type: ignore[union-attr]
    return -float(score), a, b


def _article_of(entity: str) -> str:
    return entity.rpartition("/entity/")[0]
