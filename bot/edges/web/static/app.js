// The page: who this tab is, what it shows, and what it sends.

import { Composer } from "./composer.js";
import { Line } from "./line.js";
import * as memory from "./memory.js";
import { item, menu, part } from "./menu.js";
import { View } from "./view.js";
import { speak, words } from "./words.js";

const PRESSED_FOR = 2500; // ms at most: the answer ends it before
const KINDS = ["photo", "voice", "sticker", "document"];

const get = (id) => document.getElementById(id);

speak(document);
const view = new View({
  log: get("log"),
  messages: get("messages"),
  empty: get("empty"),
  typing: get("typing"),
  down: get("down"),
  unread: get("unread"),
});
const composer = new Composer(get, { send: say, change, draft: (text) => memory.keepDraft(person, text), latest });

let person = null;
let entries = [];
let line = null;
let commands = [];
let missed = 0;

// --- who ---------------------------------------------------------------------------------------------

const nameOf = (id) => (memory.rank(id) ? `${words.worker} ${memory.rank(id)}` : id);

function enter(id) {
  line?.end();
  person = id;
  memory.become(id);
  entries = memory.talk(id);
  get("person-name").textContent = nameOf(id);
  view.fill(entries);
  composer.fill(memory.draft(id));
  show("connecting");
  line = new Line(id, { opened, closed: () => show("reconnecting"), received });
}

function show(status) {
  get("status").textContent = words[status];
  document.body.classList.toggle("offline", status !== "online");
}

function opened() {
  show("online");
  const seen = Math.max(0, ...entries.map((entry) => entry.id ?? 0));
  line.send({ type: "hello", language: navigator.language, seen });
  for (const entry of entries.filter((each) => each.pending)) {
    entry.pending = !line.send(frameOf(entry));
    view.redo(entry, false);
  }
  keep();
  const parameter = memory.startParameter();
  if (parameter) say(`/start ${parameter}`);
  else if (!entries.length) start();
}

function start() {
  line.send({ type: "say", text: "/start" });
}

// --- what comes --------------------------------------------------------------------------------------

function received(frame) {
  const act = {
    message: arrived,
    edit: altered,
    gone,
    typing: () => view.dots(true),
    commands: listed,
    said: saidElsewhere,
  };
  act[frame.type]?.(frame);
}

function arrived({ id, html, rows, file }) {
  add({ from: "bot", id, html, rows, file, at: Date.now() });
  if (document.hidden) document.title = `(${++missed}) Redress`;
}

function altered(frame) {
  const entry = entries.findLast((each) => each.id === frame.id);
  if (!entry) return arrived(frame);
  Object.assign(entry, { html: frame.html, rows: frame.rows });
  view.redo(entry, true);
  keep();
}

// A message that was withdrawn.
function gone({ id }) {
  const entry = entries.findLast((each) => each.id === id);
  if (!entry) return;
  entries = entries.filter((each) => each !== entry);
  view.remove(entry);
  keep();
}

function listed(frame) {
  commands = frame.commands;
}

// The same person has another tab, which sent this.
function saidElsewhere({ text, kind, changed }) {
  if (changed) rewrite(latest(), text);
  else add(kind ? { from: "me", kind, at: Date.now() } : { from: "me", text, at: Date.now() });
}

// --- what goes ---------------------------------------------------------------------------------------

const frameOf = ({ text, kind, answers }) =>
  kind ? { type: "media", kind } : answers ? { type: "say", text, answers } : { type: "say", text };

function say(text, answered = null) {
  tell({ from: "me", text, at: Date.now(), ...(answered ? { answers: answered.id } : {}) });
}

function tell(entry) {
  entry.pending = !line.send(frameOf(entry));
  add(entry, true);
}

function latest() {
  return entries.findLast((entry) => entry.text !== undefined);
}

/** Change what was sent; false when that cannot be told to the bot now. */
function change(entry, text) {
  if (entry.text === text) return true;
  if (!entry.pending && !line.send({ type: "edit", text })) return false;
  rewrite(entry, text);
  return true;
}

function rewrite(entry, text) {
  if (!entry) return;
  Object.assign(entry, { text, edited: !entry.pending });
  view.redo(entry, true);
  keep();
}

function press(button) {
  if (button.classList.contains("pressed")) return;
  const sent = line.send({ type: "press", message: view.entryAt(button).id, data: button.dataset.data });
  if (!sent) return;
  view.turn();
  button.classList.add("pressed");
  setTimeout(() => button.classList.remove("pressed"), PRESSED_FOR);
}

function add(entry, here = false) {
  for (const button of document.querySelectorAll(".key.pressed")) button.classList.remove("pressed");
  entries.push(entry);
  view.add(entry, here);
  keep();
}

function keep() {
  memory.keepTalk(person, entries);
}

// --- controls ----------------------------------------------------------------------------------------

get("messages").addEventListener("click", ({ target }) => {
  const button = target.closest("button");
  if (button?.matches(".key")) press(button);
  else if (button?.matches(".command")) say(`/${button.dataset.command}`);
  else if (button?.matches(".pencil")) composer.edit(view.entryAt(button));
  else if (button?.matches(".reply")) composer.reply(view.entryAt(button), shownAt(button));
});

const shownAt = (button) => button.closest(".message").querySelector(".text").textContent.slice(0, 80);

menu(get("menu"), get("commands"), () => {
  if (!commands.length) return [part("panel-note", words.noCommands)];
  return commands.map(({ name, description }) => item({ text: `/${name}`, note: description, act: () => choose(name) }));
});

function choose(name) {
  say(`/${name}`);
  composer.rest();
}

menu(get("attach"), get("attachments"), () => [
  ...KINDS.map((kind) => item({ icon: kind, text: words[kind], act: () => showKind(kind) })),
  part("panel-note", words.attachNote),
]);

function showKind(kind) {
  tell({ from: "me", kind, at: Date.now() });
  composer.rest();
}

menu(get("person"), get("people"), () => [
  ...memory.people().map((id) =>
    item({ icon: "person", text: nameOf(id), checked: id === person, act: () => id === person || enter(id) }),
  ),
  item({ icon: "add", text: words.newPerson, act: () => enter(memory.newPerson()) }),
  item({ icon: "clear", text: words.clear, act: () => get("clearing").showModal() }),
]);

get("clearing").addEventListener("close", ({ target }) => {
  if (target.returnValue !== "yes") return;
  entries = [];
  memory.dropTalk(person);
  view.fill(entries);
  start();
});
get("clearing").addEventListener("cancel", ({ target }) => (target.returnValue = "no"));

window.addEventListener("hashchange", () => memory.whoAmI() !== person && enter(memory.whoAmI()));

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  missed = 0;
  document.title = "Redress";
});

// On iOS the keyboard lies over the page instead of making it smaller.
window.visualViewport?.addEventListener("resize", () => {
  const { height, scale } = window.visualViewport;
  if (scale === 1) document.documentElement.style.setProperty("--height", `${height}px`);
  window.scrollTo(0, 0);
});

enter(memory.whoAmI());
composer.rest();
