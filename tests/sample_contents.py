"""In: nothing. Out: a small, rich, hand-made `Contents` about an invented council dispute, and a hostile variant of it.

Every span is looked up in the text, so that `article.text[start:end] == quote` holds by construction. It refuses to stand for real people.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace

from graph.records import (
    Article,
    Contents,
    Entity,
    EntityType,
    Evidence,
    Mention,
    MentionKind,
    Modality,
    Moment,
    Polarity,
    Quotation,
    QuotationKind,
    Span,
    Statement,
    short_hash,
)

PARAGRAPHS = (
    "Mara Ellison, the leader of Harrowmere City Council, defied the transport minister Owen Pryce on Tuesday by cancelling the Saltgate Bridge contract.",
    "The Dockside Workers' Union, which is led by Tomas Rehn, backed Ms Ellison and marched to the Guildhall in Harrowmere.",
    "“We will not pay for a bridge that nobody asked for,” Ms Ellison told reporters. “The minister has never visited Saltgate.”",
    "Mr Pryce denied that he had ignored residents. “I visited Saltgate in February 2023,” he said.",
    "According to a council source, Mr Pryce is expected to meet Mr Rehn on 21 March. "
    "Lena Okafor, a spokeswoman for Brightwater Construction, said the firm would sue the council.",
    "“Cancelling the contract is vandalism,” Ms Okafor said. “It may cost 400 jobs.”",
    "Brightwater Construction criticised Ms Ellison in a letter. The firm did not return calls. Harrowmere City Council approved the contract in 2021.",
    "“Mr Pryce ignored residents, stands with Brightwater and threatened Ms Ellison,” Mr Rehn claimed.",
)
TEXT = "\n\n".join(PARAGRAPHS)

# id, label, type, aliases, pronouns as "words before|pronoun", named
ENTITIES: tuple[tuple[str, str, EntityType, tuple[str, ...], tuple[str, ...], bool], ...] = (
    ("mara-ellison", "Mara Ellison", EntityType.PERSON, ("the leader of Harrowmere City Council", "Ms Ellison"), ("“|We",), True),
    ("harrowmere-city-council", "Harrowmere City Council", EntityType.ORGANIZATION, ("the council",), (), True),
    ("owen-pryce", "Owen Pryce", EntityType.PERSON, ("the transport minister", "The minister", "Mr Pryce"), ("that |he", "“|I", "” |he"), True),
    ("saltgate-bridge", "Saltgate Bridge", EntityType.PLACE, ("a bridge that nobody asked for",), (), True),
    ("saltgate-bridge-contract", "Saltgate Bridge contract", EntityType.OTHER, ("the contract",), ("“|It",), False),
    ("dockside-workers-union", "Dockside Workers' Union", EntityType.ORGANIZATION, (), (", |which",), True),
    ("tomas-rehn", "Tomas Rehn", EntityType.PERSON, ("Mr Rehn",), (), True),
    ("guildhall", "Guildhall", EntityType.PLACE, ("the Guildhall",), (), True),
    ("harrowmere", "Harrowmere", EntityType.PLACE, (), (), True),
    ("reporters", "reporters", EntityType.GROUP, (), (), False),
    ("saltgate", "Saltgate", EntityType.PLACE, (), (), True),
    ("residents", "residents", EntityType.GROUP, (), (), False),
    ("council-source", "a council source", EntityType.PERSON, (), (), False),
    ("lena-okafor", "Lena Okafor", EntityType.PERSON, ("a spokeswoman for Brightwater Construction", "Ms Okafor"), (), True),
    ("brightwater-construction", "Brightwater Construction", EntityType.ORGANIZATION, ("the firm", "The firm", "Brightwater"), (), True),
)

# contents, kind, speaker's words, cue, lemma, addressee's words, hearsay, speaker, addressee
QUOTATIONS: tuple[tuple[tuple[str, ...], QuotationKind, str, str, str, str | None, bool, str | None, str | None], ...] = (
    (
        ("We will not pay for a bridge that nobody asked for,", "The minister has never visited Saltgate."),
        QuotationKind.DIRECT, "Ms Ellison", "told", "tell", "reporters", False, "mara-ellison", "reporters",
    ),
    (("he had ignored residents",), QuotationKind.INDIRECT, "Mr Pryce", "denied", "deny", None, False, "owen-pryce", None),
    (("I visited Saltgate in February 2023,",), QuotationKind.DIRECT, "he", "said", "say", None, False, "owen-pryce", None),
    (
        ("Mr Pryce is expected to meet Mr Rehn on 21 March",),
        QuotationKind.INDIRECT, "a council source", "According to", "accord", None, True, "council-source", None,
    ),
    (("the firm would sue the council",), QuotationKind.INDIRECT, "Lena Okafor", "said", "say", None, False, "lena-okafor", None),
    (
        ("Cancelling the contract is vandalism,", "It may cost 400 jobs."),
        QuotationKind.DIRECT, "Ms Okafor", "said", "say", None, False, "lena-okafor", None,
    ),
    (
        ("Mr Pryce ignored residents, stands with Brightwater and threatened Ms Ellison,",),
        QuotationKind.DIRECT, "Mr Rehn", "claimed", "claim", None, False, "tomas-rehn", None,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One statement in short: who, phrase, label, family, entity or literal, and its evidence's words."""

    subject: str
    relation: str
    label: str
    family: str
    obj: str
    quote: str
    polarity: str = "positive"
    modality: str = "actual"
    by: str | None = None
    role: str | None = None
    quotation: int | None = None
    when: tuple[str, str | None] | None = None
    where: tuple[str, str | None] | None = None
    about: tuple[str, ...] = ()
    to: str | None = None
    extractor: str = "clauses"
    confidence: float = 0.9


LEAD = PARAGRAPHS[0]
ROWS = (
    Row("mara-ellison", "be leader of", "is leader of", "leads", "harrowmere-city-council", LEAD, role="leader", extractor="roles"),
    Row("mara-ellison", "defy", "defies", "opposes", "owen-pryce", LEAD, when=("on Tuesday", "2023-03-14")),
    Row("mara-ellison", "cancel", "cancels", "opposes", "saltgate-bridge-contract", LEAD, when=("on Tuesday", "2023-03-14")),
    Row("owen-pryce", "be", "is", "holdsRole", "“transport minister”", "the transport minister Owen Pryce", role="transport minister", extractor="roles"),
    Row("tomas-rehn", "lead", "leads", "leads", "dockside-workers-union", PARAGRAPHS[1]),
    Row("dockside-workers-union", "back", "backs", "supports", "mara-ellison", PARAGRAPHS[1]),
    Row("dockside-workers-union", "march to", "marches to", "related", "guildhall", PARAGRAPHS[1], where=("in Harrowmere", "harrowmere")),
    Row("guildhall", "be in", "is in", "locatedIn", "harrowmere", "the Guildhall in Harrowmere", confidence=0.75),
    Row("mara-ellison", "tell", "tells", "states", "“We will not pay for a bridge that nobody asked for,”",
        "“We will not pay for a bridge that nobody asked for,” Ms Ellison told reporters.",
        quotation=0, about=("saltgate-bridge",), to="reporters", extractor="sayings"),
    Row("mara-ellison", "tell", "tells", "states", "“The minister has never visited Saltgate.”", "“The minister has never visited Saltgate.”",
        quotation=0, about=("owen-pryce", "saltgate"), to="reporters", extractor="sayings"),
    Row("mara-ellison", "pay for", "pays for", "related", "saltgate-bridge", "We will not pay for a bridge that nobody asked for,",
        polarity="negative", modality="planned", by="mara-ellison", quotation=0),
    Row("owen-pryce", "visit", "visits", "related", "saltgate", "The minister has never visited Saltgate.",
        polarity="negative", by="mara-ellison", quotation=0),
    Row("owen-pryce", "deny", "denies", "states", "“that he had ignored residents”", "Mr Pryce denied that he had ignored residents.",
        quotation=1, about=("residents",), extractor="sayings"),
    Row("owen-pryce", "ignore", "ignores", "opposes", "residents", "Mr Pryce denied that he had ignored residents.",
        polarity="negative", by="owen-pryce", quotation=1),
    Row("owen-pryce", "say", "says", "states", "“I visited Saltgate in February 2023,”", "“I visited Saltgate in February 2023,” he said.",
        quotation=2, about=("saltgate",), extractor="sayings"),
    Row("owen-pryce", "visit", "visits", "related", "saltgate", "I visited Saltgate in February 2023,",
        by="owen-pryce", quotation=2, when=("in February 2023", "2023-02")),
    Row("council-source", "say", "says", "states", "“Mr Pryce is expected to meet Mr Rehn on 21 March”",
        "According to a council source, Mr Pryce is expected to meet Mr Rehn on 21 March.",
        quotation=3, about=("owen-pryce", "tomas-rehn"), extractor="sayings"),
    Row("owen-pryce", "meet", "meets", "meets", "tomas-rehn", "According to a council source, Mr Pryce is expected to meet Mr Rehn on 21 March.",
        modality="planned", by="council-source", quotation=3, when=("on 21 March", "2023-03-21")),
    Row("lena-okafor", "be spokeswoman for", "is spokeswoman for", "speaksFor", "brightwater-construction",
        "Lena Okafor, a spokeswoman for Brightwater Construction,", role="spokeswoman", extractor="roles"),
    Row("lena-okafor", "say", "says", "states", "“the firm would sue the council”", "said the firm would sue the council.",
        quotation=4, about=("brightwater-construction", "harrowmere-city-council"), extractor="sayings"),
    Row("brightwater-construction", "sue", "sues", "opposes", "harrowmere-city-council", "the firm would sue the council",
        modality="planned", by="lena-okafor", quotation=4),
    Row("lena-okafor", "say", "says", "states", "“Cancelling the contract is vandalism,”", "“Cancelling the contract is vandalism,” Ms Okafor said.",
        quotation=5, about=("saltgate-bridge-contract",), extractor="sayings"),
    Row("lena-okafor", "say", "says", "states", "“It may cost 400 jobs.”", "“It may cost 400 jobs.”", quotation=5, extractor="sayings"),
    Row("saltgate-bridge-contract", "cost", "costs", "related", "“400 jobs”", "It may cost 400 jobs.",
        modality="possible", by="lena-okafor", quotation=5, confidence=0.55),
    Row("brightwater-construction", "criticise", "criticises", "opposes", "mara-ellison", "Brightwater Construction criticised Ms Ellison in a letter."),
    Row("brightwater-construction", "return", "returns", "responds", "“calls”", "The firm did not return calls.", polarity="negative"),
    Row("harrowmere-city-council", "approve", "approves", "supports", "saltgate-bridge-contract",
        "Harrowmere City Council approved the contract in 2021.", when=("in 2021", "2021")),
    Row("tomas-rehn", "claim", "claims", "states", "“Mr Pryce ignored residents, stands with Brightwater and threatened Ms Ellison,”", PARAGRAPHS[7],
        quotation=6, about=("owen-pryce", "brightwater-construction", "mara-ellison"), extractor="sayings"),
    Row("owen-pryce", "ignore", "ignores", "opposes", "residents", PARAGRAPHS[7], by="tomas-rehn", quotation=6),
    Row("owen-pryce", "stand with", "stands with", "supports", "brightwater-construction", PARAGRAPHS[7], by="tomas-rehn", quotation=6),
    Row("owen-pryce", "threaten", "threatens", "opposes", "mara-ellison", PARAGRAPHS[7], by="tomas-rehn", quotation=6),
)  # fmt: skip


def make_sample() -> Contents:
    """The article of the bridge, with every kind of statement that a graph can hold."""
    article = Article(
        text=TEXT,
        title="Council leader cancels Saltgate Bridge",
        date=datetime.date(2023, 3, 14),
        publisher="The Harrowmere Courier",
        url="https://courier.example/news/saltgate-bridge",
        source="saltgate.txt",
    )
    return Contents(
        article=article,
        entities=tuple(_make_entity(*row) for row in ENTITIES),
        statements=tuple(_make_statement(article, row) for row in ROWS),
        quotations=tuple(_make_quotation(*row[:7]) for row in QUOTATIONS),
        speakers=tuple(row[7] for row in QUOTATIONS),
        addressees=tuple(row[8] for row in QUOTATIONS),
    )


HOSTILE = '</script><b onmouseover="x()">\u202e"""\\\x1b[31m{{7*7}}\t<http://a b>\x7f é\u0301 \U0001f600\ufeff'


def make_hostile_sample() -> Contents:
    """The same statements, with text, names and relations that try to break out of whatever they are written into."""
    sample = make_sample()
    end = len(sample.article.text) + 2
    evidence = Evidence(Span(end, end + len(HOSTILE)), HOSTILE)
    article = replace(sample.article, text=f"{sample.article.text}\n\n{HOSTILE}", title=HOSTILE, publisher=HOSTILE, url=None, key=HOSTILE)
    entity = Entity(id="hostile", label=HOSTILE, type=EntityType.OTHER, aliases=(HOSTILE * 2, "\\u0041 \\\"''' $&"))
    statement = Statement(
        id=short_hash("hostile"), subject="hostile", relation=HOSTILE, relation_label=HOSTILE, family="related", obj="mara-ellison", literal=None,
        evidence=(evidence,), role=HOSTILE, extractors=("clauses",), where=Moment(HOSTILE, evidence.span),
    )  # fmt: skip
    literal = replace(statement, id=short_hash("hostile", "literal"), obj=None, literal=HOSTILE)
    return replace(sample, article=article, entities=(*sample.entities, entity), statements=(*sample.statements, statement, literal))


def _span(words: str, *, within: Span | None = None) -> Span:
    """Where `words` stand first in the text (as whole words), or in a stretch of it."""
    bounds = within or Span(0, len(TEXT))
    match = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)").search(TEXT, bounds.start, bounds.end)
    if match is None:
        raise LookupError(words)
    return Span(match.start(), match.end())


def _evidence(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(Span(start, start + len(words)), words)


def _make_entity(key: str, label: str, kind: EntityType, aliases: tuple[str, ...], pronouns: tuple[str, ...], is_named: bool) -> Entity:
    mentions: list[Mention] = []
    for words in (label, *aliases):
        found = MentionKind.NAME if words[:1].isupper() and is_named else MentionKind.DESCRIPTION
        for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", TEXT):
            if any(Span(*match.span()) in other.span for other in mentions):
                continue  # "Brightwater" in "Brightwater Construction"
            head = Span(match.end() - len(words.split()[-1]), match.end())
            mentions.append(Mention(Span(*match.span()), head, words, found, kind, is_plural=kind is EntityType.GROUP))
    for before_and_pronoun in pronouns:
        before, pronoun = before_and_pronoun.split("|")
        start = TEXT.index(before + pronoun) + len(before)
        span = Span(start, start + len(pronoun))
        mentions.append(Mention(span, span, pronoun, MentionKind.PRONOUN, kind))
    return Entity(key, label, kind, aliases, tuple(sorted(mentions, key=lambda m: m.span)), is_named=is_named)


def _make_quotation(contents: tuple[str, ...], kind: QuotationKind, speaker: str, cue: str, lemma: str, addressee: str | None, hearsay: bool) -> Quotation:
    spans = tuple(_evidence(words).span for words in contents)
    start = TEXT.rfind("\n", 0, spans[0].start) + 1
    end = TEXT.find("\n", start)
    paragraph = Span(start, end if end >= 0 else len(TEXT))
    return Quotation(
        span=Span(spans[0].start, spans[-1].end),
        contents=spans,
        kind=kind,
        speaker=_span(speaker, within=paragraph) if speaker != "he" else _span("he", within=Span(spans[-1].end, paragraph.end)),
        cue=_span(cue, within=paragraph),
        cue_lemma=lemma,
        addressee=_span(addressee, within=paragraph) if addressee else None,
        is_hearsay=hearsay,
    )


def _make_statement(article: Article, row: Row) -> Statement:
    literal = row.obj.strip("“”") if row.obj.startswith("“") else None
    evidence = _evidence(row.quote)

    def moment(pair: tuple[str, str | None] | None) -> Moment | None:
        return Moment(pair[0], _span(pair[0], within=evidence.span), pair[1]) if pair else None

    return Statement(
        id=short_hash(article.id, row.subject, row.relation, row.obj, row.polarity, row.modality, row.by or ""),
        subject=row.subject,
        relation=row.relation,
        relation_label=row.label,
        family=row.family,
        obj=row.obj if literal is None else None,
        literal=literal,
        evidence=(evidence,),
        polarity=Polarity(row.polarity),
        modality=Modality(row.modality),
        claimed_by=(row.by,) if row.by else (),
        extractors=(row.extractor,),
        confidence=row.confidence,
        role=row.role,
        quotation=row.quotation,
        when=moment(row.when),
        where=moment(row.where),
        about=row.about,
        addressee=row.to,
    )
