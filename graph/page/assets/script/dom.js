// In: names, attributes and text. Out: elements. Text from the article becomes text nodes only: nothing here reads markup.

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** Text with its control characters made visible, so that none of them can turn, hide or break what stands around it. */
export function plain(text) {
  return String(text).replace(CONTROLS, (char) => `[U+${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}

/** An element; `on` holds listeners, `text` its text, every other key is an attribute (left out where the value is null or false). */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "on") for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
    else if (key === "text") element.textContent = plain(value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(
    ...children.filter((child) => child !== null && child !== undefined && child !== false).map((child) => (typeof child === "string" ? plain(child) : child)),
  );
  return element;
}

/** A name in running text: whatever its script, it does not turn its neighbours round. */
export function name(text) {
  return make("bdi", { text });
}

/** A link that opens elsewhere; `address` has been checked to be http or https when the page was made, and is checked again. */
export function makeLink(address, text) {
  return /^https?:\/\//i.test(address) ? make("a", { href: address, rel: "noopener noreferrer external", target: "_blank", text }) : name(text);
}

export function svg(kind, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children);
  return element;
}

export function byId(id) {
  return document.getElementById(id);
}

/** `text` cut to `most` characters. */
export function shorten(text, most) {
  const chars = [...plain(text)];
  return chars.length > most
    ? `${chars
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`
    : chars.join("");
}

/** "1 statement", "2 statements". */
export function count(number, word, words = `${word}s`) {
  return `${number.toLocaleString("en")} ${number === 1 ? word : words}`;
}
