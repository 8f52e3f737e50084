"""In: the contents of one article. Out: what an archive keeps of it, as bytes that can go from one process to another. It refuses to open an archive.

The article's own triples go into its graph; what its relations are called goes into its row, since the archive says that once for all articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize
from rdflib import URIRef
from rdflib.term import Node

from graph.archive.excerpts import read_excerpt
from graph.archive.profiles import make_profiles, write_profiles
from graph.archive.stories import sketch
from graph.archive.version import linking_version
from graph.archive.vocabulary import variants_of, write_variants
from graph.canonical import canonical
from graph.dataset import make_dataset
from graph.records import Contents
from ontology.namespaces import BASE, article_iri

_WORD = re.compile(r"\w+(?:[’'-]\w+)*")


@dataclass(frozen=True)
class Report:
    """Where an article came from: `content` is the hash of its source as it was read, `version` the program that built its graph.

    Both unchanged, the article need not be built again.
    """

    content: str = ""
    version: str = ""


@dataclass(frozen=True)
class Prepared:
    """One article, ready to be put.

    `triples` are N-Triples, sorted; `relations` is what `write_variants` wrote, `sketch` what `stories` compares, `profiles` what linking needs of it,
    made here since articles are prepared on all cores.
    """

    iri: str
    key: str
    report: Report
    words: int
    statements: int
    relations: str
    sketch: str
    profiles: str
    triples: bytes

    def read_triples(self) -> set[Triple]:
        """The article's own triples."""
        return {quad.triple for quad in parse(self.triples, RdfFormat.N_TRIPLES)}


def prepare(contents: Contents, *, key: str, report: Report | None = None, base_iri: str = BASE, with_text: bool = True) -> Prepared:
    """What an archive keeps of an article; `key` is the archive's name for its source."""
    contents = canonical(replace(contents, article=replace(contents.article, key=key)))
    iri = article_iri(base_iri, contents.article.id)
    own = (triple for triple in make_dataset(contents, base_iri=base_iri, with_text=with_text) if str(triple[0]).startswith(iri))
    triples = sorted(_settle(Triple(NamedNode(str(s)), NamedNode(str(p)), _term(o)) for s, p, o in own), key=str)
    return Prepared(
        iri=iri,
        key=key,
        report=report or Report(),
        words=len(_WORD.findall(contents.article.text)),
        statements=len(contents.statements),
        relations=write_variants(variants_of(contents.statements)),
        sketch=sketch(contents.article.text) if contents.article.text else "",
        profiles=f"{linking_version()} {_profile(contents, iri, triples, base_iri=base_iri, with_text=with_text)}",
        triples=serialize(triples, format=RdfFormat.N_TRIPLES) or b"",
    )


def _profile(contents: Contents, iri: str, triples: Iterable[Triple], *, base_iri: str, with_text: bool) -> str:
    """The profiles that the stored graph gives; without the text it knows less than the contents."""
    return write_profiles(make_profiles(contents if with_text else read_excerpt(iri, triples), base_iri=base_iri))


def _settle(triples: Iterable[Triple]) -> Iterator[Triple]:
    """The triples as Oxigraph gives them back: it keeps numbers by value (`nonNegativeInteger` comes out as `integer`)."""
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return (quad.triple for quad in store)


def _term(node: Node) -> NamedNode | Literal:
    if isinstance(node, URIRef):
        return NamedNode(str(node))
    language, datatype = getattr(node, "language", None), getattr(node, "datatype", None)
    if language:
        return Literal(str(node), language=language)
    return Literal(str(node), datatype=NamedNode(str(datatype)) if datatype else None)
