// The levers that are asked most, so that ten minutes are enough.  They are found by key, whatever the company.

const PARTS = [
  { title: "Headcount", pattern: /^people\.([^.]+)\.count$/ },
  { title: "Pay plan", pattern: /^compensation\.([^.]+)\.kind$/, choosable: true },
  { title: "Leads", pattern: /^demand\.([^.]+)\.rate$/ },
  { title: "Who gets the lead", pattern: /^(routing)\.kind$/, name: () => "routing", choosable: true },
  { title: "Money a year", pattern: /^compensation\.([^.]+)\.yearly$|^(promotion)\.budget$/ },
];

/** Parts of {title, levers: [{lever, name}]}: each lever goes by the role or source that it is of. */
export function startingGroups(levers) {
  return PARTS.map((part) => ({ title: part.title, levers: levers.flatMap((lever) => member(lever, part)) })).filter(
    (part) => part.levers.length,
  );
}

function member(lever, part) {
  const found = part.pattern.exec(lever.key);
  if (!found || lever.onlyWith || (part.choosable && !(lever.choices?.length > 1))) return [];
  const name = part.name?.() ?? (found[1] ?? found[2]).replace(/_/g, " ");
  return [{ lever, name }];
}
