"""In: the layers of a parsed document. Out: the same trees, where what stands before a name hangs on the name.

"Secretary of State Ana Flores" is a person with a post, no secretary of a person: the treebanks hold two such names, too few to learn from.
"US chipmaker Norvex sued" has one subject. It refuses "the widow of Sergeant Holm", "friends of Oslo striker Ola Berg": there another person is meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.gazetteer import is_title, noun_type, read_table
from graph.records import EntityType

LONGEST = 7
"""Words from "of" to the name, at most: "Secretary of State for Business, Energy and Trade Ana Flores"."""
TWINS = ("nsubj", "nsubj:pass", "obj")
"""Relations that no verb has twice, but for nouns joined by "and"."""
OWN = ("amod", "compound", "nummod", "nmod:desc", "nmod:poss", "det", "flat")
"""What stays with the post when the name takes its place in the sentence; the rest of what hangs on it goes with the place."""


def mend_posts(lemmas: Sequence[str], upos: Sequence[str], names: Sequence[str], heads: list[int], deprels: list[str]) -> None:
    """Changes `heads` (token numbers, a root's its own) and `deprels` in place.

    >>> heads, deprels = [5, 3, 3, 0, 3, 5], ["nsubj", "case", "nmod", "nmod", "flat", "root"]
    >>> mend_posts(["secretary", "of", "state", "Ana", "Flores", "sue"], ["NOUN", "ADP", "NOUN", "PROPN", "PROPN", "VERB"],
    ...            ["O", "O", "O", "B-PER", "I-PER", "O"], heads, deprels)
    >>> heads, deprels
    ([3, 2, 0, 5, 3, 5], ['nmod:desc', 'case', 'nmod', 'nsubj', 'flat', 'root'])
    """
    for start, end in person_spans(names):
        of = find_of(lemmas, upos, names, start)
        if of is None or of == 0 or lemmas[of - 1].lower() not in read_table("titles")["post"] or upos[of - 1] not in ("NOUN", "PROPN"):
            continue
        name = next((i for i in range(start, end) if not start <= heads[i] < end or heads[i] == i), start)
        if not is_subject_within(name, of - 1, heads, deprels):
            hang_post(of - 1, of, start, name, heads, deprels)


def join_twins(upos: Sequence[str], names: Sequence[str], heads: list[int], deprels: list[str]) -> None:
    """Hangs a common noun on the name right behind it where both were taken for the subject, or the object, of one verb; changes the lists in place.

    So too where the noun was taken for the object and the name for a second subject.

    >>> heads, deprels = [1, 3, 3, 3], ["compound", "nsubj", "nsubj", "root"]
    >>> join_twins(["PROPN", "NOUN", "PROPN", "VERB"], ["B-LOC", "O", "B-ORG", "O"], heads, deprels)
    >>> heads, deprels
    ([1, 2, 3, 3], ['compound', 'nmod:desc', 'nsubj', 'root'])
    """
    for noun in range(len(heads) - 1):
        if upos[noun] != "NOUN" or deprels[noun] not in TWINS or names[noun + 1][:1] != "B":
            continue
        name = noun + 1
        while name + 1 < len(heads) and names[name + 1][:1] == "I" and heads[name] != heads[noun]:
            name += 1
        if heads[name] != heads[noun]:
            continue
        if deprels[name] == deprels[noun]:
            heads[noun], deprels[noun] = name, "nmod:desc"
        elif deprels[noun] == "obj" and is_second_subject(name, heads, deprels):
            heads[noun], deprels[noun], deprels[name] = name, "nmod:desc", "obj"


def is_second_subject(name: int, heads: Sequence[int], deprels: Sequence[str]) -> bool:
    """Whether a name behind the verb was taken for its subject, though it has one: "beat | the holders | Norvik Town"."""
    verb = heads[name]
    return verb < name and deprels[name] == "nsubj" and any(heads[i] == verb and deprels[i] == "nsubj" for i in range(verb))


def person_spans(names: Sequence[str]) -> list[tuple[int, int]]:
    """First word and end of each person's name in IOB2 tags."""
    spans: list[tuple[int, int]] = []
    for i, tag in enumerate(names):
        if tag == "B-PER":
            spans.append((i, i + 1))
        elif tag == "I-PER" and spans and spans[-1][1] == i:
            spans[-1] = (spans[-1][0], i + 1)
    return spans


def find_of(lemmas: Sequence[str], upos: Sequence[str], names: Sequence[str], start: int) -> int | None:
    """The "of" that opens what a post in front of a name is over, which must be no person."""
    inside = range(start - 1, max(start - 1 - LONGEST, 0), -1)
    for i in inside:
        if lemmas[i].lower() == "of" and upos[i] == "ADP":
            return i if i < start - 1 and is_field(lemmas, upos, names, start - 1) else None
        joined = upos[i] in ("NOUN", "PROPN", "ADJ", "DET") or lemmas[i].lower() in ("and", "&", "for", ",")
        if not joined or names[i].endswith("PER"):
            return None
    return None


def is_field(lemmas: Sequence[str], upos: Sequence[str], names: Sequence[str], at: int) -> bool:
    """Whether the last word before a name is what a post is over, not what the person is: "State", not "midfielder"."""
    word = lemmas[at].lower()
    return upos[at] in ("NOUN", "PROPN") and (word == "justice" or not (is_title(word) or noun_type(word) is EntityType.PERSON))


def is_subject_within(name: int, post: int, heads: Sequence[int], deprels: Sequence[str]) -> bool:
    """Whether the name does something in a clause of its own beside the post: "the director of the film Ana Lund praised"."""
    verb = heads[name]
    inner = deprels[name].startswith("nsubj") and deprels[verb].startswith(("acl", "ccomp"))
    return inner and verb not in (heads[post], post) and heads[post] != post


def hang_post(post: int, of: int, start: int, name: int, heads: list[int], deprels: list[str]) -> None:
    """Hangs the post on the name and the name where the post hung; "of" and its noun on the post."""
    is_below = climbs_to(name, post, heads) or climbs_to(name, of + 1, heads)
    if is_below or deprels[name] in ("appos", "flat", "dep"):
        above, relation = heads[post], deprels[post]
        root = above == post
        if not root and start <= above <= name:
            return
        moved = [i for i in range(len(heads)) if heads[i] == post and i != post and (i > name or (i < post and deprels[i] not in OWN))]
        for i in moved:
            heads[i] = name
        heads[name], deprels[name] = (name if root else above), relation
    noun = next((i for i in range(start - 1, of, -1) if deprels[i] not in ("compound", "amod", "det", "flat")), start - 1)
    field = next((i for i in range(of + 1, start) if heads[i] in (post, name) and deprels[i] in ("nmod", "nmod:desc", "compound", "nmod:unmarked")), noun)
    heads[field], deprels[field] = post, "nmod"
    for i in range(of, start):
        if i != field and (heads[i] == name or not of <= heads[i] < start):
            heads[i] = field
    heads[post], deprels[post] = name, "nmod:desc"


def climbs_to(word: int, target: int, heads: Sequence[int]) -> bool:
    """Whether the way from a word up to its root passes another."""
    for _ in range(len(heads)):
        if word == target:
            return True
        if heads[word] == word:
            return False
        word = heads[word]
    return False
