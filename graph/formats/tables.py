"""In: contents. Out: CSV tables of nodes and edges, as Gephi and Neo4j import them, and of statements for a spreadsheet.

What is not asserted never looks like a fact: its status stands in the edge's label or type. It refuses cells that a spreadsheet would run.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from graph.canonical import canonical
from graph.records import Contents, Entity, Polarity, Statement, Status
from ontology.namespaces import BASE, entity_iri, statement_iri

_FORMULA = re.compile(r"[=+\-@\t\r]")
_Cell = str | int | float | None


def write_gephi_tables(contents: Contents, *, base_iri: str = BASE) -> dict[str, str]:
    """`-nodes.csv` and `-edges.csv` for Gephi, and `-statements.csv` with every statement and its first evidence."""
    contents = canonical(contents)
    names = {entity.id: entity.label for entity in contents.entities}
    nodes = (
        (_entity(contents, entity.id, base_iri), entity.label, entity.type.value, "; ".join(entity.aliases), len(entity.mentions), _truth(entity.is_named))
        for entity in contents.entities
    )
    edges = (
        (
            _entity(contents, s.subject, base_iri), _entity(contents, s.obj, base_iri), "Directed", s.id, _label(s), s.family, s.status.value,
            "; ".join(names.get(key, key) for key in s.claimed_by), s.role, s.confidence, s.evidence[0].quote if s.evidence else "",
        )
        for s in contents.statements
        if s.obj is not None
    )  # fmt: skip
    return {
        "-nodes.csv": _write(("Id", "Label", "Type", "Aliases", "Mentions", "Named"), nodes, is_guarded=True),
        "-edges.csv": _write(
            ("Source", "Target", "Type", "Id", "Label", "Family", "Status", "Claimed by", "Role", "Confidence", "Evidence"), edges, is_guarded=True
        ),
        "-statements.csv": _write(_STATEMENT_HEAD, _statement_rows(contents, names), is_guarded=True),
    }


_STATEMENT_HEAD = (
    "Subject", "Relation", "Object", "Status", "Polarity", "Modality", "Claimed by", "Family", "Role", "When", "Date", "Where", "Place", "About",
    "Addressee", "Confidence", "Evidence", "Start", "End", "Id",
)  # fmt: skip


def _statement_rows(contents: Contents, names: dict[str, str]) -> Iterator[tuple[_Cell, ...]]:
    def show(keys: Iterable[str | None]) -> str:
        return "; ".join(names.get(key, key) for key in keys if key is not None)

    for s in contents.statements:
        when, when_value = (s.when.text, s.when.value) if s.when else (None, None)
        where, where_value = (s.where.text, s.where.value) if s.where else (None, None)
        quote, start, end = (s.evidence[0].quote, s.evidence[0].span.start, s.evidence[0].span.end) if s.evidence else (None, None, None)
        yield (
            show([s.subject]), s.relation_label, s.literal if s.obj is None else show([s.obj]), s.status.value, s.polarity.value, s.modality.value,
            show(s.claimed_by), s.family, s.role, when, when_value, where, show([where_value]),
            show(s.about), show([s.addressee]), s.confidence, quote, start, end, s.id,
        )  # fmt: skip


def write_neo4j_tables(contents: Contents, *, base_iri: str = BASE) -> dict[str, str]:
    """Nodes and relationships with the headers of `neo4j-admin database import full`.

    Words that are a statement's object become nodes with the label Words. The type of a relationship is its family (`OPPOSES`), with the status
    after it where it is not asserted (`OPPOSES_CLAIMED`): a denied purchase is never found as a purchase.
    """
    contents = canonical(contents)
    names = {entity.id: entity.label for entity in contents.entities}
    entities = (_neo4j_entity(contents, entity, base_iri) for entity in contents.entities)
    words = ((_object(contents, s, base_iri), s.literal, "", "", "", "Words") for s in contents.statements if s.obj is None)
    relationships = (
        (
            _entity(contents, s.subject, base_iri), _object(contents, s, base_iri), s.id, s.relation_label, s.status.value, s.polarity.value,
            s.modality.value, _array(names.get(key, key) for key in s.claimed_by), s.role, s.when.value if s.when else None, s.confidence,
            _array(evidence.quote for evidence in s.evidence), s.evidence[0].span.start if s.evidence else "", _type(s),
        )
        for s in contents.statements
    )  # fmt: skip
    return {
        "-neo4j-nodes.csv": _write(("iri:ID", "name", "aliases:string[]", "mentions:int", "named:boolean", ":LABEL"), chain(entities, words)),
        "-neo4j-relationships.csv": _write(
            (
                ":START_ID", ":END_ID", "id", "relation", "status", "polarity", "modality", "claimedBy:string[]", "role", "date", "confidence:double",
                "evidence:string[]", "start:int", ":TYPE",
            ),
            relationships,
        ),
    }  # fmt: skip


def _neo4j_entity(contents: Contents, entity: Entity, base_iri: str) -> tuple[_Cell, ...]:
    labels = f"Entity;{entity.type.value}"
    return (_entity(contents, entity.id, base_iri), entity.label, _array(entity.aliases), len(entity.mentions), _truth(entity.is_named), labels)


def _write(head: Sequence[str], rows: Iterable[Sequence[_Cell]], *, is_guarded: bool = False) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([guard_cell(cell) if is_guarded else cell for cell in row] for row in rows)
    return out.getvalue()


def guard_cell(cell: _Cell) -> _Cell:
    """A cell that a spreadsheet shows and does not run.

    >>> guard_cell("=1+1"), guard_cell("Leeds"), guard_cell(-1)
    ("'=1+1", 'Leeds', -1)
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _entity(contents: Contents, key: str | None, base_iri: str) -> str:
    return entity_iri(base_iri, contents.article.id, key or "")


def _object(contents: Contents, statement: Statement, base_iri: str) -> str:
    if statement.obj is not None:
        return _entity(contents, statement.obj, base_iri)
    return statement_iri(base_iri, contents.article.id, statement.id) + "/object"


def _label(statement: Statement) -> str:
    if statement.status is Status.ASSERTED:
        return statement.relation_label
    negative = ", negative" if statement.polarity is Polarity.NEGATIVE and statement.status is not Status.NEGATED else ""
    return f"{statement.relation_label} ({statement.status.value}{negative})"


def _type(statement: Statement) -> str:
    family = re.sub(r"\W", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", statement.family)).upper()
    return family if statement.status is Status.ASSERTED else f"{family}_{statement.status.value.upper()}"


def _array(values: Iterable[str]) -> str:
    """Neo4j splits an array at semicolons and knows no escape for them."""
    return ";".join(value.replace(";", ",") for value in values)


def _truth(value: bool) -> str:
    return "true" if value else "false"
