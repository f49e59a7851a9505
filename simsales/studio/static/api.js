// What the page asks of the studio's server, and what it says when an answer fails.

/** A request that failed, in words; `errors` are those of the server: {message, whatif, key, line}. */
export class Refused extends Error {
  constructor(status, errors) {
    super(errors.map((error) => error.message).join(" "));
    this.status = status;
    this.errors = errors;
  }
}

const AWAY =
  "The studio does not answer. Whatever was finished is kept: start simsales studio again in the same folder, then reload this page.";

async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: { Accept: "application/json", ...options.headers } });
  } catch {
    throw new Refused(0, [{ message: AWAY }]);
  }
  const said = await answer.text();
  if (!answer.ok) throw new Refused(answer.status, errorsIn(said, answer.status));
  return said;
}

function errorsIn(said, status) {
  try {
    const errors = JSON.parse(said).errors;
    if (Array.isArray(errors) && errors.length) return errors;
  } catch {
    // no JSON: said below
  }
  return [{ message: `The studio could not do that (answer ${status}). Reload the page and try again; what was played is kept.` }];
}

const get = async (path) => JSON.parse(await ask(path));
const post = async (path, body = {}, signal = undefined) =>
  JSON.parse(
    await ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal }),
  );
const study = (id) => `/api/studies/${encodeURIComponent(id)}`;

export const scenarios = () => get("/api/scenarios");
export const levers = (base) => get(`/api/levers?base=${encodeURIComponent(base)}`);
export const worth = (base, kpi) => get(`/api/worth?base=${encodeURIComponent(base)}&kpi=${encodeURIComponent(kpi)}`);
export const check = (body) => post("/api/check", body);
export const open = (what) => post("/api/open", what);
export const run = (body) => post("/api/studies", body);
export const studies = () => get("/api/studies");
export const state = (id) => get(study(id));
export const cancel = (id) => post(`${study(id)}/cancel`);
export const resume = (id) => post(`${study(id)}/resume`);
export const flips = (id) => get(`${study(id)}/flips`);
export const save = (id, what) => post(`${study(id)}/save`, what);
export const fileAddress = (id, name) => `${study(id)}/files/${name.split("/").map(encodeURIComponent).join("/")}`;
export const file = (id, name) => ask(fileAddress(id, name), { headers: { Accept: "*/*" } });
/** The address of the map of any of a study's scenarios: its name is to be put in place of {label}. */
export const mapAddress = (id, replication) => `${study(id)}/maps/{label}?replication=${encodeURIComponent(replication)}`;
export const events = (id) => new EventSource(`${study(id)}/events`);
