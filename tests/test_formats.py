"""Every format: read back by another library where there is one, the same bytes on every run, hostile words kept as words."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
from hypothesis import given, settings
from lxml import etree
from rdflib import RDF, Dataset, Graph, URIRef

from graph.canonical import canonical
from graph.dataset import make_dataset, read_contents
from graph.errors import SettingsError
from graph.formats import FORMATS, write_format
from graph.formats.plain import write_ntriples
from graph.network import make_network, unflatten_network
from graph.records import Contents, Status
from graph.turtle import parse_graph
from tests.sample_contents import HOSTILE, make_hostile_sample, make_sample
from tests.strategies import contents

SAMPLE, HOSTILE_SAMPLE = make_sample(), make_hostile_sample()
BOTH = pytest.mark.parametrize("found", [SAMPLE, HOSTILE_SAMPLE], ids=["sample", "hostile"])
TEXT_FORMATS = [name for name in FORMATS if name != "html"]


def write(found: Contents, name: str, ending: str | None = None) -> str:
    written = write_format(found, name)
    return written if isinstance(written, str) else written[ending or FORMATS[name].endings[0]]


def triples(graph: Graph) -> set[tuple[str, ...]]:
    return {tuple(term.n3() for term in triple) for triple in graph}


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@BOTH
@pytest.mark.parametrize(("name", "rdflib_name"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")])
def test_rdf_formats_are_read_alike_by_two_libraries(found: Contents, name: str, rdflib_name: str) -> None:
    text, expected = write(found, name), triples(make_dataset(found))
    assert triples(Graph().parse(data=text, format=rdflib_name)) == expected
    assert triples(parse_graph(text, ending=name)) == expected
    assert read_contents(parse_graph(text, ending=name)).statements == canonical(found).statements


def test_rdfxml_is_read_alike_by_two_libraries() -> None:
    text, expected = write(SAMPLE, "rdf"), triples(make_dataset(SAMPLE))
    assert triples(Graph().parse(data=text, format="xml")) == expected == triples(parse_graph(text, ending="rdf"))


def test_rdfxml_keeps_hostile_words_but_for_what_xml_forbids() -> None:
    text = write(HOSTILE_SAMPLE, "rdf")
    expected = {tuple(term.replace("\\x1b", "\ufffd").replace("\x1b", "\ufffd") for term in triple) for triple in triples(make_dataset(HOSTILE_SAMPLE))}
    lost = expected - triples(Graph().parse(data=text, format="xml"))
    assert all("/relation/" in triple[1] for triple in lost)  # a property whose name XML cannot write; its statement is there
    assert len(list(Graph().parse(data=text, format="xml").subjects(RDF.type, RDF.Statement))) == len(HOSTILE_SAMPLE.statements)


@settings(max_examples=10, deadline=None)
@given(contents())
def test_any_contents_survive_nt_and_jsonld_and_give_wellformed_xml(found: Contents) -> None:
    expected = triples(make_dataset(found))
    assert triples(Graph().parse(data=write(found, "nt"), format="nt")) == expected
    assert triples(parse_graph(write(found, "jsonld"), ending="jsonld")) == expected
    etree.fromstring(write(found, "rdf").encode())


def test_each_line_of_ntriples_is_one_triple() -> None:
    text = write_ntriples(make_dataset(HOSTILE_SAMPLE))
    assert len(text.splitlines()) == len(make_dataset(HOSTILE_SAMPLE))


@BOTH
def test_trig_holds_one_graph_for_each_article_and_joins(found: Contents) -> None:
    other = replace(found, article=replace(found.article, url="https://courier.example/other"))
    joined = write(found, "trig") + write(other, "trig")
    dataset = Dataset()
    dataset.parse(data=joined, format="trig")
    by_name = {str(graph.identifier): graph for graph in dataset.graphs() if len(graph)}
    assert len(by_name) == 2
    for part in (found, other):
        name = next(name for name in by_name if name.endswith(part.article.id))
        assert read_contents(by_name[name]).statements == canonical(part).statements
    quads = list(pyoxigraph.parse(joined, pyoxigraph.RdfFormat.TRIG))
    assert {quad.graph_name.value for quad in quads} == set(by_name)


@BOTH
def test_reifiers_are_read_by_oxigraph(found: Contents) -> None:
    quads = list(pyoxigraph.parse(write(found, "ttl12"), pyoxigraph.RdfFormat.TURTLE))
    reified = {quad.subject.value: quad.object for quad in quads if quad.predicate.value == str(RDF) + "reifies"}
    assert len(reified) == len(found.statements)
    graph = make_dataset(found)
    for node in graph.subjects(RDF.type, RDF.Statement):
        triple = reified[str(node)]
        ends = tuple(str(graph.value(node, term)) for term in (RDF.subject, RDF.predicate, RDF.object))
        assert (triple.subject.value, triple.predicate.value, triple.object.value) == ends


def test_jsonld_is_plain_words() -> None:
    found = json.loads(write(SAMPLE, "jsonld"))
    nodes = {node["@id"]: node for node in found["@graph"]}
    assert nodes["id:mara-ellison"]["label"] == "Mara Ellison"
    claim = next(node for node in found["@graph"] if node.get("status") == "claimed")
    assert set(claim) >= {"subject", "predicate", "object", "family", "claimedBy", "evidence", "confidence"}
    assert nodes["id:mara-ellison"]["isNamed"] is True
    assert nodes["rel:defy"]["subPropertyOf"] == "tw:opposes"
    assert not any(key.startswith("http") for node in found["@graph"] for key in node)


@BOTH
@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_networks_are_wellformed_and_read_back(found: Contents, name: str) -> None:
    text = write(found, name)
    etree.fromstring(text.encode())  # another library than the one that wrote it
    assert "lastmodifieddate" not in text
    network = make_network(canonical(found))
    if name == "graphml":
        back = nx.parse_graphml(text, force_multigraph=True)
        again = unflatten_network(back)
        assert set(again) == set(network)
        assert {key for *_, key in again.edges(keys=True)} == {key for *_, key in network.edges(keys=True)}
    else:
        back = nx.read_gexf(io.BytesIO(text.encode()))
        assert len(back) == len(network)
        assert back.number_of_edges() == network.number_of_edges()
    statuses = sorted(data["status"] for *_, data in back.edges(data=True))
    assert statuses == sorted(s.status.value for s in found.statements if s.obj is not None)


def test_gephi_tables_join_and_show_the_status() -> None:
    files = write_format(SAMPLE, "csv")
    assert isinstance(files, dict)
    nodes, edges, statements = (rows(files[ending]) for ending in FORMATS["csv"].endings)
    assert {row["Id"] for row in nodes} >= {row[end] for row in edges for end in ("Source", "Target")}
    assert len(statements) == len(SAMPLE.statements)
    assert {row["Label"] for row in edges if row["Status"] == "negated"} == {"visits (negated)", "ignores (negated)"}
    dated = next(row for row in statements if row["Date"] == "2023-03-21")
    assert (dated["Subject"], dated["Relation"], dated["Object"], dated["Claimed by"]) == ("Owen Pryce", "meets", "Tomas Rehn", "a council source")
    for row in statements:
        assert SAMPLE.article.text[int(row["Start"]) : int(row["End"])] == row["Evidence"]


@pytest.mark.parametrize("label", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\tx"])
def test_a_spreadsheet_runs_no_cell(label: str) -> None:
    entity = replace(SAMPLE.entities[0], label=label)
    files = write_format(replace(SAMPLE, entities=(entity, *SAMPLE.entities[1:])), "csv")
    assert isinstance(files, dict)
    cells = [cell for text in files.values() for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{label}" in cells
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)


@BOTH
def test_neo4j_tables_never_turn_a_denial_into_a_fact(found: Contents) -> None:
    files = write_format(found, "neo4j")
    assert isinstance(files, dict)
    nodes, relationships = (rows(files[ending]) for ending in FORMATS["neo4j"].endings)
    ids = [row["iri:ID"] for row in nodes]
    assert len(ids) == len(set(ids))
    assert set(ids) >= {row[end] for row in relationships for end in (":START_ID", ":END_ID")}
    assert len(relationships) == len(found.statements)
    for row in relationships:
        assert row[":TYPE"].isascii() and row[":TYPE"].replace("_", "").isupper()
        assert row[":TYPE"].endswith(row["status"].upper()) == (row["status"] != Status.ASSERTED)


def test_claim_reviews_name_claimant_words_and_article_and_give_no_verdict() -> None:
    text = write(SAMPLE, "claimreview")
    reviews = json.loads(text)["@graph"]
    assert len(reviews) == sum(bool(s.claimed_by) for s in SAMPLE.statements)
    denial = next(review for review in reviews if review["itemReviewed"]["name"].startswith("Owen Pryce visits Saltgate (not)"))
    claim = denial["itemReviewed"]
    assert denial["claimReviewed"] == claim["text"] == "The minister has never visited Saltgate."
    assert claim["author"]["name"] == "Mara Ellison"
    assert claim["appearance"]["url"] == SAMPLE.article.url
    assert "reviewRating" not in text
    local = text.replace('"https://schema.org"', '{"@vocab": "https://schema.org/"}')
    graph = Graph().parse(data=local, format="json-ld")
    assert len(list(graph.subjects(RDF.type, URIRef("https://schema.org/ClaimReview")))) == len(reviews)


def test_every_format_gives_the_same_bytes_whatever_the_order_and_hash_seed() -> None:
    turned = replace(SAMPLE, statements=SAMPLE.statements[::-1])
    here = {name: write_format(SAMPLE, name) for name in TEXT_FORMATS}
    for name in ("nt", "trig", "jsonld", "rdf", "ttl12", "csv", "neo4j", "claimreview"):
        assert write_format(turned, name) == here[name], name
    script = (
        "import json, sys; from tests.sample_contents import make_sample; from graph.formats import write_format\n"
        f"json.dump({{name: write_format(make_sample(), name) for name in {TEXT_FORMATS!r}}}, sys.stdout)"
    )
    root = str(Path(__file__).parent.parent)
    again = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True, env={"PYTHONHASHSEED": "5", "PYTHONPATH": root})
    assert json.loads(again.stdout) == here


@pytest.mark.parametrize("name", ["ttl", "nt", "trig", "jsonld", "rdf", "ttl12"])
def test_without_text_the_body_stays_away(name: str) -> None:
    written = write_format(SAMPLE, name, with_text=False)
    text = written if isinstance(written, str) else next(iter(written.values()))
    assert SAMPLE.article.text.splitlines()[-1].removesuffix("Mr Rehn claimed.") not in write_format(
        replace(SAMPLE, statements=(), quotations=()), name, with_text=False
    )
    assert SAMPLE.article.sha256 in text


def test_the_page_without_text_holds_no_sentence_that_is_not_quoted() -> None:
    lonely = replace(SAMPLE, statements=(), quotations=(), speakers=(), addressees=())
    sentence = "and marched to the Guildhall"
    page = write(lonely, "html")
    assert sentence in page and 'skos:altLabel "Ms Ellison"' in page.replace("\\", "").replace("&quot;", '"')
    assert sentence not in str(write_format(lonely, "html", with_text=False))


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_hidden_characters_of_the_article_are_written_so_that_a_parser_gives_them_back(name: str) -> None:
    written = write_format(HOSTILE_SAMPLE, name)
    for text in [written] if isinstance(written, str) else written.values():
        assert "\x00" not in text
        if name in {"ttl", "nt", "trig", "ttl12"}:
            assert HOSTILE not in text and "\x1b" not in text and "\u202e" not in text


def test_formats_are_described_and_unknown_ones_named() -> None:
    for name, form in FORMATS.items():
        assert form.title and form.keeps and all(ending[0] in ".-" for ending in form.endings), name
    with pytest.raises(SettingsError, match="no format 'pdf'; there are ttl, html"):
        write_format(SAMPLE, "pdf")
