// In: what is shown. Out: files to take along: the picture, the statements, the graph, the query. They are made here; nothing is sent anywhere.

import { listStatements } from "./view.js";
import { makeQuery } from "./sparql.js";
import { objectText, quotesOf } from "./data.js";
import { byId, make } from "./dom.js";

/** Wire the menu. */
export function createExports(graph, picture, look) {
  const stem = (graph.title.normalize("NFD").match(/[A-Za-z0-9]+/g) ?? ["graph"]).slice(0, 6).join("-").toLowerCase().slice(0, 60);
  const turtle = byId("turtle").textContent;
  byId("save-turtle").hidden = !turtle.trim();
  on("save-png", () => picture.toCanvas().toBlob((blob) => save(blob, `${stem}.png`)));
  on("save-svg", () => save(new Blob([picture.toSvg()], { type: "image/svg+xml" }), `${stem}.svg`));
  on("save-csv", () => save(new Blob(["\ufeff", makeCsv(graph, listStatements(graph, ...look()))], { type: "text/csv;charset=utf-8" }), `${stem}.csv`));
  on("save-turtle", () => save(new Blob([turtle], { type: "text/turtle;charset=utf-8" }), `${stem}.ttl`));
  on("show-sparql", () => showQuery(makeQuery(graph, ...look())));

  function on(id, action) {
    byId(id).addEventListener("click", () => {
      byId("take").open = false;
      action();
    });
  }
}

/** Statements as comma-separated values. */
export function makeCsv(graph, statements) {
  const label = (number) => graph.entities[number].label;
  const rows = statements.map((statement) => [
    label(statement.subject),
    statement.relation,
    objectText(graph, statement),
    statement.object === null ? "words" : graph.entities[statement.object].type,
    graph.families[statement.family].label,
    statement.status,
    statement.polarity,
    statement.modality,
    statement.claimedBy.map(label).join("; "),
    statement.confidence,
    statement.when?.text ?? "",
    statement.when?.value ?? "",
    statement.where?.text ?? "",
    quotesOf(graph, statement).join(" | "),
    statement.iri,
  ]);
  const head = [
    "subject",
    "relation",
    "object",
    "object type",
    "family",
    "status",
    "polarity",
    "modality",
    "claimed by",
    "confidence",
    "when",
    "when value",
    "where",
    "evidence",
    "address",
  ];
  return [head, ...rows].map((row) => row.map(quoteCell).join(",")).join("\r\n") + "\r\n";
}

/** A cell; one that a spreadsheet would take for a formula gets an apostrophe before it. */
function quoteCell(value) {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function save(blob, file) {
  const address = URL.createObjectURL(blob);
  const anchor = make("a", { href: address, download: file });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function showQuery(query) {
  const copy = make("button", { type: "button", text: "Copy" });
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(query);
      copy.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(byId("query"));
      copy.textContent = "Selected: copy it with the keyboard";
    }
  });
  openDialog("SPARQL of this selection", make("p", { text: "Ask it of the graph's Turtle." }), make("pre", { id: "query", tabindex: "0", text: query }), copy);
}

/** Show something over the page; Escape closes it. */
export function openDialog(title, ...children) {
  byId("dialog-title").textContent = title;
  byId("dialog-body").replaceChildren(...children);
  byId("dialog").showModal();
}
