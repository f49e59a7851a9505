"""What the periods of a plan brought to whom: sales beside the quota, and what was due for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simsales.kpis.pay import quota_periods
from simsales.kpis.reading import Reading
from simsales.series.levels import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class PayPeriods:
    """One entry for each person and period with a quota that ended in the window, EUR; on-cost is left out."""

    sales: Numbers
    quota: Numbers
    due: Numbers

    @property
    def attained(self) -> Numbers:
        """Sales over quota."""
        return np.asarray(self.sales / self.quota)


def together(periods: Sequence[PayPeriods]) -> PayPeriods:
    """The entries of several replications."""
    return PayPeriods(
        np.concatenate([each.sales for each in periods]),
        np.concatenate([each.quota for each in periods]),
        np.concatenate([each.due for each in periods]),
    )


def pay_periods(reading: Reading) -> dict[str, PayPeriods]:
    """The pay days of each team whose people have a quota."""
    return {
        team: PayPeriods(*(np.array(rows[name], dtype=float) for name in ("sales", "quota", "due")))
        for team, rows in quota_periods(reading).items()
    }
