"""In: the contents of one article. Out: a profile of each named entity: what tells it from its namesakes in other articles, and the article's surroundings.

Only what the article states as a fact counts, never claims, denials and plans. It refuses entities without a name, and to look at another article.
"""

from __future__ import annotations

import datetime
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from graph.gazetteer import gender_of_noun, is_time_word, is_title, noun_type
from graph.records import Contents, Entity, EntityType, MentionKind, Modality, Polarity, Statement, Status
from ontology.namespaces import BASE, article_iri, entity_iri

COMPANIONS: Final = 40
"""How many of the article's other names a profile holds at most, the most often named first."""

_BODIES: Final = frozenset(["leads", "memberOf", "worksFor", "speaksFor", "holdsRole"])
_PLACES: Final = frozenset(["locatedIn"])
_AGE: Final = re.compile(r"\A,? (?:who is |aged |is )?(\d{1,3})(?=[,.;)]| years? old| and\b)|\A \((\d{1,3})\)")
_AGE_BEFORE: Final = re.compile(r"\b(\d{1,3})-year-old\b[\w\s-]{0,40}\Z")
_AGE_IN_ROLE: Final = re.compile(r"\b(\d{1,3})-year-old\b")
_SHARED: Final = frozenset(["iri", "article", "date", "publisher", "companions"])
_HE: Final = frozenset(["he", "him", "his", "himself"])
_SHE: Final = frozenset(["she", "her", "hers", "herself"])


@dataclass(frozen=True)
class Profile:
    """An entity of one article, for linking.

    `names` begins with the label. `bodies` are the organizations it belongs to, `births` the first and last year it may have been born in (or, for
    other things, founded), `companions` what else the article names. `same_as` are addresses elsewhere, such as Wikidata's, that the graph gives.
    """

    iri: str
    article: str
    type: EntityType
    names: tuple[str, ...]
    roles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kin: tuple[str, ...] = ()
    births: tuple[int, int] | None = None
    gender: str = ""
    companions: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    date: datetime.date | None = None
    publisher: str = ""


def make_profiles(contents: Contents, *, base_iri: str = BASE) -> tuple[Profile, ...]:
    """The profiles of an article's named entities, by address."""
    article = contents.article
    named = {entity.id: entity for entity in contents.entities if entity.is_named and _is_name(entity.label)}
    facts = [statement for statement in contents.statements if _is_fact(statement)]
    order = Counter({entity.id: len(entity.mentions) for entity in named.values() if entity.type is not EntityType.GROUP})
    ranked = sorted(named, key=lambda key: (-order[key], key))
    made = []
    for entity in named.values():
        profile = Profile(
            iri=entity_iri(base_iri, article.id, entity.id),
            article=article_iri(base_iri, article.id),
            type=entity.type,
            names=_names_of(entity),
            companions=tuple(named[key].label for key in ranked if key != entity.id)[:COMPANIONS],
            same_as=entity.same_as,
            date=article.date,
            publisher=article.publisher or "",
        )
        own = [statement for statement in facts if entity.id in (statement.subject, statement.obj)]
        made.append(_add_person(contents, entity, _add_facts(profile, entity, own, contents)))
    return tuple(sorted(made, key=lambda profile: profile.iri))


def write_profiles(profiles: Iterable[Profile]) -> str:
    """The profiles of one article as one string, the same for the same profiles.

    What they hold alike (article, day, the names of all) is the first line; each has a line of its own, since linking asks for one or two of many.

    >>> profile = Profile("a/e", "a", EntityType.PERSON, ("Keir Starmer",), date=datetime.date(2022, 6, 21), companions=("Leeds",))
    >>> read_profiles(write_profiles([profile])) == {"a/e": profile}
    True
    """
    profiles = sorted(profiles, key=lambda profile: profile.iri)
    if not profiles:
        return ""
    first = profiles[0]
    places = {name: number for number, name in enumerate(dict.fromkeys(name for profile in profiles for name in profile.companions))}
    lines = [_write({"article": first.article, "date": first.date, "publisher": first.publisher, "named": list(places)})]
    for profile in profiles:
        fields = {key: value for key, value in vars(profile).items() if key not in _SHARED and value not in ((), "", None)}
        own = {**fields, "companions": [places[name] for name in profile.companions]}
        lines.append(f"{_write(profile.iri.removeprefix(first.article))}\t{_write(own)}")
    return "\n".join(lines)


def read_profiles(text: str) -> dict[str, Profile]:
    """The profiles that `write_profiles` wrote, by address."""
    return Sheet(text).read_all()


class Sheet:
    """The profiles of one article as `write_profiles` wrote them; each is read when it is first asked for."""

    def __init__(self, text: str) -> None:
        """Over what was written."""
        head, *lines = text.split("\n")
        common: dict[str, Any] = json.loads(head) if head else {}
        self._named, self._article, self._publisher = common.get("named", ()), common.get("article", ""), common.get("publisher", "")
        self.date = datetime.date.fromisoformat(common["date"]) if common.get("date") else None
        self._written: dict[str, str] = dict(line.split("\t", 1) for line in lines)
        self._made: dict[str, Profile] = {}
        self._names = tuple(self._written)

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Of the article's entities."""
        return tuple(self._article + json.loads(name) for name in self._names)

    def read(self, iri: str) -> Profile | None:
        """The profile of an entity; None where the article has none of that address."""
        if iri not in self._made and (line := self._written.pop(_write(iri.removeprefix(self._article)), None)) is not None:
            self._made[iri] = self._make(iri, json.loads(line))
        return self._made.get(iri)

    def read_all(self) -> dict[str, Profile]:
        """All of them, by address."""
        return {iri: profile for iri in self.addresses if (profile := self.read(iri)) is not None}

    def _make(self, iri: str, fields: dict[str, Any]) -> Profile:
        own: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
        own["type"] = EntityType(own["type"])
        own["companions"] = tuple(self._named[place] for place in own["companions"])
        return Profile(iri=iri, article=self._article, date=self.date, publisher=self._publisher, **own)


def births_of(ages: Iterable[int], date: datetime.date | None) -> tuple[int, int] | None:
    """The years that somebody of these ages may have been born in; None where the day is unknown or the ages disagree.

    >>> births_of([45], datetime.date(2022, 6, 21)), births_of([45], None), births_of([45, 12], datetime.date(2022, 6, 21))
    ((1976, 1977), None, None)
    """
    found = {age for age in ages if age < 120}
    if date is None or len(found) != 1:
        return None
    age = found.pop()
    return date.year - age - 1, date.year - age


def _write(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def _is_fact(statement: Statement) -> bool:
    return statement.polarity is Polarity.POSITIVE and statement.modality is Modality.ACTUAL and statement.status is Status.ASSERTED


def _is_name(text: str) -> bool:
    words = text.split()
    is_word = len(words) == 1 and (is_title(words[0]) or is_time_word(words[0].rstrip(".")))
    return any(char.isupper() for char in text) and not is_word and len(text) < 120


def _names_of(entity: Entity) -> tuple[str, ...]:
    """The label, then the words it is named by and the aliases that are printed like names."""
    named = (mention.text for mention in entity.mentions if mention.kind is MentionKind.NAME)
    printed = (alias for alias in entity.aliases if _looks_like_name(alias, entity.type))
    return entity.label, *sorted({name for name in (*named, *printed) if name and _is_name(name)} - {entity.label})


def _looks_like_name(alias: str, kind: EntityType) -> bool:
    words = alias.split()
    if not words[0][:1].isupper() or not words[-1][:1].isupper():
        return False
    if kind is EntityType.PERSON:
        return len(words) > 1 and not is_title(words[-1]) and noun_type(words[-1]) is not EntityType.PERSON
    return noun_type(words[-1]) is None or len(words) > 1


def _add_facts(profile: Profile, entity: Entity, facts: list[Statement], contents: Contents) -> Profile:
    labels = {other.id: other.label for other in contents.entities}
    types = {other.id: other.type for other in contents.entities}
    roles = [alias for alias in entity.aliases if alias not in profile.names]
    bodies: list[str] = []
    places: list[str] = []
    kin: list[str] = []
    births = None
    for fact in facts:
        other = fact.obj if fact.subject == entity.id else fact.subject
        label = labels.get(other or "", other or "") if fact.obj is not None else ""
        if fact.family == "kinOf" and label:
            kin.append(label)
        if fact.subject != entity.id:
            continue
        if fact.role and fact.family in _BODIES | {"isA"}:
            roles.append(fact.role)
        if fact.family in _BODIES and (label or (fact.literal and fact.relation.endswith((" of", " for")))):
            (places if types.get(other or "") is EntityType.PLACE else bodies).append(label or fact.literal or "")
        if fact.family in _PLACES:
            places.append(label or fact.literal or "")
        if fact.where is not None and fact.where.value is not None:
            places.append(labels.get(fact.where.value, ""))
        if fact.relation in ("be born in", "be born on", "bear in") and fact.when is not None and fact.when.value:
            births = (int(fact.when.value[:4]), int(fact.when.value[:4]))
    return replace(profile, roles=_once(roles), bodies=_once(bodies), places=_once(places), kin=_once(kin), births=births)


def _add_person(contents: Contents, entity: Entity, profile: Profile) -> Profile:
    if entity.type is not EntityType.PERSON:
        return profile
    births = profile.births or births_of(_ages_of(contents, entity, profile.roles), contents.article.date)
    return replace(profile, births=births, gender=_gender_of(contents, entity, profile.roles))


def _ages_of(contents: Contents, entity: Entity, roles: Iterable[str]) -> Iterator[int]:
    for role in roles:
        if match := _AGE_IN_ROLE.search(role):
            yield int(match[1])
    text = contents.article.text
    for mention in entity.mentions:
        if mention.kind is MentionKind.NAME and text:
            if match := _AGE.match(text[mention.span.end : mention.span.end + 30]):
                yield int(match[1] or match[2])
            elif match := _AGE_BEFORE.search(text[max(0, mention.span.start - 60) : mention.span.start]):
                yield int(match[1])


def _gender_of(contents: Contents, entity: Entity, roles: Iterable[str]) -> str:
    votes: Counter[str] = Counter()
    for mention in entity.mentions:
        word = mention.text.lower()
        if mention.kind is MentionKind.PRONOUN:
            votes["m" if word in _HE else "f" if word in _SHE else ""] += 1
        elif mention.kind is MentionKind.NAME and contents.article.text:
            before = contents.article.text[max(0, mention.span.start - 12) : mention.span.start].split()
            votes[gender_of_noun(before[-1]) if before and is_title(before[-1]) else ""] += 3
    for role in roles:
        votes[gender_of_noun(role.split()[-1])] += 2
    for gender, other in (("m", "f"), ("f", "m")):
        if votes[gender] > 2 and votes[gender] >= 4 * votes[other]:
            return gender
    return ""


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({" ".join(word.split()) for word in words if word and word.strip()}))
