"""Week by week from the beginning of a run: how what is under way settles, before it is counted and while it is."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.kpis.fates import deal_fates
from simsales.kpis.orders import fates_of
from simsales.kpis.reading import Reading
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times, Window

_WEEK = 168.0


@kpi(
    "open_opportunities_week.<n>",
    "opportunities",
    "neither",
    "opportunities open at a time, averaged over week <n> of the run, warm-up included",
)
def open_opportunities_week(reading: Reading) -> Mapping[str, float]:
    deals = reading.of_log(deal_fates)
    return _by_week(reading, deals.opened, deals.closed)


@kpi(
    "open_orders_week.<n>",
    "orders",
    "neither",
    "orders in progress at a time, averaged over week <n> of the run, warm-up included",
    chapter="production",
)
def open_orders_week(reading: Reading) -> Mapping[str, float]:
    fates = fates_of(reading)
    return _by_week(reading, fates.placed, np.minimum(fates.delivered, fates.cancelled))


def _by_week(reading: Reading, begins: Times, ends: Times) -> dict[str, float]:
    """Mean number there in each whole week until the window ends."""
    weeks = int(reading.window.until / _WEEK + 1e-9)
    return {
        str(n + 1): float(Window(_WEEK * n, _WEEK * (n + 1)).stays(begins, ends).sum()) / _WEEK
        for n in range(weeks)
    }
