"""Capacity: what becomes of the hours that a team's seats would bring, and how many experienced people it has.

From the hours of all seats, always filled, go those of vacancies, of leave and sickness, of meetings and
administration, and what newcomers lack while they learn.  What is left is ready for work.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simsales.company.people.rotas import Rotas
from simsales.instruments.clock import WEEK
from simsales.instruments.eventlog import Crew
from simsales.kpis.people import available_hours, hours_by_team_and_task
from simsales.kpis.reading import Reading, ratio
from simsales.kpis.registry import kpi
from simsales.kpis.window import Times, Worked
from simsales.responses.learning import RampUp
from simsales.scenario.organisation import available

Numbers = NDArray[np.float64]
#: Where Gauss puts his two points in an interval, from its middle, in halves of it.
_POINTS = (-(3.0**-0.5), 3.0**-0.5)


class Waterfall(NamedTuple):
    """Hours of each team in the window, by what becomes of them."""

    seats: Numbers
    vacant: Numbers
    away: Numbers
    overhead: Numbers
    ramping: Numbers
    ready: Numbers
    worked: Numbers


@kpi(
    "capacity.<part>",
    "h",
    "neither",
    "hours in the window of <part>: a team's seats if always filled, of these vacant, away (leave and sickness), "
    "overhead (not available for work) and ramping (what newcomers lack in pace); the rest is ready, beside it worked",
)
def capacity(reading: Reading) -> Mapping[str, float]:
    found = reading.of_window(waterfall)
    return {
        f"{team}.{part}": float(hours[place])
        for place, team in enumerate(reading.teams)
        for part, hours in found._asdict().items()
    }


@kpi(
    "vacancy.<team>", "share", "lower", "hours of the seats of <team> in the window in which nobody held them"
)
def vacancy(reading: Reading) -> Mapping[str, float]:
    found = reading.of_window(waterfall)
    return {team: ratio(found.vacant[n], found.seats[n]) for n, team in enumerate(reading.teams)}


@kpi(
    "ramped_equivalents.<team>",
    "people",
    "higher",
    "people of <team> averaged over the window; whoever still learns the job counts with the pace they have",
)
def ramped_equivalents(reading: Reading) -> Mapping[str, float]:
    window = reading.window
    people = np.array([_paced_hours(reading, crew) for crew in reading.people])
    of_team = np.bincount(reading.team_of_person, people, len(reading.teams))
    return {team: ratio(of_team[place], window.hours) for place, team in enumerate(reading.teams)}


def waterfall(reading: Reading) -> Waterfall:
    """The hours of each team in the window, from all seats down to those ready for work."""
    since, until = reading.window.since, reading.window.until
    shifts = reading.of_log(_shifts)
    of_seats = np.zeros(len(reading.teams))
    for (team, _), shift in shifts.items():
        of_seats[reading.teams.index(team)] += shift.between(since, until)
    held = np.array([_held(reading, crew, shifts) for crew in reading.people])
    there = np.array([curve.between(since, until) for curve in reading.curves])
    available = available_hours(reading, since, until)
    learning = np.array([_lacking(reading, crew) for crew in reading.people])

    def by_team(hours: Numbers) -> Numbers:
        return np.bincount(reading.team_of_person, hours, len(reading.teams)).astype(float)

    return Waterfall(
        seats=of_seats,
        vacant=of_seats - by_team(held),
        away=by_team(held - there),
        overhead=by_team(there - available),
        ramping=by_team(learning),
        ready=by_team(available - learning),
        worked=reading.of_window(hours_by_team_and_task).sum(axis=1),
    )


def _shifts(reading: Reading) -> dict[tuple[str, int], Worked]:
    """The hours of each seat, by team and number, were it always filled."""
    rotas = Rotas(reading.epochs)
    curves: dict[tuple[str, int], Worked] = {}
    for team in reading.teams:
        for seat in range(rotas.seats(team)):
            spans = rotas.spans(team, seat)
            windows = [each for span in spans for each in rotas.windows(team, seat, *span)]
            edges = np.array(windows, dtype=float).reshape(-1, 2)
            after = np.cumsum(edges[:, 1] - edges[:, 0])
            hours = np.column_stack((np.concatenate(([0.0], after[:-1])), after)) if len(after) else edges
            curves[team, seat] = Worked(edges.ravel(), hours.ravel())
    return curves


def _held(reading: Reading, crew: Crew, shifts: Mapping[tuple[str, int], Worked]) -> float:
    """Hours of their seat in the window while somebody held it."""
    begin, end = _stay(reading, crew)
    return float(shifts[crew.role, crew.seat].between(begin, end))


def _stay(reading: Reading, crew: Crew) -> tuple[float, float]:
    """The part of somebody's time with the firm that lies in the window; empty where none does."""
    begin = max(crew.hired, reading.window.since)
    return begin, max(begin, min(crew.left, reading.window.until))


# --- newcomers -----------------------------------------------------------------------------------------------


def _ramp(reading: Reading, crew: Crew) -> RampUp | None:
    """How somebody who came inside the run learns the job; None for whoever has learnt it."""
    then = next(s for start, end, s in reading.epochs if start <= crew.hired < end)
    return then.people[crew.role].ramp if crew.hired > 0.0 and then.switches.learning else None


def _paced_hours(reading: Reading, crew: Crew) -> float:
    """Calendar hours of somebody's stay in the window, each with the pace they have."""
    begin, end = _stay(reading, crew)
    weeks = np.linspace(begin, end, int((end - begin) // WEEK) + 2)
    return end - begin - _gap(_ramp(reading, crew), crew.hired, weeks[:-1], weeks[1:])


def _lacking(reading: Reading, crew: Crew) -> float:
    """Hours that somebody was available for in the window, less those of an experienced person's pace."""
    ramp = _ramp(reading, crew)
    if ramp is None:
        return 0.0
    starts, ends = np.asarray(crew.calendar.starts), np.asarray(crew.calendar.ends)
    lacking = 0.0
    for start, end, then in reading.epochs:
        begin, close = max(start, reading.window.since), min(end, reading.window.until)
        if begin < close and crew.role in then.people:
            inside = np.clip(starts, begin, close), np.clip(ends, begin, close)
            lacking += available(then, crew.role) * _gap(ramp, crew.hired, *inside)
    return lacking


def _gap(ramp: RampUp | None, hired: float, begins: Times, ends: Times) -> float:
    """Hours that are missing to an experienced person's pace over some stays (Gauss's rule of two points)."""
    if ramp is None:
        return 0.0
    halves = 0.5 * (ends - begins)
    total = 0.0
    for point in _POINTS:
        ages = begins + (1.0 + point) * halves - hired
        missing = [1.0 - ramp.productivity(age) for age in ages.tolist()]
        total += float(halves @ np.array(missing))
    return total
