"""Only what counts is support or opposition; camps are the best division into two, and the figures say how good it is."""

from __future__ import annotations

import itertools

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import balance
from graph.analysis.balance import count_triads, divide
from graph.analysis.camps import Camps, find_camps
from graph.analysis.counting import Counting, project_signed
from graph.analysis.stances import list_stances
from graph.records import EntityType, Status
from tests.analysis_rows import make_rows_network

ALL = Counting(statuses=frozenset(Status))
OWN = Counting(own_words=True)


def _camps(camps: Camps, conflict: int = 0) -> set[frozenset[str]]:
    return {frozenset(camp.members) for camp in camps.conflicts[conflict].camps}


@pytest.mark.parametrize(
    ("row", "counting", "support", "opposition"),
    [
        ("ann + bob", Counting(), 1, 0),
        ("ann - bob", Counting(), 0, 1),
        ("ann 0 bob", ALL, 0, 0),
        ("ann m bob", ALL, 0, 0),
        ("ann + bob claimed:carl", Counting(), 0, 0),
        ("ann + bob claimed:carl", OWN, 0, 0),
        ("ann + bob claimed:carl", ALL, 1, 0),
        ("ann + bob claimed:ann", Counting(), 0, 0),
        ("ann + bob claimed:ann", OWN, 1, 0),
        ("ann + bob planned", Counting(), 0, 0),
        ("ann + bob planned:ann", OWN, 0, 0),
        ("ann + bob possible", OWN, 0, 0),
        ("ann + bob planned", Counting(statuses=frozenset({Status.PLANNED})), 1, 0),
        ("ann + bob negated", Counting(), 0, 0),
        ("ann + bob negated:ann", OWN, 0, 0),
        ("ann + bob negated", ALL, 0, 1),
        ("ann - bob negated", ALL, 0, 0),
        ("ann - bob negated:bob", ALL, 0, 0),
        ("ann + ann", ALL, 0, 0),
    ],
)
def test_what_counts(row: str, counting: Counting, support: int, opposition: int) -> None:
    edges = list(project_signed(make_rows_network(row), counting).graph.edges(data=True))
    found = [(edge["support"], edge["opposition"]) for *_, edge in edges]
    assert found == ([(support, opposition)] if support or opposition else [])


def test_stances_are_told_with_their_status_and_those_that_count_first() -> None:
    network = make_rows_network("ann - bob claimed:carl\nann + dora planned\nbob oppose/opposes “the_plan”\nann - carl\nann 0 evan\nbob + ann negated")
    found = [(item.subject, item.relation, item.object, item.sign, item.status, item.claimed_by) for item in list_stances(network)]
    assert found == [
        ("Ann", "defies", "Carl", -1, "asserted", ()),
        ("Bob", "opposes", "the plan", -1, "asserted", ()),
        ("Ann", "defies", "Bob", 0, "claimed", ("Carl",)),
        ("Ann", "backs", "Dora", 0, "planned", ()),
        ("Bob", "backs", "Ann", 0, "negated", ()),
    ]
    assert {(item.object, item.sign) for item in list_stances(network, counting=ALL)} >= {("Bob", -1), ("Dora", 1), ("Ann", -1)}
    assert len(list_stances(network, top=2)) == 2


def test_two_camps_with_a_common_opponent() -> None:
    camps = find_camps(make_rows_network("ann + bob\nbob - carl\ncarl + dora\nann - dora\nevan + fay"))
    assert _camps(camps) == {frozenset({"ann", "bob"}), frozenset({"carl", "dora"})}
    assert (camps.supports, camps.opposes, camps.balance, camps.is_exact) == (3, 2, 1.0, True)
    assert [conflict.size for conflict in camps.conflicts] == [4, 1]
    assert [camp.labels for camp in camps.conflicts[1].camps] == [("Evan", "Fay")], "an alliance against nobody has one camp"


@pytest.mark.parametrize(
    ("rows", "member", "held_by", "groups"),
    [
        ("ann + bob\nbob - carl", "ann", "support", (("Bob", "Ann"),)),
        ("ann - carl\nbob - carl", "ann", "common opponents", (("Ann",), ("Bob",))),
        ("ann - carl\nbob - carl\nann + dora", "ann", "both", (("Ann", "Dora"), ("Bob",))),
        ("ann - carl\nbob - carl", "carl", "alone", (("Carl",),)),
    ],
)
def test_what_holds_a_camp_together(rows: str, member: str, held_by: str, groups: tuple[tuple[str, ...], ...]) -> None:
    found = [(camp.held_by, camp.groups) for camp in find_camps(make_rows_network(rows)).conflicts[0].camps if member in camp.members]
    assert found == [(held_by, groups)]


def test_what_breaks_the_rule_is_named_with_its_evidence() -> None:
    rows = "ann - bob\nann - carl\nann - dora\nbob + carl\nbob - dora\ncarl + dora"
    camps = find_camps(make_rows_network(rows))
    (broken,) = camps.conflicts[0].frustrated
    assert (broken.first, broken.second, broken.weight, broken.evidence) == ("bob", "dora", -1.0, ("bob",))
    assert camps.balance == pytest.approx(5 / 6, abs=1e-5) and camps.triads == (0, 1, 2, 1)


def test_support_and_opposition_between_the_same_two_is_ambivalent() -> None:
    camps = find_camps(make_rows_network("ann + bob\nbob - ann\nann - carl"))
    (tie,) = camps.ambivalent
    assert (tie.labels, tie.support, tie.opposition, tie.weight) == (("Ann", "Bob"), 1.0, 1.0, 0.0)
    assert _camps(camps) == {frozenset({"ann"}), frozenset({"carl"})}, "a tie that cancels itself out takes no side"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("ann - bob\nzoe m ann\nbob m zoe", [("zoe", "neutral")]),
        ("ann - bob\nzoe m ann", []),
        ("ann - bob\nzoe m ann\nzoe m bob planned", []),
        ("ann - bob\nzoe m ann\nzoe m bob claimed:ann", []),
        ("ann - bob\nzoe 0 ann\nzoe 0 bob", []),
        ("ann - bob\npark m ann\npark m bob", []),  # a place talks with nobody
        ("ann - bob\nann + zoe\nzoe + bob", [("zoe", "crossing")]),
        ("ann - bob\nann + zoe\nzoe - bob", []),
        ("ann + bob", []),
    ],
)
def test_who_stands_between(rows: str, expected: list[tuple[str, str]]) -> None:
    camps = find_camps(make_rows_network(rows, types={"park": EntityType.PLACE}))
    assert [(between.id, between.kind) for between in camps.between if between.id not in ("ann", "bob")] == expected


def test_limits_cut_lists_but_not_figures() -> None:
    rows = "\n".join(f"hub - foe{number}\nfoe{number} + friend{number}" for number in range(10))
    whole, short = (find_camps(make_rows_network(rows), top=top) for top in (None, 1))
    assert len(whole.conflicts[0].ties) == 20 and len(short.conflicts[0].ties) == 2
    assert sorted(camp.size for camp in short.conflicts[0].camps) == [1, 20] and max(len(camp.members) for camp in short.conflicts[0].camps) == 2
    assert (short.supports, short.opposes, short.triads) == (whole.supports, whole.opposes, whole.triads) == (10, 10, (0, 0, 0, 0))


def test_nothing_signed_is_balanced() -> None:
    camps = find_camps(make_rows_network("ann 0 bob"))
    assert (camps.conflicts, camps.balance, camps.supports, camps.opposes, camps.triads) == ((), 1.0, 0, 0, (0, 0, 0, 0))


signed_graphs = st.dictionaries(
    st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1]), st.sampled_from([-3.0, -1.0, 1.0, 2.0]), max_size=18
)


def _graph(weights: dict[tuple[int, int], float]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_weighted_edges_from((start, end, weight) for (start, end), weight in weights.items())
    return graph


def _broken(graph: nx.Graph, sides: dict[int, int]) -> float:
    return sum(abs(weight) for start, end, weight in graph.edges(data="weight") if (weight > 0) != (sides[start] == sides[end]))


def _least(graph: nx.Graph) -> float:
    return min(_broken(graph, dict(zip(graph, sides, strict=True))) for sides in itertools.product((0, 1), repeat=len(graph)))


@given(signed_graphs)
@settings(max_examples=60, deadline=None)
def test_the_division_is_the_best_of_all(weights: dict[tuple[int, int], float]) -> None:
    graph = _graph(weights)
    division = divide(graph)
    assert division.is_exact and set(division.sides) == set(graph)
    assert _broken(graph, division.sides) == _least(graph) == sum(abs(graph.edges[pair]["weight"]) for pair in division.frustrated)


@given(signed_graphs)
@settings(max_examples=40, deadline=None)
def test_local_search_never_claims_to_be_exact_and_leaves_no_node_to_move(weights: dict[tuple[int, int], float]) -> None:
    graph = _graph(weights)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(balance, "EXACT_SIZE", 2)
        division = divide(graph, seed=1)
    broken = _broken(graph, division.sides)
    assert division.is_exact == (broken == 0)
    for block in nx.biconnected_components(graph):
        part = graph.subgraph(block)
        for node in block:
            moved = {**division.sides, node: 1 - division.sides[node]}
            assert _broken(part, moved) >= _broken(part, division.sides)


@given(signed_graphs)
@settings(max_examples=40, deadline=None)
def test_triads_are_counted_as_by_hand(weights: dict[tuple[int, int], float]) -> None:
    graph = _graph(weights)
    expected = [0, 0, 0, 0]
    for three in itertools.combinations(graph, 3):
        if all(graph.has_edge(*pair) for pair in itertools.combinations(three, 2)):
            expected[sum(graph.edges[pair]["weight"] < 0 for pair in itertools.combinations(three, 2))] += 1
    assert count_triads(graph) == tuple(expected)
