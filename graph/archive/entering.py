"""In: a draft of the register, and an article's profiles. Out: the draft with its entities in their places, linked with those they are compared with.

Each is compared with the anchors of its keys; it may become an anchor itself, and another cease to be one. What comes out depends on which entities
there are, never on their order of arrival. It refuses to group.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.blocking import ANCHORS, keys_of, rank
from graph.archive.link_rows import SAME_AS, drop_link, linked_with, write_link
from graph.archive.linking import Verdict, score_link
from graph.archive.profiles import Profile
from graph.archive.register import KEY, Draft

DOUBT: Final = 0.5
"""The score from which an unsure pair is kept, for the user to look at."""


@dataclass
class Entered:
    """What came of it: entities that are new, those whose links changed or went, and pairs that lost their link because an anchor ceased to be one."""

    fresh: set[str] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    parted: set[tuple[str, str]] = field(default_factory=set)


def enter_article(draft: Draft, article: str, profiles: dict[str, Profile], text: str | None, found: Entered) -> None:
    """Brings an article's entities up to date.

    Args:
        draft: Of the register.
        article: Its address.
        profiles: Its entities as they now are; none where it went.
        text: The same as it is written; None where it went.
        found: Is told what came of it.
    """
    old = draft.profiles_of(article)
    for iri in sorted(old):
        if profiles.get(iri) != old[iri]:
            found.touched |= _withdraw(draft, iri)
    draft.set_profiles(article, text)
    fresh = {iri for iri, profile in profiles.items() if old.get(iri) != profile}
    for iri in sorted(fresh):
        found.parted |= _enter(draft, profiles[iri])
    found.fresh |= fresh


def _enter(draft: Draft, profile: Profile) -> set[tuple[str, str]]:
    """Puts an entity into the register and links it; it may take the place of a key's anchor. Gives the pairs that are no longer one by that."""
    iri = profile.iri
    near: set[str] = set()
    demoted: list[tuple[str, str]] = []
    for key in sorted(keys_of(profile)):
        anchors = draft.anchors(key)
        near |= anchors
        if draft.is_crowded(key) or len(anchors) >= ANCHORS:
            last = max(anchors, key=rank)
            if rank(iri) < rank(last):
                near |= draft.bearers(key)
                demoted.append((key, last))
                anchors = (anchors - {last}) | {iri}
            draft.set_anchors(key, anchors, is_crowded=True)
        else:
            draft.set_anchors(key, {*anchors, iri}, is_crowded=False)
        draft.add(NamedNode(iri), KEY, Literal(key), draft.register)
    for other in sorted(near - {iri}):
        _link(draft, profile, other, is_new=True)
    return {pair for key, last in demoted for pair in _drop_unwarranted(draft, last, key)}


def _withdraw(draft: Draft, iri: str) -> set[str]:
    """Takes an entity and its links out; where it was an anchor, the next in order takes its place. Gives the entities whose links changed."""
    touched = {iri}
    for other in linked_with(draft, iri):
        touched.add(other)
        drop_link(draft, *sorted((iri, other)))
    for key in sorted(draft.keys(iri)):
        anchors, bearers = draft.anchors(key), draft.bearers(key) - {iri}
        draft.drop(Quad(NamedNode(iri), KEY, Literal(key), draft.register))
        is_crowded = len(bearers) > ANCHORS
        if draft.is_crowded(key) and iri in anchors:
            heir = min(bearers - anchors, key=rank)
            draft.set_anchors(key, (anchors - {iri}) | {heir}, is_crowded=is_crowded)
            profile = draft.profile(heir)
            for other in sorted(bearers - {heir}):
                if profile is not None and _link(draft, profile, other):
                    touched |= {heir, other}
        else:
            draft.set_anchors(key, anchors - {iri}, is_crowded=is_crowded)
    return touched


def _link(draft: Draft, profile: Profile, other: str, *, is_new: bool = False) -> bool:
    """Compares two entities; gives whether they are linked."""
    against = draft.profile(other)
    if against is None or profile.article == against.article:
        return False
    link = score_link(profile, against)
    if link.verdict is not Verdict.SAME and (link.verdict is not Verdict.UNKNOWN or link.score < DOUBT):
        return False
    write_link(draft, link, is_new=is_new)
    return True


def _drop_unwarranted(draft: Draft, anchor: str, key: str) -> set[tuple[str, str]]:
    """Drops the links of a key's former anchor that no other key calls for: else they would tell in which order the articles came.

    Gives the pairs that were called the same.
    """
    loose, parted = linked_with(draft, anchor) & draft.bearers(key), set()
    for each in draft.keys(anchor) if loose else ():
        leaders = draft.anchors(each)
        loose -= draft.bearers(each) if anchor in leaders else leaders
    same = linked_with(draft, anchor, SAME_AS) if loose else set()
    for other in sorted(loose):
        pair = (min(anchor, other), max(anchor, other))
        drop_link(draft, *pair)
        if other in same:
            parted.add(pair)
    return parted
