"""In: a folder of gold articles, or GUM's CoNLL-U. Out: how well mentions become entities, printed. It refuses to look at facts.

python tests/benchmarks/measure_entities.py gold ../shared/gold [--misses]
python tests/benchmarks/measure_entities.py coref ../shared/data/ud/gum-dev.conllu [--genre news] [--misses] [--rules]

`--rules` links descriptions by the rules alone, without learned weights (`graph/entities/described.py`).
"""

from __future__ import annotations

import argparse
import collections
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

import graph.entities.descriptions as descriptions
from graph.entities import Resolution, resolve_entities
from graph.entities.described import rules_alone
from graph.mentions import find_mentions
from graph.records import Entity, Mention, MentionKind

DETERMINERS = {"the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my", "some", "any"}
HONORIFICS = {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "prof", "professor", "rev"}
PERSONAL = {"he", "him", "his", "she", "her", "hers", "it", "its", "they", "them", "their", "theirs"}
Parse = Callable[[str], Doc]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["gold", "coref"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    parser.add_argument("--genre", help="only GUM documents of this genre")
    parser.add_argument("--rules", action="store_true", help="descriptions by the rules alone")
    options = parser.parse_args()
    from graph.language import parse_text

    if options.rules:
        descriptions.choose_described = lambda context, nodes, i, profile, proposals: rules_alone(proposals)

    if options.what == "gold":
        print(format_gold(measure_gold(options.path, parse_text, misses=options.misses)))
    else:
        print(format_coref(measure_coref(options.path, parse_text, genre=options.genre, misses=options.misses)))


def resolve(text: str, parse: Parse) -> tuple[tuple[Mention, ...], Resolution]:
    from graph.quotations import find_quotations

    doc = parse(text)
    quotations = find_quotations(doc)
    mentions = find_mentions(doc, quotations)
    return mentions, resolve_entities(doc, mentions, quotations)


def name_key(text: str) -> str:
    """As the gold scorer compares names."""
    text = text.replace("_", " ").replace("-", " ")
    words = re.findall(r"[^\W_]+", re.sub(r"['’]s\b", "", text.lower()))
    while words and (words[0] in DETERMINERS or words[0] in HONORIFICS):
        words = words[1:]
    return " ".join(words)


def measure_gold(folder: Path, parse: Parse, *, misses: bool = False) -> dict[str, float]:
    """Found, type right, split and merged of the named entities of a folder's articles."""
    total: collections.Counter[str] = collections.Counter()
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / "texts" / f"{path.stem}.txt").read_text(encoding="utf-8")
        _, resolution = resolve(text, parse)
        total.update(score_article(gold, resolution.entities, path.stem if misses else ""))
    return total


def score_article(gold: dict[str, Any], entities: tuple[Entity, ...], show: str = "") -> collections.Counter[str]:
    """The scorer's counts for one article; prints misses where `show` names it."""
    index: dict[str, set[str]] = collections.defaultdict(set)
    keys_of = {e.id: {name_key(x) for x in (e.label, *e.aliases)} for e in entities}
    by_id = {e.id: e for e in entities}
    for id, keys in keys_of.items():
        for key in keys:
            index[key].add(id)
    named = [e for e in gold["entities"] if e["type"] in ("Person", "Organization", "Place") and e["name"][:1].isupper()]
    found = {e["id"]: set().union(*(index.get(name_key(x), set()) for x in [e["name"], *e["aliases"]] if name_key(x))) for e in named}
    owners, full = collections.defaultdict(set), collections.defaultdict(set)
    for e in named:
        for node in found[e["id"]]:
            owners[node].add(e["name"])
            if name_key(e["name"]) in keys_of[node]:
                full[node].add(e["name"])
    result: collections.Counter[str] = collections.Counter(entities=len(named))
    for e in named:
        nodes = found[e["id"]]
        own = [n for n in nodes if len(owners[n]) == 1]
        right = any(by_id[n].type.value == e["type"] for n in nodes)
        result["found"] += bool(nodes)
        result["typed"] += right
        result["split"] += len(own) > 1
        if show and (not nodes or not right or len(own) > 1):
            kind = "missing" if not nodes else "split" if len(own) > 1 else "type"
            print(f"{show}: {kind} {e['type']} {e['name']}: " + "; ".join(f"{n} {by_id[n].type.value} {by_id[n].aliases}" for n in sorted(nodes)))
    for node, names in full.items():
        result["merged"] += len(names) > 1
        if show and len(names) > 1:
            print(f"{show}: merged {sorted(names)} in {node}")
    return result


def format_gold(t: dict[str, float]) -> str:
    return (
        f"found {t['found']:g}/{t['entities']:g} = {t['found'] / t['entities']:.3f} | type right {t['typed'] / max(t['found'], 1):.3f} "
        f"| split {t['split']:g} | merged {t['merged']:g}"
    )


def read_gum(path: Path, genre: str | None = None) -> Iterator[tuple[str, str, list[tuple[int, int, str, bool]]]]:
    """Each document's name, text and mentions (start, end, cluster, is pronoun)."""
    for block in re.split(r"(?=^# newdoc id)", path.read_text(encoding="utf-8"), flags=re.M):
        name = re.match(r"# newdoc id = (\S+)", block)
        if not name or (genre and f"_{genre}_" not in name[1]):
            continue
        text, open_mentions, mentions = "", [], []
        for line in block.splitlines():
            if line.startswith("# newpar") and "block" not in line and text:
                text = text.rstrip() + "\n\n"
            row = line.split("\t")
            if not row[0].isdigit():
                continue
            start = len(text)
            text += row[1]
            marks = re.search(r"Entity=([^|]*)", row[9])
            for part in re.findall(r"\([^()]*\)|\([^()]*|[^()]*\)", marks[1]) if marks else []:
                ident = part.strip("()").split("-")[0].split("[")[0]
                if part.startswith("("):
                    open_mentions.append((ident, start, row[3] == "PRON"))
                if part.endswith(")"):
                    k = max(i for i, o in enumerate(open_mentions) if o[0] == ident)
                    _, begin, is_pronoun = open_mentions.pop(k)
                    mentions.append((begin, len(text), ident, is_pronoun and part.startswith("(")))
            text += "" if "SpaceAfter=No" in row[9] else " "
        yield name[1], text.rstrip(), mentions


def measure_coref(path: Path, parse: Parse, *, genre: str | None = None, misses: bool = False) -> collections.Counter[str]:
    """Links of pronouns, names and descriptions to the nearest earlier mention of their entity, against GUM's clusters."""
    total: collections.Counter[str] = collections.Counter()
    for name, text, gold in read_gum(path, genre):
        mentions, resolution = resolve(text, parse)
        total.update(score_links(text, mentions, resolution, gold, name if misses else ""))
    return total


def match_gold(mentions: tuple[Mention, ...], gold: list[tuple[int, int, str, bool]]) -> dict[Mention, str]:
    """The gold cluster of each mention that has the span, or nearly, of a gold mention."""
    cluster_of: dict[Mention, str] = {}
    spans = sorted(gold, key=lambda g: g[1] - g[0])
    for m in mentions:
        exact = next((g for g in spans if (g[0], g[1]) == (m.span.start, m.span.end)), None)
        near = exact or next(
            (g for g in spans if g[0] <= m.head.start and m.head.end <= g[1] and g[1] - g[0] <= m.span.end - m.span.start + 60 and g[0] >= m.span.start - 12),
            None,
        )
        if near:
            cluster_of[m] = near[2]
    return cluster_of


def score_links(
    text: str, mentions: tuple[Mention, ...], resolution: Resolution, gold: list[tuple[int, int, str, bool]], show: str = ""
) -> collections.Counter[str]:
    """Right, made and wanted links by kind of mention; a mention counts where a gold mention has the same head."""
    cluster_of = match_gold(mentions, gold)
    counts: collections.Counter[str] = collections.Counter()
    seen: list[Mention] = []
    for m in sorted(cluster_of, key=lambda m: m.head):
        kind = m.kind.value if m.kind is not MentionKind.PRONOUN else "pronoun" if m.text.lower() in PERSONAL else "other"
        mine = resolution.entity_of.get(m)
        wanted = any(cluster_of[x] == cluster_of[m] and x.kind is not MentionKind.PRONOUN for x in seen)
        linked = [x for x in seen if mine and resolution.entity_of.get(x) == mine and x.kind is not MentionKind.PRONOUN]
        counts[f"{kind} wanted"] += wanted
        if linked:
            counts[f"{kind} made"] += 1
            right = cluster_of[linked[-1]] == cluster_of[m]
            counts[f"{kind} right"] += right
            if show and not right:
                print(f"{show}: {kind} {m.text!r} -> {linked[-1].text!r}  …{text[max(0, m.head.start - 60) : m.head.end + 30]!r}")
        seen.append(m)
    return counts


def format_coref(t: collections.Counter[str]) -> str:
    rows = []
    for kind in ("name", "description", "pronoun"):
        right, made, wanted = (t[f"{kind} {x}"] for x in ("right", "made", "wanted"))
        rows.append(f"{kind:12} precision {right}/{made} = {right / max(made, 1):.3f}   recall {right}/{wanted} = {right / max(wanted, 1):.3f}")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
