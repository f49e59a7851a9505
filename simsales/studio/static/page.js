// The page: a question that is being asked, or a study that answers one.

import * as api from "./api.js";
import { mountBases } from "./bases.js";
import { mountChanges } from "./changes.js";
import { mountChecking } from "./checking.js";
import { mountDeciding } from "./deciding.js";
import { byId, tell } from "./dom.js";
import { showEarlier } from "./earlier.js";
import { mountLevers } from "./levers.js";
import { parsed } from "./numbers.js";
import { draft, forgetDraft, Question } from "./question.js";
import { mountStudy } from "./study.js";
import { mountWhatifs } from "./whatifs.js";

const TITLE = "simsales studio";
const question = new Question();
const study = mountStudy({ announce, failed, entitle, revise });
let asking = null; // the form, once it is there

/** Say something to those who listen, not look. */
function announce(words) {
  byId("status").textContent = words;
}

function failed(words) {
  tell(byId("failure"), words);
}

function entitle(words) {
  document.title = words ? `${words} · simsales` : TITLE;
}

/** Run `act`; where the server refuses or is away, say so in words. */
async function trying(act) {
  failed("");
  try {
    return await act();
  } catch (refusal) {
    if (!(refusal instanceof api.Refused)) throw refusal;
    failed(refusal.message);
    return null;
  }
}

async function makeForm() {
  const { scenarios } = await api.scenarios();
  if (!question.base) question.restart(firstBase(scenarios));
  const levers = mountLevers(question);
  const deciding = mountDeciding(question);
  mountBases(question, scenarios, announce);
  mountWhatifs(question, announce);
  mountChanges(question, levers, announce);
  const checking = mountChecking(question, failed);
  let shown = null;
  const load = () =>
    trying(async () => {
      if (shown === question.base) return;
      shown = question.base;
      const wanted = question.base;
      const catalogue = await api.levers(wanted);
      if (wanted !== question.base) return; // chosen anew meanwhile
      levers.load(catalogue);
      deciding.load(catalogue);
      question.dispatchEvent(new CustomEvent("judged"));
    });
  question.addEventListener("change", load);
  byId("question").addEventListener("submit", (event) => {
    event.preventDefault();
    run(checking, deciding);
  });
  // A value is often ended by Enter, which must not begin a run by itself; with Ctrl it does.
  byId("question").addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !byId("asking").hidden) run(checking, deciding);
  });
  await load();
  return { checking };
}

function firstBase(scenarios) {
  const asked = document.body.dataset.base;
  const names = scenarios.map((scenario) => scenario.name);
  if (asked && !names.includes(asked)) failed(`There is no scenario called ${asked}; choose one below.`);
  return names.includes(asked) ? asked : names.includes("norddrive") ? "norddrive" : (names[0] ?? "");
}

async function run(checking, deciding) {
  const button = byId("run");
  if (button.disabled) return;
  button.disabled = true;
  await trying(async () => {
    if (question.worth === "" && !question.worthIsSaid) byId("run-note").textContent = "One moment: what matters is being reckoned.";
    await deciding.ready();
    if (!(await checking.ask())) {
      if (question.errors.length) byId("errors").focus();
      return;
    }
    const made = await api.run(question.body(parsed)).catch((refusal) => {
      if (!(refusal instanceof api.Refused) || refusal.status !== 422) throw refusal;
      question.judged({ errors: refusal.errors });
      byId("errors").focus();
      return null;
    });
    if (!made) return;
    window.history.pushState(null, "", made.url);
    await showStudy(made.id);
  });
  button.disabled = false;
}

async function showForm() {
  study.leave();
  byId("study").hidden = true;
  byId("asking").hidden = false;
  entitle("");
  asking ??= await trying(makeForm);
  await trying(showEarlier);
}

async function showStudy(id) {
  byId("asking").hidden = true;
  byId("study").hidden = false;
  window.scrollTo({ top: 0 });
  byId("study-title").focus({ preventScroll: true });
  await trying(() => study.show(id));
  await trying(showEarlier);
}

/** Back to the form, with the study's question in it. */
async function revise(body) {
  window.history.pushState(null, "", "/");
  question.take(body, grouped);
  await showForm();
  window.scrollTo({ top: 0 });
  byId("asking-title").focus({ preventScroll: true });
}

/** 50000 as 50,000; what has a unit stays as it is. */
function grouped(worth) {
  const value = Number(worth);
  return Number.isFinite(value) ? value.toLocaleString("en-GB", { maximumFractionDigits: 20 }) : String(worth);
}

const studyInAddress = () => /^\/studies\/([^/]+)\/?$/.exec(window.location.pathname)?.[1] ?? null;

function go() {
  const id = studyInAddress();
  return id ? showStudy(decodeURIComponent(id)) : showForm();
}

byId("new-question").addEventListener("click", forgetDraft);
window.addEventListener("popstate", go);
const before = studyInAddress() || document.body.dataset.base ? null : draft();
if (before) question.take(before);
go();
