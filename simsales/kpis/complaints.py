"""Complaints beside problems: how much is heard, how soon and how well it is answered, and what it costs.

Articulation needs the truth, which only a simulated firm has; a real one can survey it.  Where a case may still be
decided after the log has ended, the definition says who is counted.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import types_of
from simsales.kpis.money import cost_of_teams, spent
from simsales.kpis.people import hours_by_team_and_task
from simsales.kpis.problems import ProblemFates, problem_fates
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.speed import quantile
from simsales.kpis.window import Times
from simsales.words.vocabulary import (
    ANSWERED,
    DEFECT,
    DELIVERED,
    EVALUATION,
    IMPROVEMENT,
    OUTCOMES,
    PROBLEM,
    REMEDY,
    REOPENED,
    REWORK,
    ROOT_CAUSE,
    SATISFIED_LATE,
)

_CHAPTER = "complaints"
_LEARNING = (EVALUATION, ROOT_CAUSE, IMPROVEMENT)


# --- what is heard ---------------------------------------------------------------------------------------


@kpi("problems", "problems", "lower", "problems that customers noticed in the window", _CHAPTER)
def problems(reading: Reading) -> float:
    return float(np.count_nonzero(reading.window.has(_fates(reading).noticed)))


@kpi("complaints", "complaints", "neither", "problems that customers voiced in the window", _CHAPTER)
def complaints(reading: Reading) -> float:
    return float(np.count_nonzero(reading.window.has(_fates(reading).complained)))


@kpi(
    "articulation",
    "share",
    "higher",
    "problems voiced over problems, of those noticed in the window",
    _CHAPTER,
)
def articulation(reading: Reading) -> float:
    fates = _fates(reading)
    return _share(fates.voiced, reading.window.has(fates.noticed))


@kpi(
    "registration",
    "share",
    "higher",
    "complaints written down over complaints, of those voiced in the window that are written down or given up",
    _CHAPTER,
)
def registration(reading: Reading) -> float:
    fates = _fates(reading)
    known = fates.written_down | np.isfinite(fates.settled)
    return _share(fates.written_down, reading.window.has(fates.complained) & known)


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
    "defect_trend",
    "share",
    "lower",
    "defects found per delivery in the second half of the window over those in the first half, less 1",
    _CHAPTER,
)
def defect_trend(reading: Reading) -> float:
    found = _fates(reading).noticed[reading.log.table("problems")["trouble"] == DEFECT]
    middle = 0.5 * (reading.window.since + reading.window.until)
    rates = []
    for since, until in ((reading.window.since, middle), (middle, reading.window.until)):
        times = reading.noted(DELIVERED)["time"]
        delivered = float(np.count_nonzero((times >= since) & (times < until)))
        rates.append(ratio(float(np.count_nonzero((found >= since) & (found < until))), delivered))
    return ratio(rates[1], rates[0]) - 1.0


# --- how soon --------------------------------------------------------------------------------------------


def _acknowledged(reading: Reading) -> Times:
    fates = _fates(reading)
    return _days(reading, fates.complained, fates.acknowledged, reading.window.has(fates.acknowledged))


def _solved(reading: Reading) -> Times:
    fates = _fates(reading)
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
    return _mean(_acknowledged(reading))


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
    return _mean(_solved(reading))


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
    return _in_time(reading, _fates(reading).acknowledged, "target_receipt")


@kpi(
    "solved_in_time",
    "share",
    "higher",
    "complaints of the window solved for good within their class's target, of those solved or past it; "
    "what nobody wrote down is left out once it is given up",
    _CHAPTER,
)
def solved_in_time(reading: Reading) -> float:
    fates = _fates(reading)
    return _in_time(reading, np.where(np.isfinite(fates.settled), fates.answered, np.inf), "target")


def _in_time(reading: Reading, done: Times, target: str) -> float:
    fates, table = _fates(reading), reading.scenario.complaints
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
    return _share(np.isfinite(done) & ~late, chosen & (np.isfinite(done) | late))


@kpi(
    "complaint_backlog",
    "complaints",
    "lower",
    "mean number of complaints in the window between being written down and being settled",
    _CHAPTER,
)
def complaint_backlog(reading: Reading) -> float:
    fates = _fates(reading)
    known = fates.written_down
    stays = reading.window.stays(fates.registered[known], fates.settled[known])
    return ratio(float(stays.sum()), reading.window.hours)


# --- how well --------------------------------------------------------------------------------------------


@kpi(
    "complaint_satisfaction",
    "points",
    "higher",
    "mean satisfaction with the handling, 0 to 100, of registered complaints settled in the window",
    _CHAPTER,
)
def complaint_satisfaction(reading: Reading) -> float:
    fates = _fates(reading)
    return _mean(fates.satisfaction[reading.window.has(fates.settled) & fates.written_down])


@kpi(
    "complainants_satisfied",
    "share",
    "higher",
    "complaints that ended satisfied, of all complaints that ended in the window",
    _CHAPTER,
)
def complainants_satisfied(reading: Reading) -> float:
    fates = _fates(reading)
    return _share(fates.outcome >= SATISFIED_LATE, reading.window.has(fates.settled) & fates.voiced)


@kpi("reopen_rate", "share", "lower", "cases opened again in the window per answer given in it", _CHAPTER)
def reopen_rate(reading: Reading) -> float:
    return ratio(_noted(reading, REOPENED), _noted(reading, ANSWERED))


@kpi(
    "lost_after_problems",
    "customers",
    "lower",
    "customers who left in the window over a problem",
    _CHAPTER,
)
def lost_after_problems(reading: Reading) -> float:
    fates = _fates(reading)
    return float(np.count_nonzero(fates.lost & reading.window.has(fates.settled)))


@kpi(
    "problem_churn",
    "share",
    "lower",
    "customers' problems that ended in the window and cost the customer, of those that ended",
    _CHAPTER,
)
def problem_churn(reading: Reading) -> float:
    fates = _fates(reading)
    return _share(fates.lost, reading.window.has(fates.settled) & (fates.account >= 0))


@kpi(
    "problem_churn.<outcome>",
    "share",
    "lower",
    "customers' problems that ended <outcome> in the window and cost the customer, of those that ended so",
    _CHAPTER,
)
def problem_churn_by_outcome(reading: Reading) -> Mapping[str, float]:
    fates = _fates(reading)
    ended = reading.window.has(fates.settled) & (fates.account >= 0)
    return {name: _share(fates.lost, ended & (fates.outcome == n)) for n, name in enumerate(OUTCOMES)}


# --- what it costs ---------------------------------------------------------------------------------------


@kpi(
    "complaint_cost",
    "EUR",
    "lower",
    "remedies and rework of the window, and people for the share of their hours spent on problems, reviews and "
    "root causes",
    _CHAPTER,
)
def complaint_cost(reading: Reading) -> float:
    return spent(reading, (REMEDY, REWORK)) + handling_cost(reading)


@kpi(
    "cost_per_complaint",
    "EUR / complaint",
    "lower",
    "people for the share of their hours spent on problems, remedies and rework in the window, per complaint "
    "written down in it",
    _CHAPTER,
)
def cost_per_complaint(reading: Reading) -> float:
    written = np.count_nonzero(reading.window.has(_fates(reading).registered))
    return ratio(cost_of_problems(reading), float(written))


def cost_of_problems(reading: Reading) -> float:
    """Remedies, rework and the people who work on problems, in the window, EUR."""
    return spent(reading, (REMEDY, REWORK)) + _cost_of(reading, _hours_on_problems(reading))


def handling_cost(reading: Reading) -> float:
    """Cost of people for the hours that problems and learning from them took."""
    learning = reading.of_window(hours_by_team_and_task)[:, list(_LEARNING)].sum(axis=1)
    return _cost_of(reading, _hours_on_problems(reading) + learning)


def _hours_on_problems(reading: Reading) -> NDArray[np.float64]:
    """Hours of each team on problems in the window, by when they were done."""
    work = reading.work
    mine = np.isfinite(work["ended"]) & np.isfinite(work["started"]) & reading.window.has(work["ended"])
    work = work.rows(mine & (work["case"] >= 0) & (types_of(work["case"]) == PROBLEM))
    teams = reading.team_of_person[work["person"]]
    return np.bincount(teams, weights=work["hours"], minlength=len(reading.teams)).astype(float)


def _cost_of(reading: Reading, hours: NDArray[np.float64]) -> float:
    """Each team's cost by the share of its hours that these are."""
    total = reading.of_window(hours_by_team_and_task).sum(axis=1)
    share = np.divide(hours, total, out=np.zeros_like(total), where=total > 0)
    return float(share @ reading.of_window(cost_of_teams))


# --- what they share -------------------------------------------------------------------------------------


def _fates(reading: Reading) -> ProblemFates:
    return reading.of_log(problem_fates)


def _deliveries(reading: Reading) -> float:
    return _noted(reading, DELIVERED)


def _noted(reading: Reading, activity: int) -> float:
    return float(np.count_nonzero(reading.window.has(reading.noted(activity)["time"])))


def _share(part: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    return ratio(float(np.count_nonzero(part & whole)), float(np.count_nonzero(whole)))


def _mean(values: Times) -> float:
    return float(np.mean(values)) if len(values) else np.nan


def _days(reading: Reading, begins: Times, ends: Times, chosen: NDArray[np.bool_]) -> Times:
    return reading.base.between(begins[chosen], ends[chosen]) / reading.day_hours
