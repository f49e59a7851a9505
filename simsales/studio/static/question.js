// The question as it is being asked: a base, up to four what-ifs, and what decides.  Views listen to "change".

export const MOST_WHATIFS = 4;
const DRAFT = "simsales.draft"; // of this tab alone: two tabs do not disturb each other

/** How a run is made (its length, its warm-up) must be the same for all that are compared. */
export const isCommon = (key) => key.startsWith("run.");

export class Question extends EventTarget {
  constructor() {
    super();
    this.restart("");
  }

  /** Begin anew on a base. */
  restart(base) {
    this.base = base;
    this.whatifs = [{ name: "what-if 1", about: "", set: {} }];
    this.common = {}; // set for the base and all what-ifs alike
    this.place = 0;
    this.kpi = "contribution";
    this.worth = "";
    this.worthIsSaid = false; // by whoever asks; else it is proposed, and awaited before anything is run
    this.atMost = "200";
    this.seed = "1";
    this.beyondRange = false;
    this.errors = [];
    this.remarks = [];
    this.changes = {};
    this.line = "";
    this.#told("whatif");
  }

  get current() {
    return this.whatifs[this.place];
  }

  /** Ask of another base; what-ifs stay, for most companies have the same levers. */
  on(base) {
    this.base = base;
    this.#told("base");
  }

  choose(place) {
    this.place = place;
    this.#told("whatif");
  }

  /** One what-if more: an empty one, a copy, or what a file says. */
  add(whatif = { name: "", about: "", set: {} }) {
    if (this.whatifs.length >= MOST_WHATIFS) return;
    const empty = this.whatifs.length === 1 && !Object.keys(this.current.set).length && !this.current.about;
    const named = { ...whatif, set: { ...whatif.set }, name: whatif.name || `what-if ${this.whatifs.length + 1}` };
    if (empty && whatif.name) this.whatifs = [];
    named.name = this.#free(named.name);
    this.whatifs.push(named);
    this.choose(this.whatifs.length - 1);
  }

  remove() {
    this.whatifs.splice(this.place, 1);
    if (!this.whatifs.length) this.whatifs.push({ name: "what-if 1", about: "", set: {} });
    this.choose(Math.min(this.place, this.whatifs.length - 1));
  }

  rename(name) {
    this.current.name = name;
    this.#told("name");
  }

  say(about) {
    this.current.about = about;
    this.#told("about");
  }

  /** What is set for a key here, or undefined. */
  text(key) {
    return (isCommon(key) ? this.common : this.current.set)[key];
  }

  /** Set levers of the current what-if; null leaves one as the base has it. */
  set(texts, place = this.place) {
    for (const [key, text] of Object.entries(texts)) {
      const levers = isCommon(key) ? this.common : this.whatifs[place].set;
      if (text === null) delete levers[key];
      else levers[key] = text;
    }
    this.#told("lever");
  }

  decide(name, value) {
    if (name === "worth") this.worthIsSaid = true;
    this[name] = value;
    this.#told("deciding");
  }

  /** Propose what matters, unless that was said. */
  suggestWorth(worth) {
    if (this.worthIsSaid || worth === this.worth) return;
    this.worth = worth;
    this.#told("deciding");
  }

  /** What the server said of it. */
  judged({ errors = [], remarks = [], changes = this.changes, line = "" }) {
    this.errors = errors;
    this.remarks = remarks;
    this.changes = changes;
    this.line = line;
    this.dispatchEvent(new CustomEvent("judged"));
  }

  errorsOf(key, whatif = this.current.name) {
    return this.errors.filter((error) => error.key === key && (error.whatif === whatif || error.whatif === null));
  }

  /** As the server takes it. */
  body(numberOf) {
    return {
      base: this.base,
      whatifs: this.whatifs.map(({ name, about, set }) => ({ name, about, set })),
      set: this.common,
      kpi: this.kpi,
      worth: this.worth === "" && !this.worthIsSaid ? 0 : numberOf(this.worth),
      at_most: numberOf(this.atMost),
      seed: numberOf(this.seed),
      beyond_range: this.beyondRange,
    };
  }

  /** Take over a question that was asked before. */
  take(body, told = (value) => String(value ?? "")) {
    this.base = body.base;
    this.whatifs = body.whatifs.map(({ name, about, set }) => ({ name, about: about ?? "", set: { ...set } }));
    this.common = { ...body.set };
    this.place = Math.min(this.place, this.whatifs.length - 1);
    this.kpi = body.kpi ?? this.kpi;
    this.worth = told(body.worth);
    this.worthIsSaid = body.worth_is_said ?? true;
    this.atMost = String(body.at_most ?? this.atMost);
    this.seed = String(body.seed ?? this.seed);
    this.beyondRange = Boolean(body.beyond_range);
    this.#told("whatif");
  }

  #free(name) {
    const taken = new Set(this.whatifs.map((whatif) => whatif.name));
    let free = name;
    for (let ordinal = 2; taken.has(free); ordinal += 1) free = `${name} ${ordinal}`;
    return free;
  }

  #told(what) {
    keep(this);
    this.dispatchEvent(new CustomEvent("change", { detail: { what } }));
  }
}

function keep(question) {
  if (!question.base) return;
  const { base, whatifs, common, kpi, worth, worthIsSaid, atMost, seed, beyondRange } = question;
  const draft = { base, whatifs, set: common, kpi, worth, worth_is_said: worthIsSaid, at_most: atMost, seed, beyond_range: beyondRange };
  try {
    window.sessionStorage.setItem(DRAFT, JSON.stringify(draft));
  } catch {
    // a browser that keeps nothing forgets the draft on reload, and nothing else
  }
}

/** What was being asked in this tab before it was reloaded, or null. */
export function draft() {
  try {
    const body = JSON.parse(window.sessionStorage.getItem(DRAFT));
    return body && body.base && Array.isArray(body.whatifs) && body.whatifs.length ? body : null;
  } catch {
    return null;
  }
}

export function forgetDraft() {
  try {
    window.sessionStorage.removeItem(DRAFT);
  } catch {
    // nothing was kept
  }
}
