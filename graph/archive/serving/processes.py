"""In: a graph's place and questions. Out: answers, from a few processes that each have the graph open. It refuses more questions than may wait.

A question that takes too long ends its process, and so does one whose asker went away; another process is started for the next.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from graph.archive.serving.limits import Limits
from graph.archive.serving.messages import Problem
from graph.archive.serving.places import RETRY, CrowdedError, Places
from graph.errors import GraphError

_CHUNK: Final = 64 * 1024
_IN_MEMORY: Final = 1024 * 1024
_OPENING: Final = 60.0


@dataclass(frozen=True)
class Question:
    """A query, the graphs it is to be asked of (all, where none is named), and the forms in which rows and graphs are wanted (None: not at all)."""

    sparql: str
    row_form: str | None = "json"
    graph_form: str | None = "ttl"
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """An answer: `body` is an open file of `size` bytes, `is_graph` tells triples from rows, `is_cut` says that there was more."""

    body: BinaryIO
    size: int
    is_graph: bool = False
    is_cut: bool = False

    def read(self) -> bytes:
        """All of it; the file is closed."""
        with self.body:
            return self.body.read()


class Processes:
    """The processes over one graph."""

    def __init__(self, path: Path, prefixes: Mapping[str, str], limits: Limits) -> None:
        """Starts none yet; `path` is a graph file, or the folder of an Oxigraph store."""
        self.path, self.prefixes, self.limits = path, dict(prefixes), limits
        self._idle: list[asyncio.subprocess.Process] = []
        self._all: set[asyncio.subprocess.Process] = set()
        self._ending: set[asyncio.Future[None]] = set()
        self._places = Places(limits)

    async def open(self) -> None:
        """Starts the first process, so that a graph that cannot be read is known at once.

        Raises:
            GraphError: it cannot be read.
        """
        self._idle.append(await self._start())

    async def ask(self, question: Question) -> Found:
        """Answers a question.

        Raises:
            Problem: it is wrong, took too long, needs too much, or has too many before it.
        """
        async with self._places.take() as place:
            try:
                process = self._take_idle() or await self._start()
            except GraphError as error:
                raise Problem(503, str(error)) from None
            try:
                found = await asyncio.wait_for(place.run(self._exchange(process, self._write(question))), self.limits.seconds)
            except TimeoutError:
                self._end(process)
                raise Problem(503, f"the query took longer than {self.limits.seconds:g} s and was stopped; make it narrower") from None
            except CrowdedError:
                self._end(process)
                raise Problem(503, "long queries take all places, and others wait; try again in a moment, or make it narrower", headers=RETRY) from None
            except (OSError, asyncio.IncompleteReadError, ValueError):
                self._end(process)
                raise Problem(503, "the query needed more memory than one query may have, or is nested too deeply; make it narrower") from None
            except Problem:
                self._idle.append(process)
                raise
            except BaseException:
                self._end(process)
                raise
            self._idle.append(process)
            return found

    async def close(self) -> None:
        """Ends all processes, and waits until they are gone."""
        for process in list(self._all):
            self._end(process)
        await asyncio.gather(*self._ending)

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-X", "utf8", "-m", "graph.archive.serving.worker",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        self._all.add(process)
        request = {"do": "open", "path": str(self.path.absolute()), "memory": self.limits.memory_bytes, "seconds": _OPENING}
        try:
            (await asyncio.wait_for(self._exchange(process, request), _OPENING)).body.close()
        except Problem as problem:
            self._end(process)
            raise GraphError(f"{self.path} cannot be read as a graph: {problem.text}") from None
        except (OSError, asyncio.IncompleteReadError, ValueError, TimeoutError):
            self._end(process)
            raise GraphError(f"{self.path} cannot be read: it takes longer than {_OPENING:g} s, or more memory than there is") from None
        except BaseException:
            self._end(process)
            raise
        return process

    def _take_idle(self) -> asyncio.subprocess.Process | None:
        """A process that waits for a question; those that the system ended meanwhile are seen off."""
        while self._idle:
            process = self._idle.pop()
            if process.returncode is None:
                return process
            self._end(process)
        return None

    def _write(self, question: Question) -> dict[str, Any]:
        return {
            "do": "query",
            "query": question.sparql,
            "prefixes": self.prefixes,
            "rows": self.limits.rows,
            "bytes": self.limits.answer_bytes,
            "row_form": question.row_form,
            "graph_form": question.graph_form,
            "default": question.default_graphs,
            "named": question.named_graphs,
            "seconds": self.limits.seconds,
        }

    async def _exchange(self, process: asyncio.subprocess.Process, request: Mapping[str, Any]) -> Found:
        source, target = process.stdout, process.stdin
        assert source is not None and target is not None
        target.write(json.dumps(request).encode("ascii") + b"\n")
        await target.drain()
        head = json.loads(await source.readuntil(b"\n"))
        if "error" in head:
            raise Problem(head["status"], head["error"])
        body = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - whoever sends it closes it
        try:
            left = head["bytes"]
            while left:
                chunk = await source.read(min(left, _CHUNK))
                if not chunk:
                    raise asyncio.IncompleteReadError(b"", left)
                left -= len(chunk)
                body.write(chunk)
            body.seek(0)
        except BaseException:
            body.close()
            raise
        return Found(body, head["bytes"], bool(head.get("graph")), bool(head.get("cut")))

    def _end(self, process: asyncio.subprocess.Process) -> None:
        self._all.discard(process)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        task = asyncio.ensure_future(_see_off(process))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


async def _see_off(process: asyncio.subprocess.Process) -> None:
    """Waits until a process that was ended is gone, and what it still had to say is read: only then are its pipes closed."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.close()
    while await process.stdout.read(_CHUNK):
        pass
    await process.wait()
    with contextlib.suppress(ConnectionError):
        await process.stdin.wait_closed()
