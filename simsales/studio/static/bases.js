// Choosing the company that what-ifs are compared with, or opening a file that asks a question of it.

import * as api from "./api.js";
import { byId, element } from "./dom.js";

/** Fill the list of companies. */
export function mountBases(question, scenarios) {
  const rows = scenarios.map((scenario) => choice(scenario, question));
  byId("bases").append(...rows.map((row) => row.whole));
  byId("base-filter").addEventListener("input", () => filter(rows));
  const show = () => {
    const chosen = scenarios.find((scenario) => scenario.name === question.base);
    byId("base-name").textContent = question.base;
    byId("base-about").textContent = chosen?.about ?? "";
    for (const row of rows) row.radio.checked = row.name === question.base;
  };
  question.addEventListener("change", show);
  show();
  mountOpening(question);
}

function choice(scenario, question) {
  const radio = element("input", {
    type: "radio",
    name: "base",
    value: scenario.name,
    on: { change: () => question.on(scenario.name) },
  });
  const whole = element(
    "label",
    { class: "choice" },
    radio,
    element("span", {}, element("strong", {}, scenario.name), scenario.shipped ? null : element("em", {}, " in this folder")),
    element("span", { class: "quiet" }, scenario.about ?? ""),
  );
  return { name: scenario.name, radio, whole, words: `${scenario.name} ${scenario.about ?? ""}`.toLowerCase() };
}

function filter(rows) {
  const wanted = byId("base-filter").value.trim().toLowerCase().split(/\s+/);
  let shown = 0;
  for (const row of rows) {
    row.whole.hidden = !wanted.every((word) => row.words.includes(word));
    if (!row.whole.hidden) shown += 1;
  }
  byId("bases-none").hidden = shown > 0;
}

function mountOpening(question) {
  const path = byId("open-path");
  const byPath = () => open(question, { path: path.value.trim() });
  byId("open-by-path").addEventListener("click", byPath);
  path.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    byPath();
  });
  byId("open-local").addEventListener("change", async (event) => {
    const [chosen] = event.target.files;
    if (chosen) await open(question, { text: await chosen.text() }, chosen.name);
    event.target.value = ""; // the same file may be mended and chosen again
  });
}

async function open(question, what, fileName = what.path) {
  const place = byId("open-errors");
  place.replaceChildren();
  byId("opened").textContent = "";
  try {
    const opened = await api.open(what);
    const before = question.base;
    question.on(opened.base);
    const isBase = !Object.keys(opened.set).length;
    if (!isBase) question.add({ name: "text" in what ? stem(fileName) : opened.name, about: opened.about ?? "", set: opened.set });
    byId("open-file").open = false;
    const moved = before === opened.base ? "" : ` The company is now ${opened.base}, on which it is based, for all what-ifs.`;
    byId("opened").textContent = isBase ? `${fileName} is the company now.` : `${fileName} is open as a what-if.${moved}`;
    byId(isBase ? "base-title" : "whatif-title").scrollIntoView({ block: "start" });
  } catch (refusal) {
    if (!(refusal instanceof api.Refused)) throw refusal;
    place.append(element("p", {}, `${fileName || "The file"} cannot be opened:`), listed(refusal.errors));
  }
}

function listed(errors) {
  const where = (error) => [error.file || null, error.line ? `line ${error.line}` : null, error.key].filter(Boolean).join(", ");
  return element(
    "ul",
    {},
    ...errors.map((error) =>
      element("li", {}, where(error) ? element("strong", {}, `${where(error)}: `) : null, error.message),
    ),
  );
}

const stem = (name) => name.split(/[\\/]/).pop().replace(/\.toml$/, "");
