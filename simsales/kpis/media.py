"""How customers were met, what it took, and who was won by it; meetings are those that `[media]` decides on."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from simsales.instruments.eventlog import Table, rows_of
from simsales.kpis.fates import deal_fates
from simsales.kpis.funnel import lost_deals, wins
from simsales.kpis.money import cost_of_teams
from simsales.kpis.people import Numbers, available_by_team, hours_by_team_and_task
from simsales.kpis.reading import Reading, Rows, ratio
from simsales.kpis.registry import kpi
from simsales.scenario.media import Media
from simsales.words.vocabulary import MEETING_MEDIA, STEPS, VISIT

_CHAPTER = "media"
#: Quarters of equivocality's scale, from 0 to 1.
QUARTERS = ("first", "second", "third", "fourth")


@kpi(
    "visits_per_win",
    "visits / win",
    "neither",
    "meetings of the window that were visits, those of lost deals too, per win",
    _CHAPTER,
)
def visits_per_win(reading: Reading) -> float:
    visits = np.count_nonzero(reading.of_window(_held)["medium"] == VISIT)
    return ratio(visits, wins(reading))


@kpi(
    "travel_share",
    "share",
    "lower",
    "hours on the way to the window's visits and back, over the hours worked in it by the teams that meet customers",
    _CHAPTER,
)
def travel_share(reading: Reading) -> float:
    worked = reading.of_window(hours_by_team_and_task)[_teams(reading)].sum()
    return ratio(float(reading.of_window(_held)["travel"].sum()), float(worked))


@kpi(
    "cost_per_meeting",
    "EUR / meeting",
    "lower",
    "hours worked in the window on the steps at which customers are met, travel and setting up inside, each at what an "
    "available hour of its team costs, and what the firm pays for visits; per meeting held",
    _CHAPTER,
)
def cost_per_meeting(reading: Reading) -> float:
    held = reading.of_window(_held)
    steps = [STEPS.index(name) for name in _table(reading).steps]
    spent = reading.of_window(hours_by_team_and_task)[:, steps].sum(axis=1)
    paid, hours = reading.of_window(cost_of_teams), reading.of_window(available_by_team)
    paid = paid - _cost_of_visits(reading, held)
    of_an_hour = np.divide(paid, hours, out=np.zeros_like(paid), where=hours > 0)
    return ratio(float(spent @ of_an_hour) + float(held["cost"].sum()), len(held))


@kpi(
    "met_win_rate.<quarter>.<medium>",
    "share",
    "higher",
    "wins over opportunities closed in the window whose equivocality lies in the <quarter> quarter of its scale and "
    "whose last meeting was by <medium>",
    _CHAPTER,
)
def met_win_rate(reading: Reading) -> Mapping[str, float]:
    deals, last = reading.of_log(deal_fates), reading.of_log(_last_meetings)
    rows = rows_of(last["case"])
    won = reading.window.has(deals.won)[rows]
    closed = won | (lost_deals(reading) & reading.window.has(deals.lost))[rows]
    quarter = np.minimum((4.0 * last["equivocality"]).astype(int), 3)
    usual = {VISIT, MEETING_MEDIA.index(_table(reading).otherwise)}
    return {
        f"{name}.{medium}": ratio(np.count_nonzero(won & chosen), np.count_nonzero(closed & chosen))
        for place, name in enumerate(QUARTERS)
        for number, medium in enumerate(MEETING_MEDIA)
        if number in usual
        for chosen in [(quarter == place) & (last["medium"] == number)]
    }


def _table(reading: Reading) -> Media:
    table = reading.scenario.media
    assert table != "skip"
    return table


def _held(reading: Reading) -> Table:
    """Meetings that were over in the window."""
    rows = reading.log.table("meetings")
    return rows[reading.window.has(rows["time"])]


def _last_meetings(reading: Reading) -> Table:
    """The last meeting of each opportunity that has had one."""
    rows = reading.log.table("meetings")
    _, backwards = np.unique(rows["case"][::-1], return_index=True)
    return rows[len(rows) - 1 - backwards]


def _teams(reading: Reading) -> Rows:
    """Places of the teams that meet customers."""
    steps = [getattr(reading.scenario.selling, name) for name in _table(reading).steps]
    named = {step.team for step in steps if step != "skip"}
    return np.flatnonzero([team in named for team in reading.teams])


def _cost_of_visits(reading: Reading, held: Table) -> Numbers:
    """What the firm pays for visits, by the team of whoever makes them."""
    mine = held[held["person"] >= 0]
    teams = reading.team_of_person[mine["person"]]
    return np.bincount(teams, weights=mine["cost"], minlength=len(reading.teams)).astype(float)
