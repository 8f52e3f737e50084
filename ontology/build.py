"""In: families.toml, plover.toml and terms.toml. Out: news.ttl, the ontology as OWL; `python -m ontology.build` writes it, README.md and a part of shapes.ttl.

The Turtle is text made from the data, byte for byte the same on every run. It refuses to import an RDF library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from ontology.families import Family, load_families, load_plover
from ontology.namespaces import BASE, PREFIXES
from ontology.page import write_page
from ontology.terms import Term, load_terms

ONTOLOGY = f"<{BASE}ontology>"
SCHEME = f"<{BASE}plover>"
VERSION = "0.1.0"
KINDS = {"object": "owl:ObjectProperty", "datatype": "owl:DatatypeProperty", "annotation": "owl:AnnotationProperty"}
TRAITS = {"symmetric": "owl:SymmetricProperty", "transitive": "owl:TransitiveProperty"}

ENTITY_CLASSES = ("Person", "Organization", "Place", "Event", "Work", "Group", "Other")

BEGIN, END = "# begin: written by `python -m ontology.build` from families.toml", "# end"

Pairs = list[tuple[str, str]]


def write_ontology() -> str:
    """The text of news.ttl."""
    terms = load_terms()
    blocks = [
        "# Written by `python -m ontology.build` from families.toml, plover.toml and terms.toml: change those.",
        "\n".join(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in PREFIXES.items() if prefix not in ("rel", "sh")),
        _block(ONTOLOGY, _header()),
        "# Classes",
        *(_block(f"tw:{t.name}", _class(t)) for t in terms if t.group == "class"),
        _block("[]", [("a", "owl:AllDisjointClasses"), ("owl:members", _list(ENTITY_CLASSES))]),
        "# Values",
        *(_block(f"tw:{t.name}", _value(t)) for t in terms if t.group == "value"),
        _block("[]", [("a", "owl:AllDifferent"), ("owl:distinctMembers", _list(t.name for t in terms if t.group == "value"))]),
        "# Properties of statements, quotations, entities, articles and families",
        *(_block(f"tw:{t.name}", _property(t)) for t in terms if t.group == "property"),
        "# Relation families",
        *(block for family in load_families().values() for block in _family_blocks(family)),
        "# PLOVER event classes",
        _block(SCHEME, _scheme()),
        *(_block(f"plover:{name}", _plover(name, definition)) for name, definition in load_plover().items()),
    ]
    return "\n\n".join(blocks) + "\n"


def _header() -> Pairs:
    return [
        ("a", "owl:Ontology"),
        ("dcterms:title", _text("Triplewire news ontology")),
        ("dcterms:description", _text("What a news article states: who did what to whom, who said so, and in which words of the article it stands.")),
        ("dcterms:license", "<https://opensource.org/license/mit>"),
        ("owl:versionInfo", _text(VERSION)),
        ("rdfs:label", _text("Triplewire news ontology")),
        ("rdfs:comment", _text("Classes, values, properties and relation families of Triplewire's knowledge graphs.")),
    ]


def _class(term: Term) -> Pairs:
    return [("a", "owl:Class"), *_described(term.label, term.comment), *_each("rdfs:subClassOf", term.under), *_each("skos:closeMatch", term.near)]


def _value(term: Term) -> Pairs:
    return [("a", ", ".join(["owl:NamedIndividual", *map(_name, term.members)])), *_described(term.label, term.comment)]


def _property(term: Term) -> Pairs:
    kinds = [KINDS[term.kind or "annotation"], *(["owl:FunctionalProperty"] if term.functional else [])]
    ends = [(name, _name(end)) for name, end in (("rdfs:domain", term.domain), ("rdfs:range", term.range)) if end]
    return [
        ("a", ", ".join(kinds)),
        *_described(term.label, term.comment),
        *_each("rdfs:subPropertyOf", term.under),
        *ends,
        *_each("skos:closeMatch", term.near),
    ]


def _family_blocks(family: Family) -> Iterator[str]:
    ends = [(name, _name(end)) for name, end in (("rdfs:domain", family.domain), ("rdfs:range", family.range)) if end]
    yield _block(
        f"tw:{family.name}",
        [
            ("a", ", ".join(["owl:ObjectProperty", *(TRAITS[t] for t in family.traits)])),
            *_described(family.label, family.definition),
            ("skos:example", _text(family.example)),
            *_each("rdfs:subPropertyOf", (*family.parents, *family.under)),
            *ends,
            *_each("schema:domainIncludes", map(_name, family.subjects)),
            *_each("schema:rangeIncludes", map(_name, family.objects)),
            *([("owl:inverseOf", f"tw:{family.inverse}")] if family.inverse else []),
            ("tw:stance", f"tw:{family.polarity.value}"),
            *([("tw:ploverClass", f"plover:{family.plover}")] if family.plover else []),
            *_each("skos:closeMatch", family.near),
        ],
    )
    if family.inverse:
        comment = f"The other way round of tw:{family.name}: the subject {family.inverse_label} the object."
        yield _block(f"tw:{family.inverse}", [("a", "owl:ObjectProperty"), *_described(family.inverse_label or family.inverse, comment)])


def _scheme() -> Pairs:
    comment = (
        "The sixteen event classes of PLOVER, the Political Language Ontology for Verifiable Event Records of the Open Event Data Alliance, in our own words."
    )
    source = "<https://github.com/openeventdata/PLOVER>"
    return [
        ("a", "skos:ConceptScheme"),
        ("dcterms:title", _text("PLOVER event classes")),
        *_described("PLOVER event classes", comment),
        ("dcterms:source", source),
    ]


def _plover(name: str, definition: str) -> Pairs:
    return [
        ("a", "skos:Concept"),
        ("skos:inScheme", SCHEME),
        ("skos:prefLabel", _text(name.lower())),
        ("skos:definition", _text(definition)),
        *_described(name.lower(), definition),
    ]


def _described(label: str, comment: str) -> Pairs:
    return [("rdfs:label", _text(label)), ("rdfs:comment", _text(comment)), ("rdfs:isDefinedBy", ONTOLOGY)]


def _each(predicate: str, names: Iterable[str]) -> Pairs:
    joined = ", ".join(map(_name, names))
    return [(predicate, joined)] if joined else []


def _list(names: Iterable[str]) -> str:
    return f"( {' '.join(map(_name, names))} )"


def _block(subject: str, pairs: Pairs) -> str:
    return f"{subject} " + " ;\n    ".join(f"{predicate} {objects}" for predicate, objects in pairs) + " ."


def _name(name: str) -> str:
    return name if ":" in name else f"tw:{name}"


def _text(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def write_shapes(shapes: str) -> str:
    """The text of shapes.ttl with its part on the types of ends written anew."""
    before, _, rest = shapes.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{_ends_shape()}\n{END}{after}"


def _ends_shape() -> str:
    """One shape, checked once for an article: it only warns, since types are read from the text, and a wrong one breaks no promise."""
    checks = [_ends_check("subject", [(f.name, f.subjects) for f in load_families().values()])]
    checks += [_ends_check("object", [(f.name, f.objects) for f in load_families().values()])]
    return f"shape:Ends a sh:NodeShape ;\n    sh:targetClass schema:NewsArticle ;\n    sh:severity sh:Warning ;\n    sh:sparql {' , '.join(checks)} ."


def _ends_check(end: str, families: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    # As text, since a SHACL constraint may hold no VALUES.
    rows = " ,\n".join(f'                    " {" ".join(f"{name}:{kind}" for kind in types)} "' for name, types in families if types)
    message = f"The {end} of this statement is of a type that seldom stands there: its type or the relation may be wrong."
    return f"""[
        a sh:SPARQLConstraint ;
        sh:prefixes <https://w3id.org/triplewire/shapes> ;
        sh:message {_text(message)} ;
        sh:select \"\"\"
            SELECT $this ?value WHERE {{
                $this schema:mentions ?end .
                ?value rdf:{end} ?end ; tw:family ?family .
                ?end rdf:type ?type .
                BIND (CONCAT(
{rows}
                ) AS ?usual)
                BIND (CONCAT(" ", STRAFTER(STR(?family), "#"), ":") AS ?name)
                FILTER (CONTAINS(?usual, ?name) && !CONTAINS(?usual, CONCAT(?name, STRAFTER(STR(?type), "#"), " ")))
            }}\"\"\" ]"""


def main() -> None:
    """Writes news.ttl, README.md and a part of shapes.ttl beside this module."""
    folder = Path(str(files("ontology")))
    shapes = write_shapes((folder / "shapes.ttl").read_text(encoding="utf-8"))
    for name, text in (("news.ttl", write_ontology()), ("README.md", write_page()), ("shapes.ttl", shapes)):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
