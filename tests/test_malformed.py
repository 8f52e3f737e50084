"""Bad input, as a user would give it: one clear line on standard error, an exit code, no traceback, no half file, and the other sources still built."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.cli import run
from graph.output_files import write_files

HERE = Path(__file__).parent / "malformed"
STORY = "The mayor of Whitby opened the new harbour bridge on Monday. Ann Carter, the leader of the council, thanked the builders.\n"


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Runs the program in an empty folder; gives its exit code, answer and complaints."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRIPLEWIRE_DEBUG", raising=False)

    def call(*arguments):
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        complaints = [line for line in err.splitlines() if not line.endswith("…")]
        assert "Traceback" not in out + err
        assert all(line.startswith("triplewire: ") for line in complaints)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e]", out + err)
        assert not list(tmp_path.rglob("*.part"))
        return code, out, complaints

    return call


@pytest.fixture
def story(tmp_path):
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    return "story.txt"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("empty.txt", "empty"),
        ("blank.txt", "empty"),
        ("binary.txt", "binary"),
        ("picture.txt", "image"),
        ("document.txt", "PDF"),
        ("no-sentence.txt", "no sentence"),
        ("no-article.html", "no article"),
        ("german.txt", "English"),
        ("missing.txt", "does not exist"),
        (".", "folder"),
    ],
)
def test_a_source_that_holds_no_article_gives_one_line_and_no_file(call, tmp_path, name, words):
    code, out, complaints = call("build", HERE / name)
    assert code == 1
    assert len(complaints) == 1
    assert words in complaints[0]
    assert not out.strip()
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("name", ["windows.txt", "macintosh.txt", "utf-16.txt", "nul.txt", "bidi.txt", "markup.txt"])
def test_odd_but_readable_text_is_built(call, tmp_path, name):
    code, _, complaints = call("build", HERE / name, "--formats", "ttl")
    assert (code, complaints) == (0, [])
    turtle = (tmp_path / "output" / f"{Path(name).stem}.ttl").read_text("utf-8")
    assert "“We won’t close it again,” said Ann Carter, the leader of the council." in turtle
    assert "mayor of Whitby" in turtle
    assert "alert" not in turtle


def test_script_in_the_text_never_reaches_the_page_as_script(call, tmp_path):
    code, _, _ = call("build", HERE / "tags-in-names.txt")
    assert code == 0
    assert "alert(1)" not in (tmp_path / "output" / "tags-in-names.html").read_text("utf-8")


def test_a_bad_source_does_not_stop_the_others(call, story, tmp_path):
    code, out, complaints = call("build", HERE / "empty.txt", story, "missing.txt", "--formats", "ttl")
    assert code == 1
    assert (tmp_path / "output" / "story.ttl").stat().st_size > 0
    assert "story:" in out
    assert [line for line in complaints if "empty.txt" in line]
    assert [line for line in complaints if "missing.txt" in line]
    assert "2 of 3" in complaints[-1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--formats", "ttl,pdf"], "'pdf' is unknown"),
        (["--formats", "trutle"], "Known are"),
        (["--formats", ""], "names none"),
        (["--date", "21 June"], "YYYY-MM-DD"),
        (["--date", "2022-02-30"], "YYYY-MM-DD"),
        (["--base-iri", "not an address"], "address"),
        (["--base-iri", "https://example.org/<x>"], "address"),
        (["--settings", "missing.toml"], "missing.toml"),
        (["--settings", HERE / "unknown-key.toml"], "did you mean formats"),
        (["--settings", HERE / "wrong-kind.toml"], "list of texts"),
        (["--settings", HERE / "no-toml.toml"], "cannot be read"),
        (["--no-such-option"], "No such option"),
        (["--known", "missing.csv"], "missing.csv"),
        (["--known", HERE / "no-name.csv"], "no column called name"),
        (["--known", HERE / "windows.csv"], "UTF-8"),
        (["--known", HERE / "binary.csv"], "binary"),
        (["--known", HERE / "only-head.csv"], "names nothing"),
        (["--known", HERE / "not-turtle.ttl"], "not-turtle.ttl"),
        (["--known", "."], "directory"),
        (["--corrections", "missing.toml"], "missing.toml"),
        (["--corrections", HERE / "no-toml.toml"], "cannot be read"),
        (["--corrections", HERE / "corrections-key.toml"], "did you mean type"),
        (["--corrections", HERE / "corrections-kind.toml"], "did you mean rename"),
        (["--corrections", HERE / "corrections-type.toml"], "did you mean Person"),
        (["--corrections", HERE / "corrections-single.toml"], "[[merge]]"),
        (["--min-confidence", "2"], "from 0 to 1"),
        (["--min-confidence", "high"], "--min-confidence"),
    ],
)
def test_a_wrong_option_is_told_before_anything_is_built(call, story, tmp_path, options, words):
    code, _, complaints = call("build", story, *options)
    assert code == 2
    assert len(complaints) == 1
    assert words in complaints[0]
    assert not (tmp_path / "output").exists()


def test_one_title_for_two_articles_is_refused(call, story):
    assert call("build", story, story, "--title", "Bridge")[0] == 2


def test_a_folder_that_cannot_be_written(call, story, tmp_path):
    (tmp_path / "taken").write_text("a file")
    for folder in ("taken", "taken/deeper", "/proc/nothing"):
        code, _, complaints = call("build", story, "-o", folder, "--formats", "ttl")
        assert code == 1
        assert len(complaints) == 1
        assert folder in complaints[0]
    assert (tmp_path / "taken").read_text() == "a file"


def test_a_file_that_cannot_take_its_place_leaves_the_others_as_they_were(tmp_path):
    (tmp_path / "a.html").mkdir()
    with pytest.raises(Exception, match=r"a\.html"):
        write_files({tmp_path / "a.ttl": "new", tmp_path / "a.html": "new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html"]


@pytest.mark.parametrize("command", ["query", "analyze", "view", "validate", "compare"])
@pytest.mark.parametrize("name", ["missing.ttl", "not-turtle.ttl", "cut-short.ttl"])
def test_a_graph_that_is_none(call, command, name):
    more = {"query": ["SELECT * { ?s ?p ?o }"], "compare": [HERE / name]}.get(command, [])
    code, _, complaints = call(command, HERE / name, *more)
    assert code == 1
    assert len(complaints) == 1
    assert name in complaints[0]


@pytest.mark.parametrize("command", ["analyze", "view"])
def test_a_graph_that_is_not_ours(call, command):
    code, _, complaints = call(command, HERE / "not-ours.ttl")
    assert code == 1
    assert len(complaints) == 1
    assert "not-ours.ttl" in complaints[0]
    assert "triplewire build" in complaints[0]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["SELECT ?a WHERE {"], 1),
        (["DELETE WHERE { ?s ?p ?o }"], 1),
        (["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 1),
        (["--file", HERE / "broken.rq"], 1),
        (["--file", "missing.rq"], 1),
        (["--named", "no-such-query"], 2),
        (["contradicted"], 2),
        (["contradicted", "--set", "who=Starmer"], 2),
        (["--named", "who-said-what", "--set", "nobody"], 2),
        (["--named", "who-said-what", "--set", "nobody=1"], 1),
        ([], 2),
        (["SELECT * { ?s ?p ?o }", "--format", "xlsx"], 2),
        (["SELECT * { ?s ?p ?o }", "--format", "ttl"], 1),
    ],
)
def test_a_wrong_query(call, options, code):
    found, _, complaints = call("query", HERE / "not-ours.ttl", *options)
    assert found == code
    assert len(complaints) == 1


def test_an_article_of_five_megabytes_is_refused_at_once(call, tmp_path):
    (tmp_path / "long.txt").write_text(STORY * (5_000_000 // len(STORY)), "utf-8")
    code, _, complaints = call("build", "long.txt")
    assert code == 1
    assert len(complaints) == 1
    assert "characters" in complaints[0]


def test_an_unexpected_error_gives_one_line(call, story, monkeypatch):
    def fail(*_):
        raise ValueError("first\nsecond \x1b[31m")

    monkeypatch.setattr("graph.pipeline.build_article", fail)
    code, _, complaints = call("build", story)
    assert code == 1
    assert len(complaints) == 1
    assert "TRIPLEWIRE_DEBUG" in complaints[0]
    monkeypatch.setenv("TRIPLEWIRE_DEBUG", "1")
    with pytest.raises(ValueError, match="first"):
        run(["build", "story.txt"])


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    script = "import sys; from graph.cli import main; sys.argv = ['triplewire', 'query', '--list']; main()"
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
    process.wait(60)
