"""In: the name of a closed word list. Out: its words, from `words.json`. Words that carry meaning are the lexicon's; these only
steer the syntax, and the module refuses to hold more.

- `empty_pronoun`: pronouns that name nothing on their own; `act_of_owner`: nouns for what their owner does or says ("order", "plan"), and
  `reaching_verb`: verbs that reach through such a noun to its owner ("defied Starmer's order");
- `light_verb`: verbs that carry their object as part of the relation ("take part in"); `saying_verb`: whose manner is no fact ("said in a
  statement"); `gerund_mark`: what may join a gerund as an object ("charged with taking");
- `giving_verb`: verbs with two objects, of which the first is given the second; `portraying_verb`: verbs that say of their object what stands behind "as";
- `relational_noun`: nouns that belong to the relation ("on the side of"); `adverbial`: turns of phrase that relate nothing ("for example");
  `place_preposition`: what puts a thing in a place;
  `counting_adjective`: words for how many before a title; `enabling_noun`: what is given to somebody to do something with ("a contract to build it");
  `seeing_done_verb`: verbs of seeing or having it done ("saw her arrested"); `leaving_verb`: verbs that end what somebody was ("resigned as");
  `state_body`: named bodies whose nationality says whose they are ("the Norwegian navy", but not "British Airways").
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path


@cache
def word_set(name: str) -> frozenset[str]:
    """One list.

    >>> "order" in word_set("act_of_owner"), "boat" in word_set("act_of_owner")
    (True, False)
    """
    lists = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
    return frozenset(lists[name])
