"""How much of a discount those grant who have to be asked for it.

Whoever does not sit opposite the customer gives in less easily: price authority that is delegated to salespeople
lowers prices (Stephenson, Cron & Frazier 1979; for when it pays all the same see Frenzen et al. 2010).
"""

from __future__ import annotations

from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import Share, parameter


class Approving(Policy):
    """What is left of a wish that has to be approved."""

    kind: Literal["firm"] = "firm"
    firmness: Share = parameter(
        0.25,
        help="share of what goes beyond the seller's own limit that is not granted",
        range=(0, 0.6),
        source="direction Stephenson, Cron & Frazier 1979; size assumed",
    )

    def approved(self, wish: float, alone: float) -> float:
        """What is granted of a wish for a discount of which the seller may grant `alone` without asking."""
        return wish if wish <= alone else alone + (1.0 - self.firmness) * (wish - alone)
