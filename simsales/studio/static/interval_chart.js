// The drawing of one difference: its interval over the number of pairs, zero, and what matters.

import { drawn } from "./dom.js";
import { difference, plural, signed } from "./numbers.js";

const HEIGHT = 260;
const MARGIN = { top: 14, right: 16, bottom: 34, left: 74 };
const ROUND = [1, 2, 5, 10];

/** `told`: points [[pairs, mean, low, high]], look, worth, better, name. */
export function intervalChart(told, width) {
  const { points, look, worth } = told;
  const last = points[points.length - 1];
  const frame = frameOf(told, width);
  const svg = drawn("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": sentence(told, last) });
  svg.append(...matters(frame, worth), ...axes(frame, told), ...likely(frame, told), ...band(frame, points), ...ending(frame, last, told));
  return svg;
}

function sentence({ name, look, worth }, last) {
  if (!last) return `${name}: no pair yet`;
  const [pairs, mean, low, high] = last;
  const told = (value) => difference(value, look.unit);
  const interval = low === null ? "no interval yet" : `interval from ${told(low)} to ${told(high)}`;
  return `${name}: ${plural(pairs, "pair")}, difference ${told(mean)}, ${interval}; what matters begins at ${told(worth)}.`;
}

/** Places of pairs and differences on the drawing; early intervals, which are very wide, run out of it. */
function frameOf({ points, look, worth, plain }, width) {
  const once = plain && plain.plain_low !== null ? [plain.pairs, plain.difference, plain.plain_low, plain.plain_high] : null;
  const played = points.length ? points[points.length - 1][0] : 1;
  const most = Math.max(10, played * 1.08, look.status === "running" ? Math.min(1.04 * (look.needed ?? 0), look.at_most, played * 4) : 0);
  const told = points.filter(([, , low]) => low !== null);
  const last = told[told.length - 1] ?? once;
  const bounds = last ? [2.1 * last[2] - 1.1 * last[3], 2.1 * last[3] - 1.1 * last[2]] : points.flatMap(([, mean]) => [1.5 * mean]);
  const shown = [...bounds, 0, 1.2 * worth, -1.2 * worth];
  const [bottom, top] = [Math.min(...shown), Math.max(...shown)];
  const pad = 0.04 * (top - bottom || 1);
  const [low, high] = [bottom - pad, top + pad];
  const right = width - MARGIN.right;
  const base = HEIGHT - MARGIN.bottom;
  const clip = (value) => Math.min(high, Math.max(low, value));
  return {
    low, high, most, right, base, width,
    x: (pairs) => MARGIN.left + ((right - MARGIN.left) * pairs) / most,
    y: (value) => base - ((base - MARGIN.top) * (clip(value) - low)) / (high - low),
  };
}

/** Round steps, so many that about `count` of them span the length. */
function steps(from, to, count) {
  const raw = (to - from) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ROUND.find((round) => round * power >= raw - 1e-12);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, place) => (first + place) * step);
}

function axes(frame, { look, better }) {
  const size = Math.max(Math.abs(frame.low), Math.abs(frame.high));
  const across = steps(frame.low, frame.high, 5).map((value) => {
    const y = frame.y(value);
    return drawn("g", { class: value === 0 ? "zero" : "grid" },
      drawn("line", { x1: MARGIN.left, x2: frame.right, y1: y, y2: y }),
      drawn("text", { x: MARGIN.left - 8, y: y + 4, "text-anchor": "end" }, short(value, look.unit, size)));
  });
  const along = steps(0, frame.most, frame.width < 480 ? 4 : 8).filter(Number.isInteger).map((pairs) =>
    drawn("text", { class: "tick-label", x: frame.x(pairs), y: frame.base + 17, "text-anchor": "middle" }, String(pairs)));
  const names = [
    drawn("text", { class: "axis", x: frame.right, y: HEIGHT - 3, "text-anchor": "end" }, "pairs"),
  ];
  if (better === "higher" || better === "lower") {
    const up = better === "higher";
    names.push(drawn("text", { class: "axis", x: MARGIN.left + 6, y: up ? MARGIN.top + 10 : frame.base - 6 }, up ? "▲ better" : "▼ better"));
  }
  return [...across, ...along, ...names];
}

function short(value, unit, size) {
  if (size < 10_000) return signed(value, unit, size);
  const [by, sign] = size >= 2_000_000 ? [1_000_000, "m"] : [1000, "k"];
  const scaled = value / by;
  return value === 0 ? "0" : `${scaled > 0 ? "+" : "\u2212"}${Math.abs(scaled).toLocaleString("en-GB", { maximumFractionDigits: 1 })} ${sign}`;
}

/** The strip in which a difference does not matter, either way. */
function matters(frame, worth) {
  if (!worth) return [];
  const top = frame.y(worth);
  const height = frame.y(-worth) - top;
  return [
    drawn("rect", { class: "worth", x: MARGIN.left, y: top, width: frame.right - MARGIN.left, height }),
    drawn("line", { class: "worth-line", x1: MARGIN.left, x2: frame.right, y1: top, y2: top }),
    drawn("line", { class: "worth-line", x1: MARGIN.left, x2: frame.right, y1: top + height, y2: top + height }),
    height > 26 ? drawn("text", { class: "axis", x: MARGIN.left + 6, y: top + height - 5 }, "too little to matter") : null,
  ].filter(Boolean);
}

/** Where, at this rate, the matter will be settled. */
function likely(frame, { look, points }) {
  const played = points.length ? points[points.length - 1][0] : 0;
  if (look.status !== "running" || !look.needed || look.needed <= played || look.needed > frame.most) return [];
  const x = frame.x(look.needed);
  const side = x > frame.width - 90 ? { x: x - 5, "text-anchor": "end" } : { x: x + 5 };
  return [
    drawn("line", { class: "worth-line", x1: x, x2: x, y1: MARGIN.top, y2: frame.base }),
    drawn("text", { class: "axis", y: frame.base - 6, ...side }, "likely enough"),
  ];
}

function band(frame, points) {
  const told = points.filter(([, , low]) => low !== null);
  const at = (pairs, value) => `${frame.x(pairs).toFixed(1)},${frame.y(value).toFixed(1)}`;
  const upper = told.map(([pairs, , , high]) => at(pairs, high));
  const lower = told.map(([pairs, , low]) => at(pairs, low));
  const edge = [...upper, ...lower.reverse()];
  const parts = [];
  if (told.length > 1) parts.push(drawn("polygon", { class: "band", points: edge.join(" ") }));
  parts.push(drawn("polyline", { class: "mean", points: points.map(([pairs, mean]) => at(pairs, mean)).join(" ") }));
  return parts;
}

/** How it stands now: the last interval as a bar with ends. */
function ending(frame, last, { look: { unit }, plain }) {
  if (!last) return [];
  const [pairs, mean, low, high] = last;
  const ends = low === null ? [plain?.plain_low ?? null, plain?.plain_high ?? null] : [low, high];
  const x = frame.x(pairs);
  const parts = [drawn("circle", { class: "now", cx: x, cy: frame.y(mean), r: 4 })];
  if (ends[0] !== null) {
    const [bottom, top] = ends.map(frame.y);
    // Before there is an interval that holds at every look, the ordinary one, in dashes.
    const kind = low === null ? "whisker once" : "whisker";
    parts.unshift(drawn("path", { class: kind, d: `M${x - 5} ${top}h10M${x} ${top}V${bottom}M${x - 5} ${bottom}h10` }));
  }
  const beside = x > frame.width / 2 ? { x: x - 9, "text-anchor": "end" } : { x: x + 9, "text-anchor": "start" };
  parts.push(drawn("text", { class: "label", y: frame.y(mean) - 8, ...beside }, difference(mean, unit)));
  return parts;
}
