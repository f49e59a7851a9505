"""Dated changes: one mechanism for shocks, hiring dates, freezes, promotions, prices and new policies.

```toml
[[at]]
time = "26 w"
for  = "4 w"                                    # left out: for good
set  = { "demand.inbound.rate" = "x1.3" }
```
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from pydantic import Field, field_validator

from simsales.scenario.checking import validated
from simsales.scenario.merging import Path, Plain, dotted, path_of, put
from simsales.scenario.provenance import Writer, Writers, keys_below, writer_of
from simsales.scenario.table import Table
from simsales.words.errors import Problem, ScenarioError
from simsales.words.quantities import CALENDAR_HOURS, CalendarSpan, Duration, parameter, shown

if TYPE_CHECKING:
    from simsales.scenario.base import Description

Scenario = TypeVar("Scenario", bound="Description")


class DatedChange(Table):
    """From `time` on, for good or for a while, some keys have other values."""

    time: CalendarSpan = Field(description="calendar time from the start of the run, warm-up included")
    lasting: CalendarSpan | None = parameter(None, alias="for", help="for how long; left out: for good")
    set: dict[str, Any] = Field(
        description='new values by dotted key; "x1.3" multiplies and "+2" adds to the value in force'
    )

    @field_validator("set")
    @classmethod
    def _something(cls, value: dict[str, Any]) -> dict[str, Any]:
        if not value:
            raise ValueError("must name a key to change, found none")
        return value

    @property
    def start(self) -> float:
        """The calendar hour from which the change holds."""
        return self.time.calendar_hours

    @property
    def end(self) -> float:
        """The calendar hour at which the former value returns; infinite for a change for good."""
        return float("inf") if self.lasting is None else self.start + self.lasting.calendar_hours

    @property
    def end_time(self) -> Duration | None:
        """The end in the unit of the file where that is exact, else in hours."""
        return None if self.lasting is None else after(self.time, self.lasting)


def after(time: Duration, span: Duration) -> Duration:
    """A span later, in the unit of the file where that is exact, else in weeks or hours."""
    if span.unit == time.unit or span.amount == 0:
        return Duration(time.amount + span.amount, time.unit)
    hours = time.calendar_hours + span.calendar_hours
    week = CALENDAR_HOURS["w"]
    return Duration(hours, "h") if hours % week else Duration(hours / week, "w")


class Planned(NamedTuple):
    """A dated change, and the table of the file in which its keys stand."""

    place: Path
    change: DatedChange


def epochs(
    scenario: Scenario, data: Plain, writers: Writers, file: str, wrong: Collection[Path] = ()
) -> list[tuple[Duration, Scenario]]:
    """The scenario in force from each date on, beginning at time 0; ScenarioError if one cannot hold.

    Changes in force at the same time are applied in the order of their dates, then of the file.  What may
    only follow from keys known to be `wrong` is not told.
    """
    story: list[_Epoch[Scenario]] = []
    problems: dict[Problem, Duration] = {}  # with the date from which each is one
    changes = scenario.planned(data)
    for time in _dates([each.change for each in changes]):
        try:
            story.append(_in_force(scenario, changes, data, writers, time, file))
        except ScenarioError as error:
            problems |= {each: time for each in error.problems if each not in problems}
    in_force = [each.scenario for each in story]
    for time, each, its_writers in story:
        for finding in each.findings(in_force):
            problem = Problem(
                dotted(finding.path), finding.sentence, *writer_of(finding.path, its_writers, Writer(file))
            )
            if problem not in problems and not finding.touches(wrong):
                problems[problem] = time
    misplaced = _misplaced(changes, writers, type(scenario).undated)
    own = [
        Problem(dotted(finding.path), finding.sentence, *writer_of(finding.path, writers, Writer(file)))
        for finding in scenario.of_its_dates()
        if not finding.touches(wrong)
    ]
    if problems or misplaced or own:
        raise ScenarioError([*misplaced, *own, *(_dated(each, time) for each, time in problems.items())])
    return [(time, each) for time, each, _ in story]


class _Epoch(NamedTuple, Generic[Scenario]):
    time: Duration
    scenario: Scenario
    writers: Writers


def _dated(problem: Problem, time: Duration) -> Problem:
    return replace(problem, sentence=f"{problem.sentence} (from {time} on)") if time.amount else problem


def _dates(changes: Sequence[DatedChange]) -> list[Duration]:
    times = [Duration(0, "h")]
    for change in changes:
        times += [change.time] if change.end_time is None else [change.time, change.end_time]
    by_hour: dict[float, Duration] = {}
    for time in times:
        by_hour.setdefault(time.calendar_hours, time)
    return [by_hour[hour] for hour in sorted(by_hour)]


def _in_force(
    scenario: Scenario,
    changes: Sequence[Planned],
    data: Plain,
    writers: Writers,
    time: Duration,
    file: str,
) -> _Epoch[Scenario]:
    if not changes:
        return _Epoch(time, scenario, writers)
    now = time.calendar_hours
    active = [each for each in changes if each.change.start <= now < each.change.end]
    data, writers = {**data, **scenario.settled}, dict(writers)
    problems, setters = [], Writer(file)
    for table, change in sorted(active, key=lambda each: each.change.start):
        for key, value in change.set.items():
            place: Path = (*table, key)
            setters = writer_of(place, writers, Writer(""))
            try:
                data = put(data, path_of(key), value)
            except ValueError as refusal:
                problems.append(Problem(key, str(refusal), *setters))
            for below in [(), *keys_below(value)]:
                writers[(*path_of(key), *below)] = writer_of((*place, *below), writers, setters)
    if problems:
        raise ScenarioError(problems)
    changed = validated(type(scenario), data, writers, setters.file)._with(scenario._provenance)
    return _Epoch(time, changed, writers)


def _misplaced(changes: Sequence[Planned], writers: Writers, undated: frozenset[str]) -> list[Problem]:
    found = []
    for place, change in changes:
        for key in change.set:
            table = str(path_of(key)[0])
            if table in undated:
                writer = writer_of((*place, key), writers, Writer(""))
                sentence = (
                    f"must not change during a run, found in a dated change {shown(key)}; set it in the file"
                )
                found.append(Problem(dotted(place), sentence, *writer))
    return found
