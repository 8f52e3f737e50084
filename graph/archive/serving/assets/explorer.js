// In: what a reader searches and chooses. Out: the neighbourhood of it, unfolded step by step. The address keeps what is shown, so that it can be sent on.

import { byId, count, make, name } from "./dom.js";
import { makePicture } from "./picture.js";
import { lineIcon, readPalette } from "./palette.js";
import { showEntity, showStart, showTrouble } from "./reading.js";

const STATUSES = ["asserted", "claimed", "negated", "planned"];
const GROUPS = ["support", "oppose", "role", "statement", "other"];
const PAUSE = 150;

const details = byId("details");
const entities = new Map(); // address -> entity that is in the picture
const statements = new Map(); // address -> statement
const neighbourhoods = new Map(); // address -> answer of the server
const off = new Set(); // statuses and groups that the reader switched off
let chosen = null;
let searching = 0;

const picture = makePicture(byId("canvas"), (iri) => choose(iri));
window.explorer = picture;

async function read(path, values = {}) {
  let answer;
  try {
    answer = await fetch(`/api/${path}?${new URLSearchParams(values)}`);
  } catch {
    throw new Error("the server does not answer; is it still running?");
  }
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.error);
  return found;
}

/** Shows an entity and unfolds what it stands in. */
async function choose(iri, { isKept = false } = {}) {
  chosen = iri;
  if (!isKept) history.pushState(null, "", `#entity=${encodeURIComponent(iri)}`);
  try {
    if (!neighbourhoods.has(iri)) neighbourhoods.set(iri, await read("entity", { iri }));
  } catch (error) {
    if (chosen === iri) showTrouble(details, error.message);
    return;
  }
  const found = neighbourhoods.get(iri);
  entities.set(found.entity.iri, found.entity);
  for (const statement of found.statements) {
    statements.set(statement.iri, statement);
    for (const end of [statement.subject, statement.object]) if (end && !entities.has(end.iri)) entities.set(end.iri, end);
  }
  if (chosen === iri) {
    chosen = found.entity.iri;
    if (!neighbourhoods.has(chosen)) neighbourhoods.set(chosen, found);
    show();
    byId("say").textContent = `${found.entity.label}: ${count(found.statements.length, "statement")}`;
  }
}

const isOn = (statement) => !off.has(statement.status) && !off.has(statement.group);

function show() {
  const lines = [...statements.values()].filter(isOn);
  const linked = new Set(lines.filter((statement) => statement.object).flatMap((statement) => [statement.subject.iri, statement.object.iri]));
  const nodes = [...entities.values()].filter((entity) => linked.has(entity.iri) || entity.iri === chosen);
  picture.draw(nodes, lines, chosen);
  const found = neighbourhoods.get(chosen);
  if (!found) return;
  const own = found.statements.filter(isOn);
  showEntity(details, { ...found, statements: own, hidden: found.statements.length - own.length }, { onEntity: choose, onStatement: (iri) => read("statement", { iri }) });
  details.scrollTop = 0;
}

async function start() {
  chosen = null;
  entities.clear();
  statements.clear();
  picture.draw([], [], null);
  try {
    const overview = await read("overview");
    byId("size").textContent = count(overview.articles, "article");
    if (chosen === null) showStart(details, overview, choose);
  } catch (error) {
    showTrouble(details, error.message);
  }
}

function makeLegend() {
  const palette = readPalette();
  const chip = (word, icon) => {
    const button = make("button", { type: "button", "aria-pressed": "true", on: { click: () => flip(button, word) } }, icon, word);
    return button;
  };
  byId("legend-statuses").append(...STATUSES.map((status) => chip(status, lineIcon({ color: palette.ink, dashes: { claimed: [9, 6], planned: [2, 5] }[status], isCrossed: status === "negated" }))));
  byId("legend-groups").append(...GROUPS.map((group) => chip(group, lineIcon({ color: palette.group(group), head: { support: "arrow", oppose: "bar", role: "circle", statement: "vee" }[group] ?? "triangle" }))));
}

function flip(button, word) {
  const isOff = off.has(word);
  if (isOff) off.delete(word);
  else off.add(word);
  button.setAttribute("aria-pressed", String(isOff));
  if (chosen) show();
}

const input = byId("search-input"),
  list = byId("search-list");
let active = -1;

async function search() {
  const own = ++searching;
  await new Promise((done) => setTimeout(done, PAUSE));
  if (own !== searching) return;
  let found;
  try {
    ({ found } = await read("search", { q: input.value }));
  } catch (error) {
    found = null;
    if (own === searching) list.replaceChildren(make("li", { text: error.message }));
  }
  if (own !== searching) return;
  active = -1;
  input.removeAttribute("aria-activedescendant");
  if (found) list.replaceChildren(...found.map(makeOption));
  if (found && !found.length && input.value.trim()) list.append(make("li", { text: "nothing found" }));
  list.hidden = !list.childElementCount;
  input.setAttribute("aria-expanded", String(!list.hidden));
}

function makeOption(entity, place) {
  const articles = entity.total > 1 ? count(entity.total, "article") : (entity.articles[0]?.headline ?? "");
  return make(
    "li",
    { role: "option", id: `option-${place}`, "aria-selected": "false", "data-iri": entity.iri, on: { mousedown: (event) => event.preventDefault(), click: () => take(entity.iri) } },
    name(entity.label),
    make("small", {}, ` ${entity.kind} · `, name(articles)),
  );
}

function take(iri) {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  choose(iri);
}

input.addEventListener("input", search);
input.addEventListener("blur", () => (list.hidden = true));
input.addEventListener("keydown", (event) => {
  const options = [...list.querySelectorAll("[data-iri]")];
  if (event.key === "Escape") list.hidden = true;
  if (!options.length || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  active = (active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
  options[active].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", options[active].id);
});
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const options = list.querySelectorAll("[data-iri]");
  const option = options[Math.max(active, 0)];
  if (option) take(option.dataset.iri);
});
byId("clear").addEventListener("click", () => {
  history.pushState(null, "", location.pathname);
  start();
});
byId("zoom-in").addEventListener("click", () => picture.zoom(1.3));
byId("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.3));
byId("zoom-fit").addEventListener("click", picture.fit);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
  }
});
addEventListener("popstate", restore);

function restore() {
  const iri = new URLSearchParams(location.hash.slice(1)).get("entity");
  return iri ? choose(iri, { isKept: true }) : start();
}

makeLegend();
await restore();
if (!byId("size").textContent) read("overview").then((overview) => (byId("size").textContent = count(overview.articles, "article")), () => {});
document.documentElement.dataset.ready = "";
