"""Results as tables, JSON, Markdown and plots: complete, the same every time, and deaf to markup in an article's words."""

from __future__ import annotations

import json
import sys

import pytest

from graph.analysis import (
    Analysis,
    analyze_network,
    compare_networks,
    draw_plots,
    find_paths,
    make_tables,
    render_comparison,
    render_report,
    tabulate_comparison,
    tabulate_paths,
    write_json,
)
from graph.analysis.report import render_table
from graph.analysis.tables import Table
from graph.errors import SettingsError
from graph.network import make_network
from graph.records import Contents
from tests.analysis_rows import make_rows_network
from tests.sample_contents import make_hostile_sample, make_sample


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    return analyze_network(make_network(make_sample()))


def test_every_table_is_whole(analysis: Analysis) -> None:
    tables = make_tables(analysis)
    assert len({table.name for table in tables}) == len(tables) == 12
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)
    found = {table.name: table for table in tables}
    assert [row[0] for row in found["actors"].rows][:2] == ["Mara Ellison", "Owen Pryce"]
    assert [row[3] for row in found["camps"].rows] == [
        "Saltgate Bridge contract + Harrowmere City Council; Owen Pryce; Brightwater Construction",
        "Mara Ellison + Dockside Workers' Union",
    ]
    assert ("statements", "asserted", 20) in found["summary"].rows


def test_json_has_every_field_and_comes_back(analysis: Analysis) -> None:
    data = json.loads(write_json(analysis))
    assert data["actors"][0]["id"] == "mara-ellison" and data["counting"] == {"statuses": ["asserted"], "own_words": False}
    assert data["camps"]["conflicts"][0]["ties"][0]["evidence"]
    assert set(data) == set(Analysis.__dataclass_fields__)
    assert write_json(analysis).endswith("}\n")


def test_paths_and_comparisons_become_json_and_tables() -> None:
    network = make_network(make_sample())
    paths = find_paths(network, "tomas-rehn", "guildhall")
    assert json.loads(write_json(paths))[0]["steps"][0]["labels"] == ["Tomas Rehn", "Dockside Workers' Union"]
    assert [row[:5] for row in tabulate_paths(paths).rows] == [
        (1, "Tomas Rehn", "— leads →", "Dockside Workers' Union", "asserted"),
        (1, "Dockside Workers' Union", "— marches to →", "Guildhall", "asserted"),
    ]
    back = tabulate_paths(find_paths(network, "guildhall", "tomas-rehn"))
    assert [row[2] for row in back.rows] == ["← marches to —", "← leads —"]
    comparison = compare_networks(make_rows_network("ann + bob"), make_rows_network("ann - bob"))
    assert tabulate_comparison(comparison)[0].rows == (("stance", "articles", "Ann – backs – Bob", "asserted", "", "Ann – defies – Bob", "asserted", ""),)
    assert json.loads(write_json(comparison))["contradictions"][0]["kind"] == "stance"


def test_the_report_says_what_was_counted_and_found(analysis: Analysis) -> None:
    report = render_report(analysis)
    for words in (
        "# What the graph shows: Council leader cancels Saltgate Bridge",
        "15 entities, 31 statements (20 asserted, 4 claimed, 3 negated, 4 planned).",
        "counted from these statements only: asserted.",
        "2 ties of support and 3 of opposition; 100% of their weight fits two camps (no better division exists). Those",
        "7 quotations of 65 words",
        "| Mara Ellison | Person | leader, Harrowmere City Council |",
    ):
        assert words in report
    assert report.count("\n## ") == 12 and "![" not in report


def test_an_empty_graph_gives_a_report_that_says_so() -> None:
    report = render_report(analyze_network(make_network(Contents(article=make_sample().article))))
    assert "0 entities, 0 statements (none)." in report and report.count("None found.") == 11


def test_pictures_are_linked_where_they_were_written(analysis: Analysis) -> None:
    report = render_report(analysis, pictures={"camps": "my graph-camps.png"})
    assert "![Camps](<my graph-camps.png>)" in report and report.count("![") == 1


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("a|b", "a\\|b"),
        ("<script>", "&lt;script\\>"),
        ("&lt;", "&amp;lt;"),
        ("[x](http://a)", "\\[x\\](http\\://a)"),
        ("WWW.a.b at 10:30, me@a.b", "WWW\\.a.b at 10:30, me\\@a.b"),
        ("line\nbreak\r\n# head", "line break \\# head"),
        ("\u202etxt\x1b[31m", "txt \\[31m"),
        ("`code` *b* _i_ ~s~ !", "\\`code\\` \\*b\\* \\_i\\_ \\~s\\~ \\!"),
        ("x" * 300, "x" * 199 + "…"),
        (0.123456, "0.123"),
        (12345.6, "12346"),
        (7, "7"),
    ],
)
def test_no_word_of_an_article_is_markup(value: str | int | float, cell: str) -> None:
    assert render_table(Table("t", "T", ("c",), ((value,),))).splitlines()[2] == f"| {cell} |"


def test_a_hostile_article_cannot_break_the_report_open() -> None:
    network = make_network(make_hostile_sample())
    report = render_report(analyze_network(network)) + render_comparison(compare_networks(network, make_rows_network("ann + bob")), names=("<a>", "b|c"))
    assert "<b" not in report and "</script" not in report and "\x1b" not in report and "\u202e" not in report
    heads = [line for line in report.splitlines() if line.startswith("|")]
    assert heads and all(line.startswith("| ") and line.endswith(" |") for line in heads)


def test_a_comparison_reports_its_figures() -> None:
    report = render_comparison(compare_networks(make_rows_network("ann + bob\nann + carl"), make_rows_network("ann - bob")), names=("old", "new"))
    assert report.startswith("# old and new compared\n\n2 entities and 0 statements are in both. 1 contradiction, of which 1 between")
    assert "| Ann | backs | Carl | asserted | ann |" in report


# ------------------------------------------------------------------ plots


def test_plots_are_pictures_and_the_same_every_time() -> None:
    pytest.importorskip("matplotlib")
    analysis = analyze_network(make_network(make_hostile_sample()))
    plots = draw_plots(analysis)
    assert list(plots) == ["actors", "sources", "camps"]
    assert all(picture.startswith(b"\x89PNG") and len(picture) > 5000 for picture in plots.values())
    assert draw_plots(analysis) == plots


def test_what_would_show_nothing_is_not_drawn() -> None:
    pytest.importorskip("matplotlib")
    assert list(draw_plots(analyze_network(make_rows_network("ann 0 bob")))) == ["actors"]
    assert draw_plots(analyze_network(make_network(Contents(article=make_sample().article)))) == {}


def test_without_matplotlib_one_line_says_what_to_install(analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(SettingsError, match=r"pip install 'triplewire\[plots\]'"):
        draw_plots(analysis)
