"""In: a draft of the register, and an article's profiles. Out: the draft with its entities in their places, linked with those they are compared with.

Each is compared with the anchors of its keys; it may become an anchor itself, and another cease to be one. What comes out depends on which entities
there are, never on their order of arrival. It refuses to group.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from graph.archive.blocking import ANCHORS, keys_of, meeting
from graph.archive.link_rows import drop_link, linked_with, read_link, write_link
from graph.archive.linking import Link, Verdict, score_link
from graph.archive.profiles import Profile
from graph.archive.register import Draft

DOUBT: Final = 0.5
"""The score from which an unsure pair is kept, for the user to look at."""


@dataclass
class Entered:
    """What came of it.

    Attributes:
        fresh: Entities that are new or changed, each with those that links call the same.
        gone: Entities that went, or changed: what they were, and those that links called the same.
        gained: Pairs of which neither is new, and which a link now calls the same: one inherited the place of an anchor that went.
        parted: Links of two that were the same, which went since an anchor ceased to be one; with each a third that is the same as both, if the one that
            took its place is.
        touched: Entities whose groups are to be worked out in any case.
    """

    fresh: dict[str, set[str]] = field(default_factory=dict)
    gone: dict[str, tuple[Profile, set[str]]] = field(default_factory=dict)
    gained: set[tuple[str, str]] = field(default_factory=set)
    parted: dict[Link, str | None] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def join(self, one: str, other: str) -> None:
        """Takes down that a link calls two the same."""
        for iri, mate in ((one, other), (other, one)):
            if iri in self.fresh:
                self.fresh[iri].add(mate)

    def part(self, one: str, other: str) -> None:
        """Takes down that it went."""
        for iri, mate in ((one, other), (other, one)):
            if iri in self.fresh:
                self.fresh[iri].discard(mate)


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
            _withdraw(draft, old[iri], found)
    draft.set_profiles(article, text)
    for iri in sorted(iri for iri, profile in profiles.items() if old.get(iri) != profile):
        _enter(draft, profiles[iri], found)


def _enter(draft: Draft, profile: Profile, found: Entered) -> None:
    """Puts an entity into the register and links it; it may take the place of a key's anchor."""
    iri, near = profile.iri, set[str]()
    demoted: dict[str, set[str]] = defaultdict(set)
    for key in sorted(keys_of(profile)):
        anchors, others = draft.anchors(key), meeting(key)
        near.update(*map(draft.anchors, others))
        is_crowded = draft.is_crowded(key) or len(anchors) >= ANCHORS
        last = max(anchors, key=draft.rank) if is_crowded else None
        if last is None or draft.rank(iri) < draft.rank(last):
            bearers = {other: draft.bearers(other) for other in others}
            near.update(*bearers.values())
            if last is not None:
                demoted[last].update(*(bearers[other] - draft.anchors(other) for other in others))
            anchors = (anchors - {last}) | {iri}
        draft.set_anchors(key, anchors, is_crowded=is_crowded, come=iri)
    same = found.fresh[iri] = {other for other in sorted(near - {iri}) if _link(draft, profile, other) is Verdict.SAME}
    for other in same:
        found.join(iri, other)
    for last in sorted(demoted):
        for link in _drop_unwarranted(draft, last, demoted[last] - {last}):
            found.part(link.a, link.b)
            found.parted[link] = iri if {link.a, link.b} <= same else None


def _withdraw(draft: Draft, profile: Profile, found: Entered) -> None:
    """Takes an entity and its links out; where it was an anchor, the next in order takes its place."""
    iri, heirs, mates = profile.iri, [], set[str]()
    for other in linked_with(draft, iri):
        if (link := read_link(draft, *sorted((iri, other)))) is not None:
            drop_link(draft, link)
            found.part(iri, other)
            mates |= {other} if link.verdict is Verdict.SAME else set()
    found.gone[iri] = profile, mates
    for key in sorted(keys_of(profile)):
        anchors, bearers = draft.anchors(key), draft.bearers(key) - {iri}
        if draft.is_crowded(key) and iri in anchors:
            heir = min(bearers - anchors, key=draft.rank)
            anchors = anchors | {heir}
            heirs.append((key, heir))
        draft.set_anchors(key, anchors - {iri}, is_crowded=len(bearers) > ANCHORS, gone=iri)
    for key, heir in heirs:
        inheriting = draft.profile(heir)
        for other in sorted(set().union(*map(draft.bearers, meeting(key))) - {heir}):
            if inheriting is None or read_link(draft, *sorted((heir, other))) is not None:
                continue
            if _link(draft, inheriting, other) is Verdict.SAME:
                found.join(heir, other)
                found.gained |= {(min(heir, other), max(heir, other))} if found.fresh.keys().isdisjoint((heir, other)) else set()


def _link(draft: Draft, profile: Profile, other: str) -> Verdict | None:
    """Compares two entities that have no link; gives the verdict where they are linked."""
    against = draft.profile(other)
    if against is None or profile.article == against.article:
        return None
    link = score_link(profile, against)
    if link.verdict is not Verdict.SAME and (link.verdict is not Verdict.UNKNOWN or link.score < DOUBT):
        return None
    write_link(draft, link)
    return link.verdict


def _drop_unwarranted(draft: Draft, anchor: str, others: set[str]) -> list[Link]:
    """Drops the links of a key's former anchor with its other bearers that no other key calls for: else they would tell in which order articles came.

    Gives those that said "the same".
    """
    parted = []
    for other in sorted(others):
        link = read_link(draft, *sorted((anchor, other)))
        if link is not None and not _is_warranted(draft, anchor, other):
            drop_link(draft, link)
            parted += [link] if link.verdict is Verdict.SAME else []
    return parted


def _is_warranted(draft: Draft, one: str, other: str) -> bool:
    """Whether two entities are to be compared: they meet under keys of which one of them is an anchor."""
    known = _keys(draft, other)
    return any(met in known and (one in draft.anchors(key) or other in draft.anchors(met)) for key in _keys(draft, one) for met in meeting(key))


def _keys(draft: Draft, iri: str) -> frozenset[str]:
    profile = draft.profile(iri)
    return keys_of(profile) if profile is not None else frozenset()
