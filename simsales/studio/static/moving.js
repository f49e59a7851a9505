// The map of the company at work, for the company and the replication that are chosen.

import * as api from "./api.js";
import { byId, element } from "./dom.js";

export function mountMoving() {
  let study = null;
  let asked = 0;
  const label = byId("moving-label");
  const show = async () => {
    const mine = (asked += 1);
    const words = byId("moving-words");
    byId("map").replaceChildren();
    words.textContent = "Playing that year once more, and reading its log …";
    try {
      const { mountMap } = await import("./map.js");
      const movements = await api.movements(study.id, label.value, byId("moving-replication").value || 0);
      if (mine !== asked) return;
      words.textContent = "";
      mountMap(byId("map"), { movements });
    } catch (refusal) {
      if (mine !== asked) return;
      words.textContent = refusal instanceof api.Refused ? refusal.message : "The map cannot be shown in this browser.";
      if (!(refusal instanceof api.Refused)) throw refusal;
    }
  };
  byId("moving-show").addEventListener("click", show);
  return {
    show: async (shown) => {
      if (!shown.look?.pairs) return;
      study = shown;
      byId("moving").hidden = false;
      const names = [...shown.question.whatifs.map((whatif) => whatif.name), shown.look.decision?.base ?? shown.question.base];
      label.replaceChildren(...names.map((name) => element("option", { value: name }, name)));
    },
    leave: () => {
      asked += 1;
      byId("map").replaceChildren();
      byId("moving-words").textContent = "";
    },
  };
}
