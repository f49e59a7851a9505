// Why a difference arises, and the same leads under two policies: who ends otherwise, two journeys side by side.

import * as api from "./api.js";
import { byId, element } from "./dom.js";
import { difference, plural } from "./numbers.js";

export async function showFlips(study) {
  byId("flips").hidden = true;
  if (!study.files.includes("flips.csv")) return; // none were made
  let scenarios = [];
  try {
    const { kpi, scenarios: told } = await api.flips(study.id);
    scenarios = Object.entries(told ?? {});
    byId("flips-list").replaceChildren(...scenarios.map(([label, flips]) => flipsOf(label, { ...flips, kpi }, study, scenarios.length > 1)));
  } catch (refusal) {
    if (!(refusal instanceof api.Refused)) throw refusal;
    byId("flips-list").replaceChildren(element("p", { class: "quiet" }, refusal.message));
    scenarios = [null];
  }
  byId("flips").hidden = !scenarios.length;
}

function flipsOf(label, flips, study, several) {
  return element(
    "div",
    { class: "flips" },
    several ? element("h3", {}, label) : null,
    flips.why?.length ? whyOf(flips) : null,
    element("p", {}, flips.sentence),
    ...(flips.examples ?? []).map((example) => journeys(example, label, study.base_label)),
    flips.rows?.length ? element("details", {}, element("summary", {}, "Counted by step"), counted(flips)) : null,
  );
}

/** What the difference is made of; the last part is the whole. */
function whyOf({ why, unit, replications, kpi }) {
  const total = why[why.length - 1];
  const size = Math.max(Math.abs(total.difference), 1e-9);
  const matters = (part) => [part.difference, part.low, part.high].some((value) => Math.abs(value) > 1e-6 * size);
  const parts = why.filter((part) => part === total || matters(part));
  const range = (part) => (part.low === null ? "" : `${difference(part.low, "")} … ${difference(part.high, "")}`);
  const row = (part, last) =>
    element(
      "tr",
      { class: last ? "decides" : null },
      element("th", { scope: "row" }, part.part.replace(/_/g, " "), part.meaning ? element("small", {}, ` ${part.meaning}`) : null),
      element("td", {}, element("b", {}, difference(part.difference, unit)), element("small", {}, range(part))),
    );
  return scrolled(
    "Why",
    element(
      "table",
      { class: "differences why" },
      element("caption", {}, `What the difference in ${kpi.replace(/_/g, " ")} is made of, in ${plural(replications, "replication")} played once more`),
      element("tbody", {}, ...parts.map((part) => row(part, part === total))),
    ),
  );
}

function journeys(example, label, base) {
  const [one, other] = [example.base ?? [], example.other ?? []].map((sentences) => new Set(sentences.map(whoever)));
  return element(
    "details",
    { class: "example" },
    element("summary", {}, example.title.replace(/([,(] ?)-(?=\d)/g, "$1\u2212")),
    element("p", { class: "quiet" }, "What stands in one of the two journeys alone has a bar beside it."),
    element("div", { class: "sides" }, side(base, example.base ?? [], other), side(label, example.other ?? [], one)),
  );
}

/** A sentence with nobody's number: which of the hunters it was makes no other story. */
function whoever(sentence) {
  const [time, ...words] = sentence.split("  ");
  return [time, words.join(" ").replace(/\b([a-z]+) \d+\b/g, "$1")].join("  ");
}

function side(name, sentences, elsewhere) {
  const line = (sentence) => {
    const [time, ...words] = sentence.split("  ");
    const told = words.length ? [element("span", { class: "when" }, time), " ", words.join(" ")] : [sentence];
    return element("li", { class: elsewhere.has(whoever(sentence)) ? null : "own" }, ...told);
  };
  return element("div", {}, element("h4", {}, name), element("ol", { class: "journey" }, ...sentences.map(line)));
}

function counted({ rows, unit }) {
  const names = Object.keys(rows[0]);
  const told = (name, value) => {
    if (name === "gain") return difference(value, unit);
    return typeof value === "number" ? value.toLocaleString("en-GB") : String(value ?? "");
  };
  return scrolled(
    "Counted by step",
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...names.map((name) => element("th", { scope: "col" }, name.replace(/_/g, " "))))),
      element("tbody", {}, ...rows.map((row) => element("tr", {}, ...names.map((name) => element("td", {}, told(name, row[name])))))),
    ),
  );
}

const scrolled = (label, table) => element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, table);
