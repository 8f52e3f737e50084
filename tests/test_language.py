"""The shipped network through the public door: what a parsed document promises, whatever the text."""

from __future__ import annotations

import random

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LanguageError
from graph.language import load, make_pipeline, parse_text
from graph.language.adopting import adopt_doc, check_scheme
from graph.language.inference import FOLDER, Network, Scores
from graph.language.parser import Parser

ARTICLE = """Council closes lido after storm

THE OLD lido in Brackwater will stay shut until May, Ruth Adeyemi, the council’s leader, said on Monday.

“We can't open a pool with no roof,” she told the Brackwater Herald. “Nobody wants this. The repairs were agreed by all parties in 2021.”

Families from Leeds and Halifax, who had paid £5 each, were not told about the decision by the operator, Blue Lanes Ltd.
"""


@pytest.fixture(scope="module")
def doc() -> spacy.tokens.Doc:
    return parse_text(ARTICLE)


def test_the_text_is_untouched(doc: spacy.tokens.Doc) -> None:
    assert doc.text == ARTICLE


def test_sentences_and_paragraphs(doc: spacy.tokens.Doc) -> None:
    assert [doc[a:b].text.split()[0] for a, b in doc._.paragraphs] == ["Council", "THE", "“", "Families"] or [doc[a].text for a, _ in doc._.paragraphs] == [
        "Council",
        "THE",
        "“",
        "Families",
    ]
    third = [s.text.strip() for s in doc.sents if doc._.paragraphs[2][0] <= s.start < doc._.paragraphs[2][1]]
    assert third == [
        "“We can't open a pool with no roof,” she told the Brackwater Herald.",
        "“Nobody wants this.",
        "The repairs were agreed by all parties in 2021.”",
    ]


def test_the_main_clauses_are_read(doc: spacy.tokens.Doc) -> None:
    def relation(word: str) -> tuple[str, str]:
        token = next(t for t in doc if t.text == word)
        return token.dep_, token.head.text

    assert relation("told") == ("root", "told")
    assert relation("she") == ("nsubj", "told")
    assert relation("Herald") in {("obj", "told"), ("iobj", "told")}
    assert relation("repairs") == ("nsubj:pass", "agreed")
    assert relation("parties") == ("obl:agent", "agreed")
    assert relation("council") == ("nmod:poss", "leader")
    assert relation("paid") == ("acl:relcl", "Families")


def test_tags_lemmas_and_features(doc: spacy.tokens.Doc) -> None:
    found = {t.text: (t.pos_, t.tag_, t.lemma_) for t in doc}
    assert found["ca"] == ("AUX", "MD", "can")
    assert found["n't"] == ("PART", "RB", "not")
    assert found["told"] == ("VERB", "VBN", "tell") or found["told"] == ("VERB", "VBD", "tell")
    assert found["Families"] == ("NOUN", "NNS", "family")
    assert found["parties"] == ("NOUN", "NNS", "party")
    assert next(t for t in doc if t.text == "repairs").morph.get("Number") == ["Plur"]


def test_names_and_kinds(doc: spacy.tokens.Doc) -> None:
    names = {(e.text, e.label_) for e in doc.ents}
    assert {("Ruth Adeyemi", "PER"), ("Leeds", "LOC"), ("Halifax", "LOC")} <= names
    kinds = {t.text: t._.kind for t in doc if t._.kind}
    assert kinds["Ruth"] == kinds["leader"] == kinds["Families"] == "person"
    assert kinds["Leeds"] == "place"
    assert kinds["Monday"] == "time"


NASTY = [
    "",
    " ",
    "\n\n\n",
    "Hello",
    "  Leading. \n\n Trailing.  \n",
    "a  b\tc\u00a0d",
    "\u200f\u200emarks\x00nul\ufeff",
    "…!?“”‘’—–",
    "x" * 5000,
    "word " * 700,
    "zqxkjwvypf " * 180,
    "A. B. C. D. " * 60,
    "<script>alert('x')</script> & so on",
    "😀 she 👩‍👩‍👧 said e\u0301 to 東京",
    "one\ntwo\nthree",
    "no end,\n\nno beginning",
]


def assert_sound(doc: spacy.tokens.Doc, text: str) -> None:
    """What every document keeps to."""
    assert doc.text == text
    starts = [a for a, _ in doc._.paragraphs]
    assert [i for a, b in doc._.paragraphs for i in range(a, b)] == (list(range(len(doc))) if starts else [])
    for sentence in doc.sents:
        roots = [t for t in sentence if t.head == t]
        assert len(roots) == 1
        assert all(sentence.start <= t.head.i < sentence.end for t in sentence)
        assert sum(a <= sentence.start and sentence.end <= b for a, b in doc._.paragraphs) == bool(doc._.paragraphs)
        assert roots[0].dep_ == "root" or roots[0].is_space
    for token in doc:
        assert (token.pos_ == "SPACE") == (token.dep_ == "space") == token.is_space
        assert not token.is_space or token.head.i == max(0, token.i - 1)
        assert (token.dep_ == "root") == (token.head == token and not token.is_space)
        assert token.lemma_
        assert 0 < token._.certainty <= 1
    assert {e.label_ for e in doc.ents} <= {"PER", "ORG", "LOC", "MISC"}


@pytest.mark.parametrize("text", NASTY)
def test_any_text_gives_a_sound_document(text: str) -> None:
    assert_sound(parse_text(text), text)


@given(st.text(alphabet=st.sampled_from("aB1 .\n\t'’\"“-,:é\u00a0"), max_size=80))
@settings(max_examples=25, deadline=None)
def test_any_characters_give_a_sound_document(text: str) -> None:
    assert_sound(parse_text(text), text)


def sample_windows(network: Network, count: int) -> list:
    """Windows of all lengths, the same on every run."""
    rng = random.Random(1)
    words = [t.text for t in load().make_doc(ARTICLE) if not t.is_space]
    return [network.make_window([rng.choice(words) for _ in range(rng.randint(1, 60))]) for _ in range(count)]


def scores_of(network: Network, windows: list) -> dict[int, Scores]:
    return {i: scores for batch in network.score_windows(windows) for i, scores in batch}


def assert_same(one: Scores, other: Scores) -> None:
    for name in ("end", "name", "arc", "dep", "head"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert all(np.array_equal(one.tags[k], other.tags[k]) for k in one.tags)


def test_a_parse_never_depends_on_its_batch_or_the_threads() -> None:
    network = Network(threads=1)
    windows = sample_windows(network, 24)
    together = scores_of(network, windows)
    order = list(range(len(windows)))
    random.Random(2).shuffle(order)
    shuffled = scores_of(network, [windows[i] for i in order])
    longest_first = sorted(order, key=lambda i: -len(windows[i].ids))
    downwards = scores_of(network, [windows[i] for i in longest_first])
    two = scores_of(Network(threads=2), windows)
    for i, window in enumerate(windows):
        alone = scores_of(network, [window])[0]
        assert_same(together[i], alone)
        assert_same(shuffled[order.index(i)], alone)
        assert_same(downwards[longest_first.index(i)], alone)
        assert_same(two[i], alone)
    dep, head = (np.concatenate([getattr(together[i], k)[:1] for i in order]) for k in ("dep", "head"))
    relations = network.score_relations(dep, head)
    assert all(np.array_equal(network.score_relations(dep[i : i + 1], head[i : i + 1])[0], relations[i]) for i in range(len(dep)))


def test_a_paragraph_is_parsed_alike_wherever_it_stands() -> None:
    paragraphs = ARTICLE.strip().split("\n\n")
    whole = parse_text("\n\n".join(reversed(paragraphs)))
    for (a, b), text in zip(whole._.paragraphs, reversed(paragraphs), strict=True):
        alone = parse_text(text)
        within = [t for t in whole[a:b] if not t.is_space]
        assert [(t.dep_, t.head.i - a, t.tag_, t.lemma_, t.ent_type_, t._.kind, t.is_sent_start) for t in within] == [
            (t.dep_, t.head.i, t.tag_, t.lemma_, t.ent_type_, t._.kind, t.is_sent_start) for t in alone
        ]


def test_a_missing_network_says_so(tmp_path) -> None:
    with pytest.raises(LanguageError, match="cannot be loaded"):
        make_pipeline(Parser(tmp_path))("Hello there.")


def test_the_shipped_folder_is_small_enough() -> None:
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 30_000_000


class Labelled:
    """A stand-in for a pipeline with another scheme of relations."""

    def __init__(self, relations: str) -> None:
        self.relations = relations.split()

    def __call__(self, text: str) -> spacy.tokens.Doc:
        words = text.split()
        deps = [self.relations[i % len(self.relations)] for i in range(len(words))]
        return spacy.tokens.Doc(spacy.blank("en").vocab, words=words, heads=[0] * len(words), deps=deps)


@pytest.mark.parametrize(("relations", "is_ud"), [("root nsubj:pass case obl", True), ("ROOT nsubjpass prep pobj", False), ("ROOT nsubj det", False)])
def test_only_universal_dependencies_may_take_the_networks_place(relations: str, is_ud: bool) -> None:
    if is_ud:
        check_scheme(Labelled(relations), "other")
    else:
        with pytest.raises(LanguageError, match="other: this pipeline does not use Universal Dependencies"):
            check_scheme(Labelled(relations), "other")


def test_an_unknown_pipeline_is_named() -> None:
    with pytest.raises(LanguageError, match="no_such_pipeline"):
        parse_text("Hello.", pipeline="no_such_pipeline")


def test_another_pipelines_document_gets_our_attributes() -> None:
    nlp = spacy.blank("en")
    words = ["Ann", "left", ".", "\n\n", "He", "too"]
    other = spacy.tokens.Doc(
        nlp.vocab, words=words, spaces=[True, False, False, False, True, False], heads=[1, 1, 1, 2, 4, 4], deps=["nsubj", "ROOT", "punct", "", "ROOT", "advmod"],
        pos=["PROPN", "VERB", "PUNCT", "SPACE", "PRON", "ADV"], ents=["B-PERSON", "O", "O", "O", "O", "B-DATE"], lemmas=["Ann", "leave", ".", "", "he", "too"],
        tags=["NNP", "VBD", ".", "", "PRP", "RB"],
    )  # fmt: skip
    doc = adopt_doc(other, [4, 2])
    assert_sound(doc, "Ann left.\n\nHe too")
    assert [(e.text, e.label_) for e in doc.ents] == [("Ann", "PER")]
