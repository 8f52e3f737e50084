"""In: a description that a court case gives ("her client", "the defendant"). Out: whom it means by what was told of lawyers and charges, or None.

It refuses where two could be meant.
"""

from __future__ import annotations

from graph.entities.context import Context
from graph.entities.nodes import Node, Nodes
from graph.entities.profile import Profile
from graph.records import EntityType

LAWYERS = frozenset(["lawyer", "attorney", "counsel", "barrister", "solicitor", "advocate"])
ACCUSED = frozenset(["defendant", "accused", "suspect"])
CHARGING = frozenset(["accuse", "charge", "indict", "convict", "try", "prosecute", "arraign", "acquit", "sentence"])
HOLDING = frozenset(["arrest", "detain", "hold"])
FAR = 60
"""How many sentences back the charge may stand."""


def client(nodes: Nodes, profile: Profile) -> Node | None:
    """Whom "her client" means: the one whose lawyer she is ("Holm's attorney, Rita Lund, said her client …")."""
    owners = nodes.told(profile.words)
    if profile.head != "client" or profile.determiner != "poss" or profile.is_plural or len(profile.words) != 1 or len(owners) != 1:
        return None
    employers = {
        n.number: n for p in owners[0].profiles if p.head in LAWYERS for n in nodes.told(p.words) if n.type in (EntityType.PERSON, EntityType.ORGANIZATION)
    }
    return next(iter(employers.values())) if len(employers) == 1 else None


def accused(context: Context, nodes: Nodes, i: int, profile: Profile) -> Node | None:
    """Whom "the defendant" means: the only person before who is charged with something."""
    if profile.head not in ACCUSED or profile.determiner != "the" or profile.is_plural or profile.words:
        return None
    is_suspect = profile.head == "suspect"
    people = [n for n in nodes.near(i, FAR) if n.type is EntityType.PERSON and (n.is_named or is_suspect) and not n.is_plural]
    charged = [n for n in people if any(is_charged(context, k, CHARGING | HOLDING if is_suspect else CHARGING) for k in n.before(i))]
    return charged[0] if len(charged) == 1 else None


def is_charged(context: Context, k: int, verbs: frozenset[str]) -> bool:
    """Whether mention `k` is the subject of a passive verb of charging, or of arresting."""
    head = context.heads[k]
    return head.dep_ == "nsubj:pass" and head.head.lemma_.lower() in verbs
