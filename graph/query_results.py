"""In: what the query process answered. Out: a result that prints itself as a table, CSV, JSON or Turtle. It refuses to run a query."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graph.errors import QueryError
from graph.quoting import show_line

_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True)
class Term:
    """A value in a result: `kind` is "uri", "literal", "bnode" or "triple"."""

    kind: str
    value: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Result:
    """The answer to a query. `form` is "select", "ask" or "graph"; `limit` is set where more rows were left out."""

    form: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    answer: bool | None = None
    turtle: str = ""
    limit: int | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)

    @property
    def notice(self) -> str:
        """A plain sentence where the result is not whole, else empty."""
        what = "triples" if self.form == "graph" else "rows"
        return f"only the first {self.limit} {what} are shown; raise the limit (--limit) to see more" if self.limit else ""

    def values(self) -> list[tuple[str | None, ...]]:
        """The rows as plain strings, None where a cell is empty."""
        return [tuple(None if term is None else term.value for term in row) for row in self.rows]

    def cells(self) -> list[tuple[str, ...]]:
        """The rows as short text for one line each: addresses by their prefix, hidden characters as escapes."""
        return [tuple("" if term is None else show_line(self.shorten(term)) for term in row) for row in self.rows]

    def shorten(self, term: Term) -> str:
        """A term as a reader writes it: `tw:opposes`, and literals without their quotation marks."""
        if term.kind != "uri":
            return f"_:{term.value}" if term.kind == "bnode" else term.value
        spaces = [(space, prefix) for prefix, space in self.prefixes.items() if term.value.startswith(space) and term.value != space]
        if not spaces:
            return f"<{term.value}>"
        space, prefix = max(spaces, key=lambda pair: len(pair[0]))
        rest = term.value[len(space) :]
        return f"<{term.value}>" if "/" in rest or "#" in rest else f"{prefix}:{rest}"

    def to_table(self) -> str:
        """The result as text in columns; an ASK gives "yes" or "no"."""
        if self.form == "graph":
            return self.turtle
        if self.form == "ask":
            return "yes\n" if self.answer else "no\n"
        lines = [self.columns, *self.cells()]
        widths = [max(len(line[number]) for line in lines) for number in range(len(self.columns))]
        lines.insert(1, tuple("-" * width for width in widths))
        return "".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines)

    def to_csv(self) -> str:
        """The result as SPARQL 1.1 CSV (plain values, first line the variables).

        Raises:
            QueryError: the result is a graph.
        """
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        if self.form == "graph":
            raise QueryError("a CONSTRUCT or DESCRIBE query gives a graph: ask for it as turtle")
        if self.form == "ask":
            writer.writerows([["answer"], ["true" if self.answer else "false"]])
            return out.getvalue()
        writer.writerow(self.columns)
        writer.writerows(["" if value is None else value for value in row] for row in self.values())
        return out.getvalue()

    def to_json(self) -> str:
        """The result in the SPARQL 1.1 JSON format.

        Raises:
            QueryError: the result is a graph.
        """
        if self.form == "graph":
            raise QueryError("a CONSTRUCT or DESCRIBE query gives a graph: ask for it as turtle")
        if self.form == "ask":
            return json.dumps({"head": {}, "boolean": bool(self.answer)}, indent=1) + "\n"
        bindings = [{name: _binding(term) for name, term in zip(self.columns, row, strict=True) if term is not None} for row in self.rows]
        return json.dumps({"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}, indent=1, ensure_ascii=False) + "\n"

    def to_turtle(self) -> str:
        """The graph of a CONSTRUCT or DESCRIBE query.

        Raises:
            QueryError: the result is no graph.
        """
        if self.form != "graph":
            raise QueryError("a SELECT or ASK query gives no graph: ask for a table, csv or json")
        return self.turtle


def read_answer(answer: Mapping[str, Any], *, limit: int, prefixes: Mapping[str, str]) -> Result:
    """The process's answer as a result."""
    return Result(
        form=answer["form"],
        columns=tuple(answer.get("columns", ())),
        rows=tuple(tuple(None if cell is None else Term(*cell) for cell in row) for row in answer.get("rows", ())),
        answer=answer.get("answer"),
        turtle=answer.get("turtle", ""),
        limit=limit if answer.get("cut") else None,
        prefixes=prefixes,
    )


def _binding(term: Term) -> dict[str, str]:
    found = {"type": term.kind, "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype and term.datatype != _STRING:
        found["datatype"] = term.datatype
    return found
