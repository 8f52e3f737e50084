"""In: links, or a draft that holds some. Out: the rows that stand for them. It refuses to score, and to know who is compared with whom.

A pair that is the same has a plain owl:sameAs; one in doubt, or that the user calls different, `archive#compared`. Verdict, score and reasons stand
at a node that is named after the pair: two rows in all, since an archive has many links.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.layout import ARCHIVE, term
from graph.archive.linking import Link, Verdict
from graph.archive.register import Draft
from graph.records import short_hash

SAME_AS: Final = term("owl:sameAs")
COMPARED: Final = NamedNode(ARCHIVE + "compared")
FOUND: Final = NamedNode(ARCHIVE + "found")

Order = tuple[float, str, str]
"""A link's place in the order in which links are taken: the surest first, ties by address."""


def order_of(link: Link) -> Order:
    """Where a link stands in that order."""
    return -link.score, link.a, link.b


def write_link(draft: Draft, link: Link) -> None:
    """Puts in the link of two that have none."""
    draft.scores[link.a, link.b] = link.score if link.verdict is Verdict.SAME else None
    for quad in _rows_of(draft, link):
        draft.insert(quad)


def drop_link(draft: Draft, link: Link) -> None:
    """Takes a link out."""
    draft.scores[link.a, link.b] = None
    for quad in _rows_of(draft, link):
        draft.drop(quad)


def linked_with(draft: Draft, entity: str, *plains: NamedNode) -> set[str]:
    """Those that an entity has links with; of `plains` alone, where they are given."""
    return set(list_linked(draft, entity, *plains))


def list_linked(draft: Draft, entity: str, *plains: NamedNode) -> Iterator[str]:
    """The same, one after the other: of many, the first few can be had for little."""
    node = NamedNode(entity)
    for plain in plains or (SAME_AS, COMPARED):
        yield from (_value(quad.object) for quad in draft.find(node, plain, graph=draft.links))
        yield from (_value(quad.subject) for quad in draft.find(None, plain, node, graph=draft.links))


def order_between(draft: Draft, one: str, other: str) -> Order | None:
    """The place of the link that says that two are the same; None where there is none. What was asked for last is known without looking it up."""
    a, b = sorted((one, other))
    if (a, b) not in draft.scores:
        link = read_link(draft, a, b)
        draft.scores[a, b] = link.score if link is not None and link.verdict is Verdict.SAME else None
    score = draft.scores[a, b]
    return (-score, a, b) if score is not None and draft.decided(a, b) is not Verdict.DIFFERENT else None


def read_link(draft: Draft, a: str, b: str) -> Link | None:
    """The link of a pair, in alphabetical order."""
    row = next(draft.find(_node(draft, a, b), FOUND, graph=draft.links), None)
    if row is None:
        return None
    verdict, score, reasons = _value(row.object).split(" ", 2)
    return Link(a, b, Verdict(verdict), float(score), tuple(reasons.split("; ")))


def list_pairs(draft: Draft) -> Iterator[tuple[str, str]]:
    """All pairs that have a link and are written."""
    for plain in (SAME_AS, COMPARED):
        for quad in draft.archive.backend.quads(None, plain, graph=draft.links):
            yield _value(quad.subject), _value(quad.object)


def _node(draft: Draft, a: str, b: str) -> NamedNode:
    """What stands for a pair."""
    return NamedNode(f"{draft.links.value}/{short_hash(a, b)}")


def _rows_of(draft: Draft, link: Link) -> tuple[Quad, Quad]:
    """The rows of a link, as the user's decisions now are."""
    is_same = link.verdict is Verdict.SAME and draft.decided(link.a, link.b) is not Verdict.DIFFERENT
    text = Literal(f"{link.verdict.value} {link.score:g} {'; '.join(link.reasons)}")
    return (
        Quad(NamedNode(link.a), SAME_AS if is_same else COMPARED, NamedNode(link.b), draft.links),
        Quad(_node(draft, link.a, link.b), FOUND, text, draft.links),
    )


def _value(node: object) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else ""
