"""In: a relation. Out: whether it says the same both ways round ("meet", "marry"). It refuses to guess: words/mutual.txt lists them."""

from __future__ import annotations

from functools import cache

from ontology.namespaces import REL, relation_iri
from ontology.wordlists import read_items


def is_mutual(relation: str) -> bool:
    """Whether a relation, as a lemma phrase or by its address, holds from its object to its subject whenever it holds from subject to object.

    >>> is_mutual("meet with"), is_mutual(relation_iri("marry")), is_mutual("visit"), is_mutual("be parent of")
    (True, True, False, False)
    """
    return (relation if relation.startswith(REL) else relation_iri(relation)) in mutual_relations()


@cache
def mutual_relations() -> frozenset[str]:
    """The addresses of all such relations."""
    return frozenset(relation_iri(phrase) for _, phrase in read_items("mutual.txt"))
