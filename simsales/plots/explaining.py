"""Charts of reasons: what a difference is made of, and what each assumption does to a result."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.patches import Patch

from simsales.experiments.spread import interval
from simsales.experiments.tornado import Tornado
from simsales.experiments.why import Part, Why
from simsales.plots.style import COLOURS, INK, QUIET, page, rule
from simsales.plots.words import label, short, signs, write_short
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Parts that have a bar of their own; what is smaller stands together.
_MOST_PARTS = 14
_REST = "all others"
_UP, _DOWN = COLOURS[0], COLOURS[1]


def why(found: Why) -> Figure:
    """The parts of a difference in the order of the process, each where the one before has left off, and their total.

    Hatched parts are those whose interval holds 0.  The smallest stand together as one, so that all add up.
    """
    parts = told_parts(found)
    rows = [*parts, found.total]
    pairs = len(found.pairs)
    heading = f"Why {found.kpi} differs: {found.other} less {found.base}"
    note = (
        f"{pairs} pair{'s' if pairs != 1 else ''} of replications, in brackets 95 % intervals. "
        f"Hatched: the interval holds 0{'' if pairs > 1 else ', or is not known'}."
    )
    with page(1, 1, 0.5 + 0.23 * len(rows), heading, note) as (figure, (panel,)):
        level = 0.0
        for row, part in enumerate(rows):
            begin = 0.0 if row == len(parts) else level
            _step(panel, row, begin, part)
            if row < len(parts) - 1:
                panel.plot(
                    [level + part.difference] * 2, [row + 0.36, row + 0.64], color=QUIET, linewidth=0.8
                )
            level += part.difference
        panel.use_sticky_edges = False
        _beside(panel, _beside_each(rows))
        panel.axvline(0.0, color=QUIET, linewidth=1)
        panel.axhline(len(parts) - 0.5, color=QUIET, linewidth=0.8)
        panel.set_yticks(range(len(rows)), [label(part.part, 26, 1) for part in rows])
        panel.set_ylim(len(rows) - 0.5, -0.5)
        panel.set_xlabel(f"{found.unit}, added up from the top")
        panel.locator_params(axis="x", nbins=6)
        write_short(panel.xaxis)
        rule(panel, "x")
    return figure


def told_parts(found: Why) -> list[Part]:
    """The parts that are drawn; they add up to the total.  What is nothing but rounding is left to the others."""
    sized = sorted(found.parts, key=lambda part: -abs(part.difference))
    scale = 1e-9 * max(1.0, abs(sized[0].difference)) if sized else 0.0
    chosen = {part.part for part in sized[:_MOST_PARTS] if abs(part.difference) > scale}
    shown = [part for part in found.parts if part.part in chosen]
    rest = [part for part in found.parts if part.part not in chosen]
    left = np.array([sum(parts.get(part.part, 0.0) for part in rest) for parts in found.pairs.values()])
    if abs(left.mean()) > scale:
        shown.append(Part(_REST, float(left.mean()), *interval(left), "all smaller parts"))
    return shown


def tornado(found: Tornado, most: int = 12) -> Figure:
    """What each parameter does alone at both ends of its range, the widest first; thin lines: 95 % intervals.

    Raises InputError where there is no parameter to show.
    """
    entries = found.entries[:most]
    if not entries:
        raise InputError("tornado: must have at least one parameter, found none; name keys that have a range")
    heading = f"What {found.kpi} of {found.scenario} rests on, one assumption at a time"
    more = len(found.entries) - len(entries)
    note = (
        f"Against {short(found.base, 4)} {found.unit} as it is; {found.replications} paired replications; thin lines: "
        f"95 % intervals.{f' {more} narrower bars are left out.' if more else ''}"
    )
    key = [("at the low end", _end(False)), ("at the high end", _end(True))]
    with page(1, 1, 0.5 + 0.34 * len(entries), heading, note, key) as (figure, (panel,)):
        for row, entry in enumerate(entries):
            ends = (
                (False, entry.low, entry.at_low, entry.at_low_from, entry.at_low_to),
                (True, entry.high, entry.at_high, entry.at_high_from, entry.at_high_to),
            )
            for high, value, change, low, to in ends:
                at = row + (0.2 if high else -0.2)
                panel.barh(at, change, 0.36, **_end_look(high))
                if math.isfinite(low):
                    panel.plot([low, to], [at, at], color=INK, linewidth=1)
                side = 1 if change >= 0 else -1
                reach = (
                    change if not math.isfinite(low) else (max(to, change) if side > 0 else min(low, change))
                )
                panel.annotate(
                    label(_value(value), 18, 1),
                    (reach, at),
                    (3 * side, 0),
                    textcoords="offset points",
                    ha="left" if side > 0 else "right",
                    va="center",
                    fontsize=7.5,
                )
        panel.axvline(0.0, color=QUIET, linewidth=1)
        panel.set_yticks(range(len(entries)), [label(entry.key, 30) for entry in entries])
        panel.set_ylim(len(entries) - 0.4, -0.6)
        panel.set_xlabel(f"change of {found.kpi}, {found.unit}")
        panel.margins(x=0.2)
        panel.locator_params(axis="x", nbins=6)
        write_short(panel.xaxis)
        rule(panel, "x")
    return figure


def _step(panel: Axes, row: int, begin: float, part: Part) -> None:
    unsure = math.isnan(part.low) or part.low <= 0.0 <= part.high
    shade = _UP if part.difference >= 0 else _DOWN
    look: dict[str, Any] = {"facecolor": "white" if unsure else shade, "edgecolor": shade, "linewidth": 0.8}
    panel.barh(row, part.difference, 0.72, left=begin, hatch="////" if unsure else "", **look)


def _beside_each(parts: Sequence[Part]) -> list[str]:
    """Each part as a number with its bounds, all with the same decimals."""
    written = signs([value for part in parts for value in (part.difference, part.low, part.high)], 4)
    return [
        f"{middle}  ({low} … {high})" if math.isfinite(part.low) else middle
        for part, middle, low, high in zip(parts, written[::3], written[1::3], written[2::3], strict=True)
    ]


def _beside(panel: Axes, texts: Sequence[str]) -> None:
    """A text to the right of each row."""
    for row, text in enumerate(texts):
        panel.annotate(
            text,
            (1.0, row),
            (6, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            fontsize=7.5,
        )


def _value(value: object) -> str:
    """The end of a range as it is written beside its bar."""
    return short(float(value), 4) if isinstance(value, int | float) else str(value)


def _end_look(high: bool) -> dict[str, Any]:
    hatch = {"hatch": "////"} if high else {}
    return {"facecolor": COLOURS[1 if high else 0], "edgecolor": "white", "linewidth": 0.0, **hatch}


def _end(high: bool) -> Patch:
    return Patch(**_end_look(high))
