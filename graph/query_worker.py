"""In: requests as lines of JSON on standard input (load a graph, answer a query). Out: answers as lines of JSON on standard output.

A process of its own, so that a timeout can end it: Oxigraph cannot be interrupted. Run by path, it imports nothing of ours, which keeps its start
short. It refuses to write: it knows no update.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

import pyoxigraph as ox

GRACE = 2.0
MEMORY_SHARE = 0.75


def main() -> None:
    """Answers until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the parent, which ends this process itself
    _limit_memory()
    store = ox.Store()
    for line in sys.stdin:
        request = json.loads(line)
        _set_alarm(request.get("timeout"))
        try:
            if "store" in request:
                store = ox.Store.read_only(request["store"])
            answer = _load(store, request) if request["do"] == "load" else _answer(store, request)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            answer = {"error": error.msg if isinstance(error, SyntaxError) else str(error), "kind": type(error).__name__}
        _set_alarm(None)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _load(store: ox.Store, request: dict[str, Any]) -> dict[str, Any]:
    if "store" in request:
        return _describe(store)
    form = ox.RdfFormat.from_extension(request["format"]) or ox.RdfFormat.TURTLE
    if "path" in request:
        store.bulk_load(path=request["path"], format=form)
    else:
        store.bulk_load(input=request["text"].encode("utf-8"), format=form)
    return _describe(store)


def _describe(store: ox.Store) -> dict[str, Any]:
    return {"graphs": [str(name.value) for name in store.named_graphs() if isinstance(name, ox.NamedNode)]}


def _answer(store: ox.Store, request: dict[str, Any]) -> dict[str, Any]:
    results = store.query(request["query"], prefixes=request["prefixes"], use_default_graph_as_union=request["union"])
    limit = request["limit"]
    if isinstance(results, ox.QueryBoolean):
        return {"form": "ask", "answer": bool(results)}
    if isinstance(results, ox.QueryTriples):
        return _triples(results, limit, request["prefixes"])
    columns = [variable.value for variable in results.variables]
    rows: list[list[Any]] = []
    for solution in results:
        if limit and len(rows) == limit:
            return {"form": "select", "columns": columns, "rows": rows, "cut": True}
        rows.append([_term(solution[number]) for number in range(len(columns))])
    return {"form": "select", "columns": columns, "rows": rows, "cut": False}


def _triples(results: ox.QueryTriples, limit: int, prefixes: dict[str, str]) -> dict[str, Any]:
    triples: set[ox.Triple] = set()
    cut = False
    for triple in results:
        if limit and len(triples) == limit and triple not in triples:
            cut = True
            break
        triples.add(triple)
    used = {prefix: space for prefix, space in prefixes.items() if any(f"<{space}" in str(triple) for triple in triples)}
    turtle = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.TURTLE, prefixes=used) or b""
    return {"form": "graph", "turtle": turtle.decode("utf-8"), "triples": len(triples), "cut": cut}


def _term(term: Any) -> list[str | None] | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return ["uri", term.value]
    if isinstance(term, ox.BlankNode):
        return ["bnode", term.value]
    if isinstance(term, ox.Literal):
        return ["literal", term.value, None if term.language else term.datatype.value, term.language]
    return ["triple", str(term)]


def _set_alarm(seconds: float | None) -> None:
    """The system itself ends this process a little after the parent should have done so, in case the parent was killed."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds + GRACE if seconds else 0)


def _limit_memory() -> None:
    """A query that would fill the machine's memory fails instead."""
    try:
        import resource

        size = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * MEMORY_SHARE)
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError, AttributeError):
        pass  # not on this system: the timeout still holds


if __name__ == "__main__":
    main()
