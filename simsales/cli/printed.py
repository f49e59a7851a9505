"""What `compare` and `run` print."""

from typing import TYPE_CHECKING

from simsales.experiments.card import card
from simsales.experiments.doubts import doubts
from simsales.experiments.tables import number

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
    return "\n\n".join([*parts, decision.sentence(), card(decision), *doubts(results)])


def results_text(results: "Results", kpi: str, worth: float) -> str:
    """The KPIs of each scenario, and in how many replications the one asked about exceeds `worth`."""
    lines = [_exceeding(results, label, kpi, worth) for label in results.scenarios]
    return "\n\n".join([repr(results), "\n".join(lines), *doubts(results)])


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
