"""How a lead cools: the odds of reaching it against the time it has waited.

`p(w) = p_inf + (p_0 - p_inf) exp(-w / tau)` with w in calendar hours from the inquiry to the first attempt
(dossier 3.4).  Preset `b2b` is an assumption; `hbr` is as steep as the audit of Oldroyd, McElheran &
Elkington (2011, observational) suggests; `off` does not cool.
"""

from __future__ import annotations

from math import exp
from typing import Literal, Self

from pydantic import model_validator

from simsales.policies.base import Policy
from simsales.words.quantities import CalendarSpan, Share, parameter

_HBR = {"p_0": 0.60, "p_inf": 0.01, "tau": "0.51 h"}


class Cooling(Policy):
    """The chance that an attempt reaches a lead."""

    kind: Literal["b2b", "hbr", "off"] = parameter(
        "b2b", help="preset: mild, steep, or none", source="dossier 3.4"
    )
    p_0: Share = parameter(
        0.60, help="chance that an immediate first attempt reaches the lead", range=(0.2, 1)
    )
    p_inf: Share = parameter(0.15, help="chance that a very late first attempt does", range=(0, 0.6))
    tau: CalendarSpan = parameter(
        "20 h", help="calendar time in which the difference falls to 37 %", unit="h", range=("4 h", "48 h")
    )
    later: Share = parameter(0.154, help="chance of each attempt after the first", range=(0, 1))

    @model_validator(mode="before")
    @classmethod
    def _preset(cls, value: object) -> object:
        if isinstance(value, dict) and value.get("kind") == "hbr":
            return {**_HBR, **value}
        return value

    @model_validator(mode="after")
    def _falls(self) -> Self:
        if self.p_inf > self.p_0:
            raise ValueError(f"must have p_inf <= p_0, found {self.p_inf} and {self.p_0}")
        return self

    def contact(self, attempt: int, waited: float) -> float:
        """Chance that attempt `attempt` (0 first) reaches a lead first tried `waited` hours after it came."""
        if attempt:
            return self.later
        if self.kind == "off":
            return self.p_0
        tau = self.tau.calendar_hours
        return self.p_inf + (self.p_0 - self.p_inf) * (exp(-waited / tau) if tau > 0.0 else 0.0)
