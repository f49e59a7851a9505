"""What a real firm could know of its customers: nobody says goodbye, so that some in its records are none any more."""

from __future__ import annotations

import numpy as np

from simsales.instruments.clock import YEAR
from simsales.instruments.eventlog import rows_of
from simsales.kpis.lives import Chosen, chosen_of, latest, repeats
from simsales.kpis.reading import Reading
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import CHURNED, VISITED, WON_BACK

_CHAPTER = "farming"


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


def _recorded(reading: Reading) -> Chosen:
    """Accounts that the firm takes for customers when the window ends: no farmer has found them gone."""
    accounts, until = reading.log.table("accounts"), reading.window.until
    left, back, seen = (latest(reading, activity, until) for activity in (CHURNED, WON_BACK, VISITED))
    known = np.zeros(len(accounts), dtype=bool)
    rows = reading.log.table("standings")
    known[rows_of(rows["account"][rows["time"] <= until])] = True
    return np.asarray(known & ~((left > back) & (seen > left)))


def _believed(reading: Reading) -> Times:
    """P(alive) of each account when the window ends, as the scenario's records tell it."""
    table, until = reading.scenario.farming, reading.window.until
    assert table != "skip"
    accounts, rows = reading.log.table("accounts"), reading.of_log(repeats)
    rows = chosen_of(rows, rows.placed <= until)
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
