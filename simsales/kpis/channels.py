"""Markets and segments that partners serve: what they pay, hold and know, and where they meet our own reps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.instruments.eventlog import Table
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.policies.channels import DirectOffice, break_even
from simsales.words.vocabulary import CONFLICTED

_CHAPTER = "channels"


def _weeks(reading: Reading) -> Table:
    """Weeks of all markets that were settled in the window."""
    rows = reading.log.table("channels")
    return rows[reading.window.accrued(rows["time"])]


def _of_distributors(reading: Reading) -> Table:
    """The weeks of those who are served from a partner's shelf."""
    rows = reading.of_window(_weeks)
    return rows[rows["shelf"]]


@kpi(
    "order_variance_amplification",
    "ratio",
    "lower",
    "variance of distributors' weekly orders for their shelves over that of what end customers asked them for, in the "
    "window; several markets or segments by the sums of their variances",
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
    "what is left after margins, rebates, commissions and discounts of what came in through the channels of [channels] "
    "in the window, over its list price",
    _CHAPTER,
)
def net_price(reading: Reading) -> float:
    rows = reading.of_window(_weeks)
    return ratio(float(rows["net"].sum()), float(rows["listed"].sum()))


@kpi(
    "end_customer_visibility",
    "share",
    "higher",
    "pieces asked for in the window by end customers whom the firm can name, over all that markets and segments of "
    "[channels] asked for: orders name them but a distributor's",
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


@kpi(
    "channel_conflict",
    "cases",
    "lower",
    "deals that our own reps closed in the window with customers whom a partner knows, each of which costs its effort",
    _CHAPTER,
)
def channel_conflict(reading: Reading) -> float:
    return float(np.count_nonzero(reading.window.has(reading.noted(CONFLICTED)["time"])))


@kpi(
    "channel_break_even.<market>",
    "EUR / y",
    "neither",
    "sales a year at list price from which the scenario's office would pay better in <market> than its partner, "
    "V* = F / (m_direct - c_var - m_indirect); only where the scenario has an office",
    _CHAPTER,
)
def channel_break_even(reading: Reading) -> Mapping[str, float]:
    table, products = reading.scenario.channels, reading.scenario.products
    assert table != "skip"
    channels = {name: market.channel for name, market in table.markets.items()}
    office = next((each for each in channels.values() if isinstance(each, DirectOffice)), None)
    if office is None:
        return {}
    found = {}
    for name, channel in channels.items():
        product = table.markets[name].product or next(iter(products))
        made = 1.0 - products[product].variable_cost
        partner = made - 1.0 + channel.invoiced() * (1.0 - channel.fee())
        if not isinstance(channel, DirectOffice):
            found[name] = break_even(office.yearly_cost(), made, office.fee(), partner)
    return found
