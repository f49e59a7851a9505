// The levers that are asked most, so that ten minutes are enough.  They are found by key, whatever the company.

import { element } from "./dom.js";

const MOST = 6; // of a part at first, for a phone is small
const PARTS = [
  { title: "Headcount", column: 0, pattern: /^people\.([^.]+)\.count$/ },
  { title: "Pay plan", column: 1, pattern: /^compensation\.([^.]+)\.kind$/, choosable: true, but: (lever) => lever.value === "budget" },
  { title: "Leads", column: 0, pattern: /^demand\.([^.]+)\.rate$/ },
  { title: "Rules", column: 1, pattern: /^(routing|pricing)\.kind$/, name: (lever) => lever.label, choosable: true },
  { title: "Money a year", column: 1, pattern: /^compensation\.([^.]+)\.yearly$|^(promotion)\.budget$/ },
];

/** The short list in two columns, each lever by the role or source that it is of; `make` makes a control. */
export function startingParts(levers, make) {
  const parts = PARTS.map((part) => ({ ...part, members: levers.flatMap((lever) => member(lever, part)) })).filter((part) => part.members.length);
  const column = (number) => element("div", {}, ...parts.filter((part) => part.column === number).map((part) => shownPart(part, make)));
  return [column(0), column(1)];
}

function member(lever, part) {
  const found = part.pattern.exec(lever.key);
  if (!found || part.but?.(lever) || (part.choosable && !(lever.choices?.length > 1))) return [];
  return [{ lever, name: part.name?.(lever) ?? roleIn(found[1] ?? found[2]) }];
}

/** "sdr" is an abbreviation, "hunter" a word. */
function roleIn(key) {
  const words = key.replace(/_/g, " ");
  return words.length <= 3 ? words.toUpperCase() : words.charAt(0).toUpperCase() + words.slice(1);
}

function shownPart({ title, members }, make) {
  const controls = members.map(({ lever, name }) => make(lever, { name, brief: true }));
  const later = controls.slice(MOST);
  const whole = element("fieldset", { class: "part" }, element("legend", {}, title), ...controls);
  if (later.length < 2) return whole;
  for (const control of later) control.hidden = true;
  const more = element("button", { type: "button", class: "plain more" }, `${later.length} more`);
  more.addEventListener("click", () => {
    for (const control of later) control.hidden = false;
    more.remove();
    later[0].querySelector("input, select").focus();
  });
  whole.append(more);
  return whole;
}
