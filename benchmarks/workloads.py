"""One funnel in three sizes, and the answers that a run of it gives.

Leads arrive at random and pass seven stages in tandem. The first three stages share one pool of people,
the last four another; within a pool the later stage goes first. After each stage a lead goes on with
probability 0.75; between two stages it rests for an exponential time that needs nobody. A lead that waits
for a person longer than its exponential patience leaves for good.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import log, sqrt

STAGES = range(1, 8)
FIRST_POOL_STAGES = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """What one replication of the funnel came to: leads, hours, shares of the pools' time, and events.

    A wait counts when work on the lead begins. An event is an arrival, an end of work, an end of a rest
    between stages, or a lead that leaves.
    """

    won: float
    reneged: float
    wait_1: float
    wait_2: float
    wait_4: float
    wait_7: float
    utilisation_1: float
    utilisation_2: float
    events: float


ANSWER_NAMES = tuple(one.name for one in fields(Answers))


@dataclass(frozen=True, slots=True)
class Workload:
    """A size of the funnel: leads an hour, people in the two pools, and times in hours."""

    name: str
    arrivals: float
    pools: tuple[int, int]
    horizon: float = 2000.0
    survival: float = 0.75
    service_mean: float = 1.5
    service_cv: float = 1.0
    delay_mean: float = 8.0
    patience_mean: float = 200.0

    @property
    def service(self) -> tuple[float, float]:
        """The mu and sigma of the normal whose exponential has the mean and cv of the work."""
        variance = log(1 + self.service_cv**2)
        return log(self.service_mean) - variance / 2, sqrt(variance)

    def shortened(self, horizon: float) -> Workload:
        """Return the same funnel for fewer hours."""
        return replace(self, horizon=horizon)


def pool_of(stage: int) -> int:
    """Return which pool does a stage: 0 for stages 1 to 3, 1 for stages 4 to 7."""
    return 0 if stage <= FIRST_POOL_STAGES else 1


W1 = Workload("W1", arrivals=5.0, pools=(24, 30))
W1_HEAVY = Workload("W1-heavy", arrivals=5.0, pools=(16, 8))
W1_X10 = Workload("W1x10", arrivals=50.0, pools=(240, 300))
WORKLOADS = {workload.name: workload for workload in (W1, W1_HEAVY, W1_X10)}
