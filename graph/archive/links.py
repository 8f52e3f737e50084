"""In: an archive, and articles that came, changed or went. Out: the links between its entities, in a graph of their own, and what the user decided.

Only articles that came, changed or went since the last linking are looked at. Decisions of the user lie in a third graph and outlive every new
linking. It refuses to touch an article's own graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.clusters import check_decisions, refresh_clusters
from graph.archive.decisions import Decision, read_decisions
from graph.archive.entering import Entered, enter_article
from graph.archive.excerpts import read_excerpt
from graph.archive.layout import DATE, STATEMENTS, UNLINKED, VERSION
from graph.archive.link_rows import drop_link, linked_with, list_pairs, read_link, write_link
from graph.archive.linking import Link, Verdict
from graph.archive.profiles import make_profiles, read_profiles, write_profiles
from graph.archive.register import UNFINISHED, Draft, list_profiles
from graph.archive.store import Archive
from graph.archive.version import linking_version
from graph.errors import ArchiveError

__all__ = ["count_unlinked", "decide", "link_archive", "read_decisions", "read_links"]

_ROWS: Final = 1_500
"""Rows after which links are written in one step: the store takes kilobytes of memory for each row of a step, and an endpoint two thousand a step."""
_GROUPED: Final = 200
"""Articles after which groups are brought up to date: what is to be remembered for that must not grow with the archive."""


def link_archive(archive: Archive, *, progress: Callable[[int], None] | None = None) -> int:
    """Links every article that is new or changed since it was linked, and lets go of those that went. Gives how many there were.

    Stopped at any moment, the same call goes on where it stopped; the links are the same in whatever order articles came. `progress` is told after each
    article how many are done.
    """
    _begin_anew(archive)
    draft = Draft(archive)
    is_unfinished = next(draft.find(draft.register, UNFINISHED, graph=draft.register), None) is not None
    found = Entered(touched=_list_entities(archive) if is_unfinished else set())
    linked = 0
    for iri in _in_order(archive):
        draft.put(draft.register, UNFINISHED, Literal("true"), draft.register)
        _link_article(draft, iri, found)
        linked += 1
        if progress is not None:
            progress(linked)
        if draft.size >= _ROWS or linked % _GROUPED == 0:
            draft.commit()
        if linked % _GROUPED == 0:
            refresh_clusters(draft, found)
            found = Entered()
    draft.commit()
    refresh_clusters(draft, found)
    return linked


def count_unlinked(archive: Archive) -> int:
    """How many articles are new, changed or gone since the last linking; all of them, where another version of the program linked them."""
    return sum(1 for _ in _unlinked(archive)) if _is_current(archive) else archive.count()


def read_links(archive: Archive, entity: str | None = None) -> Iterator[Link]:
    """The links that were found, of one entity or of all, in alphabetical order: the same ones and those in doubt, refused ones too."""
    draft = Draft(archive)
    pairs = list_pairs(draft) if entity is None else ((min(entity, other), max(entity, other)) for other in linked_with(draft, entity))
    yield from (link for pair in sorted(set(pairs)) if (link := read_link(draft, *pair)) is not None)


def decide(archive: Archive, one: str, other: str, verdict: Verdict | None) -> None:
    """Takes down that the user calls two entities the same or different; None takes an earlier decision back.

    Raises:
        ArchiveError: an entity is not there, there is nothing to take back, or the decision contradicts earlier ones.
    """
    draft = Draft(archive)
    a, b = sorted((one, other))
    if a == b:
        raise ArchiveError(f"{a} was given twice; a decision is about two entities")
    for iri in (a, b):
        if draft.profile(iri) is None and verdict is not None:
            raise ArchiveError(f"there is no entity {iri} in the archive; `triplewire entities` lists what there is")
    former = draft.decided(a, b)
    if verdict is None and former is None:
        raise ArchiveError(f"nothing was decided about {a} and {b}; there is nothing to undo")
    if verdict is not None:
        others = [decision for decision in read_decisions(archive) if (decision.a, decision.b) != (a, b)]
        check_decisions((*others, Decision(a, b, verdict)))
    link = read_link(draft, a, b)
    if link is not None:
        drop_link(draft, link)
    draft.decide(a, b, verdict)
    if link is not None:
        write_link(draft, link)
    draft.commit()
    refresh_clusters(draft, Entered(touched={a, b}))


def _is_current(archive: Archive) -> bool:
    graph = archive.names.register
    return next(archive.backend.quads(graph, VERSION, Literal(linking_version()), graph), None) is not None


def _begin_anew(archive: Archive) -> None:
    """Where another version of the program linked, its links go, and every article is to be linked; what the user decided stays."""
    if _is_current(archive):
        return
    names = archive.names
    marked = {quad.subject for quad in _unlinked_rows(archive)}
    articles = {quad.subject for quad in archive.backend.quads(None, STATEMENTS, graph=names.index)} - marked
    archive.transact(add=[Quad(article, UNLINKED, Literal(""), names.index) for article in articles])
    for graph in (names.entities, names.links, names.register):
        archive.replace_graph(graph.value, ())
    archive.transact(add=[Quad(names.register, VERSION, Literal(linking_version()), names.register)])


def _list_entities(archive: Archive) -> set[str]:
    """All that are registered, and those that went while rows of their groups were left."""
    rows = archive.backend.quads(graph=archive.names.entities)
    return {profile.iri for profile in list_profiles(archive)} | {row.subject.value for row in rows if isinstance(row.subject, NamedNode)}


def _unlinked_rows(archive: Archive) -> Iterator[Quad]:
    return archive.backend.quads(None, UNLINKED, graph=archive.names.index)


def _unlinked(archive: Archive) -> Iterator[str]:
    return (quad.subject.value for quad in _unlinked_rows(archive) if isinstance(quad.subject, NamedNode))


def _in_order(archive: Archive) -> list[str]:
    """The articles to be linked, the oldest first, so that few displace an anchor; those that went before all others."""
    days = {iri: _day_of(archive, NamedNode(iri)) for iri in _unlinked(archive)}
    return sorted(days, key=lambda iri: (days[iri], iri))


def _day_of(archive: Archive, article: NamedNode) -> str:
    return next((row.object.value for row in archive.backend.quads(article, DATE, graph=article) if isinstance(row.object, Literal)), "")


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
