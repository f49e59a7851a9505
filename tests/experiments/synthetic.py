"""Companies that are quick to play: what they bring is a formula of a few keys, and luck."""

from __future__ import annotations

import numpy as np

from simsales.experiments import executors, replications
from simsales.scenario import Scenario
from tests.experiments.byhand import knows_three_kpis


def played_by(monkeypatch, contribution):
    """Let `contribution(scenario, luck)` stand for the play, luck being that of the replication; what was played."""
    played = []

    def measured(work):
        scenario = replications._unpack(work.scenario)
        played.append((work.name, work.number))
        luck = np.random.default_rng([work.seed, work.number])
        value = float(contribution(scenario, luck))
        return {"contribution": value, "wait": value / 10, "leads": 7.0}

    monkeypatch.setattr(replications, "_measured", measured)
    monkeypatch.setattr(executors, "available_processors", lambda: 1)  # what is patched stays in this process
    knows_three_kpis(monkeypatch)
    return played


def team(count, name=""):
    """A company with some hunters."""
    base = Scenario().but({"people": {"hunter": {"count": 2}, "sdr": {"count": 2}}}, name="base")
    return base.but({"people.hunter.count": count}, name=name or f"{count} hunters")
