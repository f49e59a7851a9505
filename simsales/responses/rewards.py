"""How customers strive for a reward: the nearer it is the sooner they buy, and once it is reached they slacken.

The goal gradient of Kivetz, Urminsky & Zheng (2006): the last purchases on a coffee card came 20 % sooner than
the first, a card with stamps on it already was filled sooner than an empty one with as many to go, and after
the reward the pace fell back.  That was coffee, bought by consumers; for components it is an assumption.
"""

from __future__ import annotations

from typing import Annotated, Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Between, NonNegative, Share, parameter


class GoalGradient(Policy):
    """The pace of buying by how much of the way to the reward is still ahead."""

    kind: Literal["goal_gradient"] = "goal_gradient"
    gain: NonNegative = parameter(
        0.25,
        help="rise of the hazard of ordering at the goal; .25 makes the last gaps a fifth shorter",
        range=(0, 0.5),
        source="dossier 5 after Kivetz et al. 2006",
    )
    reset: Annotated[float, Between(0, 1, above=True)] = parameter(
        0.95,
        help="factor on the hazard in the first gap after a reward",
        range=(0.7, 1),
        source="dossier 5, assumed; shape after Kivetz et al. 2006",
    )
    stock_share: Share = parameter(
        0.6,
        help="share of what is bought sooner that goes on stock until the reward and delays orders after it",
        range=(0, 1),
        source="assumed, as for promotions",
    )

    def pace(self, ahead: float) -> float:
        """Factor on the hazard of ordering; `ahead` is the part of the way still to go, 1 to 0."""
        return 1.0 + self.gain * (1.0 - ahead) ** 2


class Reaching(Policy):
    """Who hurries to reach a step of a yearly rebate before the year is over, and how much.

    Of the customers within 15 % below a step, .4 pull orders forward (dossier 5, assumed).  They order several
    times as fast as before until they have reached it; all of that is missing afterwards.
    """

    kind: Literal["reaching"] = "reaching"
    within: Share = parameter(
        0.15, help="how far below a step a customer cares", range=(0.05, 0.3), source="dossier 5, assumed"
    )
    share: Share = parameter(
        0.4, help="share of such customers who hurry", range=(0, 0.8), source="dossier 5, assumed"
    )
    hurry: Annotated[float, Between(1, 100)] = parameter(
        3.0,
        help="factor on their hazard of ordering; 3 makes 15 % of a year's orders likely in four weeks",
        range=(1, 6),
    )

    def pace(self, bought: float, step: float, chance: float) -> float:
        """Factor on the hazard by purchases so far and the next step; `chance` is the customer's uniform."""
        cares = (1.0 - self.within) * step <= bought < step
        return self.hurry if cares and chance < self.share else 1.0
