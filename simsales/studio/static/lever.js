// One lever: its name, its control, where its value is plausible and where it comes from.

import { element, freshId, tell } from "./dom.js";
import { leading } from "./numbers.js";
import { rangeBar } from "./range_bar.js";

const GRADES = {
  measured: "measured in real firms",
  abstract: "from a publication",
  practitioner: "practitioners' figure",
  derived: "derived",
  assumed: "assumed",
};

/** The control of one lever.  `refresh` shows it as the current what-if has it; `name` replaces the lever's label. */
export function leverControl(lever, question, { name = lever.label, brief = false } = {}) {
  const id = freshId("lever");
  const input = lever.choices?.length ? select(lever, id) : textBox(lever, id);
  const error = element("p", { class: "error", id: `${id}-error`, hidden: true });
  const undo = element(
    "button",
    { type: "button", class: "undo", hidden: true, "aria-label": `Undo ${name}`, on: { click: () => question.set(lever.key, null) } },
    "Undo",
  );
  const bar = rangeBar(lever);
  input.setAttribute("aria-describedby", `${id}-note ${id}-error`);
  input.addEventListener(lever.choices?.length ? "change" : "input", () => question.set(lever.key, changed(input.value, lever)));
  const whole = element(
    "div",
    { class: brief ? "lever brief" : "lever", "data-key": lever.key },
    element("p", { class: "name" }, element("label", { for: id }, name), brief ? null : element("span", { class: "key" }, lever.key)),
    element("p", { class: "control" }, ...stepped(lever, input, question, name), lever.unit ? element("span", { class: "unit" }, lever.unit) : null, undo),
    bar.whole,
    note(lever, id, brief),
    error,
  );
  const refresh = () => {
    const text = question.current.set[lever.key];
    const shown = text ?? valueOf(lever);
    if (input !== document.activeElement || changed(input.value, lever) !== (text ?? null)) keepShown(input, shown);
    const wrong = question.errorsOf(lever.key);
    whole.classList.toggle("changed", text !== undefined);
    whole.classList.toggle("wrong", wrong.length > 0);
    undo.hidden = text === undefined;
    input.setAttribute("aria-invalid", String(wrong.length > 0));
    tell(error, wrong.map((found) => found.message).join(" "));
    bar.show(text);
  };
  input.addEventListener("blur", () => refresh()); // an emptied box shows again what holds
  refresh();
  return { key: lever.key, whole, input, refresh };
}

export const valueOf = (lever) => (lever.value === null || lever.value === undefined ? "" : String(lever.value));

/** What is set by a text: null where it says what the base has. */
function changed(text, lever) {
  const bare = text.trim();
  return bare === "" || bare === valueOf(lever) ? null : bare;
}

function keepShown(input, shown) {
  if (input.value === shown) return;
  if (input instanceof HTMLSelectElement && ![...input.options].some((option) => option.value === shown)) {
    input.append(element("option", { value: shown }, shown));
  }
  input.value = shown;
}

function select(lever, id) {
  return element(
    "select",
    { id },
    ...lever.choices.map((choice) => element("option", { value: choice.value }, choice.label ?? choice.value)),
  );
}

function textBox(lever, id) {
  const numeric = Number.isFinite(Number(valueOf(lever) || NaN));
  return element("input", {
    type: "text",
    id,
    value: valueOf(lever),
    spellcheck: "false",
    size: numeric ? 8 : 22,
    placeholder: valueOf(lever) || "not set",
  });
}

/** Whole numbers have a step down and a step up beside them. */
function stepped(lever, input, question, name) {
  if (lever.choices?.length || !/^\d{1,4}$/.test(valueOf(lever))) return [input];
  const step = (by) => () => {
    const now = leading(input.value);
    if (Number.isNaN(now) || now + by < 0) return;
    question.set(lever.key, changed(String(now + by), lever));
  };
  const button = (by, sign, word) =>
    element("button", { type: "button", class: "step", "aria-label": `${name}: one ${word}`, on: { click: step(by) } }, sign);
  return [button(-1, "\u2212", "less"), input, button(1, "+", "more")];
}

function note(lever, id, brief) {
  const parts = [];
  if (lever.help && !brief) parts.push(element("span", { class: "help" }, lever.help));
  parts.push(element("span", {}, `now ${valueOf(lever) || "not set"}`));
  const low = lever.low ?? null;
  const high = lever.high ?? null;
  if (low !== null && high !== null) parts.push(element("span", {}, `plausible ${low} to ${high}`));
  if (!brief && (lever.source || lever.grade)) parts.push(element("span", {}, sourced(lever)));
  return element("p", { class: "note", id: `${id}-note` }, ...parts.flatMap((part, place) => (place ? [" ", part] : [part])));
}

function sourced(lever) {
  const graded = GRADES[lever.grade] ?? lever.grade ?? "";
  return !lever.source || lever.source === lever.grade ? graded : `${graded}: ${lever.source}`;
}
