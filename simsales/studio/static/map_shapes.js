// The shapes and colours of tokens: a kind is told by its shape as well as by its colour.

const COLOURS = {
  lead: ["--lead", "#3a6ea5", "#7fb2e5"],
  opportunity: ["--opportunity", "#8a5a00", "#e0b04f"],
  order: ["--order", "#1d7a5f", "#58c9a5"],
  complaint: ["--complaint", "#b23a48", "#ff8f96"],
  problem: ["--complaint", "#b23a48", "#ff8f96"],
  contact: ["--quiet", "#667085", "#98a2b3"],
  supply: ["--quiet", "#667085", "#98a2b3"],
  background: ["--quiet", "#667085", "#98a2b3"],
};

const SVG = "http://www.w3.org/2000/svg";

/** Colours as the page has them now. */
export function paletteOf(element) {
  const style = getComputedStyle(element);
  const dark = isDark(style.color);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const palette = { ink: style.color };
  for (const [kind, [name, light, night]] of Object.entries(COLOURS)) palette[kind] = read(name, dark ? night : light);
  return palette;
}

/** Whether text of this colour stands on something dark. */
function isDark(ink) {
  const [red, green, blue] = (ink.match(/[\d.]+/g) ?? ["0", "0", "0"]).map(Number);
  return 0.3 * red + 0.6 * green + 0.1 * blue > 128;
}

/** Begin the path of a kind's shape around a point. */
export function trace(pen, kind, x, y, r) {
  pen.beginPath();
  if (kind === "lead") pen.arc(x, y, r, 0, 2 * Math.PI);
  else if (kind === "opportunity") polygon(pen, x, y, [0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0], r);
  else if (kind === "order") pen.rect(x - 0.95 * r, y - 0.95 * r, 1.9 * r, 1.9 * r);
  else if (kind === "complaint" || kind === "problem") polygon(pen, x, y, [0, -1.2, 1.2, 0.95, -1.2, 0.95], r);
  else if (kind === "supply") pen.rect(x - 0.6 * r, y - 0.6 * r, 1.2 * r, 1.2 * r);
  else pen.arc(x, y, 0.65 * r, 0, 2 * Math.PI);
}

function polygon(pen, x, y, corners, r) {
  for (let place = 0; place < corners.length; place += 2) {
    const point = [x + corners[place] * r, y + corners[place + 1] * r];
    if (place) pen.lineTo(...point);
    else pen.moveTo(...point);
  }
  pen.closePath();
}

const PATHS = {
  lead: ["circle", { cx: 7, cy: 7, r: 4.5 }],
  opportunity: ["polygon", { points: "7,1 13,7 7,13 1,7" }],
  order: ["rect", { x: 2.5, y: 2.5, width: 9, height: 9 }],
  complaint: ["polygon", { points: "7,1.5 13,12 1,12" }],
  contact: ["circle", { cx: 7, cy: 7, r: 3 }],
};

/** The shape of a kind as a small picture beside its name. */
export function pictureOf(kind) {
  const [name, attributes] = PATHS[kind];
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("viewBox", "0 0 14 14");
  picture.setAttribute("aria-hidden", "true");
  picture.classList.add("map-shape", `map-${kind}`);
  const shape = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
  picture.append(shape);
  return picture;
}
