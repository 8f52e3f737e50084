"""Calibrated confidence: the model's sum, the features that it stands on, and that nothing changes without a model."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import confidence
from graph.confidence import LEAST, MOST, PREPOSITIONS, Weights, calibrate, describe, describe_all
from graph.extractors.sites import describe_site
from graph.pipeline import build_document
from graph.records import Article, Claim, Entity, EntityType, Evidence, Mention, MentionKind, Span, Statement
from tests.factories import make_doc

PERSON = EntityType.PERSON


def mention(at, kind):
    return Mention(Span(at, at + 3), Span(at, at + 3), "Ann", kind, PERSON)


ANN = Entity("ann", "Ann", PERSON, (), (mention(0, MentionKind.NAME), mention(500, MentionKind.PRONOUN)))
TOM = Entity("tom", "Tom", PERSON, (), (mention(10, MentionKind.NAME), mention(510, MentionKind.DESCRIPTION)))
ENTITIES = {"ann": ANN, "tom": TOM}
RELATIONS = [f"{verb} {last}".strip() for verb in ("go", "be set") for last in ("", "xyz", *PREPOSITIONS)]

HELPING = make_doc("1 Ann _ PROPN NNP _ 2 nsubj\n2 helps _ VERB VBZ _ 0 root\n3 Tom _ PROPN NNP _ 2 obj Certainty=0.9")
HELPED = Claim(mention(0, MentionKind.NAME), "help", mention(10, MentionKind.NAME), Evidence(Span(0, 13), "Ann helps Tom"), "clauses")


def statement(at=0, **changes):
    return replace(
        Statement("s", "ann", "defy", "defies", "opposes", "tom", None, (Evidence(Span(at, at + 50), "x"),), extractors=("clauses",), confidence=0.9), **changes
    )


@pytest.mark.parametrize(
    ("made", "name", "value"),
    [
        (statement(), "subject by name", 1.0),
        (statement(), "subject far", None),
        (statement(490), "subject by pronoun", 1.0),
        (statement(490), "object by description", 1.0),
        (statement(490), "subject far", True),
        (statement(100), "subject by nothing", 1.0),
        (statement(), "object entity", 1.0),
        (statement(obj=None, literal="nine in ten of the words"), "object literal", 1.0),
        (statement(obj=None, literal="nine in ten of the words"), "object by name", None),
        (statement(family="related"), "family unknown", 1.0),
        (statement(claimed_by=("tom",)), "status claimed", 1.0),
    ],
)
def test_features(made, name, value):
    found = describe(made, ENTITIES).get(name)
    assert (found is not None and 0 < found < 1) if value is True else found == value


@pytest.mark.parametrize(
    ("made", "name", "value"),
    [
        (statement(relation="hit out at"), "at", 1.0),
        (statement(relation="be arrested in"), "be … in", 1.0),
        (statement(relation="hit under"), "other", 1.0),
        (statement(), "at", None),
        (statement(relation="be arrested", obj=None, literal="was arrested"), "verb alone", 1.0),
        (statement(relation="arrest", obj=None, literal="a man who was arrested"), "verb alone", 0.0),
        (statement(obj=None, literal=""), "verb alone", 0.0),
        (statement(evidence=()), "crowd", 0.1),
    ],
)
def test_features_of_the_relation(made, name, value):
    assert describe_all([made], ENTITIES.values())[0].get(name) == value


def test_what_one_verb_says_of_one_subject_is_counted_together():
    made = [statement(relation=relation) for relation in ("move to", "move from", "rest in")] + [statement(490, relation="move to")]
    found = describe_all(made, ENTITIES.values())
    assert [features["siblings"] for features in found] == [0.4, 0.4, 0.2, 0.2]
    assert [features["crowd"] for features in found] == [0.3, 0.3, 0.3, 0.1]


@given(st.floats(0, 1), st.integers(0, 3000), st.text(max_size=200))
def test_features_are_small_numbers(sure, at, literal):
    made = statement(at, confidence=sure, obj=None, literal=literal)
    assert all(-1 <= value <= 1 for value in describe_all([made], ENTITIES.values())[0].values())


def test_no_model_changes_nothing():
    assert calibrate([statement()], ENTITIES.values(), None) == (statement(),)


@pytest.mark.parametrize(("bias", "expected"), [(0.0, 0.5), (50.0, MOST), (-50.0, LEAST), (1.0, 0.73)])
def test_a_model_gives_a_share_of_one(bias, expected):
    (made,) = calibrate([statement()], ENTITIES.values(), Weights(bias, {"no such feature": 9.0}))
    assert made == statement(confidence=expected)


def test_the_pipeline_uses_the_model_before_it_leaves_out(monkeypatch):
    doc = make_doc(
        "1 Ann Ann PROPN NNP _ 2 nsubj _ NER=B-PER\n2 met meet VERB VBD _ 0 root\n3 Tom Tom PROPN NNP _ 2 obj _ NER=B-PER|SpaceAfter=No\n4 . . PUNCT . _ 2 punct"
    )
    monkeypatch.setattr(confidence, "load_weights", lambda: Weights(0.0, {}))
    assert {made.confidence for made in build_document(Article(doc.text), doc).statements} == {0.5}


def test_a_site_tells_how_far_a_claim_s_ends_are_from_its_verb():
    near, far = dict(describe_site(HELPING[1], HELPED)), dict(describe_site(HELPING[0], HELPED))
    assert (near["own subject"], near["subject distance"], near["object distance"], near["depth"], near["object before"]) == (1.0, 0.05, 0.05, 0.0, 0.0)
    assert (far["own subject"], far["object distance"], far["depth"], far["clause nsubj"]) == (0.0, 0.1, 0.125, 1.0)


def test_the_model_that_comes_along_knows_only_our_features():
    weights = confidence.load_weights()
    if weights is None:
        pytest.skip("none comes along")
    made = [
        statement(at, obj=obj, literal=None if obj else "words", relation=relation) for at in (0, 100, 490) for obj in ("tom", None) for relation in RELATIONS
    ]
    known = set().union(*describe_all(made, ENTITIES.values()))
    known |= {name for name, _ in describe_site(HELPING[1], HELPED)}
    groups = ("status ", "extractor ", "subject ", "object ", "clause ")
    assert all(name in known or name.startswith(groups) for name in weights.weights)
