"""In: families.toml, plover.toml, terms.toml and the word lists. Out: README.md, the ontology as a page for readers. It refuses to say what no file holds."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from ontology.families import UNKNOWN, Family, load_families, load_plover
from ontology.terms import Term, load_terms
from ontology.wordlists import load_entries

NOTICE = "<!-- Written by `python -m ontology.build` from the data files beside it: change those. -->"


def write_page() -> str:
    """The text of README.md."""
    families = load_families()
    parts = [
        NOTICE,
        "# The ontology",
        "What the relations of a graph mean. `tw:` is `https://w3id.org/triplewire/ontology#`, `rel:` is `https://w3id.org/triplewire/relation/`.",
        'Every relation that an article uses is a property of its own, named by its lemma phrase (`rel:hit-out-at`, "hits out at"), and stands '
        f"under one of the {len(families)} families below, so `?a tw:opposes ?b` finds whoever defies, criticises or sues, whatever the article's verb. "
        "An asserted statement is written under its relation, its family and the families above it: such a query needs no reasoner.",
        "\n".join(f"- `{name}`: {what}" for name, what in FILES),
        "## Relation families",
        "Where a family is usually between entities of certain types, another type breaks nothing; `triplewire validate` points it out. "
        "Stance is how the subject stands to the object; PLOVER the event class of the Political Language Ontology for Verifiable Event Records.",
        _table(("family", "label", "means", "example", "usually between", "stance", "PLOVER", "under", "inverse"), map(_family_row, families.values())),
        "## Classes",
        _table(("class", "means", "under", "near"), map(_class_row, _kind("class"))),
        "## Values",
        _table(("value", "of", "means"), ((f"`tw:{t.name}`", _codes(t.members), t.comment) for t in _kind("value"))),
        "## Properties of statements, quotations, entities and articles",
        _table(("property", "of", "value", "means"), map(_property_row, _kind("property"))),
        "## PLOVER event classes",
        _table(("class", "means", "families"), map(_plover_row, load_plover().items())),
        "## The lexicon",
        _lexicon_text(),
        "How many of the verbs of running text it knows (`tests/benchmarks/lexicon_coverage.py`); those it does not know stay `tw:related`.",
        _table(("corpus", "lemmas", "verbs", "known", "under a family of their own"), map(_coverage_row, read_coverage())),
        _table(("family", "verb phrases", "nouns", "adjectives", "roles"), _lexicon_rows()),
    ]
    return "\n\n".join(parts) + "\n"


FILES = (
    ("news.ttl", "the ontology as OWL, for RDF tools; made from `families.toml`, `plover.toml` and `terms.toml`"),
    ("shapes.ttl", "what every graph keeps to, as SHACL (`triplewire validate`)"),
    ("queries/", "the named queries (`triplewire query`)"),
    ("words/", "the lexicon: verbs, nouns, adjectives and roles by family"),
    ("lexicon.py", "from a phrase to its family; longest match first, `related` where nothing is known"),
)


def _kind(kind: str) -> Iterator[Term]:
    return (term for term in load_terms() if term.group == kind)


def _family_row(family: Family) -> tuple[str, ...]:
    above = _codes(f"tw:{p}" for p in family.parents if p != UNKNOWN)
    inverse = "itself" if "symmetric" in family.traits else f"`tw:{family.inverse}`" if family.inverse else ""
    stance = family.polarity.value
    ends = " and ".join(f"{'/'.join(types)}" if types else "anything" for types in (family.subjects, family.objects))
    ends = "" if ends == "anything and anything" else ends
    return f"`tw:{family.name}`", family.label, family.definition, family.example, ends, stance, family.plover or "", above, inverse


def _class_row(term: Term) -> tuple[str, ...]:
    return f"`tw:{term.name}`", term.comment, _codes(term.under), _codes(term.near)


def _property_row(term: Term) -> tuple[str, ...]:
    return f"`tw:{term.name}`", _codes([term.domain] if term.domain else []), _codes([term.range] if term.range else []), term.comment


def _plover_row(item: tuple[str, str]) -> tuple[str, ...]:
    name, definition = item
    return f"`plover:{name}`", definition, _codes(f"tw:{f.name}" for f in load_families().values() if f.plover == name)


def _lexicon_text() -> str:
    phrases = load_entries("verbs.txt")
    verbs = {phrase[0] for phrase in phrases}
    typed = sum(any(entry.weight for entry in entries) for entries in phrases.values())
    nouns, adjectives, roles = (len(load_entries(name)) for name in ("nouns.txt", "adjectives.txt", "roles.txt"))
    return (
        f"{len(phrases):,} verb phrases of {len(verbs):,} verbs ({typed:,} of them depend on the type of an end), {nouns:,} nouns for what is done, "
        f"said or felt, {adjectives:,} adjectives and participles with their prepositions, {roles:,} role nouns."
    )


def _lexicon_rows() -> Iterator[tuple[str, ...]]:
    counts = [_count(name) for name in ("verbs.txt", "nouns.txt", "adjectives.txt", "roles.txt")]
    for name in load_families():
        yield (f"`tw:{name}`", *(str(count[name]) if count[name] else "" for count in counts))


def read_coverage() -> list[dict[str, Any]]:
    """What was measured, corpus by corpus."""
    return list(tomllib.loads((files("ontology") / "coverage.toml").read_text(encoding="utf-8"))["corpus"])


def _coverage_row(row: dict[str, Any]) -> tuple[str, ...]:
    return row["name"], row["lemmas"], f"{row['verbs']:,}", f"{row['known'] / row['verbs']:.1%}", f"{row['with_family'] / row['verbs']:.1%}"


def _count(name: str) -> Counter[str]:
    return Counter(entry.family for entries in load_entries(name).values() for entry in entries)


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name if ':' in name else 'tw:' + name}`" for name in names)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)
