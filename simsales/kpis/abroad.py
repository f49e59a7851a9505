"""Markets abroad: what they bring, what a deal there costs, and how far the firm has come in each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from simsales.instruments.clock import YEAR
from simsales.kpis.money import bookings, spent
from simsales.kpis.reading import Reading, first_times, ratio
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import ENTRY, MONEY, PRESENCE

if TYPE_CHECKING:
    from simsales.instruments.eventlog import Table
    from simsales.kpis.window import Times

_CHAPTER = "expansion"


@kpi("foreign_share", "share", "neither", "bookings abroad over all bookings of the window", _CHAPTER)
def foreign_share(reading: Reading) -> float:
    deals = reading.of_window(_deals)
    return ratio(float(deals["value"][deals["won"]].sum()), bookings(reading))


@kpi(
    "cost_per_foreign_deal",
    "EUR / deal",
    "lower",
    "what is paid for work on deals abroad per deal won there; hours of people at home, entering a market and being "
    "there are left aside",
    _CHAPTER,
)
def cost_per_foreign_deal(reading: Reading) -> float:
    deals = reading.of_window(_deals)
    return ratio(float(deals["cost"].sum()), int(deals["won"].sum()))


@kpi(
    "cost_per_foreign_deal.<year>",
    "EUR / deal",
    "lower",
    "what is paid for work on deals abroad per deal won there, in year <year> since the firm entered the country",
    _CHAPTER,
)
def cost_by_age(reading: Reading) -> Mapping[str, float]:
    deals = reading.of_window(_deals)
    entered = reading.of_log(_entered)
    ages = ((deals["time"] - entered[deals["country"]]) // YEAR).astype(np.int64)
    won, cost = np.bincount(ages, deals["won"]), np.bincount(ages, deals["cost"])
    return {f"{age + 1}": ratio(cost[age], won[age]) for age in np.unique(ages)}


@kpi(
    "foreign_value",
    "EUR",
    "higher",
    "contribution of markets abroad in the window: margin less what is paid for deals, complaints, entry and presence",
    _CHAPTER,
)
def foreign_value(reading: Reading) -> float:
    deals = reading.of_window(_deals)
    earned = deals["margin"].sum() - deals["cost"].sum() - deals["complaint"].sum()
    return float(earned) - spent(reading, (ENTRY, PRESENCE))


@kpi(
    "foreign_value.<year>",
    "EUR",
    "higher",
    "cumulative value: contribution of markets abroad from the window's begin to the end of its year <year>",
    _CHAPTER,
)
def cumulative_value(reading: Reading) -> Mapping[str, float]:
    deals, money = reading.of_window(_deals), reading.noted(MONEY)
    money = money[reading.window.accrued(money["time"]) & np.isin(money["reason"], (ENTRY, PRESENCE))]
    earned = deals["margin"] - deals["cost"] - deals["complaint"]
    since, totals = reading.window.since, {}
    for year in range(1, int(reading.window.hours / YEAR + 1e-9) + 1):
        ends = since + year * YEAR  # what accrues is posted as a year ends
        total = earned[deals["time"] < ends].sum() + money["value"][money["time"] <= ends].sum()
        totals[f"{year}"] = float(total)
    return totals


@kpi(
    "knowledge.<country>",
    "knowledge",
    "higher",
    "what the firm knows of <country>, from there and from elsewhere, at the last yearly decision by the end of the "
    "window; 1 takes friction down to 1/e",
    _CHAPTER,
)
def knowledge(reading: Reading) -> Mapping[str, float]:
    rows = reading.log.table("commitments")
    return _last(reading, rows[rows["time"] <= reading.window.until], "knowledge")


@kpi(
    "stage.<country>",
    "stage",
    "neither",
    "commitment in <country> at the window's end: 0 none, 1 irregular export, 2 an agent, 3 a subsidiary, 4 production",
    _CHAPTER,
)
def stage(reading: Reading) -> Mapping[str, float]:
    rows = reading.log.table("commitments")
    return _last(reading, rows[rows["time"] < reading.window.until], "stage")


@kpi(
    "stage_path.<country>.<year>",
    "stage",
    "neither",
    "commitment in <country> in year <year> of the run: 0 none, 1 irregular export, 2 an agent, 3 a subsidiary, "
    "4 production",
    _CHAPTER,
)
def stage_path(reading: Reading) -> Mapping[str, float]:
    rows = reading.log.table("commitments")
    rows = rows[rows["time"] < reading.window.until]
    names = reading.log.countries
    return {f"{names[row['country']]}.{int(row['time'] // YEAR) + 1}": float(row["stage"]) for row in rows}


def _entered(reading: Reading) -> Times:
    """When each country was first entered; infinite where it never was."""
    rows = reading.log.table("commitments")
    rows = rows[rows["stage"] > 0]
    return first_times(rows["country"], rows["time"], len(reading.log.countries))


def _deals(reading: Reading) -> Table:
    """Deals abroad that were worked on in the window."""
    rows = reading.log.table("foreign_deals")
    return rows[reading.window.accrued(rows["time"])]


def _last(reading: Reading, rows: Table, column: str) -> dict[str, float]:
    """What the last decision about each country says."""
    return {
        name: float(rows[column][rows["country"] == number][-1])
        for number, name in enumerate(reading.log.countries)
    }
