"""In: what an archive holds, and an article to put in or take out. Out: the quads to remove and to add, in one step. It refuses to change anything itself.

A relation's label stands once in the vocabulary however many articles use it: it goes when the last of them goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph.archive import layout
from graph.archive.changes import Change, describe_change, write_change
from graph.archive.layout import DATE, Layout, in_graph, integer, term
from graph.archive.preparing import Prepared
from graph.archive.vocabulary import Variant, fixed_triples, read_variants, relation_triples, write_variants

_PREDICATE = term("rdf:predicate")
_SHA = term("tw:sha256")

_Relations = dict[NamedNode, tuple[Variant, ...]]
"""Articles, and the relations of each."""


class Quads(Protocol):
    """Where quads can be looked up."""

    def quads(
        self, subject: NamedNode | None = None, predicate: NamedNode | None = None, value: NamedNode | Literal | None = None, graph: NamedNode | None = None
    ) -> Iterator[Quad]:
        """The quads of a pattern; None stands for any."""
        ...


@dataclass
class Plan:
    """What one transaction does. `change` tells it to a reader, where a known article was changed or removed."""

    remove: set[Quad] = field(default_factory=set)
    add: set[Quad] = field(default_factory=set)
    change: Change | None = None

    def swap(self, old: Iterable[Quad], new: Iterable[Quad]) -> None:
        """Takes out what is only in `old`, puts in what is only in `new`."""
        before, after = set(old), set(new)
        self.remove |= before - after
        self.add |= after - before


def plan_creation(held: Quads, names: Layout) -> Plan:
    """The vocabulary's fixed part: all of it in a new archive, else what another version of the ontology made different."""
    plan = Plan()
    wanted = {in_graph(triple, names.vocabulary) for triple in fixed_triples()}
    subjects = {quad.subject for quad in wanted if isinstance(quad.subject, NamedNode)}
    plan.swap((quad for subject in subjects for quad in held.quads(subject, graph=names.vocabulary)), wanted)
    return plan


def plan_putting(held: Quads, names: Layout, new: Prepared) -> Plan:
    """Puts an article in, or in the place of its former self.

    Where two sources give one article (one address), the later date stands, then the later key; so the order of arrival makes no difference.
    """
    plan, iri, source = Plan(), NamedNode(new.iri), names.source(new.key)
    plan.swap(held.quads(source, graph=names.index), _source_row(new, source, names))
    leaving: _Relations = {}
    former = next((quad.object for quad in held.quads(source, layout.ARTICLE, graph=names.index)), None)
    if isinstance(former, NamedNode) and former != iri and _text(held, former, layout.KEY, former) == new.key:
        leaving |= _plan_withdrawal(plan, held, names, former, because="moved")  # the source now gives an article of another address
        plan.remove -= set(_source_row(new, source, names))
    triples = new.read_triples()
    if _stands(held, iri, triples, new.key):
        _plan_vocabulary(plan, held, names, leaving, ())
        return plan
    before, known, wanted = {quad.triple for quad in held.quads(graph=iri)}, _relations_of(held, names, iri), read_variants(new.relations)
    plan.swap((in_graph(triple, iri) for triple in before), (in_graph(triple, iri) for triple in triples))
    row = {Quad(iri, name, value, names.index) for name, value in _article_row(new)}
    if before == triples and next(held.quads(source, layout.SOURCE_HASH, graph=names.index), None) is not None:
        row |= set(held.quads(iri, layout.UNLINKED, graph=names.index))  # nothing new, and nothing half done: linked or not, it stays so
    else:
        row.add(Quad(iri, layout.UNLINKED, Literal(new.profiles), names.index))
    plan.swap(held.quads(iri, graph=names.index), row)
    _plan_vocabulary(plan, held, names, {**leaving, iri: known}, wanted)
    if before and before != triples:
        _plan_change(plan, held, names, iri, describe_change(before, triples, known, wanted, because=_reason(before, triples)))
    return plan


def plan_removal(held: Quads, names: Layout, iri: NamedNode) -> Plan:
    """Takes an article out, with its rows and sources."""
    plan = Plan()
    _plan_vocabulary(plan, held, names, _plan_withdrawal(plan, held, names, iri, because="removed"), ())
    return plan


def _stands(held: Quads, iri: NamedNode, triples: set[Triple], key: str) -> bool:
    """Whether the article that is there came from another source, and goes before this one."""
    known = _text(held, iri, layout.KEY, iri)
    return known is not None and known != key and (_text(held, iri, DATE, iri) or "", known) > (_date_of(triples), key)


def _plan_withdrawal(plan: Plan, held: Quads, names: Layout, iri: NamedNode, *, because: str) -> _Relations:
    """Takes an article out, all but its relations, which it gives."""
    own, known = set(held.quads(graph=iri)), _relations_of(held, names, iri)
    sources = [quad.subject for quad in held.quads(None, layout.ARTICLE, iri, names.index)]
    plan.remove |= own | set(held.quads(iri, graph=names.index))
    plan.remove |= {quad for source in sources if isinstance(source, NamedNode) for quad in held.quads(source, graph=names.index)}
    if next(held.quads(iri, layout.PROFILES, graph=names.register), None) is not None:
        plan.add.add(Quad(iri, layout.UNLINKED, Literal(""), names.index))
    _plan_change(plan, held, names, iri, describe_change({quad.triple for quad in own}, set(), known, (), because=because))
    return {iri: known}


def _plan_change(plan: Plan, held: Quads, names: Layout, iri: NamedNode, change: Change) -> None:
    number = 1 + sum(1 for _ in held.quads(None, layout.ARTICLE, iri, names.history))
    plan.change = change
    last, node = NamedNode(f"{iri.value}/change/{number - 1}"), NamedNode(f"{iri.value}/change/{number}")
    if _is_half_done(held, names, iri) and _text(held, last, layout.AFTER, names.history) == change.after:
        return  # it was told before it was stopped
    plan.add |= {Quad(node, layout.ARTICLE, iri, names.history), Quad(node, layout.NUMBER, integer(number), names.history)}
    plan.add |= {Quad(node, name, value, names.history) for name, value in write_change(change)}


def _is_half_done(held: Quads, names: Layout, iri: NamedNode) -> bool:
    """Whether an article's source lost its mark: a large change at an endpoint was stopped."""
    sources = [quad.subject for quad in held.quads(None, layout.ARTICLE, iri, names.index)]
    return any(isinstance(source, NamedNode) and _text(held, source, layout.SOURCE_HASH, names.index) is None for source in sources)


def _plan_vocabulary(plan: Plan, held: Quads, names: Layout, leaving: _Relations, coming: Iterable[Variant]) -> None:
    """The relations of articles that go, or are about to change, and those that come instead."""
    new = set(coming)
    old = {variant for variants in leaving.values() for variant in variants}
    gone = {variant for variant in old - new if not _is_used_elsewhere(held, names, variant, leaving)}
    for relation in sorted({variant.iri for variant in gone | (new - old)}):
        node = NamedNode(relation)
        stored = held.quads(node, layout.VARIANT, graph=names.index)
        before = {variant for quad in stored if isinstance(quad.object, Literal) for variant in read_variants(quad.object.value)}
        after = (before - gone) | {variant for variant in new if variant.iri == relation}
        plan.swap(_variant_rows(node, before, names), _variant_rows(node, after, names))


def _variant_rows(node: NamedNode, variants: set[Variant], names: Layout) -> set[Quad]:
    rows = {Quad(node, layout.VARIANT, Literal(write_variants([variant])), names.index) for variant in variants}
    return rows | {in_graph(triple, names.vocabulary) for triple in relation_triples(variants)}


def _is_used_elsewhere(held: Quads, names: Layout, variant: Variant, leaving: _Relations) -> bool:
    seen = set(leaving)
    for quad in held.quads(None, _PREDICATE, NamedNode(variant.iri)):
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and graph not in seen:
            seen.add(graph)
            if variant in _relations_of(held, names, graph):
                return True
    return False


def _relations_of(held: Quads, names: Layout, iri: NamedNode) -> tuple[Variant, ...]:
    text = _text(held, iri, layout.RELATIONS, names.index)
    return read_variants(text) if text is not None else ()


def _source_row(new: Prepared, source: NamedNode, names: Layout) -> set[Quad]:
    pairs = (
        (layout.SOURCE_KEY, Literal(new.key)),
        (layout.SOURCE_HASH, Literal(new.report.content)),
        (layout.VERSION, Literal(new.report.version)),
        (layout.ARTICLE, NamedNode(new.iri)),
    )
    return {Quad(source, name, value, names.index) for name, value in pairs}


def _article_row(new: Prepared) -> tuple[tuple[NamedNode, Literal], ...]:
    return (
        (layout.WORDS, integer(new.words)),
        (layout.STATEMENTS, integer(new.statements)),
        (layout.RELATIONS, Literal(new.relations)),
        (layout.SKETCH, Literal(new.sketch)),
    )


def _text(held: Quads, subject: NamedNode, predicate: NamedNode, graph: NamedNode) -> str | None:
    return next((quad.object.value for quad in held.quads(subject, predicate, graph=graph) if isinstance(quad.object, Literal)), None)


def _date_of(triples: set[Triple]) -> str:
    return next((triple.object.value for triple in triples if triple.predicate == DATE and isinstance(triple.object, Literal)), "")


def _reason(before: set[Triple], after: set[Triple]) -> str:
    texts = [{triple.object for triple in side if triple.predicate == _SHA} for side in (before, after)]
    return "text" if texts[0] != texts[1] else "program"
