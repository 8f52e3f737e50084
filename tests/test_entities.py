"""Entities: what is one thing and what stays apart, labels, ids; names as pure functions; pronouns that stay unresolved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.entities import resolve_entities
from graph.entities.labels import make_slug, without_determiner
from graph.entities.names import is_misspelling, name_words, same_organization, same_person
from graph.mentions import find_mentions
from graph.records import EntityType, MentionKind
from tests.entity_documents import documents, entity_of, resolved
from tests.factories import make_doc

ONE = [
    ("names", ["ANNA Whitlock", "Whitlock", "she"]),
    ("names", ["Peter Holloway", "Peter Holoway", "Peter", "he"]),  # misspelt; "Sir Peter"
    ("names", ["Peter Holloway's plan", "the plan"]),
    ("spouses", ["John Barlow", "Barlow"]),  # Mr
    ("spouses", ["Mary Barlow", "Barlow@2"]),  # Mrs
    ("father", ["Omar Rashid", "his", "His", "his son"]),
    ("father", ["his father", "His father", "Yusuf Rashid"]),
    ("acronym", ["National Union of Bakers", "NUB", "The union", "NUB@2"]),
    ("acronym", ["a strike", "The strike"]),
    ("role", ["Helen Frost", "the general secretary of Beacon", "The general secretary", "she"]),
    ("firm", ["Marks Motors", "Marks Motors@2"]),
    ("firm", ["Daniel Marks", "Marks"]),
    ("firm", ["40 workers", "The workers"]),
    ("quote", ["Laura Finch", "I", "my"]),
    ("lead", ["A boy", "his", "Sam Doyle", "a boy of 14"]),
    ("country", ["New Zealand", "New Zealand@2", "the nation"]),
    ("class", ["Labour", "The party"]),
    ("group", ["Shadow Treasury minister", "Paul Dent"]),
    ("called", ["The sect", "Green Flame", "The Green Flame group", "The sect@2"]),
    ("called", ["The sect's leader", "Ivo Brand"]),
    ("rain", ["the mayor", "who"]),
    ("party", ["Gina Fell", "her", "She", "her@2"]),
    ("party", ["Reform Alliance", "her party"]),
    ("pronouns", ["Rita Holm", "She"]),
    ("pronouns", ["Lars Berg", "him"]),
    ("pronouns", ["Alton Museum", "it", "its"]),
]
APART = [
    ("names", "Whitlock", "Peter"),
    ("spouses", "John Barlow", "Mary Barlow"),
    ("spouses", "Barlow", "Barlow@2"),
    ("father", "Omar Rashid", "Yusuf Rashid"),
    ("acronym", "NUB", "NUB members"),
    ("role", "Helen Frost", "Beacon"),
    ("role", "The general secretary", "Rajesh Patel"),
    ("firm", "Daniel Marks", "Marks Motors"),
    ("state", "France", "The French government"),  # a place and its government
    ("state", "The French government", "A French court"),
    ("class", "The party", "Unite"),
    ("two", "The minister", "The second minister"),
    ("two", "a farmer", "another farmer"),
    ("country", "New Zealand", "Ireland"),
]
LABELS = [
    ("names", "Whitlock", "Anna Whitlock", "Person"),
    ("names", "Peter", "Peter Holloway", "Person"),
    ("acronym", "NUB", "National Union of Bakers", "Organization"),
    ("acronym", "The strike", "strike", "Event"),
    ("state", "A French court", "French court", "Organization"),
    ("called", "The sect", "Green Flame", "Organization"),
    ("rain", "the bridge", "bridge", "Place"),
]


@pytest.mark.parametrize(("name", "texts"), ONE, ids=[f"{n}: {t[0]}" for n, t in ONE])
def test_one_thing_is_one_entity(name: str, texts: list[str]) -> None:
    ids = {t: entity_of(name, t) for t in texts}
    assert None not in ids.values()
    assert len(set(ids.values())) == 1, ids


@pytest.mark.parametrize(("name", "a", "b"), APART)
def test_two_things_stay_apart(name: str, a: str, b: str) -> None:
    assert entity_of(name, a) is not None
    assert entity_of(name, a) != entity_of(name, b)


@pytest.mark.parametrize(("name", "text", "label", "type"), LABELS)
def test_an_entity_has_its_best_name(name: str, text: str, label: str, type: str) -> None:
    entity = resolved(name)[1].find(entity_of(name, text) or "")
    assert entity is not None
    assert (entity.label, entity.type.value) == (label, type)


def test_we_of_one_person_stays_unresolved() -> None:
    assert entity_of("quote", "We") is None


@pytest.mark.parametrize("name", list(documents()))
def test_every_name_and_description_has_one_entity_with_a_decent_label(name: str) -> None:
    mentions, resolution = resolved(name)
    ids = [e.id for e in resolution.entities]
    assert len(set(ids)) == len(ids)
    for entity in resolution.entities:
        assert entity.label.lower() not in {"he", "she", "it", "they", "who", "the", "a", ""}
        assert entity.label.split()[0].lower() not in {"the", "a", "an", "his", "her"}
        assert entity.label not in entity.aliases
        assert all(resolution.entity_of[m] == entity.id for m in entity.mentions)
    assert all(m in resolution.entity_of for m in mentions if m.kind is not MentionKind.PRONOUN)


@pytest.mark.parametrize("name", list(documents()))
def test_the_same_document_gives_the_same_entities(name: str) -> None:
    mentions, resolution = resolved(name)
    assert resolve_entities(documents()[name], mentions, ()).entities == resolve_entities(documents()[name], mentions, ()).entities
    assert [e.id for e in resolution.entities] == list(dict.fromkeys(resolution.entity_of[m] for e in resolution.entities for m in e.mentions))


def test_an_empty_document_has_no_entities() -> None:
    assert resolve_entities(make_doc(""), (), ()).entities == ()


def test_hashtags_are_words_and_no_numbers_of_nodes() -> None:
    rows = ["1\tthe\tthe\tDET\tDT\t_\t3\tdet", "2\t#saveourpier\t#saveourpier\tNOUN\tNN\t_\t3\tcompound", "3\tgroup\tgroup\tNOUN\tNN\t_\t0\troot"]
    doc = make_doc("\n".join(rows))
    mentions = find_mentions(doc)
    assert [e.label for e in resolve_entities(doc, mentions, ()).entities] == ["#saveourpier group"]


PERSONS = [
    ("Starling", "Ruth Starling", True),
    ("R. Starling", "Ruth Starling", True),
    ("Ruth Starling", "Ruth Ann Starling", True),
    ("Rob Starling", "Ruth Starling", False),
    ("Ruth Starling", "Ruth Sterling", False),  # a misspelling is another question
    ("Peter Hale Jr", "Peter Hale", False),
]
ORGANIZATIONS = [
    ("Harrow", "Harrow Ltd", True),
    ("Reform", "Reform Party", True),
    ("Reform Party", "Scottish Reform Party", False),
    ("North London College", "London College", False),
    ("Bakers", "Baker", True),
]
SLIPS = [
    ("Ruth Starlng", "Ruth Starling", True),
    ("Maria Lopez", "Mario Lopez", False),  # two people
    ("Li Chun-hing", "Li Chun-kin", False),
    ("Tom Hart", "Tom Hard", False),  # too short to be sure
    ("Greater Millbrok Council", "Greater Millbrook Council", True),
]


@pytest.mark.parametrize(("short", "full", "expected"), PERSONS)
def test_forms_of_a_person(short: str, full: str, expected: bool) -> None:
    assert same_person(name_words(short), name_words(full)) is expected


@pytest.mark.parametrize(("short", "full", "expected"), ORGANIZATIONS)
def test_forms_of_an_organization(short: str, full: str, expected: bool) -> None:
    assert same_organization(name_words(short), name_words(full)) is expected


@pytest.mark.parametrize(("a", "b", "expected"), SLIPS)
def test_slips_of_the_pen(a: str, b: str, expected: bool) -> None:
    assert is_misspelling(name_words(a), name_words(b)) is expected
    assert is_misspelling(name_words(b), name_words(a)) is expected


@given(st.text(max_size=60))
def test_names_and_slugs_are_stable_for_any_text(text: str) -> None:
    assert make_slug(make_slug(text)) == make_slug(text)
    assert not any(c.isspace() or c in "/#?%<>\"'" for c in make_slug(text))
    once = without_determiner(text)
    assert without_determiner(once) == once
    assert all(word == word.lower() for word in name_words(text))


def test_types_are_those_of_the_records() -> None:
    assert {e.type for name in documents() for e in resolved(name)[1].entities} <= set(EntityType)
