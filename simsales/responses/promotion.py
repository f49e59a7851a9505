"""How customers answer a promotion: sooner, more at once, and a little more for good.

A lift in sales has three parts (decomposition after Bell, Chiang & Padmanabhan 1999 and van Heerde, Gupta &
Wittink 2003, consumer goods; for components nobody has measured it): purchases that only come sooner, stock
that is used up instead of later purchases, and sales that would not have been ours otherwise.  The first two
are borrowed from the future in full.  Sizes per five points of discount: dossier 5, assumed.
"""

from __future__ import annotations

from typing import Literal

from simsales.policies.base import Policy
from simsales.words.quantities import NonNegative, Share, parameter

_POINTS = 0.05  # of discount, to which the parameters refer


class Stockpiling(Policy):
    """Factors on when and how much a customer buys at a discount."""

    kind: Literal["stockpiling"] = "stockpiling"
    acceleration: NonNegative = parameter(
        0.10,
        help="rise of the hazard of ordering per five points of discount; later orders come that much later",
        range=(0, 0.5),
        source="dossier 5, assumed",
    )
    quantity: NonNegative = parameter(
        0.12,
        help="rise of an order's size per five points of discount",
        range=(0, 0.5),
        source="dossier 5, assumed",
    )
    stock_share: Share = parameter(
        0.6,
        help="share of the larger size that goes on stock and delays later orders; the rest is growth",
        range=(0, 1),
        source="dossier 5, assumed",
    )

    def haste(self, depth: float) -> float:
        """Factor on the hazard of ordering."""
        return 1.0 + self.acceleration * depth / _POINTS

    def size(self, depth: float) -> float:
        """Factor on the size of an order."""
        return 1.0 + self.quantity * depth / _POINTS

    def stocked(self, depth: float) -> float:
        """What goes on stock, in orders of the usual size."""
        return self.stock_share * self.quantity * depth / _POINTS

    def grown(self, depth: float) -> float:
        """What would not have been ours otherwise, in orders of the usual size."""
        return (1.0 - self.stock_share) * self.quantity * depth / _POINTS
