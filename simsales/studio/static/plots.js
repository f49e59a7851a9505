// The study's charts, as pictures with words; each has its title drawn in.

import * as api from "./api.js";
import { byId, element, tell } from "./dom.js";

/** In this order, with what they show for those who cannot see it. */
const CHARTS = {
  differences: "paired differences of the main KPIs with their intervals",
  why: "where the difference arises",
  funnel: "the funnel from lead to win",
  desks: "how busy each desk is, and how long work waits for it",
  queues: "queues over time",
  pipeline: "the pipeline over time",
  bookings: "when in the quarter orders are booked",
  lead_times: "lead times of orders",
  attainment: "attainment of quotas, and what is paid for it",
  complaints: "the flow of complaints",
  capacity: "from paid hours to selling hours",
};

export async function showPlots(study) {
  const names = study.files.filter((name) => /^plots\/.+\.svg$/.test(name)).sort((one, other) => placeOf(one) - placeOf(other));
  byId("plots").hidden = !names.length;
  byId("plots-list").replaceChildren(...names.map((name) => plot(study, name)));
  tell(byId("plots-missing"), study.status === "finished" && study.look?.message ? `Left out: ${study.look.message.replace(/\n/g, "; ")}` : "");
}

const stemOf = (name) => name.replace(/^plots\//, "").replace(/(-\d+)?\.svg$/, "");

function placeOf(name) {
  const place = Object.keys(CHARTS).indexOf(stemOf(name));
  return place < 0 ? Object.keys(CHARTS).length : place;
}

function plot(study, name) {
  const address = api.fileAddress(study.id, name);
  const number = /-(\d+)\.svg$/.exec(name);
  const names = study.question.whatifs.map((whatif) => whatif.name);
  const whose = number ? (names[Number(number[1]) - 1] ?? names.join(", ")) : names.join(", ");
  const shows = CHARTS[stemOf(name)] ?? stemOf(name).replace(/_/g, " ");
  const alt = `Chart: ${shows}; ${whose} against ${study.base_label}. Its figures are in the tables.`;
  const image = element("img", { src: address, alt, loading: "lazy" });
  return element("figure", {}, element("a", { href: address, target: "_blank", rel: "noopener" }, image));
}
