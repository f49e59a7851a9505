// Asking the server, while one types, whether the question makes sense.

import * as api from "./api.js";
import { unhurried } from "./dom.js";
import { misfits } from "./deciding.js";
import { parsed } from "./numbers.js";

const PAUSE = 350; // milliseconds without typing

/** `ask()` checks now and says whether all is well; an answer that comes too late waits for the one asked after it. */
export function mountChecking(question, failed) {
  let asked = 0;
  let latest = null;
  const judge = async (mine) => {
    const own = misfits(question);
    if (own.length) {
      question.judged({ errors: own });
      return false;
    }
    try {
      const answer = await api.check(question.body(parsed));
      if (mine !== asked) return latest;
      question.judged(answer);
      return true;
    } catch (refusal) {
      if (!(refusal instanceof api.Refused)) throw refusal;
      if (mine !== asked) return latest;
      if (refusal.status === 422) question.judged({ errors: refusal.errors });
      else failed(refusal.message);
      return false;
    }
  };
  const ask = () => {
    latest = judge((asked += 1));
    return latest;
  };
  question.addEventListener("change", unhurried(PAUSE, () => question.base && ask()));
  return { ask };
}
