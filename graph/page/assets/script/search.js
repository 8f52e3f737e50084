// In: names and aliases. Out: a box that suggests entities while one types, after the ARIA pattern of a combobox.

import { fold } from "./view.js";
import { byId, make, name, plain } from "./dom.js";

const MOST = 12;

/** Make the input and list with the ids `${id}-input` and `${id}-list` a combobox; `choose` is told the number of the entity that is taken. */
export function createSearch(graph, id, choose) {
  const input = byId(`${id}-input`);
  const list = byId(`${id}-list`);
  let found = [];
  let active = -1;
  let chosen = null;
  for (const [key, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" }))
    input.setAttribute(key, value);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.addEventListener("input", () => {
    chosen = null;
    open(findEntities(graph, input.value));
  });
  input.addEventListener("focus", () => input.value && open(findEntities(graph, input.value)));
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) open(findEntities(graph, input.value));
      else activate((active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % Math.max(1, found.length));
    } else if (event.key === "Enter" && found.length && !list.hidden) take(found[Math.max(0, active)]);
    else if (event.key === "Escape" && !list.hidden) {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });

  function open(entities) {
    found = entities;
    list.replaceChildren(...found.map(({ number, alias }, i) => makeOption(number, alias, i)));
    if (!found.length && input.value.trim()) list.replaceChildren(make("li", { role: "option", "aria-disabled": "true", text: "Nothing found" }));
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(found.length ? 0 : -1);
  }

  function makeOption(number, alias, i) {
    const { label, type } = graph.entities[number];
    const more = make("small", {}, " ", type, ...(alias ? [" · ", name(alias)] : []));
    const press = (event) => {
      event.preventDefault();
      take(found[i]);
    };
    return make("li", { role: "option", id: `${id}-option-${i}`, "aria-selected": "false", on: { mousedown: press } }, name(label), more);
  }

  function activate(place) {
    active = place;
    [...list.children].forEach((option, i) => option.hasAttribute("aria-disabled") || option.setAttribute("aria-selected", String(i === place)));
    if (place >= 0) {
      input.setAttribute("aria-activedescendant", `${id}-option-${place}`);
      list.children[place]?.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function take({ number }) {
    set(number);
    close();
    choose?.(number);
  }

  function set(number) {
    chosen = number;
    input.value = number === null ? "" : plain(graph.entities[number].label);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  return { set, value: () => chosen ?? findEntities(graph, input.value)[0]?.number ?? null };
}

/** Entities whose name or alias holds the words: names that begin with them first, then words that do, then the heavier. */
export function findEntities(graph, words) {
  const wanted = fold(words);
  if (!wanted) return [];
  const found = [];
  graph.entities.forEach((entity, number) => {
    const ranks = [entity.label, ...entity.aliases].map((text, i) => ({ rank: rankOf(fold(text), wanted), alias: i ? text : null }));
    const best = ranks.reduce((a, b) => (b.rank < a.rank ? b : a));
    if (best.rank < 9) found.push({ number, alias: best.alias, rank: best.rank });
  });
  return found.sort((a, b) => a.rank - b.rank || graph.entities[b.number].weight - graph.entities[a.number].weight || a.number - b.number).slice(0, MOST);
}

function rankOf(text, wanted) {
  if (text === wanted) return 0;
  if (text.startsWith(wanted)) return 1;
  if (text.includes(` ${wanted}`)) return 2;
  return text.includes(wanted) ? 3 : 9;
}
