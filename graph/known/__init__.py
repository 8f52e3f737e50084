"""What the user knows already. In: a CSV or Turtle file of names, aliases, types and addresses. Out: the same as records, and entities improved by them.

`read_known` reads; `fit_mentions` sees to it that known names are found, with their types, before entities are resolved; `apply_known` joins
aliases and adds addresses afterwards.
It refuses to use a name that two known things share.
"""

from graph.known.applying import apply_known
from graph.known.fitting import fit_mentions
from graph.known.reading import read_known
from graph.known.things import KnownThing, KnownThings, make_known

__all__ = ["KnownThing", "KnownThings", "apply_known", "fit_mentions", "make_known", "read_known"]
