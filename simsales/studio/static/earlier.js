// The studies of this folder, to be opened again.

import * as api from "./api.js";
import { byId, element } from "./dom.js";
import { plural } from "./numbers.js";

const MOST = 8; // at first
const LONGEST = 120;
const STATUS = { running: "running", finished: "done", cancelled: "cancelled", failed: "failed", stopped: "stopped" };

/** All but the one that is shown. */
export async function showEarlier() {
  const studies = (await api.studies()).studies.filter((study) => window.location.pathname !== addressOf(study));
  byId("earlier-none").hidden = studies.length > 0;
  const show = (all) => {
    byId("earlier-list").replaceChildren(...studies.slice(0, all ? studies.length : MOST).map(row));
    byId("earlier-more").hidden = all || studies.length <= MOST;
  };
  byId("earlier-more").textContent = `All ${studies.length} studies`;
  byId("earlier-more").onclick = () => show(true);
  show(false);
}

const addressOf = (study) => `/studies/${encodeURIComponent(study.id)}`;
const whatifsOf = (study) => study.whatifs ?? [];

function verdictOf(study) {
  if (study.chosen) return `${whatifsOf(study).includes(study.chosen) ? "Choose" : "Stay with"} ${study.chosen}.`;
  return study.verdict ? `${study.verdict.charAt(0).toUpperCase()}${study.verdict.slice(1)}.` : "";
}

function row(study) {
  return element(
    "li",
    {},
    element("a", { href: addressOf(study) }, `${whatifsOf(study).join(", ")} against ${study.base}`),
    element("span", { class: `state ${study.status}` }, STATUS[study.status] ?? study.status),
    study.asked ? element("span", { class: "asked-of" }, study.asked.length > LONGEST ? `${study.asked.slice(0, LONGEST)} …` : study.asked) : null,
    element("span", { class: "quiet" }, `${plural(study.played ?? 0, "pair")}. ${verdictOf(study)}`),
  );
}
