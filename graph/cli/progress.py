"""In: how far a long run is. Out: a bar with rate and time left on the terminal; elsewhere a line now and then. It refuses to write to standard output."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from graph.cli.terminal import warn

EVERY: Final = 20.0
"""Seconds between two lines where there is no terminal."""


@contextmanager
def show_bar(text: str, total: int, *, unit: str = "articles") -> Iterator[Callable[[int], None]]:
    """Gives a function that is told how many are done."""
    if sys.stderr.isatty():
        with _draw(text, total, unit) as tell:
            yield tell
    else:
        yield _count(text, total, unit)


@contextmanager
def _draw(text: str, total: int, unit: str) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Any) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:.1f} {unit}/s" if speed else f"– {unit}/s")

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=120) as bar:
        task = bar.add_task(text, total=total or None)
        yield lambda done: bar.update(task, completed=done)


def _count(text: str, total: int, unit: str) -> Callable[[int], None]:
    started = told = time.monotonic()

    def tell(done: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= EVERY and done:
            told = now
            rate = done / (now - started)
            warn(f"{text}: {done:,} of {total:,} {unit}, {rate:.1f} a second, {describe_time(max(total - done, 0) / rate)} left")

    return tell


def describe_time(seconds: float) -> str:
    """A stretch of time in the unit that fits.

    >>> describe_time(42), describe_time(150), describe_time(9000)
    ('42 s', '2.5 min', '2.5 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.1f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
