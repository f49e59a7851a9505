"""What the course of a quarter does to sales: when in it orders are signed, and at which discounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import numpy as np

from simsales.instruments.clock import WEEK, month_ends
from simsales.instruments.eventlog import rows_of
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import MONEY, REVENUE, WON

_LAST_DAYS = 10
_WEEKS = 13


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
    return _late_share(reading, rows["time"], rows["value"])


@kpi(
    "deals_last_days_share",
    "share",
    "neither",
    "deals won in the last ten working days of each quarter that ended in the window, over those of the whole "
    "quarters; as last_days_share, but by number and not by value",
)
def deals_last_days_share(reading: Reading) -> float:
    times = reading.noted(WON)["time"]
    return _late_share(reading, times, np.ones(len(times)))


@kpi(
    "discount_week.<n>",
    "share",
    "neither",
    "list price less what was paid, over list price, of deals won in week <n> of each quarter that ended in the window",
)
def discount_by_week(reading: Reading) -> Mapping[str, float]:
    won = reading.noted(WON)
    listed = reading.opportunities["value"][rows_of(won["case"])]
    at_list, paid = np.zeros(_WEEKS), np.zeros(_WEEKS)
    for begin, end in quarters(reading):
        inside = (won["time"] > begin) & (won["time"] <= end)
        week = np.ceil((won["time"][inside] - begin) / WEEK).astype(int) - 1
        at_list += np.bincount(week, listed[inside], _WEEKS)
        paid += np.bincount(week, won["value"][inside], _WEEKS)
    return {str(n + 1): 1.0 - paid[n] / at_list[n] for n in np.flatnonzero(at_list)}


def quarters(reading: Reading) -> Iterator[tuple[float, float]]:
    """Beginning and end of each quarter that lies in the window as a whole."""
    for begin, end in pairwise([0.0, *month_ends(reading.window.until)[2::3]]):
        if begin >= reading.window.since:
            yield begin, end


def _late_share(reading: Reading, times: Times, amounts: Times) -> float:
    """What falls into the last days of the window's quarters, over what falls into the whole of them."""
    late = whole = 0.0
    for begin, end in quarters(reading):
        inside = (times > begin) & (times <= end)
        days_left = reading.base.between(times[inside], end) / reading.day_hours
        whole += float(amounts[inside].sum())
        late += float(amounts[inside][days_left <= _LAST_DAYS].sum())
    return ratio(late, whole)
