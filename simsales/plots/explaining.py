"""The chart of why: the parts of a difference, one after another, from nothing to the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simsales.plots.style import COLOURS, QUIET, page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simsales.experiments.why import Part, Why

#: So many parts have a bar of their own; the smaller ones share one.
_MOST = 9


def parts(found: Why) -> Figure:
    """What the difference comes from: each part begins where the one before ends, and the last bar is the whole.

    Parts that are small beside the others are taken together.
    """
    bars = _bars(found)
    steps = np.array([value for _, value in bars])
    ends = np.cumsum(steps)
    names = [*(name for name, _ in bars), "together"]
    lefts = [*(ends - steps), 0.0]
    widths = [*steps, found.total.difference]
    with page(1, 1, 8.0, 1.0 + 0.3 * len(names)) as (figure, panels):
        panel = panels[0]
        colours = [*(COLOURS[0] if width >= 0 else COLOURS[1] for width in widths[:-1]), "#555555"]
        drawn = panel.barh(range(len(names)), widths, 0.62, left=lefts, color=colours)
        panel.bar_label(
            drawn,
            labels=[f"{width:+,.4g}" if abs(width) < 1000 else f"{width:+,.0f}" for width in widths],
            padding=3,
            fontsize=8,
        )
        for row, end in enumerate(ends):
            panel.plot([end, end], [row + 0.31, row + 0.69], color=QUIET, linewidth=0.8)
        panel.axvline(0.0, color=QUIET, linewidth=1)
        panel.set_yticks(range(len(names)), names)
        panel.invert_yaxis()
        reach = [0.0, *lefts, *ends]
        room = 0.14 * ((max(reach) - min(reach)) or 1.0)  # for what is written beside the bars
        panel.set_xlim(min(reach) - room, max(reach) + room)
        panel.locator_params(axis="x", nbins=5)
        panel.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
        panel.set_xlabel(f"{found.unit}, {found.other} less {found.base}")
        panel.set_title(f"Where the difference in {found.kpi} comes from")
    return figure


def _bars(found: Why) -> list[tuple[str, float]]:
    """The largest parts in the order of the process, and the sum of the others."""
    largest = sorted(found.parts, key=lambda part: -abs(part.difference))[:_MOST]
    kept = [part for part in found.parts if part in largest and part.difference]
    rest = sum(part.difference for part in found.parts if part not in kept)
    bars = [(_said(part), part.difference) for part in kept]
    return (
        [*bars, ("all else", rest)]
        if abs(rest) > 1e-9 * max(map(abs, (v for _, v in bars)), default=1.0)
        else bars
    )


def _said(part: Part) -> str:
    return part.part.replace("_", " ")
