"""The funnel in textbook SimPy: priority resources, patience by `request | timeout`, a process per lead."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import simpy

from benchmarks.peers.tally import Tally
from benchmarks.workloads import STAGES, Answers, Workload, pool_of


def lead(
    env: simpy.Environment,
    workload: Workload,
    pools: list[simpy.PriorityResource],
    luck: Random,
    tally: Tally,
) -> Iterator[simpy.Event]:
    """Take one lead through the seven stages, or lose it on the way."""
    tally.events += 1
    for stage in STAGES:
        asked = env.now
        with pools[pool_of(stage)].request(priority=-stage) as request:
            patience = env.timeout(luck.expovariate(1 / workload.patience_mean))
            outcome = yield request | patience
            if request not in outcome:
                tally.reneged += 1
                tally.events += 1
                return
            hours = luck.lognormvariate(*workload.service)
            tally.begin(stage, asked, env.now, hours)
            yield env.timeout(hours)
            tally.events += 1
        if luck.random() >= workload.survival:
            return
        if stage != STAGES[-1]:
            yield env.timeout(luck.expovariate(1 / workload.delay_mean))
            tally.events += 1
    tally.won += 1


def arrivals(
    env: simpy.Environment,
    workload: Workload,
    pools: list[simpy.PriorityResource],
    luck: Random,
    tally: Tally,
) -> Iterator[simpy.Event]:
    """Let leads in at random."""
    while True:
        yield env.timeout(luck.expovariate(workload.arrivals))
        env.process(lead(env, workload, pools, luck, tally))


def simulate(workload: Workload, seed: int) -> Tally:
    """Build the funnel and play one replication."""
    env = simpy.Environment()
    pools = [simpy.PriorityResource(env, people) for people in workload.pools]
    tally = Tally(workload)
    env.process(arrivals(env, workload, pools, Random(seed), tally))
    env.run(until=workload.horizon)
    return tally


def play(workload: Workload, seed: int) -> Answers:
    """Play one replication and read its answers."""
    return simulate(workload, seed).answers()
