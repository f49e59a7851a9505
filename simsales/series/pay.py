"""What the periods of a plan brought to whom: sales beside the quota, and what was due for them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simsales.kpis.pay import quota_periods
from simsales.kpis.reading import Reading
from simsales.series.levels import Numbers


class PayPeriods(NamedTuple):
    """One entry for each person and period with a quota that ended in the window, EUR; on-cost is left out."""

    sales: Numbers
    quota: Numbers
    due: Numbers


def pay_periods(reading: Reading) -> dict[str, PayPeriods]:
    """The pay days of each team whose people have a quota."""
    return {
        team: PayPeriods(*(np.array(rows[name], dtype=float) for name in PayPeriods._fields))
        for team, rows in quota_periods(reading).items()
    }
