"""Corrections: reading them, what they do to entities and statements, and that they are told when they fit nothing."""

import pytest

from graph.cli import run
from graph.corrections import correct_entities, correct_statements, read_corrections
from graph.errors import SettingsError
from graph.records import Entity, EntityType, Evidence, Mention, MentionKind, Span, Statement
from graph.regrouping import Grouping
from graph.settings import load_settings
from graph.turtle import read_turtle

PERSON, ORGANIZATION = EntityType.PERSON, EntityType.ORGANIZATION
STORY = "Ann Carter, the leader of the council, thanked the builders on Monday. Tom Bell opposed Mrs Carter. The Herald praised the council.\n"


def corrections(tmp_path, text):
    path = tmp_path / "my.toml"
    path.write_text(text, "utf-8")
    return read_corrections(path)


def mention(at, text, kind=MentionKind.NAME):
    return Mention(Span(at, at + len(text)), Span(at, at + len(text)), text, kind, PERSON)


ANN = Entity(
    "ann-roe", "Ann Roe", PERSON, ("Ms Roe", "Roe"), (mention(0, "Ann Roe"), mention(20, "Ms Roe"), mention(40, "Roe"), mention(60, "she", MentionKind.PRONOUN))
)
TOM = Entity("tom", "Tom", PERSON, (), (mention(80, "Tom"),))
UNION = Entity("union", "union", ORGANIZATION, ("the union",), (mention(100, "the union", MentionKind.DESCRIPTION),), is_named=False)
ROE = Entity("roe-2", "Roe", PERSON, (), (mention(120, "Roe"),))
ENTITIES = (ANN, TOM, UNION, ROE)
GROUPING = Grouping(ENTITIES, {mention: entity.id for entity in ENTITIES for mention in entity.mentions})


def shown(grouping):
    assert {mention: entity.id for entity in grouping.entities for mention in entity.mentions} == dict(grouping.entity_of)
    return {entity.id: (entity.label, entity.type.value, [mention.span.start for mention in entity.mentions]) for entity in grouping.entities}


BEFORE = shown(GROUPING)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ('[[merge]]\nentities = ["Ann Roe", "Tom"]', {"ann-roe": ("Ann Roe", "Person", [0, 20, 40, 60, 80]), "tom": None}),
        ('[[merge]]\nentities = ["roe-2", "the union", "tom"]', {"roe-2": ("Roe", "Person", [80, 100, 120]), "tom": None, "union": None}),
        ('[[merge]]\nentities = ["ann-roe", "ms  roe"]', {}),
        ('[[rename]]\nentity = "Tom"\nlabel = "Thomas Bell"', {"tom": ("Thomas Bell", "Person", [80])}),
        ('[[retype]]\nentity = "union"\ntype = "group"', {"union": ("union", "Group", [100])}),
        (
            '[[split]]\nentity = "Ann Roe"\nmentions = ["Ms Roe", 60]\nlabel = "Bea Roe"',
            {"ann-roe": ("Ann Roe", "Person", [0, 40]), "new": ("Bea Roe", "Person", [20, 60])},
        ),
        ('[[split]]\nentity = "Ann Roe"\nmentions = [0]\ntype = "Place"', {"ann-roe": ("Ms Roe", "Person", [20, 40, 60]), "new": ("Ann Roe", "Place", [0])}),
        # parted first, then joined, in whatever order the file has them
        (
            '[[merge]]\nentities = ["Tom", "Bea Roe"]\n[[split]]\nentity = "Ann Roe"\nmentions = ["Ms Roe"]\nlabel = "Bea Roe"',
            {"ann-roe": ("Ann Roe", "Person", [0, 40, 60]), "tom": ("Tom", "Person", [20, 80])},
        ),
    ],
)
def test_entities_are_corrected(tmp_path, text, changed):
    corrected, notes = correct_entities(GROUPING, corrections(tmp_path, text))
    assert not notes
    after = shown(corrected)
    new = [key for key in after if key not in BEFORE]
    expected = {key: value for key, value in (BEFORE | {new[0] if key == "new" else key: value for key, value in changed.items()}).items() if value}
    assert after == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[rename]]\nentity = "Nobody"\nlabel = "X"', "no entity is called 'Nobody'"),
        ('[[rename]]\nentity = "An"\nlabel = "X"', "no entity"),
        ('[[split]]\nentity = "Tom"\nmentions = ["Tommy"]', "no mention 'Tommy'"),
        ('[[split]]\nentity = "Ann Roe"\nmentions = [1]', "no mention 1"),
        ('[[split]]\nentity = "Tom"\nmentions = ["Tom"]', "no name"),
        ('[[split]]\nentity = "Ann Roe"\nmentions = ["she"]', "no name"),
        ('[[merge]]\nentities = ["Tom", "Bea"]', "'Bea'"),
    ],
)
def test_what_fits_nothing_is_told_and_changes_nothing(tmp_path, text, words):
    corrected, notes = correct_entities(GROUPING, corrections(tmp_path, text))
    assert shown(corrected) == BEFORE
    assert len(notes) == 1
    assert words in notes[0]
    assert notes[0].startswith(str(tmp_path / "my.toml"))


def test_a_name_that_may_mean_two_is_refused_with_their_ids(tmp_path):
    twins = Grouping((ANN, Entity("ann-roe-2", "Ann Roe", PERSON)))
    corrected, notes = correct_entities(twins, corrections(tmp_path, '[[rename]]\nentity = "Ann Roe"\nlabel = "X"'))
    assert corrected == twins
    assert "ann-roe or ann-roe-2" in notes[0]


def statement(key, subject, relation, obj=None, literal=None):
    return Statement(key, subject, relation, f"{relation}s", "opposes", obj, literal, (Evidence(Span(0, 1), "x"),))


STATEMENTS = (statement("s1", "ann-roe", "defy", "tom"), statement("s2", "ann-roe", "defy", "union"), statement("s3", "tom", "defy", None, "The rules"))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('id = "s2"', ["s1", "s3"]),
        ('id = "https://w3id.org/triplewire/article/1/statement/s2"', ["s1", "s3"]),
        ('subject = "Ann Roe"\nrelation = "defys"\nobject = "Tom"', ["s2", "s3"]),
        ('subject = "ms roe"\nrelation = "defy"\nobject = "the union"', ["s1", "s3"]),
        ('subject = "Ann Roe"\nrelation = "opposes"', ["s3"]),
        ('subject = "tom"\nobject = "rules"', ["s1", "s2"]),
        ('subject = "Tom"\nrelation = "defy"\nobject = "Ann Roe"', None),
        ('subject = "Ann"\nrelation = "defy"', None),
        ('id = "s"', None),
    ],
)
def test_statements_are_rejected(tmp_path, text, left):
    kept, notes = correct_statements(STATEMENTS, ENTITIES, corrections(tmp_path, f"[[reject]]\n{text}"))
    assert [s.id for s in kept] == (left or ["s1", "s2", "s3"])
    assert bool(notes) == (left is None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[merge]]\n", "no entities"),
        ('[[merge]]\nentities = ["Ann"]', "two or more"),
        ('[[merge]]\nentities = "Ann"', "list of texts"),
        ("[[merge]]\nentities = [1, 2]", "list of texts"),
        ('[[split]]\nentity = "Ann"\nmentions = [true]', "places"),
        ('[[rename]]\nentity = "Ann"', "no label"),
        ('[[rename]]\nentity = 3\nlabel = "x"', "quotation marks"),
        ('[[retype]]\nentity = "Ann"\ntype = "Persn"', "did you mean Person"),
        ('[[reject]]\nrelation = "defies"', "which statement"),
        ("merge = 3", "double brackets"),
        ('[[merge]]\nentitys = ["a", "b"]', "did you mean entities"),
        ("[[unknown]]", "known are"),
    ],
)
def test_a_wrong_file_is_told_by_its_place(tmp_path, text, words):
    with pytest.raises(SettingsError, match=words) as caught:
        corrections(tmp_path, text)
    assert "my.toml" in str(caught.value)


# The whole way


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    (tmp_path / "other.txt").write_text("The mayor of Whitby opened the bridge. Tom Bell thanked the mayor.\n", "utf-8")
    return tmp_path


def test_corrections_and_known_things_hold_at_every_build(folder, capsys):
    (folder / "known.csv").write_text("name,type,qid\nAnn Carter,Person,Q1\n")
    (folder / "story.corrections.toml").write_text(
        '[[reject]]\nsubject = "Tom Bell"\nrelation = "opposes"\n[[rename]]\nentity = "Tom Bell"\nlabel = "Thomas Bell"\n'
    )
    (folder / "my.toml").write_text('[build]\nknown = "known.csv"\nformats = ["ttl"]\nmin_confidence = 0\n')
    for _ in range(2):
        assert run(["build", "story.txt", "other.txt", "--settings", "my.toml"]) == 0
        made = read_turtle(folder / "output" / "story.ttl")
        assert ("Ann Carter", ("http://www.wikidata.org/entity/Q1",)) in [(entity.label, entity.same_as) for entity in made.entities]
        assert "Thomas Bell" in [entity.label for entity in made.entities]
        assert not [s for s in made.statements if s.relation == "oppose"]
        assert "Tom Bell" in [entity.label for entity in read_turtle(folder / "output" / "other.ttl").entities]
    assert "corrections" not in capsys.readouterr().err


def test_a_correction_for_all_articles_is_told_only_where_none_has_it(folder, capsys):
    (folder / "all.toml").write_text('[[rename]]\nentity = "Ann Carter"\nlabel = "Anne Carter"\n[[rename]]\nentity = "Nobody"\nlabel = "X"\n')
    assert run(["build", "story.txt", "other.txt", "--corrections", "all.toml", "--formats", "ttl"]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "all.toml" in line]
    assert len(told) == 1
    assert "Nobody" in told[0]


def test_settings_know_the_files(tmp_path):
    path = tmp_path / "my.toml"
    path.write_text('[build]\nknown = "k.csv"\ncorrections = "c.toml"\nmin_confidence = 1\n')
    settings = load_settings(path)
    assert (str(settings.known), str(settings.corrections), settings.min_confidence) == ("k.csv", "c.toml", 1.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [("known = 3", "a file"), ("min_confidence = 1.1", "from 0 to 1"), ("min_confidence = true", "from 0 to 1"), ('min_confidence = "0.5"', "from 0 to 1")],
)
def test_wrong_settings(tmp_path, text, words):
    path = tmp_path / "my.toml"
    path.write_text(f"[build]\n{text}\n")
    with pytest.raises(SettingsError, match=words):
        load_settings(path)
