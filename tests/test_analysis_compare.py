"""Two networks: the same entities are found again, what only one says is told, and only what cannot both hold is a contradiction."""

from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest

from graph.analysis import compare_networks, find_disputes
from graph.analysis.compare import match_entities
from graph.analysis.contradictions import MOST, find_contradictions, name_statements
from graph.network import make_network
from graph.records import Contents, Entity, EntityType
from tests.analysis_rows import make_rows, make_rows_network
from tests.sample_contents import make_sample


def _entities(*entities: Entity) -> nx.MultiDiGraph:
    return make_network(Contents(article=make_sample().article, entities=entities))


def _entity(key: str, label: str, *aliases: str, kind: EntityType = EntityType.PERSON, same_as: tuple[str, ...] = (), is_named: bool = True) -> Entity:
    return Entity(key, label, kind, aliases, same_as=same_as, is_named=is_named)


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        (_entity("a", "Ann Lee"), _entity("b", "ann lee"), True),
        (_entity("a", "Ann Lee"), _entity("b", "Ms Lee", "Ann Lee"), True),
        (_entity("a", "Ann Lee", "Ms Lee"), _entity("b", "Annie Lee", "Ms Lee"), True),
        (_entity("a", "Ann Lee", same_as=("https://example.org/q1",)), _entity("b", "The Minister", same_as=("https://example.org/q1",)), True),
        (_entity("a", "Ann Lee"), _entity("a", "Bob Ray"), False),  # ids are an article's own
        (_entity("a", "Ann Lee"), _entity("b", "Ann Leigh"), False),
        (_entity("a", "Ann Lee", "the leader"), _entity("b", "Bob Ray", "the leader"), False),
        (_entity("a", "Ann Lee", "The leader"), _entity("b", "Bob Ray", "The leader"), False),
        (_entity("a", "Lee", kind=EntityType.PLACE), _entity("b", "Lee"), False),
        (_entity("a", "strikers", "Strikers of Lee", is_named=False), _entity("b", "workers", "Strikers of Lee", is_named=False), False),
    ],
)
def test_which_entities_are_the_same(first: Entity, second: Entity, is_same: bool) -> None:
    assert match_entities(_entities(first), _entities(second)) == ({first.id: second.id} if is_same else {})


def test_a_name_that_two_entities_bear_links_neither() -> None:
    twins = (_entity("a", "John Smith"), _entity("b", "John Smith"))
    assert match_entities(_entities(*twins), _entities(_entity("c", "John Smith"))) == {}
    surnames = (_entity("a", "Ann Lee", "Lee"), _entity("b", "Bob Lee", "Lee"))
    assert match_entities(_entities(*surnames), _entities(_entity("c", "Lee"), _entity("d", "Bob Lee"))) == {"b": "d", "a": "c"}, (
        "once Bob is found, only Ann is left to be Lee"
    )


def test_two_of_one_name_are_told_apart_within_their_article_only() -> None:
    twins = (_entity("a", "picket line"), _entity("b", "picket line"))
    network = _entities(*twins)
    assert match_entities(network, network) == {"a": "a", "b": "b"}
    other = make_network(Contents(article=replace(make_sample().article, text="Another.", url=None, key=None), entities=twins))
    assert match_entities(network, other) == {}


def test_a_network_compared_with_itself_has_nothing_new() -> None:
    network = make_network(make_sample())
    found = compare_networks(network, network)
    assert len(found.shared) == len(network) and (found.only_first, found.only_second, found.changed) == ((), (), ())
    assert found.entities_only_first == found.entities_only_second == ()


def test_what_only_one_has() -> None:
    found = compare_networks(make_rows_network("ann + bob\nann says/states “one”"), make_rows_network("ann + bob\nann + carl\nann says/states “two”"))
    assert found.statements_shared == 1
    assert [(item.subject, item.relation, item.obj) for item in found.only_first] == [("Ann", "sayss", "one")]
    assert [(item.subject, item.relation, item.obj) for item in found.only_second] == [("Ann", "backs", "Carl"), ("Ann", "sayss", "two")]
    assert (found.entities_only_first, found.entities_only_second) == ((), ("Carl",))


def test_networks_without_a_common_entity_share_no_statement() -> None:
    first = make_rows_network("ann + bob")
    second = make_network(replace(make_rows("ann + bob"), entities=(_entity("ann", "Zoe"), _entity("bob", "Yan"))))
    found = compare_networks(first, second)
    assert (found.shared, found.statements_shared, found.contradictions) == ((), 0, ())
    assert len(found.only_first) == len(found.only_second) == 1


def test_words_are_the_same_whatever_their_marks() -> None:
    found = compare_networks(make_rows_network("ann says/states “We_won't_go,”"), make_rows_network("ann says/states “we_won’t_go”"))
    assert found.statements_shared == 1 and not found.only_second


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("ann + bob", "ann + bob negated", [("denial", True)]),
        ("ann + bob negated", "ann + bob", [("denial", True)]),
        ("ann + bob claimed:carl", "ann + bob negated:ann", [("denial", False)]),
        ("ann + bob", "ann + bob negated:ann", [("denial", False)]),
        ("ann + bob planned", "ann + bob negated", []),
        ("ann + bob possible", "ann - bob", []),
        ("ann + bob", "ann + bob claimed:carl", []),
        ("ann + bob", "bob + ann negated", []),
        ("ann meet/meets bob", "bob meet/meets ann negated", [("denial", True)]),
        ("ann visit/meets bob", "bob visit/meets ann negated", []),
        ("ann + bob", "ann - bob", [("stance", True)]),
        ("ann + bob", "bob - ann", []),
        ("ann + bob", "ann - bob negated", []),
        ("ann + bob", "ann 0 bob", []),
        ("firm employ/has “400_people”", "firm employ/has “300_people”", [("figure", True)]),
        ("firm employ/has “400_people”", "firm employ/has “300_people” claimed:ann", [("figure", False)]),
        ("firm employ/has “400_people”", "firm employ/has “400_people”", []),
        ("firm employ/has “4,000_people”", "firm employ/has “4,500_people”", [("figure", True)]),
        ("firm employ/has “400_people”", "firm employ/has “300_robots”", []),
        ("firm employ/has “400_people”", "firm sack/dismisses “300_people”", []),
        ("firm employ/has “400_people” negated", "firm employ/has “300_people”", []),
        ("firm employ/has “some_people”", "firm employ/has “300_people”", []),
        ("firm say/states “yes”", "firm say/states “yes” negated", [("denial", True)]),
    ],
)
def test_what_contradicts(first: str, second: str, expected: list[tuple[str, bool]]) -> None:
    left, right = (make_rows_network(rows) for rows in (first, second))
    found = compare_networks(left, right).contradictions
    assert [(item.kind, item.is_asserted) for item in found] == expected


def test_a_contradiction_carries_both_sides_words() -> None:
    first, second = make_rows_network("ann + bob"), make_rows_network("ann + bob negated:bob")
    (found,) = compare_networks(first, second).contradictions
    assert (found.first.status, found.second.status, found.first.evidence, found.second.id) == ("asserted", "negated", ("ann",), next(iter(second.edges))[2])


@pytest.mark.parametrize(
    ("first", "second", "changes"),
    [
        ("ann + bob planned", "ann + bob", [("planned", "asserted")]),
        ("ann + bob claimed:bob", "ann + bob", [("claimed", "asserted")]),
        ("ann + bob", "ann + bob", []),
        ("ann + bob\nann + bob planned", "ann + bob planned", []),
        ("ann + bob planned", "ann - bob", []),
    ],
)
def test_statements_that_changed_their_worth(first: str, second: str, changes: list[tuple[str, str]]) -> None:
    found = compare_networks(make_rows_network(first), make_rows_network(second)).changed
    assert [(change.first.status, change.second.status) for change in found] == changes


def test_what_the_sample_disputes() -> None:
    found = find_disputes(make_network(make_sample()))
    assert [(item.kind, item.is_asserted) for item in found] == [("denial", False)] * 2
    assert [[(side.relation, side.obj, side.status, *side.claimed_by) for side in (item.first, item.second)] for item in found] == [
        [("visits", "Saltgate", "negated", "Mara Ellison"), ("visits", "Saltgate", "claimed", "Owen Pryce")],
        [("ignores", "residents", "negated", "Owen Pryce"), ("ignores", "residents", "claimed", "Tomas Rehn")],
    ]


def test_a_dispute_is_told_once_and_endless_ones_are_cut_short() -> None:
    assert len(find_disputes(make_rows_network("ann + bob\nann - bob"))) == 1
    rows = "\n".join(f"ann + bob claimed:c{number}\nann + bob negated:d{number}" for number in range(9))
    found = find_contradictions(*[tuple(name_statements(make_rows_network(rows), {"ann": "ann", "bob": "bob"}))] * 2)
    assert len(found) == MOST
