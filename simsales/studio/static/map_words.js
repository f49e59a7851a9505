// Times and numbers in words, and elements made of text: whatever a scenario calls a thing stays text.

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
export const HOUR = 60;
export const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;

/** A time as people say it: "week 12, Tue 14:05". */
export function timeInWords(minutes) {
  const time = Math.round(minutes);
  const week = Math.floor(time / WEEK);
  const rest = time - week * WEEK;
  const day = Math.floor(rest / DAY);
  const clock = rest - day * DAY;
  const two = (number) => String(number).padStart(2, "0");
  return `week ${week + 1}, ${DAYS[day]} ${two(Math.floor(clock / HOUR))}:${two(clock % HOUR)}`;
}

/** A span as people say it. */
export function spanInWords(minutes) {
  if (minutes < HOUR) return `${minutes} min`;
  if (minutes < 2 * DAY) return `${(minutes / HOUR).toFixed(1)} h`;
  return `${(minutes / DAY).toFixed(1)} days`;
}

export function count(number) {
  return number.toLocaleString("en-GB");
}

/** "1 lead", "2 leads". */
export function counted(number, kind) {
  return `${count(number)} ${number === 1 ? kind.label : kind.plural}`;
}

/** An element with attributes and children; strings become text and nothing else. */
export function make(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}
