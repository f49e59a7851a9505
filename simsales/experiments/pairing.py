"""What it is worth that replications of two scenarios meet the same customers with the same luck.

Played apart, the difference of two means has the variance of both; paired, that of the difference within pairs.  Their
ratio is how many times as many replications luck of their own would take, whatever the difference is.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.comparison import LEVEL, Comparison, changes_of
from simsales.experiments.decision import distance_to
from simsales.experiments.intervals import half_width, pairs_to_tell
from simsales.experiments.tables import number, signed, text_table
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pairing:
    """One KPI of one scenario against the base, paired and as if it had been played apart.

    `paired` and `apart` are the replications of each scenario at which the 95 % interval tells the difference found
    from 0 (None: no number is likely to); `times` is the ratio of the variances, `low` and `high` bound it at 95 %.
    """

    kpi: str
    scenario: str
    pairs: int
    difference: float
    spread: float
    unpaired_spread: float
    paired: int | None
    apart: int | None
    times: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, repr=False)
class PairingTable:
    """What pairing is worth for some KPIs."""

    rows: tuple[Pairing, ...]

    def of(self, kpi: str) -> list[Pairing]:
        """This KPI's, one per scenario."""
        return [row for row in self.rows if row.kpi == kpi]

    def to_pandas(self) -> "pd.DataFrame":
        """One row per scenario and KPI."""
        import pandas as pd

        return pd.DataFrame([asdict(row) for row in self.rows])

    def __repr__(self) -> str:
        head = ["KPI", "scenario", "pairs", "difference", "s.d. paired", "s.d. apart"]
        head += ["needed paired", "needed apart", "times as many", "95 % interval"]
        lines = [
            [
                *(row.kpi, row.scenario, str(row.pairs), signed(row.difference), number(row.spread)),
                *(number(row.unpaired_spread), _count(row.paired), _count(row.apart), number(row.times)),
                f"{number(row.low)} … {number(row.high)}",
            ]
            for row in self.rows
        ]
        return text_table(head, lines)


def pairing_worth(comparison: Comparison, kpis: Sequence[str] | None = None) -> PairingTable:
    """What pairing is worth in a comparison, for these KPIs or for the one that decides.

    The interval of the ratio is that of a jackknife over pairs, on the scale of logarithms.  Raises InputError for a
    KPI that was not measured.
    """
    rows = []
    for kpi in [comparison.kpi] if kpis is None else kpis:
        if kpi not in comparison.results.kpis:
            raise InputError(
                f"kpis: must have been measured, found '{kpi}'{nearest(kpi, comparison.results.kpis)}"
            )
        for d in comparison.of(kpi):
            before, after, _ = changes_of(comparison.results, d.base, d.scenario, kpi)
            distance = distance_to(0.0, d)
            paired, apart = (
                pairs_to_tell("fixed", distance, s, d.level) for s in (d.spread, d.unpaired_spread)
            )
            times, low, high = ratio_of_variances(before, after)
            found = (d.pairs, d.difference, d.spread, d.unpaired_spread, paired, apart, times, low, high)
            rows.append(Pairing(kpi, d.scenario, *found))
    return PairingTable(tuple(rows))


def ratio_of_variances(before: Numbers, after: Numbers) -> tuple[float, float, float]:
    """The sum of both variances over that of the paired difference, and its bounds by a jackknife over pairs.

    NaN where pairs never differ, or are fewer than four.
    """
    pairs = len(before)
    if pairs < 4 or np.ptp(after - before) == 0.0:
        return math.nan, math.nan, math.nan
    variances = [float(np.var(values, ddof=1)) for values in (before, after, after - before)]
    without = [_without_each(values) for values in (before, after, after - before)]
    times = math.log((variances[0] + variances[1]) / variances[2])
    error = math.sqrt((pairs - 1) * float(np.var(np.log((without[0] + without[1]) / without[2]))))
    half = half_width("fixed", error * math.sqrt(pairs), pairs, LEVEL)
    return math.exp(times), math.exp(times - half), math.exp(times + half)


def _without_each(values: Numbers) -> Numbers:
    """The variance that is left without each of the values."""
    n = len(values)
    away = (values - values.mean()) ** 2
    return np.asarray((away.sum() - n / (n - 1) * away) / (n - 2))


def _count(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"
