"""Reasoning: what follows is found, marked and kept apart, and nothing follows from a claim."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph
import pytest
from rdflib import OWL, RDF, Graph, URIRef

from graph.dataset import make_dataset, read_contents
from graph.errors import SettingsError
from graph.queries import run_query
from graph.reasoning import infer, write_with_inferred
from graph.records import Statement
from graph.terms import SCHEMA, TW
from graph.turtle import write_turtle
from ontology import namespaces
from ontology.families import load_families
from tests.sample_contents import make_sample

SAMPLE = make_sample()
GRAPH = make_dataset(SAMPLE)
INFERRED = infer(GRAPH)


def entity(key: str) -> URIRef:
    return URIRef(namespaces.entity_iri(namespaces.BASE, SAMPLE.article.id, key))


def locate(subject: str, obj: str, **changes: object) -> Statement:
    first = next(s for s in SAMPLE.statements if s.family == "locatedIn")
    return replace(first, id=f"{subject}-{obj}", subject=subject, obj=obj, **changes)  # type: ignore[arg-type]


def test_inverses_and_classes_above_follow() -> None:
    inverse = load_families()["leads"].inverse
    assert (entity("dockside-workers-union"), TW[str(inverse)], entity("tomas-rehn")) in INFERRED
    assert (entity("tomas-rehn"), RDF.type, TW.Agent) in INFERRED
    assert (entity("tomas-rehn"), RDF.type, SCHEMA.Person) in INFERRED


def test_transitive_places_follow_by_owl_and_not_by_rdfs() -> None:
    graph = make_dataset(replace(SAMPLE, statements=(locate("guildhall", "harrowmere"), locate("harrowmere", "saltgate"))))
    further = (entity("guildhall"), TW.locatedIn, entity("saltgate"))
    assert further not in graph
    assert (further in infer(graph)) == ("transitive" in load_families()["locatedIn"].traits)
    assert further not in infer(graph, rules="rdfs")


def test_nothing_follows_from_claims_denials_and_plans() -> None:
    pairs = {(entity("saltgate"), entity("owen-pryce")), (entity("tomas-rehn"), entity("owen-pryce")), (entity("residents"), entity("owen-pryce"))}
    assert not any((s, o) in pairs or (o, s) in pairs for s, _, o in INFERRED)


def test_what_was_read_is_not_inferred_again_and_empty_truths_stay_away() -> None:
    assert not set(INFERRED) & set(GRAPH)
    assert not any(o in {OWL.Thing, SCHEMA.Thing} or p == OWL.sameAs for _, p, o in INFERRED)
    assert {s for s, _, _ in INFERRED} <= set(GRAPH.objects(None, SCHEMA.mentions))


def test_inferred_triples_stand_in_a_marked_graph_of_their_own() -> None:
    text = write_with_inferred(GRAPH)
    quads = list(pyoxigraph.parse(text, pyoxigraph.RdfFormat.TRIG))
    names = {quad.graph_name for quad in quads}
    name = pyoxigraph.NamedNode(namespaces.article_iri(namespaces.BASE, SAMPLE.article.id) + "/inferred")
    assert names == {pyoxigraph.DefaultGraph(), name}
    assert sum(quad.graph_name == name for quad in quads) == len(INFERRED)
    assert any(quad.subject == name and quad.object == pyoxigraph.NamedNode(str(TW.InferredGraph)) for quad in quads)
    assert write_with_inferred(GRAPH) == text


def test_a_query_finds_them_only_where_asked() -> None:
    turtle = write_turtle(SAMPLE)
    query = f"ASK {{ id:dockside-workers-union tw:{load_families()['leads'].inverse} id:tomas-rehn }}"
    assert run_query(turtle, query).answer is False
    assert run_query(turtle, query, infer="owl-rl").answer is True
    assert run_query(turtle, query.replace("{", "{ GRAPH ?g {", 1) + "}", infer="owl-rl").answer is True


def test_a_graph_mixed_with_what_follows_still_reads_back() -> None:
    assert read_contents(GRAPH + INFERRED) == read_contents(GRAPH)


def test_unknown_rules_are_named() -> None:
    with pytest.raises(SettingsError, match="no rules 'magic'; there are owl-rl, rdfs"):
        infer(Graph(), rules="magic")
