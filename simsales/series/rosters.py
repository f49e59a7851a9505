"""Who is there when: the hours in which teams are in, how many people they have, how many customers, dated changes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from simsales.company.people.rotas import united
from simsales.instruments.eventlog import types_of
from simsales.series.minutes import minutes_of
from simsales.words.vocabulary import ACCOUNT, CHURNED, WON_BACK

if TYPE_CHECKING:
    from simsales.instruments.eventlog import EventLog
    from simsales.scenario.model import Scenario

_MOST_TOLD = 4  # changes of one date


def teams_of_desks(log: EventLog) -> list[str]:
    """The team of each desk by number; a desk of no team is a team of its own."""
    roles = {person.desk: person.role for person in log.people} | log.team_of_desk
    return [roles.get(desk, desk) for desk in log.desks]


def calendars_of(log: EventLog, teams: Iterable[str]) -> tuple[list[list[int]], dict[str, int]]:
    """Different calendars, and which of them each team has.

    A calendar is the minutes at which somebody of the team comes in and the last goes home, in turns, each counted from
    the one before.
    """
    found: dict[tuple[int, ...], int] = {}
    of_team: dict[str, int] = {}
    for team in dict.fromkeys(teams):
        calendars = [person.calendar for person in log.people if person.role == team]
        windows = united([each for one in calendars for each in zip(one.starts, one.ends, strict=True)])
        edges = minutes_of(np.minimum(np.array(windows, dtype=float).ravel(), log.horizon))
        of_team[team] = found.setdefault(tuple(np.diff(edges, prepend=0).tolist()), len(found))
    return [list(each) for each in found], of_team


def people_over_time(log: EventLog) -> dict[str, list[list[int]]]:
    """For each team how many belong to it from which minute on."""
    steps: dict[str, dict[float, int]] = {}
    for person in log.people:
        moves = steps.setdefault(person.role, {0.0: 0})
        for time, change in ((max(person.hired, 0.0), 1), (person.left, -1)):
            if time <= log.horizon:
                moves[time] = moves.get(time, 0) + change
    return {team: _added_up(moves) for team, moves in steps.items()}


def customers_over_time(log: EventLog) -> list[list[int]]:
    """How many customers there are from which minute on; empty where customers are not followed."""
    if not log.has("accounts"):
        return []
    moves: dict[float, int] = {0.0: 0}
    for since in log.table("accounts")["since"].tolist():
        time = max(since, 0.0)
        moves[time] = moves.get(time, 0) + 1
    notes = log.notes
    notes = notes[(types_of(notes["case"]) == ACCOUNT) & np.isin(notes["activity"], (CHURNED, WON_BACK))]
    for time, activity in zip(notes["time"].tolist(), notes["activity"].tolist(), strict=True):
        moves[time] = moves.get(time, 0) + (1 if activity == WON_BACK else -1)
    return _added_up(moves)


def marks_of(scenario: Scenario, horizon: float) -> list[dict[str, int | str]]:
    """Dated changes of the run: when, and what changes, old → new."""
    epochs = scenario.epochs()
    marks: list[dict[str, int | str]] = []
    for (_, before), (date, then) in pairwise(epochs):
        if date.calendar_hours < horizon:
            changes = [str(change) for change in then.changes_on(before)]
            rest = [f"and {len(changes) - _MOST_TOLD} more"] if len(changes) > _MOST_TOLD else []
            text = "; ".join([*changes[:_MOST_TOLD], *rest])
            marks.append({"time": minutes_of(date.calendar_hours), "text": text})
    return marks


def _added_up(moves: dict[float, int]) -> list[list[int]]:
    times = sorted(moves)
    levels = np.cumsum([moves[time] for time in times]).tolist()
    return [[minutes_of(time), level] for time, level in zip(times, levels, strict=True)]
