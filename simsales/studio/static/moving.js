// The map of the company at work, for the replication that is chosen.

import * as api from "./api.js";
import { byId } from "./dom.js";

export function mountMoving() {
  let study = null;
  let map = null;
  const leave = () => {
    map?.remove();
    map = null;
    byId("map").replaceChildren();
    byId("moving-words").textContent = "";
  };
  const show = async () => {
    leave();
    const shown = study;
    try {
      const { mountMap } = await import("./map.js");
      if (shown !== study) return;
      const labels = [study.base_label, ...study.question.whatifs.map((whatif) => whatif.name)];
      map = mountMap(byId("map"), { url: api.mapAddress(study.id, byId("moving-replication").value || 0), labels });
    } catch (problem) {
      byId("moving-words").textContent = "The map cannot be shown in this browser; the charts and tables tell the same.";
      throw problem;
    }
  };
  byId("moving-show").addEventListener("click", show);
  return {
    show: async (shown) => {
      study = shown;
      byId("moving").hidden = !shown.look?.pairs;
    },
    leave,
  };
}
