"""In: a request to the endpoint. Out: the question that it asks (SPARQL 1.1 Protocol), and the answer as it is sent. It refuses every update."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from graph.archive.serving.limits import Limits
from graph.archive.serving.messages import Problem, Request, Response, read_parameters
from graph.archive.serving.negotiation import GRAPH_TYPES, ROW_TYPES, choose_graph_form, choose_row_form
from graph.archive.serving.processes import Found, Question

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"


def read_question(request: Request) -> Question | None:
    """What a request asks; None where it asks nothing, which is answered with the service's description.

    Raises:
        Problem: it is no query, or an update.
    """
    query, parameters = _find_query(request)
    if any(name == "update" for name, _ in parameters) or _names(parameters, "using-graph-uri"):
        raise _read_only()
    if query is None:
        if request.method == "POST":
            raise Problem(400, "no query was sent: give it as the parameter query, or as a body of type application/sparql-query")
        return None
    accept = request.header("accept")
    rows, graphs = choose_row_form(accept), choose_graph_form(accept)
    if rows is None and graphs is None:
        known = ", ".join(kind.split(";")[0] for kind in (*ROW_TYPES.values(), *GRAPH_TYPES.values()))
        raise Problem(406, f"nothing that the Accept header names can be given; known are {known}")
    return Question(query, rows, graphs, tuple(_names(parameters, "default-graph-uri")), tuple(_names(parameters, "named-graph-uri")))


def write_answer(question: Question, found: Found, limits: Limits) -> Response:
    """The answer to send; a header says where rows were left out, under the name that Virtuoso gave it."""
    kind = GRAPH_TYPES[question.graph_form or "ttl"] if found.is_graph else ROW_TYPES[question.row_form or "json"]
    headers = [("vary", "accept")]
    if found.is_cut:
        headers.append(("x-sparql-maxrows", str(limits.rows)))
    return Response(200, kind, found.body, found.size, tuple(headers))


def _find_query(request: Request) -> tuple[str | None, list[tuple[str, str]]]:
    parameters = read_parameters(request.query)
    if request.method == "POST":
        kind, _, options = request.header("content-type").partition(";")
        kind = kind.strip().lower()
        if kind == UPDATE:
            raise _read_only()
        if kind not in (FORM, QUERY):
            raise Problem(415, f"a query is sent as {QUERY} or {FORM}", headers=(("accept", f"{QUERY}, {FORM}"),))
        charset = options.lower().partition("charset=")[2].strip(' "').partition(";")[0]
        if charset not in ("", "utf-8", "utf8", "us-ascii"):
            raise Problem(415, "a query is sent in UTF-8")
        try:
            body = request.body.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Problem(400, f"the body is not valid UTF-8 at byte {error.start}") from None
        if kind == QUERY:
            return body, parameters
        parameters = [*parameters, *read_parameters(body)]
    queries = _names(parameters, "query")
    if len(queries) > 1:
        raise Problem(400, "more than one query was sent; send one")
    return (queries[0] if queries else None), parameters


def _names(parameters: Sequence[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in parameters if key == name]


def _read_only() -> Problem:
    return Problem(403, "this endpoint only answers queries; articles come into an archive with `triplewire ingest`")
