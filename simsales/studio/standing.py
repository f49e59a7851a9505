"""How things stand after some pairs: the headline KPIs of each what-if with intervals, and what they decide.

Everything is read off the replications up to the first that is still missing, so that a look says the same whatever was
ready first.  Intervals hold at every look; beside each stands the ordinary one, for as long as the former says nothing.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from simsales.experiments.card import card_rows
from simsales.experiments.comparison import LEVEL, Comparison, Difference, compare_results
from simsales.experiments.doubts import doubts
from simsales.experiments.intervals import half_width
from simsales.experiments.results import Results
from simsales.experiments.until_certain import look_at_it
from simsales.kpis.headlines import headlines
from simsales.words.errors import SimSalesError

if TYPE_CHECKING:
    from simsales.experiments.replications import Outcome
    from simsales.scenario import Scenario

LONGEST_HISTORY = 120


@dataclass(frozen=True, slots=True)
class Asked:
    """What is compared: scenarios by label, the base first, their keys, and what decides."""

    scenarios: "Mapping[str, Scenario]"
    keys: Mapping[str, str]
    names: Mapping[str, str]  # by label, what the page calls it
    kpi: str
    worth: float
    at_most: int
    seed: int


def complete(asked: Asked, finished: "Mapping[tuple[str, int], Outcome]") -> int:
    """How many replications every scenario has finished, without a gap."""
    number = 0
    while all((key, number) in finished for key in asked.keys.values()):
        number += 1
    return number


def compared(asked: Asked, finished: "Mapping[tuple[str, int], Outcome]", pairs: int) -> Comparison | None:
    """The comparison of whatever KPIs are there over the first pairs; None where none of them tells anything."""
    outcomes = {label: {n: finished[key, n] for n in range(pairs)} for label, key in asked.keys.items()}
    results = Results(asked.scenarios, outcomes, pairs, asked.seed)
    try:
        return compare_results(results, None, asked.kpi, asked.worth, "any time")
    except SimSalesError:  # nothing was finished yet, or not this KPI
        return None


def headlines_of(outcome: "Outcome", kpi: str) -> "Outcome":
    """An outcome with what a screen shows and what decides: the rest would be compared for nobody."""
    if outcome.kpis is None:
        return outcome
    shown = dict.fromkeys([kpi, *headlines(outcome.kpis)])
    return replace(outcome, kpis={name: outcome.kpis[name] for name in shown if name in outcome.kpis})


def rows(asked: Asked, comparison: Comparison) -> dict[str, list[dict[str, Any]]]:
    """By what-if the row of each headline KPI, what decides first."""
    found: dict[str, list[dict[str, Any]]] = {asked.names[label]: [] for label in list(asked.scenarios)[1:]}
    for d in comparison.differences:
        if d.pairs:
            found[asked.names[d.scenario]].append(_row(d))
    for each in found.values():
        each.sort(key=lambda row: row["kpi"] != asked.kpi)  # the rest stays in order
    return found


def _row(d: Difference) -> dict[str, Any]:
    plain = half_width("fixed", d.spread, d.pairs, LEVEL)
    return {
        "kpi": d.kpi,
        "unit": d.unit,
        "better": d.better,
        "base_mean": d.base_mean,
        "mean": d.mean,
        "difference": d.difference,
        "low": d.low,
        "high": d.high,
        "level": d.level,
        "plain_low": d.difference - plain,
        "plain_high": d.difference + plain,
        "p_better": d.p_better,
        "pairs": d.pairs,
    }


def decision(asked: Asked, comparison: Comparison) -> dict[str, Any] | None:
    """The decision as in `decision.json`, with its sentence and the lines of its card; None while it has no pair."""
    try:
        found = comparison.decision()
    except SimSalesError:
        return None
    return {
        **found.as_dict(),
        "chosen_name": asked.names.get(str(found.chosen)),
        "scenario_name": asked.names[found.scenario],
        "sentence": found.sentence(),
        "card": [list(row) for row in card_rows(found)],
    }


def doubts_of(asked: Asked, comparison: Comparison) -> list[str]:
    """What makes the figures doubtful, such as a team without the hours for its work, in the names of the page."""
    sentences = [s for paragraph in doubts(comparison.results) for s in paragraph.splitlines()]
    return [_called(sentence, asked.names) for sentence in sentences]


def _called(sentence: str, names: Mapping[str, str]) -> str:
    label, colon, rest = sentence.partition(": ")
    return f"{names.get(label, label)}{colon}{rest}"


def needed(comparison: Comparison, pairs: int, at_most: int) -> int | None:
    """How many pairs it is likely to take in all; None where no number is likely to tell."""
    return look_at_it(comparison, pairs, at_most).needed


class History:
    """How each difference in the KPI that decides came to be what it is, thinned as it grows."""

    def __init__(self, earlier: Mapping[str, Sequence[Sequence[float | None]]] | None = None) -> None:
        """`earlier` is the history of a run that this one goes on with."""
        points = (earlier or {}).items()
        self._points = {
            name: [[math.nan if x is None else x for x in each] for each in there] for name, there in points
        }

    def add(self, asked: Asked, comparison: Comparison) -> None:
        """Note where the difference of each what-if stands now."""
        for d in comparison.of(asked.kpi):
            points = self._points.setdefault(asked.names[d.scenario], [])
            if d.pairs and (not points or d.pairs > points[-1][0]):
                points.append([d.pairs, d.difference, d.low, d.high])

    def thinned(self) -> dict[str, list[list[float]]]:
        """At most so many points of each: the latest, and the others so that pairs are evenly told."""
        return {name: _thinned(points) for name, points in self._points.items()}


def _thinned(points: list[list[float]]) -> list[list[float]]:
    if len(points) <= LONGEST_HISTORY:
        return points
    step = math.ceil(len(points) / LONGEST_HISTORY)
    return [*points[:-1][::step], points[-1]]
