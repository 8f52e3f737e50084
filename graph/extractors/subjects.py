"""In: a verb of a parsed sentence. Out: its surface subjects: its own, shared, controlled, or what a relative pronoun stands for.

Syntax alone, with the tables of control. It refuses to guess a subject where syntax gives none, and never undoes the passive: that is `frames`.
"""

from __future__ import annotations

from spacy.tokens import Token

from graph.clause_forms import has_no, is_open_complement, whole_clause
from graph.control import SUBJECT_CONTROL, is_blamed_for
from graph.extractors.context import conjuncts
from graph.extractors.voice import SUBJECTS, is_passive
from graph.extractors.words import word_set
from graph.gazetteer import noun_type
from graph.negation import is_negated
from graph.records import EntityType

RELATIVES = {"who", "which", "that", "whom", "whose", "where", "when", "what", "whoever"}
PEOPLE = {"he", "she", "they", "we", "i", "you"}
PASSIVE_SUBJECTS = ("nsubj:pass",)


def find_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Surface subjects: its own, or those that conjunction, control, a participle or a relative clause share with it."""
    own = [c for c in verb.children if c.dep_ in (*SUBJECTS, *PASSIVE_SUBJECTS) and not is_owner(c) and not is_title_of_next(c)]
    own = [c for c in own if (c.left_edge.lower_, c.left_edge.dep_) != ("as", "case")]  # "As many lawyers have said, he is free"
    own = [] if is_fronted(verb) and all(c.i > verb.i for c in own) else prefer_inner(own)
    if len(own) > 1:
        own = [c for c in own if not is_across_quotation(c, verb)] or own
    if own:
        return [n for c in own for n in (aiming(c) if is_aim(c) else resolve_relative(c, verb))]
    if any(c.dep_.startswith(("expl", "csubj")) for c in verb.children) or depth > 6:
        return []
    above = joined_above(verb)
    if is_open_complement(verb):
        return controlled_subjects(verb, above, depth)
    if verb.dep_ == "conj":
        if above.pos_ == "VERB" and any(c.dep_ == "cop" for c in above.children):
            return []  # "The best way may be to sit down and wait": the way does not wait
        return find_subjects(above, depth + 1) if above.pos_ in ("VERB", "AUX", "ADJ", "NOUN") and is_clause(above) else []
    if verb.dep_ in ("acl", "acl:relcl"):
        return participle_subjects(verb, above, depth)
    if verb.dep_ == "advcl" and is_shared_adverbial(verb):
        infinitive = any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)
        above = whole_clause(verb, above)
        given = [n for c in above.children if c.dep_ == "obj" and c.i < verb.i and c._.kind == "abstract" for n in given_to(c)]
        if infinitive and given:
            return given  # "awarded | the firm | a contract | to build it", the clause hung on the verb
        return blamed_objects(verb, above) or (asked_nouns(above) if infinitive else []) or matrix_subjects(above, depth)
    return []


def is_fronted(verb: Token) -> bool:
    """Whether a participle opens the sentence, so that its subject is that of the whole: "Born in Bergen, the youngest of six, she left"."""
    return verb.dep_ == "advcl" and verb.tag_ in ("VBN", "VBG") and verb.i < verb.head.i and not any(c.i < verb.i for c in verb.children if not c.is_punct)


def prefer_inner(subjects: list[Token]) -> list[Token]:
    """Of an outer and an inner subject the inner: "The truth is that he lied"."""
    return [s for s in subjects if s.dep_ != "nsubj:outer"] or subjects


def is_said_of_outer(verb: Token) -> bool:
    """Whether the clause around `verb`, whose subject is another, is what "is" says of the outer one: "The truth is that he lied", "Its aim is to win"."""
    own = any(c.dep_ in ("nsubj", "nsubj:pass") for c in verb.children)
    return any(c.dep_ == "nsubj:outer" and (own or is_aim(c)) for c in verb.children)


def is_across_quotation(subject: Token, verb: Token) -> bool:
    """Whether a quotation ends between a subject and its verb, which has another: “"Holm left the people," Ana Lund told us”."""
    between = subject.doc[min(subject.i, verb.i) : max(subject.i, verb.i)]
    return any(t.text in ("”", '"', "''", "’’") for t in between)


def joined_above(verb: Token) -> Token:
    """The clause above; for a bare form joined to a finite verb that cannot share its auxiliary, the next one up that has one.

    "will step down when the deal closes and be replaced": it is not the deal that is replaced.
    """
    above = verb.head
    bare = any(c.dep_ in ("aux:pass", "cop") and c.lower_ == "be" for c in verb.children) or verb.tag_ == "VB"
    own = any(c.dep_ == "aux" or (c.dep_ == "mark" and c.lower_ == "to") for c in verb.children)
    if verb.dep_ == "conj" and bare and not own and above.tag_ in ("VBZ", "VBD") and above.dep_ in ("advcl", "ccomp", "acl:relcl"):
        modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in above.head.children)
        return above.head if modal else above
    return above


def is_title_of_next(token: Token) -> bool:
    """Whether a noun taken for a subject stands right before another subject that is a name: "The charity Forvalta accused …"."""
    after = next((t for t in token.doc[token.i + 1 : token.i + 3] if t.dep_ != "nmod:desc"), token)  # past "Sir"
    return token.pos_ == "NOUN" and after.dep_ == token.dep_ and after.head.i == token.head.i and after.pos_ == "PROPN"


def is_aim(subject: Token) -> bool:
    """Whether a subject is what somebody aims at: "Its goal is to win"."""
    return subject.dep_ == "nsubj:outer" and subject.lemma_.lower() in word_set("intention_noun")


def aiming(aim: Token) -> list[Token]:
    """Those whose aim it is."""
    return [n for c in aim.children if c.dep_ == "nmod:poss" for n in conjuncts(c)]


def is_owner(token: Token) -> bool:
    """Whether a noun only owns the next one, though the parser took it for a subject: "Forvaltia's System 10 is …"."""
    return any(c.tag_ == "POS" and c.i > token.i and c.ent_iob_ != "I" for c in token.children)  # "McDonald's" is a name


def resolve_relative(subject: Token, verb: Token) -> list[Token]:
    """The nouns that a relative pronoun stands for, else the subject with what is joined to it."""
    if subject.lower_ in RELATIVES and subject.tag_ in ("WP", "WDT", "IN", "DT", "PRP", "WP$"):
        antecedent = find_antecedent(verb)
        if antecedent is not None and subject.lower_ == "which" and kind_of(antecedent) == "person":
            antecedent = noun_before(subject) or (antecedent if noun_type(antecedent.lemma_) is not EntityType.PERSON and not antecedent.ent_type_ else None)
        if antecedent is not None and subject.lower_ == "who":
            antecedent = one_of_several(antecedent, verb) or person_above(antecedent)
        if antecedent is not None:
            return described_subjects(antecedent) or conjuncts_before(antecedent, subject)
        if subject.lower_ in ("who", "which", "that") and subject.tag_ in ("WP", "WDT"):
            return []
    return conjuncts(subject)


def one_of_several(noun: Token, verb: Token) -> Token | None:
    """Who is meant by "who" and a verb of one behind several: in "Holm, one of the owners, who was himself held, left" Holm."""
    one = noun.head
    if noun.dep_ != "nmod" or one.lower_ != "one" or noun.tag_ not in ("NNS", "NNPS") or number_of_verb(verb) != "one":
        return None
    return one.head if one.dep_ == "appos" else one


def noun_before(relative: Token) -> Token | None:
    """The thing right before "which": in "the mayor, who signed the bill, which angered staff" the bill."""
    before = relative.doc[relative.i - 1] if relative.i else relative
    noun = relative.doc[before.i - 1] if before.text == "," and before.i else before
    return noun if noun.pos_ in ("NOUN", "PROPN") and kind_of(noun) != "person" else None


def described_subjects(antecedent: Token) -> list[Token]:
    """Who it is that the antecedent describes: in "Holm is a liar and a cheat who closed the mill" Holm closed it; "it" and "the worst of all" are nobody."""
    first = antecedent
    while first.dep_ == "conj" and not any(c.dep_ == "cop" for c in first.children):
        first = first.head
    noun = first.pos_ == "NOUN" or first.lower_ == "one"
    said = noun and any(c.dep_ == "cop" for c in first.children) and not any(c.dep_ == "case" for c in first.children)
    if not said or is_negated(first) or has_no(first):
        return []
    return [n for n in find_subjects(first) if n.pos_ == "PROPN" or n.lower_ in PEOPLE or first.lower_ == "one" or is_titled(n)]


def is_titled(noun: Token) -> bool:
    """Whether a noun only describes the name behind it: "nominee Ana Lund"."""
    return any(c.ent_type_ == "PER" and c.dep_ in ("appos", "flat", "nmod:desc") and c.i > noun.i for c in noun.children)


def person_above(noun: Token) -> Token:
    """Who is meant by "who" behind a thing: in "a friend of the harbour who …" the friend."""
    above = noun
    while kind_of(above) in ("abstract", "object", "event", "time", "substance") and above.dep_ == "nmod":
        above = above.head
    return above if kind_of(above) == "person" else noun


def conjuncts_before(antecedent: Token, relative: Token) -> list[Token]:
    """An antecedent joined to others ("Smith and Jones, who …") is all of them where the relative clause hangs on the first.

    After a list of three and more ("stars like Ana Brun, Karl Weiss and Dora Mills, who joked …") it is only the last, unless the verb is plural,
    and after two where the verb is that of one ("Ana Brun or Dora Mills, who is …").
    """
    found = [n for n in conjuncts(antecedent) if n.i < relative.i]
    last = found[-1] if len(found) > 1 and relative.tag_ in ("WP", "WDT") and relative.i and relative.doc[relative.i - 1].text == "," else None
    if last is not None and last.ent_type_ == "PER" and last.right_edge.i >= relative.i - 2 and (number := number_of_verb(relative.head)) != "many":
        return [last] if len(found) > 2 or number == "one" else found
    return found or [antecedent]


def number_of_verb(verb: Token) -> str:
    """Whether a verb's form says that its subject is "one" ("is", "has left") or "many" ("were thanked"); "" where it says neither."""
    forms = {c.lower_ for c in verb.children if c.dep_ in ("aux", "aux:pass", "cop")}
    if forms & {"are", "were", "have"} or verb.tag_ == "VBP":
        return "many"
    return "one" if forms & {"is", "was", "has", "does"} or verb.tag_ == "VBZ" else ""


def find_antecedent(verb: Token) -> Token | None:
    """The noun that the relative clause around `verb` says something of."""
    node = verb
    for _ in range(6):
        if node.dep_ in ("acl:relcl", "advcl:relcl"):
            return node.head if node.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET") else None
        if node.dep_ not in ("conj", "xcomp", "ccomp") or node.head.i == node.i:
            return None
        node = node.head
    return None


def controlled_subjects(verb: Token, above: Token, depth: int) -> list[Token]:
    """The doer of an infinitive: the object of "told them to leave", the subject of "wanted to leave"."""
    if above.i == verb.i:
        return []
    given = [c for c in above.children if c.dep_ in ("obj", "iobj")]
    if given and above.lemma_ not in SUBJECT_CONTROL:
        return [n for c in given for n in conjuncts(c)]
    return asked_nouns(above) or find_subjects(above, depth + 1)


def asked_nouns(above: Token) -> list[Token]:
    """Who is to do it, in "called on the minister to resign", "on Monday called on him to resign"."""
    if above.lemma_ not in ("call", "appeal", "plead", "wait", "arrange", "say"):
        return []
    asked = [c for c in above.children if c.dep_ == "obl" and any(k.dep_ == "case" and k.lower_ in ("on", "for", "with", "to") for k in c.children)]
    return [n for c in asked if kind_of(c) not in ("time", "abstract") for n in conjuncts(c)]


def participle_subjects(verb: Token, noun: Token, depth: int) -> list[Token]:
    """The noun that a participle hangs on; for "a bid to win", "its plan to build" whoever's bid or plan it is."""
    if verb.dep_ == "acl:relcl":
        relative = [c for c in verb.children if c.lower_ in RELATIVES or any(k.lower_ in RELATIVES for k in c.children)]
        return [] if relative else conjuncts_before(noun, verb) if is_passive(verb) else []
    gerund = any(c.dep_ in ("mark", "case") and c.lower_ in ("of", "for", "in", "about", "at", "on", "from", "like", "as") for c in verb.children)
    if verb.tag_ == "VBG" and (is_of_clause(verb, noun) or is_custody(noun)):
        return matrix_subjects(clause_above(noun), depth)
    if verb.tag_ in ("VBG", "VBN") and not gerund:
        return conjuncts_before(noun, verb)
    if noun.dep_ == "xcomp" and noun.head.lemma_ in ("become", "be", "remain") and kind_of(noun) in ("person", "organization"):
        return find_subjects(noun.head, depth + 1)  # "became the first woman to lead it": she leads it
    owner = [c for c in noun.children if c.dep_ == "nmod:poss"]
    if owner and kind_of(noun) == "person" and not gerund:
        return described_subjects(noun) or conjuncts(noun)  # "Ana Lund is Holm's nominee to lead it": she is to lead it
    if owner:
        return conjuncts(owner[0])
    if not gerund and (given := given_to(noun)):
        return given
    if gerund and noun.dep_ in ("obj", "nsubj:pass") and is_blamed_for(verb, noun.head):
        return conjuncts(noun)  # "accused the firm | of hiding it", the clause hung on the firm
    if gerund and noun.lemma_.lower() not in word_set("intention_noun"):
        return []  # "hid the cost of moving the staff" does not say who moved them
    whole = noun.head if noun.dep_ == "nmod" and not gerund and kind_of(noun.head) in ("person", "organization") else noun  # "the heads of the firms to pay"
    if whole.dep_ == "obj" and not gerund and kind_of(whole) in ("person", "organization"):
        return conjuncts(whole)  # "hired a lawyer to fight the case", "required the firms to pay"
    if noun.dep_ == "obj" and noun.head.lemma_ in word_set("judging_verb"):
        return []  # "rejected a request to publish it": others wanted to
    if noun.dep_ in ("obj", "obl") and noun.head.pos_ == "VERB" and not any(c.lower_ in ("first", "last", "only") for c in noun.children):
        return find_subjects(noun.head, depth + 1)
    return conjuncts(noun) if any(c.lower_ in ("first", "last", "only", "second", "youngest", "oldest") for c in noun.children) else []


def given_to(noun: Token) -> list[Token]:
    """Who got the right or the job to do it: "gave | Ana Lund | leave to stay"; who gives a pledge means to keep it, who sends an offer to buy it buys."""
    if noun.dep_ != "obj" or noun.lemma_.lower() not in word_set("enabling_noun"):
        return []
    return [n for c in noun.head.children if c.dep_ == "iobj" for n in conjuncts(c)]


def is_of_clause(verb: Token, noun: Token) -> bool:
    """Whether a participle behind a comma says what the whole clause did, though it hangs on its last noun: "banned the toxins used in foam, angering makers".

    Not where the noun is a person, who may be described so ("met Ana Lund, wearing a hat"), or stands before the verb.
    """
    before = verb.left_edge if verb.left_edge.text == "," else verb.left_edge.nbor(-1) if verb.left_edge.i else verb
    above = clause_above(noun)
    return before.text == "," and kind_of(noun) != "person" and not noun.ent_type_ and above.pos_ == "VERB" and above.i < noun.i


def is_custody(noun: Token) -> bool:
    """Whether a bare noun only says where somebody is: "spent a year in prison awaiting trial"."""
    return noun.dep_ == "obl" and noun.tag_ == "NN" and kind_of(noun) == "place" and [c.dep_ for c in noun.lefts] == ["case"]


def clause_above(noun: Token) -> Token:
    """The verb that a noun hangs on, past other nouns and participles that describe them."""
    above = noun
    while above.head.i != above.i and (above.pos_ != "VERB" or above.dep_ in ("acl", "acl:relcl")):
        above = above.head
    return above


def is_shared_adverbial(verb: Token) -> bool:
    """Whether an adverbial clause without subject is done by the subject of the clause above: "…, killing two", "to win", "without paying"."""
    return verb.tag_ in ("VBG", "VBN") or any(c.dep_ == "mark" and c.lower_ == "to" for c in verb.children)


def blamed_objects(verb: Token, above: Token) -> list[Token]:
    """Those who did it, in "accused the firm of hiding it", "thanked staff for coming": the objects of the verb above."""
    if not is_blamed_for(verb, above):
        return []
    return [n for c in above.children if c.dep_ == "obj" for n in conjuncts(c)]


def matrix_subjects(above: Token, depth: int) -> list[Token]:
    """The surface subjects of the clause above, of a passive too."""
    return find_subjects(above, depth + 1) if is_clause(above) else []


def is_clause(token: Token) -> bool:
    """Whether the word is a predicate: a verb, or a noun or adjective with a copula."""
    return token.pos_ == "VERB" or any(c.dep_ in ("cop", "nsubj", "nsubj:pass") for c in token.children) or token.dep_ in ("xcomp", "advcl")


def kind_of(token: Token) -> str:
    """What a noun names, by the network; "" for what it does not know."""
    return str(token._.kind or "")
