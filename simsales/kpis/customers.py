"""Customers: who comes, stays, grows and leaves, and how they feel about it.

Who is still a customer, the share of its wallet and its satisfaction are the truth, which only a simulated firm
knows; `customers_recorded`, `customers_believed` and `share_of_wallet_seen` are what a real one could know.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.instruments.clock import WEEK, YEAR
from simsales.instruments.eventlog import rows_of
from simsales.kpis.lives import (
    Chosen,
    Repeats,
    accounts_of,
    at_end,
    at_start,
    paths,
    repeats,
    years_of_stays,
)
from simsales.kpis.people import hours_by_team_and_task
from simsales.kpis.reading import Reading, of_type, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import (
    ACCOUNT,
    AFTER_PROBLEM,
    AT_DELIVERY,
    CHURNED,
    CLOSED_DOWN,
    REASONS,
    REFERRED,
    UNANNOUNCED,
    VISITED,
    WELCOMED,
    WON_BACK,
)

_CHAPTER = "farming"
_LEAVING = (AT_DELIVERY, AFTER_PROBLEM, CLOSED_DOWN, UNANNOUNCED)
_PROMOTERS, _DETRACTORS = 75.0, 60.0  # points of satisfaction


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
    "customers_recorded",
    "customers",
    "neither",
    "customers of the firm's records at the end of the window: all but those whom a farmer found to have left",
    _CHAPTER,
)
def customers_recorded(reading: Reading) -> float:
    return float(np.count_nonzero(reading.of_window(_recorded)))


@kpi(
    "customers_believed",
    "customers",
    "neither",
    "customers that the records suggest there are at the end of the window: their sum of P(alive), by how often and "
    "how lately each has ordered",
    _CHAPTER,
)
def customers_believed(reading: Reading) -> float:
    return float(reading.of_window(_believed)[reading.of_window(_recorded)].sum())


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


# --- what they order -------------------------------------------------------------------------------------


@kpi(
    "orders_per_customer",
    "1 / y",
    "higher",
    "orders that customers placed in the window after their first, per year of a customer",
    _CHAPTER,
)
def orders_per_customer(reading: Reading) -> float:
    count = np.count_nonzero(reading.window.has(reading.of_log(repeats).placed))
    return ratio(count, reading.of_window(years_of_stays).sum())


@kpi(
    "reorder_gap",
    "w",
    "lower",
    "median time between two repeat orders of a customer, of those placed in the window after an earlier one",
    _CHAPTER,
)
def reorder_gap(reading: Reading) -> float:
    rows = _chosen(reading.of_log(repeats), ~reading.of_log(repeats).crossed)
    order = np.argsort(rows.account, kind="stable")
    account, placed = rows.account[order], rows.placed[order]
    again = np.append(False, account[1:] == account[:-1])[: len(account)] & reading.window.has(placed)
    gaps = np.diff(placed, prepend=0.0)[again]
    return float(np.median(gaps)) / WEEK if len(gaps) else np.nan


@kpi(
    "cross_sales",
    "EUR",
    "higher",
    "value of orders for further needs that farmers found, placed in the window",
    _CHAPTER,
)
def cross_sales(reading: Reading) -> float:
    rows = reading.of_log(repeats)
    return float(rows.value[rows.crossed & reading.window.has(rows.placed)].sum())


@kpi(
    "sales_per_farmer_hour",
    "EUR / h",
    "higher",
    "value of repeat orders and of further needs placed in the window per hour that those who look after customers "
    "worked",
    _CHAPTER,
)
def sales_per_farmer_hour(reading: Reading) -> float:
    rows, table = reading.of_log(repeats), reading.scenario.farming
    if table == "skip" or table.team not in reading.teams:
        return np.nan
    hours = reading.of_window(hours_by_team_and_task)[reading.teams.index(table.team)].sum()
    return ratio(rows.value[reading.window.has(rows.placed)].sum(), hours)


@kpi(
    "share_of_wallet",
    "share",
    "higher",
    "value of the window's repeat orders over what customers spent on such products, here or elsewhere",
    _CHAPTER,
)
def share_of_wallet(reading: Reading) -> float:
    path = reading.of_log(paths)
    return ratio(_repeat_sales(reading), float(reading.of_window(years_of_stays) @ path.wallet))


@kpi(
    "share_of_wallet_seen",
    "share",
    "neither",
    "share_of_wallet by the firm's estimate of each customer's wallet",
    _CHAPTER,
)
def share_of_wallet_seen(reading: Reading) -> float:
    path, accounts = reading.of_log(paths), reading.log.table("accounts")
    return ratio(
        _repeat_sales(reading),
        float(reading.of_window(years_of_stays) @ accounts["wallet_seen"][path.account]),
    )


def _repeat_sales(reading: Reading) -> float:
    rows = reading.of_log(repeats)
    return float(rows.value[reading.window.has(rows.placed) & ~rows.crossed].sum())


def _chosen(rows: Repeats, chosen: Chosen) -> Repeats:
    return Repeats(rows.account[chosen], rows.placed[chosen], rows.value[chosen], rows.crossed[chosen])


# --- how they feel ---------------------------------------------------------------------------------------


@kpi(
    "satisfaction",
    "points",
    "higher",
    "satisfaction of customers, 0 to 100, averaged over them and the window",
    _CHAPTER,
)
def satisfaction(reading: Reading) -> float:
    years = reading.of_window(years_of_stays)
    return ratio(float(years @ reading.of_log(paths).satisfaction), years.sum())


@kpi(
    "recommenders",
    "share",
    "higher",
    "customers with a satisfaction above 75 less those below 60, at the end of the window, over all",
    _CHAPTER,
)
def recommenders(reading: Reading) -> float:
    stand = reading.of_window(at_end)
    points = stand.satisfaction[stand.alive]
    return ratio(np.count_nonzero(points > _PROMOTERS) - np.count_nonzero(points < _DETRACTORS), len(points))


@kpi(
    "coverage",
    "share",
    "higher",
    "how well customers feel looked after, 0 to 1, at the end of the window, their mean",
    _CHAPTER,
)
def coverage(reading: Reading) -> float:
    stand = reading.of_window(at_end)
    return ratio(stand.coverage[stand.alive].sum(), np.count_nonzero(stand.alive))


@kpi(
    "visits",
    "contacts",
    "neither",
    "contacts of customers by those who look after them, made in the window",
    _CHAPTER,
)
def visits(reading: Reading) -> float:
    return float(len(accounts_of(reading, VISITED)))


@kpi("referrals", "leads", "higher", "leads that customers sent in the window", _CHAPTER)
def referrals(reading: Reading) -> float:
    return float(len(accounts_of(reading, REFERRED)))


# --- what the firm can know ------------------------------------------------------------------------------


def _recorded(reading: Reading) -> Chosen:
    """Accounts that the firm takes for customers when the window ends: no farmer has found them gone."""
    accounts, until = reading.log.table("accounts"), reading.window.until
    left, back, seen = (_latest(reading, activity, until) for activity in (CHURNED, WON_BACK, VISITED))
    known = np.zeros(len(accounts), dtype=bool)
    rows = reading.log.table("standings")
    known[rows_of(rows["account"][rows["time"] <= until])] = True
    return np.asarray(known & ~((left > back) & (seen > left)))


def _latest(reading: Reading, activity: int, until: float) -> Times:
    """For each account when an activity was last noted up to a time; -infinite if never."""
    notes = reading.noted(activity)
    notes = notes[notes["time"] <= until]
    found, rows = np.full(len(reading.log.table("accounts")), -np.inf), of_type(notes, ACCOUNT)
    found[rows[rows >= 0]] = notes["time"][rows >= 0]
    return found


def _believed(reading: Reading) -> Times:
    """P(alive) of each account when the window ends, as the scenario's records tell it."""
    table, until = reading.scenario.farming, reading.window.until
    assert table != "skip"
    accounts, rows = reading.log.table("accounts"), reading.of_log(repeats)
    rows = _chosen(rows, rows.placed <= until)
    bought = accounts["orders"] + np.bincount(rows.account, minlength=len(accounts))
    last = accounts["last_order"].copy()
    last[rows.account] = rows.placed
    segments = list(reading.scenario.customers.values())
    rates = [segment.orders.law(float).mean for segment in segments]
    churns = [segment.churn.per_calendar_hour * YEAR for segment in segments]
    return np.array(
        [
            table.records.alive(
                int(x), (t - since) / YEAR, (until - since) / YEAR, rates[place], churns[place]
            )
            if since <= until
            else 0.0
            for x, t, since, place in zip(bought, last, accounts["since"], accounts["segment"], strict=True)
        ]
    )
