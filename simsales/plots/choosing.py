"""The chart of a choice between scenarios when two or three KPIs count."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING, Any

from matplotlib.lines import Line2D

from simsales.experiments.intervals import half_width
from simsales.experiments.pareto import Front, Place, front_of
from simsales.kpis import catalogue
from simsales.plots.reading import results_of
from simsales.plots.style import COLOURS, QUIET, colour, page, point, points_key, rule
from simsales.plots.words import folded, shown_in, write_short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simsales.plots.reading import Watchable

_LEVEL = 0.95
#: How scenarios that are beaten look where there are more than can be told apart.
_BEATEN: Any = {"linestyle": "", "marker": "o", "markersize": 3.5, "color": QUIET, "markerfacecolor": "white"}


def front(found: Front | Watchable, kpis: Sequence[str] = ()) -> Figure:
    """Scenarios by two KPIs, or by each pair of three, with 95 % intervals; filled are those that no other beats.

    Results are given with the KPIs; a front that was found knows them.  Raises InputError for KPIs that have no better
    direction or were not measured, and with fewer than two replications.
    """
    told = found if isinstance(found, Front) else front_of(results_of(found), kpis)
    pairs = list(combinations(range(len(told.kpis)), 2))
    heading = "Which scenarios no other beats in every KPI"
    note = (
        f"Filled: on the front{' (dashed line)' if len(pairs) == 1 else ''}; hollow: another is better in all of "
        f"{', '.join(told.kpis)}. Mean of {told.replications} replications with 95 % intervals, without the luck that "
        "all share."
    )
    shown = told.places if len(told.places) <= len(COLOURS) else _on_it(told)
    key = points_key([each.scenario for each in shown])
    if len(shown) < len(told.places):
        key.append((f"beaten: {len(told.places) - len(shown)} others", Line2D([], [], **_BEATEN)))
    height = 3.6 if len(pairs) == 1 else 2.9 * len(pairs)
    with page(len(pairs), 1, height, heading, note, key) as (figure, panels):
        for panel, (across, up) in zip(panels, pairs, strict=True):
            if len(pairs) == 1:
                _steps(panel, told, across, up)
            for each in told.places:
                _place(panel, told, each, shown.index(each) if each in shown else None, (across, up))
            _axis(panel, "x", told.kpis[across])
            _axis(panel, "y", told.kpis[up])
            panel.margins(x=0.08, y=0.12)
    return figure


def _on_it(told: Front) -> tuple[Place, ...]:
    return tuple(each for each in told.places if each.dominated_by is None)


def _place(panel: Axes, told: Front, each: Place, number: int | None, pair: tuple[int, int]) -> None:
    """One scenario with its intervals; without a number it is one of many that are beaten."""
    scales = [shown_in(catalogue()[told.kpis[kpi]].unit)[1] for kpi in pair]
    x, y = (scale * each.means[kpi] for kpi, scale in zip(pair, scales, strict=True))
    if number is None:
        panel.plot([x], [y], **_BEATEN)
        return
    half = [
        scale * half_width("fixed", each.errors[kpi] * sqrt(told.replications), told.replications, _LEVEL)
        for kpi, scale in zip(pair, scales, strict=True)
    ]
    beaten = each.dominated_by is not None
    panel.errorbar(
        [x], [y], xerr=[half[0]], yerr=[half[1]], fmt="none", ecolor=colour(number), elinewidth=0.8
    )
    look = {**point(number), "markersize": 7, "linestyle": ""}
    panel.plot([x], [y], **look, markerfacecolor="white" if beaten else colour(number))


def _steps(panel: Axes, told: Front, across: int, up: int) -> None:
    """The line along the front: nothing that was tried lies beyond it."""
    on_it = [each.means for each in _on_it(told)]
    scales = [shown_in(catalogue()[told.kpis[kpi]].unit)[1] for kpi in (across, up)]
    points = sorted((scales[0] * means[across], scales[1] * means[up]) for means in on_it)
    more = catalogue()[told.kpis[across]].better == "higher"
    settings = {"color": QUIET, "linewidth": 1.0, "linestyle": (0, (4, 3)), "zorder": 0}
    panel.step(*zip(*points, strict=True), where="pre" if more else "post", **settings)  # type: ignore[arg-type]  # kinds vary


def _axis(panel: Axes, axis: str, kpi: str) -> None:
    known = catalogue()[kpi]
    unit, _ = shown_in(known.unit)
    words = folded(f"{kpi}, {unit} ({'more' if known.better == 'higher' else 'less'} is better)", 46)
    (panel.set_xlabel if axis == "x" else panel.set_ylabel)(words)
    panel.locator_params(axis=axis, nbins=6)  # type: ignore[arg-type]  # "x" or "y"
    write_short(panel.xaxis if axis == "x" else panel.yaxis)
    rule(panel, axis)
