"""The command line: names of files, exit codes, help, settings, and what reaches the terminal."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.cli import run
from graph.cli.options import read_date
from graph.cli.terminal import make_safe, say_table
from graph.errors import OutputError, SettingsError
from graph.output_files import name_outputs, write_file
from graph.settings import Settings, load_settings

COMMANDS = ("build", "query", "analyze", "compare", "view", "validate", "parse", "openie")
STORY = "The mayor of Whitby opened the new harbour bridge on Monday. Ann Carter, the leader of the council, thanked the builders.\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(command, capsys):
    assert run([command, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Example" in shown
    assert f"triplewire {command} " in shown


def test_help_lists_every_command(capsys):
    assert run([]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {command} " in shown for command in COMMANDS)


def test_help_imports_nothing_heavy():
    script = "import sys; from graph.cli import run; run(['build', '--help']); print(sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    heavy = {"spacy", "numpy", "onnxruntime", "rdflib", "pyoxigraph", "networkx", "trafilatura", "pyshacl", "pyvis"}
    assert not {name for name in heavy if f"'{name}'" in done.stdout.splitlines()[-1]}


SAMPLE = str(Path(__file__).resolve().parents[1] / "output" / "sample.ttl")


def test_analysis_as_a_report(capsys):
    assert run(["analyze", SAMPLE, "--format", "markdown", "--own-words"]) == 0
    assert capsys.readouterr().out.startswith("# What the graph shows: ")


def test_comparison_as_a_report(capsys):
    assert run(["compare", SAMPLE, SAMPLE, "--format", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# ")


def test_what_follows_is_found_only_when_asked_for(capsys):
    question = "SELECT ?a { ?a a foaf:Agent }"
    assert run(["query", SAMPLE, question]) == 0
    assert "nothing found" in capsys.readouterr().out
    assert run(["query", SAMPLE, question, "--infer", "rdfs"]) == 0
    assert "id:" in capsys.readouterr().out


def test_an_unknown_kind_of_reasoning_is_refused(capsys):
    assert run(["query", SAMPLE, "ASK {}", "--infer", "magic"]) != 0
    assert "rdfs" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("sources", "names"),
    [
        (["a/story.txt"], ["story"]),
        (["a/story.txt", "b/story.md", "story.html"], ["story", "story-2", "story-3"]),
        (["story.txt", "story.txt", "story-2.txt"], ["story", "story-3", "story-2"]),
        (["Story.txt", "story.txt"], ["Story", "story-2"]),
        (["Rail strike – day 2.txt", "v1.2.final.txt", ".hidden"], ["Rail strike – day 2", "v1.2.final", ".hidden"]),
        (["https://courier.example/news/bridge-opens/", "https://courier.example/"], ["bridge-opens", "courier.example"]),
        (["https://courier.example/a%2F..%2Fb.html?x=../y"], ["a-..-b"]),
        (["-"], ["stdin"]),
    ],
)
def test_files_are_named_after_their_source(sources, names):
    assert name_outputs(sources) == tuple(names)


@given(st.lists(st.text("ab-2./", min_size=1, max_size=6), max_size=8))
def test_names_are_unique_and_stay_in_the_folder(sources):
    names = name_outputs(sources)
    assert len({name.casefold() for name in names}) == len(sources)
    assert not any("/" in name for name in names)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "new" / "a.ttl"
    write_file(path, "first")
    write_file(path, "second")
    assert path.read_text() == "second"
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(OutputError, match=r"folder\.ttl"):
        write_file(tmp_path / "folder.ttl", "x")
    assert sorted(item.name for item in tmp_path.rglob("*")) == ["a.ttl", "folder.ttl", "new"]


# The terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anas Sarwar", "Anas Sarwar"),
        ("“Zoë” – £5", "“Zoë” – £5"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("a\u202eb\u200b", "a\\u202eb\\u200b"),
        ("a\rb\x00", "a\\rb\\x00"),
    ],
)
def test_text_cannot_steer_the_terminal(text, shown):
    assert make_safe(text) == shown


def test_a_table_keeps_a_row_on_a_line(capsys):
    say_table(("who\x1b", "words"), [("Ann", "a\nb " * 80), ("Tom [bold]", None)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "\\x1b" in lines[0]
    assert "[bold]" in lines[3]


# Options and settings


@pytest.mark.parametrize("text", ["", "2022", "20220621", "2022-6-1", "2022-13-01", "tomorrow", "2022-06-21T10:00"])
def test_bad_days_are_refused(text):
    with pytest.raises(SettingsError, match="YYYY-MM-DD"):
        read_date(text)


def test_settings_are_read_and_options_go_before_them(tmp_path, monkeypatch, capsys):
    path = tmp_path / "my.toml"
    path.write_text(
        '[build]\noutput = "graphs"\nformats = ["ttl"]\nbase_iri = "https://example.org/n"\ntext = false\n[query]\ntime_limit = 3\nrow_limit = 5\n[read]\ntime_limit = 1.5\n'
    )
    settings = load_settings(path)
    assert settings == Settings(
        output=settings.output,
        formats=("ttl",),
        base_iri="https://example.org/n/",
        with_text=False,
        read_time_limit=1.5,
        query_time_limit=3.0,
        query_row_limit=5,
    )
    assert str(settings.output) == "graphs"
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY)
    assert run(["build", "story.txt", "--settings", "my.toml", "-o", "elsewhere"]) == 0
    assert sorted(item.name for item in (tmp_path / "elsewhere").iterdir()) == ["story.ttl"]
    turtle = (tmp_path / "elsewhere" / "story.ttl").read_text()
    assert "https://example.org/n/" in turtle
    assert "articleBody" not in turtle


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[build]\ntext = 1\n", "true or false"),
        ("[build]\noutput = 3\n", "folder"),
        ("[query]\nrow_limit = 0\n", "whole number"),
        ("[query]\nrow_limit = true\n", "whole number"),
        ("[query]\ntime_limit = -1\n", "above zero"),
        ("[nothing]\na = 1\n", "there is no setting"),
        ("formats = 1\n", "section"),
        ('[build]\nbase_iri = "x"\n', "address"),
    ],
)
def test_wrong_settings_are_refused_by_name(tmp_path, text, words):
    path = tmp_path / "my.toml"
    path.write_text(text)
    with pytest.raises(SettingsError, match=words):
        load_settings(path)


# The whole way, on a small article


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built")
    (folder / "story.txt").write_text(STORY, "utf-8")
    assert run(["build", str(folder / "story.txt"), "-o", str(folder), "--formats", "ttl,html,nt,jsonld,trig,graphml,csv"]) == 0
    return folder


def test_build_writes_every_format(built):
    endings = {path.suffix for path in built.iterdir()}
    assert {".ttl", ".html", ".nt", ".jsonld", ".trig", ".graphml", ".csv"} <= endings


def test_build_tells_what_it_found(built, capsys):
    assert run(["build", str(built / "story.txt"), "-o", str(built / "again")]) == 0
    shown = capsys.readouterr().out
    assert "statements (" in shown
    assert "main actors" in shown
    assert str(built / "again" / "story.html") in shown
    assert (built / "again" / "story.ttl").read_bytes() == (built / "story.ttl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "GRAPH", "SELECT ?l { ?a rdfs:label ?l }"], "Ann Carter"),
        (["query", "GRAPH", "SELECT ?l { ?a rdfs:label ?l }", "--format", "csv"], "Ann Carter\r\n"),
        (["query", "GRAPH", "SELECT ?l { ?a rdfs:label ?l }", "--format", "json"], '"bindings"'),
        (["query", "GRAPH", "ASK { ?a rdfs:label 'Ann Carter' }"], "yes"),
        (["query", "GRAPH", "CONSTRUCT { ?a rdfs:label ?l } WHERE { ?a rdfs:label ?l }"], "rdfs:label"),
        (["query", "GRAPH", "--named", "who-said-what"], ""),
        (["query", "--list"], "who-said-what"),
        (["analyze", "GRAPH"], "Ann Carter"),
        (["analyze", "GRAPH", "--only", "actors", "--format", "json"], '"actors"'),
        (["compare", "GRAPH", "GRAPH"], "nothing found"),
        (["validate", "GRAPH"], "conforms"),
        (["view", "GRAPH", "-o", "page.html"], "page.html"),
        (["parse", "TEXT"], "# newpar"),
        (["openie", "TEXT"], "\t"),
    ],
)
def test_the_other_commands_answer(built, arguments, words, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    places = {"GRAPH": str(built / "story.ttl"), "TEXT": str(built / "story.txt")}
    assert run([places.get(argument, argument) for argument in arguments]) == 0
    assert words in capsys.readouterr().out


def test_a_graph_that_breaks_the_shapes_has_exit_code_3(built, tmp_path, capsys):
    broken = tmp_path / "broken.ttl"
    broken.write_text((built / "story.ttl").read_text("utf-8").replace("tw:status tw:asserted", "tw:status tw:rumoured"), "utf-8")
    assert run(["validate", str(broken)]) == 3
    assert "does not conform" in capsys.readouterr().out
