"""The README's commands and its Python, run as they stand there."""

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from graph.cli import run

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def list_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def list_commands() -> list[str]:
    """All lines that call the program, in order; set-up lines install it and are run by .ci/run."""
    return [line.split("  #")[0].strip() for block in list_blocks("sh") for line in block.splitlines() if line.startswith("triplewire ")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder as the reader has it: the sample, and what the commands before it wrote."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "output").mkdir()
    shutil.copy(ROOT / "output" / "sample.txt", folder / "output" / "sample.txt")
    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        assert run(["build", "output/sample.txt"]) == 0
    return folder


def test_there_are_commands():
    assert len(list_commands()) >= 8
    for name in ("build", "query", "analyze", "view", "validate", "parse", "openie"):
        assert any(command.startswith(f"triplewire {name}") for command in list_commands()), name


@pytest.mark.parametrize("command", list_commands())
def test_a_command_runs_and_says_something(command, folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert run(shlex.split(command)[1:]) == 0
    assert capsys.readouterr().out.strip()


def test_the_python_runs(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    blocks = list_blocks("python")
    assert blocks
    names: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md", "exec"), names)
    assert capsys.readouterr().out.strip()


def test_the_shown_output_is_what_the_command_says(folder, monkeypatch, capsys):
    """A "text" block after a "sh" block of one command is its output; numbers and the names of actors may differ on another processor."""
    monkeypatch.chdir(folder)
    shown = re.findall(r"^```sh\n(triplewire [^\n]*)\n```\n\n```text\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert shown
    for command, output in shown:
        capsys.readouterr()
        assert run(shlex.split(command)[1:]) == 0
        assert [mask(line) for line in output.splitlines()] == [mask(line) for line in capsys.readouterr().out.splitlines()], command


def mask(line: str) -> str:
    return re.sub(r"\d+", "#", line.split("actors")[0]).rstrip()


def test_every_format_is_in_the_table():
    from graph.formats import FORMATS

    assert {name for name in FORMATS if f"`{name}`" in README} == set(FORMATS)


def test_relative_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target
