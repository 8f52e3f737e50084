"""In: a settings file (TOML). Out: frozen settings, checked. It refuses keys it does not know, values of the wrong kind, and to act on any of them.

[build]                          [read]             [query]
output = "graphs"                time_limit = 30    time_limit = 10
formats = ["ttl", "html"]                           row_limit = 10000
base_iri = "https://example.org/news/"
text = true
known = "people.csv"
corrections = "corrections.toml"
min_confidence = 0.45
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NewType

from graph.confidence import DOUBTFUL
from graph.errors import SettingsError
from ontology.namespaces import BASE

File = NewType("File", Path)
Share = NewType("Share", float)
_FIELDS: dict[tuple[str, str], tuple[str, Any]] = {
    ("build", "output"): ("output", Path),
    ("build", "formats"): ("formats", list),
    ("build", "base_iri"): ("base_iri", str),
    ("build", "text"): ("with_text", bool),
    ("build", "known"): ("known", File),
    ("build", "corrections"): ("corrections", File),
    ("build", "min_confidence"): ("min_confidence", Share),
    ("read", "time_limit"): ("read_time_limit", float),
    ("query", "time_limit"): ("query_time_limit", float),
    ("query", "row_limit"): ("query_row_limit", int),
}
_KINDS: dict[Any, str] = {
    Path: "a folder in quotation marks",
    File: "a file in quotation marks",
    str: "a text in quotation marks",
    list: "a list of texts",
    bool: "true or false",
    float: "a number above zero",
    Share: "a number from 0 to 1",
    int: "a whole number above zero",
}


@dataclass(frozen=True)
class Settings:
    """What a user may choose once instead of on every call; options of the command line go before it."""

    output: Path = Path("output")
    formats: tuple[str, ...] = ("ttl", "html")
    base_iri: str = BASE
    with_text: bool = True
    known: Path | None = None
    corrections: Path | None = None
    min_confidence: float = DOUBTFUL
    read_time_limit: float = 30.0
    query_time_limit: float = 10.0
    query_row_limit: int = 10_000


def load_settings(path: Path | None) -> Settings:
    """The settings of a file; those it does not name, and all of them without a file, are the defaults.

    Raises:
        SettingsError: if the file cannot be read, or holds what no setting is.
    """
    if path is None:
        return Settings()
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SettingsError(f"The settings file {path} cannot be read: {reason}.") from error
    values: dict[str, Any] = {}
    for section, entries in table.items():
        if not isinstance(entries, dict):
            raise SettingsError(f"{path}: {section!r} must stand in a section, such as [build].")
        for key, value in entries.items():
            name, kind = _find_field(section, key, path)
            values[name] = _convert(value, kind, f"{path}: {key} in [{section}]")
    return check_settings(Settings(**values))


def check_settings(settings: Settings) -> Settings:
    """The same settings, where the base address can begin the addresses of a graph.

    >>> check_settings(Settings(base_iri="https://example.org/news")).base_iri
    'https://example.org/news/'

    Raises:
        SettingsError: where it cannot.
    """
    base = settings.base_iri
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`#?\x00-\x20]+", base):
        raise SettingsError(f"{base!r} cannot begin the addresses of a graph. Give a full address such as https://example.org/news/.")
    return settings if base.endswith(("/", ":")) else dataclasses.replace(settings, base_iri=f"{base}/")


def _find_field(section: str, key: str, path: Path) -> tuple[str, Any]:
    if (section, key) in _FIELDS:
        return _FIELDS[section, key]
    known = [f"{key} in [{section}]" for section, key in _FIELDS]
    near = difflib.get_close_matches(f"{key} in [{section}]", known, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}."
    raise SettingsError(f"{path}: there is no setting {key} in [{section}]; {hint}")


def _convert(value: Any, kind: Any, what: str) -> Any:
    if kind is Share and isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    if kind is float and isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return float(value)
    if kind is int and type(value) is int and value > 0:
        return value
    if kind is list and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if kind is bool and isinstance(value, bool):
        return value
    if kind is str and isinstance(value, str):
        return value
    if kind in (Path, File) and isinstance(value, str):
        return Path(value)
    raise SettingsError(f"{what} must be {_KINDS[kind]}, not {value!r}.")
