"""In: a graph (file or Turtle text) and a SPARQL query. Out: its result. Oxigraph answers, in a process that a timeout ends.

Prefixes are known beforehand. It refuses updates, SERVICE and FROM: a query reads the graph it was given and nothing else.
"""

from __future__ import annotations

import json
import queue
import re
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from graph.errors import GraphError, QueryError
from graph.named_queries import NamedQuery, fill_query, named_queries
from graph.query_results import Result, Term, read_answer
from graph.query_text import check_query, explain_error
from ontology.namespaces import PREFIXES

__all__ = ["NamedQuery", "QueryProcess", "Result", "Term", "fill_query", "named_queries", "run_query"]

TIMEOUT: Final = 30.0
LIMIT: Final = 1000
_WORKER: Final = Path(__file__).with_name("query_worker.py")
_PREFIX: Final = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([A-Za-z][\w-]*):\s*<([^<>\s]*)>", re.IGNORECASE)


def run_query(source: str | Path, sparql: str, *, timeout: float = TIMEOUT, limit: int = LIMIT, infer: str | None = None) -> Result:
    """Answers one query.

    Args:
        source: A graph file (Turtle, or another RDF format by its ending), Turtle text, or the folder of an archive (all its graphs as one).
        sparql: The query; the ontology's prefixes and those of the file need no declaration.
        timeout: Seconds after which the query is stopped.
        limit: The most rows (or triples) to give; 0 for all.
        infer: "owl-rl" or "rdfs", where what follows by the ontology is to be found too; it stands in a named graph of type tw:InferredGraph.

    Raises:
        QueryError: the query is wrong, refused, or took too long.
        GraphError: the graph cannot be read.
    """
    with QueryProcess(source, timeout=timeout, infer=infer) as process:
        return process.ask(sparql, timeout=timeout, limit=limit)


class QueryProcess:
    """A graph loaded once, for any number of queries. Use it in a `with` statement.

    A query that takes too long ends the process; the next one starts a fresh process and loads the graph again.
    """

    def __init__(self, source: str | Path, *, timeout: float = TIMEOUT, infer: str | None = None) -> None:
        """Loads the graph; see `run_query` for `source` and `infer`."""
        self._request = _load_request(source)
        if infer:
            self._request = _add_inferred(self._request, infer)
        self._name = str(self._request.get("path", "graph"))
        self._load_timeout = max(timeout, TIMEOUT)
        self.prefixes = {**_own_prefixes(self._request), **PREFIXES}
        self._graphs: list[str] = []
        self._process: subprocess.Popen[str] | None = None
        self._start()

    def __enter__(self) -> QueryProcess:
        """The process itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends the process."""
        self.close()

    def ask(self, sparql: str, *, timeout: float = TIMEOUT, limit: int = LIMIT) -> Result:
        """Answers one query; see `run_query`."""
        names_graphs = check_query(sparql, graphs=self._graphs)
        if self._process is None:
            self._start()
        answer = self._send(
            {"do": "query", "query": sparql, "limit": limit, "prefixes": self.prefixes, "union": bool(self._graphs) and not names_graphs},
            timeout,
            f"the query took longer than {timeout:g} s and was stopped; make it narrower or give it more time (--timeout)",
        )
        if "error" in answer:
            raise QueryError(explain_error(answer["error"], sparql, self.prefixes))
        return read_answer(answer, limit=limit, prefixes=self.prefixes)

    def close(self) -> None:
        """Ends the process; a later query would start it again."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()

    def _start(self) -> None:
        # -P keeps this folder off the module path: our turtle.py would hide the standard library's.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", str(_WORKER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
        )
        too_long = f"{self._name}: takes longer than {self._load_timeout:g} s to load; give it more time (--timeout)"
        answer = self._send({"do": "load", **self._request}, self._load_timeout, too_long)
        if "error" in answer:
            self.close()
            raise GraphError(f"{self._name}: cannot be read as a graph: {' '.join(str(answer['error']).split())}")
        self._graphs = answer["graphs"]

    def _send(self, request: dict[str, Any], timeout: float, too_long: str) -> dict[str, Any]:
        process = self._process
        assert process is not None and process.stdin is not None and process.stdout is not None
        source, target = process.stdout, process.stdin
        lines: queue.Queue[str] = queue.Queue()
        line = json.dumps({**request, "timeout": timeout})

        def talk() -> None:
            # Writing too is done here: a large graph fills the pipe, and the process may not read it in time.
            try:
                target.write(line + "\n")
                target.flush()
                lines.put(source.readline())
            except (OSError, ValueError):
                lines.put("")

        threading.Thread(target=talk, daemon=True).start()
        started = time.monotonic()
        try:
            answer = lines.get(timeout=timeout)
        except queue.Empty:
            self.close()
            raise QueryError(too_long) from None
        except BaseException:
            self.close()
            raise
        if not answer:
            self.close()
            over = time.monotonic() - started >= timeout
            raise QueryError(too_long if over else "the query process ended: it could not start, or needed more memory than there is")
        found: dict[str, Any] = json.loads(answer)
        return found


def _load_request(source: str | Path) -> dict[str, Any]:
    if isinstance(source, str) and ("\n" in source or source.lstrip().startswith(("@", "<"))):
        return {"text": source, "format": "trig"}
    path = Path(source)
    if (path / "archive.json").is_file():
        return {"path": str(path.absolute()), "store": str((path / "store").absolute())}
    try:
        with path.open("rb"):
            return {"path": str(path.absolute()), "format": path.suffix[1:].lower()}
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror or error}); give a graph file such as output/article.ttl") from None


def _add_inferred(request: dict[str, Any], rules: str) -> dict[str, Any]:
    if "store" in request:
        raise QueryError("what follows by the ontology (--infer) is worked out for one article's graph, not for an archive")
    # Imported here: rdflib and owlrl would slow down every query that needs neither.
    from graph.reasoning import write_with_inferred
    from graph.turtle import parse_graph, read_graph

    graph = parse_graph(str(request["text"])) if "text" in request else read_graph(str(request["path"]))
    return {"text": write_with_inferred(graph, rules=rules), "format": "trig"}


def _own_prefixes(request: dict[str, Any]) -> dict[str, str]:
    """The prefixes that the file itself declares in its head."""
    if "store" in request:
        return {}
    if "text" in request:
        lines = str(request["text"])[:20_000].splitlines()
    else:
        with Path(request["path"]).open("rb") as file:
            lines = file.read(20_000).decode("utf-8", "replace").splitlines()
    return {match[1]: match[2] for line in lines if (match := _PREFIX.match(line))}
