// In: what the reader does. Out: the state, kept in one place, told to whoever listens, and written into the address fragment and back.

import { THE_ARTICLE } from "./data.js";
import { COLUMNS } from "./view.js";

/** Nothing selected, nothing hidden but who speaks of whom: the legend shows that these lines are off. */
export function freshState() {
  return {
    hidden: { types: new Set(), groups: new Set(["speech"]), statuses: new Set() },
    family: "",
    claimant: null,
    minimum: 0,
    selection: null,
    focus: null,
    unfolded: new Set(),
    tab: "read",
    words: "",
    only: false,
    sort: { key: "", down: false },
  };
}

/** A state that tells its listeners of each change. */
export function createStore(graph) {
  let state = freshState();
  const listeners = [];
  const store = {
    get: () => state,
    listen: (listener) => listeners.push(listener),
    set(changes) {
      const before = state;
      state = { ...state, ...changes };
      for (const listener of listeners) listener(state, before);
    },
    selectNode(number, { focus } = {}) {
      store.set({ selection: { kind: "node", number }, unfolded: new Set([...state.unfolded, number]), ...(focus === undefined ? {} : { focus }) });
    },
    selectStatements(numbers) {
      if (!numbers.length) return store.set({ selection: null });
      const ends = numbers.flatMap((number) => [graph.statements[number].subject, graph.statements[number].object]).filter((end) => end !== null);
      return store.set({ selection: { kind: "statements", numbers }, unfolded: new Set([...state.unfolded, ...ends]) });
    },
    unfold(numbers) {
      store.set({ unfolded: new Set([...state.unfolded, ...numbers]) });
    },
    reset() {
      store.set({ ...freshState(), tab: state.tab });
    },
    /** Take the state that an address fragment holds. */
    load(fragment) {
      store.set(readFragment(graph, fragment));
    },
  };
  return store;
}

/** The state as an address fragment: names of entities and statements, so that it means the same on a colleague's screen. */
export function writeFragment(graph, state) {
  const parts = new URLSearchParams();
  const id = (number) => graph.entities[number].id;
  if (state.selection?.kind === "node") parts.set("node", id(state.selection.number));
  if (state.selection?.kind === "statements") parts.set("statements", state.selection.numbers.map((number) => graph.statements[number].id).join(" "));
  if (state.focus?.kind === "near") parts.set("near", `${state.focus.steps} ${id(state.focus.number)}`);
  if (state.focus?.kind === "path") parts.set("path", `${id(state.focus.from)} ${id(state.focus.to)}`);
  for (const [kind, names] of Object.entries(state.hidden)) {
    const text = [...names].sort().join(" ");
    if (text !== [...freshState().hidden[kind]].join(" ")) parts.set(`hide-${kind}`, text);
  }
  if (state.family) parts.set("family", state.family);
  if (state.claimant !== null) parts.set("claimant", state.claimant === THE_ARTICLE ? "-" : id(state.claimant));
  if (state.minimum > 0) parts.set("confidence", String(state.minimum));
  const open = [...state.unfolded].filter((number) => !graph.firstSet.has(number));
  if (open.length) parts.set("open", open.length === graph.entities.length - graph.first.length ? "*" : open.map(id).join(" "));
  if (state.words) parts.set("words", state.words);
  if (state.only) parts.set("only", "1");
  if (state.sort.key) parts.set("sort", `${state.sort.down ? "-" : ""}${state.sort.key}`);
  if (state.tab !== "read") parts.set("tab", state.tab);
  return parts.toString();
}

/** The state that a fragment holds; names that the graph does not know are passed over. */
export function readFragment(graph, fragment) {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const state = freshState();
  const words = (key) => (parts.get(key) ?? "").split(" ").filter(Boolean);
  const nodes = (ids) => ids.map((id) => graph.numbers.get(id)).filter((number) => number !== undefined);
  const [node] = nodes(words("node"));
  const statements = words("statements")
    .map((id) => graph.statementNumbers.get(id))
    .filter((number) => number !== undefined);
  if (node !== undefined) state.selection = { kind: "node", number: node };
  else if (statements.length) state.selection = { kind: "statements", numbers: statements };
  const [steps, ...near] = words("near");
  const [center] = nodes(near);
  if (center !== undefined) state.focus = { kind: "near", number: center, steps: steps === "2" ? 2 : 1 };
  const [from, to] = nodes(words("path"));
  if (to !== undefined) state.focus = { kind: "path", from, to };
  for (const kind of Object.keys(state.hidden)) if (parts.has(`hide-${kind}`)) state.hidden[kind] = new Set(words(`hide-${kind}`));
  state.family = Object.hasOwn(graph.families, parts.get("family")) ? parts.get("family") : "";
  const claimant = parts.get("claimant");
  if (claimant) state.claimant = claimant === "-" ? THE_ARTICLE : (graph.numbers.get(claimant) ?? null);
  state.minimum = Math.min(1, Math.max(0, Number(parts.get("confidence")) || 0));
  state.unfolded = new Set(parts.get("open") === "*" ? graph.entities.keys() : nodes(words("open")));
  state.words = parts.get("words") ?? "";
  state.only = parts.get("only") === "1";
  const sort = parts.get("sort") ?? "";
  const key = sort.replace(/^-/, "");
  if (Object.hasOwn(COLUMNS, key)) state.sort = { key, down: sort.startsWith("-") };
  state.tab = parts.get("tab") === "table" ? "table" : "read";
  return state;
}
