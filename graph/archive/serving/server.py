"""In: an address and a function that answers requests. Out: a server that runs until it is told to stop. It refuses more clients than the limit.

Where all places are taken, the client that has kept us waiting longest for its request has to go: slow clients never keep others out.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import signal

from graph.archive.serving.connections import Answer, Connection
from graph.archive.serving.limits import Limits
from graph.archive.serving.messages import Problem
from graph.errors import ArchiveError

_GRACE = 2.0


class Server:
    """Listens at one address."""

    def __init__(self, answer: Answer, limits: Limits) -> None:
        """Keeps what will be needed; nothing is opened yet."""
        self.answer, self.limits = answer, limits
        self._connections: dict[Connection, asyncio.Task[None]] = {}
        self._listening: asyncio.Server | None = None
        self.stopping = asyncio.Event()

    async def listen(self, host: str, port: int) -> int:
        """Opens the port; gives its number.

        Raises:
            ArchiveError: the address cannot be used.
        """
        try:
            self._listening = await asyncio.start_server(self._meet, host.strip("[]"), port, backlog=self.limits.clients)
        except OSError as error:
            raise ArchiveError(_explain(error, host, port)) from None
        except OverflowError:
            raise ArchiveError(f"--port {port}: a port is a number from 0 to 65535") from None
        return int(self._listening.sockets[0].getsockname()[1])

    def obey_signals(self) -> None:
        """SIGINT and SIGTERM set `stopping` from now on."""
        loop = asyncio.get_running_loop()
        for kind in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not in a thread, not on Windows
                loop.add_signal_handler(kind, self.stopping.set)

    async def close(self) -> None:
        """Stops listening and ends all connections; what is being answered has two seconds to get done."""
        if self._listening is not None:
            self._listening.close()
        for connection in [each for each in self._connections if each.waits_since is not None]:
            connection.abort()
        if self._connections:
            await asyncio.wait(self._connections.values(), timeout=_GRACE)
        for task in list(self._connections.values()):
            task.cancel()
        await asyncio.gather(*self._connections.values(), return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = Connection(reader, writer, self.answer, self.limits)
        task = asyncio.current_task()
        assert task is not None
        is_full = len(self._connections) >= self.limits.clients and not self._make_room()
        self._connections[connection] = task
        try:
            if is_full:
                await connection.refuse(Problem(503, "too many clients at once; try again in a moment", headers=(("retry-after", "2"),)))
            else:
                await connection.run()
        except asyncio.CancelledError:
            pass  # the server closes; asyncio's streams would print a task that ends as cancelled
        finally:
            self._connections.pop(connection, None)
            connection.abort()

    def _make_room(self) -> bool:
        waiting = [connection for connection in self._connections if connection.waits_since is not None]
        if not waiting:
            return False
        slowest = min(waiting, key=lambda connection: connection.waits_since or 0.0)
        del self._connections[slowest]
        slowest.abort()
        return True


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken by another program; choose another with --port, or --port 0 for any that is free"
    if error.errno == errno.EACCES:
        return f"port {port} may not be opened by this user; choose one above 1023 with --port"
    if error.errno == errno.EADDRNOTAVAIL or not error.errno or error.errno < 0:
        return f"{host} is no address of this machine; 127.0.0.1 is for this machine alone, 0.0.0.0 for all who can reach it"
    return f"{host}:{port} cannot be opened: {error.strerror or error}"
