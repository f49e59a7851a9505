"""What people do with their hours: how busy each team is, on what, and how evenly leads and wins fall."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from simsales.kpis.fates import deal_fates
from simsales.kpis.funnel import wins
from simsales.kpis.reading import Reading, Rows, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times
from simsales.words.vocabulary import (
    DIAGNOSIS,
    DISPATCH,
    EXPORT,
    FARMING,
    FOLLOW_UP,
    GATE_REVIEW,
    IMPROVEMENT,
    ORDER_ENTRY,
    PRE_APPROACH,
    QUIT,
    RECEIPT,
    STEPS,
    TASKS,
    USAGE_PROGRAMME,
)

Numbers = NDArray[np.float64]

#: What tasks are for; what is named in none of the others is `other`, such as a firm's own background work.
KINDS = ("selling", "farming", "complaints", "orders", "other")


@kpi(
    "utilisation.<team>",
    "share",
    "neither",
    "hours that <team> worked in the window over the hours it was available for work, absences left out",
)
def utilisation(reading: Reading) -> Mapping[str, float]:
    worked = reading.of_window(hours_by_team_and_task).sum(axis=1)
    return _per_available_hour(reading, worked)


@kpi(
    "offered_load.<team>",
    "share",
    "neither",
    "hours of work asked of <team> in the window over the hours it was available; above 1 it cannot keep up",
)
def offered_load(reading: Reading) -> Mapping[str, float]:
    work = reading.work
    asked = work.rows(reading.window.has(work["asked"]))
    hours = _sum_by(reading.team_of_desk[asked["desk"]], asked["hours"], len(reading.teams))
    return _per_available_hour(reading, hours)


@kpi("hours.<task>", "h", "neither", "hours worked in the window on <task>")
def hours_by_task(reading: Reading) -> Mapping[str, float]:
    hours = reading.of_window(hours_by_team_and_task).sum(axis=0)
    return {reading.log.tasks[task]: hours[task] for task in _tasks_played(reading)}


@kpi(
    "hours_share.<team>.<kind>",
    "share",
    "neither",
    "hours that <team> worked in the window on <kind>, one of selling, farming, complaints, orders and other, over all "
    "that it worked",
)
def hours_share(reading: Reading) -> Mapping[str, float]:
    hours = reading.of_window(hours_by_team_and_task)
    kinds = _kinds(hours.shape[1])
    return {
        f"{team}.{kind}": float(hours[place, kinds == number].sum() / hours[place].sum())
        for place, team in enumerate(reading.teams)
        if hours[place].any()
        for number, kind in enumerate(KINDS)
    }


@kpi(
    "hours_per_win",
    "h / win",
    "lower",
    "hours worked in the window on steps 2 to 7, for lost deals too, per win",
)
def hours_per_win(reading: Reading) -> float:
    selling = reading.of_window(hours_by_team_and_task)[:, PRE_APPROACH : FOLLOW_UP + 1]
    return ratio(float(selling.sum()), wins(reading))


@kpi(
    "lead_gini",
    "share",
    "neither",
    "Gini coefficient of the opportunities given to each rep in the window: 0 all alike, near 1 all to one",
)
def lead_gini(reading: Reading) -> float:
    return _gini(_per_rep(reading, reading.of_log(deal_fates).opened))


@kpi("win_spread", "share", "neither", "standard deviation over mean of the reps' wins in the window")
def win_spread(reading: Reading) -> float:
    won = _per_rep(reading, reading.of_log(deal_fates).won)
    return ratio(float(np.std(won, ddof=1)), float(np.mean(won))) if len(won) > 1 else np.nan


@kpi("quits.<team>", "people", "lower", "people of <team> who left in the window and were not let go")
def quits(reading: Reading) -> Mapping[str, float]:
    rows = reading.noted(QUIT)
    gone = reading.team_of_person[rows["person"][reading.window.has(rows["time"])]]
    scenario = reading.scenario.people
    return {
        team: float(np.count_nonzero(gone == place))
        for place, team in enumerate(reading.teams)
        if team in scenario and (scenario[team].attrition != "skip" or scenario[team].departures)
    }


# --- hours -----------------------------------------------------------------------------------------------


def hours_by_team_and_task(reading: Reading) -> Numbers:
    """Hours worked in the window, a row per team and a column per task."""
    work, hours = reading.work, hours_within(reading, reading.window.since, reading.window.until)
    done = np.flatnonzero(hours)
    teams = reading.team_of_person[work["person"][done]]
    tasks, width = work["task"][done], len(reading.log.tasks)
    cells = _sum_by(teams * width + tasks, hours[done], len(reading.teams) * width)
    return cells.reshape(len(reading.teams), width)


def _kinds(tasks: int) -> Rows:
    """Place among `KINDS` of each task by number."""
    kinds = np.full(tasks, KINDS.index("other"))
    kinds[: GATE_REVIEW + 1] = KINDS.index("selling")
    kinds[EXPORT] = KINDS.index("selling")
    kinds[IMPROVEMENT] = KINDS.index("other")
    kinds[FARMING : USAGE_PROGRAMME + 1] = KINDS.index("farming")
    kinds[RECEIPT : DIAGNOSIS + 1] = KINDS.index("complaints")
    kinds[ORDER_ENTRY : DISPATCH + 1] = KINDS.index("orders")
    return kinds


def hours_within(reading: Reading, since: float, until: float) -> Times:
    """Hours of each piece of work that were done between two instants.

    The share of a piece that lies inside is the share of its person's open hours that do; of work that the
    end of the log cut off, as much is done as the person's hours allowed.
    """
    work, (served, begin, end) = reading.work, reading.of_log(open_hours_of_work)
    person, hours = work["person"][served], work["hours"][served]
    first, last = (np.array([curve.at(edge) for curve in reading.curves])[person] for edge in (since, until))
    inside = np.clip(end, first, last) - np.clip(begin, first, last)
    whole = end - begin
    share = np.divide(inside, whole, out=np.zeros_like(whole), where=whole > 0)
    most = np.minimum(inside * reading.of_log(_availability)[person], hours)
    done = np.zeros(len(work["hours"]))
    done[served] = np.where(np.isfinite(work["ended"][served]), hours * share, most)
    return done


def open_hours_of_work(reading: Reading) -> tuple[Rows, Times, Times]:
    """The pieces of work that were begun, person by person and in order of time.

    With them where each begins and ends, on the curve of its person's open hours.
    """
    work = reading.work
    begun = np.flatnonzero(np.isfinite(work["started"]) & (work["person"] >= 0))
    begun = begun[np.lexsort((work["started"][begun], work["person"][begun]))]
    instants = np.stack((work["started"], np.minimum(work["ended"], reading.log.horizon)))[:, begun]
    bounds = np.searchsorted(work["person"][begun], np.arange(len(reading.people) + 1))
    for curve, (low, high) in zip(reading.curves, pairwise(bounds), strict=True):
        instants[:, low:high] = curve.at(instants[:, low:high])
    return begun, instants[0], instants[1]


def available_hours(reading: Reading, since: float, until: float) -> Numbers:
    """Hours of work that each person could have done between two instants, by the scenario then in force."""
    hours = np.zeros(len(reading.people))
    starts = [date.calendar_hours for date, _ in reading.scenario.epochs()]
    for start, end, (_, then) in zip(starts, [*starts[1:], np.inf], reading.scenario.epochs(), strict=True):
        begin, close = max(start, since), min(end, until)
        if begin < close:
            hours += [
                curve.between(begin, close)
                * (then.people[person.role].available if person.role in then.people else 0.0)
                for person, curve in zip(reading.people, reading.curves, strict=True)
            ]
    return hours


def _availability(reading: Reading) -> Numbers:
    return np.array([person.available for person in reading.people])


def available_by_team(reading: Reading) -> Numbers:
    """Hours that each team was available for work in the window."""
    hours = available_hours(reading, reading.window.since, reading.window.until)
    return _sum_by(reading.team_of_person, hours, len(reading.teams))


def _per_available_hour(reading: Reading, hours: Numbers) -> dict[str, float]:
    available = reading.of_window(available_by_team)
    return {team: ratio(hours[place], available[place]) for place, team in enumerate(reading.teams)}


def _sum_by(groups: Rows, values: Numbers, count: int) -> Numbers:
    known = groups >= 0
    return np.bincount(groups[known], weights=values[known], minlength=count).astype(float)


def _tasks_played(reading: Reading) -> list[int]:
    """Tasks that the scenario has somebody do, in the order of the log."""
    selling = reading.scenario.selling
    process = selling.process
    idle = {
        name
        for name in (*STEPS, "qualification", "quotation", "nurturing", "gate_review")
        if getattr(selling, name) == "skip"
    }
    idle |= {"approval"} if selling.approval == selling.deal_desk == "skip" else set()
    idle |= {"improvement"} if process == "skip" or not process.improvement else set()
    idle |= {"supervision", "reporting"} if reading.scenario.control == "skip" else set()
    return [task for task, name in enumerate(reading.log.tasks) if task >= len(TASKS) or name not in idle]


# --- reps ------------------------------------------------------------------------------------------------


def _per_rep(reading: Reading, times: Times) -> Numbers:
    """How many opportunities with an instant in the window each rep owns; who was there counts with none."""
    owner = reading.of_log(deal_fates).owner
    owned = np.bincount(owner[reading.window.has(times) & (owner >= 0)], minlength=len(reading.people))
    return owned[reading.of_window(_reps)].astype(float)


def _reps(reading: Reading) -> Rows:
    """People of the teams that own opportunities, as far as they were there in the window."""
    owners = np.unique(reading.of_log(deal_fates).owner)
    teams = np.unique(reading.team_of_person[owners[owners >= 0]])
    there = available_hours(reading, reading.window.since, reading.window.until) > 0
    return np.flatnonzero(np.isin(reading.team_of_person, teams) & there)


def _gini(counts: Numbers) -> float:
    """Mean absolute difference between two of them over twice the mean (Gini 1912)."""
    if not counts.sum():
        return np.nan
    ordered, n = np.sort(counts), len(counts)
    ranks = np.arange(1, n + 1)
    return float((2 * ranks - n - 1) @ ordered / (n * ordered.sum()))
