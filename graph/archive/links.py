"""In: an archive, and articles that came, changed or went. Out: the links between its entities, in a graph of their own, and what the user decided.

Only articles that came, changed or went since the last linking are looked at. Decisions of the user lie in a third graph and outlive every new
linking. It refuses to touch an article's own graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.entering import Entered, enter_article
from graph.archive.excerpts import read_excerpt
from graph.archive.layout import STATEMENTS, TYPE, UNLINKED, VERSION, term
from graph.archive.link_rows import SAME_AS, drop_link, linked_with, list_pairs, pair_node, read_link, write_link
from graph.archive.linking import Link, Verdict
from graph.archive.profiles import make_profiles, read_profiles, write_profiles
from graph.archive.register import DECISION, ONE, OTHER, UNFINISHED, VERDICT, Draft, graph_of, list_profiles
from graph.archive.store import Archive
from graph.archive.version import linking_version
from graph.errors import ArchiveError

DIFFERENT: Final = term("owl:differentFrom")
_BATCH: Final = 20
"""Articles whose links are written in one step."""


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
    waiting = iter(sorted(_unlinked(archive)))
    found = Entered(touched={profile.iri for profile in list_profiles(archive)} if is_unfinished else set())
    linked = 0
    while batch := list(islice(waiting, _BATCH)):
        draft.put(draft.register, UNFINISHED, Literal("true"), draft.register)
        for iri in batch:
            _link_article(draft, iri, found)
        draft.commit()
        linked += len(batch)
    if linked or found.touched:
        refresh_clusters(archive, touched=found.touched, fresh=found.fresh, parted=found.parted)
    return linked


def count_unlinked(archive: Archive) -> int:
    """How many articles are new, changed or gone since the last linking; all of them, where another version of the program linked them."""
    return sum(1 for _ in _unlinked(archive)) if _is_current(archive) else archive.count()


def read_links(archive: Archive, entity: str | None = None) -> Iterator[Link]:
    """The links that were found, of one entity or of all, in alphabetical order: the same ones and those in doubt, refused ones too."""
    draft = Draft(archive)
    pairs = list_pairs(draft) if entity is None else ((min(entity, other), max(entity, other)) for other in linked_with(draft, entity))
    yield from (link for pair in sorted(set(pairs)) if (link := read_link(draft, *pair)) is not None)


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
        if draft.profile(iri) is None and verdict is not None:
            raise ArchiveError(f"there is no entity {iri} in the archive; `triplewire entities` lists what there is")
    node = pair_node(draft.decisions, a, b)
    before = list(draft.find(node, graph=draft.decisions))
    if verdict is None and not before:
        raise ArchiveError(f"nothing was decided about {a} and {b}; there is nothing to undo")
    if verdict is not None:
        others = [decision for decision in read_decisions(archive) if (decision.a, decision.b) != (a, b)]
        check_decisions((*others, Decision(a, b, verdict)))
    _write_decision(draft, node, a, b, verdict)
    if (found := read_link(draft, a, b)) is not None:
        drop_link(draft, found)
    draft.decide(a, b, verdict)
    if found is not None:
        write_link(draft, found)
    draft.commit()
    refresh_clusters(archive, touched={a, b})


def _is_current(archive: Archive) -> bool:
    graph = graph_of(archive.names, "register")
    return next(archive.backend.quads(graph, VERSION, Literal(linking_version()), graph), None) is not None


def _begin_anew(archive: Archive) -> None:
    """Where another version of the program linked, its links go, and every article is to be linked; what the user decided stays."""
    if _is_current(archive):
        return
    index, register = archive.names.index, graph_of(archive.names, "register")
    marked = {quad.subject for quad in _unlinked_rows(archive)}
    articles = {quad.subject for quad in archive.backend.quads(None, STATEMENTS, graph=index)} - marked
    archive.transact(add=[Quad(article, UNLINKED, Literal(""), index) for article in articles])
    for name in ("entities", "links", "register"):
        archive.replace_graph(graph_of(archive.names, name).value, ())
    archive.transact(add=[Quad(register, VERSION, Literal(linking_version()), register)])


def _unlinked_rows(archive: Archive) -> Iterator[Quad]:
    return archive.backend.quads(None, UNLINKED, graph=archive.names.index)


def _unlinked(archive: Archive) -> Iterator[str]:
    return (quad.subject.value for quad in _unlinked_rows(archive) if isinstance(quad.subject, NamedNode))


def _link_article(draft: Draft, iri: str, found: Entered) -> None:
    """Brings an article's entities up to date; see `enter_article`."""
    archive, index = draft.archive, draft.archive.names.index
    article = NamedNode(iri)
    marks = list(draft.find(article, UNLINKED, graph=index))
    text = _profiles_of(archive, article, marks)
    for mark in marks:
        draft.drop(mark)
    enter_article(draft, iri, read_profiles(text) if text is not None else {}, text, found)


def _profiles_of(archive: Archive, article: NamedNode, marks: list[Quad]) -> str | None:
    """An article's profiles as they are written: as they came with it, or, where another version made them, from its graph; None where it is gone."""
    if next(archive.backend.quads(article, STATEMENTS, graph=archive.names.index), None) is None:
        return None
    for mark in marks:
        version, _, text = mark.object.value.partition(" ") if isinstance(mark.object, Literal) else ("", "", "")
        if version == linking_version():
            return text
    return write_profiles(make_profiles(read_excerpt(article.value, archive.graph_triples(article.value)), base_iri=archive.base_iri))


def _write_decision(draft: Draft, node: NamedNode, a: str, b: str, verdict: Verdict | None) -> None:
    rows: set[tuple[NamedNode, NamedNode | Literal]] = set()
    if verdict is not None:
        rows = {(TYPE, DECISION), (ONE, NamedNode(a)), (OTHER, NamedNode(b)), (VERDICT, Literal(verdict.value))}
    draft.swap(node, rows, draft.decisions)
    for predicate, meaning in ((SAME_AS, Verdict.SAME), (DIFFERENT, Verdict.DIFFERENT)):
        if verdict is meaning:
            draft.put(NamedNode(a), predicate, NamedNode(b), draft.decisions)
        else:
            for quad in list(draft.find(NamedNode(a), predicate, NamedNode(b), graph=draft.decisions)):
                draft.drop(quad)
