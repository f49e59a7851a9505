"""How people get faster: newcomers ramp up, and a changed process is learnt anew.

Reference hours are those of an experienced person.  A newcomer's productivity is 1 - (1 - start)
exp(-age/tau) (dossier 18); a changed process follows Wright's (1936) curve n^log2(rate) down to its floor.
One of the two acts on a person, never both.
"""

from __future__ import annotations

from math import exp, log2, pow
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import CalendarSpan, Fraction, parameter


class RampUp(Policy):
    """A newcomer's productivity against time on the job."""

    kind: Literal["exponential"] = "exponential"
    start: Fraction = parameter(0.2, help="productivity on the first day", range=(0.05, 1.0))
    tau: CalendarSpan = parameter(
        "0.35 y", help="time in which the gap falls to 37 %", unit="y", range=("0.1 y", "1 y")
    )

    def productivity(self, age: float) -> float:
        """Share of an experienced person's pace, `age` calendar hours after being hired."""
        tau = self.tau.calendar_hours
        return 1.0 - (1.0 - self.start) * exp(-age / tau) if tau > 0.0 else 1.0


class Relearning(Policy):
    """A changed process: case n after the change takes max(floor, n^log2(rate)) / floor of its hours."""

    kind: Literal["wright"] = "wright"
    rate: Fraction = parameter(
        0.90,
        help="time left after each doubling of cases",
        range=(0.8, 0.95),
        source="Wright 1936, size assumed",
    )
    floor: Fraction = parameter(
        0.5, help="share of the first case's time that an experienced person needs", range=(0.3, 1.0)
    )

    def factor(self, cases: int) -> float:
        """Hours of case number `cases` (1 first) over those of an experienced person."""
        return max(self.floor, pow(max(cases, 1), log2(self.rate))) / self.floor
