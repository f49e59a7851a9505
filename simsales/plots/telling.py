"""The chart of one lead's journey: what was done to it, by whom, and how long it waited."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from simsales import journeys
from simsales.plots.style import COLOURS, QUIET, page

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simsales.instruments.eventlog import EventLog

_DAY = 24.0


def journey(log: EventLog, key: str) -> Figure:
    """One lead's journey over the days: grey while it waits for somebody, blue from begin to end of the work.

    Raises InputError for a key that no lead has.
    """
    told = journeys.journey(log, key)
    with page(1, 1, 8.0, 1.2 + 0.28 * max(len(told.work), 1)) as (figure, panels):
        panel = panels[0]
        for row, piece in enumerate(told.work):
            spans = ((piece.asked, piece.started, QUIET), (piece.started, piece.ended, COLOURS[0]))
            for begin, end, colour in spans:
                if math.isfinite(begin) and begin < end:
                    stay = (min(end, told.end) - begin) / _DAY
                    # The edge keeps an hour of work visible among months.
                    panel.barh(
                        row, stay, 0.6, left=(begin - told.arrived) / _DAY, color=colour, edgecolor=colour
                    )
        panel.axvline((told.end - told.arrived) / _DAY, color=COLOURS[1], linewidth=1.5)
        panel.set_yticks(range(len(told.work)), [f"{piece.task} · {piece.who}" for piece in told.work])
        panel.set_ylim(len(told.work) - 0.4, -0.6)
        panel.set_xlim(left=0.0)
        panel.set_xlabel("days since the lead came in")
        panel.set_title(f"{key}: {told.sentences()[-1].split('  ', 1)[1]}")
    return figure
