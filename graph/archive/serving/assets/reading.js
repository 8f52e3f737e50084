// In: an entity with its statements. Out: the list beside the picture, with the words behind each statement on demand. Words become text nodes only.

import { count, make, makeLink, name } from "./dom.js";
import { readPalette } from "./palette.js";

/** The beginning: what there is, and who stands in most statements. */
export function showStart(place, overview, onEntity) {
  const top = overview.top.map((entity) => make("li", {}, entityButton(entity, onEntity), ` ${entity.count}`));
  place.replaceChildren(
    make("h2", { text: "Search a name, or begin with one of these" }),
    make("p", { class: "kind", text: `With the number of ${overview.counted} that each stands in.` }),
    make("ol", { class: "top" }, ...top),
  );
}

/** An entity: its names, the articles that it stands in, its statements. */
export function showEntity(place, { entity, statements, more, hidden }, { onEntity, onStatement }) {
  const palette = readPalette();
  const items = statements.map((statement) => {
    const box = make("div", { class: "evidence", hidden: true });
    const button = make(
      "button",
      { type: "button", class: "fact", "aria-expanded": "false", on: { click: () => toggle(button, box, statement, onStatement) } },
      name(statement.subject.label),
      " ",
      make("span", { class: "verb", text: statement.how }),
      " ",
      name(statement.object ? statement.object.label : `“${statement.words}”`),
      make("span", { class: `tag ${statement.status}`, text: statement.status }),
      statement.claimedBy.length ? make("small", {}, "in the words of ", name(statement.claimedBy.join(", "))) : null,
      make("small", {}, describeArticle(statement.article)),
    );
    button.style.setProperty("--line", palette.group(statement.group));
    const other = statement.object && statement.object.iri !== entity.iri ? statement.object : statement.subject.iri !== entity.iri ? statement.subject : null;
    return make("li", {}, button, box, other ? make("div", { class: "kind" }, "go to ", entityButton(other, onEntity)) : null);
  });
  const others = entity.names.length ? [make("p", {}, "also: ", name(entity.names.join("; ")))] : [];
  place.replaceChildren(
    make("h2", {}, name(entity.label)),
    make("p", { class: "kind", text: entity.kind }),
    ...others,
    make("h3", { text: count(entity.total ?? entity.articles.length, "article") }),
    make("ul", {}, ...entity.articles.map((article) => make("li", {}, describeArticle(article), article.url ? " " : null, article.url ? makeLink(article.url, "open") : null))),
    make("h3", { text: count(statements.length, "statement") + (hidden ? `, ${hidden} hidden by the filters` : "") + (more ? "; the surest, there are more" : "") }),
    make("ul", { class: "facts" }, ...items),
  );
}

/** What went wrong, in place of an answer. */
export function showTrouble(place, text) {
  place.replaceChildren(make("p", { class: "wrong", role: "alert", text }));
}

async function toggle(button, box, statement, onStatement) {
  const isOpen = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!isOpen));
  box.hidden = isOpen;
  if (isOpen || box.childElementCount) return;
  box.append(make("p", { text: "reading …" }));
  try {
    box.replaceChildren(...describeEvidence(await onStatement(statement.iri)));
  } catch (error) {
    showTrouble(box, error.message);
  }
}

function describeEvidence(found) {
  const quotes = found.passages.map(({ before, quote, after }) =>
    make("blockquote", {}, before ? `…${before}` : null, make("mark", { text: quote }), after ? `${after}…` : null),
  );
  const rows = [
    ["status", [found.status, found.polarity, found.modality].filter((word, place, all) => all.indexOf(word) === place).join(", ")],
    ["claimed by", found.claimedBy.join(", ")],
    ["role", found.role],
    ["when", [found.when, found.whenValue && `(${found.whenValue})`].filter(Boolean).join(" ")],
    ["where", found.where],
    ["said in", found.turn && `“${found.turn}”`],
    ["confidence", found.confidence],
    ["characters", found.passages.map(({ start, end }) => `${start} to ${end}`).join("; ")],
  ].filter(([, value]) => value);
  return [...quotes, make("dl", {}, ...rows.flatMap(([term, value]) => [make("dt", { text: term }), make("dd", {}, name(value))]))];
}

function describeArticle(article) {
  const parts = [article.publisher, article.date, article.headline ?? article.article].filter(Boolean);
  return name(parts.join(" · "));
}

function entityButton(entity, onEntity) {
  return make("button", { type: "button", class: "name", on: { click: () => onEntity(entity.iri) } }, name(entity.label));
}
