"""The chart of a comparison: by how much each scenario differs from the base, and how certain that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simsales.experiments.comparison import Comparison, Difference
from simsales.experiments.tables import percent
from simsales.plots.reading import results_of
from simsales.plots.style import QUIET, colour, page, point, rule
from simsales.plots.words import label, shown_in, signed, write_short
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from simsales.plots.reading import Watchable

_TELLING = ("contribution", "wins", "win_rate", "cost_per_win", "cycle_time", "open_opportunities")
_MOST = 6
_ACROSS = 3
_LETTERS = 84  # of titles side by side


def differences(results: Watchable, kpis: Sequence[str] | None = None) -> Figure:
    """How each scenario differs from the base: mean paired difference and its interval, a panel per KPI.

    Without `kpis` six are shown that tell most.  Raises InputError for a KPI that was not measured.
    """
    comparison = results if isinstance(results, Comparison) else results_of(results).compare()
    known = [name for name in comparison.results.kpis if comparison.of(name)]
    chosen = _telling(comparison, known) if kpis is None else list(kpis)
    for name in chosen:
        if name not in known:
            raise InputError(f"kpis: must have been measured, found '{name}'{nearest(name, known)}")
    if not chosen:
        raise InputError(
            "kpis: must name at least one KPI, found none; leave them out for those that tell most"
        )
    columns = min(len(chosen), _ACROSS)
    rows = math.ceil(len(chosen) / columns)
    level = percent(comparison.differences[0].level)
    heading = f"What changes against {comparison.base}: paired differences with {level} intervals"
    height = rows * (0.85 + 0.36 * len(comparison.of(chosen[0])))
    with page(rows, columns, height, heading, _note(comparison)) as (figure, panels):
        for place, (panel, name) in enumerate(zip(panels, chosen, strict=False)):
            _panel(panel, comparison.of(name), named=place % columns == 0)
            panel.set_title(_title(comparison.of(name)[0], _LETTERS // columns))
        for panel in panels[len(chosen) :]:
            panel.set_axis_off()
    return figure


def _telling(comparison: Comparison, known: Sequence[str]) -> list[str]:
    """The KPI that decides and those that tell most; the first of the screen where none of these was measured."""
    telling = [name for name in dict.fromkeys([comparison.kpi, *_TELLING]) if name in known]
    return (telling or [name for name in comparison.results.headlines if name in known])[:_MOST]


def _note(comparison: Comparison) -> str:
    pairs = max(d.pairs for d in comparison.differences)
    kept = "" if comparison.rule == "fixed" else ", which hold whenever one stops"
    return (
        f"{pairs} pair{'s' if pairs != 1 else ''} of replications{kept}. "
        "Filled where the interval leaves out 0, hollow where it does not."
    )


def _title(found: Difference, letters: int) -> str:
    """The KPI and which direction is better, on lines of their own where both are too long for one."""
    better = {"higher": " (more is better)", "lower": " (less is better)"}.get(found.better, "")
    if len(found.kpi) + len(better) <= letters:
        return label(f"{found.kpi}{better}", letters)
    return f"{label(found.kpi, letters)}\n{better.strip()}".strip()


def _panel(panel: Axes, found: Sequence[Difference], named: bool) -> None:
    unit, scale = shown_in(found[0].unit)
    for place, d in enumerate(found):
        middle, low, high = (scale * value for value in (d.difference, d.low, d.high))
        if math.isnan(middle):
            middle_of_panel = panel.get_yaxis_transform()  # the axis has no values to stand at
            panel.text(
                0.5,
                place,
                "no pair has both",
                ha="center",
                va="center",
                fontsize=8,
                color=QUIET,
                transform=middle_of_panel,
            )
            continue
        reach = [[0.0], [0.0]] if math.isnan(low) else [[middle - low], [high - middle]]
        certain = low > 0.0 or high < 0.0
        filling = colour(place + 1) if certain else "white"
        look = point(place + 1)
        panel.errorbar([middle], [place], xerr=reach, fmt="none", capsize=3, ecolor=look["color"])
        panel.plot([middle], [place], linestyle="", **look, markerfacecolor=filling)
        beneath = {"facecolor": "white", "edgecolor": "none", "pad": 0.4, "alpha": 0.85}
        above = {"textcoords": "offset points", "ha": "center", "fontsize": 7.5, "bbox": beneath}
        panel.annotate(signed(middle), (middle, place), (0, 6), **above)  # type: ignore[arg-type]  # kinds vary
    panel.axvline(0.0, color=QUIET, linewidth=1)
    panel.set_yticks(range(len(found)), [label(d.scenario, 18) for d in found])
    panel.tick_params(axis="y", labelleft=named)
    panel.set_ylim(len(found) - 0.4, -0.7)
    panel.set_xlabel("percentage points" if unit == "%" else unit)
    panel.margins(x=0.15)
    panel.locator_params(axis="x", nbins=4)
    write_short(panel.xaxis)
    rule(panel, "x")
