"""In: nothing. Out: the frozen records that the stages hand to each other. It imports nothing of ours and refuses to compute more than names.

The way of an article: Article → (Document) → Quotation, Mention → Entity, Claim → Statement; `Contents` holds what a graph is made of.
All offsets count Unicode code points of `Article.text`.
"""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class EntityType(StrEnum):
    """What an entity is; the value is the class's local name in the ontology."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    EVENT = "Event"
    WORK = "Work"
    GROUP = "Group"
    OTHER = "Other"


class MentionKind(StrEnum):
    """How a mention refers."""

    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


class QuotationKind(StrEnum):
    """How somebody's words stand in the text."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Polarity(StrEnum):
    """Whether a clause says that something is, or is not."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class Modality(StrEnum):
    """Whether something is, is meant to be (plan, order, request, future), or may be (condition, possibility)."""

    ACTUAL = "actual"
    PLANNED = "planned"
    POSSIBLE = "possible"


class Status(StrEnum):
    """Polarity, modality and claimant in one word, for filters."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    NEGATED = "negated"
    PLANNED = "planned"


def sum_up_status(polarity: Polarity, modality: Modality, *, is_claimed: bool) -> Status:
    """The one word for a statement's worth.

    >>> sum_up_status(Polarity.NEGATIVE, Modality.PLANNED, is_claimed=True).value
    'planned'
    """
    if modality is not Modality.ACTUAL:
        return Status.PLANNED
    if polarity is Polarity.NEGATIVE:
        return Status.NEGATED
    return Status.CLAIMED if is_claimed else Status.ASSERTED


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of the article's text, end exclusive."""

    start: int
    end: int

    def __contains__(self, other: Span) -> bool:
        """Whether `other` lies within."""
        return self.start <= other.start and other.end <= self.end

    def cut(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Article:
    """The cleaned text of one article with what is known about it; nothing edits the text after reading.

    `source` is the file or address it was read from, for messages; `key` is an archive's own key for it, if any.
    """

    text: str
    title: str | None = None
    date: datetime.date | None = None
    publisher: str | None = None
    url: str | None = None
    source: str | None = None
    key: str | None = None

    @property
    def sha256(self) -> str:
        """Hash of the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def id(self) -> str:
        """The article's name: 16 hexadecimal digits from its address or archive key, else from its text."""
        return short_hash(self.url or self.key or self.text)


@dataclass(frozen=True)
class Quotation:
    """Somebody's words in the article: one turn, even over several paragraphs.

    `contents` are the stretches of the words themselves (quotation marks left out), in order; `span` covers them all. `speaker`, `cue` and
    `addressee` are spans of the words that name them, None where the article does not (`speaker` may stand in another sentence).
    """

    span: Span
    contents: tuple[Span, ...]
    kind: QuotationKind
    speaker: Span | None = None
    cue: Span | None = None
    cue_lemma: str = "say"
    addressee: Span | None = None
    is_hearsay: bool = False


@dataclass(frozen=True)
class Mention:
    """A stretch of text that names or describes something; `head` is its head word."""

    span: Span
    head: Span
    text: str
    kind: MentionKind
    type: EntityType
    is_plural: bool = False


@dataclass(frozen=True)
class Entity:
    """One thing of the article, under its best name.

    `id` is the last part of its address in the graph, unique in the article ("anas-sarwar"). `aliases` are its other names and descriptions
    (no pronouns), in order of appearance. `same_as` are addresses of the same thing elsewhere. `is_named` is False for "striking workers".
    """

    id: str
    label: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    same_as: tuple[str, ...] = ()
    is_named: bool = True


@dataclass(frozen=True)
class Evidence:
    """Where something was read: always `article.text[span.start:span.end] == quote`."""

    span: Span
    quote: str


@dataclass(frozen=True)
class Moment:
    """A time or place in the article's own words (`text`), with its value where it can be worked out.

    For times `value` is an ISO date ("2022-06-21", "2022-06" or "2022"); for places the id of an entity.
    """

    text: str
    span: Span
    value: str | None = None


@dataclass(frozen=True)
class Worth:
    """What a clause is worth: polarity, modality and whose words it is in.

    `claimants` are mentions of those in whose words it stands, nearest first; `is_hearsay` where the source is not named ("reportedly").
    """

    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    claimants: tuple[Mention, ...] = ()
    is_hearsay: bool = False


@dataclass(frozen=True)
class Claim:
    """What an extractor found. `phrase` is the relation as lemmas ("hit out at", "be general secretary of"); `obj` a mention, or words as a literal.

    `words` is the relation as it stands in the sentence ("hit out at"). `family` is set where the extractor knows it (a role), else the lexicon
    decides. `quotation` is the number of the quotation that it stands in. `about` and `addressee` belong to sayings. `site` is where in its sentence
    the claim stands, as numbers that its confidence is estimated from.
    """

    subject: Mention
    phrase: str
    obj: Mention | str
    evidence: Evidence
    extractor: str
    words: str = ""
    worth: Worth = Worth()
    family: str | None = None
    role: str | None = None
    quotation: int | None = None
    when: Moment | None = None
    where: Moment | None = None
    about: tuple[Mention, ...] = ()
    addressee: Mention | None = None
    confidence: float = 0.8
    object_span: Span | None = None
    site: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Statement:
    """Claims that say the same, merged. `subject`, `obj`, `claimed_by`, `about`, `addressee` are entity ids; `literal` is the words of an object that is none.

    Exactly one of `obj` and `literal` is set. `relation` is the phrase in lemmas ("defy"), `relation_label` as a reader says it ("defies"),
    `family` the local name of an ontology property ("opposes"; "related" where the lexicon knows none). `id` is a hash of article, subject,
    predicate, object, polarity, modality and claimant, never of offsets. `site` is its claim's until the confidence is estimated, then empty.
    """

    id: str
    subject: str
    relation: str
    relation_label: str
    family: str
    obj: str | None
    literal: str | None
    evidence: tuple[Evidence, ...]
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.ACTUAL
    claimed_by: tuple[str, ...] = ()
    extractors: tuple[str, ...] = ()
    confidence: float = 0.8
    role: str | None = None
    quotation: int | None = None
    when: Moment | None = None
    where: Moment | None = None
    about: tuple[str, ...] = ()
    addressee: str | None = None
    site: tuple[tuple[str, float], ...] = ()

    @property
    def status(self) -> Status:
        """Asserted, claimed, negated or planned."""
        return sum_up_status(self.polarity, self.modality, is_claimed=bool(self.claimed_by))


@dataclass(frozen=True)
class Contents:
    """What a knowledge graph is made of. `speakers` and `addressees` give, for each quotation in order, the entity id or None."""

    article: Article
    entities: tuple[Entity, ...] = ()
    statements: tuple[Statement, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    speakers: tuple[str | None, ...] = field(default=())
    addressees: tuple[str | None, ...] = field(default=())


def short_hash(*parts: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of `parts`, which may hold anything but the unit separator.

    >>> short_hash("a", "b") == short_hash("a", "b") != short_hash("ab")
    True
    """
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
