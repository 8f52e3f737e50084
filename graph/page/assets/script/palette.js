// In: the page's style. Out: its colours for the canvas, and small drawings of shapes and lines for the legend and for SVG.

import { svg } from "./dom.js";

/** The colours that hold now, dark or light. */
export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    paper: read("paper"),
    ink: read("ink"),
    muted: read("muted"),
    rule: read("rule"),
    accent: read("accent"),
    accentInk: read("accent-ink"),
    outline: read("outline"),
    type: (type) => read(`type-${type.toLowerCase()}`),
    group: (group) => read(`group-${group}`),
  };
}

export const DASHES = { asserted: null, claimed: [9, 6], negated: null, planned: [2, 5] };

/** The outline of an entity type's shape around 0,0, as vis-network draws it: points, or null for a circle. */
export function shapePoints(shape, r) {
  const turn = (count, size, from) =>
    Array.from({ length: count }, (_, i) => [size(i) * Math.sin(from + (2 * Math.PI * i) / count), -size(i) * Math.cos(from + (2 * Math.PI * i) / count)]);
  switch (shape) {
    case "square":
      return [
        [-r, -r],
        [r, -r],
        [r, r],
        [-r, r],
      ];
    case "diamond":
      return [
        [0, -r],
        [r, 0],
        [0, r],
        [-r, 0],
      ];
    case "triangle":
      return triangle(r * 1.15, 1);
    case "triangleDown":
      return triangle(r * 1.15, -1);
    case "hexagon":
      return turn(6, () => r, Math.PI / 2);
    case "star":
      return turn(10, (i) => r * 0.82 * (i % 2 ? 0.5 : 1.3), 0).map(([x, y]) => [x, y + r * 0.1]);
    default:
      return null;
  }
}

function triangle(r, way) {
  const half = r,
    inner = (Math.sqrt(3) / 3) * half,
    height = Math.sqrt(3) * half,
    shift = 0.275 * r;
  return [
    [0, -(height - inner) + shift],
    [half, inner + shift],
    [-half, inner + shift],
  ].map(([x, y]) => [x, y * way]);
}

/** A small picture of an entity type's shape. */
export function typeIcon(shape, fill, outline) {
  return svg(
    "svg",
    { width: 16, height: 16, viewBox: "-9 -9 18 18", "aria-hidden": "true" },
    shapeElement(shape, 6.5, { fill, stroke: outline, "stroke-width": 1.3 }),
  );
}

export function shapeElement(shape, radius, attributes) {
  const points = shapePoints(shape, radius);
  return points
    ? svg("polygon", { points: points.map(([x, y]) => `${round(x)},${round(y)}`).join(" "), ...attributes })
    : svg("circle", { r: radius, ...attributes });
}

/** A small picture of a line: its colour, its dashes, its crosses and its head. */
export function lineIcon({ color, dashes = null, isCrossed = false, head = null }) {
  const icon = svg("svg", { width: 30, height: 14, viewBox: "0 0 30 14", "aria-hidden": "true" });
  icon.append(
    svg("line", {
      x1: 1,
      y1: 7,
      x2: head ? 22 : 29,
      y2: 7,
      stroke: color,
      "stroke-width": 2.4,
      ...(dashes ? { "stroke-dasharray": dashes.map((dash) => dash * 0.7).join(" ") } : {}),
    }),
  );
  if (isCrossed) for (const way of [-1, 1]) icon.append(svg("line", { x1: 11, y1: 7 - 5 * way, x2: 19, y2: 7 + 5 * way, stroke: color, "stroke-width": 2 }));
  if (head) icon.append(headElement(head, color));
  return icon;
}

function headElement(head, color) {
  const shapes = {
    arrow: "M29 7 L20 2.5 L22.5 7 L20 11.5 Z",
    triangle: "M29 7 L21 3 L21 11 Z",
    vee: "M29 7 L19 1.5 L24 7 L19 12.5 Z",
    bar: "M24 1 H27.5 V13 H24 Z",
    circle: "M22 7 a3.5 3.5 0 1 0 7 0 a3.5 3.5 0 1 0 -7 0 Z",
  };
  return svg("path", { d: shapes[head] ?? shapes.arrow, fill: color });
}

export function round(number) {
  return Math.round(number * 100) / 100;
}
