"""In: a graph. Out: what follows from its plain triples by the ontology, as a graph of its own: RDFS or OWL 2 RL, by owlrl.

Claims, denials and plans are no premises: only what the article asserts is. It refuses to mix what was inferred with what was read.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from rdflib import OWL, PROV, RDF, RDFS, Graph, Literal, URIRef

from graph.errors import SettingsError
from graph.ordering import only_article
from graph.terms import SCHEMA, TW
from graph.turtle import serialize_turtle

RULES: Final = ("owl-rl", "rdfs")
# True of everything, so that it says nothing.
_EMPTY: Final = {OWL.Thing, RDFS.Resource, TW.Entity, SCHEMA.Thing}


def infer(graph: Graph, *, rules: str = "owl-rl") -> Graph:
    """What follows about the entities of a graph, and is not in it.

    Args:
        graph: A graph of ours.
        rules: "owl-rl" (inverses, symmetric and transitive families, classes above) or "rdfs" (classes and families above alone).

    Returns:
        Inferred triples only.

    Raises:
        SettingsError: there are no such rules.
    """
    if rules not in RULES:
        raise SettingsError(f"there are no rules {rules!r}; there are {', '.join(RULES)}")
    import owlrl

    premises = _premises(graph)
    entities = set(graph.objects(None, SCHEMA.mentions))
    closure = premises + load_ontology()
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics if rules == "owl-rl" else owlrl.RDFS_Semantics).expand(closure)
    found = Graph()
    for prefix, namespace in graph.namespaces():
        found.bind(prefix, namespace)
    for subject, term, value in closure:
        if subject in entities and isinstance(value, URIRef) and not _says_nothing(subject, term, value) and (subject, term, value) not in graph:
            found.add((subject, term, value))
    return found


def write_with_inferred(graph: Graph, *, rules: str = "owl-rl") -> str:
    """The graph and what follows from it as TriG: what was read stands in the default graph, what was inferred in a graph of type tw:InferredGraph."""
    article = only_article(graph)
    name = URIRef(f"{article or 'urn:triplewire:'}/inferred")
    marked = Graph()
    for triple in graph:
        marked.add(triple)
    marked.add((name, RDF.type, TW.InferredGraph))
    if article is not None:
        marked.add((name, PROV.wasDerivedFrom, article))
    return serialize_turtle(marked) + "\n" + serialize_turtle(infer(graph, rules=rules), article=article, graph_name=name)


@cache
def load_ontology() -> Graph:
    """The ontology's own triples, parsed once, without its labels and definitions: nothing follows from them, and they double the work."""
    whole = Graph().parse(data=(files("ontology") / "news.ttl").read_text(encoding="utf-8"), format="turtle")
    found = Graph()
    for triple in whole:
        if not isinstance(triple[2], Literal):
            found.add(triple)
    return found


def _premises(graph: Graph) -> Graph:
    """The entities' types and plain triples, and the relations' places under families: all else is about statements and evidence."""
    entities = set(graph.objects(None, SCHEMA.mentions))
    found = Graph()
    for subject, term, value in graph:
        is_plain = subject in entities and (value in entities or term == RDF.type)
        if is_plain or term == RDFS.subPropertyOf:
            found.add((subject, term, value))
    return found


def _says_nothing(subject: object, term: object, value: URIRef) -> bool:
    return value in _EMPTY or (term == OWL.sameAs and subject == value) or term == OWL.topObjectProperty
