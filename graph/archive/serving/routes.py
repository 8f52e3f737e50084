"""In: a request. Out: its answer: the endpoint's, a page's, the explorer's, or what was wrong with it. It refuses what the guard does not let through."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from importlib.resources import files
from urllib.parse import urlencode

import pyoxigraph as ox

from graph.archive.serving.explorer import Explorer
from graph.archive.serving.guard import METHODS, answer_options, check_host, check_origin, secure
from graph.archive.serving.limits import Limits
from graph.archive.serving.messages import Problem, Request, Response
from graph.archive.serving.negotiation import GRAPH_TYPES, choose_graph_form, prefers_page
from graph.archive.serving.pages import find_page
from graph.archive.serving.processes import Processes
from graph.archive.serving.protocol import read_question, write_answer
from graph.archive.serving.triples import write_triples

ENDPOINT = "/sparql"


class Routes:
    """What stands under which path of one server."""

    def __init__(self, processes: Processes, limits: Limits, *, names: Collection[str], title: str, cors: bool) -> None:
        """Keeps what the answers need."""
        self.processes, self.limits, self.names, self.title, self.cors = processes, limits, names, title, cors
        self.explorer = Explorer(processes)

    async def answer(self, request: Request) -> Response:
        """The answer to any request: whatever goes wrong is an answer too."""
        try:
            check_host(request, self.names)
            check_origin(request, cors=self.cors)
            response = await self._find(request)
        except Problem as problem:
            response = problem.to_response()
        except Exception as error:
            response = Problem(500, f"an unexpected error: {type(error).__name__}. This is a defect of Triplewire").to_response()
        return secure(response, cors=self.cors)

    async def _find(self, request: Request) -> Response:
        if request.method == "OPTIONS":
            return answer_options(cors=self.cors)
        if request.method not in ("GET", "HEAD", "POST") or (request.method == "POST" and request.path != ENDPOINT):
            allowed = METHODS if request.path == ENDPOINT else "GET, HEAD, OPTIONS"
            raise Problem(405, "this server only answers queries", headers=(("allow", allowed),))
        if request.path == ENDPOINT:
            return await self._ask(request)
        if request.path.startswith("/api/"):
            return await self.explorer.answer(request)
        if (page := find_page(request, title=self.title)) is not None:
            return page
        raise Problem(404, f"there is nothing here; the endpoint is {ENDPOINT}, the pages are / and /query")

    async def _ask(self, request: Request) -> Response:
        question = read_question(request)
        if request.method != "POST" and prefers_page(request.header("accept")):
            # A browser that follows a link to an answer gets the page that asks for it.
            query = "?" + urlencode({"query": question.sparql}) if question else ""
            return Response(303, "", headers=(("location", f"/query{query}"), ("vary", "accept")))
        if question is None:
            return _describe(request)
        return write_answer(question, await self.processes.ask(question), self.limits)


def _describe(request: Request) -> Response:
    form = choose_graph_form(request.header("accept"))
    if form is None:
        raise Problem(406, "the description of this service is a graph: ask for text/turtle, or send a query")
    host = request.header("host") or "localhost"
    return Response(200, GRAPH_TYPES[form], _write_description(form, f"http://{host}{ENDPOINT}"), headers=(("vary", "accept"),))


@cache
def _read_description() -> bytes:
    return (files("graph") / "archive" / "serving" / "assets" / "description.ttl").read_bytes()


def _write_description(form: str, address: str) -> bytes:
    try:
        quads = list(ox.parse(_read_description(), ox.RdfFormat.TURTLE, base_iri=address))
    except (ValueError, SyntaxError):
        raise Problem(400, "the Host header is no name") from None
    return write_triples(form, sorted((quad.triple for quad in quads), key=str), {"sd": "http://www.w3.org/ns/sparql-service-description#"})
