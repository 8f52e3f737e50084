"""Puts an archive into third-party SPARQL servers through the remote store, and compares it with the one in a folder.

    python tests/benchmarks/try_stores.py [--articles 10] [--only oxigraph|virtuoso]

Servers are taken where they are installed and left out, with a line that says so, where not:
    Oxigraph's own   pip install oxigraph            (binary `oxigraph`, or named in OXIGRAPH)
    Virtuoso         apt install virtuoso-opensource-7-bin   (binary `virtuoso-t`, or named in VIRTUOSO)

For each: an archive is put in article by article, one article is changed, one removed, one ingest is cut off in the middle and taken up again, and so is
linking, at many places; then articles, contents, quads and all named queries are compared with an archive in a folder that went the same way. Exit code 1 where something differs.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from graph.archive.links import link_archive  # noqa: E402
from graph.archive.preparing import Prepared, prepare  # noqa: E402
from graph.archive.store import Archive, Report, open_archive  # noqa: E402
from graph.errors import ArchiveError  # noqa: E402
from graph.queries import fill_query, named_queries  # noqa: E402
from graph.turtle import read_turtle  # noqa: E402
from tests.sample_contents import make_hostile_sample, make_sample  # noqa: E402

VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{port}
[SPARQL]
ResultSetMaxRows = 0
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=6)
    parser.add_argument("--only", choices=sorted(SERVERS))
    options = parser.parse_args()
    steps = make_steps(options.articles)
    differences = 0
    for name, (binary, install, start) in SERVERS.items():
        if options.only in (None, name):
            if (found := os.environ.get(name.upper()) or shutil.which(binary)) is None:
                print(f"{name}: not installed, left out ({install})")
                continue
            with tempfile.TemporaryDirectory() as folder, start(found, Path(folder)) as url:
                differences += compare(name, url, steps)
    return 1 if differences else 0


def make_steps(count: int) -> list[Prepared]:
    """Articles under keys of their own: the hand-made one, its hostile variant, the checked sample, and copies of the first."""
    own = [make_sample(), make_hostile_sample(), read_turtle(ROOT / "output" / "sample.ttl")]
    copies = [dataclasses.replace(own[0], statements=own[0].statements[number % 7 :]) for number in range(max(0, count - len(own)))]
    return [
        prepare(
            dataclasses.replace(contents, article=dataclasses.replace(contents.article, url=f"https://example.org/{number}")),
            key=str(number),
            report=Report("a", "1"),
        )
        for number, contents in enumerate([*own, *copies])
    ]


def compare(name: str, url: str, steps: list[Prepared]) -> int:
    differences: list[str] = []
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder) / "archive", create=True) as here:
        started = time.monotonic()
        with open_archive(url, create=True) as there:
            opened = time.monotonic()
            for step in steps:
                there.put(step)
            taken = time.monotonic() - opened
            change(there, steps, cut=True)
        for step in steps:
            here.put(step)
        change(here, steps, cut=False)
        link_archive(here)
        whole = set(here.quads(with_history=False))
        cuts = link_with_cuts(url)
        with open_archive(url, read_only=True) as there:
            if list(there.articles()) != list(here.articles()):
                differences.append("the lists of articles differ")
            for article in here.articles():
                if there.contents(article.iri) != here.contents(article.iri):
                    differences.append(f"contents of {article.iri} differ")
            mine, theirs = whole, set(there.quads(with_history=False))
            missing = len({line.split(" ")[0:2] and " ".join(line.split(" ")[:2]) for line in mine} ^ {" ".join(line.split(" ")[:2]) for line in theirs})
            odd = len(mine ^ theirs)
            if missing:
                differences.append(f"{missing} subjects with a property stand on one side alone")
            order = ask_named(there, here, differences)
    quads = sum(step.triples.count(b"\n") for step in steps)
    print(f"{name}: opened in {opened - started:.2f} s; {len(steps)} articles, {quads} triples in {taken:.2f} s ({quads / taken:,.0f} a second)")
    print(f"  linking in pieces was cut off {cuts} times and taken up again")
    print(f"  quads written otherwise than here (datatypes): {odd // 2} of {len(mine)}; queries with another order of rows: {', '.join(order) or 'none'}")
    print(f"  {'ALIKE' if not differences else 'DIFFERENT: ' + '; '.join(differences)}")
    return len(differences)


def change(archive: Archive, steps: list[Prepared], *, cut: bool) -> None:
    """One article is changed, one removed, and one put again in small pieces, which at first is cut off after two of them."""
    changed = prepare(
        dataclasses.replace(
            make_sample(), statements=make_sample().statements[2:], article=dataclasses.replace(make_sample().article, url="https://example.org/0")
        ),
        key="0",
        report=Report("b", "1"),
    )
    last = steps[-1]
    archive.put(changed)
    archive.remove_article(steps[1].iri)
    archive.remove_article(last.iri)
    if cut:
        endpoint = archive.backend.endpoint
        archive.backend.most_quads, send, calls = 300, endpoint.update, []

        def stop(sparql: str) -> None:
            calls.append(sparql)
            if len(calls) > 1:
                raise ArchiveError("cut off")
            send(sparql)

        endpoint.update, endpoint.put_graph = stop, lambda *_: False
        try:
            archive.put(last)
        except ArchiveError:
            assert archive.find_report(last.key) != last.report, "a half article counts as done"
        finally:
            del endpoint.update, endpoint.put_graph
    archive.put(last)


def link_with_cuts(url: str) -> int:
    """Links in many small requests, cut off after one, after two, and so on, until there is nothing left to cut."""
    for cuts in itertools.count():
        with open_archive(url) as archive:
            endpoint = archive.backend.endpoint
            archive.backend.most_quads, send, calls = 40, endpoint.update, []

            def stop(sparql: str, send: Callable[[str], None] = send, calls: list[str] = calls, most: int = 3 * cuts + 1) -> None:
                calls.append(sparql)
                if len(calls) > most:
                    raise ArchiveError("cut off")
                send(sparql)

            endpoint.update = stop
            try:
                link_archive(archive)
                return cuts
            except ArchiveError:
                continue
            finally:
                del endpoint.update
    raise AssertionError


def ask_named(there: Archive, here: Archive, differences: list[str]) -> list[str]:
    order = []
    for name in named_queries():
        query = fill_query(name, {})
        try:
            theirs, mine = there.query(query, timeout=120, limit=0).values(), here.query(query, timeout=120, limit=0).values()
        except Exception as error:
            differences.append(f"{name}: {error}")
            continue
        if sorted(map(str, theirs)) != sorted(map(str, mine)):
            differences.append(f"{name}: {len(theirs)} rows there, {len(mine)} here, {len(set(map(str, theirs)) ^ set(map(str, mine)))} different")
        elif theirs != mine:
            order.append(name)
    return order


@contextmanager
def start_oxigraph(binary: str, folder: Path) -> Iterator[str]:
    port = find_port()
    with running([binary, "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"], port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def start_virtuoso(binary: str, folder: Path) -> Iterator[str]:
    port = find_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, port=port, sql=find_port()))
    os.environ |= {"TRIPLEWIRE_STORE_USER": "dba", "TRIPLEWIRE_STORE_PASSWORD": "dba"}  # as a fresh Virtuoso has it
    with running([binary, "-c", str(folder / "virtuoso.ini"), "+foreground"], port):
        yield f"http://127.0.0.1:{port}/sparql-auth"
    del os.environ["TRIPLEWIRE_STORE_USER"], os.environ["TRIPLEWIRE_STORE_PASSWORD"]


@contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as sock:
                if sock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def find_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


SERVERS = {
    "oxigraph": ("oxigraph", "pip install oxigraph", start_oxigraph),
    "virtuoso": ("virtuoso-t", "apt install virtuoso-opensource-7-bin", start_virtuoso),
}

if __name__ == "__main__":
    sys.exit(main())
