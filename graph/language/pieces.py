"""In: words. Out: word pieces of each word and its shape, as the network reads them. It refuses to cut text into words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tokenizers import Tokenizer

MOST_PIECES = 8
"""A word keeps its first seven pieces and its last: a web address must not fill the network's window."""
LONGEST_WORD = 400
"""Characters of a word that are looked at: of a longer one, as many from both ends."""
SPECIAL_SHAPE = 7


def word_shape(word: str) -> int:
    """0 lower, 1 Title, 2 UPPER, 3 one capital letter, 4 with a digit, 5 mixed, 6 other.

    >>> [word_shape(w) for w in ("rail", "Rail", "RMT", "I", "2nd", "McFadden", "—")]
    [0, 1, 2, 3, 4, 5, 6]
    """
    if word.islower():
        return 4 if any(c.isdigit() for c in word) else 0
    if word.istitle():
        return 1 if len(word) > 1 else 3
    if word.isupper():
        return 2 if len(word) > 1 else 3
    if any(c.isdigit() for c in word):
        return 4
    return 5 if any(c.isupper() for c in word) else 6


@dataclass
class Pieces:
    """Cuts words into pieces, remembering those seen; `numbers` are the pieces' numbers."""

    tokenizer: Tokenizer
    numbers: dict[str, int] = field(default_factory=dict)
    seen: dict[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def from_file(cls, path: Path) -> Pieces:
        """From a Hugging Face `tokenizer.json`."""
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(tokenizer, tokenizer.get_vocab(with_added_tokens=False))

    def cut(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, at least one and at most eight."""
        found = self.seen.get(word)
        if found is None:
            seen = word if len(word) <= LONGEST_WORD else word[: LONGEST_WORD // 2] + word[-LONGEST_WORD // 2 :]
            # most words are one piece, which need not be asked for: asking takes thirty times as long
            whole = self.numbers.get(seen.lower()) if seen.isascii() and seen.isalnum() else None
            ids = [whole] if whole is not None else self.tokenizer.encode(seen, add_special_tokens=False).ids or [self.unknown]
            found = tuple(ids if len(ids) <= MOST_PIECES else ids[: MOST_PIECES - 1] + ids[-1:])
            if len(self.seen) < 200_000:
                self.seen[word] = found
        return found

    def whole_words(self) -> set[str]:
        """The pieces that are words, lower case."""
        return {w for w in self.numbers if w.isalpha() and len(w) > 1}

    @property
    def unknown(self) -> int:
        """The piece for what has none."""
        return self.tokenizer.token_to_id("[UNK]") or 0

    @cached_property
    def start(self) -> int:
        """The piece before the first word."""
        return self.tokenizer.token_to_id("[CLS]") or 0

    @cached_property
    def end(self) -> int:
        """The piece after the last word."""
        return self.tokenizer.token_to_id("[SEP]") or 0
