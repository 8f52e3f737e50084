"""In: a number of triples. Out: how long each named query takes on a generated graph of at least that size, on Oxigraph and on rdflib, as a table.

    python -m tests.benchmarks.bench_queries [--triples 1000000] [--rdflib-triples 100000] [--rdflib-timeout 20]

The graph is the sample article many times over, each with its own addresses and names; rdflib gets a smaller one, since a million triples take it
minutes to load and gigabytes to hold, and each of its queries is stopped after a while. It refuses to call a query fast that found nothing.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rdflib import Graph

from graph.dataset import make_dataset
from graph.formats.plain import write_ntriples
from graph.queries import QueryProcess, named_queries
from tests.sample_contents import make_sample


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rdflib-triples", type=int, default=100_000, help="0 leaves rdflib out")
    parser.add_argument("--rdflib-timeout", type=int, default=20)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "large.nt", Path(folder) / "rdflib.nt"
        generate(ours, args.triples)
        triples, times = measure_oxigraph(ours)
        print(
            f"Oxigraph on {triples:,} triples, rdflib on about {args.rdflib_triples:,}; in brackets the processor's share, where the machine does more",
            flush=True,
        )
        for name, (seconds, used, rows) in times.items():
            print(f"{name:22} oxigraph {seconds:7.3f} s ({used:.2f})  {rows:6} rows", flush=True)
        queries = [(seconds, used) for name, (seconds, used, _) in times.items() if name != "load"]
        print(f"slowest on oxigraph: {max(queries)[0]:.3f} s, of the processor {max(used for _, used in queries):.2f} s", flush=True)
        if args.rdflib_triples:
            generate(theirs, args.rdflib_triples)
            for name, text in measure_rdflib(theirs, args.rdflib_timeout):
                print(f"{name:22} rdflib {text:>9}", flush=True)


def generate(path: Path, triples: int) -> None:
    """Writes so many triples or a few more: the sample's, each time with another article's name and other names of its people."""
    sample = make_sample()
    text = write_ntriples(make_dataset(sample))
    own = sum(sample.article.id in line for line in text.splitlines())  # the rest, such as labels of relations, is the same in each copy
    labels = [entity.label for entity in sample.entities]
    with path.open("w", encoding="utf-8") as file:
        for number in range(triples // own + 1):
            copy = text.replace(sample.article.id, f"{number:016x}")
            for label in labels:
                copy = copy.replace(f'#label> "{label}"', f'#label> "{label} {number}"')
            file.write(copy)


def measure_oxigraph(path: Path) -> tuple[int, dict[str, tuple[float, float, int]]]:
    """How many triples there are; then seconds, those of the processor, and rows, of the loading and of each query, as a user's query goes."""
    start = time.perf_counter()
    with QueryProcess(path, timeout=600) as process:
        times = {"load": (time.perf_counter() - start, processor_seconds(process), 0)}
        for name, query in named_queries().items():
            start, used = time.perf_counter(), processor_seconds(process)
            result = process.ask(query.text, timeout=600)
            times[name] = (time.perf_counter() - start, processor_seconds(process) - used, len(result.rows))
            if not result.rows:
                raise SystemExit(f"{name} found nothing: its time means nothing")
        (((triples,),),) = [process.ask("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", timeout=600).values()]
    return int(str(triples)), times


def processor_seconds(process: QueryProcess) -> float:
    """What the query's process has taken of the processor so far; 0 where the system does not say (it is Linux that does)."""
    assert process._process is not None
    stat = Path(f"/proc/{process._process.pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measure_rdflib(path: Path, timeout: int) -> Iterator[tuple[str, str]]:
    """Seconds of rdflib for the same, each query stopped after `timeout`."""
    start = time.perf_counter()
    graph = Graph().parse(path, format="nt")
    yield f"load ({len(graph):,})", f"{time.perf_counter() - start:.1f} s"
    signal.signal(signal.SIGALRM, _stop)
    for name, query in named_queries().items():
        start = time.perf_counter()
        signal.alarm(timeout)
        try:
            list(graph.query(query.text))
            found = f"{time.perf_counter() - start:.2f} s"
        except TimeoutError:
            found = f"> {timeout} s"
        finally:
            signal.alarm(0)
        yield name, found


def _stop(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    main()
