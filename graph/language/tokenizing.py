"""In: running text. Out: a spaCy tokenizer that cuts words as the English treebanks (EWT, GUM) do, so that the network sees what it learned on.

Hyphens, slashes and clitics are cut off, also with typographic apostrophes; web addresses, hashtags, abbreviations and times stay whole.
It refuses to change a character: the tokens and the white space between them are the text.
"""

from __future__ import annotations

import re

import spacy
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

LETTER = r"[^\W\d_]"
DASH = r"(?:-+|–+|—+|~)"
KEPT_PREFIXES = (
    "anti|bi|co|counter|cross|de|e|ex|extra|hyper|in|inter|intra|macro|mega|meta|micro|mid|mini|mono|multi|neo|non|over|poly|post|pre|pro|proto|"
    "pseudo|psycho|re|retro|semi|socio|sub|super|supra|trans|tri|ultra|un|under"
)
"""Prefixes that stay with their word ("non-profit", "mid-July"), where other hyphens are cut."""
ABBREVIATIONS = (
    "etc. al. approx. ca. cf. esp. est. fig. Fig. Figs. vol. Vol. pp. dept. Dept. Univ. univ. Assn. Ave. Blvd. Ft. ft. Lt. Brig. Sgt. Capt. Col. Cpl. Cmdr. "
    "Maj. Pvt. Supt. Det. Hon. Sens. Reps. Gens. Profs. Drs. Sr. Esq. Mlle. Mme. Pres. Mon. Tue. Tues. Wed. Thu. Thur. Thurs. Fri. Sat. Rs."
)
"""Words that keep their full stop, beside spaCy's own."""
CONTRACTIONS = {
    "wanna": ("wan", "na"),
    "outta": ("out", "ta"),
    "lotta": ("lot", "ta"),
    "oughta": ("ought", "a"),
    "kinda": ("kind", "a"),
    "sorta": ("sort", "a"),
    "dunno": ("du", "n", "no"),
}
NOT_EXCEPTIONS = {"and/or", "(8", "):", "(:", "(;", "8)", "([", "])", "[:", "=]", "=)", "(=", "[=", "]="}
"""spaCy's exceptions that the treebanks cut, or that news means otherwise (a colon after a bracket is no smiley)."""
WHOLE = re.compile(
    rf"""(?: (?:{KEPT_PREFIXES})-[^\W_]{{2,}} | \d{{3}}-\d{{3}}-\d{{4}} | \d{{3}}-\d{{4}} | \d{{1,2}}-\d{{1,2}}-\d{{4}}
    | [a-z]/[a-z] | [#@][A-Za-z_]\w+ | [!?]{{2,}} | \*+ | =+ | _+ | -{{2,}} | \.{{2,}} | U\$ | [A-Z]&[A-Z] | \S{{300,}} )$""",
    re.VERBOSE | re.IGNORECASE,
)
"""What is not cut at all; among it anything longer than a word of English can be, since cutting thousands of marks one by one takes minutes."""


def make_tokenizer(vocab: Vocab) -> Tokenizer:
    """A tokenizer for `vocab`, which should be that of a blank English `Language`."""
    defaults = spacy.blank("en").Defaults
    rules = {k: v for k, v in (defaults.tokenizer_exceptions or {}).items() if k not in NOT_EXCEPTIONS and not re.fullmatch(r"[abd-z]\.", k)}
    tokenizer = Tokenizer(
        vocab,
        rules=rules,
        prefix_search=compile_prefix_regex([*make_prefixes(), *(p for p in defaults.prefixes or () if p not in DROPPED)]).search,
        suffix_search=compile_suffix_regex([*make_suffixes(), *(s for s in defaults.suffixes or () if s not in DROPPED)]).search,
        infix_finditer=compile_infix_regex([*make_infixes(), *(defaults.infixes or ())]).finditer,
        token_match=WHOLE.match,
        url_match=defaults.url_match,
    )
    for word in ABBREVIATIONS.split():
        tokenizer.add_special_case(word, [{"ORTH": word}])
    for word, parts in CONTRACTIONS.items():
        tokenizer.add_special_case(word, [{"ORTH": x} for x in parts])
        tokenizer.add_special_case(word.title(), [{"ORTH": parts[0].title()}, *({"ORTH": x} for x in parts[1:])])
    return tokenizer


DROPPED = {r"US\$", r"C\$", r"A\$", r"\!", r"\?", "_", r"\*", "=", "#"}
"""spaCy's affixes replaced by those below: runs of one sign stay together, "US$" is two words."""


def make_prefixes() -> list[str]:
    """What is cut off at the front of a word, before spaCy's own rules."""
    return [r"[!?]+", r"_+", r"\*+", r"=+", r"#(?![A-Za-z])", rf"{DASH}(?={LETTER})", r"-{2,}", r"(?:US|C|A|NZ|HK|S|R)(?=[$£€])", r"~(?=\d)"]


def make_suffixes() -> list[str]:
    """What is cut off at the end of a word, before spaCy's own rules."""
    return [
        r"[!?]+",
        r"_+",
        r"\*+",
        r"=+",
        r"(?<=\w)[nN]['’][tT]",
        r"(?<=[\w.\"”)])['’](?:s|S|ve|VE|re|RE|ll|LL|d|D|m|M)",
        rf"(?<={LETTER}{{4}}){DASH}",
        r"(?<=\d)(?:am|pm|AM|PM|a\.m\.|p\.m\.)",
        r"(?<=\d)(?:bn|tn|mn|k|K|m|M|mph|MWh|MW|GW)",
    ]


def make_infixes() -> list[str]:
    """Where a word is cut within, before spaCy's own rules; some cuts are between two letters."""
    return [
        rf"(?<={LETTER}|\.|\))-(?=\d|{LETTER}|[\"“$£€])",
        rf"(?<=\d)-(?={LETTER}|[$£€])",
        r"(?<=[\w.,!?)\]\"”%’'])(?:–|—|--+)(?=[\w\"“‘'(\[$£€])",
        r"(?<=\d)/(?=\d)(?!\d+/\d)(?<!/\d/)(?<!/\d\d/)",
        r"[\"“”()\[\]{}]",
        r"(?<=\w)[<>]+(?=\w)",
        r"(?<=\d)(?=(?:am|pm|AM|PM)(?:-|–))",
        rf"(?<={LETTER}{{2}})[,;:!?](?=[\w\"“])",
        r"…|\.{2,}",
    ]
