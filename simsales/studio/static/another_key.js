// A key that is on no list, as `--set` takes it.

import { byId } from "./dom.js";

export function mountAnotherKey(question) {
  const key = byId("other-key");
  const value = byId("other-value");
  const set = () => {
    if (!key.value.trim() || !value.value.trim()) {
      (key.value.trim() ? value : key).focus();
      return;
    }
    question.set({ [key.value.trim()]: value.value.trim() });
    key.value = value.value = "";
    key.focus();
  };
  byId("other-set").addEventListener("click", set);
  for (const box of [key, value]) {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // it would run the question
      set();
    });
  }
}
