"""In: a range of tokens that may be a name. Out: the range without what is no part of the name: determiners, titles, owners, roles, loose ends.

It refuses to make a range longer.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from graph.gazetteer import is_honorific, is_title, name_word_type, noun_type
from graph.records import EntityType

CREDITS = frozenset(["image", "photo", "picture", "photograph", "file", "credit"])
POSTNOMINALS = frozenset(["KC", "QC", "SC", "MP", "MSP", "MEP", "OBE", "MBE", "CBE", "PhD", "MD", "FRS"])
"""What stands behind a person's name and is no part of it."""
PREFIXES = ("pro-", "anti", "ex-", "non-")
ROYAL = frozenset(["Princess", "Prince", "Queen", "King", "Lady", "Sir", "Countess"])
LINKING = ("of", "for", "on", "at")
BEFORE_TITLE = frozenset(
    [
        "prime",
        "senior",
        "vice",
        "deputy",
        "shadow",
        "foreign",
        "first",
        "home",
        "former",
        "then",
        "acting",
        "emeritus",
        "assistant",
        "associate",
        "attorney",
        "major",
        "lieutenant",
        "chief",
        "press",
        "general",
    ]
)


def trim_range(doc: Doc, found: tuple[int, int, str]) -> tuple[int, int, str]:
    """Leaves out determiners, titles, quotation marks, a preposition at the end and a possessive ending."""
    start, end, label = found
    while start < end and is_loose_end(doc[end - 1], is_only=end - start == 1) and not ends_with_clitic(doc, start, end):
        end -= 1
    if start >= end:
        return start, start, label
    start = after_owner(doc, start, end)
    if doc[start].text[:4].lower() in PREFIXES and end - start > 1 and (doc[start].text[4:] or start + 2 >= end or doc[start + 1].text != "-"):
        start += 1
    end = before_title(doc, start, end, label)
    if label == "PER":
        while end - start > 1 and (doc[end - 1].lower_ in CREDITS or (end - start > 2 and doc[end - 1].text in POSTNOMINALS)):
            end -= 1
        end = next((i for i in range(start + 1, end) if doc[i].lower_ in ("of", "from", "for")), end)
        while end + 1 < len(doc) and (is_glued_hyphen(doc, end) or (is_glued_hyphen(doc, end - 1) and doc[end].is_alpha)):
            end += 1
        for i in range(start, end - 1):
            if doc[i].tag_ == "POS":
                start = i + 1
        is_ship = is_ship_like(doc, start, end)
        for i in range(start, end - 1):
            if (
                is_title(doc[i].text)
                and not is_ship
                and not any(doc[k].text[:1].isupper() and not is_title(doc[k].text) and doc[k].lower_ not in BEFORE_TITLE for k in range(start, i))
            ):
                start = i + 1
    while start < end and (
        doc[start].pos_ in ("DET", "PUNCT", "SPACE", "ADP", "CCONJ") or (end - start > 1 and is_honorific(doc[start].text) and doc[start].dep_ != "flat")
    ):
        start += 1
    return start, end, label


def ends_with_clitic(doc: Doc, start: int, end: int) -> bool:
    """Whether a name of one word ends with "'s" and owns nothing: "McDonald's sued"."""
    alone = end - start == 2 and doc[end - 1].tag_ == "POS" and doc[end - 1].ent_iob_ == "I" and doc[start].dep_ != "nmod:poss"
    return alone and (end == len(doc) or doc[end].pos_ not in ("NOUN", "PROPN", "ADJ", "NUM"))


def is_ship_like(doc: Doc, start: int, end: int) -> bool:
    """Whether "the" stands before a royal title and one name, which is then a ship's or a prize's: "the Princess Ada"."""
    first = start - 1 if start and doc[start - 1].text in ROYAL else start
    is_short = end - first == 2 and doc[first].text in ROYAL
    return is_short and first > 0 and doc[first - 1].lower_ == "the" and doc[first - 1].head.i in range(start, end) and doc[end - 1].tag_ == "NNP"


def before_title(doc: Doc, start: int, end: int, label: str) -> int:
    """The end of a body's name before a title of two words: "White House Press Secretary" is the Press Secretary of the White House."""
    if label == "PER" or end >= len(doc) or end - start < 3 or noun_type(doc[end].lower_) is not EntityType.PERSON:
        return end
    is_two = doc[end - 1].head.i == end and any(doc[k].head.i == end for k in range(start, end - 1))
    return end - 1 if is_two else end


def is_loose_end(token: Token, *, is_only: bool) -> bool:
    """Whether the last word of a range is no part of the name."""
    if token.tag_ == "POS" or token.is_punct or token.is_space or token.lower_ in ("'s", "’s"):
        return True
    return not is_only and (token.lower_ in ("of", "and", "&", "the", "for") or token.pos_ == "CCONJ")


def cut_role(doc: Doc, found: tuple[int, int, str]) -> tuple[int, int, str]:
    """Leaves out a role at the end of the range, which is a description and no name: "Labour MPs", "MSP"."""
    start, end, label = found
    last = doc[end - 1]
    if end - start > 2 and label != "PER" and doc[end - 2].lower_ in LINKING:
        return found  # "Department of Justice", "Board of Governors"
    if end - start > 1 and is_glued_hyphen(doc, end - 2):
        return found  # "Port-au-Prince"
    if name_word_type(last.text) or noun_type(singular(last.text)) is not EntityType.PERSON:
        return found
    if label == "PER" and end - start > 1 and last.dep_ == "nmod:desc" and last.head.i == end and last.head.ent_type_ == "PER":
        return start, end - 1, "ORG"  # "Harbour Foods Chair Ann Lee"
    if label == "PER" and end - start == 2 and last.text in POSTNOMINALS and start and doc[start - 1].lower_ == "the":
        return start, end - 1, "LOC"  # "the Hartley MP, Ann Lee"
    if label == "PER" and (end - start > 1 or not (last.text[1:2].isupper() or singular(last.text) != last.text)):
        return found
    if last.dep_ in ("compound", "amod", "nmod:desc") and name_word_type(last.text + "s"):
        return found
    if label in ("ORG", "LOC") and last._.kind in ("organization", "place") and is_last_of_firm(last):
        return found  # "Harbour Marine"
    if end - start > 1 or last._.kind in ("person", "") or last.text[1:2].isupper():
        return start, end - 1, label if end - start > 2 or label != "MISC" else ""
    return found


def is_last_of_firm(last: Token) -> bool:
    """Whether a noun for a person ends the name of a firm: "Harbour Marine", "Lund Brothers"."""
    is_alone = singular(last.text) == last.text or last.lower_ in ("brothers", "sons", "partners")
    return is_alone and last.is_title and not is_title(last.text)


def singular(word: str) -> str:
    """A role's name without its plural ending.

    >>> singular("MPs"), singular("Secretary")
    ('MP', 'Secretary')
    """
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def after_owner(doc: Doc, start: int, end: int) -> int:
    """The beginning of the name after an owner who is no part of it: "the city's Harbour Project", "Microsoft's Internet Explorer"."""
    if doc[end - 1].lower_.rstrip(".") in ("ltd", "limited", "inc", "plc", "llc", "co"):
        return start  # "Moriarty's Bar Ltd"
    for i in range(start + 1, end - 2):
        owner = doc[i - 1]
        if doc[i].tag_ == "POS" and owner.dep_ == "nmod:poss" and owner.head.i > i and (owner.text[:1].islower() or owner._.kind in ("place", "organization")):
            return i + 1
    return start


def is_glued_hyphen(doc: Doc, i: int) -> bool:
    """Whether token `i` is a hyphen inside a word ("Chun-li")."""
    return doc[i].text == "-" and 0 < i < len(doc) - 1 and not doc[i].whitespace_ and not doc[i - 1].whitespace_ and doc[i + 1].is_alpha
