"""In: a folder of articles with attributions in brat's format (PolNeAR). Out: how many of them `find_quotations` finds, and with the right speaker.

    python -m tests.benchmarks.measure_attribution FOLDER [--half read|figures] [--graph] [--misses]

A content counts as found where it shares at least half of its words with one quotation, and at least half of the words of the pieces of that quotation
that it touches (a turn may go on where the annotation does not). A speaker is right where the words that name it lie in the annotated source, or share a name with it; a pronoun source is left out.
Direct: the annotated content lies in quotation marks; mixed: part of it; indirect: none. `clausal` are the indirect contents that hold a verb.
The corpus also holds as attributions what nobody said ("Congress passed | the bill"): such a content is the object of a statement of the graph, not a
quotation. The lines "in the graph" count those too: statements of a build at default settings whose object is the content by the same half, and that
have the attribution's own cue or source; their speaker is their subject.
Of the files in alphabetical order, the 1st, 3rd, 5th … may be read for causes ("read"), the others are for figures only ("figures").
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc

from graph.entities import resolve_entities
from graph.extractors import extract_claims
from graph.language import parse_text
from graph.mentions import find_mentions
from graph.pipeline import build_document
from graph.quotations import find_quotations
from graph.quotations.marks import find_quoted
from graph.records import Article, Quotation, Span
from graph.statements import UNNAMED_SOURCE, Lookup, make_statement

WORD = re.compile(r"\w+")
PRONOUNS = frozenset(WORD.findall("i you he she it we they me him her us them who whom which that this his its their my our your"))
EMPTY = {"the", "a", "an", "of", "and", "mr", "mrs", "ms", "sen", "rep", "president", "gov", "dr", "sir"}


@dataclass(frozen=True)
class Attribution:
    """One annotated attribution: where its content source and cue stand (in pieces)."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]


def read_attributions(path: Path) -> Iterator[Attribution]:
    """The attributions of one .ann file that have a content."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("T"):
            where = fields[1].split(" ", 1)[1]
            spans[fields[0]] = tuple(Span(*map(int, piece.split())) for piece in where.split(";"))
        elif line.startswith("E"):
            events.append(fields[1])
    for event in events:
        roles = dict(part.split(":") for part in event.split()[1:] if ":" in part)
        content = next((v for k, v in roles.items() if k.startswith("Content")), None)
        source = next((v for k, v in roles.items() if k.startswith("Source")), None)
        cue = next((v for k, v in roles.items() if k.startswith("Cue")), None)
        if content is not None:
            yield Attribution(spans[content], spans[source] if source else (), spans[cue] if cue else ())


@dataclass(frozen=True)
class Edge:
    """A statement of the built graph as it was read: whose it is, its relation in lemmas, and where its object stands."""

    subject: Span
    relation: str
    obj: Span


def read_edges(doc: Doc) -> list[Edge]:
    """The statements of a build at default settings, each time that one is read from the text."""
    article = Article(text=doc.text)
    quotations = find_quotations(doc)
    mentions = find_mentions(doc, quotations)
    resolved = resolve_entities(doc, mentions, quotations)
    lookup = Lookup({e.id: e for e in (*resolved.entities, UNNAMED_SOURCE)}, resolved.entity_of)
    kept = {statement.id for statement in build_document(article, doc).statements}
    edges = []
    for claim in extract_claims(doc, mentions, quotations):
        where = claim.object_span or (None if isinstance(claim.obj, str) else claim.obj.span)
        statement = make_statement(article, claim, lookup)
        if where is not None and statement is not None and statement.id in kept:
            edges.append(Edge(claim.subject.span, claim.phrase, where))
    return edges


def best_edge(text: str, doc: Doc, attribution: Attribution, edges: list[Edge]) -> Edge | None:
    """The statement whose object is the content, and that has a word of the cue or the source."""
    gold = word_set(text, attribution.content)
    cue = {doc_word.lemma_.lower() for doc_word in doc if doc_word.idx in word_set(text, attribution.cue)}
    source = word_set(text, attribution.source)
    found: list[tuple[bool, float, Edge]] = []
    for edge in edges:
        words = word_set(text, (edge.obj,))
        share = len(gold & words) / max(1, len(gold), len(words))
        has_its_cue = bool(cue & set(edge.relation.split()) - EMPTY - {"be", "to", "have"})
        if share >= 0.5 and (has_its_cue or word_set(text, (edge.subject,)) & source):
            found.append((has_its_cue, share, edge))
    return max(found, key=lambda f: f[:2])[2] if found else None


def word_set(text: str, spans: tuple[Span, ...]) -> set[int]:
    """Where the words of some spans begin."""
    return {m.start() for span in spans for m in WORD.finditer(text, span.start, span.end)}


def kind_of(text: str, attribution: Attribution, quoted: set[int]) -> str:
    """Direct, mixed or indirect, by how much of the content stands in quotation marks."""
    words = word_set(text, attribution.content)
    share = len(words & quoted) / max(1, len(words))
    return "direct" if share > 0.95 else "mixed" if share > 0 else "indirect"


def matches(text: str, attribution: Attribution, quotation: Quotation) -> float:
    """The words that both have, by those of the larger of the two; pieces of the quotation that the content does not touch are left out."""
    gold = word_set(text, attribution.content)
    pieces = [words for content in quotation.contents if (words := word_set(text, (content,))) & gold]
    found = set().union(*pieces)
    return len(gold & found) / max(1, len(gold), len(found))


def has_cue(text: str, attribution: Attribution, quotation: Quotation) -> bool:
    """Whether the two have a word of their cues in common."""
    return quotation.cue is not None and bool(word_set(text, attribution.cue) & word_set(text, (quotation.cue,)))


def speaker_is_right(text: str, attribution: Attribution, speaker: Span | None, *, by_name: bool) -> bool:
    """Whether the speaker's words lie at least by half in the source; `by_name` also where they share a name elsewhere in the text."""
    if speaker is None:
        return False
    gold, found = word_set(text, attribution.source), word_set(text, (speaker,))
    if found and len(gold & found) * 2 >= len(found):
        return True
    return by_name and bool(names(text, attribution.source) & names(text, (speaker,)))


def names(text: str, spans: tuple[Span, ...]) -> set[str]:
    """The capitalised words of some spans, titles left out."""
    return {w for span in spans for w in WORD.findall(span.cut(text)) if w[0].isupper() and w.lower() not in EMPTY}


def is_pronoun(text: str, spans: tuple[Span, ...]) -> bool:
    """Whether a source is no more than a pronoun."""
    return " ".join(span.cut(text) for span in spans).lower() in PRONOUNS


def measure(folder: Path, *, half: str | None, misses: bool, graph: bool) -> Counter[str]:
    """Counts over the articles of a folder."""
    counts: Counter[str] = Counter()
    for number, path in enumerate(sorted(folder.glob("*.ann"))):
        if half is not None and (number % 2 == 0) != (half == "read"):
            continue
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        doc = parse_text(text)
        verbs = {token.idx for token in doc if token.pos_ in {"VERB", "AUX"}}
        quotations = find_quotations(doc)
        edges = read_edges(doc) if graph else []
        quoted = word_set(text, tuple(q.inner for q in find_quoted(text)))
        used: set[int] = set()
        if misses:
            print(f"\n## {path.stem}")
        for attribution in read_attributions(path):
            kind = kind_of(text, attribution, quoted)
            kinds = [kind, "indirect+mixed"] if kind != "direct" else [kind]
            if kind == "indirect" and word_set(text, attribution.content) & verbs:
                kinds.append("clausal")
            scores = [(matches(text, attribution, q), n) for n, q in enumerate(quotations)]
            best = max(scores, key=lambda s: (s[0] >= 0.5, has_cue(text, attribution, quotations[s[1]]), s[0]), default=(0.0, -1))
            is_found = best[0] >= 0.5
            counts.update(f"{k} all" for k in kinds)
            if is_found:
                used.update(n for score, n in scores if score >= 0.5)
                counts.update(f"{k} found" for k in kinds)
                judge_speaker(counts, kinds, text, attribution, quotations[best[1]].speaker, misses=misses)
            edge = best_edge(text, doc, attribution, edges) if graph and not is_found else None
            if graph:
                within = [f"{k} in the graph" for k in kinds]
                counts.update(f"{k} all" for k in within)
                if is_found or edge is not None:
                    counts.update(f"{k} found" for k in within)
                    judge_speaker(counts, within, text, attribution, quotations[best[1]].speaker if edge is None else edge.subject, misses=False)
            if misses and not is_found:
                print(
                    f"  MISSED {kinds[-1]:14} {words_of(text, attribution.source)!r} | {words_of(text, attribution.cue)!r} "
                    f"| {words_of(text, attribution.content)[:150]!r}"
                )
                if edge is not None:
                    print(f"         in the graph: {edge.subject.cut(text)!r} {edge.relation} {edge.obj.cut(text)[:100]!r}")
                for score, n in scores:
                    if score > 0:
                        print(f"         {score:.2f} {show(text, quotations[n])}")
        counts["quotations"] += len(quotations)
        counts["quotations in gold"] += len(used)
        if misses:
            for n, q in enumerate(quotations):
                if n not in used:
                    print(f"  EXTRA  {show(text, q)}")
    return counts


def judge_speaker(counts: Counter[str], kinds: list[str], text: str, attribution: Attribution, speaker: Span | None, *, misses: bool) -> None:
    """Counts the speaker of a content that was found."""
    if not attribution.source or is_pronoun(text, attribution.source):
        return
    counts.update(f"{k} speakers" for k in kinds)
    by_name = speaker_is_right(text, attribution, speaker, by_name=True)
    counts.update(f"{k} named" for k in kinds if by_name)
    if speaker_is_right(text, attribution, speaker, by_name=False):
        counts.update(f"{k} right" for k in kinds)
    elif misses:
        print(
            f"  {'NEAR' if by_name else 'WRONG'}  {words_of(text, attribution.source)!r} | {words_of(text, attribution.cue)!r} <- {speaker.cut(text) if speaker else None!r}"
        )


def words_of(text: str, spans: tuple[Span, ...]) -> str:
    """The text of some spans."""
    return " … ".join(span.cut(text) for span in spans)


def show(text: str, quotation: Quotation) -> str:
    """One quotation in a line."""
    speaker = quotation.speaker.cut(text) if quotation.speaker else None
    return f"{quotation.kind.value} {speaker!r} [{quotation.cue_lemma}] {words_of(text, quotation.contents)[:130]!r}"


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--half", choices=["read", "figures"], help="only the articles that may be read, or only the others")
    parser.add_argument("--misses", action="store_true", help="print what was missed (only with --half read)")
    parser.add_argument("--graph", action="store_true", help="also build the graphs, and count the contents that are objects of statements")
    options = parser.parse_args()
    if options.misses and options.half != "read":
        parser.error("--misses shows sentences: only with --half read")
    counts = measure(options.folder, half=options.half, misses=options.misses, graph=options.graph)
    print(f"\n{'kind':28}{'found':>16}{'speaker in source':>22}{'or by name':>16}")
    kinds = ("direct", "mixed", "indirect", "indirect+mixed", "clausal")
    for kind in (*kinds, *(f"{k} in the graph" for k in kinds if options.graph)):
        columns = [(counts[f"{kind} found"], counts[f"{kind} all"]), *((counts[f"{kind} {w}"], counts[f"{kind} speakers"]) for w in ("right", "named"))]
        print(f"{kind:28}" + "".join(f"{a / max(1, b):10.3f} {a:4}/{b:<4}" for a, b in columns))
    print(f"quotations {counts['quotations']}, of them in gold {counts['quotations in gold'] / max(1, counts['quotations']):.3f}")


if __name__ == "__main__":
    main()
