// What is changed, old -> new, with an undo for each; and what is wrong, with a link to where.

import { byId, element } from "./dom.js";
import { valueOf } from "./lever.js";
import { plural } from "./numbers.js";

export function mountChanges(question, levers) {
  const show = () => {
    byId("changes").replaceChildren(...question.whatifs.map((whatif, place) => changesOf(question, whatif, place, levers)));
    showErrors(question, levers);
    byId("run-note").textContent = noteOf(question);
  };
  question.addEventListener("change", show);
  question.addEventListener("judged", show);
  show();
}

function changesOf(question, whatif, place, levers) {
  const keys = Object.keys(whatif.set);
  const told = new Map((question.changes[whatif.name] ?? []).map((change) => [change.key, change]));
  return element(
    "div",
    { class: "change-set" },
    element("h3", {}, whatif.name || "(no name)"),
    keys.length ? null : element("p", { class: "quiet" }, "Nothing changed yet: the company as it is."),
    element("ul", { class: "changes" }, ...keys.map((key) => changeOf(question, whatif, place, key, told.get(key), levers))),
  );
}

function changeOf(question, whatif, place, key, told, levers) {
  const lever = levers.find(key);
  const old = told?.old ?? (lever ? valueOf(lever) : "");
  return element(
    "li",
    {},
    element("span", { class: "key" }, key),
    element("span", { class: "old-new" }, element("del", {}, old || "not set"), element("span", { "aria-label": "becomes" , role: "img" }, " → "), element("ins", {}, told?.new ?? whatif.set[key])),
    element("button", { type: "button", class: "undo", "aria-label": `Undo ${key} in ${whatif.name}`, on: { click: () => question.set(key, null, place) } }, "Undo"),
  );
}

function showErrors(question, levers) {
  const place = byId("errors");
  place.hidden = !question.errors.length;
  if (place.hidden) return;
  place.replaceChildren(
    element("h3", {}, `${plural(question.errors.length, "thing")} to mend`),
    element("ul", {}, ...question.errors.map((error) => element("li", {}, link(question, error, levers)))),
  );
}

const FIELDS = { kpi: "kpi", worth: "worth", at_most: "at-most", seed: "seed" };

function link(question, error, levers) {
  const place = question.whatifs.findIndex((whatif) => whatif.name === error.whatif);
  const text = error.whatif && question.whatifs.length > 1 ? `${error.whatif}: ${error.message}` : error.message;
  const target = FIELDS[error.key] ?? (place >= 0 ? "whatif-name" : null);
  if (!target && place < 0) return text;
  const go = (event) => {
    event.preventDefault();
    if (place >= 0 && place !== question.place) question.choose(place);
    if (error.key && !(error.key in FIELDS) && levers.find(error.key)) levers.reveal(error.key);
    else byId(target).focus();
  };
  return element("a", { href: `#${target}`, on: { click: go } }, text);
}

function noteOf(question) {
  if (question.errors.length) return `${plural(question.errors.length, "thing")} to mend first.`;
  const changed = question.whatifs.reduce((sum, whatif) => sum + Object.keys(whatif.set).length, 0);
  return changed ? `${plural(changed, "change")} in ${plural(question.whatifs.length, "what-if")}.` : "Change something first.";
}
