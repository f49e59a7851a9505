"""What a change costs before it pays: the whole way from the date on, week by week, against no change.

A comparison of two windows says whether a change is worth it, and not what a firm goes through until then.  Here both
companies are played with the same luck, and what one has beside the other is followed from the first day on which they
differ: the mean path of a figure, contribution added up, the depth and the date of the trough, and when the
change has paid for itself.  Where the path is not known exactly the date is not either: the interval of the break-even
date holds every week in which the mean may be zero, as far as the pairs can tell.
"""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass
from functools import partial
from math import inf, isfinite, isinf, isnan, nan, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.comparison import LEVEL, VERDICT_KPI, must_be_comparable, must_be_measured
from simsales.experiments.document import Block, Table, paragraph, table
from simsales.experiments.experiment import prepared
from simsales.experiments.looking import look_at
from simsales.experiments.tables import signed, text_table
from simsales.instruments.clock import WEEK
from simsales.kpis import catalogue
from simsales.kpis.adaptability import loss_area, weekly_of
from simsales.kpis.reading import Reading
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from simsales.experiments.experiment import Playable, Progress
    from simsales.scenario import Scenario

Numbers = NDArray[np.float64]


# --- paths ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Band:
    """A mean path between its bounds; entry n is what is so at the end of week n + 1 after the change."""

    mean: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


def band(paths: Numbers) -> Band:
    """The mean of paths, a row for each pair, with Student's interval in each week by itself.

    A week without a value in some pair uses the others; of fewer than two pairs the bounds are unknown.
    """
    from scipy.special import stdtrit

    known = np.isfinite(paths)
    counts = known.sum(axis=0)
    sums = np.where(known, paths, 0.0).sum(axis=0)
    mean = np.divide(sums, counts, out=np.full(len(sums), nan), where=counts > 0)
    squares = (np.where(known, paths - mean, 0.0) ** 2).sum(axis=0)
    freedom = np.maximum(counts - 1, 1)
    half = stdtrit(freedom, 0.5 + LEVEL / 2) * np.sqrt(squares / freedom / np.maximum(counts, 1))
    half = np.where(counts > 1, half, nan)
    return Band(tuple(mean.tolist()), tuple((mean - half).tolist()), tuple((mean + half).tolist()))


@dataclass(frozen=True, slots=True)
class Trough:
    """How deep in the red a change brings the firm, and at the end of which week; 0 and 0 where it never does."""

    depth: float
    week: int


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The week at whose end a change has paid for itself for good, and the weeks between which that may be.

    0 is at once, and infinite is not within the run.  A single pair does not bound it: the bounds are then NaN.
    """

    week: float
    earliest: float
    latest: float

    def __str__(self) -> str:
        if isinf(self.week):
            begins = "not within the run"
            return f"{begins}, week {self.earliest:g} at the earliest" if isfinite(self.earliest) else begins
        if isnan(self.earliest):
            return f"week {self.week:g}"
        latest = "beyond the run" if isinf(self.latest) else f"{self.latest:g}"
        return f"week {self.week:g} ({self.earliest:g} to {latest})"


def trough(cumulated: Sequence[float]) -> Trough:
    """Where a path of sums is lowest below zero."""
    lowest = min(range(len(cumulated)), key=lambda week: cumulated[week], default=0)
    if not cumulated or cumulated[lowest] >= 0.0:
        return Trough(0.0, 0)
    return Trough(-cumulated[lowest], lowest + 1)


def break_even(cumulated: Band) -> BreakEven:
    """When a path of sums is back at zero for good.

    The bounds hold every week at whose end it may be there, after one at whose end it may not, each by its own bounds.
    """
    week = _back_for_good(cumulated.mean)
    if any(isnan(bound) for bound in cumulated.low):
        return BreakEven(week, nan, nan)
    return BreakEven(week, _perhaps_back(cumulated), _back_for_good(cumulated.low))


def _perhaps_back(path: Band) -> float:
    """The first week that may be the one; 0 where the path may never have been below zero."""
    if all(bound >= 0.0 for bound in path.high):
        return 0.0
    pairs = enumerate(zip(path.low, path.high[1:], strict=False), start=2)
    return next((float(week) for week, (before, now) in pairs if before < 0.0 <= now), inf)


def _back_for_good(path: Sequence[float]) -> float:
    """After how many weeks a path is never below zero again; 0 where it never is, infinite where it ends there."""
    below = [week for week, value in enumerate(path) if not value >= 0.0]
    if not below:
        return 0.0
    return float(below[-1] + 2) if below[-1] + 1 < len(path) else inf


def mean_loss(paths: Numbers, better: str) -> tuple[float, float, float]:
    """What the mean path misses of no change, added up over its weeks, with an interval (jackknife over the pairs).

    Weeks that are better than no change make good for none that are worse (dossier 1); where neither direction is
    better, what is lower is missed.  Of a figure that varies from week to week, by chance alone something is missed in
    half of the weeks; the more pairs, the less.
    """
    count = len(paths)
    whole = _missed(paths, better)
    if count < 2:
        return whole, nan, nan
    from scipy.special import stdtrit

    without = np.array([_missed(np.delete(paths, pair, axis=0), better) for pair in range(count)])
    error = sqrt((count - 1) * float(np.mean((without - without.mean()) ** 2)))
    half = float(stdtrit(count - 1, 0.5 + LEVEL / 2)) * error
    return whole, whole - half, whole + half


def _missed(paths: Numbers, better: str) -> float:
    path = np.nan_to_num(np.array(band(paths).mean), nan=0.0)
    return loss_area(path, 0.0, better="lower" if better == "lower" else "higher", step=1.0)


# --- the whole way -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Transition:
    """One scenario beside another from the first instant on which they differ; every difference is other minus base.

    `path` is the mean difference of the KPI week by week, `cumulated` that of contribution added up since the change,
    EUR; `loss` is what the path misses of no change in all its weeks that are worse, in the unit of the KPI times
    weeks, with its bounds.
    """

    base: str
    other: str
    kpi: str
    unit: str
    begins: float  # h, when the two begin to differ, or the window if that is later
    pairs: int
    path: Band
    cumulated: Band
    trough: Trough
    break_even: BreakEven
    loss: float
    loss_low: float
    loss_high: float

    def to_pandas(self) -> "pd.DataFrame":
        """One row per week after the change."""
        import pandas as pd

        columns = {"": self.path, "cumulated_": self.cumulated}
        table = {
            f"{name}{bound}": getattr(one, bound)
            for name, one in columns.items()
            for bound in ("mean", "low", "high")
        }
        return pd.DataFrame(table, index=pd.RangeIndex(1, len(self.path.mean) + 1, name="week"))

    def as_dict(self) -> dict[str, Any]:
        """What was found, without the weeks; a date that is not within the run is infinite."""
        return {
            "kpi": self.kpi,
            "unit": self.unit,
            "begins_week": self.begins / WEEK,
            "pairs": self.pairs,
            "trough": asdict(self.trough),
            "break_even": {**asdict(self.break_even), "said": str(self.break_even)},
            "loss": {"mean": self.loss, "low": self.loss_low, "high": self.loss_high},
            "sentence": self.sentence(),
        }

    def sentence(self) -> str:
        """What the firm goes through, in one sentence."""
        weeks = len(self.path.mean)
        end = f"after {weeks} weeks {signed(self.cumulated.mean[-1])} EUR"
        if self.trough.week == 0:
            return f"{self.other} is never in the red against {self.base}: {end}."
        low, high = (bound[self.trough.week - 1] for bound in (self.cumulated.low, self.cumulated.high))
        bounds = f" (95 % interval of the sum {signed(low)} to {signed(high)})" if isfinite(low) else ""
        return (
            f"{self.other} is deepest in the red against {self.base} in week {self.trough.week} after the change, by "
            f"{self.trough.depth:,.0f} EUR{bounds}; it breaks even: {self.break_even}; {end}."
        )

    def __repr__(self) -> str:
        weeks = self._table()
        return "\n".join([weeks.caption, text_table(weeks.header, weeks.rows), self.sentence()])

    def told(self) -> tuple[Block, ...]:
        """The sentence, and every fourth week, as a document."""
        return paragraph(self.sentence()), self._table()

    def _table(self) -> Table:
        header = ["week", f"{self.kpi}", "95 % interval", "cumulated EUR", "interval of the sum"]
        chosen = sorted({*range(3, len(self.path.mean), 4), len(self.path.mean) - 1})
        rows = [
            [str(week + 1), *_printed(self.path, week), *_printed(self.cumulated, week)] for week in chosen
        ]
        title = (
            f"{self.other} against {self.base}, week by week from week {self.begins / WEEK:g} on, "
            f"{self.pairs} paired replications"
        )
        return table(header, rows, title)


def transition(
    base: "Playable",
    other: "Playable",
    kpi: str = VERDICT_KPI,
    replications: int | None = None,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    store: str | Path | None = None,
    progress: "Progress | None" = None,
) -> Transition:
    """Follow a scenario with a dated change, such as another strategy, week by week beside one without.

    What is added up is contribution, whatever the KPI.  The weeks are those of the window, beginning with the one in
    which the two begin to differ.  With `store`, the path of a file, the paths of each replication are kept there and
    found again by the next call.

    Raises InputError for a KPI that is not there, and for scenarios whose [run] tables differ or that never differ
    within the window.
    """
    must_be_known(kpi)
    named = prepared((base, other), replications, seed)
    since, skipped = weeks_to_follow(named, kpi)
    before, after = look_at(named, partial(both_paths, kpi), workers, executor, progress, store)
    differences = np.array([after[number] - path for number, path in before.items()])[:, :, skipped:]
    return told(named, kpi, since, differences)


def must_be_known(kpi: str) -> None:
    """Raise InputError unless there is such a KPI."""
    if kpi not in catalogue():
        raise InputError(f"--kpi: must be a known KPI, found {kpi!r}{nearest(kpi, catalogue())}")


def weeks_to_follow(named: "dict[str, Scenario]", kpi: str) -> tuple[float, int]:
    """The hour from which a base and another are followed, and the weeks of the window that are over by then.

    Raises InputError where they cannot be followed.
    """
    must_be_comparable(named, next(iter(named)))
    must_be_measured(kpi, list(named.values()))
    since = _first_difference(*named.values())
    run = next(iter(named.values())).run
    skipped = int(max(since - run.warm_up.calendar_hours, 0.0) // WEEK)
    if skipped >= int(run.horizon.calendar_hours / WEEK + 1e-9):
        raise InputError(
            "transition: must begin before the last whole week of the window is over, found no week after it"
        )
    return max(since, run.warm_up.calendar_hours), skipped


def told(named: "dict[str, Scenario]", kpi: str, begins: float, differences: Numbers) -> Transition:
    """The transition that these differences tell: by pair, for the KPI and for contribution, week by week."""
    base, other = named
    definition = catalogue()[kpi]
    cumulated = band(differences[:, 1].cumsum(axis=1))
    loss, low, high = mean_loss(differences[:, 0], definition.better)
    return Transition(
        base=base,
        other=other,
        kpi=kpi,
        unit=definition.unit,
        begins=begins,
        pairs=len(differences),
        path=band(differences[:, 0]),
        cumulated=cumulated,
        trough=trough(cumulated.mean),
        break_even=break_even(cumulated),
        loss=loss,
        loss_low=low,
        loss_high=high,
    )


def both_paths(kpi: str, reading: Reading) -> Numbers:
    """A KPI and contribution, week by week."""
    paths = {name: weekly_of(reading, name) for name in {kpi, VERDICT_KPI}}
    return np.array([paths[kpi], paths[VERDICT_KPI]])


def _first_difference(base: "Scenario", other: "Scenario") -> float:
    """The first hour at which the scenarios in force are not the same."""
    stories = [
        [(date.calendar_hours, _in_force(then)) for date, then in each.epochs()] for each in (base, other)
    ]
    for time in sorted({time for story in stories for time, _ in story}):
        first, second = ([then for date, then in story if date <= time][-1] for story in stories)
        if first != second:
            return time
    raise InputError(
        "transition: must have a scenario that differs from its base, found none; change something"
    )


def _in_force(scenario: "Scenario") -> dict[str, object]:
    """All that is in force, without what is planned."""
    return {
        key: value for key, value in scenario.resolved().items() if key not in ("about", "at", "strategy")
    }


def _printed(path: Band, week: int) -> list[str]:
    mean, low, high = path.mean[week], path.low[week], path.high[week]
    bounds = f"{signed(low, mean)} … {signed(high, mean)}" if isfinite(low) else "–"
    return [signed(mean), bounds]
