"""In: a parsed document. Out: its proper names, as ranges of tokens with a label and a head. Names are those that the network found, mended by the
tree and the tags, and runs of proper nouns that it missed. It refuses titles, determiners, nationalities before a noun, days and months.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from graph.gazetteer import is_honorific, is_time_word, is_title, name_word_type, noun_type, place_of_demonym
from graph.mentions.nonnames import (
    is_compatriot,
    is_compounded,
    is_field_of_post,
    is_headline_noun,
    is_party_in_brackets,
    is_party_mark,
    is_portfolio_before_post,
    is_rank_in_letters,
)
from graph.mentions.trimming import BEFORE_TITLE, LINKING, POSTNOMINALS, ROYAL, cut_role, is_glued_hyphen, is_ship_like, trim_range
from graph.records import EntityType

INSIDE = ("flat", "compound", "amod", "nummod", "goeswith", "fixed", "punct", "nmod:poss", "nmod:desc", "case", "cc", "conj", "det")
"""How a word of a name hangs on another word of it."""
LABEL_OF_KIND = {"person": "PER", "organization": "ORG", "place": "LOC"}
OPEN_MARKS, CLOSE_MARKS = frozenset(["“", '"', "''", "``", "‘"]), frozenset(["”", '"', "''", "’"])
LONGEST_TITLE = 4
STORMS = ("Hurricane", "Typhoon", "Cyclone", "Storm")
SAINTS = ("st", "st.", "saint", "fort", "mount")


@dataclass(frozen=True)
class Name:
    """Tokens `start` to `end` (exclusive); `head` is the token that the rest of the sentence sees; `label` is PER, ORG, LOC, MISC or ""."""

    start: int
    end: int
    head: int
    label: str


def find_names(doc: Doc) -> list[Name]:
    """All proper names in order; none overlap."""
    ranges = merge_ranges(doc, [quoted_title(doc, (e.start, e.end, e.label_)) for e in doc.ents])
    taken = {i for s, e, _ in ranges for i in range(s, e)}
    for k, found in enumerate(ranges):
        ranges[k] = extend_range(doc, found, taken)
        taken.update(range(*ranges[k][:2]))
    ranges += [(s, e, LABEL_OF_KIND.get(doc[name_head(doc, s, e)]._.kind, "")) for s, e in proper_runs(doc, taken)]
    ranges = join_districts(doc, join_offices(doc, sorted(ranges)))
    names = [Name(s, e, name_head(doc, s, e), label) for s, e, label in (trim_range(doc, cut_role(doc, r)) for r in ranges) if s < e and is_name(doc, s, e)]
    taken = {i for n in names for i in range(n.start, n.end)}
    cut = {i for s, e, _ in ranges for i in range(s, e)} - taken
    left = [r for r in proper_runs(doc, taken) if cut.issuperset(range(*r))]
    rest = [trim_range(doc, cut_role(doc, (s, e, ""))) for s, e in left]
    names += [Name(s, e, name_head(doc, s, e), LABEL_OF_KIND.get(doc[name_head(doc, s, e)]._.kind, "")) for s, e, _ in rest if s < e and is_name(doc, s, e)]
    return sorted(names, key=lambda n: n.start)


def merge_ranges(doc: Doc, ranges: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Joins neighbours that are one name in the tree ("Harbour" + "Trust")."""
    out: list[tuple[int, int, str]] = []
    for start, end, label in ranges:
        is_namesake = bool(out) and out[-1][2] == "PER" and label in ("MISC", "ORG") and is_named_after(doc, out[-1][0], (start, end))
        if is_namesake or (
            out and out[-1][1] == start and belongs(doc, out[-1][:2], (start, end)) and (label == out[-1][2] or "PER" not in (label, out[-1][2]))
        ):
            out[-1] = (out[-1][0], end, label)
        elif (
            out
            and out[-1][1] == start - 1
            and is_glued_hyphen(doc, start - 1)
            and doc[start - 2].tag_ == "JJ"
            and doc[end - 1].pos_ == "PROPN"
            and start <= doc[start - 2].head.i < end
        ):
            out[-1] = (out[-1][0], end, label)  # "African-Americans"
        else:
            out.append((start, end, label))
    return out


def is_named_after(doc: Doc, start: int, rest: tuple[int, int]) -> bool:
    """Whether a person's full name from `start` only begins the name of a thing: "the Ann Lee" + "Legacy Programme"."""
    is_article = start > 0 and doc[start - 1].lower_ == "the" and rest[0] <= doc[start - 1].head.i < rest[1]
    return is_article and rest[0] - start > 1 and doc[start].dep_ == "compound" and rest[0] <= doc[start].head.i < rest[1] and doc[rest[0] - 1].head.i == start


def quoted_title(doc: Doc, found: tuple[int, int, str]) -> tuple[int, int, str]:
    """The whole of a title in quotation marks that begins with the name found: “Tom Fox Tonight”."""
    start, end, label = found
    verb = next((i for i in range(start + 1, end - 1) if doc[i].is_lower and doc[i].is_alpha and doc[i].pos_ in ("VERB", "NOUN")), None)
    if verb is not None and label == "ORG" and "\n" not in doc.text[: doc[end - 1].idx]:
        return start, verb, label  # "Comets edge Pioneers", a headline
    if start == 0 or doc[start - 1].text not in OPEN_MARKS:
        return found
    last = end
    while last < min(end + LONGEST_TITLE, len(doc)) and doc[last].text[:1].isupper() and doc[last].is_alpha:
        last += 1
    closes = last < len(doc) and last > end and any(t.text in CLOSE_MARKS for t in doc[last : last + 2])
    return (start, last, "MISC") if closes else found


def belongs(doc: Doc, left: tuple[int, int], right: tuple[int, int]) -> bool:
    """Whether two neighbouring ranges are parts of one name: a word of one hangs closely on a word of the other."""
    for here, there in ((left, right), (right, left)):
        for i in range(*here):
            if there[0] <= doc[i].head.i < there[1] and doc[i].dep_ in ("flat", "compound", "amod", "goeswith"):
                return True
    return False


def extend_range(doc: Doc, found: tuple[int, int, str], taken: set[int]) -> tuple[int, int, str]:
    """Takes in proper nouns beside the range that hang closely on it, or on which it hangs."""
    start, end, label = found
    while start > 0 and start - 1 not in taken and is_part(doc[start - 1]) and belongs(doc, (start - 1, start), (start, end)):
        start -= 1
    if start > 0 and start - 1 not in taken and doc[start - 1].lower_ in SAINTS and doc[start - 1].text[0].isupper():
        start -= 1
    if (
        start > 0
        and start - 1 not in taken
        and end - start == 1
        and doc[start - 1].text in STORMS
        and (doc[start - 1].head.i == start or doc[start].head.i == start - 1)
    ):
        return start - 1, end, "MISC"  # "Hurricane Ida"
    if start > 1 and start - 1 not in taken and end - start == 1 and doc[start - 1].text in ROYAL and is_ship_like(doc, start, end):
        start -= 1
    if label in ("MISC", "ORG") and end + 1 < len(doc) and is_owned_by_members(doc, end):
        end += 2
    while end < len(doc) and end not in taken and (is_part(doc[end]) or is_body_noun(doc[end], label)) and belongs(doc, (start, end), (end, end + 1)):
        end += 1
    if (
        end < len(doc)
        and end not in taken
        and label in ("MISC", "ORG", "")
        and doc[end].like_num
        and doc[end].is_digit
        and len(doc[end]) < 4
        and start <= doc[end].head.i < end
        and not (end + 2 < len(doc) and doc[end + 1].text in ("-", "–") and doc[end + 2].is_digit)  # a score
    ):
        end += 1
    return start, end, label


def is_owned_by_members(doc: Doc, end: int) -> bool:
    """Whether a name goes on after a plural owner: "Citizens" + "' Platform"."""
    owner, mark, owned = doc[end - 1], doc[end], doc[end + 1]
    return mark.text in ("'", "’") and owner.tag_ == "NNPS" and owner.head.i == owned.i and owned.is_title and owned.pos_ in ("NOUN", "PROPN")


def is_part(token: Token) -> bool:
    """Whether a word beside a name may be part of it."""
    return token.pos_ == "PROPN" and not is_title(token.text) and not (is_time_word(token.text) and token._.kind == "time")


def is_body_noun(token: Token, label: str) -> bool:
    """Whether a common noun with a capital ends the name of a body: "Norvik" + "Buses"."""
    is_noun = token.pos_ == "NOUN" and token.text.istitle() and token._.kind == "organization"
    return is_noun and label in ("ORG", "MISC") and not is_title(token.text) and noun_type(token.lemma_) is not EntityType.PERSON


def proper_runs(doc: Doc, taken: set[int]) -> list[tuple[int, int]]:
    """Runs of proper nouns outside `taken`."""
    out: list[tuple[int, int]] = []
    for token in doc:
        is_proper = token.pos_ == "PROPN" or (token.pos_ == "NOUN" and (token.tag_ in ("NNP", "NNPS") or is_capitalised_part(token)))
        if token.i in taken or not is_proper or token._.kind == "time" or is_time_word(token.text) or not any(c.isalnum() for c in token.text):
            continue
        if out and out[-1][1] == token.i and belongs(doc, out[-1], (token.i, token.i + 1)):
            out[-1] = (out[-1][0], token.i + 1)
        else:
            out.append((token.i, token.i + 1))
    return out


def is_capitalised_part(token: Token) -> bool:
    """Whether a common noun is printed as part of a name ("Harbour Wall Project") in a sentence that is not all in capitals."""
    if not token.text[:1].isupper() or token.is_sent_start:
        return False
    if token.dep_ == "compound" and token._.kind in LABEL_OF_KIND and token.head.text[:1].islower():
        return True
    beside = [c for c in token.children if c.dep_ in ("compound", "amod", "flat") and abs(c.i - token.i) < 4]
    beside += [token.head] if token.dep_ in ("compound", "flat") and abs(token.head.i - token.i) < 4 else []
    if not any(c.text[:1].isupper() and not c.is_sent_start for c in beside):
        return False
    return is_running_text(token)


def is_running_text(token: Token) -> bool:
    """Whether the sentence around a word is mostly in small letters, so that a capital tells something."""
    words = [t for t in token.sent if t.is_alpha]
    return sum(t.text[:1].islower() for t in words) > 0.5 * len(words)


def join_offices(doc: Doc, ranges: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Joins an institution with what it is of: "Ministry" + "of" + "Culture"."""
    out: list[tuple[int, int, str]] = []
    for start, end, label in ranges:
        if label != "PER" and is_behind_capital(doc, start) and not any(r[2] == "PER" and r[1] == start - 1 for r in out):
            out = [r for r in out if r[1] < start - 1]
            out.append((start - 2, end, "ORG"))
            continue
        if out:
            left = out[-1]
            gap = doc[left[1] : start]
            words = [t.lower_ for t in gap]
            if doc[left[1] - 1].lower_ in LINKING and left[1] - left[0] > 1:
                left = (left[0], left[1] - 1, left[2])
                words = [doc[left[1]].lower_, *words]
            if label != "PER" and is_office(doc, left, words) and left[0] <= doc[name_head(doc, start, end)].head.i < left[1]:
                out[-1] = (left[0], end, left[2] if left[2] in ("ORG", "MISC") else "ORG")
                continue
        out.append((start, end, label))
    return out


def is_behind_capital(doc: Doc, start: int) -> bool:
    """Whether a preposition with a capital leads to the range in running text: "Doctors Without Borders"."""
    if start < 2 or not (doc[start - 1].pos_ in ("ADP", "SCONJ") and doc[start - 1].text.istitle() and doc[start - 2].text[:1].isupper()):
        return False
    return doc[start - 2].pos_ in ("NOUN", "PROPN") and is_running_text(doc[start])


def join_districts(doc: Doc, ranges: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Joins two places and their common body: "Devon" + "and" + "Cornwall" + "Police", which the parser takes for three."""
    out: list[tuple[int, int, str]] = []
    for start, end, label in ranges:
        first = out[-1] if out and label == out[-1][2] == "LOC" and [t.lower_ for t in doc[out[-1][1] : start]] == ["and"] else None
        body = doc[end] if end < len(doc) else None
        if first and body is not None and body.dep_ == "conj" and body.is_title and name_word_type(body.text) is EntityType.ORGANIZATION:
            out[-1] = (first[0], end + 1, "ORG")
        elif not out or start >= out[-1][1]:
            out.append((start, end, label))
    return out


def is_office(doc: Doc, found: tuple[int, int, str], words: list[str]) -> bool:
    """Whether the range is an institution that `words` ("of the") join with what it is of; a university may also be "at" a place."""
    start, end, label = found
    before = [t.lower_ for t in doc[start:end]]
    if label == "PER" or not words or words[1:] not in ([], ["the"]):
        return False
    if words == ["at"]:
        return "university" in before
    return words[0] in LINKING and name_word_type(before[-1]) is not None and not any(w in LINKING for w in before)


def is_name(doc: Doc, start: int, end: int) -> bool:
    """Whether the range is a name: not a title or a time by itself, not a nationality before a noun."""
    if re.fullmatch(r"(?:pro|anti|non|ex|post|pre)-\w+", doc[start:end].text, re.IGNORECASE):
        return False  # "pro-Oslo candidates": a stance, no place
    if is_party_mark(doc, start, end) or is_compounded(doc, start, end) or (start > 2 and is_party_mark(doc, start - 2, end)):
        return False
    if end - start == 2 and place_of_demonym(doc[start].text) and doc[end - 1].text.islower() and doc[end - 1].pos_ in ("NOUN", "PROPN"):
        return False  # "the Welsh party"
    if end - start == 2 and place_of_demonym(doc[start:end].text) and doc[end - 1].dep_ in ("amod", "compound", "nmod:desc") and doc[end - 1].head.i >= end:
        return False  # "the South Korean defender"
    if end - start > 1:
        if all(is_title(t.text) or t.lower_ in BEFORE_TITLE for t in doc[start:end]):
            return False  # "Deputy Attorney General"
        return any(t.text[:1].isupper() or t.pos_ == "PROPN" for t in doc[start:end])
    token = doc[start]
    if token.pos_ in ("PRON", "DET", "ADP", "AUX", "ADV", "CCONJ", "SCONJ", "PART", "PUNCT", "SYM", "NUM") or not any(c.isalnum() for c in token.text):
        return False
    if is_time_word(token.text) and token._.kind in ("time", ""):
        return False
    if is_headline_noun(doc, token) or (token.text in POSTNOMINALS and start and doc[start - 1].ent_type_ == "PER"):
        return False
    if is_honorific(token.text) or (is_title(token.text) and token.dep_ in ("nmod:desc", "nmod", "compound", "flat", "amod") and token.head.i > token.i):
        return False
    if is_rank_in_letters(doc, token) or is_party_in_brackets(doc, token):
        return False
    if is_field_of_post(token) or is_portfolio_before_post(token):
        return False
    if token.lower_ in BEFORE_TITLE and token.dep_ in ("compound", "amod") and token.head.i == token.i + 1 and is_title(token.head.text):
        return False  # "Press Secretary Ann Lee"
    if is_title(token.text) and token.dep_ in ("nsubj", "nsubj:pass") and token.is_sent_start and not any(c.dep_ == "flat" for c in token.children):
        return False  # "Mayor survives vote"
    if is_title(token.text) and any(c.dep_ in ("det", "compound", "amod", "nmod:poss") for c in token.lefts):
        return False
    if is_title(token.text) and start + 1 < len(doc) and token.whitespace_ and (is_title(doc[start + 1].text) or doc[start + 1].ent_type_ == "PER"):
        return False  # "Det Insp Holm"
    if (
        token.tag_ == "JJ"
        and token.dep_ == "amod"
        and token.ent_type_ == "MISC"
        and token.head.text.islower()
        and token.lower_.endswith(("ian", "ean", "ese", "ish"))
    ):
        return False  # "the Bavarian conservative"
    if token.text in ("South", "North") and start + 1 < len(doc) and place_of_demonym(doc[start : start + 2].text):
        return False
    if is_compatriot(token):
        return False  # "the Swede" is a person
    if place_of_demonym(token.text) and token.dep_ in ("amod", "compound", "nmod:desc") and token.head.i > token.i:
        return False
    return any(c.isupper() for c in token.text) or token.text[0] in "@#"


def name_head(doc: Doc, start: int, end: int) -> int:
    """The word of the range that hangs on a word outside; of several the first of a person's, else the last."""
    heads = [t.i for t in doc[start:end] if (t.head.i == t.i or not start <= t.head.i < end) and not t.is_punct]
    if len(heads) > 1:  # "Justice Ana Lund", cut behind its title, on which "Lund" hangs
        heads = [i for i in heads if not any(start <= above.i < end for above in doc[i].ancestors)] or heads
    if not heads:
        return end - 1
    strong = [i for i in heads if doc[i].pos_ in ("PROPN", "NOUN")] or heads
    return strong[-1]
