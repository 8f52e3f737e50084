"""The page in a browser: it opens without a network, and what a reader does shows what it should."""

from __future__ import annotations

import csv
import io
import os
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import quote

import pytest

from graph.contents import read_contents
from graph.queries import run_query
from graph.records import Article, Contents, Entity, EntityType, Evidence, Span, Statement, Status
from graph.turtle import read_graph, write_turtle
from tests.browser.conftest import Open, Opened
from tests.browser.overlaps import SIZES, measure
from tests.sample_contents import HOSTILE, make_hostile_sample, make_sample

SAMPLE = make_sample()
CHECKED = read_contents(read_graph(Path(__file__).resolve().parents[2] / "output" / "sample.ttl"))


def find_statement(subject: str, relation: str, claimant: str | None = None) -> Statement:
    return next(
        statement
        for statement in SAMPLE.statements
        if (statement.subject, statement.relation) == (subject, relation) and (claimant is None or claimant in statement.claimed_by)
    )


def click_node(opened: Opened, label: str) -> None:
    """Clicks where the picture shows the node."""
    place = opened.run("(label) => document.triplewire.placeOf(label)", label)
    opened.page.mouse.click(place["x"], place["y"])


@pytest.fixture(scope="module")
def walker(open_page: Open) -> Opened:
    """One page that goes from address to address: opening it anew for each would take a second every time."""
    return open_page()


def walk(opened: Opened, fragment: str) -> None:
    """Goes to another address of the page, which is not the one where it stands."""
    opened.run(
        """(fragment) => new Promise((done) => {
            addEventListener("hashchange", () => setTimeout(done), { once: true });
            location.hash = fragment;
        })""",
        fragment,
    )


def test_opens_with_the_network_cut_and_no_complaint(open_page: Open) -> None:
    opened = open_page()
    assert opened.troubles == []
    assert opened.text("#title") == SAMPLE.article.title
    assert "13 of 15 entities, 19 of 19 statements" in opened.text("#folded")
    assert "12 more in words only" in opened.text("#folded")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("contents", [SAMPLE, CHECKED], ids=["made by hand", "output/sample.ttl"])
def test_nothing_of_the_first_view_lies_on_anything(open_page: Open, contents: Contents, size: tuple[int, int]) -> None:
    """The same for other pages: python -m tests.browser.overlaps."""
    opened = open_page(contents, size=size)
    covered, missing = measure(opened.page)
    assert covered == []
    assert [line for line in missing if line.startswith("no name")] == []
    assert not [line for line in missing if "asserted" in line]
    opened.page.context.close()


def test_minor_names_give_way_to_what_the_main_lines_say(open_page: Open) -> None:
    """Also on a picture too small for all of them."""
    opened = open_page(size=(760, 420))
    links, labels = opened.run("document.triplewire.links()"), opened.run("document.triplewire.labels()")
    worded = {label["number"] for label in labels if not label["isNode"] and not label.get("isBadge")}
    assert links[0]["number"] in worded and len(worded) < len(links)
    assert measure(opened.page)[0] == []
    opened.page.context.close()


@pytest.mark.parametrize("words", ["Pryce", "transport min", "pryce", "OWEN P"])
def test_search_finds_names_and_aliases(sample: Opened, words: str) -> None:
    sample.press("/")
    sample.page.keyboard.type(words)
    assert sample.text("#search-list li:first-child").startswith("Owen Pryce")
    sample.press("Enter")
    assert sample.text("#details h2") == "Owen Pryce"
    assert sample.fragment() == "#node=owen-pryce"


def test_search_says_when_there_is_nothing(sample: Opened) -> None:
    sample.page.fill("#search-input", "zzz")
    assert sample.text("#search-list") == "Nothing found"


def test_node_shows_names_roles_and_statements_by_relation(sample: Opened) -> None:
    click_node(sample, "Owen Pryce")
    details = sample.text("#details")
    assert "Owen Pryce" in details and "the transport minister; The minister; Mr Pryce" in details and "transport minister" in details
    assert [heading.lower() for heading in sample.page.locator("#details h3").all_inner_texts()][:2] == ["opposes", "supports"]
    assert "says Tomas Rehn" in details
    named = sample.page.locator("#article .named").all_inner_texts()
    assert "Mr Pryce" in named and "Owen Pryce" in named and "Ms Ellison" not in named


def test_statement_shows_its_sentence_status_claimant_and_confidence(sample: Opened) -> None:
    click_node(sample, "Owen Pryce")
    sample.page.locator("#details .fact", has_text="stands with Brightwater Construction").click()
    statement = find_statement("owen-pryce", "stand with")
    details = sample.text("#details")
    assert statement.evidence[0].quote in details
    assert "claimed" in details and "Tomas Rehn" in details and "90 %" in details
    assert "".join(sample.page.locator("#article .shown").all_inner_texts()) == statement.evidence[0].quote


def test_line_opens_its_evidence(sample: Opened) -> None:
    place = sample.run("(id) => document.triplewire.middleOf(id)", find_statement("mara-ellison", "defy").id)
    sample.page.mouse.click(place["x"], place["y"])
    assert "Mara Ellison defies Owen Pryce" in " ".join(sample.text("#details p:first-child").split())
    assert "on Tuesday" in sample.text("#details")


def test_sentence_selects_its_statements(sample: Opened) -> None:
    sample.page.locator("#article .known", has_text="did not return calls.").click()
    assert "does not return" in sample.text("#details") and "negated" in sample.text("#details")
    assert sample.fragment() == f"#statements={find_statement('brightwater-construction', 'return').id}"


@pytest.mark.parametrize(
    ("chip", "is_kept"),
    [
        (("types", "Person"), lambda statement: statement.subject in _of_other_type("Person") and statement.obj in {None, *_of_other_type("Person")}),
        (("groups", "oppose"), lambda statement: statement.family != "opposes"),
        (("statuses", "claimed"), lambda statement: statement.status is not Status.CLAIMED),
        (("statuses", "planned"), lambda statement: statement.status is not Status.PLANNED),
    ],
)
def test_legend_is_a_filter(sample: Opened, chip: tuple[str, str], is_kept: object) -> None:
    sample.click("#tab-table")
    button = f'button[data-kind="{chip[0]}"][data-key="{chip[1]}"]'
    sample.click(button)
    assert sample.page.get_attribute(button, "aria-pressed") == "false"
    assert len(sample.rows()) == sum(map(is_kept, SAMPLE.statements))  # type: ignore[arg-type]
    sample.click(button)
    assert len(sample.rows()) == len(SAMPLE.statements)


def test_filters_by_family_claimant_and_confidence(sample: Opened) -> None:
    sample.click("#tab-table")
    sample.page.select_option("#filter-family", "opposes")
    assert len(sample.rows()) == sum(statement.family == "opposes" for statement in SAMPLE.statements)
    sample.page.select_option("#filter-claimant", label="Tomas Rehn (3)")
    assert [row[0] for row in sample.rows()] == ["Owen Pryce", "Owen Pryce"]
    sample.page.select_option("#filter-family", "")
    sample.page.select_option("#filter-claimant", label="the article itself")
    assert len(sample.rows()) == sum(not statement.claimed_by for statement in SAMPLE.statements)
    sample.click("#reset")
    sample.page.fill("#filter-confidence", "0.8")
    assert len(sample.rows()) == sum(statement.confidence >= 0.8 for statement in SAMPLE.statements)
    assert sample.fragment() == "#confidence=0.8&tab=table"


def test_neighbourhood_and_path(sample: Opened) -> None:
    click_node(sample, "Tomas Rehn")
    sample.page.get_by_role("button", name="Neighbours").click()
    assert "The neighbourhood: 3 of 15 entities" in sample.text("#folded")
    sample.page.get_by_role("button", name="Two steps").click()
    assert "The neighbourhood: 8 of 15" in sample.text("#folded")
    sample.page.get_by_role("button", name="Path to…").click()
    sample.page.keyboard.type("lena")
    sample.press("Enter", "Enter")
    assert sample.page.locator("#details .fact").all_inner_texts()
    assert "4 of 15 entities" in sample.text("#folded")
    assert sample.fragment() == "#path=tomas-rehn lena-okafor"
    sample.click("#reset")
    assert "13 of 15 entities" in sample.text("#folded") and sample.fragment() == ""


def test_folded_nodes_unfold(sample: Opened) -> None:
    sample.click("#unfold-all")
    assert "15 of 15 entities" in sample.text("#folded")
    assert sample.run("document.triplewire.placeOf('reporters')") is not None
    sample.click("#unfold-all")
    assert "13 of 15 entities" in sample.text("#folded")


def test_table_sorts_and_searches(sample: Opened) -> None:
    sample.press("t")
    sample.click("#table th:nth-child(3) button")
    objects = [row[2] for row in sample.rows()]
    assert objects == sorted(objects, key=str.casefold) or objects[0].startswith("400")
    assert sample.page.get_attribute("#table th:nth-child(3)", "aria-sort") == "ascending"
    sample.click("#table th:nth-child(3) button")
    assert sample.rows()[0][2] == objects[-1]
    sample.page.fill("#table-words", "okafor")
    assert {row[0] for row in sample.rows() if "Okafor" not in row[3]} == {"Lena Okafor"}
    sample.page.locator("#table tbody tr button").first.click()
    sample.page.check("#table-only")
    assert len(sample.rows()) == 1 and sample.text("#table-count") == "1 of 31 statements"


def test_address_keeps_the_view(open_page: Open, sample: Opened) -> None:
    sample.click('button[data-kind="statuses"][data-key="planned"]')
    click_node(sample, "Mara Ellison")
    sample.press("t")
    sample.click("#table th:nth-child(1) button")
    fragment = sample.run("location.hash.slice(1)")
    again = open_page(fragment=fragment)
    assert again.rows() == sample.rows()
    assert again.run("location.hash.slice(1)") == fragment
    again.click("#tab-read")
    assert again.text("#details h2") == "Mara Ellison"


@pytest.mark.parametrize(
    "fragment", ["node=nobody", "statements=x y", "path=a", "near=9", "hide-types=Nothing", "confidence=x", "open=%00", "%", "sort=-__proto__"]
)
def test_foolish_addresses_show_the_first_view(walker: Opened, fragment: str) -> None:
    walk(walker, fragment)
    assert walker.troubles == [] and "entities" in walker.text("#folded")


def test_all_by_keyboard(sample: Opened) -> None:
    sample.page.focus("#canvas")
    sample.press("ArrowRight")
    assert sample.text("#details h2") == "Owen Pryce"
    sample.press("ArrowUp")
    assert sample.text("#details h2") != "Owen Pryce"
    sample.press("n")
    assert sample.text("#folded").startswith("The neighbourhood")
    sample.press("Enter")
    assert sample.run("document.activeElement.id") == "details"
    sample.press("Escape", "Escape")
    assert sample.fragment() == ""
    sample.page.focus("#article .known")
    sample.press("ArrowDown", "ArrowDown", "Enter")
    assert sample.fragment().startswith("#statements=")
    sample.press("?")
    assert sample.page.is_visible("#dialog")
    sample.press("Escape")
    assert not sample.page.is_visible("#dialog")


def download(opened: Opened, button: str) -> bytes:
    opened.click("#take > summary")
    with opened.page.expect_download() as waiting:
        opened.click(button)
    return Path(waiting.value.path()).read_bytes()


def test_picture_can_be_taken_along(sample: Opened) -> None:
    assert download(sample, "#save-png").startswith(b"\x89PNG")
    root = ElementTree.fromstring(download(sample, "#save-svg"))
    words = " ".join(text for text in root.itertext())
    assert "Mara Ellison" in words and "defies" in words and "(says " in words
    assert len(root.findall(".//{http://www.w3.org/2000/svg}g")) == 13


def test_statements_and_graph_can_be_taken_along(sample: Opened) -> None:
    sample.page.select_option("#filter-claimant", label="Tomas Rehn (3)")
    rows = list(csv.DictReader(io.StringIO(download(sample, "#save-csv").decode("utf-8-sig"))))
    assert [(row["subject"], row["relation"], row["object"], row["claimed by"]) for row in rows] == [
        ("Owen Pryce", "ignores", "residents", "Tomas Rehn"),
        ("Owen Pryce", "stands with", "Brightwater Construction", "Tomas Rehn"),
        ("Owen Pryce", "threatens", "Mara Ellison", "Tomas Rehn"),
    ]
    assert all(row["evidence"] in SAMPLE.article.text for row in rows)
    assert download(sample, "#save-turtle").decode() == write_turtle(SAMPLE)


@pytest.mark.parametrize(
    "fragment",
    [
        "tab=table",
        "node=owen-pryce&tab=table&only=1",
        f"statements={quote(find_statement('mara-ellison', 'defy').id)}&tab=table&only=1",
        "hide-statuses=claimed planned&tab=table",
        "hide-types=Place Group&tab=table",
        "hide-groups=oppose speech&tab=table",
        "claimant=tomas-rehn&tab=table",
        "claimant=-&tab=table",
        "family=opposes&confidence=0.8&tab=table",
        "near=1 tomas-rehn&tab=table",
        "path=tomas-rehn lena-okafor&tab=table",
    ],
)
def test_query_gives_the_selection(walker: Opened, fragment: str) -> None:
    walk(walker, fragment.replace(" ", "+"))
    shown = walker.run("[...document.querySelectorAll('#table tbody button')].map((button) => button.dataset.key)")
    walker.click("#take > summary")
    walker.click("#show-sparql")
    answer = run_query(write_turtle(SAMPLE), walker.text("#query"))
    walker.press("Escape")
    found = {str(row[0]).rsplit("/", 1)[-1] for row in answer.values()}
    assert shown and found == set(shown)
    assert walker.troubles == []


def test_hostile_text_is_text(open_page: Open) -> None:
    opened = open_page(make_hostile_sample())
    opened.run("void (window.x = () => { document.title = 'ran' })")
    sample_elements = opened.run("document.querySelectorAll('body *').length")
    for fragment in ("node=hostile", "tab=table&words=\\", "open=*"):
        opened.run("(fragment) => { location.hash = fragment }", fragment)
        opened.page.wait_for_timeout(50)
        assert opened.run("document.querySelectorAll('[onmouseover], #article b, #details b, #table b, a[href^=\"javascript\"]').length") == 0
    opened.run("location.hash = 'node=hostile'")
    opened.page.wait_for_function("document.querySelector('#details h2')?.innerText.includes('</script>')")
    assert "{{7*7}}" in opened.text("#details h2") and "[U+001B][31m" in opened.text("#details h2") and "[U+202E]" in opened.text("#details h2")
    assert "{{7*7}}" in opened.text("#title") and "</script>" in opened.text("#article")
    ElementTree.fromstring(download(opened, "#save-svg"))
    download(opened, "#save-csv")
    assert sample_elements and opened.troubles == []
    assert opened.page.title() != "ran"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "fragment"), [((1280, 800), "node=owen-pryce"), ((1280, 800), "tab=table"), ((390, 844), "")])
def test_axe_finds_no_serious_violation(open_page: Open, scheme: str, size: tuple[int, int], fragment: str) -> None:
    axe = Path(os.environ.get("AXE_CORE") or Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js")
    if not axe.exists():
        if os.environ.get("NEEDS_BROWSER"):
            pytest.fail("axe-core is not installed: npm install --prefix tests/browser")
        pytest.skip("axe-core is not installed: npm install --prefix tests/browser")
    opened = open_page(fragment=fragment, size=size, scheme=scheme)
    opened.run(axe.read_text(encoding="utf-8"))
    found = opened.run("axe.run().then((result) => result.violations.map(({ id, impact, nodes }) => [id, impact, nodes.map((node) => node.html)]))")
    assert [violation for violation in found if violation[1] in ("serious", "critical", "moderate")] == []
    opened.page.context.close()


def test_phone_shows_everything_without_scrolling_sideways(open_page: Open) -> None:
    opened = open_page(size=(390, 844))
    assert opened.run("document.documentElement.scrollWidth") <= 390
    assert opened.page.is_hidden("#legend-types")
    opened.click("#legend > summary")
    assert opened.page.is_visible("#legend-types")
    click_node(opened, "Mara Ellison")
    opened.click("#evidence-open")
    assert opened.page.locator("#details h2").bounding_box()["y"] < 844
    assert opened.troubles == []
    opened.page.context.close()


def time_frames(opened: Opened, count: int) -> float:
    """Milliseconds of work for drawing the picture once."""
    before = opened.busy_seconds()
    opened.run("(count) => document.triplewire.drawFrames(count)", count)
    return (opened.busy_seconds() - before) / count * 1000


def make_large(entities: int = 2000, statements: int = 5000) -> Contents:
    """Forty circles of people, with a link to another circle now and then, from a fixed row of numbers."""
    state = 7

    def draw(below: int) -> int:
        nonlocal state
        state = (state * 1_103_515_245 + 12_345) % 2**31
        return (state >> 8) % below

    kinds, relations = (
        list(EntityType),
        (("defy", "defies", "opposes"), ("back", "backs", "supports"), ("lead", "leads", "leads"), ("visit", "visits", "goesTo")),
    )
    people = tuple(Entity(f"n{i}", f"Person Number {i}", kinds[draw(7)], is_named=i % 3 != 0) for i in range(entities))
    made, words, place = [], [], 0
    for number in range(statements):
        circle = draw(40) * (entities // 40)
        a = circle + min(draw(entities // 40), draw(entities // 40))
        b = circle + draw(entities // 40) if draw(12) else draw(entities)
        relation, label, family = relations[draw(4)]
        sentence = f"{people[a].label} {label} {people[b].label}."
        made.append(Statement(f"s{number}", f"n{a}", relation, label, family, f"n{b}", None, (Evidence(Span(place, place + len(sentence)), sentence),)))
        words.append(sentence)
        place += len(sentence) + 1
    return Contents(Article(" ".join(words), title="A large graph"), people, tuple(made))


def test_large_graph_opens_fast_and_says_what_is_folded(open_page: Open, capsys: pytest.CaptureFixture[str]) -> None:
    large = make_large()
    open_page(large).page.context.close()  # makes the file
    start = time.perf_counter()
    opened = open_page(large)
    opening, busy = time.perf_counter() - start, opened.busy_seconds()
    assert "20 of 2,000 entities" in opened.text("#folded") and "of 5,000 statements" in opened.text("#folded")
    assert "community of" in " ".join(label["text"] for label in opened.run("document.triplewire.labels()"))
    frame = time_frames(opened, 10)
    before = opened.busy_seconds()
    opened.click("#unfold-all")
    assert "2,000 of 2,000 entities, 5,000 of 5,000 statements" in opened.text("#folded")
    unfolding, full_frame = opened.busy_seconds() - before, time_frames(opened, 3)
    with capsys.disabled():
        print(f"\n2,000 entities, 5,000 statements: open in {opening:.1f} s, {busy:.2f} s of it work; a frame {frame:.0f} ms", end="; ")
        print(f"all unfolded in {unfolding:.2f} s of work, a frame {full_frame:.0f} ms")
    assert opened.troubles == []
    assert busy < 4  # the wall clock is printed: on a machine that does other things as well, it measures those
    opened.page.context.close()


def _of_other_type(kind: str) -> set[str]:
    return {entity.id for entity in SAMPLE.entities if entity.type.value != kind}


def test_hostile_title_is_in_the_window_title_as_text(open_page: Open) -> None:
    opened = open_page(make_hostile_sample())
    assert "</script>" in HOSTILE and "</script>" in opened.page.title() and "{{7*7}}" in opened.page.title()
    opened.page.context.close()
