// A study as it is played and when it is done: each part of the page is told what there is to know.

import * as api from "./api.js";
import { byId, element } from "./dom.js";
import { showAllDifferences, showHeadlines } from "./differences.js";
import { showFlips } from "./flips.js";
import { mountKeeping } from "./keeping.js";
import { showIntervals } from "./intervals.js";
import { mountMoving } from "./moving.js";
import { showPlots } from "./plots.js";
import { follow } from "./following.js";
import { plural } from "./numbers.js";
import { mountRunning } from "./running.js";
import { oldToNew, toldChanges } from "./told_changes.js";
import { showVerdict } from "./verdict.js";

const MOST_CHIPS = 6;
const LONGEST_TITLE = 60;
const PARTS = ["contents", "verdict", "intervals", "differences", "asked", "moving", "flips", "plots", "keeping", "all-kpis"];

/** `show(id)` shows a study and follows it; `leave()` stops following. */
export function mountStudy({ announce, failed, entitle, revise }) {
  let now = null; // the study that is shown
  let stop = () => {};
  const running = mountRunning({
    announce,
    cancel: () => act(api.cancel),
    resume: () => act(api.resume),
    revise: () => now && revise(now.question),
  });
  const moving = mountMoving();
  const keeping = mountKeeping(announce);

  async function trying(act) {
    failed("");
    try {
      await act();
    } catch (refusal) {
      if (!(refusal instanceof api.Refused)) throw refusal;
      failed(refusal.message);
    }
  }

  const act = (what) =>
    trying(async () => {
      const { id } = now;
      await what(id);
      await show(id);
    });

  function look(told) {
    now.look = told ?? now.look;
    if (!now.look) return;
    showVerdict(now);
    showIntervals(now);
    showHeadlines(now);
    entitle(titleOf(now));
  }

  async function ended(id) {
    const state = await api.state(id);
    if (now?.id !== id) return;
    const before = now.status;
    now = state;
    running.show(now);
    look(now.look);
    if (before === "running") announce(running.ended(now));
    await finished(now, moving, keeping);
  }

  async function show(id) {
    stop();
    for (const part of PARTS) byId(part).hidden = true;
    moving.leave();
    now = await api.state(id);
    entitleQuestion(now);
    askedChanges(now.question);
    keeping.show(now);
    running.show(now);
    look(now.look);
    if (now.status !== "running") {
      await finished(now, moving, keeping);
      return;
    }
    stop = follow(id, {
      look: (told) => {
        look(told);
        running.show(now);
      },
      away: (words) => running.away(words),
      end: () => trying(() => ended(id)),
    });
  }

  return { show, leave: () => { stop(); now = null; moving.leave(); } };
}

function entitleQuestion({ question, base_label: base }) {
  const { whatifs } = question;
  const names = whatifs.map((whatif) => whatif.name).join(", ");
  const one = whatifs.length === 1;
  const title = names.length > LONGEST_TITLE ? `${whatifs.length} what-ifs on ${base}` : `${names} against ${base}`;
  byId("study-title").textContent = one ? whatifs[0].about || names : title;
  byId("study-against").textContent = one ? `${names} against ${base}` : `${whatifs.length} what-ifs`;
}

/** What the what-ifs change; the keys' old values come from the check. */
async function askedChanges(question) {
  let changes = {};
  try {
    changes = (await api.check(question)).changes ?? {};
  } catch (refusal) {
    if (!(refusal instanceof api.Refused)) throw refusal; // the new values are shown all the same
  }
  const several = question.whatifs.length > 1;
  const parts = question.whatifs.map((whatif) => changesOf(several ? whatif : null, toldChanges(whatif.set, changes[whatif.name])));
  if (Object.keys(question.set ?? {}).length) parts.push(changesOf({ name: "For all" }, toldChanges(question.set)));
  byId("asked").replaceChildren(...parts);
  byId("asked").hidden = false;
}

/** What is changed; where there are several what-ifs, beside the name and the question of each. */
function changesOf(whatif, rows) {
  const chips = rows.map((row) => element("span", { class: "chip" }, element("span", { class: "key" }, row.key), " ", oldToNew(row)));
  const words = whatif ? [element("strong", {}, whatif.name), whatif.about ? ` ${whatif.about}` : "", " "] : [];
  if (rows.length <= MOST_CHIPS) return element("p", {}, ...words, ...(chips.length ? chips : ["nothing changed"]));
  return element("details", {}, element("summary", {}, ...words, plural(rows.length, "change")), element("p", {}, ...chips));
}

function titleOf(study) {
  const decision = study.look?.decision;
  if (study.status === "running") return `${study.look?.pairs ?? 0} pairs`;
  if (decision?.chosen) return `Choose ${decision.chosen_name ?? decision.chosen}`;
  return decision?.verdict ?? study.status;
}

/** Links to the parts that there are. */
function showContents() {
  const links = [...byId("contents").querySelectorAll("a")];
  for (const link of links) link.hidden = byId(link.hash.slice(1)).hidden;
  byId("contents").hidden = links.filter((link) => !link.hidden).length < 3;
}

/** What there is once a study has ended, whichever way; a part that is missing does not keep the others away. */
async function finished(study, moving, keeping) {
  keeping.show(study);
  const parts = [showAllDifferences(study), showPlots(study), showFlips(study), moving.show(study)];
  await Promise.allSettled(parts);
  showContents();
}
