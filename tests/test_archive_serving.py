"""The endpoint as clients see it: the protocol in a table, limits, refusals, hostile text, slow clients, many clients, a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import dataclasses
import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.archive.links import link_archive
from graph.archive.serving import explorer, guard, negotiation, pages, worker
from graph.archive.serving.application import listen
from graph.archive.serving.limits import Limits
from graph.archive.serving.messages import Problem, Request
from graph.archive.serving.writing import write_rows
from graph.archive.store import open_archive
from graph.errors import ArchiveError, GraphError, SettingsError
from graph.turtle import write_turtle
from tests.sample_contents import make_hostile_sample, make_sample

OPPOSES = "SELECT ?a ?b { ?a tw:opposes ?b }"
BUILD = "CONSTRUCT { ?a tw:opposes ?b } { ?a tw:opposes ?b }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").split(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


class Client:
    """A server in a thread of its own, and requests to it."""

    def __init__(self, source, **options) -> None:
        self.ready, self.loop, self.server, self.port, self.trouble = threading.Event(), None, None, 0, None
        self.thread = threading.Thread(target=lambda: asyncio.run(self._serve(source, options)), daemon=True)
        self.thread.start()
        assert self.ready.wait(60)
        if self.trouble:
            raise self.trouble

    async def _serve(self, source, options) -> None:
        try:
            async with listen(source, **options) as running:
                self.loop, self.server, self.port = asyncio.get_running_loop(), running.server, running.port
                self.ready.set()
                await running.server.stopping.wait()
        except Exception as error:
            self.trouble = error
            self.ready.set()

    def stop(self) -> None:
        with contextlib.suppress(RuntimeError):  # stopped before
            self.loop.call_soon_threadsafe(self.server.stopping.set)
        self.thread.join(20)
        assert not self.thread.is_alive()

    def ask(self, method: str, target: str, body: bytes | None = None, *, timeout: float = 30, **headers: Any) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        with contextlib.closing(connection):
            connection.request(method, target, body, {name.replace("_", "-"): value for name, value in headers.items()})
            found = connection.getresponse()
            return Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())

    def query(self, sparql: str, accept: str = "application/sparql-results+json", **headers: Any) -> Answer:
        return self.ask("POST", "/sparql", urlencode({"query": sparql}).encode(), content_type="application/x-www-form-urlencoded", accept=accept, **headers)

    def send(self, data: bytes, *, timeout: float = 10) -> bytes:
        """Raw bytes, and all that comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as sock:
            sock.sendall(data)
            parts = []
            with contextlib.suppress(TimeoutError, ConnectionError):
                while part := sock.recv(65536):
                    parts.append(part)
            return b"".join(parts)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("serving") / "archive"
    with open_archive(folder, create=True) as opened:
        opened.add_article(make_sample(), key="one")
        opened.add_article(make_hostile_sample(), key="two")
    return folder


@pytest.fixture(scope="module")
def client(archive) -> Iterator[Client]:
    made = Client(
        archive, limits=Limits(seconds=3, rows=50, workers=2, request_bytes=50_000, address_bytes=2000, head_bytes=8000, read_seconds=1.0, idle_seconds=2.0)
    )
    yield made
    made.stop()


def get(query: str) -> str:
    return "/sparql?query=" + quote(query)


FORM = {"content_type": "application/x-www-form-urlencoded"}
PLAIN = {"content_type": "application/sparql-query"}

PROTOCOL = [
    # what is asked: method, address, body, headers; what has to come: status, type, words of the body
    ("GET", get(OPPOSES), None, {}, 200, "application/sparql-results+json", '"vars":["a","b"]'),
    ("HEAD", get(OPPOSES), None, {}, 200, "application/sparql-results+json", ""),
    ("POST", "/sparql", urlencode({"query": OPPOSES}).encode(), FORM, 200, "application/sparql-results+json", "mara-ellison"),
    ("POST", "/sparql", OPPOSES.encode(), PLAIN, 200, "application/sparql-results+json", "mara-ellison"),
    ("POST", "/sparql", OPPOSES.encode(), {"content_type": "application/sparql-query; charset=UTF-8"}, 200, "application/sparql-results+json", "mara"),
    ("POST", get(OPPOSES), b"", FORM, 200, "application/sparql-results+json", "mara-ellison"),
    ("GET", get("ASK { ?s a tw:Person }"), None, {}, 200, "application/sparql-results+json", '"boolean":true'),
    ("GET", get("ASK { ?s a tw:Person }"), None, {"accept": "text/csv"}, 200, "text/csv", "true"),
    (
        "GET",
        get("ASK { ?s a tw:Person }"),
        None,
        {"accept": "application/sparql-results+xml"},
        200,
        "application/sparql-results+xml",
        "<boolean>true</boolean>",
    ),
    ("GET", get(OPPOSES), None, {"accept": "application/sparql-results+xml"}, 200, "application/sparql-results+xml", '<variable name="a"/>'),
    ("GET", get(OPPOSES), None, {"accept": "text/csv"}, 200, "text/csv", "a,b\r\nhttps://"),
    ("GET", get(OPPOSES), None, {"accept": "text/tab-separated-values"}, 200, "text/tab-separated-values", "?a\t?b\n<https://"),
    ("GET", get(OPPOSES), None, {"accept": "application/json"}, 200, "application/sparql-results+json", "mara"),
    ("GET", get(OPPOSES), None, {"accept": "image/png, */*;q=0.1"}, 200, "application/sparql-results+json", "mara"),
    ("GET", get(OPPOSES), None, {"accept": "text/csv;q=0.2, application/sparql-results+xml;q=0.9"}, 200, "application/sparql-results+xml", "mara"),
    ("GET", get(BUILD), None, {}, 200, "text/turtle", "@prefix tw:"),
    ("GET", get(BUILD), None, {"accept": "application/n-triples"}, 200, "application/n-triples", "ontology#opposes> <"),
    ("GET", get(BUILD), None, {"accept": "application/ld+json"}, 200, "application/ld+json", '"@id"'),
    ("GET", get(BUILD), None, {"accept": "application/rdf+xml"}, 200, "application/rdf+xml", "<rdf:RDF"),
    ("GET", get("DESCRIBE ?a { ?a a tw:Person } LIMIT 1"), None, {"accept": "text/turtle"}, 200, "text/turtle", "tw:Person"),
    ("GET", "/sparql", None, {"accept": "text/turtle"}, 200, "text/turtle", "sd:UnionDefaultGraph"),
    ("GET", "/sparql", None, {"accept": "application/rdf+xml"}, 200, "application/rdf+xml", "service-description"),
    ("GET", "/sparql", None, {"accept": "text/html,*/*;q=0.8"}, 303, "", ""),
    ("GET", get(OPPOSES), None, {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}, 303, "", ""),
    ("OPTIONS", "/sparql", None, {}, 204, "", ""),
    ("GET", get(OPPOSES), None, {"accept": "image/png"}, 406, "text/plain", "text/csv"),
    ("GET", get(BUILD), None, {"accept": "text/csv"}, 406, "text/plain", "the answer is a graph"),
    ("GET", get(OPPOSES), None, {"accept": "application/ld+json"}, 406, "text/plain", "the answer is rows"),
    ("GET", get("SELECT ?a {\n ?a tw:opposes }"), None, {}, 400, "text/plain", "line 2, column 16"),
    ("GET", get("SELECT ?a { ?a nosuch:p ?b }"), None, {}, 400, "text/plain", 'the prefix "nosuch:" is not known'),
    ("GET", get(""), None, {}, 400, "text/plain", "empty"),
    ("GET", get("what is this"), None, {}, 400, "text/plain", "line 1, column 1"),
    ("GET", "/sparql?query=%ff%fe", None, {}, 400, "text/plain", "UTF-8"),
    ("GET", get(OPPOSES) + "&query=ASK%7B%7D", None, {}, 400, "text/plain", "more than one query"),
    ("GET", "/sparql?" + "&".join(f"p{n}=1" for n in range(120)), None, {}, 400, "text/plain", "parameters"),
    ("POST", "/sparql", b"x=1", FORM, 400, "text/plain", "no query was sent"),
    ("POST", "/sparql", b"\xff\xfe", PLAIN, 400, "text/plain", "UTF-8 at byte 0"),
    ("POST", "/sparql", OPPOSES.encode(), {"content_type": "application/sparql-query; charset=utf-16"}, 415, "text/plain", "UTF-8"),
    ("POST", "/sparql", OPPOSES.encode(), {"content_type": "text/plain"}, 415, "text/plain", "application/sparql-query"),
    ("POST", "/sparql", OPPOSES.encode(), {}, 415, "text/plain", "application/sparql-query"),
    ("POST", "/sparql", b"INSERT DATA { <a:a> <a:b> 1 }", {"content_type": "application/sparql-update"}, 403, "text/plain", "only answers queries"),
    ("POST", "/sparql", urlencode({"update": "CLEAR ALL"}).encode(), FORM, 403, "text/plain", "only answers queries"),
    ("GET", "/sparql?update=CLEAR%20ALL", None, {}, 403, "text/plain", "only answers queries"),
    ("GET", get("INSERT DATA { <a:a> <a:b> 1 }"), None, {}, 400, "text/plain", "INSERT would change the graph"),
    ("GET", get("LOAD <file:///etc/passwd>"), None, {}, 400, "text/plain", "LOAD would change the graph"),
    ("GET", get("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), None, {}, 400, "text/plain", "SERVICE at line 1, column 12"),
    ("GET", get("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), None, {}, 400, "text/plain", "SERVICE"),
    ("GET", get("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"), None, {}, 400, "text/plain", "FROM at line 1"),
    ("GET", get("SELECT * FROM NAMED <http://127.0.0.1:1/> { GRAPH ?g { ?s ?p ?o } }"), None, {}, 400, "text/plain", "FROM at line 1"),
    ("GET", get(OPPOSES) + "&default-graph-uri=file%3A%2F%2F%2Fetc%2Fpasswd", None, {}, 400, "text/plain", "none is fetched"),
    ("GET", get(OPPOSES) + "&named-graph-uri=http%3A%2F%2Flocalhost%2F", None, {}, 400, "text/plain", "none is fetched"),
    ("PUT", "/sparql", b"", {}, 405, "text/plain", "only answers"),
    ("DELETE", "/sparql", None, {}, 405, "text/plain", "only answers"),
    ("POST", "/", b"", {}, 405, "text/plain", "only answers"),
    ("GET", "/nothing", None, {}, 404, "text/plain", "/sparql"),
    ("GET", "/assets/../explorer.py", None, {}, 404, "text/plain", "nothing here"),
    ("GET", "/assets/%2e%2e/%2e%2e/errors.py", None, {}, 404, "text/plain", "nothing here"),
    ("GET", "/assets//etc/passwd", None, {}, 404, "text/plain", "nothing here"),
    ("GET", "/sparql?query=" + "x" * 3000, None, {}, 414, "text/plain", "POST"),
    ("GET", "/", None, {"x_long": "x" * 9000}, 431, "text/plain", "headers"),
    ("POST", "/sparql", b"x" * 60_000, PLAIN, 413, "text/plain", "larger than 50,000 bytes"),
    ("GET", "/", None, {"host": "rebind.example:8765"}, 421, "text/plain", "--allow-host"),
    ("GET", get(OPPOSES), None, {"sec_fetch_site": "cross-site", "sec_fetch_mode": "cors"}, 403, "text/plain", "--cors"),
    ("GET", get(OPPOSES), None, {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}, 200, "application/sparql-results+json", "mara"),
    ("GET", "/", None, {"host": "localhost:1"}, 200, "text/html", "<!doctype html>"),
    ("GET", "/query", None, {"host": "[::1]:8765"}, 200, "text/html", "<!doctype html>"),
    ("GET", "/assets/dom.js", None, {}, 200, "text/javascript", "export function"),
    ("GET", "/api/search?q=ELLISON", None, {}, 200, "application/json", '"label":"Mara Ellison"'),
    ("GET", "/api/search?q=", None, {}, 200, "application/json", '{"found":[]}'),
    ("GET", "/api/search?q=" + quote('x") } #'), None, {}, 200, "application/json", '{"found":[]}'),
    ("GET", "/api/entity", None, {}, 400, "application/json", "iri is missing"),
    ("GET", "/api/entity?iri=" + quote("http://a> ?p ?o } #"), None, {}, 400, "application/json", "an address in the request is none"),
    ("GET", "/api/entity?iri=http://nobody", None, {}, 404, "application/json", "no entity"),
    ("GET", "/api/statement?iri=http://nothing", None, {}, 404, "application/json", "no statement"),
    ("GET", "/api/files", None, {}, 404, "text/plain", "/api/search"),
]


@pytest.mark.parametrize(("method", "target", "body", "headers", "status", "kind", "words"), PROTOCOL)
def test_protocol(client, method, target, body, headers, status, kind, words):
    found = client.ask(method, target, body, **headers)
    assert (found.status, found.kind) == (status, kind), found.text
    assert words in found.text
    assert found.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in found.headers
    if status >= 400 and kind == "text/plain":
        assert found.text.count("\n") == 1, "one line"


def test_all_row_forms_say_the_same(client):
    query = 'SELECT ?n ?l ?x { VALUES (?n ?l ?x) { (1 "a\\tb\\n\\"c\\",é" UNDEF) (<http://x/> "d"@en 2.5) } }'
    rows = json.loads(client.query(query).body)["results"]["bindings"]
    assert rows[0] == {
        "n": {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"},
        "l": {"type": "literal", "value": 'a\tb\n"c",é'},
    }
    space = "{http://www.w3.org/2005/sparql-results#}"
    xml = ET.fromstring(client.query(query, "application/sparql-results+xml").text)
    assert [[(cell.get("name"), cell[0].text) for cell in row] for row in xml.iter(f"{space}result")] == [
        [(name, term["value"]) for name, term in row.items()] for row in rows
    ]
    assert list(csv.reader(io.StringIO(client.query(query, "text/csv").text, newline=""))) == [
        ["n", "l", "x"],
        ["1", 'a\tb\n"c",é', ""],
        ["http://x/", "d", "2.5"],
    ]
    assert client.query(query, "text/tab-separated-values").text == '?n\t?l\t?x\n1\t"a\\tb\\n\\"c\\",é"\t\n<http://x/>\t"d"@en\t2.5\n'


def test_all_graph_forms_say_the_same(client):
    forms = {
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
    }
    graphs = [{quad.triple for quad in ox.parse(client.query(BUILD, kind).body, form)} for kind, form in forms.items()]
    assert graphs[0] and all(graph == graphs[0] for graph in graphs)


@pytest.mark.parametrize("where", ["?s <http://x/12> 1", '?s rdfs:label "\\u0001"'])
def test_what_xml_cannot_say_is_refused_instead_of_written_wrongly(client, where):
    found = client.query(f"CONSTRUCT {{ {where} }} {{ BIND(<http://x/> AS ?s) }}", "application/rdf+xml")
    assert found.status == 406 and "text/turtle" in found.text
    assert client.query(f"CONSTRUCT {{ {where} }} {{ BIND(<http://x/> AS ?s) }}", "text/turtle").status == 200


@given(st.lists(st.lists(st.one_of(st.none(), st.text(alphabet=st.characters(exclude_categories=["Cs"]))), min_size=2, max_size=2), max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_from_json_xml_and_tsv(rows):
    terms = [[None if value is None else ox.Literal(value) for value in row] for row in rows]
    for form, reader in (("json", ox.QueryResultsFormat.JSON), ("tsv", ox.QueryResultsFormat.TSV)):
        read = ox.parse_query_results("".join(write_rows(form, ["a", "b"], terms)), format=reader)
        assert [[row["a"], row["b"]] for row in read] == terms, form
    tree = ET.fromstring("".join(write_rows("xml", ["a", "b"], terms)))
    told = [{cell.get("name"): cell[0].text or "" for cell in row} for row in tree[1]]
    shown = [[value and re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", value) for value in row] for row in rows]
    assert told == [{name: value for name, value in zip("ab", row, strict=True) if value is not None} for row in shown]


def test_rows_are_cut_at_the_limit_and_a_header_says_so(client):
    found = client.query("SELECT * { ?s ?p ?o }")
    assert len(json.loads(found.body)["results"]["bindings"]) == 50
    assert found.headers["x-sparql-maxrows"] == "50"
    assert "x-sparql-maxrows" not in client.query("SELECT * { ?s ?p ?o } LIMIT 50").headers
    graph = client.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "application/n-triples")
    assert graph.headers["x-sparql-maxrows"] == "50" and graph.text.count("\n") == 50


def test_an_archive_is_asked_as_one_graph_and_its_graphs_can_be_named(client):
    graphs = sorted(row["g"]["value"] for row in json.loads(client.query("SELECT DISTINCT ?g { GRAPH ?g { ?s a rdf:Statement } }").body)["results"]["bindings"])
    assert len(graphs) == 2
    count = "SELECT (COUNT(DISTINCT ?s) AS ?n) {from} {{ ?s a rdf:Statement }}"

    def number(text: str, more: str = "") -> int:
        found = client.ask("GET", get(text) + more)
        return int(json.loads(found.body)["results"]["bindings"][0]["n"]["value"])

    parts = [number(count.format(**{"from": f"FROM <{graph}>"})) for graph in graphs]
    assert number(count.format(**{"from": ""})) == sum(parts) and all(parts)
    assert [number(count.format(**{"from": ""}), "&default-graph-uri=" + quote(graph, safe="")) for graph in graphs] == parts


def test_an_expensive_query_is_ended_and_the_endpoint_goes_on(client):
    started = time.monotonic()
    found = client.query(ENDLESS)
    assert found.status == 503 and "longer than 3 s" in found.text and time.monotonic() - started < 6
    assert client.query(OPPOSES).status == 200


def test_a_query_that_needs_too_much_memory_ends_alone(archive):
    client = Client(archive, limits=Limits(seconds=20, workers=1, memory_bytes=1024 * 1024 * 1024))
    try:
        doubled = " ".join(f"BIND(CONCAT(?a{n}, ?a{n}, ?a{n}, ?a{n}) AS ?a{n + 1})" for n in range(14))
        found = client.query(f'SELECT (STRLEN(?a14) AS ?n) {{ BIND("sixteen letters!" AS ?a0) {doubled} }}')
        assert found.status == 503 and "memory" in found.text
        assert client.query(OPPOSES).status == 200
    finally:
        client.stop()


def test_more_queries_than_may_wait_are_told_to_come_again(archive):
    client = Client(archive, limits=Limits(seconds=3, workers=1, waiting=1, patience=0.2))
    try:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: client.query(ENDLESS), range(8)))
        busy = [answer for answer in found if "again in a moment" in answer.text]
        assert {answer.status for answer in found} == {503} and len(busy) >= 3
        assert all(answer.headers["retry-after"] for answer in busy)
    finally:
        client.stop()


def test_long_queries_never_keep_short_ones_out(archive):
    client = Client(archive, limits=Limits(seconds=60, workers=1, patience=30))
    try:
        with ThreadPoolExecutor(3) as pool:
            long = [pool.submit(lambda: client.send(f"GET {get(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode(), timeout=60)) for _ in range(3)]
            started = time.monotonic()
            assert client.query(OPPOSES).status == 200
            assert time.monotonic() - started < 20
            assert not all(each.done() for each in long), "one of them has a place of its own"
            client.stop()
    finally:
        client.stop()


def test_a_client_that_leaves_takes_its_query_along(archive):
    client = Client(archive, limits=Limits(seconds=60, workers=1, patience=10))
    try:
        with socket.create_connection(("127.0.0.1", client.port)) as sock:
            sock.sendall(f"GET {get(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            time.sleep(0.3)
        started = time.monotonic()
        assert client.query(OPPOSES).status == 200
        assert time.monotonic() - started < 8
    finally:
        client.stop()


SLOW = [
    ("a head that never ends", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b", "408"),
    ("a body that never comes", b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 10\r\n\r\nASK", "408"),
    ("nothing at all", b"", ""),
]


@pytest.mark.parametrize(("data", "status"), [row[1:] for row in SLOW], ids=[row[0] for row in SLOW])
def test_slow_clients_are_left(client, data, status):
    started = time.monotonic()
    found = client.send(data)
    assert time.monotonic() - started < 6
    assert found.decode()[9:12] == status


def test_a_client_that_drips_bytes_is_left_as_well(client):
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", client.port), timeout=10) as sock, contextlib.suppress(ConnectionError):
        for char in b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: " + b"x" * 200:
            sock.sendall(bytes([char]))
            time.sleep(0.05)
        sock.recv(100)
    assert time.monotonic() - started < 6


def test_slow_clients_never_keep_others_out(archive):
    client = Client(archive, limits=Limits(clients=8, read_seconds=30, idle_seconds=30))
    try:
        idle = [socket.create_connection(("127.0.0.1", client.port)) for _ in range(30)]
        for sock in idle:
            with contextlib.suppress(ConnectionError):
                sock.sendall(b"GET / HTTP/1.1\r\nX-A:")
        assert client.query(OPPOSES).status == 200
        for sock in idle:
            sock.close()
    finally:
        client.stop()


def test_a_client_that_does_not_read_is_left(archive):
    client = Client(archive, limits=Limits(rows=100_000, send_seconds=0.5, send_rate=100_000_000, clients=4))
    try:
        with socket.socket() as sock:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.connect(("127.0.0.1", client.port))
            query = "SELECT ?s ?p ?o ?x { ?s ?p ?o . ?x a tw:Person }"
            sock.sendall(f"GET {get(query)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            for _ in range(100):
                time.sleep(0.1)
                if not client.server._connections:
                    break
            assert not client.server._connections
        assert client.query(OPPOSES).status == 200
    finally:
        client.stop()


def test_many_clients_get_their_own_answers(client):
    def ask(number: int) -> int:
        found = client.query(f"SELECT (({number} * 2) AS ?n) {{ ?s tw:opposes ?o }} LIMIT 1")
        return int(json.loads(found.body)["results"]["bindings"][0]["n"]["value"])

    with ThreadPoolExecutor(20) as pool:
        assert list(pool.map(ask, range(120))) == [number * 2 for number in range(120)]


def test_one_connection_takes_many_requests_even_sent_at_once(client):
    one = f"GET {get('ASK { ?s a tw:Person }')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    found = client.send(one * 3 + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")).decode()
    assert found.count("HTTP/1.1 200") == 4 and found.count('"boolean":true') == 4


ODD = [
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "400"),  # TLS where none is spoken
    (b"GET /\r\n\r\n", "400"),
    (b"GET / HTTP/1.1\r\n\r\n", "400"),  # no Host
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "400"),
    (b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", "501"),
    (b"GET nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n", "400"),
    (b"GET " + b"/" * 20_000, "414"),
    (b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n", "413"),
    (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\nFFFFF\r\n" + b"x" * 60_000,
        "413",
    ),
    (b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n", "200"),
]


@pytest.mark.parametrize(("data", "status"), ODD)
def test_odd_bytes_get_an_answer_and_an_end(client, data, status):
    assert client.send(data)[9:12].decode() == status
    assert client.query(OPPOSES).status == 200


@given(st.binary(max_size=300))
@settings(max_examples=25, deadline=None)
def test_any_bytes_leave_the_server_standing(client, data):
    with socket.create_connection(("127.0.0.1", client.port), timeout=5) as sock, contextlib.suppress(ConnectionError):
        sock.sendall(data + b"\r\n\r\n")
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(65536):
            pass
    assert client.ask("GET", "/api/search?q=").status == 200


def test_large_bodies_are_announced_and_let_through(client):
    found = client.send(
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\nContent-Length: 12\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
        b"ASK{?s ?p 1}"
    )
    assert found.startswith(b"HTTP/1.1 100") and b"HTTP/1.1 200" in found


def test_pages_may_load_only_from_here_and_data_may_do_nothing(client):
    page, data = client.ask("GET", "/"), client.query(OPPOSES)
    assert page.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in page.headers["content-security-policy"]
    assert data.headers["content-security-policy"].endswith("sandbox")
    assert page.headers["x-frame-options"] == "DENY" and page.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("name", sorted(pages.ASSETS))
def test_every_asset_is_there_and_asks_for_nothing_elsewhere(client, name):
    found = client.ask("GET", f"/assets/{name}")
    assert found.status == 200 and found.body
    assert client.ask("GET", f"/assets/{name}", if_none_match=found.headers["etag"]).status == 304
    assert not re.search(rb"""(?:src|href)=["']?(?:https?:)?//|@import|url\(\s*["']?(?:https?:)?//""", found.body) or name in (
        "yasqe.min.js",
        "vis-network.min.js",
    )


def test_pages_hold_no_script_or_style_of_their_own(client):
    for path in pages.PAGES:
        text = client.ask("GET", path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\bon\w+=|style=|https?://", text)


def test_other_sites_may_ask_only_where_that_was_wanted(archive):
    client = Client(archive, cors=True)
    try:
        found = client.query(OPPOSES, sec_fetch_site="cross-site", sec_fetch_mode="cors")
        assert found.status == 200 and found.headers["access-control-allow-origin"] == "*"
        assert client.ask("OPTIONS", "/sparql").headers["access-control-allow-headers"] == "accept, content-type"
        assert "access-control-allow-origin" not in client.ask("GET", "/").headers
    finally:
        client.stop()


def test_the_explorer_reads_neighbourhoods_with_their_evidence(client):
    top = json.loads(client.ask("GET", "/api/overview").body)
    assert top["articles"] == 2 and top["top"][0]["count"] >= top["top"][-1]["count"] > 0
    found = json.loads(client.ask("GET", "/api/search?q=ms%20ell").body)["found"]
    assert {entry["label"] for entry in found} == {"Mara Ellison"}
    text = make_sample().article.text
    iri = next(entry["iri"] for entry in found if entry["articles"][0]["headline"].startswith("Council"))
    entity = json.loads(client.ask("GET", "/api/entity?iri=" + quote(iri, safe="")).body)
    assert entity["entity"]["kind"] == "Person" and "Ms Ellison" in entity["entity"]["names"]
    defies = next(row for row in entity["statements"] if row["how"] == "defies")
    assert (defies["status"], defies["group"], defies["object"]["label"]) == ("asserted", "oppose", "Owen Pryce")
    assert all(row["claimedBy"] for row in entity["statements"] if row["status"] == "claimed")
    for row in entity["statements"]:
        assert row["quotes"] and all(words in text for words in row["quotes"])
    details = json.loads(client.ask("GET", "/api/statement?iri=" + quote(defies["iri"], safe="")).body)
    for passage in details["passages"]:
        assert text[passage["start"] : passage["end"]] == passage["quote"]
        assert text[: passage["start"]].endswith(passage["before"]) and text[passage["end"] :].startswith(passage["after"])


@pytest.fixture(scope="module")
def linked(tmp_path_factory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("serving") / "linked"
    with open_archive(folder, create=True) as opened:
        for number in range(2):
            contents = make_sample()
            article = dataclasses.replace(contents.article, url=f"https://example.org/{number}")
            opened.add_article(dataclasses.replace(contents, article=article), key=str(number))
        link_archive(opened)
    made = Client(folder)
    yield made
    made.stop()


def test_linked_entities_are_one_in_the_explorer(linked):
    found = json.loads(linked.ask("GET", "/api/search?q=ellison").body)["found"]
    assert [(entry["label"], len(entry["articles"])) for entry in found] == [("Mara Ellison", 2)]
    entity = json.loads(linked.ask("GET", "/api/entity?iri=" + quote(found[0]["iri"], safe="")).body)
    assert {row["article"]["article"] for row in entity["statements"]} == {article["article"] for article in entity["entity"]["articles"]}
    assert {row["subject"]["iri"] for row in entity["statements"] if row["subject"]["label"] == "Mara Ellison"} == {found[0]["iri"]}


def test_a_graph_file_is_served_as_well(tmp_path):
    file = tmp_path / "<b>odd.ttl"
    file.write_text(write_turtle(make_hostile_sample()), "utf-8")
    client = Client(file)
    try:
        assert json.loads(client.ask("GET", "/api/overview").body)["articles"] == 1
        assert "&lt;b&gt;odd.ttl" in client.ask("GET", "/").text and "<b>odd" not in client.ask("GET", "/").text
        label = json.loads(client.query("SELECT ?l { ?e a tw:Person ; rdfs:label ?l } LIMIT 1").body)["results"]["bindings"][0]["l"]["value"]
        assert label
    finally:
        client.stop()


def test_a_growing_archive_is_seen_as_it_grows(tmp_path):
    with open_archive(tmp_path / "grows", create=True) as opened:
        opened.add_article(make_sample(), key="one")
    client = Client(tmp_path / "grows", limits=Limits(workers=1))
    count = "SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a a schema:NewsArticle ; tw:sha256 ?h }"
    try:
        assert '"value":"1"' in client.query(count).text
        with open_archive(tmp_path / "grows") as opened:
            opened.add_article(make_hostile_sample(), key="two")
            deadline = time.monotonic() + 10
            while '"value":"2"' not in client.query(count).text:
                assert time.monotonic() < deadline
                time.sleep(0.2)
    finally:
        client.stop()


def test_a_process_that_the_system_ended_costs_no_question(archive):
    client = Client(archive, limits=Limits(workers=1))
    try:
        assert client.query(OPPOSES).status == 200
        (process,) = client.server.answer.__self__.processes._all
        process.kill()
        deadline = time.monotonic() + 10
        while process.returncode is None and time.monotonic() < deadline:
            time.sleep(0.05)
        found = client.query(OPPOSES)
        assert (found.status, "mara-ellison" in found.text) == (200, True), found.text
    finally:
        client.stop()


def test_files_that_vanish_while_they_are_looked_at_leave_the_former_state(archive, monkeypatch):
    answers = worker.Answers()
    monkeypatch.setattr(worker, "STALE", -1.0)
    monkeypatch.setattr(worker, "ATTEMPTS", 2)
    look, failures = worker._look_at, [FileNotFoundError("gone")]

    def stumble(folder: Path) -> object:
        if failures:
            raise failures.pop()
        return look(folder)

    monkeypatch.setattr(worker, "_look_at", stumble)
    assert answers.open({"path": str(archive / "store")})[0]["graphs"] > 2, "a writer that tidies up is waited for"
    graphs = answers.graphs
    failures.append(FileNotFoundError("gone"))
    answers.refresh()
    assert not failures and answers.graphs == graphs


@pytest.mark.parametrize(("most", "counted", "counts"), [(1, "articles", [2]), (30, "statements", None)])
def test_the_overview_says_what_it_counts(linked, monkeypatch, most, counted, counts):
    monkeypatch.setattr(explorer, "MOST_FOUND", most)
    top = json.loads(linked.ask("GET", "/api/overview").body)
    assert top["counted"] == counted and (counts is None or [entry["count"] for entry in top["top"]] == counts)


BAD = [
    ("http://127.0.0.1:7878", None, ArchiveError, "is served there already"),
    ("missing.ttl", None, GraphError, "cannot be read"),
    ("broken.ttl", "<a> <b> .", GraphError, "cannot be read as a graph"),
    ("empty", "", ArchiveError, "is no archive"),
]


@pytest.mark.parametrize(("name", "text", "error", "words"), BAD)
def test_what_cannot_be_served_is_told_in_one_line(tmp_path, name, text, error, words):
    path = name if "://" in name else tmp_path / name
    if text == "":
        path.mkdir()
    elif text is not None:
        path.write_text(text)
    with pytest.raises(error, match=words) as told:
        Client(path)
    assert "\n" not in str(told.value) and ("://" in name or name in str(told.value))


def test_a_port_that_is_taken_is_told_in_one_line(archive, client):
    with pytest.raises(ArchiveError, match=f"port {client.port} of 127.0.0.1 is taken"):
        Client(archive, port=client.port)
    with pytest.raises(ArchiveError, match="is no address of this machine"):
        Client(archive, host="203.0.113.7")


@pytest.mark.skipif(os.name == "nt", reason="no such signals")
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_the_command_stops_cleanly(archive, kind):
    command = [sys.executable, "-c", "from graph.cli import main; main()", "serve", str(archive), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]) as process:
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert address, line + process.stderr.read()
        with socket.create_connection(("127.0.0.1", int(address[1]))):
            process.send_signal(kind)
            assert process.wait(15) == 0
        assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("accept", "rows", "graph"),
    [
        ("", "json", "ttl"),
        ("*/*", "json", "ttl"),
        ("text/*", "csv", "ttl"),
        ("text/html", None, None),
        ("application/json", "json", "jsonld"),
        ("text/csv;q=0", None, None),
        ("text/csv;q=nonsense, application/rdf+xml", None, "rdf"),
        ("application/sparql-results+xml;q=0.5, text/csv;q=0.4, */*;q=0.1", "xml", "ttl"),
        (",,;;q=,", "json", "ttl"),
    ],
)
def test_accept(accept, rows, graph):
    assert (negotiation.choose_row_form(accept), negotiation.choose_graph_form(accept)) == (rows, graph)


@pytest.mark.parametrize(
    ("host", "is_let_in"),
    [
        *((host, True) for host in ("localhost", "LOCALHOST:80", "127.0.0.1", "[::1]:8765", "10.0.0.3:8765", "localhost.")),
        *((host, False) for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[::1", "2130706433x")),
    ],
)
def test_hosts(host, is_let_in):
    with contextlib.nullcontext() if is_let_in else pytest.raises(Problem):
        guard.check_host(Request("GET", "/", headers={"host": host}), guard.list_own_names("127.0.0.1"))


@pytest.mark.parametrize(("name", "value"), [("rows", 0), ("seconds", -1), ("seconds", float("inf")), ("seconds", float("nan"))])
def test_a_limit_is_above_zero_and_has_an_end(name, value):
    with pytest.raises(SettingsError, match=name):
        Limits(**{name: value})


def test_a_standard_client_reads_every_form(client):
    wrapper = pytest.importorskip("SPARQLWrapper")
    asker = wrapper.SPARQLWrapper(f"http://127.0.0.1:{client.port}/sparql")
    for method in (wrapper.GET, wrapper.POST):
        asker.setMethod(method)
        asker.setQuery("PREFIX tw: <https://w3id.org/triplewire/ontology#> " + OPPOSES)
        counts = []
        for form in (wrapper.JSON, wrapper.XML, wrapper.CSV, wrapper.TSV):
            asker.setReturnFormat(form)
            found = asker.query().convert()
            counts.append(
                len(found["results"]["bindings"])
                if form == wrapper.JSON
                else len(found.getElementsByTagName("result"))
                if form == wrapper.XML
                else found.decode().strip().count("\n")
            )
        assert len(set(counts)) == 1 and counts[0] > 0
        asker.setQuery("PREFIX tw: <https://w3id.org/triplewire/ontology#> " + BUILD)
        asker.setReturnFormat(wrapper.TURTLE)
        assert b"opposes" in asker.query().convert()
        asker.setQuery("SELECT nonsense")
        with pytest.raises(wrapper.SPARQLExceptions.QueryBadFormed):
            asker.query()
