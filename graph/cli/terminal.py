"""In: text and tables, some of it from articles. Out: what the terminal shows: answers on standard output, all else on standard error.

It refuses to let text steer the terminal: whatever cannot be seen, turns the line or moves the cursor is written out as its code.
"""

from __future__ import annotations

import sys
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_PATIENCE = 1.0


def make_safe(text: str, *, keep: str = "") -> str:
    r"""`text` with every character that the terminal would obey instead of show written as its code, but for those in `keep`.

    >>> make_safe("Sarwar\x1b[31m\u202e")
    'Sarwar\\x1b[31m\\u202e'
    """
    odd = {char for char in set(text) if char not in keep and unicodedata.category(char) in _UNSEEN}
    return text.translate({ord(char): char.encode("unicode_escape").decode("ascii") for char in odd}) if odd else text


def say(text: str = "") -> None:
    """Lines of an answer, on standard output."""
    sys.stdout.write(make_safe(text, keep="\n\t") + "\n")


def say_raw(text: str) -> None:
    """An answer for other programs (CSV, JSON, Turtle), to the letter; on a terminal it is made safe."""
    text = text if text.endswith("\n") or not text else text + "\n"
    sys.stdout.write(make_safe(text, keep="\n\t") if sys.stdout.isatty() else text)


def warn(text: str) -> None:
    """One line on standard error."""
    sys.stdout.flush()
    sys.stderr.write(f"triplewire: {make_safe(' '.join(text.split()))}\n")
    sys.stderr.flush()


def say_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str | None = None) -> None:
    """A table; on a terminal it is folded to the width, elsewhere each row stays on one line."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if title:
        say(title)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, column in enumerate(columns):
        is_number = bool(rows) and all(isinstance(row[number], int | float) for row in rows)
        table.add_column(make_safe(column), justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(make_safe(_write_cell(cell))) for cell in row))
    is_terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=None if is_terminal else 100_000)
    with console.capture() as capture:
        console.print(table)
    sys.stdout.writelines(line.rstrip() + "\n" for line in capture.get().splitlines())


@contextmanager
def show_progress(text: str) -> Iterator[None]:
    """Says what is being done, on standard error, where it takes more than a second."""
    if sys.stderr.isatty():
        with _spin(text):
            yield
        return
    timer = threading.Timer(_PATIENCE, warn, [f"{text} …"])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _spin(text: str) -> Iterator[None]:
    from rich.console import Console
    from rich.markup import escape

    status = Console(stderr=True).status(escape(make_safe(text)))
    timer = threading.Timer(_PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()


def _write_cell(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.3g}"
    if isinstance(cell, list | tuple | set | frozenset):
        return ", ".join(map(_write_cell, cell))
    return " ".join(str(cell).split())
