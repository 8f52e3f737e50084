"""In: the pairs of tests/cases/links.tsv. Out: how often the linking is right, by verdict, type and set. It refuses to judge: it only counts.

python tests/benchmarks/measure_links.py            the figures
python tests/benchmarks/measure_links.py --wrong    and each pair that came out otherwise, with its reasons
"""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.archive.linking import Link, score_link
from graph.archive.profiles import Profile, births_of
from graph.records import EntityType

TABLE = Path(__file__).resolve().parents[1] / "cases" / "links.tsv"


@dataclass(frozen=True)
class Pair:
    """A line of the table."""

    part: str
    verdict: str
    a: Profile
    b: Profile


def read_pairs(path: Path = TABLE) -> Iterator[Pair]:
    """The pairs of the table."""
    rows = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    for number, row in enumerate(rows):
        part, verdict, *sides = row.split("\t")
        yield Pair(part, verdict, make_side(f"{number:03d}a", *sides[:3]), make_side(f"{number:03d}b", *sides[3:]))


def make_side(number: str, kind: str, name: str, context: str = "") -> Profile:
    """One side of a pair as a profile."""
    given: dict[str, list[str]] = {}
    for part in filter(None, (part.strip() for part in context.split(";"))):
        key, _, value = part.partition("=")
        given.setdefault(key, []).extend(value.split("|"))
    date = datetime.date.fromisoformat(given["date"][0]) if "date" in given else None
    born = int(given["born"][0]) if "born" in given else None
    places = tuple(given.get("place", ()))
    return Profile(
        iri=f"https://w3id.org/triplewire/article/{number}/entity/x",
        article=f"https://w3id.org/triplewire/article/{number}",
        type=EntityType(kind),
        names=(name, *given.get("alias", ())),
        roles=tuple(given.get("role", ())),
        bodies=tuple(given.get("org", ())),
        places=places,
        kin=tuple(given.get("kin", ())),
        births=(born, born) if born else births_of([int(age) for age in given.get("age", ())], date),
        gender=given.get("gender", [""])[0],
        companions=tuple(given.get("with", ())),
        same_as=tuple(given.get("sameas", ())),
        date=date,
    )


def count(pairs: list[tuple[Pair, Link]]) -> Counter[tuple[str, str]]:
    """How often which verdict was given for which."""
    return Counter((pair.verdict, link.verdict.value) for pair, link in pairs)


def main() -> None:
    judged = [(pair, score_link(pair.a, pair.b)) for pair in read_pairs()]
    if "--wrong" in sys.argv:
        for pair, link in judged:
            if pair.verdict != link.verdict:
                print(f"{pair.part} {pair.verdict} -> {link.verdict} {link.score}: {pair.a.names[0]} | {pair.b.names[0]}: {'; '.join(link.reasons)}")
        print()
    for part in ("tuned", "check"):
        for kind in ("all", *dict.fromkeys(pair.a.type.value for pair, _ in judged)):
            chosen = [(pair, link) for pair, link in judged if pair.part == part and kind in ("all", pair.a.type.value)]
            if not chosen:
                continue
            table = count(chosen)
            right = sum(number for (wanted, given), number in table.items() if wanted == given)
            same = sum(number for (wanted, _), number in table.items() if wanted == "same")
            merged = sum(number for (wanted, given), number in table.items() if wanted != "same" and given == "same")
            parted = table["same", "different"]
            rows = "  ".join(
                f"{wanted}->{given} {table[wanted, given]}" for wanted in ("same", "different", "unknown") for given in ("same", "different", "unknown")
            )
            print(f"{part:6}{kind:13} pairs {len(chosen):3}  right {right / len(chosen):.2f}  found {table['same', 'same']}/{same}", end="")
            print(f"  wrong merges {merged}  wrong partings {parted}   {rows}")


if __name__ == "__main__":
    main()
