"""In: the scorer's totals as JSON on standard input, and floors.json. Out: each figure beside its floor; exit code 1 where one is not held."""

import json
import sys
from pathlib import Path

FLOORS = json.loads(Path(__file__).with_name("floors.json").read_text("utf-8"))


def main() -> int:
    totals = json.load(sys.stdin)
    broken = 0
    for name, floor in FLOORS.items():
        if "of" in floor:
            part, whole = (totals.get(key, 0) for key in floor["of"])
            figure, bound, holds = (part / whole if whole else 0.0), floor["at_least"], whole > 0 and part / whole >= floor["at_least"]
            shown = f"{part:g}/{whole:g} = {figure:.3f}, at least {bound:.2f}"
        else:
            figure, bound = totals.get(floor["count"], 0), floor["at_most"]
            holds, shown = figure <= bound, f"{figure:g}, at most {bound:g}"
        broken += not holds
        print(f"  {'ok  ' if holds else 'FAIL'} {name}: {shown}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
