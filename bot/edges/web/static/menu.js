// A button that opens a menu: arrows, Home, End and Escape work, and the focus goes back to the button.

/** `fill` returns the panel's children anew each time it opens; items are made with `item`. */
export function menu(button, panel, fill) {
  const items = () => [...panel.querySelectorAll("[role^=menuitem]")];
  const show = (shown) => {
    panel.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
  };
  const open = (last) => {
    panel.replaceChildren(...fill());
    show(true);
    const choice = items();
    (choice.find((each) => each.ariaChecked === "true") ?? choice.at(last ? -1 : 0))?.focus();
  };
  const close = () => {
    const inside = panel.contains(document.activeElement);
    show(false);
    if (inside) button.focus();
  };
  button.addEventListener("click", () => (panel.hidden ? open() : close()));
  button.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    open(event.key === "ArrowUp");
  });
  panel.addEventListener("click", (event) => event.target.closest("[role^=menuitem]") && close(), { capture: true });
  panel.addEventListener("keydown", (event) => move(event, items(), close));
  panel.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !panel.contains(event.relatedTarget)) show(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!panel.hidden && !panel.contains(event.target) && !button.contains(event.target)) close();
  });
}

function move(event, items, close) {
  const here = items.indexOf(document.activeElement);
  const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) items.at(to % items.length)?.focus();
  else if (event.key === "Escape" || event.key === "Tab") close();
  else return;
  if (event.key !== "Tab") event.preventDefault();
}

/** A choice in a menu; `checked` (true or false) makes it one of several. */
export function item({ icon, text, note, checked, act }) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "item";
  element.tabIndex = -1;
  element.setAttribute("role", checked === undefined ? "menuitem" : "menuitemradio");
  if (checked !== undefined) element.ariaChecked = String(checked);
  if (icon) element.append(draw(icon));
  element.append(part("item-text", text));
  if (note) element.append(part("item-note", note));
  element.addEventListener("click", act);
  return element;
}

export function part(name, text) {
  const element = document.createElement("span");
  element.className = name;
  element.textContent = text;
  return element;
}

/** One of the page's icons. */
export function draw(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}
