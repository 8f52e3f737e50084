"""In: a corrections file (TOML). Out: corrections, and entities and statements to which they were applied. Pure but for the reading.

[[merge]]                            [[split]]                                 [[rename]]               [[reject]]
entities = ["Keir Starmer", "Kier"]  entity = "Graham"                         entity = "Stamer"        subject = "Keir Starmer"
[[retype]]                           mentions = ["Ms Graham", 1204]            label = "Keir Starmer"   relation = "defies"
entity = "Courier"                   label = "Anne Graham"                     [[reject]]               object = "Unite"
type = "Organization"                                                          id = "5d0c0f1e2a3b4c5d"

It refuses keys that it does not know; a correction that fits nothing in the article is told, and stops nothing.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

from graph.errors import SettingsError
from graph.records import Entity, EntityType, Mention, Statement, short_hash
from graph.regrouping import Grouping, best_name, change_entity, join_entities, part_entity


@dataclass(frozen=True)
class Merge:
    """Entities that are one: the first takes in the others."""

    kind: ClassVar[str] = "merge"
    entities: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """Mentions, by their words or by the character they begin at, that mean somebody or something else."""

    kind: ClassVar[str] = "split"
    entity: str
    mentions: tuple[str | int, ...]
    label: str = ""
    type: EntityType | None = None


@dataclass(frozen=True)
class Rename:
    """An entity's right label."""

    kind: ClassVar[str] = "rename"
    entity: str
    label: str


@dataclass(frozen=True)
class Retype:
    """An entity's right type."""

    kind: ClassVar[str] = "retype"
    entity: str
    type: EntityType


@dataclass(frozen=True)
class Reject:
    """A statement that is wrong: by its id, or by its ends and its relation as the graph shows them."""

    kind: ClassVar[str] = "reject"
    id: str = ""
    subject: str = ""
    relation: str = ""
    object: str = ""


Correction = Merge | Split | Rename | Retype | Reject
_KINDS: dict[str, type[Correction]] = {"split": Split, "merge": Merge, "rename": Rename, "retype": Retype, "reject": Reject}
"""In the order in which they are applied."""
_NEEDS = {"merge": ("entities",), "split": ("entity", "mentions"), "rename": ("entity", "label"), "retype": ("entity", "type"), "reject": ()}


@dataclass(frozen=True)
class Corrections:
    """All corrections of a file, in the order in which they are applied."""

    items: tuple[Correction, ...] = ()
    source: str = ""

    def tell(self, item: Correction, why: str) -> str:
        """One line about a correction that was not applied."""
        words = [str(value) if not isinstance(value, tuple) else ", ".join(map(str, value)) for value in vars(item).values() if value]
        return f"{self.source}: {item.kind} {' – '.join(words)}: {why}"


def read_corrections(path: str | Path) -> Corrections:
    """The corrections of a file.

    Raises:
        SettingsError: the file cannot be read, is not TOML, or holds what no correction is.
    """
    try:
        table = tomllib.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The corrections file {path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    for kind in table:
        _check_known(kind, _KINDS, f"{path}: there is no correction [[{kind}]]")
    items: list[Correction] = []
    for kind in _KINDS:
        entries = table.get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise SettingsError(f"{path}: {kind} must stand in double brackets, [[{kind}]], once for each correction.")
        items += [_read_item(kind, entry, f"{path}: {kind} {number}") for number, entry in enumerate(entries, 1)]
    return Corrections(tuple(items), str(path))


def correct_entities(grouping: Grouping, corrections: Corrections) -> tuple[Grouping, tuple[str, ...]]:
    """The entities after every correction of entities; also a line for each that fits nothing."""
    notes: list[str] = []
    for item in corrections.items:
        if isinstance(item, Reject):
            continue
        try:
            grouping = _apply(grouping, item)
        except LookupError as error:
            notes.append(corrections.tell(item, str(error.args[0])))
    return grouping, tuple(notes)


def correct_statements(statements: Sequence[Statement], entities: Sequence[Entity], corrections: Corrections) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """The statements that are not rejected; also a line for each rejection that fits none."""
    names = {entity.id: {_fold(name) for name in (entity.id, entity.label, *entity.aliases)} for entity in entities}
    notes: list[str] = []
    for item in corrections.items:
        if isinstance(item, Reject):
            kept = tuple(statement for statement in statements if not _is_meant(statement, item, names))
            if len(kept) == len(statements):
                notes.append(corrections.tell(item, "no statement fits it any more."))
            statements = kept
    return tuple(statements), tuple(notes)


def _apply(grouping: Grouping, item: Merge | Split | Rename | Retype) -> Grouping:
    if isinstance(item, Merge):
        keep, *others = (_find(grouping, name).id for name in item.entities)
        return join_entities(grouping, keep, {other for other in others if other != keep})  # those that are one already stay so
    entity = _find(grouping, item.entity)
    if isinstance(item, Rename):
        return change_entity(grouping, entity.id, label=item.label)
    if isinstance(item, Retype):
        return change_entity(grouping, entity.id, type=item.type)
    leaving = _leaving(entity, item)
    label = item.label or best_name(leaving)
    if not label or not best_name(mention for mention in entity.mentions if mention not in leaving):
        raise LookupError("one part would have no name; give more mentions, or a label.")
    taken = {known.id for known in grouping.entities}
    key = f"{entity.id}-{short_hash(label)[:4]}"
    while key in taken:
        key += "-2"
    return part_entity(grouping, entity.id, leaving, new=Entity(key, label, item.type or entity.type))


def _leaving(entity: Entity, item: Split) -> list[Mention]:
    """The mentions that a split names; each of its words or places must fit one."""
    found: list[Mention] = []
    for wanted in item.mentions:
        fitting = [
            mention for mention in entity.mentions if (mention.span.start == wanted if isinstance(wanted, int) else _fold(mention.text) == _fold(wanted))
        ]
        if not fitting:
            raise LookupError(f"{entity.label} has no mention {wanted!r} any more.")
        found += fitting
    return found


def _find(grouping: Grouping, name: str) -> Entity:
    """The entity of that id, label, or other name, in this order."""
    folded = _fold(name)
    for fits in (
        lambda entity: entity.id == name,
        lambda entity: _fold(entity.label) == folded,
        lambda entity: folded in {_fold(text) for text in (*entity.aliases, *(mention.text for mention in entity.mentions))},
    ):
        found = [entity for entity in grouping.entities if fits(entity)]
        if len(found) > 1:
            raise LookupError(f"{name!r} may mean {' or '.join(entity.id for entity in found[:4])}; give one of these ids.")
        if found:
            return found[0]
    raise LookupError(f"no entity is called {name!r} any more.")


def _is_meant(statement: Statement, item: Reject, names: Mapping[str, set[str]]) -> bool:
    if item.id:
        return statement.id == item.id.rpartition("/")[2]
    ends = ((item.subject, names.get(statement.subject, set())), (item.object, names.get(statement.obj or "", set()) | {_fold(statement.literal or "")}))
    relations = {_fold(word) for word in (statement.relation, statement.relation_label, statement.family)}
    return all(not wanted or _fold(wanted) in known for wanted, known in (*ends, (item.relation, relations)))


def _read_item(kind: str, entry: dict[str, Any], where: str) -> Correction:
    known = [field.name for field in fields(_KINDS[kind])]
    for key in entry:
        _check_known(key, known, f"{where} has a key {key!r} that is unknown")
    missing = [key for key in _NEEDS[kind] if not entry.get(key)]
    if missing:
        raise SettingsError(f"{where} has no {' and no '.join(missing)}.")
    item = _KINDS[kind](**{key: _convert(key, value, where) for key, value in entry.items()})
    if isinstance(item, Merge) and len(item.entities) < 2:
        raise SettingsError(f"{where} names one entity; give two or more.")
    if isinstance(item, Reject) and not (item.id or (item.subject and (item.relation or item.object))):
        raise SettingsError(f"{where} does not say which statement; give its id, or subject, relation and object.")
    return item


def _convert(key: str, value: Any, where: str) -> Any:
    if key in ("entities", "mentions"):
        kinds = (str, int) if key == "mentions" else (str,)
        if isinstance(value, list) and all(isinstance(part, kinds) and not isinstance(part, bool) for part in value):
            return tuple(value)
        raise SettingsError(f"{where}: {key} must be a list of texts{' or places in the text' if key == 'mentions' else ''}.")
    if not isinstance(value, str):
        raise SettingsError(f"{where}: {key} must be a text in quotation marks, not {value!r}.")
    if key == "type":
        _check_known(value.title(), [kind.value for kind in EntityType], f"{where}: there is no type {value!r}")
        return EntityType(value.title())
    return " ".join(value.split())


def _check_known(word: str, known: Any, complaint: str) -> None:
    if word not in known:
        near = difflib.get_close_matches(word, known, n=1)
        raise SettingsError(f"{complaint}; {f'did you mean {near[0]}?' if near else 'known are ' + ', '.join(known) + '.'}")


def _fold(text: str) -> str:
    words = " ".join(text.split()).casefold().replace("’", "'")
    return words.removeprefix("the ") or words
