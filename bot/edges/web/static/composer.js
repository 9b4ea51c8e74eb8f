// Where text is typed: it grows with the text, sends with Enter, edits what was sent, and replies to what came.

import { words } from "./words.js";

export class Composer {
  #page;
  #on;
  #entry = null;
  #answers = null;
  #aside = "";

  /** `on` has send(text, answered entry or null), change(entry, text), draft(text) and latest(), the entry that ArrowUp edits. */
  constructor(get, on) {
    this.#page = {
      form: get("composer"),
      text: get("text"),
      send: get("send"),
      editing: get("editing"),
      what: get("editing-what"),
      editedText: get("edited-text"),
      cancel: get("edit-cancel"),
    };
    this.#on = on;
    this.#listen();
  }

  /** Start with this text. */
  fill(text) {
    this.#entry = null;
    this.#answers = null;
    this.#page.editing.hidden = true;
    this.#write(text);
  }

  /** Take a sent text back into the field; what was being typed waits. */
  edit(entry) {
    if (!this.#entry) this.#aside = this.#page.text.value;
    this.#entry = entry;
    this.#answers = null;
    this.#banner(words.editing, entry.text);
    this.#write(entry.text);
    this.#page.text.focus();
  }

  /** What is sent next answers this message; `shown` is how it begins. */
  reply(entry, shown) {
    if (this.#entry) this.#stopEditing();
    this.#answers = entry;
    this.#banner(words.replying, shown);
    this.#page.text.focus();
  }

  /** The focus comes back here, but never calls up the keyboard of a phone by itself. */
  rest() {
    if (!matchMedia("(pointer: coarse)").matches) this.#page.text.focus();
  }

  #listen() {
    const { form, text, send, cancel } = this.#page;
    form.addEventListener("submit", (event) => this.#submit(event));
    text.addEventListener("input", () => this.#typed());
    text.addEventListener("keydown", (event) => this.#key(event));
    cancel.addEventListener("click", () => this.#stop());
    // The field keeps the focus, so that a phone's keyboard does not go and come again.
    send.addEventListener("pointerdown", (event) => event.preventDefault());
    new ResizeObserver(() => this.#grow()).observe(form);
  }

  #submit(event) {
    event.preventDefault();
    const { text } = this.#page;
    const typed = text.value.trim();
    // Half an emoji, as a cut text may hold, is not valid JSON to the server.
    const value = typed.toWellFormed?.() ?? typed;
    text.focus();
    if (!value) return;
    if (this.#entry) {
      if (this.#on.change(this.#entry, value)) this.#stopEditing();
      return;
    }
    const answered = this.#answers;
    this.fill("");
    this.#on.draft("");
    this.#on.send(value, answered);
  }

  #key(event) {
    // An input method's Enter chooses a word (229 is how Safari says so).
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
    else if (event.key === "Escape" && (this.#entry || this.#answers)) this.#stop();
    else if (event.key === "ArrowUp" && !this.#page.text.value && this.#on.latest()) {
      event.preventDefault();
      this.edit(this.#on.latest());
    }
  }

  #banner(what, shown) {
    this.#page.what.textContent = what;
    this.#page.editedText.textContent = shown;
    this.#page.editing.hidden = false;
  }

  #stop() {
    if (this.#entry) this.#stopEditing();
    else this.fill(this.#page.text.value);
  }

  #stopEditing() {
    this.fill(this.#aside);
    this.#aside = "";
    this.#page.text.focus();
  }

  #typed() {
    this.#grow();
    if (!this.#entry) this.#on.draft(this.#page.text.value);
  }

  #write(value) {
    this.#page.text.value = value;
    this.#grow();
  }

  #grow() {
    const { text, send } = this.#page;
    text.style.height = "auto";
    text.style.height = `${text.scrollHeight}px`;
    send.disabled = !text.value.trim();
  }
}
