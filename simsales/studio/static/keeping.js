// Taking a study along: the line that repeats it, its address, its files, and its scenarios as files.

import * as api from "./api.js";
import { byId, element } from "./dom.js";

const FILES = {
  "report.html": "The report, one page to send or print",
  "report.md": "The report as plain text",
  "kpis.csv": "Every KPI of every year played",
  "comparison.csv": "All differences with their intervals",
  "decision.json": "The decision",
  "flips.csv": "Who ends otherwise",
  "manifest.json": "Versions, seeds and scenarios: all it takes to repeat it",
};

export function mountKeeping(announce) {
  let study = null;
  copying("copy-line", "repeat-line", announce);
  copying("copy-link", "study-link", announce);
  const save = (replace) => saving(study, replace);
  byId("save").addEventListener("submit", (event) => {
    event.preventDefault();
    save(false);
  });
  byId("save-over").addEventListener("click", () => save(true));
  byId("save-keep").addEventListener("click", () => {
    byId("save-replace").hidden = true;
    byId("save-words").textContent = "It stays as it is; choose another path.";
    byId("save-path").focus();
  });
  byId("save-what").addEventListener("change", (event) => (byId("save-path").value = fileName(event.target.value)));
  return {
    show: (shown) => {
      if (study?.id !== shown.id) choices(shown);
      study = shown;
      byId("keeping").hidden = false;
      byId("repeat-line").textContent = shown.line ?? "";
      byId("study-link").textContent = `${window.location.origin}/studies/${shown.id}`;
      const files = Object.keys(FILES).filter((name) => shown.files.includes(name));
      byId("downloads-part").hidden = !files.length;
      byId("downloads").replaceChildren(...files.map((name) => download(shown, name)));
    },
  };
}

function choices(study) {
  const names = study.question.whatifs.map((whatif) => whatif.name);
  const options = names.map((name) => element("option", { value: name }, name));
  byId("save-what").replaceChildren(...options, element("option", { value: "base" }, `${study.base_label} (the base)`));
  byId("save-path").value = fileName(names[0]);
  byId("save-words").textContent = "";
  byId("save-replace").hidden = true;
}

const fileName = (name) => `${name.trim().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "") || "mine"}.toml`;

const opened = (name) => (name === "report.html" ? { target: "_blank", rel: "noopener" } : { download: name });

const download = (study, name) =>
  element(
    "li",
    {},
    element("a", { href: api.fileAddress(study.id, name), ...opened(name) }, name),
    element("span", { class: "quiet" }, FILES[name]),
  );

async function saving(study, replace) {
  const words = byId("save-words");
  const path = byId("save-path").value.trim();
  byId("save-replace").hidden = true;
  try {
    const saved = await api.save(study.id, { whatif: byId("save-what").value, path, replace });
    words.textContent = `Saved as ${saved.path}.`;
  } catch (refusal) {
    if (!(refusal instanceof api.Refused)) throw refusal;
    words.textContent = refusal.status === 409 ? `${path} is there already. Replace it?` : refusal.message;
    byId("save-replace").hidden = refusal.status !== 409;
    if (refusal.status === 409) byId("save-keep").focus();
  }
}

function copying(button, source, announce) {
  byId(button).addEventListener("click", async () => {
    const text = byId(source).textContent;
    try {
      await navigator.clipboard.writeText(text);
      byId(button).textContent = "Copied";
      announce("Copied.");
    } catch {
      window.getSelection().selectAllChildren(byId(source));
      byId(button).textContent = "Marked: copy it";
      announce("It is marked; copy it with your keyboard.");
    }
    window.setTimeout(() => (byId(button).textContent = "Copy"), 3000);
  });
}
