"""In: a CSV or Turtle file of what the user knows. Out: the things in it.

It refuses files that are neither, or that name nothing; odd rows are told and left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from graph.errors import SettingsError
from graph.known.things import KnownThing, KnownThings, make_known, read_address, read_type, show_some
from graph.records import EntityType

LARGEST = 200_000_000
"""Bytes; a table of a million rows is below it."""
_COLUMNS = {
    "name": ("name", "names", "itemlabel", "title", "entity"),
    "label": ("label", "preflabel", "displayname"),
    "aliases": ("aliases", "alias", "altlabel", "altlabels", "alsoknownas", "othernames", "itemaltlabel"),
    "type": ("type", "types", "class", "kind", "category", "typelabel"),
    "same_as": ("sameas", "wikidata", "qid", "wikidataid", "iri", "iris", "uri", "url", "address", "item", "id", "link"),
}
_NAMES = ("rdf-schema#label", "core#prefLabel", "schema.org/name", "foaf/0.1/name")
_ALIASES = ("core#altLabel", "schema.org/alternateName", "foaf/0.1/nick", "core#hiddenLabel")
_SAME = ("owl#sameAs", "schema.org/sameAs", "core#exactMatch")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_NO_THINGS = ("http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")
_ENDINGS = {"ttl", "nt", "trig", "nq", "rdf", "xml", "jsonld"}


def read_known(path: str | Path) -> KnownThings:
    """The things of a file: RDF where its ending is one of RDF's (.ttl), else a table with a row of column names.

    Raises:
        SettingsError: the file cannot be read, is neither, or names nothing.
    """
    path = Path(path)
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise SettingsError(f"{path} is too large for a file of known things ({LARGEST // 1_000_000} MB). Give the part that your articles need.")
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"The file of known things {path} cannot be read: {error.strerror or error}.") from None
    known = _read_graph(data, path) if path.suffix[1:].lower() in _ENDINGS else _read_table(_decode(data, path), path)
    if not known.things:
        raise SettingsError(f"{path} names nothing that is known. Give a table with a column name, or Turtle with rdfs:label.")
    return known


def _decode(data: bytes, path: Path) -> str:
    try:
        text = data.decode("utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start}). Save the table as CSV in UTF-8.") from None
    if "\0" in text:
        raise SettingsError(f"{path} is no table but a binary file. Save it as CSV in UTF-8.")
    return text


def _read_table(text: str, path: Path) -> KnownThings:
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    things: list[KnownThing] = []
    odd: list[str] = []
    try:
        columns = _find_columns(next(rows, []), path)
        for row in rows:
            cells = [(field, row[place].strip()) for place, field in columns.items() if place < len(row) and row[place].strip()]
            if cells and (thing := _read_row(cells, rows.line_num, odd)):
                things.append(thing)
    except csv.Error as error:
        raise SettingsError(f"{path}, line {rows.line_num}: is no table: {error}.") from None
    return make_known(things, source=str(path), notes=[f"{path}: not used are {show_some(odd)}."] if odd else [])


def _find_columns(head: list[str], path: Path) -> dict[int, str]:
    """Which column holds what; the name is the label where no other column is called so."""
    plain = ["".join(char for char in cell.lower() if char.isalnum()) for cell in head]
    columns = {place: field for place, cell in enumerate(plain) for field, names in _COLUMNS.items() if cell in names}
    if not {"name", "label"} & set(columns.values()):
        shown = show_some(cell for cell in (cell.strip()[:30] for cell in head) if cell) or "nothing"
        raise SettingsError(f"{path} has no column called name (its first line says: {shown}). Known columns are name, aliases, type, sameAs and label.")
    return columns if "name" in columns.values() else {place: "name" if field == "label" else field for place, field in columns.items()}


def _read_row(cells: list[tuple[str, str]], line: int, odd: list[str]) -> KnownThing | None:
    def parts(field: str) -> list[str]:
        return [part.strip() for key, value in cells if key == field for part in value.split("|") if part.strip()]

    label = next(iter(parts("label")), None)
    names = tuple(dict.fromkeys(name for name in [*parts("name"), *parts("label"), *parts("aliases")] if any(map(str.isalnum, name))))
    if not names:
        odd.append(f"line {line} (no name)")
        return None
    types = [(word, read_type(word)) for word in parts("type")]
    odd += [f"line {line} (type {word!r})" for word, kind in types if kind is None]
    addresses = [(word, read_address(word)) for word in parts("same_as")]
    odd += [f"line {line} (address {word!r})" for word, address in addresses if address is None]
    return KnownThing(names, next((kind for _, kind in types if kind), None), tuple(address for _, address in addresses if address), label)


def _read_graph(data: bytes, path: Path) -> KnownThings:
    form = pyoxigraph.RdfFormat.from_extension(path.suffix[1:].lower()) or pyoxigraph.RdfFormat.TURTLE
    found: dict[str, dict[str, list[pyoxigraph.Literal | pyoxigraph.NamedNode]]] = {}
    try:
        for quad in pyoxigraph.parse(data, form):
            if isinstance(quad.subject, pyoxigraph.Triple) or not isinstance(quad.object, pyoxigraph.Literal | pyoxigraph.NamedNode):
                continue
            if (field := _field(quad.predicate.value)) is not None:
                found.setdefault(str(quad.subject), {}).setdefault(field, []).append(quad.object)
    except (SyntaxError, ValueError) as error:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
        raise SettingsError(f"{path}: is not {form.name}: {' '.join(text.split())}") from None
    return make_known(_read_nodes(found), source=str(path))


def _field(term: str) -> str | None:
    fields = (("name", _NAMES), ("alias", _ALIASES), ("same", _SAME))
    return "type" if term == _TYPE else next((field for field, ends in fields if term.endswith(ends)), None)


def _read_nodes(found: dict[str, dict[str, list[pyoxigraph.Literal | pyoxigraph.NamedNode]]]) -> Iterator[KnownThing]:
    for subject in sorted(found):
        fields = found[subject]
        names = tuple(dict.fromkeys([*_english(fields.get("name", [])), *_english(fields.get("alias", []))]))
        types = [node.value for node in fields.get("type", [])]
        is_class = any(kind.startswith(_NO_THINGS) and not kind.endswith(("#Thing", "#NamedIndividual", "#Resource")) for kind in types)
        if not names or is_class:
            continue
        addresses = [subject, *(node.value for node in fields.get("same", []))]
        same_as = tuple(dict.fromkeys(address for word in addresses if (address := read_address(word)) and not word.startswith("_:")))
        yield KnownThing(names, _best_type(types), same_as)


def _best_type(types: list[str]) -> EntityType | None:
    return min(
        (kind for kind in (read_type(word) for word in sorted(types) if not word.startswith(_NO_THINGS)) if kind),
        key=lambda kind: kind is EntityType.OTHER,
        default=None,
    )


def _english(values: list[pyoxigraph.Literal | pyoxigraph.NamedNode]) -> list[str]:
    """The texts in English or in no language; all, where there are none."""
    texts = sorted((value for value in values if isinstance(value, pyoxigraph.Literal)), key=str)
    return [text.value for text in texts if (text.language or "en").lower().startswith("en")] or [text.value for text in texts]
