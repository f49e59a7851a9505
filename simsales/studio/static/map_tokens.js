// Tokens on the map: each glides to where its case is; at a jump it is there at once.

import { AWAY, WORKING } from "./map_story.js";
import { trace } from "./map_shapes.js";

const CELL = 8.4; // between tokens, in units of the map
const RADIUS = 3.1;
const HASTE = 9; // 1/s, how soon a token is where it belongs
const FAREWELL = 0.6; // s that a case is still seen after its end
const MORE = 3; // cells that "+12" takes
const REACH = matchMedia("(pointer: coarse)").matches ? 22 : 11; // px around a token that still are the token

export class Tokens {
  constructor(canvas, story) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
    this.story = story;
    this.shown = new Map();
    this.more = [];
    this.chosen = -1;
    this.scale = 1;
  }

  /** Fit the canvas to a picture of that size on the page, whose places are known. */
  fit(places, width) {
    this.places = places;
    this.scale = width / places.width;
    const sharp = Math.min(window.devicePixelRatio || 1, 2);
    this.canvas.width = Math.round(width * sharp);
    this.canvas.height = Math.round(places.height * this.scale * sharp);
    this.pen.setTransform(sharp * this.scale, 0, 0, sharp * this.scale, 0, 0);
    this.shown.clear();
  }

  /** Say where everybody is now; `jump` puts them there. */
  place(where, jump) {
    const before = this.shown;
    this.time = where.time;
    this.shown = new Map();
    this.more = [];
    for (const spot of this.places.spots) {
      const [waiting, working, away] = where.stations[spot.station];
      this.queue(spot.waiting, waiting, before, jump, true);
      this.queue(spot.working, working, before, jump, false);
      this.crowd(spot.away, away, before, jump);
    }
    this.gather(where.unplaced, before, jump);
    if (!jump) for (const token of before.values()) this.leave(token);
  }

  /** Tokens in rows of a box; who finds no place is counted. */
  queue(box, tokens, before, jump, fromRight) {
    const [x, y, width, height] = box;
    const columns = Math.max(1, Math.floor(width / CELL));
    const rows = Math.max(1, Math.floor(height / CELL));
    const room = columns * rows;
    const seen = tokens.length > room ? room - MORE : tokens.length;
    tokens.forEach((token, place) => {
      const slot = Math.min(place, seen);
      const column = slot % columns;
      const across = fromRight ? width - (column + 0.5) * CELL : (column + 0.5) * CELL;
      this.move(token, x + across, y + (Math.floor(slot / columns) + 0.5) * CELL, before, jump, place < seen);
    });
    if (tokens.length > seen) {
      const last = y + (rows - 0.3) * CELL;
      this.more.push({ x: fromRight ? x : x + width, y: last, left: fromRight, text: `+${tokens.length - seen}` });
    }
  }

  /** Those who are out, as many as there is room for, with their number behind them. */
  crowd([x, y, width, height], tokens, before, jump) {
    const words = tokens.length ? `${tokens.length} out` : "";
    const room = width - 6 * words.length - 2;
    if (words) this.more.push({ x: x + width - 3, y: y + height / 2, left: false, text: words });
    const most = Math.floor(room / CELL) * Math.floor(height / CELL);
    this.queue([x + 2, y + 1.5, room, height], tokens.slice(0, most), before, jump, false);
    for (const token of tokens.slice(most)) this.move(token, x + room, y + height / 2, before, jump, false);
  }

  /** Cases that have not been at a station: leads at the door, orders where they were won, complaints at customers. */
  gather(tokens, before, jump) {
    const piles = new Map();
    for (const token of tokens) {
      const name = this.originOf(token.row);
      if (!piles.has(name)) piles.set(name, []);
      piles.get(name).push(token);
    }
    for (const [name, pile] of piles) {
      const [x, y, width, height] = this.places.places[name];
      const box = height < 60 ? [x + width / 2, y + 8, width / 2 - 8, height - 14] : [x + 8, y + height - 44, width - 16, 26];
      this.queue(box, pile, before, jump, false);
    }
  }

  move(token, x, y, before, jump, visible) {
    const known = before.get(token.key);
    before.delete(token.key);
    const start = known && known.visible ? known : this.entrance(token, x, y);
    const here = jump ? { x, y, age: 1 } : { x: start.x, y: start.y, age: start.age ?? 0 };
    this.shown.set(token.key, { ...token, ...here, kind: this.kindOf(token.row), toX: x, toY: y, visible });
  }

  entrance(token, x, y) {
    const { rests } = this.story.movements.kinds[this.story.cases.kind[token.row]];
    if (!rests || (token.stay >= 0 && !this.isFirst(token))) return { x, y };
    const [left, top, width, height] = this.places.places[this.originOf(token.row)];
    return { x: left + width / 2, y: top + height / 2 };
  }

  isFirst(token) {
    return token.stay === this.story.cases.first[token.row];
  }

  /** A case that is over goes where it ended: to what is won, to the customers, or it fades where it is. */
  leave(token) {
    if (!token.visible || this.shown.has(token.key)) return;
    const goal = token.left === undefined ? this.goalOf(token) : { x: token.toX, y: token.toY };
    this.shown.set(token.key, { ...token, left: token.left ?? 0, toX: goal.x, toY: goal.y });
  }

  goalOf(token) {
    const { cases, movements } = this.story;
    const end = movements.ends[cases.end[token.row]];
    const name = { opportunity: "won", order: "customers", complaint: "customers" }[token.kind];
    const box = end.tone === "bad" && token.kind !== "complaint" ? null : this.places.places[name];
    return box ? { x: box[0] + box[2] / 2, y: box[1] + box[3] / 2 } : { x: token.x, y: token.y };
  }

  originOf(row) {
    const { cases } = this.story;
    const kind = this.kindOf(row);
    const early = kind === "lead" || kind === "opportunity" ? "door" : "customers";
    const wanted = kind === "order" && cases.parent[row] >= 0 ? "won" : early;
    return wanted in this.places.places ? wanted : "door";
  }

  kindOf(row) {
    return this.story.movements.kinds[this.story.cases.kind[row]].name;
  }

  /** Draw them, some seconds later than the last time; says whether anything is still on its way. */
  draw(palette, seconds) {
    const { pen } = this;
    const near = 1 - Math.exp(-HASTE * seconds);
    let moving = false;
    pen.clearRect(0, 0, this.places.width, this.places.height);
    if (this.chosen >= 0) this.paintWay(palette);
    for (const token of this.shown.values()) {
      moving = this.glide(token, near, seconds) || moving;
      if (token.left > FAREWELL) this.shown.delete(token.key);
      else if (token.visible) this.paint(token, palette);
    }
    this.paintMore(palette);
    return moving;
  }

  /** Move a token nearer to its place; says whether it still is on its way. */
  glide(token, near, seconds) {
    token.x += (token.toX - token.x) * near;
    token.y += (token.toY - token.y) * near;
    token.age = Math.min(1, token.age + 4 * seconds);
    if (token.left !== undefined) token.left += seconds;
    const far = Math.abs(token.toX - token.x) + Math.abs(token.toY - token.y);
    return far > 0.3 || token.age < 1 || token.left !== undefined;
  }

  paint(token, palette) {
    const { pen } = this;
    const fading = token.left === undefined ? 1 : 1 - token.left / FAREWELL;
    pen.globalAlpha = token.age * fading;
    pen.fillStyle = pen.strokeStyle = palette[token.kind];
    pen.lineWidth = 1.2;
    trace(pen, token.kind, token.x, token.y, token.state === AWAY ? RADIUS - 0.5 : RADIUS);
    if (token.state === AWAY || token.kind === "problem") pen.stroke();
    else pen.fill();
    if (token.state === WORKING) this.ring(token, palette[token.kind], 1);
    if (token.row === this.chosen) this.ring(token, palette.ink, 2);
    pen.globalAlpha = 1;
  }

  /** The way of the chosen case from station to station; fainter where it is still to come. */
  paintWay(palette) {
    const { pen, story, chosen } = this;
    const boxes = new Map(this.places.spots.map((spot) => [spot.station, spot.box]));
    const origin = this.places.places[this.originOf(chosen)];
    let from = [origin[0] + origin[2] / 2, origin[1] + origin[3] / 2];
    pen.strokeStyle = palette[this.kindOf(chosen)];
    pen.lineWidth = 1.5;
    pen.setLineDash([5, 4]);
    for (let stay = story.cases.first[chosen]; stay < story.cases.first[chosen + 1]; stay += 1) {
      const box = boxes.get(story.stays.station[stay]);
      const to = [box[0] + box[2] / 2, box[1] + 0.55 * box[3]];
      pen.globalAlpha = story.stays.asked[stay] <= this.time ? 0.65 : 0.2;
      pen.beginPath();
      pen.moveTo(...from);
      pen.lineTo(...to);
      pen.stroke();
      from = to;
    }
    pen.setLineDash([]);
    pen.globalAlpha = 1;
  }

  ring(token, colour, width) {
    const { pen } = this;
    pen.strokeStyle = colour;
    pen.lineWidth = width * 0.8;
    pen.beginPath();
    pen.arc(token.x, token.y, RADIUS + 0.6 + width, 0, 2 * Math.PI);
    pen.stroke();
  }

  paintMore(palette) {
    const { pen } = this;
    pen.fillStyle = palette.ink;
    pen.font = "10px system-ui, sans-serif";
    pen.textBaseline = "middle";
    for (const { x, y, left, text } of this.more) {
      pen.textAlign = left ? "left" : "right";
      pen.fillText(text, x, y);
    }
  }

  /** The token nearest to a point of the canvas, in px; null where none is near. */
  at(x, y) {
    let best = null;
    let nearest = REACH;
    for (const token of this.shown.values()) {
      if (!token.visible || token.left !== undefined) continue;
      const far = Math.hypot(token.x * this.scale - x, token.y * this.scale - y);
      if (far < nearest) [best, nearest] = [token, far];
    }
    return best;
  }
}
