"""People who come and go: the closed form, what is read off the log, and the case.

Source: renewal reward (Cox 1962); a cycle of a seat is a tenure and the vacancy after it.
"""

from __future__ import annotations

import numpy as np

from simsales.instruments.clock import DAY
from simsales.instruments.eventlog import EventLog
from tests.theory.case import Answers, Case

SEATS = 40


def seat_productivity(tenure: float, vacancy: float, ramp: float, start: float) -> Answers:
    """What a seat brings over what an experienced person always there would; times in years."""
    productive = tenure - (1.0 - start) * tenure / (1.0 + tenure / ramp)
    return {"productivity": productive / (tenure + vacancy)}


def calls_per_seat(log: EventLog) -> Answers:
    """Days of calls that were made in the window per day and seat."""
    ended = log.worked["ended"]
    made = np.count_nonzero((ended > log.warm_up) & (ended <= log.horizon))
    return {"productivity": made * DAY / (SEATS * (log.horizon - log.warm_up))}


S21 = Case(
    name="S21 seats under turnover",
    file="s21.toml",
    parameters={"tenure": 5.0, "vacancy": 0.35, "ramp": 0.35, "start": 0.2},
    answer=seat_productivity,
    expected={"productivity": 0.8856668704690367},
    mutation=("tenure", 0.5),
    mutant={"people.sdr.attrition.quits": "0.4 / y"},
    measure=calls_per_seat,
    replications=3,
    mutant_replications=5,
    slow=True,
)

CASES = (S21,)
