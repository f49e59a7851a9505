"""What a modeller counts while a process runs, for libraries that keep no record of their own."""

from __future__ import annotations

from benchmarks.workloads import STAGES, Answers, Workload, pool_of


class Tally:
    """Counts and sums of one replication."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        self.won = self.reneged = self.events = 0
        self.waits: dict[int, list[float]] = {stage: [] for stage in STAGES}
        self.busy_hours = [0.0, 0.0]

    def begin(self, stage: int, asked: float, now: float, hours: float) -> None:
        """Note that work on a lead begins; hours beyond the horizon are not counted as worked."""
        self.waits[stage].append(now - asked)
        self.busy_hours[pool_of(stage)] += min(hours, self.workload.horizon - now)

    def answers(self) -> Answers:
        """Return the means and shares."""
        pools, horizon = self.workload.pools, self.workload.horizon
        return Answers(
            self.won,
            self.reneged,
            *(mean(self.waits[stage]) for stage in (1, 2, 4, 7)),
            *(busy / (people * horizon) for busy, people in zip(self.busy_hours, pools, strict=True)),
            self.events,
        )


def mean(values: list[float]) -> float:
    """Return the mean, or 0 where nothing was seen."""
    return sum(values) / len(values) if values else 0.0
