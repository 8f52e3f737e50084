"""The page as a file: what stands in it, what can never stand in it, and that it is the same on every run."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.page.folding import NARROW, WIDE, Screen, find_communities, fold
from graph.page.layout import lay_out, make_box
from graph.page.model import count_units, group_of, make_model, safe_address, say_relation, to_json
from graph.page.render import escape_turtle, render_page, to_island
from graph.page.spacing import overlaps
from graph.records import Article, Contents, Polarity
from ontology.inflection import inflect_label
from tests.sample_contents import HOSTILE, make_hostile_sample, make_sample


class _Elements(HTMLParser):
    """The elements of a page with their attributes and, for scripts and styles, their text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.texts.append("")

    def handle_data(self, data: str) -> None:
        if self.texts:
            self.texts[-1] += data


def read_elements(page: str) -> _Elements:
    elements = _Elements()
    elements.feed(page)
    return elements


def read_data(page: str) -> Any:
    elements = read_elements(page)
    return next(json.loads(text) for (_, attributes), text in zip(elements.found, elements.texts, strict=True) if attributes.get("id") == "data")


def test_page_holds_all_it_needs_and_asks_for_nothing() -> None:
    page = render_page(make_sample(), turtle='<a:b> <a:c> "d" .')
    elements = read_elements(page)
    assert not [(tag, attributes) for tag, attributes in elements.found if {"src", "href", "action", "srcset", "background"} & attributes.keys()]
    assert not [(tag, name) for tag, attributes in elements.found for name in attributes if name.startswith("on") or name == "style"]
    policy = next(attributes["content"] for tag, attributes in elements.found if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy and "connect-src 'none'" in policy and "unsafe" not in policy and "http" not in policy
    assert "sourceMappingURL" not in page and "{{" not in page.split('<script type="application/json"')[0]
    assert len(page.encode()) < 1_500_000


def test_page_is_the_same_on_every_run() -> None:
    assert render_page(make_sample(), turtle="x") == render_page(make_sample(), turtle="x")


def test_hostile_text_stays_data() -> None:
    safe, page = read_elements(render_page(make_sample())), render_page(make_hostile_sample(), title=HOSTILE, turtle=f'<a:b> <a:c> "{HOSTILE}" .')
    hostile = read_elements(page)
    assert [tag for tag, _ in hostile.found] == [tag for tag, _ in safe.found]
    assert HOSTILE in [entity["label"] for entity in read_data(page)["entities"]]
    page.encode("utf-8")


@given(st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))
def test_island_cannot_be_left(data: Any) -> None:
    island = to_island(data)
    assert not re.search("[<>&\u2028\u2029]", island)
    assert json.loads(island) == data
    island.encode("utf-8")


@pytest.mark.parametrize("words", ["</script>", "</SCRIPT >", "<!--<script>", "<![CDATA[", "a</style>b"])
def test_turtle_cannot_leave_its_element(words: str) -> None:
    escaped = escape_turtle(f'<a:b> <a:c> "{words}" .')
    assert "</" not in escaped and "<!" not in escaped
    assert escaped.replace("\\u003C", "<") == f'<a:b> <a:c> "{words}" .'


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("HTTPS://example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("https:javascript", False),
        ("//example.org", False),
        ("https://exa mple.org", False),
        ("https://[", False),
        ("", False),
        (None, False),
    ],
)
def test_links_lead_to_the_web_only(address: str | None, is_safe: bool) -> None:
    assert (safe_address(address) is not None) is is_safe


@given(st.text())
def test_offsets_are_those_of_javascript(text: str) -> None:
    units = count_units(text)
    assert units[-1] == len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert all(units[i] == len(text[:i].encode("utf-16-le", "surrogatepass")) // 2 for i in range(len(text)))


def test_every_statement_is_in_the_page_with_its_words() -> None:
    sample = make_sample()
    data = read_data(render_page(sample))
    assert [statement["id"] for statement in data["statements"]] == [statement.id for statement in sample.statements]
    text = data["article"]["text"]
    for shown, statement in zip(data["statements"], sample.statements, strict=True):
        assert [text[start:end] for start, end in shown["evidence"]] == [evidence.quote for evidence in statement.evidence]
        assert data["entities"][shown["subject"]]["id"] == statement.subject
        assert shown["status"] == statement.status.value


@pytest.mark.parametrize(
    ("label", "is_named", "phrase", "role", "said"),
    [
        ("several ministers", False, "ignore", None, "ignore"),
        ("a minister", False, "ignore", None, "ignores"),
        ("members of the council", False, "be", None, "are"),
        ("party whips", False, "be whip for", "whip", "are whips for"),
        ("own staff", False, "have", None, "have"),
        ("every witness", False, "have", None, "has"),
        ("The Harbour Trustees", True, "back", None, "backs"),
    ],
)
def test_the_verb_agrees_with_its_subject_where_its_number_shows(label: str, is_named: bool, phrase: str, role: str | None, said: str) -> None:
    sample = make_sample()
    statement = replace(sample.statements[0], relation=phrase, relation_label=inflect_label(phrase), role=role)
    assert say_relation(statement, replace(sample.entities[0], label=label, is_named=is_named)) == said


@pytest.mark.parametrize(
    ("label", "phrase", "role", "said"),
    [
        ("The Harbour Trustees", "back", None, "does not back"),
        ("several ministers", "hit out at", None, "do not hit out at"),
        ("The Harbour Trustees", "be in", None, "is not in"),
        ("party whips", "be whip for", "whip", "are not whips for"),
    ],
)
def test_what_is_not_so_is_drawn_with_its_not(label: str, phrase: str, role: str | None, said: str) -> None:
    """A planned "will not close" has the colour of a plan: only its words tell that nothing is to be closed."""
    sample = make_sample()
    statement = replace(sample.statements[0], relation=phrase, relation_label=inflect_label(phrase), role=role, polarity=Polarity.NEGATIVE)
    assert say_relation(statement, replace(sample.entities[0], label=label, is_named=label.startswith("The"))) == said


def test_links_hold_every_statement_between_entities_once() -> None:
    sample = make_sample()
    model = make_model(sample)
    drawn = [number for link in model.links if not link.is_speech for number in link.statements]
    assert sorted(drawn) == [number for number, statement in enumerate(sample.statements) if statement.obj is not None]
    for link in model.links:
        for number in link.statements:
            statement = sample.statements[number]
            assert link.is_speech or (group_of(statement.family), statement.status) == (link.group, link.status)


def test_first_view_shows_the_main_actors() -> None:
    sample = make_sample()
    first = [sample.entities[number].id for number in fold(make_model(sample), WIDE).first]
    assert set(first[:3]) == {"mara-ellison", "owen-pryce", "brightwater-construction"}
    assert "council-source" not in first


@pytest.mark.parametrize(
    "contents", [Contents(Article("")), Contents(Article("Nothing happened.")), replace(make_sample(), statements=()), make_hostile_sample()]
)
def test_odd_graphs_give_a_page(contents: Contents) -> None:
    data = read_data(render_page(contents))
    assert len(data["entities"]) == len(contents.entities) and len(data["network"]["nodes"]) == len(contents.entities)


@pytest.mark.parametrize("screen", [WIDE, NARROW])
def test_nothing_of_the_first_view_lies_on_another(screen: Screen) -> None:
    model = make_model(make_sample())
    folding = fold(model, screen)
    layout = lay_out(model, folding, screen)
    assert len(set(layout.places)) == len(layout.places)
    boxes = [(layout.places[number], make_box(model.contents.entities[number].label, model.weights[number], screen)) for number in folding.first]
    assert not [(a, b) for a, b in combinations(boxes, 2) if overlaps(*a, *b)]
    assert overlaps(*boxes[0], *boxes[0])
    assert max(x + box.half_width for (x, _), box in boxes) - min(x - box.half_width for (x, _), box in boxes) <= screen.frame[0] * 1.3


def test_a_small_screen_shows_fewer_and_none_of_them_alone() -> None:
    model = make_model(make_sample())
    wide, narrow = fold(model, WIDE).first, fold(model, NARROW).first
    assert len(narrow) < len(wide) and len(narrow) <= NARROW.many
    joined = {end for link in model.links if {link.source, link.target} <= set(narrow) for end in (link.source, link.target)}
    assert joined == set(narrow)


def test_main_actors_stand_in_the_middle() -> None:
    model = make_model(make_sample())
    folding = fold(model, WIDE)
    places = lay_out(model, folding, WIDE).places
    left, right = min(places[number][0] for number in folding.first), max(places[number][0] for number in folding.first)
    for number in folding.first[:2]:
        assert left + 0.15 * (right - left) < places[number][0] < right - 0.15 * (right - left)


def test_what_the_article_asserts_of_sides_taken_matters_most() -> None:
    model = make_model(make_sample())
    names = [entity.id for entity in model.contents.entities]
    heaviest = max(model.links, key=lambda link: link.weight)
    assert (names[heaviest.source], heaviest.group, heaviest.status.value, names[heaviest.target]) == ("mara-ellison", "oppose", "asserted", "owen-pryce")
    assert min(model.links, key=lambda link: link.weight).is_speech


def test_graph_without_its_text_still_has_its_evidence() -> None:
    sample = make_sample()
    shown = read_data(render_page(replace(sample, article=replace(sample.article, text="", key="k"))))["statements"]
    assert [statement["quotes"] for statement in shown] == [[evidence.quote for evidence in statement.evidence] for statement in sample.statements]


@given(st.integers(1, 30), st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=60))
def test_communities_do_not_depend_on_the_order_of_links(count: int, links: list[tuple[int, int]]) -> None:
    pairs = [(a, b) for a, b in links if a < count and b < count and a != b]
    found = find_communities(count, pairs)
    assert found == find_communities(count, [(b, a) for a, b in reversed(pairs)])
    assert len(found) == count and set(found) == set(range(max(found) + 1))


def test_json_of_the_model_is_json() -> None:
    data = to_json(make_model(make_sample()))
    assert json.loads(json.dumps(data)) == data
