// In: the graph, the state and the view. Out: what is known of the selection, with the sentences that it rests on; or, without one, of the whole.

import { endsOf, objectText, quotesOf, rolesOf } from "./data.js";
import { count, makeLink, make, name } from "./dom.js";

const ORDER = ["oppose", "support", "role", "statement", "other"];

/** Fill `container`. `act` holds what its buttons do: selectNode, selectStatements, focusNear, startPath, unfold, clear. */
export function showDetails(graph, state, view, container, act) {
  const { selection } = state;
  const parts =
    selection?.kind === "node"
      ? describeNode(graph, selection.number, view, act)
      : selection?.kind === "statements"
        ? describeStatements(graph, selection.numbers, act)
        : state.focus?.kind === "path"
          ? describePath(graph, state.focus, view, act)
          : describeWhole(graph, view, act);
  container.replaceChildren(...parts.filter(Boolean));
  container.scrollTop = 0;
}

/** A statement in a row, as a button that opens its evidence. */
function makeFact(graph, statement, act, from = null) {
  const subject = graph.entities[statement.subject];
  const pieces = [];
  if (from !== statement.subject) pieces.push(name(subject.label), " ");
  pieces.push(make("span", { class: "verb", text: statement.relation }), " ", name(objectText(graph, statement)));
  pieces.push(...makeTags(graph, statement));
  const button = make("button", { type: "button", class: "fact", on: { click: () => act.selectStatements([statement.number]) } }, ...pieces);
  button.style.setProperty("--line", `var(--group-${statement.group})`);
  return make("li", {}, button);
}

function makeTags(graph, statement) {
  const tags =
    statement.status === "asserted"
      ? []
      : [make("span", { class: `tag ${statement.status}`, text: statement.modality === "possible" ? "possible" : statement.status })];
  for (const number of statement.claimedBy) tags.push(make("span", { class: "tag claimed" }, "says ", name(graph.entities[number].label)));
  return tags;
}

function makeFacts(graph, statements, act, from = null) {
  return make("ul", { class: "facts" }, ...statements.map((statement) => makeFact(graph, statement, act, from)));
}

function makeNodeButton(graph, number, act, extra = "") {
  return make("button", { type: "button", on: { click: () => act.selectNode(number) } }, name(graph.entities[number].label), extra);
}

function describeWhole(graph, view, act) {
  const main = graph.first.slice(0, 8);
  const sides = view.listed.filter((statement) => statement.object !== null && ["support", "oppose"].includes(statement.group));
  const shown = sides
    .filter((statement) => endsOf(statement).every((end) => graph.firstSet.has(end)))
    .sort((a, b) => weigh(graph, b) - weigh(graph, a) || a.number - b.number);
  if (!graph.statements.length) return [make("h2", { text: "At a glance" }), make("p", { text: "No statements were found in this article." })];
  return [
    make("h2", { text: "At a glance" }),
    make("p", {
      class: "kind",
      text: `${count(graph.entities.length, "entity", "entities")}, ${count(graph.statements.length, "statement")}. Select a node, a line, a sentence or a row to see what it rests on.`,
    }),
    make("h3", { text: "Main actors" }),
    make("div", { class: "actions" }, ...main.map((number) => makeNodeButton(graph, number, act))),
    shown.length ? make("h3", { text: "Who stands with and against whom" }) : null,
    shown.length ? makeFacts(graph, shown.slice(0, 10), act) : null,
    ...(graph.community ? describeCommunities(graph, act) : []),
  ];
}

function describeCommunities(graph, act) {
  const members = new Map();
  graph.community.forEach((key, number) => (members.get(key) ?? members.set(key, []).get(key)).push(number));
  const large = [...members.values()].filter((numbers) => numbers.some((number) => graph.firstSet.has(number)));
  const rest = graph.entities.length - large.reduce((sum, numbers) => sum + numbers.length, 0);
  const rows = large.map((numbers) => {
    const leader = graph.first.find((number) => numbers.includes(number));
    return make(
      "li",
      {},
      make(
        "button",
        { type: "button", class: "fact", on: { click: () => act.unfold(numbers) } },
        "Unfold ",
        name(graph.entities[leader].label),
        ` and ${count(numbers.length - 1, "other")}`,
      ),
    );
  });
  return [
    make("h3", { text: "Communities" }),
    make("ul", { class: "facts" }, ...rows),
    rest ? make("p", { class: "kind", text: `${count(rest, "entity", "entities")} in smaller groups: folded; search finds them.` }) : null,
  ];
}

function describeNode(graph, number, view, act) {
  const entity = graph.entities[number];
  const statements = graph.statementsOf[number].filter((statement) => view.passing.has(statement.number));
  const told = graph.statements.filter(
    (statement) =>
      view.passing.has(statement.number) && (statement.about.includes(number) || statement.addressee === number) && !endsOf(statement).includes(number),
  );
  const waiting = view.folded.waiting.get(number) ?? 0;
  const actions = make(
    "div",
    { class: "actions" },
    make("button", { type: "button", on: { click: () => act.focusNear(number, 1) } }, "Neighbours"),
    make("button", { type: "button", on: { click: () => act.focusNear(number, 2) } }, "Two steps"),
    make("button", { type: "button", on: { click: () => act.startPath(number) } }, "Path to…"),
    waiting ? make("button", { type: "button", on: { click: () => act.unfoldAround(number) } }, `Unfold ${waiting}`) : null,
    make("button", { type: "button", on: { click: () => act.clear() } }, "Close"),
  );
  const rows = [
    ["Also", entity.aliases],
    ["Roles", rolesOf(graph, number)],
  ]
    .filter(([, words]) => words.length)
    .map(([term, words]) => [term, words.map((word) => name(word))]);
  if (entity.sameAs.length) rows.push(["Same as", entity.sameAs.map((address) => makeLink(address, address))]);
  return [
    make("h2", {}, name(entity.label)),
    make("p", {
      class: "kind",
      text: `${entity.type}${entity.isNamed ? "" : ", not named"} · ${count(entity.mentions.length, "mention")} · ${count(statements.length, "statement")}`,
    }),
    actions,
    rows.length
      ? make(
          "dl",
          {},
          ...rows.flatMap(([term, words]) => [make("dt", { text: term }), make("dd", {}, ...words.flatMap((word, i) => (i ? ["; ", word] : [word])))]),
        )
      : null,
    ...groupFacts(graph, statements, number, act),
    told.length ? make("h3", { text: "Spoken of or addressed" }) : null,
    told.length ? makeFacts(graph, told, act) : null,
  ];
}

/** Statements by relation family, those against and for somebody first. */
function groupFacts(graph, statements, number, act) {
  const groups = new Map();
  for (const statement of statements) {
    const key = `${ORDER.indexOf(statement.group)} ${statement.family}`;
    (groups.get(key) ?? groups.set(key, []).get(key)).push(statement);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .flatMap(([, facts]) => [
      make("h3", { text: graph.families[facts[0].family].label }),
      makeFacts(
        graph,
        facts.sort((a, b) => (b.subject === number) - (a.subject === number) || a.number - b.number),
        act,
        number,
      ),
    ]);
}

function describeStatements(graph, numbers, act) {
  const close = make("div", { class: "actions" }, make("button", { type: "button", on: { click: () => act.clear() } }, "Close"));
  return [
    numbers.length > 1 ? make("h2", { text: count(numbers.length, "statement") }) : null,
    ...numbers.flatMap((number) => describeStatement(graph, graph.statements[number], act)),
    close,
  ];
}

function describeStatement(graph, statement, act) {
  const object = statement.object === null ? name(objectText(graph, statement)) : makeNodeButton(graph, statement.object, act);
  const people = (numbers) => numbers.flatMap((number, i) => [i ? " " : null, makeNodeButton(graph, number, act)]);
  const moment = ({ text, value }) => [name(text), value ? ` (${graph.numbers.has(value) ? graph.entities[graph.numbers.get(value)].label : value})` : ""];
  const rows = [
    [
      "Status",
      [
        statement.modality === "possible" ? "possible" : statement.status,
        statement.polarity === "negative" && statement.status !== "negated" ? ", negative" : "",
      ],
    ],
    statement.claimedBy.length ? ["In the words of", people(statement.claimedBy)] : null,
    statement.addressee !== null ? ["Told to", people([statement.addressee])] : null,
    statement.about.length ? ["Speaks of", people(statement.about)] : null,
    statement.role ? ["Role", [name(statement.role)]] : null,
    statement.when ? ["When", moment(statement.when)] : null,
    statement.where ? ["Where", moment(statement.where)] : null,
    statement.isQuoted ? ["Stands in", ["a quotation"]] : null,
    ["Relation", [graph.families[statement.family].label]],
    ["Confidence", [`${Math.round(statement.confidence * 100)} %`]],
    statement.extractors?.length ? ["Found by", [statement.extractors.join(", ")]] : null,
  ].filter(Boolean);
  return [
    make("p", {}, makeNodeButton(graph, statement.subject, act), " ", make("strong", { text: statement.relation }), " ", object),
    ...(graph.article.text
      ? statement.evidence.map((span) => makeQuote(graph, span))
      : quotesOf(graph, statement).map((quote) => make("blockquote", { dir: "auto" }, make("mark", { text: quote })))),
    make("dl", {}, ...rows.flatMap(([term, words]) => [make("dt", { text: term }), make("dd", {}, ...words)])),
  ];
}

/** The words of the evidence within their sentence. */
function makeQuote(graph, [start, end]) {
  const { text } = graph.article;
  const [from, to] = sentenceAround(text, start, end);
  return make("blockquote", { dir: "auto" }, text.slice(from, start), make("mark", { text: text.slice(start, end) }), text.slice(end, to));
}

/** From the last to the next full stop or line break; good enough for context, the evidence itself is exact. */
export function sentenceAround(text, start, end) {
  const before = text.slice(0, start);
  const from = Math.max(...[...before.matchAll(/[.!?]["”’)]*\s+|\n+/g)].slice(-1).map((match) => match.index + match[0].length), Math.max(0, start - 300));
  const after = /[.!?]["”’)]*(?=\s|$)|\n/.exec(text.slice(Math.max(start, end - 1)));
  const to = after ? Math.max(end, Math.max(start, end - 1) + after.index + (after[0] === "\n" ? 0 : after[0].length)) : text.length;
  return [from, Math.min(to, end + 300)];
}

function describePath(graph, focus, view, act) {
  const path = view.path ?? [];
  const isFound = view.links.length > 0;
  return [
    make("h2", {}, "From ", name(graph.entities[focus.from].label), " to ", name(graph.entities[focus.to].label)),
    make("p", { class: "kind", text: isFound ? count(path.length - 1, "step") : "No statements join these two under the filters that are set." }),
    isFound
      ? makeFacts(
          graph,
          path.slice(1).flatMap((node, i) => factsBetween(graph, view, path[i], node)),
          act,
        )
      : null,
    make("div", { class: "actions" }, make("button", { type: "button", on: { click: () => act.unfocus() } }, "Show the whole graph")),
  ];
}

function factsBetween(graph, view, a, b) {
  return view.links
    .filter((link) => [link.source, link.target].includes(a) && [link.source, link.target].includes(b))
    .flatMap((link) => link.statements)
    .map((number) => graph.statements[number]);
}

function weigh(graph, statement) {
  return graph.entities[statement.subject].weight + graph.entities[statement.object].weight;
}
