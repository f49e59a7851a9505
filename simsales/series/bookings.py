"""When in the quarter orders are booked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simsales.instruments.clock import WEEK
from simsales.kpis.reading import Reading, Rows
from simsales.series.levels import Numbers
from simsales.words.vocabulary import MONEY, REVENUE

#: Weeks of a quarter.
QUARTER = 13


@dataclass(frozen=True, slots=True, eq=False)
class Booked:
    """Bookings of each week that the window touches, EUR; which week of its quarter each is, from 1 to 13.

    `shares` say how much of each week lies in the window: all of it, but for the first and the last.
    """

    week_in_quarter: Rows
    amounts: Numbers
    shares: Numbers


def bookings_by_week(reading: Reading) -> Booked:
    """Bookings of the window week by week; they add up to the KPI ``bookings``.

    As for the KPI, a posting at the very end of a week belongs to it.
    """
    rows = reading.noted(MONEY)
    rows = rows[(rows["reason"] == REVENUE) & reading.window.accrued(rows["time"])]
    first = int(reading.window.since // WEEK)
    count = max(int(np.ceil(reading.window.until / WEEK)) - first, 0)
    week = np.ceil(rows["time"] / WEEK).astype(int) - 1 - first
    amounts = np.bincount(week, rows["value"], count).astype(float)
    edges = np.clip(WEEK * (first + np.arange(count + 1)), reading.window.since, reading.window.until)
    return Booked((first + np.arange(count)) % QUARTER + 1, amounts, np.diff(edges) / WEEK)
