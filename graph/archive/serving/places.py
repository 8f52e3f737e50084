"""In: the work of one question at a time. Out: its result, when there was a place for it. It refuses more that wait than the limit, and long waits.

There are places for short questions, and as many for long ones. A question that has run for a while moves on to a long place; where none is free and
others wait, it is ended: however many long questions come, a short one is answered soon.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Final, TypeVar

from graph.archive.serving.limits import Limits
from graph.archive.serving.messages import Problem

SHORT: Final = 0.5
_TICK: Final = 0.1
RETRY: Final = (("retry-after", "5"),)
_T = TypeVar("_T")


class CrowdedError(Exception):
    """A long question had to go, because others wait and all long places are taken."""


class Places:
    """The places of one server."""

    def __init__(self, limits: Limits) -> None:
        """All are free."""
        self.limits, self.waiting = limits, 0
        self.short, self.long = asyncio.Semaphore(limits.workers), asyncio.Semaphore(limits.workers)

    @contextlib.asynccontextmanager
    async def take(self) -> AsyncIterator[Place]:
        """A place for as long as the block runs.

        Raises:
            Problem: too many wait already, or none became free in time.
        """
        if self.short.locked() and self.waiting >= self.limits.waiting:
            raise Problem(503, "too many queries are waiting; try again in a moment", headers=RETRY)
        self.waiting += 1
        try:
            await asyncio.wait_for(self.short.acquire(), self.limits.patience)
        except TimeoutError:
            raise Problem(503, "the endpoint is busy with other queries; try again in a moment", headers=RETRY) from None
        finally:
            self.waiting -= 1
        place = Place(self)
        try:
            yield place
        finally:
            place.lane.release()


class Place:
    """One place; `lane` is where it has to be given back."""

    def __init__(self, places: Places) -> None:
        """A short one at first."""
        self.places, self.lane = places, places.short

    async def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """Does the work, and moves to a long place where it takes long.

        Raises:
            CrowdedError: it took long, and others want the place.
        """
        task = asyncio.ensure_future(work)
        try:
            done, _ = await asyncio.wait({task}, timeout=SHORT)
            while not done:
                await self._move_on()
                done, _ = await asyncio.wait({task}, timeout=_TICK)
            return task.result()
        finally:
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)

    async def _move_on(self) -> None:
        places = self.places
        if self.lane is places.long:
            return
        if not places.long.locked():
            await places.long.acquire()
            self.lane = places.long
            places.short.release()
        elif places.waiting:
            raise CrowdedError
