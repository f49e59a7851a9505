"""How a firm controls its salespeople: `control.monitoring()`, `control.reporting()`, `control.asks(observed)`.

Behaviour-based control looks at what people do and directs it; outcome-based control leaves them to their results
(Anderson & Oliver 1987).  Firms stand somewhere between.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from simsales.policies.base import Policy
from simsales.words.quantities import Flag, NonNegative, Number, Positive, Share, parameter

_DOSSIER = "dossier 16, assumed"


class Demand(NamedTuple):
    """What a manager asks for at each task, in the units of a person's own drive."""

    hunting: float
    farming: float


class Supervision(Policy):
    """Managers who look at what people do, talk it over, and ask for more of some of it."""

    kind: Literal["supervision"] = "supervision"
    behaviour: Share = parameter(
        0.5,
        help="0: only results count; 1: only what managers see people do",
        range=(0, 1),
        source="dossier 16",
    )
    hunting: Number = parameter(
        0.0, help="how much more hunting is asked for", range=(-0.5, 1), source=_DOSSIER
    )
    farming: Number = parameter(
        0.45, help="how much more farming is asked for", range=(-0.5, 1), source=_DOSSIER
    )
    team: str = parameter("manager", help="the team that supervises")
    span: Positive = parameter(
        8.0, help="people whom one manager looks after; those beyond are left alone", range=(3, 20)
    )
    least_monitoring: NonNegative = parameter(
        0.5,
        help="hours a manager gives a person in a week where results count",
        range=(0, 2),
        unit="h",
        source=_DOSSIER,
    )
    more_monitoring: NonNegative = parameter(
        2.5, help="hours more where behaviour counts", range=(0, 5), unit="h", source=_DOSSIER
    )
    reports: NonNegative = parameter(
        1.0,
        help="hours a person reports in a week where behaviour counts",
        range=(0, 4),
        unit="h",
        source=_DOSSIER,
    )
    coaching: NonNegative = parameter(
        0.0, help="hours a manager coaches a person in a week", range=(0, 4), unit="h"
    )
    target: NonNegative = parameter(
        0.0,
        help="contacts with customers that are asked for, over the usual; who is seen makes at least as many",
        range=(0, 1.5),
    )
    quality: Flag = parameter(
        True, help="whether managers look at how well contacts are made, or only count them"
    )

    def monitoring(self) -> float:
        """Hours that a manager gives to looking at a person in a week."""
        return self.least_monitoring + self.more_monitoring * self.behaviour

    def reporting(self) -> float:
        """Hours that a person spends in a week on telling what they did."""
        return self.reports * self.behaviour

    def least(self, observed: float) -> float:
        """Farming over the usual below which nobody falls who was observed in this share of the weeks."""
        return self.target * observed

    def asks(self, observed: float) -> Demand:
        """What is asked of somebody who was observed in this share of the weeks; nobody obeys unseen."""
        weight = self.behaviour * observed
        return Demand(weight * self.hunting, weight * self.farming)
