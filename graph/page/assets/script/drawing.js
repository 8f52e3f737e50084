// In: the scene, the view and the palette. Out: the picture as a file: SVG, in which text stays text.

import { plain, svg } from "./dom.js";
import { DASHES, round, shapeElement } from "./palette.js";

const STEPS = 20;

/** The whole picture as SVG. `labels` are those that are planned for its scale. */
export function makeSvg(graph, view, scene, geometry, labels, palette, scale) {
  const margin = 110 / scale;
  const xs = scene.nodes.length ? scene.nodes.map((node) => node.x) : [0];
  const ys = scene.nodes.length ? scene.nodes.map((node) => node.y) : [0];
  const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
  const [wide, high] = [Math.max(...xs) + margin - left, Math.max(...ys) + margin - top];
  const size = { width: round(wide * scale), height: round(high * scale), viewBox: [left, top, wide, high].map(round).join(" ") };
  const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", role: "img", ...size });
  root.append(svg("title", {}, plain(graph.title)), svg("rect", { x: left, y: top, width: wide, height: high, fill: palette.paper }));
  for (const link of view.links) root.append(...lineElements(graph, link, geometry, palette));
  for (const node of scene.nodes) root.append(nodeElement(graph, node, palette));
  for (const label of labels) root.append(labelElement(label, palette));
  return new XMLSerializer().serializeToString(root);
}

function nodeElement(graph, { number, x, y, radius }, palette) {
  const look = { fill: palette.type(graph.entities[number].type), stroke: palette.outline, "stroke-width": 1.5 };
  return svg("g", { transform: `translate(${round(x)} ${round(y)})` }, shapeElement(graph.network.nodes[number].shape, radius, look));
}

function lineElements(graph, link, geometry, palette) {
  const color = palette.group(link.group);
  const points = Array.from({ length: STEPS + 1 }, (_, step) => geometry.pointOn(link, step / STEPS));
  const end = points.at(-1);
  const reach = geometry.radiusOf(link.target) + 8;
  const isLoop = link.source === link.target;
  const kept = points.filter(({ x, y }, i) => isLoop || i === 0 || Math.hypot(x - end.x, y - end.y) > reach);
  const last = kept.at(-1);
  const angle = round((Math.atan2(end.y - last.y, end.x - last.x) * 180) / Math.PI);
  const dashes = DASHES[link.status] ? { "stroke-dasharray": DASHES[link.status].join(" ") } : {};
  const look = { fill: "none", stroke: color, "stroke-width": link.group === "speech" ? 1.2 : 2, ...dashes };
  const head = link.group === "oppose" ? "M2 -6 H5 V6 H2 Z" : "M0 -5 L10 0 L0 5 Z";
  const elements = [
    svg("polyline", { points: kept.map(({ x, y }) => `${round(x)},${round(y)}`).join(" "), ...look }),
    svg("path", { d: head, fill: color, transform: `translate(${round(last.x)} ${round(last.y)}) rotate(${angle})` }),
  ];
  if (link.status === "negated") elements.push(...geometry.crossesOf(link).map((cross) => strokeElement(cross, color)));
  return elements;
}

function strokeElement([x1, y1, x2, y2], color) {
  return svg("line", { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), stroke: color, "stroke-width": 2.2 });
}

function labelElement(label, palette) {
  const halo = { stroke: palette.paper, "stroke-width": round(label.size * 0.25), "paint-order": "stroke", "stroke-linejoin": "round" };
  const text = svg("text", {
    "text-anchor": "middle",
    "font-family": "system-ui, sans-serif",
    "font-size": round(label.size),
    "font-weight": label.bold,
    fill: label.color ?? palette.ink,
    ...halo,
  });
  label.lines.forEach((line, row) => {
    const y = label.y + (row - (label.lines.length - 1) / 2) * label.height + label.size * 0.35;
    text.append(svg("tspan", { x: round(label.x), y: round(y) }, line));
  });
  return text;
}
