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


# Mean squares a lead, by geometric survival: of its events, and of the hours it takes from either pool.
EVENTS_SQUARED, HOURS_SQUARED = 67.2, (18.8, 11.2)


def ample(workload: Workload) -> dict[str, Right]:
    """Return what a funnel comes to where hardly anybody ever waits.

    A stage then begins as many works and rests after arrival as there are stages before it, and everything is
    a Poisson stream thinned by survival and cut at the horizon (the infinite-server queue). Counts of leads
    are Poisson; hours and events are compound Poisson, and vary with their mean square a lead.
    """
    horizon, work, leads = workload.horizon, workload.service_mean, workload.arrivals * workload.horizon
    unfinished = work**2 * (1 + workload.service_cv**2) / 2
    events, hours, won = leads, [0.0, 0.0], 0.0
    for stage in STAGES:
        begun = workload.arrivals * workload.survival ** (stage - 1)
        asked = horizon - (stage - 1) * (work + workload.delay_mean)
        won = begun * workload.survival * (asked - work)
        rested = begun * (asked if stage > 1 else 0.0)
        events += begun * (asked - work) + rested
        hours[pool_of(stage)] += begun * (work * asked - unfinished)
    answers = {"won": Right(won, 0.0, sqrt(won)), "events": Right(events, 0.0, sqrt(leads * EVENTS_SQUARED))}
    for pool, people in enumerate(workload.pools):
        offered, spread = people * horizon, sqrt(leads * HOURS_SQUARED[pool])
        answers[f"utilisation_{pool + 1}"] = Right(hours[pool] / offered, 0.0, spread / offered)
    return answers


# Waits have no closed form here. They are means over many runs of engines that are not in this race, given
# with the project's speed anchors; the spreads are those of 300 runs of a bare heap of events.
W1_WAITS = {"wait_1": Right(0.0304, 0.0008, 0.0081), "wait_2": Right(0.0105, 0.0002, 0.0020)}
HEAVY = {
    "won": Right(1156, 3.0, 26.8),
    "reneged": Right(810, 10.0, 112.5),
    "wait_1": Right(14.3, 0.24, 2.32),
    "wait_4": Right(5.0, 0.13, 1.28),
    "wait_7": Right(0.177, 0.0011, 0.0096),
}


def right_answers(workload: Workload) -> Mapping[str, Right]:
    """Return the answers that are known for a workload, by name."""
    if workload == W1_HEAVY:
        return HEAVY
    return ample(workload) | (W1_WAITS if workload == W1 else {})
