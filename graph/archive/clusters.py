"""In: an archive's links and the user's decisions. Out: its entities across articles: groups of entities that are one thing, each under one address.

What the user calls one is joined first; then the links, the surest first, ties by address. A join is left out where it would put together two that
are different: by decision, by a hard fact, or because one article tells them apart. So the groups depend on the links alone, never on their order of
arrival. It refuses to change a link.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from graph.archive.decisions import Decision, read_decisions
from graph.archive.entering import Entered
from graph.archive.facts import Facts, facts_of, find_conflict, write_facts
from graph.archive.leaving import take_out
from graph.archive.link_rows import SAME_AS, linked_with, order_of, read_link
from graph.archive.linking import Link, Verdict
from graph.archive.placing import CONTESTED, DECIDED, ENTITY, FACTS, Placing, first_of, members_of, write_crossing
from graph.archive.profiles import Profile
from graph.archive.register import UNFINISHED, Draft, list_profiles
from graph.archive.store import Archive
from graph.errors import ArchiveError
from graph.records import EntityType


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
    for link in sorted(sure, key=order_of):
        _join(groups, link.a, link.b, is_decided=False)
    found = {tuple(sorted(group.members)) for group in groups.values() if len(group.members) > 1}
    return tuple(sorted(found))


def refresh_clusters(draft: Draft, found: Entered) -> None:
    """Brings the groups up to date after their links, and writes what changed.

    For most entities that come or go, and most links that went, what stands near tells what becomes of their groups; what is uncertain is worked out, with
    all that hangs together with it.
    """
    decisions = read_decisions(draft.archive)
    decided = {iri for decision in decisions for iri in (decision.a, decision.b)}
    waiting = found.touched | take_out(draft, found)
    waiting |= decided & found.fresh.keys()
    placing = Placing(draft, {iri: mates for iri, mates in found.fresh.items() if iri not in waiting})
    waiting |= {entity for entity in sorted(placing.pending) if not placing.place(entity)}
    still = ((link, third) for link, third in found.parted.items() if found.gone.keys().isdisjoint((link.a, link.b)))
    waiting |= {iri for link, third in still if not placing.let_go(link, third) for iri in (link.a, link.b)}
    if waiting:
        _work_out(draft, waiting, decisions)
    for row in list(draft.find(draft.register, UNFINISHED, graph=draft.register)):
        draft.drop(row)
    draft.commit()


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
    contested = _find_contested(first, links, beside)
    members = {group[0]: group for group in groups}
    for entity in sorted(seen):
        rows: set[tuple[NamedNode, NamedNode | Literal]] = {(ENTITY, NamedNode(first[entity]))} if entity in first else set()
        rows |= {(FACTS, Literal(write_facts(facts_of(profiles[member])))) for member in members.get(entity, ())}
        rows |= {(CONTESTED if isinstance(what, Literal) else DECIDED, what) for what in contested.get(entity, ())}
        draft.swap(NamedNode(entity), rows, draft.entities)


def _find_contested(first: Mapping[str, str], links: Iterable[Link], decided: Iterable[str]) -> dict[str, set[NamedNode | Literal]]:
    """What is to be known of groups, by their first, in which something was refused or decided; see `CONTESTED` and `DECIDED`."""
    found: dict[str, set[NamedNode | Literal]] = defaultdict(set)
    for link in links:
        sides = {first.get(iri, iri) for iri in (link.a, link.b)}
        for side in sides if len(sides) > 1 else ():
            found[side].add(write_crossing(order_of(link)))
    for iri in decided:
        found[first.get(iri, iri)].add(NamedNode(iri))
    return found


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
    return {quad.subject.value: quad.object.value for quad in archive.backend.quads(None, ENTITY, graph=archive.names.entities)}  # type: ignore[union-attr]


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


def _former_mates(draft: Draft, entity: str) -> Iterator[str]:
    """The group that an entity stood in so far, by its first."""
    yield first_of(draft, entity)
    yield from members_of(draft, entity)


def _describe(iri: str, members: list[Profile]) -> Cluster:
    labels = Counter(profile.names[0] for profile in members)
    label = min(labels, key=lambda name: (-labels[name], -len(name.split()), name))
    names = sorted({name for profile in members for name in profile.names} - {label})
    types = Counter(profile.type for profile in members)
    kind = min(types, key=lambda kind: (-types[kind], kind.value))
    return Cluster(iri, label, kind, tuple(profile.iri for profile in members), tuple(names))
