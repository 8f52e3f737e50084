"""In: a verb's frame and who it is about. Out: claims of its nouns with prepositions, its times and its gerunds.

"stand on the side of the workers" ends at the workers; "hold to ransom" is one relation. It refuses how something was said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from graph.clause_forms import is_to_clause
from graph.extractors.context import Context, conjuncts, doubt, partitive_whole, phrase_span, words_of
from graph.extractors.frames import Frame, Oblique, preposition
from graph.extractors.words import word_set
from graph.gazetteer import is_amount_word, is_time_word
from graph.records import Claim, EntityType, Mention, MentionKind, Polarity, Span
from ontology.lexicon import is_known

NO_RELATION = (
    "according",
    "as well as",
    "instead",
    "rather",
    "such",
    "despite",
    "in spite",
    "regardless",
    "unlike",
    "contrary",
    "given",
    "notwithstanding",
    "besides",
)
"""Prepositions that set something beside the act without relating it to the doer."""


REFLEXIVES = ("himself", "herself", "itself", "themselves", "oneself")


def oblique_claims(context: Context, frame: Frame, base: Claim, who: Mention, *, passive: bool) -> Iterator[Claim]:
    """Who – verb preposition – noun; times only where they are the fact itself."""
    yield from time_claims(context, frame, base, who, passive=passive)
    yield from rank_claims(context, frame, base, who)
    for oblique in frame.obliques:
        if is_time(oblique) or not oblique.prep or is_adverbial_phrase(oblique) or is_folded(frame, oblique) or is_beside(frame, oblique):
            continue
        if frame.verb.lemma_ in word_set("saying_verb") and oblique.prep not in ("to", "about", "with", "against", "of"):
            continue  # "said in a statement", "told reporters on the steps": how it was said
        if oblique.prep == "as" and is_compared(frame, oblique):
            continue  # "feels as good as a boy"
        if oblique.prep == "as" and oblique.noun._.kind == "person" and not is_leaving(frame):
            span = phrase_span(oblique.noun)  # "as a nurse, she …"
            other = any(noun._.kind == "person" and noun.lower_ not in REFLEXIVES for noun in frame.objects)
            if other and frame.verb.lemma_ in word_set("portraying_verb"):
                continue  # "described Ana Lund as a nurse" says it of her: the copulas'
            own = any(noun.lower_ in REFLEXIVES for noun in frame.objects)  # "portrayed himself as a nurse"
            said = replace(base, worth=replace(base.worth, claimants=(who, *base.worth.claimants))) if own else base
            yield replace(said, subject=who, phrase="be", words="as", obj=words_of(span, context.doc), object_span=span, family="holdsRole")
            continue
        parts = list(part_claims(context, frame, base, oblique))
        if parts:
            yield from parts
            continue
        filled = "" if passive else filled_phrase(frame, placed=is_place(oblique))  # "was given a tour with" gave none
        plain = known_phrase(frame, oblique.prep) or filled or verb_phrase(frame, passive=passive, with_object=True)
        phrase, noun = reach_through(plain, oblique)
        claim = with_object(context, replace(base, subject=who), phrase, noun)
        if claim is not None:
            yield claim
        yield from successor_claims(context, frame, base, oblique)


def is_leaving(frame: Frame) -> bool:
    """Whether the verb ends what somebody was: "resigned as mayor", "stepped down as mayor"; not "stands as a candidate"."""
    return frame.verb.lemma_ in word_set("leaving_verb") and (frame.verb.lemma_ not in ("stand", "step", "drop") or bool(frame.particle))


def part_claims(context: Context, frame: Frame, base: Claim, oblique: Oblique) -> Iterator[Claim]:
    """“planned concerts as part of the festival”: the concerts are part of it; "met her as part of a visit" says how."""
    whole = next((c for c in oblique.noun.children if c.dep_ == "nmod" and preposition(c) == "of"), None)
    if oblique.prep != "as" or oblique.noun.lower_ != "part" or whole is None:
        return
    for noun in frame.objects or frame.patients:
        first = partitive_whole(noun) or noun
        for event in conjuncts(first):
            mention = context.mention(event)
            if first._.kind == "event" and mention is not None:
                claim = with_object(context, replace(base, subject=mention), "be part of", whole)
                if claim is not None:
                    yield doubt(claim, event)


def rank_claims(context: Context, frame: Frame, base: Claim, who: Mention) -> Iterator[Claim]:
    """“won ten prizes, the most of all schools”: where the amount is the most of all."""
    for noun in frame.objects:
        for rank in (
            c
            for c in noun.children
            if c.dep_ in ("appos", "amod") and c.i > noun.i and c.tag_ in ("JJS", "RBS") and any(k.dep_ == "nummod" for k in noun.children)
        ):
            for place in (c for c in rank.children if c.dep_ in ("obl", "nmod") and preposition(c) in ("in", "of") and c._.kind != "time"):
                phrase = join(frame.phrase, rank.lower_, noun.lower_, preposition(place))
                claim = with_object(context, replace(base, subject=who), phrase, place)
                if claim is not None:
                    yield doubt(claim, rank)


def successor_claims(context: Context, frame: Frame, base: Claim, oblique: Oblique) -> Iterator[Claim]:
    """“replaced the ferry with a bridge”: the bridge replaces the ferry."""
    successor = context.mention(oblique.noun)
    if frame.verb.lemma_ != "replace" or oblique.prep != "with" or successor is None:
        return
    for noun in frame.objects or frame.patients:
        claim = with_object(context, replace(base, subject=successor), "replace", noun)
        if claim is not None:
            yield doubt(claim, oblique.noun)


def is_beside(frame: Frame, oblique: Oblique) -> bool:
    """Whether a noun with its preposition says nothing of what is done.

    "Of the ten judges, six were named" parts them; "For the mayor, it proved to be a disaster" says for whom it seems so; "in ways that" says how;
    "by 49 points to 47" is one score; "paid nothing in tax", "paid $3 in tax" and "faces six years in prison" say of what the amount is.
    """
    parted = oblique.prep == "of" and oblique.noun.i < frame.verb.i
    seeming = frame.verb.lemma_ in word_set("raising_verb") and frame.complement is not None
    empty = oblique.prep == "in" and any(
        noun.lower_ in ("nothing", "little", "anything") or noun.pos_ in ("NUM", "SYM") or noun._.kind == "time" for noun in frame.objects
    )
    way = oblique.prep == "in" and oblique.noun.lemma_ == "way"
    score = oblique.prep == "to" and any(o.prep == "by" and o.noun.lemma_ == oblique.noun.lemma_ for o in frame.obliques)
    return parted or seeming or empty or way or score


def is_compared(frame: Frame, oblique: Oblique) -> bool:
    """Whether "as" compares: there is another before it ("as good as")."""
    return any(t.lower_ == "as" and t.dep_ == "advmod" for t in frame.verb.doc[frame.verb.i : oblique.noun.left_edge.i])


def time_claims(context: Context, frame: Frame, base: Claim, who: Mention, *, passive: bool) -> Iterator[Claim]:
    """The time of an act is its `when`; of an event ("the vote was held on Sunday"), or of an act with nothing else, it is a statement too."""
    happens = [n.lemma_ for n in frame.objects] == ["place"] and frame.verb.lemma_ == "take"
    if frame.verb.lemma_ == "be":
        return  # "On Monday there were two fires": the fires are no Monday
    if (frame.objects and not happens) or frame.recipients or frame.complement or frame.content or base.when is None:
        return
    if is_only_relative(base.when.text, frame.verb):
        return
    if any(c.dep_ == "advcl" and c.tag_ == "VBG" and any(k.dep_ in ("mark", "case") for k in c.children) for c in frame.verb.children):
        return  # "decided against charging her in July": the decision is the gerund's claim
    if who.type in (EntityType.PERSON, EntityType.GROUP, EntityType.ORGANIZATION) and any(not is_time(o) and o.prep for o in frame.obliques):
        return
    prep = next((o.prep for o in frame.obliques if is_time(o)), "")
    phrase = join(verb_phrase(frame, passive=passive), "place" if happens else "", prep)
    words, span = base.when.text, base.when.span
    if prep and words.lower().startswith(prep + " "):  # the relation has it
        words, span = words[len(prep) + 1 :], Span(span.start + len(prep) + 1, span.end)
    yield replace(base, subject=who, phrase=phrase, words=phrase, obj=words, family="happensOn", object_span=span)


def is_only_relative(when: str, verb: Token) -> bool:
    """Whether a time says nothing on its own: "now", or "a day" in "comes a day before she leaves"."""
    before = any(c.dep_ == "advcl" and any(k.dep_ == "mark" and k.lower_ in ("before", "after") for k in c.children) for c in verb.children)
    return when.lower() in ("now", "currently", "previously") or (before and when.lower().startswith(("a ", "an ", "one ")))


def is_folded(frame: Frame, oblique: Oblique) -> bool:
    """Whether a bare noun belongs to the verb: "hold the country to ransom", "bring him to justice"."""
    noun = oblique.noun
    bare = not [c for c in noun.children if c.dep_ not in ("case", "mark", "punct")]
    close = bool(frame.objects) and noun.left_edge.i == frame.objects[-1].right_edge.i + 1  # not "sentenced him to six years in prison"
    turn = noun.tag_ in ("NN", "VB") and noun._.kind in ("abstract", "") and context_free_prep(oblique.prep)  # "rest" may be tagged a verb
    if frame.objects and bare and frame.verb.i < noun.i < frame.objects[0].i:
        return turn or f"{oblique.prep} {noun.lower_}" in word_set("adverbial")  # "put in place new rules", "put to rest the rumour"
    return close and bool(frame.subjects) and bare and turn


def context_free_prep(prep: str) -> bool:
    """Prepositions of such turns of phrase."""
    return prep in ("to", "into", "on", "under", "in")


def reach_through(phrase: str, oblique: Oblique) -> tuple[str, Token]:
    """“stand on the side of the workers”: the noun belongs to the relation, which ends at the workers."""
    noun = oblique.noun
    if noun.lemma_.lower() in word_set("relational_noun"):
        for child in noun.children:
            if child.dep_ == "nmod" and (prep := preposition(child)):
                return join(phrase, oblique.prep, noun.lower_, prep), child
    return join(phrase, oblique.prep), noun


def gerund_claims(context: Context, frame: Frame, base: Claim, who: Mention, *, passive: bool) -> Iterator[Claim]:
    """“was charged with taking the drives”, "was arrested after leaving": the clause is the object, in words."""
    if frame.objects and not passive:
        return
    for clause in frame.verb.children:
        mark = next((c.lower_ for c in clause.children if c.dep_ in ("mark", "case")), "")
        if clause.dep_ in ("advcl", "xcomp") and clause.tag_ == "VBG" and mark in word_set("gerund_mark"):
            span = phrase_span(clause, keep=frozenset({"ccomp", "xcomp"}))
            phrase = join(verb_phrase(frame, passive=passive), mark)
            yield doubt(replace(base, subject=who, phrase=phrase, words=phrase, obj=words_of(span, context.doc), object_span=span), clause)


def known_phrase(frame: Frame, prep: str) -> str | None:
    """The verb with its object, where the lexicon knows the two and the preposition as one: "cut ties with", "form a coalition with"."""
    if len(frame.objects) != 1 or frame.objects[0].pos_ != "NOUN":
        return None
    phrase = f"{frame.phrase} {frame.objects[0].lemma_.lower()}"
    return phrase if is_known(join(phrase, prep)) else None


def verb_phrase(frame: Frame, *, passive: bool, with_object: bool = False) -> str:
    """The verb as a phrase: "hit out", "be arrested", "take part" (a light verb carries its noun)."""
    state = frame.complement
    if passive:
        found = state.lower_ if state is not None and state.pos_ == "ADJ" and not any(c.dep_ in ("mark", "cop") for c in state.children) else ""
        return join(f"be {frame.verb.lower_}", frame.particle, found)  # "was found guilty on two counts"
    if state is not None and state.pos_ == "ADJ" and not frame.objects and not any(c.dep_ in ("mark", "cop") for c in state.children):
        return join(frame.phrase, state.lower_)  # "pleaded guilty to murder"
    if len(frame.objects) == 1 and frame.objects[0].lower_ in REFLEXIVES:
        return join(frame.phrase, frame.objects[0].lower_)  # "shot itself in the foot"
    if with_object and frame.verb.lemma_ in word_set("light_verb") and len(frame.objects) == 1 and frame.objects[0].pos_ == "NOUN":
        return f"{frame.phrase} {frame.objects[0].lemma_}"
    return frame.phrase


def filled_phrase(frame: Frame, *, placed: bool) -> str | None:
    """The verb with its common noun: "joined the picket line in Leeds" is "join picket line in", since nobody joins in Leeds.

    A person or body is left out but before a place: "sued the firm over the leak" is "sue over", "linked the leak to a firm" is "link leak to".
    """
    noun = frame.objects[0] if len(frame.objects) == 1 else None
    titled = noun is not None and any(c.dep_ in ("appos", "flat", "nmod:desc") and c.pos_ == "PROPN" for c in noun.children)  # "bought its rival Holm for"
    if noun is None or titled or noun.pos_ != "NOUN" or noun.i < frame.verb.i or is_unit(noun) or (not placed and noun._.kind in ("person", "organization")):
        return None
    return join(
        frame.phrase,
        *(c.lower_ for c in noun.children if c.dep_ == "compound" and c.pos_ == "NOUN" and c.i == noun.i - 1 and not is_unit(c) and c.lower_ != "cent"),
        noun.lower_,
    )


def is_unit(noun: Token) -> bool:
    """Whether a noun only measures: "fell four percent in Oslo" falls in Oslo."""
    return noun.lemma_.lower() == "point" or is_amount_word(noun.text)


def join(*parts: str) -> str:
    """Words with one blank between them, empty ones left out."""
    return " ".join(p for p in parts if p)


def with_object(context: Context, base: Claim, phrase: str, noun: Token) -> Claim | None:
    """The claim with `noun` as its object: a mention where there is one, the words otherwise; None for an empty pronoun."""
    empty = noun.lower_ in word_set("empty_pronoun") - {"it", "that", "this"} and noun.pos_ != "NOUN"  # "closed the mine"
    if empty or any(c.dep_ == "nmod" and c.lower_ in ("which", "whom") for c in noun.children):
        return None  # "much of which"
    mention = object_mention(context, noun)
    if mention is None and (noun.pos_ in ("PRON", "DET") or (noun._.kind == "" and noun.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ", "SYM"))):
        return None
    span = with_task(noun, phrase_span(noun, infinitives=True))
    first = noun.left_edge
    if first.lower_ == "no" and first.i < noun.i and first.idx == span.start and base.worth.polarity is Polarity.NEGATIVE:
        span = Span(first.nbor(1).idx, span.end)  # "posed no threat": it is negated already
    return doubt(replace(base, phrase=phrase, words=phrase, obj=mention or words_of(span, context.doc), object_span=span), noun)


def with_task(noun: Token, span: Span) -> Span:
    """The span with the infinitive right behind it that the tree hung on the verb: "defied the order | not to join the strike"."""
    if noun.lemma_.lower() not in word_set("act_of_owner") | word_set("intention_noun"):
        return span
    for clause in noun.head.children:
        if clause.i > noun.i and clause.dep_ in ("advcl", "xcomp") and is_to_clause(clause) and clause.left_edge.idx == span.end + 1:
            return Span(span.start, phrase_span(clause, keep=frozenset({"ccomp", "xcomp"}), with_case=True).end)
    return span


def is_time(oblique: Oblique) -> bool:
    """Whether an oblique says when: its noun is a time ("on Tuesday", "last week", "in 1922"), "during the war" too."""
    noun = oblique.noun
    if oblique.prep in ("of", "about", "to"):
        return False  # "warned of a long winter", "sentenced to six years", "put off to June"
    if noun.lower_ in ("date", "time", "times") and all(c.dep_ in ("case", "punct") for c in noun.children):
        return False  # "to date", "at times": no time that could be told
    return (
        noun._.kind == "time"
        or (is_time_word(noun.text) and not any(c.dep_ == "nmod" for c in noun.children))  # not "a summer of discontent"
        or oblique.prep == "during"
        or (oblique.prep in ("prior to", "before", "after", "following", "since", "until", "ahead of") and noun._.kind == "event")
        or (noun.pos_ == "NUM" and len(noun.text) == 4 and noun.text.isdigit() and oblique.prep in ("in", "since", "by", "until", "from"))
    )


def is_place(oblique: Oblique) -> bool:
    """Whether an oblique says where."""
    return oblique.noun._.kind == "place" and oblique.prep in (
        "in",
        "at",
        "near",
        "outside",
        "inside",
        "on",
        "across",
        "off",
        "around",
        "throughout",
        "within",
        "along",
        "above",
        "below",
        "under",
    )


def is_adverbial_phrase(oblique: Oblique) -> bool:
    """Whether an oblique is a turn of phrase that relates nothing: "in fact", "for example", "according to"."""
    bare = not [c for c in oblique.noun.children if c.dep_ not in ("case", "punct", "advmod")]
    words = f"{oblique.prep} {oblique.noun.lower_}"
    whole = " ".join(t.lower_ for t in oblique.noun.subtree if not t.is_punct)  # "on the other hand"
    return oblique.prep.startswith(NO_RELATION) or (bare and words in word_set("adverbial")) or whole in word_set("adverbial")


def object_mention(context: Context, token: Token) -> Mention | None:
    """The mention that an object is, pronouns with content included."""
    mention = context.mention(token)
    return (
        None
        if mention is not None
        and mention.kind is MentionKind.PRONOUN
        and token.lower_ in word_set("empty_pronoun") - {"it", "himself", "herself", "themselves"}
        else mention
    )
