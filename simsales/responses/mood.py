"""How motivated people are, 0 to 1, and what it does to their effort and to who stays.

Motivation drifts towards a set point that depends on what a kind of person lives for (hunters for upside and wins,
farmers for stability and customers, supporters for the team and bearable work), and moves at once with what happens
(dossier 18: Walker, Churchill & Ford 1977; DeCarlo & Lam 2016; weights assumed).  Everything is reckoned from the base
company, in which nothing is fulfilled beyond the usual and everybody rests at .55.
"""

from __future__ import annotations

from math import exp, sqrt
from typing import Literal, NamedTuple

from pydantic import BaseModel, field_validator

from simsales.policies.base import Policy
from simsales.words.quantities import (
    FROZEN,
    Amount,
    LastingSpan,
    NonNegative,
    Number,
    Positive,
    Share,
    parameter,
    shown,
)

_DOSSIER = "dossier 18, assumed"

Kind = Literal["hunter", "farmer", "supporter"]


class Fulfilment(NamedTuple):
    """How far what people live for is fulfilled beyond the usual, -1 to 1 each."""

    pay: float = 0.0  # variable pay and its upside
    recognition: float = 0.0
    autonomy: float = 0.0
    security: float = 0.0
    relationship: float = 0.0  # with customers, and what becomes of them
    team: float = 0.0  # common goals, bearable work, growing


class Weights(BaseModel):
    """What moves a kind of person."""

    model_config = FROZEN

    pay: Number = parameter(
        0.2, help="weight of variable pay and its upside", range=(0, 0.4), source=_DOSSIER
    )
    recognition: Number = parameter(
        0.12, help="weight of competition and recognition", range=(0, 0.3), source=_DOSSIER
    )
    autonomy: Number = parameter(0.08, help="weight of being left alone", range=(0, 0.2), source=_DOSSIER)
    security: Number = parameter(0.02, help="weight of fixed pay", range=(0, 0.2), source=_DOSSIER)
    relationship: Number = parameter(
        0.03, help="weight of what becomes of customers", range=(0, 0.2), source=_DOSSIER
    )
    team: Number = parameter(
        0.05, help="weight of common goals, bearable work and growing", range=(0, 0.3), source=_DOSSIER
    )


class Usual(BaseModel):
    """Somebody's life in the base company: what they are used to, and which kind of person they are."""

    model_config = FROZEN

    kind: Kind = parameter("supporter", help="which kind of person works there")
    fixed: Amount = parameter(
        48_000.0, help="fixed pay that is usual", unit="EUR / y", range=(20_000, 150_000)
    )
    variable: Amount = parameter(
        2_000.0, help="variable pay that is usual", unit="EUR / y", range=(0, 80_000)
    )
    load: Positive = parameter(
        0.8,
        help="share of the time at work that is usually busy",
        range=(0.5, 0.95),
        source="measured at Norddrive",
    )
    shocks: Number = parameter(
        0.0,
        help="what a usual week's events add up to; they are reckoned net of it",
        range=(-0.02, 0.02),
        source="measured at Norddrive",
    )

    @field_validator("fixed")
    @classmethod
    def _something_is_fixed(cls, value: float) -> float:
        if value <= 0.0:
            raise ValueError(
                f"must be more than 0, for security is reckoned against it, found {shown(value)}"
            )
        return value


HUNTER = Weights()
FARMER = Weights(
    pay=0.08,
    recognition=0.05,
    security=0.12,
    relationship=0.12,
    team=0.08,
)
SUPPORTER = Weights(
    pay=0.03,
    recognition=0.04,
    autonomy=0.05,
    security=0.12,
    relationship=0.08,
    team=0.18,
)


class Mood(Policy):
    """How motivation moves, and what it moves."""

    kind: Literal["set_point"] = "set_point"
    usual: Share = parameter(0.55, help="motivation in the base company", range=(0.4, 0.7), source=_DOSSIER)
    settles: LastingSpan = parameter(
        "60 wd",
        help="time in which a deviation falls to 37 %",
        unit="wd",
        range=("20 wd", "120 wd"),
        source=_DOSSIER,
    )
    hunter: Weights = parameter(HUNTER, help="what hunters live for")
    farmer: Weights = parameter(FARMER, help="what farmers live for")
    supporter: Weights = parameter(SUPPORTER, help="what supporters live for")
    won: Number = parameter(
        0.03, help="what a deal of usual value does to its rep", range=(0, 0.1), source=_DOSSIER
    )
    lost: Number = parameter(-0.01, help="what a lost deal does", range=(-0.05, 0), source=_DOSSIER)
    met: Number = parameter(0.06, help="what a quota that was met does", range=(0, 0.15), source=_DOSSIER)
    missed: Number = parameter(
        -0.05, help="what a quota that was missed does", range=(-0.15, 0), source=_DOSSIER
    )
    praised: Number = parameter(
        0.03, help="what a win that is celebrated adds", range=(0, 0.1), source=_DOSSIER
    )
    unfair: Number = parameter(
        -0.06, help="what a quota that was raised for one's success does", range=(-0.15, 0), source=_DOSSIER
    )
    saved: Number = parameter(
        0.02, help="what a complaint does that ends well for one's customer", range=(0, 0.06), source=_DOSSIER
    )
    coached: Number = parameter(0.01, help="what an hour of coaching does", range=(0, 0.03), source=_DOSSIER)
    strained: Number = parameter(
        -0.02, help="what a week does in which one is overloaded", range=(-0.06, 0), source=_DOSSIER
    )
    overload: Share = parameter(
        0.95, help="load above which people are overloaded", range=(0.8, 1), source=_DOSSIER
    )
    effort: NonNegative = parameter(
        0.5, help="effort that motivation adds, per unit above the usual", range=(0, 1), source=_DOSSIER
    )
    stays: NonNegative = parameter(
        3.0, help="log-hazard of quitting that motivation takes off, per unit", range=(0, 6), source=_DOSSIER
    )
    stays_for_pay: NonNegative = parameter(
        2.0, help="log-hazard that pay takes off, per unit above the usual", range=(0, 4), source=_DOSSIER
    )
    flees_load: NonNegative = parameter(
        1.0, help="log-hazard that load adds, per unit above what is bearable", range=(0, 3), source=_DOSSIER
    )
    bearable: Share = parameter(0.9, help="load that drives nobody away", range=(0.7, 1), source=_DOSSIER)
    doubts_at_first: NonNegative = parameter(
        0.5, help="log-hazard that a first year adds", range=(0, 1), source=_DOSSIER
    )

    def of_kind(self, kind: Kind) -> Weights:
        """What moves a kind of person."""
        return {"hunter": self.hunter, "farmer": self.farmer, "supporter": self.supporter}[kind]

    def set_point(self, kind: Kind, fulfilment: Fulfilment) -> float:
        """Where motivation settles: M0 = usual + sum of weight x fulfilment, within 0 and 1."""
        weights = self.of_kind(kind)
        parts = (
            weights.pay * _bounded(fulfilment.pay)
            + weights.recognition * _bounded(fulfilment.recognition)
            + weights.autonomy * _bounded(fulfilment.autonomy)
            + weights.security * _bounded(fulfilment.security)
            + weights.relationship * _bounded(fulfilment.relationship)
            + weights.team * _bounded(fulfilment.team)
        )
        return min(max(self.usual + parts, 0.0), 1.0)

    def after(self, mood: float, set_point: float, times: float, shocks: float) -> float:
        """Motivation after so many times `settles`, and what happened meanwhile."""
        return min(max(set_point + (mood - set_point) * exp(-times) + shocks, 0.0), 1.0)

    def win(self, value: float) -> float:
        """What a win does whose value is so many times the usual."""
        return self.won * sqrt(value)

    def works(self, mood: float) -> float:
        """Factor on effort, and on how customers are treated."""
        return max(1.0 + self.effort * (mood - self.usual), 0.0)

    def quits(self, mood: float, pay: float, load: float, first_year: bool) -> float:
        """Factor on the hazard of quitting; `pay` is over the usual."""
        odds = -self.stays * (mood - self.usual) - self.stays_for_pay * (pay - 1.0)
        odds += self.flees_load * max(0.0, load - self.bearable)
        return exp(odds + (self.doubts_at_first if first_year else 0.0))


def _bounded(fulfilment: float) -> float:
    return min(max(fulfilment, -1.0), 1.0)
