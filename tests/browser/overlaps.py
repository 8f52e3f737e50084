"""In: pages. Out: what lies on what in their first views at two sizes: labels on nodes, on labels, on buttons; and names and main lines left out.

    python -m tests.browser.overlaps output/sample.html more.html

It says so with its exit code where a label lies on something; what is left out for want of room is only told.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from tests.browser.conftest import CHROMIUM, FLAGS

SIZES = ((1280, 800), (390, 844))
MAIN_LINES = 6
Box = dict[str, Any]


def main() -> int:
    from playwright.sync_api import sync_playwright

    bad = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for path in map(Path, sys.argv[1:]):
            for width, height in SIZES:
                context = browser.new_context(viewport={"width": width, "height": height}, offline=True, reduced_motion="reduce")
                page = context.new_page()
                page.goto(path.resolve().as_uri())
                page.wait_for_selector("html[data-ready]", state="attached", timeout=120_000)
                covered, missing = measure(page)
                bad += len(covered)
                print(f"{path.name} at {width}x{height}: {len(covered)} on each other, {len(missing)} left out")
                for line in (*covered, *missing):
                    print(f"    {line}")
                context.close()
        browser.close()
    return 1 if bad else 0


def measure(page: Any) -> tuple[list[str], list[str]]:
    """What lies on each other in an open page, and which names and important lines have no label."""
    nodes, labels, links = (page.evaluate(f"document.triplewire.{what}()") for what in ("nodes", "labels", "links"))
    over = page.evaluate(
        """[...document.querySelectorAll('.zoom, .folded > *')].map((element) => ({ text: element.className || element.id, ...element.getBoundingClientRect().toJSON() }))"""
    )
    named = {label["number"] for label in labels if label["isNode"]}
    worded = {label["number"] for label in labels if not label["isNode"] and not label.get("isBadge")}
    missing = [f"no name: {node['text']}" for node in nodes if node["number"] not in named]
    missing += [f"no words: {link['text']} ({link['status']}, {link['weight']})" for link in links[:MAIN_LINES] if link["number"] not in worded]
    return list(_find_covered(nodes, labels, over)), missing


def _find_covered(nodes: list[Box], labels: list[Box], over: list[Box]) -> Iterator[str]:
    for a, b in combinations(labels, 2):
        if _meets(a, b):
            yield f"{a['text']!r} on {b['text']!r}"
    for label in labels:
        for node in nodes:
            is_own = label["number"] == node["number"] and label.get("isBadge")
            if _meets(label, node) and not is_own:
                yield f"{label['text']!r} on the node {node['text']!r}"
        for thing in over:
            if thing["width"] and _meets(label, thing):
                yield f"{label['text']!r} under {thing['text']!r}"
    for node in nodes:
        for thing in over:
            if thing["width"] and _meets(node, thing):
                yield f"the node {node['text']!r} under {thing['text']!r}"


def _meets(a: Box, b: Box) -> bool:
    slack = 0.5
    return bool(a["left"] + slack < b["right"] and b["left"] + slack < a["right"] and a["top"] + slack < b["bottom"] and b["top"] + slack < a["bottom"])


if __name__ == "__main__":
    sys.exit(main())
