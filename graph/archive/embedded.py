"""In: a folder. Out: the archive in it, kept by Oxigraph on disk. It refuses a second writer, and a folder that holds something else.

Readers see the archive as it was when they opened it. A writer may tidy away files beneath them; they then open the archive anew.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.archive.store import FORMAT, Archive, write_settings
from graph.archive.updates import write_update
from graph.errors import ArchiveError, TriplewireError
from graph.output_files import write_file
from graph.queries import QueryProcess, Result

SETTINGS: Final = "archive.json"
STORE: Final = "store"
FLUSHED: Final = 50_000
"""Quads after which what lies in memory is written to the disk for good: memory stays flat, and a power cut costs at most these."""
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
        self._unsaved = 0
        self._store = self._open()
        if not read_only:
            self._drop_logs()

    def quads(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, value: NamedNode | Literal | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        """The quads of a pattern; None stands for any."""
        try:
            yield from self._store.quads_for_pattern(subject, predicate, value, graph)
        except (OSError, RuntimeError) as error:
            raise self._explain_reading(error) from error

    def graphs(self) -> Iterator[NamedNode]:
        """The names of all graphs."""
        return (name for name in self._store.named_graphs() if isinstance(name, NamedNode))

    def transact(self, remove: Iterable[Quad], add: Iterable[Quad]) -> None:
        """Takes quads out and puts quads in: all of it, or nothing."""
        gone, come = list(remove), list(add)
        try:
            if not gone:
                self._store.extend(come)
            else:
                self._store.update(write_update(gone, come))
        except (OSError, RuntimeError) as error:
            raise ArchiveError(f"{self._path.parent} cannot be written: {_explain(error)}") from error
        self._end_process()  # it holds the archive as it was
        self._unsaved += len(gone) + len(come)
        if self._unsaved >= FLUSHED:
            self._flush()

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
            self._store.optimize()
        except (OSError, RuntimeError) as error:
            raise ArchiveError(f"{self._path.parent} cannot be written: {_explain(error)}") from error

    def close(self) -> None:
        """Writes what is still to be written, and lets go."""
        self._end_process()
        if not self._read_only:
            self._flush()
        del self._store

    def _open(self) -> Store:
        for last in (False, False, False, True):
            try:
                return Store.read_only(str(self._path)) if self._read_only else Store(str(self._path))
            except (OSError, RuntimeError) as error:
                if "lock" in str(error).lower():
                    raise ArchiveError(f"{self._path.parent} is being written by another process; wait until it is done") from None
                if last or not (self._read_only and _VANISHED in str(error)):
                    raise ArchiveError(f"{self._path.parent} cannot be opened: {_explain(error)}") from error
                time.sleep(0.1)  # the writer is tidying up
        raise AssertionError

    def _flush(self) -> None:
        self._unsaved = 0
        try:
            self._store.flush()
        except (OSError, RuntimeError) as error:
            raise ArchiveError(f"{self._path.parent} cannot be written: {_explain(error)}") from error

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


def _explain(error: Exception) -> str:
    text = " ".join(str(error).split())
    if "No space left" in text:
        return "no room is left on the disk. What was finished is kept; make room and run the same command again"
    return text
