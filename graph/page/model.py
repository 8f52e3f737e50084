"""In: the contents of a graph. Out: what the page shows, as a frozen model and as JSON. It refuses to decide where things stand or what they look like.

Entities and statements become numbers that refer to each other; a *link* is what one line of the picture stands for: the statements from one entity
to another that are of one group and status. Offsets become those of JavaScript, which counts UTF-16 units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any
from urllib.parse import urlsplit

from graph.records import Article, Contents, Entity, Moment, Polarity, Span, Statement, Status
from ontology.families import ancestors_of, load_families, polarity_of
from ontology.inflection import inflect_negative, inflect_plural, is_plural_noun
from ontology.namespaces import BASE, PREFIXES, article_iri, entity_iri, relation_iri, statement_iri, term_iri

Json = dict[str, Any]

GROUPS = ("support", "oppose", "role", "statement", "other", "speech")
"""The groups of links that have a colour of their own: those of relation families, and who speaks of whom."""

_STANCE = {"support": 0.6, "oppose": 0.6, "role": 0.2, "statement": 0.0, "other": 0.0, "speech": -1.0}

_ROLES = frozenset({"holdsRole", "kinOf", "partOf", "associatedWith", "isA", "appoints"})
_WORDS = frozenset({"states", "asks", "instructs", "responds", "promises", "denies", "believes"})


@dataclass(frozen=True)
class Link:
    """One line of the picture. The group "speech" only says who speaks of, or to, whom: then the statements' objects are words.

    `weight` says how much it matters: what the article asserts of main actors for or against each other comes first.
    """

    source: int
    target: int
    group: str
    status: Status
    statements: tuple[int, ...]
    weight: float = 0.0

    @property
    def is_speech(self) -> bool:
        """Whether it only says who speaks of, or to, whom."""
        return self.group == "speech"


@dataclass(frozen=True)
class Model:
    """What the page shows. `weights` say how much each entity matters, from 0 to 1."""

    contents: Contents
    title: str
    base_iri: str
    article_id: str
    links: tuple[Link, ...]
    weights: tuple[float, ...]


def make_model(contents: Contents, *, title: str | None = None, base_iri: str = BASE) -> Model:
    """What the page shows of `contents`.

    Args:
        contents: What the graph is made of.
        title: The page's title, instead of the article's.
        base_iri: Where the addresses of the graph begin, as in its Turtle.

    Returns:
        The model.
    """
    article = contents.article
    links = tuple(_find_links(contents))
    weights = _weigh(contents, links)
    links = tuple(replace(link, weight=_weigh_link(link, contents, weights)) for link in links)
    return Model(contents, title or article.title or _begin(article.text), base_iri, article.id, links, weights)


def group_of(family: str) -> str:
    """The group of a relation family.

    >>> [group_of(family) for family in ("accuses", "leads", "denies", "helps", "no such family")]
    ['oppose', 'role', 'statement', 'support', 'other']
    """
    stance = polarity_of(family)
    if stance != "neutral":
        return "support" if stance == "supportive" else "oppose"
    if not _ROLES.isdisjoint((family, *ancestors_of(family))):
        return "role"
    return "statement" if family in _WORDS else "other"


def safe_address(address: str | None) -> str | None:
    """An address that a link may lead to: http or https with a host, nothing else.

    >>> safe_address("https://example.org/a"), safe_address(" javascript:alert(1)"), safe_address("https:evil")
    ('https://example.org/a', None, None)
    """
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    is_clean = address is not None and not any(char.isspace() or ord(char) < 32 for char in address)
    return address if is_clean and parts.scheme in ("http", "https") and parts.netloc else None


def say_relation(statement: Statement, subject: Entity) -> str:
    """The relation as it is said of this subject: one defies, several defy; what is said not to be so is drawn with its "not"."""
    is_plural = not subject.is_named and is_plural_noun(subject.label)
    if statement.polarity is Polarity.NEGATIVE:
        return inflect_negative(statement.relation, statement.role, is_plural=is_plural)
    return inflect_plural(statement.relation, statement.role) if is_plural else statement.relation_label


def count_units(text: str) -> tuple[int, ...]:
    r"""For each offset of `text` in code points, the offset in UTF-16 units that JavaScript counts.

    >>> count_units("a\U0001f600b")
    (0, 1, 3, 4)
    """
    return tuple(accumulate((2 if ord(char) > 0xFFFF else 1 for char in text), initial=0))


def to_json(model: Model) -> Json:
    """The model as plain JSON data."""
    contents = model.contents
    units = count_units(contents.article.text)
    numbers = {entity.id: number for number, entity in enumerate(contents.entities)}
    families = dict.fromkeys(statement.family for statement in contents.statements)
    known = load_families()
    return {
        "title": model.title,
        "article": _describe_article(contents.article, article_iri(model.base_iri, model.article_id)),
        "entities": [_describe_entity(entity, weight, units, model) for entity, weight in zip(contents.entities, model.weights, strict=True)],
        "statements": [_describe_statement(statement, numbers, units, model) for statement in contents.statements],
        "links": [_describe_link(link) for link in model.links],
        "families": {
            name: {"label": known[name].label if name in known else name, "group": group_of(name), "iri": term_iri(name)} for name in sorted(families)
        },
        "prefixes": {name: PREFIXES[name] for name in ("tw", "rdf", "rdfs", "prov", "oa")},
    }


def _begin(text: str) -> str:
    """How a text without a headline begins."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "An article without text")
    return line if len(line) <= 90 else f"{line[:90].rsplit(' ', 1)[0]} …"


def _find_links(contents: Contents) -> Iterable[Link]:
    """The lines of the picture: statements between entities first, then speech between those that nothing else joins."""
    numbers = {entity.id: number for number, entity in enumerate(contents.entities)}
    stated: dict[tuple[int, int, str, Status], list[int]] = {}
    for number, statement in enumerate(contents.statements):
        if statement.obj is not None:
            key = (numbers[statement.subject], numbers[statement.obj], group_of(statement.family), statement.status)
            stated.setdefault(key, []).append(number)
    spoken: dict[tuple[int, int], list[int]] = {}
    joined = {frozenset(key[:2]) for key in stated}
    for number, statement in enumerate(contents.statements):
        for other in _spoken_of(statement):
            pair = (numbers[statement.subject], numbers[other])
            if pair[0] != pair[1] and frozenset(pair) not in joined:
                spoken.setdefault(pair, []).append(number)
    yield from (Link(*key, statements=tuple(found)) for key, found in stated.items())
    yield from (Link(*pair, group="speech", status=Status.ASSERTED, statements=tuple(found)) for pair, found in spoken.items())


def _spoken_of(statement: Statement) -> Iterable[str]:
    """Whom a saying speaks of or to."""
    if statement.obj is not None:
        return ()
    return dict.fromkeys((*statement.about, *((statement.addressee,) if statement.addressee else ())))


def _weigh(contents: Contents, links: Iterable[Link]) -> tuple[float, ...]:
    """How much each entity matters: its mentions, and what joins it to others; names count for more than descriptions."""
    scores = [1.0 + len(entity.mentions) for entity in contents.entities]
    for link in links:
        for end, other in ((link.source, link.target), (link.target, link.source)):
            value = len(link.statements) * (0.5 if link.is_speech else 1.0)
            scores[end] += value * (1.5 if contents.entities[other].is_named else 0.5)
    scores = [score if entity.is_named else score * 0.5 for score, entity in zip(scores, contents.entities, strict=True)]
    most = max(scores, default=1.0)
    return tuple(score / most for score in scores)


def _weigh_link(link: Link, contents: Contents, weights: tuple[float, ...]) -> float:
    """How much a line matters: by its ends, by whether it takes sides, and by whether the article itself says so."""
    ends = (link.source, link.target)
    named = sum(contents.entities[end].is_named for end in ends)
    return sum(weights[end] for end in ends) + _STANCE[link.group] + (0.3 if link.status is Status.ASSERTED else 0.0) + 0.3 * (named - 2)


def _describe_article(article: Article, iri: str) -> Json:
    return {
        "iri": iri,
        "text": article.text,
        "title": article.title,
        "date": article.date.isoformat() if article.date else None,
        "publisher": article.publisher,
        "url": safe_address(article.url),
    }


def _describe_entity(entity: Entity, weight: float, units: tuple[int, ...], model: Model) -> Json:
    return {
        "id": entity.id,
        "iri": entity_iri(model.base_iri, model.article_id, entity.id),
        "label": entity.label,
        "type": entity.type.value,
        "aliases": list(dict.fromkeys(alias for alias in entity.aliases if alias != entity.label)),
        "isNamed": entity.is_named,
        "weight": round(weight, 4),
        "mentions": [_describe_span(mention.span, units) for mention in entity.mentions],
        "sameAs": [address for address in map(safe_address, entity.same_as) if address],
    }


def _describe_statement(statement: Statement, numbers: Mapping[str, int], units: tuple[int, ...], model: Model) -> Json:
    described: Json = {
        "id": statement.id,
        "iri": statement_iri(model.base_iri, model.article_id, statement.id),
        "subject": numbers[statement.subject],
        "object": numbers[statement.obj] if statement.obj is not None else None,
        "literal": statement.literal,
        "relation": say_relation(statement, model.contents.entities[numbers[statement.subject]]),
        "relationIri": relation_iri(statement.relation),
        "family": statement.family,
        "group": group_of(statement.family),
        "status": statement.status.value,
        "polarity": statement.polarity.value,
        "modality": statement.modality.value,
        "claimedBy": [numbers[claimant] for claimant in statement.claimed_by],
        "confidence": round(statement.confidence, 3),
        "role": statement.role,
        "when": _describe_moment(statement.when, units),
        "where": _describe_moment(statement.where, units),
        "about": [numbers[other] for other in statement.about],
        "addressee": numbers[statement.addressee] if statement.addressee else None,
        "isQuoted": statement.quotation is not None,
        "extractors": list(statement.extractors),
        "evidence": [_describe_span(evidence.span, units) for evidence in statement.evidence],
        "quotes": [evidence.quote for evidence in statement.evidence] if not model.contents.article.text else None,
    }
    return {name: value for name, value in described.items() if value is not None and value is not False and value != []}


def _describe_moment(moment: Moment | None, units: tuple[int, ...]) -> Json | None:
    return {"text": moment.text, "value": moment.value, "span": _describe_span(moment.span, units)} if moment else None


def _describe_link(link: Link) -> Json:
    return {
        "source": link.source,
        "target": link.target,
        "group": link.group,
        "status": link.status.value,
        "statements": list(link.statements),
        "weight": round(link.weight, 3),
    }


def _describe_span(span: Span, units: tuple[int, ...]) -> list[int]:
    """Offsets of JavaScript; a span that leaves the text (a damaged file) is cut to it."""
    last = len(units) - 1
    return [units[min(span.start, last)], units[min(span.end, last)]]
