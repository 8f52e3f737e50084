"""In: statements in short, one line each. Out: contents and networks for the tests of the analysis. It refuses to stand for real people."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from graph.network import make_network
from graph.records import Article, Contents, Entity, EntityType, Evidence, Modality, Polarity, Quotation, QuotationKind, Span, Statement, short_hash

STATUSES = {
    "asserted": (Polarity.POSITIVE, Modality.ACTUAL),
    "claimed": (Polarity.POSITIVE, Modality.ACTUAL),
    "negated": (Polarity.NEGATIVE, Modality.ACTUAL),
    "planned": (Polarity.POSITIVE, Modality.PLANNED),
    "possible": (Polarity.POSITIVE, Modality.POSSIBLE),
}
RELATIONS = {"+": ("back", "backs", "supports"), "-": ("defy", "defies", "opposes"), "0": ("resemble", "resembles", "related"), "m": ("meet", "meets", "meets")}


def make_rows(text: str, *, types: dict[str, EntityType] | None = None, quotations: Iterable[tuple[str | None, str]] = (), title: str = "rows") -> Contents:
    """Contents from lines "ann + bob claimed:carl": subject, relation (a key of `RELATIONS`, or "phrase/family"), object ("“words”" for a literal), worth."""
    rows = [(*line.split(), "asserted")[:4] for line in text.strip().splitlines()]
    names = dict.fromkeys(name for row in rows for name in (row[0], row[2], row[3].partition(":")[2]) if name and not name.startswith("“"))
    names.update(dict.fromkeys(speaker for speaker, _ in quotations if speaker))
    body = text + "\n" + "\n".join(words for _, words in quotations)
    kinds = types or {}
    turns = tuple(Quotation(Span(body.rindex(words), body.rindex(words) + len(words)), (Span(body.rindex(words), body.rindex(words) + len(words)),),
                            QuotationKind.DIRECT, cue=Span(0, 1)) for _, words in quotations)  # fmt: skip
    return Contents(
        article=Article(body, title=title),
        entities=tuple(Entity(name, name.replace("_", " ").title(), kinds.get(name, EntityType.PERSON)) for name in names),
        statements=tuple(_make_statement(body, *row) for row in rows),
        quotations=turns,
        speakers=tuple(speaker for speaker, _ in quotations),
        addressees=(None,) * len(turns),
    )


def make_rows_network(text: str, **options: object) -> nx.MultiDiGraph:
    """The network of `make_rows`."""
    return make_network(make_rows(text, **options))  # type: ignore[arg-type]


def _make_statement(body: str, subject: str, relation: str, obj: str, worth: str) -> Statement:
    status, _, claimant = worth.partition(":")
    phrase, label, family = RELATIONS.get(relation) or (relation.split("/")[0], f"{relation.split('/')[0]}s", relation.split("/")[1])
    polarity, modality = STATUSES[status]
    literal = obj.strip("“”").replace("_", " ") if obj.startswith("“") else None
    start = body.index(f"{subject} {relation} {obj}")
    return Statement(
        id=short_hash(subject, relation, obj, worth),
        subject=subject,
        relation=phrase,
        relation_label=label,
        family=family,
        obj=None if literal is not None else obj,
        literal=literal,
        evidence=(Evidence(Span(start, start + len(subject)), subject),),
        polarity=polarity,
        modality=modality,
        claimed_by=(claimant,) if claimant else (),
        confidence=1.0,
    )
