"""The two pages of `triplewire serve` in a real browser: search, unfold, evidence, queries; nothing asked of anybody else, hostile text shown as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from graph.archive.serving.limits import Limits
from graph.archive.store import open_archive
from tests.browser.conftest import Opened
from tests.sample_contents import make_hostile_sample, make_sample
from tests.test_archive_serving import Client


@pytest.fixture(scope="module")
def server(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("explorer") / "archive"
    with open_archive(folder, create=True) as archive:
        archive.add_article(make_sample(), key="one")
        archive.add_article(make_hostile_sample(), key="two")
    client = Client(folder, limits=Limits(rows=40))
    yield client
    client.stop()


@pytest.fixture
def visit(browser: Any, server: Client) -> Iterator[Any]:
    """Opens an address of the server; whatever a page asks of another server, and every error, is trouble."""
    opened: list[Opened] = []
    own = f"http://127.0.0.1:{server.port}/"

    def visit_(path: str, *, size: tuple[int, int] = (1280, 800), scheme: str = "light") -> Opened:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, reduced_motion="reduce", accept_downloads=True)
        page = Opened(context.new_page())
        page.troubles = []
        opened.append(page)
        page.page.set_default_timeout(60_000)
        page.page.goto(own + path)
        page.page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield visit_
    for page in opened:
        elsewhere = [trouble for trouble in page.troubles if not trouble.startswith(f"asked for {own}")]
        assert elsewhere == []
        page.page.context.close()


def find(page: Opened, words: str, headline: str) -> None:
    page.page.fill("#search-input", words)
    page.page.locator("#search-list li[data-iri]", has_text=headline).first.click()
    page.page.wait_for_selector(".facts li")


def test_a_search_unfolds_a_neighbourhood_with_its_evidence(visit):
    page = visit("")
    assert page.text("#size") == "2 articles"
    assert page.page.locator("#details ol li").count() > 3
    find(page, "ellison", "Council leader")
    assert page.text("#details h2") == "Mara Ellison"
    before = page.run("explorer.size()")
    assert before["nodes"] > 3 and before["edges"] > 3
    page.page.locator(".fact", has_text="defies").first.click()
    page.page.wait_for_selector("blockquote mark")
    assert "defied the transport minister Owen Pryce" in page.text("blockquote mark")
    assert "asserted" in page.text(".evidence dl")
    page.page.locator("#details .kind .name", has_text="Owen Pryce").first.click()
    page.page.locator("#details h2", has_text="Owen Pryce").wait_for()
    after = page.run("explorer.size()")
    assert after["nodes"] > before["nodes"], "what was unfolded stays, what is new comes"
    page.page.go_back()
    page.page.locator("#details h2", has_text="Mara Ellison").wait_for()


def test_an_entity_without_other_names_has_no_line_for_them(visit, server):
    page = visit("")
    found = page.run("fetch('/api/overview').then((answer) => answer.json())")["top"]
    lines = {}
    for entry in found[:12]:
        page.page.goto(f"http://127.0.0.1:{server.port}/#entity={quote(entry['iri'], safe='')}")
        page.page.wait_for_function("(label) => document.querySelector('#details h2')?.textContent === label", arg=entry["label"])
        lines[entry["label"]] = page.text("#details").splitlines()
    assert any(not any(line.startswith("also:") for line in shown) for shown in lines.values())
    assert not [label for label, shown in lines.items() if "null" in shown or "undefined" in shown]


def test_claims_name_their_claimant_and_filters_hide_them(visit):
    page = visit("")
    find(page, "pryce", "Council leader")
    claimed = page.page.locator(".fact", has=page.page.locator(".tag.claimed"))
    assert claimed.count() > 0 and "in the words of" in claimed.first.inner_text()
    edges = page.run("explorer.size().edges")
    page.page.click("#legend-statuses button:has-text('claimed')")
    assert claimed.count() == 0 and "hidden by the filters" in page.text("#details")
    assert page.run("explorer.size().edges") < edges


def test_hostile_text_is_shown_as_text(visit):
    page = visit("")
    find(page, "ellison", "onmouseover")
    for number in range(page.page.locator(".fact").count()):
        page.page.locator(".fact").nth(number).click()
    page.page.wait_for_selector("blockquote mark")
    assert "<b onmouseover=" in page.text("#details")
    assert page.page.locator("#details b, #details script, #search-list b").count() == 0
    assert any("</script><b" in label for label in page.run("explorer.labels()"))
    assert "\u202e" not in page.text("#details")


def test_the_keyboard_finds_and_chooses(visit):
    page = visit("")
    page.press("/")
    page.page.keyboard.type("union")
    page.page.wait_for_selector("#search-list li[data-iri]")
    page.press("ArrowDown", "Enter")
    page.page.wait_for_selector(".facts li")
    assert "union" in page.text("#details").lower()
    page.page.click("#clear")
    page.page.wait_for_selector("#details ol li")


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_nothing_is_wider_than_the_window(visit, size):
    for path in ("", "query"):
        page = visit(path, size=size, scheme="dark")
        if not path:
            find(page, "ellison", "Council leader")
        assert page.run("document.documentElement.scrollWidth <= innerWidth")


def test_a_query_gives_a_table_an_error_its_place_and_a_download_the_file(visit):
    page = visit("query")
    page.click("#run")
    page.page.wait_for_selector("#result table")
    assert "Owen Pryce" in page.text("#result") and " rows in " in page.text("#notice")
    with page.page.expect_download() as download:
        page.click("#downloads button:has-text('CSV')")
    assert download.value.suggested_filename == "result.csv"
    page.run("document.querySelector('.CodeMirror').CodeMirror.setValue('SELECT ?a {\\n ?a tw:opposes }')")
    page.click("#run")
    page.page.wait_for_selector("#notice.wrong")
    page.troubles[:] = [trouble for trouble in page.troubles if "400" not in trouble]  # the browser itself notes every 400
    assert "line 2, column 16" in page.text("#notice")


def test_a_named_query_is_filled_in_and_cut_answers_are_told(visit):
    page = visit("query")
    page.page.wait_for_selector("#named option:nth-child(2)", state="attached")
    page.page.select_option("#named", label="Evidence of a statement")
    page.click("#run")
    page.page.wait_for_selector("#result table")
    assert "only the first 40 are given" in page.text("#notice")
    assert page.page.locator("#result tbody tr").count() == 40


def test_a_query_in_the_address_is_asked_and_hostile_values_stay_text(visit):
    page = visit("query?query=SELECT%20%3Fl%20%7B%20%3Fe%20rdfs%3Alabel%20%3Fl%20FILTER(CONTAINS(%3Fl%2C%20%22script%22))%20%7D")
    page.page.wait_for_selector("#result td")
    assert "</script><b" in page.text("#result") and page.page.locator("#result b").count() == 0
    graph = visit("query?query=CONSTRUCT%20%7B%20%3Fa%20tw%3Aopposes%20%3Fb%20%7D%20WHERE%20%7B%20%3Fa%20tw%3Aopposes%20%3Fb%20%7D")
    graph.page.wait_for_selector("#result pre")
    assert "@prefix tw:" in graph.text("#result")
