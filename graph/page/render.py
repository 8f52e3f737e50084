"""In: the contents of a graph. Out: one HTML file that holds everything it needs: data, style, script and vis-network as pyvis bundles it.

The file asks for nothing over the network, and its policy allows nothing. It refuses to put text of the article anywhere but into data, as JSON or Turtle.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyvis
from pyvis.network import Network

from graph.page.folding import NARROW, WIDE, fold
from graph.page.layout import Layout, lay_out
from graph.page.model import GROUPS, Model, make_model, to_json
from graph.records import Contents, EntityType, Status
from ontology.namespaces import BASE

# In the order in which the modules need each other.
SCRIPTS = (
    "dom", "data", "view", "state", "sparql", "palette", "labels", "scene", "emphasis", "drawing", "lines", "picture",
    "article", "details", "table", "search", "legend", "exports", "keyboard", "main",
)  # fmt: skip

SHAPES = {
    EntityType.PERSON: "dot",
    EntityType.ORGANIZATION: "square",
    EntityType.PLACE: "triangle",
    EntityType.EVENT: "star",
    EntityType.WORK: "diamond",
    EntityType.GROUP: "hexagon",
    EntityType.OTHER: "triangleDown",
}
ARROWS = {"support": "arrow", "oppose": "bar", "role": "circle", "statement": "vee", "other": "triangle", "speech": "vee"}
DASHES: dict[Status, bool | list[int]] = {Status.ASSERTED: False, Status.CLAIMED: [9, 6], Status.NEGATED: False, Status.PLANNED: [2, 5]}

_UNSAFE = re.compile("[<>&\u2028\u2029\x7f-\x9f\ud800-\udfff\ufeff]")
_IMPORT = re.compile(r"^import .*?;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def render_page(contents: Contents, *, title: str | None = None, turtle: str | None = None, base_iri: str = BASE) -> str:
    """The page of a graph, as one HTML file.

    Args:
        contents: What the graph is made of.
        title: The page's title, instead of the article's.
        turtle: The graph as Turtle, to take along from the page.
        base_iri: Where the addresses of the graph begin, as in its Turtle.

    Returns:
        The HTML, which is the same for the same arguments.
    """
    model = make_model(contents, title=title, base_iri=base_iri)
    folding, narrow = fold(model, WIDE), fold(model, NARROW)
    layout, upright = lay_out(model, folding, WIDE), lay_out(model, narrow, NARROW)
    network = make_vis_network(model, layout)
    data = {
        **to_json(model),
        "first": list(folding.first),
        "community": list(folding.community) if folding.is_large else None,
        "spread": layout.spread,
        "wrap": WIDE.wrap,
        "narrow": {"first": narrow.first, "places": upright.places, "radii": upright.radii, "spread": upright.spread, "wrap": NARROW.wrap},
        "groups": list(GROUPS),
        "network": {"nodes": network.nodes, "edges": network.edges, "options": network.options},
    }
    style, library, script = _read("page.css"), _read_library(), _join_scripts()
    return _fill(
        _read("page.html"),
        title=html.escape(model.title),
        policy=_make_policy(style, library, script),
        style=style,
        library=library,
        script=script,
        data=to_island(data),
        turtle=escape_turtle(turtle or ""),
    )


def make_vis_network(model: Model, layout: Layout) -> Network:
    """The pyvis network of the model: its nodes and edges are numbered like the model's entities and links. The page's style gives them their colours."""
    network = Network(directed=True, cdn_resources="in_line")
    for number, (entity, (x, y), radius) in enumerate(zip(model.contents.entities, layout.places, layout.radii, strict=True)):
        network.add_node(number, label=entity.label, shape=SHAPES[entity.type], x=x, y=y, size=radius)
    for number, (link, bend) in enumerate(zip(model.links, _bend_links(model), strict=True)):
        arrows = {"to": {"enabled": True, "type": ARROWS[link.group]}}
        smooth = {"enabled": bend != 0, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": abs(bend)}
        network.add_edge(link.source, link.target, id=number, arrows=arrows, dashes=DASHES[link.status], smooth=smooth)
    network.set_options(_read("options.json"))
    return network


def to_island(data: Any) -> str:
    r"""JSON that may stand in a script element: no character of it can end the element or be read as markup.

    >>> to_island("</script>")
    '"\\u003c/script\\u003e"'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def escape_turtle(turtle: str) -> str:
    r"""Turtle that may stand in a script element: what could end the element can only stand in a string, where the escape means the same.

    >>> print(escape_turtle('<a> rdfs:label "</script><!--" .'))
    <a> rdfs:label "\u003C/script>\u003C!--" .
    """
    return re.sub(r"<(?=[/!])", r"\\u003C", turtle).replace("\x00", "\\u0000")


def _bend_links(model: Model) -> list[float]:
    """How far each link is bent, so that links between the same two entities lie side by side: positive is clockwise, seen from its source."""
    together: dict[tuple[int, int], list[int]] = {}
    for number, link in enumerate(model.links):
        together.setdefault((min(link.source, link.target), max(link.source, link.target)), []).append(number)
    bends = [0.0] * len(model.links)
    for numbers in together.values():
        for place, number in enumerate(numbers):
            offset = round((place - (len(numbers) - 1) / 2) * min(0.3, 1.2 / len(numbers)), 3)
            link = model.links[number]
            bends[number] = offset if link.source <= link.target else -offset
    return bends


def _make_policy(style: str, *scripts: str) -> str:
    """A content security policy that runs these scripts and this style, and loads nothing."""
    allowed = " ".join(_hash_source(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash_source(style)}; img-src data: blob:; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-src 'none'"
    )


def _hash_source(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _read(name: str) -> str:
    return (files("graph.page") / "assets" / name).read_text(encoding="utf-8")


@cache
def _read_library() -> str:
    """vis-network, the newest that pyvis brings, without the address of a source map that a browser might look for."""
    folder = Path(pyvis.__file__).parent / "lib"
    newest = max(folder.glob("vis-*/vis-network.min.js"), key=lambda path: [int(part) for part in re.findall(r"\d+", path.parent.name)])
    return re.sub(r"//# sourceMappingURL=\S*", "", newest.read_text(encoding="utf-8").replace("\r\n", "\n").replace("\r", "\n"))


@cache
def _join_scripts() -> str:
    """The page's modules as one: in one file, nothing is left to import."""
    return "\n".join(_EXPORT.sub("", _IMPORT.sub("", _read(f"script/{name}.js"))) for name in SCRIPTS)


def _fill(template: str, **values: str) -> str:
    """Put values into the template's slots, once: a slot's name in a value stays as it is."""
    return _SLOT.sub(lambda match: values[match[1]], template)
