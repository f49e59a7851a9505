"""How cases move through the company: where each waits, who works on it, when it moves on, and how it ends.

All of it comes from the log of one replication and is made for a page to replay: plain lists of whole numbers, times in
minutes from Monday 00:00 of day 0.  A time is rounded up to its minute, so that at a full minute exactly those things
have happened that the log says have happened by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import rows_of
from simsales.instruments.longform import lead_names, people_names
from simsales.series.cases import KINDS, Cases, ends_of, story_of
from simsales.series.minutes import minutes_of
from simsales.series.rosters import (
    calendars_of,
    customers_over_time,
    marks_of,
    people_over_time,
    teams_of_desks,
)
from simsales.series.stations import Station, part_of, stations

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog, Table
    from simsales.scenario.model import Scenario

Numbers = NDArray[np.int64]

#: How a piece of work ended that has no hours: its case left the queue, waits still, or is still being worked on.
LEFT, WAITS, UNDER_WAY = -1, -2, -3


def movements(log: EventLog, scenario: Scenario) -> dict[str, Any]:
    """What moved in one replication, ready for JSON.

    `cases` has a column per property and an entry per case; `stays` an entry per piece of work, those of one case after
    another in order of time: the station, when it was asked for (minutes after the stay before, the first after the
    case was born), how long it waited, and how long it was worked on or one of LEFT, WAITS and UNDER_WAY.
    """
    places = stations_of(log, scenario)
    cases = story_of(log, scenario)
    calendars, of_team = calendars_of(log, [place.team for place in places])
    people = people_over_time(log)
    return {
        "horizon": minutes_of(log.horizon),
        "window": [minutes_of(log.warm_up), minutes_of(log.horizon - log.follow_up)],
        "seed": log.seed,
        "replication": log.replication,
        "kinds": [kind.described() for kind in KINDS],
        "ends": [{"text": text, "tone": tone} for text, tone in ends_of()],
        "stations": [
            {
                "number": place.number,
                "title": place.title,
                "team": place.team,
                "calendar": of_team[place.team],
                "people": people.get(place.team, [[0, 0]]),
            }
            for place in places
        ],
        "calendars": calendars,
        "people": people_names(log),
        "tasks": [task.replace("_", "-") for task in log.tasks],
        "products": list(log.products),
        "leads": lead_names(log),
        "cases": _columns_of_cases(log, cases),
        "stays": _stays(log, cases, places),
        "customers": customers_over_time(log),
        "marks": marks_of(scenario, log.horizon),
    }


def stations_of(log: EventLog, scenario: Scenario) -> tuple[Station, ...]:
    """The stations of a scenario, and those of whatever else its log has shown."""
    teams = teams_of_desks(log)
    work = log.worked
    pairs = np.unique(work["desk"].astype(np.int64) << 16 | work["task"]).tolist()
    seen = dict.fromkeys((teams[pair >> 16], log.tasks[pair & 0xFFFF]) for pair in pairs)
    return stations(scenario, seen)


def _columns_of_cases(log: EventLog, cases: Cases) -> dict[str, list[int]]:
    """A column per property; times after the first are counted from the case's birth, -1 where they never came."""
    never = log.horizon * 2.0 + 1.0
    born = minutes_of(cases.born)
    over, ended = (minutes_of(np.minimum(times, never)) for times in (cases.over, cases.ended))
    return {
        "kind": cases.kind.tolist(),
        "number": rows_of(cases.case).tolist(),
        "born": born.tolist(),
        "over": np.where(np.isfinite(cases.over), over - born, -1).tolist(),
        "end": cases.end.tolist(),
        "ended": np.where(np.isfinite(cases.ended), ended - born, -1).tolist(),
        "parent": cases.parent.tolist(),
        "value": np.rint(cases.value).astype(np.int64).tolist(),
        "product": cases.product.tolist(),
        "stays": np.bincount(cases.of_work, minlength=len(cases.case)).tolist(),
    }


def _stays(log: EventLog, cases: Cases, places: tuple[Station, ...]) -> dict[str, list[int]]:
    """A row per piece of work, by case and in order of time."""
    work = log.worked[cases.work]
    order = np.lexsort((np.minimum(work["started"], work["ended"]), work["asked"], cases.of_work))
    work, case = work[order], cases.of_work[order]
    asked = minutes_of(work["asked"])
    began, waited, worked = _how_long(work, asked)
    before = np.concatenate(([0], asked[:-1])) if len(asked) else asked
    first = np.concatenate(([True], case[1:] != case[:-1])) if len(case) else np.zeros(0, dtype=bool)
    return {
        "station": _station_of(log, work, places).tolist(),
        "asked": (asked - np.where(first, minutes_of(cases.born[case]), before)).tolist(),
        "waited": waited.tolist(),
        "worked": worked.tolist(),
        "person": np.where(began, work["person"], -1).tolist(),
        "task": work["task"].tolist(),
    }


def _how_long(work: Table, asked: Numbers) -> tuple[NDArray[np.bool_], Numbers, Numbers]:
    """Whether each piece was begun, the minutes it waited, and those it was worked on or how it stands."""
    began, over = np.isfinite(work["started"]), np.isfinite(work["ended"])
    waits_until = np.where(began, work["started"], np.where(over, work["ended"], 0.0))
    until = np.where(began | over, minutes_of(waits_until), asked)
    ends = np.where(began & over, minutes_of(np.where(over, work["ended"], 0.0)), until)
    how = np.where(began, UNDER_WAY, np.where(over, LEFT, WAITS))
    return began, until - asked, np.where(began & over, ends - until, how)


def _station_of(log: EventLog, work: Table, places: tuple[Station, ...]) -> Numbers:
    """The number of the station at which each piece of work was done, or waited for."""
    known = {(place.part, place.team): place.number for place in places}
    parts, teams = [part_of(task) for task in log.tasks], teams_of_desks(log)
    table = np.array([[known.get((part, team), -1) for part in parts] for team in teams], dtype=np.int64)
    return table[work["desk"], work["task"]] if len(work) else np.zeros(0, dtype=np.int64)
