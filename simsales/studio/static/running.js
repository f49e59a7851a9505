// How far a run is, how long it still takes, and how to stop it or take it up again.

import { byId, tell } from "./dom.js";
import { duration, plural, whole } from "./numbers.js";

const BETWEEN = 15_000; // milliseconds between two announcements to those who listen

const ENDED = {
  finished: "Done",
  cancelled: "Cancelled",
  failed: "It failed",
  stopped: "Stopped with the studio",
};

export function mountRunning({ announce, cancel, resume, revise }) {
  let said = 0;
  const once = (button, act) =>
    button.addEventListener("click", async () => {
      button.disabled = true;
      await act();
      button.disabled = false;
    });
  once(byId("cancel"), cancel);
  once(byId("resume"), resume);
  byId("change-question").addEventListener("click", revise);

  function show(study) {
    const isRunning = study.status === "running";
    byId("cancel").hidden = !isRunning;
    byId("resume").hidden = isRunning || study.status === "finished";
    byId("running").classList.toggle("over", !isRunning);
    const words = isRunning ? runningWords(study.look) : ended(study);
    byId("running-words").textContent = words;
    showBar(study);
    if (!isRunning || Date.now() - said < BETWEEN) return;
    said = Date.now();
    announce(words);
  }

  function ended(study) {
    const { look } = study;
    const most = study.status === "finished" && look?.decision?.verdict === "unresolved" ? ", as many as were allowed" : "";
    const played = look ? ` after ${plural(look.pairs, "pair")}${most}` : "";
    const failures = look?.failed ? ` ${plural(look.failed, "replication")} failed; the tables say which.` : "";
    const message = look?.message && study.status !== "finished" ? ` ${look.message}` : "";
    const kept = study.status === "finished" ? "" : " What was played is kept: Resume goes on from there.";
    return `${ENDED[study.status] ?? study.status}${played}.${failures}${message}${kept}`;
  }

  return { show, ended, away: (words) => tell(byId("running-failure"), words) };
}

const STAGES = {
  writing: "All pairs are played. The tables are being written.",
  explaining: "All pairs are played. Some years are played once more, to tell whose story changes.",
  drawing: "All pairs are played. The charts are being drawn.",
  reporting: "All pairs are played. The report is being written.",
};

function runningWords(look) {
  const left = look && look.seconds_left !== null ? `${duration(look.seconds_left)} left` : null;
  if (STAGES[look?.stage]) return left ? `${STAGES[look.stage]} ${capital(left)}.` : STAGES[look.stage];
  if (!look || !look.pairs) return "Starting: the first pair of years is being played.";
  const parts = [`${plural(look.pairs, "pair")} played`];
  if (look.needed !== null && look.needed > look.pairs) {
    const beyond = look.needed > look.at_most;
    parts.push(beyond ? `not settled before ${whole(look.at_most)} at this rate` : `about ${whole(look.needed - look.pairs)} more will tell`);
  }
  if (left) parts.push(left);
  return `${parts.join("; ")}.`;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function showBar(study) {
  const bar = byId("running-bar");
  const look = study.look;
  bar.hidden = study.status !== "running";
  if (!look?.pairs) {
    bar.removeAttribute("value"); // it moves, but nothing is known yet
    return;
  }
  bar.max = Math.max(look.pairs, Math.min(look.needed ?? look.at_most, look.at_most));
  bar.value = look.pairs;
}
