// Elements from data. Text is always text: nothing here reads markup.

export const byId = (id) => document.getElementById(id);

/** An element with attributes (`class`, `on: {event: handler}`, any other; false and null leave it away) and children. */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a part of a drawing. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) made.addEventListener(event, handler);
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** Put text into an element, and hide it where there is none. */
export function tell(target, text) {
  target.textContent = text ?? "";
  target.hidden = !text;
}

/** Call `act` once nobody has asked again for so many milliseconds. */
export function unhurried(milliseconds, act) {
  let timer = null;
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, milliseconds);
  };
}

let count = 0;
/** An id that no other element of this page has. */
export const freshId = (stem) => `${stem}-${(count += 1)}`;
