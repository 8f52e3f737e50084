"""In: a name or the head of a description. Out: its entity type, from the network's labels, its own words and the noun tables.

It refuses to look further than its phrase.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from graph.gazetteer import (
    COUNTING,
    gender_of_name,
    is_country,
    is_partitive,
    is_title,
    known_name_type,
    name_word_type,
    noun_type,
    place_of_demonym,
    read_table,
)
from graph.mentions.names import CLOSE_MARKS, OPEN_MARKS, Name
from graph.mentions.trimming import ROYAL
from graph.records import EntityType

LABELS = {"PER": EntityType.PERSON, "ORG": EntityType.ORGANIZATION, "LOC": EntityType.PLACE}
EXPERTS = ("ologist", "iatrist", "grapher", "atician")
"""Endings of nouns for persons who know something."""
SHIPS = frozenset(["HMS", "RMS", "MV", "MS", "SS", "USS", "HMAS", "HMCS"])
KINDS = {"person": EntityType.PERSON, "organization": EntityType.ORGANIZATION, "place": EntityType.PLACE, "event": EntityType.EVENT, "object": EntityType.OTHER}


def name_type(doc: Doc, name: Name) -> EntityType:
    """The type of a proper name: what the network says, corrected by what its last word says."""
    last, head = doc[name.end - 1], doc[name.head]
    if name.end - name.start == 1 and place_of_demonym(last.text) and not is_country(last.text):
        return EntityType.GROUP if last.tag_ in ("NNPS", "NNS") or last.text.endswith("s") else EntityType.OTHER
    if is_country(doc[name.start : name.end].text):
        return EntityType.PLACE
    if is_named_storm(doc, name):
        return EntityType.EVENT
    word = (name_word_type(last.text) or name_word_type(last.text + "s")) if name.end - name.start > 1 else None
    of_word = next((name_word_type(doc[i - 1].text) for i in range(name.start + 1, name.end) if doc[i].lower_ in ("of", "for", "on")), None)
    word = of_word or word
    label = LABELS.get(name.label)
    is_person = label is EntityType.PERSON or (label is None and head._.kind == "person")
    is_ship = (doc[name.start].text in SHIPS and name.end - name.start > 1) or is_behind_vessel(doc, name)
    if is_ship or (has_article(doc, name) and (is_person or doc[name.start].text in ROYAL)):
        return EntityType.OTHER
    if label is EntityType.PERSON and name.end - name.start == 1 and last.is_alpha and last.is_upper and 2 <= len(last) <= 5:
        label = EntityType.ORGANIZATION
    if label is EntityType.PERSON and owns_person(doc, name):
        label = EntityType.ORGANIZATION
    if word is EntityType.ORGANIZATION and label is EntityType.PERSON and is_telling(doc, name):
        return word
    if label is EntityType.PERSON and name.end - name.start > 2 and (thing := thing_of_last(last)) is not None:
        return thing
    known = known_name_type(doc[name.start : name.end].text)
    if known and (label is not EntityType.PERSON or head._.kind != "person" or name.end - name.start > 1):
        return known
    is_of_article = name.start > 1 and doc[name.start - 1].lower_ in ("the", "a") and doc[name.start - 1].text.istitle()
    if name.end - name.start > 1 and (word in (None, EntityType.WORK) or is_of_article) and is_quoted_title(doc, name, label):
        return EntityType.WORK
    if label is EntityType.PERSON and last.tag_ in ("NNPS", "NNS") and last.lower_.endswith("s") and head._.kind in ("person", "") and not word:
        return EntityType.GROUP  # "the Barlows", "Quakers"
    if label is None and head._.kind == "person" and head.tag_ == "NNPS" and not word:
        return EntityType.GROUP  # "African-Americans"
    if label is None:
        return word or name_word_type(last.text) or KINDS.get(head._.kind, EntityType.OTHER)
    if word and word is not label and not (label is EntityType.PERSON and head._.kind == "person"):
        return word if {word, label} != {EntityType.ORGANIZATION, EntityType.PLACE} or head._.kind != label.value.lower() else label
    return label


def is_named_storm(doc: Doc, name: Name) -> bool:
    """Whether the name is a storm's, which has a person's first name: "Hurricane Ida", "Tropical Storm Ida"; not "Storm Holm", a person."""
    words = [t.lower_ for t in doc[name.start : name.end]]
    kind = words[-2] if len(words) > 1 else ""
    return kind in ("hurricane", "typhoon", "cyclone") or (kind == "storm" and bool(gender_of_name(doc[name.end - 1].text)))


def has_article(doc: Doc, name: Name) -> bool:
    """Whether "the" stands right before a singular name, as before no person's: "the Silver Heron"; not in "the Lund speech"."""
    before = doc[name.start - 1] if name.start else None
    head = doc[name.head]
    is_royal = doc[name.start].text in ROYAL or not is_title(doc[name.start].text)
    is_long = name.end - name.start > 1  # "the Joker" is somebody
    return is_long and before is not None and before.lower_ == "the" and before.head.i == name.head and head.tag_ == "NNP" and is_royal


def is_behind_vessel(doc: Doc, name: Name) -> bool:
    """Whether a noun for a ship stands right before the name and belongs to it: "the tanker Silver Heron"; not in "the ferry Holm took"."""
    noun = doc[name.start - 1] if name.start else None
    if noun is None or noun.lemma_.lower() not in read_table("synonyms")["vessel"] or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    inside = range(name.start, name.end)
    return noun.head.i in inside or any(doc[i].head.i == noun.i and doc[i].dep_ in ("flat", "appos", "compound", "nmod:desc") for i in inside)


def is_telling(doc: Doc, name: Name) -> bool:
    """Whether the last word of the name cannot be a surname ("Mary Ann Evans Hospital"), or somebody owns it ("St Anne's Church")."""
    inside = doc[name.start : name.end]
    return inside[-1].lower_ not in read_table("surnames")[""] or any(t.tag_ == "POS" for t in inside)


def thing_of_last(last: Token) -> EntityType | None:
    """What a name that ends with a common noun is, for all that begins like a person's: "Ann Lee Legacy Programme"; None for surnames."""
    found = noun_type(last.lower_)
    is_surname = last.lower_ in read_table("surnames")[""] or last.dep_ == "flat"
    return found if found in (EntityType.ORGANIZATION, EntityType.WORK, EntityType.EVENT) and not is_surname else None


def is_quoted_title(doc: Doc, name: Name, label: EntityType | None) -> bool:
    """Whether a name in quotation marks of its own is the title of something: “The Long Road”; of a person's only one that says so ("Tom Fox Tonight")."""
    before = doc[name.start - 1].text if name.start else ""
    if doc[name.start - 1].lower_ in ("the", "a", "an") and name.start > 1:
        before = doc[name.start - 2].text
    after = next((t.text for t in doc[name.end : name.end + 2] if t.text not in (",", ".")), "")
    if not (before in OPEN_MARKS and after in CLOSE_MARKS) or doc[name.head]._.kind == "event" or not doc[name.end - 1].text[0].isupper():
        return False
    return label is not EntityType.PERSON or name_word_type(doc[name.end - 1].text) is EntityType.WORK


def owns_person(doc: Doc, name: Name) -> bool:
    """Whether a one-word name owns somebody's full name, as a party or team does: "Forvaltia's Ola Nordmann"."""
    owner, head = doc[name.head], doc[name.head].head
    full = head.ent_type_ == "PER" and any(c.dep_ == "flat" and c.ent_type_ == "PER" for c in head.children)
    return name.end - name.start == 1 and owner.dep_ == "nmod:poss" and full


def description_type(head: Token, *, is_plural: bool) -> EntityType:
    """The type of a common noun: the noun tables first, then the network's kind; several persons are a group."""
    lemma = head.lemma_.lower()
    is_counted = lemma not in COUNTING or not any(c.lower_ == "the" for c in head.lefts)
    if is_partitive(lemma) and is_counted and (inner := partitive_noun(head)) is not None:
        return description_type(inner, is_plural="Plur" in inner.morph.get("Number", []) or inner.tag_ == "NNS")
    found = noun_type(lemma) or noun_type(head.lower_) or noun_type(lemma.rpartition("-")[2])
    kind = KINDS.get(head._.kind)
    if found is None and lemma.endswith(EXPERTS):
        found = EntityType.PERSON
    if found is None:
        found = kind or EntityType.OTHER
    if lemma in read_table("descriptions")["double"] and kind in (EntityType.ORGANIZATION, EntityType.PLACE):
        found = kind
    if lemma in read_table("descriptions")["varied"] and head._.kind not in ("", "time", "event"):
        found = kind or EntityType.OTHER
    if lemma in ("office", "headquarters") and is_office_of(head):
        found = EntityType.ORGANIZATION
    if found is EntityType.PERSON and is_plural:
        return EntityType.GROUP
    return found


def is_office_of(head: Token) -> bool:
    """Whether an office is that of somebody's position, which acts ("the leader's office"), not a room ("his office")."""
    return head.lemma_.lower() == "office" and any(c.dep_ == "nmod:poss" and c.pos_ in ("NOUN", "PROPN") for c in head.lefts)


def partitive_noun(head: Token) -> Token | None:
    """The noun that "a number of", "most of the" and such count."""
    for child in head.rights:
        if child.dep_ == "nmod" and any(x.dep_ == "case" and x.lower_ == "of" for x in child.lefts):
            return child
    return None
