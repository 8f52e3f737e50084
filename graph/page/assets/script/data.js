// In: the JSON that stands in the page. Out: the graph, with what the other modules look up in it. Nothing here changes after it is read.

/** Stands for the article among the claimants. */
export const THE_ARTICLE = -1;

/** The graph of the page; a narrow screen has a first view and places of its own. */
export function readGraph(json, { isNarrow = false } = {}) {
  const graph = JSON.parse(json);
  if (isNarrow) takeNarrow(graph);
  for (const [number, statement] of graph.statements.entries()) {
    graph.statements[number] = { object: null, literal: null, claimedBy: [], about: [], addressee: null, evidence: [], ...statement, number };
  }
  graph.links.forEach((link, number) => (link.number = number));
  graph.numbers = new Map(graph.entities.map((entity, number) => [entity.id, number]));
  graph.statementNumbers = new Map(graph.statements.map((statement, number) => [statement.id, number]));
  graph.linksOf = graph.entities.map(() => []);
  graph.statementsOf = graph.entities.map(() => []);
  for (const link of graph.links) {
    graph.linksOf[link.source].push(link);
    if (link.target !== link.source) graph.linksOf[link.target].push(link);
  }
  for (const statement of graph.statements) {
    for (const end of new Set(endsOf(statement))) graph.statementsOf[end].push(statement);
  }
  graph.firstSet = new Set(graph.first);
  return graph;
}

function takeNarrow(graph) {
  const { first, places, radii, spread, wrap } = graph.narrow;
  Object.assign(graph, { first, spread, wrap });
  graph.network.nodes.forEach((node, number) => {
    [node.x, node.y] = places[number];
    node.size = radii[number];
  });
}

/** The entities that a statement stands between: one or two. */
export function endsOf(statement) {
  return statement.object === null ? [statement.subject] : [statement.subject, statement.object];
}

/** The object's words, whether an entity or a literal. */
export function objectText(graph, statement) {
  return statement.object === null ? (statement.literal ?? "") : graph.entities[statement.object].label;
}

/** The words that a statement rests on; a graph without the article's text has them by itself. */
export function quotesOf(graph, statement) {
  return statement.quotes ?? statement.evidence.map(([start, end]) => graph.article.text.slice(start, end));
}

/** What a line of the picture says, in the article's relation; for speech, whom it speaks of or to. */
export function linkText(graph, link, numbers) {
  const statements = numbers.map((number) => graph.statements[number]);
  if (link.group === "speech") return statements.some((statement) => statement.addressee === link.target) ? "speaks to" : "speaks of";
  const words = [...new Set(statements.map((statement) => statement.relation))];
  return words.length > 1 ? `${words[0]} +${words.length - 1}` : words[0];
}

/** Who claims what a line says: "says Owen Pryce", or "" where the article itself does. */
export function claimText(graph, numbers) {
  const claimants = [...new Set(numbers.flatMap((number) => graph.statements[number].claimedBy))];
  if (!claimants.length) return "";
  return `says ${graph.entities[claimants[0]].label}${claimants.length > 1 ? ` +${claimants.length - 1}` : ""}`;
}

/** What shows an entity's posts: "leader of …", from statements that the article itself makes. */
export function rolesOf(graph, number) {
  const roles = graph.statementsOf[number]
    .filter((statement) => statement.subject === number && statement.status === "asserted" && (statement.role || statement.family === "holdsRole"))
    .map((statement) => {
      const role = statement.role ?? objectText(graph, statement);
      return statement.object !== null && statement.role ? `${role}, ${graph.entities[statement.object].label}` : role;
    });
  return [...new Set(roles)];
}
