"""Phrases, roles and labels: a table of sentences' phrases with near misses, the word lists themselves, spelling and inflection."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.records import EntityType
from ontology.families import UNKNOWN, load_families, polarity_of
from ontology.inflection import inflect_verb
from ontology.lexicon import find_family, find_role, find_stance, inflect_label, is_known, is_role_noun
from ontology.wordlists import AGENTS, Entry, WordListError, load_entries, load_sets, read_entry, standard_words

TABLE = Path(__file__).parent / "cases" / "families.txt"
LISTS = ("verbs.txt", "nouns.txt", "adjectives.txt", "roles.txt")
TYPES = [None, *(t.value for t in EntityType)]


def read_table() -> list[tuple[str, str | None, str, str]]:
    lines = (line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines]
    return [(phrase, None if kind in ("", "-") else kind, family, sentence) for phrase, kind, family, sentence in rows]


ROWS = read_table()


@pytest.mark.parametrize(("phrase", "kind", "family", "sentence"), ROWS, ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_family_of_phrase(phrase: str, kind: str | None, family: str, sentence: str) -> None:
    assert find_family(phrase, object_type=kind) == family, sentence


def test_table_is_large_and_names_families() -> None:
    assert len(ROWS) >= 300
    assert {row[2] for row in ROWS} == set(load_families()), "each family stands in the table, and nothing else"
    assert all(row[1] in TYPES for row in ROWS)


@pytest.mark.parametrize(
    ("phrase", "kind", "stance"),
    [
        ("back", "Other", "supportive"),
        ("back away from", "Other", "neutral"),
        ("stand by", "Person", "supportive"),
        ("stand against", "Other", "opposing"),
        ("vote for", "Work", "supportive"),
        ("vote against", "Work", "opposing"),
        ("vote on", "Work", "neutral"),
        ("hit out at", "Person", "opposing"),
        ("hit upon", "Other", "neutral"),
        ("fire", "Person", "opposing"),
        ("meet", "Person", "neutral"),
        ("rescue", "Person", "supportive"),
        ("be ally of", "Person", "supportive"),
        ("be former ally of", "Person", "neutral"),
        ("be accused of", "Other", "neutral"),
        ("receive support from", "Person", "neutral"),
    ],
)
def test_stance(phrase: str, kind: str, stance: str) -> None:
    assert find_stance(phrase, object_type=kind) == stance


@pytest.mark.parametrize(("subject", "family"), [("Event", "harms"), ("Other", "harms"), ("Person", "attacks"), (None, "attacks")])
def test_type_of_subject(subject: str | None, family: str) -> None:
    assert find_family("kill", subject_type=subject, object_type="Person") == family
    assert find_family("allow", subject_type=subject, object_type="Event") == {"harms": "causes", "attacks": "concedes"}[family]


@pytest.mark.parametrize(
    ("phrase", "words", "family"),
    [
        ("take", "part in the regatta", "takesPartIn"),
        ("take", "a decision", "decides"),
        ("take", "the train", "acquires"),
        ("strike", "a deal with the navy", "agrees"),
        ("strike", "a tree", "harms"),
        ("pay", "tribute to its founder", "supports"),
        ("pay", "the rent", "gives"),
        ("give", "a statement", "states"),
        ("give", "backing to the scheme", "supports"),
        ("meet", "its target", "related"),
        ("meet", "the demands of the welders", "agrees"),
        ("offer", "to resign", "promises"),
        ("impose", "sanctions on the junta", "sanctions"),
        ("pose", "a threat to swimmers", "threatens"),
        ("open", "fire", "attacks"),
        ("open", "a second shop", "creates"),
        ("drop", "the bill", "withdraws"),
        ("fire", "two workers", "dismisses"),
        ("fire", "a missile", "attacks"),
        ("release", "a debut album", "creates"),
        ("release", "three hostages", "concedes"),
        ("suspend", "the match", "ends"),
        ("file", "a lawsuit against the publisher", "opposes"),
        ("hold", "talks with the union", "meets"),
        ("want", "to leave", "wants"),
        ("be", "the attack", "isA"),
    ],
)
def test_family_before_a_literal(phrase: str, words: str, family: str) -> None:
    assert find_family(phrase, object_words=words) == family


def test_words_of_an_entity_do_not_matter() -> None:
    assert find_family("fire", object_type="Person", object_words="a missile") == "dismisses"


@pytest.mark.parametrize(
    ("noun", "family"),
    [
        ("leader", "leads"),
        ("general secretary", "leads"),
        ("chief executive", "leads"),
        ("president", "leads"),
        ("Labour leader", "leads"),
        ("coach", "leads"),
        ("captain", "leads"),
        ("chairwoman", "leads"),
        ("mayor", "leads"),
        ("MP", "memberOf"),
        ("backbench MP", "memberOf"),
        ("senator", "memberOf"),
        ("spokesman", "speaksFor"),
        ("lawyer", "speaksFor"),
        ("adviser", "worksFor"),
        ("advisor", "worksFor"),
        ("employee", "worksFor"),
        ("employees", "worksFor"),
        ("minister", "holdsRole"),
        ("shadow Treasury minister", "holdsRole"),
        ("health secretary", "holdsRole"),
        ("press secretary", "speaksFor"),
        ("private secretary", "worksFor"),
        ("chief of staff", "worksFor"),
        ("founder", "creates"),
        ("co-founder", "creates"),
        ("wife", "kinOf"),
        ("son-in-law", "kinOf"),
        ("late husband", "kinOf"),
        ("friend", "associatedWith"),
        ("critic", "opposes"),
        ("former leader", "holdsRole"),
        ("ex-leader", "holdsRole"),
        ("former critic", "associatedWith"),
        ("deputy leader", "holdsRole"),
        ("vice-president", "holdsRole"),
        ("vice chancellor", "leads"),
        ("former wife", "kinOf"),
        ("table", None),
        ("strike", None),
        ("leadership", None),
        ("", None),
    ],
)
def test_role(noun: str, family: str | None) -> None:
    assert find_role(noun) == family
    assert is_role_noun(noun) == (family is not None)


@pytest.mark.parametrize(
    ("phrase", "label"),
    [
        ("defy", "defies"),
        ("say", "says"),
        ("be", "is"),
        ("have", "has"),
        ("do", "does"),
        ("go to", "goes to"),
        ("undergo", "undergoes"),
        ("overdo", "overdoes"),
        ("be leader of", "is leader of"),
        ("be general secretary of", "is general secretary of"),
        ("be MP for", "is MP for"),
        ("hit out at", "hits out at"),
        ("push", "pushes"),
        ("watch", "watches"),
        ("stomach", "stomachs"),
        ("tax", "taxes"),
        ("pass", "passes"),
        ("quiz", "quizzes"),
        ("veto", "vetoes"),
        ("echo", "echoes"),
        ("radio", "radios"),
        ("boo", "boos"),
        ("buy", "buys"),
        ("supply", "supplies"),
        ("rally behind", "rallies behind"),
        ("co-found", "co-founds"),
        ("re-elect", "re-elects"),
        ("publicly criticise", "publicly criticises"),
        ("respond furiously to", "responds furiously to"),
        ("can meet", "can meet"),
        ("according to", "according to"),
        ("sue", "sues"),
        ("die", "dies"),
        ("free", "frees"),
        ("", ""),
    ],
)
def test_label(phrase: str, label: str) -> None:
    assert inflect_label(phrase) == label


def test_both_spellings_are_one() -> None:
    assert standard_words("organize the defense of the harbor") == standard_words("organise the defence of the harbour")
    assert standard_words("co-operate") == ("cooperate",)
    assert standard_words("vice-president") == ("vice", "president")
    assert standard_words("seize the prize") == ("seize", "prize")
    for american, british in (("honor", "honour"), ("criticize", "criticise"), ("license", "licence"), ("organize", "organise")):
        assert find_family(american) == find_family(british) != UNKNOWN


def test_lists_are_large() -> None:
    verbs = {phrase[0] for phrase in load_entries("verbs.txt")}
    assert len(verbs) >= 1500
    assert len(load_entries("roles.txt")) >= 300


@pytest.mark.parametrize("name", LISTS)
def test_list_names_families_and_types(name: str) -> None:
    for phrase, entries in load_entries(name).items():
        assert phrase
        for entry in entries:
            assert entry.family in load_families()
            assert entry.objects | entry.subjects <= {t.value for t in EntityType}, phrase


@pytest.mark.parametrize("name", ["prepositions.txt"])
def test_prepositions_stand_under_families(name: str) -> None:
    assert set(load_sets(name)) <= set(load_families())


def test_every_entry_of_verbs_is_found() -> None:
    for phrase, entries in load_entries("verbs.txt").items():
        for entry in entries:
            found = find_family(" ".join(phrase), subject_type=min(entry.subjects, default=None), object_type=min(entry.objects, default=None))
            assert found in {e.family for e in entries}, phrase


def test_contradiction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ontology.wordlists.read_items", lambda name: iter([("supports", "back"), ("opposes", "back")]))
    with pytest.raises(WordListError, match=r"'back' stands under both \[supports\] and \[opposes\]"):
        load_entries.__wrapped__("broken.txt")


def test_entry_with_types() -> None:
    phrase, entry = read_entry("Event >> strike :: Agent", "harms")
    assert phrase == ("strike",)
    assert entry == Entry("harms", objects=AGENTS, subjects=frozenset({"Event"}))
    assert entry.fits("Event", "Group")
    assert not entry.fits("Person", "Group")
    assert not entry.fits("Event", None)


@given(st.text(max_size=60), st.sampled_from(TYPES), st.sampled_from(TYPES))
def test_any_text_has_a_family(phrase: str, subject: str | None, obj: str | None) -> None:
    family = find_family(phrase, subject_type=subject, object_type=obj)
    assert family in load_families()
    assert is_known(phrase, subject_type=subject, object_type=obj) or family == UNKNOWN
    assert polarity_of(family) in {"supportive", "opposing", "neutral"}
    assert " ".join(inflect_label(phrase).split()) == inflect_label(phrase)


@given(st.sampled_from(sorted(load_entries("verbs.txt"))))
def test_case_and_spacing_make_no_difference(words: tuple[str, ...]) -> None:
    assert find_family("  ".join(words).upper()) == find_family(" ".join(words))


@given(st.from_regex(r"[a-z]{2,12}", fullmatch=True))
def test_inflected_verb_ends_in_s(verb: str) -> None:
    unchanged = {
        "can",
        "may",
        "must",
        "will",
        "shall",
        "would",
        "should",
        "could",
        "might",
        "ought",
        "is",
        "has",
        "does",
        "was",
        "were",
        "are",
        "had",
        "did",
        "not",
    }
    assert inflect_verb(verb).endswith("s") or verb in unchanged
