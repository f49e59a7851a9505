"""Who leaves: by themselves at a hazard or at a date, and how long a seat stays empty."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import model_validator

from simsales.instruments.distribution import Hours
from simsales.scenario.base import Table
from simsales.words.quantities import (
    MOST_PEOPLE,
    CalendarFrequency,
    CalendarSpan,
    Flag,
    Whole,
    parameter,
)

#: Quits an hour: beyond it a seat would have more occupants than anybody means.
_MOST = 1.0 / 168.0


class Attrition(Table):
    """People who leave by themselves, and seats that stay empty for a while."""

    quits: CalendarFrequency = parameter(
        "0.16 / y",
        help="hazard of leaving, per person",
        unit="1 / y",
        range=("0 / y", "0.4 / y"),
        source="dossier 18, assumed for an average motivation",
    )
    vacancy: Hours = parameter(
        {"kind": "exponential", "mean": "90 wd"},
        help="time until the seat is filled again",
        unit="wd",
        range=("30 wd", "180 wd"),
        source="dossier 18",
    )
    backfill: Flag = parameter(
        True, help="whether empty seats are filled again; those of a freeze are when it is over"
    )

    @model_validator(mode="after")
    def _somebody_stays(self) -> Self:
        if self.quits.per_calendar_hour > _MOST:
            raise ValueError(f"must have people who stay a week on average, found quits of {self.quits}")
        return self


class Departure(Table):
    """Some people of a team who leave for good at a date."""

    time: CalendarSpan = parameter(
        "26 w",
        help="when they leave, from the start of the run, warm-up included",
        unit="w",
        range=("0 w", "104 w"),
    )
    who: Literal["best", "worst", "longest"] = parameter(
        "best", help="who they are: the most or the fewest sales won so far, or the longest with the firm"
    )
    count: Annotated[int, Whole(1, MOST_PEOPLE)] = parameter(1, help="how many they are", range=(1, 10))
