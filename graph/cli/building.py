"""In: the sources and options of `triplewire build`. Out: a graph and its files for each source, and a short summary. It refuses to stop at one bad source."""

from __future__ import annotations

import dataclasses
import datetime
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.cli.options import SettingsFile, read_date, split_formats
from graph.cli.terminal import say, show_progress, warn
from graph.confidence import DOUBTFUL
from graph.errors import OutputError, SettingsError, TriplewireError
from graph.settings import Settings, check_settings, load_settings

if TYPE_CHECKING:
    from graph.pipeline import Guidance, KnowledgeGraph
    from graph.records import Contents

_EPILOG = """Formats: ttl, html, nt, trig, jsonld, rdf, ttl12, graphml, gexf, csv, neo4j, claimreview; several with commas.

Examples:

\b
  triplewire build article.txt                      output/article.ttl and output/article.html
  triplewire build news/*.txt -o graphs             several at once
  triplewire build page.html --formats ttl,graphml  a saved page, for other tools
  triplewire build https://example.org/story        a page at an address
  pbpaste | triplewire build - --date 2022-06-21    standard input; typed dates need the article's day
  triplewire build article.txt --known people.csv   names, aliases, types and Wikidata numbers that you know


A file of known things is a table (CSV) or Turtle. Only the name is needed:
  name,aliases,type,sameAs
  Keir Starmer,Sir Keir|the Labour leader,Person,Q6383803


Corrections are TOML. ARTICLE.corrections.toml beside ARTICLE.txt is found by itself:
  [[merge]]                                         also [[split]], [[rename]], [[retype]]
  entities = ["Keir Starmer", "Stamer"]
  [[reject]]
  subject = "Anas Sarwar"
  relation = "leads"
  object = "Labour"
"""


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command(epilog=_EPILOG)(build)


def build(
    sources: Annotated[list[str], typer.Argument(metavar="SOURCE", help="Text, Markdown or HTML files, http(s) addresses, or - for standard input.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FOLDER", help="Where the files go.  [default: output]", show_default=False)] = None,
    formats: Annotated[str | None, typer.Option(metavar="LIST", help="See below.  [default: ttl,html]", show_default=False)] = None,
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="The day the article was published.", show_default=False)] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="The article's title.", show_default=False)] = None,
    base_iri: Annotated[str | None, typer.Option("--base-iri", metavar="IRI", help="What the graph's addresses begin with.", show_default=False)] = None,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the article's text out of the files.")] = False,
    known: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What you know: names, aliases, types, addresses (CSV or Turtle).", show_default=False)
    ] = None,
    corrections: Annotated[Path | None, typer.Option(metavar="FILE", help="What was wrong in earlier graphs (TOML).", show_default=False)] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option("--min-confidence", metavar="0..1", help=f"Leave out what is less sure; 0 for all.  [default: {DOUBTFUL}]", show_default=False),
    ] = None,
    settings_file: SettingsFile = None,
) -> int:
    """Turn news articles into graphs: NAME.ttl (Turtle) and NAME.html (a page to look at) for each source."""
    if min_confidence is not None and not 0 <= min_confidence <= 1:
        raise SettingsError(f"--min-confidence {min_confidence:g} is not a number from 0 to 1.")
    given = {"output": output, "base_iri": base_iri, "known": known, "corrections": corrections, "min_confidence": min_confidence}
    settings = _merge(load_settings(settings_file), given | {"with_text": False if no_text else None})
    day = read_date(date)
    settings = dataclasses.replace(settings, formats=split_formats(formats, settings))
    if title is not None and len(sources) > 1:
        raise SettingsError("--title is the title of one article. Build the sources one by one to give each its own.")
    if settings.output.exists() and not settings.output.is_dir():
        raise OutputError(f"{settings.output} is a file, not a folder. Choose a folder with -o.")
    return build_all(sources, settings, date=day, title=title)


def build_all(sources: list[str], settings: Settings, *, date: datetime.date | None, title: str | None) -> int:
    """Builds each source; what goes wrong with one is told, and the others are still built. Gives the exit code."""
    from graph.output_files import name_outputs
    from graph.pipeline import read_guidance

    guidance = read_guidance(settings.known, settings.corrections, min_confidence=settings.min_confidence)
    for note in guidance.known.notes if guidance.known else ():
        warn(note)
    failed = 0
    unmatched: list[set[str]] = []
    for place, (source, name) in enumerate(zip(sources, name_outputs(sources), strict=True), 1):
        count = f" ({place} of {len(sources)})" if len(sources) > 1 else ""
        try:
            with show_progress(f"building {source}{count}"):
                graph, paths = _build_one(source, name, settings, guidance, date, title)
            _summarize(name, graph, paths)
            unmatched.append(_tell_notes(name, graph, settings))
        except TriplewireError as error:
            failed += 1
            warn(str(error))
        except (RecursionError, MemoryError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
            if os.environ.get("TRIPLEWIRE_DEBUG"):
                raise
            failed += 1
            warn(f"{source} could not be built: {type(error).__name__}: {error}. This is a defect of Triplewire; TRIPLEWIRE_DEBUG=1 shows where.")
    for line in sorted(set.intersection(*unmatched)) if unmatched else ():
        warn(line)
    if failed and len(sources) > 1:
        warn(f"{failed} of {len(sources)} sources could not be built.")
    return 1 if failed else 0


def find_corrections(source: str) -> Path | None:
    """The corrections that lie beside an article: story.corrections.toml beside story.txt."""
    path = Path(source)
    beside = path.with_name(f"{path.stem}.corrections.toml") if path.name and source != "-" else None
    return beside if beside is not None and "://" not in source and beside.is_file() else None


def _merge(settings: Settings, given: dict[str, Any]) -> Settings:
    """The settings with the options of this call before them."""
    return check_settings(dataclasses.replace(settings, **{name: value for name, value in given.items() if value is not None}))


def _build_one(
    source: str, name: str, settings: Settings, guidance: Guidance, date: datetime.date | None, title: str | None
) -> tuple[KnowledgeGraph, list[Path]]:
    from graph.article import read_article
    from graph.corrections import read_corrections
    from graph.output_files import write_files
    from graph.pipeline import build_article

    beside = find_corrections(source)
    if beside is not None and (settings.corrections is None or beside.resolve() != settings.corrections.resolve()):
        guidance = dataclasses.replace(guidance, corrections=(*guidance.corrections, read_corrections(beside)))
    graph = build_article(read_article(source, date=date, title=title, time_limit=settings.read_time_limit), guidance)
    files: dict[Path, str | bytes] = {}
    for form in settings.formats:
        files |= make_files(graph, form, settings.output / name, settings)
    write_files(files)
    return graph, list(files)


def _tell_notes(name: str, graph: KnowledgeGraph, settings: Settings) -> set[str]:
    """Says what of the known was not used, and which of the article's own corrections fit nothing; gives those of the file for all articles."""
    shared = {line for line in graph.unmatched if settings.corrections is not None and line.startswith(f"{settings.corrections}: ")}
    for line in (*graph.notes, *(line for line in graph.unmatched if line not in shared)):
        warn(f"{name}: {line}")
    return shared


def make_files(contents: Contents, form: str, stem: Path, settings: Settings) -> dict[Path, str | bytes]:
    """The files of one format, by path."""
    from graph.formats import FORMATS, write_format

    written = write_format(contents, form, base_iri=settings.base_iri, with_text=settings.with_text)
    texts = {FORMATS[form].endings[0]: written} if isinstance(written, str) else written
    return {stem.with_name(f"{stem.name}{ending}"): text for ending, text in texts.items()}


def _summarize(name: str, graph: KnowledgeGraph, paths: list[Path]) -> None:
    from graph.analysis import analyze_network
    from graph.records import Status

    counts = Counter(statement.status for statement in graph.statements)
    by_status = ", ".join(f"{counts[status]} {status}" for status in Status if counts[status])
    say(f"{name}: {len(graph.entities)} entities, {len(graph.statements)} statements{f' ({by_status})' if by_status else ''}")
    if not graph.statements:
        warn(f"{name}: no statement was found; is it the text of a news article?")
    elif actors := analyze_network(graph.to_networkx(), top=5).actors:
        say(f"  main actors  {', '.join(actor.label for actor in actors)}")
    for path in paths:
        say(f"  {path}")
