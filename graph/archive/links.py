"""In: an archive, and articles that came, changed or went. Out: the links between its entities, in a graph of their own, and what the user decided.

A pair that is the same has a plain owl:sameAs; beside it stands a row with the verdict, the score and the reasons; pairs in doubt have the row alone.
Decisions of the user lie in a third graph and outlive every new linking. It refuses to touch an article's own graph.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph.archive.blocking import ANCHORS, keys_of, rank
from graph.archive.excerpts import read_excerpt
from graph.archive.layout import ARCHIVE, ARTICLE, TYPE, VERSION, term
from graph.archive.linking import Link, Verdict, score_link
from graph.archive.profiles import Profile, make_profiles, write_profile
from graph.archive.register import ANCHOR, DECISION, KEY, LINKED, ONE, OTHER, PROFILE, UNFINISHED, VERDICT, Draft, graph_of, list_entities
from graph.archive.store import Archive, ArchivedArticle
from graph.errors import ArchiveError
from graph.records import short_hash

DOUBT: Final = 0.5
"""The score from which an unsure pair is kept, for the user to look at."""

SAME_AS: Final = term("owl:sameAs")
DIFFERENT: Final = term("owl:differentFrom")
_BATCH: Final = 20
_DECIDING: Final = (
    *(f"archive/{name}.py" for name in ("excerpts", "profiles", "facts", "evidence", "linking", "blocking")),
    "archive/likeness/*.py",
    "archive/data/*.txt",
    "archive/data/*.gz",
    "gazetteer/*.*",
)
_SCORE = term("tw:confidence")
_REASONS = NamedNode(ARCHIVE + "reasons")


@dataclass(frozen=True)
class Decision:
    """What the user said of a pair: the same, or different."""

    a: str
    b: str
    verdict: Verdict


def link_archive(archive: Archive) -> int:
    """Links every article that is new or changed since it was linked, and lets go of those that went. Gives how many there were.

    Stopped at any moment, the same call goes on where it stopped; the links are the same in whatever order articles came.
    """
    from graph.archive.clusters import refresh_clusters

    _begin_anew(archive)
    draft = Draft(archive)
    is_unfinished = next(archive.backend.quads(draft.register, UNFINISHED, graph=draft.register), None) is not None
    gone, stale, wanted = _find_stale(archive)
    touched: set[str] = set(list_entities(archive)) if is_unfinished else set()
    fresh: set[str] = set()
    draft.put(draft.register, VERSION, Literal(linking_version()), draft.register)
    if gone or stale:
        draft.put(draft.register, UNFINISHED, Literal("true"), draft.register)
    for number, iri in enumerate((*gone, *stale), 1):
        touched |= _link_article(draft, iri, wanted.get(iri), fresh)
        if number % _BATCH == 0:
            draft.commit()
    draft.commit()
    if gone or stale or touched:
        refresh_clusters(archive, touched=touched, fresh=fresh)
    return len(gone) + len(stale)


def count_unlinked(archive: Archive) -> int:
    """How many articles are new, changed or gone since the last linking; all of them, where another version of the program linked them."""
    if not _is_current(archive):
        return archive.count()
    gone, stale, _ = _find_stale(archive)
    return len(gone) + len(stale)


def read_links(archive: Archive, entity: str | None = None) -> Iterator[Link]:
    """The links that were found, of one entity or of all, in alphabetical order: the same ones and those in doubt, refused ones too."""
    draft = Draft(archive)
    if entity is None:
        nodes = {quad.subject for quad in archive.backend.quads(None, ONE, graph=draft.links)}
    else:
        nodes = {quad.subject for end in (ONE, OTHER) for quad in draft.find(None, end, NamedNode(entity), graph=draft.links)}
    links = [_read_link(draft, node) for node in nodes if isinstance(node, NamedNode)]
    yield from sorted(links, key=lambda link: (link.a, link.b))


def read_decisions(archive: Archive) -> tuple[Decision, ...]:
    """What the user decided, in alphabetical order."""
    graph = Draft(archive).decisions
    found = []
    for quad in archive.backend.quads(None, TYPE, DECISION, graph):
        row = {row.predicate: row.object.value for row in archive.backend.quads(quad.subject, graph=graph)}  # type: ignore[arg-type,union-attr]
        found.append(Decision(row[ONE], row[OTHER], Verdict(row[VERDICT])))
    return tuple(sorted(found, key=lambda decision: (decision.a, decision.b)))


def decide(archive: Archive, one: str, other: str, verdict: Verdict | None) -> None:
    """Takes down that the user calls two entities the same or different; None takes an earlier decision back.

    Raises:
        ArchiveError: an entity is not there, there is nothing to take back, or the decision contradicts earlier ones.
    """
    from graph.archive.clusters import check_decisions, refresh_clusters

    draft = Draft(archive)
    a, b = sorted((one, other))
    if a == b:
        raise ArchiveError(f"{a} was given twice; a decision is about two entities")
    for iri in (a, b):
        if next(draft.find(NamedNode(iri), PROFILE, graph=draft.register), None) is None and verdict is not None:
            raise ArchiveError(f"there is no entity {iri} in the archive; `triplewire entities` lists what there is")
    node = _node(draft.decisions, a, b)
    before = list(draft.find(node, graph=draft.decisions))
    if verdict is None and not before:
        raise ArchiveError(f"nothing was decided about {a} and {b}; there is nothing to undo")
    if verdict is not None:
        others = [decision for decision in read_decisions(archive) if (decision.a, decision.b) != (a, b)]
        check_decisions((*others, Decision(a, b, verdict)))
    _write_decision(draft, node, a, b, verdict)
    draft.decide(a, b, verdict)
    found = next((link for link in read_links(archive, a) if b in (link.a, link.b)), None)
    if found is not None:
        _write_link(draft, found)
    draft.commit()
    refresh_clusters(archive, touched={a, b})


@cache
def linking_version() -> str:
    """Changes with all that decides what is linked: links of another version are made again."""
    digest = hashlib.sha256()
    for path in sorted(path for name in _DECIDING for path in Path(__file__).parents[1].glob(name) if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def _is_current(archive: Archive) -> bool:
    graph = graph_of(archive.names, "register")
    return next(archive.backend.quads(graph, VERSION, Literal(linking_version()), graph), None) is not None


def _begin_anew(archive: Archive) -> None:
    """Where another version of the program linked, its links go; what the user decided stays."""
    register = graph_of(archive.names, "register")
    if not _is_current(archive) and next(archive.backend.quads(graph=register), None) is not None:
        for name in ("entities", "links", "register"):
            archive.replace_graph(graph_of(archive.names, name).value, ())


def _find_stale(archive: Archive) -> tuple[list[str], list[str], dict[str, str]]:
    """The articles that went, and those that came or changed, since the last linking; and the mark of each that is there."""
    graph = graph_of(archive.names, "register")
    marks = {quad.subject.value: quad.object.value for quad in archive.backend.quads(None, LINKED, graph=graph)}  # type: ignore[union-attr]
    wanted = {article.iri: _mark(article) for article in archive.articles()}
    return sorted(marks.keys() - wanted.keys()), sorted(iri for iri, mark in wanted.items() if marks.get(iri) != mark), wanted


def _mark(article: ArchivedArticle) -> str:
    """Changes whenever an article's graph may have changed."""
    parts = (article.sha256, article.content, article.version, str(article.date), str(article.words), str(article.statements))
    return short_hash("1", *parts)


def _link_article(draft: Draft, iri: str, mark: str | None, fresh: set[str]) -> set[str]:
    """Brings an article's entities up to date. Gives the entities that lost links, and adds those to `fresh` that are new."""
    old = draft.entities_of(iri)
    profiles = make_profiles(read_excerpt(iri, draft.archive.graph_triples(iri)), base_iri=draft.archive.base_iri) if mark is not None else ()
    new = {profile.iri: write_profile(profile) for profile in profiles}
    touched: set[str] = set()
    for entity in sorted(old):
        if new.get(entity) != old[entity]:
            touched |= _withdraw(draft, entity)
    for profile in profiles:
        if old.get(profile.iri) != new[profile.iri]:
            touched |= _enter(draft, profile)
            fresh.add(profile.iri)
    draft.swap(NamedNode(iri), {LINKED: Literal(mark)} if mark is not None else {}, draft.register)
    return touched


def _enter(draft: Draft, profile: Profile) -> set[str]:
    """Puts an entity into the register and links it; it may take the place of a key's anchor. Gives the entities that lost links by that."""
    node, iri = NamedNode(profile.iri), profile.iri
    near: set[str] = set()
    demoted: list[tuple[str, str]] = []
    for key in sorted(keys_of(profile)):
        anchors = draft.bearers(ANCHOR, key)
        last = max(anchors, key=rank, default=iri)
        near |= anchors
        if len(anchors) < ANCHORS:
            draft.put(node, ANCHOR, Literal(key), draft.register)
        elif rank(iri) < rank(last):
            near |= draft.bearers(KEY, key)
            draft.put(node, ANCHOR, Literal(key), draft.register)
            _drop_anchor(draft, last, key)
            demoted.append((key, last))
        draft.put(node, KEY, Literal(key), draft.register)
    draft.put(node, ARTICLE, NamedNode(profile.article), draft.register)
    draft.put(node, PROFILE, Literal(write_profile(profile)), draft.register)
    for other in sorted(near - {iri}):
        _link(draft, profile, draft.profile(other))
    return {entity for key, last in demoted for entity in _drop_unwarranted(draft, last, draft.bearers(KEY, key) - {iri})}


def _withdraw(draft: Draft, iri: str) -> set[str]:
    """Takes an entity and its links out; where it was an anchor, the next in order takes its place. Gives the entities whose links changed."""
    node = NamedNode(iri)
    touched = {iri}
    for link in list(_links_of(draft, iri)):
        touched.add(link.b if link.a == iri else link.a)
        _drop_link(draft, link)
    anchored, keys = draft.keys(iri, ANCHOR), draft.keys(iri)
    for quad in list(draft.find(node, graph=draft.register)):
        draft.drop(quad)
    draft.forget(iri)
    for key in sorted(keys & anchored):
        bearers, anchors = draft.bearers(KEY, key), draft.bearers(ANCHOR, key)
        if waiting := bearers - anchors:
            heir = min(waiting, key=rank)
            draft.put(NamedNode(heir), ANCHOR, Literal(key), draft.register)
            for other in sorted(bearers - {heir}):
                _link(draft, draft.profile(heir), draft.profile(other))
            touched |= bearers
    return touched


def _link(draft: Draft, a: Profile, b: Profile) -> None:
    if a.article != b.article:
        link = score_link(a, b)
        if link.verdict is Verdict.SAME or (link.verdict is Verdict.UNKNOWN and link.score >= DOUBT):
            _write_link(draft, link)


def _drop_unwarranted(draft: Draft, anchor: str, others: Iterable[str]) -> set[str]:
    """Drops the links of a former anchor that no other key calls for: else they would tell in which order the articles came. Gives their ends."""
    dropped = set()
    own = draft.keys(anchor)
    anchored = draft.keys(anchor, ANCHOR)
    linked = {link.a if link.b == anchor else link.b: link for link in _links_of(draft, anchor)}
    for other in sorted(linked.keys() & set(others)):
        shared = own & draft.keys(other)
        if not shared & (anchored | draft.keys(other, ANCHOR)):
            _drop_link(draft, linked[other])
            dropped |= {anchor, other}
    return dropped


def _drop_anchor(draft: Draft, iri: str, key: str) -> None:
    for quad in list(draft.find(NamedNode(iri), ANCHOR, Literal(key), graph=draft.register)):
        draft.drop(quad)


def _write_link(draft: Draft, link: Link) -> None:
    rows: dict[NamedNode, NamedNode | Literal] = {
        ONE: NamedNode(link.a),
        OTHER: NamedNode(link.b),
        VERDICT: Literal(link.verdict.value),
        _SCORE: Literal(f"{link.score:.3f}".rstrip("0"), datatype=term("xsd:decimal")),
        _REASONS: Literal("; ".join(link.reasons)),
    }
    draft.swap(_node(draft.links, link.a, link.b), rows, draft.links)
    if link.verdict is Verdict.SAME and draft.decided(link.a, link.b) != Verdict.DIFFERENT.value:
        draft.put(NamedNode(link.a), SAME_AS, NamedNode(link.b), draft.links)
    else:
        _drop_plain(draft, link)


def _write_decision(draft: Draft, node: NamedNode, a: str, b: str, verdict: Verdict | None) -> None:
    rows: dict[NamedNode, NamedNode | Literal] = {}
    if verdict is not None:
        rows = {TYPE: DECISION, ONE: NamedNode(a), OTHER: NamedNode(b), VERDICT: Literal(verdict.value)}
    draft.swap(node, rows, draft.decisions)
    for predicate, meaning in ((SAME_AS, Verdict.SAME), (DIFFERENT, Verdict.DIFFERENT)):
        if verdict is meaning:
            draft.put(NamedNode(a), predicate, NamedNode(b), draft.decisions)
        else:
            for quad in list(draft.find(NamedNode(a), predicate, NamedNode(b), graph=draft.decisions)):
                draft.drop(quad)


def read_score(draft: Draft, a: str, b: str) -> float:
    """How likely a linked pair is one."""
    row = next(draft.find(_node(draft.links, a, b), _SCORE, graph=draft.links), None)
    return float(row.object.value) if row is not None and isinstance(row.object, Literal) else 0.0


def _drop_link(draft: Draft, link: Link) -> None:
    draft.swap(_node(draft.links, link.a, link.b), {}, draft.links)
    _drop_plain(draft, link)


def _drop_plain(draft: Draft, link: Link) -> None:
    for quad in list(draft.find(NamedNode(link.a), SAME_AS, NamedNode(link.b), graph=draft.links)):
        draft.drop(quad)


def _links_of(draft: Draft, iri: str) -> Iterator[Link]:
    for end in (ONE, OTHER):
        for quad in list(draft.find(None, end, NamedNode(iri), graph=draft.links)):
            if isinstance(quad.subject, NamedNode):
                yield _read_link(draft, quad.subject)


def _read_link(draft: Draft, node: NamedNode) -> Link:
    row = {quad.predicate: quad.object.value for quad in draft.find(node, graph=draft.links)}  # type: ignore[union-attr]
    return Link(row[ONE], row[OTHER], Verdict(row[VERDICT]), float(row[_SCORE]), tuple(row[_REASONS].split("; ")))


def _node(graph: NamedNode, a: str, b: str) -> NamedNode:
    return NamedNode(f"{graph.value}/{short_hash(a, b)}")
