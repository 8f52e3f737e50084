"""In: an archive, and how a user writes an entity. Out: its address, or the address as a user reads it. It refuses to look anything up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from graph.errors import ArchiveError

if TYPE_CHECKING:
    from graph.archive.store import Archive

_SHORT: Final = re.compile(r"[0-9a-f]{16}/[^/\s]+")


def shorten(held: Archive, iri: str) -> str:
    """An entity's address as ARTICLE/ENTITY, where it is under the archive's own root."""
    return iri.removeprefix(f"{_root(held)}article/").replace("/entity/", "/", 1)


def find_address(held: Archive, text: str) -> str:
    """The address of an entity that is written as ARTICLE/ENTITY, or in full.

    Raises:
        ArchiveError: it is neither.
    """
    if "://" in text:
        return text
    article, _, entity = text.partition("/")
    if not article or not entity or "/" in entity:
        raise ArchiveError(f"{text!r} names no entity; write ARTICLE/ENTITY as `triplewire entities` shows it, or the whole address")
    return f"{_root(held)}article/{article}/entity/{entity}"


def expand(held: Archive, name: str) -> str:
    """A name as it is; the address of an entity that is written as ARTICLE/ENTITY."""
    return find_address(held, name) if _SHORT.fullmatch(name) else name


def _root(held: Archive) -> str:
    return held.base_iri if held.base_iri.endswith(("/", "#")) else f"{held.base_iri}/"
