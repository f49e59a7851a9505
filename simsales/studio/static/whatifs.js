// Up to four what-ifs as tabs: add, duplicate, rename, remove.

import { byId, element, tell } from "./dom.js";
import { MOST_WHATIFS } from "./question.js";
import { plural } from "./numbers.js";

export function mountWhatifs(question, announce) {
  const name = byId("whatif-name");
  const about = byId("whatif-about");
  name.addEventListener("input", () => question.rename(name.value));
  about.addEventListener("input", () => question.say(about.value));
  byId("whatif-add").addEventListener("click", () => {
    question.add();
    announce(`${question.current.name} added.`);
    name.focus();
    name.select();
  });
  byId("whatif-copy").addEventListener("click", () => {
    question.add({ ...question.current, name: `${question.current.name} (copy)` });
    announce(`${question.current.name} added.`);
    name.focus();
    name.select();
  });
  byId("whatif-remove").addEventListener("click", () => {
    const gone = question.current.name;
    question.remove();
    announce(`${gone} removed.`);
    byId("whatif-tabs").querySelector("[aria-selected=true]").focus();
  });
  const show = () => {
    showTabs(question);
    if (name.value !== question.current.name) name.value = question.current.name;
    if (about.value !== question.current.about) about.value = question.current.about;
    const full = question.whatifs.length >= MOST_WHATIFS;
    byId("whatif-add").hidden = byId("whatif-copy").hidden = full;
    const wrong = question.errors.filter((error) => error.whatif === question.current.name && (!error.key || error.key === "name"));
    tell(byId("whatif-name-error"), wrong.map((error) => error.message).join(" "));
    name.setAttribute("aria-invalid", String(wrong.length > 0));
  };
  question.addEventListener("change", show);
  question.addEventListener("judged", show);
  show();
}

function showTabs(question) {
  const list = byId("whatif-tabs");
  const hadFocus = list.contains(document.activeElement);
  list.replaceChildren(...question.whatifs.map((whatif, place) => tab(question, whatif, place)));
  byId("whatif").setAttribute("aria-labelledby", `whatif-tab-${question.place}`);
  if (hadFocus) list.children[question.place].focus();
}

function tab(question, whatif, place) {
  const wrong = question.errors.filter((error) => error.whatif === whatif.name).length;
  const chosen = place === question.place;
  return element(
    "button",
    {
      type: "button",
      role: "tab",
      id: `whatif-tab-${place}`,
      "aria-selected": String(chosen),
      "aria-controls": "whatif",
      tabindex: chosen ? 0 : -1,
      on: { click: () => question.choose(place), keydown: (event) => move(question, event) },
    },
    whatif.name || "(no name)",
    element(
      "span",
      { class: wrong ? "count wrong" : "count" },
      wrong ? plural(wrong, "error") : whatif.about || " ",
    ),
  );
}

function move(question, event) {
  const last = question.whatifs.length - 1;
  const places = { ArrowRight: question.place + 1, ArrowLeft: question.place - 1, Home: 0, End: last };
  if (!(event.key in places)) return;
  event.preventDefault();
  const to = places[event.key];
  question.choose(to < 0 ? last : to > last ? 0 : to);
}
