"""In: the graph file and options of `query`, `analyze`, `view`, `validate`, and of `compare` for two graphs. Out: an answer on standard output, or a page.

It refuses to compute an answer itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.cli.options import LONGEST, GraphFile, SettingsFile, choose
from graph.cli.terminal import say, say_raw, say_table, show_progress, warn
from graph.errors import QueryError, SettingsError
from graph.settings import load_settings

if TYPE_CHECKING:
    from graph.analysis import Table
    from graph.queries import Result

NOT_CONFORMING = 3

_QUERY = """Examples:

\b
  triplewire query output/sample.ttl --named who-said-what
  triplewire query output/sample.ttl 'SELECT ?who WHERE { ?who a tw:Person }'
  triplewire query output/sample.ttl 'SELECT ?a ?b { ?a tw:opposes ?b }' --format csv
  triplewire query output/sample.ttl 'CONSTRUCT { ?a tw:opposes ?b } WHERE { ?a tw:opposes ?b }'
  triplewire query archive --named shared             over all articles of an archive
  triplewire query --list                            the queries with names
"""
_ANALYZE = """Examples:

\b
  triplewire analyze output/sample.ttl
  triplewire analyze output/sample.ttl --only actors,sources --top 5
  triplewire analyze output/sample.ttl --path 'Keir Starmer' 'Diane Abbott'
  triplewire analyze output/sample.ttl --format json
  triplewire analyze output/sample.ttl --format markdown --plots plots > report.md
"""
_VIEW = """Examples:

\b
  triplewire view output/sample.ttl                  output/sample.html
  triplewire view output/sample.ttl -o page.html --open
"""
_VALIDATE = """Exit code 0 where the graph conforms, 3 where it does not.

\b
Examples:
  triplewire validate output/sample.ttl
  triplewire validate output/sample.ttl --format ttl > report.ttl
"""


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(epilog=_QUERY)(query)
    app.command(epilog=_ANALYZE)(analyze)
    app.command(epilog=_VIEW)(view)
    app.command(epilog=_VALIDATE)(validate)


def query(
    graph: Annotated[
        str | None, typer.Argument(metavar="GRAPH | ARCHIVE", help="A Turtle file that `triplewire build` wrote, or an archive.", show_default=False)
    ] = None,
    sparql: Annotated[str | None, typer.Argument(metavar="'SPARQL'", help="The query; the usual prefixes are known.", show_default=False)] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", metavar="Q.rq", help="Take the query from a file.", show_default=False)] = None,
    named: Annotated[str | None, typer.Option(metavar="NAME", help="A query that comes with Triplewire.", show_default=False)] = None,
    list_named: Annotated[bool, typer.Option("--list", help="List the queries that come with Triplewire.")] = False,
    form: Annotated[str | None, typer.Option("--format", metavar="table|csv|json|ttl", help="[default: table, ttl for CONSTRUCT]", show_default=False)] = None,
    values: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A parameter of the named query.", show_default=False)] = None,
    timeout: Annotated[float | None, typer.Option(metavar="SECONDS", min=0.1, max=LONGEST, help="[default: 10]", show_default=False)] = None,
    limit: Annotated[int | None, typer.Option(metavar="ROWS", min=1, help="[default: 10000]", show_default=False)] = None,
    infer: Annotated[
        str | None, typer.Option(metavar="rdfs|owl-rl", help="Also find what follows by the ontology, in a graph of its own.", show_default=False)
    ] = None,
    store: Annotated[str | None, typer.Option(metavar="URL", help="The SPARQL endpoint of an archive in place of GRAPH.", show_default=False)] = None,
    settings_file: SettingsFile = None,
) -> int:
    """Ask a graph, or an archive, a question in SPARQL."""
    form = choose(form, ("table", "csv", "json", "ttl"), option="--format") if form else None
    infer = choose(infer, ("rdfs", "owl-rl"), option="--infer") if infer else None
    if list_named:
        _say_queries()
        return 0
    if store is not None:
        graph, sparql = store, sparql or graph
    text = _find_query(sparql, file, named, values or [])
    if graph is None:
        raise SettingsError("Which graph? Give the Turtle file first, then the query.")
    settings = load_settings(settings_file)
    result = _ask(graph, text, timeout=min(timeout or settings.query_time_limit, LONGEST), limit=limit or settings.query_row_limit, infer=infer)
    _say_result(result, form or ("ttl" if result.form == "graph" else "table"))
    return 0


def analyze(
    graph: GraphFile,
    path: Annotated[tuple[str, str] | None, typer.Option(metavar="FROM TO", help="The ways between two entities.", show_default=False)] = None,
    only: Annotated[
        str | None, typer.Option(metavar="LIST", help="Only these tables: summary, actors, communities, camps, sources …", show_default=False)
    ] = None,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="How many of each.")] = 10,
    form: Annotated[str, typer.Option("--format", metavar="table|json|markdown", help="How to show it.")] = "table",
    plots: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Draw plots into this folder (needs matplotlib).", show_default=False)] = None,
    own_words: Annotated[bool, typer.Option("--own-words", help="Count a stance that somebody states of themselves.")] = False,
    seed: Annotated[int, typer.Option(metavar="N", help="Seed of communities and pivots.")] = 0,
    backend: Annotated[str | None, typer.Option(metavar="NAME", help="A NetworkX backend, such as graphblas.", show_default=False)] = None,
) -> int:
    """Show the main actors, communities, who stands with and against whom, who is quoted, and ways between entities."""
    form = choose(form, ("table", "json", "markdown"), option="--format")
    from graph.analysis import Counting, analyze_network, find_paths, make_tables, render_report, tabulate_paths, write_json

    network = _read_network(graph)
    if path is not None:
        paths = find_paths(network, *path)
        if not paths:
            warn(f"nothing in {graph} connects {path[0]} and {path[1]}.")
        say_raw(write_json(paths)) if form == "json" else _say_tables([tabulate_paths(paths)])
        return 0
    analysis = analyze_network(network, counting=Counting(own_words=own_words), top=top, seed=seed, backend=backend)
    pictures = _write_plots(analysis, plots, graph.stem) if plots is not None else {}
    if form == "markdown":
        say_raw(render_report(analysis, pictures=pictures))
        return 0
    tables = list(make_tables(analysis))
    if only is not None:
        names = [table.name for table in tables]
        chosen = [choose(name, names, option="--only") for name in only.split(",")]
        tables = [table for table in tables if table.name in chosen]
        result: Any = {table.name: [dict(zip(table.columns, row, strict=True)) for row in table.rows] for table in tables}
    else:
        result = analysis
    say_raw(write_json(result)) if form == "json" else _say_tables(tables)
    return 0


def compare(
    first: Path,
    second: Path,
    form: str = "table",
) -> int:
    """Show what only one of two graphs says, and where they contradict each other."""
    form = choose(form, ("table", "json", "markdown"), option="--format")
    from graph.analysis import compare_networks, render_comparison, tabulate_comparison, write_json

    comparison = compare_networks(_read_network(first), _read_network(second))
    if form == "markdown":
        say_raw(render_comparison(comparison))
        return 0
    say_raw(write_json(comparison)) if form == "json" else _say_tables(tabulate_comparison(comparison))
    return 0


def view(
    graph: GraphFile,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="The page.  [default: beside the graph]", show_default=False)] = None,
    is_opened: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
) -> int:
    """Make the page again from a graph file."""
    from graph.output_files import write_file
    from graph.page import render_page
    from graph.turtle import read_turtle

    with show_progress(f"drawing {graph}"):
        page = output if output is not None else graph.with_suffix(".html")
        contents = read_turtle(graph)
        turtle = graph.read_text("utf-8")
        write_file(page, render_page(contents, turtle=turtle, base_iri=_find_base(turtle)))
    say(str(page))
    if is_opened:
        import webbrowser

        webbrowser.open(page.resolve().as_uri())
    return 0


def validate(
    graph: GraphFile,
    form: Annotated[str, typer.Option("--format", metavar="text|ttl", help="For a reader, or as a SHACL report in Turtle.")] = "text",
) -> int:
    """Check a graph against the shapes of the ontology (SHACL)."""
    form = choose(form, ("text", "ttl"), option="--format")
    from graph.validate import validate_graph

    with show_progress(f"validating {graph}"):
        report = validate_graph(graph)
    say_raw(report.to_turtle() if form == "ttl" else report.to_text())
    return 0 if report.conforms else NOT_CONFORMING


def _write_plots(analysis: Any, folder: Path, stem: str) -> dict[str, str]:
    """Draws the plots into the folder; their addresses by name."""
    from graph.analysis import draw_plots
    from graph.output_files import write_file

    written: dict[str, str] = {}
    for name, picture in draw_plots(analysis).items():
        target = folder / f"{stem}-{name}.png"
        write_file(target, picture)
        written[name] = str(target)
        warn(f"drew {target}")
    return written


def _ask(graph: str, text: str, *, timeout: float, limit: int, infer: str | None) -> Result:
    if graph.startswith(("http://", "https://")) or (Path(graph) / "archive.json").is_file():
        from graph.archive.store import open_archive

        if infer:
            raise SettingsError("--infer works on one article's graph, not on an archive.")
        with open_archive(graph, read_only=True) as archive:
            return archive.query(text, timeout=timeout, limit=limit)
    from graph.queries import run_query

    return run_query(Path(graph), text, timeout=timeout, limit=limit, infer=infer)


def _find_query(sparql: str | None, file: Path | None, named: str | None, values: list[str]) -> str:
    given = [option for option in (sparql, file, named) if option is not None]
    if len(given) != 1:
        raise SettingsError("Give one query: in quotation marks, with --file, or with --named.")
    if file is not None:
        try:
            return file.read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"The query {file} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    from graph.queries import fill_query, named_queries

    if named is None:
        if (name := (sparql or "").strip().removesuffix(".rq")) in named_queries():
            raise SettingsError(f"{name!r} is the name of a query that comes with Triplewire: ask it with --named {name}.")
        return sparql or ""
    wrong = [value for value in values if "=" not in value]
    if wrong:
        raise SettingsError(f"--set {wrong[0]!r} is no parameter. Write it as NAME=VALUE, such as who=Starmer.")
    return fill_query(choose(named, named_queries(), option="--named"), dict(value.split("=", 1) for value in values))


def _say_queries() -> None:
    from graph.queries import named_queries

    rows = [(query.name, query.answers, ", ".join(query.parameters)) for query in named_queries().values()]
    say_table(("name", "answers", "parameters"), rows)


def _say_result(result: Result, form: str) -> None:
    if form == "table" and result.form == "select":
        say_table(result.columns, result.cells()) if result.rows else say("nothing found")
    else:
        say_raw({"table": result.to_table, "csv": result.to_csv, "json": result.to_json, "ttl": result.to_turtle}[form]())
    if result.notice:
        warn(result.notice)


def _read_network(graph: Path) -> Any:
    from graph.network import make_network
    from graph.turtle import read_turtle

    return make_network(read_turtle(graph))


def _find_base(turtle: str) -> str:
    """What the addresses of a graph begin with, as its head says."""
    from ontology.namespaces import BASE

    found = re.search(r"^@base <(.+?)article/[^/<>]+> \.$", turtle, re.MULTILINE)
    return found[1] if found else BASE


def _say_tables(tables: Any) -> None:
    shown: list[Table] = [table for table in tables if table.rows]
    for number, table in enumerate(shown):
        if number:
            say()
        say_table(table.columns, table.rows, title=table.title)
    if not shown:
        say("nothing found")
