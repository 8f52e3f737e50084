"""A short training run on a few sentences, with a tiny encoder: trains, saves, exports, and the exported network answers as torch does."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the train extra is not installed")
transformers = pytest.importorskip("transformers", reason="the train extra is not installed")
pytest.importorskip("onnx", reason="the train extra is not installed")

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers  # noqa: E402

from graph.language.augment import augment, collect_names, drop_article  # noqa: E402
from graph.language.corpora import Paragraph, Sentence  # noqa: E402
from graph.language.distilling import guess_batch, guess_kinds, main  # noqa: E402
from graph.language.export import compare_networks, export_network  # noqa: E402
from graph.language.pieces import Pieces  # noqa: E402
from graph.language.train import Recipe, train_network  # noqa: E402

WORDS = "[PAD] [UNK] [CLS] [SEP] ann bo oslo sees visits the old mayor of . and a b n o s ##n ##s ##o"


@pytest.fixture(scope="module")
def encoder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("encoder")
    config = transformers.BertConfig(
        vocab_size=len(WORDS.split()), hidden_size=384, num_hidden_layers=1, num_attention_heads=12, intermediate_size=32, max_position_embeddings=512
    )
    torch.manual_seed(0)
    transformers.BertModel(config).save_pretrained(folder)
    tokenizer = Tokenizer(models.WordPiece({w: i for i, w in enumerate(WORDS.split())}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.add_special_tokens(["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def make_paragraphs(corpus: str) -> list[Paragraph]:
    """Ten paragraphs of two sentences."""
    first = Sentence(
        words=("Ann", "visits", "Oslo", "."), corpus=corpus, upos=("PROPN", "VERB", "PROPN", "PUNCT"), xpos=("NNP", "VBZ", "NNP", "."),
        feats=("_", "Tense=Pres", "_", "_"), lemmas=("Ann", "visit", "Oslo", "."), heads=(1, -1, 1, 1), deprels=("nsubj", "root", "obj", "punct"),
        kinds=("person", "O", "place", "O") if corpus == "gum" else None, names=("B-PER", "O", "B-LOC", "O"),
    )  # fmt: skip
    second = Sentence(
        words=("The", "old", "mayor", "sees", "Bo", "."), corpus=corpus, upos=("DET", "ADJ", "NOUN", "VERB", "PROPN", "PUNCT"),
        xpos=("DT", "JJ", "NN", "VBZ", "NNP", "."), feats=("_", "_", "_", "Tense=Pres", "_", "_"), lemmas=("the", "old", "mayor", "see", "Bo", "."),
        heads=(2, 2, 3, -1, 3, 3), deprels=("det", "amod", "nsubj", "root", "obj", "punct"),
        kinds=("O", "O", "person", "O", "person", "O") if corpus == "gum" else None, names=("O", "O", "O", "O", "B-PER", "O"),
    )  # fmt: skip
    return [(first, second)] * 10


def test_training_learns_and_the_export_is_the_trained_network(encoder: Path, tmp_path: Path) -> None:
    paragraphs = make_paragraphs("gum") + make_paragraphs("ewt")
    recipe = Recipe(epochs=12, encoder_rate=1e-3, head_rate=5e-3, batch_pieces=80, average=0.8)
    train_network(paragraphs, encoder, recipe, dev={"ewt": make_paragraphs("ewt")[:2]}, save=tmp_path / "net.pt")
    checkpoint = torch.load(tmp_path / "net.pt", weights_only=True)
    sentences = [s for p in paragraphs[:1] for s in p]
    for is_float in (True, False):
        folder = tmp_path / f"network-{is_float}"
        export_network(checkpoint, encoder, sentences, folder, is_float=is_float)
        found = compare_networks(checkpoint, encoder, folder, sentences)
        assert found["heads"] == found["tags"] == 1
        assert found["difference"] < (1e-3 if is_float else 2)
    assert tag_words(tmp_path / "network-False", sentences) == [s.upos for s in sentences]


def tag_words(folder: Path, sentences: list[Sentence]) -> list[tuple[str, ...]]:
    """UPOS of the sentences by the exported network."""
    from graph.language.inference import Network

    network = Network(folder, threads=1)
    scores = {i: s for batch in network.score_windows([network.make_window(s.words) for s in sentences]) for i, s in batch}
    return [tuple(network.labels["upos"][k] for k in scores[i].tags["upos"]) for i in range(len(sentences))]


def test_the_same_seed_gives_the_same_weights(encoder: Path, tmp_path: Path) -> None:
    recipe = Recipe(epochs=1, batch_pieces=80, seed=3)
    runs = [train_network(make_paragraphs("gum"), encoder, recipe, dev={}, save=tmp_path / f"{i}.pt").state_dict() for i in range(2)]
    assert all(torch.equal(runs[0][k], runs[1][k]) for k in runs[0])


def test_augmentation_changes_no_number_of_words() -> None:
    sentences = [s for p in make_paragraphs("gum") for s in p]
    pool = collect_names(sentences)
    rng = random.Random(0)
    variants = [augment(s, pool, rng) for s in sentences * 30]
    assert all(len(v.words) == len(v.lemmas or ()) for v in variants)
    assert len({v.words for v in variants}) > 4


def test_an_opening_article_goes_with_its_labels() -> None:
    first, second = make_paragraphs("gum")[0]
    dropped = drop_article(second)
    assert dropped.words == ("Old", "mayor", "sees", "Bo", ".")
    assert dropped.upos == ("ADJ", "NOUN", "VERB", "PROPN", "PUNCT")
    assert dropped.deprels == ("amod", "nsubj", "root", "obj", "punct")
    assert [dropped.words[h] if h >= 0 else "" for h in dropped.heads or ()] == ["mayor", "sees", "", "sees", "sees"]
    for layer in ("xpos", "feats", "lemmas", "kinds", "names"):
        assert getattr(dropped, layer) == getattr(second, layer)[1:]
    named = replace(second, names=("B-ORG", "I-ORG", "I-ORG", "O", "B-PER", "O"))
    headed = replace(second, heads=(2, 0, 3, -1, 3, 3))
    for kept in (first, named, headed, replace(second, deprels=("nsubj", *(second.deprels or ())[1:])), replace(second, heads=None)):
        assert drop_article(kept) is kept


def test_guesses_are_learned_from_where_nothing_is_marked(encoder: Path, tmp_path: Path) -> None:
    """The teacher knows kinds from GUM; a run that sees only guesses on EWT's sentences gives the same ones."""
    paragraphs = make_paragraphs("gum") + make_paragraphs("ewt")
    recipe = Recipe(epochs=12, encoder_rate=1e-3, head_rate=5e-3, batch_pieces=80, average=0.8)
    train_network(paragraphs, encoder, recipe, dev={}, save=tmp_path / "teacher.pt")
    guessed = guess_kinds(paragraphs, encoder, [tmp_path / "teacher.pt", tmp_path / "teacher.pt"])
    assert all((s.guesses is None) == (s.corpus == "gum") for p in guessed for s in p)
    labels = torch.load(tmp_path / "teacher.pt", weights_only=True)["labels"]
    ann = guessed[-1][0].guesses[0]
    assert sum(ann) == pytest.approx(1, abs=0.01) and labels["kind"][ann.index(max(ann))] == "person"
    # the other way round: guesses that call Ann a place are believed where nothing is marked
    place = tuple(float(x == "place") for x in labels["kind"])
    odd = [tuple(replace(s, guesses=(place,) * len(s.words)) for s in p) for p in make_paragraphs("ewt")]
    student = train_network(odd * 3 + make_paragraphs("gum")[:1], encoder, recipe, dev={}, save=tmp_path / "student.pt")
    (believed,) = guess_batch([odd[0][0]], [student.eval()], Pieces.from_file(encoder / "tokenizer.json"))
    assert [labels["kind"][g.index(max(g))] for g in believed.guesses] == ["place"] * 4


def test_an_average_lies_between_its_checkpoints(encoder: Path, tmp_path: Path) -> None:
    for seed in (1, 2):
        train_network(make_paragraphs("gum"), encoder, Recipe(epochs=1, batch_pieces=80, seed=seed), dev={}, save=tmp_path / f"{seed}.pt")
    first, second = (torch.load(tmp_path / f"{seed}.pt", weights_only=True)["weights"]["arc_weight"] for seed in (1, 2))
    main(["--out", str(tmp_path / "mean.pt"), f"{tmp_path / '1.pt'}:3", f"{tmp_path / '2.pt'}:1"])
    mean = torch.load(tmp_path / "mean.pt", weights_only=True)["weights"]["arc_weight"]
    assert torch.allclose(mean, 0.75 * first + 0.25 * second) and not torch.allclose(mean, first)


def test_checkpoints_for_other_labels_are_refused(encoder: Path, tmp_path: Path) -> None:
    train_network(make_paragraphs("gum"), encoder, Recipe(epochs=1, batch_pieces=80), dev={}, save=tmp_path / "gum.pt")
    with pytest.raises(ValueError, match="other labels"):
        guess_kinds(make_paragraphs("ewt"), encoder, [tmp_path / "gum.pt"])
