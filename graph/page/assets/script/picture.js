// In: the graph, the view and the state. Out: the picture, drawn by vis-network with labels, crosses and counts of ours on top.
// It holds the camera and the places (which the reader may drag); what is shown and selected comes from the state.

import { makeSvg } from "./drawing.js";
import { FADED, createEmphasis } from "./emphasis.js";
import { drawLabels, planLabels } from "./labels.js";
import { drawLines } from "./lines.js";
import { readPalette } from "./palette.js";
import { createScene } from "./scene.js";

const HEAVY = 800; // from so many lines on, they are drawn here and straight, by colour: one by one and bent, they take vis-network ten times as long
const MARGIN = 6;
const EVERYWHERE = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };

/** The picture in `container`. `act` holds what a click does: selectNode, selectStatements, unfoldAround, clear. */
export function createPicture(graph, container, act) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges }, { ...graph.network.options, autoResize: true });
  const geometry = createScene(graph, network);
  const drawn = { nodes: new Map(), edges: new Map() };
  const pen = document.createElement("canvas").getContext("2d"); // to measure names with
  let palette = readPalette();
  let shown = null; // the view, the state, and what the selection makes stand out
  let hovered = {};
  let plan = null;
  let isMoved = false; // by the reader: then nothing moves the camera unasked
  let isPanning = false; // labels chosen before go along; choosing anew is for when the hand rests
  let isChanging = false; // vis-network may draw between a change of the nodes and that of the edges
  listen();

  /** Show a view of the graph. */
  function show(view, state, { refit = false } = {}) {
    shown = { view, state, emphasis: createEmphasis(graph, view, state) };
    plan = null;
    isChanging = true;
    sync(nodes, drawn.nodes, [...view.nodes].map(styleNode));
    sync(edges, drawn.edges, isHeavy() ? [] : view.links.map(styleEdge));
    isChanging = false;
    network.unselectAll();
    if (refit) fit();
    network.redraw();
  }

  function listen() {
    network.on("beforeDrawing", (context) => isReady() && drawUnder(context));
    network.on("afterDrawing", (context) => isReady() && drawOver(context));
    network.on("dragging", ({ nodes: dragged }) => {
      isMoved = true;
      isPanning = !dragged.length;
      if (dragged.length) plan = null;
    });
    network.on("dragEnd", () => {
      isPanning = false;
      network.redraw();
    });
    network.on("zoom", () => (isMoved = true));
    network.on("click", ({ pointer }) => click(pointer));
    network.on("hoverNode", ({ node }) => hover({ node }));
    network.on("hoverEdge", ({ edge }) => hover({ edge }));
    for (const event of ["blurNode", "blurEdge"]) network.on(event, () => hover({}));
    network.on("resize", () => isMoved || fit(false));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      palette = readPalette();
      if (shown) show(shown.view, shown.state);
    });
  }

  function isReady() {
    return shown !== null && !isChanging;
  }

  function isHeavy() {
    return shown.view.links.length > HEAVY;
  }

  function styleNode(number) {
    const { type, isNamed } = graph.entities[number];
    const { id, shape, size, x, y } = graph.network.nodes[number];
    const { isNodeChosen, isNodeFaded } = shown.emphasis;
    const fill = palette.type(type);
    return {
      id,
      shape,
      size,
      ...(drawn.nodes.has(number) ? network.getPosition(number) : { x, y }),
      borderWidth: isNodeChosen(number) ? 5 : 1.5,
      opacity: isNodeFaded(number) ? FADED : 1,
      shapeProperties: { borderDashes: isNamed ? false : [4, 3] },
      color: { background: fill, border: isNodeChosen(number) ? palette.accent : palette.outline, hover: { background: fill, border: palette.accent } },
    };
  }

  function styleEdge(link) {
    const edge = graph.network.edges[link.number];
    const color = palette.group(link.group);
    const { isLinkChosen, isLinkFaded } = shown.emphasis;
    const usual = link.group === "speech" ? 1.2 : Math.min(4, 1.6 + 0.5 * (link.statements.length - 1));
    const grown = graph.firstSet.has(link.source) && graph.firstSet.has(link.target) ? graph.spread : 1;
    return {
      ...edge,
      width: (isLinkChosen(link.number) ? 4.5 : usual) * grown,
      dashes: edge.dashes && edge.dashes.map((dash) => dash * grown),
      color: { color, hover: color, highlight: color, opacity: isLinkFaded(link.number) ? FADED : 1 },
    };
  }

  function drawUnder(context) {
    drawDiscs(context);
    if (isHeavy()) drawLines(context, geometry, shown, palette, network.getScale());
  }

  /** Behind a large graph: the discs of its communities. */
  function drawDiscs(context) {
    context.fillStyle = palette.rule;
    context.globalAlpha = 0.28;
    for (const { x, y, radius } of geometry.discsOf(shown.view)) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  function drawOver(context) {
    drawCrosses(context);
    const scale = network.getScale();
    const { x, y } = network.getViewPosition();
    const isStale = !plan || plan.scale !== scale || (!isPanning && (plan.x !== x || plan.y !== y));
    if (isStale) plan = { ...planLabels(describeScene(inSight(), hovered), scale, context), scale, x, y };
    const { isLinkFaded, isNodeFaded } = shown.emphasis;
    drawLabels(context, plan, palette, { faded: ({ node, link }) => (node === undefined ? link !== undefined && isLinkFaded(link) : isNodeFaded(node)) });
  }

  function drawCrosses(context) {
    context.lineWidth = 2.2;
    for (const link of shown.view.links) {
      if (link.status !== "negated") continue;
      context.globalAlpha = shown.emphasis.isLinkFaded(link.number) ? FADED : 1;
      context.strokeStyle = palette.group(link.group);
      context.beginPath();
      for (const [x1, y1, x2, y2] of geometry.crossesOf(link)) {
        context.moveTo(x1, y1);
        context.lineTo(x2, y2);
      }
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  function describeScene(sight, pointed = {}) {
    return geometry.describe(shown.view, shown.emphasis, palette, sight, pointed);
  }

  /** What part of the picture can be seen, and what buttons and notes lie over it. */
  function inSight() {
    const toBox = ({ left, top, right, bottom }) => {
      const [from, to] = [network.DOMtoCanvas({ x: left, y: top }), network.DOMtoCanvas({ x: right, y: bottom })];
      return { left: from.x, top: from.y, right: to.x, bottom: to.y };
    };
    return {
      isCrowded: isHeavy(),
      frame: toBox({ left: 0, top: 0, right: container.clientWidth, bottom: container.clientHeight }),
      taken: thingsOver().map(toBox),
    };
  }

  function thingsOver() {
    const here = container.getBoundingClientRect();
    return [...container.parentElement.querySelectorAll(".zoom, .folded > *")]
      .map((element) => element.getBoundingClientRect())
      .filter(({ width }) => width)
      .map(({ left, right, top, bottom }) => ({ left: left - here.left, right: right - here.left, top: top - here.top, bottom: bottom - here.top }));
  }

  function click({ DOM, canvas }) {
    const isHit = (box) => canvas.x >= box.left && canvas.x <= box.right && canvas.y >= box.top && canvas.y <= box.bottom;
    const badge = plan?.badges.find(isHit);
    const label = plan?.labels.find(({ box }) => isHit(box)) ?? {};
    const node = network.getNodeAt(DOM) ?? label.node;
    const edge = label.link ?? (isHeavy() ? geometry.linkAt(shown.view, canvas, 8 / network.getScale()) : network.getEdgeAt(DOM));
    if (badge) act.unfoldAround(badge.node);
    else if (node !== undefined) act.selectNode(node);
    else if (edge !== undefined) act.selectStatements(shown.view.links.find((link) => link.number === edge).statements);
    else act.clear();
  }

  function hover(next) {
    hovered = next;
    plan = null;
    container.style.cursor = next.node !== undefined || next.edge !== undefined ? "pointer" : "";
    network.redraw();
  }

  /** Bring everything that is shown into sight. */
  function fit(isAnimated = true) {
    const numbers = [...(shown?.view.nodes ?? [])];
    if (!numbers.length || !container.clientWidth) return;
    const [wide, high] = [container.clientWidth, container.clientHeight];
    const [buttons, ...notes] = thingsOver();
    const isRow = buttons.right - buttons.left > buttons.bottom - buttons.top;
    const left = MARGIN + (isRow ? 0 : buttons.right);
    const top = MARGIN + (isRow ? buttons.bottom : 0);
    const foot = MARGIN + high - Math.min(high, ...notes.map((note) => note.top));
    const { scale, x, y } = geometry.fitInto(numbers, wide - left - MARGIN, high - top - foot, 1.35, pen);
    isMoved = false;
    move({ position: { x: x + (MARGIN - left) / 2 / scale, y: y + (foot - top) / 2 / scale }, scale }, isAnimated);
  }

  function zoom(factor) {
    isMoved = true;
    move({ scale: Math.min(6, Math.max(0.03, network.getScale() * factor)) }, false);
  }

  function move(target, isAnimated) {
    const isStill = !isAnimated || matchMedia("(prefers-reduced-motion: reduce)").matches;
    network.moveTo({ ...target, animation: isStill ? false : { duration: 250, easingFunction: "easeInOutQuad" } });
  }

  /** Bring a node into sight if it is out of it. */
  function reveal(number) {
    if (!shown.view.nodes.has(number)) return;
    const position = network.getPosition(number);
    const { x, y } = network.canvasToDOM(position);
    if (x > 40 && y > 40 && x < container.clientWidth - 40 && y < container.clientHeight - 60) return;
    isMoved = true;
    move({ position }, true);
  }

  /** The picture as it stands, on paper of its colour. */
  function toCanvas() {
    const source = container.querySelector("canvas");
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [source.width, source.height];
    const context = canvas.getContext("2d");
    context.fillStyle = palette.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(source, 0, 0);
    return canvas;
  }

  /** The whole picture as SVG. */
  function toSvg() {
    const scale = network.getScale();
    const scene = describeScene({ frame: EVERYWHERE });
    const { labels } = planLabels(scene, scale, document.createElement("canvas").getContext("2d"));
    return makeSvg(graph, shown.view, scene, geometry, labels, palette, scale);
  }

  return {
    show,
    fit,
    zoom,
    reveal,
    toCanvas,
    toSvg,
    nodeTowards: (from, dx, dy) => geometry.nodeTowards(shown.view, from, dx, dy),
    probe: createProbe(graph, network, geometry, container, () => ({ ...shown, plan })),
  };
}

/** Where things stand on the screen: for tests, and for scripts of a reader's own. */
function createProbe(graph, network, geometry, container, look) {
  const toScreen = (point) => {
    const [{ x, y }, { left, top }] = [network.canvasToDOM(point), container.getBoundingClientRect()];
    return { x: x + left, y: y + top };
  };
  const toScreenBox = ({ left, right, top, bottom }) => {
    const [from, to] = [toScreen({ x: left, y: top }), toScreen({ x: right, y: bottom })];
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  };
  return {
    /** Where a node stands, by its name; null where it is folded. */
    placeOf(label) {
      const number = [...look().view.nodes].find((candidate) => graph.entities[candidate].label === label);
      return number === undefined ? null : toScreen(network.getPosition(number));
    },
    /** The middle of a statement's line. */
    middleOf(id) {
      const link = look().view.links.find(({ statements }) => statements.includes(graph.statementNumbers.get(id)));
      return link ? toScreen(geometry.pointOn(link, 0.5)) : null;
    },
    /** The labels that are drawn, and the counts of what is folded, with their boxes. */
    labels() {
      const { labels, badges } = look().plan;
      return [
        ...labels.map(({ box, lines, node, link }) => ({ text: lines.join(" "), isNode: node !== undefined, number: node ?? link, ...toScreenBox(box) })),
        ...badges.map((badge) => ({ text: badge.text, isBadge: true, isNode: false, number: badge.node, ...toScreenBox(badge) })),
      ];
    },
    /** The nodes that are shown, with their boxes. */
    nodes() {
      return [...look().view.nodes].map((number) => {
        const [{ x, y }, radius] = [network.getPosition(number), geometry.radiusOf(number)];
        return { text: graph.entities[number].label, number, ...toScreenBox({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }) };
      });
    },
    /** The lines that are shown, the most important first: what each says. */
    links() {
      const lines = look().view.links.map(({ number, weight, group, status, source, target, statements }) => {
        return { number, weight, group, status, source, target, text: graph.statements[statements[0]].relation };
      });
      return lines.sort((a, b) => b.weight - a.weight);
    },
    /** Draw the picture `count` times, each at another zoom, to time it. */
    drawFrames(count) {
      for (let i = 0; i < count; i += 1) {
        network.moveTo({ scale: network.getScale() * (i % 2 ? 0.9 : 1 / 0.9) });
        network.redraw();
      }
    },
  };
}

/** Bring a data set to hold `items`; only what changed is touched. */
function sync(set, known, items) {
  const next = new Map(items.map((item) => [item.id, JSON.stringify(item)]));
  const gone = [...known.keys()].filter((id) => !next.has(id));
  const changed = items.filter((item) => known.get(item.id) !== next.get(item.id));
  if (gone.length) set.remove(gone);
  if (changed.length) set.update(changed);
  known.clear();
  for (const [id, text] of next) known.set(id, text);
}
