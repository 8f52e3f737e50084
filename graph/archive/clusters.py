"""In: an archive's links and the user's decisions. Out: its entities across articles: groups of entities that are one thing, each under one address.

What the user calls one is joined first; then the links, the surest first, ties by address. A join is left out where it would put together two that
are different: by decision, by a hard fact, or because one article tells them apart. So the groups depend on the links alone, never on their order of
arrival. It refuses to change a link.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.decisions import Decision, read_decisions
from graph.archive.entering import Entered
from graph.archive.facts import Facts, facts_of, find_conflict, read_facts, write_facts
from graph.archive.layout import ARCHIVE
from graph.archive.link_rows import SAME_AS, are_same, linked_with, read_link
from graph.archive.linking import Link, Verdict
from graph.archive.profiles import Profile
from graph.archive.register import UNFINISHED, Draft, list_profiles
from graph.archive.store import Archive
from graph.errors import ArchiveError
from graph.records import EntityType

_ENTITY = NamedNode(ARCHIVE + "entity")
_FACTS = NamedNode(ARCHIVE + "facts")
_CONTESTED = NamedNode(ARCHIVE + "contested")


@dataclass(frozen=True)
class Cluster:
    """One thing in the world: `iri` is the alphabetically first of its members' addresses."""

    iri: str
    label: str
    type: EntityType
    members: tuple[str, ...]
    names: tuple[str, ...]


@dataclass
class _Group:
    members: set[str]
    articles: set[str]
    facts: set[Facts]
    apart: set[str] = field(default_factory=set)
    """Entities that the user calls different from a member."""


def make_clusters(profiles: Iterable[Profile], links: Iterable[Link], decisions: Iterable[Decision]) -> tuple[tuple[str, ...], ...]:
    """The groups of entities that are one thing, each sorted, in alphabetical order; entities that are alone make none."""
    groups = {profile.iri: _Group({profile.iri}, {profile.article}, {facts_of(profile)}) for profile in profiles}
    for decision in decisions:
        if decision.verdict is Verdict.DIFFERENT:
            for one, other in ((decision.a, decision.b), (decision.b, decision.a)):
                if one in groups:
                    groups[one].apart.add(other)
    for decision in sorted(decisions, key=lambda decision: (decision.a, decision.b)):
        if decision.verdict is Verdict.SAME and decision.a in groups and decision.b in groups:
            _join(groups, decision.a, decision.b, is_decided=True)
    sure = [link for link in links if link.verdict is Verdict.SAME and link.a in groups and link.b in groups]
    for link in sorted(sure, key=lambda link: (-link.score, link.a, link.b)):
        _join(groups, link.a, link.b, is_decided=False)
    found = {tuple(sorted(group.members)) for group in groups.values() if len(group.members) > 1}
    return tuple(sorted(found))


def refresh_clusters(archive: Archive, found: Entered) -> None:
    """Brings the groups up to date after their links, and writes what changed.

    Groups of entities whose links changed or went are worked out anew, with all that hangs together with them. Most new entities come into the one
    group they are linked with, which need not be read as a whole; and most pairs that lost their link are still held together by others.
    """
    draft = Draft(archive)
    decisions = read_decisions(archive)
    decided = {iri for decision in decisions for iri in (decision.a, decision.b)}
    placing = _Placing(draft, found.fresh - found.touched)
    waiting = found.touched | {iri for pair, third in found.parted.items() if not placing.hold_together(*pair, third) for iri in pair}
    for entity in sorted(placing.pending):
        if entity in waiting or entity in decided or not placing.place(entity):
            waiting.add(entity)
    if waiting:
        _work_out(draft, waiting, decisions)
    for row in list(draft.find(draft.register, UNFINISHED, graph=draft.register)):
        draft.drop(row)
    draft.commit()


class _Placing:
    """Puts new entities into their groups, one after the other, and remembers what it has read of these."""

    def __init__(self, draft: Draft, pending: set[str]) -> None:
        self._draft, self.pending = draft, pending
        self._later = set(pending)
        self._first = {entity: entity for entity in pending}
        self._facts: dict[str, set[Facts]] = {}
        self._joined: set[str] = set()
        """The groups, by their first, that are known to have rows."""
        self._contested: dict[str, bool] = {}

    def hold_together(self, a: str, b: str, third: str | None) -> bool:
        """Whether a group without contradictions stays as it is though two of it lost their link: a third is linked with both."""
        if self._is_contested(self._first_of(a)) or self._is_contested(self._first_of(b)):
            return False
        if third is not None and are_same(self._draft, third, a) and are_same(self._draft, third, b):
            return True
        mine, theirs = (linked_with(self._draft, iri, SAME_AS) for iri in (a, b))
        return b in mine or not mine.isdisjoint(theirs)

    def place(self, entity: str) -> bool:
        """Puts a new entity into its group, where nothing there speaks against it; gives False where the group has to be worked out anew.

        An entity that is linked with one group alone and contradicts nothing in it makes the same groups as working all out anew would, in whatever order
        links are taken: what it may join earlier belongs together in the end, and what was refused before is refused still.
        """
        self._later.discard(entity)
        firsts = {self._first_of(other) for other in linked_with(self._draft, entity, SAME_AS) - self._later}
        if not firsts:
            return True
        first = firsts.pop()
        profile = self._draft.profile(entity)
        if firsts or profile is None:
            return False
        own, known = facts_of(profile), self._known(first)
        if own not in known and any(find_conflict(own, facts) is not None for facts in known):
            return False
        if any(self._first_of(iri) == first for iri in self._draft.profiles_of(profile.article) if iri != entity):
            return False
        self._join(entity, first, own)
        return True

    def _join(self, entity: str, first: str, own: Facts) -> None:
        draft, known = self._draft, self._known(first)
        if first not in self._joined:
            self._joined.add(first)
            draft.add(NamedNode(first), _ENTITY, NamedNode(first), draft.entities)
            for facts in known:
                draft.add(NamedNode(first), _FACTS, Literal(write_facts(facts)), draft.entities)
        if entity < first:
            self._rename(first, entity)
            first = entity
        draft.add(NamedNode(entity), _ENTITY, NamedNode(first), draft.entities)
        if own not in known:
            known.add(own)
            draft.add(NamedNode(first), _FACTS, Literal(write_facts(own)), draft.entities)
        self._first[entity] = first

    def _rename(self, first: str, entity: str) -> None:
        """Puts a group under the address of a new member, which comes before all others by alphabet."""
        draft, old, new = self._draft, NamedNode(first), NamedNode(entity)
        members = list(draft.find(None, _ENTITY, old, graph=draft.entities))
        rows = [quad for predicate in (_FACTS, _CONTESTED) for quad in draft.find(old, predicate, graph=draft.entities)]
        for quad in (*members, *rows):
            draft.drop(quad)
        for member in members:
            draft.insert(Quad(member.subject, _ENTITY, new, draft.entities))
        for row in rows:
            draft.insert(Quad(new, row.predicate, row.object, draft.entities))
        self._first |= {member.subject.value: entity for member in members if isinstance(member.subject, NamedNode)}
        self._facts[entity] = self._facts.pop(first)
        self._joined.add(entity)

    def _first_of(self, entity: str) -> str:
        if entity not in self._first:
            self._first[entity] = _first_of(self._draft, entity)
        return self._first[entity]

    def _is_contested(self, first: str) -> bool:
        if first not in self._contested:
            self._contested[first] = next(self._draft.find(NamedNode(first), _CONTESTED, graph=self._draft.entities), None) is not None
        return self._contested[first]

    def _known(self, first: str) -> set[Facts]:
        """The facts of a group that was placed or worked out before, by its first; of one that is alone, its own."""
        if first not in self._facts:
            known = {read_facts(row.object.value) for row in self._draft.find(NamedNode(first), _FACTS, graph=self._draft.entities)}  # type: ignore[union-attr]
            alone = self._draft.profile(first)
            if known:
                self._joined.add(first)
            self._facts[first] = known or ({facts_of(alone)} if alone is not None else set())
        return self._facts[first]


def _work_out(draft: Draft, touched: set[str], decisions: Iterable[Decision]) -> None:
    """Works out the groups of these entities, and of all that hang together with them."""
    beside: dict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        beside[decision.a].add(decision.b)
        beside[decision.b].add(decision.a)
    seen, links = _gather(draft, touched, beside)
    profiles = {entity: profile for entity in sorted(seen) if (profile := draft.profile(entity)) is not None}
    groups = make_clusters(profiles.values(), links, decisions)
    first = {member: group[0] for group in groups for member in group}
    contested = {first.get(iri, iri) for link in links if first.get(link.a, link.a) != first.get(link.b, link.b) for iri in (link.a, link.b)}
    contested |= {first.get(iri, iri) for iri in beside if beside[iri]}
    members = {group[0]: group for group in groups}
    for entity in sorted(seen):
        rows: set[tuple[NamedNode, NamedNode | Literal]] = {(_ENTITY, NamedNode(first[entity]))} if entity in first else set()
        rows |= {(_FACTS, Literal(write_facts(facts_of(profiles[member])))) for member in members.get(entity, ())}
        if entity in contested:
            rows.add((_CONTESTED, Literal("true")))
        draft.swap(NamedNode(entity), rows, draft.entities)


def _gather(draft: Draft, touched: set[str], beside: Mapping[str, set[str]]) -> tuple[set[str], list[Link]]:
    """All that hang together with these entities: by what is called the same, by decisions, and by the groups they stood in so far; and their links."""
    seen: set[str] = set()
    pairs: set[tuple[str, str]] = set()
    waiting = set(touched)
    while waiting:
        entity = waiting.pop()
        seen.add(entity)
        near = linked_with(draft, entity, SAME_AS)
        pairs |= {(min(entity, other), max(entity, other)) for other in near}
        waiting |= (near | beside.get(entity, set()) | set(_former_mates(draft, entity))) - seen
    return seen, [link for pair in sorted(pairs) if (link := read_link(draft, *pair)) is not None]


def read_clusters(archive: Archive) -> tuple[Cluster, ...]:
    """All named entities across articles, the most widely named first."""
    first = read_groups(archive)
    groups: dict[str, list[Profile]] = defaultdict(list)
    for profile in list_profiles(archive):
        groups[first.get(profile.iri, profile.iri)].append(profile)
    clusters = (_describe(iri, sorted(members, key=lambda profile: profile.iri)) for iri, members in groups.items())
    return tuple(sorted(clusters, key=lambda cluster: (-len(cluster.members), cluster.label, cluster.iri)))


def read_groups(archive: Archive) -> dict[str, str]:
    """Each entity that is one with others, with the address of its group: the first of its members' addresses."""
    return {quad.subject.value: quad.object.value for quad in archive.backend.quads(None, _ENTITY, graph=archive.names.entities)}  # type: ignore[union-attr]


def check_decisions(decisions: Iterable[Decision]) -> None:
    """Refuses decisions that contradict each other.

    Raises:
        ArchiveError: two that are called different are called the same by way of others.
    """
    decisions = tuple(decisions)
    groups = {iri: _Group({iri}, set(), set()) for decision in decisions for iri in (decision.a, decision.b)}
    for decision in decisions:
        if decision.verdict is Verdict.SAME:
            _join(groups, decision.a, decision.b, is_decided=True)
    for decision in decisions:
        if decision.verdict is Verdict.DIFFERENT and decision.b in groups[decision.a].members:
            raise ArchiveError(f"{decision.a} and {decision.b} were decided to be different; undo that first, or one of the decisions that join them")


def _join(groups: dict[str, _Group], a: str, b: str, *, is_decided: bool) -> None:
    one, other = groups[a], groups[b]
    if one is other or one.apart & other.members or other.apart & one.members:
        return
    if not is_decided:
        if one.articles & other.articles:
            return
        if any(find_conflict(x, y) is not None for x in one.facts for y in other.facts):
            return
    small, large = sorted((one, other), key=lambda group: len(group.members))
    large.members |= small.members
    large.articles |= small.articles
    large.facts |= small.facts
    large.apart |= small.apart
    for member in small.members:
        groups[member] = large


def _first_of(draft: Draft, entity: str) -> str:
    row = next(draft.find(NamedNode(entity), _ENTITY, graph=draft.entities), None)
    return row.object.value if row is not None and isinstance(row.object, NamedNode) else entity


def _former_mates(draft: Draft, entity: str) -> Iterator[str]:
    """The group that an entity stood in so far, by its first."""
    yield _first_of(draft, entity)
    node = NamedNode(entity)
    yield from (quad.subject.value for quad in draft.find(None, _ENTITY, node, graph=draft.entities) if isinstance(quad.subject, NamedNode))


def _describe(iri: str, members: list[Profile]) -> Cluster:
    labels = Counter(profile.names[0] for profile in members)
    label = min(labels, key=lambda name: (-labels[name], -len(name.split()), name))
    names = sorted({name for profile in members for name in profile.names} - {label})
    types = Counter(profile.type for profile in members)
    kind = min(types, key=lambda kind: (-types[kind], kind.value))
    return Cluster(iri, label, kind, tuple(profile.iri for profile in members), tuple(names))
