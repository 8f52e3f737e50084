"""In: a draft without the links of entities that went, and the groups as they were. Out: the groups without them, where that can be told from near by.

Where no link of a group was refused, the group is all that links join. So one that leaves it changes nothing else if those that it was linked with are
joined without it. It refuses to guess: what is not certain is to be worked out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from itertools import islice

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.entering import Entered
from graph.archive.facts import facts_of, write_facts
from graph.archive.link_rows import SAME_AS, list_linked, order_between
from graph.archive.placing import CONTESTED, DECIDED, ENTITY, FACTS, NEAR, first_of, members_of
from graph.archive.register import Draft
from graph.archive.stories import join


def take_out(draft: Draft, found: Entered) -> set[str]:
    """Takes those that went out of their groups; gives the entities whose groups have to be worked out."""
    leaving: dict[str, set[str]] = defaultdict(set)
    mates: dict[str, set[str]] = defaultdict(set)
    for entity, (_, linked) in found.gone.items():
        leaving[first_of(draft, entity)].add(entity)
        mates[first_of(draft, entity)] |= linked
    for link in found.parted:  # of an anchor that ceased to be one before it went
        for one, other in ((link.a, link.b), (link.b, link.a)):
            if one in found.gone:
                mates[first_of(draft, one)].add(other)
    uncertain = {iri for pair in found.gained if not _is_within(draft, *pair) for iri in pair}
    for first, gone in sorted(leaving.items()):
        staying = mates[first] - found.gone.keys() - found.fresh.keys()
        if not _leave(draft, first, gone, staying, found):
            uncertain |= gone | staying
    return uncertain


def _is_within(draft: Draft, one: str, other: str) -> bool:
    """Whether a new link between two that were there changes nothing: it went again, or joins two of one group in which none was refused."""
    if order_between(draft, one, other) is None:
        return True
    first = first_of(draft, one)
    return first == first_of(draft, other) and _is_plain(draft, first)


def _is_plain(draft: Draft, first: str) -> bool:
    """Whether a group is all that links join, and nothing was decided in it."""
    return all(next(draft.find(NamedNode(first), sign, graph=draft.entities), None) is None for sign in (CONTESTED, DECIDED))


def _leave(draft: Draft, first: str, gone: set[str], staying: set[str], found: Entered) -> bool:
    """Takes some members out of a group; gives False where that has to be worked out."""
    if not _is_plain(draft, first):
        return False
    some = list(islice(members_of(draft, first), len(gone) + 2))
    if not some:
        return True  # it was alone
    if first in gone or len(set(some) - gone) < 2 or not _are_joined(draft, staying, found.fresh):
        return False
    lost = {facts_of(found.gone[iri][0]) for iri in gone}
    for member in members_of(draft, first):
        if not lost:
            break
        if member not in gone and (profile := draft.profile(member)) is not None:
            lost.discard(facts_of(profile))
    rows = [Quad(NamedNode(iri), ENTITY, NamedNode(first), draft.entities) for iri in sorted(gone)]
    rows += [Quad(NamedNode(first), FACTS, Literal(write_facts(facts)), draft.entities) for facts in lost]
    for row in rows:
        draft.drop(row)
    return True


def _are_joined(draft: Draft, some: set[str], leave_out: Container[str]) -> bool:
    """Whether links, or two of them by way of a third, join all of these."""
    pairs = [(iri, mate) for iri in some for mate in islice(list_linked(draft, iri, SAME_AS), NEAR) if mate not in leave_out]
    groups = join({iri for pair in pairs for iri in pair} | some, pairs)
    return len({groups[iri] for iri in some}) < 2
