"""Quantiles over the cases of all replications together, each with an interval of its own.

`compare` gives the mean over replications of each one's quantile: what such a figure is in a year, on average, and its
paired interval is right for that.  "90 % of leads are answered within so many hours" is another figure, the quantile of
all cases: it differs where a replication has few cases, for a quantile of few is biased, or where replications differ,
for a bad year has more of the slow cases.  Cases of one replication depend on one another, so that an interval for it
may only draw whole replications again, with all their cases, and the same ones for scenarios that are compared.
"""

import math
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.cases import cases_of
from simsales.experiments.comparison import LEVEL, must_be_measured
from simsales.experiments.experiment import prepared
from simsales.experiments.intervals import half_width
from simsales.experiments.tables import number, percent, signed, text_table
from simsales.kpis import catalogue
from simsales.kpis.quantiles import quantile
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.experiment import Playable

Numbers = NDArray[np.float64]
DRAWS = 2_000
_PURPOSE = crc32(b"pooled quantiles")


@dataclass(frozen=True, slots=True)
class Pooled:
    """A quantile of one scenario over all cases, and against the base.

    `low` and `high` bound `quantile`, and `difference_low` and `difference_high` the difference from the base's, at
    95 %.  `yearly` is the mean of the replications' own quantiles, `yearly_difference` what `compare` shows, with its
    half-width.  What cannot be said is NaN: bounds where too many cases never came to an end, differences of the base.
    """

    scenario: str
    cases: int
    quantile: float
    low: float
    high: float
    difference: float
    difference_low: float
    difference_high: float
    yearly: float
    yearly_difference: float
    yearly_half_width: float


@dataclass(frozen=True, slots=True, repr=False)
class PooledQuantiles:
    """One quantile of several scenarios, the first being the base."""

    kpi: str
    unit: str
    share: float
    replications: int
    rows: tuple[Pooled, ...]

    def of(self, scenario: str) -> Pooled:
        return next(row for row in self.rows if row.scenario == scenario)

    def to_pandas(self) -> "pd.DataFrame":
        """One row per scenario."""
        import pandas as pd

        return pd.DataFrame([asdict(row) for row in self.rows])

    def __repr__(self) -> str:
        head = ["scenario", "cases", f"{percent(self.share)} of all", "95 % interval", "difference"]
        head += ["its 95 % interval", "a year's, on average", "its difference"]
        lines = [
            [
                *(row.scenario, f"{row.cases:,}", number(row.quantile)),
                _span(number(row.low), number(row.high)),
                signed(row.difference),
                _span(signed(row.difference_low), signed(row.difference_high)),
                number(row.yearly),
                f"{signed(row.yearly_difference)} ± {number(row.yearly_half_width)}",
            ]
            for row in self.rows
        ]
        title = f"{self.kpi} in {self.unit}, over the cases of {self.replications} replications"
        return f"{title}\n{text_table(head, lines)}"


def pooled_quantiles(
    base: "Playable",
    *others: "Playable",
    kpi: str,
    replications: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
) -> PooledQuantiles:
    """Play scenarios and take a KPI that is a quantile, such as ``cycle_time_p90``, over the cases of all replications.

    Raises InputError for a KPI that is not there or no quantile over cases, and SimSalesError where no replication came
    to its end in every scenario.
    """
    if kpi not in catalogue():
        raise InputError(f"--kpi: must be a known KPI, found {kpi!r}{nearest(kpi, catalogue())}")
    named = prepared((base, *others), replications, seed)
    must_be_measured(kpi, list(named.values()))
    cases, share = cases_of(named, kpi, workers, executor)
    drawn = _draws(len(next(iter(cases.values()))), next(iter(named.values())).run.seed)
    first = next(iter(cases.values()))
    rows = tuple(
        _pooled(label, theirs, None if theirs is first else first, share, drawn)
        for label, theirs in cases.items()
    )
    return PooledQuantiles(kpi, catalogue()[kpi].unit, share, len(first), rows)


# --- from cases to intervals -----------------------------------------------------------------------------


def _pooled(
    label: str, cases: Sequence[Numbers], base: Sequence[Numbers] | None, share: float, drawn: Numbers
) -> Pooled:
    found, again = quantiles_drawn(cases, share, drawn)
    low, high = bounds(found, again, len(cases))
    yearly = np.array([quantile(one, share) for one in cases])
    difference = difference_low = difference_high = change = half = math.nan
    if base is not None:
        beside, beside_again = quantiles_drawn(base, share, drawn)
        difference = found - beside
        difference_low, difference_high = bounds(difference, again - beside_again, len(cases))
        changes = yearly - np.array([quantile(one, share) for one in base])
        changes = changes[np.isfinite(changes)]
        change = float(changes.mean()) if len(changes) else math.nan
        spread = float(changes.std(ddof=1)) if len(changes) > 1 else math.nan
        half = half_width("fixed", spread, len(changes), LEVEL)
    known = yearly[np.isfinite(yearly)]
    return Pooled(
        label,
        sum(map(len, cases)),
        *(found, low, high, difference, difference_low, difference_high),
        float(known.mean()) if len(known) else math.nan,
        *(change, half),
    )


def quantiles_drawn(cases: Sequence[Numbers], share: float, drawn: Numbers) -> tuple[float, Numbers]:
    """The quantile of all cases together, and that of each draw, which has every replication so many times.

    It is the smallest value that at least `share` of the cases do not exceed; NaN without cases, and, of all cases,
    where it is infinite.
    """
    values = np.concatenate([np.asarray(one, dtype=float) for one in cases])
    if not len(values):
        return math.nan, np.full(len(drawn), np.nan)
    order = np.argsort(values, kind="stable")
    owners = np.repeat(np.arange(len(cases)), [len(one) for one in cases])[order]
    values = values[order]
    again = np.empty(len(drawn))
    for number_of_draw, counts in enumerate(drawn):
        upto = np.cumsum(counts[owners])
        again[number_of_draw] = values[np.searchsorted(upto, share * upto[-1] - 1e-9)] if upto[-1] else np.nan
    return float(quantile(values, share)), again


def bounds(found: float, again: Numbers, replications: int, level: float = LEVEL) -> tuple[float, float]:
    """Student's interval with the bootstrap's standard error, so that of a mean it is Student's interval itself.

    Draws vary by (n - 1) / n of what replications do, which is made good.  NaN for one replication, and
    where a draw is infinite or has no case.
    """
    if replications < 2 or not np.all(np.isfinite(again)):
        return math.nan, math.nan
    error = float(np.std(again)) * math.sqrt(replications / (replications - 1))
    half = half_width("fixed", error * math.sqrt(replications), replications, level)
    return found - half, found + half


def _draws(replications: int, seed: int) -> Numbers:
    """How many times each replication is in each draw; the same draws for all scenarios."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_PURPOSE,)))
    return rng.multinomial(replications, np.full(replications, 1 / replications), size=DRAWS).astype(float)


def _span(low: str, high: str) -> str:
    return "–" if low == high == "–" else f"{low} … {high}"
