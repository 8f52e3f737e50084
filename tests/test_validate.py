"""Validation: our graphs keep every promise, each broken promise is found, and the one who reads the report knows where to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from rdflib import PROV, RDF, RDFS, XSD, Graph, Literal, URIRef

from graph.dataset import make_dataset
from graph.errors import GraphError
from graph.records import EntityType
from graph.terms import OA, SCHEMA, TW
from graph.turtle import write_turtle
from graph.validate import validate_graph
from ontology import namespaces
from tests.sample_contents import make_hostile_sample, make_sample
from tests.strategies import contents

FULL = make_sample()
GRAPH = make_dataset(FULL)
# Two statements are enough to break, and six times as quick to check.
SAMPLE = replace(
    FULL,
    statements=tuple(replace(s, quotation=None) for s in FULL.statements if s.relation in {"defy", "stand with"}),
    quotations=(),
    speakers=(),
    addressees=(),
)


def entity(key: str) -> URIRef:
    return URIRef(namespaces.entity_iri(namespaces.BASE, SAMPLE.article.id, key))


def statement(subject: str, phrase: str) -> URIRef:
    relation = URIRef(namespaces.relation_iri(phrase))
    return next(node for node in GRAPH.subjects(RDF.predicate, relation) if (node, RDF.subject, entity(subject)) in GRAPH)


MARA, DEFIES, VISITS = entity("mara-ellison"), statement("mara-ellison", "defy"), statement("owen-pryce", "stand with")
PLACE = next(GRAPH.objects(DEFIES, PROV.wasDerivedFrom))
POSITION, QUOTE = sorted(GRAPH.objects(PLACE, OA.hasSelector))


@pytest.mark.parametrize("graph", [GRAPH, make_dataset(make_hostile_sample()), make_dataset(FULL, with_text=False)], ids=["sample", "hostile", "no text"])
def test_our_graphs_conform(graph: Graph) -> None:
    report = validate_graph(graph)
    assert (report.conforms, report.failures) == (True, ())
    assert report.to_text() == "The graph conforms to the shapes.\n"
    assert "sh:conforms true" in report.to_turtle()


BROKEN: list[tuple[Callable[[Graph], object], URIRef, str, str]] = [
    (lambda g: g.remove((MARA, RDFS.label, None)), MARA, "exactly one label", "mara-ellison"),
    (lambda g: g.add((MARA, RDFS.label, Literal("Mara"))), MARA, "exactly one label", "Mara"),
    (lambda g: g.set((DEFIES, TW.status, TW.claimed)), DEFIES, "status agrees with", "Mara Ellison – defies – Owen Pryce"),
    (lambda g: g.remove((VISITS, TW.claimedBy, None)), VISITS, "status agrees with", "Owen Pryce – stands with – Brightwater Construction"),
    (lambda g: g.set((DEFIES, TW.polarity, TW.maybe)), DEFIES, "exactly one polarity", "Mara Ellison – defies – Owen Pryce"),
    (lambda g: g.set((DEFIES, TW.confidence, Literal("1.5", datatype=XSD.decimal))), DEFIES, "confidence", "Mara Ellison – defies – Owen Pryce"),
    (lambda g: g.set((DEFIES, RDF.object, entity("nobody"))), DEFIES, "exactly one object", "Mara Ellison – defies – nobody"),
    (lambda g: g.remove((DEFIES, PROV.wasDerivedFrom, None)), DEFIES, "has evidence", "Mara Ellison – defies – Owen Pryce"),
    (
        lambda g: g.set((POSITION, OA.end, Literal("99999", datatype=XSD.nonNegativeInteger))),
        PLACE,
        "does not stand in the article's text",
        "evidence at characters 0 to 148",
    ),
    (
        lambda g: g.set((QUOTE, OA.exact, Literal("Mara Ellison obeyed the minister."))),
        PLACE,
        "does not stand in the article's text",
        "evidence at characters 0 to 148",
    ),
    (lambda g: g.remove((None, SCHEMA.mentions, MARA)), MARA, "belongs to an article", "Mara Ellison"),
]


@pytest.mark.parametrize("case", range(len(BROKEN)))
def test_each_broken_promise_is_found_with_name_and_sentence(case: int) -> None:
    change, node, message, name = BROKEN[case]
    graph = make_dataset(SAMPLE)
    change(graph)
    report = validate_graph(graph)
    assert not report.conforms
    text = report.to_text()
    assert message in text
    found = next(failure for failure in report.failures if failure.node == str(node) and message in failure.message)
    assert name in found.name
    assert found.sentence in text and len(found.sentence) > 20
    assert text.startswith(f"The graph does not conform: {len(report.failures)} failure")


@pytest.mark.parametrize(
    ("changed", "kind", "family", "end"),
    [("mara-ellison", "Event", "states", "subject"), ("tomas-rehn", "Place", "leads", "subject"), ("brightwater-construction", "Work", "speaksFor", "object")],
)
def test_a_type_that_seldom_stands_there_is_pointed_out_and_breaks_nothing(changed: str, kind: str, family: str, end: str) -> None:
    sample = replace(FULL, entities=tuple(replace(e, type=EntityType(kind)) if e.id == changed else e for e in FULL.entities))
    assert any(family == s.family and changed == (s.subject if end == "subject" else s.obj) for s in sample.statements)
    report = validate_graph(make_dataset(sample))
    assert report.conforms and report.failures == ()
    assert {f"The {end} of this statement" in warning.message for warning in report.warnings} >= {True}
    text = report.to_text()
    assert text.startswith("The graph conforms to the shapes.\n\nWorth a look: ")
    assert all(warning.name in text and len(warning.sentence) > 20 for warning in report.warnings)
    assert "sh:Warning" in report.to_turtle() and "sh:conforms true" in report.to_turtle()


def test_the_turtle_report_is_shacl_and_stable() -> None:
    graph = make_dataset(SAMPLE)
    graph.remove((None, TW.status, None))
    first, again = validate_graph(graph), validate_graph(graph)
    assert first.to_turtle() == again.to_turtle()
    found = Graph().parse(data=first.to_turtle(), format="turtle")
    sh = "http://www.w3.org/ns/shacl#"
    assert len(list(found.subjects(RDF.type, URIRef(sh + "ValidationResult")))) == len(first.failures) >= len(SAMPLE.statements)


@settings(max_examples=4, deadline=None)
@given(contents())
def test_strange_contents_break_nothing_but_what_they_lack(found: object) -> None:
    """The strategies give empty names and no families of ours; offsets, statuses, claimants and selectors always hold."""
    report = validate_graph(make_dataset(found))  # type: ignore[arg-type]
    assert not any(word in failure.message for failure in report.failures for word in ("status", "polarity", "position", "confidence", "selector"))


def test_hostile_words_in_a_report_stay_words() -> None:
    graph = make_dataset(make_hostile_sample())
    graph.remove((None, TW.extractor, None))
    text = validate_graph(graph).to_text()
    assert "\x1b" not in text and "\u202e" not in text


def test_files_and_text_are_read(tmp_path: Path) -> None:
    turtle = write_turtle(SAMPLE)
    path = tmp_path / "a.ttl"
    path.write_text(turtle, encoding="utf-8")
    assert validate_graph(path).conforms and validate_graph(str(path)).conforms and validate_graph(turtle).conforms
    for text, message in (("<a:b> <a:c> <a:d> .\n", "no article"), ("nonsense\n", "is not Turtle"), (str(tmp_path / "no.ttl"), "cannot be read")):
        with pytest.raises(GraphError, match=message):
            validate_graph(text)
