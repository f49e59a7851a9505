"""Dated changes: one mechanism for shocks, hiring dates, freezes, promotions, prices and new policies.

```toml
[[at]]
time = "26 w"
for  = "4 w"                                    # left out: for good
set  = { "demand.inbound.rate" = "x1.3" }
```
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import Field, field_validator

from simsales.scenario.checking import validated
from simsales.scenario.merging import Path, Plain, dotted, path_of, put
from simsales.scenario.provenance import Writer, Writers, keys_below, writer_of
from simsales.scenario.table import Table
from simsales.words.errors import Problem, ScenarioError
from simsales.words.quantities import Duration, Span, shown

if TYPE_CHECKING:
    from simsales.scenario.base import Description

Scenario = TypeVar("Scenario", bound="Description")


class DatedChange(Table):
    """From `time` on, for good or for a while, some keys have other values."""

    time: Span = Field(description="calendar time from the start of the run, warm-up included")
    lasting: Span | None = Field(default=None, alias="for", description="for how long; left out: for good")
    set: dict[str, Any] = Field(
        description='new values by dotted key; "x1.3" multiplies and "+2" adds to the value in force'
    )

    @field_validator("time", "lasting")
    @classmethod
    def _on_the_clock(cls, value: Duration | None) -> Duration | None:
        if value is not None:
            value.calendar_hours  # noqa: B018  # asked for its refusal of working time
        return value

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
        if self.lasting is None:
            return None
        if self.lasting.unit == self.time.unit:
            return Duration(self.time.amount + self.lasting.amount, self.time.unit)
        return Duration(self.end, "h")


def epochs(
    scenario: Scenario, data: Plain, writers: Writers, fixed: frozenset[str]
) -> list[tuple[Duration, Scenario]]:
    """The scenario in force from each date on, beginning at time 0; ScenarioError if one cannot hold.

    Changes in force at the same time are applied in the order of their dates, then of the file.  `fixed`
    are the tables that no date may change.
    """
    if not scenario.at:
        return [(Duration(0, "h"), scenario)]
    misplaced = _misplaced(scenario.at, writers, fixed)
    if misplaced:
        raise ScenarioError(misplaced)
    story: list[tuple[Duration, Scenario]] = []
    problems: dict[Problem, Duration] = {}  # with the date from which each is one
    for time in _dates(scenario.at):
        try:
            story.append((time, _in_force(scenario, data, writers, time)))
        except ScenarioError as error:
            problems |= {each: time for each in error.problems if each not in problems}
    if problems:
        raise ScenarioError(
            replace(each, sentence=f"{each.sentence} (from {time} on)") for each, time in problems.items()
        )
    return story


def _dates(changes: Sequence[DatedChange]) -> list[Duration]:
    times = [Duration(0, "h")]
    for change in changes:
        times += [change.time] if change.end_time is None else [change.time, change.end_time]
    by_hour: dict[float, Duration] = {}
    for time in times:
        by_hour.setdefault(time.calendar_hours, time)
    return [by_hour[hour] for hour in sorted(by_hour)]


def _in_force(scenario: Scenario, data: Plain, writers: Writers, time: Duration) -> Scenario:
    now = time.calendar_hours
    active = [(each.start, index) for index, each in enumerate(scenario.at) if each.start <= now < each.end]
    data, writers = {**data, "at": []}, dict(writers)
    problems, setters = [], Writer("")
    for _, index in sorted(active):
        for key, value in scenario.at[index].set.items():
            place: Path = ("at", index, "set", key)
            setters = writer_of(place, writers, Writer(""))
            try:
                data = put(data, path_of(key), value)
            except ValueError as refusal:
                problems.append(Problem(key, str(refusal), *setters))
            for below in [(), *keys_below(value)]:
                writers[(*path_of(key), *below)] = writer_of((*place, *below), writers, setters)
    if problems:
        raise ScenarioError(problems)
    return validated(type(scenario), data, writers, setters.file)._with(scenario._provenance)


def _misplaced(changes: Sequence[DatedChange], writers: Writers, fixed: frozenset[str]) -> list[Problem]:
    found = []
    for index, change in enumerate(changes):
        for key in change.set:
            table = str(path_of(key)[0])
            if table in fixed:
                writer = writer_of(("at", index, "set", key), writers, Writer(""))
                sentence = (
                    f"must not change during a run, found in a dated change {shown(key)}; set it in the file"
                )
                found.append(Problem(dotted(("at", index, "set")), sentence, *writer))
    return found
