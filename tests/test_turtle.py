"""Turtle: read alike by two libraries, the same bytes on every run, and nothing in it that hides from a reader."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph, Literal, URIRef

from graph.canonical import canonical
from graph.dataset import make_dataset
from graph.errors import GraphError
from graph.quoting import quote_string
from graph.records import Contents
from graph.turtle import parse_graph, read_graph, read_turtle, serialize_turtle, write_turtle
from tests.sample_contents import HOSTILE, PARAGRAPHS, make_hostile_sample, make_sample
from tests.strategies import contents

SAMPLE = make_sample()
TURTLE = write_turtle(SAMPLE)


def by_rdflib(text: str) -> set[tuple[str, ...]]:
    return {tuple(term.n3() for term in triple) for triple in Graph().parse(data=text, format="turtle")}


def by_oxigraph(text: str) -> set[tuple[str, ...]]:
    return {tuple(term.n3() for term in triple) for triple in parse_graph(text)}


@pytest.mark.parametrize("found", [SAMPLE, make_hostile_sample()], ids=["sample", "hostile"])
def test_two_libraries_read_what_was_written(found: Contents) -> None:
    text = write_turtle(found)
    written = {tuple(term.n3() for term in triple) for triple in make_dataset(found)}
    assert by_rdflib(text) == by_oxigraph(text) == written


@settings(max_examples=40, deadline=None)
@given(contents())
def test_two_libraries_read_any_contents(found: Contents) -> None:
    graph = make_dataset(found)
    text = serialize_turtle(graph)
    assert set(parse_graph(text)) == set(graph)
    assert by_rdflib(text) == {tuple(term.n3() for term in triple) for triple in graph}
    assert not any(mark in text for mark in "\u202e\x00\x1b\u2028\r")


@given(st.text() | st.text(alphabet='"\\\n\r\t u0'))
def test_any_string_comes_back(text: str) -> None:
    turtle = f"<a:b> <a:c> {quote_string(text)} ."
    quad = next(iter(pyoxigraph.parse(turtle, pyoxigraph.RdfFormat.TURTLE)))
    assert quad.object == pyoxigraph.Literal(text)
    assert next(iter(Graph().parse(data=turtle, format="turtle")))[2] == Literal(text)


@pytest.mark.parametrize("base", ["https://data.example/news/", "urn:news:", "http://localhost:8000/x"])
def test_another_base_reads_alike(base: str) -> None:
    text = write_turtle(SAMPLE, base_iri=base)
    assert by_rdflib(text) == by_oxigraph(text)
    assert any(base in subject for subject, *_ in by_oxigraph(text))


def test_the_bytes_do_not_depend_on_order_or_hash_seed() -> None:
    turned = replace(SAMPLE, entities=SAMPLE.entities[::-1], statements=SAMPLE.statements[::-1])
    assert write_turtle(turned) == TURTLE == serialize_turtle(parse_graph(TURTLE))
    script = "from tests.sample_contents import make_sample; from graph.turtle import write_turtle; print(write_turtle(make_sample()), end='')"
    here = Path(__file__).parent.parent
    env = {"PYTHONHASHSEED": "7", "PYTHONPATH": str(here), "PYTHONUTF8": "1"}
    again = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True, env=env)
    assert again.stdout == TURTLE


def test_a_person_can_read_it() -> None:
    assert "# Mara Ellison – defies – Owen Pryce\nst:" in TURTLE
    assert 'id:mara-ellison a tw:Person ;\n    rdfs:label "Mara Ellison" ;' in TURTLE
    assert "rel:defy id:owen-pryce" in TURTLE
    assert f"prov:wasDerivedFrom <#char=0,{len(PARAGRAPHS[0])}> ." in TURTLE
    heads = [line for line in TURTLE.splitlines() if line in {"# Article", "# Entities", "# Statements", "# Quotations", "# Evidence"}]
    assert heads == ["# Article", "# Entities", "# Statements", "# Quotations", "# Evidence"]
    assert TURTLE.index("\nid:mara-ellison a") < TURTLE.index("\nid:tomas-rehn a")  # in the order of the text


def test_hostile_words_cannot_leave_their_string_or_comment() -> None:
    label = 'x\n<http://e.example/a> <http://e.example/b> "c" . #\r\u2028<http://e.example/d> <http://e.example/b> "c" .'
    first = SAMPLE.entities[0]
    text = write_turtle(replace(SAMPLE, entities=(replace(first, label=label), *SAMPLE.entities[1:])))
    assert not any("e.example" in term for triple in by_oxigraph(text) for term in triple if term.startswith("<"))
    assert HOSTILE not in write_turtle(make_hostile_sample())


def test_reads_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    assert read_turtle(path) == replace(canonical(SAMPLE), article=replace(SAMPLE.article, source=None))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.ttl", b"", "no article that Triplewire wrote"),
        ("a.ttl", b"<a:b> <a:c> <a:d> .", "no article that Triplewire wrote"),
        ("a.ttl", b"once upon a time", "is not Turtle.*line 1"),
        ("a.ttl", b"<a:b> <a:c> .\n", "is not Turtle"),
        ("a.ttl", b"\xff\xfe\x00binary\x00", "is not Turtle"),
        ("a.ttl", b"[] <a:c> <a:d> .", "blank node"),
        ("a.nt", b"@prefix a: <b:> .", "is not N-Triples"),
        ("a.ttl", TURTLE.encode()[:4000], "is not Turtle"),
        ("a.ttl", TURTLE.replace("Mara Ellison, the", "Mora Ellison, the").encode(), "text was changed"),
    ],
)
def test_what_is_not_ours_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(GraphError, match=message) as caught:
        read_turtle(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.ttl"):
        with pytest.raises(GraphError, match="cannot be read"):
            read_graph(path)


def test_blank_nodes_are_refused() -> None:
    graph = Graph().parse(data="[] <a:b> 1 .", format="turtle")
    with pytest.raises(GraphError, match="blank node"):
        serialize_turtle(graph)


def test_two_hundred_statements_come_out_whole() -> None:
    many = tuple(replace(s, id=f"{s.id}{n}") for n in range(7) for s in SAMPLE.statements)
    large = replace(SAMPLE, statements=many)
    graph = parse_graph(write_turtle(large))
    assert len(list(graph.subjects(RDF.type, RDF.Statement))) == len(many) > 200
    assert all(isinstance(subject, URIRef) for subject in graph.subjects())
