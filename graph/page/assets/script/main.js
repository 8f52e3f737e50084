// In: the page. Out: its parts, wired to one state. What the reader does changes the state; the state is shown.

import { createArticle, showSource } from "./article.js";
import { createExports } from "./exports.js";
import { createKeyboard } from "./keyboard.js";
import { createLegend } from "./legend.js";
import { createPicture } from "./picture.js";
import { createSearch } from "./search.js";
import { createStore, writeFragment } from "./state.js";
import { createTable } from "./table.js";
import { computeView, isFiltered } from "./view.js";
import { byId, count } from "./dom.js";
import { readGraph } from "./data.js";
import { showDetails } from "./details.js";

const isNarrow = matchMedia("(max-width: 46rem)").matches;
const graph = readGraph(byId("data").textContent, { isNarrow });
const store = createStore(graph);
let view = computeView(graph, store.get());
let passedBefore = -1;
let fromAddress = false;

const act = {
  selectNode: (number) => store.selectNode(number),
  selectStatements: (numbers) => store.selectStatements(numbers),
  clear: () => store.get().selection && store.set({ selection: null }),
  unfold: (numbers) => store.unfold(numbers),
  unfoldAround: (number) => store.unfold(neighbours(number)),
  focusNear: (number, steps) => store.selectNode(number, { focus: { kind: "near", number, steps } }),
  unfocus: () => store.set({ focus: null }),
  startPath: (number) => openPath(number),
  openDetails: () => {
    store.set({ tab: "read" });
    byId("details").focus();
  },
  toggleTab: () => store.set({ tab: store.get().tab === "read" ? "table" : "read" }),
  stepBack: () => {
    const { selection, focus } = store.get();
    if (selection) store.set({ selection: null });
    else if (focus) store.set({ focus: null });
  },
};

showSource(graph);
const picture = createPicture(graph, byId("canvas"), act);
const article = createArticle(graph, byId("article"), (numbers) => store.selectStatements(numbers));
const table = createTable(graph, byId("table"), store, act);
const legend = createLegend(graph, store);
const search = createSearch(graph, "search", (number) => act.selectNode(number));
const pathFrom = createSearch(graph, "path-from");
const pathTo = createSearch(graph, "path-to");
createExports(graph, picture, () => [store.get(), view]);
createKeyboard(store, picture, act);
wireButtons();
store.listen(show);
addEventListener("hashchange", () => {
  const fragment = location.hash.slice(1);
  if (fragment === writeFragment(graph, store.get())) return;
  fromAddress = true;
  store.load(fragment);
  fromAddress = false;
});
if (isNarrow) byId("legend").open = false;
store.load(location.hash);
picture.fit(false);
document.triplewire = picture.probe; // where things stand on the screen, for tests and for scripts of a reader's own
document.documentElement.dataset.ready = "true";

/** Show the state everywhere. */
function show(state, before) {
  view = computeView(graph, state);
  const isOther = state.focus !== before.focus || state.unfolded.size !== before.unfolded.size;
  picture.show(view, state, { refit: isOther && (state.focus !== before.focus || grows(before)) });
  legend.show(state);
  table.show(state, view);
  showTab(state.tab);
  if (state.selection !== before.selection || state.focus !== before.focus || view.passing.size !== passedBefore) {
    showDetails(graph, state, view, byId("details"), act);
    const node = state.selection?.kind === "node" ? state.selection.number : null;
    article.mark(state.selection?.kind === "statements" ? state.selection.numbers : [], node);
    if (node !== null) picture.reveal(node);
    announce(state);
  }
  byId("evidence-open").hidden = !state.selection;
  passedBefore = view.passing.size;
  showFolded(state);
  writeAddress(state);
}

function grows(before) {
  const known = computeView(graph, before).nodes;
  return [...view.nodes].filter((node) => !known.has(node)).length > 1;
}

function showTab(tab) {
  for (const key of ["read", "table"]) {
    byId(`tab-${key}`).setAttribute("aria-selected", String(key === tab));
    byId(`tab-${key}`).tabIndex = key === tab ? 0 : -1;
    byId(`panel-${key}`).hidden = key !== tab;
  }
}

/** Say how much of the graph is not in the picture. */
function showFolded(state) {
  const { nodes, allNodes, statements, between, words } = view.folded;
  const about = state.focus ? (state.focus.kind === "path" ? "The path: " : "The neighbourhood: ") : "";
  const parts = [
    `${about}${(allNodes - nodes).toLocaleString("en")} of ${count(allNodes, "entity", "entities")}, ${(between - statements).toLocaleString("en")} of ${count(between, "statement")} between them`,
  ];
  if (words) parts.push(`${words.toLocaleString("en")} more in words only (table)`);
  if (isFiltered(state)) parts.push("filtered");
  byId("folded").textContent = `${parts.join(" · ")}.`;
  const button = byId("unfold-all");
  const isOpen = state.unfolded.size > 0;
  button.hidden = !state.focus && !nodes && !isOpen;
  button.textContent = state.focus ? "Show the whole graph" : nodes ? `Unfold all ${nodes.toLocaleString("en")}` : "Fold again";
}

function wireButtons() {
  byId("reset").addEventListener("click", () => {
    store.reset();
    search.set(null);
    closePath();
    picture.fit();
  });
  byId("evidence-open").addEventListener("click", () => {
    store.set({ tab: "read" });
    byId("details").scrollIntoView({ block: "start" });
    byId("details").focus({ preventScroll: true });
  });
  byId("zoom-in").addEventListener("click", () => picture.zoom(1.25));
  byId("zoom-out").addEventListener("click", () => picture.zoom(0.8));
  byId("zoom-fit").addEventListener("click", () => picture.fit());
  byId("unfold-all").addEventListener("click", () => {
    const { focus } = store.get();
    if (focus) store.set({ focus: null });
    else if (view.folded.nodes) store.unfold(isFiltered(store.get()) ? view.near.keys() : graph.entities.keys());
    else store.set({ unfolded: new Set() });
    picture.fit();
  });
  for (const key of ["read", "table"]) byId(`tab-${key}`).addEventListener("click", () => store.set({ tab: key }));
  byId("tab-read").parentElement.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    act.toggleTab();
    byId(`tab-${store.get().tab}`).focus();
  });
  byId("path-open").addEventListener("click", () =>
    byId("path-form").hidden ? openPath(store.get().selection?.kind === "node" ? store.get().selection.number : null) : closePath(),
  );
  byId("path-close").addEventListener("click", closePath);
  byId("path-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const [from, to] = [pathFrom.value(), pathTo.value()];
    if (from !== null && to !== null) store.set({ focus: { kind: "path", from, to }, selection: null, tab: "read" });
  });
  document.addEventListener("click", (event) => byId("take").contains(event.target) || (byId("take").open = false));
}

function openPath(number) {
  byId("path-form").hidden = false;
  byId("path-open").setAttribute("aria-expanded", "true");
  if (number !== null) pathFrom.set(number);
  byId(number === null ? "path-from-input" : "path-to-input").focus();
}

function closePath() {
  byId("path-form").hidden = true;
  byId("path-open").setAttribute("aria-expanded", "false");
  for (const box of [pathFrom, pathTo]) box.set(null);
}

function neighbours(number) {
  return [...(view.near.get(number) ?? [])];
}

function announce(state) {
  const { selection } = state;
  if (selection?.kind === "node")
    byId("say").textContent =
      `\u2068${graph.entities[selection.number].label}\u2069, ${graph.entities[selection.number].type}, ${count(view.chosen.length, "statement")}`;
  else if (selection) byId("say").textContent = `${count(selection.numbers.length, "statement")} selected`;
}

function writeAddress(state) {
  if (fromAddress) return;
  const fragment = writeFragment(graph, state);
  if (fragment !== location.hash.slice(1)) history.replaceState(null, "", fragment ? `#${fragment}` : location.href.split("#")[0]);
}
