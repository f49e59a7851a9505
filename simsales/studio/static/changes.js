// What is changed, old -> new, with an undo for each; and what is wrong, with a link to where.

import { byId, element } from "./dom.js";
import { chosenKind } from "./kinds.js";
import { homeOf } from "./lever.js";
import { plural } from "./numbers.js";
import { oldToNew, toldChanges } from "./told_changes.js";

export function mountChanges(question, levers, announce) {
  let wrong = 0;
  const show = () => {
    const sets = question.whatifs.map((whatif, place) => changesOf(question, whatif.name, whatif.set, place, levers));
    if (Object.keys(question.common).length) sets.push(changesOf(question, "For all", question.common, question.place, levers));
    byId("changes").replaceChildren(...sets);
    showErrors(question, levers);
    showRemarks(question);
    byId("run-note").textContent = noteOf(question, levers);
    if (question.errors.length !== wrong) announce(question.errors.length ? mending(question) : "Nothing to mend any more.");
    wrong = question.errors.length;
  };
  question.addEventListener("change", show);
  question.addEventListener("judged", show);
  show();
}

/** Keys that are set to something else: what a plan of another kind keeps as it was is no change. */
const changedKeys = (set, levers) => Object.keys(set).filter((key) => !levers.find(key) || homeOf(levers.find(key)) !== set[key]);

function changesOf(question, name, set, place, levers) {
  const keys = changedKeys(set, levers);
  const rows = toldChanges(set, question.changes[name]);
  const told = new Map(rows.map((row) => [row.key, row]));
  return element(
    "div",
    { class: "change-set" },
    element("h3", {}, name || "(no name)"),
    keys.length ? null : element("p", { class: "quiet" }, "Nothing changed yet: the company as it is."),
    element("ul", { class: "changes" }, ...keys.map((key) => changeOf(question, { name, key, place, text: set[key] }, told.get(key), levers)), ...rows.filter((row) => row.gone).map(goneOf)),
  );
}

/** What goes with a plan that is replaced; it comes back with that plan. */
const goneOf = (row) => element("li", {}, element("span", { class: "key" }, row.key), oldToNew(row));

function changeOf(question, { name, key, place, text }, told, levers) {
  const lever = levers.find(key);
  const old = told?.old ?? (lever ? homeOf(lever) : "");
  const undo = () => {
    if (!lever?.choices?.length) {
      question.set({ [key]: null }, place);
      return;
    }
    if (place !== question.place) question.choose(place);
    question.set(chosenKind(lever, "", question)); // with it go the levers of that kind
  };
  return element(
    "li",
    {},
    element("span", { class: "key" }, key),
    oldToNew({ old, new: told?.new ?? text }),
    element("button", { type: "button", class: "undo", "aria-label": `Undo ${key} in ${name}`, on: { click: undo } }, "Undo"),
  );
}

const mending = (question) => `${plural(question.errors.length, "thing")} to mend`;

function showErrors(question, levers) {
  const place = byId("errors");
  place.hidden = !question.errors.length;
  if (place.hidden) return;
  place.replaceChildren(
    element("h3", {}, mending(question)),
    element("ul", {}, ...question.errors.map((error) => element("li", {}, link(question, error, levers)))),
  );
}

/** What is allowed, but can hardly be meant. */
function showRemarks(question) {
  const place = byId("remarks");
  place.hidden = !question.remarks.length;
  if (place.hidden) return;
  const items = question.remarks.map((remark) => element("li", {}, sentence(question, remark)));
  place.replaceChildren(element("h3", {}, "Worth a second look"), element("ul", {}, ...items));
}

const FIELDS = { kpi: "kpi", worth: "worth", at_most: "at-most", seed: "seed", name: "whatif-name", about: "whatif-about", base: "base-filter" };

function link(question, error, levers) {
  const place = question.whatifs.findIndex((whatif) => whatif.name === error.whatif);
  const lever = error.key in FIELDS ? null : levers.find(error.key);
  const target = FIELDS[error.key] ?? (lever || place >= 0 ? "whatif-name" : null);
  const text = sentence(question, error);
  if (!target) return text;
  const go = (event) => {
    event.preventDefault();
    if (place >= 0 && place !== question.place) question.choose(place);
    if (lever) levers.reveal(error.key);
    else show(byId(target));
  };
  return element("a", { href: `#${target}`, on: { click: go } }, text);
}

function show(target) {
  target.closest("details")?.setAttribute("open", "");
  target.focus();
}

function sentence(question, { whatif, key, message }) {
  const parts = [whatif && question.whatifs.length > 1 ? whatif : null, key && !message.includes(key) ? key.replace(/_/g, " ") : null, message];
  return parts.filter(Boolean).join(": ");
}

function noteOf(question, levers) {
  if (question.noted) return question.noted;
  if (question.errors.length) return `${mending(question)} first.`;
  const changed = question.whatifs.reduce((sum, whatif) => sum + changedKeys(whatif.set, levers).length, 0);
  return changed ? `${plural(changed, "change")} in ${plural(question.whatifs.length, "what-if")}.` : "Change something first.";
}
