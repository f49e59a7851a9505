"""What `compare` and `run` print."""

from typing import TYPE_CHECKING

from simsales.experiments.card import card
from simsales.experiments.tables import number
from simsales.experiments.warm_up import warm_ups

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison
    from simsales.experiments.results import Results

_NO_WORTH = (
    "Without --worth any difference matters, however small: scenarios that are equal are played to --at-most."
)


def comparison_text(comparison: "Comparison") -> str:
    """For each scenario its question, what it changes, and its KPIs against the base; then the verdict."""
    results = comparison.results
    parts = [_heading(comparison)]
    for label in results.scenarios:
        if label != comparison.base:
            parts += [_question(comparison, label), comparison.text(label)]
    decision = comparison.decision()
    if comparison.rule == "any time" and not comparison.worth:
        parts.append(_NO_WORTH)
    return "\n\n".join([*parts, decision.sentence(), card(decision), *_warnings(results)])


def results_text(results: "Results", kpi: str, worth: float) -> str:
    """The KPIs of each scenario, and in how many replications the one asked about exceeds `worth`."""
    lines = [_exceeding(results, label, kpi, worth) for label in results.scenarios]
    return "\n\n".join([repr(results), "\n".join(lines), *_warnings(results)])


def _heading(comparison: "Comparison") -> str:
    results = comparison.results
    return (
        f"{' and '.join(label for label in results.scenarios if label != comparison.base)} "
        f"against {comparison.base}, {results.replications} paired replications"
        f"{' until certain' if comparison.rule == 'any time' else ''}, seed {results.seed}"
    )


def _question(comparison: "Comparison", label: str) -> str:
    scenarios = comparison.results.scenarios
    about = scenarios[label].about
    changes = [f"  {change}" for change in scenarios[label].changes_on(scenarios[comparison.base])]
    return "\n".join([f"{label}: {about}" if about else label, *(changes or ["  changes nothing"])])


def _exceeding(results: "Results", label: str, kpi: str, worth: float) -> str:
    values = list(results.values(label, kpi).values())
    above = sum(value > worth for value in values)
    unit = results.definition(kpi).unit
    return f"{label}: {kpi} exceeds {number(worth)} {unit} in {above} of {len(values)} replications."


def _warnings(results: "Results") -> list[str]:
    """What makes the figures doubtful: plays that failed, a window that begins too early, work without hours for it."""
    early = [found.sentence() for found in warm_ups(results) if found.too_short]
    return [*_missing(results), *(["\n".join(early)] if early else []), *_overloads(results)]


def _missing(results: "Results") -> list[str]:
    """What fails may fail where things go badly: those that are left are then the lucky ones."""
    failed = {label: sum(o.failed for o in outcomes.values()) for label, outcomes in results.outcomes.items()}
    sentences = [
        f"{label}: {count} of {results.replications} replications failed; the figures are those of the others, which "
        "may be unlike them."
        for label, count in failed.items()
        if count
    ]
    return ["\n".join(sentences)] if sentences else []


def _overloads(results: "Results") -> list[str]:
    """A sentence for every team that is asked for more hours than it has."""
    sentences = []
    for label in results.scenarios:
        for kpi in results.kpis:
            family, _, team = kpi.partition(".")
            load = results.mean(label, kpi)
            if family == "offered_load" and load > 1:
                sentences.append(
                    f"{label}: more work is asked of {team} than it has hours for (offered load "
                    f"{number(load)}); its waits grow for as long as the run lasts."
                )
    return ["\n".join(sentences)] if sentences else []
