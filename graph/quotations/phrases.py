"""In: a word of the parsed text. Out: the phrase or clause around it, and who does what a verb says. It refuses to know what the words mean.

Trees in and around quotation marks are often wrong, so everything here also has a guess for a tree that makes no sense.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from spacy.tokens import Token

from graph.control import SUBJECT_CONTROL, is_blamed_for
from graph.records import Span

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
SPEAKING_KINDS = frozenset({"person", "organization"})
"""Kinds of things that speak, think and want."""
SUBJECTS = ("nsubj", "nsubj:outer", "nsubj:pass", "csubj", "expl")
RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "what"})
ASIDES = ("discourse", "dislocated", "vocative", "orphan", "reparandum")
AWAY_FROM_NAME = (*ASIDES, "acl", "advcl", "ccomp", "parataxis", "appos", "obl", "cop", "mark", "nsubj", "punct")
EDGES = frozenset(" \t\r\n\u00a0,;:.–—-\"“”„«»‘’'`…")
DASHES = frozenset({"—", "–", "-", "--", "―"})
CLOSING_MARK = re.compile(r"[.,!?…]*[”\"]")
TIME_LABEL = re.compile(r"\d{1,2}[.:h]\d{2}(?:[ap]m)?|[•▪●◦*–—-]", re.IGNORECASE)
CLOCK_WORDS = frozenset({"am", "pm", "a.m", "p.m", "gmt", "bst", "et", "cet", "utc", "local", "time"})
OPENERS, CLOSERS = "([", ")]"
MARKS = frozenset({"that"})
CALLING, CALLED_WITH = frozenset({"call", "appeal", "plead"}), frozenset({"on", "upon", "to", "for", "with"})
SHARED = ("conj", "xcomp", "advcl", "acl", "parataxis", "ccomp")


def subtree(head: Token, *, without: Collection[Token] = ()) -> list[Token]:
    """The words under `head`, those under `without` left out."""
    cut = {token.i for top in without for token in top.subtree}
    return [token for token in head.subtree if token.i not in cut]


def runs(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Words in groups that stand next to each other; white space parts nothing."""
    group: list[Token] = []
    for token in sorted(tokens, key=lambda t: t.i):
        if group and any(not between.is_space for between in group[-1].doc[group[-1].i + 1 : token.i]):
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def content_spans(tokens: Iterable[Token], text: str) -> tuple[Span, ...]:
    """Where words stand in `text`, without punctuation at the edges or a leading "that"; a piece without a letter or digit is none."""
    spans = []
    for group in runs(tokens):
        words = [t for t in group if not t.is_space]
        while words and ((words[0].dep_ == "mark" and words[0].lower_ in MARKS) or words[0].dep_ == "cc" or words[0].text == ","):
            words = words[1:]
        words = after_dateline(words)
        if words and words[0].is_sent_start:
            words = words[label_length(words) :]
        if words:
            span = balance(text, trim(text, Span(words[0].idx, words[-1].idx + len(words[-1]))))
            if any(c.isalnum() for c in span.cut(text)):
                spans.append(span)
    worded = [span for span in spans if any(c.isalpha() for c in span.cut(text))]
    return tuple(worded or spans)  # a figure far from its words was misplaced by the tree


def label_length(tokens: Sequence[Token]) -> int:
    """The number of words of a time or bullet at the head of a paragraph: "18.42", "7:05 pm", "•"."""
    length = 0
    while length < len(tokens) and (TIME_LABEL.fullmatch(tokens[length].text) or (length and tokens[length].lower_.strip(".") in CLOCK_WORDS)):
        length += 1
    return length


def after_dateline(words: list[Token], *, within: int = 6) -> list[Token]:
    """The words after a place in capitals and a dash, if they begin with one; the dash stands within the first so many."""
    dash = next((i for i, t in enumerate(words[:within]) if t.text in DASHES), 0)
    is_dateline = dash > 0 and words[0].is_sent_start and words[0].is_upper and words[0].pos_ == "PROPN" and len(words[0]) > 2
    return words[dash + 1 :] if is_dateline else words


def trim(text: str, span: Span) -> Span:
    """The span without blanks, punctuation and stray quotation marks at its edges; a bracket, question mark or quotation mark whose partner is inside stays.

    >>> trim('he said "no".', Span(8, 13)).cut('he said "no".')
    'no'
    """
    start, end = span.start, span.end
    while start < end and (text[start] in EDGES or (text[start] in CLOSERS)):
        start += 1
    while end > start and (text[end - 1] in EDGES or text[end - 1] in OPENERS) and not is_inner_mark(text, start, end):
        end -= 1
    return Span(start, end)


def balance(text: str, span: Span) -> Span:
    """The span, with the closing mark that follows at once where one was opened in it, and the opening mark before it where one is closed in it.

    >>> balance('It is a “plan.” So', Span(0, 13)).cut('It is a “plan.” So')
    'It is a “plan.”'
    """
    words = span.cut(text)
    closing = CLOSING_MARK.match(text, span.end)
    if closing and (words.count("“") > words.count("”") or words.count('"') % 2 == 1):
        return Span(span.start, closing.end())
    if words.count("”") > words.count("“") and text[span.start - 1 : span.start] == "“":
        return Span(span.start - 1, span.end)
    if words.count('"') % 2 == 1 and text[span.start - 1 : span.start] == '"':
        return Span(span.start - 1, span.end)
    return span


def is_inner_mark(text: str, start: int, end: int) -> bool:
    """Whether the last character closes a quotation that was opened within the span, or belongs to a word ("U.S.", "workers’")."""
    char = text[end - 1]
    inner = text[start : end - 1]
    if char == "”":
        return inner.count("“") > inner.count("”")
    if char == '"':
        return inner.count('"') % 2 == 1
    if char in "’'":
        return inner[-1:].isalnum() or inner.count("‘") > 0
    return char == "." and len(inner) > 1 and inner[-1].isalpha() and not inner[-2].isalpha()


def name_tokens(head: Token) -> list[Token]:
    """The words of a noun phrase: no relative clauses, appositions or brackets, nor what follows a comma."""
    kept = {head.i}
    pending = [child for child in head.children if is_in_name(child, head)]
    while pending:
        token = pending.pop()
        kept.add(token.i)
        pending.extend(child for child in token.children if is_in_name(child, token))
    left = right = head.i
    while left - 1 in kept:
        left -= 1
    while right + 1 in kept:
        right += 1
    doc = head.doc
    return [doc[i] for i in range(left, right + 1)]


def is_in_name(child: Token, parent: Token) -> bool:
    """Whether `child` belongs to the noun phrase of `parent` rather than hanging on it."""
    if child.is_space:
        return False
    if child.dep_ == "punct":
        return child.text in {"-", "–", ".", "/", "’", "'"} and abs(child.i - parent.i) <= 3 and not child.whitespace_
    if child.dep_ == "nmod:unmarked" or (child.dep_ == "nmod" and child._.kind == "time"):
        return False
    if child.dep_ == "cc" and child.i < parent.i and parent.dep_ != "conj":
        return child.lower_ in {"both", "either", "neither"}
    if child.dep_ == "obl" and parent.pos_ == "ADJ":
        return True
    return not child.dep_.startswith(AWAY_FROM_NAME)


def name_span(head: Token) -> Span:
    """Where the noun phrase of `head` stands."""
    tokens = name_tokens(head)
    while len(tokens) > 1 and (tokens[0].dep_ in {"cc", "case", "advmod", "fixed", "mark"} or tokens[0].is_punct):
        tokens = tokens[1:]
    tokens = [*age_before(tokens[0]), *tokens, *rest_of_name(tokens[-1])]
    if tokens[-1].text == "-" and not tokens[-1].whitespace_ and tokens[-1].i + 1 < len(head.doc):
        tokens.append(tokens[-1].nbor(1))  # the "old" of "the 19-year-old"
    last = tokens[-1]
    if len(tokens) > 1 and last.text in {"'s", "’s", "'", "’"} and last.dep_ == "case":
        last = tokens[-2]
    return Span(tokens[0].idx, last.idx + len(last))


def age_before(first: Token) -> list[Token]:
    """The words that hyphens join to the first: the "The 19-year-" of "The 19-year-old", the "The Cork, Ireland-" of "The Cork, Ireland-based maker"."""
    doc, start = first.doc, first.i
    while start > 1 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_ and not doc[start - 2].whitespace_:
        start -= 2
    if start < first.i and start > 2 and doc[start - 1].text == "," and doc[start].ent_type_ == doc[start - 2].ent_type_ == "LOC":
        start -= 2
    if start < first.i and start > 0 and doc[start - 1].pos_ == "DET":
        start -= 1
    return list(doc[start : first.i])


def rest_of_name(last: Token) -> list[Token]:
    """The words after `last` that belong to the same name, though the tree hangs them elsewhere."""
    rest: list[Token] = []
    names_person = last._.kind == "person" and last.pos_ == "NOUN"
    for token in last.doc[last.i + 1 :]:
        is_titled = not rest and last.pos_ == "PROPN" and last.text.endswith(".") and not last.is_sent_end
        goes_on = is_titled or (token.ent_iob_ == "I" and (bool(rest) or token.ent_type_ == last.ent_type_))
        begins = token.ent_iob_ == "B" and token.ent_type_ == "PER" and names_person and not rest
        if not (goes_on or begins) or token.pos_ != "PROPN" or token.is_space:
            break
        rest.append(token)
    return rest


def is_naming(token: Token) -> bool:
    """Whether a word can be the head of a speaker's name or description."""
    return token.pos_ in NOMINAL or (token.pos_ in {"ADJ", "DET", "X", "VERB"} and token.dep_.startswith("nsubj"))


def child_of(token: Token, *deps: str) -> Token | None:
    """The first child with one of the relations."""
    return next((child for child in token.children if child.dep_ in deps), None)


def has_mark(clause: Token, *words: str) -> bool:
    """Whether one of the words introduces a clause."""
    return any(c.dep_ == "mark" and c.lower_ in words for c in clause.children)


def is_clause(head: Token) -> bool:
    """Whether a word heads a clause with a subject."""
    return child_of(head, "nsubj", "nsubj:pass", "expl", "csubj", "nsubj:outer") is not None


def subject_of(verb: Token, *, depth: int = 4) -> Token | None:
    """Who does what `verb` says: its subject, or that of the clause it shares it with; a relative pronoun gives the noun before it.

    In the passive it is the agent, if any.
    """
    if any(child.dep_ in {"nsubj:pass", "aux:pass"} for child in verb.children):
        agent = child_of(verb, "obl:agent")
        return agent if agent is not None and is_naming(agent) else None
    own = own_subject(verb)
    if own is not None:
        return antecedent(own, verb) if own.lower_ in RELATIVES else own
    if depth == 0 or verb.head.i == verb.i:
        return None
    return shared_subject(verb, depth)


def own_subject(verb: Token) -> Token | None:
    """The subject that hangs on the verb itself; of several, a person's name goes first."""
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubj:outer"}]
    named = [s for s in subjects if s.ent_type_ == "PER"]
    if len(named) > 1 and named[-1].i < verb.i and named[-1].doc[max(named[-1].left_edge.i - 1, 0)].text == ",":
        return named[-1]  # "Asked by the judge, Ana Ruiz, | Lee Marsh | said"
    return named[0] if named else subjects[0] if subjects else stray_name(verb)


def stray_name(verb: Token) -> Token | None:
    """For a finite verb without a subject the name before it that no preposition governs, whatever the tree made of it."""
    if verb.tag_ not in {"VBD", "VBZ"} or verb.dep_ not in {"root", "ccomp"} or any(c.dep_.startswith(("nsubj", "csubj", "expl")) for c in verb.children):
        return None
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        is_free = not any(c.dep_ in {"case", "mark"} for c in token.children) and token.dep_ not in {"compound", "flat", "nmod:poss", "nmod", "obj", "obl"}
        if token.pos_ == "PROPN" and token.ent_type_ in {"PER", "ORG"} and is_free:
            return token
    return None


def shared_subject(verb: Token, depth: int) -> Token | None:
    """The subject of a verb that has none of its own."""
    head = verb.head
    relation = verb.dep_.split(":")[0]
    if relation == "advcl" and head.pos_ == "ADV" and head.dep_ == "advmod":
        head = head.head  # "went so far as | to say"
    if relation == "acl" and head.pos_ in NOMINAL:
        return speaker_above(verb, head) or head
    if relation in {"xcomp"} and child_of(head, "obj", "iobj") is not None and head.lemma_ not in SUBJECT_CONTROL:
        return child_of(head, "obj", "iobj")
    if relation == "advcl" and is_blamed_for(verb, head):
        return child_of(head, "obj", "nsubj:pass")  # "criticised the minister for refusing to meet them": he refuses
    if relation in {"xcomp", "advcl"} and head.lemma_ in CALLING and has_mark(verb, "to"):  # "called on | the mayor | to apologise"
        called = next((c for c in head.children if c.dep_ == "obl" and head.i < c.i < verb.i and any(k.lower_ in CALLED_WITH for k in c.children)), None)
        if called is not None:
            return called
    if relation in SHARED and (head.pos_ in {"VERB", "AUX", "ADJ"} or relation in {"conj", "advcl", "parataxis"}):
        passive = child_of(head, "nsubj:pass")
        if passive is not None:
            return antecedent(passive, head) if passive.lower_ in RELATIVES else passive
        return subject_of(head, depth=depth - 1)
    return None


def speaker_above(verb: Token, noun: Token) -> Token | None:
    """Whose participle it is behind a comma, where the tree hung it on a thing: "Voss laughed at the noise, | tweeting …"."""
    before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i > 0 else verb
    first = before.text if not verb.left_edge.is_punct else verb.left_edge.text
    if verb.tag_ != "VBG" or first != "," or noun._.kind not in {"event", "abstract", "object", "time", "substance"}:
        return None
    above = noun.head
    while above.pos_ not in {"VERB", "AUX"} and above.head.i != above.i:
        above = above.head
    return subject_of(above, depth=2) if above.pos_ == "VERB" and above.i < noun.i else None


def antecedent(pronoun: Token, verb: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    clause = verb
    while clause.dep_ == "conj" and clause.head.i != clause.i:
        clause = clause.head
    is_cleft = clause.dep_ == "advcl:relcl" and clause.head.pos_ in NOMINAL  # "it was Reyes who said"
    if not (clause.dep_.startswith("acl") or is_cleft) or clause.head.i == clause.i:
        return None
    return named_by(clause.head) or clause.head


def titled_name(head: Token) -> Token:
    """The name that a bare title is joined to ("singer and actor | Jo Marsh"), else the word itself; a title without an article is nobody of its own."""
    if head.tag_ not in {"NN", "JJ"} or head._.kind not in {"person", ""} or child_of(head, "det", "nmod:poss", "nummod") is not None:
        return head
    name = next((c for c in head.children if c.dep_ in {"conj", "appos"} and c.i > head.i and c.pos_ == "PROPN" and c.ent_type_ == "PER"), None)
    if name is None or child_of(name, "conj") is not None or head.left_edge.lower_ in {"the", "a", "an"}:
        return head
    between = list(head.doc[head.i + 1 : name.i])
    is_joined = any(t.lower_ in {"and", "turned"} for t in between) and between[-1].pos_ == "NOUN"
    return name if is_joined and all(t.pos_ in {"NOUN", "ADJ", "CCONJ", "PROPN"} or t.text in {",", "-"} for t in between) else head


def named_by(noun: Token) -> Token | None:
    """Who is described by a noun: Voss in "Voss is a painter, rower and cook who says …"."""
    while noun.dep_ == "conj" and noun.head.pos_ in NOMINAL and child_of(noun, "cop") is None:
        noun = noun.head
    holder = child_of(noun, "nsubj") or (child_of(noun.head, "nsubj") if noun.dep_ == "conj" and child_of(noun, "cop") is not None else None)
    is_described = child_of(noun, "cop") is not None and noun._.kind == "person" and noun.pos_ == "NOUN"
    return holder if is_described and holder is not None and holder.pos_ == "PROPN" else None


def nearest_nominal(tokens: Sequence[Token]) -> Token | None:
    """The head of the first noun phrase in `tokens`, whatever the tree says of it."""
    inside = {token.i for token in tokens}
    for token in tokens:
        if token.pos_ in NOMINAL and token.dep_ not in {"obl:unmarked"}:
            head = token
            while (
                head.head.i in inside
                and head.head.i != head.i
                and head.head.pos_ in NOMINAL
                and head.dep_ in {"compound", "flat", "nmod:poss", "nummod", "nmod"}
            ):
                head = head.head
            return head
    return None
