// In: the view, and where vis-network has its nodes and lines. Out: the scene in numbers, for whoever draws or describes it: nodes, lines, discs.

import { describeLink, measureNode } from "./labels.js";

const TURN = 2 * Math.PI;
const CROSS = 6;
const CROSSES = [0.3, 0.7];
const MOST_NAMES = 60;
const MOST_WORDS = 250;

/** The scene's geometry. Places are those of vis-network, which the reader may have changed by dragging. */
export function createScene(graph, network) {
  const radiusOf = (number) => graph.network.nodes[number].size;
  const sizes = new Map();
  for (const key of graph.community ?? []) sizes.set(key, (sizes.get(key) ?? 0) + 1);

  /** What there is to label, the more important with the larger `weight`. */
  function describe(view, emphasis, palette, { frame, taken = [], isCrowded = false }, hovered = {}) {
    const forced = { nodes: new Set(emphasis.forced.nodes), links: new Set(emphasis.forced.links) };
    if (hovered.node !== undefined) forced.nodes.add(hovered.node);
    if (hovered.edge !== undefined) forced.links.add(hovered.edge);
    const nodes = [...view.nodes].map((number) => describeNode(number, view, emphasis));
    const links = view.links.filter((link) => forced.links.has(link.number) || !emphasis.isLinkFaded(link.number));
    return {
      forced,
      frame,
      taken,
      wrap: graph.wrap,
      discs: discsOf(view),
      nodes: isCrowded ? thinOut(nodes, forced.nodes, frame, MOST_NAMES) : nodes,
      links: (isCrowded ? thinOutLinks(links, forced.links, frame) : links).map((link) => describeLine(link, palette)),
    };
  }

  /** Of very many, those in sight that matter most: nobody can read more names. Those of the first view come first. */
  function thinOut(nodes, forced, frame, most) {
    const rank = ({ number, weight }) => weight + (graph.firstSet.has(number) ? 1 : 0) + (forced.has(number) ? 2 : 0);
    const seen = nodes.filter(({ number, x, y }) => forced.has(number) || isIn(frame, { x, y }));
    return seen.length > most ? seen.sort((a, b) => rank(b) - rank(a)).slice(0, most) : seen;
  }

  /** Of very many lines none has words, but those that must; when one comes near enough to see few, these have. */
  function thinOutLinks(links, forced, frame) {
    const seen = links.filter((link) => isIn(frame, network.getPosition(link.source)) || isIn(frame, network.getPosition(link.target)));
    return seen.length > MOST_WORDS ? seen.filter((link) => forced.has(link.number)) : seen;
  }

  function describeNode(number, view, emphasis) {
    const { label, weight } = graph.entities[number];
    const nearer = emphasis.isNodeNear(number) ? 1 : 0;
    return { number, ...network.getPosition(number), radius: radiusOf(number), weight: weight + nearer, label, waiting: view.folded.waiting.get(number) ?? 0 };
  }

  function describeLine(link, palette) {
    return {
      number: link.number,
      weight: link.weight,
      length: lengthOf(link),
      ends: [network.getPosition(link.source), network.getPosition(link.target)],
      color: palette.group(link.group),
      at: (share) => pointOn(link, share),
      describe: () => describeLink(graph, link),
      crosses: link.status === "negated" ? CROSSES.map((share) => pointOn(link, share)) : [],
    };
  }

  /** A point of a line, `share` of the way along what can be seen of it. */
  function pointOn(link, share) {
    if (link.source !== link.target) {
      const edge = network.body.edges[link.number];
      return edge ? edge.edgeType.getPoint(share) : pointBetween(link, share);
    }
    const { x, y } = network.getPosition(link.source);
    const radius = radiusOf(link.source);
    return { x: x + radius + 24 * Math.sin(share * TURN), y: y - radius - 24 * Math.cos(share * TURN) };
  }

  /** The same, for a line that is drawn straight. */
  function pointBetween(link, share) {
    const [a, b] = [network.getPosition(link.source), network.getPosition(link.target)];
    const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    const [from, to] = [radiusOf(link.source) / length, 1 - radiusOf(link.target) / length];
    const way = from < to ? from + (to - from) * share : 0.5;
    return { x: a.x + (b.x - a.x) * way, y: a.y + (b.y - a.y) * way };
  }

  /** The line that is nearest to a point, within `reach`; undefined where there is none. */
  function linkAt(view, { x, y }, reach) {
    let best;
    for (const link of view.links) {
      const [a, b] = [network.getPosition(link.source), network.getPosition(link.target)];
      const [dx, dy] = [b.x - a.x, b.y - a.y];
      const share = Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1)));
      const far = Math.hypot(x - a.x - share * dx, y - a.y - share * dy);
      if (far < reach && (!best || far < best.far)) best = { far, number: link.number };
    }
    return best?.number;
  }

  /** How much of a line can be seen between its nodes. */
  function lengthOf(link) {
    if (link.source === link.target) return 60;
    const [a, b] = [network.getPosition(link.source), network.getPosition(link.target)];
    return Math.max(0, Math.hypot(a.x - b.x, a.y - b.y) - radiusOf(link.source) - radiusOf(link.target));
  }

  /** The strokes across a line that says what is not so. */
  function crossesOf(link) {
    return CROSSES.flatMap((share) => {
      const { x, y } = pointOn(link, share);
      return [-1, 1].map((way) => [x - CROSS, y - CROSS * way, x + CROSS, y + CROSS * way]);
    });
  }

  /** For a large graph: a disc for each community, around its nodes of the first view. */
  function discsOf(view) {
    if (!graph.community || view.scope) return [];
    const members = new Map();
    for (const number of view.nodes) {
      if (!graph.firstSet.has(number)) continue;
      const key = graph.community[number];
      if (!members.has(key)) members.set(key, []);
      members.get(key).push({ ...network.getPosition(number), radius: radiusOf(number) });
    }
    return [...members].map(([key, points]) => ({ ...discAround(points), size: sizes.get(key) }));
  }

  /** The scale at which nodes with their names fill a frame of so many pixels, and the middle of what they take up then. */
  function fitInto(numbers, wide, high, most, context) {
    const spots = numbers.map((number) => {
      const { label, weight } = graph.entities[number];
      return { ...network.getPosition(number), radius: radiusOf(number), ...measureNode({ label, weight }, graph.wrap, context) };
    });
    const extentAt = (scale) => {
      const side = ({ radius, half }) => Math.max(radius, half / scale);
      return {
        left: Math.min(...spots.map((spot) => spot.x - side(spot))),
        right: Math.max(...spots.map((spot) => spot.x + side(spot))),
        top: Math.min(...spots.map(({ y, radius }) => y - radius)),
        bottom: Math.max(...spots.map(({ y, radius, high: below }) => y + radius + below / scale)),
      };
    };
    const isRoomAt = (scale) => {
      const { left, right, top, bottom } = extentAt(scale);
      return (right - left) * scale <= wide && (bottom - top) * scale <= high;
    };
    let [scale, more] = isRoomAt(most) ? [most, most] : [0.01, most];
    while (more / scale > 1.005) isRoomAt((scale + more) / 2) ? (scale = (scale + more) / 2) : (more = (scale + more) / 2);
    const { left, right, top, bottom } = extentAt(scale);
    return { scale, x: (left + right) / 2, y: (top + bottom) / 2 };
  }

  /** The node that lies nearest in a direction (dx, dy), or the heaviest if there is none to start from. */
  function nodeTowards(view, from, dx, dy) {
    if (from === null || !view.nodes.has(from)) {
      return [...view.nodes].reduce((best, number) => (best === null || graph.entities[number].weight > graph.entities[best].weight ? number : best), null);
    }
    const here = network.getPosition(from);
    let best = null;
    for (const number of view.nodes) {
      const { x, y } = network.getPosition(number);
      const along = (x - here.x) * dx + (y - here.y) * dy;
      const across = Math.abs((x - here.x) * dy - (y - here.y) * dx);
      if (number === from || along <= 0 || across > along * 1.8) continue;
      const cost = along + across * 1.5;
      if (!best || cost < best.cost) best = { number, cost };
    }
    return best?.number ?? null;
  }

  return { describe, pointOn, linkAt, crossesOf, discsOf, fitInto, nodeTowards, radiusOf };
}

function isIn(frame, { x, y }) {
  return x > frame.left && x < frame.right && y > frame.top && y < frame.bottom;
}

function discAround(points) {
  const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  return { x, y, radius: Math.max(...points.map((point) => Math.hypot(point.x - x, point.y - y) + point.radius * 1.6)) };
}
