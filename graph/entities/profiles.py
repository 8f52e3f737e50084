"""In: a description in the document. Out: its profile: head noun, the words that tell it apart, determiner. It refuses to compare."""

from __future__ import annotations

from spacy.tokens import Token

from graph.entities.context import MODIFYING, Context
from graph.entities.nodes import Nodes
from graph.entities.profile import RANKS, Profile
from graph.gazetteer import is_honorific, place_of_demonym, read_table
from graph.records import MentionKind

FORMAL = {"dad": "father", "daddy": "father", "mum": "mother", "mom": "mother", "mummy": "mother"}
"""Nouns that say the same as a more formal one."""
OF_UNION = frozenset(["lawmaker", "official", "diplomat", "regulator", "negotiator", "commissioner", "parliamentarian"])
"""Whom news calls European where the European Union's are meant."""


def make_profile(context: Context, nodes: Nodes, i: int) -> Profile:
    """The profile of description `i`, with what is known so far of the things that it names."""
    head, mention = context.heads[i], context.mentions[i]
    words: set[str] = set()
    for child in head.lefts:
        if child.dep_ in MODIFYING:
            words |= modifier_words(context, nodes, child)
    for child in head.rights:
        if child.dep_ == "nmod" and child.idx < mention.span.end:
            words |= modifier_words(context, nodes, child)
    words -= set(read_table("descriptions")["transparent"])
    if head.i and (before := head.doc[head.i - 1].lower_) in RANKS:
        words.add(before)  # wherever the tree hangs it
    if "Europe" in words and head.lemma_.lower() in OF_UNION and (union := nodes.printed(("european", "union"))):
        words = words - {"Europe"} | {f"#{union[0].number}"}  # "European lawmakers" are the EU's
    lemma = FORMAL.get(head.lemma_.lower(), head.lemma_.lower())
    if lemma in read_table("descriptions")["unique"] and not words:
        return Profile(lemma, frozenset(), "the", False, mention.type, i)
    return Profile(lemma, frozenset(words), context.determiner(i), mention.is_plural, mention.type, i)


def modifier_words(context: Context, nodes: Nodes, top: Token) -> set[str]:
    """The words of a modifier; a name or a known thing stands as its node's number, an unknown owner as itself."""
    k = context.by_token.get(top.i)
    if k is not None and top.dep_ in ("nmod:poss", "nmod") and context.mentions[k].kind is not MentionKind.NAME:
        node = nodes.of.get(k)
        if node is not None:
            return {f"#{node.number}"}
        if context.mentions[k].kind is MentionKind.PRONOUN:
            return {f"?{top.lower_}{context.quotes[k]}" if context.quotes[k] is not None else f"?{k}"}
    out: set[str] = set()
    for token in top.subtree:
        name = context.name_at.get(token.i)
        node = nodes.of.get(name) if name is not None else None
        if node is not None:
            out.add(f"#{node.number}")
        elif is_honorific(token.text):
            continue
        elif token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "VERB"):
            word = token.lower_ if token.tag_ == "JJR" else token.lemma_.lower()
            out.add(place_of_demonym(token.text) or word.lstrip("#?") or token.pos_)
    return out
