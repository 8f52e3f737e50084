// In: what stands in the picture and at which scale. Out: which labels can be read without lying on each other, and where; then their drawing.
// Labels keep their size on the screen whatever the zoom, so that those of the main actors can always be read and more appear as one comes nearer.

import { claimText, linkText } from "./data.js";
import { plain, shorten } from "./dom.js";

const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const WRAP = 20;
const MAIN = 8;
const SHORT = 24; // a line of so many pixels has no room for a word
const SPOTS = [0.5, 0.4, 0.6, 0.32, 0.68];

/** Rectangles in squares, so that a collision is found without looking at all of them. */
class Rectangles {
  constructor(side) {
    this.side = side;
    this.squares = new Map();
  }

  add(box) {
    for (const key of this.keys(box)) (this.squares.get(key) ?? this.squares.set(key, []).get(key)).push(box);
  }

  isFree(box, owner = null, { onlyLabels = false } = {}) {
    return !this.keys(box).some((key) =>
      (this.squares.get(key) ?? []).some((other) => other.owner !== owner && !(onlyLabels && other.isShape) && meets(box, other)),
    );
  }

  keys(box) {
    const keys = [];
    for (let column = Math.floor(box.left / this.side); column <= Math.floor(box.right / this.side); column += 1)
      for (let row = Math.floor(box.top / this.side); row <= Math.floor(box.bottom / this.side); row += 1) keys.push(`${column} ${row}`);
    return keys;
  }
}

function meets(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** Choose the labels: `scene` has `frame` (what is in sight), `discs`, `nodes` (number, x, y, radius, weight, label, waiting), `links` (number, length, weight, at, describe, crosses), `forced` numbers of both. */
export function planLabels(scene, scale, context) {
  const taken = new Rectangles(90 / scale);
  for (const node of scene.nodes) taken.add({ ...square(node, node.radius), owner: node.number, isShape: true });
  const nodes = [...scene.nodes].sort(
    (a, b) => scene.forced.nodes.has(b.number) - scene.forced.nodes.has(a.number) || b.weight - a.weight || a.number - b.number,
  );
  nodes.forEach((node, rank) => (node.rank = rank));
  const planned = [];
  for (const node of nodes) {
    const label = planNode(node, scale, context, taken, scene.forced.nodes.has(node.number), scene.frame);
    if (!label) continue;
    taken.add(label.box);
    planned.push(label);
  }
  const badges = [];
  for (const node of nodes) {
    if (!node.waiting) continue;
    const badge = planBadge(node, scale, context);
    if (!scene.forced.nodes.has(node.number) && (scale * node.radius < 8 || !taken.isFree(badge, node.number))) continue;
    taken.add(badge);
    badges.push(badge);
  }
  for (const disc of scene.discs) {
    const label = planDisc(disc, scale, context, taken);
    if (!label) continue;
    taken.add(label.box);
    planned.push(label);
  }
  for (const link of scene.links) for (const { x, y } of link.crosses) taken.add({ ...square({ x, y }, 7), owner: `cross ${link.number}` });
  const links = [...scene.links].sort(
    (a, b) => scene.forced.links.has(b.number) - scene.forced.links.has(a.number) || b.weight - a.weight || a.number - b.number,
  );
  for (const link of links) {
    const label = planLink(link, scale, context, taken, scene.forced.links.has(link.number));
    if (!label) continue;
    taken.add(label.box);
    planned.push(label);
  }
  return { labels: planned, badges };
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

/** Words over at most two lines of `most` characters. */
export function wrapLabel(label, most) {
  const text = plain(label).trim().replace(/\s+/g, " ");
  if ([...text].length <= most) return [text || "(no name)"];
  const words = text.split(" ");
  let line = "";
  while (words.length && [...`${line} ${words[0]}`].length <= most) line = `${line} ${words.shift()}`.trim();
  if (!line) return [shorten(text, most)];
  return [line, shorten(words.join(" "), most)];
}

function planBadge(node, scale, context) {
  const pixel = 1 / scale;
  const text = `+${node.waiting}`;
  const font = `600 ${11 * pixel}px ${FONT}`;
  context.font = font;
  const width = Math.max(20 * pixel, context.measureText(text).width + 9 * pixel);
  const left = node.x + node.radius * 0.55;
  const bottom = node.y - node.radius * 0.5;
  return { left, right: left + width, bottom, top: bottom - 16 * pixel, text, font, pixel, node: node.number, owner: `badge ${node.number}` };
}

function planNode(node, scale, context, taken, isForced, frame) {
  const pixel = 1 / scale;
  const size = (node.weight > 0.45 ? 15 : node.weight > 0.15 ? 13.5 : 12.5) * pixel;
  const font = `${node.weight > 0.3 ? 650 : 500} ${size}px ${FONT}`;
  const lines = wrapLabel(node.label, WRAP);
  context.font = font;
  const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 2 * pixel;
  const height = size * 1.18;
  const tall = (lines.length * height) / 2;
  const beside = node.radius + half + 3 * pixel;
  const spots = [
    [0, node.radius + tall + 2 * pixel],
    [0, -node.radius - tall - 2 * pixel],
    [beside, 0],
    [-beside, 0],
  ];
  const labels = spots.map(([dx, dy]) => {
    const [x, y] = [node.x + dx, node.y + dy];
    return {
      x,
      y,
      lines,
      font,
      size,
      bold: 600,
      height,
      node: node.number,
      box: { left: x - half, right: x + half, top: y - tall, bottom: y + tall, owner: `label ${node.number}` },
    };
  });
  const free = labels.find(({ box }) => taken.isFree(box, node.number) && isInside(box, frame));
  if (free || isForced) return free ?? labels[0];
  // The main actors are named even where shapes of others lie in the way.
  return node.rank < MAIN ? (labels.find(({ box }) => taken.isFree(box, node.number, { onlyLabels: true }) && isInside(box, frame)) ?? null) : null;
}

/** The size of a community, above or below its disc. */
function planDisc(disc, scale, context, taken) {
  const size = 12 / scale;
  const font = `400 ${size}px ${FONT}`;
  context.font = font;
  const text = `community of ${disc.size.toLocaleString("en")}`;
  const half = context.measureText(text).width / 2;
  for (const y of [disc.y - disc.radius + size, disc.y + disc.radius - size, disc.y - disc.radius - size, disc.y + disc.radius + size]) {
    const box = { left: disc.x - half, right: disc.x + half, top: y - size * 0.6, bottom: y + size * 0.6, owner: "disc" };
    if (taken.isFree(box)) return { x: disc.x, y, lines: [text], font, size, bold: 400, height: size * 1.2, box, isMuted: true };
  }
  return null;
}

/** What a line says and who claims it; where there is no room for both, what it says: its dashes still show that it is claimed. */
function planLink(link, scale, context, taken, isForced) {
  const pixel = 1 / scale;
  if (!isForced && link.length < SHORT * pixel) return null;
  const { text, claim } = link.describe();
  const relation = wrapLabel(text, WRAP - 4);
  const variants = claim ? [[...relation, shorten(`(${claim})`, 26)], relation] : [relation];
  const size = 12 * pixel;
  const font = `500 ${size}px ${FONT}`;
  context.font = font;
  const labels = variants.flatMap((lines) => {
    const half = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 2 * pixel;
    const height = size * 1.15;
    const tall = (lines.length * height) / 2;
    if (!isForced && link.length < half * 1.1) return [];
    return SPOTS.map((spot) => {
      const { x, y } = link.at(spot);
      const box = { left: x - half, right: x + half, top: y - tall, bottom: y + tall, owner: `link ${link.number}` };
      return { x, y, lines, font, size, bold: 500, height, box, link: link.number, color: link.color };
    });
  });
  return labels.find(({ box }) => taken.isFree(box)) ?? (isForced ? labels[0] : null);
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
