// The journey of one case, and who is at one station: both as text, for whoever cannot or will not point at a dot.

import { nameOf, whereabouts } from "./map_story.js";
import { count, make, spanInWords, timeInWords } from "./map_words.js";

const MOST_NAMED = 60; // cases of one state that a station lists
const STATES = ["waiting", "being worked on", "out: with the customer, or on the way"];

/** A panel beside the map that shows one thing at a time; Escape closes it and gives the focus back. */
export class Panel {
  constructor(story, choose) {
    this.story = story;
    this.choose = choose;
    this.back = null;
    this.element = make("section", { class: "map-panel", tabindex: "-1", hidden: true, "aria-label": "Details" });
    this.element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
  }

  show(label, ...content) {
    if (this.element.hidden) this.back = document.activeElement;
    const close = make("button", { type: "button", class: "map-close", onclick: () => this.close() }, "Close");
    this.element.setAttribute("aria-label", label);
    this.element.replaceChildren(close, ...content);
    this.element.hidden = false;
    this.element.focus({ preventScroll: false });
  }

  close() {
    this.element.hidden = true;
    this.element.replaceChildren();
    this.choose(-1);
    if (this.back?.isConnected) this.back.focus();
    this.back = null;
  }

  /** Tell what one case lived through; what lies after `time` is marked as still to come. */
  tell(row, time) {
    const name = nameOf(this.story, row);
    const steps = stepsOf(this.story, row).map(({ at, text }) =>
      make("li", { "data-at": at }, make("time", {}, timeInWords(at)), ` ${text}`),
    );
    this.show(
      `Journey of ${name}`,
      make("h3", {}, capital(name)),
      make("p", { class: "map-aside" }, factsOf(this.story, row)),
      make("ol", { class: "map-journey" }, ...steps),
      this.relatives(row, time),
    );
    this.mark(time);
  }

  /** Set off what is still to come from what has been. */
  mark(time) {
    for (const step of this.element.querySelectorAll("[data-at]")) {
      step.classList.toggle("map-later", Number(step.dataset.at) > time);
    }
  }

  relatives(row, time) {
    const { cases, children } = this.story;
    const related = [...(cases.parent[row] >= 0 ? [cases.parent[row]] : []), ...(children.get(row) ?? [])];
    if (!related.length) return null;
    const shown = related.slice(0, MOST_NAMED);
    return make("p", { class: "map-relatives" }, "Belongs to it: ", ...shown.map((other) => this.button(other, time)));
  }

  button(row, time) {
    const pick = () => {
      this.choose(row);
      this.tell(row, time);
    };
    return make("button", { type: "button", class: "map-case", onclick: pick }, nameOf(this.story, row));
  }

  /** List who is at a station at a time, as buttons. */
  list(station, time) {
    const place = this.story.movements.stations[station];
    const here = whereabouts(this.story, time).stations[station];
    const groups = here.map((tokens, state) => (tokens.length ? this.group(tokens, state, time) : null));
    if (groups.every((group) => group === null)) groups.push(make("p", {}, "Nobody is here at this time."));
    this.show(
      `${place.title}, ${place.team}`,
      make("h3", {}, `${place.title}, ${place.team}`),
      make("p", { class: "map-aside" }, `At ${timeInWords(time)}; choose a case to read its journey.`),
      ...groups,
    );
  }

  group(tokens, state, time) {
    const rows = [...new Set(tokens.map((token) => token.row))];
    const rest = rows.length > MOST_NAMED ? make("p", {}, `and ${count(rows.length - MOST_NAMED)} more`) : null;
    const items = rows.slice(0, MOST_NAMED).map((row) => make("li", {}, this.button(row, time)));
    const title = make("h4", {}, `${count(tokens.length)} ${STATES[state]}`);
    return make("div", {}, title, make("ul", { class: "map-cases" }, ...items), rest);
  }
}

function factsOf(story, row) {
  const { cases, movements } = story;
  const facts = [];
  if (cases.product[row] >= 0) facts.push(movements.products[cases.product[row]]);
  if (cases.value[row] > 0) facts.push(`worth ${count(cases.value[row])}`);
  const end = movements.ends[cases.end[row]].text;
  if (end !== "done") facts.push(end === "open" ? "still open at the end of the run" : end);
  return facts.join(", ");
}

/** What happened to a case, in order of time: [{at, text}]. */
export function stepsOf(story, row) {
  const { cases, stays, movements } = story;
  const kind = movements.kinds[cases.kind[row]];
  const early = cases.born[row] < 0 ? "It is under way when the run begins" : BEGINS[kind.name] ?? "It begins";
  const steps = [{ at: Math.max(cases.born[row], 0), text: early }];
  for (let stay = cases.first[row]; stay < cases.first[row + 1]; stay += 1) {
    steps.push({ at: stays.asked[stay], text: stayInWords(story, stay) });
  }
  if (cases.ended[row] <= story.horizon && kind.rests) {
    steps.push({ at: cases.ended[row], text: capital(movements.ends[cases.end[row]].text) });
  }
  return steps.sort((a, b) => a.at - b.at);
}

const BEGINS = {
  lead: "It comes in",
  opportunity: "A rep takes it up",
  order: "It is placed",
  complaint: "The customer complains",
  problem: "A customer notices it and says nothing",
};

function stayInWords(story, stay) {
  const { stays, movements } = story;
  const task = movements.tasks[stays.task[stay]];
  const team = movements.stations[stays.station[stay]].team;
  const wait = stays.until[stay] - stays.asked[stay];
  const who = stays.person[stay] >= 0 ? movements.people[stays.person[stay]] : team;
  if (stays.until[stay] > story.horizon) return `It waits for ${task} by ${team}, to the end of the run`;
  if (stays.person[stay] < 0 && stays.worked[stay] < 0) return `It waits for ${task} by ${team} and leaves after ${spanInWords(wait)}`;
  const before = wait > 0 ? `It waits ${spanInWords(wait)} for ${task}; then ${who} begins` : `${who} begins ${task}`;
  if (stays.done[stay] > story.horizon) return `${before} and is at it when the run ends`;
  return `${before} and has done it by ${timeInWords(stays.done[stay])}`;
}

export function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

