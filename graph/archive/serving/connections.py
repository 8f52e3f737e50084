"""In: a client's open connection and a function that answers requests. Out: answers, in order, until either side is done.

h11 reads and writes HTTP/1.1; what is here are the deadlines that it leaves to its user: a head, a body, a pause and a reader that take too long
end the connection. It refuses requests larger than the limits before it reads them.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from http import HTTPStatus
from typing import Final, TypeVar

import h11

from graph.archive.serving.guard import secure
from graph.archive.serving.limits import Limits
from graph.archive.serving.messages import Problem, Request, Response, split_target

Answer = Callable[[Request], Awaitable[Response]]
_CHUNK: Final = 64 * 1024
_POLL: Final = 0.25
_LINGER: Final = 1.0
_T = TypeVar("_T")


class Connection:
    """One client. `waits_since` is the time since which it owes us a request, None while one is answered: the server ends the longest such wait first."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer, limits: Limits) -> None:
        """Takes the two ends of the stream."""
        self.reader, self.writer, self.answer, self.limits = reader, writer, answer, limits
        self.waits_since: float | None = time.monotonic()
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=limits.head_bytes)
        writer.transport.set_write_buffer_limits(high=0)  # so that draining waits until the system has taken all of it

    async def run(self) -> None:
        """Answers request after request, then closes."""
        with contextlib.suppress(ConnectionError, TimeoutError):
            while await self._answer_one():
                self._http.start_next_cycle()
                self.waits_since = time.monotonic()
        await self._close()

    async def refuse(self, problem: Problem) -> None:
        """Answers without a request having been read, then closes."""
        with contextlib.suppress(ConnectionError, TimeoutError):
            await self._send(_answer(problem), close=True)
        await self._close()

    def abort(self) -> None:
        """Ends the connection at once."""
        self.writer.transport.abort()

    async def _answer_one(self) -> bool:
        """Whether the connection stays open for another request."""
        try:
            request = await self._read_request()
        except Problem as problem:
            await self._send(_answer(problem), close=True)
            return False
        except h11.RemoteProtocolError as error:
            await self._send(_answer(_explain(error, self._http.trailing_data[0])), close=True)
            return False
        if request is None:
            return False
        self.waits_since = None
        response = await self._work(request)
        if response is None:
            return False
        await self._send(response, head_only=request.method == "HEAD")
        return self._http.our_state is h11.DONE and self._http.their_state is h11.DONE

    async def _read_request(self) -> Request | None:
        if not self._http.trailing_data[0]:
            # Nothing has come yet: a pause between requests may be longer than a head may take.
            try:
                data = await asyncio.wait_for(self.reader.read(_CHUNK), self.limits.idle_seconds)
            except TimeoutError:
                return None
            self._http.receive_data(data)
        head = await self._within(self._next_event(), "the head of the request")
        if not isinstance(head, h11.Request):
            return None
        headers: dict[str, str] = {}
        for name, value in head.headers:
            key, text = name.decode("ascii"), value.decode("latin-1")
            headers[key] = f"{headers[key]}, {text}" if key in headers else text
        if sum(len(name) + len(value) for name, value in head.headers) > self.limits.head_bytes:
            raise _long_headers()
        if len(head.target) > self.limits.address_bytes:
            raise Problem(414, f"the address is longer than {self.limits.address_bytes:,} bytes; send the query with POST")
        path, query = split_target(head.target)
        if int(headers.get("content-length", "0")) > self.limits.request_bytes:
            raise self._too_large()
        if self._http.they_are_waiting_for_100_continue:
            self.writer.write(self._http.send(h11.InformationalResponse(status_code=100, headers=[])) or b"")
        body = await self._within(self._read_body(), "the body of the request")
        return Request(head.method.decode("ascii"), path, query, headers, body)

    async def _read_body(self) -> bytes:
        parts: list[bytes] = []
        size = 0
        while isinstance(event := await self._next_event(), h11.Data):
            size += len(event.data)
            if size > self.limits.request_bytes:
                raise self._too_large()
            parts.append(bytes(event.data))
        if isinstance(event, h11.ConnectionClosed):
            raise ConnectionError
        return b"".join(parts)

    async def _next_event(self) -> h11.Event | type[h11.PAUSED]:
        while (event := self._http.next_event()) is h11.NEED_DATA:
            self._http.receive_data(await self.reader.read(_CHUNK))
        return event  # type: ignore[return-value]

    async def _within(self, work: Awaitable[_T], what: str) -> _T:
        try:
            return await asyncio.wait_for(work, self.limits.read_seconds)
        except TimeoutError:
            raise Problem(408, f"{what} took longer than {self.limits.read_seconds:g} s") from None

    async def _work(self, request: Request) -> Response | None:
        """The answer, or None where the client went away before it was there."""
        task = asyncio.ensure_future(self.answer(request))
        try:
            while not (await asyncio.wait({task}, timeout=_POLL))[0]:
                if self.reader.at_eof() or self.writer.transport.is_closing():
                    return None
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task

    async def _send(self, response: Response, *, head_only: bool = False, close: bool = False) -> None:
        """Writes an answer; a client that takes it too slowly is left."""
        headers = [("date", formatdate(usegmt=True)), ("content-length", str(response.length)), *response.headers]
        if response.length or response.content_type:
            headers.append(("content-type", response.content_type))
        if close:
            headers.append(("connection", "close"))
        try:
            if self._http.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
                return
            seconds = self.limits.send_seconds + response.length / self.limits.send_rate
            async with asyncio.timeout(seconds):
                self.writer.write(self._http.send(h11.Response(status_code=response.status, reason=HTTPStatus(response.status).phrase, headers=headers)) or b"")
                if not head_only:
                    await self._send_body(response)
                self.writer.write(self._http.send(h11.EndOfMessage()) or b"")
                await self.writer.drain()
        finally:
            if not isinstance(response.body, bytes):
                response.body.close()

    async def _send_body(self, response: Response) -> None:
        if isinstance(response.body, bytes):
            self.writer.write(self._http.send(h11.Data(data=response.body)) or b"")
            return
        while chunk := response.body.read(_CHUNK):
            self.writer.write(self._http.send(h11.Data(data=chunk)) or b"")
            await self.writer.drain()

    async def _close(self) -> None:
        """Says that no more comes, lets the last answer arrive, and closes: closing with unread bytes would take the answer back."""
        self.waits_since = self.waits_since or time.monotonic()
        with contextlib.suppress(OSError, RuntimeError, TimeoutError):
            if self.writer.can_write_eof() and not self.writer.transport.is_closing():
                self.writer.write_eof()
                async with asyncio.timeout(_LINGER):
                    while await self.reader.read(_CHUNK):
                        pass
        self.writer.transport.abort()

    def _too_large(self) -> Problem:
        return Problem(413, f"the request is larger than {self.limits.request_bytes:,} bytes")


def _answer(problem: Problem) -> Response:
    return secure(problem.to_response(), cors=False)


def _long_headers() -> Problem:
    return Problem(431, "the headers of the request are too long")


def _explain(error: h11.RemoteProtocolError, unread: bytes) -> Problem:
    if error.error_status_hint == 431:
        if b"\n" not in unread:
            return Problem(414, "the address is too long; send the query with POST")
        return _long_headers()
    return Problem(error.error_status_hint, f"this is no request that can be read: {error}")
