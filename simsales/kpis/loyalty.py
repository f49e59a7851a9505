"""How customers order, what share of their wallet that is, and how they feel about it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.instruments.clock import WEEK
from simsales.kpis.lives import accounts_of, at_end, chosen_of, paths, repeats, years_of_stays
from simsales.kpis.people import hours_by_team_and_task
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import REFERRED, VISITED

_CHAPTER = "farming"
_PROMOTERS, _DETRACTORS = 75.0, 60.0  # points of satisfaction


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
    rows = chosen_of(reading.of_log(repeats), ~reading.of_log(repeats).crossed)
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


@kpi("coverage.<segment>", "share", "higher", "the same of customers of <segment>", _CHAPTER)
def coverage_by_segment(reading: Reading) -> Mapping[str, float]:
    stand, segment = reading.of_window(at_end), reading.log.table("accounts")["segment"]
    found = {}
    for place, name in enumerate(reading.log.segments):
        ours = stand.alive & (segment == place)
        found[name] = ratio(stand.coverage[ours].sum(), np.count_nonzero(ours))
    return found


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
