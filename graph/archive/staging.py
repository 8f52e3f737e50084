"""In: a change that is too large for one update request. Out: the same change at an endpoint, whole or not at all, however it is stopped.

The quads are first put aside in a graph of their own, in pieces, under signs that no query asks for; then one short request moves them to their places.
A change that was stopped while it was put aside is dropped; one that was all there is moved, by the next who writes. It refuses to run beside another
writer (`lease` sees to that).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from graph.archive.endpoint import Endpoint
from graph.archive.layout import ARCHIVE
from graph.archive.updates import write_update

_TAKES: Final = NamedNode(ARCHIVE + "takes")
_PUTS: Final = NamedNode(ARCHIVE + "puts")
_IN: Final = NamedNode(ARCHIVE + "in")

_Place = tuple[NamedNode, NamedNode, NamedNode]
"""Whether quads are taken out or put in, their predicate, and their graph."""


class Staging:
    """The place at an endpoint where a large change is put together."""

    def __init__(self, endpoint: Endpoint, graph: NamedNode) -> None:
        """In a graph that nothing else uses."""
        self._endpoint, self.graph = endpoint, graph
        self._is_begun = False

    def change(self, gone: Iterable[Quad], come: Iterable[Quad], *, most_quads: int) -> None:
        """Takes quads out and puts quads in; a request names so many of them at most."""
        if self._is_begun:  # an earlier change was stopped, and nobody knows where
            self.finish()
        signs: dict[_Place, NamedNode] = {}
        rows = [self._put_aside(signs, verb, quad) for verb, quads in ((_TAKES, gone), (_PUTS, come)) for quad in quads]
        self._is_begun = True
        for piece in (rows[start : start + most_quads] for start in range(0, len(rows), most_quads)):
            self._endpoint.update(write_update([], piece))
        told = [self._tell(sign, what, value) for (verb, predicate, graph), sign in signs.items() for what, value in ((verb, predicate), (_IN, graph))]
        self._endpoint.update(write_update([], told))  # from here on it is all there
        self._move(signs)
        self._is_begun = False

    def finish(self) -> None:
        """Moves a change that was put aside as a whole; drops one that was not."""
        told: dict[str, dict[str, NamedNode]] = {}
        for row in self._endpoint.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH {self.graph} {{ ?s ?p ?o FILTER(?p IN ({_TAKES}, {_PUTS}, {_IN})) }} }}"):
            told.setdefault(row["s"].value, {})[row["p"].value] = row["o"]
        signs = {(verb, row[verb.value], row[_IN.value]): NamedNode(sign) for sign, row in told.items() for verb in (_TAKES, _PUTS) if verb.value in row}
        if signs:
            self._move(signs)
        elif any(self._endpoint.select(f"SELECT ?s WHERE {{ GRAPH {self.graph} {{ ?s ?p ?o }} }} LIMIT 1")):
            self._endpoint.update(f"DROP SILENT GRAPH {self.graph}")
        self._is_begun = False

    def _put_aside(self, signs: dict[_Place, NamedNode], verb: NamedNode, quad: Quad) -> Quad:
        assert isinstance(quad.graph_name, NamedNode)
        place = (verb, quad.predicate, quad.graph_name)
        sign = signs.setdefault(place, NamedNode(f"{self.graph.value}/{len(signs) + 1}"))
        return Quad(quad.subject, sign, quad.object, self.graph)

    def _tell(self, sign: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(sign, predicate, value, self.graph)

    def _move(self, signs: dict[_Place, NamedNode]) -> None:
        """One request. To send it twice does no harm, also where a server did only the first of its steps."""
        steps = []
        for (verb, predicate, graph), sign in sorted(signs.items(), key=lambda entry: (entry[0][0] == _PUTS, entry[1].value)):
            word = "DELETE" if verb == _TAKES else "INSERT"
            steps.append(f"{word} {{ GRAPH {graph} {{ ?s {predicate} ?o }} }} WHERE {{ GRAPH {self.graph} {{ ?s {sign} ?o }} }}")
        self._endpoint.update(" ;\n".join((*steps, f"DROP SILENT GRAPH {self.graph}")))
