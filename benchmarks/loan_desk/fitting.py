"""What the log does not show is fitted: how much of a shift goes to this work, and how soon somebody looks.

Both are set on the first touches of October and November alone.  Not blind, though: a version with a queue
only, fitted to November, was scored first and missed December's first touches by half; that it also missed
October's is why the time before assignment came in.  Times to think in office hours, and offers made at once,
came after that first score too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
import pandas as pd

from benchmarks.loan_desk.figures import first_touch, quantiles
from benchmarks.loan_desk.reading import LoanLog
from benchmarks.loan_desk.replay import cases_of
from simsales.processes.play import play
from simsales.scenario.model import Scenario

AVAILABLE = (0.68, 0.72, 0.76)
MEAN = (0.6, 0.8, 1.0)
CV = (5.0, 7.0)
MONTHS = (10, 11)


def grid(log: LoanLog, scenario: Scenario, replications: int) -> Iterator[dict[str, float]]:
    """The misfit at every point of the grid, and with the queue alone (no time before assignment)."""
    real = pd.concat({month: quantiles(first_touch(log.submitted_in(month))) for month in MONTHS})
    points = [(available, 0.0, 0.0) for available in (0.64, 0.66, *AVAILABLE)] + list(
        product(AVAILABLE, MEAN, CV)
    )
    for available, mean, cv in points:
        modelled = _first_touches(_at(scenario, available, mean, cv), replications)
        found = {f"{month} p50": modelled[month, "p50"] for month in MONTHS}
        yield {"available": available, "mean": mean, "cv": cv, "misfit": misfit(real, modelled), **found}


def misfit(real: pd.Series, modelled: pd.Series) -> float:
    """Mean absolute logarithm of modelled over real quantiles of the first touch (0: all right)."""
    return float(np.abs(np.log(modelled / real)).mean())


def _at(scenario: Scenario, available: float, mean: float, cv: float) -> Scenario:
    """The scenario at one point, played to the end of November only."""
    lognormal = {"kind": "lognormal", "mean": f"{mean} h", "cv": cv}
    changes = {
        "people.caller.available": available,
        "selling.prospecting.sources.inbound.assignment": lognormal if mean else "0 h",
        "run.horizon": "1 d",
        "run.follow_up": "0 d",
    }
    return scenario.but(changes)


def _first_touches(scenario: Scenario, replications: int) -> pd.Series:
    runs = []
    for replication in range(replications):
        cases = cases_of(play(scenario, replication))
        months = {month: quantiles(first_touch(cases[cases["month"] == month])) for month in MONTHS}
        runs.append(pd.concat(months))
    return pd.concat(runs, axis=1).mean(axis=1)
