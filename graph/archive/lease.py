"""In: an endpoint that holds an archive, and one who wants to write there. Out: the right to, for as long as it is renewed. It refuses a second writer.

A writer puts down a row with its machine, its process and an hour of expiry, then looks whether another's stands there; both ways are plain data, so
that every server can do it. Rows of this machine's dead processes count for nothing: a killed ingest can be run again at once.
"""

from __future__ import annotations

import datetime
import os
import secrets
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from graph.archive.endpoint import Endpoint
from graph.archive.layout import ARCHIVE
from graph.errors import ArchiveError
from graph.quoting import show_line

HOLD: Final = 900.0
"""Seconds that a row counts for; one article may take five minutes, so it is renewed in time."""
_WRITER: Final = NamedNode(ARCHIVE + "writer")


@dataclass(frozen=True)
class _Writer:
    """One row: `until` is in seconds since 1970."""

    machine: str
    process: int
    name: str
    until: int

    def __str__(self) -> str:
        return f"{self.until} {self.process} {self.name} {self.machine}"


class Lease:
    """The right to write to the archive of an endpoint; `graph` is where its settings lie."""

    def __init__(self, endpoint: Endpoint, graph: NamedNode) -> None:
        """Takes it.

        Raises:
            ArchiveError: another holds it.
        """
        self._endpoint, self._graph = endpoint, graph
        self._own = _make_writer(secrets.token_hex(8))
        self._put(self._own)
        self._renewed = time.monotonic()
        found = self._read()
        others = [writer for writer in found if writer.name != self._own.name and not _is_over(writer)]
        if others:
            self.release()
            until = datetime.datetime.fromtimestamp(max(writer.until for writer in others), datetime.UTC)
            who = f"process {others[0].process} on {show_line(others[0].machine)[:80]}"
            raise ArchiveError(
                f"{endpoint.addresses.query} is being written by another process ({who}); wait until it is done, or, should it be dead, until {until:%H:%M} UTC"
            )
        for writer in found:
            if writer.name != self._own.name:
                self._take_out(writer)

    def renew(self) -> None:
        """To be called before each change: makes the row last longer when a third of its time is over.

        Raises:
            ArchiveError: the row is gone: another took it for dead.
        """
        if time.monotonic() - self._renewed < HOLD / 3:
            return
        if self._own.name not in {writer.name for writer in self._read()}:
            raise ArchiveError(f"{self._endpoint.addresses.query} was taken over by another writer; run the same command again when that is done")
        old, self._own = self._own, _make_writer(self._own.name)
        self._put(self._own)
        self._take_out(old)
        self._renewed = time.monotonic()

    def release(self) -> None:
        """Gives it back; where the server is gone, the row runs out by itself."""
        self._endpoint.waits = ()
        with suppress(ArchiveError):
            self._take_out(self._own)

    def _read(self) -> list[_Writer]:
        rows = self._endpoint.select(f"SELECT ?text WHERE {{ GRAPH {self._graph} {{ {self._graph} {_WRITER} ?text }} }}")
        return [writer for row in rows if (writer := _read_writer(row["text"].value)) is not None]

    def _put(self, writer: _Writer) -> None:
        self._endpoint.update(f"INSERT DATA {{ {self._row(writer)} }}")

    def _take_out(self, writer: _Writer) -> None:
        self._endpoint.update(f"DELETE DATA {{ {self._row(writer)} }}")

    def _row(self, writer: _Writer) -> str:
        return f"GRAPH {self._graph} {{ {self._graph} {_WRITER} {Literal(str(writer))} }}"


def _make_writer(name: str) -> _Writer:
    return _Writer(socket.gethostname(), os.getpid(), name, int(time.time() + HOLD))


def _read_writer(text: str) -> _Writer | None:
    with suppress(ValueError):
        until, process, name, machine = text.split(" ", 3)
        return _Writer(machine, int(process), name, int(until))
    return None


def _is_over(writer: _Writer) -> bool:
    """Whether a row counts for nothing: its time is over, or its process has ended on this very machine."""
    if writer.until < time.time():
        return True
    if writer.machine != socket.gethostname():
        return False
    try:
        os.kill(writer.process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False
