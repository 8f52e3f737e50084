"""In: a document with its mentions and quotations. Out: claims. One module for each way in which news states a fact.

`EXTRACTORS` names them in order; `extract_claims` runs them, and takes others beside them. It refuses to resolve or merge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from spacy.tokens import Doc

from graph.extractors.belongings import extract_belongings
from graph.extractors.casualties import extract_casualties
from graph.extractors.clauses import extract_clauses
from graph.extractors.context import Context
from graph.extractors.copulas import extract_copulas
from graph.extractors.nominals import extract_nominals
from graph.extractors.roles import extract_roles
from graph.extractors.sayings import extract_sayings
from graph.extractors.undergone import extract_undergone
from graph.records import Claim, Mention, Quotation

Extractor = Callable[[Context], Iterator[Claim]]

EXTRACTORS: dict[str, Extractor] = {
    "clauses": extract_clauses,
    "casualties": extract_casualties,
    "copulas": extract_copulas,
    "roles": extract_roles,
    "nominals": extract_nominals,
    "undergone": extract_undergone,
    "belongings": extract_belongings,
    "sayings": extract_sayings,
}


def extract_claims(
    doc: Doc, mentions: Sequence[Mention], quotations: Sequence[Quotation], *, extractors: Iterable[Extractor] | None = None
) -> tuple[Claim, ...]:
    """What all extractors find, in their order; `extractors` replaces the usual ones."""
    context = Context.of(doc, mentions, quotations)
    if not context.by_head:
        return ()
    return tuple(claim for extractor in (extractors or EXTRACTORS.values()) for claim in extractor(context))
