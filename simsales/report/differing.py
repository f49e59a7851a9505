"""What differs from the base, KPI by KPI: a row for each, those that matter before the others."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simsales.experiments.comparison import printed, shown
from simsales.experiments.tables import percent, share

if TYPE_CHECKING:
    from simsales.experiments.comparison import Comparison, Difference

#: Of the picture of an interval: half its width, and where its ends lie at most from the middle, in its own units.
_MIDDLE, _REACH = 60.0, 54.0
_WAYS = {"higher": ("better", "worse"), "lower": ("worse", "better")}


@dataclass(frozen=True, slots=True)
class Whisker:
    """An interval beside zero as it is drawn: left end, point and right end, between 0 and 120; zero is at 60."""

    low: float
    point: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One KPI against the base, as it is printed; `way` says in a word where its interval lies."""

    kpi: str
    meaning: str
    unit: str
    base: str
    other: str
    difference: str
    interval: str
    chance: str
    share: str
    way: str
    decides: bool
    together: bool
    whisker: Whisker | None


@dataclass(frozen=True, slots=True)
class Differing:
    """The rows of one scenario; `matter` are the KPI that decides and those that hold together, `rest` the others."""

    scenario: str
    base: str
    level: str
    matter: tuple[Row, ...]
    rest: tuple[Row, ...]


def differing(comparison: Comparison, scenario: str, in_full: bool = True) -> Differing:
    """The headline KPIs of one scenario against the base; those that do not matter only `in_full`."""
    found = {d.kpi: d for d in comparison.differences if d.scenario == scenario}
    results = comparison.results
    rows = [
        _row(found[kpi], results.definition(kpi).definition, comparison.kpi)
        for kpi in shown(results, comparison.kpi)
        if found[kpi].pairs
    ]
    return Differing(
        scenario,
        comparison.base,
        percent(comparison.differences[0].level),
        tuple(row for row in rows if row.decides or row.together),
        tuple(row for row in rows if in_full and not (row.decides or row.together)),
    )


def _row(d: Difference, meaning: str, decides: str) -> Row:
    kpi, unit, base, other, difference, interval, chance, pairs = printed(d)
    return Row(
        kpi,
        meaning,
        unit,
        base,
        other,
        difference,
        interval,
        share(d.p_better) if math.isfinite(d.p_better) else chance,
        pairs.rstrip(" *"),
        _way(d),
        kpi == decides,
        d.holds_together,
        _whisker(d),
    )


def _way(d: Difference) -> str:
    """Better or worse where the interval excludes zero, more or less where neither is good in itself."""
    if d.spread == 0.0 == d.difference:
        return "same"
    if d.low > 0.0 or d.high < 0.0:
        more, less = _WAYS.get(d.better, ("more", "less"))
        return more if d.low > 0.0 else less
    return "open"


def _whisker(d: Difference) -> Whisker | None:
    ends = (d.low, d.difference, d.high)
    widest = max(map(abs, ends))
    if not all(map(math.isfinite, ends)) or not widest:
        return None
    return Whisker(*(round(_MIDDLE + _REACH * end / widest, 1) for end in ends))
