"""In: a text. Out: nothing, or a `LanguageError` that says which language it plainly is in. It refuses to judge a few words.

Function words decide, from the lists that spaCy carries for each language; nothing is downloaded.
"""

from __future__ import annotations

import re
import runpy
import unicodedata
from collections import Counter
from functools import cache
from itertools import islice
from pathlib import Path

import spacy

from graph.errors import LanguageError

OTHERS = {
    "af": "Afrikaans",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "es": "Spanish",
    "et": "Estonian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "it": "Italian",
    "la": "Latin",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "nb": "Norwegian",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sv": "Swedish",
    "tl": "Tagalog",
    "tr": "Turkish",
    "vi": "Vietnamese",
}
"""Languages in Latin letters whose function words spaCy carries."""
MOST_WORDS = 3000
FEWEST_WORDS = 6
SURE_WORDS = 20
LEAST_FOREIGN = 0.2
CLEARLY_ENGLISH = 0.3
"""Share of English function words above which no other language is looked at."""
LEAST_ENGLISH = 0.08
"""Share of English function words below which a text of forty words or more is not English, whatever else it is; news has 0.35 to 0.5."""


def check_language(text: str) -> None:
    """Raises `LanguageError` where the text is plainly not English.

    >>> check_language("The minister said that she would not meet the union before the strike.")
    >>> check_language("Die Ministerin sagte, dass sie die Gewerkschaft vor dem Streik nicht treffen werde.")
    Traceback (most recent call last):
    graph.errors.LanguageError: the text is not English but seems to be German; Triplewire reads English only
    """
    script = foreign_script(text)
    if script:
        raise LanguageError(f"the text is not English: most of its letters are {script}; Triplewire reads English only")
    words = Counter(m.group().lower() for m in islice(re.finditer(r"[^\W\d_]{2,}", text), MOST_WORDS))
    total = words.total()
    english = count_function_words(words, "en") / max(1, total)
    # in a few words one shared by chance weighs much: there only a sentence without any English function word is foreign
    if english >= CLEARLY_ENGLISH or total < FEWEST_WORDS or (total < SURE_WORDS and english):
        return
    share, code = max((count_function_words(words, code) / total, code) for code in OTHERS)
    if share > english and share > LEAST_FOREIGN:
        raise LanguageError(f"the text is not English but seems to be {OTHERS[code]}; Triplewire reads English only")
    if english < LEAST_ENGLISH and total >= 2 * SURE_WORDS:
        raise LanguageError("the text does not seem to be English (hardly any English function word); Triplewire reads English only")


def count_function_words(words: Counter[str], code: str) -> int:
    """How many of `words` are function words of the language."""
    return sum(n for word, n in words.items() if word in function_words(code))


def foreign_script(text: str) -> str:
    """The script of most letters, where that is not Latin; else nothing.

    >>> foreign_script("Она сказала это вчера вечером"), foreign_script("She said so")
    ('Cyrillic', '')
    """
    letters = [c for c in islice(text, 20_000) if c.isalpha()]
    foreign = [c for c in letters if ord(c) > 0x24F]
    if len(letters) < FEWEST_WORDS or len(foreign) <= len(letters) / 2:
        return ""
    scripts = Counter(unicodedata.name(c, "unknown").split()[0] for c in foreign)
    return scripts.most_common(1)[0][0].capitalize()


@cache
def function_words(code: str) -> frozenset[str]:
    """The function words that spaCy lists for a language; only that list is loaded, since a whole language takes a quarter of a second."""
    path = Path(spacy.__file__).parent / "lang" / code / "stop_words.py"
    return frozenset(runpy.run_path(str(path))["STOP_WORDS"])
