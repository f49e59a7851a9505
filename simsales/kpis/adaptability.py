"""How a KPI comes back after a shock: its path week by week, how long it is off, and what that costs.

Adaptability is the third goal of a process beside effectiveness and efficiency (Harrington 1991).  A single
path never settles, so it is the mean path over the replications that is judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.kpis.window import weeks

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.scenario.model import Scenario

Path = NDArray[np.float64]

_WEEK = 5.0  # wd


def weekly(log: EventLog, scenario: Scenario, kpi: str) -> Path:
    """One KPI for each whole week of the counted window: its name is such as ``queue_end.supporter``."""
    return weekly_of(Reading(log, scenario), kpi)


def weekly_of(reading: Reading, kpi: str) -> Path:
    """The same of a log that is opened already."""
    value_of(reading, kpi)  # what is looked up in the whole log is kept for every week
    return np.array([value_of(reading.during(week), kpi) for week in weeks(reading.log)])


def mean_path(paths: Iterable[Path]) -> Path:
    """The mean over replications, week by week; weeks without a value in some replication use the others."""
    table = np.vstack(list(paths))
    known = np.isfinite(table)
    sums, counts = np.where(known, table, 0.0).sum(axis=0), known.sum(axis=0)
    return np.asarray(np.divide(sums, counts, out=np.full(len(sums), np.nan), where=counts > 0))


def recovery_time(
    path: Path, shock: int, settled: float, *, tolerance: float = 0.10, hold: int = 2, step: float = _WEEK
) -> float:
    """Working days from the shock until the path has come to stay near where it settles.

    `shock` is the week of the shock; near is within `tolerance` of `settled`; to stay is for `hold` further
    weeks.  Infinite where the path does not come to stay.
    """
    near = np.abs(path[shock:] - settled) < tolerance * abs(settled)
    for week in range(len(near) - hold):
        if near[week : week + hold + 1].all():
            return week * step
    return np.inf


def loss_area(
    path: Path, target: float, *, better: Literal["higher", "lower"] = "higher", step: float = _WEEK
) -> float:
    """What was missed against a target over the path, in units of the KPI times working days."""
    missed = target - path if better == "higher" else path - target
    return float(np.maximum(missed, 0.0).sum() * step)
