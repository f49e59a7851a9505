"""How all charts of the house look: quiet axes, and scenarios that are told apart by colour and without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from simsales.plots.words import folded, label, plain

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: The eight colours of Okabe and Ito (2008), the yellow left out: it is too pale for lines.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
#: What tells bars, lines and points apart where colours do not.
HATCHES = ("", "////", "||||", "\\\\\\\\", "xxxx", "----", "++++")
DASHES: tuple[Any, ...] = (
    *("solid", (0, (5, 1.5)), (0, (1, 1.2)), (0, (6, 1.5, 1, 1.5)), (0, (3, 1, 1, 1, 1, 1))),
    *((0, (8, 3)), (0, (2, 2))),
)
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
INK, QUIET, PALE = "#333333", "#757575", "#E4E4E4"

WIDTH = 7.0  # inches of a page
_LOOK: Any = {
    "axes.prop_cycle": plt.cycler(color=COLOURS),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.labelsize": 8.5,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.axisbelow": True,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "font.size": 9,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "grid.color": PALE,
    "hatch.linewidth": 0.7,
    "figure.facecolor": "white",
    "figure.dpi": 110,
}
# Inches: a line of the heading, of the key and of the note, and a letter of each.
_HEADING_LINE, _KEY_LINE, _NOTE_LINE = 0.2, 0.2, 0.15
_HEADING_LETTER, _KEY_LETTER, _NOTE_LETTER = 0.091, 0.078, 0.053
_KEY_MARK, _MARGIN = 0.6, 0.08


@contextmanager
def page(
    rows: int,
    columns: int,
    height: float,
    heading: str,
    note: str = "",
    key: Sequence[tuple[str, Artist]] = (),
    width: float = WIDTH,
) -> Iterator[tuple[Figure, list[Axes]]]:
    """A figure with so many panels; it is the caller's to show, and no window opens for it.

    `height` is that of the panels, in inches; the heading, the key to scenarios and the note add theirs.
    """
    inside = width - 2 * _MARGIN
    head, foot = folded(heading, int(inside / _HEADING_LETTER)), folded(note, int(inside / _NOTE_LETTER))
    across = _across([name for name, _ in key], inside)
    top = 2 * _MARGIN + _HEADING_LINE * (head.count("\n") + 1) + _KEY_LINE * -(-len(key) // across)
    bottom = _MARGIN + (_NOTE_LINE * (foot.count("\n") + 1) if foot else 0.0)
    whole = top + height + bottom
    with plt.rc_context(_LOOK):
        figure, panels = plt.subplots(
            rows, columns, figsize=(width, whole), squeeze=False, layout="constrained"
        )
        area = (0.0, bottom / whole, 1.0, height / whole)
        # The engine is the constrained one asked for above, which the types of matplotlib do not know.
        figure.get_layout_engine().set(rect=area, w_pad=_MARGIN, h_pad=0.05)  # type: ignore[union-attr, call-arg]
        _head(figure, head, foot, whole)
        if key:
            longest = int((inside - _KEY_MARK) / _KEY_LETTER)
            names, marks = [label(name, longest, 1) for name, _ in key], [mark for _, mark in key]
            place = (0.0, 1.0 - (_MARGIN + _HEADING_LINE * (head.count("\n") + 1)) / whole)
            settings: Any = {"loc": "upper left", "bbox_to_anchor": place, "ncols": across, "borderpad": 0.4}
            figure.legend(marks, names, **settings).set_in_layout(False)
        yield figure, list(panels.flat)
        plt.close(figure)


def _across(names: Sequence[str], inside: float) -> int:
    """How many entries of a key stand side by side."""
    longest = max(map(len, names), default=1)
    return max(1, min(len(names), int(inside / (_KEY_MARK + _KEY_LETTER * longest))))


def _head(figure: Figure, head: str, foot: str, whole: float) -> None:
    left = _MARGIN / figure.get_figwidth()
    figure.suptitle(
        plain(head), x=left, y=1.0 - _MARGIN / whole, ha="left", va="top", fontsize=10.5, fontweight="bold"
    ).set_in_layout(False)
    note = figure.text(left, 0.5 * _MARGIN / whole, plain(foot), fontsize=7.5, color=QUIET, va="bottom")
    note.set_in_layout(False)


def colour(place: int) -> str:
    """The colour of the scenario in this place; the base has the first."""
    return COLOURS[place % len(COLOURS)]


def _mark(place: int) -> int:
    """Which hatch, dash or marker goes with it: where colours come round again, they get others."""
    return (place + place // len(COLOURS)) % len(COLOURS)


def bar(place: int) -> dict[str, Any]:
    """How the bars of the scenario in this place look."""
    hatch = HATCHES[_mark(place)]
    return {"facecolor": colour(place), "hatch": hatch, "edgecolor": "white", "linewidth": 0.0}


def line(place: int) -> dict[str, Any]:
    """How the line of the scenario in this place looks."""
    return {"color": colour(place), "linestyle": DASHES[_mark(place)], "linewidth": 1.5}


def point(place: int) -> dict[str, Any]:
    """How the points of the scenario in this place look."""
    return {"color": colour(place), "marker": MARKERS[_mark(place)], "markersize": 5.5}


def bars_key(names: Sequence[str]) -> list[tuple[str, Artist]]:
    """The key to scenarios shown as bars; one alone needs none."""
    return [(name, Patch(**bar(place))) for place, name in enumerate(names)] if len(names) > 1 else []


def lines_key(names: Sequence[str], points: bool = False) -> list[tuple[str, Artist]]:
    """The key to scenarios shown as lines, with points on them or without; one alone needs none."""
    marks = [Line2D([], [], **{**(point(n) if points else {}), **line(n)}) for n in range(len(names))]
    return list(zip(names, marks, strict=True)) if len(names) > 1 else []


def points_key(names: Sequence[str]) -> list[tuple[str, Artist]]:
    """The key to scenarios shown as points."""
    return [(name, Line2D([], [], linestyle="", **point(place))) for place, name in enumerate(names)]


def rule(panel: Axes, axis: str) -> None:
    """Thin lines across a panel that help to read values off one axis."""
    panel.grid(axis=axis, linewidth=0.6)  # type: ignore[arg-type]  # "x" or "y"
    panel.tick_params(axis="y" if axis == "x" else "x", length=0)
