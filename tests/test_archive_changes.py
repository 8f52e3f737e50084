"""What was withdrawn and added when an article changed, of an archive and of two graph files; and the commands that show it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.archive import store
from graph.archive.changes import Change, compare_versions
from graph.archive.store import open_archive
from graph.cli import run
from graph.errors import GraphError
from graph.records import Modality, Polarity
from graph.turtle import write_turtle
from tests.archive_articles import make_article

MET = ("Ida met Tom.", "Ida", "meet", "Tom", "meets")
FIRED = ("Tom fired Rex.", "Tom", "fire", "Rex", "dismisses")
JOINED = ("Rex joined the union.", "Rex", "join", "“the union", "memberOf")


def lines(change: Change | None) -> tuple[set[tuple[str, ...]], set[tuple[str, ...]]]:
    assert change is not None
    withdrawn, added = ({(line.subject, line.relation, line.obj, line.status) for line in side} for side in (change.withdrawn, change.added))
    return withdrawn, added


@pytest.mark.parametrize(
    ("before", "after", "withdrawn", "added"),
    [
        ((MET, FIRED), (FIRED, JOINED), {("Ida", "meets", "Tom", "asserted")}, {("Rex", "joins", "the union", "asserted")}),
        ((MET,), (("Long before, Ida met Tom.", *MET[1:]),), set(), set()),
        ((MET,), ((*MET, {"by": "Rex"}),), {("Ida", "meets", "Tom", "asserted")}, {("Ida", "meets", "Tom", "claimed")}),
        ((MET,), ((*MET, {"polarity": Polarity.NEGATIVE}),), {("Ida", "meets", "Tom", "asserted")}, {("Ida", "meets", "Tom", "negated")}),
        ((MET,), ((*MET, {"modality": Modality.PLANNED}),), {("Ida", "meets", "Tom", "asserted")}, {("Ida", "meets", "Tom", "planned")}),
        ((JOINED,), ((JOINED[0], "Rex", "join", "“union", "memberOf"),), set(), set()),
    ],
)
def test_a_changed_article_tells_its_statements(tmp_path: Path, before: tuple, after: tuple, withdrawn: set, added: set) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        assert archive.add_article(make_article(*before), key="a.txt") is None
        change = archive.add_article(make_article(*after), key="a.txt")
        assert lines(change) == (withdrawn, added)
        ((iri, number, kept),) = archive.changes()
        assert (number, kept) == (1, change)
        assert archive.contents(iri).statements == tuple(make_article(*after).statements) or archive.find_article("a.txt").statements == len(after)  # type: ignore[union-attr]


def test_changes_are_counted_and_name_their_cause(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as archive:
        archive.add_article(make_article(MET, FIRED), key="a.txt")
        archive.add_article(make_article(FIRED), key="a.txt")
        archive.add_article(replace(make_article(FIRED), statements=()), key="a.txt")
        archive.remove_article("a.txt")
        found = [(number, change.because, len(change.withdrawn)) for _, number, change in archive.changes()]
        assert found == [(1, "text", 1), (2, "program", 1), (3, "removed", 0)]
        assert archive.count() == 0


def test_two_versions_in_files_are_compared_though_their_names_differ(tmp_path: Path) -> None:
    first, second = make_article(MET, FIRED, key=""), make_article(FIRED, JOINED, key="")
    assert first.article.id != second.article.id
    assert lines(compare_versions(first, second)) == ({("Ida", "meets", "Tom", "asserted")}, {("Rex", "joins", "the union", "asserted")})
    with pytest.raises(GraphError, match="these are two articles"):
        compare_versions(make_article(MET, url="https://a.example/1"), make_article(MET, url="https://a.example/2"))


def test_the_commands_show_articles_and_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "archive")
    with open_archive(folder, create=True) as archive:
        archive.add_article(make_article(MET, FIRED, publisher="\x1b[31mCourier"), key="a.txt")
        archive.add_article(make_article(FIRED, JOINED, publisher="Courier"), key="a.txt")
    assert run(["articles", folder]) == 0
    shown = capsys.readouterr().out
    assert "a.txt" in shown and "Courier" in shown and "2023-03-14" in shown
    assert run(["diff", folder, "a.txt"]) == 0
    shown = capsys.readouterr().out
    assert "“Tom fired Rex.”, Courier, 2023-03-14, a.txt\nhttps://" in shown
    assert (
        "change 1, the text was changed: 1 withdrawn, 1 added" in shown
        and "- Ida | meets | Tom (asserted)" in shown
        and "+ Rex | joins | the union (asserted)" in shown
    )
    with open_archive(folder) as archive:
        archive.add_article(make_article(MET, date="2021-01-01", key="b.txt"), key="b.txt")
        archive.add_article(make_article(MET, date=None, key="0.txt"), key="0.txt")
    assert run(["articles", folder, "--format", "csv"]) == 0
    assert [row.split(",")[0] for row in capsys.readouterr().out.splitlines()[1:]] == ["2021-01-01", "2023-03-14", ""], "by date"
    with open_archive(folder) as archive:
        for key in ("0.txt", "b.txt"):
            archive.remove_article(key)
    assert run(["diff", folder, "a.txt", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split(",")[1:7] == ["1", "text", "withdrawn", "Ida", "meets", "Tom"]
    assert run(["query", folder, "--named", "facts"]) == 0
    assert "joins" in capsys.readouterr().out
    assert run(["remove", folder, "a.txt", "b.txt"]) == 1
    shown, errors = capsys.readouterr()
    assert "removed a.txt: 2 statements" in shown and "there is no article b.txt" in errors
    assert run(["articles", folder]) == 0
    assert "nothing found" in capsys.readouterr().out


def test_the_diff_of_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, sentences in (("one.ttl", (MET, FIRED)), ("two.ttl", (FIRED, JOINED))):
        (tmp_path / name).write_text(write_turtle(make_article(*sentences, key="")), encoding="utf-8")
    assert run(["diff", str(tmp_path / "one.ttl"), str(tmp_path / "two.ttl")]) == 0
    shown = capsys.readouterr().out
    assert "the text was changed: 1 withdrawn, 1 added" in shown and "+ Rex | joins | the union" in shown


@pytest.mark.parametrize(("command", "told"), [("ingest", "Every finished article is kept"), ("articles", "interrupted.")])
def test_an_interruption_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str, told: str) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "open_archive", interrupt)
    assert run([command, str(tmp_path / "archive"), *(["news"] if command == "ingest" else [])]) == 130
    errors = capsys.readouterr().err
    assert told in errors and len(errors.splitlines()) == 1


ENDLESS = (("serve", "--timeout"), ("query", "ASK {}", "--timeout"), ("ingest", "news", "--time-limit"))


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["ingest", "ARCHIVE"], 2, "What is to be taken in?"),
        (["articles", "ARCHIVE"], 1, "is no archive"),
        (["diff", "ARCHIVE"], 1, "is no archive"),
        (["diff", "one.ttl"], 2, "Give two graph files, or an archive"),
        (["compare", "one.ttl"], 2, "Give two graph files, or an archive"),
        (["timeline", "ARCHIVE", "a", "b", "c"], 2, "at most two names"),
        (["timeline", "ARCHIVE", "--on", "2023-03-14"], 2, "--on needs one name"),
        (["timeline", "ARCHIVE", "Ida", "--on", "March"], 2, "--on 'March' is no day"),
        (["timeline", "ARCHIVE", "Ida", "--since", "yesterday"], 2, "--since 'yesterday' is no date"),
        (["timeline", "ARCHIVE", "Ida", "--until", "2022-13"], 2, "--until '2022-13' is no date"),
        (["timeline", "ARCHIVE", "Ida", "--until", "2022-1"], 2, "--until '2022-1' is no date"),
        (["timeline", "ARCHIVE", "Ida", "--until", "20220101"], 2, "is no date"),
        (["compare", "ARCHIVE"], 1, "is no archive"),
        *(([command, "ARCHIVE", *more, "inf"], 2, "less than or equal to 86400") for command, *more in ENDLESS),
        (["ingest", "one.ttl", "news"], 1, "holds other things"),
    ],
)
def test_wrong_commands_are_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, message: str) -> None:
    (tmp_path / "one.ttl").write_text("", encoding="utf-8")
    assert run([arguments[0], *(str(tmp_path / name) if name in ("ARCHIVE", "one.ttl", "news") else name for name in arguments[1:])]) == code
    errors = capsys.readouterr().err
    assert message in errors and len(errors.splitlines()) == 1
    assert not (tmp_path / "ARCHIVE").exists()
