"""In: a parsed document. Out: its claims as open-information-extraction tuples, in the words of the sentence. It refuses to name entities or judge worth.

Argument 1, the relation phrase as it stands ("stood down as"), argument 2, and how sure the program is. A fact with several arguments gives one
tuple for each after the first. Arguments are whole, but without the clauses that hang on them. `predicates` reads verbs and copulas, `nouns` what
noun phrases say by themselves, `phrases` cuts out the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from graph.openie.nouns import read_noun
from graph.openie.predicates import read_predicate

__all__ = ["Tuple", "list_tuples"]


@dataclass(frozen=True)
class Tuple:
    """One fact in surface words; `sentence` counts from 1."""

    sentence: int
    subject: str
    relation: str
    argument: str
    confidence: float

    def to_line(self) -> str:
        r"""The columns with tabs between them.

        >>> Tuple(1, "The mayor", "stood down as", "chairman", 0.9).to_line()
        '1\tThe mayor\tstood down as\tchairman\t0.90'
        """
        return "\t".join([str(self.sentence), self.subject, self.relation, self.argument, f"{self.confidence:.2f}"])


def list_tuples(doc: Doc, *, sentence: int | None = None) -> Iterator[Tuple]:
    """The tuples of a document, in the order of its words; `sentence` is the number to give them all, else each has its sentence's."""
    seen: set[tuple[int, str, str, str]] = set()
    for number, part in enumerate((part for part in doc.sents if not part.text.isspace()), 1):
        for token in part:
            for fact in (*read_predicate(token), *read_noun(token)):
                made = Tuple(sentence or number, fact.subject, fact.relation, fact.argument, round(fact.certainty, 2))
                key = (made.sentence, made.subject, made.relation, made.argument)
                if all(key[1:]) and made.subject != made.argument and key not in seen:
                    seen.add(key)
                    yield made
