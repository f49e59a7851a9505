// All levers of a company: a short list of those asked most, then every one by group and table, folded, with a search.

import { byId, element, unhurried } from "./dom.js";
import { leverControl } from "./lever.js";
import { plural } from "./numbers.js";
import { startingGroups } from "./starting.js";

const MOST_FOUND = 60; // more than anybody reads; the search is to be made narrower

/** Show the levers of `catalogue` (as GET /api/levers gives it); returns what knows each lever by its key. */
export function mountLevers(question) {
  let controls = [];
  let known = new Map();
  let groups = [];
  const make = (lever, options) => {
    const control = leverControl(lever, question, options);
    controls.push(control);
    return control.whole;
  };
  const showTables = () => {
    const starting = controls.filter((control) => byId("starting").contains(control.whole));
    controls = starting;
    const wanted = byId("lever-search").value.trim().toLowerCase();
    const only = byId("only-changed").checked;
    const set = question.current.set;
    const keep = (lever) => (!only || lever.key in set) && matches(lever, wanted);
    const found = groups.flatMap((group) => group.tables.flatMap((table) => table.levers.filter(keep)));
    const open = Boolean(wanted || only);
    byId("levers").replaceChildren(...groups.map((group) => groupOf(group, open ? new Set(found.slice(0, MOST_FOUND)) : null, make)).filter(Boolean));
    byId("lever-count").textContent = open ? counted(found.length, only) : `${plural(known.size, "lever")} in all, folded by table.`;
  };
  const load = (catalogue) => {
    controls = [];
    groups = catalogue.groups.map((group) => ({ ...group, tables: group.tables.map((table) => ({ ...table, levers: table.levers.flatMap(withKinds) })) }));
    known = new Map(groups.flatMap((group) => group.tables.flatMap((table) => table.levers.map((lever) => [lever.key, lever]))));
    byId("starting").replaceChildren(
      ...startingGroups([...known.values()]).map((part) =>
        element("fieldset", { class: "part" }, element("legend", {}, part.title), ...part.levers.map(({ lever, name }) => make(lever, { name, brief: true }))),
      ),
    );
    showTables();
  };
  const refresh = () => controls.forEach((control) => control.refresh());
  byId("lever-search").addEventListener("input", unhurried(150, showTables));
  byId("only-changed").addEventListener("change", showTables);
  question.addEventListener("change", ({ detail }) => {
    if (detail.what === "whatif" && byId("only-changed").checked) showTables();
    refresh();
  });
  question.addEventListener("judged", refresh);
  mountAnotherKey(question);
  return { load, reveal: (key) => reveal(key, controls, showTables), find: (key) => known.get(key) };

  function reveal(key) {
    const there = () => controls.find((control) => control.key === key && control.whole.checkVisibility?.() !== false);
    if (!there()) {
      byId("lever-search").value = key;
      byId("only-changed").checked = false;
      showTables();
    }
    there()?.input.focus();
  }
}

/** A lever that is chosen by kind brings the levers of the other kinds along. */
function withKinds(lever) {
  const further = (lever.choices ?? []).flatMap((choice) =>
    (choice.levers ?? []).map((own) => ({ ...own, onlyWith: { key: lever.key, value: choice.value, label: choice.label ?? choice.value } })),
  );
  return [lever, ...further];
}

function matches(lever, wanted) {
  if (!wanted) return true;
  const words = `${lever.key} ${lever.label} ${lever.help ?? ""}`.toLowerCase();
  return wanted.split(/\s+/).every((word) => words.includes(word));
}

function counted(found, only) {
  if (!found) return only ? "Nothing is changed here yet." : "No lever mentions that; try another word.";
  if (found > MOST_FOUND) return `${plural(found, "lever")} found, the first ${MOST_FOUND} shown; another word makes it fewer.`;
  return `${plural(found, "lever")} found.`;
}

function groupOf(group, shown, make) {
  const tables = group.tables.map((table) => tableOf(table, shown, make)).filter(Boolean);
  if (!tables.length) return null;
  return element("section", { class: "group" }, element("h4", {}, group.title), ...tables);
}

/** A table of levers, filled when it is first opened: a company has a thousand of them. */
function tableOf(table, shown, make) {
  const levers = shown ? table.levers.filter((lever) => shown.has(lever)) : table.levers;
  if (!levers.length) return null;
  const body = element("div", { class: "table" });
  const fill = () => {
    if (!body.childElementCount) body.append(...sections(levers, table, make));
  };
  const fold = element(
    "details",
    { class: "fold", open: shown !== null, on: { toggle: (event) => event.target.open && fill() } },
    element("summary", {}, element("span", { class: "title" }, titled(table.name)), table.help ? element("span", { class: "quiet" }, table.help) : null, element("span", { class: "count" }, String(levers.length))),
    body,
  );
  if (shown) fill();
  return fold;
}

/** Levers under the part of their key that they share: people.hunter, people.sdr, ... */
function sections(levers, table, make) {
  const parts = new Map();
  for (const lever of levers) {
    const path = lever.key.split(".");
    const title = path.length > 2 ? path.slice(0, 2).join(" › ") : path[0];
    parts.set(title, [...(parts.get(title) ?? []), lever]);
  }
  const one = (lever) => make(lever, lever.onlyWith ? { name: `${lever.label} (only with ${lever.onlyWith.label})` } : {});
  if (parts.size === 1) return levers.map(one);
  return [...parts].map(([title, own]) =>
    levers.length > 40
      ? lazyPart(title, own, one)
      : element("div", { class: "part" }, element("h5", {}, titled(title)), ...own.map(one)),
  );
}

function lazyPart(title, levers, one) {
  const body = element("div");
  const fill = (event) => event.target.open && !body.childElementCount && body.append(...levers.map(one));
  return element(
    "details",
    { class: "fold inner", on: { toggle: fill } },
    element("summary", {}, element("span", { class: "title" }, titled(title)), element("span", { class: "count" }, String(levers.length))),
    body,
  );
}

const titled = (name) => name.replace(/_/g, " ");

function mountAnotherKey(question) {
  const key = byId("other-key");
  const value = byId("other-value");
  const set = () => {
    if (!key.value.trim() || !value.value.trim()) {
      (key.value.trim() ? value : key).focus();
      return;
    }
    question.set(key.value.trim(), value.value.trim());
    key.value = value.value = "";
    key.focus();
  };
  byId("other-set").addEventListener("click", set);
  for (const box of [key, value]) {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      set();
    });
  }
}
