"""What linking one article costs as the archive grows: processor time, pairs compared, and quads, for each forty articles.

    python tests/benchmarks/bench_links.py [ARTICLES]        400 by default

The articles are invented: each names 25 people, organizations and places out of fixed lists, a few of them in most articles, as in the news, and many
people with common names. It prints figures and judges nothing.
"""

from __future__ import annotations

import datetime
import random
import sys
import tempfile
import time
from pathlib import Path

from graph.archive import entering
from graph.archive.likeness.rarity import given_names, surnames
from graph.archive.linking import Link
from graph.archive.links import link_archive
from graph.archive.profiles import Profile
from graph.archive.store import open_archive
from graph.records import Article, Contents, Entity, EntityType, Evidence, Mention, MentionKind, Span, Statement, short_hash

ROLES = ("prime minister", "teacher", "Labour leader", "footballer", "chief executive", "judge", "mayor", "professor", "actor", "police officer")
STEP = 40


def make_names(chance: random.Random) -> list[tuple[str, EntityType]]:
    """The things that may be named, the most often named first."""
    given, family = (sorted(table, key=table.get, reverse=True) for table in (given_names(), surnames()))
    people = [(f"{chance.choice(given[:400]).title()} {chance.choice(family[:3000]).title()}", EntityType.PERSON) for _ in range(1500)]
    common = [(f"{chance.choice(given[:8]).title()} {chance.choice(family[:8]).title()}", EntityType.PERSON) for _ in range(60)]
    bodies = [(f"{chance.choice(family).title()} {chance.choice(('Group', 'Union', 'Council', 'Bank'))}", EntityType.ORGANIZATION) for _ in range(400)]
    places = [(name, EntityType.PLACE) for name in ("London", "Leeds", "Paris", "United States", "Kyiv", "Berlin", "Cambridge", "Birmingham", "Texas")]
    found = [*people, *common, *bodies, *places]
    chance.shuffle(found)
    return list(dict.fromkeys(found))


def make_contents(number: int, names: list[tuple[str, EntityType]], chance: random.Random) -> Contents:
    """One article: 25 things, drawn so that the first of the list come in most articles."""
    chosen = dict.fromkeys(names[min(len(names) - 1, int(chance.paretovariate(0.5)) - 1)] for _ in range(40))
    text, entities, statements = "", [], []
    for name, kind in list(chosen)[:25]:
        span = Span(len(text), len(text) + len(name))
        text += f"{name}. "
        key = name.lower().replace(" ", "-")
        entities.append(Entity(key, name, kind, mentions=(Mention(span, span, name, MentionKind.NAME, kind),)))
        if kind is EntityType.PERSON and chance.random() < 0.5:
            role = chance.choice(ROLES)
            evidence = (Evidence(span, name),)
            statements.append(Statement(short_hash(str(number), key), key, "be", "is", "holdsRole", None, role, evidence, extractors=("roles",), role=role))
    date = datetime.date(2020, 1, 1) + datetime.timedelta(days=number)
    return Contents(Article(text, date=date, key=str(number)), tuple(entities), tuple(statements))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    chance = random.Random(20221122)
    names = make_names(chance)
    compared = 0
    score = entering.score_link

    def score_and_count(a: Profile, b: Profile) -> Link:
        nonlocal compared
        compared += 1
        return score(a, b)

    entering.score_link = score_and_count
    with tempfile.TemporaryDirectory() as folder, open_archive(Path(folder) / "archive", create=True) as archive:
        for begin in range(0, count, STEP):
            for number in range(begin, begin + STEP):
                archive.add_article(make_contents(number, names, chance), key=str(number))
            compared, began = 0, time.process_time()
            link_archive(archive)
            spent = time.process_time() - began
            quads = sum(1 for _ in archive.backend.quads(graph=archive.names.links))
            print(f"articles {begin + STEP:5}  seconds an article {spent / STEP:.3f}  pairs compared an article {compared / STEP:.0f}  quads of links {quads}")
        began = time.process_time()
        archive.add_article(make_contents(count, names, chance), key=str(count))
        link_archive(archive)
        print(f"one article more, by itself: {time.process_time() - began:.2f} seconds")


if __name__ == "__main__":
    main()
