// In: what a reader types into the editor. Out: the endpoint's answer, and downloads of it. It asks no other server.

import { byId, count, make } from "./dom.js";
import { showRows, showText } from "./results.js";

const EXAMPLE =
  "PREFIX tw: <https://w3id.org/triplewire/ontology#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n\n" +
  "SELECT ?a ?b WHERE {\n  ?one tw:opposes ?other .\n  ?one rdfs:label ?a .\n  ?other rdfs:label ?b .\n}\nLIMIT 100\n";
const ROWS = { CSV: "text/csv", TSV: "text/tab-separated-values", JSON: "application/sparql-results+json", XML: "application/sparql-results+xml" };
const GRAPHS = { Turtle: "text/turtle", "N-Triples": "application/n-triples", "JSON-LD": "application/ld+json", "RDF/XML": "application/rdf+xml" };
const ENDINGS = { CSV: "csv", TSV: "tsv", JSON: "srj", XML: "srx", Turtle: "ttl", "N-Triples": "nt", "JSON-LD": "jsonld", "RDF/XML": "rdf" };

const given = new URLSearchParams(location.search).get("query");
const editor = new window.Yasqe(byId("editor"), {
  value: given ?? EXAMPLE,
  persistenceId: null,
  createShareableLink: null,
  showQueryButton: false,
  autocompleters: ["variables"],
  resizeable: false,
  requestConfig: { endpoint: "/sparql" },
  extraKeys: { "Ctrl-Enter": run, "Cmd-Enter": run },
});
editor.getInputField().setAttribute("aria-label", "Query in SPARQL");
let asking = null;

byId("run").addEventListener("click", run);
byId("stop").addEventListener("click", () => asking?.abort());
byId("named").addEventListener("change", (event) => {
  if (event.target.value) editor.setValue(event.target.value);
});
offerNamed();
if (given) run();
document.documentElement.dataset.ready = "";

async function offerNamed() {
  const answer = await fetch("/api/queries");
  const { queries } = await answer.json();
  byId("named").append(...queries.map((query) => make("option", { value: query.text, title: query.answers, text: query.title })));
}

/** Sends a query; `accept` names the forms that may come. */
function ask(query, accept, signal) {
  return fetch("/sparql", { method: "POST", headers: { accept }, body: new URLSearchParams({ query }), signal });
}

async function run() {
  asking?.abort();
  const own = (asking = new AbortController());
  const query = editor.getValue(),
    started = performance.now();
  say("asking …");
  byId("stop").hidden = false;
  byId("downloads").hidden = true;
  try {
    const answer = await ask(query, `${ROWS.JSON}, ${GRAPHS.Turtle};q=0.9`, own.signal);
    const text = await answer.text();
    if (own.signal.aborted) return;
    if (!answer.ok) {
      byId("result").replaceChildren();
      say(text.trim(), true);
      return;
    }
    show(answer, text, query, (performance.now() - started) / 1000);
  } catch (error) {
    say(own.signal.aborted ? "stopped" : "the server does not answer; is it still running?", !own.signal.aborted);
  } finally {
    if (asking === own) byId("stop").hidden = true;
  }
}

function show(answer, text, query, seconds) {
  const most = answer.headers.get("x-sparql-maxrows"),
    isGraph = answer.headers.get("content-type").startsWith("text/turtle");
  const cut = most ? `; only the first ${Number(most).toLocaleString("en")} are given` : "";
  if (isGraph) {
    showText(byId("result"), text);
    say(`a graph in ${seconds.toFixed(2)} s${cut}`);
  } else {
    const rows = JSON.parse(text);
    showRows(byId("result"), rows);
    say(rows.results ? `${count(rows.results.bindings.length, "row")} in ${seconds.toFixed(2)} s${cut}` : `answered in ${seconds.toFixed(2)} s`);
  }
  offerDownloads(query, isGraph ? GRAPHS : ROWS);
}

function offerDownloads(query, forms) {
  const buttons = Object.entries(forms).map(([title, kind]) => make("button", { type: "button", text: title, on: { click: () => download(query, title, kind) } }));
  byId("downloads").replaceChildren("Download ", ...buttons);
  byId("downloads").hidden = false;
}

async function download(query, title, kind) {
  const answer = await ask(query, kind);
  if (!answer.ok) {
    say((await answer.text()).trim(), true);
    return;
  }
  const link = make("a", { href: URL.createObjectURL(await answer.blob()), download: `result.${ENDINGS[title]}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function say(text, isWrong = false) {
  byId("notice").replaceChildren(make("span", { text }));
  byId("notice").classList.toggle("wrong", isWrong);
}
