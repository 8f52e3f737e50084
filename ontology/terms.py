"""In: terms.toml beside it. Out: the ontology's classes, values and properties, relation families apart.

It refuses terms without label or comment.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Term:
    """One term. `group` is "class", "value" or "property"; the other fields are as terms.toml explains them."""

    group: str
    name: str
    label: str
    comment: str
    under: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    kind: str | None = None
    domain: str | None = None
    range: str | None = None
    functional: bool = False


@cache
def load_terms() -> tuple[Term, ...]:
    """All terms, in the order of the data file."""
    data = tomllib.loads((files("ontology") / "terms.toml").read_text(encoding="utf-8"))
    return tuple(_term(group, name, row) for group, rows in data.items() for name, row in rows.items())


def _term(group: str, name: str, row: dict[str, object]) -> Term:
    def texts(key: str) -> tuple[str, ...]:
        found = row.get(key, [])
        return tuple(str(x) for x in found) if isinstance(found, list) else ()

    def text(key: str) -> str | None:
        return str(row[key]) if key in row else None

    return Term(
        group=group,
        name=name,
        label=str(row["label"]),
        comment=str(row["comment"]),
        under=texts("under"),
        near=texts("near"),
        members=texts("in"),
        kind=text("kind"),
        domain=text("domain"),
        range=text("range"),
        functional=bool(row.get("functional", False)),
    )
