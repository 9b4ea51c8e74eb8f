// The bubbles: one entry of the transcript becomes one element of the page.
//
// An entry is {from: "bot", id, html, rows, file, at}, or {from: "me", text | kind, at, pending, edited}.

import { clean, safeAddress } from "./clean.js";
import { lay } from "./lines.js";
import { draw, part } from "./menu.js";
import { date, label, time, words } from "./words.js";

/** The element for one entry. */
export function bubble(entry) {
  const element = document.createElement("div");
  element.className = `message ${entry.from}`;
  element.tabIndex = -1;
  dress(element, entry);
  return element;
}

/** (Re)write the element for what its entry is now. */
export function dress(element, entry) {
  element.replaceChildren(...handle(entry), body(entry), ...keyboard(entry.rows ?? []));
  element.classList.toggle("pending", Boolean(entry.pending));
}

/** The line between two days. */
export function dayLine(at) {
  const element = document.createElement("div");
  element.className = "day";
  element.append(part("", date(at)));
  return element;
}

// Beside my words a pencil, beside the bot's an arrow to reply with.
function handle(entry) {
  const mine = entry.from === "me";
  if (mine && entry.text === undefined) return [];
  const element = document.createElement("button");
  element.type = "button";
  element.className = mine ? "round pencil" : "round reply";
  label(element, mine ? words.edit : words.reply);
  element.append(draw(mine ? "edit" : "reply"));
  return [element];
}

function body(entry) {
  const element = document.createElement("div");
  element.className = "bubble";
  if (entry.kind) element.classList.add("media");
  element.append(part("hidden", `${words[entry.from === "me" ? "you" : "bot"]}: `));
  if (entry.file) element.append(enclosed(entry.file));
  element.append(content(entry), meta(entry));
  return element;
}

// A picture of ours is shown, a paper can be saved; what only Telegram has is named.
function enclosed({ kind, name, url }) {
  if (!url) {
    const element = part("file", "");
    element.append(draw(kind === "photo" || kind === "voice" ? kind : "document"), name);
    return element;
  }
  const element = document.createElement("a");
  element.className = "file";
  element.href = url;
  element.download = name;
  if (kind === "photo") {
    const image = document.createElement("img");
    image.src = url;
    image.alt = name;
    element.append(image);
  } else element.append(draw("document"), name);
  return element;
}

function content(entry) {
  const element = document.createElement("div");
  element.className = "text";
  if (entry.kind) element.append(draw(entry.kind), words[entry.kind]);
  else element.append(entry.from === "me" ? entry.text : lay(clean(entry.html)));
  return element;
}

function meta(entry) {
  const element = part("meta", "");
  const moment = document.createElement("time");
  moment.dateTime = new Date(entry.at).toISOString();
  moment.textContent = time(entry.at);
  if (entry.edited) element.append(part("", words.edited), " ");
  element.append(moment);
  if (entry.pending) element.append(draw("waiting"), part("hidden", words.waiting));
  return element;
}

function keyboard(rows) {
  if (!rows.length) return [];
  const element = document.createElement("div");
  element.className = "keys";
  element.setAttribute("role", "group");
  label(element, words.choices);
  element.append(...rows.map(keyRow));
  return [element];
}

function keyRow(row) {
  const element = document.createElement("div");
  element.className = "row";
  element.append(...row.map((each) => (each.url ? page(each) : key(each))));
  return element;
}

function key({ label: text, data }) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "key";
  element.dataset.data = data;
  element.append(part("", text));
  return element;
}

function page({ label: text, url }) {
  const element = document.createElement("a");
  const href = safeAddress(url);
  element.className = "key";
  element.append(part("", text));
  if (!href) return element;
  element.href = href;
  element.target = "_blank";
  element.rel = "noopener noreferrer nofollow";
  element.append(draw("opens"), part("hidden", ` (${words.opens})`));
  return element;
}
