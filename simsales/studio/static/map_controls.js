// The bar above the map: play and pause, steps, speed, the slider of time, dated changes, counts and the legend.

import { SPEEDS } from "./map_clock.js";
import { countUntil, levelAt } from "./map_story.js";
import { pictureOf } from "./map_shapes.js";
import { count, counted, DAY, HOUR, make, timeInWords } from "./map_words.js";

const MOST_MARKS = 8;
const POLITELY = 1000; // ms between two announcements
const LEGEND = [
  ["lead", "lead"],
  ["opportunity", "opportunity"],
  ["order", "order"],
  ["complaint", "complaint"],
  ["contact", "other work"],
];

export class Controls {
  constructor(clock) {
    this.clock = clock;
    this.counts = make("div", { class: "map-counts" });
    this.live = make("p", { class: "map-unseen", "aria-live": "polite" });
    this.announced = 0;
    this.waiting = 0;
    this.button = make("button", { type: "button", class: "map-play", onclick: () => this.toggle() }, "Play");
    this.clockFace = make("output", { class: "map-time" });
    this.slider = this.sliderOf();
    this.legend = make("ul", { class: "map-legend", "aria-label": "Legend" });
    this.marks = make("div", { class: "map-marks" });
    this.element = make("div", { class: "map-controls" }, this.top(), this.bar(), this.counts, this.live, this.legend);
  }

  top() {
    const time = make("div", { class: "map-line-of-time" }, this.slider, this.marks);
    return make("div", { class: "map-top" }, this.button, time, this.clockFace);
  }

  bar() {
    const step = (label, span) => make("button", { type: "button", onclick: () => this.clock.seek(this.clock.time + span) }, label);
    const options = SPEEDS.map(({ name, pace }) => make("option", { value: pace, selected: pace === this.clock.pace }, name));
    const speed = make("select", { onchange: (event) => (this.clock.pace = Number(event.target.value)) }, ...options);
    const skip = make("input", { type: "checkbox", checked: true, onchange: (event) => (this.skipping = event.target.checked) });
    this.skipping = true;
    return make(
      "div",
      { class: "map-bar" },
      make("span", { class: "map-steps", role: "group", "aria-label": "Steps" }, step("− 1 day", -DAY), step("− 1 h", -HOUR), step("+ 1 h", HOUR), step("+ 1 day", DAY)),
      make("label", {}, "Speed ", speed),
      make("label", {}, skip, " Skip nights"),
    );
  }

  sliderOf() {
    const { begin, end, time } = this.clock;
    const slider = make("input", { type: "range", class: "map-slider", min: begin, max: end, step: 1, value: time, "aria-label": "Time" });
    slider.addEventListener("input", () => this.clock.seek(Number(slider.value)));
    slider.addEventListener("keydown", (event) => {
      const spans = { ArrowRight: HOUR, ArrowUp: HOUR, ArrowLeft: -HOUR, ArrowDown: -HOUR, PageUp: DAY * 7, PageDown: -DAY * 7 };
      if (!(event.key in spans)) return;
      event.preventDefault();
      this.clock.seek(this.clock.time + spans[event.key]);
    });
    return slider;
  }

  /** Tell of these stories (by heading), and show the dated changes of all of them. */
  watch(views) {
    this.views = views;
    const marks = new Map();
    for (const { story } of views) for (const { time, text } of story.movements.marks) marks.set(`${time} ${text}`, { time, text });
    const { begin, end } = this.clock;
    const all = [...marks.values()].filter(({ time }) => time >= begin).sort((a, b) => a.time - b.time);
    this.marks.replaceChildren(...all.slice(0, MOST_MARKS).map((mark) => this.markOf(mark, (mark.time - begin) / (end - begin))));
    this.legend.replaceChildren(...legendOf(views));
    this.update(true);
  }

  markOf({ time, text }, share) {
    const label = `${timeInWords(time)}: ${text}`;
    const go = () => this.clock.seek(time);
    const button = make("button", { type: "button", class: "map-mark", title: label, "aria-label": label, onclick: go }, "▲");
    button.style.left = `${100 * Math.min(Math.max(share, 0), 1)}%`;
    return button;
  }

  toggle() {
    if (this.clock.playing) this.clock.pause();
    else this.clock.play();
  }

  update(jumped) {
    const { clock } = this;
    const words = timeInWords(clock.time);
    this.button.textContent = clock.playing ? "Pause" : "Play";
    this.clockFace.textContent = words;
    this.slider.value = String(Math.floor(clock.time));
    this.slider.setAttribute("aria-valuetext", words);
    const now = performance.now();
    if (!jumped && clock.playing && now - (this.counted ?? 0) < 200) return;
    this.counted = now;
    this.counts.replaceChildren(...(this.views ?? []).map((view) => countsOf(view, Math.floor(clock.time))));
    if (!clock.playing) this.announce();
  }

  /** What is said to those who listen, at most once a second and never while it plays. */
  announce() {
    clearTimeout(this.waiting);
    const rest = Math.max(0, POLITELY - (performance.now() - this.announced));
    this.waiting = setTimeout(() => {
      this.announced = performance.now();
      if (!this.clock.playing) this.live.textContent = `${this.clockFace.textContent}. ${this.counts.textContent}`;
    }, rest);
  }

  stop() {
    clearTimeout(this.waiting);
  }
}

/** A line of counts of one company at a time. */
function countsOf({ story, heading, where }, time) {
  const { kinds, customers } = story.movements;
  const place = (name) => kinds.findIndex((kind) => kind.name === name);
  const ended = (key) => countUntil(story.endings.get(key), time) - countUntil(story.endings.get(key), story.begin - 1);
  const parts = ["lead", "opportunity", "order", "complaint"]
    .filter((name) => story.cases.kind.includes(place(name)))
    .map((name) => part(`open-${name}`, where.open[place(name)], counted(where.open[place(name)], kinds[place(name)]).replace(/^\S+ /, "open ")));
  parts.push(part("waiting", where.waiting, "in queues"), part("won", ended("opportunity won"), "won so far"));
  parts.push(part("lost", ended("opportunity lost"), "lost so far"));
  if (story.endings.has("order delivered")) parts.push(part("delivered", ended("order delivered"), "delivered so far"));
  if (customers.length) parts.push(part("customers", levelAt(customers, time), "customers"));
  const line = make("p", {}, heading ? make("strong", {}, `${heading}: `) : null);
  parts.forEach((each, row) => line.append(row ? ", " : "", each));
  return line;
}

function part(name, number, words) {
  return make("span", {}, make("b", { "data-count": name }, count(number)), ` ${words}`);
}

/** The kinds of token that there are, by shape, and what filled, ringed and hollow ones mean. */
function legendOf(views) {
  const there = new Set(views.flatMap(({ story }) => [...new Set(story.cases.kind)].map((kind) => story.movements.kinds[kind].name)));
  if (there.has("supply") || there.has("background")) there.add("contact");
  const kinds = LEGEND.filter(([kind]) => there.has(kind)).map(([kind, word]) => make("li", {}, pictureOf(kind), ` ${word}`));
  return [...kinds, make("li", { class: "map-aside" }, "filled: waits; ringed: someone is at it; hollow: out, with the customer or on its way")];
}
