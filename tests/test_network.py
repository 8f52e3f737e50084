"""The network holds every statement with its worth and its words, in a fixed order, and survives GraphML and GEXF."""

from __future__ import annotations

import io
from dataclasses import replace

import networkx as nx
import pytest

from graph.network import count_words, flatten_network, make_network, make_speech_network, unflatten_network
from graph.records import Contents, Modality, Polarity, Status
from tests.sample_contents import make_hostile_sample, make_sample


@pytest.fixture(scope="module")
def sample() -> Contents:
    return make_sample()


@pytest.fixture(scope="module")
def network(sample: Contents) -> nx.MultiDiGraph:
    return make_network(sample)


def _edge(network: nx.MultiDiGraph, subject: str, relation: str, obj: str) -> dict:
    found = [data for _, end, data in network.out_edges(subject, data=True) if end == obj and data["relation"] == relation]
    assert len(found) == 1, (subject, relation, obj)
    return found[0]


def test_every_entity_and_statement_is_there_once_in_order(sample: Contents, network: nx.MultiDiGraph) -> None:
    assert list(network) == [entity.id for entity in sample.entities]
    between = [statement.id for statement in sample.statements if statement.obj]
    assert sorted(key for _, _, key in network.edges(keys=True)) == sorted(between)
    literal = [statement.id for statement in sample.statements if statement.literal is not None]
    assert sorted(fact["id"] for _, facts in network.nodes(data="facts") for fact in facts) == sorted(literal)


@pytest.mark.parametrize(
    ("subject", "relation", "obj", "expected"),
    [
        (
            "mara-ellison",
            "defy",
            "owen-pryce",
            {"label": "defies", "family": "opposes", "stance": "opposing", "status": "asserted", "when_value": "2023-03-14"},
        ),
        ("dockside-workers-union", "back", "mara-ellison", {"stance": "supportive", "status": "asserted", "claimed_by": ()}),
        ("owen-pryce", "stand with", "brightwater-construction", {"stance": "supportive", "status": "claimed", "claimed_by": ("tomas-rehn",), "quotation": 6}),
        ("owen-pryce", "meet", "tomas-rehn", {"stance": "neutral", "status": "planned", "modality": "planned", "when": "on 21 March"}),
        ("mara-ellison", "pay for", "saltgate-bridge", {"status": "planned", "polarity": "negative"}),
        ("dockside-workers-union", "march to", "guildhall", {"where": "in Harrowmere", "where_value": "harrowmere", "when": None, "when_value": None}),
        ("lena-okafor", "be spokeswoman for", "brightwater-construction", {"role": "spokeswoman", "extractors": ("roles",)}),
    ],
)
def test_an_edge_carries_what_its_statement_is_worth(network: nx.MultiDiGraph, subject: str, relation: str, obj: str, expected: dict) -> None:
    edge = _edge(network, subject, relation, obj)
    assert {name: edge[name] for name in expected} == expected


def test_evidence_can_be_cut_from_the_article(sample: Contents, network: nx.MultiDiGraph) -> None:
    facts = [fact for _, found in network.nodes(data="facts") for fact in found]
    edges = [data for _, _, data in network.edges(data=True)]
    assert len(facts) + len(edges) == len(sample.statements)
    for data in (*facts, *edges):
        assert tuple(sample.article.text[start:end] for start, end in data["spans"]) == data["evidence"]


@pytest.mark.parametrize(
    ("entity", "roles"),
    [
        ("mara-ellison", ("leader, Harrowmere City Council",)),
        ("owen-pryce", ("transport minister",)),
        ("lena-okafor", ("spokeswoman, Brightwater Construction",)),
        ("tomas-rehn", ()),
    ],
)
def test_roles_stand_on_the_node(network: nx.MultiDiGraph, entity: str, roles: tuple[str, ...]) -> None:
    assert network.nodes[entity]["roles"] == roles


@pytest.mark.parametrize("change", [{"claimed_by": ("tomas-rehn",)}, {"polarity": "negative"}, {"modality": "planned"}])
def test_a_post_that_is_claimed_denied_or_planned_is_no_role(sample: Contents, change: dict) -> None:
    types = {"polarity": Polarity, "modality": Modality, "claimed_by": tuple}
    changed = {name: types[name](value) for name, value in change.items()}
    statements = tuple(replace(statement, **changed) for statement in sample.statements)
    assert not any(roles for _, roles in make_network(replace(sample, statements=statements)).nodes(data="roles"))


def test_quotations_stand_on_the_network_with_their_words(network: nx.MultiDiGraph) -> None:
    first = network.graph["quotations"][0]
    assert (first["speaker"], first["addressee"], first["cue"], first["kind"], first["words"]) == ("mara-ellison", "reporters", "tell", "direct", 17)
    assert [quotation["is_hearsay"] for quotation in network.graph["quotations"]] == [False, False, False, True, False, False, False]


def test_quotations_without_known_speakers_are_kept(sample: Contents) -> None:
    quotations = make_network(replace(sample, speakers=(), addressees=())).graph["quotations"]
    assert len(quotations) == 7 and {quotation["speaker"] for quotation in quotations} == {None}


@pytest.mark.parametrize("field", ["subject", "obj"])
def test_an_unknown_entity_is_refused_and_not_made_up(sample: Contents, field: str) -> None:
    stray = replace(sample.statements[1], **{field: "nobody"})
    with pytest.raises(KeyError, match="nobody"):
        make_network(replace(sample, statements=(stray,)))


def test_who_speaks_about_whom(network: nx.MultiDiGraph) -> None:
    speech = make_speech_network(network)
    assert speech.edges["mara-ellison", "owen-pryce"] == {
        "about": 2,
        "to": 0,
        "weight": 2,
        "evidence": ("“The minister has never visited Saltgate.”", "The minister has never visited Saltgate."),
    }
    assert speech.edges["mara-ellison", "reporters"]["to"] == 2
    assert speech.edges["tomas-rehn", "owen-pryce"]["about"] == 4
    assert not speech.has_edge("owen-pryce", "owen-pryce")
    assert not speech.has_edge("brightwater-construction", "mara-ellison"), "criticising is no speech that the article reports"


def test_flat_networks_come_back(network: nx.MultiDiGraph) -> None:
    back = unflatten_network(flatten_network(network))
    assert list(back) == list(network) and set(back.edges(keys=True)) == set(network.edges(keys=True))
    for node, data in network.nodes(data=True):
        assert back.nodes[node] == data
    for *ends, data in network.edges(keys=True, data=True):
        assert back.edges[tuple(ends)] == {name: value for name, value in data.items() if value is not None}
    assert back.graph["quotations"] == network.graph["quotations"]


@pytest.mark.parametrize("make", [make_sample, make_hostile_sample])
@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_flat_networks_can_be_written_and_read(make, kind: str) -> None:
    flat = flatten_network(make_network(make()))
    file = io.BytesIO()
    {"graphml": nx.write_graphml, "gexf": nx.write_gexf}[kind](flat, file)
    file.seek(0)
    back = nx.read_graphml(file, force_multigraph=True) if kind == "graphml" else nx.read_gexf(file)
    assert set(back) == set(flat) and back.number_of_edges() == flat.number_of_edges()
    edges = sorted((start, end, data["evidence"], data["status"]) for start, end, data in back.edges(data=True))
    # XML turns a carriage return into a line feed; nothing else may change
    assert edges == sorted((start, end, data["evidence"], data["status"]) for start, end, data in flat.edges(data=True))


def test_characters_that_xml_forbids_are_dropped(sample: Contents) -> None:
    entities = (replace(sample.entities[0], label="a\x00b\x1b\ud800c\tд😀"), *sample.entities[1:])
    flat = flatten_network(make_network(replace(sample, entities=entities)))
    assert flat.nodes["mara-ellison"]["label"] == "abc\tд😀"


def test_the_same_contents_give_the_same_network() -> None:
    first, second = (make_network(make_hostile_sample()) for _ in range(2))
    assert list(first.nodes(data=True)) == list(second.nodes(data=True))
    assert list(first.edges(keys=True, data=True)) == list(second.edges(keys=True, data=True))


def test_an_empty_graph_is_an_empty_network(sample: Contents) -> None:
    network = make_network(Contents(article=sample.article))
    assert len(network) == 0 and network.graph["quotations"] == () and network.graph["articles"][0]["date"] == "2023-03-14"
    assert len(make_speech_network(network)) == 0


@pytest.mark.parametrize(("text", "words"), [("", 0), ("—", 0), ("It’s 3.5 per cent", 4), ("well-known – and “quoted”", 3), ("naïve Ærø", 2)])
def test_words_are_counted_as_a_reader_would(text: str, words: int) -> None:
    assert count_words(text) == words


def test_statuses_are_those_of_the_records(network: nx.MultiDiGraph) -> None:
    assert {data["status"] for *_, data in network.edges(data=True)} == {status.value for status in Status}
