// The studies of this folder, to be opened again.

import * as api from "./api.js";
import { byId, element } from "./dom.js";
import { plural } from "./numbers.js";

const MOST = 8; // at first
const STATUS = { running: "running", finished: "done", cancelled: "cancelled", failed: "failed", stopped: "stopped" };

export async function showEarlier() {
  const { studies } = await api.studies();
  byId("earlier-none").hidden = studies.length > 0;
  const show = (all) => {
    byId("earlier-list").replaceChildren(...studies.slice(0, all ? studies.length : MOST).map(row));
    byId("earlier-more").hidden = all || studies.length <= MOST;
  };
  byId("earlier-more").textContent = `All ${studies.length} studies`;
  byId("earlier-more").onclick = () => show(true);
  show(false);
}

function verdictOf(study) {
  if (study.chosen) return `Choose ${study.chosen}.`;
  return study.verdict ? `${study.verdict.charAt(0).toUpperCase()}${study.verdict.slice(1)}.` : "";
}

function row(study) {
  const whatifs = (study.whatifs ?? []).map((whatif) => (typeof whatif === "string" ? whatif : whatif.name));
  return element(
    "li",
    {},
    element("a", { href: `/studies/${encodeURIComponent(study.id)}` }, `${whatifs.join(", ")} against ${study.base}`),
    element("span", { class: `state ${study.status}` }, STATUS[study.status] ?? study.status),
    element("span", { class: "quiet" }, `${plural(study.played ?? 0, "pair")}. ${verdictOf(study)}`),
  );
}
