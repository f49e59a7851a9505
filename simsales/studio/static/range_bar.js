// A thin bar: where a lever may plausibly lie, where the base is, and where the what-if goes.  Words beside it say the same.

import { element } from "./dom.js";
import { leading } from "./numbers.js";

export function rangeBar(lever) {
  const low = leading(lever.low);
  const high = leading(lever.high);
  const base = leading(lever.value);
  const within = [low, high, base].every(Number.isFinite) && high > low && sameUnit(lever);
  if (!within) return { whole: null, show: () => {} };
  // Ranges that span decades are told in decades, or every company would sit at the left end.
  const wide = low >= 0 && high > 100 * Math.max(base, 1);
  const scale = (value) => (wide ? Math.log1p(value - low) : value - low);
  const place = (value) => `${Math.max(0, Math.min(100, (100 * scale(value)) / scale(high))).toFixed(1)}%`;
  const old = element("i", { class: "old" });
  const now = element("i", { class: "now", hidden: true });
  old.style.left = place(base);
  const whole = element("p", { class: "range", "aria-hidden": "true" }, old, now);
  const show = (text) => {
    const value = text === undefined ? NaN : meant(text, base);
    now.hidden = !Number.isFinite(value);
    if (!now.hidden) now.style.left = place(value);
  };
  return { whole, show };
}

/** Bounds and value count in the same unit, so that their numbers can share a line. */
function sameUnit(lever) {
  const unit = (text) => String(text).replace(/^[\s\d._e+-]+/i, "").trim();
  return unit(lever.low) === unit(lever.value) && unit(lever.high) === unit(lever.value);
}

/** "x1.3" and "+2" are meant relative to the base. */
function meant(text, base) {
  const relative = /^([x+-])\s*([\d._]+)/i.exec(text.trim());
  if (!relative) return leading(text);
  const by = Number(relative[2].replace(/_/g, ""));
  if (relative[1].toLowerCase() === "x") return base * by;
  return relative[1] === "+" ? base + by : base - by;
}
