// In: the graph, the view and the state. Out: the picture, drawn by vis-network with labels, crosses and counts of ours on top.
// It holds the camera and the places (which the reader may drag); what is shown and selected comes from the state.

import { describeLink, drawLabels, planLabels } from "./labels.js";
import { readPalette, round, shapeElement, DASHES } from "./palette.js";
import { plain, svg } from "./dom.js";

const FADED = 0.18;
const HEAVY = 800; // from so many lines on, they rest while the picture moves
const IMPORTANCE = { oppose: 0.6, support: 0.6, role: 0.2, statement: 0, other: 0, speech: -1 };

/** The picture in `container`. `act` holds what a click does: selectNode, selectStatements, unfold, clear. */
export function createPicture(graph, container, act) {
  const nodes = new vis.DataSet();
  const edges = new vis.DataSet();
  const network = new vis.Network(container, { nodes, edges }, { ...graph.network.options, autoResize: true });
  const drawn = { nodes: new Map(), edges: new Map() };
  let palette = readPalette();
  let view = null;
  let state = null;
  let hovered = { node: null, edge: null };
  let plan = null;
  let isMoved = false;
  let isPanning = false; // labels chosen before go along; choosing anew is for when the hand rests
  const isUpright = container.clientHeight > container.clientWidth * 1.15;
  let wasHeavy = false;
  let isChanging = false; // vis-network may draw between a change of the nodes and that of the edges

  network.on("beforeDrawing", (context) => drawCommunities(context));
  network.on("afterDrawing", (context) => {
    if (!view || isChanging) return;
    drawCrosses(context);
    const scale = network.getScale();
    const { x, y } = network.getViewPosition();
    if (!plan || plan.scale !== scale || (!isPanning && (plan.x !== x || plan.y !== y))) plan = { ...planLabels(makeScene(frameInSight()), scale, context), scale, x, y };
    drawLabels(context, plan, palette, { faded: isFaded });
  });
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
  network.on("click", ({ pointer, event }) => click(pointer, event));
  network.on("hoverNode", ({ node }) => hover({ node, edge: null }));
  network.on("blurNode", () => hover({ node: null, edge: null }));
  network.on("hoverEdge", ({ edge }) => hover({ node: null, edge }));
  network.on("blurEdge", () => hover({ node: null, edge: null }));
  network.on("resize", () => isMoved || fit(false));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    palette = readPalette();
    if (view) show(view, state);
  });

  /** Show a view of the graph. */
  function show(nextView, nextState, { refit = false } = {}) {
    [view, state, plan] = [nextView, nextState, null];
    isChanging = true;
    sync(nodes, drawn.nodes, [...view.nodes].map(styleNode));
    sync(edges, drawn.edges, view.links.map(styleEdge));
    isChanging = false;
    restWhenHeavy(view.links.length > HEAVY);
    network.unselectAll();
    if (refit) fit();
    network.redraw();
  }

  function restWhenHeavy(isHeavy) {
    if (isHeavy !== wasHeavy) network.setOptions({ interaction: { hideEdgesOnDrag: isHeavy, hideEdgesOnZoom: isHeavy } });
    wasHeavy = isHeavy;
  }

  /** Where a node stands before anybody drags it: on an upright screen the picture is turned over, to fill it. */
  function homeOf(number) {
    const { x, y } = graph.network.nodes[number];
    return isUpright ? { x: y, y: x } : { x, y };
  }

  function styleNode(number) {
    const entity = graph.entities[number];
    const isChosen = state.selection?.kind === "node" && state.selection.number === number;
    const { x, y } = homeOf(number);
    const { label, ...node } = graph.network.nodes[number];
    return {
      ...node, ...(drawn.nodes.has(number) ? network.getPosition(number) : { x, y }), fixed: false, shapeProperties: { borderDashes: entity.isNamed ? false : [4, 3] },
      borderWidth: isChosen ? 5 : 1.5, opacity: isNodeFaded(number) ? FADED : 1,
      color: { background: palette.type(entity.type), border: isChosen ? palette.accent : palette.outline, hover: { background: palette.type(entity.type), border: palette.accent } },
    };
  }

  function styleEdge(link) {
    const { from, to, ...edge } = graph.network.edges[link.number];
    const color = palette.group(link.group);
    const isChosen = isLinkChosen(link);
    const width = isChosen ? 4.5 : link.group === "speech" ? 1.2 : Math.min(4, 1.6 + 0.5 * (link.statements.length - 1));
    const grown = graph.firstSet.has(link.source) && graph.firstSet.has(link.target) ? graph.spread : 1;
    return {
      ...edge, from, to, id: link.number, width: width * grown, dashes: edge.dashes && edge.dashes.map((dash) => dash * grown),
      color: { color, hover: color, highlight: color, opacity: isLinkFaded(link) ? FADED : 1 },
    };
  }

  function isLinkChosen(link) {
    return state.selection?.kind === "statements" && link.statements.some((number) => state.selection.numbers.includes(number));
  }

  function isLinkFaded(link) {
    if (!state.selection) return false;
    if (state.selection.kind === "node") return link.source !== state.selection.number && link.target !== state.selection.number;
    return !isLinkChosen(link);
  }

  function isNodeFaded(number) {
    if (!state.selection) return false;
    if (state.selection.kind === "node") return number !== state.selection.number && !view.near.get(state.selection.number)?.has(number);
    const { entities } = selectionEnds();
    return !entities.has(number);
  }

  function selectionEnds() {
    const entities = new Set();
    for (const number of state.selection.numbers) {
      const { subject, object, claimedBy } = graph.statements[number];
      for (const end of [subject, object, ...claimedBy]) if (end !== null) entities.add(end);
    }
    return { entities };
  }

  function isFaded(label) {
    if (label.isMuted) return false;
    return label.node !== undefined ? isNodeFaded(label.node) : isLinkFaded(view.links.find((link) => link.number === label.link) ?? {});
  }

  function frameInSight() {
    const [from, to] = [network.DOMtoCanvas({ x: 0, y: 0 }), network.DOMtoCanvas({ x: container.clientWidth, y: container.clientHeight })];
    return { left: from.x, top: from.y, right: to.x, bottom: to.y };
  }

  function makeScene(frame) {
    const forced = { nodes: new Set(), links: new Set() };
    if (state.selection?.kind === "node") forced.nodes.add(state.selection.number);
    if (state.selection?.kind === "statements") for (const number of selectionEnds().entities) forced.nodes.add(number);
    for (const link of view.links) if (isLinkChosen(link)) forced.links.add(link.number);
    if (hovered.node !== null) forced.nodes.add(hovered.node);
    if (hovered.edge !== null) forced.links.add(hovered.edge);
    const scene = { forced, frame, discs: communityDiscs(), nodes: [], links: [] };
    for (const number of view.nodes) {
      const entity = graph.entities[number];
      const { x, y } = network.getPosition(number);
      const isNear = state.selection && !isNodeFaded(number);
      scene.nodes.push({ number, x, y, radius: graph.network.nodes[number].size, weight: entity.weight + (isNear ? 1 : 0), label: entity.label, waiting: view.folded.waiting.get(number) ?? 0 });
    }
    for (const link of view.links) {
      if (state.selection && isLinkFaded(link) && hovered.edge !== link.number) continue;
      const weight = graph.entities[link.source].weight + graph.entities[link.target].weight + IMPORTANCE[link.group];
      scene.links.push({ number: link.number, weight, ...describeLink(graph, link), at: (t) => pointOn(link, t), length: lengthOf(link), color: palette.group(link.group) });
    }
    return scene;
  }

  function pointOn(link, share) {
    const edge = network.body.edges[link.number];
    if (link.source === link.target) {
      const { x, y } = network.getPosition(link.source);
      const radius = graph.network.nodes[link.source].size;
      return { x: x + radius + 24 * Math.sin(share * 6.28), y: y - radius - 24 * Math.cos(share * 6.28) };
    }
    return edge.edgeType.getPoint(share);
  }

  function lengthOf(link) {
    const [a, b] = [network.getPosition(link.source), network.getPosition(link.target)];
    const radii = graph.network.nodes[link.source].size + graph.network.nodes[link.target].size;
    return link.source === link.target ? 60 : Math.max(0, Math.hypot(a.x - b.x, a.y - b.y) - radii);
  }

  /** Lines across what is denied. */
  function drawCrosses(context) {
    for (const link of view.links) {
      if (link.status !== "negated") continue;
      context.globalAlpha = isLinkFaded(link) ? FADED : 1;
      context.strokeStyle = palette.group(link.group);
      context.lineWidth = 2.2;
      for (const [x1, y1, x2, y2] of crossesOf(link)) {
        context.beginPath();
        context.moveTo(x1, y1);
        context.lineTo(x2, y2);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  function crossesOf(link) {
    return [0.3, 0.7].flatMap((share) => {
      const { x, y } = pointOn(link, share);
      return [[x - 6, y - 6, x + 6, y + 6], [x - 6, y + 6, x + 6, y - 6]];
    });
  }

  /** Behind a large graph: a disc for each community, around its nodes that are shown. */
  function drawCommunities(context) {
    if (!view || isChanging) return;
    for (const { x, y, radius } of communityDiscs()) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fillStyle = palette.rule;
      context.globalAlpha = 0.28;
      context.fill();
    }
    context.globalAlpha = 1;
  }

  function communityDiscs() {
    if (!graph.community || state.focus) return [];
    const members = new Map();
    const sizes = new Map();
    for (const key of graph.community) sizes.set(key, (sizes.get(key) ?? 0) + 1);
    for (const number of view.nodes) {
      if (!graph.firstSet.has(number)) continue;
      const key = graph.community[number];
      (members.get(key) ?? members.set(key, []).get(key)).push({ ...network.getPosition(number), radius: graph.network.nodes[number].size });
    }
    return [...members].map(([key, points]) => {
      const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
      const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
      return { x, y, radius: Math.max(...points.map((point) => Math.hypot(point.x - x, point.y - y) + point.radius * 1.6)), size: sizes.get(key) };
    });
  }

  function click(pointer, event) {
    const badge = plan?.badges.find(({ left, right, top, bottom }) => pointer.canvas.x >= left && pointer.canvas.x <= right && pointer.canvas.y >= top && pointer.canvas.y <= bottom);
    const node = network.getNodeAt(pointer.DOM);
    const edge = network.getEdgeAt(pointer.DOM);
    const label = plan?.labels.find(({ box }) => pointer.canvas.x >= box.left && pointer.canvas.x <= box.right && pointer.canvas.y >= box.top && pointer.canvas.y <= box.bottom);
    if (badge) act.unfold(badge.node);
    else if (node !== undefined) act.selectNode(node, event);
    else if (label?.node !== undefined) act.selectNode(label.node, event);
    else if (label?.link !== undefined) act.selectStatements(view.links.find((link) => link.number === label.link).statements);
    else if (edge !== undefined) act.selectStatements(view.links.find((link) => link.number === edge).statements);
    else act.clear();
  }

  function hover(next) {
    hovered = next;
    plan = null;
    container.style.cursor = next.node !== null || next.edge !== null ? "pointer" : "";
    network.redraw();
  }

  /** Bring everything that is shown into sight. */
  function fit(isAnimated = true) {
    const numbers = [...(view?.nodes ?? [])];
    if (!numbers.length || !container.clientWidth) return;
    const boxes = numbers.map((number) => ({ ...network.getPosition(number), radius: graph.network.nodes[number].size }));
    const [left, right] = [Math.min(...boxes.map(({ x, radius }) => x - radius)), Math.max(...boxes.map(({ x, radius }) => x + radius))];
    const [top, bottom] = [Math.min(...boxes.map(({ y, radius }) => y - radius)), Math.max(...boxes.map(({ y, radius }) => y + radius))];
    const [wide, high] = [container.clientWidth, container.clientHeight];
    const margin = { x: Math.min(150, wide * 0.24), y: 96 };
    const scale = Math.min(1.35, (wide - margin.x) / (right - left || 1), (high - margin.y) / (bottom - top || 1));
    isMoved = false;
    move({ position: { x: (left + right) / 2, y: (top + bottom) / 2 + 12 / scale }, scale }, isAnimated);
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
    if (!view.nodes.has(number)) return;
    const { x, y } = network.canvasToDOM(network.getPosition(number));
    if (x > 40 && y > 40 && x < container.clientWidth - 40 && y < container.clientHeight - 60) return;
    isMoved = true;
    move({ position: network.getPosition(number) }, true);
  }

  /** The node that lies nearest in a direction (dx, dy), or the heaviest if none is selected. */
  function nodeTowards(from, dx, dy) {
    if (from === null || !view.nodes.has(from)) return [...view.nodes].sort((a, b) => graph.entities[b].weight - graph.entities[a].weight)[0] ?? null;
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

  /** The picture as it stands, as a canvas of `ratio` pixels to one. */
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
    const scene = makeScene({ left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity });
    const { labels } = planLabels(scene, scale, document.createElement("canvas").getContext("2d"));
    const margin = 110 / scale;
    const [xs, ys] = [scene.nodes.length ? scene.nodes.map((node) => node.x) : [0], scene.nodes.length ? scene.nodes.map((node) => node.y) : [0]];
    const [left, top] = [Math.min(...xs) - margin, Math.min(...ys) - margin];
    const [wide, high] = [Math.max(...xs) + margin - left, Math.max(...ys) + margin - top];
    const root = svg("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: [left, top, wide, high].map(round).join(" "), width: round(wide * scale), height: round(high * scale), role: "img" });
    root.append(svg("title", {}, plain(graph.title)), svg("rect", { x: left, y: top, width: wide, height: high, fill: palette.paper }));
    for (const link of view.links) root.append(...linkElements(link));
    for (const node of scene.nodes) {
      const shape = shapeElement(graph.network.nodes[node.number].shape, node.radius, { fill: palette.type(graph.entities[node.number].type), stroke: palette.outline, "stroke-width": 1.5 });
      root.append(svg("g", { transform: `translate(${round(node.x)} ${round(node.y)})` }, shape));
    }
    for (const label of labels) root.append(labelElement(label));
    return new XMLSerializer().serializeToString(root);
  }

  function linkElements(link) {
    const color = palette.group(link.group);
    const points = Array.from({ length: 21 }, (_, i) => pointOn(link, i / 20));
    const end = network.getPosition(link.target);
    const radius = graph.network.nodes[link.target].size + 3;
    const kept = points.filter(({ x, y }, i) => link.source === link.target || i === 0 || Math.hypot(x - end.x, y - end.y) > radius);
    const last = kept.at(-1);
    const angle = (Math.atan2(end.y - last.y, end.x - last.x) * 180) / Math.PI;
    const dashes = DASHES[link.status] ? { "stroke-dasharray": DASHES[link.status].join(" ") } : {};
    const line = svg("polyline", { points: kept.map(({ x, y }) => `${round(x)},${round(y)}`).join(" "), fill: "none", stroke: color, "stroke-width": link.group === "speech" ? 1.2 : 2, ...dashes });
    const head = svg("path", { d: link.group === "oppose" ? "M0 -6 H3 V6 H0 Z" : "M0 -5 L10 0 L0 5 Z", fill: color, transform: `translate(${round(last.x)} ${round(last.y)}) rotate(${round(angle)})` });
    const crosses = link.status === "negated" ? crossesOf(link).map(([x1, y1, x2, y2]) => svg("line", { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2), stroke: color, "stroke-width": 2.2 })) : [];
    return [line, head, ...crosses];
  }

  function labelElement(label) {
    const size = Number(/ ([\d.e-]+)px/.exec(label.font)[1]);
    const text = svg("text", { "text-anchor": "middle", "font-family": "system-ui, sans-serif", "font-size": round(size), fill: label.color ?? palette.ink, stroke: palette.paper, "stroke-width": round(size * 0.25), "paint-order": "stroke", "stroke-linejoin": "round" });
    for (const [row, line] of label.lines.entries()) text.append(svg("tspan", { x: round(label.x), y: round(label.y + (row - (label.lines.length - 1) / 2) * label.height + size * 0.35) }, line));
    return text;
  }

  const toScreen = (point) => {
    const [{ x, y }, { left, top }] = [network.canvasToDOM(point), container.getBoundingClientRect()];
    return { x: x + left, y: y + top };
  };
  const probe = {
    /** Where a node stands, by its name; null where it is folded. */
    placeOf(label) {
      const number = [...view.nodes].find((candidate) => graph.entities[candidate].label === label);
      return number === undefined ? null : toScreen(network.getPosition(number));
    },
    /** The middle of a statement's line. */
    middleOf(id) {
      const link = view.links.find(({ statements }) => statements.includes(graph.statementNumbers.get(id)));
      return link ? toScreen(pointOn(link, 0.5)) : null;
    },
    /** The labels that are drawn, with their boxes. */
    labels() {
      return plan.labels.map(({ box, lines, node }) => {
        const [from, to] = [toScreen({ x: box.left, y: box.top }), toScreen({ x: box.right, y: box.bottom })];
        return { text: lines.join(" "), isNode: node !== undefined, left: from.x, top: from.y, right: to.x, bottom: to.y };
      });
    },
    /** How many milliseconds drawing takes, on the average of `count` times, each at another zoom. */
    timeFrames(count) {
      const start = performance.now();
      for (let i = 0; i < count; i += 1) {
        network.moveTo({ scale: network.getScale() * (i % 2 ? 0.9 : 1 / 0.9) });
        network.redraw();
      }
      return (performance.now() - start) / count;
    },
  };

  return { show, fit, zoom, reveal, nodeTowards, toCanvas, toSvg, probe };
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
