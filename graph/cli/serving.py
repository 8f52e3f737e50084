"""In: the archive or graph and options of `serve`. Out: a server until Ctrl-C. It refuses to listen beyond this machine without being told to."""

from __future__ import annotations

from typing import Annotated

import typer

from graph.cli.options import LONGEST
from graph.cli.terminal import say, warn

_SERVE = """Open the address in a browser, or ask ADDRESS/sparql. Ctrl-C ends it.

\b
Examples:
  triplewire serve archive
  triplewire serve output/sample.ttl --port 9000
  curl http://127.0.0.1:8765/sparql --data-urlencode 'query=SELECT ?a ?b { ?a tw:opposes ?b }'
"""


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command(epilog=_SERVE)(serve)


def serve(
    source: Annotated[str, typer.Argument(metavar="ARCHIVE|GRAPH.ttl", help="The folder of an archive, or a graph file.", show_default=False)],
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen; the default can be reached from this machine alone.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 for any that is free.")] = 8765,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, max=LONGEST, help="How long a query may take.")] = 10.0,
    limit: Annotated[int, typer.Option(metavar="ROWS", min=1, help="How many rows or triples an answer may have.")] = 10_000,
    workers: Annotated[int, typer.Option(metavar="N", min=1, max=64, help="How many queries are answered at once.")] = 2,
    cors: Annotated[bool, typer.Option("--cors", help="Let pages of other sites ask.")] = False,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", metavar="NAME", help="A further name under which the server may be asked for.", show_default=False)
    ] = None,
) -> int:
    """Serve an archive or a graph: a SPARQL endpoint, a page to ask it, and a page to explore it."""
    from graph.archive.serving.application import serve as run
    from graph.archive.serving.guard import is_loopback
    from graph.archive.serving.limits import Limits

    def announce(address: str) -> None:
        say(f"{source}: {address}   (queries: {address}query   endpoint: {address}sparql)")
        if not is_loopback(host):
            warn("everybody who can reach this machine can read this graph.")

    run(source, host=host, port=port, limits=Limits(seconds=timeout, rows=limit, workers=workers), cors=cors, names=allow_host or (), say=announce)
    return 0
