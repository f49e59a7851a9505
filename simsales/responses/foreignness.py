"""What it costs to be a stranger in a country, and how activity there makes one less of a stranger.

Knowledge of a market comes from doing business in it and fades without; part of it serves for markets as far from home
as this one (Johanson & Vahlne 1977; the sizes are nobody's: dossier 15, assumed).
"""

from __future__ import annotations

from math import exp, sqrt
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Positive, Share, parameter

_DOSSIER = "dossier 15, assumed"


class Foreignness(Policy):
    """Friction in a market, by its distance and by what is known of it."""

    kind: Literal["foreignness"] = "foreignness"
    learning: tuple[NonNegative, NonNegative, NonNegative, NonNegative] = parameter(
        (0.05, 0.10, 0.25, 0.35),
        help="knowledge a year from one activity a year, by stage; it grows with the square root of activity",
        range=(0, 0.5),
        unit="1 / y",
        source=_DOSSIER,
    )
    fading: NonNegative = parameter(
        0.10,
        help="part of the knowledge that fades in a year",
        range=(0.05, 0.15),
        unit="1 / y",
        source=_DOSSIER,
    )
    spill_over: Share = parameter(
        0.3,
        help="part of the knowledge of one market that serves in another at the same distance",
        range=(0, 0.6),
        source=_DOSSIER,
    )
    enough: Positive = parameter(
        1.0, help="knowledge that takes friction down to 1/e", range=(0.5, 1.5), source=_DOSSIER
    )
    certain: Positive = parameter(
        1.0, help="knowledge that takes the risk seen down to 1/e", range=(0.5, 2), source=_DOSSIER
    )
    odds: NonNegative = parameter(
        2.0, help="log-odds of winning that a friction of 1 costs", range=(0, 4), source=_DOSSIER
    )
    dearer: NonNegative = parameter(
        1.0, help="what a friction of 1 adds to the cost of a deal, as a share", range=(0, 2), source=_DOSSIER
    )
    complained: NonNegative = parameter(
        0.5, help="what a friction of 1 adds to complaints, as a share", range=(0, 1), source=_DOSSIER
    )

    def learnt(self, knowledge: float, stage: int, activity: float, years: float) -> float:
        """Own knowledge after so many years of an activity (deals and visits a year)."""
        gain = self.learning[stage - 1] * sqrt(activity) if stage else 0.0
        if not self.fading:
            return knowledge + gain * years
        rest = gain / self.fading
        return rest + (knowledge - rest) * exp(-self.fading * years)

    def shared(self, distance: float, other: float) -> float:
        """Part of what is known of a market at the `other` distance that serves at this one."""
        return self.spill_over * (1.0 - abs(distance - other))

    def friction(self, distance: float, knowledge: float) -> float:
        """How much of a stranger the firm still is, from the distance down to 0."""
        return distance * exp(-knowledge / self.enough)

    def doubt(self, knowledge: float) -> float:
        """Part of a market's risk that is still seen by whoever knows so much of it."""
        return exp(-knowledge / self.certain)

    def lost_odds(self, friction: float) -> float:
        """Log-odds of winning that friction takes."""
        return self.odds * friction

    def effort(self, friction: float) -> float:
        """Factor on the cost of working on a deal."""
        return 1.0 + self.dearer * friction

    def complaints(self, friction: float) -> float:
        """Factor on the rate of complaints."""
        return 1.0 + self.complained * friction
