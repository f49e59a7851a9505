"""The report of an experiment in the form of STRESS-DES, filled in from the run itself.

STRESS-DES (Monks, Currie, Onggo, Robinson, Kunc & Taylor 2019, *Strengthening the reporting of empirical simulation
studies*, Journal of Simulation 13) is a checklist of what somebody needs who wants to judge a study, or to repeat it:
objectives, logic, data, experimentation, implementation, code access.  What the run knows is stated; what only the
author can know, such as who decides, is left to the author and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from simsales.experiments.assumptions import Ledger
from simsales.experiments.card import card
from simsales.experiments.document import (
    Block,
    Bullets,
    Listing,
    Section,
    Span,
    Table,
    code,
    markdown,
    paragraph,
    stress,
    strong,
    table,
)
from simsales.experiments.stress_logic import logic
from simsales.experiments.tables import number, percent
from simsales.experiments.warm_up import warm_ups
from simsales.kpis import catalogue

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison, Difference
    from simsales.experiments.results import Results
    from simsales.scenario import Scenario


def stress_report(
    results: Results,
    repeat: str,
    made_by: Mapping[str, Any],
    comparison: Comparison | None,
    ledger: Ledger,
) -> str:
    """The report in Markdown; `made_by` names the versions and the machine, `repeat` is the line that repeats it."""
    sections = [*stress_sections(results, repeat, made_by, comparison, ledger), _appendix(ledger)]
    lead = "Written by simsales from the run, after the STRESS-DES checklist (Monks et al. 2019)."
    return f"# {title_of(results, comparison)}\n\n{lead}\n\n{markdown(sections)}\n"


def stress_sections(
    results: Results,
    repeat: str,
    made_by: Mapping[str, Any],
    comparison: Comparison | None,
    ledger: Ledger,
) -> list[Section]:
    """The checklist, section by section, without the ledger that its data rest on."""
    base = next(iter(results.scenarios.values()))
    told = {
        "1 Objectives": _objectives(results, comparison),
        "Results": _results(results, comparison),
        "2 Logic": logic(results, base),
        "3 Data": _data(ledger),
        "4 Experimentation": _experimentation(results, base, comparison),
        "5 Implementation": _implementation(made_by),
        "6 Code access": _access(repeat),
    }
    return [Section(title, tuple(blocks)) for title, blocks in told.items()]


def title_of(results: Results, comparison: Comparison | None) -> str:
    """What was compared with what, or the scenarios that were played."""
    if comparison is None:
        return ", ".join(results.scenarios)
    return f"{', '.join(_others(results, comparison))} against {comparison.base}"


def _others(results: Results, comparison: Comparison) -> list[str]:
    return [label for label in results.scenarios if label != comparison.base]


# --- 1 objectives, and what came of them -----------------------------------------------------------------


def _objectives(results: Results, comparison: Comparison | None) -> Iterator[Block]:
    yield paragraph("The questions that the scenarios ask:", head="1.1 Purpose.")
    yield Bullets(
        tuple(
            (strong(label), f": {scenario.about or 'no question is stated'}")
            for label, scenario in results.scenarios.items()
        )
    )
    measured = f"{len(results.kpis)} KPIs of each replication, read off its event log"
    if comparison is None:
        yield paragraph(
            f"{measured}; the headlines are below, all in ", code("kpis.csv"), ".", head="1.2 Outputs."
        )
        yield paragraph("Each scenario is described on its own; nothing was compared.", head="1.3 Aims.")
        return
    known = catalogue()[comparison.kpi]
    told = f" ({known.unit}): {known.definition}."
    yield paragraph(f"{measured}. The one that decides is ", code(comparison.kpi), told, head="1.2 Outputs.")
    others = " or ".join(_others(results, comparison))
    worth = f" by more than {number(comparison.worth)} {known.unit}" if comparison.worth else ""
    aim = f"Whether {others} is better than {comparison.base}{worth}, paired by replication."
    yield paragraph(aim, head="1.3 Aims.")


def _results(results: Results, comparison: Comparison | None) -> Iterator[Block]:
    if comparison is None:
        yield table(["KPI", "unit", *results.scenarios], results.lines())
    else:
        decision = comparison.decision()
        yield paragraph(decision.sentence(), head="Verdict.")
        yield Listing(card(decision))
        yield from (_compared(comparison, results, label) for label in _others(results, comparison))
    yield paragraph(f"State of the replications: {results.state()}.")


def _compared(comparison: Comparison, results: Results, label: str) -> Table:
    shown = dict.fromkeys([comparison.kpi, *results.headlines])
    found = {d.kpi: d for d in comparison.differences if d.scenario == label}
    rows = [_row(found[kpi]) for kpi in shown if kpi in found and found[kpi].pairs]
    header = ["KPI", "unit", comparison.base, label, "difference", "low", "high", "pairs"]
    level = percent(comparison.differences[0].level)
    return table(header, rows, f"{label} against {comparison.base}, intervals at {level}:")


def _row(d: Difference) -> list[str]:
    scale = max(abs(d.base_mean), abs(d.mean))
    figures = (d.base_mean, d.mean, d.difference, d.low, d.high)
    return [d.kpi, d.unit, *(number(each, scale) for each in figures), str(d.pairs)]


# --- 3 data ----------------------------------------------------------------------------------------------


def _data(ledger: Ledger) -> Iterator[Block]:
    yield paragraph(
        f"{ledger.sentence()} Grades are read off what is said of each number's source: "
        "measured in real firms, abstract (a publication stands behind it, not this very number), practitioner "
        "(a figure without a published method), derived (computed or calibrated from other numbers), assumed.",
        head="3.1 Sources.",
    )
    yield paragraph("None by simsales: values are read as the file writes them.", head="3.2 Pre-processing.")
    yield paragraph(
        "All of them, with unit, plausible range, grade and source, are in the appendix; "
        "the complete scenarios are in ",
        code("manifest.json"),
        ".",
        head="3.3 Input parameters.",
    )
    yield paragraph(
        "Every number of the appendix that is graded ",
        stress("assumed"),
        ". Cases meet only in people's time, "
        "in stocks and in what is known of them; a policy changes nobody's luck.",
        head="3.4 Assumptions.",
    )


# --- 4 to 6 ----------------------------------------------------------------------------------------------


def _experimentation(results: Results, base: Scenario, comparison: Comparison | None) -> Iterator[Block]:
    run = base.run
    early = " ".join(found.sentence() for found in warm_ups(results) if found.too_short)
    yield paragraph(
        f"Warm-up {run.warm_up}, played and not counted; {_start(base)}. Follow-up time after the "
        f"window: {run.follow_up}.{f' {early}' if early else ''}",
        head="4.1 Initialisation.",
    )
    yield paragraph(f"{run.horizon} are counted.", head="4.2 Run length.")
    interval: tuple[str | Span, ...] = (", and their mean has a Student interval at 95 %",)
    if comparison is not None and comparison.rule == "any time":
        level = percent(comparison.differences[0].level)
        interval = (
            " until that in ",
            code(comparison.kpi),
            f" was told from {number(comparison.worth)}, or the limit was reached; their mean has an interval at "
            f"{level} that holds whenever one stops",
        )
    yield paragraph(
        f"{results.replications} replications of each scenario, seed {results.seed}. Replication i "
        "of every scenario meets the same customers with the same luck; differences are taken pair by pair",
        *interval,
        ".",
        head="4.3 Estimation.",
    )


def _start(base: Scenario) -> str:
    """What is there at time 0."""
    if base.farming != "skip":
        return "deals, orders and customers under way are drawn at time 0"
    return (
        "deals under way are drawn at time 0" if base.selling.start.sources else "desks are empty at time 0"
    )


def _implementation(made_by: Mapping[str, Any]) -> Iterator[Block]:
    libraries = ", ".join(f"{name} {version}" for name, version in made_by["libraries"].items())
    versions = f"simsales {made_by['model']}, Python {made_by['python']}, {libraries}."
    yield paragraph(versions, head="5.1 Software.")
    yield paragraph(
        "PCG64 streams with names, seeded by seed, replication and purpose; all that the "
        "company cannot influence is drawn as a case comes through the door, by inverse transform from a uniform.",
        head="5.2 Random sampling.",
    )
    yield paragraph(
        "An agenda of events in a written order for what is simultaneous: calendar, arrivals, "
        "completions, decisions, accounting, then by the entity's key. Replications run in one process or several; "
        "which of them, and in what order they end, changes no number.",
        head="5.3 Execution.",
    )
    yield paragraph(f"{made_by['platform']}.", head="5.4 System.")


def _access(repeat: str) -> Iterator[Block]:
    yield paragraph(
        "simsales is free software (MIT licence). The version above, whose fingerprint covers all source that makes "
        "numbers, and the scenario files give the same figures again with:"
    )
    yield Listing(repeat, "sh")


def _appendix(ledger: Ledger) -> Section:
    return Section(f"Appendix: the assumptions of {ledger.scenario}", (table(*ledger.lines()),))
