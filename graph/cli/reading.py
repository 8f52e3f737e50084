"""In: the source of `parse` and `openie`. Out: the text as the parser and the extractors see it, on standard output. It refuses to write a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.cli.options import choose
from graph.cli.terminal import say_raw, show_progress

_PARSE = """Examples:

\b
  triplewire parse article.txt > article.conllu
  echo 'The mayor resigned.' | triplewire parse -
"""
_OPENIE = """Columns: sentence number, argument 1, relation, argument 2, confidence.

\b
Examples:
  triplewire openie article.txt
  triplewire openie sentences.txt --lines            one sentence a line
"""


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(epilog=_PARSE)(parse)
    app.command(epilog=_OPENIE)(openie)


def parse(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="A text, Markdown or HTML file, an address, or - for standard input.")],
    form: Annotated[str, typer.Option("--format", metavar="conllu", help="The format.")] = "conllu",
) -> int:
    """Show the parsed text as CoNLL-U (Universal Dependencies)."""
    choose(form, ("conllu",), option="--format")
    from graph.article import read_article
    from graph.conllu import write_conllu
    from graph.language import parse_text

    article = read_article(source)
    with show_progress(f"parsing {source}"):
        text = write_conllu(parse_text(article.text))
    say_raw(text)
    return 0


def openie(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A text, Markdown or HTML file, an address, or - for standard input.")],
    lines: Annotated[bool, typer.Option("--lines", help="Take each line as one sentence.")] = False,
) -> int:
    """Show the claims as open-information-extraction tuples in the words of the text, separated by tabs."""
    raise NotImplementedError(source, lines, Path)
