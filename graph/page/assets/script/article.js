// In: the article's text and where evidence and mentions stand in it. Out: the text with those stretches marked, which can be clicked.

import { byId, makeLink, make, name, plain } from "./dom.js";

/** The article in `container`; `select` is told the statements of a stretch that is clicked. */
export function createArticle(graph, container, select) {
  const parts = cutText(graph);
  let stops = [];
  if (!graph.article.text) container.append(make("p", { class: "kind", text: "This graph was saved without the article's text." }));
  else for (const paragraph of groupParagraphs(parts)) container.append(make("p", { dir: "auto" }, ...paragraph.map((part) => part.element)));
  stops = parts.filter((part, i) => part.statements.length && !isSame(part.statements, parts[i - 1]?.statements));
  if (stops.length) stops[0].element.tabIndex = 0;
  for (const part of parts) {
    if (!part.statements.length) continue;
    part.element.addEventListener("click", () => getSelection().isCollapsed && select(part.statements));
  }
  container.addEventListener("keydown", (event) => {
    const here = stops.findIndex((part) => part.element === document.activeElement);
    if (here < 0) return;
    if (event.key === "Enter" || event.key === " ") select(stops[here].statements);
    else if (event.key === "ArrowDown" || event.key === "ArrowRight") walk(here, 1);
    else if (event.key === "ArrowUp" || event.key === "ArrowLeft") walk(here, -1);
    else return;
    event.preventDefault();
  });

  function walk(here, way) {
    const next = stops[Math.min(stops.length - 1, Math.max(0, here + way))];
    stops[here].element.tabIndex = -1;
    next.element.tabIndex = 0;
    next.element.focus();
  }

  /** Mark the evidence of statements, and the mentions of an entity; bring the first into sight. */
  function mark(numbers, entity, { scroll = true } = {}) {
    const chosen = new Set(numbers);
    let first = null;
    for (const part of parts) {
      const isShown = part.statements.some((number) => chosen.has(number));
      const isNamed = entity !== null && part.entities.includes(entity);
      part.element.classList.toggle("shown", isShown);
      part.element.classList.toggle("named", isNamed);
      if (!first && (isShown || isNamed)) first = part.element;
    }
    if (first && scroll) bringIntoSight(container, first);
  }

  return { mark };
}

/** The head of the page: title, publisher, date, address. */
export function showSource(graph) {
  const { publisher, date, url } = graph.article;
  const line = byId("source");
  const pieces = [publisher && name(publisher), date && make("time", { datetime: date, text: date }), url && makeLink(url, "the article")].filter(Boolean);
  pieces.forEach((piece, i) => line.append(...(i ? [" · ", piece] : [piece])));
  byId("title").textContent = plain(graph.title);
}

/** Scroll `container` alone, not the page. */
export function bringIntoSight(container, element) {
  if (container.scrollHeight <= container.clientHeight + 1) return;
  const [outer, inner] = [container.getBoundingClientRect(), element.getBoundingClientRect()];
  if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) container.scrollTop += inner.top - outer.top - outer.height / 3;
}

/** The text in parts, each with the statements that rest on it and the entities that it names. */
function cutText(graph) {
  const { text } = graph.article;
  const cuts = new Set([0, text.length]);
  const opening = new Map();
  const note = ([start, end], kind, number) => {
    cuts.add(start).add(end);
    (opening.get(start) ?? opening.set(start, []).get(start)).push({ end, kind, number });
  };
  for (const statement of graph.statements) for (const span of statement.evidence) note(span, "statements", statement.number);
  graph.entities.forEach((entity, number) => entity.mentions.forEach((span) => note(span, "entities", number)));
  for (const match of text.matchAll(/\n+/g)) cuts.add(match.index).add(match.index + match[0].length);
  const places = [...cuts].sort((a, b) => a - b);
  let open = [];
  const parts = [];
  for (let i = 0; i + 1 < places.length; i += 1) {
    const [start, end] = [places[i], places[i + 1]];
    open = [...open.filter((span) => span.end > start), ...(opening.get(start) ?? []).filter((span) => span.end > start)];
    const words = text.slice(start, end);
    const isBreak = /^\n+$/.test(words);
    const find = (kind) => (isBreak ? [] : [...new Set(open.filter((span) => span.kind === kind).map((span) => span.number))].sort((a, b) => a - b));
    const statements = find("statements");
    const element = make("span", { class: statements.length ? "part known" : "part", text: words, ...(statements.length ? { tabindex: "-1" } : {}) });
    parts.push({ start, end, words, isBreak, statements, entities: find("entities"), element });
  }
  return parts;
}

function groupParagraphs(parts) {
  const paragraphs = [[]];
  for (const part of parts) {
    if (part.isBreak) paragraphs.push([]);
    else paragraphs.at(-1).push(part);
  }
  return paragraphs.filter((paragraph) => paragraph.length);
}

function isSame(a, b) {
  return Boolean(b) && a.length === b.length && a.every((number, i) => number === b[i]);
}
