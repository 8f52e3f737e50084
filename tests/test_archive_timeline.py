"""What happened when, over all articles; and what held on a day, from the reports up to it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from graph.archive.states import read_states
from graph.archive.store import Archive, open_archive
from graph.archive.timeline import list_events
from graph.cli import run
from graph.errors import QueryError
from graph.records import Modality, Polarity
from tests.archive_articles import make_article, unite

LEAD = ("be general secretary of", "Dockers Union", "leads", {"role": "general secretary"})
FORMER = ("be former general secretary of", "Dockers Union", "holdsRole", {"role": "former general secretary"})


def post(sentence: str, who: str, what: tuple = LEAD, **more: object) -> tuple:
    phrase, body, family, options = what
    return (sentence, who, phrase, body, family, {**options, **more})


ARTICLES = (
    make_article(
        post("Len Marsh, general secretary of the Dockers Union, spoke.", "Len Marsh"),
        ("Len Marsh met Ida Holm on Monday.", "Len Marsh", "meet", "Ida Holm", "meets", {"when": ("on Monday", "2021-03-08")}),
        key="one", date="2021-03-09", publisher="A",
    ),
    make_article(
        post("Ida Holm, general secretary of the Dockers Union, spoke.", "Ida Holm"),
        post("Len Marsh, former general secretary of the Dockers Union, left.", "Len Marsh", FORMER),
        ("Ida Holm met Len Marsh in early spring.", "Ida Holm", "meet", "Len Marsh", "meets", {"when": ("in early spring", "2022-03")}),
        key="two", date="2022-05-01", publisher="B",
    ),
    make_article(
        ("Len Marsh met Ida Holm again on 8 March 2021.", "Len Marsh", "meet", "Ida Holm", "meets", {"when": ("on 8 March 2021", "2021-03-08")}),
        ("Tom Rehn says Len Marsh met Ida Holm on 8 March 2021.", "Len Marsh", "meet", "Ida Holm", "meets", {"when": ("on 8 March 2021", "2021-03-08"), "by": "Tom Rehn"}),
        ("Ida Holm will march on 1 May 2023.", "Ida Holm", "march", "“on the docks", "protests", {"when": ("on 1 May 2023", "2023-05-01"), "modality": Modality.PLANNED}),
        ("Tom Rehn joined the Dockers Union.", "Tom Rehn", "be member of", "Dockers Union", "memberOf"),
        ("Ida Holm led the Dockers Union until 2020.", "Tom Rehn", "lead", "Dockers Union", "leads", {"when": ("2020", "2020")}),
        key="three", date="2022-08-01", publisher="C",
    ),
    make_article(
        ("Tom Rehn is no member of the Dockers Union.", "Tom Rehn", "be member of", "Dockers Union", "memberOf", {"polarity": Polarity.NEGATIVE}),
        post("Sune Dahl, who says he is general secretary of the Dockers Union, spoke.", "Sune Dahl", by="Sune Dahl"),
        key="four", date="2022-10-01", publisher="D",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory):
    with open_archive(tmp_path_factory.mktemp("timeline") / "archive", create=True) as held:
        for contents in ARTICLES:
            held.add_article(contents, key=contents.article.key or "")
        unite(held, "Len Marsh", "Ida Holm", "Tom Rehn", "Dockers Union")
        yield held


def test_one_event_of_two_articles_stands_once_and_a_claim_apart(archive: Archive) -> None:
    found = [
        (event.date, event.subject, event.relation, event.obj, event.status, event.claimed_by, len(event.reports))
        for event in list_events(archive, "Len Marsh")
    ]
    assert found == [
        ("2021-03-08", "Len Marsh", "meets", "Ida Holm", "asserted", (), 2),
        ("2021-03-08", "Len Marsh", "meets", "Ida Holm", "claimed", ("Tom Rehn",), 1),
        ("2022-03", "Ida Holm", "meets", "Len Marsh", "asserted", (), 1),
    ]


@pytest.mark.parametrize(
    ("names", "options", "dates"),
    [
        ((), {}, ["2020", "2021-03-08", "2021-03-08", "2022-03", "2023-05-01"]),
        (("Ida Holm",), {}, ["2021-03-08", "2021-03-08", "2022-03", "2023-05-01"]),
        (("ida holm", "LEN MARSH"), {}, ["2021-03-08", "2021-03-08", "2022-03"]),
        (("Ida Holm",), {"since": "2022-01-01"}, ["2022-03", "2023-05-01"]),
        (("Ida Holm",), {"since": "2022-03-15", "until": "2022"}, ["2022-03"]),
        (("Tom Rehn", "Len Marsh"), {}, []),
        (("Marsh",), {"until": "2021"}, ["2021-03-08", "2021-03-08"]),
    ],
)
def test_a_timeline_can_be_narrowed(archive: Archive, names: tuple[str, ...], options: dict[str, str], dates: list[str]) -> None:
    assert [event.date for event in list_events(archive, *names, **options)] == dates


@pytest.mark.parametrize(
    ("day", "leaders"),
    [
        ("2021-03-08", [("Len Marsh", True)]),  # the day before the first report of it: known only from later
        ("2021-03-09", [("Len Marsh", False)]),
        ("2022-04-30", [("Len Marsh", False)]),
        ("2022-05-01", [("Ida Holm", False)]),
        ("2023-01-01", [("Ida Holm", False)]),
    ],
)
def test_who_led_it_on_a_day(archive: Archive, day: str, leaders: list[tuple[str, bool]]) -> None:
    found = read_states(archive, datetime.date.fromisoformat(day), "Dockers Union", families={"leads"})
    assert [(state.subject, state.is_later) for state in found if state.role] == leaders


def test_a_state_names_its_reports(archive: Archive) -> None:
    (state,) = [state for state in read_states(archive, datetime.date(2022, 6, 21), "Ida Holm") if state.role]
    assert (state.relation, state.obj, state.role, state.since, state.until) == (
        "is general secretary of", "Dockers Union", "general secretary", datetime.date(2022, 5, 1), None,
    )  # fmt: skip
    assert [report.words for report in state.reports] == ["Ida Holm, general secretary of the Dockers Union, spoke."]


@pytest.mark.parametrize(("day", "is_member"), [("2022-08-01", True), ("2022-09-30", True), ("2022-10-01", False)])
def test_a_denied_state_has_ended(archive: Archive, day: str, is_member: bool) -> None:
    found = read_states(archive, datetime.date.fromisoformat(day), "Tom Rehn", families={"memberOf"})
    assert bool(found) is is_member


def test_nobody_of_that_name_is_said(archive: Archive) -> None:
    with pytest.raises(QueryError, match="nobody and nothing in the archive is called 'Zed'"):
        list_events(archive, "Zed")


def test_two_of_one_name_that_no_link_joins_have_each_their_own_state(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as held:
        for key, body in (("one", "Dockers Union"), ("two", "Miners Union")):
            held.add_article(make_article((f"Ida Holm leads the {body}.", "Ida Holm", "lead", body, "leads"), key=key), key=key)
        assert [(state.subject, state.obj) for state in read_states(held, datetime.date(2023, 5, 1), "Ida Holm")] == [
            ("Ida Holm", "Dockers Union"),
            ("Ida Holm", "Miners Union"),
        ]


LEADS = post("Ida Holm, general secretary of the Dockers Union, spoke.", "Ida Holm")


@pytest.mark.parametrize(
    ("sentence", "what", "when", "is_over"),
    [
        ("Ida Holm resigned as general secretary of the Dockers Union.", "“general secretary of the Dockers Union", None, True),
        ("Ida Holm stepped down as the general secretary of the Dockers Union.", "“general secretary of the Dockers Union", None, True),
        ("Ida Holm was sacked as general secretary.", "“general secretary", None, True),
        ("Ida Holm resigned as general secretary of the Miners Union.", "“general secretary of the Miners Union", None, False),
        ("Ida Holm resigned as treasurer of the Dockers Union.", "“treasurer of the Dockers Union", None, False),
        ("Ida Holm worked as general secretary of the Dockers Union.", "“general secretary of the Dockers Union", None, False),
        ("Ida Holm was general secretary until 1 July 2023.", "“general secretary", ("1 July 2023", "2023-07-01"), True),
        ("Ida Holm was general secretary on 1 July 2023.", "“general secretary", ("1 July 2023", "2023-07-01"), False),
    ],
)
def test_a_post_that_was_left_is_held_no_longer(tmp_path: Path, sentence: str, what: str, when: tuple[str, str] | None, is_over: bool) -> None:
    with open_archive(tmp_path / "archive", create=True) as held:
        held.add_article(make_article(LEADS, key="one", date="2023-06-01"), key="one")
        held.add_article(make_article((sentence, "Ida Holm", "be", what, "holdsRole", {"when": when}), key="two", date="2023-08-01"), key="two")
        unite(held, "Ida Holm", "Dockers Union")
        for name in ("Ida Holm", "Dockers Union"):  # asked of the one, and of the other
            before, after = ({state.relation for state in read_states(held, datetime.date.fromisoformat(day), name)} for day in ("2023-06-30", "2023-09-01"))
            assert "is general secretary of" in before
            assert ("is general secretary of" not in after) is is_over


def test_no_longer_ends_what_was(tmp_path: Path) -> None:
    over = ("be longer general secretary of", "Dockers Union", "leads", {"role": "longer general secretary", "polarity": Polarity.NEGATIVE})
    with open_archive(tmp_path / "archive", create=True) as held:
        held.add_article(make_article(LEADS, key="one", date="2023-06-01"), key="one")
        held.add_article(make_article(post("Ida Holm is no longer general secretary.", "Ida Holm", over), key="two", date="2023-08-01"), key="two")
        unite(held, "Ida Holm", "Dockers Union")
        assert [len(read_states(held, datetime.date(2023, month, 1), "Ida Holm")) for month in (7, 9)] == [1, 0]


def test_the_command_tells_namesakes_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tmp_path / "archive")
    with open_archive(folder, create=True) as held:
        for key in ("one", "two"):
            met = (f"Ida Holm met {key} on 8 March 2021.", "Ida Holm", "meet", key, "meets", {"when": ("8 March 2021", "2021-03-08")})
            held.add_article(make_article(met, key=key, publisher=key), key=key)
        iri = held.address_of("one")
    assert run(["timeline", folder, "Ida Holm"]) == 0
    shown, errors = capsys.readouterr()
    assert "2021-03-08  Ida Holm | meets | one (asserted)\n            one, 2023-03-14: “Ida Holm met one on 8 March 2021.”" in shown
    assert "two" in shown and "'Ida Holm' is the name, or a part of it, of 2" in errors
    short = f"{iri.rpartition('/')[2]}/ida-holm"
    assert short in errors
    assert run(["timeline", folder, short]) == 0
    shown, errors = capsys.readouterr()
    assert "one" in shown and "two" not in shown and not errors


@pytest.mark.parametrize(
    ("form", "words"),
    [("table", "Len Marsh | is general secretary of | Dockers Union  (last reported 2021-03-09"), ("csv", "2021-03-09"), ("json", '"is later": false')],
)
def test_the_command_shows_what_held(archive: Archive, capsys: pytest.CaptureFixture[str], form: str, words: str) -> None:
    assert run(["timeline", str(archive.folder), "Dockers Union", "--on", "2021-04-01", "--format", form]) == 0
    shown = capsys.readouterr().out
    assert words in shown and "Len Marsh, general secretary of the Dockers Union, spoke." in shown
