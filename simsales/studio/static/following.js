// Following a run by server-sent events; a connection that breaks is taken up again, and said meanwhile.

import * as api from "./api.js";

const AWAY =
  "The studio does not answer; trying again. What was finished is kept: " +
  "if it was stopped, start simsales studio again in the same folder.";
const GONE = "The studio does not answer. Reload this page once it runs again; what was finished is kept.";
const PATIENCE = 4000; // milliseconds without a connection before it is said

/** Returns what stops following. */
export function follow(id, { look, away, end }) {
  const events = api.events(id);
  let waiting = null;
  const back = () => {
    window.clearTimeout(waiting);
    waiting = null;
    away("");
  };
  const stop = () => {
    back();
    events.close();
  };
  events.addEventListener("open", back);
  events.addEventListener("look", (event) => {
    back();
    look(JSON.parse(event.data));
  });
  events.addEventListener("end", () => {
    stop();
    end();
  });
  events.addEventListener("error", () => {
    waiting ??= window.setTimeout(() => {
      away(AWAY);
    }, PATIENCE);
    // A browser gives up for good where the answer was an error; asking anew is then ours to do.
    if (events.readyState === EventSource.CLOSED) {
      window.setTimeout(() => api.state(id).then(end, () => away(GONE)), PATIENCE);
    }
  });
  return stop;
}
