"""In: names and what belongs in them. Out: files, each written beside its place and renamed into it. It refuses to leave half a file behind.

Also here: how the files of a build are named after their source.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from graph.errors import OutputError


def write_files(contents: Mapping[Path, str | bytes]) -> None:
    """Writes all of them or, where one cannot be written, none; folders that are missing are made.

    Raises:
        OutputError: naming the file that could not be written, and why.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, content in contents.items():
            ready.append((_write_beside(path, content), path))
        for beside, path in ready:
            _rename(beside, path)
    finally:
        for beside, _ in ready:
            with suppress(OSError):
                beside.unlink(missing_ok=True)


def write_file(path: Path, content: str | bytes) -> None:
    """Writes one file; see `write_files`."""
    write_files({path: content})


def name_outputs(sources: Sequence[str]) -> tuple[str, ...]:
    """A name for each source: its stem, unchanged; those alike, even if only in upper and lower case, are numbered.

    >>> name_outputs(["news/picket.txt", "old/picket.txt", "https://courier.example/2022/bridge-opens.html?x=1", "-"])
    ('picket', 'picket-2', 'bridge-opens', 'stdin')
    """
    names: list[str] = []
    taken = {_stem(source).casefold() for source in sources}
    used: set[str] = set()
    for source in sources:
        name = stem = _stem(source)
        number = 2
        while name.casefold() in used or (name != stem and name.casefold() in taken):
            name = f"{stem}-{number}"
            number += 1
        used.add(name.casefold())
        names.append(name)
    return tuple(names)


def _stem(source: str) -> str:
    if source == "-":
        return "stdin"
    if re.match(r"https?://", source, re.IGNORECASE):
        address = urlsplit(source)
        last = unquote(address.path.rstrip("/").rsplit("/", 1)[-1])
        last = re.sub(r"\.(?:s?html?|php|aspx?)$", "", last, flags=re.IGNORECASE) or address.hostname or "page"
        return re.sub(r"[^\w.-]+", "-", last).strip(".-")[:100] or "page"
    return Path(source).stem or "article"


def _write_beside(path: Path, content: str | bytes) -> Path:
    data = content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content
    beside = path.with_name(f".{path.name[:80]}.{os.getpid()}.part")
    try:
        if path.is_dir():
            raise OutputError(f"{path} cannot be written: a folder has that name. Choose another with -o.")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("wb") as file:
                file.write(data)
        except BaseException:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as error:
        raise _explain(path, error) from error
    return beside


def _rename(beside: Path, path: Path) -> None:
    try:
        beside.replace(path)
    except OSError as error:
        raise _explain(path, error) from error


def _explain(path: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or str(error)
    return OutputError(f"{path} cannot be written: {reason}. Choose another folder with -o, or make room there.")
