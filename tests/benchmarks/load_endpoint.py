"""Puts load on `triplewire serve`: many clients, slow ones, malformed and expensive queries, all at once; prints right answers, times and memory.

    python tests/benchmarks/load_endpoint.py [--archive FOLDER] [--articles 40] [--seconds 20] [--clients 32]

Without --archive one is made of the checked sample under as many addresses as asked. Right clients ask questions whose answers are known beforehand
and count wrong ones. It never fails on a time; exit code 1 where an answer was wrong or the server did not survive.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import http.client
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from graph.archive.preparing import prepare  # noqa: E402
from graph.archive.store import open_archive  # noqa: E402
from graph.turtle import read_turtle  # noqa: E402

COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a rdf:Statement }"
EXPENSIVE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c ?a",
    "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    "CONSTRUCT { ?a ?e ?c } { ?a ?b ?c . ?d ?e ?f }",
    'SELECT ?l { ?e rdfs:label ?l FILTER(REGEX(?l, "^(.*a){12}$")) }',
)
MALFORMED = (
    "SELECT",
    "SELECT * {",
    "\x00" * 50,
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "PREFIX e: <http://127.0.0.1/> SELECT * { SERVICEe: { ?s ?p ?o } }",
    "{" * 5000,
    "SELECT * FROM <file:///etc/passwd> {}",
    "DROP ALL",
)


class Tally:
    """What happened, by kind of client."""

    def __init__(self) -> None:
        self.lock, self.statuses, self.times, self.wrong = threading.Lock(), Counter(), [], []

    def note(self, kind: str, status: object, seconds: float | None = None, wrong: str | None = None) -> None:
        with self.lock:
            self.statuses[kind, status] += 1
            if seconds is not None:
                self.times.append(seconds)
            if wrong is not None:
                self.wrong.append(wrong)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--clients", type=int, default=32)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = options.archive or make_archive(Path(folder) / "archive", options.articles)
        return press(archive, seconds=options.seconds, clients=options.clients)


def make_archive(folder: Path, count: int) -> Path:
    contents = read_turtle(ROOT / "output" / "sample.ttl")
    with open_archive(folder, create=True) as archive:
        for number in range(count):
            archive.put(
                prepare(dataclasses.replace(contents, article=dataclasses.replace(contents.article, url=f"https://example.org/{number}")), key=str(number))
            )
    return folder


def press(archive: Path, *, seconds: float, clients: int) -> int:
    with open_archive(archive, read_only=True) as opened:
        wanted = int(opened.query(COUNT).rows[0][0].value)
        size = sum(1 for _ in opened.quads())
    command = [sys.executable, "-c", "from graph.cli import main; main()", "serve", str(archive), "--port", "0", "--timeout", "3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        port = int(re.search(r":(\d+)/", server.stdout.readline())[1])
        tally, ends = Tally(), time.monotonic() + seconds
        kinds = [ask_right] * (clients // 2) + [ask_wrong] * (clients // 8) + [ask_much] * (clients // 8) + [drip] * (clients // 4)
        threads = [threading.Thread(target=kind, args=(port, tally, ends, wanted), daemon=True) for kind in kinds]
        peaks = [measure(server.pid)]
        alone = time_one(port, wanted)
        for thread in threads:
            thread.start()
        while time.monotonic() < ends:
            time.sleep(0.5)
            peaks.append(measure(server.pid))
        for thread in threads:
            thread.join(60)
        after = time_one(port, wanted)
        server.send_signal(signal.SIGTERM)
        code = server.wait(20)
    report(tally, peaks, size=size, wanted=wanted, seconds=seconds, alone=alone, after=after, code=code, clients=len(threads))
    return 1 if tally.wrong or code != 0 else 0


def ask_right(port: int, tally: Tally, ends: float, wanted: int) -> None:
    """Questions whose answer is known: a count, or a number of one's own that must come back to whoever sent it."""
    while time.monotonic() < ends:
        number = random.randrange(10**9)
        query, value = random.choice([(COUNT, wanted), (f"SELECT (({number} + 1) AS ?n) {{ ?s tw:opposes ?o }} LIMIT 1", number + 1)])
        started = time.monotonic()
        status, body = ask(port, query)
        if status != 200:
            tally.note("right", status)
            continue
        found = int(json.loads(body)["results"]["bindings"][0]["n"]["value"])
        tally.note("right", status, time.monotonic() - started, None if found == value else f"{found} in place of {value}")


def ask_wrong(port: int, tally: Tally, ends: float, wanted: int) -> None:
    """Queries that are none, and bytes that are no request."""
    while time.monotonic() < ends:
        query = random.choice(MALFORMED)
        status, body = ask(port, query)
        tally.note("malformed", status, wrong=None if status in (400, 503) else f"{status} for {query[:30]!r}: {body[:80]!r}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5) as sock:
            sock.sendall(random.randbytes(200) + b"\r\n\r\n")
            tally.note("garbage", sock.recv(64)[9:12].decode("ascii", "replace") or "closed")


def ask_much(port: int, tally: Tally, ends: float, wanted: int) -> None:
    """Queries that would take forever, or all of the memory."""
    while time.monotonic() < ends:
        tally.note("expensive", ask(port, random.choice(EXPENSIVE), timeout=60)[0])


def drip(port: int, tally: Tally, ends: float, wanted: int) -> None:
    """A request byte by byte."""
    while time.monotonic() < ends:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=30) as sock:
            try:
                for _ in range(10_000):
                    sock.sendall(b"G")
                    time.sleep(0.2)
                    if time.monotonic() > ends:
                        return
            finally:
                tally.note("slow", "left")


def ask(port: int, query: str, timeout: float = 60) -> tuple[object, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request("POST", "/sparql", urlencode({"query": query}), {"content-type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__, b""
    finally:
        connection.close()


def time_one(port: int, wanted: int) -> float:
    started = time.monotonic()
    status, body = ask(port, COUNT)
    assert status == 200 and f'"{wanted}"'.encode() in body, (status, body[:200])
    return time.monotonic() - started


def measure(pid: int) -> tuple[float, float]:
    """Megabytes of the server and of its largest worker."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    sizes = [resident(each) for each in children]
    return resident(str(pid)), max(sizes, default=0.0)


def resident(pid: str) -> float:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def report(
    tally: Tally, peaks: list[tuple[float, float]], *, size: int, wanted: int, seconds: float, alone: float, after: float, code: int, clients: int
) -> None:
    print(f"{size:,} quads, {wanted:,} statements; {clients} clients for {seconds:g} s on {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for (kind, status), number in sorted(tally.statuses.items(), key=str):
        print(f"  {kind:10} {status!s:20} {number}")
    if tally.times:
        times = sorted(tally.times)
        print(
            f"right answers: {len(times)} in {statistics.median(times):.3f} s (median), {times[int(len(times) * 0.95)]:.3f} s (95 %), {times[-1]:.3f} s (longest)"
        )
    print(f"wrong answers: {len(tally.wrong)} {tally.wrong[:3] or ''}")
    print(f"one question alone: {alone:.3f} s before, {after:.3f} s after")
    print(
        f"memory: server {peaks[0][0]:.0f} MB at first, {max(peak[0] for peak in peaks):.0f} MB at most; largest worker {max(peak[1] for peak in peaks):.0f} MB; ended with {code}"
    )


if __name__ == "__main__":
    sys.exit(main())
