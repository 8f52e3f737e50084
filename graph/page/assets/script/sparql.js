// In: the graph and the state. Out: the SPARQL query that gives the statements of the current selection, or else those that pass the filters.

import { THE_ARTICLE } from "./data.js";

/** The query, to be asked of the graph's Turtle. */
export function makeQuery(graph, state, view) {
  const lines = [
    "?statement a rdf:Statement ;",
    "  rdf:subject ?subject ;",
    "  rdf:predicate ?relation ;",
    "  rdf:object ?object ;",
    "  tw:family ?family ;",
    "  tw:status ?status ;",
    "  tw:confidence ?confidence .",
  ];
  lines.push(...selectLines(graph, state, view), ...filterLines(graph, state));
  const body = lines.map((line) => `  ${line}`).join("\n");
  return `${prefixes(graph)}\nSELECT DISTINCT ?statement ?subject ?relation ?object ?status ?confidence\nWHERE {\n${body}\n}\nORDER BY ?statement\n`;
}

function prefixes(graph) {
  return ["rdf", "tw"].map((name) => `PREFIX ${name}: <${graph.prefixes[name]}>`).join("\n");
}

function selectLines(graph, state, view) {
  const iri = (number) => `<${graph.entities[number].iri}>`;
  if (state.selection?.kind === "statements") return [`VALUES ?statement { ${view.chosen.map((number) => `<${graph.statements[number].iri}>`).join(" ")} }`];
  if (state.selection?.kind === "node") return [`FILTER(?subject = ${iri(state.selection.number)} || ?object = ${iri(state.selection.number)})`];
  if (state.focus) return [`VALUES ?statement { ${view.listed.map((statement) => `<${statement.iri}>`).join(" ")} }`];
  return [];
}

function filterLines(graph, state) {
  const { types, groups, statuses } = state.hidden;
  const term = (name) => `<${graph.prefixes.tw}${name}>`;
  const lines = [];
  if (statuses.size) lines.push(`FILTER(?status NOT IN (${[...statuses].map(term).join(", ")}))`);
  if (state.family) lines.push(`FILTER(?family = <${graph.families[state.family].iri}>)`);
  const families = Object.values(graph.families).filter((family) => groups.has(family.group));
  if (families.length) lines.push(`FILTER(?family NOT IN (${families.map((family) => `<${family.iri}>`).join(", ")}))`);
  if (state.minimum > 0) lines.push(`FILTER(?confidence >= ${state.minimum})`);
  if (state.claimant === THE_ARTICLE) lines.push("FILTER NOT EXISTS { ?statement tw:claimedBy ?anybody }");
  else if (state.claimant !== null) lines.push(`?statement tw:claimedBy <${graph.entities[state.claimant].iri}> .`);
  if (types.size) {
    const hidden = [...types].map(term).join(" ");
    for (const end of ["?subject", "?object"]) lines.push(`FILTER NOT EXISTS { VALUES ?hidden { ${hidden} } ${end} a ?hidden }`);
  }
  return lines;
}
