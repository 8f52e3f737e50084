"""In: the archive and options of `entities`. Out: the entities across articles, the pairs in doubt, and what the user decides about them.

It refuses to hold logic: `graph.archive` does the work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from graph.cli.addresses import find_address, shorten
from graph.cli.archiving import Form, Place, link_entities, say_rows
from graph.cli.options import choose
from graph.cli.terminal import say, warn
from graph.errors import SettingsError

if TYPE_CHECKING:
    from graph.archive.clusters import Cluster
    from graph.archive.linking import Link
    from graph.archive.store import Archive

_ENTITIES = """People, organizations and places of several articles are one where the evidence says so: full name, role, organization, place, age, company.
Links lie in a graph of their own, never in an article's. An entity is named by its address, or short as the tables show it: ARTICLE/ENTITY.

\b
Examples:
  triplewire entities archive                                    who is named, and in how many articles
  triplewire entities archive Starmer                            one entity, its articles, its links with their reasons
  triplewire entities archive --doubtful                         pairs that may be one
  triplewire entities archive --same 67e3…/john-smith 9b1e…/john-smith
  triplewire entities archive --different 67e3…/john-smith 9b1e…/john-smith
  triplewire entities archive --undo 67e3…/john-smith 9b1e…/john-smith
"""
_Pair = tuple[str, str]


def register(app: typer.Typer) -> None:
    """Adds the command to the program."""
    app.command(epilog=_ENTITIES)(entities)


def entities(
    archive: Place,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Only entities whose name holds this, in full.", show_default=False)] = None,
    same: Annotated[_Pair | None, typer.Option(metavar="A B", help="Call two entities one.", show_default=False)] = None,
    different: Annotated[_Pair | None, typer.Option(metavar="A B", help="Call two entities different.", show_default=False)] = None,
    undo: Annotated[_Pair | None, typer.Option(metavar="A B", help="Take such a decision back.", show_default=False)] = None,
    doubtful: Annotated[bool, typer.Option("--doubtful", help="List the pairs that may be one, the likeliest first.")] = False,
    decisions: Annotated[bool, typer.Option("--decisions", help="List what was decided.")] = False,
    kind: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Person, Organization, Place …", show_default=False)] = None,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="How many at most.")] = 50,
    form: Form = "table",
) -> int:
    """List the entities across articles, and decide which are one."""
    from graph.archive.links import count_unlinked
    from graph.archive.store import open_archive
    from graph.records import EntityType

    form = choose(form, ("table", "csv", "json"), option="--format")
    kinds = {entity_type.value.lower(): entity_type.value for entity_type in EntityType}
    kind = kinds[choose(kind, kinds, option="--type")] if kind else None
    if sum(map(bool, (same, different, undo, doubtful, decisions, name))) > 1:
        raise SettingsError("Give one of NAME, --same, --different, --undo, --doubtful and --decisions.")
    with open_archive(archive, read_only=True) as held:
        is_unlinked = count_unlinked(held) > 0
        if not (is_unlinked or same or different or undo):
            return _show(held, name, kind, top, form, doubtful=doubtful, decisions=decisions)
    with open_archive(archive) as held:
        if is_unlinked:
            link_entities(held)
        if pair := same or different or undo:
            return _decide(held, pair, "same" if same else "different" if different else None)
        return _show(held, name, kind, top, form, doubtful=doubtful, decisions=decisions)


def _show(held: Archive, name: str | None, kind: str | None, top: int, form: str, *, doubtful: bool, decisions: bool) -> int:
    if doubtful:
        _say_doubtful(held, kind, top, form)
    elif decisions:
        _say_decisions(held, form)
    else:
        _say_clusters(held, name, kind, top, form)
    return 0


def _decide(held: Archive, pair: _Pair, verdict: str | None) -> int:
    from graph.archive.linking import Verdict
    from graph.archive.links import decide

    one, other = (find_address(held, text) for text in pair)
    decide(held, one, other, Verdict(verdict) if verdict else None)
    said = {"same": "are one entity from now on", "different": "are different from now on", None: "are as the evidence has them again"}[verdict]
    say(f"{shorten(held, one)} and {shorten(held, other)} {said}")
    return 0


def _say_clusters(held: Archive, name: str | None, kind: str | None, top: int, form: str) -> None:
    from graph.archive.clusters import read_clusters

    found = [cluster for cluster in read_clusters(held) if (kind is None or cluster.type.value == kind) and (name is None or _has_name(cluster, name))]
    if name is not None and form == "table":
        for number, cluster in enumerate(found[:top]):
            if number:
                say()
            _say_one(held, cluster)
        _say_rest(len(found) - top, "--top shows more, a longer NAME fewer")
        if not found:
            say("nothing found")
        return
    rows: list[tuple[Any, ...]] = [
        (cluster.label, cluster.type.value, _count_articles(cluster), cluster.names, tuple(shorten(held, iri) for iri in cluster.members))
        for cluster in found[:top]
    ]
    if form == "table":
        rows = [(*row[:3], ", ".join(row[3][:3]), _cut(row[4])) for row in rows]
    say_rows(("entity", "type", "articles", "also named", "where"), rows, form)
    _say_rest(len(found) - top, "--top shows more, NAME fewer")


def _say_one(held: Archive, cluster: Cluster) -> None:
    from graph.archive.links import read_decisions, read_links
    from graph.archive.register import Draft

    number = _count_articles(cluster)
    say(f"{cluster.label}, {cluster.type.value.lower()}, in {number} article{'s' if number > 1 else ''}")
    draft = Draft(held)
    profiles = [profile for iri in cluster.members if (profile := draft.profile(iri)) is not None]
    rows = [
        (shorten(held, p.iri), p.names[0], ", ".join(p.roles[:2]), ", ".join(p.bodies[:2]), p.date.isoformat() if p.date else "", p.publisher) for p in profiles
    ]
    say_rows(("where", "name", "roles", "bodies", "date", "publisher"), rows, "table")
    links = sorted({link for iri in cluster.members for link in read_links(held, iri)}, key=lambda link: (-link.score, link.a, link.b))
    if links:
        say()
        decided = {(decision.a, decision.b): decision.verdict.value for decision in read_decisions(held)}
        rows = [(*row[:2], _tell_verdict(link, cluster, decided), *row[3:]) for link, row in zip(links, _tabulate(held, links[:20]), strict=False)]
        say_rows(("one", "other", "verdict", "score", "because"), rows, "table")


def _tell_verdict(link: Link, cluster: Cluster, decided: dict[tuple[str, str], str]) -> str:
    """A link's verdict; what you decided goes before it, and one that something speaks against joins none."""
    if verdict := decided.get((link.a, link.b)):
        return f"{verdict}, you said"
    return "same, kept apart" if link.verdict.value == "same" and not {link.a, link.b} <= set(cluster.members) else link.verdict.value


def _say_doubtful(held: Archive, kind: str | None, top: int, form: str) -> None:
    from graph.archive.clusters import read_groups
    from graph.archive.links import read_decisions, read_links
    from graph.archive.register import Draft

    groups = read_groups(held)
    decided = {(decision.a, decision.b) for decision in read_decisions(held)}
    draft = Draft(held)
    links = [link for link in read_links(held) if link.verdict.value == "unknown" and (link.a, link.b) not in decided]
    chosen = [link for link in links if kind is None or ((profile := draft.profile(link.a)) is not None and profile.type.value == kind)]
    chosen.sort(key=lambda link: (-link.score, link.a, link.b))
    likeliest: dict[tuple[str, str], Link] = {}  # of two groups one pair is enough, and within a group there is no doubt left
    for link in chosen:
        one, other = sorted((groups.get(link.a, link.a), groups.get(link.b, link.b)))
        if one != other:
            likeliest.setdefault((one, other), link)
    say_rows(("one", "other", "verdict", "score", "because"), _tabulate(held, list(likeliest.values())[:top]), form)
    _say_rest(len(likeliest) - top, "--top shows more")


def _say_decisions(held: Archive, form: str) -> None:
    from graph.archive.links import read_decisions

    rows = [(shorten(held, decision.a), shorten(held, decision.b), decision.verdict.value) for decision in read_decisions(held)]
    say_rows(("one", "other", "decision"), rows, form)


def _tabulate(held: Archive, links: list[Link]) -> list[tuple[Any, ...]]:
    return [(shorten(held, link.a), shorten(held, link.b), link.verdict.value, link.score, "; ".join(link.reasons)) for link in links]


def _say_rest(number: int, how: str) -> None:
    if number > 0:
        warn(f"and {number:,} more; {how}.")


def _count_articles(cluster: Cluster) -> int:
    return len({iri.partition("/entity/")[0] for iri in cluster.members})


def _has_name(cluster: Cluster, name: str) -> bool:
    wanted = name.casefold()
    return wanted == cluster.iri.casefold() or any(wanted in own.casefold() for own in (cluster.label, *cluster.names))


def _cut(members: tuple[str, ...]) -> str:
    return ", ".join(members[:2]) + (f" … {len(members) - 2} more" if len(members) > 2 else "")
