// In: the graph and the state. Out: what is shown: which statements pass the filters, which nodes and links stand in the picture, what is folded.
// Pure functions: they touch neither the page nor the state.

import { THE_ARTICLE, endsOf, objectText } from "./data.js";

/** What the state shows of the graph. */
export function computeView(graph, state) {
  const passing = new Set(graph.statements.filter((statement) => passes(graph, state, statement)).map((statement) => statement.number));
  const links = [];
  for (const link of graph.links) {
    if (isHidden(graph, state, link.source) || isHidden(graph, state, link.target) || state.hidden.groups.has(link.group)) continue;
    const statements = link.statements.filter((number) => passing.has(number));
    if (statements.length) links.push({ ...link, statements });
  }
  const near = joinUp(links);
  const scope = findScope(graph, state, near);
  const nodes = scope ? new Set(scope) : new Set([...graph.first, ...state.unfolded, ...selectedNodes(graph, state)]);
  const isNarrowed = isFiltered(state);
  for (const node of nodes) {
    if (isHidden(graph, state, node)) nodes.delete(node);
    else if (!scope && isNarrowed && !near.has(node) && !selectedNodes(graph, state).includes(node)) nodes.delete(node);
  }
  const path = state.focus?.kind === "path" ? scope : null;
  const shown = links.filter((link) => nodes.has(link.source) && nodes.has(link.target) && (!path || isStep(path, link)));
  const listed = graph.statements.filter((statement) => passing.has(statement.number) && isInScope(statement, scope, path));
  return {
    passing,
    scope,
    nodes,
    links: shown,
    near,
    path,
    listed,
    folded: countFolded(graph, state, nodes, shown, listed, near),
    chosen: chosenStatements(graph, state, passing),
  };
}

/** The statements that the table lists, in its order. */
export function listStatements(graph, state, view) {
  const words = fold(state.words);
  const chosen = new Set(view.chosen);
  const rows = view.listed.filter(
    (statement) => (!state.only || !state.selection || chosen.has(statement.number)) && (!words || fold(rowText(graph, statement)).includes(words)),
  );
  const { key, down } = state.sort;
  if (key) {
    const value = COLUMNS[key];
    rows.sort((a, b) => compare(value(graph, a), value(graph, b)) || a.number - b.number);
    if (down) rows.reverse();
  }
  return rows;
}

export const COLUMNS = {
  subject: (graph, statement) => graph.entities[statement.subject].label,
  relation: (graph, statement) => statement.relation,
  object: (graph, statement) => objectText(graph, statement),
  status: (graph, statement) => `${statement.status} ${statement.claimedBy.map((number) => graph.entities[number].label).join(", ")}`.trim(),
  confidence: (graph, statement) => statement.confidence,
};

/** Text for comparing: without accents and case. */
export function fold(text) {
  return String(text).normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Whether any filter is set. */
export function isFiltered(state) {
  const { types, groups, statuses } = state.hidden;
  const isGroupHidden = [...groups].some((group) => group !== "speech");
  return Boolean(types.size || isGroupHidden || statuses.size || state.family || state.claimant !== null || state.minimum > 0);
}

/** The numbers of the statements that the selection stands for. */
function chosenStatements(graph, state, passing) {
  if (state.selection?.kind === "statements") return state.selection.numbers;
  if (state.selection?.kind === "node")
    return graph.statementsOf[state.selection.number].map((statement) => statement.number).filter((number) => passing.has(number));
  return [];
}

export function selectedNodes(graph, state) {
  if (state.selection?.kind === "node") return [state.selection.number];
  if (state.selection?.kind === "statements") return [...new Set(state.selection.numbers.flatMap((number) => endsOf(graph.statements[number])))];
  return [];
}

/** The nodes on the shortest way between two nodes, both included; null where there is none. Ties go to the heavier node. */
export function shortestPath(graph, near, from, to) {
  const before = new Map([[from, null]]);
  let layer = [from];
  while (layer.length && !before.has(to)) {
    const next = [];
    for (const node of layer) {
      const others = [...(near.get(node) ?? [])].sort((a, b) => graph.entities[b].weight - graph.entities[a].weight || a - b);
      for (const other of others) {
        if (before.has(other)) continue;
        before.set(other, node);
        next.push(other);
      }
    }
    layer = next;
  }
  if (!before.has(to)) return null;
  const path = [];
  for (let node = to; node !== null; node = before.get(node)) path.unshift(node);
  return path;
}

function passes(graph, state, statement) {
  const { hidden, family, claimant, minimum } = state;
  return (
    !hidden.groups.has(statement.group) &&
    !hidden.statuses.has(statement.status) &&
    (!family || statement.family === family) &&
    (claimant === null || (claimant === THE_ARTICLE ? !statement.claimedBy.length : statement.claimedBy.includes(claimant))) &&
    statement.confidence >= minimum &&
    endsOf(statement).every((end) => !isHidden(graph, state, end))
  );
}

function isHidden(graph, state, node) {
  return state.hidden.types.has(graph.entities[node].type);
}

function joinUp(links) {
  const near = new Map();
  const add = (from, to) => (near.get(from) ?? near.set(from, new Set()).get(from)).add(to);
  for (const link of links) {
    add(link.source, link.target);
    add(link.target, link.source);
  }
  return near;
}

/** The nodes that the focus leaves, in order; null where there is no focus. */
function findScope(graph, state, near) {
  if (state.focus?.kind === "path") return shortestPath(graph, near, state.focus.from, state.focus.to) ?? [state.focus.from, state.focus.to];
  if (state.focus?.kind !== "near") return null;
  const scope = new Set([state.focus.number]);
  for (let step = 0; step < state.focus.steps; step += 1) for (const node of [...scope]) for (const other of near.get(node) ?? []) scope.add(other);
  return [...scope];
}

function isStep(path, link) {
  const from = path.indexOf(link.source);
  return from >= 0 && (path[from + 1] === link.target || path[from - 1] === link.target);
}

function isInScope(statement, scope, path) {
  if (!scope) return true;
  if (statement.object === null) return !path && scope.includes(statement.subject);
  return path ? isStep(path, { source: statement.subject, target: statement.object }) : endsOf(statement).every((end) => scope.includes(end));
}

/** How much is not in the picture: nodes and statements that pass the filters, and for each node how many of its neighbours. */
function countFolded(graph, state, nodes, shown, listed, near) {
  const drawn = new Set(shown.flatMap((link) => link.statements));
  const between = listed.filter((statement) => statement.object !== null);
  const waiting = new Map();
  for (const node of nodes) {
    let number = 0;
    for (const other of near.get(node) ?? []) if (!nodes.has(other)) number += 1;
    if (number) waiting.set(node, number);
  }
  const all = isFiltered(state) ? new Set([...near.keys(), ...nodes]).size : graph.entities.length;
  return {
    nodes: all - nodes.size,
    allNodes: all,
    statements: between.filter((statement) => !drawn.has(statement.number)).length,
    between: between.length,
    words: listed.length - between.length,
    waiting,
  };
}

function rowText(graph, statement) {
  return Object.values(COLUMNS)
    .map((column) => column(graph, statement))
    .join(" ");
}

function compare(a, b) {
  return typeof a === "number" ? a - b : a.localeCompare(b, "en", { sensitivity: "base", numeric: true });
}
