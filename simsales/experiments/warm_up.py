"""Whether a run is counted before it has settled: MSER-5 on what is under way, week by week.

A company that begins empty sells too little at first, and a mean over that time is too low.  MSER-5 (White 1997; White,
Cobb & Spratt 2000) joins five values to a batch and drops as many batches from the front as make the standard error of
the mean of the rest least: first ones that differ cost more than what dropping them loses.  The values are the means
over all replications, in which the beginning that all share stands out from the luck of each.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from simsales.experiments.results import Results

BATCH = 5
_WEEK = 168.0
#: What is looked at, and how it is called.
SERIES = {"open_opportunities_week": "open opportunities", "open_orders_week": "orders in progress"}
#: What the counted mean may differ by from what it settles at before it is worth a warning; seasons do as much.
TOLERATED = 0.02
#: A run begins empty if less than half of what comes later is there in its first week.
_EMPTY = 0.5


@dataclass(frozen=True, slots=True)
class WarmUp:
    """How many weeks a series takes to settle, beside those that are played and not counted.

    `settled` is None where it has not settled by the middle of the run, so that no length of the warm-up can be named.
    `bias` is by which share the mean of the counted weeks differs from that of those after it has settled, or, where it
    has not, from that of the second half.
    """

    scenario: str
    series: str
    warm_up: float
    settled: int | None
    weeks: int
    bias: float
    replications: int

    @property
    def too_short(self) -> bool:
        return (self.settled is None or self.warm_up < self.settled) and abs(self.bias) > TOLERATED

    def sentence(self) -> str:
        """The warning for a warm-up that is too short."""
        when = (
            f"have not settled by the middle of {self.weeks} weeks"
            if self.settled is None
            else f"take about {self.settled} weeks to settle"
        )
        return (
            f"{self.scenario}: {SERIES[self.series]} {when} (MSER-5, mean of {self.replications} replications), but "
            f"{self.warm_up:.3g} are left out: what is counted is {abs(self.bias) * 100:.0f} % "
            f"{'above' if self.bias > 0 else 'below'} what follows; take a longer run.warm_up, unless it is the season."
        )


def mser5(values: Sequence[float]) -> int | None:
    """How many of the first values to leave out, a multiple of five; None if more than half, or too few to say.

    With k batch means y, the number d minimises the sum of (y_i - mean)^2 over the last k - d, over (k - d)^2.
    """
    batches = np.asarray(values, dtype=float)[: len(values) // BATCH * BATCH].reshape(-1, BATCH).mean(axis=1)
    if len(batches) < 4:
        return None
    half = len(batches) // 2
    left = np.arange(len(batches), 0, -1)
    away = batches - batches[-1]
    means, squares = (np.cumsum(powers[::-1])[::-1] / left for powers in (away, away**2))
    best = int(np.argmin(((squares - means**2) / left)[: half + 1]))
    return None if best == half else BATCH * best


def warm_ups(results: "Results") -> Iterator[WarmUp]:
    """Each series of each scenario that has a warm-up or begins empty, and has weeks enough to tell."""
    for label, scenario in results.scenarios.items():
        warm_up = scenario.run.warm_up.calendar_hours / _WEEK
        for series in SERIES:
            values, replications = _mean_path(results, label, series)
            if len(values) >= 4 * BATCH and (warm_up > 0.0 or _begins_empty(values)):
                settled = mser5(values)
                bias = _bias(values, math.ceil(warm_up), settled)
                yield WarmUp(label, series, warm_up, settled, len(values), bias, replications)


def _mean_path(results: "Results", label: str, series: str) -> tuple[list[float], int]:
    """The mean over the replications in each week that has been measured, and their number."""
    names = [name for name in results.kpis if name.startswith(f"{series}.")]
    weeks = sorted(int(name.partition(".")[2]) for name in names)
    found = [list(results.values(label, f"{series}.{week}").values()) for week in weeks]
    found = [values for values in found if values and all(map(math.isfinite, values))]
    return [fmean(values) for values in found], len(found[0]) if found else 0


def _bias(values: Sequence[float], first: int, settled: int | None) -> float:
    later = fmean(values[max(first, len(values) // 2 if settled is None else settled) :])
    return fmean(values[first:]) / later - 1.0 if later else 0.0


def _begins_empty(values: Sequence[float]) -> bool:
    return values[0] < _EMPTY * fmean(values[len(values) // 2 :])
