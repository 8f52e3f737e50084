"""In: a number of triples. Out: how long each named query takes on a generated graph of that size, on Oxigraph and on rdflib, as a table.

    python -m tests.benchmarks.bench_queries [--triples 1000000] [--rdflib-triples 1000000] [--rdflib-timeout 30]

The graph is the sample article many times over, each with its own addresses and names. It refuses to call a query fast that found nothing.
"""

from __future__ import annotations

import argparse
import signal
import tempfile
import time
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
    parser.add_argument("--rdflib-triples", type=int, default=1_000_000, help="0 leaves rdflib out")
    parser.add_argument("--rdflib-timeout", type=int, default=30)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "large.nt", Path(folder) / "rdflib.nt"
        made = generate(ours, args.triples)
        times = measure_oxigraph(ours)
        other: dict[str, str] = {}
        if args.rdflib_triples:
            generate(theirs, args.rdflib_triples)
            other = measure_rdflib(theirs, args.rdflib_timeout)
    print(f"{made:,} triples; rdflib on {args.rdflib_triples:,}")
    for name, (seconds, rows) in times.items():
        print(f"{name:22} oxigraph {seconds:7.3f} s  {rows:6} rows   rdflib {other.get(name, '-'):>9}")
    print(f"slowest on oxigraph: {max(seconds for name, (seconds, _) in times.items() if name != 'load'):.3f} s")


def generate(path: Path, triples: int) -> int:
    """Writes about so many triples: the sample's, each time with another article's name and other names of its people."""
    sample = make_sample()
    text = write_ntriples(make_dataset(sample))
    own = sum(sample.article.id in line for line in text.splitlines())  # the rest, such as labels of relations, is the same in each copy
    labels = [entity.label for entity in sample.entities]
    with path.open("w", encoding="utf-8") as file:
        for number in range(max(1, triples // own)):
            copy = text.replace(sample.article.id, f"{number:016x}")
            for label in labels:
                copy = copy.replace(f'#label> "{label}"', f'#label> "{label} {number}"')
            file.write(copy)
    return max(1, triples // own) * own


def measure_oxigraph(path: Path) -> dict[str, tuple[float, int]]:
    """Seconds and rows of the loading and of each query, through the same process and pipe that a user's query goes through."""
    start = time.perf_counter()
    with QueryProcess(path, timeout=600) as process:
        times = {"load": (time.perf_counter() - start, 0)}
        for name, query in named_queries().items():
            start = time.perf_counter()
            result = process.ask(query.text, timeout=600)
            times[name] = (time.perf_counter() - start, len(result.rows))
            if not result.rows:
                raise SystemExit(f"{name} found nothing: its time means nothing")
    return times


def measure_rdflib(path: Path, timeout: int) -> dict[str, str]:
    """Seconds of rdflib for the same, each query stopped after `timeout`."""
    start = time.perf_counter()
    graph = Graph().parse(path, format="nt")
    times = {"load": f"{time.perf_counter() - start:.1f} s"}
    signal.signal(signal.SIGALRM, _stop)
    for name, query in named_queries().items():
        start = time.perf_counter()
        signal.alarm(timeout)
        try:
            list(graph.query(query.text))
            times[name] = f"{time.perf_counter() - start:.2f} s"
        except TimeoutError:
            times[name] = f"> {timeout} s"
        finally:
            signal.alarm(0)
    return times


def _stop(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    main()
