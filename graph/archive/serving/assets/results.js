// In: an answer of the endpoint. Out: it as a table or as text. Values become text nodes only; an address becomes a link only to the explorer or to the web.

import { make, makeLink, name } from "./dom.js";

const STEP = 500;

export const SPACES = {
  "https://w3id.org/triplewire/ontology#": "tw",
  "https://w3id.org/triplewire/relation/": "rel",
  "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
  "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
  "http://www.w3.org/2002/07/owl#": "owl",
  "http://www.w3.org/2001/XMLSchema#": "xsd",
  "http://www.w3.org/2004/02/skos/core#": "skos",
  "http://www.w3.org/ns/prov#": "prov",
  "http://www.w3.org/ns/oa#": "oa",
  "https://schema.org/": "schema",
  "http://xmlns.com/foaf/0.1/": "foaf",
};

/** An address as a reader writes it. */
export function shortenIri(iri) {
  for (const [space, prefix] of Object.entries(SPACES)) if (iri.startsWith(space)) return `${prefix}:${iri.slice(space.length)}`;
  return iri;
}

/** Shows rows (SPARQL JSON) as a table, some at a time. */
export function showRows(place, answer) {
  place.replaceChildren();
  if (typeof answer.boolean === "boolean") {
    place.append(make("p", { text: answer.boolean ? "yes" : "no" }));
    return;
  }
  const columns = answer.head.vars,
    rows = answer.results.bindings;
  const body = make("tbody");
  const head = make("tr", {}, ...columns.map((column) => make("th", { scope: "col", text: column })));
  place.append(make("table", {}, make("thead", {}, head), body));
  const more = make("button", { type: "button", class: "more", on: { click: () => addRows() } });
  place.append(more);
  addRows();

  function addRows() {
    const from = body.rows.length;
    for (const row of rows.slice(from, from + STEP)) body.append(make("tr", {}, ...columns.map((column) => make("td", {}, row[column] ? showTerm(row[column]) : null))));
    const left = rows.length - body.rows.length;
    more.hidden = left <= 0;
    more.textContent = `Show ${Math.min(left, STEP)} more`;
  }
}

/** Shows a graph's text. */
export function showText(place, text) {
  place.replaceChildren(make("pre", { text }));
}

function showTerm(term) {
  if (term.type === "uri") {
    const short = shortenIri(term.value);
    if (/\/entity\/[^/#]+$/.test(term.value)) return make("a", { href: `/#entity=${encodeURIComponent(term.value)}`, title: term.value, text: short });
    return makeLink(term.value, short);
  }
  if (term.type === "literal") {
    const language = term["xml:lang"];
    return make("span", { title: term.datatype ? shortenIri(term.datatype) : null }, name(term.value), language ? make("small", { class: "language", text: ` @${language}` }) : null);
  }
  return name(term.type === "bnode" ? `_:${term.value}` : JSON.stringify(term.value));
}
