"""In: the folder ontology/queries. Out: its queries, each with a title, what it answers and its parameters. It refuses to run them.

Every file is a whole SPARQL query that any tool can run: a parameter is a line `BIND("" AS ?who)`, whose string is replaced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graph.errors import QueryError
from graph.quoting import quote_string

_HEAD = re.compile(r"^# (title|answers|parameter (?P<name>\w+)): (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class NamedQuery:
    """A query of the folder. `parameters` are names with what they mean."""

    name: str
    title: str
    answers: str
    parameters: Mapping[str, str]
    text: str


@cache
def named_queries() -> dict[str, NamedQuery]:
    """All queries of the folder by name, in alphabetical order."""
    paths = sorted((path for path in (files("ontology") / "queries").iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return {path.name[:-3]: _read(path.name[:-3], path.read_text(encoding="utf-8")) for path in paths}


def fill_query(name: str, values: Mapping[str, str] | None = None) -> str:
    """The text of a named query with its parameters set.

    >>> 'BIND("Pryce" AS ?who)' in fill_query("who-said-what", {"who": "Pryce"})
    True

    Raises:
        QueryError: there is no such query or parameter.
    """
    query = named_queries().get(name)
    if query is None:
        raise QueryError(f"there is no query named {name!r}; there are {', '.join(named_queries())}")
    text = query.text
    for key, value in (values or {}).items():
        if key not in query.parameters:
            raise QueryError(f"the query {name} has no parameter {key!r}; it has {', '.join(query.parameters) or 'none'}")
        bound = f"BIND({quote_string(value)} AS ?{key})"
        text = re.sub(rf'BIND\("[^"]*" AS \?{key}\)', lambda _, bound=bound: bound, text)  # type: ignore[misc]
    return text


def _read(name: str, text: str) -> NamedQuery:
    found = {match[1].removeprefix("parameter "): match["text"] for match in _HEAD.finditer(text)}
    title, answers = found.pop("title"), found.pop("answers")
    return NamedQuery(name, title, answers, found, text)
