// A policy is chosen by its kind, and each kind has levers of its own: they appear below the choice.

import { element } from "./dom.js";

const byValue = (lever, value) => lever.choices?.find((choice) => choice.value === value);

/**
 * What to set when this kind is chosen.  A policy of another kind replaces the old one whole: what both have (a fixed
 * salary beside a commission) is kept as it was, and what only the kind before had is let go.
 */
export function chosenKind(lever, value, question) {
  const home = String(lever.value ?? "");
  const before = byValue(lever, question.text(lever.key) ?? home);
  const gone = [...(before?.levers ?? []).map((own) => own.key), ...keysBeside(lever, question)];
  const texts = Object.fromEntries(gone.map((key) => [key, null]));
  texts[lever.key] = value === "" || value === home ? null : value;
  if (texts[lever.key] === null) return texts;
  for (const own of byValue(lever, value)?.levers ?? []) {
    if (own.was !== null && own.was !== undefined && own.was !== own.value) texts[own.key] = own.was;
  }
  return texts;
}

/** Keys of the same policy that were set under the kind before. */
function keysBeside(lever, question) {
  const policy = lever.key.endsWith(".kind") ? lever.key.slice(0, -"kind".length) : `${lever.key}.`;
  return Object.keys(question.current.set).filter((key) => key.startsWith(policy) && key !== lever.key);
}

/** Whether a lever of the base holds no more, for a policy of another kind stands in its place. */
export function isReplaced(lever, question, kinds) {
  const path = lever.key.split(".");
  for (let length = path.length - 1; length > 0; length -= 1) {
    const policy = path.slice(0, length).join(".");
    for (const key of [`${policy}.kind`, policy]) {
      if (key !== lever.key && kinds.has(key) && question.text(key) !== undefined) return true;
    }
  }
  return false;
}

const MAIN = /\.(salary|rate|variable|bonus|yearly|target|quota)$/;

/** What a plan is mostly about, and the rest folded. */
function mainFirst(controls) {
  const isMain = (control) => MAIN.test(control.lever.key);
  const rest = controls.filter((control) => !isMain(control));
  if (rest.length < 4) return controls.map((control) => control.whole);
  const fold = element("details", {}, element("summary", {}, `${rest.length} more of it`), ...rest.map((control) => control.whole));
  return [...controls.filter(isMain).map((control) => control.whole), fold];
}

/** The levers of the kind that is chosen now, made by `make`; none for the kind of the base. */
export function kindsOf(lever, question, brief, make) {
  const own = (lever.choices ?? []).some((choice) => choice.levers?.length);
  if (!own) return { whole: null, refresh: () => {}, controls: () => [] };
  const whole = element("div", { class: "own", hidden: true });
  let shown = null;
  let controls = [];
  const refresh = () => {
    const value = question.text(lever.key) ?? null;
    if (value !== shown) {
      shown = value;
      const choice = value === null ? null : byValue(lever, value);
      controls = (choice?.levers ?? []).map(make);
      const help = choice?.help ? [element("p", { class: "quiet" }, choice.help)] : [];
      whole.replaceChildren(...help, ...(brief ? mainFirst(controls) : controls.map((control) => control.whole)));
      whole.hidden = !whole.childElementCount;
    } else {
      controls.forEach((control) => control.refresh());
    }
  };
  return { whole, refresh, controls: () => controls };
}
