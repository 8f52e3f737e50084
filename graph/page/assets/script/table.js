// In: the graph, the state and the view. Out: the statements as a table that can be sorted and searched; it is also what a screen reader reads.

import { COLUMNS, listStatements } from "./view.js";
import { objectText } from "./data.js";
import { byId, count, make, name } from "./dom.js";

const STEP = 200;
const TITLES = { subject: "Subject", relation: "Relation", object: "Object", status: "Status", confidence: "Conf." };

/** The table in `container`; long ones are shown 200 rows at a time. */
export function createTable(graph, container, store, act) {
  let most = STEP;
  byId("table-words").addEventListener("input", (event) => store.set({ words: event.target.value }));
  byId("table-only").addEventListener("change", (event) => store.set({ only: event.target.checked }));

  function show(state, view, { isNew = true } = {}) {
    if (isNew) most = STEP;
    if (byId("table-words").value !== state.words) byId("table-words").value = state.words;
    byId("table-only").checked = state.only;
    const rows = listStatements(graph, state, view);
    byId("table-count").textContent = `${rows.length.toLocaleString("en")} of ${count(graph.statements.length, "statement")}`;
    if (state.tab !== "table") return;
    const chosen = new Set(view.chosen);
    const body = make("tbody", {}, ...rows.slice(0, most).map((statement) => makeRow(statement, chosen)));
    const head = make("thead", {}, make("tr", {}, ...Object.keys(COLUMNS).map((key) => makeHead(key, state))));
    const focused = container.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const place = container.scrollTop;
    container.replaceChildren(make("table", {}, make("caption", { class: "unseen", text: "All statements that pass the filters" }), head, body));
    if (rows.length > most)
      container.append(
        make(
          "p",
          { class: "more" },
          make(
            "button",
            {
              type: "button",
              "data-key": "more",
              on: {
                click: () => {
                  most += STEP;
                  show(store.get(), view, { isNew: false });
                },
              },
            },
            `${count(rows.length - most, "more row")}: show the next ${Math.min(STEP, rows.length - most)}`,
          ),
        ),
      );
    container.scrollTop = place;
    if (focused) container.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    container.querySelector("tr.chosen")?.scrollIntoView({ block: "nearest" });
  }

  function makeHead(key, state) {
    const isSorted = state.sort.key === key;
    const sort = () => store.set({ sort: isSorted && state.sort.down ? { key: "", down: false } : { key, down: isSorted } });
    const arrow = isSorted ? (state.sort.down ? " ▼" : " ▲") : "";
    return make(
      "th",
      { scope: "col", "aria-sort": isSorted ? (state.sort.down ? "descending" : "ascending") : "none" },
      make("button", { type: "button", "data-key": `head-${key}`, on: { click: sort } }, `${TITLES[key]}${arrow}`),
    );
  }

  function makeRow(statement, chosen) {
    const open = () => act.selectStatements([statement.number], { keepTab: true });
    const isChosen = chosen.has(statement.number);
    const claimants = statement.claimedBy.flatMap((number, i) => [i ? ", " : " by ", name(graph.entities[number].label)]);
    return make(
      "tr",
      { class: isChosen ? "chosen" : null, on: { click: open } },
      make("td", {}, name(graph.entities[statement.subject].label)),
      make("td", {}, make("button", { type: "button", "data-key": statement.id, "aria-pressed": String(isChosen), text: statement.relation })),
      make("td", {}, name(objectText(graph, statement))),
      make("td", {}, statement.status, ...claimants),
      make("td", { text: statement.confidence.toFixed(2) }),
    );
  }

  return { show };
}
