"""Complaints beside problems: how much is heard, and how soon it is answered.

Articulation needs the truth, which only a simulated firm has; a real one can survey it.  Where a case may still be
decided after the log has ended, the definition says who is counted.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simsales.kpis.problems import ProblemFates, problem_fates
from simsales.kpis.quantiles import quantile
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import (
    CAUSE_FOUND,
    DEFECT,
    DELIVERED,
)

_CHAPTER = "complaints"


# --- what is heard ---------------------------------------------------------------------------------------


@kpi("problems", "problems", "lower", "problems that customers noticed in the window", _CHAPTER)
def problems(reading: Reading) -> float:
    return float(np.count_nonzero(reading.window.has(fates_of(reading).noticed)))


@kpi("complaints", "complaints", "neither", "problems that customers voiced in the window", _CHAPTER)
def complaints(reading: Reading) -> float:
    return float(np.count_nonzero(reading.window.has(fates_of(reading).complained)))


@kpi(
    "articulation",
    "share",
    "higher",
    "problems voiced over problems, of those noticed in the window",
    _CHAPTER,
)
def articulation(reading: Reading) -> float:
    fates = fates_of(reading)
    return share(fates.voiced, reading.window.has(fates.noticed))


@kpi(
    "registration",
    "share",
    "higher",
    "complaints written down over complaints, of those voiced in the window that are written down or given up",
    _CHAPTER,
)
def registration(reading: Reading) -> float:
    fates = fates_of(reading)
    known = fates.written_down | np.isfinite(fates.settled)
    return share(fates.written_down, reading.window.has(fates.complained) & known)


@kpi(
    "problems_seen",
    "share",
    "higher",
    "problems that were voiced and written down over all problems, of those noticed in the window and settled",
    _CHAPTER,
)
def problems_seen(reading: Reading) -> float:
    fates = fates_of(reading)
    return share(fates.written_down, reading.window.has(fates.noticed) & np.isfinite(fates.settled))


@kpi(
    "problems_per_1000_deliveries",
    "1 / 1,000",
    "lower",
    "problems noticed in the window per thousand deliveries",
    _CHAPTER,
)
def problems_per_1000_deliveries(reading: Reading) -> float:
    return 1000.0 * ratio(problems(reading), _deliveries(reading))


@kpi(
    "complaints_per_1000_deliveries",
    "1 / 1,000",
    "neither",
    "complaints voiced in the window per thousand deliveries",
    _CHAPTER,
)
def complaints_per_1000_deliveries(reading: Reading) -> float:
    return 1000.0 * ratio(complaints(reading), _deliveries(reading))


@kpi(
    "complaints.<cause>",
    "complaints",
    "lower",
    "complaints about defects whose root cause is <cause>, written down in the window (the Pareto of causes)",
    _CHAPTER,
)
def complaints_by_cause(reading: Reading) -> Mapping[str, float]:
    table = reading.scenario.complaints
    assert table != "skip"
    causes = reading.log.table("problems")["cause"][reading.window.has(fates_of(reading).registered)]
    return {name: float(np.count_nonzero(causes == place)) for place, name in enumerate(table.causes)}


@kpi(
    "causes_found",
    "projects",
    "higher",
    "root-cause projects finished in the window that found what to do",
    _CHAPTER,
)
def causes_found(reading: Reading) -> float:
    return noted(reading, CAUSE_FOUND)


@kpi(
    "defect_trend",
    "share",
    "lower",
    "defects found per delivery in the second half of the window over those in the first half, less 1",
    _CHAPTER,
)
def defect_trend(reading: Reading) -> float:
    found = fates_of(reading).noticed[reading.log.table("problems")["trouble"] == DEFECT]
    middle = 0.5 * (reading.window.since + reading.window.until)
    rates = []
    for since, until in ((reading.window.since, middle), (middle, reading.window.until)):
        times = reading.noted(DELIVERED)["time"]
        delivered = float(np.count_nonzero((times >= since) & (times < until)))
        rates.append(ratio(float(np.count_nonzero((found >= since) & (found < until))), delivered))
    return ratio(rates[1], rates[0]) - 1.0


# --- how soon --------------------------------------------------------------------------------------------


def _acknowledged(reading: Reading) -> Times:
    fates = fates_of(reading)
    return _days(reading, fates.complained, fates.acknowledged, reading.window.has(fates.acknowledged))


def _solved(reading: Reading) -> Times:
    fates = fates_of(reading)
    there = reading.window.has(fates.settled) & fates.written_down
    return _days(reading, fates.complained, fates.answered, there)


@kpi(
    "acknowledgement_time",
    "wd",
    "lower",
    "mean working days from complaint to acknowledgement, of those acknowledged in the window",
    _CHAPTER,
)
def acknowledgement_time(reading: Reading) -> float:
    return mean(_acknowledged(reading))


@kpi(
    "acknowledgement_time_p90",
    "wd",
    "lower",
    "working days within which 90 % of the complaints acknowledged in the window were acknowledged",
    _CHAPTER,
)
def acknowledgement_time_p90(reading: Reading) -> float:
    return quantile(_acknowledged(reading), 0.9)


@kpi(
    "resolution_time",
    "wd",
    "lower",
    "mean working days from complaint to the answer that stood, of registered complaints settled in the window",
    _CHAPTER,
)
def resolution_time(reading: Reading) -> float:
    return mean(_solved(reading))


@kpi(
    "resolution_time_p90",
    "wd",
    "lower",
    "working days within which 90 % of the registered complaints settled in the window had their answer",
    _CHAPTER,
)
def resolution_time_p90(reading: Reading) -> float:
    return quantile(_solved(reading), 0.9)


@kpi(
    "acknowledged_in_time",
    "share",
    "higher",
    "complaints of the window acknowledged within their class's target, of those acknowledged or past it; "
    "what nobody wrote down is left out once it is given up",
    _CHAPTER,
)
def acknowledged_in_time(reading: Reading) -> float:
    return _in_time(reading, fates_of(reading).acknowledged, "target_receipt")


@kpi(
    "solved_in_time",
    "share",
    "higher",
    "complaints of the window solved for good within their class's target, of those solved or past it; "
    "what nobody wrote down is left out once it is given up",
    _CHAPTER,
)
def solved_in_time(reading: Reading) -> float:
    fates = fates_of(reading)
    return _in_time(reading, np.where(np.isfinite(fates.settled), fates.answered, np.inf), "target")


def _in_time(reading: Reading, done: Times, target: str) -> float:
    fates, table = fates_of(reading), reading.scenario.complaints
    assert table != "skip"
    spans = [getattr(each, target) for each in table.severity.values()]
    day = reading.day_hours
    allowed = np.array([s.working_hours(day) if s.working else s.calendar_hours for s in spans])
    working = np.array([s.working for s in spans])
    ends = np.minimum(done, reading.log.horizon)
    chosen = reading.window.has(fates.complained) & ~(np.isfinite(fates.settled) & ~fates.written_down)
    passed = np.where(
        working[fates.severity],
        reading.base.between(np.minimum(fates.complained, ends), ends),
        ends - fates.complained,
    )
    late = passed > allowed[fates.severity] + 1e-9
    return share(np.isfinite(done) & ~late, chosen & (np.isfinite(done) | late))


@kpi(
    "complaint_backlog",
    "complaints",
    "lower",
    "mean number of complaints in the window between being written down and being settled",
    _CHAPTER,
)
def complaint_backlog(reading: Reading) -> float:
    fates = fates_of(reading)
    known = fates.written_down
    stays = reading.window.stays(fates.registered[known], fates.settled[known])
    return ratio(float(stays.sum()), reading.window.hours)


# --- what they share -------------------------------------------------------------------------------------


def fates_of(reading: Reading) -> ProblemFates:
    """What became of each problem of the log."""
    return reading.of_log(problem_fates)


def _deliveries(reading: Reading) -> float:
    return noted(reading, DELIVERED)


def noted(reading: Reading, activity: int) -> float:
    """How often an activity was noted in the window."""
    return float(np.count_nonzero(reading.window.has(reading.noted(activity)["time"])))


def share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    """Share of the whole that is of the part, too; NaN of nothing."""
    return ratio(float(np.count_nonzero(part & whole)), float(np.count_nonzero(whole)))


def mean(values: Times) -> float:
    """Their mean; NaN of none."""
    return float(np.mean(values)) if len(values) else np.nan


def _days(reading: Reading, begins: Times, ends: Times, chosen: NDArray[np.bool_]) -> Times:
    return reading.base.between(begins[chosen], ends[chosen]) / reading.day_hours
