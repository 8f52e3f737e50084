"""In: an archive whose entities are linked. Out: its statements as reports: who and what by the groups that the links make, and which article says so.

Entities that no link joins stay apart, whatever they are called. All is asked in SPARQL, so that a folder and an endpoint answer alike. It refuses to
compare.
"""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from graph.archive.layout import ARCHIVE
from graph.archive.store import Archive
from graph.errors import QueryError
from graph.query_results import Result
from graph.quoting import quote_string
from graph.statements import fold

TIMEOUT: Final = 600.0
_CHUNK: Final = 500
_PREFIX: Final = f"PREFIX arc: <{ARCHIVE}>\n"
_MEMBERS: Final = """SELECT DISTINCT ?group ?member WHERE {
  { SELECT DISTINCT ?group WHERE { ?article schema:mentions ?found . %s OPTIONAL { ?found arc:entity ?first } BIND(COALESCE(?first, ?found) AS ?group) } }
  { ?member arc:entity ?group }
  UNION { ?article schema:mentions ?group . FILTER NOT EXISTS { ?group arc:entity ?other } BIND(?group AS ?member) }
}"""


@dataclass(frozen=True)
class Publication:
    """An article, as far as comparing goes."""

    iri: str
    title: str | None = None
    publisher: str | None = None
    date: datetime.date | None = None
    sketch: str = field(default="", repr=False)


@dataclass(frozen=True)
class Report:
    """One statement of one article. `subject`, `obj` are addresses of groups; `literal` is set where the object is words.

    `moment` is the ISO date that the statement itself names, `moment_words` the article's words for it. `claimed_by` are labels.
    """

    iri: str
    article: Publication
    subject: str
    relation: str
    label: str
    family: str
    obj: str | None
    literal: str | None
    polarity: str
    modality: str
    status: str
    role: str | None = None
    moment: str | None = None
    moment_words: str | None = None
    is_quoted: bool = False
    is_claimed: bool = False
    claimed_by: tuple[str, ...] = ()
    words: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What two reports of the same have in common, whatever their worth."""
        return self.subject, self.relation, self.obj if self.obj is not None else f"“{fold(self.literal or '')}”"


def read_publications(archive: Archive) -> dict[str, Publication]:
    """All articles by address."""
    rows = _ask(
        archive,
        """SELECT ?article ?title ?publisher ?date ?sketch WHERE {
          ?article a schema:NewsArticle ; tw:sha256 ?hash .
          OPTIONAL { ?article schema:headline ?title } OPTIONAL { ?article schema:publisher ?publisher }
          OPTIONAL { ?article schema:datePublished ?date } OPTIONAL { ?article arc:sketch ?sketch }
        }""",
    )
    found = (Publication(iri or "", title, publisher, _day(date), sketch or "") for iri, title, publisher, date, sketch in rows)
    return {publication.iri: publication for publication in found}


def read_reports(archive: Archive, publications: Mapping[str, Publication], *, where: str = "", of: Iterable[str] | None = None) -> list[Report]:
    """Statements as reports, without claimants and words (`add_words` reads those), in a lasting order.

    Args:
        archive: Whose statements.
        publications: What `read_publications` gave.
        where: More SPARQL that narrows `?statement`, `?subject`, `?object`.
        of: Only statements with these entities (addresses of articles' own entities) as subject or object; by default all.
    """
    found: dict[str, Report] = {}
    for narrowed in [where] if of is None else _narrow(where, sorted(set(of))):
        for report in _read(archive, publications, narrowed):
            found[report.iri] = report
    return sorted(found.values(), key=lambda report: (report.article.iri, report.iri))


def add_words(archive: Archive, reports: Iterable[Report]) -> list[Report]:
    """The same reports with their claimants and the first words that they were read from."""
    reports = list(reports)
    claimants: dict[str, set[str]] = defaultdict(set)
    words: dict[str, tuple[int, str]] = {}
    for chunk in _chunks(sorted({report.iri for report in reports})):
        values = f"VALUES ?statement {{ {chunk} }}"
        for iri, name in _ask(archive, f"SELECT ?statement ?name WHERE {{ {values} ?statement tw:claimedBy/rdfs:label ?name }}"):
            claimants[iri or ""].add(name or "")
        asked = f"{values} ?statement prov:wasDerivedFrom ?place . ?place oa:hasSelector ?one , ?two . ?one oa:start ?start . ?two oa:exact ?exact"
        for iri, start, exact in _ask(archive, f"SELECT ?statement ?start ?exact WHERE {{ {asked} }}"):
            place = (int(start or 0), exact or "")
            words[iri or ""] = min(words.get(iri or "", place), place)
    return [_with_words(report, tuple(sorted(claimants[report.iri])), words.get(report.iri, (0, ""))[1]) for report in reports]


def read_labels(archive: Archive, entities: Iterable[str]) -> dict[str, str]:
    """What entities or groups are called: the label that most of a group have, then the longest, then the first by alphabet."""
    wanted = sorted(set(entities))
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for chunk in _chunks(wanted):
        text = f"""SELECT ?group ?label WHERE {{ VALUES ?group {{ {chunk} }}
          {{ ?member arc:entity ?group . ?member rdfs:label ?label }} UNION {{ ?group rdfs:label ?label FILTER NOT EXISTS {{ ?group arc:entity ?any }} }} }}"""
        for group, label in _ask(archive, text):
            counts[group or ""][label or ""] += 1
    return {group: min(found, key=lambda name: (-found[name], -len(name.split()), name)) for group, found in counts.items()}


def read_descriptions(archive: Archive, entities: Iterable[str]) -> dict[str, str]:
    """The labels of those of the entities that have no name of their own, such as "900 people"."""
    found: dict[str, str] = {}
    for chunk in _chunks(sorted(set(entities))):
        asked = f"VALUES ?entity {{ {chunk} }} ?entity tw:isNamed ?named ; rdfs:label ?label FILTER(STR(?named) IN ('false', '0'))"
        found |= {entity or "": label or "" for entity, label in _ask(archive, f"SELECT ?entity ?label WHERE {{ {asked} }}")}
    return found


def find_groups(archive: Archive, name: str) -> dict[str, tuple[str, ...]]:
    """The entities that have a name, by the address of their group: an address, else the very name, else a part of one."""
    wanted = quote_string(name.casefold())
    named = "{ ?found rdfs:label ?name } UNION { ?found skos:altLabel ?name }"
    ways = (f"FILTER(STR(?found) = {quote_string(name)})", f"{named} FILTER(LCASE(?name) = {wanted})", f"{named} FILTER(CONTAINS(LCASE(?name), {wanted}))")
    for way in ways:
        groups: dict[str, list[str]] = defaultdict(list)
        for group, member in _ask(archive, _MEMBERS % way):
            groups[group or ""].append(member or "")
        if groups:
            return {group: tuple(sorted(members)) for group, members in sorted(groups.items())}
    raise QueryError(f"nobody and nothing in the archive is called {name!r}; a part of a name is enough, and `triplewire entities` lists who is named")


def concerns(report: Report, groups: Container[str | None]) -> bool:
    """Whether a report is about one of some groups."""
    return report.subject in groups or report.obj in groups


def find_ends(reports: Iterable[Report]) -> set[str]:
    """The groups that reports are about."""
    return {end for report in reports for end in (report.subject, report.obj) if end}


def find_members(archive: Archive, groups: Iterable[str]) -> set[str]:
    """All entities of some groups; one that no link joins is a group of its own."""
    wanted = sorted(set(groups))
    found = set(wanted)
    for chunk in _chunks(wanted):
        found |= {member or "" for (member,) in _ask(archive, f"SELECT ?member WHERE {{ VALUES ?group {{ {chunk} }} ?member arc:entity ?group }}")}
    return found


def _read(archive: Archive, publications: Mapping[str, Publication], where: str) -> Iterator[Report]:
    rows = _ask(
        archive,
        f"""SELECT ?statement ?one ?relation ?how ?family ?other ?object ?polarity ?modality ?status ?role ?date ?words ?quotation ?claimed WHERE {{
          {where}
          ?statement a rdf:Statement ; rdf:subject ?subject ; rdf:predicate ?relation ; rdf:object ?object ; tw:family ?family ;
            tw:polarity ?polarity ; tw:modality ?modality ; tw:status ?status .
          ?relation rdfs:label ?how .
          OPTIONAL {{ ?subject arc:entity ?first }} OPTIONAL {{ ?object arc:entity ?second }}
          OPTIONAL {{ ?statement tw:role ?role }} OPTIONAL {{ ?statement tw:whenValue ?date }} OPTIONAL {{ ?statement tw:when ?words }}
          OPTIONAL {{ ?statement tw:inQuotation ?quotation }}
          BIND(EXISTS {{ ?statement tw:claimedBy ?anybody }} AS ?claimed)
          BIND(COALESCE(?first, ?subject) AS ?one)
          BIND(IF(isIRI(?object), STR(COALESCE(?second, ?object)), "") AS ?other)
        }}""",
    )
    for iri, one, relation, how, family, other, obj, polarity, modality, status, role, date, words, quotation, claimed in rows:
        article = publications.get((iri or "").rpartition("/statement/")[0])
        if article is not None:
            names = [_local(term) for term in (family, polarity, modality, status)]
            value = (other or None, None) if other else (None, obj)
            yield Report(
                iri or "", article, one or "", relation or "", how or "", names[0], value[0], value[1], names[1], names[2], names[3],
                role=role, moment=date, moment_words=words, is_quoted=quotation is not None, is_claimed=claimed == "true",
            )  # fmt: skip


def _narrow(where: str, entities: list[str]) -> Iterator[str]:
    for chunk in _chunks(entities):
        yield f"{where} VALUES ?subject {{ {chunk} }} ?statement rdf:subject ?subject ."
        yield f"{where} VALUES ?object {{ {chunk} }} ?statement rdf:object ?object ."


def _chunks(iris: list[str]) -> Iterator[str]:
    for start in range(0, len(iris), _CHUNK):
        yield " ".join(f"<{iri}>" for iri in iris[start : start + _CHUNK])


def _ask(archive: Archive, sparql: str) -> list[tuple[str | None, ...]]:
    result: Result = archive.query(_PREFIX + sparql, timeout=TIMEOUT, limit=0)
    return result.values()


def _with_words(report: Report, claimants: tuple[str, ...], words: str) -> Report:
    return replace(report, claimed_by=claimants, words=words)


def _local(term: str | None) -> str:
    return (term or "").rpartition("#")[2]


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text or "")
    except ValueError:
        return None
