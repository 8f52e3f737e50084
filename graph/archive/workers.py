"""In: items to be read. Out: articles prepared for an archive, built by worker processes that load the network once each.

A worker that dies, or takes too long, costs its own article and no other. It refuses to touch an archive: only the main process writes.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pebble import ProcessExpired, ProcessPool

from graph.archive.preparing import Prepared, Report, prepare
from graph.archive.sources import Item, Problem, read_item
from graph.errors import TriplewireError

if TYPE_CHECKING:
    from graph.pipeline import Guidance

TIME_LIMIT: Final = 300.0
"""Seconds that one article may take, the loading of the network included."""
TASKS: Final = 500
"""Articles after which a worker is replaced: what spaCy learns of new words is never forgotten."""


@dataclass(frozen=True)
class Recipe:
    """How articles are built; the same for all of a run."""

    base_iri: str
    with_text: bool
    version: str
    guidance: Guidance | None = None
    """What the user knows and corrects."""


def build_items(items: Iterable[Item], recipe: Recipe, *, workers: int, time_limit: float = TIME_LIMIT) -> Iterator[tuple[Item, Prepared | Problem]]:
    """Each item with its article, or why there is none, in the order in which they are done; a few are read ahead of need, never all."""
    pool = ProcessPool(max_workers=workers, max_tasks=TASKS, initializer=_start, initargs=(os.getpid(),), context=multiprocessing.get_context("spawn"))
    running: dict[Future[Any], Item] = {}
    waiting = iter(items)
    try:
        while True:
            while len(running) < 2 * workers and (item := next(waiting, None)) is not None:
                running[pool.schedule(build_item, args=(item, recipe), timeout=time_limit)] = item
            if not running:
                break
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                item = running.pop(future)
                yield item, _result_of(future, item, time_limit)
        pool.close()  # type: ignore[no-untyped-call]
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def build_item(item: Item, recipe: Recipe) -> Prepared | Problem:
    """One article, or why there is none; whatever goes wrong with it is told and never raised."""
    try:
        return _build(item, recipe)
    except TriplewireError as error:
        return Problem(item.name, str(error))
    except Exception as error:  # one article must never stop the others
        return Problem(
            item.name, f"{item.name} could not be built: {type(error).__name__}: {' '.join(str(error).split())[:300]}. This is a defect of Triplewire."
        )


def _build(item: Item, recipe: Recipe) -> Prepared:
    from graph.language import check_language, load
    from graph.pipeline import build_document

    article = read_item(item)
    try:
        check_language(article.text)
    except TriplewireError as error:
        raise type(error)(f"{item.name}: {error}") from None
    contents = build_document(article, load(threads=1)(article.text), recipe.guidance)
    return prepare(contents, key=item.key, report=Report(item.content, recipe.version), base_iri=recipe.base_iri, with_text=recipe.with_text)


def _result_of(future: Future[Any], item: Item, time_limit: float) -> Prepared | Problem:
    try:
        found: Prepared | Problem = future.result()
    except TimeoutError:
        return Problem(item.name, f"{item.name} took longer than {time_limit:g} s and was given up.")
    except ProcessExpired as error:
        return Problem(item.name, f"{item.name}: its process ended ({_explain_exit(error.exitcode)}); it may have needed more memory than there is.")
    return found


def _explain_exit(code: int | None) -> str:
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _start(parent: int) -> None:
    """A worker's first steps: one thread each, since every core has a worker; and it ends with its parent, even a killed one."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TOKENIZERS_PARALLELISM"):
        os.environ[name] = "1" if name != "TOKENIZERS_PARALLELISM" else "false"
    _end_with(parent, lambda: os._exit(1))


def _end_with(parent: int, end: Callable[[], None]) -> None:
    process = multiprocessing.parent_process()

    def watch() -> None:
        if process is not None:
            process.join()
        end()

    if process is not None and process.pid == parent:
        threading.Thread(target=watch, daemon=True).start()
