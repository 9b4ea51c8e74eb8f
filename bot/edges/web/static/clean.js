// Telegram's HTML, made safe: a document is parsed that runs and loads nothing, and only what is listed here is copied.

const KEPT = new Set(["B", "STRONG", "I", "EM", "U", "S", "CODE", "PRE", "A", "BLOCKQUOTE", "BR"]);
// Elements whose content is not text for a reader. All others that are not kept leave their text behind.
const DROPPED = new Set(
  "SCRIPT STYLE TEMPLATE NOSCRIPT IFRAME OBJECT EMBED TEXTAREA SELECT TITLE AUDIO VIDEO SVG MATH".split(" "),
);
const SCHEMES = new Set(["http:", "https:", "tg:", "mailto:"]);
// As in Telegram, an address or a command in a text can be pressed without being marked up.
const ACTIVE = /(?<url>https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]}'’])|(?<before>^|[\s(])\/(?<command>[a-z][a-z0-9_]{0,31})(?![\w/-])/g;

/** The address as it may stand in a link, or null. */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** What may be shown of `html`. */
export function clean(html) {
  const result = document.createDocumentFragment();
  copy(new DOMParser().parseFromString(html, "text/html").body, result, true);
  return result;
}

function copy(from, to, active) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(...(active ? enliven(node.data) : [node.data]));
    else if (node.nodeType === Node.ELEMENT_NODE) copyElement(node, to, active);
  }
}

function copyElement(element, to, active) {
  const name = element.tagName.toUpperCase();
  if (DROPPED.has(name)) return;
  const made = name === "A" ? link(element.getAttribute("href")) : KEPT.has(name) ? document.createElement(name) : null;
  if (made) to.append(made);
  copy(element, made ?? to, active && name !== "A" && name !== "CODE" && name !== "PRE");
}

function link(address) {
  const href = safeAddress(address);
  if (!href) return null;
  const element = document.createElement("a");
  element.href = href;
  element.rel = "noopener noreferrer nofollow";
  if (href.startsWith("http")) element.target = "_blank";
  return element;
}

function* enliven(text) {
  let end = 0;
  for (const found of text.matchAll(ACTIVE)) {
    const { url, before = "", command: name } = found.groups;
    const made = url ? link(url) : command(name);
    if (!made) continue;
    made.textContent = found[0].slice(before.length);
    yield text.slice(end, found.index + before.length);
    yield made;
    end = found.index + found[0].length;
  }
  yield text.slice(end);
}

function command(name) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "command";
  element.dataset.command = name;
  return element;
}
