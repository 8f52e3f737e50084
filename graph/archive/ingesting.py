"""In: an archive and sources. Out: the archive with every article of them that can be built, and an account of what was done.

What is there and unchanged is skipped; what failed is logged and tried again the next time. Stopped at any moment, the same command goes on where it
stopped: each article is one transaction. It refuses to let one article stop the others; a disk that is full stops it.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Final

from graph.archive.preparing import Prepared, Report
from graph.archive.sources import Facts, Item, Problem, find_items
from graph.archive.store import Archive
from graph.archive.version import program_version
from graph.archive.workers import TIME_LIMIT, Recipe, build_item, build_items
from graph.confidence import DOUBTFUL

LOG: Final = "failures.jsonl"


@dataclass
class Account:
    """What an ingest did. `added`, `replaced` and `skipped` are counts of articles, `words` of those that were built."""

    added: int = 0
    replaced: int = 0
    skipped: int = 0
    words: int = 0
    seconds: float = 0.0
    problems: list[Problem] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many sources were dealt with."""
        return self.added + self.replaced + self.skipped + len(self.problems)


def ingest(
    archive: Archive,
    sources: Iterable[str],
    *,
    workers: int | None = None,
    facts: Facts | None = None,
    time_limit: float = TIME_LIMIT,
    known: Path | None = None,
    corrections: Path | None = None,
    min_confidence: float = DOUBTFUL,
    progress: Callable[[Account], None] | None = None,
) -> Account:
    """Reads sources into an archive.

    Args:
        archive: Open for writing.
        sources: See `graph.archive.sources.find_items`.
        workers: How many processes build; by default one for each core. With 1 all is done in this process.
        facts: Date and publisher of articles that do not say them.
        time_limit: Seconds that one article may take (with several workers).
        known: A file of names, types and addresses that the user knows; where it has changed, every article is built again.
        corrections: A file of corrections, likewise.
        min_confidence: Statements that are less sure are left out.
        progress: Called after each source, with what was done so far.

    Returns:
        What was done; problems stand in the archive's folder too, in `failures.jsonl`.

    Raises:
        ArchiveError: the archive cannot be written.
        SettingsError: a file of known things or corrections is wrong.
    """
    workers = workers or _count_cores()
    account, started = Account(), time.monotonic()
    from graph.pipeline import read_guidance

    guidance = read_guidance(known, corrections, min_confidence=min_confidence)
    recipe = Recipe(archive.base_iri, archive.with_text, program_version() + _mark(known, corrections, min_confidence), guidance)
    root = archive.folder.parent if archive.folder is not None else None
    with _Log(archive.folder) as log:

        def tell(problem: Problem) -> None:
            account.problems.append(problem)
            log.write(problem)

        def step() -> None:
            account.seconds = time.monotonic() - started
            if progress is not None:
                progress(account)

        items = _choose(find_items(sources, root=root, facts=facts), archive, recipe, account, tell, step)
        done = ((item, build_item(item, recipe)) for item in items) if workers == 1 else build_items(items, recipe, workers=workers, time_limit=time_limit)
        for item, found in done:
            if isinstance(found, Problem):
                tell(found)
            else:
                _put(archive, item, found, account)
            step()
    account.seconds = time.monotonic() - started
    return account


def _choose(
    found: Iterable[Item | Problem],
    archive: Archive,
    recipe: Recipe,
    account: Account,
    tell: Callable[[Problem], None],
    step: Callable[[], None],
) -> Iterator[Item]:
    """The items that must be built: those that are new or changed; of two with one key the first."""
    seen: dict[str, str] = {}
    for item in found:
        if isinstance(item, Problem):
            tell(item)
            step()
        elif item.key in seen:
            if seen[item.key] == item.content:
                account.skipped += 1
            else:
                tell(Problem(item.name, f"{item.name}: {item.key} stands twice in the sources, with different words; the first was taken."))
            step()
        else:
            seen[item.key] = item.content
            if archive.find_report(item.key) == Report(item.content, recipe.version):
                account.skipped += 1
                step()
            else:
                yield item


def _put(archive: Archive, item: Item, prepared: Prepared, account: Account) -> None:
    is_known = archive.find_report(item.key) is not None
    archive.put(prepared)
    account.words += prepared.words
    if is_known:
        account.replaced += 1
    else:
        account.added += 1


def _mark(known: Path | None, corrections: Path | None, min_confidence: float) -> str:
    """What the version says of the user's own files, so that a change of them builds everything again; nothing where there are none."""
    given = [path.read_bytes() for path in (known, corrections) if path is not None]
    if not given and min_confidence == DOUBTFUL:
        return ""
    return "+" + hashlib.sha256(b"\0".join([*given, f"{min_confidence:g}".encode()])).hexdigest()[:8]


def _count_cores() -> int:
    with suppress(AttributeError):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Log:
    """The file of failures in an archive's folder; it is begun anew by each ingest, which tries again what failed. It never stops an ingest."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / LOG if folder is not None else None
        self._file: IO[str] | None = None

    def __enter__(self) -> _Log:
        if self._path is not None:
            with suppress(OSError):
                self._file = self._path.open("w", encoding="utf-8", errors="backslashreplace")
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()

    def write(self, problem: Problem) -> None:
        if self._file is not None:
            with suppress(OSError, ValueError):
                self._file.write(json.dumps(asdict(problem), ensure_ascii=False) + "\n")
                self._file.flush()
