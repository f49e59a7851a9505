// One lever: its name, its control, where its value is plausible and where it comes from.

import { element, freshId, tell } from "./dom.js";
import { chosenKind, kindsOf } from "./kinds.js";
import { leading } from "./numbers.js";
import { rangeBar } from "./range_bar.js";

const GRADES = {
  measured: "measured in real firms",
  abstract: "from a publication",
  practitioner: "practitioners' figure",
  derived: "derived",
  assumed: "assumed",
};

/** The text of a lever where nobody changes it: the base's, or what a plan of another kind begins with. */
export const homeOf = (lever) => String(lever.was ?? lever.value ?? "");

/**
 * The control of one lever.  `refresh` shows it as the current what-if has it; `name` replaces the lever's label; a
 * `brief` one shows its note only while it is used; `inner` is one of a kind that has been chosen.
 */
export function leverControl(lever, question, { name = lever.label, brief = false, inner = false } = {}) {
  const id = freshId("lever");
  const isChoice = Boolean(lever.choices?.length);
  const input = isChoice ? select(lever, id) : textBox(lever, id);
  const error = element("p", { class: "error", id: `${id}-error`, hidden: true });
  const set = (text) => question.set(isChoice ? chosenKind(lever, text, question) : { [lever.key]: stored(text, lever, inner) });
  const back = () => set(inner && lever.was !== null && lever.was !== undefined ? lever.was : "");
  const undo = element("button", { type: "button", class: "undo", hidden: true, "aria-label": `Undo ${name}`, on: { click: back } }, "Undo");
  const bar = rangeBar(lever);
  const kinds = kindsOf(lever, question, brief, (own) => leverControl(own, question, { brief, inner: true }));
  input.setAttribute("aria-describedby", `${id}-note ${id}-error`);
  input.addEventListener(isChoice ? "change" : "input", () => set(input.value));
  const whole = element(
    "div",
    { class: brief ? "lever brief" : "lever", "data-key": lever.key },
    element("p", { class: "name" }, element("label", { for: id }, name), brief ? null : element("span", { class: "key" }, lever.key)),
    element("p", { class: "control" }, ...stepped(lever, input, set, name), unitBeside(lever), undo),
    bar.whole,
    note(lever, id, brief, inner),
    error,
    kinds.whole,
  );
  const refresh = () => {
    const text = question.text(lever.key);
    const changed = text !== undefined && text !== homeOf(lever);
    const typing = input === document.activeElement && stored(input.value, lever, inner) === (text ?? null);
    if (!typing) keepShown(input, text ?? String(lever.value ?? ""));
    const wrong = question.errorsOf(lever.key);
    whole.classList.toggle("changed", changed);
    whole.classList.toggle("wrong", wrong.length > 0);
    undo.hidden = !changed;
    input.setAttribute("aria-invalid", String(wrong.length > 0));
    tell(error, wrong.map((found) => found.message).join(" "));
    bar.show(changed ? text : undefined);
    kinds.refresh();
  };
  input.addEventListener("blur", () => refresh()); // an emptied box shows again what holds
  refresh();
  return { lever, whole, input, refresh, inside: kinds.controls };
}

/** What is set by a text: nothing where it says what holds anyway. */
function stored(text, lever, inner) {
  const typed = text.trim();
  const bare = /^\d{1,3}(,\d{3})+$/.test(typed) ? typed.replace(/,/g, "") : typed; // 60,000 is a number, too
  return bare === "" || (!inner && bare === homeOf(lever)) ? null : bare;
}

function keepShown(input, shown) {
  if (input.value === shown) return;
  if (input instanceof HTMLSelectElement && ![...input.options].some((option) => option.value === shown)) {
    input.append(element("option", { value: shown }, shown || "not set"));
  }
  input.value = shown;
}

/** The unit, unless the value's own text has it: "1400 / y". */
function unitBeside(lever) {
  const inText = /[a-z/]\s*$/i.test(homeOf(lever)) || /^[{[]/.test(homeOf(lever));
  return lever.unit && !inText ? element("span", { class: "unit" }, lever.unit) : null;
}

function select(lever, id) {
  return element("select", { id }, ...lever.choices.map((choice) => element("option", { value: choice.value }, choice.label ?? choice.value)));
}

function textBox(lever, id) {
  const home = homeOf(lever);
  return element("input", {
    type: "text",
    id,
    value: home,
    spellcheck: "false",
    size: home.length < 9 ? 9 : 22,
    placeholder: home || "not set",
  });
}

/** Whole numbers have a step down and a step up beside them. */
function stepped(lever, input, set, name) {
  if (lever.choices?.length || !/^\d{1,4}$/.test(homeOf(lever))) return [input];
  const step = (by) => () => {
    const now = leading(input.value);
    if (!Number.isNaN(now) && now + by >= 0) set(String(now + by));
  };
  const button = (by, sign, word) =>
    element("button", { type: "button", class: "step", "aria-label": `${name}: one ${word}`, on: { click: step(by) } }, sign);
  return [button(-1, "\u2212", "less"), input, button(1, "+", "more")];
}

function note(lever, id, brief, inner) {
  const parts = [];
  if (lever.help && !brief) parts.push(element("span", { class: "help" }, lever.help));
  // A plan of another kind has levers that the base has not: they begin at a default, and are nothing now.
  const state = inner && (lever.was === null || lever.was === undefined) ? "begins at" : "now";
  parts.push(element("span", {}, homeOf(lever) ? `${state} ${readable(homeOf(lever))}` : "not set"));
  const low = lever.low ?? null;
  const high = lever.high ?? null;
  if (low !== null && high !== null) parts.push(element("span", {}, `plausible ${readable(low)} to ${readable(high)}`));
  if (!brief && (lever.source || lever.grade)) parts.push(element("span", {}, sourced(lever)));
  return element("p", { class: "note", id: `${id}-note` }, ...parts.flatMap((part, place) => (place ? [" ", part] : [part])));
}

/** Thousands set apart: 40_000 / y, 200000. */
const readable = (text) => text.replace(/(?<=\d)_(?=\d)/g, ",").replace(/^\d{5,}$/, (digits) => Number(digits).toLocaleString("en-GB"));

function sourced(lever) {
  const graded = GRADES[lever.grade] ?? lever.grade ?? "";
  const source = !lever.source || lever.source === lever.grade ? graded : `${graded}: ${lever.source}`;
  return lever.written ? `${source} (${lever.written})` : source;
}
