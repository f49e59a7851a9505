// Numbers as a strategist reads them.

const NONE = "–";
const MINUS = "\u2212";

function grouped(value, decimals) {
  const told = value.toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return /^-0(\.0*)?$/.test(told) ? told.slice(1) : told.replace("-", MINUS);
}

/** Decimals that tell numbers of this size apart. */
function decimalsFor(size) {
  const magnitude = Math.abs(size);
  if (magnitude >= 1000) return 0;
  if (magnitude >= 100) return 1;
  if (magnitude >= 10) return 2;
  return magnitude === 0 ? 0 : 3;
}

export const known = (value) => value !== null && value !== undefined && Number.isFinite(value);
const isShare = (unit) => /^share\b/.test(unit);
const isMoney = (unit) => /^[A-Z]{3}$/.test(unit);

/** A value in its unit's own way, without the unit; `size` says how fine (the base's mean, usually). */
export function figure(value, unit, size = value) {
  if (!known(value)) return NONE;
  if (isShare(unit)) return grouped(100 * value, 1);
  return grouped(value, isMoney(unit) ? 0 : decimalsFor(size ?? value));
}

/** The same with its sign. */
export function signed(value, unit, size = value) {
  const told = figure(value, unit, size);
  return known(value) && value > 0 && /[1-9]/.test(told) ? `+${told}` : told;
}

/** What stands behind a value: share becomes a percentage. */
export const unitOf = (unit) => (isShare(unit) ? unit.replace(/^share/, "%") : unit);
/** And behind a difference of two: percentages differ by points. */
export const unitOfDifference = (unit) => (isShare(unit) ? unit.replace(/^share/, "points") : unit);

export const amount = (value, unit) => (known(value) ? `${figure(value, unit)} ${unitOf(unit)}`.trim() : NONE);
export const difference = (value, unit) => `${signed(value, unit)} ${unitOfDifference(unit)}`.trim();

/** A probability without false precision: never 0 or 1. */
export function chance(probability) {
  if (!known(probability)) return NONE;
  if (probability > 0.995) return "over 99 %";
  if (probability < 0.005) return "under 1 %";
  return `${Math.round(100 * probability)} %`;
}

export const whole = (value) => (known(value) ? grouped(value, 0) : NONE);

/** How long it still takes, roughly. */
export function duration(seconds) {
  if (!known(seconds)) return "";
  if (seconds < 10) return "a few seconds";
  if (seconds < 90) return `${Math.round(seconds / 10) * 10} seconds`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} minutes`;
  return `${(seconds / 3600).toFixed(1)} hours`;
}

const NUMBER = /^[+-]?(\d{1,3}([,_\s]\d{3})+|\d+)?(\.\d+)?(e[+-]?\d+)?$/i;

/** The number in "50,000", "50_000", "1 200" or "0.02"; NaN in anything else: "0,02" may mean this or that. */
export function parsed(text) {
  const typed = text.trim().replace(MINUS, "-");
  return NUMBER.test(typed) && /\d/.test(typed) ? Number(typed.replace(/[,_\s]/g, "")) : NaN;
}

/** The leading number of a lever's text, such as 1400 of "1400 / y"; NaN where there is none. */
export function leading(text) {
  const found = /^\s*(-?[\d_]*\.?\d+(?:e-?\d+)?)/i.exec(String(text ?? ""));
  return found ? Number(found[1].replace(/_/g, "")) : NaN;
}

export const plural = (count, one, many = `${one}s`) => `${whole(count)} ${count === 1 ? one : many}`;
