"""In: lines of JSON on standard input: a graph to open, questions. Out: for each a line of JSON, then as many bytes of answer as it says.

A process of its own, so that it can be ended: Oxigraph cannot be interrupted, nor be told how much memory to take. It refuses to write.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from graph.archive.serving.triples import TripleError, write_triples
from graph.archive.serving.writing import write_rows, write_truth
from graph.errors import QueryError
from graph.query_text import check_query, explain_error

GRACE: Final = 2.0
STALE: Final = 1.0
ATTEMPTS: Final = 5
_UNTOLD: Final = frozenset({"LOG", "LOCK"})
Asking = dict[str, Any]


class Answers:
    """One graph, and the questions to it."""

    def __init__(self) -> None:
        """Begins with an empty graph."""
        self.store = ox.Store()
        self.graphs: frozenset[str] = frozenset()
        self._folder: Path | None = None
        self._seen: object = None
        self._opened = 0.0

    def open(self, asking: Asking) -> tuple[dict[str, Any], bytes]:
        """Opens the graph: an archive's folder as it stands, a file by reading it."""
        path = Path(asking["path"])
        if path.is_dir():
            self._folder = path
            self._open_patiently()
        else:
            self.store.bulk_load(path=str(path), format=ox.RdfFormat.from_extension(path.suffix[1:].lower()) or ox.RdfFormat.TURTLE)
            self._list_graphs()
        return {"graphs": len(self.graphs)}, b""

    def _open_patiently(self) -> None:
        """The first time there is no former state to go on with: a writer that tidies up is waited for."""
        for _ in range(ATTEMPTS):
            with contextlib.suppress(FileNotFoundError):
                return self._reopen()
            time.sleep(0.1)
        return self._reopen()

    def refresh(self) -> None:
        """Opens a growing archive anew where it has changed; while its writer is in the middle of something, the former state goes on to answer."""
        if self._folder is not None and time.monotonic() - self._opened > STALE:
            with contextlib.suppress(OSError):  # looking at a folder whose files come and go may fail as well
                if _look_at(self._folder) != self._seen:
                    self._reopen()

    def _reopen(self) -> None:
        assert self._folder is not None
        seen = _look_at(self._folder)
        self.store = ox.Store.read_only(str(self._folder))
        self._seen, self._opened = seen, time.monotonic()
        self._list_graphs()

    def _list_graphs(self) -> None:
        self.graphs = frozenset(str(name.value) for name in self.store.named_graphs() if isinstance(name, ox.NamedNode))

    def query(self, asking: Asking) -> tuple[dict[str, Any], bytes]:
        """Answers one query in the form that was asked for."""
        self.refresh()
        sparql, prefixes = asking["query"], asking["prefixes"]
        names_graphs = check_query(sparql, graphs=self.graphs)
        unknown = next((name for name in (*asking["default"], *asking["named"]) if name not in self.graphs), None)
        if unknown is not None:
            raise QueryError(f"there is no graph <{unknown}> here, and none is fetched")
        has_dataset = bool(asking["default"] or asking["named"])
        options: dict[str, Any] = {}
        if has_dataset:
            options = {"default_graph": [ox.NamedNode(name) for name in asking["default"]], "named_graphs": [ox.NamedNode(name) for name in asking["named"]]}
        try:
            results = self.store.query(
                sparql, prefixes=prefixes, use_default_graph_as_union=bool(self.graphs) and not names_graphs and not has_dataset, **options
            )
            return _write(results, asking)
        except SyntaxError as error:
            raise QueryError(explain_error(error.msg, sparql, prefixes)) from None


def _look_at(folder: Path) -> object:
    """What changes whenever something is written: the names and sizes of the store's files."""
    return frozenset((entry.name, entry.stat().st_size) for entry in os.scandir(folder) if entry.name not in _UNTOLD)


def _write(results: Any, asking: Asking) -> tuple[dict[str, Any], bytes]:
    if isinstance(results, ox.QueryTriples):
        form = _need(asking["graph_form"], "a graph: ask for text/turtle, application/n-triples, application/ld+json or application/rdf+xml")
        triples, cut = _take(results, asking["rows"], set())
        return {"cut": cut, "graph": True}, _shorten(write_triples(form, triples, asking["prefixes"]), asking)
    form = _need(asking["row_form"], "rows: ask for application/sparql-results+json or +xml, text/csv or text/tab-separated-values")
    if isinstance(results, ox.QueryBoolean):
        return {"cut": False}, write_truth(form, bool(results)).encode("utf-8")
    rows = _Rows(results, asking["rows"], asking["bytes"])
    text = b"".join(rows.count(piece) for piece in write_rows(form, [variable.value for variable in results.variables], rows))
    return {"cut": rows.cut}, text


class _Rows:
    """The rows of a result until there are enough of them, or of their bytes."""

    def __init__(self, results: Any, most: int, most_bytes: int) -> None:
        self.results, self.most, self.bytes, self.cut = results, most, most_bytes, False

    def __iter__(self) -> Iterator[Any]:
        for number, row in enumerate(self.results):
            if number >= self.most or self.bytes <= 0:
                self.cut = True
                return
            yield tuple(row)

    def count(self, piece: str) -> bytes:
        data = piece.encode("utf-8", "replace")
        self.bytes -= len(data)
        return data


def _take(results: Iterable[Any], most: int, found: set[Any]) -> tuple[list[Any], bool]:
    for triple in results:
        if len(found) >= most and triple not in found:
            return sorted(found, key=str), True
        found.add(triple)
    return sorted(found, key=str), False


def _shorten(data: bytes, asking: Asking) -> bytes:
    if len(data) > asking["bytes"]:
        raise QueryError(f"the answer is larger than {asking['bytes']:,} bytes; ask for less of it (LIMIT)")
    return data


def _need(form: str | None, instead: str) -> str:
    if form is None:
        raise TripleError(f"the answer is {instead}")
    return form


def main() -> None:
    """Answers until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C belongs to the server, which ends this process itself
    answers = Answers()
    verbs: dict[str, Callable[[Asking], tuple[dict[str, Any], bytes]]] = {"open": answers.open, "query": answers.query}
    out = sys.stdout.buffer
    for line in sys.stdin:
        asking = json.loads(line)
        if "memory" in asking:
            _limit_memory(asking["memory"])
        signal.setitimer(signal.ITIMER_REAL, asking["seconds"] + GRACE)
        try:
            head, data = verbs[asking["do"]](asking)
        except QueryError as error:
            head, data = {"error": str(error), "status": 400}, b""
        except TripleError as error:
            head, data = {"error": str(error), "status": 406}, b""
        except MemoryError:
            os._exit(1)
        except (ValueError, OSError, RuntimeError, SyntaxError) as error:
            head, data = {"error": f"the graph cannot be asked this: {' '.join(str(error).split())}", "status": 500}, b""
        signal.setitimer(signal.ITIMER_REAL, 0)
        out.write(json.dumps({**head, "bytes": len(data)}).encode("ascii") + b"\n")
        out.write(data)
        out.flush()


def _limit_memory(size: int) -> None:
    """A query that would fill the machine's memory ends this process instead."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ImportError, ValueError, OSError):
        pass  # not on this system: the time limit still holds


if __name__ == "__main__":
    main()
