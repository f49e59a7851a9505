// The same leads under two policies: who ends otherwise, and two journeys side by side.

import * as api from "./api.js";
import { byId, element } from "./dom.js";

export async function showFlips(study) {
  byId("flips").hidden = true;
  if (!study.files.includes("flips.csv")) return; // none were made
  let told;
  try {
    told = await api.flips(study.id);
  } catch (refusal) {
    if (!(refusal instanceof api.Refused)) throw refusal;
    byId("flips").hidden = false;
    byId("flips-list").replaceChildren(element("p", { class: "quiet" }, refusal.message));
    return;
  }
  const scenarios = Object.entries(told.scenarios ?? {});
  byId("flips").hidden = !scenarios.length;
  byId("flips-list").replaceChildren(...scenarios.map(([label, flips]) => flipsOf(label, flips, study, scenarios.length > 1)));
}

function flipsOf(label, flips, study, several) {
  return element(
    "div",
    { class: "flips" },
    several ? element("h3", {}, label) : null,
    element("p", {}, flips.sentence),
    ...(flips.examples ?? []).map((example) => journeys(example, label, study.question.base)),
    flips.rows?.length ? element("details", {}, element("summary", {}, "Counted by step"), counted(flips.rows)) : null,
  );
}

function journeys(example, label, base) {
  const side = (name, sentences) =>
    element("div", {}, element("h4", {}, name), element("ol", { class: "journey" }, ...(sentences ?? []).map((sentence) => element("li", {}, sentence))));
  return element(
    "details",
    { class: "example" },
    element("summary", {}, example.title),
    element("div", { class: "sides" }, side(base, example.base), side(label, example.other)),
  );
}

function counted(rows) {
  const names = Object.keys(rows[0]);
  const told = (value) => (typeof value === "number" ? value.toLocaleString("en-GB", { maximumFractionDigits: 1 }) : String(value ?? ""));
  return element(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Counted by step" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name.replace(/_/g, " "))))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...names.map((name) => element("td", {}, told(row[name])))))),
    ),
  );
}
