// Asking the server, while one types, whether the question makes sense.

import * as api from "./api.js";
import { unhurried } from "./dom.js";
import { misfits } from "./deciding.js";
import { parsed } from "./numbers.js";

const PAUSE = 350; // milliseconds without typing

/** `ask()` checks now and says whether all is well; answers that come too late are left aside. */
export function mountChecking(question, failed) {
  let asked = 0;
  const ask = async () => {
    const mine = (asked += 1);
    const own = misfits(question);
    if (own.length) {
      question.judged({ errors: own });
      return false;
    }
    try {
      const answer = await api.check(question.body(parsed));
      if (mine === asked) question.judged(answer);
      return mine === asked;
    } catch (refusal) {
      if (!(refusal instanceof api.Refused)) throw refusal;
      if (mine !== asked) return false;
      if (refusal.status === 422) question.judged({ errors: refusal.errors });
      else failed(refusal.message);
      return false;
    }
  };
  question.addEventListener("change", unhurried(PAUSE, () => question.base && ask()));
  return { ask };
}
