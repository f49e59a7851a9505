// One company on the page: its picture, the tokens that move over it, and what is said of its stations.

import { countUntil, isOpen, levelAt, nameOf, unpack, whereabouts } from "./map_story.js";
import { paletteOf } from "./map_shapes.js";
import { Panel } from "./map_tale.js";
import { Tokens } from "./map_tokens.js";
import { count, HOUR, make } from "./map_words.js";

const NARROW = 880; // px; below it the stations stand under one another
const LULLING = 8 * HOUR; // a second; where time runs faster, nights would only flicker
const SAYING = 120; // ms between two changes of what is said, while it plays

export class View {
  constructor(answer, clock, heading, still) {
    this.answer = answer;
    this.clock = clock;
    this.still = still;
    this.story = unpack(answer.movements);
    this.canvas = make("canvas", { class: "map-tokens", "aria-hidden": "true" });
    this.tokens = new Tokens(this.canvas, this.story);
    this.picture = make("div", { class: "map-picture" });
    this.buttons = make("div", { class: "map-buttons", role: "group", "aria-label": `Stations${heading ? ` of ${heading}` : ""}` });
    this.stage = make("div", { class: "map-stage" }, this.picture, this.canvas, this.buttons);
    this.panel = new Panel(this.story, (row) => this.highlight(row));
    const title = heading ? make("h3", { class: "map-heading-of" }, heading) : null;
    this.element = make("div", { class: "map-view" }, title, this.stage, this.panel.element);
    this.frame = 0;
    this.said = 0;
    this.where = null;
    this.listenToPointer();
  }

  // --- fitting ---------------------------------------------------------------------------------------

  /** Show the picture that fits the room there is. */
  fit() {
    const room = this.element.clientWidth;
    if (!room) return;
    const shape = room < NARROW ? "narrow" : "wide";
    const places = this.answer.places[shape];
    if (shape !== this.shape) this.draw(shape, places);
    const width = Math.min(room, shape === "narrow" ? 520 : places.width * 1.15);
    this.stage.style.width = `${width}px`;
    this.stage.style.height = `${(places.height * width) / places.width}px`;
    this.tokens.fit(places, width);
    this.palette = paletteOf(this.stage);
    this.update(true);
  }

  draw(shape, places) {
    this.shape = shape;
    const parsed = new DOMParser().parseFromString(this.answer.svg[shape], "image/svg+xml");
    const picture = document.importNode(parsed.documentElement, true);
    picture.removeAttribute("width");
    picture.removeAttribute("height");
    this.picture.replaceChildren(picture);
    this.parts = new Map();
    for (const group of picture.querySelectorAll("[data-station]")) this.keep(group);
    for (const group of picture.querySelectorAll("[data-place]")) this.parts.set(group.dataset.place, group.querySelector(".map-said"));
    this.buttons.replaceChildren(...places.spots.map((spot) => this.buttonOf(spot, places)));
  }

  keep(group) {
    const find = (name) => group.querySelector(`.map-${name}`);
    const room = Number(find("trough").getAttribute("width"));
    const part = { group, said: find("said"), bar: find("load"), team: find("people"), room };
    this.parts.set(Number(group.dataset.station), part);
  }

  buttonOf(spot, places) {
    const [x, y, width] = spot.box;
    const share = (part, whole) => `${(100 * part) / whole}%`;
    const place = this.story.movements.stations[spot.station];
    const open = () => {
      this.clock.pause();
      this.panel.list(spot.station, Math.floor(this.clock.time));
    };
    const button = make("button", { type: "button", class: "map-station-button", onclick: open, "aria-label": `${place.title}, ${place.team}: who is there` });
    const across = this.shape === "narrow" ? 120 : width;
    Object.assign(button.style, {
      left: share(x, places.width),
      top: share(y, places.height),
      width: share(across, places.width),
      height: share(44, places.height),
    });
    return button;
  }

  // --- pointing --------------------------------------------------------------------------------------

  listenToPointer() {
    const tokenAt = (event) => {
      const box = this.canvas.getBoundingClientRect();
      return this.tokens.at(event.clientX - box.left, event.clientY - box.top);
    };
    this.canvas.addEventListener("pointermove", (event) => {
      const token = tokenAt(event);
      this.canvas.style.cursor = token ? "pointer" : "";
      this.canvas.title = token ? nameOf(this.story, token.row) : "";
    });
    this.canvas.addEventListener("click", (event) => {
      const token = tokenAt(event);
      if (token) this.follow(token.row);
    });
  }

  /** Tell the journey of a case, with the map standing still. */
  follow(row) {
    this.clock.pause();
    this.highlight(row);
    this.panel.tell(row, Math.floor(this.clock.time));
  }

  highlight(row) {
    this.tokens.chosen = row;
    this.animate();
  }

  // --- moving ----------------------------------------------------------------------------------------

  /** Everybody to where they are at the clock's time. */
  update(jump) {
    if (!this.tokens.places) return;
    const time = Math.floor(this.clock.time);
    if (!this.where || this.where.time !== time || jump) {
      this.where = whereabouts(this.story, time);
      this.tokens.place(this.where, jump || this.still.matches);
    }
    const now = performance.now();
    if (jump || !this.clock.playing || now - this.said > SAYING) {
      this.said = now;
      this.say();
    }
    this.animate();
  }

  /** Draw until nothing is on its way any more. */
  animate() {
    if (this.frame || !this.tokens.places) return;
    let last = performance.now();
    const step = (now) => {
      const moving = this.tokens.draw(this.palette, Math.min(Math.max((now - last) / 1000, 0), 0.1));
      last = now;
      this.frame = moving || this.clock.playing ? requestAnimationFrame(step) : 0;
    };
    this.frame = requestAnimationFrame(step);
  }

  /** Words and bars of all stations. */
  say() {
    const { stations } = this.story.movements;
    const busy = new Map();
    this.where.stations.forEach(([, working], number) => {
      const { team } = stations[number];
      busy.set(team, (busy.get(team) ?? 0) + working.length);
    });
    stations.forEach((place, number) => {
      const [waiting, working] = this.where.stations[number];
      const people = levelAt(place.people, this.where.time);
      this.sayOf(number, waiting.length, working.length, people ? busy.get(place.team) / people : 0);
      this.sayWho(number, place.team, people);
    });
    this.sayOfPlaces();
    this.panel.mark(this.where.time);
  }

  sayOf(number, waiting, working, busy) {
    const { group, said, bar, room } = this.parts.get(number);
    said.textContent = waiting || working ? `${count(waiting)} wait, ${count(working)} busy` : "";
    bar.setAttribute("width", String(Math.round(room * Math.min(busy, 1))));
    const nights = !this.clock.playing || this.clock.pace <= LULLING;
    group.classList.toggle("map-closed", nights && !isOpen(this.story, number, this.where.time));
  }

  /** How many people the team has now; a name that is cut short stands as it is. */
  sayWho(number, team, people) {
    const text = this.parts.get(number).team;
    if (!text.querySelector("title")) text.textContent = `${team} · ${people}`;
  }

  sayOfPlaces() {
    const { customers } = this.story.movements;
    const { time } = this.where;
    const won = this.story.endings.get("opportunity won");
    const told = {
      won: `${count(countUntil(won, time) - countUntil(won, this.story.begin - 1))} so far`,
      customers: customers.length ? `${count(levelAt(customers, time))} there` : "",
    };
    for (const [name, words] of Object.entries(told)) {
      const said = this.parts.get(name);
      if (said && words) said.textContent = words;
    }
  }

  stop() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
  }
}
