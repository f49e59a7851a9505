// What decides, in a plain sentence: a KPI, what matters, how long at most, whose luck.

import * as api from "./api.js";
import { byId, element, tell } from "./dom.js";
import { parsed, unitOf } from "./numbers.js";

const wholeFrom = (least) => (value) => Number.isInteger(value) && value >= least;
const BOXES = [
  { id: "worth", name: "worth", key: "worth", says: "must be a number, zero or more, such as 50,000 or 0.02", fits: (value) => value >= 0 },
  { id: "at-most", name: "atMost", key: "at_most", says: "must be a whole number, 2 or more", fits: wholeFrom(2) },
  { id: "seed", name: "seed", key: "seed", says: "must be a whole number, zero or more", fits: wholeFrom(0) },
];

/** What matters may be about to be proposed. */
const isAwaited = (question, box) => box.name === "worth" && question.worth === "" && !question.worthIsSaid;

/** What in the sentence is no number at all: it cannot be sent, so it is said here. */
export const misfits = (question) =>
  BOXES.filter((box) => !box.fits(parsed(question[box.name])) && !isAwaited(question, box)).map((box) => ({
    whatif: null,
    key: box.key,
    message: `${box.id.replace("-", " ")}: ${box.says}, found ${question[box.name] || "nothing"}`,
  }));

export function mountDeciding(question) {
  let kpis = [];
  let horizon = "1 y";
  const select = byId("kpi");
  let suggestion = Promise.resolve();
  const suggest = () => {
    suggestion = suggestWorth(question);
  };
  select.addEventListener("change", () => {
    question.decide("kpi", select.value);
    suggest();
  });
  for (const box of BOXES) byId(box.id).addEventListener("input", (event) => question.decide(box.name, event.target.value));
  byId("beyond-range").addEventListener("change", (event) => question.decide("beyondRange", event.target.checked));
  const show = () => {
    for (const box of BOXES) showBox(question, box);
    byId("beyond-range").checked = question.beyondRange;
    showErrors(question, select, "kpi");
    const kpi = kpis.find((one) => one.name === question.kpi);
    if (kpi) select.value = kpi.name;
    byId("run-unit").textContent = yearsOf(question.text("run.horizon") ?? horizon);
    byId("worth-unit").textContent = kpi ? unitIn(kpi) : "";
    byId("kpi-meaning").textContent = kpi ? `${kpi.name}: ${kpi.meaning} (${kpi.unit || "a number"}, ${better(kpi)}).` : "";
  };
  question.addEventListener("change", show);
  question.addEventListener("judged", show);
  return {
    load: (catalogue) => {
      suggest();
      kpis = catalogue.kpis;
      select.replaceChildren(...kpis.map((kpi) => element("option", { value: kpi.name }, kpi.name)));
      horizon = horizonIn(catalogue);
      show();
    },
    /** Settled once what matters has been proposed. */
    ready: () => suggestion,
  };
}

/** A hundredth of what the base comes to is proposed as what matters; without an answer it is zero. */
async function suggestWorth(question) {
  const { base, kpi } = question;
  if (question.worthIsSaid) return;
  question.suggestWorth("");
  let worth = "0";
  try {
    ({ worth } = await api.worth(base, kpi));
  } catch (refusal) {
    if (!(refusal instanceof api.Refused)) throw refusal;
  }
  if (base === question.base && kpi === question.kpi) {
    question.suggestWorth(parsed(worth).toLocaleString("en-GB", { maximumFractionDigits: 20 }));
  }
}

function showBox(question, box) {
  const input = byId(box.id);
  if (input.value !== question[box.name]) input.value = question[box.name];
  showErrors(question, input, box.key);
}

function showErrors(question, control, key) {
  const wrong = question.errors.filter((error) => error.key === key);
  control.setAttribute("aria-invalid", String(wrong.length > 0));
  tell(byId(`${control.id}-error`), wrong.map((error) => error.message).join(" "));
}

// A share is typed as the model has it: 0.02 for two points.
const unitIn = (kpi) => (unitOf(kpi.unit) === kpi.unit ? kpi.unit : "(0.01 is one point)");
const better = (kpi) => (kpi.better === "higher" || kpi.better === "lower" ? `${kpi.better} is better` : "neither direction is better");

function horizonIn(catalogue) {
  const levers = catalogue.groups.flatMap((group) => group.tables.flatMap((table) => table.levers));
  return levers.find((lever) => lever.key === "run.horizon")?.value ?? "1 y";
}

const yearsOf = (horizon) => (horizon === "1 y" ? "years" : `replications of ${horizon}`);
