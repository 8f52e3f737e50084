"""In: links, or a draft that holds some. Out: the rows that stand for them. It refuses to score, and to know who is compared with whom.

A pair that is the same has a plain owl:sameAs; one in doubt, or that the user calls different, `archive#compared`. Verdict, score and reasons stand
at a node that is named after the pair: two rows in all, since an archive has many links.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph.archive.layout import ARCHIVE, term
from graph.archive.linking import Link, Verdict
from graph.archive.register import Draft
from graph.records import short_hash

SAME_AS: Final = term("owl:sameAs")
COMPARED: Final = NamedNode(ARCHIVE + "compared")
FOUND: Final = NamedNode(ARCHIVE + "found")


def write_link(draft: Draft, link: Link, *, is_new: bool = False) -> None:
    """Puts a link in, or in the place of its former self; `is_new` where the two were never compared."""
    is_same = link.verdict is Verdict.SAME and draft.decided(link.a, link.b) != Verdict.DIFFERENT.value
    one, other, node = NamedNode(link.a), NamedNode(link.b), _node(draft, link.a, link.b)
    plain, text = SAME_AS if is_same else COMPARED, Literal(f"{link.verdict.value} {link.score:g} {'; '.join(link.reasons)}")
    if is_new:
        draft.add(one, plain, other, draft.links)
        draft.add(node, FOUND, text, draft.links)
        return
    draft.put(one, plain, other, draft.links)
    _drop_plain(draft, one, COMPARED if is_same else SAME_AS, other)
    draft.swap(node, {(FOUND, text)}, draft.links)


def drop_link(draft: Draft, a: str, b: str) -> None:
    """Takes the link of a pair, in alphabetical order, out."""
    for plain in (SAME_AS, COMPARED):
        _drop_plain(draft, NamedNode(a), plain, NamedNode(b))
    draft.swap(_node(draft, a, b), set(), draft.links)


def linked_with(draft: Draft, entity: str, *plains: NamedNode) -> set[str]:
    """Those that an entity has links with; of `plains` alone, where they are given."""
    node, found = NamedNode(entity), set()
    for plain in plains or (SAME_AS, COMPARED):
        found |= {_value(quad.object) for quad in draft.find(node, plain, graph=draft.links)}
        found |= {_value(quad.subject) for quad in draft.find(None, plain, node, graph=draft.links)}
    return found


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


def pair_node(graph: NamedNode, a: str, b: str) -> NamedNode:
    """What stands for a pair in a graph."""
    return NamedNode(f"{graph.value}/{short_hash(a, b)}")


def _node(draft: Draft, a: str, b: str) -> NamedNode:
    return pair_node(draft.links, a, b)


def _drop_plain(draft: Draft, one: NamedNode, plain: NamedNode, other: NamedNode) -> None:
    for quad in list(draft.find(one, plain, other, graph=draft.links)):
        draft.drop(quad)


def _value(node: object) -> str:
    return node.value if isinstance(node, NamedNode | Literal) else ""
