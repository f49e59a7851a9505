"""What becomes of a strategy: how far the firm is from what it asks, how soon it is there, and where the hours go.

Misfit is a distance to the strategy's own vector of levers, reported and never applied (dossier 13); what a transition
costs is a difference of two companies, and stands in `simsales.experiments.transition`.
"""

from __future__ import annotations

import numpy as np

from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import rows_of, types_of
from simsales.kpis.people import hours_within
from simsales.kpis.reading import Reading, Rows, ratio
from simsales.kpis.registry import kpi
from simsales.scenario.base import plain
from simsales.scenario.strategy import Distance
from simsales.words.vocabulary import ACCOUNT, LEAD, OPPORTUNITY, ORDER, PROBLEM

_CHAPTER = "strategy"
_ALIGNED = 0.1  # of the jump: what is left of it when a firm counts as aligned

#: From when on the firm is so far from what its strategy asks; before the decision it is not away from anything.
Path = list[tuple[float, float]]


@kpi(
    "misfit",
    "distance",
    "lower",
    "distance between the levers that a strategy asks for and those in force, 0 from all being there, mean over the "
    "window; before the decision it is 0",
    _CHAPTER,
)
def misfit(reading: Reading) -> float:
    path, window = reading.of_log(misfit_path), reading.window
    ends = [*(time for time, _ in path[1:]), np.inf]
    held = [
        distance * max(min(end, window.until) - max(time, window.since), 0.0)
        for (time, distance), end in zip(path, ends, strict=True)
    ]
    return ratio(sum(held), window.hours)


@kpi(
    "misfit_at_end",
    "distance",
    "lower",
    "distance between the levers that a strategy asks for and those in force at the end of the window: what has not "
    "followed by then",
    _CHAPTER,
)
def misfit_at_end(reading: Reading) -> float:
    return [distance for time, distance in reading.of_log(misfit_path) if time < reading.window.until][-1]


@kpi(
    "realignment_time",
    "w",
    "lower",
    "weeks from a strategy's decision until what it asked for is there but for a tenth of the distance at first; "
    "undefined where that is not so by the end of the window",
    _CHAPTER,
)
def realignment_time(reading: Reading) -> float:
    path = [(time, far) for time, far in reading.of_log(misfit_path) if time < reading.window.until]
    decided, jump = _decision(reading), reading.of_log(_distance).jump
    away = [place for place, (_, distance) in enumerate(path) if distance > _ALIGNED * jump]
    if not away:
        return 0.0 if path[-1][0] >= decided else np.nan
    return (path[away[-1] + 1][0] - decided) / WEEK if away[-1] + 1 < len(path) else np.nan


@kpi(
    "priority_hours",
    "share",
    "neither",
    "hours worked in the window for leads and customers of the segments that the strategy gives priority to, over all "
    "that were worked for leads and customers",
    _CHAPTER,
)
def priority_hours(reading: Reading) -> float:
    strategy = reading.scenario.strategy
    assert strategy != "skip"
    segments = reading.log.segments
    favoured = [place for place, name in enumerate(segments) if name in strategy.favours()]
    if not favoured:
        return np.nan
    hours = hours_within(reading, reading.window.since, reading.window.until)
    segment = reading.of_log(segment_of_work)
    return ratio(hours[np.isin(segment, favoured)].sum(), hours[segment >= 0].sum())


# --- look-ups ------------------------------------------------------------------------------------------------


def misfit_path(reading: Reading) -> Path:
    """The distance from each date on."""
    decided, distance = _decision(reading), reading.of_log(_distance)
    path = [(0.0, 0.0)]
    for time, end, then in reading.epochs:
        if end > decided:
            path.append((max(time, decided), distance.of(plain(then))))
    return path


def segment_of_work(reading: Reading) -> Rows:
    """Place among the segments of whom each piece of work is for; -1 where it is for nobody in particular."""
    cases = reading.work["case"]
    kinds, rows = np.where(cases >= 0, types_of(cases), -1), rows_of(cases)
    segments = np.full(len(cases), -1)
    of_leads = reading.leads["segment"]
    of_deals = of_leads[rows_of(reading.opportunities["lead"])]
    known = {LEAD: of_leads, OPPORTUNITY: of_deals}
    if reading.log.has("accounts"):
        known[ACCOUNT] = reading.log.table("accounts")["segment"]
    if reading.log.has("orders"):
        orders = reading.log.table("orders")
        known[ORDER] = _first_known(
            _of(known, ACCOUNT, orders["account"]), _of(known, OPPORTUNITY, orders["deal"])
        )
    if reading.log.has("problems"):
        problems = reading.log.table("problems")
        known[PROBLEM] = _first_known(
            _of(known, ACCOUNT, problems["account"]), _of(known, ORDER, problems["order"])
        )
    for kind in known:
        chosen = np.flatnonzero(kinds == kind)
        segments[chosen] = known[kind][rows[chosen]]
    return segments


def _of(known: dict[int, Rows], kind: int, cases: Rows) -> Rows:
    """The segment of each case; -1 where none is named."""
    found = np.full(len(cases), -1)
    named = np.flatnonzero(cases >= 0)
    if kind in known:
        found[named] = known[kind][rows_of(cases[named])]
    return found


def _first_known(segments: Rows, otherwise: Rows) -> Rows:
    return np.where(segments >= 0, segments, otherwise)


def _distance(reading: Reading) -> Distance:
    """From the company as the strategy found it."""
    decided = _decision(reading)
    before = [then for time, _, then in reading.epochs if time < decided]
    return Distance(reading.scenario, plain(before[-1] if before else reading.scenario))


def _decision(reading: Reading) -> float:
    strategy = reading.scenario.strategy
    assert strategy != "skip"
    return strategy.at.calendar_hours
