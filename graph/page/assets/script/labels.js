// In: what stands in the picture and at which scale. Out: which labels can be read without lying on each other, and where; then their drawing.
// Labels keep their size on the screen whatever the zoom, so that those of the main actors can always be read and more appear as one comes nearer.

import { claimText, linkText } from "./data.js";
import { plain, shorten } from "./dom.js";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const MAIN = 8;
const FIRM = 1.15; // from this weight on, what a line says comes before the names of minor nodes
const SHORT = 18; // a line of so many pixels has no room for a word
const SPOTS = [0.5, 0.4, 0.6, 0.32, 0.68];
const CORNERS = [
  [1, -1],
  [-1, -1],
  [1, 1],
  [-1, 1],
];

/** Rectangles in squares, so that a collision is found without looking at all of them. */
class Rectangles {
  constructor(side) {
    this.side = side;
    this.squares = new Map();
  }

  add(box) {
    for (const key of this.keys(box)) (this.squares.get(key) ?? this.squares.set(key, []).get(key)).push(box);
  }

  isFree(box, owner = null) {
    return !this.keys(box).some((key) => (this.squares.get(key) ?? []).some((other) => other.owner !== owner && meets(box, other)));
  }

  keys(box) {
    const keys = [];
    for (let column = Math.floor(box.left / this.side); column <= Math.floor(box.right / this.side); column += 1)
      for (let row = Math.floor(box.top / this.side); row <= Math.floor(box.bottom / this.side); row += 1) keys.push(`${column} ${row}`);
    return keys;
  }
}

/** Lines in squares, as points close together, so that what a box hides of them is counted quickly. */
class Strokes {
  constructor(links, side) {
    this.points = new Rectangles(side);
    if (links.length > 400) return; // then there are lines everywhere
    for (const link of links) {
      const steps = Math.min(60, Math.max(4, Math.ceil((link.length / side) * 12)));
      const points = Array.from({ length: steps + 1 }, (_, step) => link.at(step / steps));
      for (const [end, point] of [[link.ends[0], points[0]], [link.ends[1], points[steps]]]) // the heads, too
        for (const share of [0.25, 0.5, 0.75]) points.push({ x: end.x + (point.x - end.x) * share, y: end.y + (point.y - end.y) * share });
      for (const { x, y } of points) this.points.add({ left: x, right: x, top: y, bottom: y, link: link.number });
    }
  }

  /** How many lines run through a box. */
  countIn(box) {
    const found = new Set();
    for (const key of this.points.keys(box)) for (const point of this.points.squares.get(key) ?? []) if (meets(box, point)) found.add(point.link);
    return found.size;
  }
}

function meets(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Choose the labels: `scene` has `frame` (what is in sight), `taken` boxes of the page's own that lie over it, `discs`, `nodes` (number, x, y, radius,
 * weight, label, waiting), `links` (number, length, weight, ends, at, describe, crosses), `forced` numbers of both, and `wrap`.
 *
 * No label lies on a node or on another label. Names of the main actors come first, then what the most important lines say, then the rest.
 */
export function planLabels(scene, scale, context) {
  const { forced } = scene;
  const taken = new Rectangles(90 / scale);
  for (const box of scene.taken) taken.add({ ...box, owner: "page" });
  for (const node of scene.nodes) taken.add({ ...square(node, node.radius + 1 / scale), owner: node.number });
  for (const link of scene.links) for (const { x, y } of link.crosses) taken.add({ ...square({ x, y }, 7), owner: `cross ${link.number}` });
  const nodes = inOrder(scene.nodes, forced.nodes);
  const links = inOrder(scene.links, forced.links);
  const strokes = new Strokes(scene.links, 90 / scale);
  const isMain = (link) => forced.links.has(link.number) || link.weight >= FIRM;
  const wishes = new Rectangles(90 / scale); // where each name would like to stand: others keep out of there while they can
  for (const node of nodes) wishes.add({ ...placeName(node, setName(node, scene.wrap, scale, context), 0, 1, scale).box, owner: node.number });
  const planned = [];
  const keep = (label) => label && (taken.add(label.box), planned.push(label));
  for (const node of nodes.slice(0, MAIN)) keep(planNode(node, scale, context, taken, { strokes, wishes }, scene));
  for (const link of links.filter(isMain)) keep(planLink(link, scale, context, taken, wishes, scene));
  for (const node of nodes.slice(MAIN)) keep(planNode(node, scale, context, taken, { strokes, wishes }, scene));
  const badges = [];
  for (const node of nodes) {
    const badge = node.waiting && (forced.nodes.has(node.number) || scale * node.radius >= 6) ? planBadge(node, scale, context, taken, strokes, scene) : null;
    if (!badge) continue;
    taken.add(badge);
    badges.push(badge);
  }
  for (const disc of scene.discs) keep(planDisc(disc, scale, context, taken, scene.frame));
  for (const link of links) if (!isMain(link)) keep(planLink(link, scale, context, taken, wishes, scene));
  return { labels: planned, badges };
}

/** The room that a node takes on the screen with its label below it, in pixels, whatever the scale. */
export function measureNode(node, wrap, context) {
  const { half, tall } = setName(node, wrap, 1, context);
  return { half, high: 2 * tall + 4 };
}

function inOrder(items, forced) {
  return [...items].sort((a, b) => forced.has(b.number) - forced.has(a.number) || b.weight - a.weight || a.number - b.number);
}

/** Draw planned labels. */
export function drawLabels(context, plan, palette, { faded }) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const label of plan.labels) {
    context.globalAlpha = faded(label) ? 0.25 : 1;
    context.font = label.font;
    if (label.link !== undefined) {
      const { left, right, top, bottom } = label.box;
      context.fillStyle = palette.paper;
      context.fillRect(left, top, right - left, bottom - top);
    }
    context.lineWidth = label.height * 0.22;
    context.strokeStyle = palette.paper;
    context.fillStyle = label.isMuted ? palette.muted : (label.color ?? palette.ink);
    for (const [row, line] of label.lines.entries()) {
      const y = label.y + (row - (label.lines.length - 1) / 2) * label.height;
      if (label.link === undefined) context.strokeText(line, label.x, y);
      context.fillText(line, label.x, y);
    }
  }
  context.globalAlpha = 1;
  for (const badge of plan.badges) {
    context.beginPath();
    context.roundRect(badge.left, badge.top, badge.right - badge.left, badge.bottom - badge.top, (badge.bottom - badge.top) / 2);
    context.fillStyle = palette.paper;
    context.fill();
    context.lineWidth = badge.pixel;
    context.strokeStyle = palette.muted;
    context.stroke();
    context.font = badge.font;
    context.fillStyle = palette.ink;
    context.fillText(badge.text, (badge.left + badge.right) / 2, (badge.top + badge.bottom) / 2 + badge.pixel / 2);
  }
}

/** Words over at most so many lines of `most` characters. */
export function wrapLabel(label, most, lines = 2) {
  const text = plain(label).trim().replace(/\s+/g, " ");
  if ([...text].length <= most || lines === 1) return [shorten(text, most) || "(no name)"];
  const words = text.split(" ");
  let line = "";
  while (words.length && [...`${line} ${words[0]}`.trim()].length <= most) line = `${line} ${words.shift()}`.trim();
  return line ? [line, ...wrapLabel(words.join(" "), most, lines - 1)] : [shorten(text, most)];
}

/** How many of a node's neighbours are folded, at a corner of it where nothing else lies. */
function planBadge(node, scale, context, taken, strokes, scene) {
  const pixel = 1 / scale;
  const text = `+${node.waiting}`;
  const font = `600 ${11 * pixel}px ${FONT}`;
  context.font = font;
  const width = Math.max(20 * pixel, context.measureText(text).width + 9 * pixel);
  const badges = CORNERS.map(([right, down]) => {
    const left = right > 0 ? node.x + node.radius * 0.55 : node.x - node.radius * 0.55 - width;
    const top = down > 0 ? node.y + node.radius * 0.5 : node.y - node.radius * 0.5 - 16 * pixel;
    return { left, right: left + width, top, bottom: top + 16 * pixel, text, font, pixel, node: node.number, owner: `badge ${node.number}` };
  });
  const free = badges.filter((badge) => taken.isFree(badge, node.number) && isInside(badge, scene.frame));
  return free.find((badge) => !strokes.countIn(badge)) ?? free[0] ?? (scene.forced.nodes.has(node.number) ? badges[0] : null);
}

/** A name in its lines and font, and the room that it takes, at a scale. */
function setName(node, wrap, scale, context) {
  const size = (node.weight > 0.45 ? 15 : node.weight > 0.15 ? 13.5 : 12.5) / scale;
  const font = `${node.weight > 0.3 ? 650 : 500} ${size}px ${FONT}`;
  const lines = wrapLabel(node.label, wrap);
  context.font = font;
  const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 2 / scale;
  const height = size * 1.18;
  return { lines, font, size, half, height, tall: (lines.length * height) / 2 };
}

/** Where a name may stand: beside its node in a direction, which `right` and `down` give in shares of what takes it wholly clear. */
const SPOTS_AROUND = [
  [0, 1],
  [0, -1],
  [1, 0],
  [-1, 0],
  [0.55, 1],
  [-0.55, 1],
  [0.55, -1],
  [-0.55, -1],
  [0.95, 0.6],
  [-0.95, 0.6],
  [0.95, -0.6],
  [-0.95, -0.6],
];

function placeName(node, { half, tall, ...look }, right, down, scale) {
  const pixel = 1 / scale;
  const x = node.x + right * (node.radius + half + 3 * pixel);
  const y = node.y + down * (node.radius + tall + 2 * pixel);
  return { x, y, ...look, bold: 600, node: node.number, box: { left: x - half, right: x + half, top: y - tall, bottom: y + tall, owner: `label ${node.number}` } };
}

/** A name below its node, or wherever around it there is room, the fewest lines are hidden and no other name would rather stand. */
function planNode(node, scale, context, taken, { strokes, wishes }, { forced, frame, wrap }) {
  const set = setName(node, wrap, scale, context);
  let best = null;
  SPOTS_AROUND.forEach(([right, down], place) => {
    const label = placeName(node, set, right, down, scale);
    if (!taken.isFree(label.box) || !isInside(label.box, frame)) return;
    const cost = strokes.countIn(label.box) + (wishes.isFree(label.box, node.number) ? 0 : 1.5) + (place > 0 ? 0.3 : 0) + (place > 3 ? 0.5 : 0);
    if (best === null || cost < best.cost) best = { ...label, cost };
  });
  return best ?? (forced.nodes.has(node.number) ? placeName(node, set, 0, 1, scale) : null);
}

/** The size of a community, above or below its disc. */
function planDisc(disc, scale, context, taken, frame) {
  const size = 12 / scale;
  const font = `400 ${size}px ${FONT}`;
  context.font = font;
  const text = `community of ${disc.size.toLocaleString("en")}`;
  const half = context.measureText(text).width / 2;
  for (const y of [disc.y - disc.radius + size, disc.y + disc.radius - size, disc.y - disc.radius - size, disc.y + disc.radius + size]) {
    const box = { left: disc.x - half, right: disc.x + half, top: y - size * 0.6, bottom: y + size * 0.6, owner: "disc" };
    if (taken.isFree(box) && isInside(box, frame)) return { x: disc.x, y, lines: [text], font, size, bold: 400, height: size * 1.2, box, isMuted: true };
  }
  return null;
}

/** What a line says and who claims it; where there is no room for both, what it says: its dashes still show that it is claimed. */
function planLink(link, scale, context, taken, wishes, { forced, frame, wrap }) {
  const pixel = 1 / scale;
  const isForced = forced.links.has(link.number);
  if (!isForced && link.length < SHORT * pixel) return null;
  const { text, claim } = link.describe();
  const relation = wrapLabel(text, Math.max(14, wrap - 4), 3);
  const variants = claim ? [[...relation, shorten(`(${claim})`, wrap + 6)], relation] : [relation];
  const size = 12 * pixel;
  const font = `500 ${size}px ${FONT}`;
  context.font = font;
  const labels = variants.flatMap((lines) => {
    const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 2 * pixel;
    const height = size * 1.15;
    const tall = (lines.length * height) / 2;
    const put = ({ x, y }) => {
      const box = { left: x - half, right: x + half, top: y - tall, bottom: y + tall, owner: `link ${link.number}` };
      return { x, y, lines, font, size, bold: 500, height, box, link: link.number, color: link.color };
    };
    const spots = SPOTS.map((share) => link.at(share));
    // Words that would hide most of their line, or find no room on it, stand beside it.
    const on = isForced || link.weight >= FIRM || link.length > half * 1.1 ? spots.map(put) : [];
    const beside = link.weight >= FIRM ? spots.flatMap(({ x, y }) => besideLine(link, half, tall, pixel).map(([dx, dy]) => put({ x: x + dx, y: y + dy }))) : [];
    return [...on, ...beside];
  });
  const free = labels.filter(({ box }) => taken.isFree(box) && isInside(box, frame));
  return free.find(({ box }) => wishes.isFree(box)) ?? free[0] ?? (isForced ? labels[0] : null);
}

/** Steps from a line to either side of it, just far enough that a box of this size does not touch it. */
function besideLine(link, half, tall, pixel) {
  const [a, b] = [link.at(0.3), link.at(0.7)];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const [nx, ny] = [(a.y - b.y) / length, (b.x - a.x) / length];
  const far = Math.abs(nx) * half + Math.abs(ny) * tall + 3 * pixel;
  return [
    [nx * far, ny * far],
    [-nx * far, -ny * far],
  ];
}

/** Whether a box is wholly in sight, or wholly out of it: a label that the edge cuts through cannot be read. */
function isInside(box, frame) {
  return !meets(box, frame) || (box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom);
}

function square(node, radius) {
  return { left: node.x - radius, right: node.x + radius, top: node.y - radius, bottom: node.y + radius };
}

/** The words of a link's label. */
export function describeLink(graph, link) {
  return { text: linkText(graph, link, link.statements), claim: claimText(graph, link.statements) };
}
