// The clock of a replay: the time shown, how fast it runs, and who wants to know.

import { DAY, HOUR, WEEK } from "./map_words.js";

/** Minutes of the company in a second of ours. */
export const SPEEDS = [
  { name: "1 hour a second", pace: HOUR },
  { name: "8 hours a second", pace: 8 * HOUR },
  { name: "1 day a second", pace: DAY },
  { name: "1 week a second", pace: WEEK },
];

const LONGEST_FRAME = 0.1; // s; a page that slept goes on where it was

export class Clock {
  constructor(begin, end) {
    this.begin = begin;
    this.end = end;
    this.time = begin;
    this.pace = SPEEDS[1].pace;
    this.playing = false;
    this.skip = null; // from a time to the next one at which there is something to see
    this.listeners = new Set();
    this.frame = 0;
    this.seen = 0;
  }

  /** Be told of every move: the listener gets the clock and whether it jumped. */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  seek(time) {
    this.time = Math.min(Math.max(time, this.begin), this.end);
    this.tell(true);
  }

  play() {
    if (this.playing) return;
    if (this.time >= this.end) this.time = this.begin;
    this.playing = true;
    this.seen = performance.now();
    this.tell(false);
    this.frame = requestAnimationFrame((now) => this.tick(now));
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.tell(false);
  }

  tick(now) {
    if (!this.playing) return;
    const seconds = Math.min(Math.max((now - this.seen) / 1000, 0), LONGEST_FRAME);
    this.seen = now;
    let time = this.time + seconds * this.pace;
    if (this.skip && this.pace <= 8 * HOUR) time = this.skip(time);
    this.time = Math.min(time, this.end);
    if (this.time >= this.end) {
      this.pause();
      return;
    }
    this.tell(false);
    this.frame = requestAnimationFrame((next) => this.tick(next));
  }

  tell(jumped) {
    for (const listener of this.listeners) listener(this, jumped);
  }

  stop() {
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.listeners.clear();
  }
}
