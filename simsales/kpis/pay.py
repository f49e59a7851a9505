"""What results paid: how evenly pay falls, who met the quota, and when in a period orders are signed."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.clock import month_ends
from simsales.kpis.money import bookings, spent
from simsales.kpis.people import available_hours
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import MONEY, PAY, REVENUE

Numbers = NDArray[np.float64]

_LAST_DAYS = 10


@kpi(
    "pay_per_head.<team>",
    "EUR",
    "neither",
    "mean pay, with on-cost, of those of <team> who were there in the window",
)
def pay_per_head(reading: Reading) -> Mapping[str, float]:
    return {team: float(np.mean(paid)) for team, paid in reading.of_window(_pay_by_team).items()}


@kpi(
    "pay_spread.<team>",
    "share",
    "neither",
    "standard deviation over mean of the pay, with on-cost, of those of <team> who were there in the window",
)
def pay_spread(reading: Reading) -> Mapping[str, float]:
    return {
        team: ratio(float(np.std(paid, ddof=1)), float(np.mean(paid))) if len(paid) > 1 else np.nan
        for team, paid in reading.of_window(_pay_by_team).items()
    }


@kpi(
    "pay_ratio",
    "share",
    "lower",
    "pay, with on-cost, over bookings of the window: the compensation cost of sales",
)
def pay_ratio(reading: Reading) -> float:
    return ratio(spent(reading, (PAY,)), bookings(reading))


@kpi(
    "attainment.<team>",
    "share",
    "neither",
    "mean of credited sales over quota, over the people of <team> and the periods that ended in the window",
)
def attainment(reading: Reading) -> Mapping[str, float]:
    return {team: float(np.mean(shares)) for team, shares in reading.of_window(_attained).items()}


@kpi(
    "quota_met.<team>",
    "share",
    "neither",
    "periods that ended in the window in which somebody of <team> met the quota, as a share of all",
)
def quota_met(reading: Reading) -> Mapping[str, float]:
    return {team: float(np.mean(shares >= 1.0)) for team, shares in reading.of_window(_attained).items()}


@kpi(
    "last_days_share",
    "share",
    "neither",
    "bookings of the last ten working days of each quarter that ended in the window, over those of the whole quarters; "
    "without any hurry as large as their share of the quarter's working days",
)
def last_days_share(reading: Reading) -> float:
    rows = reading.noted(MONEY)
    rows = rows[rows["reason"] == REVENUE]
    late = whole = 0.0
    for begin, end in pairwise([0.0, *month_ends(reading.window.until)[2::3]]):
        if begin >= reading.window.since:
            of_quarter = rows[(rows["time"] > begin) & (rows["time"] <= end)]
            days_left = reading.base.between(of_quarter["time"], end) / reading.day_hours
            whole += float(of_quarter["value"].sum())
            late += float(of_quarter["value"][days_left <= _LAST_DAYS].sum())
    return ratio(late, whole)


def _paid(reading: Reading) -> Numbers:
    """Pay of each person in the window, EUR."""
    rows = reading.noted(MONEY)
    rows = rows[(rows["reason"] == PAY) & (rows["person"] >= 0) & reading.window.accrued(rows["time"])]
    return -np.bincount(rows["person"], rows["value"], len(reading.people)).astype(float)


def _pay_by_team(reading: Reading) -> dict[str, Numbers]:
    paid, there = _paid(reading), available_hours(reading, reading.window.since, reading.window.until) > 0
    found = {}
    for number, team in enumerate(reading.teams):
        of_team = paid[(reading.team_of_person == number) & there]
        if of_team.any():
            found[team] = of_team
    return found


def _attained(reading: Reading) -> dict[str, Numbers]:
    """Sales over quota of each person and period that ended in the window, by team."""
    if not reading.log.has("pay_days"):
        return {}
    rows = reading.log.table("pay_days")
    rows = rows[reading.window.accrued(rows["time"]) & (rows["quota"] > 0.0)]
    teams = reading.team_of_person[rows["person"]]
    return {
        reading.teams[number]: rows["sales"][teams == number] / rows["quota"][teams == number]
        for number in np.unique(teams)
    }
