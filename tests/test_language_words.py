"""The parts of the language stage that need no network: words, paragraphs, windows, lemmas, trees and names from scores."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from graph.errors import LanguageError
from graph.language.agreement import agree_names
from graph.language.decoding import choose_relations, find_names, find_tree, is_tree, name_transitions, probability_of
from graph.language.english import check_language
from graph.language.lemmas import Lexicon, apply_script, collect_forms, make_script, read_irregular, write_file
from graph.language.paragraphs import cut_windows, find_paragraphs
from graph.language.parser import Layers
from graph.language.pieces import word_shape
from graph.language.sentences import find_sentences
from graph.language.tokenizing import make_tokenizer

TOKENIZER = make_tokenizer(spacy.blank("en").vocab)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She didn’t go.", "She did n’t go ."),
        ("He can't; they won't.", "He ca n't ; they wo n't ."),
        ("DON'T", "DO N'T"),
        ("I'd've left", "I 'd 've left"),
        ("the workers’ union’s vote", "the workers ’ union ’s vote"),
        ("Ms Moore's", "Ms Moore 's"),
        ("a 40-year-old north-east man", "a 40 - year - old north - east man"),
        ("a non-profit, mid-July re-run", "a non-profit , mid-July re-run"),
        ("F-16s and Covid-19", "F - 16s and Covid - 19"),
        ("2019–2021", "2019 – 2021"),
        ("on 12/03/2022, 24/7, and/or", "on 12/03/2022 , 24 / 7 , and / or"),
        ("£5m, $10bn, US$3 and 3.5%", "£ 5 m , $ 10 bn , US $ 3 and 3.5 %"),
        ("at 7:30pm or 9am–5pm", "at 7:30 pm or 9 am – 5 pm"),
        ("(“quoted” [sic])", "( “ quoted ” [ sic ] )"),
        ("word—“then”—word", "word — “ then ” — word"),
        ("Wait!!! Really?!", "Wait !!! Really ?!"),
        ("Mr. Lee et al. vs. U.S. firms etc. in", "Mr. Lee et al. vs. U.S. firms etc. in"),
        ("see https://example.org/a-b?c=1, or a.b@c.example", "see https://example.org/a-b?c=1 , or a.b@c.example"),
        ("#StrikeNow @triplewire", "#StrikeNow @triplewire"),
        ("gonna wanna cannot", "gon na wan na can not"),
        ("ring 020-555-0100 or 555-0100", "ring 020-555-0100 or 555-0100"),
        ("two\u00a0words", "two \u00a0 words"),
        ("he said: (yes):", "he said : ( yes ) :"),
        ("ends.Next begins", "ends . Next begins"),
    ],
)
def test_words_are_cut_as_in_the_treebanks(text: str, words: str) -> None:
    assert [t.text for t in TOKENIZER(text)] == words.split(" ")


@given(st.text(alphabet=st.sampled_from("aZ9.,'’“-–/ \n\t$£!?()#@é\u200b\u00a0€:;_"), max_size=60))
def test_words_and_spaces_are_the_text(text: str) -> None:
    assert TOKENIZER(text).text == text


@pytest.mark.parametrize("mark", ["'", '("', ")", "a.", "x", "1/2/"])
def test_a_very_long_run_of_characters_is_one_word(mark: str) -> None:
    text = "See " + mark * 50_000 + " there."
    assert [len(t) for t in TOKENIZER(text)] == [3, len(mark) * 50_000, 5, 1]


WRAPPED = (
    "The harbour office was closed on Monday after a\nfire in its roof, and three boats had to wait for\ntheir papers until the next morning came at last.\n"
    "\nNobody was hurt, said the harbour master, whose\nown desk had stood below the part of the roof that\nfell in."
)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("", []),
        (" \n\n ", []),
        ("One.", ["One."]),
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("\n\nOne.\r\n\r\nTwo.\n", ["One.", "Two."]),
        ("One.\n \t\nTwo.", ["One.", "Two."]),
        (WRAPPED, WRAPPED.split("\n\n")),
        ("A headline that is quite long, as they are\nShort", ["A headline that is quite long, as they are", "Short"]),
    ],
)
def test_paragraphs(text: str, paragraphs: list[str]) -> None:
    starts = find_paragraphs(text)
    assert [text[a:b].strip() for a, b in itertools.pairwise([*starts, len(text)])] == paragraphs


@given(st.text(alphabet=st.sampled_from("ab .\n\r\t"), max_size=200))
def test_paragraphs_begin_with_words(text: str) -> None:
    starts = find_paragraphs(text)
    assert starts == sorted(set(starts))
    assert all(not text[s].isspace() for s in starts)
    assert "".join(text[: starts[0]].split()) == "" if starts else not text.strip()


@given(st.lists(st.sampled_from(["a", "B", ".", "”", ",", "?"]), max_size=120), st.integers(4, 30))
def test_windows_tile_the_words(words: list[str], longest: int) -> None:
    windows = cut_windows(words, longest=longest)
    assert [i for a, b in windows for i in range(a, b)] == list(range(len(words)))
    assert all(0 < b - a <= longest for a, b in windows)


@pytest.mark.parametrize(
    ("words", "longest", "expected"),
    [
        ("She left . He stayed , though .", 5, ["She left .", "He stayed , though ."]),
        ("“ Go . ” He went off at once .", 7, ["“ Go . ”", "He went off at once ."]),
        ("No end in sight here , or there at all", 8, ["No end in sight here ,", "or there at all"]),
        ("Mr. A and Mr. B met C", 6, ["Mr. A and Mr. B met", "C"]),
    ],
)
def test_windows_end_where_sentences_do(words: str, longest: int, expected: list[str]) -> None:
    assert [" ".join(words.split()[a:b]) for a, b in cut_windows(words.split(), longest=longest)] == expected


@pytest.mark.parametrize(("word", "shape"), [("rail", 0), ("Rail", 1), ("RMT", 2), ("I", 3), ("2nd", 4), ("1922", 4), ("McFadden", 5), ("—", 6)])
def test_shapes(word: str, shape: int) -> None:
    assert word_shape(word) == shape


@given(st.text(alphabet="abcdeABC’-é", min_size=1, max_size=9), st.text(alphabet="abcdeABC’-é", min_size=1, max_size=9))
def test_a_script_makes_the_lemma_it_was_made_from(word: str, lemma: str) -> None:
    assert apply_script(word, make_script(word, lemma)) == lemma


LEXICON = Lexicon(
    {("left", "VBD"): "leave", ("took", "VBD"): "take", ("Hills", "NNPS"): "Hill", ("June", "NNP"): "June"}
    | {(v, "VB"): v for v in ("realize", "organize", "offer", "gather", "state", "create", "plan", "waste")},
    {"leave", "study", "run", "bus", "pass", "locate", "big", "die", "wife", "help", "wast", "so"},
)


@pytest.mark.parametrize(
    ("word", "upos", "xpos", "script", "lemma"),
    [
        ("Left", "VERB", "VBD", "0>", "leave"),
        ("studies", "NOUN", "NNS", "1>", "study"),
        ("located", "VERB", "VBN", "2>", "locate"),
        ("running", "VERB", "VBG", "3>", "run"),
        ("buses", "NOUN", "NNS", "1>", "bus"),
        ("passes", "VERB", "VBZ", "1>", "pass"),
        ("biggest", "ADJ", "JJS", "3>", "big"),
        ("dying", "VERB", "VBG", "3>", "die"),
        ("wives", "NOUN", "NNS", "1>", "wife"),
        ("helped", "VERB", "VBD", "2>", "help"),
        ("zorbed", "VERB", "VBD", "2>", "zorb"),  # nothing known: the network's word
        ("festering", "VERB", "VBG", "3>e", "fester"),  # as gather, offer
        ("tokenized", "VERB", "VBN", "2>", "tokenize"),  # as realize, organize
        ("overstating", "VERB", "VBG", "3>", "overstate"),
        ("nabbed", "VERB", "VBN", "2>", "nab"),
        ("enrolled", "VERB", "VBN", "2>", "enroll"),
        ("vilified", "VERB", "VBD", "2>", "vilify"),
        ("wasting", "VERB", "VBG", "3>", "waste"),  # a known verb before another known word
        ("horsemen", "NOUN", "NNS", "1>", "horseman"),
        ("grandchildren", "NOUN", "NNS", "1>", "grandchild"),
        ("typologies", "NOUN", "NNS", "1>", "typology"),
        ("1860s", "NOUN", "NNS", "0>", "1860s"),
        ("anywere", "ADV", "RB", "=of", "anywere"),  # whole words are for what was seen
        ("'s", "AUX", "VBZ", "=be", "be"),
        ("United", "ADJ", "NNP", "=Unite", "United"),
        ("HICKENLOOPER", "PROPN", "NNP", "keep", "Hickenlooper"),
        ("JUNE", "PROPN", "NNP", "keep", "June"),
        ("JUMP", "PROPN", "NNP", "keep", "JUMP"),
        ("ENW-12345", "PROPN", "NNP", "keep", "ENW-12345"),
        ("Executives", "PROPN", "NNPS", "keep", "Executive"),
        ("oslo", "PROPN", "NNP", "keep", "Oslo"),
        ("bob", "PROPN", "NNP", "0>", "bob"),
        ("NATO", "PROPN", "NNP", "keep", "NATO"),
        ("Graham", "PROPN", "NNP", "0>", "Graham"),
        ("Hills", "PROPN", "NNPS", "keep", "Hill"),
        ("Tories", "PROPN", "NNPS", "keep", "Tory"),
        ("CEO", "NOUN", "NN", "keep", "CEO"),
        ("Lantern", "PROPN", "NN", "keep", "Lantern"),  # the network's script keeps the capital, whatever the tags
        ("Lantern", "PROPN", "NN", "0>", "lantern"),  # the finer tag says: no name
        ("Northerners", "PROPN", "NNS", "keep", "Northerner"),
        ("14,250", "NUM", "CD", "0>", "14250"),
        ("14,25", "NUM", "CD", "0>", "14,25"),
        ("Agenda.PDF", "PROPN", "NNP", "keep", "agenda.pdf"),
        ("Westerhaven.org", "PROPN", "NNP", "keep", "Westerhaven.org"),
        ("#piersafety", "NOUN", "NNS", "1>", "#piersafety"),
        ("GP's", "NOUN", "NNS", "1>", "gp"),
        ("Monday's", "PROPN", "NNPS", "keep", "Monday"),
        ("1930's", "NOUN", "NNS", "1>", "1930s"),
        ("sooo", "ADV", "RB", "0>", "so"),
        ("www", "NOUN", "NN", "0>", "www"),
        ("runnin", "VERB", "VBG", "3>", "run"),
        ("helped", "VERB", "VBN", "1>d", "help"),
        ("ex-coaches", "NOUN", "NNS", "1>", "ex-coach"),
        ("skin", "VERB", "VB", "0>", "skin"),
        ("overtook", "VERB", "VBD", "2>ke", "overtake"),  # by "took"
        ("retook", "VERB", "VBP", "0>", "retake"),  # whatever tense it was taken for
        ("stun", "VERB", "VBD", "1>", "stun"),  # no ending to lose
        ("sunbathed", "VERB", "VB", "1>", "sunbathe"),  # one that it has, whatever the tag
        ("resent", "VERB", "VBP", "0>", "resent"),  # no form of "resend"
    ],
)
def test_lemmas(word: str, upos: str, xpos: str, script: str, lemma: str) -> None:
    assert LEXICON.find_lemma(word, upos, xpos, script) == lemma


def test_lexicon_file_is_the_same_bytes_and_comes_back(tmp_path) -> None:
    forms = collect_forms([("Went", "VERB", "VBD", "go"), ("went", "VERB", "VBD", "go"), ("bank", "NOUN", "NN", "bank"), ("saw", "VERB", "VB", "saw")])
    write_file(forms, tmp_path / "a.gz")
    write_file(dict(reversed(list(forms.items()))), tmp_path / "b.gz")
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert Lexicon.from_file(tmp_path / "a.gz").forms == forms


def test_the_lemma_of_a_mistaken_part_says_nothing_about_the_word() -> None:
    assert collect_forms([("Ada", "PROPN", "GW", "AdaMills@HARBOUR")]) == {}


def test_irregular_forms_are_not_among_the_regular_ones() -> None:
    assert read_irregular()["panicked", "VBD"] == "panic"
    assert read_irregular()["fled", "VBD"] == "flee"


@pytest.mark.parametrize(
    ("words", "xpos", "expected"),
    [
        ("over planned", "AFX VBN", ["overplan", "_"]),
        ("under ground", "GW NN", ["underground", "_"]),
        ("Ada Mills@HARBOUR", "GW GW", ["AdaMills@HARBOUR", "_"]),
        ("some thing", "DT NN", ["some", "_"]),  # a head whose tag does not say that it is cut keeps its lemma
    ],
)
def test_a_word_cut_by_mistake_has_its_lemma_on_the_first_part(words: str, xpos: str, expected: list[str]) -> None:
    texts = words.split()
    is_name = texts[0][:1].isupper()
    labels = {
        "upos": ["PROPN" if is_name else "ADV", "X"],
        "xpos": xpos.split(),
        "feats": ["_"],
        "lemma": ["keep" if is_name else "0>"],
        "kind": ["O"],
        "deprel": ["root", "goeswith"],
        "name": ["O"],
    }
    layers = Layers(2, labels)
    layers.tags["upos"] = layers.tags["xpos"] = layers.tags["deprel"] = np.array([0, 1])
    layers.heads = np.array([0, 0])
    assert layers.annotate(LEXICON, texts, [False, False], [(0, 2)]).lemmas == expected


def test_an_unclear_form_is_left_to_the_network() -> None:
    words = [("found", "VERB", "VB", "found"), ("found", "VERB", "VB", "find")]
    assert collect_forms(words) == {}


scores = st.integers(1, 5).flatmap(lambda n: arrays(np.float64, (n, n + 1), elements=st.integers(-9, 9).map(float)))


@given(scores)
@settings(max_examples=60, deadline=None)
def test_the_tree_is_the_best_with_one_root(table: np.ndarray) -> None:
    n = len(table)
    found = find_tree(table)
    assert is_tree(found)
    rows = np.arange(n)
    trees = (np.array(h) for h in itertools.product(range(n + 1), repeat=n) if all(x != i + 1 for i, x in enumerate(h)))
    best = max(table[rows, h].sum() for h in trees if is_tree(h))
    # of five words, four are tried as the root: the likeliest ones
    assert table[rows, found].sum() == best or n == 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“ Is it safe ? ” Marlow asked the engineers .", 1),
        ("“ Is it safe ? ” The engineers did not answer .", 2),
        ("“ We lost everything ! ” Jo Tan , 34 , told the Herald .", 1),
        ("“ We lost everything ! ” Jo Tan told the Herald that help came late .", 2),
        ("“ It is shut . ” Dana Pell , mayor of Brack , said on Friday .", 1),
        ("“ It is shut . ” She would not say when it might open .", 2),
        ("“ It is shut . ” She said that it would open in May .", 2),
        ("“ It is shut . ” Earlier , Pell said , “ Wait . ”", 2),
        ("“ Why now ? ” said Finn .", 1),
        ("“ Why now ? ” Said Finn .", 1),
        ('" It is shut . " Residents were furious .', 2),
        ('" It is shut ! " Pell shouted .', 1),
        ("He called it “ a disgrace . ” Others called it art .", 2),
    ],
)
def test_a_sentence_ends_at_a_closing_quotation_mark_unless_the_speaker_follows(text: str, expected: int) -> None:
    words = text.split()
    ends = np.full(len(words), -9.0)
    ends[[i for i in range(1, len(words)) if words[i] in {"”", '"'} and words[i - 1] in {".", "?", "!"}]] = -0.8
    assert len(find_sentences(ends, words)) == expected


@pytest.mark.parametrize(("heads", "expected"), [([0], True), ([2, 0], True), ([0, 0], False), ([2, 1], False), ([2, 3, 1], False), ([0, 3, 2], False)])
def test_what_is_a_tree(heads: list[int], expected: bool) -> None:
    assert is_tree(np.array(heads)) is expected


def test_a_sentence_of_three_hundred_words_in_a_cycle_becomes_a_tree() -> None:
    n = 300
    table = np.zeros((n, n + 1))
    table[np.arange(n), (np.arange(n) + 1) % n + 1] = 5
    assert is_tree(find_tree(table))


def test_the_root_relation_stands_on_the_root_only() -> None:
    labels = ["nsubj", "root", "obj"]
    table = np.array([[0.0, 9, 1], [5, 0, 1], [0, 8, 2]])
    assert [labels[i] for i in choose_relations(table, np.array([2, 0, 2]), labels)] == ["obj", "root", "obj"]


def test_certainty_is_a_probability() -> None:
    table = np.array([[0.0, 0, 0], [50, 0, 0]])
    assert probability_of(table, np.array([2, 0])) == pytest.approx([1 / 3, 1])


NAMES = ["O", "B-LOC", "B-PER", "I-LOC", "I-PER"]


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.just(len(NAMES))), elements=st.integers(-5, 5).map(float)))
@settings(deadline=None)
def test_names_are_the_best_valid_sequence(table: np.ndarray) -> None:
    start, steps = name_transitions(NAMES)
    found = find_names(table, start, steps)

    def worth(path: tuple[int, ...]) -> float:
        jumps = sum(steps[a, b] for a, b in itertools.pairwise(path))
        return float(start[path[0]] + jumps + sum(table[i, x] for i, x in enumerate(path)))

    best = max(worth(p) for p in itertools.product(range(len(NAMES)), repeat=len(table)))
    assert worth(tuple(found)) == pytest.approx(best)
    assert best > -1000


AGREED = ["O", "B-LOC", "B-ORG", "B-PER", "I-LOC", "I-ORG", "I-PER"]


def say_names(text: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Words, labels and scores from "word/label/lead": the label's lead in log-probability over all others."""
    rows = [x.split("/") for x in text.split()]
    table = np.zeros((len(rows), len(AGREED)), dtype=np.float32)
    found = np.array([AGREED.index(label) for _, label, _ in rows], dtype=np.int64)
    table[np.arange(len(rows)), found] = [float(lead) for _, _, lead in rows]
    return [word for word, _, _ in rows], found, table


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the two that are fairly sure carry the third
        ("Oakfield/B-ORG/3 lost/O/9 , Oakfield/B-PER/1 , Oakfield/B-ORG/3", "B-ORG O O B-ORG O B-ORG"),
        # a headline's capitals are the same words; nothing is said of other words
        ("OAKFIELD/B-PER/1 in/O/9 Oakfield/B-LOC/4 , Oakham/B-PER/1", "B-LOC O B-LOC O B-PER"),
        # Washington came to Washington: each is sure
        ("Washington/B-PER/9 saw/O/9 Washington/B-LOC/9 and/O/9 Washington/B-LOC/9", "B-PER O B-LOC O B-LOC"),
        # and the one that is not goes with the others
        ("Washington/B-PER/9 saw/O/9 Washington/B-LOC/9 and/O/9 Washington/B-ORG/1 and/O/9 Washington/B-LOC/9", "B-PER O B-LOC O B-LOC O B-LOC"),
        # missed once, found there too; a common word in lower case is not, nor one that is sure to be none
        ("Rose/B-PER/4 , Rose/O/1 , Rose/B-PER/3", "B-PER O B-PER O B-PER"),
        ("Rose/B-PER/4 and/O/9 a/O/9 rose/O/1", "B-PER O O O"),
        ("May/B-PER/6 may/O/9 go/O/9 in/O/9 May/O/9", "B-PER O O O O"),
        # several words at once, and not their parts
        ("Blue/B-ORG/3 Lanes/I-ORG/3 and/O/9 Blue/B-PER/1 Lanes/I-PER/0.5 and/O/9 Lanes/B-PER/1", "B-ORG I-ORG O B-ORG I-ORG O B-PER"),
        ("Blue/B-ORG/4 Lanes/I-ORG/4 ./O/9 Blue/O/1 Lanes/O/1", "B-ORG I-ORG O B-ORG I-ORG"),
        # a slip is withdrawn where all others say that it is no name
        ("Ferries/B-ORG/0.5 ./O/9 Ferries/O/5 ./O/9 Ferries/O/5", "O O O O O"),
        ("Oakfield/B-ORG/1", "B-ORG"),
        ("", ""),
    ],
)
def test_the_same_words_are_named_alike_throughout_a_document(text: str, expected: str) -> None:
    words, found, table = say_names(text.replace(" , ", " ,/O/9 "))
    assert [AGREED[i] for i in agree_names(words, found, table, AGREED)] == expected.split()


def test_white_space_has_no_say_in_names() -> None:
    words, found, table = say_names("Oakfield/B-ORG/3 \\n/O/9 Blue/O/9 Oakfield/B-PER/1 Oakfield/B-ORG/3")
    words[1] = "\n\n"
    layers = Layers(len(words), {"name": AGREED})
    layers.names, layers.name_scores = found, table
    layers.agree_on_names(words, np.array([0, 2, 3, 4]))
    assert [AGREED[i] for i in layers.names] == ["B-ORG", "O", "O", "B-ORG", "B-ORG"]


@given(st.lists(st.tuples(st.sampled_from(["Ann", "ann", "Lee", "of"]), st.integers(0, len(AGREED) - 1), st.integers(0, 9)), max_size=12))
def test_agreed_names_are_valid_and_sure_ones_stay(rows: list[tuple[str, int, int]]) -> None:
    words, found, table = say_names(" ".join(f"{w}/{AGREED[i]}/{n}" for w, i, n in rows))
    start, steps = name_transitions(AGREED)
    found = np.array(find_names(table, start, steps) if len(words) else [], dtype=np.int64)
    agreed = agree_names(words, found, table, AGREED)
    assert all(steps[a, b] == 0 for a, b in itertools.pairwise(agreed)) and (not len(words) or start[agreed[0]] == 0)
    single = [i for i, label in enumerate(found) if label and all(words[k].lower() != words[i].lower() for k in range(len(words)) if k != i)]
    assert all(agreed[i] == found[i] for i in single)


ENGLISH = "The council said on Friday that it would not close the library, although the roof had been leaking for years and nobody wanted to pay."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Der Stadtrat sagte am Freitag, dass er die Bibliothek nicht schließen werde, obwohl das Dach seit Jahren undicht sei und niemand es zahlt.",
            "German",
        ),
        ("Le conseil a déclaré vendredi qu'il ne fermerait pas la bibliothèque, bien que le toit fuie depuis des années et que personne ne paie.", "French"),
        ("El consejo dijo el viernes que no cerraría la biblioteca, aunque el techo tiene goteras desde hace años y nadie quiere pagar la obra.", "Spanish"),
        ("De gemeenteraad zei vrijdag dat zij de bibliotheek niet zou sluiten, hoewel het dak al jaren lekt en niemand het wil betalen voor hen.", "Dutch"),
        (
            "Rada powiedziała w piątek, że nie zamknie biblioteki, chociaż dach przecieka od lat i nikt nie chce za to płacić, bo nie ma na to pieniędzy.",
            "Polish",
        ),
        ("Совет заявил в пятницу, что не закроет библиотеку.", "Cyrillic"),
        ("市议会周五表示不会关闭图书馆，尽管屋顶多年来一直漏水。", "Cjk"),
    ],
)
def test_another_language_is_refused_by_name(text: str, language: str) -> None:
    with pytest.raises(LanguageError, match=language):
        check_language(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12345 …",
        ENGLISH,
        ENGLISH.upper(),
        "Graham defies Starmer",
        "Pressekonferenz",
        "Key Test In U.S. Court For Power Plant Rules",
        "Łukasz Żółć met Jürgen Müller and Željko Čović in Łódź for the signing of the treaty.",
        f"{ENGLISH} “Das ist nicht wahr, und das wissen sie alle”, she said.",
    ],
)
def test_english_and_what_is_too_short_to_judge_pass(text: str) -> None:
    check_language(text)
