"""CoNLL-U out of a document, and a document out of CoNLL-U (the tests' factory): nothing is lost on the way."""

from __future__ import annotations

import pytest

from graph.conllu import write_conllu
from tests.factories import make_doc

TWO_PARAGRAPHS = """
# newpar
1-2 Don't _ _ _ _ _ _ _ _
1 Do do AUX VB Mood=Imp 4 aux _ _
2 n't not PART RB Polarity=Neg 4 advmod _ _
3 ever ever ADV RB _ 4 advmod _ _
4 sell sell VERB VB VerbForm=Inf 0 root _ _
5-6 Oslo's _ _ _ _ _ _ _ _
5 Oslo Oslo PROPN NNP Number=Sing 7 nmod:poss _ Kind=place|NER=B-LOC
6 's 's PART POS _ 5 case _ _
7 trams tram NOUN NNS Number=Plur 4 obj _ Kind=object|SpaceAfter=No
8 ! ! PUNCT . _ 4 punct _ _

1 Ada Ada PROPN NNP Number=Sing 3 nsubj _ Kind=person|NER=B-PER
2 Berg Berg PROPN NNP Number=Sing 1 flat _ NER=I-PER
3 objects object VERB VBZ Number=Sing 0 root _ SpaceAfter=No
4 . . PUNCT . _ 3 punct _ _

# newpar
1 Nobody nobody PRON NN Number=Sing 2 nsubj _ Kind=person
2 answered answer VERB VBD Tense=Past 0 root _ SpaceAfter=No
3 . . PUNCT . _ 2 punct _ _
"""


def test_comments_words_ranges_and_misc() -> None:
    rows = write_conllu(make_doc(TWO_PARAGRAPHS)).split("\n")
    assert rows[:4] == ["# newpar", "# sent_id = 1", "# text = Don't ever sell Oslo's trams!", "1-2\tDon't\t_\t_\t_\t_\t_\t_\t_\t_"]
    assert rows[4] == "1\tDo\tdo\tAUX\tVB\tMood=Imp\t4\taux\t_\t_"
    assert "5-6\tOslo's" + "\t_" * 8 in rows
    assert "5\tOslo\tOslo\tPROPN\tNNP\tNumber=Sing\t7\tnmod:poss\t_\tKind=place|NER=B-LOC" in rows
    assert "2\tBerg\tBerg\tPROPN\tNNP\tNumber=Sing\t1\tflat\t_\tNER=I-PER" in rows
    assert "7\ttrams\ttram\tNOUN\tNNS\tNumber=Plur\t4\tobj\t_\tKind=object|SpaceAfter=No" in rows
    assert "4\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\tSpacesAfter=\\n\\n" in rows
    assert sum(r == "# newpar" for r in rows) == 2
    assert [r for r in rows if r.startswith("# sent_id")] == [f"# sent_id = {i}" for i in (1, 2, 3)]


def test_a_document_comes_back_from_its_conllu() -> None:
    doc = make_doc(TWO_PARAGRAPHS)
    again = make_doc(write_conllu(doc))
    assert again.text == doc.text
    assert [(e.text, e.label_) for e in again.ents] == [(e.text, e.label_) for e in doc.ents] == [("Oslo", "LOC"), ("Ada Berg", "PER")]
    assert again._.paragraphs == doc._.paragraphs
    for a, b in zip(again, doc, strict=True):
        mine, theirs = ((t.text, t.pos_, t.tag_, t.lemma_, str(t.morph), t.dep_, t.head.i, t._.kind, t.is_sent_start) for t in (a, b))
        assert mine == theirs


def test_white_space_tokens_are_no_words() -> None:
    doc = make_doc(TWO_PARAGRAPHS)
    space = next(t for t in doc if t.is_space)
    assert (space.pos_, space.dep_, space.head.text, space.sent == doc[space.i - 1].sent) == ("SPACE", "space", ".", True)
    assert all("\n" not in row.split("\t")[1] for row in write_conllu(doc).split("\n") if row[:1].isdigit())


@pytest.mark.parametrize(
    ("words", "ranges"),
    [
        ("can|not", ["1-2"]),
        ("can |not", []),
        ("union|’s", ["1-2"]),
        ("would|n't|'ve", ["1-3"]),
        ("U.S.|'s", ["1-2"]),
        (".|'s", []),
        ("gon|na |go", ["1-2"]),
        ("well|-|known", []),
        ("stop|.", []),
    ],
)
def test_which_words_are_one_token(words: str, ranges: list[str]) -> None:
    parts = words.split("|")
    glued = [not p.endswith(" ") for p in parts]
    rows = [
        f"{i} {p.strip()} _ X XX _ {i - 1} {'dep' if i > 1 else 'root'} _ {'SpaceAfter=No' if g else '_'}"
        for i, (p, g) in enumerate(zip(parts, glued, strict=True), 1)
    ]
    written = write_conllu(make_doc("\n".join(rows)))
    assert [r.split("\t")[0] for r in written.split("\n") if r[:1].isdigit() and "-" in r.split("\t")[0]] == ranges


def test_empty_document() -> None:
    assert write_conllu(make_doc("")) == ""
