"""One log, opened for reading: its tables, its window, and whatever several KPIs look up together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from simsales.instruments.eventlog import WORK_COLUMNS, rows_of, types_of
from simsales.kpis.window import Times, Window, Worked, counted
from simsales.words.vocabulary import ACTIVITIES

if TYPE_CHECKING:
    from simsales.instruments.eventlog import Crew, EventLog, Table
    from simsales.scenario.model import Scenario

Found = TypeVar("Found")
Rows = NDArray[np.int64]


class Columns:
    """A table column by column, or some of its rows; columns are contiguous, which records are not."""

    __slots__ = ("_columns", "_rows")

    def __init__(self, columns: Mapping[str, NDArray[Any]], rows: NDArray[Any] | None = None) -> None:
        self._columns = columns
        self._rows = rows

    def __getitem__(self, name: str) -> NDArray[Any]:
        column = self._columns[name]
        return column if self._rows is None else column[self._rows]

    def rows(self, chosen: NDArray[Any]) -> Columns:
        """Some rows of the whole table, by a mask or by their numbers."""
        return Columns(self._columns, chosen)


class Reading:
    """What the KPIs read: a log, the scenario it was played from, and the counted window."""

    def __init__(self, log: EventLog, scenario: Scenario) -> None:
        self.log = log
        self.scenario = scenario
        self.window = counted(log)
        self._of_log: dict[Any, Any] = {}
        self._of_window: dict[Any, Any] = {}

    def during(self, window: Window) -> Reading:
        """The same log with another window counted; what was found in the log is not looked up again."""
        other = copy(self)
        other.window, other._of_window = window, {}
        return other

    def of_log(self, look_up: Callable[[Reading], Found]) -> Found:
        """What `look_up` finds in the log, whatever the window; it is asked only the first time."""
        if look_up not in self._of_log:
            self._of_log[look_up] = look_up(self)
        return cast(Found, self._of_log[look_up])

    def of_window(self, look_up: Callable[[Reading], Found]) -> Found:
        """What `look_up` finds in the window; it is asked only the first time."""
        if look_up not in self._of_window:
            self._of_window[look_up] = look_up(self)
        return cast(Found, self._of_window[look_up])

    # --- tables --------------------------------------------------------------------------------------

    @cached_property
    def work(self) -> Columns:
        """Pieces of work; who left the queue unserved has an infinite start and a finite end."""
        table = self.log.worked
        return Columns({name: np.ascontiguousarray(table[name]) for name in WORK_COLUMNS.names or ()})

    @cached_property
    def _notes(self) -> tuple[Table, Rows]:
        """Instants, by activity and in order of time, and where each activity begins."""
        table = self.log.notes
        table = table[np.argsort(table["activity"], kind="stable")]
        return table, np.searchsorted(table["activity"], np.arange(len(ACTIVITIES) + 1))

    @cached_property
    def leads(self) -> Table:
        return self.log.leads

    @cached_property
    def opportunities(self) -> Table:
        return self.log.opportunities

    def noted(self, activity: int) -> Table:
        """The notes of one activity, in order of time."""
        table, bounds = self._notes
        return table[bounds[activity] : bounds[activity + 1]]

    def first(self, activity: int, object_type: int, count: int) -> Times:
        """For each of the `count` objects of a type when the activity was first noted; infinite if never."""
        notes = self.noted(activity)
        return first_times(of_type(notes, object_type), notes["time"], count)

    # --- people --------------------------------------------------------------------------------------

    @property
    def people(self) -> Sequence[Crew]:
        """Everybody who worked here, by number."""
        return self.log.people

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """Teams, in the order of the scenario, those of dated changes last."""
        return tuple(dict.fromkeys([*self.scenario.people, *(person.role for person in self.people)]))

    @cached_property
    def team_of_person(self) -> Rows:
        """Place among `teams` of each person by number."""
        places = {name: place for place, name in enumerate(self.teams)}
        return np.array([places[person.role] for person in self.people], dtype=np.int64)

    @cached_property
    def team_of_desk(self) -> Rows:
        """Place among `teams` of each desk by number; -1 for a desk of no team."""
        roles = {person.desk: person.role for person in self.people} | self.log.team_of_desk
        places = {name: place for place, name in enumerate(self.teams)}
        return np.array([places.get(roles.get(desk, desk), -1) for desk in self.log.desks], dtype=np.int64)

    @cached_property
    def curves(self) -> list[Worked]:
        """Hours worked by each person, as curves."""
        return [Worked.by(person.calendar) for person in self.people]

    @cached_property
    def epochs(self) -> list[tuple[float, float, Scenario]]:
        """The scenarios in force one after another, with the times between which each is."""
        dated = [(date.calendar_hours, then) for date, then in self.scenario.epochs()]
        dated = [(time, then) for time, then in dated if time < self.log.horizon]
        ends = [*(time for time, _ in dated[1:]), self.log.horizon]
        return [(time, end, then) for (time, then), end in zip(dated, ends, strict=True)]

    @cached_property
    def base(self) -> Worked:
        """Working hours of the base calendar."""
        return Worked.by(self.log.base)

    @property
    def day_hours(self) -> float:
        """Working hours of a working day of the base calendar."""
        return 8.0 if self.log.base is None else self.log.base.day_hours


def first_times(rows: Rows, times: Times, count: int) -> Times:
    """For each of `count` objects the earliest of its times; infinite for an object that has none."""
    found = np.full(count, np.inf)
    inside = rows >= 0
    order = np.argsort(times[inside], kind="stable")[::-1]  # the last to be written is the earliest
    found[rows[inside][order]] = times[inside][order]
    return found


def of_type(table: Table | Columns, object_type: int) -> Rows:
    """Rows of the objects of one type that a table of notes or work speaks of; -1 for all others."""
    cases = table["case"]
    return np.where((cases >= 0) & (types_of(cases) == object_type), rows_of(cases), -1)


def ratio(part: float | np.integer[Any], whole: float | np.integer[Any]) -> float:
    """A share or a rate; NaN where there is nothing to divide by."""
    return float(part) / float(whole) if whole else np.nan
