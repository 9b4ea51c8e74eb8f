// What the browser keeps: the persons it has been (for all tabs), and per tab who it is, the talks and the drafts.

const MOST_ENTRIES = 400;
const PERSON = /^[A-Za-z0-9-]{1,40}$/;

// A browser that forbids storage throws on touching it; the chat then lives without a memory.
function box(name) {
  const spare = new Map();
  const attempt = (store, fallback) => {
    try {
      return store(window[name]);
    } catch {
      return fallback();
    }
  };
  return {
    get: (key) => attempt((store) => store.getItem(key), () => spare.get(key) ?? null),
    set: (key, value) => attempt((store) => store.setItem(key, value), () => spare.set(key, value)),
    drop: (key) => attempt((store) => store.removeItem(key), () => spare.delete(key)),
  };
}

const tab = box("sessionStorage");
const browser = box("localStorage");

function read(store, key) {
  try {
    const value = JSON.parse(store.get(key));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** The persons that this browser has been, in order. */
export const people = () => read(browser, "redress.people").filter((id) => PERSON.test(id));

function remember(person) {
  const known = people();
  if (!known.includes(person)) browser.set("redress.people", JSON.stringify([...known, person]));
  return person;
}

/** The n of "Worker n", or null for a person with a name of their own (from the address). */
export const rank = (person) => /^w(?:orker-)?(\d+)(?:-|$)/.exec(person)?.[1] ?? null;

/** A person whom nobody else is: several people may use one server. */
export function newPerson() {
  const last = Math.max(0, ...people().map((id) => Number(rank(id) ?? 0)));
  const secret = Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join("");
  return remember(`w${last + 1}-${secret}`);
}

/** Who this tab is: by its address, else by its memory, else the first of this browser. */
export function whoAmI() {
  const named = location.hash.slice(1);
  if (PERSON.test(named)) return remember(named);
  const before = tab.get("redress.person");
  return before && PERSON.test(before) ? remember(before) : people()[0] ?? newPerson();
}

export function become(person) {
  tab.set("redress.person", person);
  history.replaceState(null, "", `${location.search}#${person}`);
}

/** What a link to this chat is for (`?start=join_…`), once: a reload must not do it again. */
export function startParameter() {
  const found = new URLSearchParams(location.search).get("start");
  if (found) history.replaceState(null, "", location.pathname + location.hash);
  return found;
}

// Pictures and papers would fill the browser's few megabytes: a reload keeps their names.
const light = (entry) => (entry.file?.url ? { ...entry, file: { ...entry.file, url: undefined } } : entry);

export const talk = (person) => read(tab, `redress.talk.${person}`);
export const keepTalk = (person, entries) =>
  tab.set(`redress.talk.${person}`, JSON.stringify(entries.slice(-MOST_ENTRIES).map(light)));
export const dropTalk = (person) => tab.drop(`redress.talk.${person}`);

export const draft = (person) => tab.get(`redress.draft.${person}`) ?? "";
export const keepDraft = (person, text) => tab.set(`redress.draft.${person}`, text);
