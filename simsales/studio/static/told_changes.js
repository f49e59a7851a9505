// What a what-if changes, key by key as it was asked.  The server tells a policy that is replaced as one long value.

import { element } from "./dom.js";

const LONGEST = 90;

/** Rows {key, old, new} of a what-if's settings, with the server's `changes` of it (which may be missing). */
export function toldChanges(set, changes) {
  if (!changes) return Object.entries(set).map(([key, text]) => ({ key, old: null, new: text }));
  return changes.flatMap((change) => {
    const inside = Object.keys(set).filter((key) => key.startsWith(`${change.key}.`));
    if (change.key in set || !inside.length) return [{ key: change.key, old: shown(change.old), new: shown(change.new) }];
    const row = (key) => ({ key, old: fieldOf(change.old, key.slice(change.key.length + 1)), new: set[key] });
    return [...inside.map(row).filter((told) => !alike(told.old, told.new)), ...letGo(change)];
  });
}

/** What only the old plan had, and the new one does not know: a salary's bonus under a commission. */
function letGo({ key, old, new: now }) {
  const kept = new Set(fieldsOf(now));
  const gone = fieldsOf(old).map((name) => ({ key: `${key}.${name}`, old: fieldOf(old, name), new: "no more", gone: true }));
  return gone.filter((row) => !kept.has(row.key.slice(key.length + 1)) && row.old !== null && !NOTHING.test(row.old));
}

const NOTHING = /^(-?0(\.0)?( .*)?|false|\[\]|\{\}|)$/;
const TOKENS = /"[^"]*"|([{[])|([}\]])|([\w-]+) = /g;

/** Names of the fields of an inline table, not those of tables within it. */
function fieldsOf(table) {
  const names = [];
  let depth = 0;
  for (const [, opens, closes, name] of (table ?? "").matchAll(TOKENS)) {
    depth += opens ? 1 : closes ? -1 : 0;
    if (name && depth === 1) names.push(name);
  }
  return names;
}

/** A text as it is typed: without the quotes of a file, and no longer than one reads. */
function shown(text) {
  if (typeof text !== "string") return text ?? null;
  const bare = text.replace(/^"([^"\\]*)"$/, "$1");
  return bare.length > LONGEST ? `${bare.slice(0, LONGEST)} …` : bare;
}

/** The value of a field in an inline table such as { kind = "salary", salary = 60000.0 }; null where it has none. */
function fieldOf(table, name) {
  const found = new RegExp(`[{,]\\s*${name.replace(/[^\w-]/g, "\\$&")} = ("[^"]*"|[^,{}]+)`).exec(table ?? "");
  return found ? shown(plainNumber(found[1].trim())) : null;
}

const plainNumber = (text) => text.replace(/^(-?\d+)\.0$/, "$1");
const alike = (old, now) => old !== null && (old === now || Number(old) === Number(now));

/** Old and new beside each other. */
export const oldToNew = (row) =>
  element("span", { class: "old-new" }, row.old === null ? null : element("del", {}, row.old || "not set"), " → ", element("ins", {}, row.new));
