"""What the theory tests read off a log, each from the first principle it stands for.

Times are in hours; work asked for, or leads that came, during warm-up are left out.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import EventLog, rows_of, types_of
from simsales.words.vocabulary import LEAD, LEFT_WAITING, LOST, WON

Floats = NDArray[np.float64]


def waits(log: EventLog, desk: int | None = None) -> Floats:
    """Time from asking until somebody begins, of all work begun."""
    work = log.worked
    chosen = (work["asked"] >= log.warm_up) & np.isfinite(work["started"])
    if desk is not None:
        chosen &= work["desk"] == desk
    return work["started"][chosen] - work["asked"][chosen]


def waiting(log: EventLog, beyond: float = 0.25) -> dict[str, float]:
    """Mean wait, share who wait at all, and share who wait longer than `beyond`."""
    waited = waits(log)
    return {
        "wait": waited.mean(),
        "waits": (waited > 0.0).mean(),
        "waits long": (waited > beyond).mean(),
    }


def mean_waiting(log: EventLog) -> dict[str, float]:
    """Mean wait over all desks."""
    return {"wait": waits(log).mean()}


def waiting_by_source(log: EventLog, order: Sequence[str]) -> dict[str, float]:
    """Mean wait by the source of the lead, named by its place in `order`."""
    work = log.worked
    chosen = (work["asked"] >= log.warm_up) & np.isfinite(work["started"])
    source = log.leads["source"][rows_of(work["case"][chosen])]
    waited = work["started"][chosen] - work["asked"][chosen]
    return {f"wait {i}": waited[source == log.sources.index(name)].mean() for i, name in enumerate(order)}


def leaving(log: EventLog) -> dict[str, float]:
    """Share of leads who leave while waiting, share who wait, and the mean length of the queue."""
    notes, arrived = log.notes, log.leads["arrived"]
    left = notes[(notes["activity"] == LOST) & (notes["reason"] == LEFT_WAITING)]
    patience = left["time"] - arrived[rows_of(left["case"])]
    patience = patience[left["time"] - patience >= log.warm_up]
    served = waits(log)
    count = len(served) + len(patience)
    return {
        "abandons": len(patience) / count,
        "queue": (served.sum() + patience.sum()) / (log.horizon - log.warm_up),
        "waits": ((served > 0.0).sum() + len(patience)) / count,
    }


def reached(log: EventLog) -> dict[str, float]:
    """Share of leads who become an opportunity, of those that came a day before the end or earlier."""
    arrived = log.leads["arrived"]
    cohort = (arrived >= log.warm_up) & (arrived < log.horizon - 24.0)
    return {"reached": np.isin(np.flatnonzero(cohort), log.opportunities["lead"]).mean()}


def first_touch(log: EventLog) -> dict[str, float]:
    """Mean time until the first attempt begins, and share of leads that need not wait for it.

    The leads of the last week are left out: its weekend ends with the run.
    """
    work = log.worked
    work = work[work["asked"] < log.horizon - WEEK]
    waited = work["started"] - work["asked"]
    return {"wait": waited.mean(), "in hours": (waited == 0.0).mean()}


def times_of(log: EventLog, activity: int) -> Floats:
    """When an activity happened, in order."""
    notes = log.notes
    return notes["time"][notes["activity"] == activity]


def yearly_wins(log: EventLog, days: float = 250.0, week: float = 5.0) -> dict[str, float]:
    """Mean wins a year, and share of weeks without one, in years of `days` and weeks of five days of 24 h."""
    won = times_of(log, WON) / 24.0
    weeks = round(log.horizon / 24.0 / week)
    per_week = np.histogram(won, bins=np.arange(weeks + 1) * week)[0]
    return {"wins": len(won) * days / (weeks * week), "no win in a week": (per_week == 0).mean()}


def open_deals(log: EventLog, since: float, until: float) -> float:
    """Mean number of open opportunities between two times; equal times give the number at that instant."""
    opened = log.opportunities["opened"]
    closed = np.full(len(opened), np.inf)
    notes = log.notes
    won = notes[notes["activity"] == WON]
    closed[rows_of(won["case"])] = won["time"]
    if since == until:
        return float(((opened <= since) & (closed > since)).sum())
    return float(np.clip(np.minimum(closed, until) - np.maximum(opened, since), 0.0, None).sum()) / (
        until - since
    )


def effort(log: EventLog, settled: float = 500.0) -> dict[str, float]:
    """Wins and hours of work per prospect, of prospects that came `settled` h before the end or earlier."""
    cohort = log.leads["arrived"] < log.horizon - settled
    won = log.notes[log.notes["activity"] == WON]["case"]
    winners = log.opportunities["lead"][rows_of(won)]
    work = log.worked[np.isfinite(log.worked["ended"])]
    case = work["case"]
    is_lead = types_of(case) == LEAD
    lead = np.where(is_lead, rows_of(case), 0)
    lead[~is_lead] = log.opportunities["lead"][rows_of(case[~is_lead])]
    hours = work["hours"][cohort[lead]].sum()
    return {"wins": cohort[winners].sum() / cohort.sum(), "hours": hours / cohort.sum()}
