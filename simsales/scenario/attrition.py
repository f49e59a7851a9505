"""Who leaves by themselves: the hazard, and how long a seat stays empty."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from simsales.instruments.distribution import Hours
from simsales.scenario.base import Table
from simsales.words.quantities import CalendarFrequency, parameter

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

    @model_validator(mode="after")
    def _somebody_stays(self) -> Self:
        if self.quits.per_calendar_hour > _MOST:
            raise ValueError(f"must have people who stay a week on average, found quits of {self.quits}")
        return self
