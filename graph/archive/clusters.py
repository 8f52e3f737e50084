"""In: an archive's links and the user's decisions. Out: its entities across articles: groups of entities that are one thing, each under one address.

What the user calls one is joined first; then the links, the surest first, ties by address. A join is left out where it would put together two that
are different: by decision, by a hard fact, or because one article tells them apart. So the groups depend on the links alone, never on their order of
arrival. It refuses to change a link.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from graph.archive.facts import Facts, facts_of, find_conflict
from graph.archive.layout import ARCHIVE
from graph.archive.linking import Link, Verdict
from graph.archive.links import Decision, read_decisions, read_links
from graph.archive.profiles import Profile
from graph.archive.register import PROFILE, UNFINISHED, Draft, list_profiles
from graph.archive.store import Archive
from graph.errors import ArchiveError
from graph.records import EntityType

_ENTITY = NamedNode(ARCHIVE + "entity")


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
    refused = set()
    for decision in decisions:
        if decision.verdict is Verdict.DIFFERENT:
            refused.add((decision.a, decision.b))
            for one, other in ((decision.a, decision.b), (decision.b, decision.a)):
                if one in groups:
                    groups[one].apart.add(other)
    for decision in sorted(decisions, key=lambda decision: (decision.a, decision.b)):
        if decision.verdict is Verdict.SAME and decision.a in groups and decision.b in groups:
            _join(groups, decision.a, decision.b, is_decided=True)
    sure = [link for link in links if link.verdict is Verdict.SAME and (link.a, link.b) not in refused and link.a in groups and link.b in groups]
    for link in sorted(sure, key=lambda link: (-link.score, link.a, link.b)):
        _join(groups, link.a, link.b, is_decided=False)
    found = {tuple(sorted(group.members)) for group in groups.values() if len(group.members) > 1}
    return tuple(sorted(found))


def refresh_clusters(archive: Archive, touched: Iterable[str]) -> None:
    """Works out the groups of these entities and of all that are linked with them anew, and writes what changed."""
    draft = Draft(archive)
    decisions = read_decisions(archive)
    beside: dict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        beside[decision.a].add(decision.b)
        beside[decision.b].add(decision.a)
    links: dict[tuple[str, str], Link] = {}
    seen: set[str] = set()
    waiting = set(touched)
    while waiting:
        entity = waiting.pop()
        seen.add(entity)
        around = set(beside[entity]) | set(_former_mates(draft, entity))
        for link in read_links(archive, entity):
            links[link.a, link.b] = link
            around |= {link.a, link.b} if link.verdict is Verdict.SAME else set()
        waiting |= around - seen
    profiles = [draft.profile(entity) for entity in sorted(seen) if next(draft.find(NamedNode(entity), PROFILE, graph=draft.register), None)]
    first = {member: cluster[0] for cluster in make_clusters(profiles, links.values(), decisions) for member in cluster}
    for row in list(draft.find(draft.register, UNFINISHED, graph=draft.register)):
        draft.drop(row)
    for entity in sorted(seen):
        draft.swap(NamedNode(entity), {_ENTITY: NamedNode(first[entity])} if entity in first else {}, draft.entities)
    draft.commit()


def read_clusters(archive: Archive) -> tuple[Cluster, ...]:
    """All named entities across articles, the most widely named first."""
    graph = Draft(archive).entities
    first = {quad.subject.value: quad.object.value for quad in archive.backend.quads(None, _ENTITY, graph=graph)}  # type: ignore[union-attr]
    groups: dict[str, list[Profile]] = defaultdict(list)
    for profile in list_profiles(archive):
        groups[first.get(profile.iri, profile.iri)].append(profile)
    clusters = (_describe(iri, sorted(members, key=lambda profile: profile.iri)) for iri, members in groups.items())
    return tuple(sorted(clusters, key=lambda cluster: (-len(cluster.members), cluster.label, cluster.iri)))


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
    """Those that stood in one group with an entity so far."""
    node = NamedNode(entity)
    for row in list(draft.find(node, _ENTITY, graph=draft.entities)):
        if isinstance(row.object, NamedNode):
            yield from (quad.subject.value for quad in draft.find(None, _ENTITY, row.object, graph=draft.entities) if isinstance(quad.subject, NamedNode))
    yield from (quad.subject.value for quad in draft.find(None, _ENTITY, node, graph=draft.entities) if isinstance(quad.subject, NamedNode))


def _describe(iri: str, members: list[Profile]) -> Cluster:
    labels = Counter(profile.names[0] for profile in members)
    label = min(labels, key=lambda name: (-labels[name], -len(name.split()), name))
    names = sorted({name for profile in members for name in profile.names} - {label})
    types = Counter(profile.type for profile in members)
    kind = min(types, key=lambda kind: (-types[kind], kind.value))
    return Cluster(iri, label, kind, tuple(profile.iri for profile in members), tuple(names))
