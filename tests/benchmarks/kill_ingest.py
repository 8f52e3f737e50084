"""Kills an ingest at random moments, and lets its disk run full, until the archive is whole; then compares it with an undisturbed one.

    python tests/benchmarks/kill_ingest.py --texts FOLDER [--articles 60] [--kills 50] [--workers 2] [--seed 1] [--no-disk]

The real command is killed (SIGKILL, workers left to end by themselves), at moments from its start to its linking, told by the processor's time that it
has had, so that they are as random on a busy machine. After every kill the archive is
opened and each article in it read. For the full disk a tmpfs of a few MB is mounted, which needs root; it is made larger and the command goes on.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_archive_texts import make_lines

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=Path, required=True)
    options.add_argument("--articles", type=int, default=60)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--no-disk", action="store_true", help="leave the full disk out")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        (place / "articles.jsonl").write_text("\n".join(make_lines(given.texts, given.articles)) + "\n", encoding="utf-8")
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ingest(place / "calm", place, given.workers)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        calm = read(place / "calm")
        print(f"undisturbed: {len(calm)} quads in {whole:.0f} s of the processor", flush=True)
        kill_all(place / "killed", place, given, whole, calm)
        if not given.no_disk:
            fill_disk(place, given, calm)


def command(folder: Path, place: Path, workers: int) -> list[str]:
    code = "import sys; from graph.cli import run; sys.exit(run(sys.argv[1:]))"
    return [sys.executable, "-c", code, "ingest", str(folder), str(place / "articles.jsonl"), "--workers", str(workers)]


def ingest(folder: Path, place: Path, workers: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(folder, place, workers), cwd=ROOT, capture_output=True, text=True, check=False)


def read(folder: Path) -> list[str]:
    from graph.archive.store import open_archive

    with open_archive(folder) as archive:
        return list(archive.quads())


def check(folder: Path) -> int:
    """Reads every article there is; gives how many."""
    from graph.archive.store import open_archive

    if not (folder / "archive.json").exists() or not (folder / "store").exists():
        return 0
    with open_archive(folder) as archive:
        found = list(archive.articles())
        for article in found:
            contents = archive.contents(article.iri)
            assert len(contents.statements) == article.statements, f"half an article: {article.iri}"
            assert contents.article.sha256 == article.sha256
        graphs = sum("/article/" in name.value for name in archive.backend.graphs())
        assert graphs == len(found), f"{graphs} graphs, {len(found)} articles"
    return len(found)


def kill_all(folder: Path, place: Path, given: argparse.Namespace, whole: float, calm: list[str]) -> None:
    """Each kill comes after a random share of the time that all of it takes; where the ingest was done before, the archive is begun anew."""
    choose, killed, rounds = random.Random(given.seed), 0, 0
    while killed < given.kills:
        process = subprocess.Popen(command(folder, place, given.workers), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait = choose.uniform(0, whole)
        while process.poll() is None and spent(process.pid) < wait:
            time.sleep(0.02)
        finished = process.poll() is not None
        if not finished:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
        count = check(folder)
        print(f"kill {killed} after {wait:.1f} s: {count} whole articles", flush=True)
        if finished:
            rounds += 1
            assert read(folder) == calm, "the archive differs from the undisturbed one"
            folder.rename(folder.with_name(f"done{rounds}"))
    ingest(folder, place, given.workers)
    assert read(folder) == calm, "the archive differs from the undisturbed one"
    print(f"killed {killed} times, finished {rounds + 1} times: each time the same {len(calm)} quads", flush=True)


def spent(pid: int) -> float:
    """Seconds of the processor that a process and its workers have had."""
    total = 0
    with contextlib.suppress(OSError, ValueError, IndexError):
        for process in (pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())):
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def fill_disk(place: Path, given: argparse.Namespace, calm: list[str]) -> None:
    disk = place / "disk"
    disk.mkdir()
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "none", disk], check=False).returncode:
        print("the full disk was left out: mounting needs root")
        return
    try:
        size = 6
        while True:
            done = ingest(disk / "archive", place, given.workers)
            if done.returncode == 0:
                break
            message = done.stderr.strip().splitlines()[-1]
            print(f"disk of {size} MB: {message[:160]}", flush=True)
            assert "no room is left" in message and "Traceback" not in done.stderr, done.stderr
            size *= 2
            subprocess.run(["mount", "-o", f"remount,size={size}m", disk], check=True)
            print(f"  {check(disk / 'archive')} whole articles; the disk is made {size} MB", flush=True)
        assert read(disk / "archive") == calm, "the archive differs from the undisturbed one"
        print("after the full disks: the same quads")
    finally:
        subprocess.run(["umount", disk], check=False)


if __name__ == "__main__":
    main()
