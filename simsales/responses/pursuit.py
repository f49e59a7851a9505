"""Whether a rep pursues a lead that marketing hands over: the black hole, through each rep's own experience.

Signs follow Sabnis, Chatterjee, Grewal & Lilien (2013): pursuit rises with the quality of past leads and with
tracking, and tracking moves experienced reps less; the sizes are assumed (dossier 3.6).
"""

from __future__ import annotations

from math import exp
from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Number, Share, parameter


class Pursuit(Policy):
    """The log-odds that a rep takes up a lead of marketing's."""

    kind: Literal["pursuit"] = "pursuit"
    intercept: Number = parameter(
        0.405,
        help="log-odds at base trust, tracking and load: gives .75",
        range=(-2.0, 3.0),
        source="dossier 3.6, calibrated",
    )
    trust: NonNegative = parameter(
        2.0, help="effect of believed precision, per unit above one half", range=(0, 4)
    )
    tracking: NonNegative = parameter(0.8, help="effect of management's tracking", range=(0, 2))
    overload: NonNegative = parameter(1.2, help="effect of load above 80 %", range=(0, 3))
    experience: NonNegative = parameter(
        0.5, help="how much less tracking moves the experienced, per sd", range=(0, 1)
    )
    memory: Share = parameter(0.1, help="weight of the newest lead in a rep's belief", range=(0.02, 0.5))
    first_belief: Share = parameter(
        0.647,
        help="believed precision at the start",
        range=(0, 1),
        source="dossier 3.5: precision at the base threshold",
    )

    def chance(self, belief: float, tracking: float, load: float, experience: float, offset: float) -> float:
        """Chance that the rep pursues; `experience` is standardised over the team, `offset` the source's."""
        odds = (
            self.intercept
            + offset
            + self.trust * (belief - 0.5)
            + self.tracking * tracking
            - self.overload * max(load - 0.8, 0.0)
            - self.experience * tracking * experience
        )
        return 1.0 / (1.0 + exp(-odds))

    def learn(self, belief: float, was_good: bool) -> float:
        """The rep's belief after one more lead turned out good or bad."""
        return belief + self.memory * (float(was_good) - belief)
