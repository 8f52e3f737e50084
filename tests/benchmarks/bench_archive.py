"""How fast an archive grows, what it costs in memory and on disk, and whether the last article costs more than the first.

    python tests/benchmarks/bench_archive.py [--texts FOLDER] [--articles 1000] [--workers 2] [--keep FOLDER]

It prints articles and words a second, memory over the run (this process, its own and that of mapped files apart, and its workers), bytes on disk per
statement, and the cost of an article's writing and linking around the tenth, the hundredth and the last, in time and in pairs compared and rows read.
Linking is called for every twenty articles in the order of their days, as a newsroom would, and then grouping is part of it. With texts their names are
changed, and come again ever more often; without, articles are invented in which most names are new, as in the news. It judges nothing. For the figures of
a release: 1,000 articles, two cores, nothing else running.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench_archive_news import make_news
from bench_archive_texts import make_lines

if TYPE_CHECKING:
    from graph.archive.store import Archive

STEP = 20
"""Articles that are linked by one call, and that a median is taken of."""


def memory_of(pid: int) -> tuple[int, int]:
    """Resident memory of a process in MB: its own, and that of files."""
    try:
        lines = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
        return int(lines["RssAnon"].split()[0]) // 1000, int(lines["RssFile"].split()[0]) // 1000
    except (OSError, KeyError):
        return 0, 0


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=Path, help="a folder of text files to repeat; by default invented articles")
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--keep", type=Path, help="leave the archive here")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary) / "archive"
        lines = Path(temporary) / "articles.jsonl"
        made = make_lines(given.texts, given.articles) if given.texts is not None else make_news(given.articles)
        lines.write_text("\n".join(made) + "\n", encoding="utf-8")
        measure(folder, lines, given.workers)


def measure(folder: Path, lines: Path, workers: int) -> None:
    from graph.archive.ingesting import ingest
    from graph.archive.store import Archive, open_archive

    puts: list[tuple[float, float]] = []
    memory: list[tuple[int, int, int, int]] = []
    plain = Archive.put

    def put(self: Archive, prepared: object) -> object:
        clock, processor = time.perf_counter(), time.process_time()
        found = plain(self, prepared)  # type: ignore[arg-type]
        puts.append((time.perf_counter() - clock, time.process_time() - processor))
        if len(puts) % 25 == 0:
            memory.append((len(puts), *memory_of(os.getpid()), max((sum(memory_of(child)) for child in children_of(os.getpid())), default=0)))
        return found

    Archive.put = put  # type: ignore[method-assign, assignment]
    with open_archive(folder, create=True) as archive:
        account = ingest(archive, [str(lines)], workers=workers)
        print(
            f"{account.added} articles in {account.seconds:.0f} s: {account.added / account.seconds:.2f} articles and {account.words / account.seconds:.0f} words a second"
        )
        for problem in account.problems[:5]:
            print("  failed:", problem.why)
        report_costs("writing", puts)
        print(
            "memory in MB (articles: main process + files, largest worker):",
            "  ".join(f"{n}: {own} + {file}, {worker}" for n, own, file, worker in thin(memory)),
        )
        print(f"at most {max((own for _, own, _, _ in memory), default=0)} MB of its own in the main process")
        link_in_steps(archive)
        statements = sum(article.statements for article in archive.articles())
        quads = sum(1 for _ in archive.backend.quads())
    with open_archive(folder) as archive:
        archive.optimize()
    size = size_of(folder)
    print(
        f"{statements} statements, {quads} quads, {size / 1e6:.1f} MB on disk: {size / max(statements, 1):.0f} bytes a statement, {size / max(quads, 1):.0f} a quad"
    )
    with open_archive(folder) as archive:
        began = time.perf_counter()
        again = ingest(archive, [str(lines)], workers=workers)
        print(f"again, unchanged: {again.skipped} skipped in {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        for article in list(archive.articles())[:20]:
            archive.remove_article(article.iri)
        print(f"removing one: {(time.perf_counter() - began) / 20 * 1000:.0f} ms")


def link_in_steps(archive: Archive) -> None:
    """Links a few articles at a time, as if they had just come."""
    from graph.archive import links

    in_order, costs, work, memory = links._in_order, [], [], []
    waiting = iter(in_order(archive))
    links._in_order = lambda archive: list(islice(waiting, STEP))
    counted = count_work()
    while True:
        clock, processor, before = time.perf_counter(), time.process_time(), dict(counted)
        done = links.link_archive(archive)
        if not done:
            break
        costs += [((time.perf_counter() - clock) / done, (time.process_time() - processor) / done)] * done
        work += [{name: (counted[name] - before[name]) / done for name in counted}] * done
        memory.append((len(costs), *memory_of(os.getpid()), 0))
    links._in_order = in_order
    spent = sum(clock for clock, _ in costs)
    print(f"linking {len(costs)} articles in {len(memory)} calls: {spent:.1f} s, {len(costs) / max(spent, 1e-9):.1f} articles a second")
    print("memory in MB while linking (articles: main process + files):", "  ".join(f"{n}: {own} + {file}" for n, own, file, _ in thin(memory)))
    report_costs("linking", costs)
    for place in sorted({0, 99, *range(199, len(work), 200), len(work) - 1} & set(range(len(work)))):
        print(f"linking one article, number {place + 1}:", ", ".join(f"{number:.0f} {name}" for name, number in work[place].items()))


def count_work() -> dict[str, int]:
    """Counts, from now on, what linking does: no noise of other processes is in it."""
    from graph.archive import clusters, entering
    from graph.archive.embedded import EmbeddedBackend

    counted = {"pairs compared": 0, "look-ups": 0, "rows read": 0, "entities grouped anew": 0}
    score, make, look = entering.score_link, clusters.make_clusters, EmbeddedBackend.quads

    def score_and_count(*sides: Any) -> Any:
        counted["pairs compared"] += 1
        return score(*sides)

    def make_and_count(profiles: Any, *others: Any) -> Any:
        profiles = list(profiles)
        counted["entities grouped anew"] += len(profiles)
        return make(profiles, *others)

    def look_and_count(*pattern: Any, **named: Any) -> Any:
        counted["look-ups"] += 1
        for quad in look(*pattern, **named):
            counted["rows read"] += 1
            yield quad

    entering.score_link, clusters.make_clusters, EmbeddedBackend.quads = score_and_count, make_and_count, look_and_count  # type: ignore[method-assign]
    return counted


def report_costs(what: str, costs: list[tuple[float, float]]) -> None:
    """The median cost of an article around the tenth, the hundredth and the last, in time and in the processor's time."""
    for name, chosen in (("around the 10th", costs[:STEP]), ("around the 100th", costs[90:110]), (f"around the {len(costs)}th", costs[-STEP:])):
        if chosen:
            clock, processor = (statistics.median(values) * 1000 for values in zip(*chosen, strict=True))
            print(f"{what} one article, {name}: {clock:.0f} ms ({processor:.0f} ms of processor)")


def thin(rows: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    return rows if len(rows) <= 10 else [rows[place * (len(rows) - 1) // 9] for place in range(10)]


if __name__ == "__main__":
    main()
