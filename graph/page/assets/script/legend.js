// In: the graph and the state. Out: the legend, each entry of which is a switch, and the other filters.

import { byId, make, plain, shorten } from "./dom.js";
import { THE_ARTICLE } from "./data.js";
import { DASHES, lineIcon, typeIcon } from "./palette.js";

const GROUP_NAMES = { support: "for", oppose: "against", role: "role", statement: "says", other: "other", speech: "speaks of" };
const STATUS_NAMES = { asserted: "asserted", claimed: "claimed", negated: "negated", planned: "planned" };
const STATUS_HELP = {
  asserted: "The article itself says so",
  claimed: "Somebody in the article says so",
  negated: "It is said not to be so",
  planned: "Planned, ordered or possible",
};
const HEADS = { support: "arrow", oppose: "bar", role: "circle", statement: "vee", other: "triangle", speech: "vee" };

/** The legend; icons take their colours from the style, so that dark and light need nothing done. */
export function createLegend(graph, store) {
  const shapes = new Map(graph.entities.map((entity, number) => [entity.type, graph.network.nodes[number].shape]));
  const types = tally(graph.entities.map((entity) => entity.type));
  const groups = tally([...graph.statements.map((statement) => statement.group), ...graph.links.filter((link) => link.group === "speech").map(() => "speech")]);
  const statuses = tally(graph.statements.map((statement) => statement.status));
  const chips = [
    ...fill(
      "legend-types",
      "types",
      types,
      [...types.keys()].sort((a, b) => types.get(b) - types.get(a) || a.localeCompare(b)),
      (type) => [typeIcon(shapes.get(type), `var(--type-${type.toLowerCase()})`, "var(--outline)"), type],
    ),
    ...fill("legend-groups", "groups", groups, graph.groups, (group) => [lineIcon({ color: `var(--group-${group})`, head: HEADS[group] }), GROUP_NAMES[group]]),
    ...fill("legend-statuses", "statuses", statuses, Object.keys(STATUS_NAMES), (status) => [
      lineIcon({ color: "currentColor", dashes: DASHES[status], isCrossed: status === "negated" }),
      STATUS_NAMES[status],
    ]),
  ];
  fillSelects();

  function fill(id, kind, counts, keys, describe) {
    const made = keys
      .filter((key) => counts.has(key))
      .map((key) => {
        const [icon, words] = describe(key);
        const button = make(
          "button",
          { type: "button", "data-kind": kind, "data-key": key, title: STATUS_HELP[key] ?? null, on: { click: () => toggle(kind, key) } },
          icon,
          words,
          make("span", { class: "kind", text: counts.get(key).toLocaleString("en") }),
        );
        return { kind, key, button };
      });
    byId(id).replaceChildren(...made.map(({ button }) => button));
    return made;
  }

  function toggle(kind, key) {
    const { hidden } = store.get();
    const next = new Set(hidden[kind]);
    if (!next.delete(key)) next.add(key);
    store.set({ hidden: { ...hidden, [kind]: next } });
  }

  function fillSelects() {
    const families = tally(graph.statements.map((statement) => statement.family));
    const claimants = tally(graph.statements.flatMap((statement) => statement.claimedBy));
    const option = (value, text) => make("option", { value, text });
    byId("filter-family").replaceChildren(
      option("", "all"),
      ...[...families]
        .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
        .map(([family, number]) => option(family, `${graph.families[family].label} (${number})`)),
    );
    byId("filter-claimant").replaceChildren(
      option("", "anybody"),
      option(THE_ARTICLE, "the article itself"),
      ...[...claimants]
        .sort((a, b) => b[1] - a[1] || a[0] - b[0])
        .map(([claimant, number]) => option(claimant, `${shorten(plain(graph.entities[claimant].label), 40)} (${number})`)),
    );
    byId("filter-family").addEventListener("change", (event) => store.set({ family: event.target.value }));
    byId("filter-claimant").addEventListener("change", (event) => store.set({ claimant: event.target.value === "" ? null : Number(event.target.value) }));
    byId("filter-confidence").addEventListener("input", (event) => store.set({ minimum: Number(event.target.value) }));
  }

  function show(state) {
    for (const { kind, key, button } of chips) button.setAttribute("aria-pressed", String(!state.hidden[kind].has(key)));
    byId("filter-family").value = state.family;
    byId("filter-claimant").value = state.claimant === null ? "" : String(state.claimant);
    byId("filter-confidence").value = String(state.minimum);
    byId("confidence-value").textContent = state.minimum.toFixed(2);
  }

  return { show };
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
