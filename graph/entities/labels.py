"""In: a finished node. Out: its label, aliases and id. It refuses pronouns, clauses and leading determiners in a label."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from graph.entities.context import Context
from graph.entities.names import name_words
from graph.entities.nodes import Node
from graph.records import EntityType, MentionKind

BEFORE = "the a an this that some any all both such its his her their our my your whose which what each every around about nearly almost no"
LONGEST_LABEL = 8
MARKS = '“”"„«»‘`'
WHOLE = r"(?:those|these)(?!\s+(?:who|whom|whose|which|that|in|at|from|with|of|on|under|near|inside|outside|\w+ing|\w+ed)\b)"
"""Demonstratives in front of a noun; "those who fled" and "those in the streets" are nothing without them."""
DETERMINER = re.compile(rf"^(?:(?:{BEFORE.replace(' ', '|')}|{WHOLE}|and|or|but|more than|at least)\s+|[{MARKS}]|'')+", re.IGNORECASE)
LOOSE = re.compile(r"(?:\s+(?:of|and|or|for|to|in|on|at|by|with|the|a|an)|\s*[,;:–—])+$", re.IGNORECASE)


def clean_text(text: str) -> str:
    r"""On one line, single blanks.

    >>> clean_text("the  Home\nOffice")
    'the Home Office'
    """
    return " ".join(text.split())


def without_determiner(text: str) -> str:
    """Without articles, demonstratives, possessives, conjunctions and quotation marks in front, and without a loose preposition at the end.

    >>> without_determiner("all the leaked memos"), without_determiner("The"), without_determiner("and the “old guard of")
    ('leaked memos', 'The', 'old guard')
    >>> without_determiner("those who fled"), without_determiner("those memos"), without_determiner('the only "medical records')
    ('those who fled', 'memos', 'only medical records')
    """
    whole = without_lone_quote(clean_text(text))
    cut = LOOSE.sub("", DETERMINER.sub("", whole))
    cut = (cut.rstrip(MARKS + "'’") if not any(m in cut[:-1] for m in MARKS + "’'") else cut).strip()
    return without_determiner(cut) if cut and cut != whole else whole


def without_lone_quote(text: str) -> str:
    """Without a quotation mark whose other half stands outside the text."""
    lone = {mark for pair in ('"', "“”", "«»") if sum(text.count(m) for m in pair) == 1 for mark in pair}
    return clean_text("".join(c for c in text if c not in lone))


def mend_capitals(text: str) -> str:
    """A person's name whose first word is in capitals only because it begins the text.

    >>> mend_capitals("ANAS Sarwar"), mend_capitals("JK Rowling"), mend_capitals("JOHN SMITH")
    ('Anas Sarwar', 'JK Rowling', 'JOHN SMITH')
    """
    first, _, rest = text.partition(" ")
    return f"{first.title()} {rest}" if len(first) > 2 and first.isupper() and first.isalpha() and rest and not rest.isupper() else text


def in_small_letters(text: str) -> str:
    """A description of a headline in capitals as it is printed elsewhere.

    >>> in_small_letters("FELLOW DOCTORS"), in_small_letters("NHS"), in_small_letters("NHS trust")
    ('fellow doctors', 'NHS', 'NHS trust')
    """
    return text.lower() if text.isupper() and (" " in text or len(text) > 4) else text


def node_label(context: Context, node: Node) -> str:
    """The fullest proper name, of equals the most frequent, then the first; without a name the best description."""
    mentions = [context.mentions[i] for i in sorted(node.mentions)]
    names = Counter(without_determiner(m.text) for m in mentions if m.kind is MentionKind.NAME)
    if names:
        is_person = node.type is EntityType.PERSON
        best = max(names, key=lambda t: name_rank(t, names, is_person=is_person))
        return mend_capitals(best) if is_person else best
    described = [m for m in mentions if m.kind is MentionKind.DESCRIPTION]
    texts = Counter(in_small_letters(without_determiner(m.text)) for m in described)
    return described_label(texts) if texts else ""


def described_label(texts: Counter[str]) -> str:
    """How an unnamed thing is introduced; where that is one word or very long, another description that is used more.

    >>> described_label(Counter({"memo": 1, "leaked memo": 1})), described_label(Counter({"strike": 1, "rail strike": 2}))
    ('memo', 'rail strike')
    """
    first = next(iter(texts))
    if 1 < len(first.split()) <= LONGEST_LABEL:
        return first
    short = [t for t in texts if len(t.split()) <= LONGEST_LABEL]
    return max(short, key=lambda t: texts[t]) if short else min(texts, key=len)


def name_rank(text: str, names: Counter[str], *, is_person: bool) -> tuple[object, ...]:
    """How good a label the name is: printed normally, full, frequent; of equals the first."""
    words = name_words(text)
    same = [t for t in names if name_words(t) == words]
    shouting = any(w.isupper() and len(w) > 3 for w in text.split()) and len(same) > 1
    initials = sum(len(w) == 1 for w in words) if is_person else 0
    length = min(len(words) - initials, 6) if len(words) < 10 else 0
    return (not (len(words) == 1 and text.isupper()), length, not shouting, sum(names[t] for t in same))


def node_aliases(context: Context, node: Node, label: str) -> tuple[str, ...]:
    """The other names and descriptions in order of appearance, each once."""
    out: dict[str, None] = {}
    for i in sorted(node.mentions):
        mention = context.mentions[i]
        if mention.kind is not MentionKind.PRONOUN:
            out.setdefault(clean_text(mention.text))
    out.pop(label, None)
    return tuple(out)


def make_slug(label: str) -> str:
    """The last part of an address.

    >>> make_slug("Anas Sarwar"), make_slug("Wałęsa & Sons"), make_slug("北京")
    ('anas-sarwar', 'wałesa-sons', '北京')
    """
    plain = unicodedata.normalize("NFKD", label.replace("’", "").replace("'", ""))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    slug = re.sub(r"[\W_]+", "-", plain).strip("-")
    return slug[:60].rstrip("-") or "thing"
