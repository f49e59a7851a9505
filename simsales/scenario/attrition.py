"""Who leaves by themselves: the hazard, and how long a seat stays empty."""

from __future__ import annotations

from simsales.instruments.distribution import Hours
from simsales.scenario.base import Table
from simsales.words.quantities import CalendarFrequency, parameter


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
