"""What results paid: how evenly pay falls, and who met the quota."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.kpis.money import bookings, spent
from simsales.kpis.people import available_hours
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import MONEY, PAY

if TYPE_CHECKING:
    from simsales.instruments.eventlog import Table

Numbers = NDArray[np.float64]


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


def quota_periods(reading: Reading) -> dict[str, Table]:
    """The pay days of people with a quota whose period ended in the window, by team."""
    if not reading.log.has("pay_days"):
        return {}
    rows = reading.log.table("pay_days")
    rows = rows[reading.window.accrued(rows["time"]) & (rows["quota"] > 0.0)]
    teams = reading.team_of_person[rows["person"]]
    return {reading.teams[number]: rows[teams == number] for number in np.unique(teams)}


def _attained(reading: Reading) -> dict[str, Numbers]:
    """Sales over quota of each person and period that ended in the window, by team."""
    return {team: rows["sales"] / rows["quota"] for team, rows in quota_periods(reading).items()}
