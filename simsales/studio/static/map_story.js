// What moved, unpacked: cases and their stays as arrays of numbers, and where everybody is at a time.
//
// Nothing is replayed: where a case is follows from the time alone, so that any time is as near as the next minute.

export const WAITING = 0;
export const WORKING = 1;
export const AWAY = 2;

const LEFT = -1;
const WAITS = -2;
const UNDER_WAY = -3;

/** Cases and stays with times of the clock, in minutes; what never came lies beyond the horizon. */
export function unpack(movements) {
  const never = movements.horizon + 1;
  const cases = unpackCases(movements.cases, never);
  const stays = unpackStays(movements.stays, cases, never);
  return {
    movements,
    cases,
    stays,
    horizon: movements.horizon,
    begin: Math.max(0, movements.window[0]),
    endings: sortedEndings(movements, cases),
    openings: movements.calendars.map(runningSums),
    children: childrenOf(cases),
  };
}

function unpackCases(given, never) {
  const count = given.kind.length;
  const born = Int32Array.from(given.born);
  const over = Int32Array.from(given.over, (span, row) => (span < 0 ? never : born[row] + span));
  const ended = Int32Array.from(given.ended, (span, row) => (span < 0 ? never : born[row] + span));
  const first = new Int32Array(count + 1);
  for (let row = 0; row < count; row += 1) first[row + 1] = first[row] + given.stays[row];
  return { ...given, count, born, over, ended, first };
}

function unpackStays(given, cases, never) {
  const count = given.station.length;
  const asked = new Int32Array(count);
  const until = new Int32Array(count); // it waits until then
  const done = new Int32Array(count);
  for (let row = 0; row < cases.count; row += 1) {
    let time = cases.born[row];
    for (let stay = cases.first[row]; stay < cases.first[row + 1]; stay += 1) {
      time += given.asked[stay];
      asked[stay] = time;
      const how = given.worked[stay];
      until[stay] = how === WAITS ? never : time + given.waited[stay];
      done[stay] = how === UNDER_WAY ? never : how === LEFT || how === WAITS ? until[stay] : until[stay] + how;
    }
  }
  return { ...given, count, asked, until, done };
}

function runningSums(steps) {
  let sum = 0;
  return steps.map((step) => (sum += step));
}

function childrenOf(cases) {
  const children = new Map();
  cases.parent.forEach((parent, row) => {
    if (parent < 0) return;
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(row);
  });
  return children;
}

/** For each kind and end the times at which cases ended so, in order. */
function sortedEndings(movements, cases) {
  const endings = new Map();
  for (let row = 0; row < cases.count; row += 1) {
    if (cases.ended[row] > movements.horizon) continue;
    const name = movements.kinds[cases.kind[row]].name;
    const text = movements.ends[cases.end[row]].text;
    const key = `${name} ${text.startsWith("lost") ? "lost" : text}`;
    if (!endings.has(key)) endings.set(key, []);
    endings.get(key).push(cases.ended[row]);
  }
  for (const times of endings.values()) times.sort((a, b) => a - b);
  return endings;
}

/** How many of a sorted list of times have come by `time`. */
export function countUntil(times, time) {
  let low = 0;
  let high = times?.length ?? 0;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Who is where at a time: for each station its tokens waiting, worked on and away; and who is at no station yet. */
export function whereabouts(story, time) {
  const { cases, movements } = story;
  const stations = movements.stations.map(() => [[], [], []]);
  const found = { time, stations, unplaced: [], open: movements.kinds.map(() => 0), waiting: 0, working: 0 };
  for (let row = 0; row < cases.count; row += 1) {
    if (cases.born[row] <= time && time < cases.over[row]) locate(story, row, time, found);
  }
  for (const [waiting, working, away] of stations) {
    waiting.sort((a, b) => a.since - b.since || a.row - b.row);
    working.sort((a, b) => a.since - b.since || a.row - b.row);
    away.sort((a, b) => b.since - a.since || a.row - b.row);
  }
  return found;
}

function locate(story, row, time, found) {
  const { cases, stays, movements } = story;
  const kind = movements.kinds[cases.kind[row]];
  let last = -1;
  let active = 0;
  for (let stay = cases.first[row]; stay < cases.first[row + 1] && stays.asked[stay] <= time; stay += 1) {
    if (time < stays.done[stay]) {
      const state = time < stays.until[stay] ? WAITING : WORKING;
      const since = state === WAITING ? stays.asked[stay] : stays.until[stay];
      const key = active ? `${row}+${stay}` : `${row}`;
      found.stations[stays.station[stay]][state].push({ key, row, stay, since, state });
      if (state === WAITING) found.waiting += 1;
      else found.working += 1;
      active += 1;
    } else if (last < 0 || stays.done[stay] >= stays.done[last]) last = stay;
  }
  if (active || kind.rests) if (time < cases.ended[row]) found.open[cases.kind[row]] += 1;
  if (active || !kind.rests) return;
  const token = { key: `${row}`, row, stay: last, since: last < 0 ? cases.born[row] : stays.done[last], state: AWAY };
  if (last < 0 && kind.name === "opportunity") last = lastStayBefore(story, cases.parent[row], time);
  const underWay = cases.born[row] < 0 || (cases.parent[row] >= 0 && cases.born[cases.parent[row]] < 0);
  if (last < 0 && underWay && cases.stays[row]) last = cases.first[row]; // since before the run: on its way to there
  if (last < 0) found.unplaced.push(token);
  else found.stations[stays.station[last]][AWAY].push(token);
}

/** The last piece of work on a case that was asked for by a time; a deal nobody has touched is where its lead was. */
function lastStayBefore({ cases, stays }, row, time) {
  if (row < 0) return -1;
  let stay = cases.first[row + 1] - 1;
  while (stay >= cases.first[row] && stays.asked[stay] > time) stay -= 1;
  return stay >= cases.first[row] ? stay : -1;
}

/** The level of a step series ([time, level] pairs) at a time. */
export function levelAt(steps, time) {
  let level = steps.length ? steps[0][1] : 0;
  for (const [from, now] of steps) {
    if (from > time) break;
    level = now;
  }
  return level;
}

/** Whether anybody of a station's team is in. */
export function isOpen(story, station, time) {
  return countUntil(story.openings[story.movements.stations[station].calendar], time) % 2 === 1;
}

/** The next time at which somebody anywhere is in; the time itself where somebody is. */
export function nextOpening(story, time) {
  let next = Infinity;
  for (const edges of story.openings) {
    const passed = countUntil(edges, time);
    if (passed % 2 === 1) return time;
    if (passed < edges.length) next = Math.min(next, edges[passed]);
  }
  return Number.isFinite(next) ? next : time;
}

/** What a case is called: a lead by its key, others by their number. */
export function nameOf(story, row) {
  const { cases, movements } = story;
  const kind = movements.kinds[cases.kind[row]];
  const lead = kind.name === "lead" ? row : kind.name === "opportunity" ? cases.parent[row] : -1;
  if (lead >= 0) return `${kind.label} ${movements.leads[cases.number[lead]]}`;
  return `${kind.label} ${cases.number[row]}`;
}
