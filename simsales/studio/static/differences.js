// What differs between the what-ifs and the base: the headline KPIs as pairs arrive, all KPIs at the end.

import * as api from "./api.js";
import { rowsOf } from "./csv.js";
import { byId, drawn, element, unhurried } from "./dom.js";
import { figure, signed, unitOf, unitOfDifference } from "./numbers.js";

/** What one looks at first; the rest on demand. */
const FIRST = [
  ...["contribution", "bookings", "margin", "cost"],
  ...["leads", "opportunities", "wins", "win_rate", "cycle_time"],
  ...["otif", "customers", "logo_churn", "satisfaction", "complaints"],
];
let all = false;

export function showHeadlines(study) {
  const { look, question, base_label: base } = study;
  const columns = question.whatifs.map(({ name }) => {
    const rows = look.rows?.[name] ?? [];
    return { name, rows: new Map(rows.map((row) => [row.kpi, row])) };
  });
  const kpis = [...new Set(columns.flatMap((column) => [...column.rows.keys()]))];
  byId("differences").hidden = !kpis.length;
  if (!kpis.length) return;
  const first = [look.kpi, ...FIRST.filter((kpi) => kpi !== look.kpi && kpis.includes(kpi))];
  const shown = all || first.length < 4 ? kpis : first;
  byId("headlines").replaceChildren(table(shown, columns, base, look.kpi));
  const more = byId("headlines-more");
  more.hidden = kpis.length === first.length;
  more.textContent = all ? "Fewer" : `All ${kpis.length} headline KPIs`;
  more.onclick = () => {
    all = !all;
    showHeadlines(study);
  };
}

/** Every KPI of the study, from its comparison.csv; the table is made when it is opened. */
export async function showAllDifferences(study) {
  const fold = byId("all-kpis");
  if (!study.files.includes("comparison.csv")) return;
  fold.hidden = false;
  fold.open = false;
  const filter = byId("kpi-filter");
  let kpis = null;
  let columns = null;
  const show = () => {
    const wanted = filter.value.trim().toLowerCase();
    const found = kpis.filter((kpi) => kpi.toLowerCase().includes(wanted));
    const none = element("p", {}, "No KPI mentions that.");
    byId("all-rows").replaceChildren(found.length ? table(found, columns, study.base_label, study.question.kpi) : none);
  };
  fold.ontoggle = async () => {
    if (!fold.open) return;
    if (!columns) {
      byId("all-rows").textContent = "One moment …";
      try {
        ({ kpis, columns } = columnsIn(await api.file(study.id, "comparison.csv"), study));
      } catch (refusal) {
        if (!(refusal instanceof api.Refused)) throw refusal;
        byId("all-rows").textContent = refusal.message;
        return;
      }
    }
    show();
  };
  filter.oninput = unhurried(150, () => columns && show());
}

function columnsIn(text, { question, labels }) {
  // Tables call a what-if by the name of its file.
  const columns = question.whatifs.map(({ name }) => ({ name, label: labels?.[name] ?? name, rows: new Map() }));
  const kpis = new Set();
  for (const row of rowsOf(text)) {
    const number = (name) => (row[name] === "" ? null : Number(row[name]));
    const told = { ...row };
    for (const name of ["base_mean", "mean", "difference", "low", "high"]) told[name] = number(name);
    const column = columns.find((one) => one.label === row.scenario);
    if (!column) continue;
    column.rows.set(row.kpi, told);
    kpis.add(row.kpi);
  }
  return { kpis: [...kpis], columns };
}

function table(kpis, columns, base, deciding) {
  const heads = ["KPI", base, ...columns.map((column) => column.name)];
  return element(
    "table",
    { class: columns.length === 1 ? "differences single" : "differences" },
    element("thead", {}, element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, name)))),
    element("tbody", {}, ...kpis.map((kpi) => line(kpi, columns, kpi === deciding))),
  );
}

function line(kpi, columns, decides) {
  const any = columns.map((column) => column.rows.get(kpi)).find(Boolean);
  const ends = columns.flatMap((column) => shownInterval(column.rows.get(kpi) ?? {}));
  const widest = Math.max(...ends.map(Math.abs));
  return element(
    "tr",
    { class: decides ? "decides" : null },
    element(
      "th",
      { scope: "row" },
      element("span", {}, kpi.replace(/_/g, " ")),
      " ",
      element("small", {}, unitOf(any.unit)),
      decides ? element("small", { class: "mark" }, " decides") : null,
    ),
    element("td", {}, figure(any.base_mean, any.unit)),
    ...columns.map((column) => cell(column.rows.get(kpi), widest)),
  );
}

const SIGNS = { better: ["▲", "better"], worse: ["▼", "worse"], more: ["●", "more"], less: ["●", "less"], open: ["○", "not told yet"] };

/** The interval beside zero; the widest of the row's intervals gives the scale. */
function whisker(row, [low, high], widest) {
  const x = (value) => (50 + (44 * value) / (widest || 1)).toFixed(1);
  const line = (name, from, to, y1, y2) => drawn("line", { class: name, x1: x(from), x2: x(to), y1, y2 });
  return drawn(
    "svg",
    { class: "whisker", viewBox: "0 0 100 12", width: 100, height: 12, "aria-hidden": "true" },
    line("zero", 0, 0, 0, 12),
    line("span", low, high, 6, 6),
    drawn("circle", { cx: x(row.difference), cy: 6, r: 3 }),
  );
}

function cell(row, widest) {
  if (!row) return element("td", {}, "–");
  const [sign, word] = SIGNS[judged(row)];
  const [low, high] = shownInterval(row);
  const interval = low === null ? "" : `${signed(low, row.unit, row.base_mean)} … ${signed(high, row.unit, row.base_mean)}`;
  return element(
    "td",
    { class: judged(row), title: `${word}; in ${unitOfDifference(row.unit)}` },
    element(
      "div",
      { class: "cell" },
      element("span", { class: "sign", role: "img", "aria-label": word }, sign),
      element("b", {}, signed(row.difference, row.unit, row.base_mean)),
      element("small", {}, interval),
      low === null ? null : whisker(row, [low, high], widest),
    ),
  );
}

/** The interval that holds at every look; while there is none, the ordinary one, which judges nothing. */
const shownInterval = (row) => (known(row.low) ? [row.low, row.high] : known(row.plain_low) ? [row.plain_low, row.plain_high] : [null, null]);
const known = (value) => value !== null && value !== undefined;

/** Which side of zero the whole interval lies on, in the KPI's own direction. */
function judged(row) {
  if (row.low === null || (row.low <= 0 && row.high >= 0)) return "open";
  const up = row.low > 0;
  if (row.better !== "higher" && row.better !== "lower") return up ? "more" : "less";
  return up === (row.better === "higher") ? "better" : "worse";
}
