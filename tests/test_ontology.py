"""Addresses, families, news.ttl and shapes.ttl: complete, documented, consistent, real in what they align to, and broken graphs are told apart."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import owlrl
import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, SDO, DefinedNamespace

from graph.dataset import make_dataset
from graph.pipeline import build_text
from graph.records import EntityType, Modality, Polarity, QuotationKind, Status
from ontology import namespaces
from ontology.build import ENTITY_CLASSES, write_ontology, write_shapes
from ontology.families import UNKNOWN, ancestors_of, load_families, load_plover, polarity_of
from ontology.lexicon import find_family
from ontology.page import write_page
from ontology.terms import load_terms
from tests.sample_contents import make_hostile_sample, make_sample

FOLDER = Path(namespaces.__file__).parent
TW = Namespace(namespaces.TW)
PLOVER = Namespace(namespaces.PLOVER)
OA = Namespace(namespaces.PREFIXES["oa"])
SEM = Namespace(namespaces.PREFIXES["sem"])
SH = Namespace(namespaces.PREFIXES["sh"])
FIXED = "states asks instructs responds leads memberOf worksFor speaksFor holdsRole kinOf partOf locatedIn isA has happensOn related supports opposes meets"
SIXTEEN = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
"""Where owlrl notes a contradiction."""


@cache
def ontology() -> Graph:
    return Graph().parse(FOLDER / "news.ttl")


@cache
def shapes() -> Graph:
    return Graph().parse(FOLDER / "shapes.ttl")


def contradictions(*extra: tuple[URIRef, URIRef, URIRef | Literal]) -> list[str]:
    graph = Graph()
    for triple in (*ontology(), *make_dataset(make_sample()), *extra):
        graph.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return [str(text) for text in graph.objects(None, ERROR)]


def is_ours(node: object) -> bool:
    return isinstance(node, URIRef) and str(node).startswith((namespaces.TW, namespaces.PLOVER))


# ---------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("phrase", "local"),
    [
        ("defy", "defy"),
        ("Hit  out at", "hit-out-at"),
        ("co-operate with", "co-operate-with"),
        ("be MP for", "be-mp-for"),
        ("be président of", "be-président-of"),
        ('say "x" .', "say-%22x%22-%2E"),
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("<script>", "%3Cscript%3E"),
        ("..", "%2E%2E"),
        ("", "%00"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_relation_iri(phrase: str, local: str) -> None:
    assert namespaces.relation_iri(phrase) == namespaces.REL + local


@pytest.mark.parametrize("base", ["https://news.example/kg", "https://news.example/kg/"])
def test_base_may_end_with_a_slash(base: str) -> None:
    assert namespaces.entity_iri(base, "a1", "x") == "https://news.example/kg/article/a1/entity/x"


@given(st.text(max_size=40), st.text(max_size=40))
def test_addresses_are_safe_and_tell_ids_apart(one: str, other: str) -> None:
    first, second = (namespaces.entity_iri(namespaces.BASE, "a1", text) for text in (one, other))
    assert (first == second) == (one == other)
    local = first.removeprefix(f"{namespaces.BASE}article/a1/entity/")
    assert local
    assert not set(local) & set(" \t\r\n<>\"{}|^`\\/?#.:;,'()[]=&@!$*+~\u202e\u200b")
    node = URIRef(first)
    assert next(Graph().parse(data=f"<{first}> <urn:p> 1 .", format="turtle").subjects()) == node


# ---------------------------------------------------------------------------- families


def test_families_are_complete() -> None:
    families = load_families()
    assert set(FIXED.split()) <= set(families)
    assert {f.plover for f in families.values()} - {None} == set(SIXTEEN.split()) == set(load_plover())
    assert len({f.label for f in families.values()}) == len(families)
    inverses = [f.inverse for f in families.values() if f.inverse]
    assert len(set(inverses)) == len(inverses)
    assert not set(inverses) & (set(families) | {t.name for t in load_terms()})


@pytest.mark.parametrize("name", load_families())
def test_family(name: str) -> None:
    families = load_families()
    family = families[name]
    assert find_family(family.phrase) == name
    assert family.definition.endswith(".") and family.example.endswith(".")
    assert bool(family.inverse) == bool(family.inverse_label)
    assert bool(family.inverse) != ("symmetric" in family.traits)
    assert set(family.parents) <= set(families)
    assert (name == UNKNOWN) == (not family.parents)
    assert name not in ancestors_of(name)
    sides = {polarity_of(parent) for parent in ancestors_of(name)} - {"neutral"}
    assert not sides or sides == {family.polarity.value}, "a family stands for or against as those above it do"


@pytest.mark.parametrize("name", load_families())
def test_example_comes_out_of_the_extractor(name: str) -> None:
    """What the ontology shows readers as an example of a family is what the program reads from it, as the article's own assertion."""
    statements = build_text(load_families()[name].example).statements
    assert any(s.family == name and s.status in (Status.ASSERTED, Status.CLAIMED) for s in statements), [(s.relation, s.family) for s in statements]


# ---------------------------------------------------------------------------- news.ttl


def test_files_are_made_from_the_data() -> None:
    remedy = "run `python -m ontology.build`"
    assert (FOLDER / "news.ttl").read_text(encoding="utf-8") == write_ontology(), remedy
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == write_page(), remedy


def test_every_term_is_documented() -> None:
    graph = ontology()
    terms = {s for s in graph.subjects() if is_ours(s)}
    assert len(terms) > 150
    for term in terms:
        assert len(list(graph.objects(term, RDFS.label))) == 1, term
        assert len(list(graph.objects(term, RDFS.comment))) == 1, term
        assert list(graph.objects(term, RDFS.isDefinedBy)) == [URIRef(f"{namespaces.BASE}ontology")], term


def test_every_term_that_is_spoken_of_is_declared() -> None:
    graph = ontology()
    used = {node for triple in graph for node in triple if is_ours(node)}
    assert used == {node for node in used if (node, RDF.type, None) in graph}


@pytest.mark.parametrize("prefix", ["schema", "foaf", "org", "prov", "skos", "dcterms", "sem", "oa"])
def test_alignments_name_real_terms(prefix: str) -> None:
    known: dict[str, type[DefinedNamespace]] = {"schema": SDO, "foaf": FOAF, "org": ORG, "prov": PROV, "skos": SKOS, "dcterms": DCTERMS}
    written = {"sem": {"Event", "Actor", "Place", "hasPlace", "hasTime", "hasTimeStamp"}, "oa": {"SpecificResource"}}
    space = namespaces.PREFIXES[prefix]
    named = {str(n).removeprefix(space) for triple in ontology() for n in triple if isinstance(n, URIRef) and n.startswith(space)}
    if prefix in known:
        assert all(name in known[prefix] for name in named)
        assert str(known[prefix]) == space
    else:
        assert named <= written[prefix]


def test_values_and_classes_are_those_of_the_records() -> None:
    for kind in EntityType:
        assert (TW[kind.value], RDF.type, OWL.Class) in ontology()
    for group, values in (("Status", Status), ("Polarity", Polarity), ("Modality", Modality), ("QuotationKind", QuotationKind)):
        assert {TW[v.value] for v in values} == set(ontology().subjects(RDF.type, TW[group]))


@pytest.mark.parametrize("sample", [make_sample, make_hostile_sample])
def test_a_graph_uses_declared_terms_only(sample: object) -> None:
    graph = make_dataset(sample())  # type: ignore[operator]
    ours = {node for triple in graph for node in triple if isinstance(node, URIRef) and node.startswith(namespaces.TW)}
    assert ours <= set(ontology().subjects(RDF.type, None))
    relations = {p for p in graph.predicates() if p.startswith(namespaces.REL)} | set(graph.objects(None, RDF.predicate))
    assert all((relation, RDF.type, OWL.ObjectProperty) in graph for relation in relations)


def test_consistent_under_owl_2_rl() -> None:
    assert contradictions() == []


def test_contradictions_are_found() -> None:
    pairs = {"s": (TW.status, TW.asserted, TW.claimed), "p": (TW.polarity, TW.positive, TW.negative), "t": (RDF.type, TW.Person, TW.Place)}
    found = contradictions(*((URIRef(f"https://example.org/{name}"), term, value) for name, (term, *values) in pairs.items() for value in values))
    for words in ("asserted", "positive", "https://example.org/t"):
        assert any(words in text for text in found), (words, found)


# ---------------------------------------------------------------------------- shapes.ttl


def validate(graph: Graph) -> list[tuple[str, str]]:
    """What breaks a shape: the node's address and the message."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes())
    assert isinstance(report, Graph)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return sorted({(str(report.value(r, SH.focusNode)), str(text)) for r in results for text in report.objects(r, SH.resultMessage)})


@pytest.mark.parametrize("sample", [make_sample, make_hostile_sample])
@pytest.mark.parametrize("with_text", [True, False])
def test_sample_conforms(sample: object, with_text: bool) -> None:
    assert validate(make_dataset(sample(), with_text=with_text)) == []  # type: ignore[operator]


def test_shapes_know_every_family() -> None:
    listed = next(
        {str(x).removeprefix(namespaces.TW) for x in shapes().items(members)}
        for prop in shapes().subjects(SH.path, TW.family)
        for members in shapes().objects(prop, SH["in"])
    )
    assert listed == set(load_families())


def test_every_shape_has_a_message() -> None:
    graph = shapes()
    inner = {"AnEntity", "Planned", "Negated", "Claimed", "Asserted"}  # parts of other shapes, which speak for them
    properties = {p for s in graph.subjects(RDF.type, SH.NodeShape) if str(s).rpartition("#")[2] not in inner for p in graph.objects(s, SH.property)}
    assert len(properties) > 40
    assert all((p, SH.message, None) in graph for p in properties)


@cache
def small_graph() -> Graph:
    """The sample cut to what the broken graphs need, for speed."""
    contents = make_sample()
    by_status = {s.status: s for s in contents.statements if s.obj}
    return make_dataset(replace(contents, statements=tuple(by_status.values())))


def copy_graph() -> Graph:
    graph = Graph()
    for triple in small_graph():
        graph.add(triple)
    return graph


def test_small_graph_conforms() -> None:
    assert validate(copy_graph()) == []


def first(graph: Graph, kind: URIRef, *needs: URIRef) -> URIRef:
    """The first node of a class that has all of some properties."""
    found = sorted(s for s in graph.subjects(RDF.type, kind) if all((s, need, None) in graph for need in needs))
    node = found[0]
    assert isinstance(node, URIRef)
    return node


def asserted(graph: Graph) -> URIRef:
    node = min(s for s in graph.subjects(TW.status, TW.asserted) if isinstance(graph.value(s, RDF.object), URIRef))
    assert isinstance(node, URIRef)
    return node


NOBODY = URIRef("https://example.org/nobody")

# What is broken: which node, its property, and the new values (none: the property goes); what the message must say.
BREAKS: list[tuple[str, URIRef, tuple[URIRef | Literal, ...], str]] = [
    ("entity", RDFS.label, (), "exactly one label"),
    ("entity", RDFS.label, (Literal("A"), Literal("B")), "exactly one label"),
    ("entity", RDFS.label, (Literal("  "),), "not empty"),
    ("entity", RDF.type, (TW.Person, TW.Place), "exactly one type"),
    ("entity", TW.isNamed, (), "whether the article names it"),
    ("entity", SKOS.altLabel, (Literal(""),), "not empty"),
    ("statement", RDF.subject, (), "exactly one subject"),
    ("statement", RDF.subject, (NOBODY,), "subject of a statement is an entity"),
    ("statement", RDF.predicate, (), "exactly one predicate"),
    ("statement", RDF.object, (), "exactly one object"),
    ("statement", RDF.object, (Literal("a"), Literal("b")), "exactly one object"),
    ("statement", RDF.object, (NOBODY,), "exactly one object"),
    ("statement", RDF.object, (Literal(""),), "exactly one object"),
    ("statement", TW.family, (), "exactly one family"),
    ("statement", TW.family, (TW.admires,), "one of the ontology's relation families"),
    ("statement", TW.status, (), "exactly one status"),
    ("statement", TW.status, (TW.rumoured,), "exactly one status"),
    ("statement", TW.status, (TW.claimed,), "status agrees with"),
    ("statement", TW.status, (TW.planned,), "status agrees with"),
    ("statement", TW.polarity, (TW.negative,), "status agrees with"),
    ("statement", TW.modality, (TW.possible,), "status agrees with"),
    ("statement", TW.modality, (), "exactly one modality"),
    ("statement", TW.confidence, (Literal("1.2", datatype=XSD.decimal),), "from 0 to 1"),
    ("statement", TW.confidence, (Literal("-0.1", datatype=XSD.decimal),), "from 0 to 1"),
    ("statement", TW.confidence, (Literal("high"),), "from 0 to 1"),
    ("statement", TW.extractor, (), "names the extractor"),
    ("statement", PROV.wasDerivedFrom, (), "has evidence"),
    ("statement", PROV.wasDerivedFrom, (NOBODY,), "has evidence"),
    ("statement", TW.claimedBy, (NOBODY,), "claims a statement is an entity"),
    ("statement", TW.inQuotation, (NOBODY,), "one quotation of the graph"),
    ("statement", TW.whenValue, (Literal("soon"),), "well formed"),
    ("statement", TW.whenValue, (Literal("2022-13-45", datatype=XSD.date, normalize=False),), "well formed"),
    ("claim", TW.claimedBy, (), "status agrees with"),
    ("relation", RDFS.label, (), "relation has exactly one label"),
    ("relation", RDFS.subPropertyOf, (), "stands under a relation family"),
    ("evidence", OA.hasSource, (), "exactly one article"),
    ("evidence", OA.hasSelector, (), "selector by position"),
    ("position", OA.start, (Literal("9999", datatype=XSD.nonNegativeInteger),), "starts before it ends"),
    ("position", OA.end, (Literal("99999", datatype=XSD.nonNegativeInteger),), "does not stand in the article's text"),
    ("position", OA.start, (Literal("-1", datatype=XSD.integer),), "whole number from 0"),
    ("words", OA.exact, (Literal(""),), "not empty"),
    ("words", OA.exact, (Literal("nobody wrote this"),), "does not stand in the article's text"),
    ("quotation", TW.quotationKind, (), "exactly one kind"),
    ("quotation", TW.content, (), "where its words stand"),
    ("quotation", TW.speaker, (NOBODY,), "one speaker at most"),
    ("quotation", TW.isHearsay, (), "hearsay"),
    ("article", TW.sha256, (Literal("abc"),), "exactly one SHA-256"),
    ("article", TW.textLength, (Literal("3", datatype=XSD.integer),), "length"),
    ("article", SDO.datePublished, (Literal("21 June"),), "well formed"),
]


@pytest.mark.parametrize(("which", "term", "values", "message"), BREAKS, ids=[f"{b[0]}-{b[1].rpartition('#')[2]}-{i}" for i, b in enumerate(BREAKS)])
def test_broken_graph_is_told(which: str, term: URIRef, values: tuple[URIRef | Literal, ...], message: str) -> None:
    graph = copy_graph()
    nodes = {
        "entity": lambda: first(graph, TW.Person),
        "statement": lambda: asserted(graph),
        "claim": lambda: min(graph.subjects(TW.status, TW.claimed)),
        "relation": lambda: graph.value(asserted(graph), RDF.predicate),
        "evidence": lambda: first(graph, OA.SpecificResource),
        "position": lambda: first(graph, OA.TextPositionSelector),
        "words": lambda: first(graph, OA.TextQuoteSelector),
        "quotation": lambda: first(graph, TW.Quotation),
        "article": lambda: first(graph, SDO.NewsArticle),
    }
    node = nodes[which]()
    graph.remove((node, term, None))
    for value in values:
        graph.add((node, term, value))
    assert any(message in text for _, text in validate(graph))


def test_asserted_statement_without_its_plain_triple_is_told() -> None:
    graph = copy_graph()
    node = asserted(graph)
    graph.remove((graph.value(node, RDF.subject), graph.value(node, TW.family), graph.value(node, RDF.object)))
    assert any("plain triple" in text for _, text in validate(graph))


def test_rdflib_knows_the_graph_without_errors(caplog: pytest.LogCaptureFixture) -> None:
    rdflib.Graph().parse(data=write_ontology(), format="turtle")
    assert not caplog.records


def test_shapes_hold_the_types_of_ends_of_the_families() -> None:
    shapes = (FOLDER / "shapes.ttl").read_text(encoding="utf-8")
    assert write_shapes(shapes) == shapes
    kinds = {kind for family in load_families().values() for kind in (*family.subjects, *family.objects)}
    assert kinds <= set(ENTITY_CLASSES)
    assert sum(bool(family.subjects) for family in load_families().values()) >= 25
