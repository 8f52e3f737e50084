"""In: the command line. Out: files, answers and an exit code. It refuses to hold logic: each command hands its options to the stage that does the work.

Exit codes: 0 all done, 1 something could not be done, 2 the command was wrong, 3 a graph does not conform to the shapes, 130 interrupted.
Nothing heavy is imported before it is needed, so that `--help` answers at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Annotated

import typer

from graph.cli import archiving, asking, building, exploring, linking, reading, serving
from graph.cli.terminal import say, warn
from graph.errors import SettingsError, TriplewireError

INTERRUPTED = 130
INTERRUPTION = {"ingest": "interrupted. Every finished article is kept; the same command goes on where it stopped."}

app = typer.Typer(
    name="triplewire",
    help="Turns news articles into knowledge graphs in which every edge can be traced to the words it came from.",
    epilog="Begin with: triplewire build article.txt",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
for module in (building, exploring, reading, archiving, linking, asking, serving):
    module.register(app)


def _show_version(is_wanted: bool) -> None:
    if is_wanted:
        from importlib.metadata import version

        say(f"triplewire {version('triplewire')}")
        raise typer.Exit


@app.callback()
def _set_up(
    version: Annotated[bool, typer.Option("--version", help="Show the version and leave.", is_eager=True, callback=_show_version)] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole trace of an unexpected error.")] = False,
) -> None:
    if debug:
        os.environ["TRIPLEWIRE_DEBUG"] = "1"


def main() -> None:
    """What the installed command `triplewire` runs."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """One call of the command line; gives the exit code."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding=None, errors="backslashreplace")  # type: ignore[union-attr]
    try:
        return _invoke(arguments)
    except KeyboardInterrupt:
        warn(INTERRUPTION.get(next(iter(arguments), ""), "interrupted."))
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except TriplewireError as error:
        warn(str(error))
        return 2 if isinstance(error, SettingsError) else 1
    except Exception as error:
        if os.environ.get("TRIPLEWIRE_DEBUG"):
            raise
        warn(f"an unexpected error: {type(error).__name__}: {error}. This is a defect of Triplewire; TRIPLEWIRE_DEBUG=1 shows where it happened.")
        return 1


def _invoke(arguments: list[str]) -> int:
    import warnings

    warnings.filterwarnings("ignore")
    command = typer.main.get_command(app)
    try:
        code = command.main(arguments or ["--help"], prog_name="triplewire", standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except Exception as error:
        if not hasattr(error, "format_message") or not hasattr(error, "exit_code"):
            raise
        context = getattr(error, "ctx", None)
        hint = f" Try: {context.command_path} --help" if context is not None else ""
        message = error.format_message().strip()
        if message:
            warn(f"{message}{'' if message.endswith(('.', '?')) else '.'}{hint}")
        return int(error.exit_code)
    if code == INTERRUPTED:  # typer answers Ctrl-C with it, and says nothing
        raise KeyboardInterrupt
    sys.stdout.flush()
    return code if isinstance(code, int) else 0
