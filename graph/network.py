"""In: the contents of a graph. Out: a NetworkX network of its entities and of the statements between them. It refuses to weigh, rank or drop anything.

Nodes are entities, named by their ids; an edge is one statement between two entities, keyed by the statement's id; a statement with words for an
object is a fact on its subject's node. Nodes and edges stand in the order of the contents, so that the same contents give the same network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from graph.records import Article, Contents, Entity, Modality, Moment, Polarity, Statement
from ontology.families import polarity_of

Attributes = dict[str, Any]

_WORD = re.compile(r"\w+(?:[.,'’-]\w+)*")
_LISTS = frozenset({"aliases", "roles", "same_as", "facts", "claimed_by", "about", "evidence", "spans", "extractors", "articles", "quotations"})
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make_network(contents: Contents) -> nx.MultiDiGraph:
    """The network of the entities and statements of `contents`.

    Node attributes: `label`, `type`, `aliases`, `roles`, `is_named`, `same_as`, `mentions` (their number), `facts` (statements whose object is
    words: the same attributes as an edge, and `literal`). Edge attributes: `id`, `relation`, `label`, `family`, `stance` (of the family:
    supportive, opposing or neutral), `status`, `polarity`, `modality`, `claimed_by`, `about` and `addressee` (entity ids), `role`, `confidence`,
    `evidence` (the quotes), `spans` (their places), `quotation` (its number), `when` and `where` (the article's words) with `when_value` and
    `where_value`, `extractors`. Network attributes: `articles` (one dictionary each) and `quotations` (`speaker`, `addressee`, `cue`, `kind`,
    `text`, `words`, `is_hearsay`). Lists are tuples; what is not known is None.

    Args:
        contents: What the graph is made of.

    Returns:
        The network.

    Raises:
        KeyError: A statement speaks of an entity that the contents do not have.
    """
    network = nx.MultiDiGraph(articles=(describe_article(contents.article),), quotations=tuple(_describe_quotations(contents)))
    network.add_nodes_from((entity.id, _describe_entity(entity)) for entity in contents.entities)
    facts: dict[str, list[Attributes]] = {entity.id: [] for entity in contents.entities}
    roles: dict[str, dict[str, None]] = {entity.id: {} for entity in contents.entities}
    for statement in contents.statements:
        attributes = describe_statement(statement)
        obj = network.nodes[statement.obj] if statement.obj else None
        if obj is None:
            facts[statement.subject].append({**attributes, "literal": statement.literal or ""})
        else:
            _add_statement(network, statement, attributes)
        if role := _find_role(statement):
            roles[statement.subject][f"{role}, {obj['label']}" if obj else role] = None
    for node, data in network.nodes(data=True):
        data["facts"], data["roles"] = tuple(facts[node]), tuple(roles[node])
    return network


def make_speech_network(network: nx.MultiDiGraph) -> nx.DiGraph:
    """Who speaks about whom, and to whom: an edge from the speaker to each entity spoken of or addressed.

    A statement in somebody's words counts as their speech about both of its ends. Edge attributes: `about` and `to` (how many statements of each
    kind), `weight` (their sum), `evidence` (the quotes, each once).
    """
    speech = nx.DiGraph()
    speech.add_nodes_from((node, {"label": data["label"], "type": data["type"]}) for node, data in network.nodes(data=True))
    for speaker, other, kind, evidence in _list_speech(network):
        if speaker == other or speaker not in speech or other not in speech:
            continue
        if not speech.has_edge(speaker, other):
            speech.add_edge(speaker, other, about=0, to=0, weight=0, evidence=())
        edge = speech.edges[speaker, other]
        edge[kind] += 1
        edge["weight"] += 1
        edge["evidence"] = tuple(dict.fromkeys((*edge["evidence"], *evidence)))
    return speech


def flatten_network(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """A copy whose attributes are all text, numbers or truth values, as GraphML and GEXF need them.

    Lists and dictionaries become JSON (see `unflatten_network`), what is not set is left out, and characters that XML forbids are dropped.
    """
    flat = nx.MultiDiGraph(**_flatten(network.graph))
    flat.add_nodes_from((_clean(node), _flatten(data)) for node, data in network.nodes(data=True))
    flat.add_edges_from((_clean(start), _clean(end), _clean(key), _flatten(data)) for start, end, key, data in network.edges(keys=True, data=True))
    return flat


def unflatten_network(flat: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The network that `flatten_network` was given, but for attributes that were not set and characters that XML forbids."""
    network = nx.MultiDiGraph(**_unflatten(flat.graph))
    network.add_nodes_from((node, _unflatten(data)) for node, data in flat.nodes(data=True))
    network.add_edges_from((start, end, str(data.get("id", key)), _unflatten(data)) for start, end, key, data in flat.edges(keys=True, data=True))
    return network


def describe_statement(statement: Statement) -> Attributes:
    """The attributes of a statement's edge, which are also those of a fact."""
    return {
        "id": statement.id,
        "relation": statement.relation,
        "label": statement.relation_label,
        "family": statement.family,
        "stance": polarity_of(statement.family),
        "status": statement.status.value,
        "polarity": statement.polarity.value,
        "modality": statement.modality.value,
        "claimed_by": statement.claimed_by,
        "about": statement.about,
        "addressee": statement.addressee,
        "role": statement.role,
        "confidence": statement.confidence,
        "evidence": tuple(evidence.quote for evidence in statement.evidence),
        "spans": tuple((evidence.span.start, evidence.span.end) for evidence in statement.evidence),
        "quotation": statement.quotation,
        **_describe_moment("when", statement.when),
        **_describe_moment("where", statement.where),
        "extractors": statement.extractors,
    }


def describe_article(article: Article) -> Attributes:
    """What is known of an article, without its text."""
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "publisher": article.publisher,
        "url": article.url,
        "source": article.source,
        "characters": len(article.text),
    }


def count_words(text: str) -> int:
    """How many words a reader would count.

    >>> count_words("“We won’t pay 40,000 well-paid staff,” she said.")
    8
    """
    return sum(1 for _ in _WORD.finditer(text))


def _add_statement(network: nx.MultiDiGraph, statement: Statement, attributes: Attributes) -> None:
    """Add an edge between nodes that are there: NetworkX itself would make up the missing ones."""
    if statement.subject not in network:
        raise KeyError(statement.subject)
    network.add_edge(statement.subject, statement.obj, statement.id, **attributes)


def _describe_entity(entity: Entity) -> Attributes:
    return {
        "label": entity.label,
        "type": entity.type.value,
        "aliases": entity.aliases,
        "roles": (),
        "is_named": entity.is_named,
        "same_as": entity.same_as,
        "mentions": len(entity.mentions),
        "facts": (),
    }


def _describe_quotations(contents: Contents) -> Iterator[Attributes]:
    missing: tuple[None, ...] = (None,) * len(contents.quotations)
    speakers, addressees = contents.speakers or missing, contents.addressees or missing
    for quotation, speaker, addressee in zip(contents.quotations, speakers, addressees, strict=True):
        text = " ".join(content.cut(contents.article.text) for content in quotation.contents)
        yield {
            "speaker": speaker,
            "addressee": addressee,
            "cue": quotation.cue_lemma if quotation.cue else None,
            "kind": quotation.kind.value,
            "text": text,
            "words": count_words(text),
            "is_hearsay": quotation.is_hearsay,
        }


def _describe_moment(name: str, moment: Moment | None) -> Attributes:
    return {name: moment.text if moment else None, f"{name}_value": moment.value if moment else None}


def _find_role(statement: Statement) -> str | None:
    """The post that the article says the subject holds: no claim, no denial, no plan."""
    if statement.polarity is Polarity.NEGATIVE or statement.modality is not Modality.ACTUAL or statement.claimed_by:
        return None
    return statement.role or (statement.literal if statement.family == "holdsRole" else None)


def _list_speech(network: nx.MultiDiGraph) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Speaker, the other, "about" or "to", and the evidence, for each statement that is speech."""
    facts = ((node, None, fact) for node, data in network.nodes(data=True) for fact in data["facts"])
    for subject, obj, data in (*facts, *network.edges(data=True)):
        spoken_of = dict.fromkeys(end for end in (subject, obj) if end is not None)
        for claimant in data["claimed_by"]:
            yield from ((claimant, other, "about", data["evidence"]) for other in spoken_of)
        yield from ((subject, other, "about", data["evidence"]) for other in data["about"])
        if data["addressee"] is not None:
            yield subject, data["addressee"], "to", data["evidence"]


def _flatten(attributes: Mapping[str, Any]) -> Attributes:
    return {name: _flatten_value(value) for name, value in attributes.items() if value is not None}


def _flatten_value(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    return _clean(value) if isinstance(value, str) else _clean(json.dumps(value, ensure_ascii=False))


def _unflatten(attributes: Mapping[str, Any]) -> Attributes:
    return {name: _to_tuples(json.loads(value)) if name in _LISTS else value for name, value in attributes.items()}


def _to_tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_to_tuples(item) for item in value)
    return {name: _to_tuples(item) for name, item in value.items()} if isinstance(value, dict) else value


def _clean(text: str) -> str:
    """`text` without what XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)
