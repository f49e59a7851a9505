"""Why a scenario comes to more or less: the parts of the difference, and a case that ends otherwise each way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.experiments.split import ADDITIVE
from simsales.report.charts import Chart, drawn

if TYPE_CHECKING:
    from simsales.experiments.document import Block, Table
    from simsales.experiments.examples import Example
    from simsales.experiments.why import Why
    from simsales.report.gathering import Material


@dataclass(frozen=True, slots=True)
class Story:
    """One lead that ends differently; sentences of its journey under the base and under the other scenario."""

    title: str
    journeys: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Why one scenario differs from the base."""

    scenario: str
    chart: Chart
    parts: Table
    headline: str
    flips: tuple[Block, ...]
    stories: tuple[Story, ...]


def explained(material: Material) -> tuple[tuple[Explained, ...], str]:
    """The scenarios that are explained, and what is to be said where some, or all, are not."""
    comparison, watched = material.comparison, material.watched
    if comparison is None:
        return (), "Nothing was compared, so that there is no difference to explain."
    if watched is None:
        return (
            (),
            f"What the difference comes from is found by playing again, and was left out: {material.unseen}.",
        )
    if comparison.kpi not in ADDITIVE:
        known = ", ".join(ADDITIVE)
        return (
            (),
            f"{comparison.kpi} is no sum over cases that could be split along the process, as {known} are.",
        )
    decides = comparison.decision().scenario
    others = [label for label in watched.sights if label != comparison.base]
    found = tuple(
        explain(watched.why(label, comparison.kpi, comparison.base), number)
        for number, label in enumerate(sorted(others, key=lambda label: label != decides))
    )
    left = ", ".join(material.not_drawn)
    return found, f"Not explained here, but by `simsales why`: {left}." if left else ""


def explain(found: Why, number: int = 0, examples: int = 1) -> Explained:
    """The parts of a difference, and the cases behind them; `number` tells the charts of a page apart."""
    from simsales import plots

    (table,) = found.told()
    _, *flips = found.flips.told()
    return Explained(
        found.other,
        drawn(f"Why {found.other} differs from {found.base}", lambda: plots.why(found), f"parts{number}-"),
        table,
        found.flips.headline(),
        tuple(flips),
        tuple(_story(example) for example in found.examples(examples)),
    )


def _story(example: Example) -> Story:
    told = (
        (name, tuple(journey.sentences()))
        for name, journey in zip(example.names, example.journeys, strict=True)
    )
    return Story(example.title, tuple(told))
