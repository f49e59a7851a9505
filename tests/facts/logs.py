"""What the facts read off a log, each in one sentence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import EventLog, rows_of, types_of
from simsales.kpis.reading import Reading
from simsales.kpis.registry import value_of
from simsales.scenario.model import Scenario
from simsales.words.vocabulary import CONTACTED, LEAD, WON
from tests.facts.paired import Measure

Chosen = NDArray[np.bool_]


def figure(name: str) -> Measure:
    """A KPI by its name."""
    return lambda log, scenario: value_of(Reading(log, scenario), name)


def arrived(log: EventLog, source: str | None = None) -> Chosen:
    """Which leads came in during the counted window, from one source or all."""
    leads = log.leads
    inside = (leads["arrived"] >= log.warm_up) & (leads["arrived"] < log.horizon - log.follow_up)
    return inside if source is None else inside & (leads["source"] == log.sources.index(source))


def reached(log: EventLog) -> Chosen:
    """Which leads were reached, ever."""
    notes = log.notes
    rows = rows_of(notes["case"][(notes["activity"] == CONTACTED) & (types_of(notes["case"]) == LEAD)])
    return _marked(len(log.leads), rows)


def won(log: EventLog) -> Chosen:
    """Which leads became customers, ever."""
    notes = log.notes
    deals = rows_of(notes["case"][notes["activity"] == WON])
    return _marked(len(log.leads), rows_of(log.opportunities["lead"][deals]))


def contact_share(log: EventLog, scenario: Scenario) -> float:
    """Share of the window's inbound leads that were reached in the end."""
    return float(reached(log)[arrived(log, "inbound")].mean())


def cohort_wins(log: EventLog, scenario: Scenario) -> float:
    """Customers won, by the end of the log, from the leads that came in during the window."""
    return float(np.count_nonzero(won(log) & arrived(log)))


def keys(log: EventLog, chosen: Chosen) -> NDArray[np.int64]:
    """Who they are, whatever company they meet."""
    return np.asarray(log.leads["key"][chosen])


def waiting(log: EventLog, times: NDArray[np.float64]) -> NDArray[np.int64]:
    """How many cases wait at each of these times, over all desks."""
    work = log.worked
    asked, begun = np.sort(work["asked"]), np.sort(np.minimum(work["started"], work["ended"]))
    return np.searchsorted(asked, times, "right") - np.searchsorted(begun, times, "right")


def _marked(count: int, rows: NDArray[np.int64]) -> Chosen:
    marks = np.zeros(count, dtype=bool)
    marks[rows] = True
    return marks
