"""Mentions: tables of what is one, of which type, and how far it reaches; near misses that are none."""

from __future__ import annotations

import pytest

from graph.mentions import find_mentions
from graph.records import EntityType, MentionKind
from tests.entity_documents import documents, resolved
from tests.factories import make_doc

FOUND = [
    ("names", "ANNA Whitlock", MentionKind.NAME, EntityType.PERSON),
    ("names", "Whitlock", MentionKind.NAME, EntityType.PERSON),  # "Ms" is no part of the name
    ("names", "Peter Holloway's plan", MentionKind.DESCRIPTION, EntityType.OTHER),
    ("names", "Peter Holloway", MentionKind.NAME, EntityType.PERSON),
    ("names", "Daily Courier", MentionKind.NAME, EntityType.ORGANIZATION),
    ("spouses", "Mary Barlow", MentionKind.NAME, EntityType.PERSON),
    ("acronym", "National Union of Bakers", MentionKind.NAME, EntityType.ORGANIZATION),
    ("acronym", "NUB", MentionKind.NAME, EntityType.ORGANIZATION),
    ("acronym", "NUB members", MentionKind.DESCRIPTION, EntityType.GROUP),
    ("acronym", "a strike", MentionKind.DESCRIPTION, EntityType.EVENT),
    ("role", "the general secretary of Beacon", MentionKind.DESCRIPTION, EntityType.PERSON),
    ("role", "Helen Frost", MentionKind.NAME, EntityType.PERSON),  # the apposition is left out
    ("state", "The French government", MentionKind.DESCRIPTION, EntityType.ORGANIZATION),
    ("state", "A French court", MentionKind.DESCRIPTION, EntityType.ORGANIZATION),
    ("state", "the report", MentionKind.DESCRIPTION, EntityType.WORK),
    ("group", "Crowds of workers", MentionKind.DESCRIPTION, EntityType.GROUP),
    ("group", "Sky News", MentionKind.NAME, EntityType.ORGANIZATION),
    ("group", "RMT", MentionKind.NAME, EntityType.ORGANIZATION),
    ("group", "RMT picket lines", MentionKind.DESCRIPTION, EntityType.OTHER),
    ("rain", "the mayor", MentionKind.DESCRIPTION, EntityType.PERSON),  # the relative clause is left out
    ("rain", "who", MentionKind.PRONOUN, EntityType.PERSON),
    ("lead", "a boy of 14", MentionKind.DESCRIPTION, EntityType.PERSON),
    ("called", "Ivo Brand", MentionKind.NAME, EntityType.PERSON),
]
ABSENT = [
    ("rain", "It"),  # stands for nothing
    ("names", "Monday"),  # a time
    ("names", "Ms Whitlock"),
    ("state", "French"),  # a nationality before a noun
    ("group", "picket"),  # half a compound
    ("lead", "14"),
    ("rain", "the mayor, who lives there"),
]


@pytest.mark.parametrize(("name", "text", "kind", "type"), FOUND, ids=[f"{n}: {t}" for n, t, _, _ in FOUND])
def test_a_mention_is_found_with_its_kind_and_type(name: str, text: str, kind: MentionKind, type: EntityType) -> None:
    assert (kind, type) in [(m.kind, m.type) for m in resolved(name)[0] if m.text == text]


@pytest.mark.parametrize(("name", "text"), ABSENT)
def test_what_is_no_mention_is_not_found(name: str, text: str) -> None:
    assert text not in [m.text for m in resolved(name)[0]]


@pytest.mark.parametrize("name", list(documents()))
def test_spans_are_the_text_and_heads_are_single_tokens_of_their_own(name: str) -> None:
    doc = documents()[name]
    tokens = {(t.idx, t.idx + len(t)) for t in doc}
    mentions = resolved(name)[0]
    assert mentions
    for m in mentions:
        assert m.span.cut(doc.text) == m.text
        assert (m.head.start, m.head.end) in tokens
        assert m.head in m.span
    assert len({m.head for m in mentions}) == len(mentions)
    assert [m.head for m in mentions] == sorted(m.head for m in mentions)


PHRASES = [
    # words parted by blanks as "form/UPOS/XPOS/head/deprel/kind", and the mention of the root word
    ("an/DET/DT/3/det/ angry/ADJ/JJ/3/amod/ letter/NOUN/NN/0/root/object from/ADP/IN/5/case/ Rome/PROPN/NNP/3/nmod/place", "an angry letter"),
    ("the/DET/DT/2/det/ head/NOUN/NN/0/root/person of/ADP/IN/5/case/ the/DET/DT/5/det/ bank/NOUN/NN/2/nmod/organization", "the head of the bank"),
    ("the/DET/DT/2/det/ deal/NOUN/NN/0/root/abstract they/PRON/PRP/4/nsubj/ signed/VERB/VBD/2/acl:relcl/", "the deal"),
    ("the/DET/DT/2/det/ firm/NOUN/NN/0/root/organization (/PUNCT/-LRB-/4/punct/ Ajax/PROPN/NNP/2/appos/organization )/PUNCT/-RRB-/4/punct/", "the firm"),
    ("trade/NOUN/NN/0/root/abstract and/CCONJ/CC/3/cc/ transport/NOUN/NN/1/conj/abstract", "trade"),
]


@pytest.mark.parametrize(("words", "expected"), PHRASES, ids=[e for _, e in PHRASES])
def test_a_description_has_what_names_the_thing_and_no_more(words: str, expected: str) -> None:
    rows = []
    for number, word in enumerate(words.split(), 1):
        form, upos, xpos, head, deprel, kind = word.split("/")
        rows.append(f"{number}\t{form}\t{form.lower()}\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t{'Kind=' + kind if kind else '_'}")
    doc = make_doc("\n".join(rows))
    root = next(t for t in doc if t.dep_ == "root")
    assert [m.text for m in find_mentions(doc) if m.head.start == root.idx] == [expected]


def test_an_empty_document_has_no_mentions() -> None:
    assert find_mentions(make_doc("")) == ()
