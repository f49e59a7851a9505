"""The queueing shadow: what theory says of each desk's waits, beside the simulated ones, and why they differ.

Theory is given what the desk was given in the run: how much work was asked for, how its hours vary, how its arrivals
are spaced in the time when the desk is open, and how many people were there on average.  What it leaves out is what the
line beside it names: closed doors, days that are busier than others, absences, priorities, deputies, cases that leave.

(What one more head is worth is another question: `shadow_values` in `simsales.experiments.shadow`.)
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simsales.experiments.document import Block, Table, paragraph, table
from simsales.experiments.experiment import Progress, prepared
from simsales.experiments.formulas import allen_cunneen_wait, erlang_wait
from simsales.experiments.looking import look_at
from simsales.experiments.tables import number, text_table
from simsales.kpis.capacity import waterfall
from simsales.kpis.people import available_hours
from simsales.kpis.reading import Columns, Reading
from simsales.kpis.window import together

if TYPE_CHECKING:
    import pandas as pd

    from simsales.scenario import Scenario

Numbers = NDArray[np.float64]
_FEWEST = 30  # pieces of work below which a desk's variation says nothing
_ORDINARY = (0.75, 1.33)  # squared variation of arrivals that passes for Poisson's 1


@dataclass(frozen=True, slots=True)
class DeskWaits:
    """One team's desks in the counted window, mean over replications; times in hours in which the desk is open.

    A team whose people have queues of their own is as many desks of one person, taken together job by job.
    """

    team: str
    desks: float
    jobs: float  # pieces of work asked for
    people: float  # there at a desk while it is open
    load: float  # work asked for over hours available: offered load per person
    work: float  # h of the shift that a piece takes
    arrivals_cv: float
    work_cv: float
    erlang: float  # M/M/c
    theory: float  # Allen-Cunneen
    simulated: float
    by_the_clock: float  # the simulated wait with closed hours
    busy_days: float  # variance over mean of the pieces asked for in an open day: 1 is Poisson's
    away: float  # share of the shifts lost to leave and sickness
    came_closed: float  # share asked for while the desk was closed
    deputies: float  # share done by somebody of another desk
    left: float  # share that left the queue


FIGURES = tuple(field.name for field in fields(DeskWaits))[1:]


@dataclass(frozen=True, slots=True, repr=False)
class QueueingShadow:
    """Theory beside simulation for every team that was asked for work."""

    scenario: Scenario
    replications: int
    desks: tuple[DeskWaits, ...]

    def of(self, team: str) -> DeskWaits:
        """The row of one team."""
        return next(each for each in self.desks if each.team == team)

    def reasons(self, team: str) -> list[str]:
        """Why the simulated wait of a team is not theory's."""
        return list(_reasons(self.of(team), self.scenario))

    def to_pandas(self) -> pd.DataFrame:
        """One row per team."""
        import pandas as pd

        rows = [[each.team, *(getattr(each, name) for name in FIGURES)] for each in self.desks]
        return pd.DataFrame(rows, columns=["team", *FIGURES])

    def told(self) -> tuple[Block, ...]:
        """The waits of all desks, and why they are not theory's, as a document."""
        return self._table(), *map(paragraph, self._lines())

    def __repr__(self) -> str:
        waits = self._table()
        return "\n".join([waits.caption, text_table(waits.header, waits.rows), "", *self._lines()])

    def _lines(self) -> list[str]:
        return [f"{each.team}: {'; '.join(self.reasons(each.team))}." for each in self.desks]

    def _table(self) -> Table:
        header = ["desk", "people", "load", "work, h", "cv in", "cv work", "Erlang, h", "theory, h"]
        rows = [
            [
                each.team if each.desks < 1.5 else f"{each.team} × {each.desks:.0f}",
                f"{each.people:.1f}",
                f"{each.load:.2f}",
                f"{each.work:.2f}",
                f"{each.arrivals_cv:.2f}",
                f"{each.work_cv:.2f}",
                *(_hours(wait) for wait in (each.erlang, each.theory, each.simulated, each.by_the_clock)),
            ]
            for each in self.desks
        ]
        header += ["simulated, h", "by the clock, h"]
        title = f"{self.scenario.name}: waits by theory and simulated, {self.replications} replications"
        return table(header, rows, title)


def queueing_shadow(
    scenario: Scenario | str | Path,
    replications: int | None = None,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    seed: int | None = None,
    progress: Progress | None = None,
) -> QueueingShadow:
    """Play a scenario and hold each desk's wait beside that of an Erlang C desk, and of Allen and Cunneen.

    Raises InputError for values that cannot be used.
    """
    named = prepared((scenario,), replications, seed)
    (found,) = look_at(named, desk_waits, workers, executor, progress)
    (played,) = named.values()
    return shadow_of(played, list(found.values()))


def shadow_of(scenario: Scenario, found: list[dict[str, DeskWaits]]) -> QueueingShadow:
    """The mean of each figure over replications in which it is known."""
    teams = dict.fromkeys(team for one in found for team in one)
    rows = []
    for team in teams:
        known = [one[team] for one in found if team in one]
        columns = {name: np.array([getattr(each, name) for each in known]) for name in FIGURES}
        rows.append(DeskWaits(team, **{name: _mean(values) for name, values in columns.items()}))
    return QueueingShadow(scenario, len(found), tuple(rows))


def _mean(values: Numbers) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else math.nan


# --- one replication -------------------------------------------------------------------------------------


def desk_waits(reading: Reading) -> dict[str, DeskWaits]:
    """What the log of one replication says of each team's desks."""
    asked = reading.work.rows(reading.window.has(reading.work["asked"]))
    available = available_hours(reading, reading.window.since, reading.window.until)
    hours_of = reading.of_window(waterfall)
    desks: dict[str, list[tuple[float, DeskWaits]]] = {}
    for place, name in enumerate(reading.log.desks):
        rows = Columns({n: asked[n] for n in _READ}, np.flatnonzero(asked["desk"] == place))
        seats = [crew for crew in reading.people if crew.desk == name]
        if len(rows["asked"]) and seats:
            hours = float(available[[crew.number for crew in seats]].sum())
            team = reading.team_of_desk[place]
            away = float(hours_of.away[team] / hours_of.seats[team]) if hours_of.seats[team] else 0.0
            one = _desk(reading, name, rows, hours, away)
            desks.setdefault(one.team, []).append((one.jobs, one))
    return {team: _together(team, each) for team, each in desks.items()}


_READ = ("asked", "started", "ended", "hours", "person", "desk")


def _desk(reading: Reading, name: str, rows: Columns, available: float, away: float) -> DeskWaits:
    """One desk; its people, its open hours, and the work asked of it."""
    window, seats = reading.window, [crew for crew in reading.people if crew.desk == name]
    is_open = together([crew.calendar for crew in seats])
    hours_open = float(is_open.between(window.since, window.until))
    there = sum(float(reading.curves[crew.number].between(window.since, window.until)) for crew in seats)
    shift = rows["hours"] * (there / available if available else math.nan)
    served = np.isfinite(rows["started"])
    begun = np.minimum(rows["started"], reading.log.horizon)
    order = np.sort(is_open.at(rows["asked"])) - float(is_open.at(window.since))
    people = there / hours_open if hours_open else math.nan
    load = float(rows["hours"].sum()) / available if available else math.inf
    work = float(shift.mean())
    cv2_in, cv2_work = _squared_cv(np.diff(order)), _squared_cv(shift)
    servers = max(1, round(people)) if math.isfinite(people) else 1
    helpers = [reading.people[p].desk != name for p in rows["person"][served & (rows["person"] >= 0)]]
    return DeskWaits(
        team=seats[0].role,
        desks=1.0,
        jobs=float(len(served)),
        people=people,
        load=load,
        work=work,
        arrivals_cv=math.sqrt(cv2_in),
        work_cv=math.sqrt(cv2_work),
        erlang=erlang_wait(servers, load * servers, work),
        theory=allen_cunneen_wait(servers, load * servers, work, cv2_in, cv2_work),
        simulated=_mean(is_open.between(rows["asked"], begun)[served]),
        by_the_clock=_mean((begun - rows["asked"])[served]),
        busy_days=_dispersion(order, reading.day_hours, hours_open),
        away=away,
        came_closed=float(np.mean(is_open.between(rows["asked"], rows["asked"] + _MOMENT) == 0.0)),
        deputies=float(np.mean(helpers)) if helpers else 0.0,
        left=float(np.mean(~served & np.isfinite(rows["ended"]))),
    )


_MOMENT = 1e-3  # h: a desk at which nobody is for that long after the asking is closed


def _squared_cv(values: Numbers) -> float:
    """Squared coefficient of variation; NaN of too few, or where there is nothing to vary."""
    if len(values) < _FEWEST or not values.mean() > 0.0:
        return math.nan
    return float(values.var(ddof=1) / values.mean() ** 2)


def _dispersion(asked: Numbers, day: float, hours_open: float) -> float:
    """Variance over mean of the pieces of work asked for in each whole open day."""
    days = int(hours_open // day)
    counts = np.bincount((asked[asked < days * day] // day).astype(int), minlength=days)[:days]
    return float(counts.var(ddof=1) / counts.mean()) if days > 1 and counts.any() else math.nan


def _together(team: str, desks: list[tuple[float, DeskWaits]]) -> DeskWaits:
    """Several desks of one person as one row: means over their jobs."""
    weights = np.array([jobs for jobs, _ in desks])

    def mean(name: str) -> float:
        values = np.array([getattr(desk, name) for _, desk in desks])
        known = ~np.isnan(values)
        return float(np.average(values[known], weights=weights[known])) if known.any() else math.nan

    figures: Mapping[str, float] = {name: mean(name) for name in FIGURES if name not in ("desks", "jobs")}
    return DeskWaits(team, desks=float(len(desks)), jobs=float(weights.sum()), **figures)


# --- why they differ -------------------------------------------------------------------------------------


def _reasons(desk: DeskWaits, scenario: Scenario) -> Iterator[str]:
    if math.isnan(desk.theory):
        yield "too little work to tell"
        return
    if math.isfinite(desk.theory):
        yield f"simulated {_times(desk.simulated, desk.theory)} theory in open hours"
    else:
        yield f"asked for {desk.load:.2f} of its hours, so that theory knows no steady wait"
    closed = desk.by_the_clock - desk.simulated
    if closed > 0.1 * desk.by_the_clock > 0.0:
        yield f"calendar: {_hours(closed)} h of the {_hours(desk.by_the_clock)} h by the clock are closed hours"
    yield from _uneven(desk)
    team = scenario.people.get(desk.team)
    if team is not None and team.discipline != "fifo":
        yield f"served by {team.discipline.replace('_', ' ')} and not in turn, which moves the mean over cases"
    if desk.away >= _NOTICED:
        yield f"absences take {desk.away:.0%} of the shifts, where theory has as many people as are there on average"
    if desk.deputies >= _NOTICED:
        yield f"deputies did {desk.deputies:.0%} of it"
    if desk.left >= _NOTICED:
        yield f"{desk.left:.0%} left the queue, which theory keeps"


_NOTICED = 0.005


def _uneven(desk: DeskWaits) -> Iterator[str]:
    """What of the arrivals is not Poisson's."""
    low, high = _ORDINARY
    came = f", {desk.came_closed:.0%} came while it was closed" if desk.came_closed >= 0.05 else ""
    if desk.arrivals_cv**2 > high:
        yield f"arrivals are bunched (cv {desk.arrivals_cv:.2f}{came})"
    elif desk.arrivals_cv**2 < low:
        yield f"arrivals are more even than Poisson's (cv {desk.arrivals_cv:.2f})"
    if desk.busy_days > high:
        yield f"days differ: what is asked for in a day varies {desk.busy_days:.1f} × Poisson"


def _hours(wait: float) -> str:
    return "∞" if math.isinf(wait) else number(wait)


def _times(simulated: float, theory: float) -> str:
    return f"{simulated / theory:.2f} ×" if theory > 0.0 else f"{_hours(simulated)} h beside"
