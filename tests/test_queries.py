"""Queries: what a careful reader would answer, by two engines alike; and nothing but the given graph is ever read."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph

from graph.errors import GraphError, QueryError
from graph.queries import QueryProcess, fill_query, named_queries, run_query
from graph.query_text import check_query
from graph.turtle import write_turtle
from ontology.namespaces import PREFIXES
from tests.sample_contents import HOSTILE, make_hostile_sample, make_sample

SAMPLE = make_sample()
TURTLE = write_turtle(SAMPLE)


@pytest.fixture(scope="module")
def process() -> Iterator[QueryProcess]:
    with QueryProcess(TURTLE) as found:
        yield found


# What a careful reader of the sample answers, without the column of where it stands.
ANSWERS: dict[str, list[tuple[str, ...]]] = {
    "anonymous-sources": [("a council source", "According to", "Mr Pryce is expected to meet Mr Rehn on 21 March")],
    "denials": [
        ("Mara Ellison", "Owen Pryce", "visits", "Saltgate"),
        ("Owen Pryce", "Owen Pryce", "ignores", "residents"),
        ("the article", "Brightwater Construction", "returns", "calls"),
    ],
    "disputed": [
        ("Owen Pryce", "visits", "Saltgate", "Owen Pryce", "Mara Ellison"),
        ("Owen Pryce", "ignores", "residents", "Tomas Rehn", "Owen Pryce"),
    ],
    "never-quoted": [
        ("Brightwater Construction", "Organization", "4"),
        ("residents", "Group", "3"),
        ("Harrowmere City Council", "Organization", "2"),
    ],
    "places": [
        ("Harrowmere", "Dockside Workers' Union", "marches to", "Guildhall", "asserted"),
        ("Harrowmere", "Guildhall", "is in", "Harrowmere", "asserted"),
    ],
    "plans": [
        ("Mara Ellison", "pays for", "Saltgate Bridge", "planned", "negative", "Mara Ellison"),
        ("Owen Pryce", "meets", "Tomas Rehn", "planned", "positive", "a council source"),
        ("Brightwater Construction", "sues", "Harrowmere City Council", "planned", "positive", "Lena Okafor"),
        ("Saltgate Bridge contract", "costs", "400 jobs", "possible", "positive", "Lena Okafor"),
    ],
    "roles": [
        ("Mara Ellison", "leader", "Harrowmere City Council", "asserted"),
        ("Owen Pryce", "transport minister", "", "asserted"),
        ("Tomas Rehn", "leads", "Dockside Workers' Union", "asserted"),
        ("Lena Okafor", "spokeswoman", "Brightwater Construction", "asserted"),
    ],
    "stands-with": [
        ("Dockside Workers' Union", "backs", "Mara Ellison", "asserted", "the article"),
        ("Harrowmere City Council", "approves", "Saltgate Bridge contract", "asserted", "the article"),
        ("Owen Pryce", "stands with", "Brightwater Construction", "claimed", "Tomas Rehn"),
    ],
    "stands-against": [
        ("Mara Ellison", "cancels", "Saltgate Bridge contract", "asserted", "the article"),
        ("Mara Ellison", "defies", "Owen Pryce", "asserted", "the article"),
        ("Brightwater Construction", "criticises", "Mara Ellison", "asserted", "the article"),
        ("Owen Pryce", "ignores", "residents", "claimed", "Tomas Rehn"),
        ("Owen Pryce", "threatens", "Mara Ellison", "claimed", "Tomas Rehn"),
    ],
    "timeline": [
        ("2021", "in 2021", "Harrowmere City Council", "approves", "Saltgate Bridge contract", "asserted"),
        ("2023-02", "in February 2023", "Owen Pryce", "visits", "Saltgate", "claimed"),
        ("2023-03-14", "on Tuesday", "Mara Ellison", "cancels", "Saltgate Bridge contract", "asserted"),
        ("2023-03-14", "on Tuesday", "Mara Ellison", "defies", "Owen Pryce", "asserted"),
        ("2023-03-21", "on 21 March", "Owen Pryce", "meets", "Tomas Rehn", "planned"),
    ],
    "unsure": [("0.55", "Saltgate Bridge contract", "costs", "400 jobs", "planned", "It may cost 400 jobs.")],
}


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_named_queries_answer_as_a_reader_would(process: QueryProcess, name: str) -> None:
    result = process.ask(named_queries()[name].text)
    keep = [number for number, column in enumerate(result.columns) if column != "character"]
    assert [tuple(row[number] or "" for number in keep) for row in result.values()] == ANSWERS[name]


@pytest.mark.parametrize(
    ("name", "values", "column", "expected"),
    [
        ("who-said-what", {"who": "okafor"}, "words", ["the firm would sue the council", "Cancelling the contract is vandalism,", "It may cost 400 jobs."]),
        ("who-said-what", {"who": "nobody"}, "words", []),
        ("who-said-what-about", {"about": "pryce", "who": "ellison"}, "words", ["The minister has never visited Saltgate."]),
        ("claims-by-speaker", {"who": "rehn"}, "how", ["ignores", "stands with", "threatens"]),
        (
            "evidence",
            {"who": "ellison", "verb": "def", "whom": "pryce"},
            "end",
            [str(TURTLE.index(" contract.") - TURTLE.index("Mara Ellison, the leader") + 10)],
        ),
        ("facts", {"who": "brightwater"}, "how", ["is spokeswoman for", "criticises", "claims"]),
        ("between", {"one": "rehn", "two": "pryce"}, "how", ["meets"]),
        ("most-connected", {}, "entity", ["Owen Pryce", "Mara Ellison", "Brightwater Construction", "Lena Okafor"]),
        ("most-quoted", {}, "speaker", ["Mara Ellison", "Lena Okafor", "Tomas Rehn", "Owen Pryce"]),
        ("who-said-what", {"who": '") ?x ?y ?z . #'}, "words", []),
        ("unsure", {"below": "0.8"}, "how", ["costs", "is in"]),
        ("held", {"at": "dockside"}, "person", []),
        ("held", {"at": "council", "on": "2023-03-14"}, "role", ["leader"]),
        ("held", {"at": "council", "on": "2023-03-13"}, "role", []),
        ("in-articles", {"who": "rehn"}, "articles", ["1"]),
    ],
)
def test_parameters_narrow_the_answer(process: QueryProcess, name: str, values: dict[str, str], column: str, expected: list[str]) -> None:
    result = process.ask(fill_query(name, values))
    place = result.columns.index(column)
    assert [row[place] for row in result.values()][: len(expected) or None] == expected
    assert len(result.rows) == len(expected) or not values


OF_SEVERAL = {"shared", "contradicted"}
"""What only an archive can answer (tests/test_archive_comparing.py); one article says nothing twice."""


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_rdflib_agrees(process: QueryProcess, name: str) -> None:
    text = named_queries()[name].text
    graph = Graph().parse(data=TURTLE, format="turtle")
    theirs = [tuple(None if cell is None else str(cell) for cell in row) for row in graph.query(text)]  # type: ignore[union-attr]
    ours = process.ask(text).values()
    assert ours == theirs
    assert bool(ours) is (name not in OF_SEVERAL), "a query that finds nothing in the sample shows nothing"


def test_every_named_query_is_documented() -> None:
    wanted = "who-said-what who-said-what-about stands-with stands-against roles timeline places claims-by-speaker denials disputed anonymous-sources evidence most-connected"
    assert set(wanted.split()) <= set(named_queries())
    for query in named_queries().values():
        assert query.title and query.answers.endswith(".")
        for parameter in query.parameters:
            assert f" AS ?{parameter})" in query.text
        for prefix in ("tw", "rdf", "rdfs"):
            assert f"{prefix}:" not in query.text.split("SELECT")[1] or f"PREFIX {prefix}: <{PREFIXES[prefix]}>" in query.text


def test_unknown_queries_and_parameters_are_named() -> None:
    with pytest.raises(QueryError, match=r"no query named 'who'; there are .*who-said-what"):
        fill_query("who")
    with pytest.raises(QueryError, match="no parameter 'whom'; it has who"):
        fill_query("who-said-what", {"whom": "x"})


def test_a_family_needs_no_reasoner_and_no_prefix(process: QueryProcess) -> None:
    result = process.ask("SELECT ?b { ?a rdfs:label 'Mara Ellison' ; tw:opposes/rdfs:label ?b } ORDER BY ?b")
    assert result.values() == [("Owen Pryce",), ("Saltgate Bridge contract",)]
    assert process.ask("ASK { id:mara-ellison rel:defy id:owen-pryce }").answer is True


def test_forms_and_formats(process: QueryProcess) -> None:
    table = process.ask("SELECT ?x ?l { ?x a tw:Organization ; rdfs:label ?l } ORDER BY ?l")
    assert table.to_table().splitlines()[0].split() == ["x", "l"]
    assert "id:harrowmere-city-council" in table.to_table()
    assert list(csv.reader(io.StringIO(table.to_csv())))[1][1] == "Brightwater Construction"
    found = json.loads(table.to_json())
    assert found["head"]["vars"] == ["x", "l"]
    assert found["results"]["bindings"][0]["x"]["type"] == "uri"
    ask = process.ask("ASK { ?x a tw:Nothing }")
    assert (ask.to_table(), json.loads(ask.to_json())["boolean"], ask.to_csv()) == ("no\n", False, "answer\r\nfalse\r\n")
    graph = process.ask("CONSTRUCT { ?a tw:opposes ?b } WHERE { ?a tw:opposes ?b }")
    assert len(Graph().parse(data=graph.to_turtle(), format="turtle")) == 3
    assert graph.to_table() == graph.to_turtle() == process.ask("CONSTRUCT WHERE { ?a tw:opposes ?b }").to_turtle()
    assert len(Graph().parse(data=process.ask("DESCRIBE id:mara-ellison").to_turtle(), format="turtle")) > 5
    for wrong in (table.to_turtle, graph.to_csv, graph.to_json):
        with pytest.raises(QueryError, match="ask for"):
            wrong()


def test_values_keep_type_and_language() -> None:
    text = '<a:b> <a:c> 1.5 .\n<a:b> <a:d> "gare"@fr .\n'
    found = json.loads(run_query(text, "SELECT ?o { ?s ?p ?o } ORDER BY ?p").to_json())["results"]["bindings"]
    assert found[0]["o"] == {"type": "literal", "value": "1.5", "datatype": "http://www.w3.org/2001/XMLSchema#decimal"}
    assert found[1]["o"] == {"type": "literal", "value": "gare", "xml:lang": "fr"}


def test_more_rows_than_the_limit_are_cut_with_a_notice(process: QueryProcess) -> None:
    result = process.ask("SELECT * { ?s ?p ?o }", limit=5)
    assert len(result.rows) == 5
    assert result.notice == "only the first 5 rows are shown; raise the limit (--limit) to see more"
    assert "first 5 triples" in process.ask("CONSTRUCT WHERE { ?s ?p ?o }", limit=5).notice
    everything = process.ask("SELECT * { ?s ?p ?o }", limit=0)
    assert (everything.notice, len(everything.rows)) == ("", len(Graph().parse(data=TURTLE, format="turtle")))
    exact = process.ask("SELECT * { ?s ?p ?o }", limit=len(everything.rows))
    assert exact.notice == ""


def test_a_query_that_takes_too_long_is_stopped_and_the_next_one_answered() -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with QueryProcess(TURTLE) as process:
        start = time.monotonic()
        with pytest.raises(QueryError, match=r"longer than 0\.5 s and was stopped"):
            process.ask(endless, timeout=0.5)
        assert time.monotonic() - start < 5
        assert process.ask("ASK { ?s a tw:Person }").answer is True


REMOTE = "PREFIX e: <http://127.0.0.1:1/> SELECT * { "
HIDDEN = [
    # Oxigraph reads SERVICE in all of these, where words end at blanks alone, "<" begins an address, or escapes hold everywhere.
    REMOTE + "SERVICEe: { ?a ?b ?c } }",
    REMOTE + "SERVICESILENTe: { ?a ?b ?c } }",
    REMOTE + "?a ?b true.SERVICEe: { ?a ?b ?c } }",
    REMOTE + "?a ?b trueSERVICE e: { ?a ?b ?c } }",
    REMOTE + "?a ?b e:.SERVICE e: { ?a ?b ?c } }",
    REMOTE + "?a ?b 1.SERVICEe: { ?a ?b ?c } }",
    REMOTE + "FILTER(1<2)SERVICE#>\ne: { ?a ?b ?c } }",
    REMOTE + 'FILTER(1<2)#>"""\nSERVICE e: { ?a ?b ?c }#"""\n }',
    REMOTE + "FILTER(?a<'x>')SERVICE e: { ?a ?b ?c } FILTER('>'>'') }",
    REMOTE + 'BIND("x\\u0022y" AS ?v) SERVICE e: { ?a ?b ?c } BIND("z" AS ?w) }',
]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "is empty"),
        ("# only a comment", "is empty"),
        ("SELECT ?x WHERE {\n  ?x a\n}", r"line 3, column 2, after \"}\""),
        ("SELEC ?x", r"line 1"),
        ("SELECT ?x { ?x a foo:bar }", r"line 1, column 25: the prefix \"foo:\" is not known; known are .*tw"),
        ("SELECT ?a (COUNT(?b) AS ?n) { ?a ?b ?c }", "unbound"),
        ("SELECT ?x {", "line 1, column 12"),
        ("INSERT DATA { <a:b> <a:c> 1 }", "INSERT would change"),
        ("PREFIX a: <a:> DELETE WHERE { ?s ?p ?o }", "DELETE would change"),
        ("drop all", "DROP would change"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?a ?b ?c } }", "SERVICE at line 1, column 12"),
        ("SELECT *\n{ service silent ?x { ?a ?b ?c } }", "SERVICE at line 2, column 3"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?a ?b ?c } }", "SERVICE at"),
        ("SELECT * { FILTER(1<2)SERVICE <http://127.0.0.1/> { ?a ?b ?c } }", "SERVICE at"),
        ("SELECT * { ?x rdfs:label '''it's''' . SERVICE <http://127.0.0.1/> { ?a ?b ?c } }", "SERVICE at"),
        ('SELECT * { ?x rdfs:label "\\\\" . SERVICE <http://127.0.0.1/> { ?a ?b "" } }', "SERVICE at"),
        *((query, "SERVICE at line") for query in HIDDEN),
        ("SELECT * FROM <file:///etc/passwd> { ?a ?b ?c }", "FROM at line 1, column 10"),
        ("SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?a ?b ?c } }", "FROM at"),
    ],
)
def test_wrong_and_forbidden_queries_point_at_the_place(process: QueryProcess, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        process.ask(query)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service rdfs:label 'SERVICE FROM' } # SERVICE <x>",
        'SELECT * { ?x rdfs:label """a "SERVICE" in quotes""" }',
        "PREFIX from: <a:> SELECT * { ?x from:SERVICE <http://a.example/SERVICE> }",
        "SELECT * { ?x rdfs:label 'it\\'s FROM' }",
        "SELECT * { ?x from:customer-service <http://a.example/(a)#service> FILTER(?y < 5 && 'the #1 service' > ?z) }",
        "PREFIX a: <urn:a:> SELECT * { ?x a:b <urn:b:c> ; rdfs:label 'a service, caf\\u00e9' FILTER(?y<?z) }",
    ],
)
def test_the_same_words_as_names_and_strings_are_allowed(query: str) -> None:
    assert check_query(query) is False


def test_named_graphs_can_be_asked(tmp_path: Path) -> None:
    path = tmp_path / "two.trig"
    path.write_text('<a:g> { <a:s> <a:p> "one" } <a:h> { <a:s> <a:p> "two" }', encoding="utf-8")
    assert len(run_query(path, "SELECT ?o { ?s ?p ?o }").rows) == 2
    assert run_query(path, "SELECT ?o FROM <a:g> { ?s ?p ?o }").values() == [("one",)]
    assert run_query(path, "SELECT ?o { GRAPH <a:h> { ?s ?p ?o } }").values() == [("two",)]


@pytest.mark.parametrize(("name", "data"), [("a.ttl", b"no turtle"), ("a.ttl", b"\x00\xff"), ("a.nt", b"@prefix a: <a:> .")])
def test_files_that_are_no_graph_are_named(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(GraphError, match=f"{name}: cannot be read as a graph: .*line 1"):
        run_query(path, "ASK {}")


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.ttl"):
        with pytest.raises(GraphError, match="cannot be read"):
            run_query(path, "ASK {}")


def test_hostile_values_stay_in_their_cell() -> None:
    hostile = make_hostile_sample()
    result = run_query(write_turtle(hostile), "SELECT ?l { id:hostile rdfs:label ?l }")
    assert result.values() == [(HOSTILE,)]
    table = result.to_table()
    assert "\x1b" not in table and "\u202e" not in table and len(table.splitlines()) == 3


def test_a_query_starts_in_less_than_a_second_without_rdflib(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    script = (
        f"import sys\nfrom graph.queries import run_query\nprint(len(run_query({str(path)!r}, 'SELECT * {{ ?s a tw:Person }}').rows), 'rdflib' in sys.modules)"
    )
    start = time.monotonic()
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
    assert found.stdout.split() == ["5", "False"]
    assert time.monotonic() - start < 2.5  # 0.3 s when measured alone: the rest is for a busy machine


def test_two_claimants_are_both_named() -> None:
    claimed = replace(SAMPLE.statements[-1], claimed_by=("tomas-rehn", "lena-okafor"))
    result = run_query(write_turtle(replace(SAMPLE, statements=(claimed,))), named_queries()["stands-against"].text)
    assert sorted(str(result.values()[0][result.columns.index("according")]).split("; ")) == ["Lena Okafor", "Tomas Rehn"]
