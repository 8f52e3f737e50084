"""In: names and addresses, from whoever asks. Out: the explorer's queries with them filled in, as strings and addresses that end nowhere else.

It refuses an address that SPARQL could read as more than one. The queries hold for one article's graph and for an archive's union of graphs alike.
"""

from __future__ import annotations

import re
from typing import Final

from graph.archive.serving.messages import Problem
from graph.quoting import quote_string

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_KINDS: Final = "FILTER(?kind IN (tw:Person, tw:Organization, tw:Place, tw:Event, tw:Work, tw:Group, tw:Other))"  # as VALUES it is joined first: minutes
_ARTICLE: Final = """
  OPTIONAL { ?article schema:headline ?headline } OPTIONAL { ?article schema:datePublished ?date }
  OPTIONAL { ?article schema:publisher ?publisher } OPTIONAL { ?article schema:url ?url }"""

# In an archive with links, each entity of a group names the group's first.
_ONE: Final = "<https://w3id.org/triplewire/archive#entity>"

OVERVIEW: Final = "SELECT (COUNT(DISTINCT ?article) AS ?articles) { ?article tw:sha256 ?hash }"

# Who comes first: in a large archive the groups with most members, elsewhere those of whom most is said. Ties are left to whoever reads this: to sort
# by address as well, Oxigraph looks every address up, which takes seconds.
LARGEST: Final = f"SELECT ?entity (COUNT(?member) AS ?count) {{ ?member {_ONE} ?entity }} GROUP BY ?entity ORDER BY DESC(?count) LIMIT {{{{most}}}}"
BUSIEST: Final = """SELECT ?entity (COUNT(?statement) AS ?count) {
  { ?statement rdf:subject ?entity } UNION { ?statement rdf:object ?entity } FILTER(isIRI(?entity))
} GROUP BY ?entity ORDER BY DESC(?count) LIMIT {{most}}"""

# One pass over all names: the query's other halves are asked for those that it finds.
NAMES: Final = """SELECT ?entity ?name {
  { ?entity rdfs:label ?name } UNION { ?entity skos:altLabel ?name }
  FILTER(CONTAINS(LCASE(?name), {{words}}) && CONTAINS(STR(?entity), "/entity/"))
} LIMIT {{most}}"""

COUNTS: Final = "SELECT ?entity (COUNT(?statement) AS ?count) { VALUES ?entity { {{entities}} } ?statement rdf:subject|rdf:object ?entity } GROUP BY ?entity"

SIZES: Final = f"SELECT ?entity (COUNT(?member) AS ?count) {{ VALUES ?entity {{ {{{{entities}}}} }} ?member {_ONE} ?entity }} GROUP BY ?entity"

MEMBERS: Final = f"SELECT ?entity {{ {{{{entity}}}} {_ONE} ?group . ?entity {_ONE} ?group }} ORDER BY ?entity LIMIT {{{{most}}}}"

DESCRIBED: Final = f"""SELECT ?entity ?first ?label ?kind ?isNamed ?article ?headline ?date ?publisher ?url {{
  VALUES ?entity {{ {{{{entities}}}} }}
  ?entity rdfs:label ?label ; a ?kind ; tw:isNamed ?isNamed . {_KINDS}
  ?article schema:mentions ?entity .{_ARTICLE} OPTIONAL {{ ?entity {_ONE} ?first }}
}} ORDER BY ?date ?entity"""

ALIASES: Final = "SELECT DISTINCT ?name { VALUES ?entity { {{entities}} } ?entity skos:altLabel ?name } ORDER BY ?name"

# The ends of a statement are described by a query of their own: an OPTIONAL for the object would be answered for all things there are.
STATEMENTS: Final = f"""SELECT DISTINCT ?statement ?subject ?how ?object ?isNode ?family ?status ?confidence ?article ?headline ?date ?publisher ?url {{
  {{ SELECT DISTINCT ?statement ?confidence {{
      VALUES ?entity {{ {{{{entities}}}} }}
      ?statement rdf:subject|rdf:object|tw:claimedBy|tw:about|tw:addressee ?entity . ?statement tw:confidence ?confidence
    }} ORDER BY DESC(?confidence) ?statement LIMIT {{{{most}}}} }}
  ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; tw:family ?family ; tw:status ?worth .
  ?relation rdfs:label ?how .
  ?article schema:mentions ?subject .{_ARTICLE}
  BIND(STRAFTER(STR(?worth), "#") AS ?status) BIND(isIRI(?object) AS ?isNode)
}} ORDER BY DESC(?confidence) ?statement"""

VOICES: Final = "SELECT ?statement ?label { VALUES ?statement { {{statements}} } ?statement tw:claimedBy/rdfs:label ?label } ORDER BY ?statement ?label"

EVIDENCE: Final = """SELECT ?statement ?quote {
  VALUES ?statement { {{statements}} }
  ?statement prov:wasDerivedFrom/oa:hasSelector ?position , ?words . ?position oa:start ?start . ?words oa:exact ?quote
} ORDER BY ?statement ?start"""

DETAILS: Final = f"""SELECT ?status ?polarity ?modality ?confidence ?when ?whenValue ?where ?role ?turn ?start ?end ?before ?quote ?after
    ?article ?headline ?date ?publisher ?url {{
  VALUES ?statement {{ {{{{statement}}}} }}
  ?statement tw:status ?worth ; tw:polarity ?sign ; tw:modality ?mode ; tw:confidence ?confidence ; prov:wasDerivedFrom ?place .
  ?place oa:hasSource ?article ; oa:hasSelector ?position , ?words .
  ?position oa:start ?start ; oa:end ?end .
  ?words oa:exact ?quote .{_ARTICLE}
  OPTIONAL {{ ?statement tw:when ?when }} OPTIONAL {{ ?statement tw:whenValue ?whenValue }}
  OPTIONAL {{ ?statement tw:where ?where }} OPTIONAL {{ ?statement tw:role ?role }}
  OPTIONAL {{ ?statement tw:inQuotation/schema:text ?turn }}
  OPTIONAL {{ ?article schema:articleBody ?body }}
  BIND(IF(?start > 160, ?start - 160, 0) AS ?from)
  BIND(SUBSTR(?body, ?from + 1, ?start - ?from) AS ?before)
  BIND(SUBSTR(?body, ?end + 1, 160) AS ?after)
  BIND(STRAFTER(STR(?worth), "#") AS ?status) BIND(STRAFTER(STR(?sign), "#") AS ?polarity) BIND(STRAFTER(STR(?mode), "#") AS ?modality)
}}"""

_SLOT: Final = re.compile(r"\{\{(\w+)\}\}")
_ADDRESSES: Final = frozenset({"entity", "entities", "statement", "statements"})


def fill(query: str, **values: str | list[str]) -> str:
    r"""A query with its slots filled: `entity`, `entities`, `statement`, `statements` are addresses, `most` is a number, everything else is a string.

    >>> fill("{{words}} {{entity}}", words='a" }', entity="http://a")
    '"a\\" }" <http://a>'
    >>> fill("{{words}} LIMIT {{most}}", words="{{most}}", most="3")
    '"{{most}}" LIMIT 3'

    Raises:
        Problem: an address is none.
    """
    # All at once, so that no value is read for slots of its own.
    return _SLOT.sub(lambda slot: _write(slot[1], values[slot[1]]), query)


def _write(name: str, value: str | list[str]) -> str:
    if name in _ADDRESSES:
        return " ".join(_write_iri(each) for each in ([value] if isinstance(value, str) else value))
    return str(int(str(value))) if name == "most" else quote_string(str(value), in_one_line=True)


def _write_iri(text: str) -> str:
    if not _IRI.fullmatch(text):
        raise Problem(400, "an address in the request is none; take one that a search gave")
    return f"<{text}>"
