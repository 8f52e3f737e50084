"""Makes articles whose names come as they do in the news: few people are named again and again, most are new, and namesakes are as rare as in life.

In: a number. Out: JSON Lines. Names are drawn by how common they are, the known ones by Zipf's law; every sixth article goes on with an earlier story.
The sentences are of our own making. The same call gives the same bytes.
"""

from __future__ import annotations

import datetime
import json
import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from graph.archive.likeness.rarity import given_names, surnames

KNOWN = 400
"""People who are named again and again, and as many of the other things."""
PUBLISHERS = ("Harbour Courier", "Dale Gazette", "Evening Post", "Northern Wire", "Morning Ledger", "Weekly Mirror of Trade")
POSTS = ("chief executive", "chair", "general secretary", "leader", "director", "spokesman", "head coach", "treasurer", "chief scientist", "president")
TRADES = ("teacher", "nurse", "retired engineer", "shopkeeper", "bus driver", "farmer", "student", "electrician", "solicitor", "carer")
KINDS = ("Group", "Union", "Council", "Bank", "Rail", "Hospital Trust", "United", "Energy", "University", "Foods", "Society", "Airways", "Water", "Institute")
TOWN_ENDS = ("ford", "ham", "ton", "bury", "mouth", "wick", "field", "by", "combe", "bridge")
REAL_PLACES = ("London", "Leeds", "Paris", "Berlin", "Dublin", "Cardiff", "Glasgow", "New York", "Washington", "Brussels", "France", "Germany", "Ireland")
OPENINGS = (
    "{a} {verb} {b} on {day} over the future of {body} in {place}.",
    "{body} will close its offices in {place} next year, {a} said on {day}.",
    "Hundreds of people gathered in {place} on {day} after {a} {verb} {b}.",
    "{a} has agreed to lead an inquiry into {body}, which employs {count} people in {place}.",
)
SENTENCES = (
    "{a} told reporters that {body} had been warned twice.",
    "“Nobody asked the people of {place},” said {b}.",
    "{b} rejected the claim and said that {a} should apologise.",
    "{n}, {age}, a {trade} from {place}, said that the plan made no sense.",
    "{n}, who has lived in {place} for {count} years, praised {a}.",
    "{body} declined to comment.",
    "A spokeswoman for {body} said that talks with {other} would go on.",
    "{s} met {b} in {place} last month, according to a letter seen by this newspaper.",
    "“We have waited long enough,” {s} said. “The board of {other} must answer.”",
    "{other} owns about a third of {body}.",
    "{n}, the {post} of {other}, described the decision as a mistake.",
    "The case against {n} was heard in {place} on {day}.",
    "{s} joined {body} in {year} and was promoted two years later.",
    "{n} was taken to hospital after the march but was later released.",
    "Critics such as {n} and {m} accuse {body} of wasting money.",
)
VERBS = ("criticised", "backed", "met", "sued", "accused", "praised", "defied")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Cast:
    """Who and what one story is about: two people as they are introduced, the surname of the first, two bodies, a place."""

    a: str
    b: str
    s: str
    body: str
    other: str
    place: str


def make_news(count: int) -> list[str]:
    """So many lines of JSON, oldest first."""
    chance, stories, lines = random.Random(20221122), list[Cast](), []
    known = [(name, f"{chance.choice(POSTS)} of {_body(chance)}") for name in (_name(chance) for _ in range(KNOWN))]
    bodies = [post.partition(" of ")[2] for _, post in known]
    places = [*REAL_PLACES, *(_town(chance) for _ in range(KNOWN))]
    for number in range(count):
        goes_on = stories and chance.random() < 1 / 6
        cast = chance.choice(stories[-60:]) if goes_on else _cast(chance, known, bodies, places)
        stories.append(cast)
        day = datetime.date(2021, 1, 1) + datetime.timedelta(days=number // 4)
        line = {"text": _write(cast, chance), "title": f"Report {number}", "date": day.isoformat()}
        lines.append(json.dumps({**line, "publisher": chance.choice(PUBLISHERS), "url": f"https://news.example/report/{number}"}, ensure_ascii=False))
    return lines


def _cast(chance: random.Random, known: list[tuple[str, str]], bodies: list[str], places: list[str]) -> Cast:
    (a, surname), (b, _) = (_introduce(chance, known) for _ in range(2))
    body, other = (_pick(chance, bodies) if chance.random() < 0.6 else _body(chance) for _ in range(2))
    return Cast(a, b, surname, body, other, _pick(chance, places) if chance.random() < 0.7 else _town(chance))


def _introduce(chance: random.Random, known: list[tuple[str, str]]) -> tuple[str, str]:
    """A person with the post, known or new, and the surname."""
    if chance.random() < 0.6:
        name, post = _pick(chance, known)
    else:
        name, post = _name(chance), f"{chance.choice(POSTS)} of {_body(chance)}"
    return f"{name}, the {post},", name.rpartition(" ")[2]


def _write(cast: Cast, chance: random.Random) -> str:
    opening = _fill(chance.choice(OPENINGS), cast, chance)
    short = Cast(cast.a.partition(",")[0], cast.b.partition(",")[0], cast.s, cast.body, cast.other, cast.place)
    rest = [_fill(sentence, short, chance) for sentence in chance.sample(SENTENCES, chance.randint(9, 15))]
    return "\n\n".join([opening, *rest])


def _fill(sentence: str, cast: Cast, chance: random.Random) -> str:
    own = {"n": _name(chance), "m": _name(chance), "verb": chance.choice(VERBS), "day": chance.choice(DAYS), "trade": chance.choice(TRADES)}
    numbers = {"age": chance.randint(19, 84), "count": chance.randint(11, 60), "year": chance.randint(1998, 2019)}
    return sentence.format(**vars(cast), **own, **numbers, post=chance.choice(POSTS)).replace(",.", ".")


def _pick(chance: random.Random, things: list[Any]) -> Any:
    """By Zipf's law: the second is drawn half as often as the first."""
    return chance.choices(things, cum_weights=_weights(len(things)))[0]


@cache
def _weights(count: int) -> list[float]:
    return list(accumulate(1 / place for place in range(1, count + 1)))


@cache
def _names() -> tuple[tuple[list[str], list[float]], ...]:
    """Given names and surnames with their shares, added up."""
    return tuple((list(table), list(accumulate(table.values()))) for table in (given_names(), surnames()))


def _name(chance: random.Random) -> str:
    return " ".join(chance.choices(names, cum_weights=weights)[0].title() for names, weights in _names())


def _surname(chance: random.Random) -> str:
    names, weights = _names()[1]
    return chance.choices(names, cum_weights=weights)[0].title()


def _body(chance: random.Random) -> str:
    return f"{_town(chance) if chance.random() < 0.4 else _surname(chance)} {chance.choice(KINDS)}"


def _town(chance: random.Random) -> str:
    return _surname(chance)[:5].rstrip("aeiou") + chance.choice(TOWN_ENDS)
