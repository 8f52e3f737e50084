"""In: what articles call their relations. Out: the triples that an archive holds of them: each relation once, with one label and one family.

A union of article graphs would say each label as often as there are articles, and queries would count it as often. It refuses to keep two labels.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from graph.archive.layout import LABEL, TYPE, term
from graph.records import EntityType, Statement
from graph.terms import describe_class
from ontology.families import UNKNOWN, load_families
from ontology.namespaces import relation_iri, term_iri

_SUB_PROPERTY = term("rdfs:subPropertyOf")
_PROPERTY = term("owl:ObjectProperty")


class Variant(NamedTuple):
    """How one article uses a relation: its phrase in lemmas, its label, the family it stands under there."""

    phrase: str
    label: str
    family: str

    @property
    def iri(self) -> str:
        """The relation's address."""
        return _address(self.phrase)


def variants_of(statements: Iterable[Statement]) -> tuple[Variant, ...]:
    """The relations of one article."""
    return tuple(sorted({Variant(s.relation, s.relation_label, s.family) for s in statements}))


def write_variants(variants: Iterable[Variant]) -> str:
    """The relations as one string, for the article's row.

    >>> read_variants(write_variants([Variant("defy", "defies", "opposes")]))
    (Variant(phrase='defy', label='defies', family='opposes'),)
    """
    return json.dumps(sorted(variants), ensure_ascii=False, separators=(",", ":"))


def read_variants(text: str) -> tuple[Variant, ...]:
    """The relations of an article's row."""
    return tuple(Variant(*entry) for entry in json.loads(text))


def relation_triples(variants: Iterable[Variant]) -> set[Triple]:
    """One relation, settled as within one article: the first pair of phrase and label by alphabet; the general family where its users disagree."""
    variants = sorted(variants)
    if not variants:
        return set()
    first, families = variants[0], {variant.family for variant in variants}
    node = NamedNode(first.iri)
    return {
        Triple(node, TYPE, _PROPERTY),
        Triple(node, LABEL, Literal(first.label)),
        Triple(node, term("tw:phrase"), Literal(first.phrase)),
        Triple(node, _SUB_PROPERTY, NamedNode(term_iri(families.pop() if len(families) == 1 else UNKNOWN))),
    }


def name_relations(variants: Iterable[Variant]) -> set[Triple]:
    """All relations of an article, each settled."""
    by_iri: dict[str, list[Variant]] = defaultdict(list)
    for variant in variants:
        by_iri[variant.iri].append(variant)
    return {triple for group in by_iri.values() for triple in relation_triples(group)}


@lru_cache(maxsize=20_000)
def _address(phrase: str) -> str:
    return relation_iri(phrase)


@cache
def fixed_triples() -> frozenset[Triple]:
    """All families and classes, so that an archive can be read without the ontology."""
    found: set[Triple] = set()
    for name, family in load_families().items():
        node = NamedNode(term_iri(name))
        found |= {Triple(node, TYPE, _PROPERTY), Triple(node, LABEL, Literal(family.label))}
        found |= {Triple(node, _SUB_PROPERTY, NamedNode(term_iri(parent))) for parent in family.parents}
    for kind in EntityType:
        node, (label, above) = NamedNode(term_iri(kind.value)), describe_class(kind)
        found |= {Triple(node, TYPE, term("owl:Class")), Triple(node, LABEL, Literal(label)), Triple(node, term("rdfs:subClassOf"), NamedNode(str(above)))}
    return frozenset(found)
