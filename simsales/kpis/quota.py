"""How far people get with their quotas: the share of them in each band of attainment, and what it pays there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simsales.kpis.pay import quota_periods
from simsales.kpis.reading import Reading
from simsales.kpis.registry import kpi

Numbers = NDArray[np.float64]

#: Bands of sales over quota, and what each begins at; who just meets the quota is in the first band beyond it.
BANDS = {"below_50": 0.0, "to_80": 0.5, "to_100": 0.8, "to_120": 1.0, "above_120": 1.2}


@kpi(
    "attained.<team>.<band>",
    "share",
    "neither",
    "people of <team> and periods that ended in the window whose sales over quota lie in the band <band>, as a share "
    "of all with a quota",
)
def attained(reading: Reading) -> Mapping[str, float]:
    return {
        f"{team}.{band}": float(np.mean(inside))
        for team, (_, bands) in reading.of_window(_by_band).items()
        for band, inside in bands.items()
    }


@kpi(
    "payout.<team>.<band>",
    "EUR",
    "neither",
    "mean pay by results, on-cost left out, due to people of <team> for the periods that ended in the window with "
    "sales over quota in the band <band>",
)
def payout(reading: Reading) -> Mapping[str, float]:
    return {
        f"{team}.{band}": float(np.mean(due[inside]))
        for team, (due, bands) in reading.of_window(_by_band).items()
        for band, inside in bands.items()
        if inside.any()
    }


def _by_band(reading: Reading) -> dict[str, tuple[Numbers, dict[str, NDArray[np.bool_]]]]:
    """For each team what was due to each person for each period, and which of them lie in which band."""
    found = {}
    for team, rows in quota_periods(reading).items():
        place = np.searchsorted([*BANDS.values()], rows["sales"] / rows["quota"], side="right") - 1
        found[team] = (rows["due"], {band: place == number for number, band in enumerate(BANDS)})
    return found
