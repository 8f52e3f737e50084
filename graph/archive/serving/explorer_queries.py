"""In: names and addresses, from whoever asks. Out: the explorer's queries with them filled in, as strings and addresses that end nowhere else.

It refuses an address that SPARQL could read as more than one. The queries hold for one article's graph and for an archive's union of graphs alike.
"""

from __future__ import annotations

import re
from typing import Final

from graph.archive.serving.messages import Problem
from graph.quoting import quote_string

_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_KINDS: Final = "VALUES ?kind { tw:Person tw:Organization tw:Place tw:Event tw:Work tw:Group tw:Other }"
_ARTICLE: Final = """
  OPTIONAL { ?article schema:headline ?headline } OPTIONAL { ?article schema:datePublished ?date }
  OPTIONAL { ?article schema:publisher ?publisher } OPTIONAL { ?article schema:url ?url }"""

# In an archive with links, each entity of a group names the group's first.
_ONE: Final = "<https://w3id.org/triplewire/archive#entity>"

OVERVIEW: Final = "SELECT (COUNT(DISTINCT ?article) AS ?articles) { ?article a schema:NewsArticle ; tw:sha256 ?hash }"

TOP: Final = f"""SELECT ?entity ?first ?label ?kind ?count ?article ?headline ?date ?publisher ?url {{
  {{ SELECT ?entity (COUNT(?statement) AS ?count) {{
      ?entity tw:isNamed true . ?statement rdf:subject|rdf:object ?entity
    }} GROUP BY ?entity ORDER BY DESC(?count) ?entity LIMIT 30 }}
  ?entity rdfs:label ?label ; a ?kind . {_KINDS}
  ?article schema:mentions ?entity .{_ARTICLE} OPTIONAL {{ ?entity {_ONE} ?first }}
}} ORDER BY DESC(?count) ?label"""

SEARCH: Final = f"""SELECT ?entity ?first ?label ?kind ?name ?count ?article ?headline ?date ?publisher ?url {{
  {{ SELECT ?entity ?name {{ ?entity tw:isNamed ?isNamed ; rdfs:label|skos:altLabel ?name . FILTER(CONTAINS(LCASE(?name), {{{{words}}}})) }} LIMIT 400 }}
  ?entity rdfs:label ?label ; a ?kind . {_KINDS}
  ?article schema:mentions ?entity .{_ARTICLE} OPTIONAL {{ ?entity {_ONE} ?first }}
  {{ SELECT ?entity (COUNT(?statement) AS ?count) {{
      {{ SELECT DISTINCT ?entity {{ ?entity tw:isNamed ?isNamed ; rdfs:label|skos:altLabel ?name . FILTER(CONTAINS(LCASE(?name), {{{{words}}}})) }} LIMIT 400 }}
      OPTIONAL {{ ?statement rdf:subject|rdf:object ?entity }}
    }} GROUP BY ?entity }}
}}"""

ENTITY: Final = f"""SELECT ?entity ?first ?label ?kind ?name ?article ?headline ?date ?publisher ?url {{
  {{ VALUES ?entity {{ {{{{entity}}}} }} }} UNION {{ {{{{entity}}}} {_ONE} ?group . ?entity {_ONE} ?group }}
  ?entity rdfs:label ?label ; a ?kind . {_KINDS}
  ?article schema:mentions ?entity .{_ARTICLE} OPTIONAL {{ ?entity {_ONE} ?first }}
  OPTIONAL {{ ?entity skos:altLabel ?name }}
}} ORDER BY ?date ?entity ?name"""

STATEMENTS: Final = f"""SELECT DISTINCT ?statement ?subject ?subjectFirst ?subjectLabel ?subjectKind ?how ?object ?objectFirst ?objectLabel ?objectKind
    ?family ?status ?confidence
        ?article ?headline ?date ?publisher ?url {{
  VALUES ?entity {{ {{{{entities}}}} }}
  ?statement rdf:subject|rdf:object|tw:claimedBy|tw:about|tw:addressee ?entity .
  ?statement rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; tw:family ?family ; tw:status ?worth ; tw:confidence ?confidence .
  ?subject rdfs:label ?subjectLabel ; a ?subjectKind . {_KINDS.replace("?kind", "?subjectKind")}
  ?relation rdfs:label ?how .
  ?article schema:mentions ?subject .{_ARTICLE}
  OPTIONAL {{ ?object rdfs:label ?objectLabel ; a ?objectKind . {_KINDS.replace("?kind", "?objectKind")} }}
  OPTIONAL {{ ?subject {_ONE} ?subjectFirst }} OPTIONAL {{ ?object {_ONE} ?objectFirst }}
  BIND(STRAFTER(STR(?worth), "#") AS ?status)
}} ORDER BY DESC(?confidence) ?statement LIMIT {{{{most}}}}"""

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

_ADDRESSES: Final = frozenset({"entity", "entities", "statement", "statements"})


def fill(query: str, **values: str | list[str]) -> str:
    r"""A query with its slots filled: `entity`, `entities`, `statement`, `statements` are addresses, `most` is a number, everything else is a string.

    >>> fill("{{words}} {{entity}}", words='a" }', entity="http://a")
    '"a\\" }" <http://a>'

    Raises:
        Problem: an address is none.
    """
    for name, value in values.items():
        if name in _ADDRESSES:
            text = " ".join(_write_iri(each) for each in ([value] if isinstance(value, str) else value))
        else:
            text = str(int(str(value))) if name == "most" else quote_string(str(value), in_one_line=True)
        query = query.replace(f"{{{{{name}}}}}", text)
    return query


def _write_iri(text: str) -> str:
    if not _IRI.fullmatch(text):
        raise Problem(400, "an address in the request is none; take one that a search gave")
    return f"<{text}>"
