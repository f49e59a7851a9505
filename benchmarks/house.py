"""The funnel on the real engine: a scenario file, the one `play` that everybody uses, and a log to read."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.workloads import STAGES, Answers, Workload, pool_of
from simsales.instruments.eventlog import EventLog, Table
from simsales.processes.play import play as play_scenario
from simsales.scenario import Scenario, load
from simsales.words.vocabulary import FOLLOWED_UP, LEFT_WAITING, LOST

FILES = {"W1": "w1.toml", "W1-heavy": "w1_heavy.toml", "W1x10": "w1_x10.toml"}


def scenario(workload: Workload) -> Scenario:
    """Load the scenario file of a workload; a shortened workload shortens the run."""
    whole = load(Path(__file__).parent / FILES[workload.name])
    return whole.but({"run.horizon": f"{workload.horizon:g} h"})


def simulate(funnel: Scenario, seed: int, keep_log: bool = True) -> EventLog:
    """Play one replication."""
    return play_scenario(funnel, seed=seed, keep_log=keep_log)


def read(log: EventLog) -> Answers:
    """Read the answers off the log; the seven stages are the seven steps of selling."""
    work, notes = log.worked, log.notes[log.notes["time"] <= log.horizon]
    begun = work[work["started"] < log.horizon]
    left = int(np.count_nonzero((notes["activity"] == LOST) & (notes["reason"] == LEFT_WAITING)))
    rested = int(np.count_nonzero((work["task"] > 0) & (work["asked"] <= log.horizon)))
    ended = int(np.count_nonzero(work["ended"] <= log.horizon))
    return Answers(
        int(np.count_nonzero(notes["activity"] == FOLLOWED_UP)),
        left,
        *(mean_wait(begun, stage) for stage in (1, 2, 4, 7)),
        *(utilisation(log, begun, pool) for pool in (0, 1)),
        len(log.leads) + ended + rested + left,
    )


def mean_wait(begun: Table, stage: int) -> float:
    """Return the hours from asking to beginning, averaged over one stage."""
    of_stage = begun[begun["task"] == stage - 1]
    return float(np.mean(of_stage["started"] - of_stage["asked"])) if len(of_stage) else 0.0


def utilisation(log: EventLog, begun: Table, pool: int) -> float:
    """Return the share of a pool's hours up to the horizon that were worked."""
    tasks = [stage - 1 for stage in STAGES if pool_of(stage) == pool]
    work = begun[np.isin(begun["task"], tasks)]
    worked = np.sum(np.minimum(work["ended"], log.horizon) - work["started"])
    people = [crew for crew in log.people if crew.desk == log.desks[int(work["desk"][0])]]
    return float(worked / (len(people) * log.horizon))


def play(workload: Workload, seed: int) -> Answers:
    """Play one replication and read its answers."""
    return read(simulate(scenario(workload), seed))
