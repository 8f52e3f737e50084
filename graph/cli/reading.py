"""In: the source of `parse` and `openie`. Out: the text as the parser and the extractors see it, on standard output. It refuses to write a graph."""

from __future__ import annotations

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
    from graph.article import read_words
    from graph.conllu import write_conllu
    from graph.language import parse_text

    words = read_words(source)
    with show_progress(f"parsing {source}"):
        text = write_conllu(parse_text(words))
    say_raw(text)
    return 0


def openie(
    source: Annotated[str, typer.Argument(metavar="FILE", help="A text, Markdown or HTML file, an address, or - for standard input.")],
    lines: Annotated[bool, typer.Option("--lines", help="Take each line as one sentence.")] = False,
) -> int:
    """Show the claims as open-information-extraction tuples in the words of the text, separated by tabs."""
    from graph.article import read_article, read_lines
    from graph.language import parse_text
    from graph.openie import list_tuples

    with show_progress(f"reading {source}"):
        if lines:
            numbered = enumerate(read_lines(source), 1)
            found = [made for number, line in numbered if line.strip() for made in list_tuples(parse_text(line), sentence=number)]
        else:
            found = list(list_tuples(parse_text(read_article(source).text)))
    say_raw("".join(made.to_line() + "\n" for made in found))
    return 0
