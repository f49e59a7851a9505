"""How all charts of the house look: quiet axes, and colours that the colour-blind can tell apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: The eight colours of Okabe and Ito (2008), the yellow left out: it is too pale for lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
QUIET = "#8A8A8A"

_LOOK: Any = {
    "axes.prop_cycle": plt.cycler(color=COLOURS),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "xtick.color": "#333333",
    "ytick.color": "#333333",
    "font.size": 9,
    "legend.frameon": False,
    "grid.color": "#E4E4E4",
    "figure.facecolor": "white",
    "figure.dpi": 110,
}


@contextmanager
def page(rows: int, columns: int, width: float, height: float) -> Iterator[tuple[Figure, list[Axes]]]:
    """A figure with so many panels, in inches; it is the caller's to show, and no window opens for it."""
    with plt.rc_context(_LOOK):
        figure, panels = plt.subplots(
            rows, columns, figsize=(width, height), squeeze=False, layout="constrained"
        )
        yield figure, list(panels.flat)
        plt.close(figure)


def colour(place: int) -> str:
    """The colour of the scenario in this place; the base has the first."""
    return COLOURS[place % len(COLOURS)]
