"""In: a number of statements, backends. Out: how long the analysis of a made-up network of that size takes, stage by stage. It refuses to be a test.

    .venv/bin/python tests/benchmarks/bench_analysis.py --statements 100000 --backends networkx graphblas

The network is generated from a seed: entities are drawn with the long tail of real ones (a few are everywhere), grouped in circles, with every
status and stance, quotations and literals.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from graph.analysis import analyze_network, compare_networks, find_paths, list_backends, render_report, write_json
from graph.network import make_network
from graph.records import Article, Contents, Entity, EntityType, Evidence, Modality, Polarity, Quotation, QuotationKind, Span, Statement

TYPES = (EntityType.PERSON,) * 5 + (EntityType.ORGANIZATION,) * 3 + (EntityType.PLACE,) * 2 + (EntityType.EVENT, EntityType.OTHER)
RELATIONS = (
    *(("say", "says", "states"),) * 3, ("back", "backs", "supports"), ("thank", "thanks", "supports"), ("defy", "defies", "opposes"),
    ("sue", "sues", "opposes"), ("meet", "meets", "meets"), ("lead", "leads", "leads"), *(("visit", "visits", "related"),) * 3,
)  # fmt: skip
WORTHS = (
    *((Polarity.POSITIVE, Modality.ACTUAL, False),) * 6, *((Polarity.POSITIVE, Modality.ACTUAL, True),) * 2,
    (Polarity.NEGATIVE, Modality.ACTUAL, False), (Polarity.POSITIVE, Modality.PLANNED, True),
)  # fmt: skip
SENTENCE = "The mayor of the old harbour said again that nobody had asked her about the bridge."


def make_contents(statements: int, seed: int = 7) -> Contents:
    """Contents with this many statements, a quarter as many entities, and a tenth as many quotations."""
    chance = random.Random(seed)
    count = max(statements // 4, 10)
    entities = tuple(Entity(f"e{number}", f"Entity {number}", chance.choice(TYPES)) for number in range(count))
    circle = 50

    def draw() -> int:
        return min(int(chance.paretovariate(0.9)) - 1, count - 1)

    rows = []
    for number in range(statements):
        subject = draw() if chance.random() < 0.4 else chance.randrange(count)
        near = min(subject // circle * circle + chance.randrange(circle), count - 1)
        obj = near if chance.random() < 0.7 else draw()
        relation, label, family = chance.choice(RELATIONS)
        polarity, modality, is_claimed = chance.choice(WORTHS)
        is_literal = family == "states"
        rows.append(
            Statement(
                id=f"s{number}",
                subject=f"e{subject}",
                relation=relation,
                relation_label=label,
                family=family,
                obj=None if is_literal else f"e{obj}",
                literal=SENTENCE if is_literal else None,
                evidence=(Evidence(Span(0, len(SENTENCE)), SENTENCE),),
                polarity=polarity,
                modality=modality,
                claimed_by=(f"e{draw()}",) if is_claimed else (),
                about=(f"e{obj}",) if is_literal else (),
                confidence=0.9,
            )
        )
    quotation = Quotation(Span(0, len(SENTENCE)), (Span(0, len(SENTENCE)),), QuotationKind.DIRECT, cue=Span(0, 3))
    quotations = (quotation,) * (statements // 10)
    speakers = tuple(f"e{draw()}" for _ in quotations)
    return Contents(Article(SENTENCE, title="made up"), entities, tuple(rows), quotations, speakers, (None,) * len(quotations))


def measure(name: str, work: Callable[[], Any]) -> Any:
    """Run, print the seconds (and those of the processor, for a machine that others use), give back the result."""
    start, used = time.perf_counter(), time.process_time()
    result = work()
    print(f"{name:40} {time.perf_counter() - start:8.2f} s  ({time.process_time() - used:.2f} s of processor time)", flush=True)
    return result


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--backends", nargs="*", default=["networkx", *list_backends()])
    options = parser.parse_args()
    contents = make_contents(options.statements)
    network = measure(f"network of {options.statements} statements", lambda: make_network(contents))
    print(f"{len(network)} nodes, {network.number_of_edges()} edges")
    results = [measure(f"analysis on {name}", lambda name=name: analyze_network(network, backend=name)) for name in options.backends]
    assert all(result == results[0] for result in results), "backends differ"
    report = measure("report and JSON", lambda: render_report(results[0]) + write_json(results[0]))
    print(f"{len(report)} characters; camps: {results[0].camps.supports} ties of support, {results[0].camps.opposes} of opposition")
    measure("paths", lambda: find_paths(network, "Entity 7", f"Entity {len(network) - 3}"))
    measure("comparison with itself", lambda: compare_networks(network, network))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
