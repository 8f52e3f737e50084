"""The graph as RDF: nothing is lost on the way there and back, and nothing that the article does not assert becomes a plain triple."""

from __future__ import annotations

import re
from dataclasses import replace

import pyoxigraph
import pytest
from hypothesis import given, settings
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from graph.canonical import canonical
from graph.dataset import BodilessArticle, make_dataset, read_contents
from graph.errors import GraphError, SettingsError
from graph.records import Contents, Modality, Polarity, Span
from graph.terms import OA, SCHEMA, TW
from ontology import namespaces
from tests.sample_contents import HOSTILE, make_hostile_sample, make_sample
from tests.strategies import contents

SAMPLE = make_sample()
GRAPH = make_dataset(SAMPLE)


def entity(key: str, found: Contents = SAMPLE) -> URIRef:
    return URIRef(namespaces.entity_iri(namespaces.BASE, found.article.id, key))


def relation(phrase: str) -> URIRef:
    return URIRef(namespaces.relation_iri(phrase))


def without_source(found: Contents) -> Contents:
    return replace(found, article=replace(found.article, source=None))


@pytest.mark.parametrize("found", [SAMPLE, make_hostile_sample()], ids=["sample", "hostile"])
def test_reads_back_what_was_written(found: Contents) -> None:
    assert read_contents(make_dataset(found)) == without_source(canonical(found))


@settings(max_examples=60, deadline=None)
@given(contents())
def test_any_contents_come_back_and_every_address_is_valid(found: Contents) -> None:
    graph = make_dataset(found)
    assert read_contents(graph) == canonical(found)
    for triple in graph:
        for term in triple:
            if isinstance(term, URIRef):
                pyoxigraph.NamedNode(str(term))  # raises for what is no address
            else:
                assert isinstance(term, Literal)
                assert not re.search("[\ud800-\udfff]", term)


def test_lone_surrogates_become_the_replacement_character_in_place() -> None:
    article = replace(SAMPLE.article, text=SAMPLE.article.text.replace("Mara", "Mar\ud800"), title="\udfff")
    back = read_contents(make_dataset(replace(SAMPLE, article=article)))
    assert back.article.text == SAMPLE.article.text.replace("Mara", "Mar\ufffd")
    assert back.article.title == "\ufffd"


@pytest.mark.parametrize(
    ("subject", "phrase", "family", "obj"),
    [
        ("mara-ellison", "defy", "opposes", "owen-pryce"),
        ("mara-ellison", "be leader of", "leads", "harrowmere-city-council"),
        ("dockside-workers-union", "back", "supports", "mara-ellison"),
    ],
)
def test_an_asserted_statement_between_entities_gives_two_plain_triples(subject: str, phrase: str, family: str, obj: str) -> None:
    assert (entity(subject), relation(phrase), entity(obj)) in GRAPH
    assert (entity(subject), TW[family], entity(obj)) in GRAPH


@pytest.mark.parametrize(
    ("subject", "phrase", "obj"),
    [
        ("owen-pryce", "visit", "saltgate"),  # claimed by one, denied by another
        ("owen-pryce", "ignore", "residents"),  # likewise
        ("owen-pryce", "meet", "tomas-rehn"),  # planned
        ("brightwater-construction", "sue", "harrowmere-city-council"),  # announced
        ("mara-ellison", "pay for", "saltgate-bridge"),  # refused
    ],
)
def test_claims_denials_and_plans_give_no_plain_triple(subject: str, phrase: str, obj: str) -> None:
    assert (entity(subject), relation(phrase), entity(obj)) not in GRAPH
    assert (entity(subject), None, entity(obj)) not in GRAPH


@settings(max_examples=30, deadline=None)
@given(contents())
def test_plain_triples_are_exactly_the_asserted_statements(found: Contents) -> None:
    graph = make_dataset(found)
    relations = set(graph.subjects(TW.phrase))
    plain = {(s, p, o) for s, p, o in graph if p in relations}
    asserted = {
        (entity(s.subject, found), relation(s.relation), entity(s.obj, found))
        for s in canonical(found).statements
        if s.obj is not None and not s.claimed_by and s.polarity is Polarity.POSITIVE and s.modality is Modality.ACTUAL
    }
    article = canonical(found).article.id
    assert plain == {tuple(URIRef(x.replace(found.article.id, article)) for x in triple) for triple in asserted}


def test_relations_families_and_classes_explain_themselves() -> None:
    assert GRAPH.value(relation("defy"), RDFS.label) == Literal("defies")
    assert GRAPH.value(relation("defy"), RDFS.subPropertyOf) == TW.opposes
    assert GRAPH.value(TW.opposes, RDFS.label) is not None
    assert (TW.Person, RDFS.subClassOf, SCHEMA.Person) in GRAPH
    assert (TW.Group, RDFS.subClassOf, TW.Agent) in GRAPH  # schema.org has no groups of people
    used = set(GRAPH.objects(None, RDF.predicate)) | set(GRAPH.objects(None, TW.family))
    assert all((term, RDF.type, OWL.ObjectProperty) in GRAPH and GRAPH.value(term, RDFS.label) for term in used)


def test_a_query_for_a_family_needs_no_reasoner() -> None:
    accuses = replace(SAMPLE.statements[1], relation="accuse", relation_label="accuses", family="accuses")
    graph = make_dataset(replace(SAMPLE, statements=(accuses,)))
    ends = (entity("mara-ellison"), entity("owen-pryce"))
    assert set(graph.predicates(*ends)) == {relation("accuse"), TW.accuses, TW.opposes}
    assert (TW.accuses, RDFS.subPropertyOf, TW.opposes) in graph
    assert (TW.opposes, RDFS.subPropertyOf, TW.related) in graph


def test_a_phrase_of_two_families_stands_under_the_general_one() -> None:
    first, second = SAMPLE.statements[1:3]
    found = replace(SAMPLE, statements=(replace(first, relation="fire", family="opposes"), replace(second, relation="fire", family="supports")))
    graph = make_dataset(found)
    assert list(graph.objects(relation("fire"), RDFS.subPropertyOf)) == [TW.related]
    assert set(graph.objects(None, TW.family)) == {TW.opposes, TW.supports}
    assert read_contents(graph).statements[0].relation == "fire"


def test_no_blank_nodes_and_every_offset_fits_its_quote() -> None:
    quotes = 0
    for node in GRAPH.subjects(RDF.type, OA.SpecificResource):
        selectors = list(GRAPH.objects(node, OA.hasSelector))
        start, end, exact = (next(v for s in selectors for v in GRAPH.objects(s, term)) for term in (OA.start, OA.end, OA.exact))
        assert SAMPLE.article.text[int(str(start)) : int(str(end))] == str(exact)
        quotes += 1
    assert quotes > 20
    assert all(isinstance(term, URIRef | Literal) for triple in GRAPH for term in triple)


def test_times_and_places_keep_words_and_typed_values() -> None:
    dates = {value.datatype: str(value) for value in GRAPH.objects(None, TW.whenValue) if isinstance(value, Literal)}
    assert dates[XSD.date] in {"2023-03-14", "2023-03-21"}
    assert (dates[XSD.gYearMonth], dates[XSD.gYear]) == ("2023-02", "2021")
    statement = next(GRAPH.subjects(TW.where, Literal("in Harrowmere")))
    assert GRAPH.value(statement, TW.whereValue) == entity("harrowmere")


def test_labels_are_plain_strings_that_find_the_node() -> None:
    assert list(GRAPH.subjects(RDFS.label, Literal("Mara Ellison"))) == [entity("mara-ellison")]
    assert (entity("mara-ellison"), SKOS.altLabel, Literal("Ms Ellison")) in GRAPH


def test_without_text_the_words_stay_away_but_name_hash_length_and_statements_stay() -> None:
    graph = make_dataset(SAMPLE, with_text=False)
    assert not list(graph.objects(None, SCHEMA.articleBody))
    back = read_contents(graph)
    assert isinstance(back.article, BodilessArticle)
    assert (back.article.id, back.article.sha256, back.article.length) == (SAMPLE.article.id, SAMPLE.article.sha256, len(SAMPLE.article.text))
    assert back.statements == canonical(SAMPLE).statements
    assert set(make_dataset(back)) == set(graph)


def test_the_source_file_never_reaches_the_graph() -> None:
    assert not any("saltgate.txt" in str(term) for triple in GRAPH for term in triple)


def test_two_orders_of_the_same_contents_give_the_same_graph() -> None:
    turned = replace(SAMPLE, entities=SAMPLE.entities[::-1], statements=SAMPLE.statements[::-1])
    assert set(make_dataset(turned)) == set(GRAPH)
    assert canonical(turned) == canonical(SAMPLE) == canonical(canonical(SAMPLE))


@pytest.mark.parametrize("base", ["", "no colon", "http://a b/", "http://a/>", "http://a/\x00", "<http://a/>"])
def test_a_base_that_is_no_address_is_refused(base: str) -> None:
    with pytest.raises(SettingsError):
        make_dataset(SAMPLE, base_iri=base)


@pytest.mark.parametrize("base", ["https://data.example/news/", "https://data.example/news", "urn:news:", "http://localhost:8000/"])
def test_another_base_names_everything_but_the_ontology(base: str) -> None:
    graph = make_dataset(SAMPLE, base_iri=base)
    assert all(str(node).startswith(base) for node in graph.subjects(RDF.type, RDF.Statement))
    assert read_contents(graph) == read_contents(GRAPH)


def test_foreign_torn_and_changed_graphs_are_refused_in_one_line() -> None:
    def broken(change: object) -> Graph:
        graph = make_dataset(SAMPLE)
        change(graph)  # type: ignore[operator]
        return graph

    statement = next(GRAPH.subjects(RDF.type, RDF.Statement))
    cases = {
        "no article": lambda g: g.remove((None, TW.sha256, None)),
        "2 articles": lambda g: [g.add(t) for t in make_dataset(make_hostile_sample())],
        "changed": lambda g: g.set((URIRef(namespaces.article_iri(namespaces.BASE, SAMPLE.article.id)), SCHEMA.articleBody, Literal("else"))),
        "has no object": lambda g: g.remove((statement, RDF.object, None)),
        "none of ours": lambda g: g.set((statement, TW.polarity, TW.perhaps)),
        "no place": lambda g: g.add((entity("mara-ellison"), TW.namedAt, entity("owen-pryce"))),
        "TextQuoteSelector": lambda g: g.remove((None, OA.exact, None)),
    }
    for message, change in cases.items():
        with pytest.raises(GraphError, match=message) as caught:
            read_contents(broken(change))
        assert "\n" not in str(caught.value)


def test_hostile_names_stay_data() -> None:
    found = make_hostile_sample()
    graph = make_dataset(found)
    assert graph.value(entity("hostile", found), RDFS.label) == Literal(HOSTILE)
    assert read_contents(graph).statements[-1].evidence[0].span == Span(len(SAMPLE.article.text) + 2, len(SAMPLE.article.text) + 2 + len(HOSTILE))
