"""The right answers, and how far a few replications may lie from them by luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from benchmarks.workloads import STAGES, W1, W1_HEAVY, Workload, pool_of

FAR = 3.5


@dataclass(frozen=True, slots=True)
class Right:
    """An expectation, its standard error, and the standard deviation of one replication."""

    mean: float
    error: float
    spread: float

    def is_far_from(self, found: float, replications: int) -> bool:
        """Say whether the mean of some replications lies over 3.5 standard errors from what is right."""
        return abs(found - self.mean) > FAR * sqrt(self.error**2 + self.spread**2 / replications)


def ample(workload: Workload) -> dict[str, Right]:
    """Return what a funnel comes to where hardly anybody ever waits.

    A stage then begins `k` works and rests after arrival, and everything is a Poisson stream thinned by
    survival and cut at the horizon (the infinite-server queue; its counts are Poisson). The spreads of the
    shares and of the events are those of 60 textbook runs of W1 and go with the root of the number of leads.
    """
    horizon, survival, work = workload.horizon, workload.survival, workload.service_mean
    cycle, size = work + workload.delay_mean, workload.arrivals * horizon / (W1.arrivals * W1.horizon)
    unfinished = work**2 * (1 + workload.service_cv**2) / 2
    ended, busy = 0.0, [0.0, 0.0]
    for stage in STAGES:
        arriving = workload.arrivals * survival ** (stage - 1)
        asked = horizon - (stage - 1) * cycle
        ended += arriving * (asked + (asked - work))
        busy[pool_of(stage)] += arriving * (work * asked - unfinished)
    won = workload.arrivals * survival ** len(STAGES) * (horizon - len(STAGES) * cycle + workload.delay_mean)
    shares = [hours / (people * horizon) for hours, people in zip(busy, workload.pools, strict=True)]
    return {
        "won": Right(won, 0.0, sqrt(won)),
        "utilisation_1": Right(shares[0], 0.0, 0.0085 / sqrt(size)),
        "utilisation_2": Right(shares[1], 0.0, 0.0049 / sqrt(size)),
        "events": Right(ended, 0.0, 675.0 * sqrt(size)),
    }


# Waits have no closed form here: they are means of runs made with several engines before this one was built.
W1_WAITS = {"wait_1": Right(0.0304, 0.0008, 0.0076), "wait_2": Right(0.0105, 0.0002, 0.0018)}
HEAVY = {
    "won": Right(1156, 3.0, 28.5),
    "reneged": Right(810, 10.0, 103.0),
    "wait_1": Right(14.3, 0.24, 2.2),
    "wait_4": Right(5.0, 0.13, 1.2),
    "wait_7": Right(0.177, 0.0011, 0.0106),
}


def right_answers(workload: Workload) -> Mapping[str, Right]:
    """Return the answers that are known for a workload, by name."""
    if workload == W1_HEAVY:
        return HEAVY
    return ample(workload) | (W1_WAITS if workload == W1 else {})
