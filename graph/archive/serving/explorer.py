"""In: what the explorer's page asks for: names, an entity, a statement. Out: JSON, read from the graph by queries. It refuses addresses that are none.

Words of articles go out as JSON strings and are shown as text. Every question is a query like any other and keeps the same limits.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from graph.archive.serving.explorer_queries import (
    ALIASES,
    BUSIEST,
    COUNTS,
    DESCRIBED,
    DETAILS,
    EVIDENCE,
    LARGEST,
    MEMBERS,
    NAMES,
    OVERVIEW,
    SIZES,
    STATEMENTS,
    VOICES,
    fill,
)
from graph.archive.serving.messages import Problem, Request, Response, read_parameters
from graph.archive.serving.processes import Processes, Question
from graph.named_queries import named_queries
from graph.page.model import group_of, safe_address
from ontology.families import load_families
from ontology.namespaces import TW

Json = dict[str, Any]
Row = dict[str, str]
MOST_FOUND: Final = 30
MOST_STATEMENTS: Final = 200
MOST_NAMES: Final = 2000
MOST_MEMBERS: Final = 300
"""Entities of single articles that one question looks at: of a person in thousands of articles, some."""
LONGEST_NAME: Final = 200


class Explorer:
    """The explorer's questions to one graph."""

    def __init__(self, processes: Processes) -> None:
        """Asks through the endpoint's own processes."""
        self.processes = processes

    async def answer(self, request: Request) -> Response:
        """The answer to `/api/…`; what goes wrong comes as JSON too.

        Raises:
            Problem: there is no such path.
        """
        verbs = {"overview": self._overview, "search": self._search, "entity": self._entity, "statement": self._statement, "queries": self._queries}
        verb = verbs.get(request.path.removeprefix("/api/"))
        if verb is None:
            raise Problem(404, f"there is nothing here; known are {', '.join(f'/api/{name}' for name in verbs)}")
        try:
            status, found = 200, await verb(dict(read_parameters(request.query)))
        except Problem as problem:
            status, found = problem.status, {"error": problem.text}
        return Response(status, "application/json", json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))

    async def _overview(self, _: Row) -> Json:
        counts = await self._ask(OVERVIEW)
        ranked, counted = await self._ask(fill(LARGEST, most=str(MOST_FOUND))), "articles"
        if len(ranked) < MOST_FOUND:
            counted = "statements"
            ranked = await self._ask(fill(BUSIEST, most=str(3 * MOST_FOUND)))
        found = _gather(await self._describe(ranked))
        found.sort(key=lambda entry: (-entry["count"], entry["label"]))
        return {"articles": int(counts[0]["articles"]) if counts else 0, "counted": counted, "top": await self._size(found[:MOST_FOUND])}

    async def _search(self, values: Row) -> Json:
        words = " ".join(values.get("q", "").split())[:LONGEST_NAME].lower()
        if not words:
            return {"found": []}
        names = await self._ask(fill(NAMES, words=words, most=str(MOST_NAMES)))
        names.sort(key=lambda row: (_rank_name(row["name"].lower(), words), row["entity"]))
        chosen = list(dict.fromkeys(row["entity"] for row in names))[:MOST_MEMBERS]
        if not chosen:
            return {"found": []}
        found = _gather(await self._describe(await self._ask(fill(COUNTS, entities=chosen)), chosen, names))
        found.sort(key=lambda entry: (_rank(entry, words), -entry["count"], entry["label"]))
        return {"found": await self._size(found[:MOST_FOUND])}

    async def _entity(self, values: Row) -> Json:
        iri = _need(values, "iri")
        group = await self._ask(fill(MEMBERS, entity=iri, most=str(MOST_MEMBERS)))
        members = list(dict.fromkeys((iri, *(row["entity"] for row in group))))
        names = await self._ask(fill(DESCRIBED, entities=members))
        if not names:
            raise Problem(404, f"there is no entity <{iri}> here")
        entity = _gather(names)[0]
        aliases = [row["name"] for row in await self._ask(fill(ALIASES, entities=members))]
        entity["names"] += [name for name in aliases if name not in (entity["label"], *entity["names"])]
        rows = await self._ask(fill(STATEMENTS, entities=members, most=str(MOST_STATEMENTS + 1)))
        shown = rows[:MOST_STATEMENTS]
        ends = list(dict.fromkeys(row[end] for row in shown for end in ("subject", "object") if end == "subject" or row["isNode"] == "true"))
        known = {row["entity"]: row for row in await self._ask(fill(DESCRIBED, entities=ends))} if ends else {}
        voices, quotes = await self._add_to(shown, VOICES, "label"), await self._add_to(shown, EVIDENCE, "quote")
        statements = []
        for row in (row for row in shown if row["subject"] in known):
            statements.append(_show_statement(row, known) | {"claimedBy": voices[row["statement"]], "quotes": quotes[row["statement"]]})
        return {"entity": (await self._size([entity]))[0], "statements": statements, "more": len(rows) > MOST_STATEMENTS}

    async def _describe(self, counted: Sequence[Row], chosen: Sequence[str] = (), names: Sequence[Row] = ()) -> list[Row]:
        """The entities that were chosen, else those that were counted and have names, with their counts, and the name that each was found by."""
        wanted = list(chosen) or [row["entity"] for row in counted]
        if not wanted:
            return []
        counts = {row["entity"]: row["count"] for row in counted}
        found_by: dict[str, str] = {}
        for row in names:
            found_by.setdefault(row["entity"], row["name"])
        rows = [row for row in await self._ask(fill(DESCRIBED, entities=wanted)) if chosen or row["isNamed"] == "true"]
        return [row | {"count": counts.get(row["entity"], "0"), "name": found_by.get(row["entity"], "")} for row in rows]

    async def _size(self, found: list[Json]) -> list[Json]:
        """The entries, each with the number of its articles: a search reads some of a large group's, not all."""
        rows = await self._ask(fill(SIZES, entities=[entry["iri"] for entry in found])) if found else []
        sizes = {row["entity"]: int(row["count"]) for row in rows}
        return [entry | {"total": max(sizes.get(entry["iri"], 0), len(entry["articles"]))} for entry in found]

    async def _queries(self, _: Row) -> Json:
        return {"queries": [{"name": query.name, "title": query.title, "answers": query.answers, "text": query.text} for query in named_queries().values()]}

    async def _statement(self, values: Row) -> Json:
        rows = await self._ask(fill(DETAILS, statement=_need(values, "iri")))
        if not rows:
            raise Problem(404, f"there is no statement <{values['iri']}> here")
        voices = await self._add_to([{"statement": values["iri"]}], VOICES, "label")
        first = rows[0]
        keep = ("status", "polarity", "modality", "confidence", "when", "whenValue", "where", "role", "turn")
        passages = sorted({(int(row["start"]), int(row["end"]), row.get("before", ""), row["quote"], row.get("after", "")) for row in rows})
        return {
            **{name: first[name] for name in keep if name in first},
            "claimedBy": voices[values["iri"]],
            "article": _show_article(first),
            "passages": [dict(zip(("start", "end", "before", "quote", "after"), passage, strict=True)) for passage in passages],
        }

    async def _add_to(self, rows: Sequence[Row], query: str, name: str) -> dict[str, list[str]]:
        """For each statement, what a second query finds; only there can it be several."""
        found: dict[str, list[str]] = defaultdict(list)
        if rows:
            for row in await self._ask(fill(query, statements=[row["statement"] for row in rows])):
                if row[name] not in found[row["statement"]]:
                    found[row["statement"]].append(row[name])
        return found

    async def _ask(self, sparql: str) -> list[Row]:
        found = await self.processes.ask(Question(sparql))
        bindings = json.loads(found.read())["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in bindings]


def _need(values: Row, name: str) -> str:
    if not values.get(name):
        raise Problem(400, f"the parameter {name} is missing")
    return values[name]


def _gather(rows: Iterable[Row]) -> list[Json]:
    """One entry for each entity, or group of entities that are one: its names, and the articles that it stands in."""
    found: dict[str, Json] = {}
    counted: set[str] = set()
    for row in rows:
        iri = row.get("first", row["entity"])
        entry = found.setdefault(iri, {"iri": iri, "label": row["label"], "kind": row["kind"].removeprefix(TW), "names": [], "count": 0, "articles": []})
        if row["entity"] not in counted:
            counted.add(row["entity"])
            entry["count"] += int(row.get("count", "0"))
            entry["articles"].append(_show_article(row))
        for name in (row["label"], row.get("name", "")):
            if name and name != entry["label"] and name not in entry["names"]:
                entry["names"].append(name)
    return list(found.values())


def _rank_name(name: str, words: str) -> int:
    """How well one name fits: the whole, its beginning, the beginning of a word, somewhere."""
    tests = (name == words, name.startswith(words), f" {words}" in name)
    return next((rank for rank, holds in enumerate(tests) if holds), len(tests))


def _rank(entry: Json, words: str) -> tuple[int, bool]:
    """How well the best of an entry's names fits; the label before other names."""
    label, *others = (_rank_name(name.lower(), words) for name in (entry["label"], *entry["names"]))
    return min(label, *others) if others else label, label > min(others, default=label)


def _show_article(row: Row) -> Json:
    shown: Json = {name: row[name] for name in ("article", "headline", "date", "publisher") if name in row}
    if (address := safe_address(row.get("url"))) is not None:
        shown["url"] = address
    return shown


def _show_end(iri: str, known: dict[str, Row]) -> Json:
    return {"iri": known[iri].get("first", iri), "label": known[iri]["label"], "kind": known[iri]["kind"].removeprefix(TW)}


def _show_statement(row: Row, ends: dict[str, Row]) -> Json:
    family = row["family"].removeprefix(TW)
    known = load_families().get(family)
    is_entity = row["isNode"] == "true" and row["object"] in ends
    return {
        "iri": row["statement"],
        "subject": _show_end(row["subject"], ends),
        "how": row["how"],
        "object": _show_end(row["object"], ends) if is_entity else None,
        "words": None if is_entity else row["object"],
        "family": known.label if known is not None else family,
        "group": group_of(family),
        "status": row["status"],
        "confidence": row["confidence"],
        "article": _show_article(row),
    }
