"""The funnel in salabim: a component per lead, resources with priority, a patience by `fail_delay`.

Processes are generators: salabim's other mode needs greenlet as well and took a quarter longer here.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import lognormvariate

import salabim as sim

from benchmarks.peers.tally import Tally
from benchmarks.workloads import STAGES, Answers, Workload, pool_of


class Lead(sim.Component):
    """A lead on its way through the seven stages."""

    def setup(self, funnel: Funnel) -> None:
        """Keep what the lead needs to know of its funnel."""
        self.funnel = funnel

    def process(self) -> Iterator[None]:
        """Take the lead through the seven stages, or lose it on the way."""
        funnel, tally = self.funnel, self.funnel.tally
        tally.events += 1
        for stage in STAGES:
            pool = funnel.pools[pool_of(stage)]
            asked = self.env.now()
            yield self.request((pool, 1, -stage), fail_delay=funnel.patience.sample())
            if self.failed():
                tally.reneged += 1
                tally.events += 1
                return
            hours = funnel.service.sample()
            tally.begin(stage, asked, self.env.now(), hours)
            yield self.hold(hours)
            self.release(pool)
            tally.events += 1
            if funnel.chance.sample() >= funnel.workload.survival:
                return
            if stage != STAGES[-1]:
                yield self.hold(funnel.delay.sample())
                tally.events += 1
        tally.won += 1


class Funnel:
    """The two pools, the distributions and the counts of one replication."""

    def __init__(self, workload: Workload, env: sim.Environment) -> None:
        self.workload = workload
        self.tally = Tally(workload)
        self.pools = [sim.Resource(capacity=people, env=env) for people in workload.pools]
        self.service = sim.External(lognormvariate, *workload.service, env=env)
        self.delay = sim.Exponential(workload.delay_mean, env=env)
        self.patience = sim.Exponential(workload.patience_mean, env=env)
        self.chance = sim.Uniform(0, 1, env=env)


def simulate(workload: Workload, seed: int) -> Tally:
    """Build the funnel and play one replication."""
    env = sim.Environment(random_seed=seed, yieldless=False)
    funnel = Funnel(workload, env)
    sim.ComponentGenerator(Lead, iat=sim.Exponential(1 / workload.arrivals, env=env), env=env, funnel=funnel)
    env.run(till=workload.horizon)
    return funnel.tally


def play(workload: Workload, seed: int) -> Answers:
    """Play one replication and read its answers."""
    return simulate(workload, seed).answers()
