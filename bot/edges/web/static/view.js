// The log: bubbles in order, kept at the newest one as long as the reader is there, and left alone otherwise.

import { bubble, dayLine, dress } from "./bubbles.js";

const NEAR = 60; // px from the end that still count as reading the newest message
const GAP = 8; // px above a long answer that is shown from its beginning
const TURN = 2000; // ms: messages that follow each other faster are one answer
const DOTS_AFTER = 150; // ms: an answer that comes at once needs no dots
const DOTS_FOR = 6000; // ms: the server says every four seconds that it is still at work

export class View {
  #page;
  #elements = new Map();
  #last = null;
  #latestOwn = null;
  #turn = null;
  #turnAt = 0;
  #follow = true;
  #unread = 0;
  #dots = 0;

  /** `page` names the elements: log, messages, empty, typing, down, unread. */
  constructor(page) {
    this.#page = page;
    page.log.addEventListener("scroll", () => this.#look());
    page.down.addEventListener("click", () => this.toEnd(true));
    new ResizeObserver(() => this.#follow && this.toEnd()).observe(page.log);
  }

  /** Show a whole transcript, silently. */
  fill(entries) {
    this.#page.log.setAttribute("aria-busy", "true");
    this.#page.messages.replaceChildren();
    this.#elements.clear();
    this.#last = null;
    this.#latestOwn = null;
    this.#turn = null;
    this.dots(false);
    for (const entry of entries) this.#append(entry);
    this.#page.empty.hidden = entries.length > 0;
    this.toEnd();
    this.#page.log.removeAttribute("aria-busy");
  }

  /** Add the newest entry; `here` says that it was sent in this tab, so that its author wants to see it. */
  add(entry, here) {
    const follow = this.#follow || here;
    if (entry.from === "bot") this.dots(false);
    this.#page.empty.hidden = true;
    const element = this.#append(entry);
    element.classList.add("new");
    this.#join(element, entry);
    if (follow) this.#place(this.#turn ?? element);
    else this.#unread += 1;
    this.#look();
  }

  /** Show an entry as it is now; `marked` lets the change be seen. */
  redo(entry, marked) {
    const element = this.#elements.get(entry);
    const pressed = element.querySelector(".pressed");
    const focused = element.contains(document.activeElement);
    const follow = this.#follow;
    dress(element, entry);
    if (marked) flash(element);
    // The button that was pressed is gone: a keyboard stays where it was, at the first of the new ones.
    if (focused) (element.querySelector(".key") ?? element).focus({ preventScroll: true });
    if (entry.from === "bot") this.dots(false);
    if (follow || pressed) this.#place(element);
    this.#look();
  }

  /** Take an entry off the page. */
  remove(entry) {
    this.#elements.get(entry)?.remove();
    this.#elements.delete(entry);
    this.#look();
  }

  /** What comes now answers something new. */
  turn() {
    this.#turn = null;
  }

  /** The entry that this part of the page belongs to. */
  entryAt(part) {
    const element = part.closest(".message");
    for (const [entry, each] of this.#elements) if (each === element) return entry;
    return null;
  }

  /** Show or hide the three dots. */
  dots(shown) {
    clearTimeout(this.#dots);
    if (shown) this.#dots = setTimeout(() => this.#showDots(), this.#page.typing.hidden ? DOTS_AFTER : 0);
    else this.#page.typing.hidden = true;
  }

  toEnd(smoothly = false) {
    const { log } = this.#page;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    log.scrollTo({ top: log.scrollHeight, behavior: smoothly && !calm ? "smooth" : "instant" });
    this.#follow = true;
    if (!smoothly) this.#look();
  }

  #append(entry) {
    const day = new Date(entry.at).toDateString();
    if (this.#last !== day) this.#page.messages.append(dayLine(entry.at));
    this.#last = day;
    const element = bubble(entry);
    this.#elements.set(entry, element);
    this.#page.messages.append(element);
    if (entry.text !== undefined) this.#markLatest(element);
    return element;
  }

  #markLatest(element) {
    this.#latestOwn?.classList.remove("latest");
    element.classList.add("latest");
    this.#latestOwn = element;
  }

  #join(element, entry) {
    if (entry.from === "me") this.#turn = null;
    else if (!this.#turn || entry.at - this.#turnAt > TURN) this.#turn = element;
    this.#turnAt = entry.at;
  }

  // To the end, but an answer that is higher than the log is shown from its beginning.
  #place(element) {
    const { log } = this.#page;
    log.scrollTo({ top: Math.min(element.offsetTop - GAP, log.scrollHeight), behavior: "instant" });
  }

  #showDots() {
    this.#page.typing.hidden = false;
    if (this.#follow) this.toEnd();
    this.#dots = setTimeout(() => this.dots(false), DOTS_FOR);
  }

  #look() {
    const { log, down, unread } = this.#page;
    this.#follow = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
    if (this.#follow) this.#unread = 0;
    down.hidden = this.#follow;
    unread.hidden = !this.#unread;
    unread.textContent = this.#unread || "";
  }
}

function flash(element) {
  element.classList.remove("new", "changed");
  void element.offsetWidth; // starts the animation anew when one edit follows another
  element.classList.add("changed");
}
