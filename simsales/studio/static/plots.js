// The study's charts, as pictures with words.

import * as api from "./api.js";
import { byId, element } from "./dom.js";

export async function showPlots(study) {
  const plots = study.files.filter((name) => /^plots\/.+\.svg$/.test(name));
  byId("plots").hidden = !plots.length;
  byId("plots-list").replaceChildren(...plots.map((name) => plot(study, name)));
}

function plot(study, name) {
  const title = titleOf(name);
  const address = api.fileAddress(study.id, name);
  const alt = `Chart: ${title} of ${study.question.whatifs.map((whatif) => whatif.name).join(", ")} against ${study.question.base}; its figures are in the tables`;
  return element(
    "figure",
    {},
    element("a", { href: address, target: "_blank", rel: "noopener" }, element("img", { src: address, alt, loading: "lazy" })),
    element("figcaption", {}, title),
  );
}

function titleOf(name) {
  const words = name.replace(/^plots\//, "").replace(/\.svg$/, "").replace(/[_-]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
