"""Main actors, brokers, communities, the audit of sources, ways between entities, and backends: what a network shows, the same on every run."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from importlib.metadata import EntryPoint

import networkx as nx
import pytest

from graph.analysis import Analysis, analyze_network, find_entity, find_paths, list_backends
from graph.analysis.overview import make_speech_network
from graph.analysis.sources import audit_sources
from graph.errors import QueryError, SettingsError
from graph.network import make_network
from graph.records import Contents, EntityType, Status
from tests.analysis_rows import make_rows, make_rows_network
from tests.sample_contents import make_hostile_sample, make_sample

STAR = "hub + ann\nhub - bob\nhub 0 carl\nann 0 hub"
TWO_CIRCLES = "ann + bob\nbob + carl\ncarl + ann\nann 0 bridge\nbridge 0 dora\ndora + evan\nevan + fay\nfay + dora"


@pytest.fixture(scope="module")
def sample() -> nx.MultiDiGraph:
    return make_network(make_sample())


@pytest.fixture(scope="module")
def analysis(sample: nx.MultiDiGraph) -> Analysis:
    return analyze_network(sample)


def test_the_summary_counts_everything_once(analysis: Analysis) -> None:
    contents = make_sample()
    assert (analysis.summary.entities, analysis.summary.statements) == (len(contents.entities), len(contents.statements))
    assert dict(analysis.summary.statuses) == {status.value: sum(statement.status is status for statement in contents.statements) for status in Status}
    assert analysis.summary.titles == ("Council leader cancels Saltgate Bridge",)


def test_the_one_that_all_ties_meet_in_is_the_main_actor() -> None:
    actors = analyze_network(make_rows_network(STAR)).actors
    assert actors[0].id == "hub" and actors[0].betweenness == 1.0
    assert (actors[0].as_subject, actors[0].as_object) == (3, 1)
    assert [actor.score for actor in actors] == sorted((actor.score for actor in actors), reverse=True)


@pytest.mark.parametrize(("worth", "strength"), [("asserted", 1.0), ("claimed:bob", 1.0), ("planned", 0.5), ("negated", 0.25), ("possible", 0.5)])
def test_ties_weigh_by_their_status(worth: str, strength: float) -> None:
    # in bob's words it weighs half as a statement, and half as bob's speech about ann
    actors = {actor.id: actor for actor in analyze_network(make_rows_network(f"ann 0 bob {worth}")).actors}
    assert actors["ann"].strength == strength


def test_a_place_is_an_actor_only_where_asked() -> None:
    network = make_rows_network("ann 0 park\nbob 0 park", types={"park": EntityType.PLACE})
    assert {actor.id for actor in analyze_network(network).actors} == {"ann", "bob"}
    assert analyze_network(network, types=tuple(EntityType)).actors[0].id == "park"


def test_entities_without_ties_are_neither_actors_nor_communities() -> None:
    analysis = analyze_network(make_rows_network("ann 0 bob\nzoe says/states “words”"))
    assert {actor.id for actor in analysis.actors} == {"ann", "bob"}
    assert [community.members for community in analysis.communities] == [("ann", "bob")]


def test_communities_and_the_broker_between_them() -> None:
    analysis = analyze_network(make_rows_network(TWO_CIRCLES))
    parts = [set(community.members) - {"bridge"} for community in analysis.communities]
    assert parts == [{"ann", "bob", "carl"}, {"dora", "evan", "fay"}]
    assert analysis.modularity > 0.3
    broker = next(broker for broker in analysis.brokers if broker.id == "bridge")
    assert broker.communities == (1, 2) and broker.participation == 0.5 and broker.is_cut
    assert "bob" not in {broker.id for broker in analysis.brokers}


def test_large_networks_are_estimated_from_seeded_pivots() -> None:
    rows = "\n".join(f"p{number} 0 p{(number * 7 + 1) % 1100}" for number in range(1100))
    network = make_rows_network(rows)
    first, again, other = (analyze_network(network, pivots=40, seed=seed) for seed in (1, 1, 2))
    assert first.pivots == 40 and first == again
    assert [actor.betweenness for actor in first.actors] != [actor.betweenness for actor in other.actors]


@pytest.mark.parametrize("contents", [Contents(article=make_sample().article), make_rows("ann says/states “words”"), make_hostile_sample()])
def test_odd_graphs_are_analysed(contents: Contents) -> None:
    analysis = analyze_network(make_network(contents))
    assert analysis.summary.entities == len(contents.entities)
    assert len(analysis.actors) <= 10


def test_lists_are_as_long_as_asked() -> None:
    network = make_rows_network(TWO_CIRCLES)
    assert len(analyze_network(network, top=2).actors) == 2
    assert len(analyze_network(network, top=None).actors) == 7


def test_the_order_of_sets_does_not_show() -> None:
    """Names hash differently in every process; what the analysis says must not."""
    code = (
        "from tests.sample_contents import make_sample; from graph.network import make_network; from graph.analysis import *;"
        "n = make_network(make_sample()); print(render_report(analyze_network(n)), write_json(analyze_network(n)), find_paths(n, 'mara-ellison', 'saltgate'))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] and "Mara Ellison" in runs[0]


# ------------------------------------------------------------------ sources


def test_who_is_quoted_how_much_and_how(analysis: Analysis) -> None:
    audit = analysis.sources
    assert (audit.quotations, audit.unattributed) == (7, 0)
    assert audit.words == sum(source.words for source in audit.sources) and audit.direct_words < audit.words
    found = {source.id: source for source in audit.sources}
    assert found["mara-ellison"].words == 17 and found["mara-ellison"].speaks_to == ("reporters",)
    assert found["owen-pryce"].cues == (("deny", 1), ("say", 1)) and found["owen-pryce"].quotations == 2
    assert found["owen-pryce"].direct_words < found["owen-pryce"].words
    assert "Owen Pryce" in found["tomas-rehn"].about
    assert audit.sources[0].id == "mara-ellison" and sum(source.share for source in audit.sources) == pytest.approx(1, abs=1e-4)


def test_unnamed_sources_are_listed_with_their_words(analysis: Analysis) -> None:
    (voice,) = analysis.sources.anonymous
    assert (voice.id, voice.words, analysis.sources.anonymous_words) == ("council-source", 11, 11)
    assert voice.text == "Mr Pryce is expected to meet Mr Rehn on 21 March"


def test_words_of_nobody_are_counted_as_such() -> None:
    network = make_rows_network("ann 0 bob", quotations=[(None, "Something is wrong here"), ("ann", "Nonsense")])
    audit = audit_sources(network, make_speech_network(network))
    assert (audit.quotations, audit.words, audit.unattributed, audit.anonymous_words) == (2, 5, 1, 4)
    assert [(voice.id, voice.text) for voice in audit.anonymous] == [(None, "Something is wrong here")]
    assert [source.share for source in audit.sources] == [0.2]


@pytest.mark.parametrize(
    ("rows", "quotations", "unheard"),
    [
        ("ann - bob", [("ann", "He is wrong")], [("bob", ("Ann",), ())]),
        ("ann - bob", [("ann", "He is wrong"), ("bob", "I am not")], []),
        ("ann - bob claimed:ann", [], [("bob", (), ())]),
        ("ann - bob\nbob 0 carl claimed:bob", [("ann", "He is wrong")], [("carl", (), ())]),
        ("ann leads/leads firm\ncarl - firm", [("ann", "We are right"), ("carl", "They are not")], [("firm", ("Carl",), ("Ann",))]),
        ("ann leads/leads firm claimed:carl\ncarl - firm", [("ann", "We are right"), ("carl", "They are not")], [("firm", ("Carl",), ())]),
        ("ann 0 park", [("ann", "It is green")], []),
    ],
)
def test_who_is_spoken_of_and_never_heard(rows: str, quotations: list, unheard: list) -> None:
    network = make_rows_network(rows, quotations=quotations, types={"park": EntityType.PLACE, "firm": EntityType.ORGANIZATION})
    found = audit_sources(network, make_speech_network(network)).unheard
    assert [(actor.id, actor.opposed_by, actor.voices) for actor in found] == unheard


# ------------------------------------------------------------------ names and ways


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("owen-pryce", "owen-pryce"),
        ("Owen Pryce", "owen-pryce"),
        ("OWEN  PRYCE", "owen-pryce"),
        ("Mr Pryce", "owen-pryce"),
        ("the transport minister", "owen-pryce"),
        ("Owen Price", "owen-pryce"),
        ("Dockside Workers’ Union", "dockside-workers-union"),
        ("dockside workers union", "dockside-workers-union"),
        ("Brightwater", "brightwater-construction"),
        ("Márá Ellisón", "mara-ellison"),
        ("Saltgate", "saltgate"),
    ],
)
def test_entities_are_found_by_any_of_their_names(sample: nx.MultiDiGraph, name: str, entity: str) -> None:
    assert find_entity(sample, name) == entity


@pytest.mark.parametrize("name", ["Winston Churchill", "", "—", "Salt", "Pryce Ellison", "\x00"])
def test_a_name_that_nobody_has_is_refused_with_suggestions(sample: nx.MultiDiGraph, name: str) -> None:
    with pytest.raises(QueryError, match=r"no entity of this graph; the nearest are .+ \([a-z-]+\)") as error:
        find_entity(sample, name)
    assert "\n" not in str(error.value)


def test_a_name_that_two_have_is_refused() -> None:
    contents = make_rows("john_smith 0 jane_smith")
    both = replace(contents, entities=tuple(replace(entity, aliases=("Smith",)) for entity in contents.entities))
    with pytest.raises(QueryError, match=r"'Smith' may be any of John Smith \(john_smith\), Jane Smith \(jane_smith\)"):
        find_entity(make_network(both), "Smith")
    twins = replace(contents, entities=tuple(replace(entity, label="J Smith") for entity in contents.entities))
    with pytest.raises(QueryError, match="may be any of"):
        find_entity(make_network(twins), "j. smith")


def test_a_label_goes_before_an_alias() -> None:
    contents = make_rows("ann 0 bob")
    named = replace(contents, entities=(replace(contents.entities[0], aliases=("Bob",)), contents.entities[1]))
    assert find_entity(make_network(named), "bob") == find_entity(make_network(named), "Bob") == "bob"


def test_an_empty_graph_has_no_names() -> None:
    with pytest.raises(QueryError, match="no entities"):
        find_entity(make_network(Contents(article=make_sample().article)), "Ann")


def test_ways_go_along_statements_in_both_directions(sample: nx.MultiDiGraph) -> None:
    (path,) = find_paths(sample, "Tomas Rehn", "the Guildhall")
    assert [(step.start, step.end) for step in path.steps] == [("tomas-rehn", "dockside-workers-union"), ("dockside-workers-union", "guildhall")]
    back = find_paths(sample, "the Guildhall", "Tomas Rehn")[0]
    assert [link.label for step in back.steps for link in step.links] == ["marches to", "leads"]
    assert [link.is_forward for step in back.steps for link in step.links] == [False, False]


def test_stronger_ways_stand_first_and_all_statements_of_a_step_are_told() -> None:
    network = make_rows_network("ann 0 bob planned\nbob 0 carl\nann 0 dora\ncarl 0 dora\ncarl - dora planned")
    first, second = find_paths(network, "ann", "carl")
    assert [step.end for step in first.steps] == ["dora", "carl"] and first.strength > second.strength
    assert [(link.label, link.status, link.is_forward) for link in first.steps[1].links] == [
        ("resembles", "asserted", False),
        ("defies", "planned", False),
    ]
    assert len(find_paths(network, "ann", "carl", limit=1)) == 1


def test_ways_keep_to_the_statuses_asked_for(sample: nx.MultiDiGraph) -> None:
    direct = find_paths(sample, "owen-pryce", "tomas-rehn")
    assert [len(path.steps) for path in direct] == [1] and direct[0].steps[0].links[0].status == "planned"
    asserted = find_paths(sample, "owen-pryce", "tomas-rehn", statuses=[Status.ASSERTED])
    assert {link.status for path in asserted for step in path.steps for link in step.links} == {"asserted"}
    assert len(asserted[0].steps) == 3


def test_no_way_and_no_two_ends(sample: nx.MultiDiGraph) -> None:
    assert find_paths(make_rows_network("ann 0 bob\ncarl 0 dora"), "ann", "carl") == ()
    with pytest.raises(QueryError, match=r"the same entity, Owen Pryce \(owen-pryce\)"):
        find_paths(sample, "Mr Pryce", "Owen Pryce")


# ------------------------------------------------------------------ backends


def test_an_unknown_backend_is_refused_in_one_line(sample: nx.MultiDiGraph) -> None:
    with pytest.raises(SettingsError, match=r"^backend 'warp': not installed .*$"):
        analyze_network(sample, backend="warp")
    assert nx.config.backend_priority.algos == []


def test_a_backend_that_cannot_be_loaded_is_refused_in_one_line(sample: nx.MultiDiGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("broken", "no_such_module_anywhere:interface", "networkx.backends")
    monkeypatch.setitem(nx.utils.backends.backends, "broken", entry)
    with pytest.raises(SettingsError, match=r"^backend 'broken': does not work with networkx .*no_such_module_anywhere.*$"):
        analyze_network(sample, backend="broken")


def test_networkx_itself_may_be_named(sample: nx.MultiDiGraph, analysis: Analysis) -> None:
    assert analyze_network(sample, backend="networkx") == analysis


@pytest.mark.skipif("graphblas" not in list_backends(), reason="graphblas-algorithms is not installed")
def test_graphblas_gives_the_same_results(sample: nx.MultiDiGraph, analysis: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    interface = nx.utils.backends.backends["graphblas"].load()
    ran = []
    pagerank = interface.pagerank
    monkeypatch.setattr(interface, "pagerank", lambda *args, **options: ran.append(True) or pagerank(*args, **options))
    assert analyze_network(sample, backend="graphblas") == analysis
    assert ran, "PageRank must have run on the backend"
    assert nx.config.backend_priority.algos == []
