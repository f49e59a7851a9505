"""Markets that partners serve: what they pay, what they hold, and what their orders tell of end customers."""

from __future__ import annotations

import numpy as np

from simsales.instruments.eventlog import Table
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi

_CHAPTER = "channels"


def _weeks(reading: Reading) -> Table:
    """Weeks of all markets that were settled in the window."""
    rows = reading.log.table("channels")
    return rows[reading.window.accrued(rows["time"])]


def _of_distributors(reading: Reading) -> Table:
    """The weeks of markets whose end customers we do not see."""
    rows = reading.of_window(_weeks)
    return rows[~rows["seen"]]


@kpi(
    "order_variance_amplification",
    "ratio",
    "lower",
    "variance of distributors' weekly orders over that of what end customers asked them for, in the window; several "
    "markets by the sums of their variances",
    _CHAPTER,
)
def order_variance_amplification(reading: Reading) -> float:
    rows = reading.of_window(_of_distributors)
    ordered = asked = 0.0
    for market in np.unique(rows["market"]):
        mine = rows[rows["market"] == market]
        if len(mine) > 1:
            ordered += float(mine["ordered"].var(ddof=1))
            asked += float(mine["asked"].var(ddof=1))
    return ratio(ordered, asked)


@kpi(
    "net_price",
    "share",
    "higher",
    "what partners' orders of the window bring after margins and commissions, over their list price",
    _CHAPTER,
)
def net_price(reading: Reading) -> float:
    rows = reading.of_window(_weeks)
    return ratio(float(rows["net"].sum()), float(rows["listed"].sum()))


@kpi(
    "end_customer_visibility",
    "share",
    "higher",
    "pieces asked for in the window by end customers whom the firm can name, over all that partners were asked for: "
    "an agent's and an office's orders name them, a distributor's do not",
    _CHAPTER,
)
def end_customer_visibility(reading: Reading) -> float:
    rows = reading.of_window(_weeks)
    return ratio(float(rows["asked"][rows["seen"]].sum()), float(rows["asked"].sum()))


@kpi(
    "distributor_stock_range",
    "wd",
    "neither",
    "working days for which what distributors hold would last, by the window's mean stock and what they were asked for",
    _CHAPTER,
)
def distributor_stock_range(reading: Reading) -> float:
    rows, window = reading.of_window(_of_distributors), reading.window
    days = float(reading.base.between(window.since, window.until)) / reading.day_hours
    weeks = len(np.unique(rows["time"]))
    held = ratio(float(rows["held"].sum()), weeks)
    return ratio(held * days, float(rows["asked"].sum()))
