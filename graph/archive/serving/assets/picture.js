// In: entities and statements that were unfolded. Out: the picture of them, by vis-network. It refuses to fetch anything: that is the explorer's part.

import { DASHES, readPalette } from "./palette.js";
import { plain, shorten } from "./dom.js";

const SHAPES = { Person: "dot", Organization: "square", Place: "triangle", Event: "star", Work: "diamond", Group: "hexagon", Other: "triangleDown" };
const ARROWS = { support: "arrow", oppose: "bar", role: "circle", statement: "vee", other: "triangle" };
const LONGEST = 40;

/** A picture in `place`; `onSelect` hears of the entity that was chosen. */
export function makePicture(place, onSelect) {
  const nodes = new window.vis.DataSet(),
    edges = new window.vis.DataSet();
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const network = new window.vis.Network(
    place,
    { nodes, edges },
    {
      autoResize: true,
      interaction: { hover: true, keyboard: false, tooltipDelay: 1e9 },
      layout: { randomSeed: 7, improvedLayout: false },
      physics: { solver: "forceAtlas2Based", forceAtlas2Based: { springLength: 130, avoidOverlap: 0.4 }, stabilization: { iterations: isStill ? 300 : 60 } },
    },
  );
  let chosen = null;
  network.on("selectNode", ({ nodes: [id] }) => onSelect(id));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  function addNode(entity) {
    const palette = readPalette();
    nodes.update({
      id: entity.iri,
      kind: entity.kind,
      label: shorten(entity.label, LONGEST),
      shape: SHAPES[entity.kind] ?? "dot",
      size: entity.iri === chosen ? 18 : 11,
      borderWidth: entity.iri === chosen ? 4 : 1.5,
      color: { background: palette.type(entity.kind), border: entity.iri === chosen ? palette.accent : palette.outline, highlight: { background: palette.type(entity.kind), border: palette.accent } },
      font: { color: palette.ink, strokeWidth: 4, strokeColor: palette.paper, size: 14 },
    });
  }

  function addEdge(statement) {
    const palette = readPalette(),
      color = palette.group(statement.group);
    const id = [statement.subject.iri, statement.how, statement.object.iri, statement.status].join("\n");
    edges.update({
      id,
      from: statement.subject.iri,
      to: statement.object.iri,
      group: statement.group,
      label: (statement.status === "negated" ? "✕ " : "") + shorten(statement.how, LONGEST),
      dashes: DASHES[statement.status] ?? false,
      color: { color, highlight: color, hover: color },
      arrows: { to: { enabled: true, type: ARROWS[statement.group] ?? "triangle", scaleFactor: 0.6 } },
      font: { color: palette.ink, strokeWidth: 3, strokeColor: palette.paper, size: 11, align: "horizontal" },
      width: statement.status === "asserted" ? 2.2 : 1.4,
      title: plain(statement.how),
    });
  }

  let shown = { entities: [], statements: [] };
  function redraw() {
    draw(shown.entities, shown.statements, chosen);
  }

  /** Shows these entities and statements, and none else. */
  function draw(entities, statements, selected) {
    shown = { entities, statements };
    chosen = selected;
    const keep = new Set(entities.map((entity) => entity.iri));
    nodes.remove(nodes.getIds().filter((id) => !keep.has(id)));
    edges.clear();
    entities.forEach(addNode);
    statements.filter((statement) => statement.object && keep.has(statement.subject.iri) && keep.has(statement.object.iri)).forEach(addEdge);
    if (selected && keep.has(selected)) network.selectNodes([selected]);
  }

  return {
    draw,
    fit: () => network.fit({ animation: false }),
    zoom: (factor) => network.moveTo({ scale: network.getScale() * factor }),
    center: (iri) => nodes.get(iri) && network.focus(iri, { scale: Math.max(network.getScale(), 0.8), animation: false }),
    size: () => ({ nodes: nodes.length, edges: edges.length }),
    labels: () => [...nodes.map((node) => node.label), ...edges.map((edge) => edge.label)],
  };
}
