"""In: a folder. Out: the archive in it, kept by Oxigraph on disk. It refuses a second writer, and a folder that holds something else.

Readers see the archive as it was when they opened it. A writer may tidy away files beneath them; they then open the archive anew. A writer opens it
anew itself from time to time: Oxigraph's caches and buffers grow to hundreds of megabytes, and nothing else gives them back.
"""

from __future__ import annotations

import ctypes
import json
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.archive.store import FORMAT, Archive, write_settings
from graph.archive.updates import write_update
from graph.errors import ArchiveError, TriplewireError
from graph.output_files import write_file
from graph.queries import QueryProcess, Result

SETTINGS: Final = "archive.json"
STORE: Final = "store"
FLUSHED: Final = 20_000
"""Quads and look-ups after which what lies in memory is written to the disk for good and let go: memory stays flat, and a power cut costs no more."""
_VANISHED: Final = "No such file"
"""What a reader is told of a file that a writer has merged into another."""


def is_archive(folder: Path) -> bool:
    """Whether a folder holds an archive."""
    return (folder / SETTINGS).is_file()


def open_embedded(folder: Path, *, create: bool, read_only: bool, base_iri: str, with_text: bool) -> Archive:
    """The archive of a folder; see `open_archive`."""
    if not is_archive(folder):
        if not create or read_only:
            raise ArchiveError(f"{folder} is no archive; `triplewire ingest {folder} SOURCE…` makes one")
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ArchiveError(f"{folder} holds other things; name a folder that is empty, or not there yet")
        write_file(folder / SETTINGS, write_settings(base_iri, with_text=with_text))
    base_iri, with_text = _read_settings(folder)
    return Archive(
        EmbeddedBackend(folder / STORE, read_only=read_only),
        base_iri=base_iri,
        with_text=with_text,
        folder=folder,
        read_only=read_only,
    )


class EmbeddedBackend:
    """An Oxigraph store on disk."""

    def __init__(self, path: Path, *, read_only: bool) -> None:
        """Opens it; it is made where there is none, unless only to read."""
        self._path, self._read_only = path, read_only
        self._process: QueryProcess | None = None
        self._used = self._readings = 0
        self._lock = None if read_only else _lock(path.parent)
        self._store: Store | None = self._open()

    def quads(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, value: NamedNode | Literal | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        """The quads of a pattern; None stands for any."""
        self._readings += 1
        self._used += 1
        try:
            yield from self._held.quads_for_pattern(subject, predicate, value, graph)
        except (OSError, RuntimeError) as error:
            raise self._explain_reading(error) from error
        finally:
            self._readings -= 1

    def graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs."""
        self._readings += 1
        try:
            yield from (name for name in self._held.named_graphs() if isinstance(name, NamedNode))
        finally:
            self._readings -= 1

    def transact(self, remove: Iterable[Quad], add: Iterable[Quad]) -> None:
        """Takes quads out and puts quads in: all of it, or nothing."""
        gone, come = list(remove), list(add)
        try:
            if not gone:
                self._held.extend(come)
            else:
                self._held.update(write_update(gone, come))
        except (OSError, RuntimeError) as error:
            raise ArchiveError(f"{self._path.parent} cannot be written: {_explain(error)}") from error
        self._end_process()  # it holds the archive as it was
        self._used += len(gone) + len(come)
        if self._used >= FLUSHED:
            self._flush()
            self._renew()

    def query(self, sparql: str, *, timeout: float, limit: int) -> Result:
        """Answers a query in a process of its own, which a timeout ends."""
        for last in (False, False, True):
            try:
                if self._process is None:
                    self._process = QueryProcess(self._path.parent, timeout=timeout)
                return self._process.ask(sparql, timeout=timeout, limit=limit)
            except TriplewireError as error:
                if last or _VANISHED not in str(error):
                    raise
                self._end_process()
        raise AssertionError

    def optimize(self) -> None:
        """Compacts the files."""
        try:
            self._held.optimize()
        except (OSError, RuntimeError) as error:
            raise ArchiveError(f"{self._path.parent} cannot be written: {_explain(error)}") from error

    def close(self) -> None:
        """Writes what is still to be written, and lets go."""
        self._end_process()
        if self._store is not None and not self._read_only:
            self._flush()
        self._store = None
        if self._lock is not None:
            self._lock.close()

    @property
    def _held(self) -> Store:
        if self._store is None:
            raise ArchiveError(f"{self._path.parent} was closed; open it again")
        return self._store

    def _open(self) -> Store:
        for last in (False, False, False, True):
            try:
                if self._read_only:
                    return Store.read_only(str(self._path))
                store = Store(str(self._path))
                self._drop_logs()
                return store
            except (OSError, RuntimeError) as error:
                if "lock" in str(error).lower():
                    raise _refuse_writing(self._path.parent) from None
                if last or not (self._read_only and _VANISHED in str(error)):
                    raise ArchiveError(f"{self._path.parent} cannot be opened: {_explain(error)}") from error
                time.sleep(0.1)  # the writer is tidying up
        raise AssertionError

    def _flush(self) -> None:
        self._used = 0
        try:
            self._held.flush()
        except (OSError, RuntimeError) as error:
            raise ArchiveError(f"{self._path.parent} cannot be written: {_explain(error)}") from error

    def _renew(self) -> None:
        """Opens the store anew, which empties its caches, and gives the system back what they held; not while something reads from it."""
        if self._readings:
            return
        self._store = None
        self._store = self._open()
        if sys.platform == "linux":
            with suppress(OSError, AttributeError):  # a C library without it
                ctypes.CDLL(None).malloc_trim(0)

    def _drop_logs(self) -> None:
        """Deletes what earlier openings told of their settings: RocksDB keeps the last thousand, and they would outgrow a small archive."""
        for log in self._path.glob("LOG.old.*"):
            with suppress(OSError):
                log.unlink()

    def _explain_reading(self, error: Exception) -> ArchiveError:
        if self._read_only and _VANISHED in str(error):
            return ArchiveError(f"{self._path.parent} was tidied up by its writer while it was read; run the command again")
        return ArchiveError(f"{self._path.parent} cannot be read: {_explain(error)}")

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.close()


def _read_settings(folder: Path) -> tuple[str, bool]:
    path = folder / SETTINGS
    try:
        found = json.loads(path.read_text("utf-8"))
        if found["format"] != FORMAT:
            raise ArchiveError(f"{folder} was made by another version of Triplewire (format {found['format']}, this one reads {FORMAT})")
        return str(found["base_iri"]), bool(found["with_text"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}; it is one line of JSON that names the format") from None


def _lock(folder: Path) -> IO[bytes] | None:
    """Holds the folder for this process, also while the store is opened anew; where the system has no such locks, the store's own must do."""
    try:
        import fcntl
    except ImportError:
        return None
    lock = (folder / SETTINGS).open("rb")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise _refuse_writing(folder) from None
    except OSError:
        lock.close()
        return None
    return lock


def _refuse_writing(folder: Path) -> ArchiveError:
    return ArchiveError(f"{folder} is being written by another process; wait until it is done")


def _explain(error: Exception) -> str:
    text = " ".join(str(error).split())
    if "No space left" in text:
        return "no room is left on the disk. What was finished is kept; make room and run the same command again"
    return text
