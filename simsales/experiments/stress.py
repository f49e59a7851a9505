"""The report of an experiment in the form of STRESS-DES, filled in from the run itself.

STRESS-DES (Monks, Currie, Onggo, Robinson, Kunc & Taylor 2019, *Strengthening the reporting of empirical simulation
studies*, Journal of Simulation 13) is a checklist of what somebody needs who wants to judge a study, or to repeat it:
objectives, logic, data, experimentation, implementation, code access.  What the run knows is stated; what only the
author can know, such as who decides, is left to the author and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from simsales.experiments.assumptions import Ledger, assumptions
from simsales.experiments.card import card
from simsales.experiments.tables import markdown_table, number, percent
from simsales.experiments.warm_up import warm_ups
from simsales.instruments.distribution import Hours
from simsales.kpis import catalogue
from simsales.scenario.changes import bare, differences, toml
from simsales.scenario.company import Step, Work
from simsales.scenario.organisation import available

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison, Difference
    from simsales.experiments.results import Results
    from simsales.scenario import Scenario

_ENTITIES = {
    "leads and the opportunities they become": (),
    "orders and what replenishes stocks": ("production",),
    "customers and their repeat orders": ("farming",),
    "problems, and the complaints that some of them become": ("complaints",),
    "partners' end customers": ("channels",),
    "deals abroad": ("expansion",),
}


def stress_report(
    results: Results, repeat: str, made_by: Mapping[str, Any], comparison: Comparison | None = None
) -> str:
    """The report in Markdown; `made_by` names the versions and the machine, `repeat` is the line that repeats it."""
    base = next(iter(results.scenarios.values()))
    ledger = assumptions(base)
    sections = (
        _objectives(results, comparison),
        _results(results, comparison),
        _logic(results, base),
        _data(base, ledger),
        _experimentation(results, base, comparison),
        _implementation(made_by),
        _access(made_by, repeat),
        _appendix(ledger),
    )
    title = f"# {_title(results, comparison)}"
    lead = "Written by simsales from the run, after the STRESS-DES checklist (Monks et al. 2019)."
    return "\n\n".join([title, lead, *("\n\n".join(section) for section in sections)]) + "\n"


def _title(results: Results, comparison: Comparison | None) -> str:
    if comparison is None:
        return ", ".join(results.scenarios)
    return f"{', '.join(_others(results, comparison))} against {comparison.base}"


def _others(results: Results, comparison: Comparison) -> list[str]:
    return [label for label in results.scenarios if label != comparison.base]


# --- 1 objectives, and what came of them -----------------------------------------------------------------


def _objectives(results: Results, comparison: Comparison | None) -> Iterator[str]:
    yield "## 1 Objectives"
    asked = [f"- **{label}**: {s.about or 'no question is stated'}" for label, s in results.scenarios.items()]
    yield "**1.1 Purpose.** The questions that the scenarios ask:\n\n" + "\n".join(asked)
    measured = f"{len(results.kpis)} KPIs of each replication, read off its event log"
    if comparison is None:
        yield f"**1.2 Outputs.** {measured}; the headlines are below, all in `kpis.csv`."
        yield "**1.3 Aims.** Each scenario is described on its own; nothing was compared."
        return
    kpi = comparison.kpi
    known = catalogue()[kpi]
    yield f"**1.2 Outputs.** {measured}. The one that decides is `{kpi}` ({known.unit}): {known.definition}."
    others = " or ".join(_others(results, comparison))
    worth = f" by more than {number(comparison.worth)} {known.unit}" if comparison.worth else ""
    yield f"**1.3 Aims.** Whether {others} is better than {comparison.base}{worth}, paired by replication."


def _results(results: Results, comparison: Comparison | None) -> Iterator[str]:
    yield "## Results"
    if comparison is None:
        header = ["KPI", "unit", *results.scenarios]
        yield markdown_table(header, results.lines())
    else:
        decision = comparison.decision()
        yield f"**Verdict.** {decision.sentence()}"
        yield f"```text\n{card(decision)}\n```"
        yield from (_compared(comparison, results, label) for label in _others(results, comparison))
    yield f"State of the replications: {results.state()}."


def _compared(comparison: Comparison, results: Results, label: str) -> str:
    shown = dict.fromkeys([comparison.kpi, *results.headlines])
    found = {d.kpi: d for d in comparison.differences if d.scenario == label}
    rows = [_row(found[kpi]) for kpi in shown if kpi in found and found[kpi].pairs]
    header = ["KPI", "unit", comparison.base, label, "difference", "low", "high", "pairs"]
    level = percent(comparison.differences[0].level)
    return f"{label} against {comparison.base}, intervals at {level}:\n\n{markdown_table(header, rows)}"


def _row(d: Difference) -> list[str]:
    scale = max(abs(d.base_mean), abs(d.mean))
    figures = (d.base_mean, d.mean, d.difference, d.low, d.high)
    return [d.kpi, d.unit, *(number(each, scale) for each in figures), str(d.pairs)]


# --- 2 logic ---------------------------------------------------------------------------------------------


def _logic(results: Results, base: Scenario) -> Iterator[str]:
    yield "## 2 Logic"
    chapters = [
        f"- `{name}`: {field.description}"
        for name, field in type(base).model_fields.items()
        if getattr(base, name) != "skip" and name not in ("about", "at", "run")
    ]
    skipped = [name for name in type(base).model_fields if getattr(base, name) == "skip"]
    yield (
        "**2.1 Base model.** A discrete-event simulation of a sales organisation: leads come in, people with calendars "
        "and queues take them through seven steps of selling, and what is won goes on as the chapters below say. "
        "`docs/design.md` of the project describes the logic and draws the floors; the processes read as the textbook "
        f"does (`simsales/processes/`).\n\n{chr(10).join(chapters)}"
    )
    yield f"Chapters that are left out: {', '.join(skipped) or 'none'}. " + _switched_off(base)
    yield "**2.2 Scenario logic.** " + "\n\n".join(_changes(results, base))
    yield (
        "**2.3 Algorithms.** Whoever is free takes the next case of a queue at once; work stops when a shift ends and "
        "goes on in the next; times to think, hazards and patience are drawn for each customer. Policies are those "
        f"of the scenario: {_policies(base)}."
    )
    entities = [name for name, needs in _ENTITIES.items() if all(getattr(base, n) != "skip" for n in needs)]
    yield f"**2.4 Components: entities.** {'; '.join(entities).capitalize()}."
    yield f"**Activities.**\n\n{_activities(base)}"
    yield f"**Resources and queues.**\n\n{_resources(base)}"
    yield f"**Entry and exit.** Leads come from {_sources(base)}; they leave when they are lost, or followed up."


def _switched_off(base: Scenario) -> str:
    off = [name for name, value in base.switches.model_dump().items() if value is False]
    return f"Mechanisms that are switched off: {', '.join(off) or 'none'}."


def _changes(results: Results, base: Scenario) -> Iterator[str]:
    before = base.resolved()
    for label, scenario in list(results.scenarios.items())[1:]:
        found = [change for change in differences(before, scenario.resolved()) if change.key != "about"]
        lines = [f"- `{change}`" for change in found] or ["- nothing"]
        yield f"What {label} changes on {base.name}:\n\n" + "\n".join(lines)
    if len(results.scenarios) == 1:
        yield "There is one scenario only."
    if base.at:
        dates = [f"- from {date.time}: `{toml(dict(date.set))}`" for date in base.at]
        yield "Dated changes of the base:\n\n" + "\n".join(dates)


def _policies(base: Scenario) -> str:
    chosen = {name: getattr(getattr(base, name), "kind", None) for name in type(base).model_fields}
    return ", ".join(f"{name} `{kind}`" for name, kind in chosen.items() if isinstance(kind, str))


def _activities(base: Scenario) -> str:
    rows = [
        [".".join(bare(each) for each in path), work.team, _law(work.hours), _thinks(work)]
        for path, work in _works(base, ())
    ]
    table = markdown_table(["part", "team", "hours", "the customer thinks"], rows)
    return f"{table}\n\nHours of a quote come from the product; other work has its hours in the appendix."


def _works(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Work]]:
    """Every piece of work that a table describes, wherever it stands."""
    if isinstance(value, Work):
        yield path, value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _works(item, (*path, str(name)))
    elif isinstance(value, BaseModel) and not isinstance(value, Hours):
        for name in type(value).model_fields:
            yield from _works(getattr(value, name), (*path, name))


def _thinks(work: Work) -> str:
    return _law(work.think) if isinstance(work, Step) else ""


def _law(law: Hours) -> str:
    if law.mean is None:
        return law.kind
    spread = f", cv {law.cv}" if law.cv else f", shape {law.shape}" if law.shape else ""
    return f"{law.mean}" if law.kind == "fixed" else f"{law.kind}, mean {law.mean}{spread}"


def _resources(base: Scenario) -> str:
    rows = [
        [
            name,
            str(team.size),
            f"{team.shift.opens:g}–{team.shift.closes:g} h, {team.shift.days} days"
            if not team.groups
            else "groups",
            f"{available(base, name):g}",
            f"{team.queue}, {team.discipline.replace('_', ' ')}",
            f"{team.leave_days} + {team.sick_days:g}",
        ]
        for name, team in base.people.items()
    ]
    header = ["desk", "people", "shift", "available", "queue", "days of leave + sickness"]
    return markdown_table(header, rows)


def _sources(base: Scenario) -> str:
    return ", ".join(f"{name} ({source.rate})" for name, source in base.demand.items()) or "nowhere"


# --- 3 data ----------------------------------------------------------------------------------------------


def _data(base: Scenario, ledger: Ledger) -> Iterator[str]:
    yield "## 3 Data"
    yield (
        f"**3.1 Sources.** {ledger.sentence()} Grades are read off what is said of each number's source: "
        "measured in real firms, abstract (a publication stands behind it, not this very number), practitioner "
        "(a figure without a published method), derived (computed or calibrated from other numbers), assumed."
    )
    yield "**3.2 Pre-processing.** None by simsales: values are read as the file writes them."
    yield (
        "**3.3 Input parameters.** All of them, with unit, plausible range, grade and source, are in the appendix; "
        "the complete scenarios are in `manifest.json`."
    )
    yield (
        "**3.4 Assumptions.** Every number of the appendix that is graded *assumed*. Cases meet only in people's time, "
        "in stocks and in what is known of them; a policy changes nobody's luck."
    )


# --- 4 to 6 ----------------------------------------------------------------------------------------------


def _experimentation(results: Results, base: Scenario, comparison: Comparison | None) -> Iterator[str]:
    yield "## 4 Experimentation"
    run = base.run
    start = (
        "deals, orders and customers under way are drawn at time 0"
        if base.farming != "skip"
        else (
            "desks are empty at time 0"
            if not base.selling.start.sources
            else "deals under way are drawn at time 0"
        )
    )
    early = " ".join(found.sentence() for found in warm_ups(results) if found.too_short)
    yield (
        f"**4.1 Initialisation.** Warm-up {run.warm_up}, played and not counted; {start}. Follow-up time after the "
        f"window: {run.follow_up}.{f' {early}' if early else ''}"
    )
    yield f"**4.2 Run length.** {run.horizon} are counted."
    interval = ", and their mean has a Student interval at 95 %"
    if comparison is not None and comparison.rule == "any time":
        told = f"until that in `{comparison.kpi}` was told from {number(comparison.worth)}, or the limit was reached"
        level = percent(comparison.differences[0].level)
        interval = f" {told}; their mean has an interval at {level} that holds whenever one stops"
    yield (
        f"**4.3 Estimation.** {results.replications} replications of each scenario, seed {results.seed}. Replication i "
        f"of every scenario meets the same customers with the same luck; differences are taken pair by pair{interval}."
    )


def _implementation(made_by: Mapping[str, Any]) -> Iterator[str]:
    yield "## 5 Implementation"
    libraries = ", ".join(f"{name} {version}" for name, version in made_by["libraries"].items())
    yield f"**5.1 Software.** simsales {made_by['model']}, Python {made_by['python']}, {libraries}."
    yield (
        "**5.2 Random sampling.** PCG64 streams with names, seeded by seed, replication and purpose; all that the "
        "company cannot influence is drawn as a case comes through the door, by inverse transform from a uniform."
    )
    yield (
        "**5.3 Execution.** An agenda of events in a written order for what is simultaneous: calendar, arrivals, "
        "completions, decisions, accounting, then by the entity's key. Replications run in one process or several; "
        "which of them, and in what order they end, changes no number."
    )
    yield f"**5.4 System.** {made_by['platform']}."


def _access(made_by: Mapping[str, Any], repeat: str) -> Iterator[str]:
    yield "## 6 Code access"
    yield (
        "simsales is free software (MIT licence). The version above, whose fingerprint covers all source that makes "
        "numbers, and the scenario files give the same figures again with:"
    )
    yield f"```sh\n{repeat}\n```"


def _appendix(ledger: Ledger) -> Iterator[str]:
    yield f"## Appendix: the assumptions of {ledger.scenario}"
    yield markdown_table(*ledger.lines())
