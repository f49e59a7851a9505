"""How the price of a visit to the traveller decides how many are made.

That people travel less on their own money is plain; how much less is assumed (dossier 17.1 has the two prices, 0 and
120 EUR, and no elasticity).
"""

from __future__ import annotations

from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, parameter


class Travelling(Policy):
    """What a traveller makes of a visit's price."""

    kind: Literal["linear"] = "linear"
    sensitivity: NonNegative = parameter(
        0.25, help="share of visits that is not made for each 100 EUR out of one's own pocket", range=(0, 0.6)
    )

    def visits(self, price: float) -> float:
        """Visits over those that are made where they cost the traveller nothing."""
        return max(0.0, 1.0 - self.sensitivity * price / 100.0)
