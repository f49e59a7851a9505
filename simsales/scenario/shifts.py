"""Shifts: when the people of a team are there."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, model_validator

from simsales.scenario.base import Table
from simsales.words.quantities import Between, Headcount, Whole, parameter

_PRESETS = {
    "8/5": {"opens": 8.0, "closes": 16.0, "days": 5, "hours": 8.0},
    "12/5": {"opens": 7.0, "closes": 19.0, "days": 5, "hours": 8.0},
    "24/7": {"opens": 0.0, "closes": 24.0, "days": 7, "hours": 8.0},
    "always": {"opens": 0.0, "closes": 24.0, "days": 7, "hours": 24.0, "days_each": 7},
}


def _preset(value: object) -> object:
    if isinstance(value, str):
        if value not in _PRESETS:
            raise ValueError(f"must be one of {', '.join(_PRESETS)} or a table, found '{value}'")
        return _PRESETS[value]
    return value


class ShiftTable(Table):
    """When a team is there.  People who work fewer hours than the desk is open start one after another.

    ``"8/5"``, ``"12/5"`` and ``"24/7"`` name desks with the same people spread over longer hours;
    ``"always"`` is for textbook cases with people who never rest.
    """

    opens: Annotated[float, Between(0, 24)] = parameter(
        8.0, help="hour of the day at which the desk opens", unit="h", range=(0, 23)
    )
    closes: Annotated[float, Between(0, 24)] = parameter(
        16.0, help="hour of the day at which it closes", unit="h", range=(1, 24)
    )
    days: Annotated[int, Whole(1, 7)] = parameter(
        5, help="days a week the desk is open", unit="d", range=(1, 7)
    )
    first_day: Annotated[int, Whole(0, 6)] = parameter(0, help="first open weekday, 0 = Monday", range=(0, 6))
    hours: Annotated[float, Between(0, 24, above=True)] = parameter(
        8.0, help="hours a person works a day", unit="h", range=(1, 24)
    )
    days_each: Annotated[int, Whole(1, 7)] = parameter(
        5, help="days a week a person works", unit="d", range=(1, 7)
    )

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not self.opens < self.closes:
            raise ValueError(f"must open before it closes, found {self.opens} to {self.closes}")
        return self


Named = Literal["8/5", "12/5", "24/7", "always"]
Shift = Annotated[ShiftTable, BeforeValidator(_preset, json_schema_input_type=Named | ShiftTable)]


class ShiftGroup(Table):
    """Some of a team's people who share a shift."""

    count: Headcount = parameter(1, help="people on this shift", range=(0, 50))
    shift: Shift = parameter("8/5", help="when they are there")
