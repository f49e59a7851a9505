"""The chart of a change over time: what it costs before it pays."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, isinf
from typing import TYPE_CHECKING, Any

import numpy as np

from simsales.plots.style import COLOURS, QUIET, page, rule
from simsales.plots.words import shown_in, signed, write_short

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simsales.experiments.transition import Band, Transition


def transition(found: Transition) -> Figure:
    """The mean path of a change against no change, with its 95 % band, week by week.

    Below it contribution added up, with the trough and the week of the break-even, shaded where that may lie.
    """
    unit, scale = shown_in(found.unit)
    heading = f"What {found.other} goes through against {found.base}"
    bands = "s; shaded band: 95 % in each week by itself" if found.pairs > 1 else ""
    note = f"Mean of {found.pairs} pair{bands}. {found.sentence()}"
    with page(2, 1, 4.4, heading, note) as (figure, (above, below)):
        _path(above, found.path, scale, _weeks(found.path.mean))
        above.set_title(f"{found.kpi}, difference in each week")
        above.set_ylabel("percentage points" if unit == "%" else f"{unit}")
        _path(below, found.cumulated, 1.0, _weeks(found.cumulated.mean))
        below.set_title("contribution, added up since the change")
        below.set_ylabel("EUR")
        below.margins(y=0.15)
        _marks(below, found)
        for panel in (above, below):
            panel.set_xlabel("weeks since the change")
    return figure


def _weeks(path: Sequence[float]) -> list[int]:
    return list(range(1, len(path) + 1))


def _path(panel: Axes, path: Band, scale: float, weeks: Sequence[int]) -> None:
    mean, low, high = (scale * np.array(bound) for bound in (path.mean, path.low, path.high))
    panel.fill_between(weeks, low, high, color=COLOURS[0], alpha=0.16, linewidth=0.0)
    panel.plot(weeks, mean, color=COLOURS[0], linewidth=1.5)
    panel.axhline(0.0, color=QUIET, linewidth=1)
    panel.set_xlim(0.0, len(weeks) + 0.5)
    panel.locator_params(axis="x", nbins=8, integer=True)
    write_short(panel.yaxis)
    rule(panel, "y")


def _marks(panel: Axes, found: Transition) -> None:
    """The trough and the break-even, each with its words beside it."""
    weeks = len(found.cumulated.mean)
    if found.trough.week:
        lowest = (found.trough.week, -found.trough.depth)
        panel.plot(*([value] for value in lowest), marker="v", markersize=7, color=COLOURS[1], linestyle="")
        words = f"trough: {signed(-found.trough.depth)} EUR, week {found.trough.week}"
        _say(panel, words, lowest, (0, -14), found.trough.week > 0.6 * weeks)
    point = found.break_even
    known = point.earliest > 0.0 or isfinite(point.latest)
    if known and isfinite(point.earliest) and point.latest > 0.0:
        latest = weeks if isinf(point.latest) else point.latest
        panel.axvspan(point.earliest, latest, color=COLOURS[2], alpha=0.10, linewidth=0.0)
    if isfinite(point.week) and point.week > 0.0:
        panel.plot([point.week], [0.0], marker="D", markersize=6, color=COLOURS[2], linestyle="")
        _say(panel, f"break-even: {point}", (point.week, 0.0), (0, 9), point.week > 0.6 * weeks)


def _say(panel: Axes, words: str, at: tuple[float, float], off: tuple[int, int], left: bool) -> None:
    beneath: Any = {"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.85}
    look: Any = {"textcoords": "offset points", "ha": "right" if left else "left", "fontsize": 8}
    panel.annotate(words, at, off, bbox=beneath, **look)
