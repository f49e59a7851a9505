"""What a fact is measured with: arms that share their luck, and an interval for what the difference is.

An effect is a function of means over replications, such as a difference or a ratio of differences.  Its
interval comes from the jackknife (leave one replication out) and Student's t; for a plain difference of means
that is the paired t interval itself.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from simsales.instruments.eventlog import EventLog
from simsales.processes.play import play
from simsales.scenario.model import Scenario

LEVEL = 0.99
NULL = 0.2  # a twin's effect lies within this share of the fact's minimum

Numbers = NDArray[np.float64]
Measure = Callable[[EventLog, Scenario], float]

#: Logs of the last plays, the latest last: facts of a file often share an arm, and measure something else in it.
_PLAYED: OrderedDict[tuple[str, int, int], EventLog] = OrderedDict()
_MOST = 128
_LARGEST = 2**20  # bytes of rows of a log that is kept


@dataclass(frozen=True)
class Effect:
    """A mean effect between its 99 % bounds."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.4g} [{self.low:.4g}, {self.high:.4g}]"

    def exceeds(self, minimum: float) -> bool:
        """Whether the effect lies beyond the minimum with certainty enough."""
        return self.low > minimum

    def vanishes(self, minimum: float) -> bool:
        """Whether a twin shows next to nothing of an effect of at least `minimum`."""
        return max(abs(self.low), abs(self.high)) <= NULL * minimum


def effect(function: Callable[..., float], *arms: Sequence[float] | Numbers) -> Effect:
    """The function of the arms' means, with its interval; the arms are paired by replication."""
    table = np.array(arms, dtype=float)
    count = table.shape[1]
    whole = function(*table.mean(axis=1))
    without = (table.sum(axis=1, keepdims=True) - table) / (count - 1)
    values = count * whole - (count - 1) * np.array([function(*column) for column in without.T])
    half = float(stats.t(count - 1).ppf(0.5 + LEVEL / 2) * values.std(ddof=1) / np.sqrt(count))
    centre = float(values.mean())
    return Effect(centre, centre - half, centre + half)


def difference(arm: Sequence[float] | Numbers, base: Sequence[float] | Numbers) -> Effect:
    """How much larger the mean of one arm is."""
    return effect(lambda a, b: a - b, arm, base)


def played(scenario: Scenario, measure: Measure, replications: int) -> Numbers:
    """A measure of each replication of a scenario."""
    return np.array([measure(log_of(scenario, number), scenario) for number in range(replications)])


def log_of(scenario: Scenario, number: int) -> EventLog:
    """The log of a replication; one that was played lately is not played again, for it would be the same."""
    key = (scenario.content_key(), scenario.run.seed, number)
    log = _PLAYED.pop(key, None)
    if log is None:
        log = play(scenario, number)
    if log.worked.nbytes + log.notes.nbytes <= _LARGEST:
        _PLAYED[key] = log
    if len(_PLAYED) > _MOST:
        _PLAYED.popitem(last=False)
    return log


def arms(
    base: Scenario, changes: Mapping[str, Mapping[str, object]], measure: Measure, replications: int
) -> dict[str, Numbers]:
    """A measure of each replication of each arm: the base with an arm's changes in it."""
    return {
        name: played(base.but(change) if change else base, measure, replications)
        for name, change in changes.items()
    }
