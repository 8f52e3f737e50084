// In: keys. Out: what they do, in the picture and on the whole page.

import { openDialog } from "./exports.js";
import { byId, make } from "./dom.js";

const HELP = [
  ["/", "search"],
  ["arrow keys", "in the picture: to the next node in that direction; in the article: to the next sentence"],
  ["Enter", "in the picture: open the evidence of the node"],
  ["n / N", "neighbours of the selected node, at one or two steps"],
  ["u", "unfold what is folded around the selected node"],
  ["+ − 0", "zoom in, out, fit"],
  ["t", "table or article"],
  ["Escape", "take the selection back, then the focus"],
  ["?", "this help"],
];

/** Wire the keys. */
export function createKeyboard(store, picture, act) {
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  byId("help-open").addEventListener("click", showHelp);
  byId("canvas").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { selection } = store.get();
    const here = selection?.kind === "node" ? selection.number : null;
    if (arrows[event.key]) {
      const next = picture.nodeTowards(here, ...arrows[event.key]);
      if (next !== null) act.selectNode(next);
    } else if (event.key === "Enter") {
      if (here !== null) act.openDetails();
    } else if (event.key === "n" || event.key === "N") {
      if (here !== null) act.focusNear(here, event.key === "n" ? 1 : 2);
    } else if (event.key === "u") {
      if (here !== null) act.unfoldAround(here);
    } else if (event.key === "+" || event.key === "=") picture.zoom(1.25);
    else if (event.key === "-") picture.zoom(0.8);
    else if (event.key === "0") picture.fit();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("dialog").open) return;
    const isTyping = event.target.matches("input:not([type=checkbox]):not([type=range]), select, textarea");
    if (event.key === "Escape") act.stepBack();
    else if (isTyping) return;
    else if (event.key === "/") byId("search-input").focus();
    else if (event.key === "?") showHelp();
    else if (event.key === "t") act.toggleTab();
    else return;
    event.preventDefault();
  });
}

function showHelp() {
  openDialog(
    "How to read and use this page",
    make("p", {
      text: "A node is somebody or something of the article; a line is what the article states between two of them. Select one to see the sentences it rests on.",
    }),
    make("p", {
      text: "A full line: the article itself says so. Dashed: somebody claims it, and is named. Crossed: it is said not to be so. Dotted: planned, ordered or possible.",
    }),
    make("dl", {}, ...HELP.flatMap(([key, text]) => [make("dt", {}, make("kbd", { text: key })), make("dd", { text })])),
  );
}
