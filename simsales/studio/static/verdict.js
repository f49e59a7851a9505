// The verdict card: in words first, then how sure, and what it costs to be wrong.

import { byId, element } from "./dom.js";
import { amount, chance, difference, figure, known, plural, unitOfDifference, whole } from "./numbers.js";

export function showVerdict(study) {
  const decision = study.look.decision;
  const card = byId("verdict");
  card.hidden = !decision;
  if (!decision) return;
  card.dataset.tone = toneOf(decision);
  byId("verdict-eyebrow").textContent = study.status === "running" && study.look.stage === "playing" ? "The verdict so far" : "The verdict";
  put("verdict-title", headline(decision));
  const several = study.question.whatifs.length;
  put("verdict-words", `${wordsOf(decision)}${several > 1 ? ` Of the ${several} what-ifs, it is the one that decides.` : ""}`);
  byId("verdict-figures").replaceChildren(...figuresOf(decision, study).map(([name, value, note]) => tile(name, value, note)));
  put("verdict-sentence", decision.sentence ?? "");
  byId("verdict-card").replaceChildren(
    ...(decision.card ?? []).map(([name, text]) => element("div", {}, element("dt", {}, name), element("dd", {}, text))),
  );
}

/** Text is set anew only where it changed: what is marked or read aloud stays. */
function put(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

function toneOf({ verdict, chosen, base }) {
  if (verdict === "unresolved") return "open";
  return verdict === "choose" && chosen !== base ? "go" : "stay";
}

function headline(decision) {
  if (decision.verdict === "choose") return decision.chosen === decision.base ? `Stay with ${decision.base}` : `Choose ${nameOf(decision)}`;
  if (decision.verdict === "unresolved") return "Not settled yet";
  return "No difference that matters";
}

function wordsOf(decision) {
  const { kpi, unit, base, low, high, worth } = decision;
  const scenario = nameOf(decision);
  const by = decision.difference;
  const found = by === 0 ? `${kpi} is no other` : `${kpi} is ${sized(Math.abs(by), unit)} ${by > 0 ? "higher" : "lower"}`;
  const ends = `between ${difference(low, unit)} and ${difference(high, unit)}`;
  const range = low === null ? "It takes some pairs more to say how sure that is." : `The true mean lies ${ends}, as sure as 19 in 20.`;
  const matters = worth ? ` What matters begins at ${sized(worth, unit)}.` : "";
  return `${capital(found)} with ${scenario} than with ${base}. ${range}${matters}`;
}

/** The what-if that decides, as it is called on the page; tables call it by the name of its file. */
const nameOf = (decision) => decision.scenario_name ?? decision.scenario;
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const sized = (value, unit) => `${figure(value, unit)} ${unitOfDifference(unit)}`.trim();

function figuresOf(decision, study) {
  const beyond = decision.worth ? `by ${amount(decision.worth, decision.unit)} or more` : "by anything at all";
  const open = decision.verdict === "unresolved";
  const risk = known(decision.p_wrong) && known(decision.cost_if_wrong) ? `at a risk of ${chance(decision.p_wrong)}` : "not known yet";
  return [
    [`${nameOf(decision)} is better`, chance(decision.p_better), beyond],
    ["Expected regret", amount(decision.expected_regret, decision.unit), `of going by ${open ? "the mean" : "this verdict"}`],
    ["If it is wrong", amount(decision.cost_if_wrong, decision.unit), risk],
    ["Pairs still needed", open ? morePairs(decision, study) : "none", `${plural(study.look.pairs, "pair")} played`],
  ];
}

/** While it is played, as many as the words above say. */
function morePairs(decision, { status, look }) {
  if (status !== "running") return decision.more_pairs === null ? "no number would do" : whole(decision.more_pairs);
  return look.needed === null ? "not known yet" : whole(Math.max(look.needed - look.pairs, 1));
}

const tile = (name, value, note) =>
  element("div", {}, element("dt", {}, name), element("dd", {}, element("strong", {}, value), element("span", { class: "quiet" }, note)));
