"""In: an archive's folder or a graph file, and where to listen. Out: a running server, and the address to open. It refuses a graph that cannot be read."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from graph.archive.serving.guard import list_own_names
from graph.archive.serving.limits import Limits
from graph.archive.serving.processes import Processes
from graph.archive.serving.routes import Routes
from graph.archive.serving.server import Server
from graph.errors import ArchiveError, GraphError
from ontology.namespaces import PREFIXES

_PREFIX = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([A-Za-z][\w-]*):\s*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Running:
    """A server that listens."""

    server: Server
    address: str
    port: int


def serve(
    source: str | Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8765,
    limits: Limits | None = None,
    cors: bool = False,
    names: Collection[str] = (),
    say: Callable[[str], None] = print,
) -> None:
    """Serves until SIGINT or SIGTERM.

    Args:
        source: An archive's folder, or a graph file.
        host: The address to listen at; only this machine can reach the default.
        port: The port; 0 for any that is free.
        limits: What clients may take.
        cors: Whether pages of other sites may ask.
        names: Further names under which the server may be asked for.
        say: Called with the address once the server listens.

    Raises:
        GraphError: the graph cannot be read.
        ArchiveError: it is no archive, or the address cannot be used.
    """

    async def run() -> None:
        async with listen(source, host=host, port=port, limits=limits, cors=cors, names=names) as running:
            running.server.obey_signals()
            say(running.address)
            await running.server.stopping.wait()

    with contextlib.suppress(KeyboardInterrupt):  # before the server could ask for signals
        asyncio.run(run())


@contextlib.asynccontextmanager
async def listen(
    source: str | Path, *, host: str = "127.0.0.1", port: int = 0, limits: Limits | None = None, cors: bool = False, names: Collection[str] = ()
) -> AsyncIterator[Running]:
    """A server that listens as long as the block runs; see `serve`."""
    limits = limits or Limits()
    path, prefixes = find_graph(Path(source))
    processes = Processes(path, prefixes, limits)
    routes = Routes(processes, limits, names=list_own_names(host) | {name.lower() for name in names}, title=Path(source).resolve().name, cors=cors)
    server = Server(routes.answer, limits)
    try:
        await processes.open()
        own_port = await server.listen(host, port)
        shown = f"[{host.strip('[]')}]" if ":" in host else host
        yield Running(server, f"http://{shown}:{own_port}/", own_port)
    finally:
        await server.close()
        await processes.close()


def find_graph(source: Path) -> tuple[Path, dict[str, str]]:
    """Where the graph lies (the store of an archive, or the file), and the prefixes that queries need not declare.

    Raises:
        GraphError: it cannot be read.
        ArchiveError: it is a folder, but no archive.
    """
    if re.match(r"https?:/", str(source)):
        raise ArchiveError("an archive at a SPARQL endpoint is served there already; give an archive's folder or a graph file such as output/article.ttl")
    if source.is_dir():
        from graph.archive.embedded import STORE, is_archive

        if not is_archive(source):
            raise ArchiveError(f"{source} is no archive; `triplewire ingest {source} SOURCE…` makes one")
        return source / STORE, dict(PREFIXES)
    try:
        with source.open("rb") as file:
            head = file.read(20_000).decode("utf-8", "replace")
    except OSError as error:
        raise GraphError(f"{source}: cannot be read ({error.strerror or error}); give an archive's folder or a graph file such as output/article.ttl") from None
    return source, {**{match[1]: match[2] for match in _PREFIX.finditer(head)}, **PREFIXES}
