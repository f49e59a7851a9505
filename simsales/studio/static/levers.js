// All levers of a company: a short list of those asked most, then every one by group and table, folded, with a search.

import { byId, element, unhurried } from "./dom.js";
import { isReplaced } from "./kinds.js";
import { leverControl } from "./lever.js";
import { plural } from "./numbers.js";
import { mountAnotherKey } from "./another_key.js";
import { startingParts } from "./starting.js";

const MOST_FOUND = 60; // more than anybody reads; the search is to be made narrower
const MOST_UNFOLDED = 40;
const CLOSED = "details:not([open])";

/** The list of levers; `load` shows those of a base, `find` knows one by its key, `reveal` brings one into view. */
export function mountLevers(question) {
  let starting = [];
  let listed = [];
  let groups = [];
  let known = new Map();
  let kinds = new Set();
  const shown = () => [...starting, ...listed];
  const makeInto = (controls) => (lever, options) => {
    const control = leverControl(lever, question, options);
    controls.push(control);
    control.whole.classList.toggle("replaced", isReplaced(lever, question, kinds));
    return control.whole;
  };
  const showTables = () => {
    listed = [];
    const wanted = byId("lever-search").value.trim().toLowerCase();
    const only = byId("only-changed").checked;
    const found = leversIn(groups).filter((lever) => matches(lever, wanted) && (!only || isSet(lever, question)));
    const narrowed = wanted || only ? new Set(found.slice(0, MOST_FOUND)) : null;
    byId("levers").replaceChildren(...groups.map((group) => groupOf(group, narrowed, makeInto(listed))).filter(Boolean));
    byId("lever-count").textContent = narrowed
      ? counted(found.length, only)
      : `${plural(leversIn(groups).length, "lever")}, and those that other plans bring.`;
  };
  const load = (catalogue) => {
    groups = catalogue.groups;
    const levers = leversIn(groups);
    const inner = levers.flatMap(leversOfKinds);
    known = new Map([...inner, ...levers].map((lever) => [lever.key, lever]));
    kinds = new Set(levers.filter(replaces).map((lever) => lever.key));
    starting = [];
    byId("starting").replaceChildren(...startingParts(levers, makeInto(starting)));
    showTables();
  };
  const refresh = () => {
    for (const control of shown()) {
      control.refresh();
      control.whole.classList.toggle("replaced", isReplaced(control.lever, question, kinds));
    }
  };
  const reveal = (key) => {
    const isThere = ({ lever, whole }) => lever.key === key && !whole.hidden && !whole.classList.contains("replaced");
    const there = () => withInner(shown()).find(isThere);
    if (!there()) {
      byId("only-changed").checked = false;
      byId("lever-search").value = key;
      showTables();
    }
    const found = there();
    if (!found) return;
    for (let fold = found.whole.closest(CLOSED); fold; fold = fold.parentElement.closest(CLOSED)) fold.open = true;
    found.input.focus();
  };
  byId("lever-search").addEventListener("input", unhurried(150, showTables));
  byId("only-changed").addEventListener("change", showTables);
  question.addEventListener("change", ({ detail }) => {
    if (detail.what === "whatif" && byId("only-changed").checked) showTables();
    refresh();
  });
  question.addEventListener("judged", refresh);
  mountAnotherKey(question);
  return { load, reveal, find: (key) => known.get(key) };
}

const leversIn = (groups) => groups.flatMap((group) => group.tables.flatMap((table) => table.levers));
const withInner = (controls) => controls.flatMap((control) => [control, ...withInner(control.inside())]);
const ownLevers = (choice) => (choice.levers ?? []).flatMap((own) => [own, ...leversOfKinds(own)]);
const leversOfKinds = (lever) => (lever.choices ?? []).flatMap(ownLevers);

/** Whether another choice puts another policy, or none, in the place of what the base has below this key. */
const replaces = (lever) => Boolean(lever.choices) && (lever.key.endsWith(".kind") || lever.value === "{}" || leversOfKinds(lever).length > 0);

function isSet(lever, question) {
  return [lever, ...leversOfKinds(lever)].some((one) => question.text(one.key) !== undefined);
}

/** A word without the ending that only tells one from many: a country is found among countries. */
const stem = (word) => (word.length > 3 ? word.replace(/(ies|y|s)$/, "") : word);

/** A lever is found by its own words and by those of the levers that its kinds bring. */
function matches(lever, wanted) {
  if (!wanted) return true;
  const words = [lever, ...leversOfKinds(lever)].map((one) => `${one.key} ${one.label} ${one.help ?? ""}`).join(" ").toLowerCase();
  return wanted.split(/\s+/).every((word) => words.includes(stem(word)));
}

function counted(found, only) {
  if (!found) return only ? "Nothing is changed here yet." : "No lever mentions that; try another word.";
  if (found > MOST_FOUND) return `${plural(found, "lever")} found, the first ${MOST_FOUND} shown; another word makes it fewer.`;
  return `${plural(found, "lever")} found.`;
}

const titleOf = (table) => table.title ?? table.name.replace(/_/g, " ");

function groupOf(group, narrowed, make) {
  const tables = group.tables.filter((table) => table.levers.some((lever) => !narrowed || narrowed.has(lever)));
  if (!tables.length) return null;
  const body = element("div", { class: "group" });
  const fill = () => body.append(...tables.map((table) => tableOf(table, narrowed, make)));
  const words = tables.map((table) => titleOf(table).toLowerCase()).join(", ");
  const levers = tables.reduce((sum, table) => sum + table.levers.length, 0);
  return fold({ title: group.title, words, count: narrowed ? null : levers, body, fill, open: narrowed !== null, kind: "outer" });
}

function tableOf(table, narrowed, make) {
  const levers = narrowed ? table.levers.filter((lever) => narrowed.has(lever)) : table.levers;
  const body = element("div", { class: "table" });
  const fill = () => body.append(...sections(levers, narrowed !== null, make));
  return fold({ title: titleOf(table), words: table.help, count: levers.length, body, fill, open: narrowed !== null, kind: "middle" });
}

/** Levers under the part of the company that they are of: a team, a step, a segment. */
function sections(levers, flat, make) {
  const one = (lever) => make(lever, {});
  const parts = grouped(levers, (lever) => lever.section.split(" › ")[0]);
  if (flat || parts.size === 1) return levers.map(one); // where one searches, the keys tell the parts
  return [...parts].flatMap(([title, own]) => {
    const headed = ([section, few]) => [...(section && section !== title ? [element("h5", {}, section)] : []), ...few.map(one)];
    const inside = () => [...grouped(own, (lever) => lever.section)].flatMap(headed);
    if (!title) return inside();
    if (levers.length <= MOST_UNFOLDED) return [element("h5", {}, title), ...inside()];
    const body = element("div");
    return [fold({ title, words: null, count: own.length, body, fill: () => body.append(...inside()), open: false, kind: "inner" })];
  });
}

function grouped(levers, nameOf) {
  const parts = new Map();
  for (const lever of levers) parts.set(nameOf(lever), [...(parts.get(nameOf(lever)) ?? []), lever]);
  return parts;
}

/** A part that is filled when it is first opened: a company has a thousand levers. */
function fold({ title, words, count, body, fill, open, kind }) {
  let filled = false;
  const once = () => {
    if (!filled) fill();
    filled = true;
  };
  if (open) once();
  const summary = element(
    "summary",
    {},
    element("span", { class: "title" }, title),
    words ? element("span", { class: "quiet" }, words) : null,
    count === null ? null : element("span", { class: "count" }, String(count)),
  );
  return element("details", { class: `fold ${kind}`, open, on: { toggle: (event) => event.target.open && once() } }, summary, body);
}
