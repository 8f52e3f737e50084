"""In: folders of texts (parsed by our parser) and CoNLL-U files (lemmas by hand). Out: ontology/coverage.toml, how many of their verbs the lexicon knows.

    python -m tests.benchmarks.lexicon_coverage NAME=PATH [NAME=PATH ...]

A verb is counted each time it stands in a text as a predicate, with its particle ("hit out"). It refuses to add a verb to the lexicon.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from ontology.families import UNKNOWN
from ontology.lexicon import find_family, is_known

NO_PREDICATE = ("amod", "case", "mark", "compound", "aux")


def main() -> None:
    """Measures each corpus and writes the table."""
    lines = ["# Written by `python -m tests.benchmarks.lexicon_coverage`: how many verbs of running text the lexicon knows.", ""]
    for argument in sys.argv[1:]:
        name, _, path = argument.partition("=")
        verbs = Counter(read_conllu(Path(path)) if path.endswith(".conllu") else read_folder(Path(path)))
        total = verbs.total()
        known = sum(n for verb, n in verbs.items() if is_known(verb))
        related = sum(n for verb, n in verbs.items() if find_family(verb) != UNKNOWN)
        lines += [
            "[[corpus]]",
            f'name = "{name}"',
            f'lemmas = "{"by hand" if path.endswith(".conllu") else "by our parser"}"',
            f"verbs = {total}",
            f"known = {known}",
            f"with_family = {related}",
            "",
        ]
        print(name, total, f"known {known / total:.3f}, with a family {related / total:.3f}", [v for v, _ in verbs.most_common() if not is_known(v)][:20])
    (Path(str(files("ontology"))) / "coverage.toml").write_text("\n".join(lines), encoding="utf-8")


def read_folder(folder: Path) -> Iterator[str]:
    """The verbs of all texts of a folder, as our parser reads them."""
    from graph.language import parse_text

    for path in sorted(folder.rglob("*.txt")):
        for token in parse_text(path.read_text(encoding="utf-8")):
            if token.pos_ == "VERB" and token.dep_ not in NO_PREDICATE:
                yield " ".join([token.lemma_.lower(), *(c.lower_ for c in token.children if c.dep_ == "compound:prt")])


def read_conllu(path: Path) -> Iterator[str]:
    """The verbs of a treebank."""
    for sentence in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [cells for line in sentence.splitlines() if (cells := line.split("\t"))[0].isdigit()]
        particles: defaultdict[str, list[str]] = defaultdict(list)
        for cells in rows:
            if cells[7] == "compound:prt":
                particles[cells[6]].append(cells[1].lower())
        yield from (" ".join([cells[2].lower(), *particles[cells[0]]]) for cells in rows if cells[3] == "VERB" and cells[7] not in NO_PREDICATE)


if __name__ == "__main__":
    main()
