"""What the user knows: reading it from tables and Turtle, and what it does to mentions and entities."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.canonical import canonical
from graph.errors import SettingsError
from graph.known import KnownThing, apply_known, fit_mentions, make_known, read_known
from graph.known.things import fold_name, read_address, read_type
from graph.pipeline import Guidance, build_document
from graph.records import Article, Entity, EntityType, Mention, MentionKind, Span
from graph.regrouping import Grouping
from graph.turtle import parse_graph, read_contents, write_turtle
from graph.validate import validate_graph
from tests.factories import make_doc

PERSON, ORGANIZATION, PLACE, OTHER = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.OTHER
WIKIDATA = "http://www.wikidata.org/entity/"


def write(tmp_path, text, name="known.csv"):
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


# Reading


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("name,aliases,type,sameAs\nAnn Lee,Lee|the chair,Person,Q42\n", KnownThing(("Ann Lee", "Lee", "the chair"), PERSON, (f"{WIKIDATA}Q42",))),
        ("Name;Also known as;Class\nAnn Lee;Lee;foaf:Person\n", KnownThing(("Ann Lee", "Lee"), PERSON)),
        ("\ufeffitem\titemLabel\tname\nhttps://www.wikidata.org/wiki/Q42\t\tAnn Lee\n", KnownThing(("Ann Lee",), None, (f"{WIKIDATA}Q42",))),
        ("QID,label\nwd:Q42,Ann Lee\n", KnownThing(("Ann Lee",), None, (f"{WIKIDATA}Q42",))),
        ("name,label\nLee,Ann Lee\n", KnownThing(("Lee", "Ann Lee"), None, (), "Ann Lee")),
        ('type,name\ntrade union,"Dockers, Porters and Allied Union"\n', KnownThing(("Dockers, Porters and Allied Union",), ORGANIZATION)),
        ("name,sameAs\nAnn Lee,Q42|https://lee.example/|urn:x:1\n", KnownThing(("Ann Lee",), None, (f"{WIKIDATA}Q42", "https://lee.example/", "urn:x:1"))),
        ("name,type\r\n\r\nAnn Lee,\r\n", KnownThing(("Ann Lee",))),
    ],
)
def test_tables_are_read_with_forgiving_heads(tmp_path, text, thing):
    assert read_known(write(tmp_path, text)).things == (thing,)


def test_a_table_of_excel_in_utf_16(tmp_path):
    assert read_known(write(tmp_path, "name\tqid\nZoë\tQ1\n".encode("utf-16"))).things == (KnownThing(("Zoë",), None, (f"{WIKIDATA}Q1",)),)


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        (
            'wd:Q42 a schema:Person ; rdfs:label "Ann Lee"@en, "Anna Lee"@de ; skos:altLabel "Lee" .',
            KnownThing(("Ann Lee", "Lee"), PERSON, (f"{WIKIDATA}Q42",)),
        ),
        ('[] a foaf:Organization ; foaf:name "Dockers" ; owl:sameAs wd:Q7 .', KnownThing(("Dockers",), ORGANIZATION, (f"{WIKIDATA}Q7",))),
        ('<urn:a> a tw:Place, owl:NamedIndividual ; skos:prefLabel "Ely" .', KnownThing(("Ely",), PLACE, ("urn:a",))),
        ('<urn:a> a schema:City ; schema:name "Ely" .', KnownThing(("Ely",), PLACE, ("urn:a",))),
        ('<urn:a> rdfs:label "Köln"@de .', KnownThing(("Köln",), None, ("urn:a",))),
        ('<urn:a> rdfs:label "Ely" . <urn:Town> a owl:Class ; rdfs:label "Town" .', KnownThing(("Ely",), None, ("urn:a",))),
    ],
)
def test_turtle_is_read(tmp_path, text, thing):
    prefixes = {
        "wd": WIKIDATA, "schema": "https://schema.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "skos": "http://www.w3.org/2004/02/skos/core#",
        "foaf": "http://xmlns.com/foaf/0.1/", "owl": "http://www.w3.org/2002/07/owl#", "tw": "https://w3id.org/triplewire/ontology#",
    }  # fmt: skip
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in prefixes.items())
    assert read_known(write(tmp_path, head + text, "known.ttl")).things == (thing,)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("missing.csv", None, "cannot be read"),
        ("a.csv", "", "no column called name"),
        ("a.csv", "person,age\nAnn,4\n", "person, age"),
        ("a.csv", "name,type\n", "names nothing"),
        ("a.csv", "name\nZoë\n".encode("cp1252"), "UTF-8"),
        ("a.csv", b"name\0,b\n", "binary"),
        ("a.csv", 'name\n"' + "x" * 140_000, "no table"),
        ("a.ttl", "this is no turtle", "is not Turtle"),
        ("a.ttl", "<urn:a> <urn:b> <urn:c> .", "names nothing"),
        ("a.rdf", "<rdf", "is not RDF/XML"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path, name, data, words):
    path = tmp_path / name if data is None else write(tmp_path, data, name)
    with pytest.raises(SettingsError, match=words) as caught:
        read_known(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_odd_rows_are_told_and_the_rest_is_used(tmp_path):
    known = read_known(write(tmp_path, "name,type,sameAs\nAnn Lee,blue,not one\n,Person,Q1\nBob Ray,Person,Q2\n"))
    assert [thing.names for thing in known.things] == [("Ann Lee",), ("Bob Ray",)]
    assert len(known.notes) == 1
    for words in ("line 2 (type 'blue')", "line 2 (address 'not one')", "line 3 (no name)"):
        assert words in known.notes[0]


def test_a_name_of_two_things_changes_nothing_and_is_told_once(tmp_path):
    known = read_known(write(tmp_path, "name,aliases,qid\nAnn Lee,Lee|A. Lee,Q1\nBob Lee,Lee,Q2\n"))
    assert (known.find("Lee"), known.find("Ann Lee")) == (None, known.things[0])
    assert [note for note in known.notes if "more than one thing" in note and "Lee" in note] == list(known.notes)
    assert len(known.notes) == 1


def test_rows_about_one_thing_are_one_thing(tmp_path):
    known = read_known(write(tmp_path, "name,aliases,type,qid\nAnn Lee,,Person,Q1\nLee,the chair,,Q1\nBob,,Person,\nBob,Rob,Person,\n"))
    assert known.things == (KnownThing(("Ann Lee", "Lee", "the chair"), PERSON, (f"{WIKIDATA}Q1",)), KnownThing(("Bob", "Rob"), PERSON))
    assert not known.notes


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("organisation", ORGANIZATION),
        ("schema:NewsMediaOrganization", ORGANIZATION),
        ("Q5", PERSON),
        ("politician", PERSON),
        ("GPE", PLACE),
        ("wd:Q11424", None),
        ("", None),
    ],
)
def test_types_in_others_words(word, kind):
    assert read_type(word) is kind


@given(st.text(max_size=40))
def test_any_text_can_stand_in_a_cell(text):
    assert fold_name(fold_name(text)) == fold_name(fold_name(fold_name(text)))
    assert read_type(text) in (None, *EntityType)
    address = read_address(text)
    assert address is None or len(parse_graph(f"<urn:a> <urn:b> <{address}> .")) == 1


# Mentions

DOC = """
1 The the DET DT _ 2 det
2 PM PM PROPN NNP _ 3 nsubj _ Kind=time
3 met meet VERB VBD _ 0 root
4 Rail rail PROPN NNP _ 6 compound _ NER=B-ORG
5 & & CCONJ CC _ 6 cc
6 Docks dock PROPN NNPS _ 7 compound _ NER=B-LOC
7 Union union PROPN NNP _ 3 obj _ Kind=organization
8 at at ADP IN _ 10 case
9 5 5 NUM CD _ 10 nummod
10 PM PM NOUN NN _ 3 obl _ Kind=time
11 in in ADP IN _ 12 case
12 Lee Lee PROPN NNP _ 3 obl _ NER=B-PER|SpaceAfter=No
13 . . PUNCT . _ 3 punct
"""


def fitted(*things):
    from graph.mentions import find_mentions

    doc = make_doc(DOC)
    return {(mention.text, mention.type) for mention in fit_mentions(doc, find_mentions(doc), make_known(things)) if mention.kind is MentionKind.NAME}


def test_known_names_are_whole_and_of_their_type():
    found = fitted(KnownThing(("Ann Roe", "the PM"), PERSON), KnownThing(("Rail & Docks Union",), ORGANIZATION), KnownThing(("Lee",), PLACE))
    assert found == {("PM", PERSON), ("Rail & Docks Union", ORGANIZATION), ("Lee", PERSON)}


def test_marks_and_blanks_are_alike():
    from graph.mentions import find_mentions

    doc = make_doc("1 O’Hara O’Hara PROPN NNP _ 3 nsubj _ NER=B-PER\n2 Sons Sons PROPN NNPS _ 1 flat\n3 left leave VERB VBD _ 0 root")
    known = make_known([KnownThing(("O'Hara Sons",), ORGANIZATION)])
    assert [(mention.text, mention.type) for mention in fit_mentions(doc, find_mentions(doc), known)] == [("O’Hara Sons", ORGANIZATION)]


def test_what_is_known_can_be_sent_to_another_process():
    known = make_known([LEE, FORD])
    assert known.find("Ann Lee") == LEE
    again = pickle.loads(pickle.dumps(Guidance(known, min_confidence=0.5)))
    assert again == Guidance(known, min_confidence=0.5)
    assert again.known.find("Ford") == FORD


@pytest.mark.parametrize("name", ["Rail & Dock", "Unio", "pm", "RAIL & DOCKS UNION", "Pm"])
def test_parts_of_words_and_other_capitals_are_no_names(name):
    assert fitted(KnownThing((name,), PLACE)) == fitted()


def test_heads_stay_apart_and_in_order():
    from graph.mentions import find_mentions

    doc = make_doc(DOC)
    mentions = fit_mentions(doc, find_mentions(doc), make_known([KnownThing(("Rail & Docks Union",)), KnownThing(("Docks",)), KnownThing(("PM",))]))
    heads = [mention.head for mention in mentions]
    assert heads == sorted(set(heads))
    assert all(doc.text[mention.span.start : mention.span.end] == mention.text for mention in mentions)


# Entities


def entity(key, kind, *texts, is_named=True):
    """An entity whose first text is its label; pronouns are told by their words."""
    mentions, at = [], sum(map(ord, key)) * 100
    for text in texts:
        how = MentionKind.PRONOUN if text in ("he", "she", "it") else MentionKind.NAME if text[0].isupper() else MentionKind.DESCRIPTION
        mentions.append(Mention(Span(at, at + len(text)), Span(at, at + len(text)), text, how, kind))
        at += 50
    return Entity(key, texts[0].removeprefix("the "), kind, (), tuple(mentions), is_named=is_named)


def group(*entities):
    return Grouping(entities, {mention: found.id for found in entities for mention in found.mentions})


def apply(things, *entities):
    grouping, notes = apply_known(group(*entities), make_known(things))
    assert set(grouping.entity_of.values()) == {found.id for found in grouping.entities}
    assert sum(len(found.mentions) for found in grouping.entities) == sum(len(found.mentions) for found in entities)
    return [(found.label, found.type, found.same_as) for found in grouping.entities], notes


LEE = KnownThing(("Ann Lee", "the PM", "Lee"), PERSON, (f"{WIKIDATA}Q1",))
FORD = KnownThing(("Ford Motors", "Ford"), ORGANIZATION, ("urn:ford",))


@pytest.mark.parametrize(
    ("things", "entities", "expected"),
    [
        ([LEE], [entity("a", PERSON, "Ann Lee", "she")], [("Ann Lee", PERSON, (f"{WIKIDATA}Q1",))]),
        ([LEE], [entity("a", PERSON, "Ann Lee"), entity("b", OTHER, "the PM", is_named=False)], [("Ann Lee", PERSON, (f"{WIKIDATA}Q1",))]),
        ([LEE], [entity("b", OTHER, "the PM", is_named=False)], [("Ann Lee", PERSON, (f"{WIKIDATA}Q1",))]),
        ([LEE], [entity("a", PERSON, "Lee"), entity("b", PERSON, "Ann Lee")], [("Ann Lee", PERSON, (f"{WIKIDATA}Q1",))]),
        # a fuller name that is not known is somebody else
        ([LEE], [entity("a", PERSON, "Bob Lee", "Lee")], [("Bob Lee", PERSON, ())]),
        ([LEE], [entity("a", PERSON, "Leeds")], [("Leeds", PERSON, ())]),
        # a description does not outweigh a name
        ([LEE], [entity("a", PERSON, "Bob Ray", "the PM")], [("Bob Ray", PERSON, ())]),
        # the file's type wins for a node, but not over "she"
        ([FORD], [entity("a", PERSON, "Ford")], [("Ford", ORGANIZATION, ("urn:ford",))]),
        ([FORD], [entity("a", PERSON, "Ford", "she")], [("Ford", PERSON, ())]),
        ([FORD], [entity("a", PERSON, "Ford", "Ms Ford")], [("Ford", PERSON, ())]),
        ([FORD], [entity("a", PLACE, "Ford"), entity("b", ORGANIZATION, "Ford Motors")], [("Ford Motors", ORGANIZATION, ("urn:ford",))]),
        # a person is nothing else
        ([FORD], [entity("a", PERSON, "Ford"), entity("b", ORGANIZATION, "Ford Motors")], [("Ford", PERSON, ()), ("Ford Motors", ORGANIZATION, ("urn:ford",))]),
        # two things under one name, or one node with the names of two
        ([LEE, KnownThing(("Lee",), PLACE)], [entity("a", PERSON, "Lee")], [("Lee", PERSON, ())]),
        ([LEE, FORD], [entity("a", PERSON, "Ann Lee", "Ford Motors")], [("Ann Lee", PERSON, ())]),
        ([KnownThing(("Ford", "Ford Motors"), None, (), "Ford Motor Company")], [entity("a", OTHER, "Ford")], [("Ford Motor Company", OTHER, ())]),
    ],
)
def test_known_things_and_nodes(things, entities, expected):
    assert apply(things, *entities)[0] == expected


def test_what_is_not_joined_is_told():
    _, notes = apply([FORD], entity("a", PERSON, "Ford"), entity("b", ORGANIZATION, "Ford Motors"))
    assert len(notes) == 1
    assert "were not joined" in notes[0]


def test_nothing_known_changes_nothing():
    entities = (entity("a", PERSON, "Ann Lee", "Lee"), entity("b", PLACE, "Ely"))
    assert apply_known(group(*entities), make_known([FORD])) == (group(*entities), ())


# The whole way


def test_addresses_reach_turtle_and_come_back():
    doc = make_doc(DOC)
    known = make_known([KnownThing(("Ann Roe", "PM"), PERSON, (f"{WIKIDATA}Q1", "javascript:alert(1)")), KnownThing(("Rail & Docks Union",), ORGANIZATION)])
    made = build_document(Article(doc.text), doc, Guidance(known))
    turtle = write_turtle(made)
    assert f"owl:sameAs <{WIKIDATA}Q1>, <javascript:alert(1)>" in turtle
    graph = parse_graph(turtle)
    assert read_contents(graph) == canonical(made)
    assert validate_graph(graph).conforms
    assert [(s.subject, s.relation, s.obj) for s in made.statements][:1] == [("pm", "meet", "rail-docks-union")]
    page = made.to_html()
    assert f"{WIKIDATA}Q1" in page
    assert '"sameAs":["http://www.wikidata.org/entity/Q1"]' in page.replace('": ', '":')


def test_unsure_statements_are_left_out():
    doc = make_doc(DOC)
    article = Article(doc.text)
    known = make_known([KnownThing(("PM",), PERSON)])
    all_of_them = build_document(article, doc, Guidance(known)).statements
    assert all_of_them
    assert not build_document(article, doc, Guidance(known, min_confidence=1.0)).statements
    assert build_document(article, doc, Guidance(known, min_confidence=min(s.confidence for s in all_of_them))).statements == all_of_them
