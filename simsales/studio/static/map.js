// The company at work: a replication's cases as tokens between the stations of the process.
//
//   mountMap(element, { url, labels })       fetches each scenario's map when it is chosen; {label} in the url is replaced
//   mountMap(element, { movements })         shows an answer that is there already
//
// An answer has `movements` (what moved), `svg` (the pictures) and `places` (where things stand in them).

import { Clock } from "./map_clock.js";
import { Controls } from "./map_controls.js";
import { nextOpening } from "./map_story.js";
import { HOUR, make } from "./map_words.js";
import { View } from "./map_view.js";

const MORNING = 8 * HOUR;
const BESIDE = " + "; // between the names of two maps side by side

/** Put a moving map into an element; returns `{ clock, remove }`. */
export function mountMap(element, options) {
  return new MovingMap(element, options);
}

class MovingMap {
  constructor(element, { url = "", labels = [], movements = null, answers = {}, play = true }) {
    this.element = element;
    this.url = url;
    this.plays = play;
    this.answers = movements ? { "": movements } : { ...answers };
    this.labels = labels.length ? labels : Object.keys(this.answers);
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.words = make("p", { class: "map-words", role: "status" });
    this.room = make("div", { class: "map-room" });
    this.root = make("div", { class: "map-root" }, this.choice(), this.words, this.room);
    this.watcher = new ResizeObserver(() => this.refitIfWider());
    this.theme = new MutationObserver(() => this.refit());
    this.dusk = matchMedia("(prefers-color-scheme: dark)");
    this.onDusk = () => this.refit();
    this.views = [];
    element.replaceChildren(this.root);
    this.watcher.observe(this.root);
    this.theme.observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
    this.dusk.addEventListener("change", this.onDusk);
    this.ready = this.show([this.labels[0]]);
  }

  choice() {
    const { labels } = this;
    if (labels.length < 2) return null;
    const pairs = labels.slice(1).map((label) => [labels[0], label]);
    const options = [...labels.map((label) => [label]), ...pairs];
    const select = make("select", { onchange: (event) => this.show(options[Number(event.target.value)]) });
    options.forEach((names, row) => select.append(make("option", { value: row }, names.join(BESIDE))));
    return make("p", { class: "map-choice" }, make("label", {}, "Show ", select));
  }

  async show(names) {
    const asked = (this.asked = Symbol("asked"));
    this.words.textContent = names.every((name) => name in this.answers) ? "" : "Playing that run once more, and reading its log …";
    try {
      const found = await Promise.all(names.map((name) => this.answerOf(name)));
      if (asked !== this.asked) return;
      this.words.textContent = "";
      this.build(names, found);
    } catch (failure) {
      if (asked === this.asked) this.refuse(failure);
    }
  }

  async answerOf(name) {
    if (!(name in this.answers)) this.answers[name] = await fetched(this.url.replace("{label}", encodeURIComponent(name)));
    return this.answers[name];
  }

  refuse(failure) {
    this.clear();
    this.words.textContent = `The map cannot be shown: ${failure.message}`;
    if (!(failure instanceof Refused)) console.error(failure);
  }

  build(names, found) {
    const time = this.clock?.time;
    const playing = time === undefined ? this.plays && !this.still.matches : this.clock.playing;
    this.clear();
    const longest = Math.max(...found.map(({ movements }) => movements.horizon));
    const begin = Math.max(0, Math.min(...found.map(({ movements }) => movements.window[0])));
    this.clock = new Clock(begin, longest);
    this.controls = new Controls(this.clock);
    const headings = names.length > 1 ? names : [""];
    this.views = found.map((answer, row) => this.viewOf(answer, headings[row]));
    const views = make("div", { class: `map-views map-views-${this.views.length}` }, ...this.views.map((view) => view.element));
    this.room.replaceChildren(this.controls.element, views);
    this.clock.skip = (now) => (this.controls.skipping ? Math.min(...this.views.map(({ story }) => nextOpening(story, now))) : now);
    this.clock.listen((_, jumped) => this.views.forEach((view) => view.update(jumped)));
    this.clock.listen((_, jumped) => this.controls.update(jumped));
    this.clock.time = time ?? Math.min(nextOpening(this.views[0].story, begin + MORNING), longest);
    this.refit();
    this.controls.watch(this.views);
    if (this.views.every(({ story }) => !story.cases.count)) this.words.textContent = "Nothing happened in this run.";
    else if (playing) this.clock.play();
  }

  viewOf(answer, heading) {
    const view = new View(answer, this.clock, heading, this.still);
    view.heading = heading;
    return view;
  }

  /** Only the width decides how the picture looks; a panel that opens below it does not. */
  refitIfWider() {
    if (this.root.clientWidth === this.width) return;
    this.width = this.root.clientWidth;
    this.refit();
  }

  refit() {
    for (const view of this.views) view.fit();
  }

  clear() {
    this.clock?.stop();
    this.controls?.stop();
    for (const view of this.views) view.stop();
    this.views = [];
    this.room.replaceChildren();
  }

  /** Take the map off the page; nothing of it goes on. */
  remove() {
    this.asked = null;
    this.clear();
    this.watcher.disconnect();
    this.theme.disconnect();
    this.dusk.removeEventListener("change", this.onDusk);
    this.root.remove();
  }
}

class Refused extends Error {}

async function fetched(url) {
  let answer;
  try {
    answer = await fetch(url);
  } catch {
    throw new Refused("the server does not answer; is it still running?");
  }
  if (!answer.ok) throw new Refused(await reasonOf(answer));
  return answer.json();
}

async function reasonOf(answer) {
  try {
    const told = await answer.json();
    const first = told.message ?? told.errors?.[0]?.message;
    if (first) return first;
  } catch {
    // not everything that refuses explains itself
  }
  return `the server answered ${answer.status}`;
}
