"""In: a graph, or the file of one. Out: a report on whether it keeps to ontology/shapes.ttl; each failure with the node's name and its sentence.

pySHACL checks. It refuses to mend anything, and files that hold no article of ours: those can neither keep nor break our promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from rdflib import PROV, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from graph.errors import GraphError
from graph.quoting import show_line
from graph.terms import OA, SCHEMA, TW
from graph.turtle import parse_graph, read_graph, serialize_turtle
from ontology.namespaces import PREFIXES

_PLACE = re.compile(r"#char=(\d+),(\d+)$", re.ASCII)
_REPORT = "urn:triplewire:report"


@dataclass(frozen=True)
class Failure:
    """One promise that one node breaks. `name` is how a reader calls the node, `sentence` the words of the article that it comes from."""

    node: str
    name: str
    message: str
    path: str = ""
    value: str = ""
    sentence: str = ""
    severity: str = "Violation"


@dataclass(frozen=True)
class Report:
    """Whether a graph conforms, what does not, and what conforms but is worth a look."""

    conforms: bool
    failures: tuple[Failure, ...] = ()
    warnings: tuple[Failure, ...] = ()

    def to_text(self) -> str:
        """The report for a reader."""
        if self.conforms:
            verdict = "The graph conforms to the shapes.\n"
        else:
            verdict = f"The graph does not conform: {_count(self.failures, 'failure')}.\n" + "".join(map(_failure_text, self.failures))
        if self.warnings:
            verdict += f"\nWorth a look: {_count(self.warnings, 'statement')}.\n" + "".join(map(_failure_text, self.warnings))
        return verdict

    def to_turtle(self) -> str:
        """The report as a SHACL validation report in Turtle, the same bytes on every run."""
        graph = Graph()
        report = URIRef(_REPORT)
        graph.add((report, RDF.type, SH.ValidationReport))
        graph.add((report, SH.conforms, Literal(self.conforms)))
        for number, failure in enumerate((*self.failures, *self.warnings), 1):
            result = URIRef(f"{_REPORT}:{number:04d}")
            graph.add((report, SH.result, result))
            graph.add((result, RDF.type, SH.ValidationResult))
            graph.add((result, SH.focusNode, URIRef(failure.node)))
            graph.add((result, SH.resultSeverity, SH[failure.severity]))
            graph.add((result, SH.resultMessage, Literal(failure.message)))
            if failure.path.startswith(("http:", "https:", "urn:")):
                graph.add((result, SH.resultPath, URIRef(failure.path)))
            if failure.value:
                graph.add((result, SH.value, Literal(failure.value)))
        return serialize_turtle(graph)


def validate_graph(source: Graph | str | Path) -> Report:
    """Checks a graph against the shapes.

    Args:
        source: A graph, a file, or Turtle text (a string of more than one line).

    Raises:
        GraphError: the file cannot be read, or holds no article of ours.
    """
    graph, name = _read(source)
    if not any((node, TW.sha256, None) in graph for node in graph.subjects(RDF.type, SCHEMA.NewsArticle)):
        raise GraphError(f"{name}: holds no article that Triplewire wrote; give a file made by `triplewire build`")
    # Imported here: pySHACL takes longer to load than a small graph to check.
    from pyshacl import validate

    conforms, results, _ = validate(graph, shacl_graph=load_shapes(), inference="none", advanced=True, do_owl_imports=False, allow_warnings=True)
    if not isinstance(results, Graph):
        raise GraphError(f"{name}: the shapes could not be applied: {show_line(str(results))}")
    found = sorted(
        {_failure(graph, results, node) for node in results.subjects(RDF.type, SH.ValidationResult)},
        key=lambda failure: (failure.node, failure.message, failure.path, failure.value),
    )
    return Report(bool(conforms), *(tuple(one for one in found if (one.severity == "Warning") is is_warning) for is_warning in (False, True)))


@cache
def load_shapes() -> Graph:
    """The shapes of the ontology, parsed once."""
    return Graph().parse(data=(files("ontology") / "shapes.ttl").read_text(encoding="utf-8"), format="turtle")


def _read(source: Graph | str | Path) -> tuple[Graph, str]:
    if isinstance(source, Graph):
        return source, "graph"
    if isinstance(source, str) and "\n" in source:
        return parse_graph(source), "graph"
    return read_graph(source), str(source)


def _failure(graph: Graph, results: Graph, result: Node) -> Failure:
    node = results.value(result, SH.focusNode)
    path, value = (results.value(result, term) for term in (SH.resultPath, SH.value))
    messages = sorted(str(message) for message in results.objects(result, SH.resultMessage))
    severity = str(results.value(result, SH.resultSeverity) or SH.Violation)
    if path is None and isinstance(value, URIRef):
        node, value = value, None  # a check over the whole article names the thing that fails as its value
    return Failure(
        node=str(node),
        name=_name(graph, node),
        message=messages[0] if messages else "breaks a shape",
        path=str(path) if isinstance(path, URIRef) else "",
        value=_name(graph, value) if isinstance(value, URIRef) else str(value) if isinstance(value, Literal) else "",
        sentence=next(_sentences(graph, node), ""),
        severity=severity.rsplit("#", 1)[-1],
    )


def _name(graph: Graph, node: Node | None) -> str:
    """A statement in words, a thing by its label, all else by its address in short."""
    if not isinstance(node, URIRef):
        return str(node)
    ends = [graph.value(node, term) for term in (RDF.subject, RDF.predicate, RDF.object)]
    if (node, RDF.type, RDF.Statement) in graph and any(ends):
        return " – ".join(_name(graph, end) if end is not None else "?" for end in ends)
    label = graph.value(node, RDFS.label)
    if label is None and (place := _PLACE.search(node)):
        return f"evidence at characters {place[1]} to {place[2]}"
    return str(label) if label is not None else _short(node)


def _sentences(graph: Graph, node: Node | None) -> Iterator[str]:
    """The words of the article that lead to a node, best first."""
    if not isinstance(node, URIRef):
        return
    for start in (node, *sorted(graph.objects(node, PROV.wasDerivedFrom), key=str), *sorted(graph.subjects(OA.hasSelector, node), key=str)):
        for selector in (start, *sorted(graph.objects(start, OA.hasSelector), key=str)):
            yield from map(str, graph.objects(selector, OA.exact))
    body = next(map(str, graph.objects(None, SCHEMA.articleBody)), "")
    places = sorted(int(match[1]) for place in graph.objects(node) if (match := _PLACE.search(str(place))) and body)
    for place in places:
        before, after = (re.split(r"(?<=[.!?])\s|\n", part) for part in (body[:place], body[place:]))
        yield before[-1] + after[0]


def _short(node: str) -> str:
    for prefix, space in PREFIXES.items():
        if node.startswith(space) and node != space:
            return f"{prefix}:{node[len(space) :]}"
    return node.rsplit("/", 1)[-1]


def _count(found: tuple[Failure, ...], word: str) -> str:
    return f"{len(found)} {word}" + ("s" if len(found) != 1 else "")


def _failure_text(failure: Failure) -> str:
    lines = [f"\n{show_line(failure.name)}", f"  {show_line(failure.message)}"]
    if failure.path:
        lines.append(f"  at {_short(failure.path)}" + (f": {show_line(failure.value)}" if failure.value else ""))
    if failure.sentence:
        lines.append(f"  in “{show_line(failure.sentence)}”")
    return "\n".join([*lines, f"  <{show_line(failure.node)}>"]) + "\n"
