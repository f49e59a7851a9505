"""Customers: who comes, stays, grows and leaves.

Who is still a customer is the truth, which only a simulated firm knows; what a real one could know is in
`simsales.kpis.records`.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.instruments.clock import YEAR
from simsales.kpis.lives import accounts_of, at_end, at_start
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import (
    AFTER_PROBLEM,
    AT_DELIVERY,
    CHURNED,
    CLOSED_DOWN,
    REASONS,
    UNANNOUNCED,
    WELCOMED,
    WON_BACK,
)

_CHAPTER = "farming"
_LEAVING = (AT_DELIVERY, AFTER_PROBLEM, CLOSED_DOWN, UNANNOUNCED)


# --- how many --------------------------------------------------------------------------------------------


@kpi("customers", "customers", "higher", "customers at the end of the window", _CHAPTER)
def customers(reading: Reading) -> float:
    return float(np.count_nonzero(reading.of_window(at_end).alive))


@kpi(
    "customers.<segment>",
    "customers",
    "higher",
    "customers of segment <segment> at the end of the window",
    _CHAPTER,
)
def customers_by_segment(reading: Reading) -> Mapping[str, float]:
    segment = reading.log.table("accounts")["segment"][reading.of_window(at_end).alive]
    counts = np.bincount(segment, minlength=len(reading.log.segments))
    return {name: float(count) for name, count in zip(reading.log.segments, counts, strict=True)}


@kpi(
    "new_customers",
    "customers",
    "higher",
    "first orders delivered in the window to a recurring customer",
    _CHAPTER,
)
def new_customers(reading: Reading) -> float:
    return float(len(accounts_of(reading, WELCOMED)))


@kpi("lost_customers", "customers", "lower", "customers who left in the window", _CHAPTER)
def lost_customers(reading: Reading) -> float:
    return float(len(accounts_of(reading, CHURNED)))


@kpi("lost_customers.<reason>", "customers", "lower", "customers who left in the window: <reason>", _CHAPTER)
def lost_customers_by_reason(reading: Reading) -> Mapping[str, float]:
    notes = reading.noted(CHURNED)
    reasons = notes["reason"][reading.window.has(notes["time"])]
    return {REASONS[reason]: float(np.count_nonzero(reasons == reason)) for reason in _LEAVING}


@kpi("won_back", "customers", "higher", "customers who had left and were won back in the window", _CHAPTER)
def won_back(reading: Reading) -> float:
    return float(len(accounts_of(reading, WON_BACK)))


# --- what stays, of those who were there -------------------------------------------------------------------


@kpi(
    "logo_churn",
    "share / y",
    "lower",
    "customers at the start of the window who are none at its end, over those at its start, by the year",
    _CHAPTER,
)
def logo_churn(reading: Reading) -> float:
    start, end = reading.of_window(at_start), reading.of_window(at_end)
    stayed = np.count_nonzero(start.alive & end.alive)
    return 1.0 - _by_the_year(reading, ratio(stayed, np.count_nonzero(start.alive)))


@kpi(
    "nrr",
    "share / y",
    "higher",
    "net revenue retention: what the customers at the start of the window are expected to order a year at its end, "
    "over what they were at its start, by the year; cross-selling apart",
    _CHAPTER,
)
def nrr(reading: Reading) -> float:
    start, end = reading.of_window(at_start), reading.of_window(at_end)
    return _by_the_year(reading, ratio(end.rate[start.alive].sum(), start.rate.sum()))


@kpi(
    "grr",
    "share / y",
    "higher",
    "gross revenue retention: as nrr, but nobody counts for more than at the start of the window",
    _CHAPTER,
)
def grr(reading: Reading) -> float:
    start, end = reading.of_window(at_start), reading.of_window(at_end)
    return _by_the_year(reading, ratio(np.minimum(start.rate, end.rate).sum(), start.rate.sum()))


def _by_the_year(reading: Reading, kept: float) -> float:
    """What is kept in a year where so much is kept in the window."""
    return float(kept ** (YEAR / reading.window.hours))


# --- five levers -----------------------------------------------------------------------------------------


@kpi(
    "yearly_orders",
    "EUR / y",
    "higher",
    "what all customers are expected to order a year, as they stand at the end of the window; season, promotions and "
    "cross-selling apart",
    _CHAPTER,
)
def yearly_orders(reading: Reading) -> float:
    return float(reading.of_window(at_end).rate.sum())


@kpi(
    "growth.<lever>",
    "EUR / y",
    "higher",
    "change of yearly_orders over the window by the lever <lever>: acquire (customers who have come), retain (those "
    "who have left), share_of_wallet and frequency (of those who stayed), win_back; the five add up",
    _CHAPTER,
)
def growth(reading: Reading) -> Mapping[str, float]:
    start, end = reading.of_window(at_start), reading.of_window(at_end)
    returned = np.zeros(len(end.alive), dtype=bool)
    returned[accounts_of(reading, WON_BACK)] = True
    stayed = start.alive & end.alive & ~returned
    came = end.alive & ~start.alive & ~returned
    return {
        "acquire": float(end.rate[came].sum()),
        "retain": 0.0 - float(start.rate[start.alive & ~stayed].sum()),
        "share_of_wallet": float((start.size * (end.share - start.share))[stayed].sum()),
        "frequency": float(((end.size - start.size) * end.share)[stayed].sum()),
        "win_back": float(end.rate[returned].sum()),
    }
