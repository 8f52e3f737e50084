"""In: what `ingest` is given: folders, patterns, files, addresses. Out: one item for each article, with its bytes, its key and what is known of it.

Files of JSON Lines and feeds hold many articles. What cannot be read is told as a problem and never stops the others; it refuses to build anything.
"""

from __future__ import annotations

import datetime
import glob
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from graph.archive.feeds import KINDS, is_feed, read_feed
from graph.article import FILE_LIMIT, TIME_LIMIT, clean_text, read_bytes
from graph.errors import SourceError
from graph.reading.webpage import fetch, is_address
from graph.records import Article

LINES: Final = frozenset({".jsonl", ".ndjson"})
FEEDS: Final = frozenset({".xml", ".rss", ".atom"})
PAGES: Final = frozenset({".txt", ".text", ".md", ".markdown", ".mdown", ".html", ".htm", ".xhtml"})
FIELDS: Final = ("text", "title", "date", "url", "publisher")


@dataclass(frozen=True)
class Facts:
    """What is known of an article before it is read; None where nothing is."""

    title: str | None = None
    date: str | None = None
    url: str | None = None
    publisher: str | None = None


@dataclass(frozen=True)
class Item:
    """One article to be read. `key` is its lasting name in an archive; `name` what messages call it; `is_record` where `data` is text and no file."""

    key: str
    name: str
    data: bytes
    facts: Facts = Facts()
    is_record: bool = False
    declared: str | None = None

    @property
    def content(self) -> str:
        """Hash of all that the article is read from."""
        facts = json.dumps([self.facts.title, self.facts.date, self.facts.url, self.facts.publisher])
        return hashlib.sha256(facts.encode("utf-8", "surrogatepass") + b"\0" + self.data).hexdigest()


@dataclass(frozen=True)
class Problem:
    """What could not be read, and why."""

    name: str
    why: str


def find_items(sources: Iterable[str], *, root: Path | None = None, facts: Facts | None = None) -> Iterator[Item | Problem]:
    """The articles of the sources, one after the other, each read only when it is asked for.

    Args:
        sources: Folders (with all below them), patterns such as `news/*.txt`, files, http(s) addresses.
        root: Files below this folder are known by their path in it, others by their full path; so a file keeps its key wherever the command is called.
        facts: What holds for articles that do not say it themselves: date and publisher.
    """
    given = facts or Facts()
    for source in sources:
        for found in _expand(source, root):
            yield found if isinstance(found, Problem) else replace(found, facts=_fill(found.facts, given))


def count_items(sources: Iterable[str]) -> int:
    """How many articles there will be, for a progress bar; a feed is parsed, an address counts as one."""
    total = 0
    for source in sources:
        if is_address(source):
            total += 1
            continue
        for path in list_files(source):
            total += _count_in(path)
    return total


def list_files(source: str) -> list[Path]:
    """The files of a folder or a pattern, in alphabetical order; of a folder those of a known kind that are not hidden and lie in no archive."""
    path = Path(source)
    if path.is_dir():
        return [found for found in _walk(path) if found.suffix.lower() in PAGES | LINES | FEEDS]
    if path.exists() or not glob.has_magic(source):
        return [path]
    found = sorted(Path(name) for name in glob.glob(source, recursive=True))  # noqa: PTH207 - a pattern may begin anywhere
    return [inner for path in found for inner in (list_files(str(path)) if path.is_dir() else [path])]


def read_item(item: Item) -> Article:
    """The article of an item; what the source itself says goes before what was known.

    Raises:
        SourceError: there is no article in it.
    """
    facts = item.facts
    if item.is_record:
        article = replace(clean_text(item.data.decode("utf-8", "surrogatepass"), source=item.name), source=item.name)
        title, date = facts.title or article.title, _read_date(facts.date, item.name) or article.date
    else:
        article = read_bytes(item.data, source=item.name, url=facts.url, declared=item.declared)
        title, date = article.title or facts.title, article.date or _read_date(facts.date, item.name)
    return replace(article, title=title, date=date, publisher=article.publisher or facts.publisher, url=article.url or facts.url, key=item.key)


def _expand(source: str, root: Path | None) -> Iterator[Item | Problem]:
    if is_address(source):
        try:
            data, declared = fetch(source, time_limit=TIME_LIMIT, size_limit=FILE_LIMIT, kinds=KINDS)
        except SourceError as error:
            yield Problem(source, str(error))
            return
        if is_feed(data):
            yield from _feed_items(data, source)
        else:
            yield Item(source, source, data, Facts(url=source), declared=declared)
        return
    paths = list_files(source)
    if not paths:
        kinds = " ".join(sorted(PAGES | LINES | FEEDS))
        yield Problem(source, f"{source} holds nothing to read. Files of these kinds are taken from a folder: {kinds}.")
    for path in paths:
        yield from _file_items(path, root)


def _file_items(path: Path, root: Path | None) -> Iterator[Item | Problem]:
    key, kind = file_key(path, root), path.suffix.lower()
    try:
        if kind in LINES:
            yield from _line_items(path, key)
            return
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except OSError as error:
        yield Problem(str(path), f"{path} cannot be read: {error.strerror or error}.")
        return
    if kind not in PAGES and len(data) > FILE_LIMIT:
        yield Problem(str(path), f"{path} is larger than {FILE_LIMIT // 1_000_000} MB; make several files of it.")
    elif kind in FEEDS and not is_feed(data):
        yield Problem(str(path), f"{path} is no feed (RSS or Atom).")
    elif kind in FEEDS or (kind not in PAGES and is_feed(data)):
        yield from _feed_items(data, str(path))
    else:
        yield Item(key, str(path), data)


def _line_items(path: Path, key: str) -> Iterator[Item | Problem]:
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(FILE_LIMIT + 1), b""), 1):
            name = f"{path}, line {number}"
            if len(line) > FILE_LIMIT:
                yield Problem(name, f"{name} is longer than {FILE_LIMIT // 1_000_000} MB; the file is not read further.")
                return
            if line.strip():
                yield _read_record(line, name, f"{key}#{number}", f"{key}#")


def _read_record(line: bytes, name: str, numbered: str, stem: str) -> Item | Problem:
    try:
        record: Any = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        return Problem(name, f"{name} is no JSON: {' '.join(str(error).split())}.")
    if not isinstance(record, dict):
        return Problem(name, f'{name} is no JSON object; write it as {{"text": "…", "title": "…", "date": "2022-06-21"}}.')
    wrong = [field for field in FIELDS if not isinstance(record.get(field), str | None)]
    if wrong:
        return Problem(name, f"{name}: {wrong[0]} is no text.")
    if not (record.get("text") or "").strip():
        return Problem(name, f'{name} has no text; each line needs the field "text".')
    title, date, url, publisher = (_tidy(record.get(field)) for field in FIELDS[1:])
    if url is not None and (not is_address(url) or " " in url):
        return Problem(name, f'{name}: {url[:80]!r} is no web address (http or https). Leave "url" out; another name for an article is its "id".')
    try:
        _read_date(date, name)
    except SourceError as error:
        return Problem(name, str(error))
    own = record.get("id")
    key = url or (f"{stem}id={own}" if isinstance(own, str | int) and not isinstance(own, bool) else numbered)
    return Item(key, name, record["text"].encode("utf-8", "surrogatepass"), Facts(title, date, url, publisher), is_record=True)


def _tidy(text: str | None) -> str | None:
    """The words of a field in one line; None where there are none."""
    return " ".join(text.split()) or None if text else None


def _feed_items(data: bytes, source: str) -> Iterator[Item | Problem]:
    try:
        entries = read_feed(data, source=source)
    except SourceError as error:
        yield Problem(source, str(error))
        return
    for number, entry in enumerate(entries, 1):
        name = f"{source}, entry {number}"
        if not entry.text.strip():
            yield Problem(name, f"{name} ({entry.title or entry.key or 'no title'}) has no text.")
        else:
            key = entry.url or entry.key or f"{source}#{entry.title}"
            yield Item(key, name, entry.text.encode("utf-8", "surrogatepass"), Facts(entry.title, entry.date, entry.url, entry.publisher), is_record=True)


def file_key(path: Path, root: Path | None) -> str:
    """What an archive calls a file: its path below `root`, else its full path; always with forward slashes."""
    full = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links, and a link may be set anew
    if root is not None and full.is_relative_to(above := os.path.abspath(root)):  # noqa: PTH100
        return full.relative_to(above).as_posix()
    return full.as_posix()


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        if "archive.json" in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place) / name for name in sorted(files) if not name.startswith("."))


def _count_in(path: Path) -> int:
    try:
        if path.suffix.lower() in LINES:
            with path.open("rb") as file:
                return sum(1 for line in file if line.strip())
        if path.suffix.lower() in FEEDS:
            with path.open("rb") as file:
                return len(read_feed(file.read(FILE_LIMIT), source=str(path)))
    except (OSError, SourceError):
        pass
    return 1


def _fill(own: Facts, given: Facts) -> Facts:
    return Facts(own.title or given.title, own.date or given.date, own.url or given.url, own.publisher or given.publisher)


def _read_date(text: str | None, name: str) -> datetime.date | None:
    if text is None or not text.strip():
        return None
    try:
        return datetime.date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise SourceError(f"{name}: the date {text[:40]!r} is no day. Write it as YYYY-MM-DD, such as 2022-06-21.") from None
