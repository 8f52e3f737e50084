"""In: a network. Out: an audit of its sources: who is quoted and how much, who is spoken of and never heard, who speaks unnamed. It refuses to judge.

Words are those of the quotations, direct and reported. Somebody is heard who is quoted or in whose words a statement stands; an organization is
also heard through those who lead it or speak for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import networkx as nx

from graph.analysis.counting import ACTOR_TYPES, round_off

VOICES = frozenset({"leads", "speaksFor"})
"""Families by which a person is an organization's voice."""


@dataclass(frozen=True)
class Source:
    """Somebody who is quoted. `share` is of all quoted words, `cues` are the verbs that introduce the quotations, most used first."""

    id: str
    label: str
    type: str
    roles: tuple[str, ...]
    is_named: bool
    quotations: int
    words: int
    direct_words: int
    share: float
    cues: tuple[tuple[str, int], ...]
    about: tuple[str, ...]
    speaks_to: tuple[str, ...]


@dataclass(frozen=True)
class Unheard:
    """A named actor who is spoken of but never quoted. `statements` is how often, `spoken_of_by` and `opposed_by` are labels.

    `voices` are the quoted people who lead it or speak for it: with any, it is heard after all.
    """

    id: str
    label: str
    type: str
    statements: int
    spoken_of_by: tuple[str, ...]
    opposed_by: tuple[str, ...]
    voices: tuple[str, ...]


@dataclass(frozen=True)
class Anonymous:
    """Words whose source has no name: an unnamed entity's, hearsay's, or nobody's (`id` None)."""

    id: str | None
    label: str
    cue: str | None
    text: str
    words: int


@dataclass(frozen=True)
class SourceAudit:
    """The audit. `quotations` and `words` count all, also those that no speaker could be found for (`unattributed`)."""

    quotations: int
    words: int
    direct_words: int
    unattributed: int
    anonymous_words: int
    sources: tuple[Source, ...]
    unheard: tuple[Unheard, ...]
    anonymous: tuple[Anonymous, ...]


def audit_sources(network: nx.MultiDiGraph, speech: nx.DiGraph, *, top: int | None = None) -> SourceAudit:
    """Audit the sources of a network; `top` limits the lists (whom a source speaks about to twice as many) but not the figures."""
    quotations: tuple[Mapping[str, Any], ...] = network.graph.get("quotations", ())
    by_speaker: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for quotation in quotations:
        if quotation["speaker"] in network:
            by_speaker[quotation["speaker"]].append(quotation)
    words = sum(quotation["words"] for quotation in quotations)
    anonymous = tuple(_find_anonymous(network, quotations))
    limit = None if top is None else 2 * top
    sources = (_describe_source(network, speech, name, turns, words, limit) for name, turns in by_speaker.items())
    return SourceAudit(
        quotations=len(quotations),
        words=words,
        direct_words=_count_direct(quotations),
        unattributed=sum(quotation["speaker"] not in network for quotation in quotations),
        anonymous_words=sum(voice.words for voice in anonymous),
        sources=tuple(sorted(sources, key=lambda source: -source.words))[:top],
        unheard=tuple(sorted(_find_unheard(network, speech, set(by_speaker)), key=lambda actor: (bool(actor.voices), -actor.statements)))[:top],
        anonymous=anonymous[:top],
    )


def _count_direct(quotations: tuple[Mapping[str, Any], ...] | list[Mapping[str, Any]]) -> int:
    return sum(quotation["words"] for quotation in quotations if quotation["kind"] != "indirect")


def _describe_source(network: nx.MultiDiGraph, speech: nx.DiGraph, name: str, turns: list[Mapping[str, Any]], all_words: int, limit: int | None) -> Source:
    data, words = network.nodes[name], sum(turn["words"] for turn in turns)
    cues = Counter(turn["cue"] for turn in turns if turn["cue"])
    about = sorted(speech.out_edges(name, data="about"), key=lambda edge: -edge[2])
    return Source(
        id=name,
        label=data["label"],
        type=data["type"],
        roles=data["roles"],
        is_named=data["is_named"],
        quotations=len(turns),
        words=words,
        direct_words=_count_direct(turns),
        share=round_off(words / all_words) if all_words else 0.0,
        cues=tuple(sorted(cues.items(), key=lambda pair: (-pair[1], pair[0]))),
        about=tuple(network.nodes[other]["label"] for _, other, count in about[:limit] if count),
        speaks_to=tuple(dict.fromkeys(network.nodes[turn["addressee"]]["label"] for turn in turns if turn["addressee"] in network)),
    )


def _find_anonymous(network: nx.MultiDiGraph, quotations: tuple[Mapping[str, Any], ...]) -> Iterator[Anonymous]:
    for quotation in quotations:
        speaker = quotation["speaker"] if quotation["speaker"] in network else None
        if speaker is None or quotation["is_hearsay"] or not network.nodes[speaker]["is_named"]:
            label = network.nodes[speaker]["label"] if speaker is not None else "(nobody named)"
            yield Anonymous(speaker, label, quotation["cue"], quotation["text"], quotation["words"])


def _find_unheard(network: nx.MultiDiGraph, speech: nx.DiGraph, quoted: set[str]) -> Iterator[Unheard]:
    heard = quoted | {name for name, degree in speech.out_degree if degree}
    for name, data in network.nodes(data=True):
        statements = network.degree(name) + len(data["facts"])
        if name in heard or not data["is_named"] or data["type"] not in ACTOR_TYPES or (statements == 0 and speech.in_degree(name) == 0):
            continue
        incoming = list(network.in_edges(name, data=True))
        yield Unheard(
            id=name,
            label=data["label"],
            type=data["type"],
            statements=statements + sum(speech.edges[edge]["about"] for edge in speech.in_edges(name)),
            spoken_of_by=_label(network, (start for start, _ in speech.in_edges(name) if speech.edges[start, name]["about"])),
            opposed_by=_label(network, (start for start, _, edge in incoming if edge["stance"] == "opposing" and edge["status"] == "asserted")),
            voices=_label(network, (start for start, _, edge in incoming if start in heard and edge["family"] in VOICES and edge["status"] == "asserted")),
        )


def _label(network: nx.MultiDiGraph, names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(network.nodes[name]["label"] for name in names))
