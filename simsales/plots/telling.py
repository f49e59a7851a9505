"""The chart of one lead's journey: what was done to it, by whom, and how long it waited."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.patches import Patch

from simsales import journeys
from simsales.experiments.comparison import Comparison
from simsales.experiments.results import Results
from simsales.experiments.watching import Watched
from simsales.plots.reading import results_of
from simsales.plots.style import COLOURS, page, rule
from simsales.plots.words import label
from simsales.scenario.naming import nearest
from simsales.words.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from simsales.instruments.eventlog import EventLog
    from simsales.plots.reading import Watchable

_DAY = 24.0
_WAIT, _WORK, _END = "#BDBDBD", COLOURS[0], COLOURS[1]


def journey(log: EventLog | Watchable, key: str, scenario: str | None = None, replication: int = 0) -> Figure:
    """One lead's journey over the days: grey while it waits for somebody, blue from begin to end of the work.

    Of results one replication is played once more, by default of the first scenario.  Raises InputError for a key that
    no lead has, and for a scenario or replication that the results do not have.
    """
    if isinstance(log, Results | Watched | Comparison):
        log = _played(results_of(log), scenario, replication)
    told = journeys.journey(log, key)
    heading = f"{key}: {told.sentences()[-1].split('  ', 1)[1]}"
    key_to = [
        ("waits for somebody", Patch(facecolor=_WAIT)),
        ("is worked on", Patch(facecolor=_WORK)),
        ("the end", Patch(facecolor=_END)),
    ]
    with page(1, 1, 0.6 + 0.26 * max(len(told.work), 1), heading, "", key_to) as (figure, (panel,)):
        for row, piece in enumerate(told.work):
            spans = ((piece.asked, piece.started, _WAIT), (piece.started, piece.ended, _WORK))
            for begin, end, colour in spans:
                if math.isfinite(begin) and begin < end:
                    stay = (min(end, told.end) - begin) / _DAY
                    # The edge keeps an hour of work visible among months.
                    panel.barh(
                        row, stay, 0.6, left=(begin - told.arrived) / _DAY, color=colour, edgecolor=colour
                    )
        panel.axvline((told.end - told.arrived) / _DAY, color=_END, linewidth=1.5)
        panel.set_yticks(range(len(told.work)), [label(f"{w.task} · {w.who}", 34, 1) for w in told.work])
        panel.set_ylim(max(len(told.work), 1) - 0.4, -0.6)
        panel.set_xlim(left=0.0)
        panel.set_xlabel("days since the lead came in")
        rule(panel, "x")
    return figure


def _played(results: Results, scenario: str | None, replication: int) -> EventLog:
    """The log of one replication, played once more with the same luck."""
    from simsales.processes.play import play

    known = results.scenarios
    name = next(iter(known)) if scenario is None else scenario
    if name not in known:
        raise InputError(f"scenario: must be one of the results, found '{name}'{nearest(name, known)}")
    if not 0 <= replication < results.replications:
        raise InputError(
            f"replication: must be from 0 to {results.replications - 1}, found {replication}; they are numbered from 0"
        )
    return play(known[name], replication=replication, seed=results.seed)
