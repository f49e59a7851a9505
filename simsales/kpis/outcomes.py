"""How well complaints are answered: who is satisfied, who leaves, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import types_of
from simsales.kpis.complaints import fates_of, mean, noted, share
from simsales.kpis.money import cost_of_teams, spent
from simsales.kpis.people import available_by_team, hours_by_team_and_task
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.words.vocabulary import (
    ANSWERED,
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


# --- how well --------------------------------------------------------------------------------------------


@kpi(
    "complaint_satisfaction",
    "points",
    "higher",
    "mean satisfaction with the handling, 0 to 100, of registered complaints settled in the window",
    _CHAPTER,
)
def complaint_satisfaction(reading: Reading) -> float:
    fates = fates_of(reading)
    return mean(fates.satisfaction[reading.window.has(fates.settled) & fates.written_down])


@kpi(
    "complainants_satisfied",
    "share",
    "higher",
    "complaints that ended satisfied, of all complaints that ended in the window",
    _CHAPTER,
)
def complainants_satisfied(reading: Reading) -> float:
    fates = fates_of(reading)
    return share(fates.outcome >= SATISFIED_LATE, reading.window.has(fates.settled) & fates.voiced)


@kpi("reopen_rate", "share", "lower", "cases opened again in the window per answer given in it", _CHAPTER)
def reopen_rate(reading: Reading) -> float:
    return ratio(noted(reading, REOPENED), noted(reading, ANSWERED))


@kpi(
    "lost_after_problems",
    "customers",
    "lower",
    "customers who left in the window over a problem",
    _CHAPTER,
)
def lost_after_problems(reading: Reading) -> float:
    fates = fates_of(reading)
    return float(np.count_nonzero(fates.lost & reading.window.has(fates.settled)))


@kpi(
    "problem_churn",
    "share",
    "lower",
    "customers' problems that ended in the window and cost the customer, of those that ended",
    _CHAPTER,
)
def problem_churn(reading: Reading) -> float:
    fates = fates_of(reading)
    return share(fates.lost, reading.window.has(fates.settled) & (fates.account >= 0))


@kpi(
    "problem_churn.<outcome>",
    "share",
    "lower",
    "customers' problems that ended <outcome> in the window and cost the customer, of those that ended so",
    _CHAPTER,
)
def problem_churn_by_outcome(reading: Reading) -> Mapping[str, float]:
    fates = fates_of(reading)
    ended = reading.window.has(fates.settled) & (fates.account >= 0)
    return {name: share(fates.lost, ended & (fates.outcome == n)) for n, name in enumerate(OUTCOMES)}


# --- what it costs ---------------------------------------------------------------------------------------


@kpi(
    "complaint_cost",
    "EUR",
    "lower",
    "remedies and rework of the window, and people for the part of their available time spent on problems, "
    "reviews and root causes",
    _CHAPTER,
)
def complaint_cost(reading: Reading) -> float:
    return spent(reading, (REMEDY, REWORK)) + handling_cost(reading)


@kpi(
    "cost_per_complaint",
    "EUR / complaint",
    "lower",
    "remedies and rework of the window, and people for the part of their available time spent on problems, per "
    "complaint written down in it",
    _CHAPTER,
)
def cost_per_complaint(reading: Reading) -> float:
    written = np.count_nonzero(reading.window.has(fates_of(reading).registered))
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
    """What teams cost for the part of their available time that these hours are."""
    available = reading.of_window(available_by_team)
    part = np.divide(hours, available, out=np.zeros_like(available), where=available > 0)
    return float(part @ reading.of_window(cost_of_teams))
