"""In: a network. Out: everything that the analysis knows about it, in one record. It refuses to depend on the order of sets or on chance without a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import networkx as nx

from graph.analysis.actors import Actor, measure_centralities, rank_actors
from graph.analysis.backends import use_backend
from graph.analysis.camps import Camps, find_camps
from graph.analysis.communities import Broker, Community, describe_communities, find_brokers, find_communities
from graph.analysis.contradictions import Contradiction, find_disputes
from graph.analysis.counting import ACTOR_TYPES, Counting, project_ties, project_undirected
from graph.analysis.sources import SourceAudit, audit_sources
from graph.analysis.stances import Stance, list_stances
from graph.network import make_speech_network
from graph.records import EntityType, Status

MEMBERS = 20
"""How many members of a community are named where lists are limited at all."""


@dataclass(frozen=True)
class Summary:
    """What is in the network. The counts of `statuses` are in the order of their worth, all others the largest first."""

    titles: tuple[str, ...]
    entities: int
    statements: int
    types: tuple[tuple[str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    families: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Analysis:
    """What a network shows. `pivots` is None where betweenness is exact; `modularity` is that of the division into communities (their number counts all)."""

    summary: Summary
    actors: tuple[Actor, ...]
    pivots: int | None
    brokers: tuple[Broker, ...]
    communities: tuple[Community, ...]
    modularity: float
    stances: tuple[Stance, ...]
    camps: Camps
    sources: SourceAudit
    disputes: tuple[Contradiction, ...]
    counting: Counting


def analyze_network(
    network: nx.MultiDiGraph,
    *,
    counting: Counting | None = None,
    types: Collection[EntityType] = ACTOR_TYPES,
    top: int | None = 10,
    seed: int = 0,
    pivots: int = 64,
    backend: str | None = None,
) -> Analysis:
    """Analyse a network.

    Args:
        network: What `graph.network.make_network` gave.
        counting: Which statements count as support and opposition; asserted ones where None.
        types: The entities that can be main actors and brokers.
        top: How long the lists are (stances, ties and members of camps: twice as long); None for all.
        seed: For communities, pivots and camps of large networks.
        pivots: From how many nodes betweenness is estimated in a network of more than 1,000.
        backend: A NetworkX backend to run on ("parallel").

    Raises:
        SettingsError: The backend is not installed.
    """
    counting = counting or Counting()
    speech = make_speech_network(network)
    with use_backend(backend):
        ties = project_ties(network, speech)
        plain = project_undirected(ties)
        centralities = measure_centralities(ties, plain, pivots=pivots, seed=seed)
        numbers, modularity = find_communities(plain, seed=seed)
        return Analysis(
            summary=_summarize(network, top),
            actors=rank_actors(network, ties, centralities, types=types, top=top),
            pivots=centralities.pivots,
            brokers=find_brokers(network, plain, numbers, centralities.betweenness, types=types, top=top),
            communities=describe_communities(network, plain, numbers, top=top, members=MEMBERS if top else None),
            modularity=modularity,
            stances=list_stances(network, counting=counting, top=None if top is None else 2 * top),
            camps=find_camps(network, counting=counting, seed=seed, top=top),
            sources=audit_sources(network, speech, top=top),
            disputes=find_disputes(network)[:top],
            counting=counting,
        )


def _summarize(network: nx.MultiDiGraph, top: int | None) -> Summary:
    statements = [data for *_, data in network.edges(data=True)]
    statements += [fact for _, facts in network.nodes(data="facts") for fact in facts]
    statuses = Counter(data["status"] for data in statements)
    return Summary(
        titles=tuple(article["title"] or article["source"] or article["id"] for article in network.graph.get("articles", ()))[:top],
        entities=len(network),
        statements=len(statements),
        types=_count(Counter(kind for _, kind in network.nodes(data="type"))),
        statuses=tuple((status.value, statuses[status.value]) for status in Status if statuses[status.value]),
        families=_count(Counter(data["family"] for data in statements))[:top],
    )


def _count(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
