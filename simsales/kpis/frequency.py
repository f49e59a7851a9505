"""Frequency of use: what promotions, cards and programmes move in time, and what they add.

A log tells what happened, not what would have happened.  So the lift of a promotion is the paired difference of
`promotion_sales` (gross) or of `sales_with_echo` (net of what is missing in the two gaps after it) from a scenario
that announces the same days at no discount.  `bought_ahead` and `grown_sales` tell the parts of it apart in one log:
the truth about customers, which only a simulated firm knows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.clock import WEEK
from simsales.kpis.lives import latest
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import (
    ADOPTED,
    CHURNED,
    MONEY,
    PROGRAMME,
    PROMOTION,
    REBATE,
    REWARD,
    REWARDED,
    WON_BACK,
)

_CHAPTER = "promotion"
_LINES = (PROMOTION, REWARD, REBATE, PROGRAMME)
_ECHO = 2.0  # gaps between orders, within which a promotion is missed

Chosen = NDArray[np.bool_]


class Purchases(NamedTuple):
    """Repeat orders of followed customers by where they lie between promotions."""

    time: Times
    value: Times  # EUR
    during: Chosen  # while a promotion was announced
    echo: Chosen  # after one, within two of the customer's usual gaps, and during no other
    ahead: Times  # EUR of it that were bought before they were needed
    grown: Times  # EUR of it that would not have been ours


def purchases(reading: Reading) -> Purchases:
    """All repeat orders of the log."""
    rows = reading.log.table("purchases")
    times, usual = rows["time"], rows["value"] - rows["stocked"] - rows["grown"]
    during, echo = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
    for campaign in reading.log.table("campaigns"):
        since = times - campaign["end"]
        during |= (times >= campaign["start"]) & (since < 0.0)
        echo |= (since >= 0.0) & (since < _ECHO * rows["gap"])
    won = rows["sooner"] + rows["strived"] + rows["pulled"]
    return Purchases(
        times, rows["value"], during, echo & ~during, rows["stocked"] + won * usual, rows["grown"]
    )


@kpi(
    "promotion_sales",
    "EUR",
    "neither",
    "value of the window's repeat orders placed while a promotion was announced, before the discount",
    _CHAPTER,
)
def promotion_sales(reading: Reading) -> float:
    found = reading.of_log(purchases)
    return _sum(reading, found.value, found.during)


@kpi(
    "echo_sales",
    "EUR",
    "neither",
    "value of the window's repeat orders placed within two of the customer's usual gaps after a promotion",
    _CHAPTER,
)
def echo_sales(reading: Reading) -> float:
    found = reading.of_log(purchases)
    return _sum(reading, found.value, found.echo)


@kpi(
    "sales_with_echo",
    "EUR",
    "higher",
    "sales during promotions and in their echo; beside the same days at no discount, the incremental volume",
    _CHAPTER,
)
def sales_with_echo(reading: Reading) -> float:
    return promotion_sales(reading) + echo_sales(reading)


@kpi(
    "dip_depth",
    "share",
    "lower",
    "sales of as long before promotions less those of their echo, per sales before: what is missed afterwards",
    _CHAPTER,
)
def dip_depth(reading: Reading) -> float:
    rows, window = reading.log.table("purchases"), reading.window
    before = after = 0.0
    for campaign in reading.log.table("campaigns"):
        room = min(campaign["start"] - window.since, window.until - campaign["end"])
        width = np.minimum(_ECHO * rows["gap"], max(room, 0.0))
        early, late = campaign["start"] - rows["time"], rows["time"] - campaign["end"]
        before += rows["value"][(early > 0.0) & (early <= width)].sum()
        after += rows["value"][(late >= 0.0) & (late < width)].sum()
    return ratio(before - after, before)


@kpi(
    "bought_ahead",
    "EUR",
    "neither",
    "value of the window's repeat orders that came before it was needed: sooner, on stock, for a reward or a rebate",
    _CHAPTER,
)
def bought_ahead(reading: Reading) -> float:
    return _sum(reading, reading.of_log(purchases).ahead)


@kpi(
    "grown_sales",
    "EUR",
    "higher",
    "value of the window's repeat orders that without a discount would not have been the firm's",
    _CHAPTER,
)
def grown_sales(reading: Reading) -> float:
    return _sum(reading, reading.of_log(purchases).grown)


@kpi(
    "frequency_cost",
    "EUR",
    "lower",
    "discounts of promotions, their announcement, rewards, rebates and usage programmes paid in the window",
    _CHAPTER,
)
def frequency_cost(reading: Reading) -> float:
    rows = reading.noted(MONEY)
    rows = rows[reading.window.accrued(rows["time"]) & np.isin(rows["reason"], _LINES)]
    return 0.0 - float(rows["value"].sum())


@kpi(
    "cost_per_grown_eur",
    "EUR / EUR",
    "lower",
    "frequency_cost per EUR of sales that would not have been the firm's",
    _CHAPTER,
)
def cost_per_grown_eur(reading: Reading) -> float:
    return ratio(frequency_cost(reading), grown_sales(reading))


@kpi("reward_cards", "cards", "neither", "times a customer was given a reward in the window", _CHAPTER)
def reward_cards(reading: Reading) -> float:
    return float(np.count_nonzero(reading.window.has(reading.noted(REWARDED)["time"])))


@kpi(
    "weeks_per_card",
    "w",
    "lower",
    "mean time from one reward of a customer to its next, of those given in the window after an earlier one",
    _CHAPTER,
)
def weeks_per_card(reading: Reading) -> float:
    rows = reading.noted(REWARDED)
    rows = rows[np.argsort(rows["case"], kind="stable")]
    again = np.append(False, rows["case"][1:] == rows["case"][:-1]) & reading.window.has(rows["time"])
    hours = np.diff(rows["time"], prepend=0.0)[again]
    return float(hours.mean()) / WEEK if len(hours) else np.nan


@kpi(
    "programme_customers",
    "customers",
    "higher",
    "customers at the end of the window who have taken up a usage programme",
    _CHAPTER,
)
def programme_customers(reading: Reading) -> float:
    until = reading.window.until
    adopted, left, returned = (latest(reading, activity, until) for activity in (ADOPTED, CHURNED, WON_BACK))
    return float(np.count_nonzero((adopted >= 0.0) & (left <= returned)))


@kpi(
    "site_stock",
    "w",
    "neither",
    "weeks of use that customers have in hand beyond what they need until their next order, averaged over the "
    "window, by what each used at its latest order",
    _CHAPTER,
)
def site_stock(reading: Reading) -> float:
    rows = reading.log.table("purchases")
    rows = rows[np.lexsort((rows["time"], rows["account"]))]
    window, begins = reading.window, rows["time"]
    ends = np.full(len(rows), window.until)
    same = rows["account"][1:] == rows["account"][:-1]
    ends[:-1][same] = begins[1:][same]
    since, until = np.maximum(begins, window.since), np.minimum(ends, window.until)
    hours = np.maximum(until - since, 0.0)
    free, gap = rows["stock"] - rows["kept"], rows["gap"]

    def used_of(time: Times) -> Times:
        """Orders' worth times hours in stock from the order to a time: it melts as a triangle."""
        passed = np.minimum(time - begins, free * gap)
        return free * passed - passed**2 / (2.0 * gap)

    melting = np.where(hours > 0.0, used_of(until) - used_of(since), 0.0)
    return ratio(float(((melting + rows["kept"] * hours) * gap).sum()), float(hours.sum())) / WEEK


def _sum(reading: Reading, values: Times, chosen: Chosen | None = None) -> float:
    inside = reading.window.has(reading.of_log(purchases).time)
    return float(values[inside if chosen is None else inside & chosen].sum())
