"""The remote store against a stand-in server on pyoxigraph: the same archive as in a folder, through trouble, stops, passwords and odd servers."""

from __future__ import annotations

import base64
import dataclasses
import functools
import hashlib
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pyoxigraph as ox
import pytest

from graph.archive import endpoint as wire
from graph.archive import lease
from graph.archive.endpoint import Addresses, Endpoint, find_addresses
from graph.archive.preparing import Prepared, prepare
from graph.archive.remote import RemoteBackend, open_remote
from graph.archive.store import Archive, Report, open_archive
from graph.errors import ArchiveError, QueryError
from graph.queries import fill_query, named_queries
from ontology.namespaces import BASE
from tests.sample_contents import make_hostile_sample, make_sample

QUICK = (0.01, 0.01, 0.01)


@dataclass
class StandIn:
    """A SPARQL server of our own. `trouble` may answer a request in its place; `seen` are the requests as method, path and body."""

    store: ox.Store = field(default_factory=ox.Store)
    port: int = 0
    union: str = "always"
    takes_graphs: bool = True
    trouble: Callable[[str, str, str], int | None] = lambda method, path, body: None
    headers: dict[str, str] = field(default_factory=dict)
    challenge: str = ""
    seen: list[tuple[str, str, str]] = field(default_factory=list)
    authorizations: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def updates(self) -> list[str]:
        return [body for method, path, body in self.seen if path == "/update"]

    def open(self, *, create: bool = True, read_only: bool = False, most_quads: int | None = None) -> Archive:
        archive = open_remote(self.url, create=create, read_only=read_only, base_iri=BASE, with_text=True, endpoint=Endpoint(self.url, waits=QUICK, timeout=5))
        if most_quads:
            assert isinstance(archive.backend, RemoteBackend)
            archive.backend.most_quads = most_quads
        return archive


class Handler(BaseHTTPRequestHandler):
    server: Served
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self._handle()

    do_PUT = do_POST  # noqa: N815

    def log_message(self, format: str, *arguments: object) -> None:
        pass

    def _handle(self) -> None:
        stand, parts = self.server.stand, urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", "0"))).decode("utf-8")
        stand.authorizations.append(self.headers.get("authorization", ""))
        stand.seen.append((self.command, parts.path, body))
        if stand.challenge and not _is_let_in(self.headers.get("authorization", ""), self.command, stand.challenge):
            self._answer(401, b"", "text/plain", {"www-authenticate": stand.challenge})
        elif (status := stand.trouble(self.command, parts.path, body)) is not None:
            if status == 0:
                self.close_connection = True
                self.connection.close()
            else:
                self._answer(status, b"not now\x1b[31m", "text/plain", {"retry-after": "0"})
        else:
            try:
                self._do(stand, parts.path, dict(parse_qsl(parts.query)), body)
            except SyntaxError as error:
                self._answer(400, str(error).encode(), "text/plain")

    def _do(self, stand: StandIn, path: str, parameters: dict[str, str], body: str) -> None:
        if path == "/update":
            stand.store.update(body)
            self._answer(204, b"", "")
        elif path == "/query":
            form = {name: values[0] for name, values in parse_qs(body).items()}
            union = stand.union == "always" or (stand.union in form)
            found = stand.store.query(form["query"], use_default_graph_as_union=union)
            kind = "application/n-triples" if isinstance(found, ox.QueryTriples) else "application/sparql-results+json"
            format_ = ox.RdfFormat.N_TRIPLES if isinstance(found, ox.QueryTriples) else ox.QueryResultsFormat.JSON
            self._answer(200, found.serialize(format=format_), kind, stand.headers)
        elif path == "/store" and stand.takes_graphs and self.command == "PUT":
            graph = ox.NamedNode(parameters["graph"])
            new = [ox.Quad(*quad.triple, graph) for quad in ox.parse(body.encode(), ox.RdfFormat.TURTLE)]
            stand.store.remove_graph(graph)
            stand.store.extend(new)
            self._answer(204, b"", "")
        else:
            self._answer(405 if path == "/store" else 404, b"", "text/plain")

    def _answer(self, status: int, body: bytes, kind: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "content-type": kind}.items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Served(ThreadingHTTPServer):
    stand: StandIn
    daemon_threads = True


def _is_let_in(header: str, method: str, challenge: str) -> bool:
    """Whether the header proves that the client knows that "ed"'s password is "pässword"."""
    if challenge.startswith("Bearer"):
        return header == "Bearer secret-token"
    if challenge.startswith("Basic"):
        return header == "Basic " + base64.b64encode("ed:pässword".encode()).decode()
    given = dict(re.findall(r'(\w+)="?([^",]*)"?', header.removeprefix("Digest ")))
    if not given:
        return False
    one, two = (hashlib.md5(text.encode()).hexdigest() for text in ("ed:archive:pässword", f"{method}:{given['uri']}"))
    return given["response"] == hashlib.md5(f"{one}:abc:{given['nc']}:{given['cnonce']}:auth:{two}".encode()).hexdigest()


@contextmanager
def serve(**options: object) -> Iterator[StandIn]:
    stand = StandIn(**options)  # type: ignore[arg-type]
    server = Served(("127.0.0.1", 0), Handler)
    server.stand, stand.port = stand, server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield stand
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def stand() -> Iterator[StandIn]:
    with serve() as made:
        yield made


@pytest.fixture(scope="module")
def embedded(tmp_path_factory):
    with open_archive(tmp_path_factory.mktemp("remote") / "archive", create=True) as archive:
        fill(archive)
        yield archive


def fill(archive: Archive) -> None:
    for key, contents in (("one", make_sample()), ("two", make_hostile_sample())):
        archive.add_article(contents, key=key, report=Report("hash", "1"))


@functools.cache
def prepared(kind: str = "first", content: str = "") -> Prepared:
    """An article ready to be put: as it was at first, or with three statements less."""
    contents = make_sample()
    if kind == "changed":
        contents = dataclasses.replace(contents, statements=contents.statements[3:])
    return prepare(contents, key="one", report=Report(content or kind, "1"))


def test_an_endpoint_holds_the_same_archive_as_a_folder(stand, embedded):
    with stand.open() as archive:
        fill(archive)
        assert list(archive.articles()) == list(embedded.articles()) and archive.count() == 2
        assert list(archive.quads()) == list(embedded.quads())
        for article in archive.articles():
            assert archive.contents(article.iri) == embedded.contents(article.iri)
        assert archive.find_report("one") == Report("hash", "1") and archive.find_report("three") is None


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_named_queries_are_answered_alike(filled, embedded, name):
    query = fill_query(name, {})
    there, here = (archive.query(query, limit=0) for archive in (filled, embedded))
    assert (there.columns, there.values()) == (here.columns, here.values())


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_named_queries_never_ask_whether_a_text_contains_nothing(name):
    # Virtuoso says no, the standard yes: the parameter is compared with the empty string first.
    for words, parameter in re.findall(r"(.{0,20})CONTAINS\(LCASE\(\?\w+\), LCASE\(\?(\w+)\)\)", named_queries()[name].text):
        assert words.endswith(f'?{parameter} = "" || ')


@pytest.fixture(scope="module")
def filled() -> Iterator[Archive]:
    with serve() as stand, stand.open() as archive:
        fill(archive)
        yield archive


def test_every_form_of_query_is_answered(filled, embedded):
    for query in (
        "ASK { ?a tw:opposes ?b }",
        "CONSTRUCT { ?a tw:opposes ?b } { ?a tw:opposes ?b }",
        "SELECT ?l { ?e a tw:Person ; rdfs:label ?l } ORDER BY ?l",
    ):
        assert filled.query(query) == embedded.query(query)
    assert filled.query("SELECT * { ?s ?p ?o }", limit=7).limit == 7 and len(filled.query("SELECT * { ?s ?p ?o }", limit=7).rows) == 7
    assert filled.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", limit=7).notice
    assert filled.query("PREFIX tw: <http://other/> SELECT ?a { ?a tw:opposes ?b }").rows == (), "a prefix of the query's own stands"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?a {\n ?a tw:opposes }", "line 2, column 16"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <http://elsewhere/> { ?s ?p ?o }", "FROM"),
        ("DROP ALL", "DROP would change"),
        ("SELECT * { ?s none:p ?o }", 'the prefix "none:"'),
    ],
)
def test_a_wrong_query_is_told_here_and_never_sent(stand, query, words):
    with stand.open() as archive:
        stand.seen.clear()
        with pytest.raises(QueryError, match=words):
            archive.query(query)
        assert not [body for method, path, body in stand.seen if path == "/query" and "SERVICE" in body]


def test_a_small_change_is_one_update(stand):
    with stand.open() as archive:
        before = len(stand.updates())
        archive.put(prepared())
        assert len(stand.updates()) == before + 1
        archive.put(prepared("changed"))
        assert len(stand.updates()) == before + 2
        archive.remove_article(make_archived_iri(archive))
        assert len(stand.updates()) == before + 3 and archive.count() == 0


def test_the_list_of_articles_takes_as_many_requests_for_two_as_for_one(stand):
    with stand.open() as archive:
        requests = []
        for key, contents in (("one", make_sample()), ("two", make_hostile_sample())):
            archive.add_article(contents, key=key)
            before = len(stand.seen)
            assert key in {article.key for article in archive.articles()}
            requests.append(len(stand.seen) - before)
        assert requests[0] == requests[1]


def make_archived_iri(archive: Archive) -> str:
    return next(archive.articles()).iri


@pytest.mark.parametrize("takes_graphs", [True, False])
def test_a_large_change_comes_in_steps_and_to_the_same(takes_graphs, tmp_path):
    with serve(takes_graphs=takes_graphs) as stand, stand.open(most_quads=200) as archive, open_archive(tmp_path / "here", create=True) as here:
        for step in ("first", "changed", "first"):
            for each in (archive, here):
                each.put(prepared(step))
            assert list(archive.quads()) == list(here.quads())
        assert any(method == "PUT" for method, *_ in stand.seen)
        for each in (archive, here):
            each.remove_article(make_archived_iri(each))
        assert list(archive.quads()) == list(here.quads())


@pytest.mark.parametrize("takes_graphs", [True, False])
def test_stopped_at_any_request_the_article_is_not_done_and_the_same_call_finishes_it(takes_graphs, tmp_path):
    with open_archive(tmp_path / "here", create=True) as here:
        here.put(prepared())
        here.put(prepared("changed"))
        whole = list(here.quads(with_history=False))
    stops = 0
    with serve(takes_graphs=takes_graphs) as stand, stand.open(most_quads=60) as archive:
        for stop in range(1, 60):
            archive.put(prepared("first", f"before {stop}"))
            new = prepared("changed", "after")
            left = [stop]

            def stumble(method: str, path: str, body: str, left: list[int] = left) -> int | None:
                left[0] -= path != "/query"
                return 500 if left[0] <= 0 and path != "/query" else None

            stand.trouble = stumble
            try:
                archive.put(new)
            except ArchiveError as error:
                assert "run the same command again" in str(error)
                assert archive.find_report("one") != new.report, stop
                stops += 1
            stand.trouble = lambda method, path, body: None
            archive.put(prepared("changed"))
            assert list(archive.quads(with_history=False)) == whole, stop
            told = [change for *_, change in archive.changes()]
            assert len(told) == 2 * stop - 1, stop  # to "changed" and back, each told once
            assert told[-1].withdrawn or told[-1].added
            if stops < stop:
                break
    assert stops >= 3


def _derived(archive: Archive, text: str, count: int) -> list[ox.Quad]:
    graph, links = archive.names.entities, archive.names.links
    nodes = [ox.NamedNode(f"{BASE}article/1/entity/{number}") for number in range(count)]
    rows = [ox.Quad(node, ox.NamedNode(f"{BASE}archive#entity"), ox.Literal(text), graph) for node in nodes]
    return rows + [ox.Quad(node, ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs"), nodes[0], links) for node in nodes]


@pytest.mark.parametrize("steps_at_once", [True, False])
def test_a_large_change_of_links_is_done_as_a_whole_wherever_it_is_stopped(steps_at_once):
    """Also at a server that does only some steps of a request and then gives up."""
    seen = set()
    with serve() as stand:
        for stop in range(1, 30):
            with stand.open() as archive:
                old, new = _derived(archive, f"old {stop}", 6), _derived(archive, f"new {stop}", 20)
                archive.transact(remove=[quad for graph in (archive.names.entities, archive.names.links) for quad in archive.backend.quads(graph=graph)])
                archive.transact(add=old)
                before = list(archive.quads())
                archive.backend.most_quads = 12
                left = [stop]

                def stumble(method: str, path: str, body: str, left: list[int] = left) -> int | None:
                    if path == "/query":
                        return None
                    pieces = [body] if steps_at_once else body.split(" ;\n")
                    if left[0] > len(pieces):
                        left[0] -= len(pieces)
                        return None
                    for piece in pieces[: left[0] - 1]:
                        stand.store.update(piece)
                    left[0] = 0
                    return 500

                stand.trouble = stumble
                is_stopped = False
                try:
                    archive.transact(remove=set(old) - set(new), add=set(new) - set(old))
                except ArchiveError:
                    is_stopped = True
                stand.trouble = lambda method, path, body: None
            with stand.open() as archive:
                found = list(archive.quads())
                assert not list(archive.backend.quads(graph=archive.backend.staging.graph)), "nothing lies about"
                after = [quad for graph in (archive.names.entities, archive.names.links) for quad in archive.backend.quads(graph=graph)]
            assert found == before or set(after) == set(new), stop
            seen.add((is_stopped, found == before))
            if not is_stopped:
                break
    assert seen == {(True, True), (True, False), (False, False)}


def test_after_a_large_change_that_broke_off_the_next_one_of_the_same_writer_finds_its_place(stand):
    with stand.open(most_quads=25) as archive:
        rows = _derived(archive, "first", 40)
        stand.trouble = lambda method, path, body: 500 if "DROP" in body else None
        with pytest.raises(ArchiveError):
            archive.transact(add=rows)
        stand.trouble = lambda method, path, body: None
        more = _derived(archive, "second", 60)
        archive.transact(add=set(more) - set(rows))
        assert set(archive.backend.quads(graph=archive.names.entities)) == {quad for quad in (*rows, *more) if quad.graph_name == archive.names.entities}


def test_a_derived_graph_that_goes_is_dropped_in_one_request(stand):
    with stand.open(most_quads=25) as archive:
        archive.transact(add=_derived(archive, "first", 40))
        before = len(stand.updates())
        archive.replace_graph(archive.names.links.value, ())
        assert len([body for body in stand.updates()[before:] if "lease" not in body]) == 1
        assert not list(archive.backend.quads(graph=archive.names.links))


# One writer at a time


def test_a_second_writer_is_refused_and_readers_are_not(stand):
    with stand.open() as first:
        first.put(prepared())
        before = list(first.quads())
        with pytest.raises(ArchiveError, match="being written by another process") as told:
            stand.open()
        assert str(os.getpid()) in str(told.value) and "\n" not in str(told.value)
        with stand.open(create=False, read_only=True) as reader:
            assert list(reader.quads()) == before
        first.put(prepared("changed"))
    with stand.open() as second:
        assert second.count() == 1


@pytest.mark.parametrize(
    ("machine", "process", "seconds", "is_refused"),
    [
        (socket.gethostname(), os.getpid(), 60, True),
        (socket.gethostname(), 2**22 + 1, 60, False),  # no such process: it was killed
        (socket.gethostname(), 2**70, 60, True),  # nothing can be said of it
        ("another\x1b[31m machine", 2**22 + 1, 60, True),
        ("another machine", 2**22 + 1, -60, False),
    ],
    ids=["alive", "killed", "no number of a process", "elsewhere", "late"],  # the processes that share the tests must name them alike
)
def test_a_writer_that_is_dead_or_late_bars_nobody(stand, machine, process, seconds, is_refused):
    stand.open().close()
    node = ox.NamedNode(f"{BASE}archive/settings")
    row = ox.Quad(node, ox.NamedNode(f"{BASE}archive#writer"), ox.Literal(f"{int(time.time()) + seconds} {process} abc {machine}"), node)
    stand.store.add(row)
    if is_refused:
        with pytest.raises(ArchiveError, match="another process") as told:
            stand.open()
        assert "\x1b" not in str(told.value)
        assert row in stand.store
    else:
        stand.open().close()
    writers = list(stand.store.quads_for_pattern(node, row.predicate, None, None))
    assert writers == ([row] if is_refused else [])


def test_a_long_ingest_keeps_its_right_and_stops_where_it_lost_it(stand, monkeypatch):
    with stand.open() as archive:
        monkeypatch.setattr(lease, "HOLD", 0.0)  # every change renews
        archive.put(prepared())
        (row,) = stand.store.quads_for_pattern(None, ox.NamedNode(f"{BASE}archive#writer"), None, None)
        stand.store.remove(row)
        with pytest.raises(ArchiveError, match="taken over by another writer"):
            archive.put(prepared("changed"))


def fail_first(times: int, status: int):
    left = [times]

    def trouble(method: str, path: str, body: str) -> int | None:
        left[0] -= 1
        return status if left[0] >= 0 else None

    return trouble


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429, 0])
def test_trouble_that_passes_is_waited_for(stand, status):
    with stand.open() as archive:
        stand.trouble = fail_first(3, status)
        archive.put(prepared())
        stand.trouble = fail_first(2, status)
        assert archive.count() == 1


def test_trouble_that_stays_is_told_in_one_line(stand):
    with stand.open() as archive:
        stand.trouble = lambda method, path, body: 503
        with pytest.raises(ArchiveError) as told:
            archive.count()
        assert "503" in str(told.value) and "\n" not in str(told.value) and "\x1b" not in str(told.value)
        asked = len(stand.seen)
        stand.trouble = lambda method, path, body: 400
        with pytest.raises(ArchiveError, match="400"):
            archive.count()
        assert len(stand.seen) == asked + 1, "what is wrong is not tried again"


def test_an_update_that_was_done_but_not_answered_is_done_once(stand):
    with stand.open() as archive:

        def lose(method: str, path: str, body: str) -> int | None:
            if path == "/update":
                stand.store.update(body)
                stand.trouble = lambda *_: None
                return 0
            return None

        stand.trouble = lose
        archive.put(prepared())
        assert archive.count() == 1 and archive.contents(make_archived_iri(archive)).statements == make_sample_statements()


def make_sample_statements():
    from graph.canonical import canonical

    return canonical(dataclasses.replace(make_sample())).statements


CHALLENGES = ['Basic realm="archive"', 'Digest realm="archive", nonce="abc", qop="auth", algorithm="MD5"']


@pytest.mark.parametrize("challenge", CHALLENGES)
def test_a_password_goes_only_to_a_server_that_asks(challenge, monkeypatch):
    monkeypatch.setenv("TRIPLEWIRE_STORE_USER", "ed")
    monkeypatch.setenv("TRIPLEWIRE_STORE_PASSWORD", "pässword")
    with serve(challenge=challenge) as stand, stand.open() as archive:
        archive.put(prepared())
        assert archive.count() == 1
        assert stand.authorizations[0] == ""
    with serve() as stand, stand.open() as archive:
        assert archive.count() == 0 and set(stand.authorizations) == {""}


def test_a_token_is_sent(monkeypatch):
    monkeypatch.setenv("TRIPLEWIRE_STORE_TOKEN", "secret-token")
    with serve(challenge="Bearer") as stand, stand.open() as archive:
        assert archive.count() == 0


@pytest.mark.parametrize("challenge", CHALLENGES)
def test_a_wrong_password_is_told_and_never_shown(challenge, monkeypatch):
    monkeypatch.setenv("TRIPLEWIRE_STORE_USER", "ed")
    monkeypatch.setenv("TRIPLEWIRE_STORE_PASSWORD", "wrong-pass")
    with serve(challenge=challenge) as stand, pytest.raises(ArchiveError, match="does not let us in") as told:
        stand.open()
    assert "wrong-pass" not in str(told.value)


def test_a_password_in_the_address_is_refused_without_being_shown():
    with pytest.raises(ArchiveError) as told:
        open_archive("http://ed:hidden@127.0.0.1:1/sparql", create=True)
    assert "hidden" not in str(told.value) and "TRIPLEWIRE_STORE_PASSWORD" in str(told.value)


@pytest.mark.parametrize("union", ["union-default-graph", "default-graph-uri"])
def test_a_server_is_asked_for_the_union_in_its_own_way(union):
    with serve(union=union) as stand, stand.open() as archive:
        archive.put(prepared())
        assert archive.query("SELECT ?l { ?e a tw:Person ; rdfs:label ?l }").rows


def test_a_server_without_a_union_is_refused():
    with serve(union="never") as stand, pytest.raises(ArchiveError, match="union"):
        stand.open()


def test_a_server_that_cuts_its_answers_is_refused():
    with serve(headers={"X-SPARQL-MaxRows": "10000"}) as stand, pytest.raises(ArchiveError, match="cuts its answers at 10000 rows"):
        stand.open()


def test_what_is_there_decides_and_nothing_is_made_unasked(stand):
    with pytest.raises(ArchiveError, match="holds no archive"):
        stand.open(create=False)
    assert len(stand.store) == 0
    with stand.open() as archive:
        archive.put(prepared())
    again = open_remote(stand.url, create=True, read_only=True, base_iri="http://other/", with_text=False, endpoint=Endpoint(stand.url, waits=QUICK))
    assert again.base_iri == BASE and again.with_text and again.count() == 1
    with pytest.raises(ArchiveError, match="reading only"):
        again.add_article(make_hostile_sample(), key="two")


def test_other_graphs_of_the_server_are_left_alone(stand):
    foreign = ox.Quad(ox.NamedNode("http://x/a"), ox.NamedNode("http://x/b"), ox.Literal("c"), ox.NamedNode("http://x/graph"))
    stand.store.add(foreign)
    with stand.open() as archive:
        fill(archive)
        assert not [line for line in archive.quads() if "http://x/" in line]
        for article in list(archive.articles()):
            archive.remove_article(article.iri)
    assert foreign in stand.store


@pytest.mark.parametrize(
    ("url", "environment", "wanted"),
    [
        ("http://h:7878", {}, Addresses("http://h:7878/query", "http://h:7878/update", "http://h:7878/store")),
        ("http://h:7878/query", {}, Addresses("http://h:7878/query", "http://h:7878/update", "http://h:7878/store")),
        ("http://h:3030/ds/query", {}, Addresses("http://h:3030/ds/query", "http://h:3030/ds/update", "http://h:3030/ds/data")),
        (
            "https://h/repositories/news",
            {},
            Addresses("https://h/repositories/news", "https://h/repositories/news/statements", "https://h/repositories/news/rdf-graphs/service"),
        ),
        ("http://h:8890/sparql-auth", {}, Addresses("http://h:8890/sparql-auth", "http://h:8890/sparql-auth", "http://h:8890/sparql-graph-crud-auth")),
        ("http://h/blazegraph/namespace/kb/sparql", {}, Addresses("http://h/blazegraph/namespace/kb/sparql", "http://h/blazegraph/namespace/kb/sparql", None)),
        ("http://h/q", {"TRIPLEWIRE_STORE_UPDATE": "http://h/u", "TRIPLEWIRE_STORE_GRAPHS": "http://h/g"}, Addresses("http://h/q", "http://h/u", "http://h/g")),
    ],
)
def test_addresses(url, environment, wanted):
    assert find_addresses(url, environment) == wanted


def test_nobody_there_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(wire, "WAITS", ())
    with pytest.raises(ArchiveError, match=r"127\.0\.0\.1:9/query does not answer"):
        open_remote("http://127.0.0.1:9", create=True, read_only=False, base_iri=BASE, with_text=True, endpoint=Endpoint("http://127.0.0.1:9", waits=()))


def test_a_server_that_never_answered_is_given_up_soon(monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr(wire.time, "sleep", slept.append)
    with pytest.raises(ArchiveError, match="Is the address right, and the server running"):
        Endpoint("http://127.0.0.1:9").select("ASK {}")
    assert sum(slept) < 3


def test_a_query_that_takes_too_long_is_no_trouble_of_the_server(stand):
    with stand.open() as archive:
        stand.trouble = lambda method, path, body: time.sleep(0.5)
        with pytest.raises(QueryError, match=r"took longer than 0\.1 s"):
            archive.query("ASK { ?a ?b ?c }", timeout=0.1)


@pytest.mark.parametrize(
    "settings",
    ["nonsense", "[1]", "{}", '{"format": 1}', '{"format": 1, "base_iri": "no address", "with_text": true}', '{"format": 1, "base_iri": "http://a/"}'],
)
def test_settings_that_cannot_be_read_are_told_in_one_line(stand, settings):
    node = ox.NamedNode(f"{BASE}archive/settings")
    stand.store.add(ox.Quad(node, ox.NamedNode(f"{BASE}archive#settings"), ox.Literal(settings), node))
    with pytest.raises(ArchiveError, match="settings of an archive that cannot be read"):
        stand.open()


def test_a_server_that_is_refused_keeps_no_writer():
    with serve() as stand:
        stand.open().close()
        stand.union = "never"
        with pytest.raises(ArchiveError, match="union"):
            stand.open()
        assert not list(stand.store.quads_for_pattern(None, ox.NamedNode(f"{BASE}archive#writer"), None, None))


HEAD = b'{"head":{"vars":["a"]},"results":{"bindings":['


@pytest.mark.parametrize("body", [HEAD + b'{"a":{"type":"uri","value":"http://a"}},', HEAD + b'{"a":{"type":"uri","value":"no address"}}]}}', b"<html>", b""])
def test_an_answer_that_breaks_off_is_told_in_one_line(stand, monkeypatch, body):
    monkeypatch.setattr(Handler, "_do", lambda self, *_: self._answer(200, body, "application/sparql-results+json"))
    with pytest.raises(ArchiveError, match="does not answer as a SPARQL endpoint does") as told:
        list(Endpoint(stand.url).select("SELECT ?a { ?a ?b ?c }"))
    assert "\n" not in str(told.value)


def test_something_else_there_is_told_in_one_line(stand):
    stand.headers = {}
    with pytest.raises(ArchiveError, match="404"):
        Endpoint(f"{stand.url}/elsewhere", waits=()).select("ASK {}")
