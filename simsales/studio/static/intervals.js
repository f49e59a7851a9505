// How the interval of each what-if narrows as pairs arrive: a drawing, and the same as a table.

import { byId, element } from "./dom.js";
import { intervalChart } from "./interval_chart.js";
import { difference, leading, unitOfDifference } from "./numbers.js";

const MOST_ROWS = 20;

export function showIntervals(study) {
  const { look, question, base_label: base } = study;
  const some = Object.values(look.history ?? {}).some((points) => points.length);
  byId("intervals").hidden = !some;
  if (!some) return;
  byId("intervals-note").textContent =
    `Difference in ${look.kpi} against ${base}, over the pairs that were played: the mean, and the interval in which ` +
    "the mean of endlessly many would lie. It holds whenever one looks; in dashes, until there is one, the ordinary " +
    "interval, which would hold at a single look.";
  const place = byId("charts");
  for (const whatif of question.whatifs) {
    const figure = place.querySelector(`[data-place="${question.whatifs.indexOf(whatif)}"]`) ?? made(place, question, whatif);
    if (figure.dataset.study !== study.id) {
      figure.dataset.study = study.id;
      figure.querySelector("figcaption").textContent = `${whatif.name}: ${look.kpi}, ${unitOfDifference(look.unit)}`;
      figure.hidden = false;
    }
    update(figure, study, look.history[whatif.name] ?? []);
  }
  for (const figure of place.children) figure.hidden = Number(figure.dataset.place) >= question.whatifs.length;
}

function made(place, question, whatif) {
  const figure = element(
    "figure",
    { "data-place": question.whatifs.indexOf(whatif) },
    element("figcaption", {}),
    element("div", { class: "chart" }),
    element(
      "details",
      {},
      element("summary", {}, "As a table"),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Interval by pairs" }),
    ),
  );
  place.append(figure);
  const chart = figure.querySelector(".chart");
  new ResizeObserver(() => chart.redraw?.()).observe(chart);
  figure.querySelector("details").addEventListener("toggle", () => chart.retable?.());
  return figure;
}

function update(figure, study, points) {
  const chart = figure.querySelector(".chart");
  const name = study.question.whatifs[Number(figure.dataset.place)].name;
  const plain = (study.look.rows?.[name] ?? []).find((row) => row.kpi === study.look.kpi);
  const told = { plain, points, look: study.look, worth: worthOf(study), better: betterOf(study), name };
  const last = points[points.length - 1];
  figure.dataset.pairs = last ? last[0] : 0;
  if (last && last[2] !== null) Object.assign(figure.dataset, { low: last[2], high: last[3] });
  chart.redraw = () => chart.replaceChildren(intervalChart(told, Math.max(chart.clientWidth, 280)));
  const fold = figure.querySelector("details");
  chart.retable = () => fold.open && fold.querySelector(".scroll").replaceChildren(table(points, study.look.unit));
  chart.redraw();
  chart.retable();
}

/** In numbers: it is asked as text, such as 50_000 EUR. */
const worthOf = ({ look, question }) => look.decision?.worth ?? (leading(String(question.worth)) || 0);

function betterOf(study) {
  const rows = Object.values(study.look.rows ?? {})[0] ?? [];
  return rows.find((row) => row.kpi === study.look.kpi)?.better ?? "higher";
}

function table(points, unit) {
  const every = Math.max(1, Math.ceil(points.length / MOST_ROWS));
  const told = (value) => element("td", {}, value === null ? "–" : difference(value, unit));
  const shown = points.filter((_, place) => place % every === 0 || place === points.length - 1);
  return element(
    "table",
    {},
    element("thead", {}, element("tr", {}, ...["Pairs", "Difference", "From", "To"].map((name) => element("th", { scope: "col" }, name)))),
    element(
      "tbody",
      {},
      ...shown.map(([pairs, mean, low, high]) =>
        element("tr", {}, element("th", { scope: "row" }, String(pairs)), ...[mean, low, high].map(told)),
      ),
    ),
  );
}
