r"""In: a parsed document. Out: the same as CoNLL-U (Universal Dependencies), which any treebank tool reads.

White space is kept as UDPipe keeps it (`SpaceAfter=No`, `SpacesAfter=\n\n`), names stand in MISC as `NER=B-PER`, kinds as `Kind=person`.
It reads only the `Doc` and refuses to change or repair it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

CLITICS = {"'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "nt"}
"""Words written together with the one before, which makes both one token of several words."""
CONTRACTED = {("can", "not"), ("gon", "na"), ("wan", "na"), ("got", "ta"), ("out", "ta"), ("lot", "ta"), ("kind", "a"), ("sort", "a"), ("du", "n"), ("n", "no")}
ESCAPES = str.maketrans({" ": "\\s", "\n": "\\n", "\r": "\\r", "\t": "\\t", "|": "\\p", "\\": "\\\\"})


def write_conllu(doc: Doc) -> str:
    """The document as CoNLL-U, with `newpar`, `sent_id` and `text` comments."""
    starts = {next((t.i for t in doc[a:b] if not t.is_space), -1) for a, b in doc._.paragraphs}
    blocks: list[str] = []
    for sentence in doc.sents:
        words = [t for t in sentence if not t.is_space]
        if words:
            blocks.append("\n".join(sentence_lines(sentence, words, len(blocks) + 1, is_paragraph=words[0].i in starts)) + "\n\n")
    return "".join(blocks)


def sentence_lines(sentence: Span, words: list[Token], number: int, *, is_paragraph: bool) -> Iterator[str]:
    """Comments and rows of one sentence."""
    if is_paragraph:
        yield "# newpar"
    yield f"# sent_id = {number}"
    yield f"# text = {' '.join(sentence.text.split())}"
    numbers = {t.i: i for i, t in enumerate(words, 1)}
    ends = dict(find_ranges(words))
    covered = -1
    for word in words:
        here = numbers[word.i]
        if here in ends:
            covered = ends[here]
            text = "".join(t.text for t in words[here - 1 : covered])
            yield "\t".join([f"{here}-{covered}", text, *"_" * 7, join_misc(space_misc(words[covered - 1]))])
        spacing = () if here <= covered else space_misc(word)
        yield "\t".join(word_columns(word, numbers, spacing))


def word_columns(word: Token, numbers: dict[int, int], spacing: Iterable[str]) -> list[str]:
    """The ten columns of one word."""
    head = 0 if word.head.i == word.i else numbers[word.head.i]
    misc = [*([f"Kind={word._.kind}"] if word._.kind else []), *([f"NER={word.ent_iob_}-{word.ent_type_}"] if word.ent_type_ else []), *spacing]
    columns = [str(numbers[word.i]), word.text, word.lemma_, word.pos_, word.tag_, str(word.morph), str(head), word.dep_, "", join_misc(misc)]
    return [c or "_" for c in columns]


def find_ranges(words: list[Token]) -> Iterator[tuple[int, int]]:
    """First and last word number of each token that holds several words ("don't", "cannot")."""
    start = 0
    glued = [is_glued(a, b) for a, b in pairwise(words)] + [False]
    for i, goes_on in enumerate(glued):
        if not goes_on:
            if i > start:
                yield start + 1, i + 1
            start = i + 1


def is_glued(before: Token, word: Token) -> bool:
    """Whether `word` belongs to the same token as the one before it."""
    if before.whitespace_ or before.i + 1 != word.i:
        return False
    if is_clitic(word):
        return before.text[-1].isalnum() or (len(before) > 1 and before.text.endswith("."))
    return (before.lower_, word.lower_) in CONTRACTED


def is_clitic(word: Token) -> bool:
    """Whether the word is written with the one before."""
    return word.lower_.replace("’", "'") in CLITICS or (word.tag_ == "POS" and word.text in ("'", "’"))


def space_misc(word: Token) -> tuple[str, ...]:
    """What follows the word, for MISC: nothing to say after a single blank."""
    doc = word.doc
    space = word.whitespace_
    for following in doc[word.i + 1 :]:
        if not following.is_space:
            break
        space += following.text_with_ws
    found = []
    if word.i and doc[0].is_space and all(t.is_space for t in doc[: word.i]):
        found.append(f"SpacesBefore={doc[: word.i].text_with_ws.translate(ESCAPES)}")
    if space != " ":
        found.append(f"SpacesAfter={space.translate(ESCAPES)}" if space else "SpaceAfter=No")
    return tuple(found)


def join_misc(parts: Iterable[str]) -> str:
    """The MISC column."""
    return "|".join(parts) or "_"
