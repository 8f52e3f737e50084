"""Makes the articles that the archive's benchmarks need: texts of a folder, repeated with other names and dates and with sentences of our own.

In: a folder of text files, a number. Out: JSON Lines on disk. The same call gives the same bytes.
"""

from __future__ import annotations

import datetime
import json
import random
import re
from pathlib import Path

GIVEN = [
    "Ada",
    "Bela",
    "Cora",
    "Dara",
    "Edda",
    "Faye",
    "Greta",
    "Hilda",
    "Inga",
    "Jora",
    "Kira",
    "Lena",
    "Mona",
    "Nora",
    "Olga",
    "Petra",
    "Runa",
    "Sigrid",
    "Thea",
    "Una",
    "Arne",
    "Bo",
    "Carl",
    "Dag",
    "Egon",
    "Finn",
    "Gero",
    "Hans",
    "Ivar",
    "Jens",
]
FAMILY = [
    "Aldous",
    "Berrow",
    "Calder",
    "Denham",
    "Elstow",
    "Farrow",
    "Garrick",
    "Hollin",
    "Ingram",
    "Jessop",
    "Kerrow",
    "Lydd",
    "Marrow",
    "Norland",
    "Orrell",
    "Penrose",
    "Quayle",
    "Rudd",
    "Selwyn",
    "Tarrant",
]
PLACES = ["Harrowmere", "Saltgate", "Dunmoor", "Eastwick", "Brackley", "Thornby", "Whitcombe", "Ashdale", "Stonebury", "Marlowe"]
BODIES = ("Dockside Workers' Union", "Brightwater Construction", "Harbour Council", "Dale Water", "Northern Ferries", "Teachers' League")
PUBLISHERS = ("Harbour Courier", "Dale Gazette", "Evening Post", "Northern Wire")
VERBS = ("criticised", "backed", "met", "sued", "accused", "praised", "defied")
_NAME = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]{2,}\b")


def make_lines(folder: Path, count: int) -> list[str]:
    """So many lines of JSON: every second text is a folder's, with its two-word names changed; the others are of our own making."""
    texts = [path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        raise SystemExit(f"{folder} holds no text files (*.txt)")
    return [json.dumps(_make(number, texts), ensure_ascii=False) for number in range(count)]


def _make(number: int, texts: list[str]) -> dict[str, str]:
    choose = random.Random(number)
    text = _rename(texts[number // 2 % len(texts)], choose) if number % 2 == 0 else _write(choose)
    day = datetime.date(2022, 1, 1) + datetime.timedelta(days=number % 365)
    return {"text": text, "title": f"Story {number}", "date": day.isoformat(), "publisher": choose.choice(PUBLISHERS), "url": f"https://news.example/{number}"}


def _name(choose: random.Random) -> str:
    return f"{choose.choice(GIVEN)} {choose.choice(FAMILY)}"


def _rename(text: str, choose: random.Random) -> str:
    """Other names for about half of what looks like a person's."""
    names = {name: _name(choose) for name in sorted(set(_NAME.findall(text))) if choose.random() < 0.5}
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _write(choose: random.Random) -> str:
    paragraphs = []
    for _ in range(choose.randint(4, 12)):
        one, other, body, place = _name(choose), _name(choose), choose.choice(BODIES), choose.choice(PLACES)
        paragraphs.append(
            choose.choice(
                (
                    f"{one}, the leader of the {body}, {choose.choice(VERBS)} {other} in {place} on Tuesday.",
                    f"“We will not wait for {place} any longer,” said {one}, who {choose.choice(VERBS)} the {body} last year. {other} denied the claim.",
                    f"The {body} said that {one} had met {other} twice in {place}. Around {choose.randint(2, 900)} members walked out in March.",
                    f"{one} told {other} to leave {place}. The {body} is expected to vote on Friday, according to a memo.",
                )
            )
        )
    return "\n\n".join(paragraphs)
